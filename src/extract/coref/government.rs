//! Joins words for a government with its State: "Russian authorities", "the New Zealand
//! government", "officials of Iran", "the country".

use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal {
            continue;
        }
        let lemma = reading.lemma(candidate.head);
        let government = matches!(
            lemma.as_str(),
            "government" | "authority" | "official" | "leadership" | "administration" | "state"
        );
        let country = matches!(lemma.as_str(), "country" | "nation");
        if !government && !country
            || (country && candidate.plural)
            || (lemma == "state" && candidate.plural)
        {
            continue;
        }
        if country && !candidate.definite {
            continue;
        }
        let arguments = reading.noun_arguments(candidate.head);
        let owner = arguments
            .iter()
            .filter(|(case, _)| matches!(case.as_str(), "poss" | "of" | "in" | "from"))
            .filter_map(|(_, token)| state_at(clusters, *token))
            .next();
        if let Some(owner) = owner {
            // "a Russian official" is one person; "officials" speak for the State.
            let one = lemma == "official" && !candidate.plural;
            if government && !one {
                clusters.join(owner, index);
            }
            continue;
        }
        // Bare: the State that was spoken of last, in this sentence or before.
        let other_modifiers = arguments
            .iter()
            .any(|(case, _)| matches!(case.as_str(), "poss" | "of"));
        let bare = matches!(lemma.as_str(), "government" | "country" | "nation")
            && candidate.definite
            && !candidate.plural;
        if bare && !other_modifiers {
            let found = nearest_state(clusters, index, candidate.sentence);
            if let Some(found) = found {
                clusters.join(found, index);
            }
        }
    }
}

fn state_at(clusters: &Clusters<'_>, token: TokenId) -> Option<usize> {
    let candidates = clusters.candidates;
    let end = candidates.partition_point(|candidate| candidate.first <= token);
    (end.saturating_sub(8)..end).find(|&index| {
        let candidate = &candidates[index];
        candidate.class == Class::State
            && candidate.form == MentionForm::Name
            && candidate.first <= token
            && token <= candidate.last
    })
}

/// Finds the last State named before; one that the title or first sentences name stands in where
/// the sentences just before name none.
fn nearest_state(clusters: &Clusters<'_>, index: usize, sentence: u32) -> Option<usize> {
    let states = || {
        clusters.candidates[..index]
            .iter()
            .enumerate()
            .filter(|(_, candidate)| {
                candidate.class == Class::State && candidate.form == MentionForm::Name
            })
    };
    clusters.candidates[..index]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, candidate)| candidate.sentence + 2 >= sentence)
        .find(|(_, candidate)| {
            candidate.class == Class::State
                && candidate.form == MentionForm::Name
                && !candidate.nested
        })
        .or_else(|| states().next())
        .map(|(found, _)| found)
}
