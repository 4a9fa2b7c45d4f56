//! A network while it learns: how it sees sentences, and the steps that it takes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::analysis::model::feature::Casing;
use crate::analysis::model::feature::Features;
use crate::analysis::model::vectors::Vectors;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Weights;
use crate::learn::network::Batch;
use crate::learn::network::Dropout;
use crate::learn::network::HIDDEN;
use crate::learn::network::Loss;
use crate::learn::network::Pass;
use crate::learn::parameter::AFFIXES;
use crate::learn::parameter::Parameters;
use crate::learn::parameter::WORDS;
use crate::learn::random::Random;
use crate::learn::stock::Stock;
use crate::learn::train::Settings;
use crate::learn::treebank::Labels;
use crate::learn::treebank::Sample;

/// Words in a batch.
const BATCH: usize = 400;

/// Words seen less often than this share the row of unknown words.
const KNOWN: usize = 2;

/// A word of the training text.
#[derive(Clone, Copy)]
struct Known {
    row: usize,
    count: usize,
}

/// A network that learns.
pub(super) struct Learner {
    settings: Settings,
    stock: Stock,
    shape: Shape,
    labels: Labels,
    vocabulary: Vec<u32>,
    known: FxHashMap<u32, Known>,
    /// The row of each word that has a vector.
    vector_rows: FxHashMap<u32, u32>,
    vectors_checksum: u64,
    parameters: Parameters,
    /// The mean of the parameters over the last steps, which does better than any one of them.
    mean: Parameters,
    first_moment: Parameters,
    second_moment: Parameters,
    gradient: Parameters,
    pass: Pass,
    random: Random,
    step: usize,
    steps: usize,
}

/// The share of the mean that stays from one update of it to the next.
const MEAN_KEPT: f32 = 0.995;

/// Steps from one update of the mean to the next.
const MEAN_EVERY: usize = 8;

