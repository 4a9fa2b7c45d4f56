//! Makes events of what was sighted, and ties to them who took part.

use std::collections::BTreeSet;

use super::Sighting;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::Class;
use crate::extract::Count;
use crate::extract::EntityId;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::MentionForm;
use crate::extract::Thing;
use crate::extract::date;
use crate::extract::draft::Draft;
use crate::extract::number;

/// Makes one event of a group of sightings; who took part comes later, when all events are known.
pub(super) fn add(draft: &mut Draft<'_>, sightings: &[Sighting], members: &[usize]) {
    let reading = draft.reading;
    let first = &sightings[members[0]];
    // A noun phrase makes the better name; the first of the fullest.
    let best = members
        .iter()
        .map(|&member| &sightings[member])
        .max_by_key(|sighting| {
            let words = sighting.name.split(' ').count();
            (
                sighting.nominal && words > 1,
                sighting.nominal == (words < 6) && words > 1,
                std::cmp::Reverse(sighting.token),
            )
        })
        .unwrap_or(first);
    let mut aliases = BTreeSet::new();
    let mut triggers = Vec::new();
    let mut status: Option<(Status, Option<EntityId>)> = None;
    let mut factuality = 0f32;
    let mut counts: Vec<Count> = Vec::new();
    let mut places = Vec::new();
    let specific = members
        .iter()
        .map(|&member| sightings[member].subtype.clone())
        .find(|subtype| subtype != "Other")
        .unwrap_or_else(|| first.subtype.clone());
    // What somebody did is no mere disaster: "a bomb exploded, killing 12".
    let struck = members
        .iter()
        .any(|&member| sightings[member].subtype == "Assault");
    let specific =
        if specific == "Disaster" && struck && reading.words.happenings().is_blast(&first.lemma) {
            "Assault".to_owned()
        } else {
            specific
        };
    for &member in members {
        let sighting = &sightings[member];
        triggers.push(sighting.token);
        aliases.extend(sighting.aliases.iter().cloned());
        aliases.insert(sighting.name.clone());
        // "assistance should be extended": the noun stands as its verb does.
        let verb = draft
            .reading
            .head(draft.reading.first_conjunct(sighting.token))
            .filter(|verb| {
                sighting.nominal && members.iter().any(|&other| sightings[other].token == *verb)
            });
        let standing = draft.standing(verb.unwrap_or(sighting.token));
        let here = (standing.status, standing.attributed_to);
        if status.is_none_or(|known| here.0 < known.0) {
            status = Some(here);
        }
        let sure = draft.factuality(sighting.token);
        if sure.abs() > factuality.abs() {
            factuality = sure;
        }
        if let Some((what, counted)) = &sighting.count
            && let Some((number, at_least)) = number::of_phrase(reading, *counted)
        {
            counts.push(Count {
                what: what.clone(),
                number,
                at_least,
            });
        }
        for &token in &sighting.places {
            if let Some(place) = draft.node_at(token)
                && !places.contains(&place)
            {
                places.push(place);
            }
        }
    }
    let when = members
        .iter()
        .filter_map(|&member| sightings[member].date.clone())
        .min_by_key(|when| date::rank(when));
    aliases.remove(&best.name);
    counts.sort();
    counts.dedup_by(|a, b| a.what == b.what);
    let (status, attributed_to) = status.unwrap_or((Status::Asserted, None));
    let id = EventId(draft.events.len() as u32);
    draft.events.push(Event {
        subtype: specific,
        name: best.name.clone(),
        aliases: aliases.into_iter().collect(),
        span: reading.analysis.span(first.token),
        sentence: reading.sentence(first.token),
        triggers: triggers.clone(),
        participants: Vec::new(),
        places,
        date: when,
        counts,
        status,
        attributed_to,
        factuality,
        kept: false,
    });
    for token in triggers {
        draft.set_event(token, id);
    }
}

