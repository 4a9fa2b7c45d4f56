//! Joins a pronoun with what it stands for, by number, gender, animacy, syntax and nearness.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many sentences back the antecedent may stand.
const REACH: u32 = 3;

pub(in crate::extract) fn join(
    reading: &Reading<'_>,
    clusters: &mut Clusters<'_>,
    speaker: &dyn Fn(&Candidate) -> Option<usize>,
) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Pronoun {
            continue;
        }
        let word = reading.lower(candidate.head);
        let found = match word {
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" => {
                speaker(candidate)
            }
            "you" | "your" | "yours" | "this" | "that" | "these" | "those" => None,
            _ => antecedent(reading, clusters, index),
        };
        if let Some(found) = found {
            clusters.join(found, index);
        }
    }
}

fn antecedent(reading: &Reading<'_>, clusters: &Clusters<'_>, index: usize) -> Option<usize> {
    let candidates = clusters.candidates;
    let pronoun = &candidates[index];
    // "IS-K is proving itself": who does it.
    if is_reflexive(reading, pronoun)
        && let Some(verb) = reading.head(pronoun.head)
    {
        let subjects = reading.arguments(verb).subject;
        let own = (0..index)
            .rev()
            .take(60)
            .find(|&other| subjects.contains(&candidates[other].head) && !candidates[other].nested);
        if own.is_some() {
            return own;
        }
    }
    let mut best: Option<(i64, usize)> = None;
    for other in (0..index).rev() {
        let earlier = &candidates[other];
        if earlier.sentence + REACH < pronoun.sentence {
            break;
        }
        if earlier.head >= pronoun.head || !fits(reading, clusters, other, pronoun) {
            continue;
        }
        if is_bound_apart(reading, earlier, pronoun) {
            continue;
        }
        let score = salience(reading, clusters, other, pronoun);
        if best.is_none_or(|(greatest, _)| score > greatest) {
            best = Some((score, other));
        }
    }
    best.map(|(_, other)| other)
}

fn is_reflexive(reading: &Reading<'_>, pronoun: &Candidate) -> bool {
    let word = reading.lower(pronoun.head);
    word.ends_with("self") || word.ends_with("selves")
}

/// Tells whether number, gender and animacy agree.
fn fits(reading: &Reading<'_>, clusters: &Clusters<'_>, other: usize, pronoun: &Candidate) -> bool {
    let earlier = &clusters.candidates[other];
    if earlier.is_adjective() && earlier.nested {
        return false;
    }
    let class = clusters.class(other);
    let plural = clusters.is_plural(other);
    match reading.lower(pronoun.head) {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
            class == Class::Person
                && !plural
                && clusters
                    .gender(other)
                    .is_none_or(|gender| Some(gender) == pronoun.gender)
        }
        "it" | "its" | "itself" => {
            !plural
                && !matches!(
                    class,
                    Class::Person | Class::Time | Class::Quantity | Class::Group
                )
                && earlier.form != MentionForm::Pronoun
                || (earlier.form == MentionForm::Pronoun
                    && matches!(reading.lower(earlier.head), "it" | "its"))
        }
        _ => {
            plural && !matches!(class, Class::Time | Class::Quantity)
                || matches!(
                    class,
                    Class::Group | Class::Organization | Class::ArmedGroup
                )
                || (earlier.form == MentionForm::Pronoun
                    && matches!(reading.lower(earlier.head), "they" | "them" | "their"))
        }
    }
}

/// "He saw him" and "IS-K says it …": an object is not the subject of its own verb.
fn is_bound_apart(reading: &Reading<'_>, earlier: &Candidate, pronoun: &Candidate) -> bool {
    let same_governor = reading.head(earlier.head) == reading.head(pronoun.head)
        && reading.head(earlier.head).is_some();
    let reflexive = is_reflexive(reading, pronoun);
    if same_governor && !reflexive && reading.deprel(pronoun.head) != Deprel::NmodPoss {
        return true;
    }
    // So where the verb shares the subject of another: "Iran should contain and neutralise it".
    if !reflexive
        && matches!(reading.deprel(pronoun.head), Deprel::Obj | Deprel::Iobj)
        && let Some(verb) = reading.head(pronoun.head)
        && earlier.sentence == pronoun.sentence
        && reading.arguments(verb).subject.contains(&earlier.head)
    {
        return true;
    }
    // The pronoun stands inside the phrase: "its leader's brother".
    let (first, last) = reading.extent(earlier.head);
    first <= pronoun.head
        && pronoun.head <= last
        && reading.deprel(pronoun.head) != Deprel::NmodPoss
        && !crosses_clause(reading, pronoun.head, earlier.head)
}

fn crosses_clause(reading: &Reading<'_>, mut from: TokenId, to: TokenId) -> bool {
    while let Some(head) = reading.head(from) {
        if head == to {
            return matches!(
                reading.deprel(from),
                Deprel::AclRelcl | Deprel::Acl | Deprel::Conj
            );
        }
        from = head;
    }
    false
}

fn salience(
    reading: &Reading<'_>,
    clusters: &Clusters<'_>,
    other: usize,
    pronoun: &Candidate,
) -> i64 {
    let earlier = &clusters.candidates[other];
    let distance = i64::from(pronoun.sentence - earlier.sentence);
    let first = reading.first_conjunct(earlier.head);
    let role = match reading.deprel(first) {
        Deprel::Nsubj | Deprel::NsubjPass => 40,
        Deprel::Obj | Deprel::Iobj => 18,
        Deprel::NmodPoss => 12,
        Deprel::Obl | Deprel::OblAgent => 10,
        Deprel::Root => 15,
        _ => 0,
    };
    let parallel = match (reading.deprel(first), reading.deprel(pronoun.head)) {
        (Deprel::Nsubj | Deprel::NsubjPass, Deprel::Nsubj | Deprel::NsubjPass) => 15,
        (Deprel::Obj, Deprel::Obj) => 8,
        _ => 0,
    };
    // "contain the threat and neutralise it": joined verbs have one object.
    let shared = match (reading.head(pronoun.head), reading.head(first)) {
        (Some(verb), Some(other))
            if reading.deprel(first) == Deprel::Obj
                && reading.deprel(pronoun.head) == Deprel::Obj
                && reading.first_conjunct(verb) == other
                && verb != other =>
        {
            40
        }
        _ => 0,
    };
    let class = clusters.class(other);
    let animate = match reading.lower(pronoun.head) {
        "it" | "its" | "itself" => match class {
            Class::Organization | Class::ArmedGroup | Class::State => 15,
            Class::Abstract | Class::Object | Class::Event | Class::Facility => 3,
            _ => 0,
        },
        _ => match class {
            Class::Person | Class::Group => 10,
            Class::Organization | Class::ArmedGroup => 3,
            Class::State => -10,
            Class::Abstract => -12,
            _ => 0,
        },
    };
    let number = if clusters.is_plural(other) && pronoun.plural {
        15
    } else {
        0
    };
    let named = if clusters.is_named(other) { 6 } else { 0 };
    let frequent = (clusters.members(clusters.set_of(other)).len() as i64).min(6) * 2;
    let near = -(i64::from(pronoun.head.0 - earlier.head.0)).min(60) / 4;
    let adjective = if earlier.is_adjective() { -25 } else { 0 };
    // What a sentence begins with is what it is about.
    let topic = if earlier.head.0 > 0
        && reading.sentence(TokenId(earlier.first.0.saturating_sub(1))) != earlier.sentence
    {
        18
    } else {
        0
    };
    topic + role + parallel + shared + animate + number + named + frequent + near - distance * 30
        + adjective
}
