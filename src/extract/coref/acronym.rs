//! Joins an acronym with the full name: "the World Health Organization (WHO)".

use crate::analysis::TokenId;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    let mut full: Vec<(usize, String)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form == MentionForm::Name && candidate.last.0 > candidate.first.0 {
            let initials: String = (candidate.first.0..=candidate.last.0)
                .map(|at| reading.word(TokenId(at)))
                .filter_map(|word| word.chars().next())
                .filter(|first| first.is_uppercase())
                .collect();
            if initials.len() > 1 {
                full.push((index, initials));
            }
        }
    }
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Name || candidate.first != candidate.last {
            continue;
        }
        let letters: String = reading
            .word(candidate.first)
            .chars()
            .filter(|character| *character != '.')
            .collect();
        if letters.len() < 2 || !letters.chars().all(char::is_uppercase) {
            continue;
        }
        let in_brackets =
            candidate.first.0 > 0 && reading.word(TokenId(candidate.first.0 - 1)) == "(";
        // The one right before the brackets, else the first that fits.
        let before = in_brackets
            .then(|| {
                full.iter()
                    .filter(|(other, _)| {
                        let last = candidates[*other].last.0;
                        last + 2 >= candidate.first.0 && last < candidate.first.0
                    })
                    .find(|(_, initials)| loosely(initials, &letters))
            })
            .flatten();
        let found = before.or_else(|| full.iter().find(|(_, initials)| *initials == letters));
        if let Some(&(other, _)) = found {
            clusters.join_if_agree(other, index);
        }
    }
}

/// Tells whether the acronym's letters start with the name's first and come in its order.
fn loosely(initials: &str, letters: &str) -> bool {
    if initials == letters {
        return true;
    }
    let mut rest = initials.chars();
    initials.chars().next() == letters.chars().next()
        && letters
            .chars()
            .filter(|letter| rest.any(|initial| initial == *letter))
            .count()
            + 1
            >= letters.chars().count()
}
