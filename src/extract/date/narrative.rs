//! Dates by the time of the story: what a news text tells in the simple past, near a day that it
//! names or in its lead, happened in the month of that day.
//!
//! A pluperfect, a far date or a word such as "previously" leads out of the story's time; the next
//! near date leads back. A day is never guessed, only the month.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::happened;
use super::value::is_day;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::extract::EventId;
use crate::extract::draft::Draft;
use crate::extract::reading::Reading;
use crate::extract::time::TimeExpression;
use crate::extract::time::TimexType;

/// The last sentence of the lead; the headline is sentence 0.
const LEAD: u32 = 3;

/// For how many sentences a near date holds.
const REACH: u32 = 3;

/// How many days before its publication a text's own time begins.
const NEAR: i32 = 31;

pub(super) fn settle(
    draft: &Draft<'_>,
    times: &[TimeExpression],
    dates: &mut BTreeMap<EventId, String>,
) {
    let Some(published) = draft.reading.document.date else {
        return;
    };
    let Some(month) = month_of_story(draft, dates, published) else {
        return;
    };
    let in_story = sentences(draft.reading, times, published);
    for index in 0..draft.events.len() {
        let id = EventId(index as u32);
        let event = &draft.events[index];
        if dates.contains_key(&id)
            || !happened(draft, id)
            || !matches!(
                event.status,
                Status::Asserted | Status::Claimed | Status::Disputed
            )
        {
            continue;
        }
        let told = event.triggers.iter().any(|&trigger| {
            let sentence = draft.reading.sentence(trigger);
            in_story.get(sentence as usize) == Some(&true)
                && is_narrated(draft.reading, trigger, sentence)
        });
        if told {
            dates.insert(id, month.clone());
        }
    }
}

/// The month of the first near day that the text names for an event; else that of its publication,
/// unless it came out in the first days of one.
fn month_of_story(
    draft: &Draft<'_>,
    dates: &BTreeMap<EventId, String>,
    published: Date,
) -> Option<String> {
    let day = draft
        .events
        .iter()
        .enumerate()
        .filter_map(|(index, _)| dates.get(&EventId(index as u32)))
        .filter(|date| is_day(date))
        .filter_map(|date| date.parse::<Date>().ok())
        .find(|&day| is_near(day, published));
    match day {
        Some(day) => Some(format!("{:04}-{:02}", day.year(), day.month())),
        None if published.day() > 3 => {
            Some(format!("{:04}-{:02}", published.year(), published.month()))
        }
        None => None,
    }
}

fn is_near(day: Date, published: Date) -> bool {
    let days = (published - day).get_days();
    (0..=NEAR).contains(&days)
}

/// Tells of each sentence whether it is in the story's own time.
fn sentences(reading: &Reading<'_>, times: &[TimeExpression], published: Date) -> Vec<bool> {
    let mut found = Vec::new();
    let mut until = LEAD;
    let mut next = 0;
    for (number, sentence) in reading.analysis.sentences().iter().enumerate() {
        let number = number as u32;
        let (mut near, mut far) = (false, false);
        while let Some(time) = times
            .get(next)
            .filter(|time| time.tokens.start < sentence.tokens.end)
        {
            next += 1;
            if !matches!(time.timex_type, TimexType::Date | TimexType::Time) {
                continue;
            }
            if let Some((first, last)) = time.interval {
                let days = |day: Date| (published - day).get_days();
                far |= days(last) > NEAR;
                near |= days(last) <= NEAR && days(first) <= NEAR && days(last) >= 0;
            }
        }
        let aside = sentence.tokens.clone().map(TokenId).any(|token| {
            reading.words.happenings().is_aside(reading.lower(token))
                || reading.head(token).is_none() && is_pluperfect(reading, token)
        });
        if far || aside {
            until = 0;
        } else if near {
            until = number + REACH;
        }
        // The headline is always the story.
        found.push(number == 0 || number <= until && !far && !aside);
    }
    found
}

fn is_pluperfect(reading: &Reading<'_>, verb: TokenId) -> bool {
    reading.children(verb).iter().any(|&child| {
        reading.deprel(child) == Deprel::Aux && matches!(reading.lower(child), "had" | "'d")
    })
}

/// Tells whether a trigger is told as what happened then: a verb in the simple past or the present
/// perfect, a participle that goes with one, any event of the headline, an event noun in the lead.
fn is_narrated(reading: &Reading<'_>, trigger: TokenId, sentence: u32) -> bool {
    if reading.upos(trigger) != Upos::Verb {
        return sentence == 0;
    }
    let deprel = reading.deprel(trigger);
    // "extremists who fought against Assad" did so at a time of their own.
    if deprel == Deprel::AclRelcl && sentence > 0 {
        return false;
    }
    let marked = reading
        .children(trigger)
        .iter()
        .any(|&child| reading.deprel(child) == Deprel::Mark);
    match reading.analysis.tag(trigger).xpos {
        "VBD" => true,
        "VBN" => {
            let auxiliary = auxiliary(reading, trigger);
            match auxiliary {
                Some(word) => matches!(word, "was" | "were" | "has" | "have"),
                None => sentence == 0,
            }
        }
        "VBZ" | "VBP" => sentence == 0,
        // "exploded, killing 12", but not "arrested after leaving".
        "VBG" => deprel == Deprel::Advcl && !marked,
        _ => false,
    }
}

/// The first auxiliary of a participle, that of the first of joint verbs where it has none.
fn auxiliary<'a>(reading: &'a Reading<'_>, verb: TokenId) -> Option<&'a str> {
    [verb, reading.first_conjunct(verb)]
        .into_iter()
        .find_map(|verb| {
            reading
                .children(verb)
                .iter()
                .find(|&&child| matches!(reading.deprel(child), Deprel::Aux | Deprel::AuxPass))
                .map(|&child| reading.lower(child))
        })
}
