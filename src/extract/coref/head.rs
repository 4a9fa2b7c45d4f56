//! Joins a short form with the full one: "Montalvo" with "Daniel Montalvo", "the hall" with
//! "a concert hall near Moscow".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::name::is_legal_form;
use crate::extract::reading::Reading;

fn words<'a>(reading: &Reading<'a>, candidate: &Candidate) -> Vec<&'a str> {
    (candidate.first.0..=candidate.last.0)
        .map(|at| reading.word(TokenId(at)))
        .collect()
}

/// So many longer names on each side are looked at; in a text of a million names, all would take hours.
const NEAR: usize = 200;

/// Joins a part of a name with the one longer name that has it.
pub(in crate::extract) fn join_names(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    // The longer names by each word that a part may consist of.
    let mut longer: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form == MentionForm::Name && candidate.last > candidate.first {
            for word in words(reading, candidate) {
                if word.chars().next().is_some_and(char::is_uppercase) {
                    longer.entry(word).or_default().push(index);
                }
            }
        }
    }
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Name || candidate.nested {
            continue;
        }
        let part = words(reading, candidate);
        let Some(found) = part.last().and_then(|last| longer.get(last)) else {
            continue;
        };
        let mut fitting: BTreeSet<usize> = BTreeSet::new();
        let here = found.partition_point(|&other| other < index);
        let near = here.saturating_sub(NEAR)..found.len().min(here + NEAR);
        for &other in &found[near] {
            let whole = words(reading, &candidates[other]);
            if other == index || whole.len() <= part.len() || clusters.same(other, index) {
                continue;
            }
            // Nested: "Scientology" in "Church of Scientology" itself.
            if candidates[other].first <= candidate.first
                && candidate.last <= candidates[other].last
            {
                continue;
            }
            let fits = match (clusters.class(other), candidate.class) {
                // "Dranex" of "Dranex AG", whatever its letters are taken for.
                _ if whole.len() == part.len() + 1
                    && whole.starts_with(&part)
                    && is_legal_form(whole[part.len()]) =>
                {
                    candidate.meaning.is_none()
                }
                (Class::Person, class) => {
                    let unknown = candidate.meaning.is_none();
                    unknown
                        && (class == Class::Person || part.len() == 1)
                        && (whole.ends_with(&part) || part.len() == 1 && whole[0] == part[0])
                }
                (
                    Class::Organization | Class::ArmedGroup,
                    Class::Organization | Class::ArmedGroup | Class::Object,
                ) => {
                    candidate.meaning.is_none()
                        && (whole.ends_with(&part) || whole.starts_with(&part))
                }
                _ => false,
            };
            if fits {
                fitting.insert(clusters.set_of(other));
            }
        }
        // Two candidates are no answer: "Chan" may be Gary or Tanya. The nearest before it is,
        // if there is just one.
        if fitting.len() == 1 {
            if let Some(&set) = fitting.first() {
                clusters.join(set, index);
            }
        } else if fitting.len() > 1 {
            let nearest = fitting
                .iter()
                .filter_map(|&set| {
                    clusters
                        .members(set)
                        .iter()
                        .copied()
                        .filter(|&member| member < index)
                        .max()
                })
                .max();
            if let Some(nearest) = nearest {
                clusters.join(nearest, index);
            }
        }
    }
}

/// Joins "the South" with the State of the text that begins so: "South Korea".
pub(in crate::extract) fn join_directions(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        let word = reading.word(candidate.head);
        if candidate.first != candidate.last
            || candidate.meaning.is_some()
            || !matches!(
                reading.lower(candidate.head),
                "north" | "south" | "east" | "west"
            )
        {
            continue;
        }
        let state = candidates.iter().position(|other| {
            other.class == Class::State
                && other.form == MentionForm::Name
                && other.first != other.last
                && reading.word(other.first).eq_ignore_ascii_case(word)
        });
        if let Some(state) = state {
            clusters.join(state, index);
        }
    }
}

/// Joins a definite noun phrase with an earlier one of the same noun that says no less.
pub(in crate::extract) fn join_nominals(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    let mut by_lemma: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || candidate.class == Class::Time
            || candidate.class == Class::Quantity
        {
            continue;
        }
        let lemma = reading.lemma(candidate.head);
        let earlier = by_lemma.entry(lemma).or_default();
        if candidate.definite || candidate.plural {
            let modifiers = modifiers(reading, candidate);
            let found = earlier.iter().rev().take(12).copied().find(|&other| {
                let theirs = self::modifiers(reading, &candidates[other]);
                // What a headline names is what the text is about.
                let headline = candidates[other].sentence == 0
                    && candidate.plural
                    && candidate.class.is_actor()
                    && (modifiers.is_subset(&theirs) || theirs.is_subset(&modifiers));
                candidates[other].plural == candidate.plural
                    && same_owner(reading, candidate, &candidates[other])
                    && if headline {
                        true
                    } else if candidate.definite {
                        modifiers.is_subset(&theirs)
                    } else {
                        // Two bare plurals are one only where they are the same words.
                        modifiers == theirs
                            && (!modifiers.is_empty() || is_particular(reading, candidate))
                    }
                    && !has_number(reading, candidate)
            });
            if let Some(other) = found {
                clusters.join_if_agree(other, index);
            }
        }
        earlier.push(index);
    }
}

/// Tells whether "its border" may be the border spoken of: one that has an owner, by the same word
/// where that is a pronoun.
fn same_owner(reading: &Reading<'_>, candidate: &Candidate, other: &Candidate) -> bool {
    let owner = |of: &Candidate| reading.child(of.head, Deprel::NmodPoss);
    let Some(own) = owner(candidate).filter(|&own| reading.upos(own) == Upos::Pron) else {
        return true;
    };
    owner(other).is_some_and(|theirs| {
        reading.upos(theirs) != Upos::Pron || reading.lower(theirs) == reading.lower(own)
    })
}

/// "Hackers" of a headline are the "hackers" of the text; "people" may be others each time.
fn is_particular(reading: &Reading<'_>, candidate: &Candidate) -> bool {
    candidate.class == Class::Group
        && !matches!(
            reading.lemma(candidate.head).as_str(),
            "people"
                | "person"
                | "man"
                | "woman"
                | "child"
                | "official"
                | "member"
                | "citizen"
                | "group"
                | "other"
                | "country"
                | "state"
                | "individual"
                | "expert"
                | "analyst"
        )
}

fn has_number(reading: &Reading<'_>, candidate: &Candidate) -> bool {
    reading
        .children(candidate.head)
        .iter()
        .any(|&child| reading.deprel(child) == Deprel::Nummod)
}

/// The content words of a phrase besides its head, those after the head too.
fn modifiers(reading: &Reading<'_>, candidate: &Candidate) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for &child in reading.children(candidate.head) {
        if matches!(
            reading.deprel(child),
            Deprel::Amod
                | Deprel::Compound
                | Deprel::Nmod
                | Deprel::NmodPoss
                | Deprel::Nummod
                | Deprel::NmodDesc
        ) {
            let (first, last) = reading.extent(child);
            for at in first.0..=last.0 {
                let token = TokenId(at);
                if matches!(
                    reading.upos(token),
                    Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
                ) {
                    found.insert(reading.lemma(token));
                }
            }
        }
    }
    found
}
