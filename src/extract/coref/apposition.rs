//! Joins a name with the noun phrase that explains it: "Najib Razak, the prime minister",
//! "Yonhap news agency", "the website “Insurgency Wiki”".
//!
//! The parser is wrong about appositions more often than about subjects, so the two sides must
//! agree in class, and a common noun must be one that can stand for such a name.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    beside(reading, clusters);
    let candidates = clusters.candidates;
    let mut by_head = vec![usize::MAX; reading.analysis.tokens().len()];
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Pronoun && !candidate.nested {
            by_head[candidate.head.index()] = index;
        }
    }
    let at = |token: TokenId| Some(by_head[token.index()]).filter(|&index| index != usize::MAX);
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form == MentionForm::Pronoun || candidate.nested {
            continue;
        }
        let Some(head) = reading.head(candidate.head) else {
            continue;
        };
        // "the elite group called the Sea Org".
        if candidate.form == MentionForm::Name
            && matches!(
                reading.lemma(head).as_str(),
                "call" | "name" | "dub" | "label" | "title" | "entitle"
            )
            && reading.deprel(head) == Deprel::Acl
            && matches!(
                reading.deprel(candidate.head),
                Deprel::Xcomp | Deprel::Obj | Deprel::Obl
            )
            && let Some(noun) = reading.head(head)
            && let Some(other) = at(noun)
        {
            clusters.join_if_agree(other, index);
            continue;
        }
        let Some(other) = at(head).filter(|&other| other != index) else {
            continue;
        };
        let pair = (candidates[other].form, candidate.form);
        match reading.deprel(candidate.head) {
            Deprel::Appos => {
                let one_name = matches!(
                    pair,
                    (MentionForm::Name, MentionForm::Nominal)
                        | (MentionForm::Nominal, MentionForm::Name)
                );
                let both_nominal = pair == (MentionForm::Nominal, MentionForm::Nominal);
                if (one_name || both_nominal)
                    && !is_list(reading, candidate.head)
                    && candidates[other].class.is_node() == candidate.class.is_node()
                    && (candidates[other].plural == candidate.plural
                        || clusters.class(index).is_body())
                {
                    clusters.join_if_agree(other, index);
                }
            }
            // "Yonhap news agency", "the Sea Org group", "the website “Insurgency Wiki”".
            Deprel::Compound | Deprel::NmodDesc | Deprel::Flat | Deprel::Amod => {
                let (name, noun) = match pair {
                    (MentionForm::Nominal, MentionForm::Name) => (index, other),
                    (MentionForm::Name, MentionForm::Nominal) => (other, index),
                    _ => continue,
                };
                // "Russian hackers" are no name.
                if candidates[name].is_adjective() {
                    continue;
                }
                let (name_class, noun_class) = (candidates[name].class, candidates[noun].class);
                // "TTP terrorists" are the TTP; "Western officials" are not "Western".
                if reading.deprel(candidate.head) == Deprel::Amod && name_class != Class::ArmedGroup
                {
                    continue;
                }
                let generic = match noun_class {
                    Class::Person | Class::Group => {
                        noun_class == name_class
                            // "the conservation group Coastwatch".
                            || noun_class == Class::Group
                                && !candidates[noun].plural
                                && name_class.is_body()
                                && candidates[noun].head.0 + 1 == candidates[name].first.0
                            || candidates[name].class == Class::ArmedGroup
                                && candidates[noun].plural
                    }
                    Class::Organization | Class::ArmedGroup => {
                        matches!(name_class, Class::Organization | Class::ArmedGroup)
                            && (stands_for_body(reading, candidates[noun].head)
                                // "the carmaker Toyota".
                                || !candidates[noun].plural
                                    && candidates[noun].head.0 + 1 == candidates[name].first.0)
                    }
                    // "its rival Helvosil".
                    Class::Actor => {
                        name_class.is_actor()
                            && candidates[noun].head.0 + 1 == candidates[name].first.0
                    }
                    // "pan-democrat Eddie Chu": a word for a person that no list has.
                    Class::Abstract | Class::Object => {
                        name_class == Class::Person
                            && candidates[noun].head < candidates[name].first
                            && reading.deprel(candidates[name].head) == Deprel::Flat
                    }
                    Class::City | Class::Region => name_class.is_place(),
                    Class::Facility => {
                        name_class == Class::Facility
                            || (name_class == Class::Organization
                                && candidates[noun].head < candidates[name].first
                                && reading.lemma(candidates[noun].head) != "building")
                    }
                    _ => false,
                };
                if generic
                    && candidates[name]
                        .meaning
                        .is_none_or(|meaning| meaning.class != Class::State)
                {
                    clusters.join_if_agree(name, noun);
                }
            }
            // "the town of Yeoncheon".
            Deprel::Nmod
                if reading.case(candidate.head).as_deref() == Some("of")
                    && candidate.form == MentionForm::Name
                    && candidate.class.is_place()
                    && matches!(
                        reading.lemma(head).as_str(),
                        "city" | "town" | "village" | "province" | "region" | "island" | "district"
                    ) =>
            {
                clusters.join(other, index);
            }
            _ => {}
        }
    }
}