/// Ties participants to events, and keeps the events that have any.
pub(super) fn participants(draft: &mut Draft<'_>, sightings: &[Sighting]) {
    for sighting in sightings {
        let Some(event) = draft.event_at(sighting.token) else {
            continue;
        };
        for &(role, token) in &sighting.parts {
            // An attack on somebody's building is an attack on somebody.
            if role == Role::Target
                && draft.events[event.index()].subtype == "Assault"
                && let Some(owner) = facility_owner(draft, token)
            {
                let span = draft.reading.analysis.span(token);
                draft.take_part(event, role, Thing::Entity(owner), span);
            }
            let span = draft.reading.analysis.span(token);
            // What an earthquake strikes is where it was.
            if role == Role::Target
                && draft.events[event.index()].subtype == "Disaster"
                && let Some(place) = draft.node_at(token)
                && draft.entity(place).class.is_place()
                && draft.entity(place).class != Class::Facility
            {
                let places = &mut draft.events[event.index()].places;
                if !places.contains(&place) {
                    places.push(place);
                }
                continue;
            }
            if let Some(thing) = draft.thing_at(token) {
                draft.take_part(event, role, thing, span);
            } else if role != Role::Nothing
                && let Some(entity) = people_counted(draft, token)
            {
                draft.take_part(event, role, Thing::Entity(entity), span);
            }
        }
    }
    let faint: BTreeSet<TokenId> = sightings
        .iter()
        .filter(|sighting| sighting.faint)
        .map(|sighting| sighting.token)
        .collect();
    for index in 0..draft.events.len() {
        let event = &draft.events[index];
        let empty = draft
            .reading
            .words
            .happenings()
            .is_empty_noun(&draft.reading.lemma(event.triggers[0]));
        let with_entity = event
            .participants
            .iter()
            .any(|participant| matches!(participant.thing, Thing::Entity(_)));
        let faint = event.triggers.iter().all(|trigger| faint.contains(trigger));
        // "went there to meet him": what is only meant is told by the relation, not by an event.
        let meant = matches!(event.status, Status::Proposed | Status::Possible)
            && event.date.is_none()
            && event.triggers.iter().all(|&trigger| {
                draft.reading.upos(trigger) == Upos::Verb
                    && matches!(
                        draft.reading.deprel(draft.reading.first_conjunct(trigger)),
                        Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl
                    )
            });
        let keep = (with_entity || !event.places.is_empty() || !event.counts.is_empty())
            && !empty
            && !faint
            && !meant;
        if keep {
            draft.events[index].kept = true;
            let things: Vec<Thing> = draft.events[index]
                .participants
                .iter()
                .map(|participant| participant.thing)
                .collect();
            for thing in things {
                if let Thing::Entity(entity) = thing {
                    draft.entities[entity.index()].kept = true;
                }
            }
        }
    }
}

/// Whose a building or website is: "Russia's embassy", "Church of Scientology website".
pub(in crate::extract) fn facility_owner(draft: &Draft<'_>, token: TokenId) -> Option<EntityId> {
    let facility = draft.node_at(token)?;
    if draft.entity(facility).class != Class::Facility {
        return None;
    }
    draft
        .reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| case == "poss")
        .find_map(|(_, owner)| draft.actor_at(owner))
}

/// "200 more" were saved: a number of people that no noun names is a Group all the same.
fn people_counted(draft: &mut Draft<'_>, token: TokenId) -> Option<EntityId> {
    let entity = draft.entity_at(token)?;
    let index = draft.candidate_index(token)?;
    let candidate = &draft.candidates[index];
    if candidate.class != Class::Quantity
        || candidate.form != MentionForm::Nominal
        || !candidate.plural
    {
        return None;
    }
    if draft.reading.upos(token) != Upos::Adj && draft.reading.upos(token) != Upos::Num {
        return None;
    }
    // "Four were acquitted" counts some whom the text has named before.
    if draft.reading.upos(token) == Upos::Num && draft.reading.children(token).is_empty() {
        return None;
    }
    let entry = &mut draft.entities[entity.index()];
    entry.class = Class::Group;
    Some(entity)
}
