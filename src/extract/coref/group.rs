//! Says who a plural such as "both countries", "the two sides" or "these states" stands for: the
//! States or bodies that were named just before.

use std::collections::BTreeMap;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many sentences back the members may stand.
const REACH: u32 = 2;

/// Gives the heads of the members' mentions by the head of the plural.
pub(in crate::extract) fn members(
    reading: &Reading<'_>,
    clusters: &Clusters<'_>,
) -> BTreeMap<TokenId, Vec<TokenId>> {
    let mut found = BTreeMap::new();
    for (index, candidate) in clusters.candidates.iter().enumerate() {
        if let Some(source) = threat(reading, clusters, index) {
            // "contain the threat, and neutralise it".
            for &member in clusters.members(clusters.set_of(index)) {
                found.insert(clusters.candidates[member].head, vec![source]);
            }
            continue;
        }
        let listed = listed(reading, clusters, candidate);
        if listed.len() > 1 {
            found.insert(candidate.head, listed);
            continue;
        }
        let Some(two) = refers_back(reading, candidate) else {
            continue;
        };
        let states = is_word_for_state(&reading.lemma(candidate.head));
        let members = if two {
            two_before(reading, clusters, index, states)
        } else {
            named_before(clusters, index, states)
        };
        if members.len() > 1 {
            found.insert(candidate.head, members);
        }
    }
    found
}

/// Lists the names that say who a plural is: "two ministers, Ana Lind and Bo Ek, left".
fn listed(reading: &Reading<'_>, clusters: &Clusters<'_>, candidate: &Candidate) -> Vec<TokenId> {
    if candidate.form != MentionForm::Nominal || !candidate.plural {
        return Vec::new();
    }
    let Some(first) = reading.child(candidate.head, Deprel::Appos) else {
        return Vec::new();
    };
    let is_name = |token: TokenId| {
        clusters
            .candidates
            .iter()
            .any(|other| other.head == token && other.form == MentionForm::Name && !other.nested)
    };
    let names = reading.joined(first);
    match names.iter().all(|&token| is_name(token)) {
        true => names,
        false => Vec::new(),
    }
}

/// Finds the armed group that "the threat" comes from, where the phrase does not say so: the last
/// that was spoken of.
fn threat(reading: &Reading<'_>, clusters: &Clusters<'_>, index: usize) -> Option<TokenId> {
    let candidate = &clusters.candidates[index];
    if candidate.form != MentionForm::Nominal
        || candidate.plural
        || !candidate.definite
        || !matches!(
            reading.lemma(candidate.head).as_str(),
            "threat" | "menace" | "scourge"
        )
        || !reading.noun_arguments(candidate.head).is_empty()
        || reading.children(candidate.head).iter().any(|&child| {
            matches!(
                reading.deprel(child),
                Deprel::Acl | Deprel::AclRelcl | Deprel::Compound
            )
        })
    {
        return None;
    }
    clusters.candidates[..index]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, earlier)| earlier.sentence + REACH >= candidate.sentence)
        .find(|&(other, earlier)| {
            earlier.form == MentionForm::Name && clusters.class(other) == Class::ArmedGroup
        })
        .map(|(_, earlier)| earlier.head)
}

