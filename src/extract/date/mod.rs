//! Dates events by the expressions of time that hang on them, and by where they stand in the story.

mod narrative;
mod value;

pub(in crate::extract) use value::agree;
pub(in crate::extract) use value::rank;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::Thing;
use crate::extract::date::value::is_day;
use crate::extract::draft::Draft;
use crate::extract::reading::Reading;
use crate::extract::time::TimeExpression;

/// Gives each trigger the date of its own clause or phrase, or of the clause that it is joined to.
pub(in crate::extract) fn of_triggers(
    draft: &Draft<'_>,
    times: &[TimeExpression],
    triggers: &BTreeSet<TokenId>,
) -> BTreeMap<TokenId, String> {
    let reading = draft.reading;
    let mut by_predicate: BTreeMap<TokenId, Vec<(TokenId, String)>> = BTreeMap::new();
    for time in times {
        let Some(date) = date_of(time).filter(|_| !is_bound(reading, time)) else {
            continue;
        };
        let first = TokenId(time.tokens.start);
        if let Some(predicate) = governor(reading, time, triggers) {
            by_predicate
                .entry(predicate)
                .or_default()
                .push((first, date));
        }
    }
    let mut dates: BTreeMap<TokenId, String> = BTreeMap::new();
    for (&predicate, found) in &by_predicate {
        let Some((_, date)) = found.iter().min_by_key(|(_, date)| rank(date)) else {
            continue;
        };
        for trigger in triggers_at(reading, predicate, triggers) {
            keep(&mut dates, trigger, date);
        }
    }
    // "On Friday, fishermen rescued 700, and the navy saved 200": the day is of both.
    for &trigger in triggers {
        let first = reading.first_conjunct(trigger);
        if first == trigger || dates.contains_key(&trigger) {
            continue;
        }
        let shared = by_predicate
            .get(&first)
            .and_then(|found| found.iter().find(|(time, _)| *time < first));
        if let Some((_, date)) = shared {
            dates.insert(trigger, date.clone());
        }
    }
    dates
}

/// Dates the events that have no date of their own by those that they belong to.
pub(in crate::extract) fn settle(draft: &mut Draft<'_>, times: &[TimeExpression]) {
    let mut dates: BTreeMap<EventId, String> = draft
        .events
        .iter()
        .enumerate()
        .filter_map(|(index, event)| Some((EventId(index as u32), event.date.clone()?)))
        .collect();
    by_clause(draft, &mut dates);
    by_target(draft, &mut dates);
    by_headline(draft, &mut dates);
    narrative::settle(draft, times, &mut dates);
    for (event, date) in dates {
        draft.events[event.index()].date = Some(date);
    }
}

/// "Since 2018", "by June" tell of a span with one end, not of a day.
fn is_bound(reading: &Reading<'_>, time: &TimeExpression) -> bool {
    let head = time
        .tokens
        .clone()
        .map(TokenId)
        .find(|&token| {
            reading
                .head(token)
                .is_none_or(|head| !time.tokens.contains(&head.0))
        })
        .unwrap_or(TokenId(time.tokens.start));
    let before = time.tokens.start.checked_sub(1).map(TokenId);
    reading
        .case(head)
        .as_deref()
        .into_iter()
        .chain(before.map(|before| reading.lower(before)))
        .any(|case| matches!(case, "since" | "until" | "till" | "by" | "before"))
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
/// and has a participant, or the word for it, in common.
fn by_headline(draft: &Draft<'_>, dates: &mut BTreeMap<EventId, String>) {
    const LEAD: u32 = 4;
    let reading = draft.reading;
    let akin = |one: &Event, other: &Event| {
        let words = reading.words.happenings();
        let lemma = |&token: &TokenId| reading.lemma(token);
        let others: Vec<String> = other.triggers.iter().map(lemma).collect();
        one.triggers
            .iter()
            .map(lemma)
            .any(|one| others.iter().any(|other| words.akin(&one, other)))
    };
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
                && (akin(event, lead)
                    || lead.participants.iter().any(|one| {
                        event
                            .participants
                            .iter()
                            .any(|other| other.thing == one.thing && other.role == one.role)
                    }))
        });
        if let Some((other, _)) = same
            && let Some(date) = dates.get(&EventId(other as u32)).cloned()
        {
            dates.insert(id, date);
        }
    }
}

fn happened(draft: &Draft<'_>, event: EventId) -> bool {
    !matches!(
        draft.events[event.index()].status,
        Status::Proposed | Status::Negated | Status::Denied
    )
}

fn keep(dates: &mut BTreeMap<TokenId, String>, trigger: TokenId, date: &str) {
    let better = dates
        .get(&trigger)
        .is_none_or(|known| rank(date) < rank(known));
    if better {
        dates.insert(trigger, date.to_owned());
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
fn governor(
    reading: &Reading<'_>,
    time: &TimeExpression,
    triggers: &BTreeSet<TokenId>,
) -> Option<TokenId> {
    let mut at = TokenId(time.tokens.start);
    while let Some(head) = reading.head(at) {
        if !time.tokens.contains(&head.0)
            && (triggers.contains(&head) || reading.is_predicate(head))
        {
            return Some(head);
        }
        at = head;
    }
    None
}

/// The trigger that a predicate is, or those that are its subject or object: "the attack was
/// launched on Wednesday".
fn triggers_at(
    reading: &Reading<'_>,
    predicate: TokenId,
    triggers: &BTreeSet<TokenId>,
) -> Vec<TokenId> {
    if triggers.contains(&predicate) {
        return vec![predicate];
    }
    if reading.upos(predicate) != Upos::Verb {
        return Vec::new();
    }
    let mut found: Vec<TokenId> = reading
        .children(predicate)
        .iter()
        .copied()
        .filter(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj
            ) && triggers.contains(&child)
        })
        .collect();
    // "is to be held from … to": the complement tells when the subject takes place.
    if found.is_empty() && matches!(reading.deprel(predicate), Deprel::Xcomp | Deprel::Acl) {
        found.extend(
            reading
                .surface_subject(predicate, 4)
                .into_iter()
                .filter(|token| triggers.contains(token)),
        );
    }
    found
}
