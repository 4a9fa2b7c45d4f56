//! Words that help to read events: which verbs only carry one, which nouns are too empty to be one,
//! which words name one sort of happening.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

const FILE: &str = "lexicon/happening.ron";

/// `lexicon/happening.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HappeningFile {
    light: Vec<String>,
    empty: Vec<String>,
    undergone: Vec<String>,
    blasts: Vec<String>,
    own: Vec<String>,
    places: Vec<String>,
}

/// The words of `lexicon/happening.ron`.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    light: FxHashSet<String>,
    empty: FxHashSet<String>,
    undergone: FxHashSet<String>,
    blasts: FxHashSet<String>,
    own: FxHashSet<String>,
    places: FxHashSet<String>,
}

impl Happenings {
    /// Reads the file.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let file: HappeningFile = source.ron(FILE)?;
        let set = |words: Vec<String>| words.into_iter().collect();
        Ok(Happenings {
            light: set(file.light),
            empty: set(file.empty),
            undergone: set(file.undergone),
            blasts: set(file.blasts),
            own: set(file.own),
            places: set(file.places),
        })
    }

    /// Tells whether a verb only says that somebody does what its object names: "launch an attack".
    pub fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    /// Tells whether a noun says too little to be an event of its own: "incident".
    pub fn is_empty_noun(&self, lemma: &str) -> bool {
        self.empty.contains(lemma)
    }

    /// Tells whether the subject of a verb undergoes it: "resignation *of* the minister".
    pub fn is_undergone(&self, lemma: &str) -> bool {
        self.undergone.contains(lemma)
    }

    /// Tells whether a word is of something that goes off: somebody may have meant it to.
    pub fn is_blast(&self, lemma: &str) -> bool {
        self.blasts.contains(lemma)
    }

    /// Tells whether what follows "of" does an event of this subtype: "the protest of the students".
    pub fn is_own(&self, subtype: &str) -> bool {
        self.own.contains(subtype)
    }

    /// Tells whether a preposition may say where something happens.
    pub fn is_place(&self, preposition: &str) -> bool {
        self.places.contains(preposition)
    }
}
