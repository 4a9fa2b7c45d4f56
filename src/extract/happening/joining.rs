//! Puts the mentions of one event together: "bombed the hall … the attack … it was claimed".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Sighting;
use super::sighting::is_location;
use crate::analysis::TokenId;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::draft::Draft;

/// Sets of sightings; the first of a set stands for it.
struct Groups(Vec<usize>);

impl Groups {
    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// Puts sightings of one event together; each group in the order of the text.
pub(super) fn group(draft: &Draft<'_>, sightings: &[Sighting]) -> Vec<Vec<usize>> {
    let mut groups = Groups((0..sightings.len()).collect());
    let mut by_entity: BTreeMap<EntityId, usize> = BTreeMap::new();
    let by_token: BTreeMap<TokenId, usize> = sightings
        .iter()
        .enumerate()
        .map(|(index, sighting)| (sighting.token, index))
        .collect();
    let nodes = |sighting: &Sighting, wanted: Role| -> BTreeSet<EntityId> {
        sighting
            .parts
            .iter()
            .filter(|(role, _)| *role == wanted)
            .filter_map(|(_, token)| draft.node_at(*token))
            .collect()
    };
    let election = sightings
        .iter()
        .position(|other| other.subtype == "Election" && other.nominal)
        .or_else(|| {
            sightings
                .iter()
                .position(|other| other.subtype == "Election")
        });
    for index in 0..sightings.len() {
        let this = &sightings[index];
        let mut found: Option<usize> = None;
        if this.nominal
            && let Some(entity) = draft.entity_at(this.token)
        {
            match by_entity.get(&entity) {
                Some(&earlier) => found = Some(earlier),
                None => _ = by_entity.insert(entity, index),
            }
        }
        if found.is_none() && this.subtype == "Election" && !this.nominal {
            // "was elected": in the election that the text is about.
            found = election.filter(|&other| other != index);
        }
        if found.is_none()
            && let Some(within) = this.within
            && let Some(&other) = by_token.get(&within)
            && other != index
            && (this.count.is_some() || this.subtype == sightings[other].subtype)
        {
            groups.join(other, index);
            continue;
        }
        if found.is_none()
            && this.nominal
            && let Some(head) = draft.reading.head(draft.reading.first_conjunct(this.token))
            && let Some(&above) = by_token.get(&head)
            && above < index
            && !sightings[above].nominal
            && (sightings[above].subtype == this.subtype
                || draft
                    .reading
                    .words
                    .happenings()
                    .is_light(&sightings[above].lemma))
            && draft.reading.arguments(head).object.contains(&this.token)
        {
            // "has staged several attacks": one thing.
            found = Some(above);
        }
        if found.is_none() {
            let agents = nodes(this, Role::Agent);
            let targets = nodes(this, Role::Target);
            let sentence = draft.reading.sentence(this.token);
            found = (0..index).rev().take(40).find(|&earlier| {
                let other = &sightings[earlier];
                if other.subtype != this.subtype {
                    return false;
                }
                let distance = sentence - draft.reading.sentence(other.token);
                let other_agents = nodes(other, Role::Agent);
                let other_targets = nodes(other, Role::Target);
                let apart = |a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>| {
                    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
                };
                // "Hackers attack a website. … The attack was launched by one user."
                let unnamed = this.bare
                    && agents
                        .iter()
                        .chain(&other_agents)
                        .any(|&agent| !draft.entity(agent).named);
                if (apart(&agents, &other_agents) && !unnamed) || apart(&targets, &other_targets) {
                    return false;
                }
                let here = place_set(draft, this);
                let there = place_set(draft, other);
                if apart(&here, &there) {
                    return false;
                }
                if this.nominal {
                    // "the attack" after "bombed the hall": the last event of its type.
                    let plain = this.bare;
                    this.definite
                        && distance <= 4
                        && (plain
                            || !targets.is_disjoint(&other_targets)
                            || !agents.is_disjoint(&other_agents)
                            || !here.is_disjoint(&there))
                        && (!other.nominal || other.lemma == this.lemma || plain)
                } else {
                    let shared = !targets.is_empty() && !targets.is_disjoint(&other_targets);
                    let same_word = other.lemma == this.lemma;
                    shared
                        && (same_word
                            || !matches!(
                                this.subtype.as_str(),
                                "Other" | "Movement" | "Consult" | "Request" | "Accuse" | "Legal"
                            ))
                        && (distance <= 6 || same_word || draft.reading.sentence(other.token) == 0)
                        && same_polarity(draft, this.token, other.token)
                }
            });
        }
        if let Some(found) = found {
            groups.join(found, index);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..sightings.len() {
        members.entry(groups.find(index)).or_default().push(index);
    }
    members.into_values().collect()
}

/// Where a sighting places its event: the places named, and where the buildings struck stand.
fn place_set(draft: &Draft<'_>, sighting: &Sighting) -> BTreeSet<EntityId> {
    let reading = draft.reading;
    let mut found: BTreeSet<EntityId> = sighting
        .places
        .iter()
        .filter_map(|&token| draft.node_at(token))
        .collect();
    for (role, token) in &sighting.parts {
        if *role == Role::Target
            && draft
                .node_at(*token)
                .is_some_and(|entity| draft.entity(entity).class == Class::Facility)
        {
            found.extend(
                reading
                    .noun_arguments(*token)
                    .into_iter()
                    .filter(|(case, inner)| {
                        draft.reading.words.happenings().is_place(case)
                            && is_location(draft, *inner)
                    })
                    .filter_map(|(_, inner)| draft.node_at(inner)),
            );
        }
    }
    found
}

fn same_polarity(draft: &Draft<'_>, a: TokenId, b: TokenId) -> bool {
    let planned = |token| {
        matches!(
            draft.standing(token).status,
            Status::Negated | Status::Proposed
        )
    };
    planned(a) == planned(b)
}
