//! Joins a definite noun phrase of a general sort with the last name of that sort: "the terrorist
//! group", "the organization", "the city", "the defector".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many mentions back a name of which the noun is a word may stand.
const WINDOW: usize = 400;

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
        // "the Khorasan faction": the name before the noun must be one that the group goes by.
        let by: Vec<&str> = reading
            .noun_arguments(candidate.head)
            .iter()
            .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
            .map(|(_, token)| reading.word(*token))
            .collect();
        // "the Court" after "Supreme Court of Cassation": the noun is a word of the name.
        let capital = capitalised(&lemma);
        let modified = candidate.head.0 > candidate.first.0 + 1;
        let found = (index.saturating_sub(WINDOW)..index).rev().find(|&other| {
            let earlier = &candidates[other];
            // "Khorasan" in "the Khorasan faction" only says which faction.
            if earlier.form != MentionForm::Name
                || earlier.nested
                || earlier.class.is_place() && reading.deprel(earlier.head) == Deprel::Compound
            {
                return false;
            }
            let class = clusters.class(other);
            let near = earlier.sentence + REACH >= candidate.sentence;
            if !by.is_empty() {
                // "the church of Scientology" after "Church of Scientology".
                let words: Vec<&str> = (earlier.first.0..=earlier.last.0)
                    .map(|at| reading.word(TokenId(at)))
                    .collect();
                if class.is_body()
                    && words.contains(&capital.as_str())
                    && by.iter().all(|word| words.contains(word))
                {
                    return true;
                }
                return general.contains(&class)
                    && by
                        .iter()
                        .all(|word| known_by(reading, clusters, other, word));
            }
            let by_sort =
                near && general.contains(&class) && !is_of_other_sort(reading, earlier, &lemma);
            let by_word = !modified
                && !candidate.plural
                && (class.is_body() || class == Class::Facility)
                && (earlier.first.0..=earlier.last.0)
                    .any(|at| reading.word(TokenId(at)) == capital);
            by_sort || by_word
        });
        let found = found.or_else(|| fighters(reading, clusters, index));
        if let Some(found) = found {
            clusters.join_if_agree(found, index);
        }
    }
}

/// Tells whether a name says itself that it is none of the sort: a university is no company.
fn is_of_other_sort(reading: &Reading<'_>, name: &Candidate, noun: &str) -> bool {
    matches!(noun, "company" | "firm" | "newspaper")
        && (name.first.0..=name.last.0).any(|at| {
            let word = reading.lower(TokenId(at));
            word != noun
                && matches!(
                    word,
                    "university"
                        | "college"
                        | "institute"
                        | "school"
                        | "church"
                        | "party"
                        | "alliance"
                        | "union"
                        | "ministry"
                        | "commission"
                        | "committee"
                        | "council"
                        | "court"
                        | "police"
                        | "army"
                        | "navy"
                        | "parliament"
                        | "foundation"
                        | "association"
                        | "nations"
                        | "agency"
                )
        })
}

/// Finds the fighters that "these militants" are: the last that were spoken of, by whatever word.
fn fighters(reading: &Reading<'_>, clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let candidates = clusters.candidates;
    let candidate = &candidates[index];
    let these = matches!(reading.lower(candidate.first), "these" | "those" | "such");
    if !these || candidate.last != candidate.head || candidate.head.0 > candidate.first.0 + 1 {
        return None;
    }
    if !is_fighter(&reading.lemma(candidate.head)) {
        return None;
    }
    candidates[..index]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, earlier)| earlier.sentence + REACH >= candidate.sentence)
        .find(|(_, earlier)| {
            earlier.form == MentionForm::Nominal
                && earlier.plural
                && is_fighter(&reading.lemma(earlier.head))
        })
        .map(|(other, _)| other)
}

fn is_fighter(lemma: &str) -> bool {
    matches!(
        lemma,
        "militant"
            | "jihadist"
            | "jihadi"
            | "terrorist"
            | "extremist"
            | "rebel"
            | "insurgent"
            | "guerrilla"
            | "fighter"
            | "gunman"
            | "militiaman"
            | "separatist"
            | "mercenary"
            | "attacker"
    )
}

/// Tells whether a word is in one of the names that the lexicon has for an actor.
fn known_by(reading: &Reading<'_>, clusters: &Clusters<'_>, index: usize, word: &str) -> bool {
    let Some(Link::Actor(actor)) = clusters.link(index) else {
        return false;
    };
    reading
        .lexicon
        .actors
        .get(actor as usize)
        .is_some_and(|actor| {
            std::iter::once(&actor.name)
                .chain(&actor.aliases)
                .any(|name| {
                    name.split(|c: char| !c.is_alphanumeric())
                        .any(|part| part == word)
                })
        })
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
