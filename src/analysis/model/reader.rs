//! Words in, tags, trees and names out.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;

use fearless_simd::Level;
use fearless_simd::Simd;
use fearless_simd::dispatch;
use rustc_hash::FxHashMap;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::NamedSpan;
use crate::analysis::Tag;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::model::feature::Casing;
use crate::analysis::model::feature::Features;
use crate::analysis::model::name;
use crate::analysis::model::network;
use crate::analysis::model::network::Network;
use crate::analysis::model::network::Rows;
use crate::analysis::model::punctuation;
use crate::analysis::model::tree::Scores;
use crate::analysis::model::vectors::Vectors;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Table;
use crate::analysis::model::weights::Weights;
use crate::analysis::penn_tag;
use crate::data::DataError;
use crate::data::DataSource;

/// Where the weights lie under `data/`.
const FILE: &str = "model/english.bin";

/// Longer sentences are read in pieces; their scores would fill the memory.
const LONGEST: usize = 200;

/// Words read at a time; more would not stay in the cache.
const BATCH: usize = 256;

/// Words whose way through the first layer is remembered.
const REMEMBERED: usize = 1 << 13;

/// Tags words, builds trees and tells which words may be parts of names.
#[derive(Debug)]
pub struct Model {
    shape: Shape,
    tags: Vec<(Upos, &'static str)>,
    relations: Vec<Deprel>,
    vocabulary: FxHashMap<u32, u32>,
    /// The row of each word that has a vector.
    vector_rows: FxHashMap<u32, u32>,
    vectors: Table,
    networks: Vec<Network>,
    /// The instructions that the processor has.
    level: Level,
    /// Working memory that no thread uses at present.
    idle: Mutex<Vec<Memory>>,
}

/// What was read off some words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// One a word; features are left to rules.
    pub tags: Vec<Tag>,
    /// One a word; each sentence is a tree with one root.
    pub dependencies: Vec<Dependency>,
    /// In order, none overlapping another; found after the reading, from the scores below and the tree.
    pub names: Vec<NamedSpan>,
    /// For each word the scores of the labels in names, by [`name::name_label`]; 0 is for none.
    pub name_scores: Vec<[f32; name::LABELS]>,
}

