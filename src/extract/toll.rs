//! Binds the numbers of victims that stand apart from the verb to the event that cost them.
//!
//! "The blast left 12 people dead"; "the death toll of the quake rose to 200".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Count;
use crate::extract::EventId;
use crate::extract::draft::Draft;
use crate::extract::number;
use crate::extract::reading::Reading;

/// How many sentences back "the death toll" may reach for its event.
const REACH: u32 = 3;

pub(in crate::extract) fn settle(draft: &mut Draft<'_>) {
    let reading = draft.reading;
    let mut found: Vec<(EventId, Count)> = Vec::new();
    for token in reading.tokens() {
        match reading.lemma(token).as_str() {
            "leave" if reading.upos(token) == Upos::Verb => found.extend(left(draft, token)),
            "toll" => found.extend(toll(draft, token)),
            _ => {}
        }
    }
    for (event, count) in found {
        let event = &mut draft.events[event.index()];
        if !event.counts.iter().any(|known| known.what == count.what) {
            event.counts.push(count);
            event.counts.sort();
            event.kept = true;
        }
    }
}

fn what_of(word: &str) -> Option<&'static str> {
    match word {
        "dead" => Some("killed"),
        "injured" | "wounded" | "hurt" => Some("injured"),
        "homeless" | "displaced" => Some("displaced"),
        _ => None,
    }
}

/// "left 12 people dead and 30 wounded".
fn left(draft: &Draft<'_>, verb: TokenId) -> Vec<(EventId, Count)> {
    let reading = draft.reading;
    let arguments = reading.arguments(verb);
    let Some(event) = arguments
        .subject
        .iter()
        .find_map(|&subject| draft.event_at(subject))
        .or_else(|| {
            let within = |(case, token): &(String, TokenId)| {
                (case == "in").then(|| draft.event_at(*token)).flatten()
            };
            arguments.oblique.iter().find_map(within)
        })
    else {
        return Vec::new();
    };
    let (_, last) = reading.extent(verb);
    (verb.0 + 1..=last.0)
        .map(TokenId)
        .filter_map(|state| {
            let what = what_of(reading.lower(state))?;
            let (number, at_least) = number_before(reading, state, verb)?;
            let count = Count {
                what: what.to_owned(),
                number,
                at_least,
            };
            Some((event, count))
        })
        .collect()
}

/// The number that stands before a word: "12 dead", "12 people dead", "30 others wounded".
fn number_before(reading: &Reading<'_>, word: TokenId, after: TokenId) -> Option<(i64, bool)> {
    (after.0 + 1..word.0)
        .rev()
        .take(4)
        .map(TokenId)
        .find(|&token| reading.upos(token) == Upos::Num)
        .and_then(|token| number::of_phrase(reading, token))
}

/// "The death toll rose to 200": that of the last event that takes lives.
fn toll(draft: &Draft<'_>, noun: TokenId) -> Option<(EventId, Count)> {
    let reading = draft.reading;
    let deadly = reading
        .children(noun)
        .iter()
        .any(|&child| reading.lower(child) == "death")
        || reading.lower(noun) == "toll"
            && noun.0 > 0
            && reading.lower(TokenId(noun.0 - 1)) == "death";
    if !deadly {
        return None;
    }
    let inner = reading
        .noun_arguments(noun)
        .into_iter()
        .find(|(case, token)| case == "of" && reading.upos(*token) == Upos::Num)
        .map(|(_, token)| token);
    let governor = reading.head(noun).filter(|&head| {
        reading.upos(head) == Upos::Verb
            && matches!(
                reading.deprel(noun),
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj
            )
    });
    let outer = governor.and_then(|verb| {
        let arguments = reading.arguments(verb);
        let oblique = arguments.oblique.iter().find(|(case, token)| {
            matches!(case.as_str(), "to" | "at") && number::of_phrase(reading, *token).is_some()
        });
        oblique.map(|(_, token)| *token)
    });
    let (number, at_least) = number::of_phrase(reading, inner.or(outer)?)?;
    let named = reading
        .noun_arguments(noun)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "from" | "of" | "in"))
        .find_map(|(_, token)| draft.event_at(token));
    let sentence = reading.sentence(noun);
    let last = || {
        (0..draft.events.len()).rev().find(|&index| {
            let event = &draft.events[index];
            matches!(event.subtype.as_str(), "Assault" | "Disaster" | "Conflict")
                && event.sentence <= sentence
                && sentence - event.sentence <= REACH
        })
    };
    let event = named.or_else(|| last().map(|index| EventId(index as u32)))?;
    Some((
        event,
        Count {
            what: "killed".to_owned(),
            number,
            at_least,
        },
    ))
}
