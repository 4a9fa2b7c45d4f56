//! The words that the cutting of words knows.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// `lexicon/tokens.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenFile {
    contractions: BTreeMap<String, usize>,
    prefixes: Vec<String>,
    clipped: Vec<String>,
    endings: Vec<String>,
    emoticons: Vec<String>,
    units: Vec<String>,
}

/// `lexicon/abbreviations.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationFile {
    titles: Vec<String>,
    before_number: Vec<String>,
    dates: Vec<String>,
    general: Vec<String>,
    inner: Vec<String>,
    inside: Vec<String>,
    starters: Vec<String>,
}

/// How an abbreviation bears on the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Abbreviation {
    /// `Gen.`: a name follows.
    Title,
    /// `No.`: a number follows, else it is a word.
    BeforeNumber,
    /// `Oct.`: a number follows, or it is a word.
    Date,
    /// `Inc.`: may end a sentence.
    General,
    /// `e.g.`: what it explains follows.
    Inner,
}

/// Words and pieces of words, by what they do to the cutting.
pub(in crate::analysis) struct TokenLexicon {
    contractions: FxHashMap<String, usize>,
    prefixes: FxHashSet<String>,
    clipped: FxHashSet<String>,
    endings: FxHashSet<String>,
    emoticons: FxHashSet<String>,
    units: FxHashSet<String>,
    abbreviations: FxHashMap<String, Abbreviation>,
    starters: FxHashSet<String>,
    longest_emoticon: usize,
}

impl TokenLexicon {
    /// Reads the two files.
    pub(in crate::analysis) fn load(source: &DataSource) -> Result<Self, DataError> {
        let tokens: TokenFile = source.ron("lexicon/tokens.ron")?;
        let words: AbbreviationFile = source.ron("lexicon/abbreviations.ron")?;
        for (word, &length) in &tokens.contractions {
            if length >= word.len() || !word.is_char_boundary(length) {
                return Err(DataError::about(
                    "data/lexicon/tokens.ron",
                    format!("contraction `{word}` has no letter number {length} to be cut behind"),
                ));
            }
        }
        let mut abbreviations = FxHashMap::default();
        // Where a word stands in two lists, the one that is read last holds.
        for (list, kind) in [
            (&words.general, Abbreviation::General),
            (&words.inside, Abbreviation::General),
            (&words.before_number, Abbreviation::BeforeNumber),
            (&words.dates, Abbreviation::Date),
            (&words.inner, Abbreviation::Inner),
            (&words.titles, Abbreviation::Title),
        ] {
            for word in list {
                abbreviations.insert(word.clone(), kind);
            }
        }
        let set = |words: Vec<String>| words.into_iter().collect::<FxHashSet<_>>();
        Ok(TokenLexicon {
            contractions: tokens.contractions.into_iter().collect(),
            prefixes: set(tokens.prefixes),
            clipped: set(tokens.clipped),
            endings: set(tokens.endings),
            longest_emoticon: tokens.emoticons.iter().map(String::len).max().unwrap_or(0),
            emoticons: set(tokens.emoticons),
            units: set(tokens.units),
            abbreviations,
            starters: set(words.starters),
        })
    }

    /// Gives the length of the first of two words that `word` writes in one.
    pub(super) fn contraction(&self, word: &str) -> Option<usize> {
        if word.len() > 9 || word.len() < 2 {
            return None;
        }
        self.contractions.get(&word.to_ascii_lowercase()).copied()
    }

    /// Tells whether a hyphen behind `part` is inside a word.
    pub(super) fn is_prefix(&self, part: &str) -> bool {
        part.len() <= 7 && self.prefixes.contains(&part.to_ascii_lowercase())
    }

    /// Tells whether a word begins with an apostrophe, given as `'`.
    pub(super) fn is_clipped(&self, word: &str) -> bool {
        self.clipped.contains(&word.to_ascii_lowercase())
    }

    /// Tells whether an address may end so.
    pub(super) fn is_ending(&self, ending: &str) -> bool {
        self.endings.contains(ending)
    }

    /// Gives the length of the emoticon that `rest` begins with and that nothing follows.
    pub(super) fn emoticon(&self, rest: &str) -> Option<usize> {
        if rest.len() > 2 * self.longest_emoticon {
            return None;
        }
        let face = rest.trim_end_matches(['.', ',', '!', '?']);
        self.emoticons.contains(face).then_some(face.len())
    }

    /// Tells whether a word is a unit that is cut off its number.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Tells what a word with a period behind it is, given without that period.
    pub(in crate::analysis) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if word.len() > 8 {
            return None;
        }
        self.abbreviations.get(word).copied()
    }

    /// Tells whether a word often begins sentences.
    pub(in crate::analysis) fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(word)
    }
}
