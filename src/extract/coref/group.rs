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
        let Some(two) = refers_back(reading, candidate) else {
            continue;
        };
        let states = is_word_for_state(&reading.lemma(candidate.head));
        let members = named_before(clusters, index, states, two);
        if members.len() > 1 {
            found.insert(candidate.head, members);
        }
    }
    found
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

/// Collects the last things named before a mention: the two nearest, or those of one sentence.
fn named_before(clusters: &Clusters<'_>, index: usize, states: bool, two: bool) -> Vec<TokenId> {
    let candidates = clusters.candidates;
    let here = candidates[index].sentence;
    let mut sets = Vec::new();
    let mut members = Vec::new();
    let mut sentence = None;
    for (other, earlier) in candidates[..index].iter().enumerate().rev() {
        if earlier.sentence + REACH < here || (two && members.len() == 2) {
            break;
        }
        let fits = if states {
            clusters.class(other) == Class::State
        } else {
            matches!(
                clusters.class(other),
                Class::State | Class::ArmedGroup | Class::Organization
            )
        };
        if earlier.form != MentionForm::Name || earlier.is_adjective() || earlier.nested || !fits {
            continue;
        }
        if !two && sentence.is_some_and(|sentence| sentence != earlier.sentence) {
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
