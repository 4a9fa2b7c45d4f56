//! The code book: how the acts that news tells of are coded after PLOVER, in the names of 2016.
//!
//! PLOVER took its types over from CAMEO's twenty roots, so the book follows what CAMEO puts under
//! each: promising help is AGREE, not AID; announcing a curfew is THREATEN, not COERCE; signing a
//! treaty is SUPPORT. That is another question than what sort of event the graph holds, which the
//! `event` of verbs and nouns answers.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// The file.
const PATH: &str = "lexicon/plover.ron";

/// What a verb or adjective makes of the act in its complement: "refused *to meet him*".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Way {
    /// It only reports: said that, announced that.
    Says,
    /// It commits to it: agree to, offer to, be ready to.
    Intends,
    /// It threatens with it.
    Threatens,
    /// It will not have it: refuse to, decline to, be opposed to.
    Refuses,
    /// It asks others for it.
    Demands,
    /// It lets others do it.
    Allows,
    /// It is about to, and arms for it.
    Prepares,
    /// It adds nothing of its own: begin to, continue to, try to, decide to.
    Passes,
}

/// The words of one way.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WayEntry {
    way: Way,
    words: Vec<String>,
}

/// A sentence with the code that must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeExample {
    /// The sentence.
    pub text: String,
    /// The countries that act, by alpha-3 code, joined by a space.
    #[serde(default)]
    pub source: String,
    /// The countries that it is done to.
    #[serde(default)]
    pub target: String,
}

/// Verbs, or nouns, of one code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The PLOVER type: `AGREE`, `FIGHT`.
    pub code: String,
    /// Lemmas, with the particle where one belongs to the verb: `call off`.
    pub words: Vec<String>,
    /// Lemmas one of which must stand in the object, or else in a prepositional phrase.
    #[serde(default)]
    pub objects: Vec<String>,
    /// Lemmas one of which must stand in the subject.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Sentences that are coded so.
    #[serde(default)]
    pub yes: Vec<CodeExample>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ways: Vec<WayEntry>,
    cooperation: Vec<String>,
    conflict: Vec<String>,
    military: Vec<String>,
    access: Vec<String>,
    verbs: Vec<Act>,
    nouns: Vec<Act>,
}

/// The code book.
#[derive(Clone, Debug, Default)]
pub struct CodeBook {
    ways: BTreeMap<String, Way>,
    cooperation: Vec<String>,
    conflict: Vec<String>,
    military: Vec<String>,
    access: Vec<String>,
    acts: Vec<Act>,
    verbs: BTreeMap<String, Vec<usize>>,
    nouns: BTreeMap<String, String>,
    examples: Vec<(String, CodeExample)>,
}

impl CodeBook {
    /// Reads `lexicon/plover.ron`.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let file: File = source.ron(PATH)?;
        let mut book = CodeBook {
            cooperation: file.cooperation,
            conflict: file.conflict,
            military: file.military,
            access: file.access,
            ..CodeBook::default()
        };
        for entry in file.ways {
            for word in entry.words {
                book.ways.insert(word, entry.way);
            }
        }
        for act in file.verbs.iter().chain(&file.nouns) {
            let examples = act.yes.iter().cloned();
            book.examples
                .extend(examples.map(|example| (act.code.clone(), example)));
        }
        for (index, act) in file.verbs.iter().enumerate() {
            for word in &act.words {
                let lemma = word.split(' ').next().unwrap_or(word);
                let acts = book.verbs.entry(lemma.to_owned()).or_default();
                if acts.last() != Some(&index) {
                    acts.push(index);
                }
            }
        }
        book.acts = file.verbs;
        for act in file.nouns {
            for word in act.words {
                book.nouns.entry(word).or_insert_with(|| act.code.clone());
            }
        }
        Ok(book)
    }

    /// Gives what a verb or adjective makes of its complement.
    pub fn way(&self, lemma: &str) -> Option<Way> {
        self.ways.get(lemma).copied()
    }

    /// Lists the acts that a verb may be, in the order in which they are tried.
    pub fn verb(&self, lemma: &str) -> impl Iterator<Item = &Act> {
        let indexes = self.verbs.get(lemma).map_or(&[][..], Vec::as_slice);
        indexes.iter().map(|&index| &self.acts[index])
    }

    /// Gives the code of a noun that names an act: `talks` is CONSULT.
    pub fn noun(&self, lemma: &str) -> Option<&str> {
        self.nouns.get(lemma).map(String::as_str)
    }

    /// Tells whether a code is one of friendly acts, the mere will to which is AGREE.
    pub fn is_cooperation(&self, code: &str) -> bool {
        self.cooperation.iter().any(|other| other == code)
    }

    /// Tells whether a code is one of hostile acts, the mere will to which is THREATEN.
    pub fn is_conflict(&self, code: &str) -> bool {
        self.conflict.iter().any(|other| other == code)
    }

    /// Tells whether a noun names those who fight with the weapons of an army.
    pub fn is_military(&self, lemma: &str) -> bool {
        self.military.iter().any(|other| other == lemma)
    }

    /// Tells whether letting a noun in yields ground: inspectors, peacekeepers, aid.
    pub fn is_access(&self, lemma: &str) -> bool {
        self.access.iter().any(|other| other == lemma)
    }

    /// Lists the sentences of the book with their codes.
    pub fn examples(&self) -> &[(String, CodeExample)] {
        &self.examples
    }
}