impl Learner {
    /// Begins with what `samples` are made of.
    pub(super) fn new(
        samples: &[Sample],
        vectors: &Vectors,
        labels: Labels,
        settings: &Settings,
        stock: &Stock,
        seed: u64,
    ) -> Self {
        let mut letters = Vec::new();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for word in samples.iter().flat_map(|sample| &sample.words) {
            let features = Features::of(word, Casing::Usual, &mut letters);
            *counts.entry(features.fingerprint).or_insert(0) += 1;
        }
        let mut by_count: Vec<(usize, u32)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= KNOWN)
            .map(|(fingerprint, count)| (count, fingerprint))
            .collect();
        by_count.sort_by(|a, b| b.cmp(a));
        let vocabulary: Vec<u32> = by_count
            .iter()
            .map(|&(_, fingerprint)| fingerprint)
            .collect();
        let known = by_count
            .iter()
            .zip(1..)
            .map(|(&(count, fingerprint), row)| (fingerprint, Known { row, count }))
            .collect();
        let shape = Shape {
            words: vocabulary.len() + 1,
            word_width: settings.word_width,
            vector_width: vectors.width(),
            affix_width: 32,
            width: settings.width,
            layers: settings.layers,
            arc: 96,
            label: 96,
            tags: labels.tags.len(),
            relations: labels.relations.len(),
            names: 15,
        };
        let mut random = Random::new(seed);
        let parameters = Parameters::random(&shape, &mut random);
        let words: usize = samples.iter().map(|sample| sample.words.len()).sum();
        Learner {
            settings: settings.clone(),
            stock: stock.clone(),
            shape,
            labels,
            vocabulary,
            known,
            vector_rows: vectors.rows(),
            vectors_checksum: vectors.checksum(),
            mean: parameters.clone(),
            first_moment: Parameters::zero(&shape),
            second_moment: Parameters::zero(&shape),
            gradient: Parameters::zero(&shape),
            parameters,
            pass: Pass::new(shape, vectors.table.numbers().collect()),
            random,
            step: 0,
            steps: settings.epochs * words.div_ceil(BATCH),
        }
    }

    /// Counts the numbers that are learned.
    pub(super) fn size(&self) -> usize {
        self.parameters.tensors.iter().map(Vec::len).sum()
    }

    /// Gives what it has learned so far.
    pub(super) fn weights(&self) -> Weights {
        let tags = self.labels.tags.iter();
        let relations = self.labels.relations.iter();
        Weights {
            shape: self.shape,
            tags: tags
                .map(|&(upos, xpos)| (upos.name().to_owned(), xpos.to_owned()))
                .collect(),
            relations: relations
                .map(|relation| relation.name().to_owned())
                .collect(),
            vocabulary: self.vocabulary.clone(),
            vectors: self.vectors_checksum,
            networks: vec![self.mean.weights(&self.shape)],
        }
    }

    /// Sees each sentence once; gives the mean losses of a word.
    pub(super) fn epoch(&mut self, samples: &[Sample]) -> Loss {
        let mut order: Vec<usize> = (0..samples.len()).collect();
        self.random.shuffle(&mut order);
        let mut total = Loss::default();
        let mut words = 0;
        let mut batch = Batch::default();
        for (place, &index) in order.iter().enumerate() {
            self.add(&samples[index], &mut batch);
            if batch.words.len() < BATCH && place + 1 < order.len() {
                continue;
            }
            let loss = self.learn(&batch);
            words += batch.words.len();
            total.tags += loss.tags;
            total.arcs += loss.arcs;
            total.labels += loss.labels;
            total.names += loss.names;
            batch = Batch::default();
        }
        let mean = |sum: f32| sum / words as f32;
        Loss {
            tags: mean(total.tags),
            arcs: mean(total.arcs),
            labels: mean(total.labels),
            names: mean(total.names),
        }
    }

    /// Adds a sentence, now and then in the capitals of a headline or with other people's names.
    fn add(&mut self, sample: &Sample, batch: &mut Batch) {
        let draw = self.random.unit();
        let casing: Option<fn(&str) -> String> = match draw {
            _ if draw < 0.02 => Some(|word| word.to_uppercase()),
            _ if draw < 0.06 => Some(title),
            _ => None,
        };
        let swapped = (self.random.unit() < self.settings.swap)
            .then(|| self.stock.swap(sample, &mut self.random))
            .flatten();
        let words = swapped.as_ref().unwrap_or(&sample.words);
        let recased: Option<Vec<String>> =
            casing.map(|casing| words.iter().map(|word| casing(word)).collect());
        let words = recased.as_ref().unwrap_or(words);
        let casing = Casing::of(words.iter().map(String::as_str));
        let mut letters = Vec::new();
        let start = batch.words.len();
        for word in words {
            let mut features = Features::of(word, casing, &mut letters);
            let row = match self.known.get(&features.fingerprint) {
                // Rare words are hidden often, so that the row of unknown words is learned.
                Some(known) => {
                    let hidden = self.settings.hide + 0.5 / (0.5 + known.count as f32);
                    if self.random.unit() < hidden {
                        0
                    } else {
                        known.row
                    }
                }
                None => 0,
            };
            if self.settings.hide > 0.0 {
                for affix in &mut features.affixes {
                    if self.random.unit() < self.settings.hide {
                        *affix = HIDDEN;
                    }
                }
            }
            let vector = self.vector_rows.get(&features.fingerprint);
            batch.words.push(row);
            batch.vectors.push(vector.map_or(0, |&row| row as usize));
            batch.affixes.push(features.affixes);
        }
        batch.sentences.push(start..batch.words.len());
        batch.tags.extend_from_slice(&sample.tags);
        batch.heads.extend_from_slice(&sample.heads);
        batch.relations.extend_from_slice(&sample.relations);
        batch.names.extend_from_slice(&sample.names);
    }

    /// Takes a step (AdamW) along the gradient of a batch.
    fn learn(&mut self, batch: &Batch) -> Loss {
        let dropout = Dropout {
            layers: self.settings.dropout,
            heads: self.settings.dropout,
        };
        let loss = self.pass.run(
            batch,
            &self.parameters,
            &mut self.gradient,
            dropout,
            &mut self.random,
        );
        self.step += 1;
        let rate = self.settings.rate * self.pace();
        let step = Step {
            rate,
            first_scale: 1.0 / (1.0 - power(FIRST_KEPT, self.step)),
            second_scale: 1.0 / (1.0 - power(SECOND_KEPT, self.step)),
        };
        let width = self.shape.word_width;
        let mut rows = batch.words.clone();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            self.step_along(step, WORDS, row * width..(row + 1) * width);
        }
        let width = self.shape.affix_width;
        let mut rows: Vec<u32> = batch.affixes.iter().flatten().copied().collect();
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|&row| row != HIDDEN);
        for row in rows {
            let row = row as usize;
            self.step_along(step, AFFIXES, row * width..(row + 1) * width);
        }
        for tensor in AFFIXES + 1..self.parameters.tensors.len() {
            let length = self.parameters.tensors[tensor].len();
            self.step_along(step, tensor, 0..length);
        }
        if self.step.is_multiple_of(MEAN_EVERY) {
            // The mean must not remember the random beginning.
            let kept = MEAN_KEPT.min(self.step as f32 / (self.step as f32 + 100.0));
            let pairs = self.mean.tensors.iter_mut().zip(&self.parameters.tensors);
            for (mean, now) in pairs {
                for (mean, now) in mean.iter_mut().zip(now) {
                    *mean += (1.0 - kept) * (now - *mean);
                }
            }
        }
        loss
    }

    /// Gives the share of the full rate: it rises at first, then falls to a little.
    fn pace(&self) -> f32 {
        const RISE: usize = 200;
        let done = self.step as f32 / self.steps.max(1) as f32;
        let rise = (self.step as f32 / RISE as f32).min(1.0);
        rise * (1.0 - 0.98 * done.min(1.0))
    }

    fn step_along(&mut self, step: Step, tensor: usize, range: std::ops::Range<usize>) {
        let values = &mut self.parameters.tensors[tensor][range.clone()];
        let gradient = &mut self.gradient.tensors[tensor][range.clone()];
        let first = &mut self.first_moment.tensors[tensor][range.clone()];
        let second = &mut self.second_moment.tensors[tensor][range];
        let moments = first.iter_mut().zip(second.iter_mut());
        for ((value, slope), (first, second)) in
            values.iter_mut().zip(gradient.iter_mut()).zip(moments)
        {
            *first += (1.0 - FIRST_KEPT) * (*slope - *first);
            *second += (1.0 - SECOND_KEPT) * (*slope * *slope - *second);
            let scaled = *first * step.first_scale / ((*second * step.second_scale).sqrt() + 1e-8);
            *value -= step.rate * scaled;
            *slope = 0.0;
        }
    }
}

const FIRST_KEPT: f32 = 0.9;
const SECOND_KEPT: f32 = 0.99;

#[derive(Clone, Copy)]
struct Step {
    rate: f32,
    first_scale: f32,
    second_scale: f32,
}

/// Multiplies `base` with itself, in the same order on each machine.
fn power(base: f32, exponent: usize) -> f32 {
    (0..exponent.min(2000)).fold(1.0, |product, _| product * base)
}

/// Writes a word as in a headline, small words apart.
fn title(word: &str) -> String {
    const SMALL: [&str; 14] = [
        "a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "n't",
    ];
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if !SMALL.contains(&word) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
