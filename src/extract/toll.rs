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
            "dead" => found.extend(dead(draft, token)),
            "life" => found.extend(lives(draft, token)),
            lemma if reading.words.happenings().is_toll(lemma) => {
                found.extend(victims(draft, token, lemma));
            }
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

/// "caused 12 injuries", "no injuries were reported in the attacks": of the event that the clause
/// names, or the last one before.
fn victims(draft: &Draft<'_>, noun: TokenId, lemma: &str) -> Option<(EventId, Count)> {
    let reading = draft.reading;
    let what = if lemma == "injury" {
        "injured"
    } else {
        "killed"
    };
    let (number, at_least) = number::of_phrase(reading, noun)?;
    let first = reading.first_conjunct(noun);
    let named = reading
        .noun_arguments(noun)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "from" | "in"))
        .find_map(|(_, token)| draft.event_at(token));
    let by_verb = || {
        let verb = reading
            .head(first)
            .filter(|&head| reading.upos(head) == Upos::Verb)?;
        let arguments = reading.arguments(verb);
        let within = arguments
            .oblique
            .iter()
            .filter(|(case, _)| matches!(case.as_str(), "in" | "from" | "during" | "after"))
            .map(|(_, token)| *token);
        arguments
            .subject
            .iter()
            .copied()
            .chain(within)
            .find_map(|token| draft.event_at(token))
    };
    let event = named
        .or_else(by_verb)
        .or_else(|| last_deadly(draft, reading.sentence(noun), 1))?;
    Some((
        event,
        Count {
            what: what.to_owned(),
            number,
            at_least,
        },
    ))
}

/// The last event that takes lives, at most `reach` sentences before.
fn last_deadly(draft: &Draft<'_>, sentence: u32, reach: u32) -> Option<EventId> {
    (0..draft.events.len())
        .rev()
        .find(|&index| {
            let event = &draft.events[index];
            matches!(event.subtype.as_str(), "Assault" | "Disaster" | "Conflict")
                && event
                    .triggers
                    .iter()
                    .map(|&trigger| draft.reading.sentence(trigger))
                    .any(|told| told <= sentence && sentence - told <= reach)
        })
        .map(|index| EventId(index as u32))
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
        // "A bomb exploded, leaving 12 dead."
        .or_else(|| {
            let above = reading.head(verb)?;
            (reading.deprel(verb) == Deprel::Advcl)
                .then(|| draft.event_at(above))
                .flatten()
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

/// "12 dead in a mine blast", "at least 12 people dead after a ferry sank".
fn dead(draft: &Draft<'_>, state: TokenId) -> Option<(EventId, Count)> {
    let reading = draft.reading;
    let start = reading.analysis.sentences()[reading.sentence(state) as usize]
        .tokens
        .start;
    let left = (start..state.0)
        .map(TokenId)
        .any(|token| reading.lemma(token) == "leave");
    let from = TokenId(start.max(state.0.saturating_sub(3)));
    let (number, at_least) = (!left)
        .then(|| {
            (from.0..state.0)
                .rev()
                .map(TokenId)
                .find(|&token| reading.upos(token) == Upos::Num)
        })
        .flatten()
        .and_then(|token| number::of_phrase(reading, token))?;
    let (_, last) = reading.extent(reading.head(state).unwrap_or(state));
    let event = (state.0 + 1..=last.0.min(state.0 + 12))
        .map(TokenId)
        .find_map(|token| draft.event_at(token))?;
    let deadly = matches!(
        draft.events[event.index()].subtype.as_str(),
        "Assault" | "Disaster" | "Conflict"
    );
    deadly.then(|| {
        let what = "killed".to_owned();
        (
            event,
            Count {
                what,
                number,
                at_least,
            },
        )
    })
}

/// "The quake claimed 12 lives", "12 people lost their lives in the fire".
fn lives(draft: &Draft<'_>, noun: TokenId) -> Option<(EventId, Count)> {
    let reading = draft.reading;
    let verb = reading.head(noun).filter(|&head| {
        reading.upos(head) == Upos::Verb
            && reading.deprel(noun) == Deprel::Obj
            && matches!(
                reading.lemma(head).as_str(),
                "claim" | "cost" | "take" | "lose"
            )
    })?;
    let arguments = reading.arguments(verb);
    let (number, at_least) = if reading.lemma(verb) == "lose" {
        arguments
            .subject
            .iter()
            .find_map(|&subject| number::of_phrase(reading, subject))
    } else {
        number::of_phrase(reading, noun)
    }?;
    let event = arguments
        .subject
        .iter()
        .copied()
        .chain(arguments.oblique.iter().map(|(_, token)| *token))
        .find_map(|token| draft.event_at(token))?;
    Some((
        event,
        Count {
            what: "killed".to_owned(),
            number,
            at_least,
        },
    ))
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
    let event = named.or_else(|| last_deadly(draft, sentence, REACH))?;
    Some((
        event,
        Count {
            what: "killed".to_owned(),
            number,
            at_least,
        },
    ))
}
