//! Words that write two in one: `don’t`, `it’s`, `cannot`, `players’`.

use crate::analysis::token::lexicon::TokenLexicon;
use crate::analysis::token::shape::is_apostrophe;

/// Finds where a word is cut; the places rise. No place: it is one word.
pub(super) fn cuts(word: &str, lexicon: &TokenLexicon) -> Cuts {
    let mut cuts = Cuts::default();
    if let Some(length) = lexicon.contraction(word) {
        cuts.push(length);
        return cuts;
    }
    let mut end = word.len();
    // "couldn't've" has two, so go on from the right; a third is a joke.
    for _ in 0..2 {
        let Some(start) = clitic(&word[..end]) else {
            break;
        };
        cuts.push(start);
        end = start;
    }
    cuts.places[..cuts.count].reverse();
    cuts
}

/// At most two places to cut a word at.
#[derive(Default)]
pub(super) struct Cuts {
    places: [usize; 2],
    count: usize,
}

impl Cuts {
    fn push(&mut self, place: usize) {
        self.places[self.count] = place;
        self.count += 1;
    }

    pub(super) fn as_slice(&self) -> &[usize] {
        &self.places[..self.count]
    }
}

/// Finds where the clitic at the end of a word starts.
fn clitic(word: &str) -> Option<usize> {
    let mut characters = word.char_indices().rev();
    let mut tail = ['\0'; 3];
    let mut apostrophe = None;
    for place in tail.iter_mut() {
        let (offset, c) = characters.next()?;
        if is_apostrophe(c) {
            apostrophe = Some(offset);
            break;
        }
        *place = c.to_ascii_lowercase();
    }
    let start = apostrophe?;
    let before = word[..start].chars().next_back()?;
    match tail {
        ['t', '\0', '\0'] if matches!(before, 'n' | 'N') && start > 1 => Some(start - 1),
        // "the 60's" is a plural, written by one who would not be told.
        ['s', '\0', '\0'] => before.is_alphabetic().then_some(start),
        ['m' | 'd', '\0', '\0'] | ['e', 'v' | 'r', '\0'] | ['l', 'l', '\0'] => {
            before.is_alphanumeric().then_some(start)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DataSource;

    fn check(word: &str, expected: &str) {
        let lexicon = TokenLexicon::load(&DataSource::embedded()).unwrap();
        let mut parts = Vec::new();
        let mut start = 0;
        for &cut in cuts(word, &lexicon).as_slice() {
            parts.push(&word[start..cut]);
            start = cut;
        }
        parts.push(&word[start..]);
        assert_eq!(parts.join(" "), expected);
    }

    #[test]
    fn negations_and_shortened_verbs_are_cut() {
        check("don't", "do n't");
        check("Can’t", "Ca n’t");
        check("WON'T", "WO N'T");
        check("they’ll", "they ’ll");
        check("couldn't've", "could n't 've");
        check("gonna", "gon na");
    }

    #[test]
    fn possessives_are_cut() {
        check("Russia’s", "Russia ’s");
        check("S's", "S 's");
    }

    #[test]
    fn names_and_decades_are_whole() {
        check("O'Brien", "O'Brien");
        check("1960's", "1960's");
        check("d'état", "d'état");
        check("n't", "n't");
    }
}
