//! Who won and who lost the election that an article is about, and what body the winners sit in.
//!
//! "A was elected", "candidates elected were A, B and C", "A beat B", "B lost her seat".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::EventId;
use crate::extract::Thing;
use crate::extract::deed::evidence;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;
use crate::extract::grammar::Arguments;
use crate::extract::reading::Reading;

/// How it went for somebody, and the words that say so.
struct Outcome {
    who: TokenId,
    won: bool,
    trigger: TokenId,
}

pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    let Some(election) = main_election(draft) else {
        return;
    };
    let reading = draft.reading;
    let outcomes: Vec<Outcome> = reading
        .tokens()
        .flat_map(|token| match reading.upos(token) {
            Upos::Verb => verb(reading, token),
            Upos::Noun | Upos::Propn | Upos::Adj => predicate(reading, token),
            _ => Vec::new(),
        })
        .collect();
    let body = elected_body(draft, election);
    // "Councillors A and B were elected": those who are named.
    let outcomes = outcomes.into_iter().flat_map(|outcome| {
        let named = named_by(reading, outcome.who);
        let Outcome { won, trigger, .. } = outcome;
        std::iter::once(outcome.who)
            .chain(named)
            .map(move |who| Outcome { who, won, trigger })
            .collect::<Vec<_>>()
    });
    for outcome in outcomes {
        let Some(entity) = draft.actor_at(outcome.who) else {
            continue;
        };
        let class = draft.entity(entity).class;
        if !draft.entity(entity).named || !matches!(class, Class::Person | Class::Organization) {
            continue;
        }
        let standing = draft.standing(outcome.trigger);
        // "failed to get elected" has been read as a loss.
        let standing = match standing.status {
            Status::Negated if !outcome.won => Standing {
                status: Status::Asserted,
                ..standing
            },
            Status::Negated | Status::Possible | Status::Proposed => continue,
            _ => standing,
        };
        let details = Details {
            relation: Some(if outcome.won { "won" } else { "lost" }.to_owned()),
            ..Details::default()
        };
        let span = evidence(draft, &[outcome.who, outcome.trigger]);
        let source = Thing::Entity(entity);
        draft.relate(
            "PARTICIPATED_IN",
            source,
            Thing::Event(election),
            standing,
            span,
            outcome.trigger,
            "election",
            0.8,
            details,
        );
        if let Some(body) = body
            && outcome.won
            && class == Class::Person
        {
            draft.relate(
                "MEMBER_OF",
                source,
                Thing::Entity(body),
                standing,
                span,
                outcome.trigger,
                "elected-to",
                0.7,
                Details::default(),
            );
        }
    }
}

/// Lists the names that explain a noun for persons.
fn named_by(reading: &Reading<'_>, noun: TokenId) -> Vec<TokenId> {
    if reading.upos(noun) != Upos::Noun {
        return Vec::new();
    }
    reading
        .children(noun)
        .iter()
        .copied()
        .filter(|&child| {
            child > noun
                && matches!(
                    reading.deprel(child),
                    Deprel::Appos | Deprel::Flat | Deprel::NmodDesc
                )
                && reading.upos(child) == Upos::Propn
        })
        .flat_map(|name| reading.joined(name))
        .collect()
}

/// The election that the article is about: the first that a noun names.
fn main_election(draft: &Draft<'_>) -> Option<EventId> {
    let is_main = |index: &usize| {
        let event = &draft.events[*index];
        event.subtype == "Election"
            && event
                .triggers
                .iter()
                .any(|&trigger| draft.reading.upos(trigger) != Upos::Verb)
    };
    let index = (0..draft.events.len()).find(is_main)?;
    Some(EventId(index as u32))
}

