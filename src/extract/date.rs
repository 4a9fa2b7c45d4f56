//! Dates events by the expressions of time that hang on them.

use std::collections::BTreeMap;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::EventId;
use crate::extract::Thing;
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
    by_clause(draft, &mut dates);
    by_target(draft, &mut dates);
    by_headline(draft, &mut dates);
    for (event, date) in dates {
        draft.events[event.index()].date = Some(date);
    }
}

/// "When they blew themselves up on Sunday, 23 died", "fired shells, killing two": what happens in
/// the course of something dated happens then.
fn by_clause(draft: &Draft<'_>, dates: &mut BTreeMap<EventId, String>) {
    let reading = draft.reading;
    let mut found: Vec<(EventId, EventId)> = Vec::new();
    for token in reading.tokens() {
        let Some(inner) = draft.event_at(token) else {
            continue;
        };
        if reading.deprel(token) != Deprel::Advcl || reading.is_infinitive(token) {
            continue;
        }
        let Some(outer) = reading.head(token).and_then(|head| draft.event_at(head)) else {
            continue;
        };
        let mark = reading
            .children(token)
            .iter()
            .find(|&&child| reading.deprel(child) == Deprel::Mark || reading.lower(child) == "when")
            .map(|&child| reading.lower(child));
        let participle = mark.is_none() && reading.analysis.tag(token).xpos == "VBG";
        if participle || matches!(mark, Some("when" | "as" | "while")) {
            found.push((inner, outer));
        }
    }
    for (inner, outer) in found {
        for (from, to) in [(inner, outer), (outer, inner)] {
            if let Some(date) = dates.get(&from).filter(|date| is_day(date)).cloned()
                && happened(draft, from)
                && happened(draft, to)
            {
                dates.entry(to).or_insert(date);
            }
        }
    }
}

/// "In January, it bombed the ceremony": the ceremony was then.
fn by_target(draft: &Draft<'_>, dates: &mut BTreeMap<EventId, String>) {
    for (index, event) in draft.events.iter().enumerate() {
        let physical = matches!(event.subtype.as_str(), "Assault" | "Disaster" | "Protest");
        let Some(date) = dates
            .get(&EventId(index as u32))
            .filter(|_| physical)
            .cloned()
        else {
            continue;
        };
        for participant in &event.participants {
            if let (Role::Target, Thing::Event(target)) = (participant.role, participant.thing) {
                dates.entry(target).or_insert_with(|| date.clone());
            }
        }
    }
}

/// A headline leaves the day to the text: that of the first event there that is of the same sort
/// and has a participant in common.
fn by_headline(draft: &Draft<'_>, dates: &mut BTreeMap<EventId, String>) {
    const LEAD: u32 = 4;
    for index in 0..draft.events.len() {
        let event = &draft.events[index];
        let id = EventId(index as u32);
        if event.sentence > 0 || dates.contains_key(&id) || !happened(draft, id) {
            continue;
        }
        let same = draft.events.iter().enumerate().find(|(other, lead)| {
            *other != index
                && lead.sentence > 0
                && lead.sentence <= LEAD
                && lead.subtype == event.subtype
                && happened(draft, EventId(*other as u32))
                && dates.contains_key(&EventId(*other as u32))
                && lead.participants.iter().any(|one| {
                    event
                        .participants
                        .iter()
                        .any(|other| other.thing == one.thing && other.role == one.role)
                })
        });
        if let Some((other, _)) = same
            && let Some(date) = dates.get(&EventId(other as u32)).cloned()
        {
            dates.insert(id, date);
        }
    }
}

fn is_day(date: &str) -> bool {
    date.len() == 10
}

fn happened(draft: &Draft<'_>, event: EventId) -> bool {
    !matches!(
        draft.events[event.index()].status,
        Status::Proposed | Status::Negated | Status::Denied
    )
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
