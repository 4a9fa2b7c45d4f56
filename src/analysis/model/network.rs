//! Words in, tags, trees and names out.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;

use fearless_simd::Level;
use fearless_simd::dispatch;
use rustc_hash::FxHashMap;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::Tag;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::model::activation::gate;
use crate::analysis::model::activation::squash;
use crate::analysis::model::feature::Casing;
use crate::analysis::model::feature::Features;
use crate::analysis::model::kernel::Linear;
use crate::analysis::model::kernel::ONE;
use crate::analysis::model::kernel::dot;
use crate::analysis::model::kernel::fixed;
use crate::analysis::model::name;
use crate::analysis::model::tree::Scores;
use crate::analysis::model::weights::DISTANCE_BUCKETS;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Table;
use crate::analysis::model::weights::Weights;
use crate::analysis::model::weights::distance_bucket;
use crate::analysis::penn_tag;
use crate::data::DataError;
use crate::data::DataSource;

pub use crate::analysis::model::name::name_label;

/// Where the weights lie under `data/`.
const FILE: &str = "model/english.bin";

/// Longer sentences are read in pieces; their scores would fill the memory.
const LONGEST: usize = 200;

/// Words read at a time; more would not stay in the cache.
const BATCH: usize = 256;

/// Keeps the sums of scores within 32 bits: what meets a head may be this many times as large.
const WIDE: f32 = 16.0;

/// Words whose way through the first layer is remembered.
const REMEMBERED: usize = 1 << 13;

/// Tags words, builds trees and finds names.
#[derive(Debug)]
pub struct Model {
    shape: Shape,
    tags: Vec<(Upos, &'static str)>,
    relations: Vec<Deprel>,
    vocabulary: FxHashMap<u32, u32>,
    words: Vec<i16>,
    affixes: Vec<i16>,
    dense: Linear,
    layers: Vec<Linear>,
    top: Linear,
    arc: Linear,
    arc_root: Vec<i16>,
    distance: [f32; DISTANCE_BUCKETS],
    label_root: Vec<f32>,
    label: Linear,
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
    /// In order, none overlapping another.
    pub names: Vec<NamedSpan>,
}

impl Model {
    /// Loads the weights.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, bytes) = source.bytes(FILE)?;
        Weights::from_bytes(&bytes)
            .and_then(|weights| Model::new(&weights))
            .map_err(|message| DataError::about(file, message))
    }

