//! Joins the words for one organ of a State: "Peru's military" with "the country's military", "its
//! military" and "the Peruvian military".
//!
//! It runs when "the country" and "its" are known, so that the owners can be compared.

use std::collections::BTreeMap;

use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    let mut first_of: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || !matches!(candidate.class, Class::Organization | Class::ArmedGroup)
            || clusters.is_named(index)
        {
            continue;
        }
        let owner = reading
            .noun_arguments(candidate.head)
            .into_iter()
            .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
            .find_map(|(_, token)| owner_at(clusters, token))
            .filter(|&owner| clusters.class(owner) == Class::State);
        let Some(owner) = owner else {
            continue;
        };
        // "the Russian coast guard" and "the Russian border guard" are two.
        let modified = reading.children(candidate.head).iter().any(|&child| {
            child >= candidate.first
                && child < candidate.head
                && !reading.is_capital(child)
                && matches!(
                    reading.deprel(child),
                    crate::analysis::Deprel::Amod | crate::analysis::Deprel::Compound
                )
        });
        if modified {
            continue;
        }
        let key = (clusters.set_of(owner), reading.lemma(candidate.head));
        let earlier = *first_of.entry(key).or_insert(index);
        if matches!(
            reading.lemma(candidate.head).as_str(),
            "military" | "army" | "force"
        ) && earlier == index
            && let Some(army) = army(reading, clusters, owner)
        {
            clusters.join(army, index);
        }
        if earlier != index {
            clusters.join_if_agree(earlier, index);
        }
    }
}

/// Finds the one army of a State that the text has by its name: "the Korean People's Army" is North
/// Korea's military.
fn army(reading: &Reading<'_>, clusters: &Clusters<'_>, owner: usize) -> Option<usize> {
    let Some(Link::State(state)) = clusters.link(owner) else {
        return None;
    };
    let state = reading.lexicon.states.get(state as usize)?;
    let mut armies = BTreeMap::new();
    for (index, candidate) in clusters.candidates.iter().enumerate() {
        let Some(Link::Actor(actor)) = candidate.meaning.map(|meaning| meaning.link) else {
            continue;
        };
        let entry = reading.lexicon.actors.get(actor as usize)?;
        let whole = ["Army", "Forces", "Defense", "Defence", "Military"]
            .iter()
            .any(|word| entry.name.contains(word));
        if entry.sector.as_deref() == Some("MIL")
            && whole
            && entry.organ
            && entry.states.first() == Some(&state.iso3)
        {
            armies.entry(actor).or_insert(index);
        }
    }
    (armies.len() == 1)
        .then(|| armies.into_values().next())
        .flatten()
}

/// Joins "its parent group" with the group that the lexicon has it be part of.
pub(in crate::extract) fn join_parents(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        let parent = candidate.form == MentionForm::Nominal
            && reading
                .children(candidate.head)
                .iter()
                .any(|&child| child < candidate.head && reading.lower(child) == "parent");
        if !parent {
            continue;
        }
        let owner = reading
            .noun_arguments(candidate.head)
            .into_iter()
            .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
            .map(|(_, token)| token)
            // "its parent group", the pronoun hung on the adjective.
            .chain([candidate.first])
            .filter_map(|token| owner_at(clusters, token))
            .find_map(|owner| clusters.link(owner));
        let Some(Link::Actor(actor)) = owner else {
            continue;
        };
        let Some(parents) = reading
            .lexicon
            .actors
            .get(actor as usize)
            .map(|actor| &actor.parents)
        else {
            continue;
        };
        let found = (0..candidates.len()).find(|&other| {
            let Some(Link::Actor(actor)) = clusters.link(other) else {
                return false;
            };
            reading
                .lexicon
                .actors
                .get(actor as usize)
                .is_some_and(|actor| parents.contains(&actor.name))
        });
        if let Some(found) = found {
            clusters.join(found, index);
        }
    }
}

/// Finds the mention whose head, or one of whose words, a token is.
pub(in crate::extract) fn owner_at(clusters: &Clusters<'_>, token: TokenId) -> Option<usize> {
    let candidates = clusters.candidates;
    let end = candidates.partition_point(|candidate| candidate.first <= token);
    (end.saturating_sub(8)..end).rev().find(|&index| {
        let candidate = &candidates[index];
        candidate.head == token
            || candidate.form == MentionForm::Name
                && candidate.first <= token
                && token <= candidate.last
    })
}
