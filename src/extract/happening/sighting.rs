//! Reads one word as the trigger of an event: its type, its parts, places and counts.

use std::collections::BTreeSet;

use super::Sighting;
use super::naming::verb_names;
use super::naming::without_determiner;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::words::Role;
use crate::data::words::Verb;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::Thing;
use crate::extract::draft::Draft;
use crate::extract::entities::nominal_names;
use crate::extract::entities::one_line;
use crate::extract::frame;
use crate::extract::grammar::Arguments;
use crate::extract::nominal;
use crate::extract::reading::Reading;

pub(super) fn verb(draft: &Draft<'_>, token: TokenId) -> Option<Sighting> {
    let reading = draft.reading;
    if matches!(
        reading.deprel(token),
        Deprel::Compound | Deprel::Case | Deprel::Mark | Deprel::Fixed
    ) {
        return None;
    }
    let arguments = reading.arguments(token);
    let entry = frame::choose(reading, token, &arguments)?;
    let subtype = entry.event.clone()?;
    let source = first_filled(draft, &arguments, &entry.source);
    let target = first_filled(draft, &arguments, &entry.target);
    let (source, target) = if is_taken_for_adjective(reading, token) {
        (Vec::new(), reading.head(token).into_iter().collect())
    } else {
        (source, target)
    };
    let fits = |tokens: &[TokenId], kinds: &[String]| {
        kinds.is_empty()
            || tokens
                .iter()
                .filter_map(|&token| draft.entity_at(token))
                .any(|entity| draft.is_of_kind(Thing::Entity(entity), kinds))
    };
    if !fits(&source, &entry.source_kinds)
        || (!target.is_empty() && !fits(&target, &entry.target_kinds))
    {
        return None;
    }
    let mut parts = Vec::new();
    let reciprocal = entry.reciprocal && source.len() > 1;
    for &token in &source {
        parts.push((entry.source_role, token));
        parts.extend(
            reading
                .included(token)
                .into_iter()
                .map(|member| (entry.source_role, member)),
        );
    }
    for &token in &target {
        let role = if reciprocal {
            entry.source_role
        } else {
            entry.target_role
        };
        parts.push((role, token));
    }
    let count = entry.count.clone().and_then(|what| {
        let counted = if entry.source_role == Role::Target {
            &source
        } else {
            &target
        };
        counted.first().map(|&token| (what, token))
    });
    let (mut places, within) = places(draft, token, &arguments.oblique);
    if subtype == "Movement" {
        places.extend(
            arguments
                .slot(reading, "to")
                .into_iter()
                .filter(|&token| is_location(draft, token)),
        );
    }
    // "evacuated people in the town": the phrase may hang on the object.
    for &object in target.iter().filter(|&&object| object > token) {
        for (case, inner) in reading.noun_arguments(object) {
            if matches!(case.as_str(), "in" | "at" | "near" | "off")
                && is_location(draft, inner)
                && !places.contains(&inner)
            {
                places.push(inner);
            }
        }
    }
    let (name, aliases) = verb_names(draft, token, &arguments);
    Some(Sighting {
        token,
        subtype,
        lemma: reading.lemma(token),
        nominal: false,
        definite: false,
        plural: false,
        another: false,
        bare: false,
        parts,
        places,
        count,
        faint: entry.speech.is_some()
            || (reading.deprel(token) == Deprel::Amod && !is_taken_for_adjective(reading, token)),
        within: within
            .or_else(|| with_the_deed(draft, token, entry))
            .or_else(|| {
                // "The blast killed 12", "an earthquake struck the town": the noun is the event.
                let tells = entry.count.is_some() || entry.event.as_deref() == Some("Assault");
                source
                    .iter()
                    .copied()
                    .find(|&subject| tells && is_event_noun(draft, subject))
            }),
        date: None,
        name,
        aliases,
    })
}

/// "exploded, killing 12", "killed 12 and wounded 30": the toll of one event.
fn with_the_deed(draft: &Draft<'_>, token: TokenId, entry: &Verb) -> Option<TokenId> {
    let reading = draft.reading;
    entry.count.as_ref()?;
    // "12 people died after gunmen stormed a hotel": the clause tells what cost the lives.
    let clause = reading.children(token).iter().copied().find(|&child| {
        reading.deprel(child) == Deprel::Advcl
            && reading
                .child(child, Deprel::Mark)
                .is_some_and(|mark| matches!(reading.lower(mark), "after" | "when" | "as"))
    });
    if let Some(clause) = clause.filter(|_| is_toll(entry))
        && frame::choose(reading, clause, &reading.arguments(clause)).is_some_and(|deed| {
            matches!(
                deed.event.as_deref(),
                Some("Assault" | "Disaster" | "Conflict")
            )
        })
    {
        return Some(clause);
    }
    let head = reading.head(token)?;
    match reading.deprel(token) {
        Deprel::Advcl if reading.analysis.tag(token).xpos == "VBG" && head < token => Some(head),
        Deprel::Conj if reading.upos(head) == Upos::Verb => {
            let arguments = reading.arguments(head);
            let other = frame::choose(reading, head, &arguments)?;
            let own_subject = reading.child(token, Deprel::Nsubj).is_some();
            (is_toll(other) && is_toll(entry) && !own_subject).then_some(head)
        }
        // "killing 12 people and wounding 30 others", the second taken for an adjective.
        Deprel::Amod if is_taken_for_adjective(reading, token) => {
            let mut above = head;
            while reading.upos(above) != Upos::Verb {
                above = reading.head(above)?;
            }
            Some(above)
        }
        _ => None,
    }
}

