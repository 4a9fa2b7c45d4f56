//! Joins a definite noun phrase of a general sort with the last name of that sort: "the terrorist
//! group", "the organization", "the city", "the defector".

use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many sentences back the name may stand.
const REACH: u32 = 4;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || !candidate.definite
            || clusters.members(clusters.set_of(index)).len() > 1
        {
            continue;
        }
        let lemma = reading.lemma(candidate.head);
        let general: &[Class] = match lemma.as_str() {
            "group" | "outfit" | "faction" | "militia" => &[Class::ArmedGroup, Class::Organization],
            "organization" | "organisation" | "agency" | "company" | "firm" | "body"
            | "newspaper" | "bloc" | "alliance" => &[Class::Organization],
            "militant" | "terrorist" | "rebel" | "insurgent" if candidate.plural => {
                &[Class::ArmedGroup]
            }
            "city" | "town" | "village" | "capital" => &[Class::City],
            "province" | "region" | "island" => &[Class::Region],
            "site" | "website" => &[Class::Facility],
            _ => &[],
        };
        let owned = reading
            .noun_arguments(candidate.head)
            .iter()
            .any(|(case, _)| matches!(case.as_str(), "poss" | "of"));
        if owned {
            continue;
        }
        // "the Court" after "Supreme Court of Cassation": the noun is a word of the name.
        let capital = capitalised(&lemma);
        let modified = candidate.head.0 > candidate.first.0 + 1;
        let found = (0..index).rev().find(|&other| {
            let earlier = &candidates[other];
            if earlier.form != MentionForm::Name || earlier.nested {
                return false;
            }
            let class = clusters.class(other);
            let near = earlier.sentence + REACH >= candidate.sentence;
            let by_sort = near && general.contains(&class);
            let by_word = !modified
                && !candidate.plural
                && (class.is_body() || class == Class::Facility)
                && (earlier.first.0..=earlier.last.0)
                    .any(|at| reading.word(TokenId(at)) == capital);
            by_sort || by_word
        });
        if let Some(found) = found {
            clusters.join_if_agree(found, index);
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
