//! Joins words for a government with its State: "Russian authorities", "the New Zealand
//! government", "officials of Iran", "the country".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::coref::organ::owner_at;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal {
            continue;
        }
        let lemma = reading.lemma(candidate.head);
        if matches!(
            lemma.as_str(),
            "regime" | "government" | "authority" | "ruler" | "administration"
        ) && join_de_facto(reading, clusters, index)
        {
            continue;
        }
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
        if government && is_part_of_state(reading, clusters, candidate.head) {
            continue;
        }
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
            let found = match government {
                true => governed_state(clusters, index),
                false => nearest_state(clusters, index, candidate.sentence),
            };
            if let Some(found) = found {
                clusters.join(found, index);
            }
        }
    }
}

/// "the regional government", "the former administration", "the Monti government" are not the State
/// as it is.
fn is_part_of_state(reading: &Reading<'_>, clusters: &Clusters<'_>, head: TokenId) -> bool {
    reading.children(head).iter().any(|&child| {
        child < head
            && match reading.deprel(child) {
                Deprel::Amod => {
                    !reading.is_capital(child)
                        && !matches!(
                            reading.lower(child),
                            "current"
                                | "new"
                                | "present"
                                | "central"
                                | "national"
                                | "federal"
                                | "senior"
                                | "top"
                        )
                }
                Deprel::Compound => {
                    // "the New Zealand government".
                    owner_at(clusters, child)
                        .is_none_or(|owner| clusters.class(owner) != Class::State)
                }
                _ => false,
            }
    })
}

/// Joins "the de facto Afghan regime", "the de facto authorities of the country" with the armed
/// group of the text that the lexicon places in that State: who rules is no government that others
/// recognise.
fn join_de_facto(reading: &Reading<'_>, clusters: &mut Clusters<'_>, index: usize) -> bool {
    let candidate = &clusters.candidates[index];
    let de_facto = (candidate.first.0..candidate.head.0)
        .any(|at| matches!(reading.lower(TokenId(at)), "facto" | "de-facto"));
    if !de_facto {
        return false;
    }
    let state = reading
        .noun_arguments(candidate.head)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "poss" | "of" | "in"))
        .find_map(|(_, token)| owner_at(clusters, token))
        .and_then(|owner| clusters.link(owner));
    let Some(Link::State(state)) = state else {
        return false;
    };
    let Some(state) = reading.lexicon.states.get(state as usize) else {
        return false;
    };
    let ruler = (0..index).rev().find(|&other| {
        let Some(Link::Actor(actor)) = clusters.link(other) else {
            return false;
        };
        clusters.class(other) == Class::ArmedGroup
            && reading
                .lexicon
                .actors
                .get(actor as usize)
                .is_some_and(|actor| actor.states.first() == Some(&state.iso3))
    });
    if let Some(ruler) = ruler {
        clusters.join(ruler, index);
    }
    ruler.is_some()
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

/// Finds the State that "the government" governs: the last named in its sentence, the only one that
/// the sentences just before name, else the one that the article speaks of most.
fn governed_state(clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let candidates = clusters.candidates;
    let sentence = candidates[index].sentence;
    let is_state = |other: usize| {
        clusters.class(other) == Class::State && candidates[other].form == MentionForm::Name
    };
    let near: Vec<usize> = (0..index)
        .rev()
        .take_while(|&other| candidates[other].sentence + 2 >= sentence)
        .filter(|&other| is_state(other) && !candidates[other].nested)
        .collect();
    let Some(&nearest) = near.first() else {
        return nearest_state(clusters, index, sentence);
    };
    let several = near
        .iter()
        .any(|&other| clusters.set_of(other) != clusters.set_of(nearest));
    if candidates[nearest].sentence == sentence || !several {
        return Some(nearest);
    }
    (0..index)
        .filter(|&other| is_state(other))
        .min_by_key(|&other| {
            let often = clusters.members(clusters.set_of(other)).len();
            (std::cmp::Reverse(often), other)
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