impl Model {
    /// Loads the weights.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, bytes) = source.bytes(FILE)?;
        let vectors = Vectors::load(source)?;
        let weights = match &bytes {
            // What is a part of the program was summed up by a test.
            Cow::Borrowed(bytes) => Weights::from_trusted(bytes),
            Cow::Owned(bytes) => Weights::from_bytes(bytes),
        };
        weights
            .and_then(|weights| Model::new(weights, vectors))
            .map_err(|message| DataError::about(file, message))
    }

    /// Makes weights ready for use; the error says what is wrong with them.
    pub fn new(weights: Weights, vectors: Vectors) -> Result<Self, &'static str> {
        if weights.vectors != vectors.checksum() || weights.shape.vector_width != vectors.width() {
            return Err("the weights were learned with other vectors than these");
        }
        let tags = weights.tags.iter().map(|(upos, xpos)| {
            Upos::from_name(upos)
                .zip(penn_tag(xpos))
                .ok_or("the file names a tag that does not exist")
        });
        let relations = weights.relations.iter().map(|relation| {
            Deprel::from_name(relation).ok_or("the file names a relation that does not exist")
        });
        Ok(Model {
            shape: weights.shape,
            tags: tags.collect::<Result<_, _>>()?,
            relations: relations.collect::<Result<_, _>>()?,
            vocabulary: weights.vocabulary.iter().copied().zip(1..).collect(),
            vector_rows: vectors.rows(),
            vectors: vectors.table,
            networks: weights
                .networks
                .into_iter()
                .map(|network| Network::new(&weights.shape, network))
                .collect(),
            level: Level::new(),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Reads `words`, of which each of `sentences` is a part; they follow one another.
    ///
    /// Time is linear in the words. The result does not depend on what was read before.
    pub fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Reading {
        let mut memory = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();
        memory
            .networks
            .resize_with(self.networks.len(), network::Memory::default);
        let mut reading = Reading::default();
        let mut pieces = Vec::new();
        for sentence in sentences {
            let first = pieces.len();
            cut(words, sentence.clone(), &mut pieces);
            for (index, piece) in pieces[first..].iter_mut().enumerate() {
                piece.goes_on = index > 0;
            }
        }
        let mut start = 0;
        while start < pieces.len() {
            let mut end = start;
            let mut count = 0;
            while end < pieces.len() && (end == start || count + pieces[end].words.len() <= BATCH) {
                count += pieces[end].words.len();
                end += 1;
            }
            let batch = &pieces[start..end];
            dispatch!(self.level, simd => {
                self.read_batch(simd, words, batch, &mut memory, &mut reading)
            });
            start = end;
        }
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(memory);
        reading
    }

    /// Always inlined, like all that it calls in loops: so it is compiled once for each set of
    /// instructions.
    #[inline(always)]
    fn read_batch<S: Simd>(
        &self,
        simd: S,
        words: &[&str],
        pieces: &[Piece],
        memory: &mut Memory,
        reading: &mut Reading,
    ) {
        self.look_up(words, pieces, memory);
        for (network, own) in self.networks.iter().zip(&mut memory.networks) {
            network.see(simd, &memory.fresh, &self.vectors, own);
            network.read(simd, &memory.places, &memory.lengths, own);
        }
        let mut first = 0;
        for piece in pieces {
            self.read_piece(
                simd,
                &words[piece.words.clone()],
                piece.goes_on,
                first,
                memory,
                reading,
            );
            first += piece.words.len();
        }
    }

    /// Numbers each word among those remembered, and lists the words that are new there.
    #[inline(always)]
    fn look_up(&self, words: &[&str], pieces: &[Piece], memory: &mut Memory) {
        memory.places.clear();
        memory.lengths.clear();
        memory.fresh.clear();
        if memory.known.len() >= REMEMBERED {
            memory.known.clear();
            memory.networks.iter_mut().for_each(network::Memory::forget);
        }
        for piece in pieces {
            let words = &words[piece.words.clone()];
            let casing = Casing::of(words.iter().copied());
            for &word in words {
                let features = Features::of(word, casing, &mut memory.letters);
                let row = |rows: &FxHashMap<u32, u32>| {
                    rows.get(&features.fingerprint).copied().unwrap_or(0)
                };
                let rows = Rows {
                    word: row(&self.vocabulary),
                    vector: row(&self.vector_rows),
                    affixes: features.affixes,
                };
                let next = memory.known.len() as u32;
                let place = *memory.known.entry(rows).or_insert(next);
                if place == next {
                    memory.fresh.push(rows);
                }
                memory.places.push(place);
            }
            memory.lengths.push(words.len());
        }
    }

    #[inline(always)]
    fn read_piece<S: Simd>(
        &self,
        simd: S,
        words: &[&str],
        goes_on: bool,
        first: usize,
        memory: &mut Memory,
        reading: &mut Reading,
    ) {
        let shape = &self.shape;
        let count = words.len();
        let Memory {
            networks: memories,
            scores,
            found,
            ..
        } = memory;

        for word in first..first + count {
            zero(scores, shape.tags);
            for (network, own) in self.networks.iter().zip(&*memories) {
                network.add_tags(word, own, scores);
            }
            let (upos, xpos) = self.tags[best(scores)];
            reading.tags.push(Tag {
                upos,
                xpos,
                features: Default::default(),
            });
        }

        zero(scores, count * (count + 1));
        for (network, own) in self.networks.iter().zip(&mut *memories) {
            network.add_arcs(simd, first, count, own, scores);
        }
        Scores::new(scores, count).heads(found);

        zero(scores, count * shape.relations);
        for (network, own) in self.networks.iter().zip(&mut *memories) {
            network.add_labels(simd, first, found, own, scores);
        }
        let start = reading.dependencies.len();
        for (labels, &head) in scores.chunks_exact(shape.relations).zip(&*found) {
            reading.dependencies.push(Dependency {
                head: head
                    .checked_sub(1)
                    .map(|head| TokenId((start + head) as u32)),
                deprel: self.relation(labels, head == 0),
            });
        }
        punctuation::hang(words, &mut reading.dependencies[start..], start);
        if goes_on {
            let is_root = |dependency: &Dependency| dependency.head.is_none();
            let (before, these) = reading.dependencies.split_at_mut(start);
            if let Some(main) = before.iter().rposition(is_root)
                && let Some(root) = these.iter_mut().find(|dependency| is_root(dependency))
            {
                *root = Dependency {
                    head: Some(TokenId(main as u32)),
                    deprel: Deprel::Parataxis,
                };
            }
        }

        zero(scores, count * shape.names);
        for (word, scores) in scores.chunks_exact_mut(shape.names).enumerate() {
            for (network, own) in self.networks.iter().zip(&*memories) {
                network.add_names(first + word, own, scores);
            }
        }
        for scores in scores.chunks_exact(shape.names) {
            let mut row = [f32::NEG_INFINITY; name::LABELS];
            row.iter_mut()
                .zip(scores)
                .for_each(|(place, score)| *place = *score);
            reading.name_scores.push(row);
        }
    }

    /// Picks the best label; `root` is for the root and for nothing else.
    fn relation(&self, scores: &[f32], is_root: bool) -> Deprel {
        if is_root {
            return Deprel::Root;
        }
        let mut found = (f32::NEG_INFINITY, Deprel::Dep);
        for (&score, &relation) in scores.iter().zip(&self.relations) {
            if score > found.0 && relation != Deprel::Root {
                found = (score, relation);
            }
        }
        found.1
    }
}

#[cfg(test)]
impl Model {
    pub(super) fn set_level(&mut self, level: Level) {
        self.level = level;
    }
}

/// Lists the sets of instructions that this processor has.
#[cfg(test)]
pub(super) fn levels() -> Vec<Level> {
    let level = Level::new();
    let mut levels = vec![level, Level::baseline()];
    #[cfg(target_arch = "x86_64")]
    {
        levels.extend(level.as_sse4_2().map(Level::Sse4_2));
        levels.extend(level.as_avx2().map(Level::Avx2));
    }
    levels
}

/// Makes room for `count` sums.
#[inline(always)]
fn zero(scores: &mut Vec<f32>, count: usize) {
    scores.clear();
    scores.resize(count, 0.0);
}

/// Finds the place of the largest number.
fn best(scores: &[f32]) -> usize {
    let mut found = (f32::NEG_INFINITY, 0);
    for (place, &score) in scores.iter().enumerate() {
        if score > found.0 {
            found = (score, place);
        }
    }
    found.1
}

/// A sentence, or a part of a long one.
struct Piece {
    words: Range<usize>,
    /// Whether the sentence began in the piece before.
    goes_on: bool,
}

/// Cuts a sentence into pieces of bearable length, after punctuation where there is some.
fn cut(words: &[&str], sentence: Range<usize>, pieces: &mut Vec<Piece>) {
    let mut start = sentence.start;
    while sentence.end - start > LONGEST {
        let is_break = |&end: &usize| matches!(words[end - 1], ";" | "." | "," | ":" | "!" | "?");
        let end = (start + LONGEST / 2..=start + LONGEST)
            .rev()
            .find(is_break)
            .unwrap_or(start + LONGEST);
        pieces.push(Piece {
            words: start..end,
            goes_on: false,
        });
        start = end;
    }
    if start < sentence.end {
        pieces.push(Piece {
            words: start..sentence.end,
            goes_on: false,
        });
    }
}

/// Working memory, kept from one text to the next.
#[derive(Debug, Default)]
struct Memory {
    letters: Vec<char>,
    /// The number of each word that was seen.
    known: FxHashMap<Rows, u32>,
    /// One a word of the batch: its number among those seen.
    places: Vec<u32>,
    /// Words in each piece of the batch.
    lengths: Vec<usize>,
    /// The words that were not seen before.
    fresh: Vec<Rows>,
    networks: Vec<network::Memory>,
    scores: Vec<f32>,
    found: Vec<usize>,
}