fn verb(reading: &Reading<'_>, token: TokenId) -> Vec<Outcome> {
    let arguments = reading.arguments(token);
    let outcomes = |tokens: &[TokenId], won: bool| -> Vec<Outcome> {
        tokens
            .iter()
            .map(|&who| Outcome {
                who,
                won,
                trigger: token,
            })
            .collect()
    };
    match reading.lemma(token).as_str() {
        "elect" | "re-elect" | "reelect" => {
            let lost = fails(reading, token);
            let mut found = outcomes(&arguments.object, !lost);
            if arguments.passive {
                found.extend(outcomes(&arguments.indirect, !lost));
            }
            found
        }
        "win" | "earn" | "secure" | "claim" | "gain" | "take" | "retain"
            if has_object(reading, &arguments) =>
        {
            outcomes(&arguments.subject, true)
        }
        "lose" if has_object(reading, &arguments) => outcomes(&arguments.subject, false),
        "defeat" | "beat" | "unseat" | "oust" => {
            let mut found = outcomes(&arguments.subject, true);
            found.extend(outcomes(&arguments.object, false));
            found
        }
        _ => Vec::new(),
    }
}

fn has_object(reading: &Reading<'_>, arguments: &Arguments) -> bool {
    arguments.object.iter().any(|&object| {
        matches!(
            reading.lemma(object).as_str(),
            "seat"
                | "election"
                | "re-election"
                | "victory"
                | "vote"
                | "poll"
                | "majority"
                | "race"
                | "runoff"
                | "presidency"
                | "constituency"
                | "by-election"
        )
    })
}

/// "failed to get re-elected".
fn fails(reading: &Reading<'_>, token: TokenId) -> bool {
    let mut at = token;
    for _ in 0..3 {
        let Some(head) = reading
            .head(at)
            .filter(|_| reading.deprel(at) == Deprel::Xcomp)
        else {
            return false;
        };
        if reading.lemma(head) == "fail" {
            return true;
        }
        at = head;
    }
    false
}

/// "Candidates elected were A and B", "A and B were successfully elected newcomers".
fn predicate(reading: &Reading<'_>, token: TokenId) -> Vec<Outcome> {
    if reading.child(token, Deprel::Cop).is_none() {
        return Vec::new();
    }
    let elected = |noun: TokenId| {
        reading
            .children(noun)
            .iter()
            .copied()
            .find(|&child| {
                matches!(reading.lower(child), "elected" | "re-elected" | "reelected")
                    && matches!(
                        reading.deprel(child),
                        Deprel::Acl | Deprel::Amod | Deprel::AclRelcl
                    )
            })
            .or_else(|| {
                let named = matches!(
                    reading.lower(noun),
                    "elects" | "elected" | "winner" | "winners"
                );
                named.then_some(noun)
            })
    };
    let subjects = reading.arguments(token).subject;
    if let Some(trigger) = subjects.iter().copied().find_map(elected) {
        return reading
            .joined(token)
            .into_iter()
            .map(|who| Outcome {
                who,
                won: true,
                trigger,
            })
            .collect();
    }
    match elected(token) {
        Some(trigger) => subjects
            .into_iter()
            .map(|who| Outcome {
                who,
                won: true,
                trigger,
            })
            .collect(),
        None => Vec::new(),
    }
}

/// The one legislature that the article names, where the election is for seats in one.
fn elected_body(draft: &Draft<'_>, election: EventId) -> Option<EntityId> {
    let event = &draft.events[election.index()];
    let for_seats = std::iter::once(&event.name)
        .chain(&event.aliases)
        .any(|name| {
            let name = name.to_lowercase();
            [
                "legislative",
                "parliament",
                "general election",
                "assembly",
                "council",
                "senate",
            ]
            .iter()
            .any(|word| name.contains(word))
        });
    if !for_seats {
        return None;
    }
    let mut bodies = (0..draft.entities.len()).filter(|&index| {
        let entity = &draft.entities[index];
        let words: Vec<&str> = entity.name.split(' ').collect();
        entity.named
            && entity.class == Class::Organization
            && (words.iter().any(|word| {
                matches!(
                    *word,
                    "Parliament" | "Assembly" | "Senate" | "Congress" | "Knesset"
                )
            }) || words.ends_with(&["Legislative", "Council"]))
    });
    let body = bodies.next()?;
    bodies.next().is_none().then_some(EntityId(body as u32))
}
