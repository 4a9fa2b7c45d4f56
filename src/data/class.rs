//! The broad classes of common nouns and verbs: who can speak, what can happen, where things are.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// Defines an enumeration over the names of WordNet's lexicographer files.
macro_rules! classes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the names of the lexicographer files speak for themselves")]
        pub enum $name { $($variant),* }

        impl $name {
            /// Finds a class by the name of its lexicographer file.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// The class of a noun.
    NounClass {
        Act "act", Animal "animal", Artifact "artifact", Attribute "attribute", Body "body",
        Cognition "cognition", Communication "communication", Event "event", Feeling "feeling",
        Food "food", Group "group", Location "location", Motive "motive", Object "object",
        Person "person", Phenomenon "phenomenon", Plant "plant", Possession "possession",
        Process "process", Quantity "quantity", Relation "relation", Shape "shape", State "state",
        Substance "substance", Time "time",
    }
}

classes! {
    /// The class of a verb.
    VerbClass {
        Body "body", Change "change", Cognition "cognition", Communication "communication",
        Competition "competition", Consumption "consumption", Contact "contact", Creation "creation",
        Emotion "emotion", Motion "motion", Perception "perception", Possession "possession",
        Social "social", Stative "stative", Weather "weather",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    nouns: Vec<(String, String)>,
    verbs: Vec<(String, String)>,
}

/// The class of each noun and verb that `lexicon/wordnet.ron` lists.
#[derive(Clone, Debug, Default)]
pub struct WordClasses {
    nouns: FxHashMap<String, NounClass>,
    verbs: FxHashMap<String, VerbClass>,
}

impl WordClasses {
    /// Reads the file; an unknown class is an error.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let path = "lexicon/wordnet.ron";
        let file: ClassFile = source.ron(path)?;
        Ok(WordClasses {
            nouns: by_word(source, path, file.nouns, NounClass::from_name)?,
            verbs: by_word(source, path, file.verbs, VerbClass::from_name)?,
        })
    }

    /// Gives the class of a noun by its lemma in the singular.
    pub fn noun(&self, lemma: &str) -> Option<NounClass> {
        self.nouns.get(lemma).copied()
    }

    /// Gives the class of a verb by its lemma.
    pub fn verb(&self, lemma: &str) -> Option<VerbClass> {
        self.verbs.get(lemma).copied()
    }
}

fn by_word<T: Copy>(
    source: &DataSource,
    path: &str,
    lists: Vec<(String, String)>,
    class_of: fn(&str) -> Option<T>,
) -> Result<FxHashMap<String, T>, DataError> {
    let mut classes = FxHashMap::default();
    for (name, words) in lists {
        let Some(class) = class_of(&name) else {
            let (file, text) = source.text(path)?;
            return Err(DataError::at_word(
                file,
                &text,
                &format!("\"{name}\""),
                format!("`{name}` is no class of words"),
            ));
        };
        classes.extend(
            words
                .split_whitespace()
                .map(|word| (word.to_owned(), class)),
        );
    }
    Ok(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_class_of_their_commonest_sense() {
        let classes = WordClasses::load(&DataSource::embedded()).unwrap();
        assert_eq!(classes.noun("soldier"), Some(NounClass::Person));
        assert_eq!(classes.noun("government"), Some(NounClass::Group));
        assert_eq!(classes.noun("earthquake"), Some(NounClass::Event));
        assert_eq!(classes.verb("say"), Some(VerbClass::Communication));
        assert_eq!(classes.noun("zzz"), None);
    }
}
