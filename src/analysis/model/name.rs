//! From scores of labels to names.
//!
//! Label 0 is for words outside names; then each type has a label for a name's first word and
//! one for the others.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::Tag;
use crate::analysis::Upos;

/// How many labels there are.
pub const LABELS: usize = 1 + 2 * NameType::ALL.len();

/// Gives the label of a word in a name.
pub fn name_label(name_type: NameType, is_first: bool) -> usize {
    1 + 2 * name_type as usize + usize::from(!is_first)
}

/// What a proper noun outside names costs: in "the HEROES Act" the tag knows better.
const UNNAMED: f32 = 3.0;

/// What it costs to begin a name within what the tree calls one: "Emperor Joshua | Norton".
const APART: f32 = 3.0;

/// Takes tags and tree of a sentence into account, whose arcs count from its word `first`.
pub(super) fn weigh(scores: &mut [f32], tags: &[Tag], dependencies: &[Dependency], first: usize) {
    let is_proper = |word: usize| tags[word].upos == Upos::Propn;
    for (word, scores) in scores.chunks_exact_mut(LABELS).enumerate() {
        if is_proper(word) {
            scores[0] -= UNNAMED;
        }
        let can_go_on = is_proper(word) || tags[word].upos == Upos::Num;
        if word > 0
            && is_proper(word - 1)
            && can_go_on
            && bond(dependencies, first, word) == Bond::Name
        {
            for score in scores[1..].iter_mut().step_by(2) {
                *score -= APART;
            }
        }
    }
}

/// How the tree joins a word to the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// Not at all.
    None,
    /// As one name: "Ana Ruiz", "South Kora", "President Ruiz".
    Name,
    /// As things of their own: "Kora, Ana says".
    Phrase,
}

/// Looks for the arc between a word and the word before it; arcs count from word `first`.
pub fn bond(dependencies: &[Dependency], first: usize, word: usize) -> Bond {
    let in_name = |word: usize| {
        matches!(
            dependencies[word].deprel,
            Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Nummod
        )
    };
    let head = |word: usize| dependencies[word].head.map(|head| head.index());
    let before = word - 1;
    let joined = match (head(before), head(word)) {
        (Some(head), _) if head == first + word => in_name(before),
        (_, Some(head)) if head == first + before => in_name(word),
        (Some(one), Some(other)) if one == other => in_name(before) && in_name(word),
        _ => return Bond::None,
    };
    if joined { Bond::Name } else { Bond::Phrase }
}

/// For each type, how well it suits a name.
pub(super) type TypeScores = [f32; NameType::ALL.len()];

/// Averages what the scores of a name's words say of its type.
pub(super) fn type_scores(scores: &[f32], words: Range<usize>) -> TypeScores {
    let mut sums = TypeScores::default();
    for word in words.clone() {
        let row = &scores[word * LABELS..][..LABELS];
        let offset = if word == words.start { 1 } else { 2 };
        for (name_type, sum) in sums.iter_mut().enumerate() {
            *sum += row[2 * name_type + offset] / words.len() as f32;
        }
    }
    sums
}

/// Lets names of one text that are written alike name things of one type, and "Ruiz" what
/// "Ana Ruiz" names where that is a person.
pub(super) fn agree(words: &[&str], names: &mut [NamedSpan], scores: &[TypeScores]) {
    let range = |name: &NamedSpan| name.tokens.start as usize..name.tokens.end as usize;
    let add = |sums: &mut TypeScores, scores: &TypeScores| {
        for (sum, score) in sums.iter_mut().zip(scores) {
            *sum += score;
        }
    };
    let mut alike: BTreeMap<&[&str], TypeScores> = BTreeMap::new();
    for (name, scores) in names.iter().zip(scores) {
        add(alike.entry(&words[range(name)]).or_default(), scores);
    }
    let full: Vec<(&[&str], TypeScores)> = alike
        .iter()
        .filter(|(name, sums)| name.len() > 1 && best(sums) == NameType::Person as usize)
        .map(|(name, sums)| (&name[name.len() - 1..], *sums))
        .collect();
    for (surname, scores) in full {
        if let Some(sums) = alike.get_mut(surname) {
            add(sums, &scores);
        }
    }
    for name in names {
        if let Some(sums) = alike.get(&words[range(name)]) {
            name.name_type = NameType::ALL[best(sums)];
        }
    }
}

fn best(scores: &TypeScores) -> usize {
    let mut found = 0;
    for (place, score) in scores.iter().enumerate() {
        if *score > scores[found] {
            found = place;
        }
    }
    found
}

/// Finds the best labels in which no name begins with its second word, and lists the names.
pub(super) fn decode(
    words: usize,
    score: impl Fn(usize, usize) -> f32,
    mut found: impl FnMut(Range<usize>, NameType),
) {
    // For each word the label before each label of it.
    let mut before = vec![[0u8; LABELS]; words];
    let mut best = [f32::NEG_INFINITY; LABELS];
    best[0] = 0.0;
    for (word, before) in before.iter_mut().enumerate() {
        let last = best;
        let mut top = 0;
        for label in 1..LABELS {
            if last[label] > last[top] {
                top = label;
            }
        }
        for label in 0..LABELS {
            let goes_on = label > 0 && label % 2 == 0;
            let from = match goes_on {
                true if last[label] > last[label - 1] => label,
                true => label - 1,
                false => top,
            };
            before[label] = from as u8;
            best[label] = last[from] + score(word, label);
        }
    }
    let mut label = 0;
    for other in 1..LABELS {
        if best[other] > best[label] {
            label = other;
        }
    }
    let mut labels = vec![0; words];
    for word in (0..words).rev() {
        labels[word] = label;
        label = usize::from(before[word][label]);
    }
    let mut word = 0;
    while word < words {
        let first = labels[word];
        let start = word;
        word += 1;
        if first == 0 {
            continue;
        }
        while word < words && labels[word] == first + 1 {
            word += 1;
        }
        found(start..word, NameType::ALL[(first - 1) / 2]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scores: &[[f32; 3]], expected: &str) {
        let mut names = String::new();
        let score = |word: usize, label: usize| match label {
            0..=2 => scores[word][label],
            _ => -9.0,
        };
        decode(scores.len(), score, |words, name_type| {
            names += &format!("{}-{} {} ", words.start, words.end, name_type.name());
        });
        assert_eq!(names.trim_end(), expected);
    }

    #[test]
    fn a_name_begins_with_its_first_word() {
        check(&[[0., 2., 0.], [0., 1., 2.], [2., 0., 0.]], "0-2 person");
        check(&[[1., 0., 5.], [1., 0., 5.]], "0-2 person");
        check(&[[0., 5., 0.], [0., 5., 0.]], "0-1 person 1-2 person");
        check(&[[5., 0., 0.]], "");
        check(&[], "");
    }
}