/// The most words between an office and the name of its holder.
const REACH: u32 = 14;

/// Joins "The secretary general of the union, Nunzio Galantino," and "Fuad Basya, spokesman for
/// the army," by their places alone: of all things the parser is least sure of these.
fn beside(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, name) in candidates.iter().enumerate() {
        if name.form != MentionForm::Name || name.class != Class::Person || name.nested {
            continue;
        }
        let comma = |at: Option<u32>| {
            at.is_some_and(|at| {
                (at as usize) < reading.analysis.tokens().len() && reading.word(TokenId(at)) == ","
            })
        };
        let plain = |first: u32, last: u32| {
            (first..=last).map(TokenId).all(|token| {
                reading.upos(token) != Upos::Verb
                    && reading.upos(token) != Upos::Aux
                    && !matches!(
                        reading.word(token),
                        ";" | ":" | "." | "\"" | "“" | "”" | ","
                    )
            })
        };
        let singular = |other: &(usize, &Candidate)| {
            let (_, other) = other;
            other.form == MentionForm::Nominal
                && other.class == Class::Person
                && !other.plural
                && other.sentence == name.sentence
                // "to speak with his mother, Montalvo was …": only an office stands so for its holder.
                && reading.words.title(&reading.lemma(other.head)).is_some()
        };
        // The office before the name.
        if comma(name.first.0.checked_sub(1)) {
            let near = index.saturating_sub(24);
            let found = candidates[near..index]
                .iter()
                .enumerate()
                .map(|(at, other)| (near + at, other))
                .filter(singular)
                .rfind(|(_, other)| {
                    other.head.0 + REACH >= name.first.0
                        && other.head.0 + 1 < name.first.0
                        && plain(other.head.0 + 1, name.first.0 - 2)
                        // "A spokesman for the union, Ana Lind," closes with a comma.
                        && (other.definite || comma(Some(name.last.0 + 1)))
                });
            if let Some((other, _)) = found {
                clusters.join_if_agree(other, index);
                continue;
            }
        }
        // The office after the name.
        if comma(Some(name.last.0 + 1)) {
            let found = candidates
                .iter()
                .enumerate()
                .skip(index + 1)
                .take(8)
                .find(|(_, other)| {
                    other.first.0 >= name.last.0 + 2 && other.form != MentionForm::Pronoun
                })
                .filter(singular)
                .filter(|(_, other)| {
                    other.first.0 <= name.last.0 + 3 && plain(name.last.0 + 2, other.head.0)
                });
            if let Some((other, _)) = found {
                clusters.join_if_agree(index, other);
            }
        }
    }
}

/// Tells whether a noun only says what sort of body the name before it is.
fn stands_for_body(reading: &Reading<'_>, noun: TokenId) -> bool {
    matches!(
        reading.lemma(noun).as_str(),
        "agency"
            | "group"
            | "organization"
            | "organisation"
            | "party"
            | "company"
            | "magazine"
            | "newspaper"
            | "movement"
            | "network"
            | "firm"
            | "church"
            | "channel"
            | "broadcaster"
            | "publication"
            | "militia"
            | "faction"
            | "alliance"
            | "bloc"
            | "site"
            | "website"
    )
}

/// Tells whether an apposition is part of a list: "A, B and C" read as A with appositions.
fn is_list(reading: &Reading<'_>, token: TokenId) -> bool {
    reading.children(token).iter().any(|&child| {
        reading.deprel(child) == Deprel::Conj && reading.deprel(token) != Deprel::Appos
    })
}
