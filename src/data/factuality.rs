//! Words that tell how sure a text is of what it says: what verbs make of their complements,
//! modals, hedges, subordinators.
//!
//! Values run from −3, certainly not so, over 0, unknown, to 3, certainly so. How they are put
//! together over a tree is grammar and stands in `extract`.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// The file.
const FILE: &str = "lexicon/factuality.ron";

/// The part of speech of a word that has something under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Over {
    /// "managed to", "said that".
    Verb,
    /// "the plan to", "fears of".
    Noun,
    /// "able to", "clear that".
    Adjective,
}

/// The form of what stands under a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Form {
    /// An infinitive with "to" or without.
    To,
    /// A form in -ing, after a preposition or without one.
    Ing,
    /// A form in -ing after "from", where it makes a difference.
    From,
    /// A finite clause.
    That,
    /// An event in a noun.
    Event,
}

/// What a word makes of what stands under it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signature {
    /// How sure it is where the word itself is so.
    pub holds: f32,
    /// How sure it is where the word itself is not so.
    pub fails: f32,
    /// Whether it is so however it stands with the word: "did not know that …".
    pub presupposes: bool,
}

/// How sure a modal verb leaves a clause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Modal {
    /// In the affirmative.
    pub holds: f32,
    /// With "not".
    pub fails: f32,
    /// The same before "have" and a participle.
    pub perfect: (f32, f32),
}

/// A sentence with the value that one of its words must have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The word, which stands in it once.
    pub word: String,
    /// Its factuality, to a tenth.
    pub is: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureEntry {
    name: String,
    of: Over,
    forms: Vec<Form>,
    holds: f32,
    fails: f32,
    #[serde(default)]
    presupposes: bool,
    words: Vec<String>,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalEntry {
    words: Vec<String>,
    holds: f32,
    fails: f32,
    perfect: (f32, f32),
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitEntry {
    words: Vec<String>,
    limit: f32,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkEntry {
    words: Vec<String>,
    value: f32,
    examples: Vec<Example>,
}

/// `lexicon/factuality.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactualityFile {
    over: Vec<SignatureEntry>,
    light: Vec<String>,
    modals: Vec<ModalEntry>,
    adverbs: Vec<LimitEntry>,
    nearly: Vec<LimitEntry>,
    attributes: Vec<LimitEntry>,
    undone: Vec<LimitEntry>,
    marks: Vec<MarkEntry>,
    examples: Vec<Example>,
}

/// Words that tell how sure a text is, by what they do.
#[derive(Clone, Debug, Default)]
pub struct Factuality {
    over: FxHashMap<(Over, Form), FxHashMap<String, Signature>>,
    light: FxHashSet<String>,
    modals: FxHashMap<String, Modal>,
    adverbs: FxHashMap<String, f32>,
    nearly: FxHashMap<String, f32>,
    attributes: FxHashMap<String, f32>,
    undone: FxHashMap<String, f32>,
    marks: FxHashMap<String, f32>,
    examples: Vec<Example>,
}

impl Factuality {
    /// Reads the file; a value beyond ±3 and a word with two meanings in one place are errors.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let file: FactualityFile = source.ron(FILE)?;
        let mut all = Factuality {
            examples: file.examples,
            light: file.light.into_iter().collect(),
            ..Factuality::default()
        };
        for entry in file.over {
            in_range(&entry.name, &[entry.holds, entry.fails])?;
            let signature = Signature {
                holds: entry.holds,
                fails: entry.fails,
                presupposes: entry.presupposes,
            };
            for &form in &entry.forms {
                let words = all.over.entry((entry.of, form)).or_default();
                for word in &entry.words {
                    put(words, word, signature)?;
                }
            }
            all.examples.extend(entry.examples);
        }
        for entry in file.modals {
            let (holds, fails) = entry.perfect;
            for word in &entry.words {
                in_range(word, &[entry.holds, entry.fails, holds, fails])?;
                let modal = Modal {
                    holds: entry.holds,
                    fails: entry.fails,
                    perfect: entry.perfect,
                };
                put(&mut all.modals, word, modal)?;
            }
            all.examples.extend(entry.examples);
        }
        for (entries, words) in [
            (file.adverbs, &mut all.adverbs),
            (file.nearly, &mut all.nearly),
            (file.attributes, &mut all.attributes),
            (file.undone, &mut all.undone),
        ] {
            for entry in entries {
                for word in &entry.words {
                    in_range(word, &[entry.limit])?;
                    put(words, word, entry.limit)?;
                }
                all.examples.extend(entry.examples);
            }
        }
        for entry in file.marks {
            for word in &entry.words {
                in_range(word, &[entry.value])?;
                put(&mut all.marks, word, entry.value)?;
            }
            all.examples.extend(entry.examples);
        }
        Ok(all)
    }

    /// Finds what a word makes of what stands under it, by its lemma.
    pub fn signature(&self, over: Over, form: Form, lemma: &str) -> Option<Signature> {
        self.over.get(&(over, form))?.get(lemma).copied()
    }

    /// Tells whether a verb only carries the event that is its object: "hold talks".
    pub fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    /// Finds a modal verb by the word in lower case.
    pub fn modal(&self, word: &str) -> Option<Modal> {
        self.modals.get(word).copied()
    }

    /// Finds how sure an adverb leaves its verb at most.
    pub fn adverb(&self, word: &str) -> Option<f32> {
        self.adverbs.get(word).copied()
    }

    /// Finds what an adverb such as "nearly" makes of its verb.
    pub fn nearly(&self, word: &str) -> Option<f32> {
        self.nearly.get(word).copied()
    }

    /// Finds how sure an adjective leaves the event behind it at most.
    pub fn attribute(&self, word: &str) -> Option<f32> {
        self.attributes.get(word).copied()
    }

    /// Finds what an adjective such as "attempted" makes of the event behind it.
    pub fn undone(&self, word: &str) -> Option<f32> {
        self.undone.get(word).copied()
    }

    /// Finds how sure the clause or phrase is that a word such as "if" leads in; several words are
    /// joined by `_`.
    pub fn mark(&self, word: &str) -> Option<f32> {
        self.marks.get(word).copied()
    }

    /// Lists the sentences of the file.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}

fn in_range(name: &str, values: &[f32]) -> Result<(), DataError> {
    if values.iter().all(|value| (-3.0..=3.0).contains(value)) {
        return Ok(());
    }
    Err(DataError::about(
        format!("data/{FILE}"),
        format!("the values of `{name}` must lie from -3 to 3"),
    ))
}

fn put<T>(words: &mut FxHashMap<String, T>, word: &str, value: T) -> Result<(), DataError> {
    match words.insert(word.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(DataError::about(
            format!("data/{FILE}"),
            format!("`{word}` stands twice"),
        )),
    }
}