fn is_toll(entry: &Verb) -> bool {
    matches!(
        entry.count.as_deref(),
        Some("killed" | "injured" | "displaced")
    )
}

/// A participle in -ing with a number behind it is no adjective: "and wounding 30 others".
fn is_taken_for_adjective(reading: &Reading<'_>, token: TokenId) -> bool {
    let next = TokenId(token.0 + 1);
    reading.deprel(token) == Deprel::Amod
        && reading.analysis.tag(token).xpos == "VBG"
        && reading.head(token).is_some_and(|head| head > next)
        && reading.upos(next) == Upos::Num
}

fn first_filled(draft: &Draft<'_>, arguments: &Arguments, slots: &[String]) -> Vec<TokenId> {
    slots
        .iter()
        .map(|slot| arguments.slot(draft.reading, slot))
        .find(|tokens| !tokens.is_empty())
        .unwrap_or_default()
}

pub(super) fn is_event_noun(draft: &Draft<'_>, token: TokenId) -> bool {
    matches!(draft.reading.upos(token), Upos::Noun | Upos::Propn)
        && draft
            .candidate_index(token)
            .is_some_and(|index| draft.candidates[index].class == Class::Event)
}

/// Sorts the phrases of place out of a predicate's obliques.
pub(super) fn places(
    draft: &Draft<'_>,
    trigger: TokenId,
    oblique: &[(String, TokenId)],
) -> (Vec<TokenId>, Option<TokenId>) {
    let mut places = Vec::new();
    let mut within = None;
    for (case, token) in oblique {
        if *token == trigger {
            continue;
        }
        if matches!(case.as_str(), "in" | "during" | "by")
            && is_event_noun(draft, *token)
            && within.is_none()
        {
            within = Some(*token);
            continue;
        }
        if draft.reading.words.happenings().is_place(case) && is_location(draft, *token) {
            places.push(*token);
        }
    }
    (places, within)
}

pub(super) fn is_location(draft: &Draft<'_>, token: TokenId) -> bool {
    draft.node_at(token).is_some_and(|entity| {
        let class = draft.entity(entity).class;
        class.is_place() || class == Class::State
    })
}

