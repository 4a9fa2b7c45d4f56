//! Words that help to read events: which verbs only carry one, which nouns are too empty to be one,
//! which words name one sort of happening.

use rustc_hash::FxHashMap;
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
    occurring: Vec<String>,
    empty: Vec<String>,
    undergone: Vec<String>,
    blasts: Vec<String>,
    own: Vec<String>,
    places: Vec<String>,
    broad: Vec<String>,
    another: Vec<String>,
    once: Vec<String>,
    tolls: Vec<String>,
    aside: Vec<String>,
    kin: Vec<Kin>,
}

/// Words for one sort of happening.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kin {
    name: String,
    words: Vec<String>,
}

/// The words of `lexicon/happening.ron`.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    light: FxHashSet<String>,
    occurring: FxHashSet<String>,
    empty: FxHashSet<String>,
    undergone: FxHashSet<String>,
    blasts: FxHashSet<String>,
    own: FxHashSet<String>,
    places: FxHashSet<String>,
    broad: FxHashSet<String>,
    another: FxHashSet<String>,
    once: FxHashSet<String>,
    tolls: FxHashSet<String>,
    aside: FxHashSet<String>,
    /// The sorts of happening that a word may name, by their places in the file.
    kin: FxHashMap<String, Vec<u16>>,
}

impl Happenings {
    /// Reads the file.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let file: HappeningFile = source.ron(FILE)?;
        let mut kin: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        let mut names: FxHashSet<String> = FxHashSet::default();
        for (number, sort) in file.kin.into_iter().enumerate() {
            if !names.insert(sort.name.clone()) {
                return Err(DataError::about(
                    format!("data/{FILE}"),
                    format!("two sorts of happening are named `{}`", sort.name),
                ));
            }
            for word in sort.words {
                kin.entry(word).or_default().push(number as u16);
            }
        }
        let set = |words: Vec<String>| words.into_iter().collect();
        Ok(Happenings {
            light: set(file.light),
            occurring: set(file.occurring),
            empty: set(file.empty),
            undergone: set(file.undergone),
            blasts: set(file.blasts),
            own: set(file.own),
            places: set(file.places),
            broad: set(file.broad),
            another: set(file.another),
            once: set(file.once),
            tolls: set(file.tolls),
            aside: set(file.aside),
            kin,
        })
    }

    /// Tells whether a verb only says that somebody does what its object names: "launch an attack".
    pub fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    /// Tells whether a verb only says that its subject came to pass: "the rally took place".
    pub fn is_occurring(&self, lemma: &str) -> bool {
        self.occurring.contains(lemma)
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

    /// Tells whether two words, verbs or nouns, may name one happening: "arrest" and "detention".
    pub fn akin(&self, one: &str, other: &str) -> bool {
        one == other
            || match (self.kin.get(one), self.kin.get(other)) {
                (Some(one), Some(other)) => one.iter().any(|sort| other.contains(sort)),
                _ => false,
            }
    }

    /// Tells whether events of a subtype are of too many sorts for "the …" to mean any of them.
    pub fn is_broad(&self, subtype: &str) -> bool {
        self.broad.contains(subtype)
    }

    /// Tells whether a word before a noun makes it one more event: "another", "similar".
    pub fn is_another(&self, word: &str) -> bool {
        self.another.contains(word)
    }

    /// Tells whether one does or undergoes it only once: resign, die.
    pub fn is_once(&self, lemma: &str) -> bool {
        self.once.contains(lemma)
    }

    /// Tells whether a noun only counts whom an event struck: "injuries".
    pub fn is_toll(&self, lemma: &str) -> bool {
        self.tolls.contains(lemma)
    }

    /// Tells whether an adverb takes a clause out of the story's own time: "previously".
    pub fn is_aside(&self, word: &str) -> bool {
        self.aside.contains(word)
    }

    /// Tells whether a preposition may say where something happens.
    pub fn is_place(&self, preposition: &str) -> bool {
        self.places.contains(preposition)
    }
}
