//! Learns the weights from the treebanks of a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::analysis::model::Model;
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
use crate::learn::score::score_model;
use crate::learn::treebank;
use crate::learn::treebank::Labels;
use crate::learn::treebank::LearnError;
use crate::learn::treebank::Sample;
use crate::text::Document;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Decides every random choice.
    pub seed: u64,
    /// Networks whose scores are added up; each has a seed of its own, one higher than the last.
    pub networks: usize,
    /// How often each sentence is seen.
    pub epochs: usize,
    /// Numbers for a word in its sentence.
    pub width: usize,
    /// Numbers for a word of the vocabulary.
    pub word_width: usize,
    /// How often numbers inside the network are left out.
    pub dropout: f32,
    /// How often an end of a word, or the word itself, is hidden.
    pub hide: f32,
    /// Recurrent layers.
    pub layers: usize,
    /// The length of a step after the first steps.
    pub rate: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 1,
            networks: 2,
            epochs: 30,
            width: 192,
            word_width: 64,
            dropout: 0.25,
            hide: 0.0,
            layers: 3,
            rate: 0.003,
        }
    }
}

impl fmt::Display for Settings {
    /// Writes the settings as arguments of the command.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "--seed {} --networks {} --epochs {} --width {} --word-width {} --layers {} --dropout {} --hide {} --rate {}",
            self.seed,
            self.networks,
            self.epochs,
            self.width,
            self.word_width,
            self.layers,
            self.dropout,
            self.hide,
            self.rate
        )
    }
}

/// Words in a batch.
const BATCH: usize = 400;

/// Words seen less often than this share the row of unknown words.
const KNOWN: usize = 2;