pub(super) fn noun(draft: &Draft<'_>, token: TokenId) -> Option<Sighting> {
    let reading = draft.reading;
    let index = draft.candidate_index(token)?;
    let candidate = &draft.candidates[index];
    if candidate.class != Class::Event || matches!(reading.deprel(token), Deprel::Compound) {
        return None;
    }
    let entries = nominal::entries(reading, token);
    let entry = entries.iter().find(|entry| entry.event.is_some());
    // "12 injuries" are counted with what caused them.
    if reading.words.happenings().is_toll(&reading.lemma(token)) {
        return None;
    }
    let subtype = entry
        .and_then(|entry| entry.event.clone())
        .unwrap_or_else(|| "Other".to_owned());
    let arguments = reading.noun_arguments(token);
    let slot = |names: &[String]| -> Vec<TokenId> {
        names
            .iter()
            .map(|name| {
                arguments
                    .iter()
                    .filter(|(case, _)| case == name)
                    .map(|(_, token)| *token)
                    .collect::<Vec<_>>()
            })
            .find(|tokens| !tokens.is_empty())
            .unwrap_or_default()
    };
    let mut parts = Vec::new();
    let mut places_found = Vec::new();
    if let Some(entry) = entry {
        for token in slot(&entry.source) {
            // "the Moscow attack": a place does nothing.
            let is_place = draft
                .entity_at(token)
                .is_some_and(|entity| draft.entity(entity).class.is_place());
            // "the Syrian civil war" is in Syria; "the Russian war on Ukraine" is Russia's.
            let whereabouts = subtype == "Conflict"
                && slot(&entry.target).is_empty()
                && draft
                    .candidate_index(token)
                    .is_some_and(|index| draft.candidates[index].is_adjective());
            if is_place || whereabouts {
                places_found.push(token);
            } else {
                parts.push((entry.source_role, token));
            }
        }
        let ceremony = subtype == "Ceremony";
        let by_itself = parts.is_empty() && entry.target.iter().any(|name| name == "of");
        for token in slot(&entry.target) {
            // "the sentence of the court" is the court's; "the bombing of the hall" is done to it.
            let does_it = by_itself
                && reading.words.happenings().is_own(&subtype)
                && arguments
                    .iter()
                    .any(|(case, other)| case == "of" && *other == token)
                && draft.actor_at(token).is_some();
            if ceremony {
                // "the funeral of X" is not done to X; see `deed`.
                continue;
            }
            parts.push((
                if does_it {
                    Role::Agent
                } else {
                    entry.target_role
                },
                token,
            ));
        }
    }
    for (case, token) in &arguments {
        if case == "poss"
            && draft
                .entity_at(*token)
                .is_some_and(|entity| draft.entity(entity).class.is_place())
            && !places_found.contains(token)
        {
            places_found.push(*token);
        }
    }
    // "a policy of turning away boats": done to the boats.
    for &child in reading.children(token) {
        if reading.deprel(child) == Deprel::Acl && reading.upos(child) == Upos::Verb {
            let inner = reading.arguments(child);
            let ongoing = reading.analysis.tag(child).xpos == "VBG" || reading.is_infinitive(child);
            let (more, _) = places(draft, child, &inner.oblique);
            places_found.extend(more);
            if ongoing {
                parts.extend(inner.object.iter().map(|&object| (Role::Target, object)));
            }
        }
    }
    // "the attacks from either side" says no more than "the attacks".
    let bare = parts
        .iter()
        .map(|(_, token)| token)
        .chain(&places_found)
        .all(|&token| draft.node_at(token).is_none());
    // "launched an attack", "maintained a policy": who does what the noun says.
    if let Some(governor) = reading.head(reading.first_conjunct(token))
        && reading.upos(governor) == Upos::Verb
        && reading
            .words
            .happenings()
            .is_light(&reading.lemma(governor))
    {
        let outer = reading.arguments(governor);
        // "an agreement was announced by the mediator": it is not his.
        let announced = outer.passive && reading.lemma(governor) == "announce";
        if outer.object.contains(&token) && !announced {
            parts.extend(outer.subject.iter().map(|&subject| (Role::Agent, subject)));
            let (more, _) = places(draft, governor, &outer.oblique);
            places_found.extend(more);
        }
    }
    // "The rally took place in Rome".
    if let Some(verb) = reading.head(token).filter(|&head| {
        reading.deprel(token) == Deprel::Nsubj
            && reading
                .words
                .happenings()
                .is_occurring(&reading.lemma(head))
    }) {
        let (more, _) = places(draft, verb, &reading.arguments(verb).oblique);
        places_found.extend(more);
    }
    let (more, within) = places(draft, token, &arguments);
    places_found.extend(more);
    let counts = entry.is_some_and(|entry| entry.count.is_some());
    let within = within.or_else(|| counts.then(|| cause_of(draft, token)).flatten());
    let (_, long) = nominal_names(reading, candidate);
    let short = one_line(
        reading
            .cover(candidate.first, candidate.last)
            .of(reading.text),
    );
    let mut aliases = BTreeSet::from([short.clone(), long.clone()]);
    // The words of the trigger, where they say more than "the attack".
    if candidate.form == MentionForm::Name || short.split(' ').count() > 1 {
        aliases.insert(without_determiner(&short));
    }
    let name = without_determiner(if long.split(' ').count() <= 7 {
        &long
    } else {
        &short
    });
    let count = entry
        .and_then(|entry| entry.count.clone())
        .map(|what| (what, token));
    Some(Sighting {
        token,
        subtype,
        lemma: reading.lemma(token),
        nominal: true,
        definite: candidate.definite,
        plural: candidate.plural,
        another: is_another(reading, token),
        bare,
        parts,
        places: places_found,
        count,
        faint: false,
        within,
        date: None,
        name,
        aliases,
    })
}

/// Tells whether a noun phrase is of one more event: "a second attack", "other protests".
fn is_another(reading: &Reading<'_>, noun: TokenId) -> bool {
    reading
        .children(noun)
        .iter()
        .any(|&child| reading.words.happenings().is_another(reading.lower(child)))
}

/// "The blast caused 12 deaths", "no deaths were reported in the attacks": what cost them.
fn cause_of(draft: &Draft<'_>, deaths: TokenId) -> Option<TokenId> {
    let reading = draft.reading;
    let first = reading.first_conjunct(deaths);
    let verb = reading
        .head(first)
        .filter(|&head| reading.upos(head) == Upos::Verb)?;
    let arguments = reading.arguments(verb);
    let oblique = arguments.oblique.iter().filter(|(case, _)| case == "in");
    arguments
        .subject
        .iter()
        .chain(oblique.map(|(_, token)| token))
        .copied()
        .find(|&token| token != deaths && token != first && is_event_noun(draft, token))
}
