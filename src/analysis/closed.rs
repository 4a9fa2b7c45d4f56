//! The classes of words to which no new word comes: pronouns, prepositions, conjunctions.
//!
//! A tagger that goes by the letters of a word may take a name that it never saw for one of
//! them: "IS-K" for a form of "is". No name is a pronoun, so such a tag is corrected.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::analysis::Tag;
use crate::analysis::Upos;
use crate::data::DataError;
use crate::data::DataSource;

/// The words of each closed class.
pub(crate) struct ClosedClasses {
    words: BTreeMap<Upos, FxHashSet<String>>,
}

impl ClosedClasses {
    /// Reads `lexicon/closed.ron`.
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        let path = "lexicon/closed.ron";
        let lists: Vec<(String, String)> = source.ron(path)?;
        let mut words = BTreeMap::new();
        for (name, list) in lists {
            let Some(upos) = Upos::from_name(&name) else {
                let (file, text) = source.text(path)?;
                return Err(DataError::at_word(
                    file,
                    &text,
                    &format!("\"{name}\""),
                    format!("`{name}` is no part of speech"),
                ));
            };
            words.insert(upos, list.split_whitespace().map(str::to_owned).collect());
        }
        Ok(ClosedClasses { words })
    }

    /// Makes proper nouns of capitalised words that have the tag of a closed class they are not in, and symbols of what has the
    /// tag of a name but neither letter nor digit.
    pub(crate) fn correct(&self, words: &[&str], tags: &mut [Tag]) {
        for (word, tag) in words.iter().zip(tags) {
            if tag.upos == Upos::Propn && !word.contains(char::is_alphanumeric) {
                tag.upos = Upos::Sym;
                tag.xpos = "SYM";
            }
            let Some(known) = self.words.get(&tag.upos) else {
                continue;
            };
            if !word.chars().any(char::is_uppercase) {
                continue;
            }
            let form = word.to_lowercase().replace('’', "'");
            if !known.contains(&form) {
                tag.upos = Upos::Propn;
                tag.xpos = "NNP";
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Features;

    fn check(word: &str, upos: Upos, expected: Upos) {
        let classes = ClosedClasses::load(&DataSource::embedded()).unwrap();
        let mut tags = [Tag {
            upos,
            xpos: "PRP",
            features: Features::default(),
        }];
        classes.correct(&[word], &mut tags);
        assert_eq!(tags[0].upos, expected, "{word}");
    }

    #[test]
    fn no_unknown_capitalised_word_is_a_pronoun() {
        check("IS-K", Upos::Pron, Upos::Propn);
        check("It", Upos::Pron, Upos::Pron);
        check("IT", Upos::Pron, Upos::Pron);
        check("Although", Upos::Sconj, Upos::Sconj);
        check("Yonhap", Upos::Verb, Upos::Verb);
    }

    #[test]
    fn no_name_is_without_letters() {
        check("^", Upos::Propn, Upos::Sym);
        check("+", Upos::Noun, Upos::Noun);
        check("U2", Upos::Propn, Upos::Propn);
    }
}