/// What is told while learning.
pub enum Report<'r> {
    /// How it goes; lines that begin with a space are scores.
    Line(&'r str),
    /// What the networks that are ready have learned, and how many they are.
    Ready(&'r Weights, usize),
}

/// Learns from every `…-train.conllu` of `folder`, with `vectors` as they are; tells `report` how well it does on every
/// `…-dev.conllu` there.
pub fn learn(
    folder: &Path,
    vectors: &Vectors,
    settings: &Settings,
    report: &mut dyn FnMut(Report<'_>),
) -> Result<Weights, LearnError> {
    let mut training = Vec::new();
    let mut all = Vec::new();
    for path in treebank::files(folder, "-train.conllu")? {
        let documents = treebank::read(&path)?;
        all.extend(documents.iter().cloned());
        training.push(documents);
    }
    if training.is_empty() {
        return Err(LearnError::NoTreebank {
            path: folder.to_owned(),
        });
    }
    let labels = Labels::of(&all);
    let samples: Vec<Sample> = training
        .iter()
        .flat_map(|documents| treebank::samples(documents, &labels))
        .collect();
    let mut checks = Vec::new();
    for path in treebank::files(folder, "-dev.conllu")? {
        let name = path.file_stem().unwrap_or_default();
        checks.push((name.to_string_lossy().into_owned(), treebank::read(&path)?));
    }
    let mut weights: Option<Weights> = None;
    for number in 0..settings.networks.max(1) {
        let seed = settings.seed.wrapping_add(number as u64);
        let mut learner = Learner::new(&samples, vectors, labels.clone(), settings, seed);
        report(Report::Line(&format!(
            "seed {seed}: {} sentences, {} words of vocabulary, {} numbers to learn",
            samples.len(),
            learner.vocabulary.len(),
            learner
                .parameters
                .tensors
                .iter()
                .map(Vec::len)
                .sum::<usize>(),
        )));
        for epoch in 1..=settings.epochs {
            let loss = learner.epoch(&samples);
            report(Report::Line(&format!(
                "epoch {epoch}: losses: tags {:.4}, arcs {:.4}, labels {:.4}, names {:.4}",
                loss.tags, loss.arcs, loss.labels, loss.names
            )));
            if epoch % 5 == 0 || epoch == settings.epochs {
                report_scores(&learner.weights(), vectors, &checks, report);
            }
        }
        match &mut weights {
            Some(weights) => {
                weights.networks.extend(learner.weights().networks);
                report(Report::Line(&format!(
                    "{} networks together:",
                    weights.networks.len()
                )));
                report_scores(weights, vectors, &checks, report);
            }
            None => weights = Some(learner.weights()),
        }
        if let Some(weights) = &weights {
            report(Report::Ready(weights, number + 1));
        }
    }
    Ok(weights.expect("the loop runs at least once"))
}

/// Tells how well weights do on the treebanks that are not learned from.
fn report_scores(
    weights: &Weights,
    vectors: &Vectors,
    checks: &[(String, Vec<(Document, Analysis)>)],
    report: &mut dyn FnMut(Report<'_>),
) {
    if let Ok(model) = Model::new(weights, vectors) {
        for (name, documents) in checks {
            let scores = score_model(&model, documents);
            report(Report::Line(&format!("  {name}: {scores}")));
        }
    }
}

/// A word of the training text.
#[derive(Clone, Copy)]
struct Known {
    row: usize,
    count: usize,
}

struct Learner {
    settings: Settings,
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
    fn new(
        samples: &[Sample],
        vectors: &Vectors,
        labels: Labels,
        settings: &Settings,
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

    fn weights(&self) -> Weights {
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
    fn epoch(&mut self, samples: &[Sample]) -> Loss {
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

    /// Adds a sentence, now and then in the capitals of a headline.
    fn add(&mut self, sample: &Sample, batch: &mut Batch) {
        let draw = self.random.unit();
        let casing: Option<fn(&str) -> String> = match draw {
            _ if draw < 0.02 => Some(|word| word.to_uppercase()),
            _ if draw < 0.06 => Some(title),
            _ => None,
        };
        let recased: Option<Vec<String>> =
            casing.map(|casing| sample.words.iter().map(|word| casing(word)).collect());
        let words = recased.as_ref().unwrap_or(&sample.words);
        let casing = Casing::of(words.iter().map(String::as_str));
        let mut letters = Vec::new();
        let start = batch.words.len();
        for word in words {
            let features = Features::of(word, casing, &mut letters);
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
            let mut affixes = features.affixes;
            if self.settings.hide > 0.0 {
                for affix in &mut affixes {
                    if self.random.unit() < self.settings.hide {
                        *affix = HIDDEN;
                    }
                }
            }
            let vector = self.vector_rows.get(&features.fingerprint);
            batch.words.push(row);
            batch.vectors.push(vector.map_or(0, |&row| row as usize));
            batch.affixes.push(affixes);
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

#[cfg(test)]
mod tests {
    use super::*;

    const TREEBANK: &str = "\
# newdoc id = a
# text = Ana sees dogs.
1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new)
2\tsees\tsee\tVERB\tVBZ\t_\t0\troot\t_\t_
3\tdogs\tdog\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Dogs bark.
1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Ana sees Ana bark.
1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-giv)
2\tsees\tsee\tVERB\tVBZ\t_\t0\troot\t_\t_
3\tAna\tAna\tPROPN\tNNP\t_\t2\tobj\t_\tEntity=(1-person-giv)
4\tbark\tbark\tVERB\tVBP\t_\t2\txcomp\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
";

    fn learned(seed: u64) -> Weights {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a-train.conllu"), TREEBANK).unwrap();
        let settings = Settings {
            seed,
            networks: 1,
            epochs: 200,
            width: 32,
            dropout: 0.0,
            ..Settings::default()
        };
        learn(folder.path(), &Vectors::none(), &settings, &mut |_| ()).unwrap()
    }

    #[test]
    fn a_few_sentences_are_learned_by_heart() {
        let weights = learned(1);
        let model = Model::new(&weights, &Vectors::none()).unwrap();
        let words = ["Ana", "sees", "dogs", ".", "Dogs", "bark", "."];
        let reading = model.read(&words, &[0..4, 4..7]);
        let heads: Vec<_> = reading
            .dependencies
            .iter()
            .map(|dependency| dependency.head.map(|head| head.0))
            .collect();
        let expected = [Some(1), None, Some(1), Some(1), Some(5), None, Some(5)];
        assert_eq!(heads, expected);
        let labels: Vec<_> = reading
            .dependencies
            .iter()
            .map(|dependency| dependency.deprel.name())
            .collect();
        let expected = ["nsubj", "root", "obj", "punct", "nsubj", "root", "punct"];
        assert_eq!(labels, expected);
        assert!(reading.names.iter().any(|name| name.tokens == (0..1)));
    }

    #[test]
    fn one_seed_gives_the_same_bytes_again() {
        assert_eq!(learned(7).to_bytes(), learned(7).to_bytes());
        assert_ne!(learned(7).to_bytes(), learned(8).to_bytes());
    }
}
