//! From scores of labels to names.
//!
//! Label 0 is for words outside names; then each type has a label for a name's first word and
//! one for the others.

use std::ops::Range;

use crate::analysis::NameType;

/// How many labels there are.
pub(super) const LABELS: usize = 1 + 2 * NameType::ALL.len();

/// Gives the label of a word in a name.
pub fn name_label(name_type: NameType, is_first: bool) -> usize {
    1 + 2 * name_type as usize + usize::from(!is_first)
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
