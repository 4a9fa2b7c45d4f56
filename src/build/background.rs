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

/// Adds borders, memberships, parents, capitals, and the states of places and organs.
///
/// An edge that a text states is left as it is.
pub(in crate::build) fn add(
    merged: &Merged,
    lexicon: &Lexicon,
    edges: &mut BTreeMap<EdgeKey, EdgeFacts>,
) {
    let mut by_link: BTreeMap<Link, NodeKey> = BTreeMap::new();
    let mut by_actor: BTreeMap<&str, NodeKey> = BTreeMap::new();
    for (key, facts) in &merged.nodes {
        if let Some(link) = facts.link {
            by_link.entry(link).or_insert_with(|| key.clone());
            if let Link::Actor(actor) = link
                && let Some(actor) = lexicon.actors.get(actor as usize)
            {
                by_actor.insert(actor.name.as_str(), key.clone());
            }
        }
    }
    let state_of = |iso3: &str| {
        let state = lexicon.state(iso3)?;
        let key = NodeKey::state(&state.name);
        merged.nodes.contains_key(&key).then_some(key)
    };
    let mut found: Vec<(NodeKey, &'static str, NodeKey)> = Vec::new();
    for (link, key) in &by_link {
        match *link {
            Link::State(state) => {
                let Some(state) = lexicon.states.get(state as usize) else {
                    continue;
                };
                for other in state.neighbours.iter().filter_map(|iso3| state_of(iso3)) {
                    if *key < other {
                        found.push((key.clone(), "BORDERS", other));
                    }
                }
            }
            Link::Actor(actor) => {
                let Some(actor) = lexicon.actors.get(actor as usize) else {
                    continue;
                };
                for parent in &actor.parents {
                    if let Some(parent) = by_actor.get(parent.as_str()) {
                        found.push((key.clone(), "PART_OF", parent.clone()));
                    }
                }
                for member in actor.members.iter().filter_map(|iso3| state_of(iso3)) {
                    found.push((member, "MEMBER_OF", key.clone()));
                }
                if actor.organ
                    && let Some(state) = actor.states.first().and_then(|iso3| state_of(iso3))
                {
                    found.push((key.clone(), "PART_OF", state));
                }
            }
            Link::Place(place) => {
                let Some(place) = lexicon.places.get(place as usize) else {
                    continue;
                };
                if let Some(state) = place.state.as_deref().and_then(state_of) {
                    found.push((key.clone(), "LOCATED_IN", state));
                }
            }
            Link::Person(person) => {
                let Some(person) = lexicon.people.get(person as usize) else {
                    continue;
                };
                for state in person.citizen.iter().filter_map(|iso3| state_of(iso3)) {
                    found.push((key.clone(), "CITIZEN_OF", state));
                }
            }
        }
    }
    let stated: BTreeSet<(NodeKey, &'static str, NodeKey)> = edges
        .keys()
        .map(|key| (key.source.clone(), key.edge_type, key.target.clone()))
        .collect();
    for (source, edge_type, target) in found {
        let there = (source, edge_type, target);
        if stated.contains(&there) || there.0 == there.2 {
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