    /// Makes weights ready for use; the error says what is wrong with them.
    pub fn new(weights: &Weights) -> Result<Self, &'static str> {
        let tags = weights.tags.iter().map(|(upos, xpos)| {
            Upos::from_name(upos)
                .zip(penn_tag(xpos))
                .ok_or("the file names a tag that does not exist")
        });
        let relations = weights.relations.iter().map(|relation| {
            Deprel::from_name(relation).ok_or("the file names a relation that does not exist")
        });
        let mut distance = [0.0; DISTANCE_BUCKETS];
        distance.copy_from_slice(
            weights
                .distance
                .get(..DISTANCE_BUCKETS)
                .ok_or("the file lacks distances")?,
        );
        Ok(Model {
            shape: weights.shape,
            tags: tags.collect::<Result<_, _>>()?,
            relations: relations.collect::<Result<_, _>>()?,
            vocabulary: weights.vocabulary.iter().copied().zip(1..).collect(),
            words: rows(&weights.words),
            affixes: rows(&weights.affixes),
            dense: Linear::new(&weights.dense),
            layers: weights.layers.iter().map(Linear::new).collect(),
            top: Linear::new(&weights.top),
            arc: Linear::new(&weights.arc),
            arc_root: weights.arc_root.iter().map(|&x| fixed(squash(x))).collect(),
            distance,
            label_root: weights.label_root.clone(),
            label: Linear::new(&weights.label),
            level: Level::new(),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Reads `words`, of which each of `sentences` is a part; they follow one another.
    ///
    /// Time is linear in the words. The result does not depend on what else is read at the same
    /// time, or was read before.
    pub fn read(&self, words: &[&str], sentences: &[Range<usize>]) -> Reading {
        let mut memory = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();
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
            dispatch!(self.level, _ => self.read_batch(words, batch, &mut memory, &mut reading));
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
    fn read_batch(
        &self,
        words: &[&str],
        pieces: &[Piece],
        memory: &mut Memory,
        reading: &mut Reading,
    ) {
        self.see(words, pieces, memory);
        let mut places = std::mem::take(&mut memory.places);
        let first_layer = std::mem::take(&mut memory.known_gates);
        self.recur(pieces, memory, |word, width| {
            &first_layer[places[word] as usize * width..][..width]
        });
        memory.known_gates = first_layer;
        places.clear();
        memory.places = places;
        for layer in &self.layers[1..] {
            let mut gates = std::mem::take(&mut memory.gates);
            layer.apply(&memory.states, &mut gates);
            self.recur(pieces, memory, |word, width| {
                &gates[word * width..][..width]
            });
            memory.gates = gates;
        }
        let mut top = std::mem::take(&mut memory.gates);
        self.top.apply(&memory.states, &mut top);
        let mut first = 0;
        for piece in pieces {
            let count = piece.words.len();
            let rows = &top[first * self.top.outputs()..][..count * self.top.outputs()];
            self.read_piece(piece, rows, memory, reading);
            first += count;
        }
        memory.gates = top;
    }

    /// Looks each word up among those remembered, or takes it through the first layer.
    #[inline(always)]
    fn see(&self, words: &[&str], pieces: &[Piece], memory: &mut Memory) {
        memory.places.clear();
        if memory.known.len() >= REMEMBERED {
            memory.known.clear();
            memory.known_inputs.clear();
            memory.known_gates.clear();
        }
        let mut fresh = std::mem::take(&mut memory.fresh);
        fresh.clear();
        for piece in pieces {
            let words = &words[piece.words.clone()];
            let casing = Casing::of(words.iter().copied());
            for &word in words {
                let features = Features::of(word, casing, &mut memory.letters);
                let next = memory.known.len() as u32;
                let place = *memory
                    .known
                    .entry((features.fingerprint, features.affixes))
                    .or_insert_with(|| {
                        let row = self.vocabulary.get(&features.fingerprint);
                        let row = row.copied().unwrap_or(0) as usize;
                        let width = self.shape.word_width;
                        fresh.extend_from_slice(&self.words[row * width..][..width]);
                        for row in features.affixes {
                            let width = self.shape.affix_width;
                            fresh.extend_from_slice(&self.affixes[row as usize * width..][..width]);
                        }
                        next
                    });
                memory.places.push(place);
            }
        }
        let mut hidden = std::mem::take(&mut memory.gates);
        self.dense.apply(&fresh, &mut hidden);
        fresh.clear();
        fresh.extend(hidden.iter().map(|&x| fixed(squash(x))));
        self.layers[0].apply(&fresh, &mut hidden);
        memory.known_inputs.extend_from_slice(&fresh);
        memory.known_gates.extend_from_slice(&hidden);
        memory.gates = hidden;
        memory.fresh = fresh;
        let width = self.shape.width;
        memory.states.clear();
        for &place in &memory.places {
            let input = &memory.known_inputs[place as usize * width..][..width];
            memory.states.extend_from_slice(input);
        }
    }

    /// Runs a recurrent layer over `memory.states`, from both sides.
    #[inline(always)]
    fn recur<'g>(
        &self,
        pieces: &[Piece],
        memory: &mut Memory,
        gates: impl Fn(usize, usize) -> &'g [f32],
    ) {
        let width = self.shape.width;
        let half = width / 2;
        let mut first = 0;
        for piece in pieces {
            let end = first + piece.words.len();
            memory.carry.clear();
            memory.carry.resize(width, 0.0);
            let (from_left, from_right) = memory.carry.split_at_mut(half);
            for word in first..end {
                let gates = &gates(word, 3 * width)[..3 * half];
                step(gates, from_left, &mut memory.states[word * width..][..half]);
            }
            for word in (first..end).rev() {
                let gates = &gates(word, 3 * width)[3 * half..];
                let states = &mut memory.states[word * width + half..][..half];
                step(gates, from_right, states);
            }
            first = end;
        }
    }

    #[inline(always)]
    fn read_piece(&self, piece: &Piece, top: &[f32], memory: &mut Memory, reading: &mut Reading) {
        let shape = &self.shape;
        let width = self.top.outputs();
        let count = piece.words.len();
        let part =
            |word: usize, first: usize, length: usize| &top[word * width + first..][..length];

        for word in 0..count {
            let tag = best(part(word, 0, shape.tags));
            let (upos, xpos) = self.tags[tag];
            reading.tags.push(Tag {
                upos,
                xpos,
                features: Default::default(),
            });
        }

        let dependents_at = shape.tags;
        let heads_at = dependents_at + shape.arc;
        memory.dependents.clear();
        memory.heads.clear();
        memory.heads.extend_from_slice(&self.arc_root);
        for word in 0..count {
            let dependent = part(word, dependents_at, shape.arc).iter();
            memory
                .dependents
                .extend(dependent.map(|&x| fixed(squash(x))));
            let head = part(word, heads_at, shape.arc).iter();
            memory.heads.extend(head.map(|&x| fixed(squash(x))));
        }
        self.arc.apply(&memory.dependents, &mut memory.turned);
        memory.scores.clear();
        memory.scores.reserve(count * (count + 1));
        for (word, turned) in memory.turned.chunks_exact(shape.arc).enumerate() {
            memory.row.clear();
            memory
                .row
                .extend(turned.iter().map(|&x| fixed(x.clamp(-15.9, 15.9) / WIDE)));
            let row = &memory.row;
            let scores = memory.heads.chunks_exact(shape.arc).enumerate();
            memory.scores.extend(scores.map(|(head, vector)| {
                let score = dot(row, vector) as f32 * (WIDE / (ONE * ONE));
                match head.checked_sub(1) {
                    Some(head) => score + self.distance[distance_bucket(word, head)],
                    None => score,
                }
            }));
        }
        Scores::new(&memory.scores, count).heads(&mut memory.found);

        let dependents_at = heads_at + shape.arc;
        let heads_at = dependents_at + shape.label;
        memory.dependents.clear();
        for (word, &head) in memory.found.iter().enumerate() {
            let of_head = match head.checked_sub(1) {
                Some(head) => part(head, heads_at, shape.label),
                None => &self.label_root,
            };
            let sums = part(word, dependents_at, shape.label).iter().zip(of_head);
            memory
                .dependents
                .extend(sums.map(|(a, b)| fixed(squash(a + b))));
        }
        self.label.apply(&memory.dependents, &mut memory.turned);
        let start = reading.dependencies.len();
        let root = memory.found.iter().position(|&head| head == 0).unwrap_or(0);
        for (labels, &head) in memory
            .turned
            .chunks_exact(shape.relations)
            .zip(&memory.found)
        {
            let deprel = self.relation(labels, head == 0);
            reading.dependencies.push(Dependency {
                head: head
                    .checked_sub(1)
                    .map(|head| TokenId((start + head) as u32)),
                deprel,
            });
        }
        if piece.goes_on {
            let main = reading.dependencies[..start]
                .iter()
                .rposition(|dependency| dependency.head.is_none());
            if let Some(main) = main {
                reading.dependencies[start + root] = Dependency {
                    head: Some(TokenId(main as u32)),
                    deprel: Deprel::Parataxis,
                };
            }
        }

        let names_at = heads_at + shape.label;
        name::decode(
            count,
            |word, label| top[word * width + names_at + label],
            |words: Range<usize>, name_type: NameType| {
                reading.names.push(NamedSpan {
                    tokens: (start + words.start) as u32..(start + words.end) as u32,
                    name_type,
                });
            },
        );
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

/// One step of a recurrent layer in one direction, over all its units.
#[inline(always)]
fn step(gates: &[f32], carry: &mut [f32], states: &mut [i16]) {
    let half = carry.len();
    let (values, rest) = gates.split_at(half);
    let (forget, output) = rest.split_at(half);
    let units = values.iter().zip(forget).zip(output);
    for (((&value, &forget), &output), (carry, state)) in
        units.zip(carry.iter_mut().zip(states.iter_mut()))
    {
        let forget = gate(forget);
        let output = gate(output);
        *carry = forget * *carry + (1.0 - forget) * value;
        let input = f32::from(*state) * (1.0 / ONE);
        *state = fixed(output * squash(*carry) + (1.0 - output) * input);
    }
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

/// Unpacks a table to fixed point.
fn rows(table: &Table) -> Vec<i16> {
    table
        .values
        .chunks_exact(table.columns)
        .zip(&table.exponents)
        .flat_map(|(row, &exponent)| {
            // 2^exponent, by its bits.
            let unit = f32::from_bits(((127 + i32::from(exponent)) as u32) << 23);
            row.iter().map(move |&x| fixed(f32::from(x) * unit))
        })
        .collect()
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
    /// The place of each word that was seen.
    known: FxHashMap<(u32, [u32; super::feature::SLOTS]), u32>,
    /// By place: what enters the first layer.
    known_inputs: Vec<i16>,
    /// By place: what the first layer's matrix makes of it.
    known_gates: Vec<f32>,
    /// One a word of the batch.
    places: Vec<u32>,
    fresh: Vec<i16>,
    states: Vec<i16>,
    gates: Vec<f32>,
    carry: Vec<f32>,
    dependents: Vec<i16>,
    heads: Vec<i16>,
    turned: Vec<f32>,
    row: Vec<i16>,
    scores: Vec<f32>,
    found: Vec<usize>,
}