/// Tells whether a plural stands for what was named before, and whether for two.
fn refers_back(reading: &Reading<'_>, candidate: &Candidate) -> Option<bool> {
    if candidate.form != MentionForm::Nominal || !candidate.plural {
        return None;
    }
    let lemma = reading.lemma(candidate.head);
    if !is_word_for_state(&lemma)
        && !matches!(
            lemma.as_str(),
            "side" | "party" | "group" | "team" | "company" | "rival" | "neighbour" | "neighbor"
        )
    {
        return None;
    }
    // "both countries of the south" and "the two sides of the house" name others.
    let plain = reading.children(candidate.head).iter().all(|&child| {
        matches!(
            reading.deprel(child),
            Deprel::Det | Deprel::DetPredet | Deprel::Nummod | Deprel::Case | Deprel::Punct
        ) || reading.upos(child) == crate::analysis::Upos::Verb
            || reading.deprel(child) == Deprel::Cop
            || child > candidate.head
    }) && !reading.children(candidate.head).iter().any(|&child| {
        child > candidate.head
            && matches!(
                reading.deprel(child),
                Deprel::Nmod | Deprel::Acl | Deprel::AclRelcl | Deprel::Appos
            )
    });
    let before: Vec<&str> = (candidate.first.0..candidate.head.0)
        .map(|at| reading.lower(TokenId(at)))
        .collect();
    let two = before.contains(&"both") || before.contains(&"two");
    let these = before.contains(&"these") || before.contains(&"those");
    (plain && (these || two && before.len() <= 2)).then_some(two)
}

fn is_word_for_state(lemma: &str) -> bool {
    matches!(lemma, "country" | "nation" | "state" | "government")
}

/// Finds the two that "both countries" are: the only two named just before, or the two that the
/// article speaks of most. Who tells them something is none of them: "Rwanda urged both countries".
fn two_before(
    reading: &Reading<'_>,
    clusters: &Clusters<'_>,
    index: usize,
    states: bool,
) -> Vec<TokenId> {
    let candidates = clusters.candidates;
    let here = &candidates[index];
    let mut governor = here.head;
    while let Some(head) = reading.head(governor) {
        governor = head;
        if reading.is_predicate(head) {
            break;
        }
    }
    let apart = reading.arguments(governor).subject;
    let mut found: Vec<(usize, TokenId)> = Vec::new();
    for (other, earlier) in candidates[..index].iter().enumerate().rev() {
        if earlier.sentence + REACH < here.sentence {
            break;
        }
        let set = clusters.set_of(other);
        if is_party(clusters, other, states)
            && !apart.contains(&earlier.head)
            && !found.iter().any(|&(known, _)| known == set)
        {
            found.push((set, earlier.head));
        }
    }
    found.reverse();
    if found.len() > 2 {
        let often = |set: usize| clusters.members(set).len();
        let mut by_count = found.clone();
        by_count.sort_by_key(|&(set, head)| (std::cmp::Reverse(often(set)), head));
        // Where no two stand out it is anybody's guess.
        if often(by_count[1].0) < 2 || often(by_count[1].0) <= often(by_count[2].0) {
            return Vec::new();
        }
        found.retain(|one| by_count[..2].contains(one));
    }
    found.into_iter().map(|(_, head)| head).collect()
}

/// Tells whether a mention names what a plural such as "both countries" or "the two sides" may mean.
fn is_party(clusters: &Clusters<'_>, index: usize, states: bool) -> bool {
    let candidate = &clusters.candidates[index];
    let class = clusters.class(index);
    let fits = class == Class::State
        || !states && matches!(class, Class::ArmedGroup | Class::Organization);
    candidate.form == MentionForm::Name && !candidate.is_adjective() && !candidate.nested && fits
}

/// Collects the things that the last sentence with any such names before a mention.
fn named_before(clusters: &Clusters<'_>, index: usize, states: bool) -> Vec<TokenId> {
    let candidates = clusters.candidates;
    let here = candidates[index].sentence;
    let mut sets = Vec::new();
    let mut members = Vec::new();
    let mut sentence = None;
    for (other, earlier) in candidates[..index].iter().enumerate().rev() {
        if earlier.sentence + REACH < here {
            break;
        }
        if !is_party(clusters, other, states) {
            continue;
        }
        if sentence.is_some_and(|sentence| sentence != earlier.sentence) {
            break;
        }
        sentence = Some(earlier.sentence);
        let set = clusters.set_of(other);
        if !sets.contains(&set) {
            sets.push(set);
            members.push(earlier.head);
        }
    }
    members.reverse();
    members
}
