//! Dates events by the expressions of time that hang on them.

use std::collections::BTreeMap;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::EventId;
use crate::extract::draft::Draft;
use crate::extract::reading::Reading;
use crate::extract::time::TimeExpression;

/// Gives each event the date of its own clause, or that of the clause that it is joined to.
pub(in crate::extract) fn settle(draft: &mut Draft<'_>, times: &[TimeExpression]) {
    let mut by_predicate: BTreeMap<TokenId, Vec<(TokenId, String)>> = BTreeMap::new();
    for time in times {
        let Some(date) = date_of(time) else {
            continue;
        };
        let first = TokenId(time.tokens.start);
        if let Some(predicate) = governor(draft, time) {
            by_predicate
                .entry(predicate)
                .or_default()
                .push((first, date));
        }
    }
    let mut dates: BTreeMap<EventId, String> = BTreeMap::new();
    for (&predicate, found) in &by_predicate {
        let Some((_, date)) = found.iter().min_by_key(|(_, date)| rank(date)) else {
            continue;
        };
        for event in events_at(draft, predicate) {
            keep(&mut dates, event, date);
        }
    }
    // "On Friday, fishermen rescued 700, and the navy saved 200": the day is of both.
    for index in 0..draft.events.len() {
        let event = EventId(index as u32);
        if dates.contains_key(&event) {
            continue;
        }
        let triggers = draft.events[index].triggers.clone();
        let shared = triggers.iter().find_map(|&trigger| {
            let first = draft.reading.first_conjunct(trigger);
            let found = by_predicate.get(&first).filter(|_| first != trigger)?;
            found
                .iter()
                .find(|(time, _)| *time < first)
                .map(|(_, date)| date.clone())
        });
        if let Some(date) = shared {
            dates.insert(event, date);
        }
    }
    for (event, date) in dates {
        draft.events[event.index()].date = Some(date);
    }
}

/// A day is better than a month, a month than an interval.
fn rank(date: &str) -> (bool, std::cmp::Reverse<usize>) {
    (date.contains('/'), std::cmp::Reverse(date.len()))
}

fn keep(dates: &mut BTreeMap<EventId, String>, event: EventId, date: &str) {
    let better = dates
        .get(&event)
        .is_none_or(|known| rank(date) < rank(known));
    if better {
        dates.insert(event, date.to_owned());
    }
}

/// Gives the date as the graph has it: a day, a month, a year, or the interval of "from … to".
fn date_of(time: &TimeExpression) -> Option<String> {
    let iso = time.iso()?;
    if time.range.is_some() {
        return Some(iso);
    }
    let Some((first, last)) = iso.split_once('/') else {
        return Some(iso);
    };
    // "Last week": the month, or the year where it reaches over two months.
    if first.get(..7) == last.get(..7) {
        return first.get(..7).map(str::to_owned);
    }
    if first.get(..4) == last.get(..4) {
        return first.get(..4).map(str::to_owned);
    }
    Some(iso)
}

/// Finds the predicate or event noun that an expression of time hangs on.
fn governor(draft: &Draft<'_>, time: &TimeExpression) -> Option<TokenId> {
    let reading = draft.reading;
    let mut at = TokenId(time.tokens.start);
    while let Some(head) = reading.head(at) {
        if !time.tokens.contains(&head.0)
            && (draft.event_at(head).is_some() || reading.is_predicate(head))
        {
            return Some(head);
        }
        at = head;
    }
    None
}

/// The event that a predicate tells of, or those that are its subject or object: "the attack was
/// launched on Wednesday".
fn events_at(draft: &Draft<'_>, predicate: TokenId) -> Vec<EventId> {
    if let Some(event) = draft.event_at(predicate) {
        return vec![event];
    }
    let reading: &Reading<'_> = draft.reading;
    if reading.upos(predicate) != Upos::Verb {
        return Vec::new();
    }
    let mut found: Vec<EventId> = reading
        .children(predicate)
        .iter()
        .filter(|&&child| {
            matches!(
                reading.deprel(child),
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj
            )
        })
        .filter_map(|&child| draft.event_at(child))
        .collect();
    // "is to be held from … to": the complement tells when the subject takes place.
    if found.is_empty() && matches!(reading.deprel(predicate), Deprel::Xcomp | Deprel::Acl) {
        found.extend(
            reading
                .surface_subject(predicate, 4)
                .into_iter()
                .filter_map(|token| draft.event_at(token)),
        );
    }
    found
}
