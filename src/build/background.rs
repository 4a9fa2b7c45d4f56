//! What the lexicon knows of nodes that the articles mention.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::Status;
use crate::build::graph::EdgeFacts;
use crate::build::graph::EdgeKey;
use crate::build::merge::Merged;
use crate::build::merge::NodeKey;
use crate::data::Lexicon;
use crate::extract::Link;

/// The name of an edge type in the ontology.
type EdgeType = &'static str;

/// What the lexicon knows among the things that are linked to it: borders, memberships, parents, and the states of places, organs
/// and people. Where two things have the same link, the first stands for both.
pub(in crate::build) fn known<K: Clone + Ord>(
    linked: impl IntoIterator<Item = (Link, K)>,
    lexicon: &Lexicon,
) -> Vec<(K, EdgeType, K)> {
    let mut by_link: BTreeMap<Link, K> = BTreeMap::new();
    let mut actors: BTreeMap<&str, K> = BTreeMap::new();
    let mut states: BTreeMap<&str, K> = BTreeMap::new();
    for (link, key) in linked {
        match link {
            Link::Actor(actor) => {
                if let Some(actor) = lexicon.actors.get(actor as usize) {
                    actors.entry(&actor.name).or_insert_with(|| key.clone());
                }
            }
            Link::State(state) => {
                if let Some(state) = lexicon.states.get(state as usize) {
                    states.entry(&state.iso3).or_insert_with(|| key.clone());
                }
            }
            Link::Place(_) | Link::Person(_) => {}
        }
        by_link.entry(link).or_insert(key);
    }
    let state_of = |iso3: &str| states.get(iso3).cloned();
    let mut found: Vec<(K, EdgeType, K)> = Vec::new();
    for (link, key) in &by_link {
        let mut add = |edge_type, target: K| found.push((key.clone(), edge_type, target));
        match *link {
            Link::State(state) => {
                let Some(state) = lexicon.states.get(state as usize) else {
                    continue;
                };
                for other in state.neighbours.iter().filter_map(|iso3| state_of(iso3)) {
                    if *key < other {
                        add("BORDERS", other);
                    }
                }
            }
            Link::Actor(actor) => {
                let Some(actor) = lexicon.actors.get(actor as usize) else {
                    continue;
                };
                for parent in actor
                    .parents
                    .iter()
                    .filter_map(|name| actors.get(name.as_str()))
                {
                    add("PART_OF", parent.clone());
                }
                if actor.organ
                    && let Some(state) = actor.states.first().and_then(|iso3| state_of(iso3))
                {
                    add("PART_OF", state);
                }
                for member in actor.members.iter().filter_map(|iso3| state_of(iso3)) {
                    found.push((member, "MEMBER_OF", key.clone()));
                }
            }
            Link::Place(place) => {
                let Some(place) = lexicon.places.get(place as usize) else {
                    continue;
                };
                if let Some(state) = place.state.as_deref().and_then(state_of) {
                    add("LOCATED_IN", state);
                }
            }
            Link::Person(person) => {
                let Some(person) = lexicon.people.get(person as usize) else {
                    continue;
                };
                for state in person.citizen.iter().filter_map(|iso3| state_of(iso3)) {
                    add("CITIZEN_OF", state);
                }
            }
        }
    }
    found.retain(|(source, _, target)| source != target);
    found
}

/// Adds what is [`known`] of nodes that the articles mention. An edge that a text states is left as it is.
pub(in crate::build) fn add(
    merged: &Merged,
    lexicon: &Lexicon,
    edges: &mut BTreeMap<EdgeKey, EdgeFacts>,
) {
    let linked = merged
        .nodes
        .iter()
        .filter_map(|(key, facts)| Some((facts.link?, key.clone())));
    let found = known(linked, lexicon);
    let stated: BTreeSet<(NodeKey, EdgeType, NodeKey)> = edges
        .keys()
        .map(|key| (key.source.clone(), key.edge_type, key.target.clone()))
        .collect();
    for (source, edge_type, target) in found {
        let there = (source, edge_type, target);
        if stated.contains(&there) {
            continue;
        }
        let (source, edge_type, target) = there;
        let facts = edges
            .entry(EdgeKey {
                source,
                edge_type,
                target,
                attributed_to: None,
            })
            .or_default();
        facts.statuses.insert(Status::Background, 1);
        facts.rules.insert("background".to_owned());
        facts.confidence = 1.0;
    }
}
