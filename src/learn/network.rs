//! The network in floating point, forwards and backwards.

use std::ops::Range;

use fearless_simd::dispatch;

use crate::analysis::model::activation::gate;
use crate::analysis::model::activation::gate_slope;
use crate::analysis::model::activation::squash;
use crate::analysis::model::activation::squash_slope;
use crate::analysis::model::feature::AFFIX_ROWS;
use crate::analysis::model::feature::SLOTS;
use crate::analysis::model::weights::DISTANCE_BUCKETS;
use crate::analysis::model::weights::Matrix;
use crate::analysis::model::weights::NetworkWeights;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Table;
use crate::analysis::model::weights::distance_bucket;
use crate::learn::matrix::Space;
use crate::learn::matrix::View;
use crate::learn::matrix::add_rows;
use crate::learn::matrix::exp;
use crate::learn::matrix::multiply;
use crate::learn::random::Random;

/// What is learned, or a gradient of it. Matrices lie input by input.
#[derive(Clone, Debug)]
pub(super) struct Parameters {
    /// In the order of the constants below; then matrix and bias of each recurrent layer.
    pub(super) tensors: Vec<Vec<f32>>,
}

pub(super) const WORDS: usize = 0;
pub(super) const AFFIXES: usize = 1;
const DENSE: usize = 2;
const DENSE_BIAS: usize = 3;
const TOP: usize = 4;
const TOP_BIAS: usize = 5;
const ARC: usize = 6;
const ARC_BIAS: usize = 7;
const ARC_ROOT: usize = 8;
const DISTANCE: usize = 9;
const LABEL_ROOT: usize = 10;
const LABEL: usize = 11;
const LABEL_BIAS: usize = 12;
const LAYERS: usize = 13;

impl Parameters {
    pub(super) fn zero(shape: &Shape) -> Self {
        let mut sizes = vec![
            shape.words * shape.word_width,
            AFFIX_ROWS * shape.affix_width,
            shape.input() * shape.width,
            shape.width,
            shape.width * shape.top(),
            shape.top(),
            shape.arc * shape.arc,
            shape.arc,
            shape.arc,
            DISTANCE_BUCKETS,
            shape.label,
            shape.label * shape.relations,
            shape.relations,
        ];
        for _ in 0..shape.layers {
            sizes.extend([shape.width * 3 * shape.width, 3 * shape.width]);
        }
        Parameters {
            tensors: sizes.into_iter().map(|size| vec![0.0; size]).collect(),
        }
    }

    pub(super) fn random(shape: &Shape, random: &mut Random) -> Self {
        let mut parameters = Parameters::zero(shape);
        let mut fill = |tensor: usize, limit: f32| {
            for x in &mut parameters.tensors[tensor] {
                *x = (2.0 * random.unit() - 1.0) * limit;
            }
        };
        let limit = |inputs: usize, outputs: usize| (6.0 / (inputs + outputs) as f32).sqrt();
        fill(WORDS, 0.1);
        fill(AFFIXES, 0.1);
        fill(DENSE, limit(shape.input(), shape.width));
        fill(TOP, limit(shape.width, shape.arc));
        fill(ARC, limit(shape.arc, shape.arc));
        fill(ARC_ROOT, 0.5);
        fill(LABEL_ROOT, 0.5);
        fill(LABEL, limit(shape.label, shape.relations));
        for layer in 0..shape.layers {
            fill(LAYERS + 2 * layer, limit(shape.width, shape.width));
        }
        for layer in 0..shape.layers {
            // A gate that begins half open keeps what was read for a few words.
            let bias = &mut parameters.tensors[LAYERS + 2 * layer + 1];
            for units in bias.chunks_exact_mut(shape.width / 2).skip(1).step_by(3) {
                units.fill(0.5);
            }
        }
        parameters
    }

    /// Rounds to the form that is shipped.
    pub(super) fn weights(&self, shape: &Shape) -> NetworkWeights {
        let matrix = |tensor: usize, inputs: usize| {
            let bias = &self.tensors[tensor + 1];
            Matrix::round(&self.tensors[tensor], inputs, bias.len(), bias)
        };
        NetworkWeights {
            words: Table::round(&self.tensors[WORDS], shape.word_width),
            affixes: Table::round(&self.tensors[AFFIXES], shape.affix_width),
            dense: matrix(DENSE, shape.input()),
            layers: (0..shape.layers)
                .map(|layer| matrix(LAYERS + 2 * layer, shape.width))
                .collect(),
            top: matrix(TOP, shape.width),
            arc: matrix(ARC, shape.arc),
            arc_root: self.tensors[ARC_ROOT].clone(),
            distance: self.tensors[DISTANCE].clone(),
            label_root: self.tensors[LABEL_ROOT].clone(),
            label: matrix(LABEL, shape.label),
        }
    }
}

/// Stands for a row that is not looked at.
pub(super) const HIDDEN: u32 = u32::MAX;

/// Sentences that are learned from in one step.
#[derive(Default)]
pub(super) struct Batch {
    /// Where each sentence lies among the words.
    pub(super) sentences: Vec<Range<usize>>,
    /// Rows of the table of words.
    pub(super) words: Vec<usize>,
    /// Rows of the table of affixes.
    pub(super) affixes: Vec<[u32; SLOTS]>,
    pub(super) tags: Vec<Option<usize>>,
    pub(super) heads: Vec<usize>,
    pub(super) relations: Vec<usize>,
    pub(super) names: Vec<u16>,
}

/// The losses of a batch, summed over words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Loss {
    pub(super) tags: f32,
    pub(super) arcs: f32,
    pub(super) labels: f32,
    pub(super) names: f32,
}

/// What a recurrent layer leaves for the way back.
#[derive(Default)]
struct Trace {
    /// What enters the layer.
    input: Vec<f32>,
    /// The same with some numbers left out.
    dropped: Vec<f32>,
    gates: Vec<f32>,
    carry: Vec<f32>,
}

/// How often numbers are left out, so that no number is relied on alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dropout {
    pub(super) layers: f32,
    pub(super) heads: f32,
}

/// Forward and backward pass over a batch, with their working memory.
pub(super) struct Pass {
    shape: Shape,
    space: Space,
    embedded: Vec<f32>,
    dense: Vec<f32>,
    traces: Vec<Trace>,
}

impl Pass {
    pub(super) fn new(shape: Shape) -> Self {
        Pass {
            shape,
            space: Space::default(),
            embedded: Vec::new(),
            dense: Vec::new(),
            traces: Vec::new(),
        }
    }

    /// Adds the gradient of the batch's loss to `gradient`.
    pub(super) fn run(
        &mut self,
        batch: &Batch,
        parameters: &Parameters,
        gradient: &mut Parameters,
        dropout: Dropout,
        random: &mut Random,
    ) -> Loss {
        let level = self.space.level();
        dispatch!(level, _ => self.run_inline(batch, parameters, gradient, dropout, random))
    }

    /// Inlined with all its loops, so that it is compiled for each set of instructions.
    #[inline(always)]
    fn run_inline(
        &mut self,
        batch: &Batch,
        parameters: &Parameters,
        gradient: &mut Parameters,
        dropout: Dropout,
        random: &mut Random,
    ) -> Loss {
        let shape = self.shape;
        let count = batch.words.len();
        let width = shape.width;
        let mut state = self.embed(batch, parameters);
        let mut masks = Vec::new();
        self.traces.clear();
        for layer in 0..shape.layers {
            let mask = sentence_masks(batch, width, dropout.layers, random);
            let mut trace = Trace {
                dropped: masked(&state, &mask),
                input: state,
                ..Trace::default()
            };
            trace.gates = repeated(&parameters.tensors[LAYERS + 2 * layer + 1], count);
            multiply(
                &mut self.space,
                (count, width, 3 * width),
                View::new(&trace.dropped, width),
                View::new(&parameters.tensors[LAYERS + 2 * layer], 3 * width),
                &mut trace.gates,
            );
            state = recur(&mut trace, &batch.sentences, width);
            self.traces.push(trace);
            masks.push(mask);
        }
        let mask = sentence_masks(batch, width, dropout.layers, random);
        let dropped = masked(&state, &mask);
        let mut top = repeated(&parameters.tensors[TOP_BIAS], count);
        multiply(
            &mut self.space,
            (count, width, shape.top()),
            View::new(&dropped, width),
            View::new(&parameters.tensors[TOP], shape.top()),
            &mut top,
        );

        let mut top_slope = vec![0.0; top.len()];
        let loss = Heads {
            shape,
            batch,
            parameters,
            gradient,
            dropout: dropout.heads,
            random,
            space: &mut self.space,
            top: &top,
            slope: &mut top_slope,
        }
        .run();

        // The way back.
        multiply(
            &mut self.space,
            (width, count, shape.top()),
            View::new(&dropped, width).transposed(),
            View::new(&top_slope, shape.top()),
            &mut gradient.tensors[TOP],
        );
        add_rows(&top_slope, &mut gradient.tensors[TOP_BIAS]);
        let mut slope = vec![0.0; count * width];
        multiply(
            &mut self.space,
            (count, shape.top(), width),
            View::new(&top_slope, shape.top()),
            View::new(&parameters.tensors[TOP], shape.top()).transposed(),
            &mut slope,
        );
        mask_in_place(&mut slope, &mask);
        for layer in (0..shape.layers).rev() {
            let trace = &self.traces[layer];
            let (gate_slopes, mut input_slope) = recur_back(trace, &batch.sentences, width, &slope);
            multiply(
                &mut self.space,
                (width, count, 3 * width),
                View::new(&trace.dropped, width).transposed(),
                View::new(&gate_slopes, 3 * width),
                &mut gradient.tensors[LAYERS + 2 * layer],
            );
            add_rows(&gate_slopes, &mut gradient.tensors[LAYERS + 2 * layer + 1]);
            let mut dropped_slope = vec![0.0; count * width];
            multiply(
                &mut self.space,
                (count, 3 * width, width),
                View::new(&gate_slopes, 3 * width),
                View::new(&parameters.tensors[LAYERS + 2 * layer], 3 * width).transposed(),
                &mut dropped_slope,
            );
            mask_in_place(&mut dropped_slope, &masks[layer]);
            add(&mut input_slope, &dropped_slope);
            slope = input_slope;
        }
        self.embed_back(batch, parameters, gradient, slope);
        loss
    }

    /// Looks up the rows of each word and takes them through the dense layer.
    #[inline(always)]
    fn embed(&mut self, batch: &Batch, parameters: &Parameters) -> Vec<f32> {
        let shape = &self.shape;
        self.embedded.clear();
        for (&word, affixes) in batch.words.iter().zip(&batch.affixes) {
            let row = &parameters.tensors[WORDS][word * shape.word_width..];
            self.embedded.extend_from_slice(&row[..shape.word_width]);
            for &affix in affixes {
                if affix == HIDDEN {
                    let end = self.embedded.len() + shape.affix_width;
                    self.embedded.resize(end, 0.0);
                    continue;
                }
                let row = &parameters.tensors[AFFIXES][affix as usize * shape.affix_width..];
                self.embedded.extend_from_slice(&row[..shape.affix_width]);
            }
        }
        self.dense = repeated(&parameters.tensors[DENSE_BIAS], batch.words.len());
        multiply(
            &mut self.space,
            (batch.words.len(), shape.input(), shape.width),
            View::new(&self.embedded, shape.input()),
            View::new(&parameters.tensors[DENSE], shape.width),
            &mut self.dense,
        );
        self.dense.iter().map(|&x| squash(x)).collect()
    }

    #[inline(always)]
    fn embed_back(
        &mut self,
        batch: &Batch,
        parameters: &Parameters,
        gradient: &mut Parameters,
        mut slope: Vec<f32>,
    ) {
        let shape = self.shape;
        let count = batch.words.len();
        for (slope, &x) in slope.iter_mut().zip(&self.dense) {
            *slope *= squash_slope(x);
        }
        multiply(
            &mut self.space,
            (shape.input(), count, shape.width),
            View::new(&self.embedded, shape.input()).transposed(),
            View::new(&slope, shape.width),
            &mut gradient.tensors[DENSE],
        );
        add_rows(&slope, &mut gradient.tensors[DENSE_BIAS]);
        let mut embedded = vec![0.0; self.embedded.len()];
        multiply(
            &mut self.space,
            (count, shape.width, shape.input()),
            View::new(&slope, shape.width),
            View::new(&parameters.tensors[DENSE], shape.width).transposed(),
            &mut embedded,
        );
        let rows = embedded.chunks_exact(shape.input());
        for ((&word, affixes), row) in batch.words.iter().zip(&batch.affixes).zip(rows) {
            let (of_word, rest) = row.split_at(shape.word_width);
            let start = word * shape.word_width;
            add(
                &mut gradient.tensors[WORDS][start..start + of_word.len()],
                of_word,
            );
            for (&affix, row) in affixes.iter().zip(rest.chunks_exact(shape.affix_width)) {
                if affix == HIDDEN {
                    continue;
                }
                let start = affix as usize * shape.affix_width;
                add(
                    &mut gradient.tensors[AFFIXES][start..start + row.len()],
                    row,
                );
            }
        }
    }
}

/// Runs a recurrent layer from both sides; gives what leaves it.
#[inline(always)]
fn recur(trace: &mut Trace, sentences: &[Range<usize>], width: usize) -> Vec<f32> {
    let half = width / 2;
    trace.carry = vec![0.0; trace.input.len()];
    let mut output = vec![0.0; trace.input.len()];
    let mut memory = vec![0f32; half];
    for sentence in sentences {
        for side in 0..2 {
            memory.fill(0.0);
            for step in 0..sentence.len() {
                let word = if side == 0 {
                    sentence.start + step
                } else {
                    sentence.end - 1 - step
                };
                let at = word * width + side * half;
                let gates = &trace.gates[(word * 2 + side) * 3 * half..][..3 * half];
                let (values, rest) = gates.split_at(half);
                let (forgets, opens) = rest.split_at(half);
                let input = &trace.input[at..at + half];
                let carry = &mut trace.carry[at..at + half];
                let output = &mut output[at..at + half];
                for unit in 0..half {
                    let forget = gate(forgets[unit]);
                    let open = gate(opens[unit]);
                    memory[unit] = forget * memory[unit] + (1.0 - forget) * values[unit];
                    carry[unit] = memory[unit];
                    output[unit] = open * squash(memory[unit]) + (1.0 - open) * input[unit];
                }
            }
        }
    }
    output
}

/// Takes the slope of what left a layer back to its gates and to what entered it.
#[inline(always)]
fn recur_back(
    trace: &Trace,
    sentences: &[Range<usize>],
    width: usize,
    slope: &[f32],
) -> (Vec<f32>, Vec<f32>) {
    let half = width / 2;
    let mut gate_slopes = vec![0.0; trace.gates.len()];
    let mut input_slope = vec![0.0; trace.input.len()];
    let mut memory = vec![0f32; half];
    let nothing = vec![0f32; half];
    for sentence in sentences {
        for side in 0..2 {
            memory.fill(0.0);
            for step in (0..sentence.len()).rev() {
                let word = if side == 0 {
                    sentence.start + step
                } else {
                    sentence.end - 1 - step
                };
                let at = word * width + side * half;
                let gates = &trace.gates[(word * 2 + side) * 3 * half..][..3 * half];
                let (values, rest) = gates.split_at(half);
                let (forgets, opens) = rest.split_at(half);
                let places = &mut gate_slopes[(word * 2 + side) * 3 * half..][..3 * half];
                let (value_slopes, rest) = places.split_at_mut(half);
                let (forget_slopes, open_slopes) = rest.split_at_mut(half);
                let before = match (step, side) {
                    (0, _) => &nothing[..],
                    (_, 0) => &trace.carry[at - width..][..half],
                    _ => &trace.carry[at + width..][..half],
                };
                let input = &trace.input[at..at + half];
                let carry = &trace.carry[at..at + half];
                let slope = &slope[at..at + half];
                let input_slope = &mut input_slope[at..at + half];
                for unit in 0..half {
                    let forget = gate(forgets[unit]);
                    let open = gate(opens[unit]);
                    let squashed = squash(carry[unit]);
                    open_slopes[unit] =
                        slope[unit] * (squashed - input[unit]) * gate_slope(opens[unit]);
                    input_slope[unit] = slope[unit] * (1.0 - open);
                    let carry_slope = slope[unit] * open * squash_slope(carry[unit]) + memory[unit];
                    value_slopes[unit] = carry_slope * (1.0 - forget);
                    forget_slopes[unit] =
                        carry_slope * (before[unit] - values[unit]) * gate_slope(forgets[unit]);
                    memory[unit] = carry_slope * forget;
                }
            }
        }
    }
    (gate_slopes, input_slope)
}

/// What is read off the top layer, and what its losses say.
struct Heads<'a> {
    shape: Shape,
    batch: &'a Batch,
    parameters: &'a Parameters,
    gradient: &'a mut Parameters,
    dropout: f32,
    random: &'a mut Random,
    space: &'a mut Space,
    top: &'a [f32],
    slope: &'a mut [f32],
}

/// What each task weighs in the loss.
const TAG_WEIGHT: f32 = 1.0;
const ARC_WEIGHT: f32 = 1.0;
const LABEL_WEIGHT: f32 = 1.0;
const NAME_WEIGHT: f32 = 0.5;

impl Heads<'_> {
    #[inline(always)]
    fn run(mut self) -> Loss {
        let shape = self.shape;
        let mut loss = Loss {
            tags: self.tags(),
            names: self.names(),
            labels: self.labels(),
            arcs: 0.0,
        };
        let arc_mask = sentence_masks(self.batch, 2 * shape.arc, self.dropout, self.random);
        let sentences: &[Range<usize>] = &self.batch.sentences;
        for sentence in sentences {
            loss.arcs += self.arcs(sentence.clone(), &arc_mask);
        }
        loss
    }

    fn per_word(&self) -> f32 {
        1.0 / self.batch.words.len() as f32
    }

    #[inline(always)]
    fn tags(&mut self) -> f32 {
        let shape = self.shape;
        let weight = TAG_WEIGHT * self.per_word();
        let mut loss = 0.0;
        for (word, &tag) in self.batch.tags.iter().enumerate() {
            let Some(tag) = tag else { continue };
            let start = word * shape.top();
            let slope = &mut self.slope[start..start + shape.tags];
            soft_max(&self.top[start..start + shape.tags], slope);
            loss -= slope[tag].max(1e-9).ln();
            slope[tag] -= 1.0;
            slope.iter_mut().for_each(|x| *x *= weight);
        }
        loss
    }

    #[inline(always)]
    fn names(&mut self) -> f32 {
        let shape = self.shape;
        let weight = NAME_WEIGHT * self.per_word();
        let mut loss = 0.0;
        let first = shape.top() - shape.names;
        for (word, &right) in self.batch.names.iter().enumerate() {
            let start = word * shape.top() + first;
            let slope = &mut self.slope[start..start + shape.names];
            soft_max(&self.top[start..start + shape.names], slope);
            let is_right = |label: usize| right >> label & 1 == 1;
            let mut sum = 0f32;
            for (label, &x) in slope.iter().enumerate() {
                if is_right(label) {
                    sum += x;
                }
            }
            let sum = sum.max(1e-9);
            loss -= sum.ln();
            for (label, x) in slope.iter_mut().enumerate() {
                if is_right(label) {
                    *x -= *x / sum;
                }
                *x *= weight;
            }
        }
        loss
    }

    #[inline(always)]
    fn labels(&mut self) -> f32 {
        let shape = self.shape;
        let batch = self.batch;
        let count = batch.words.len();
        let (size, top) = (shape.label, shape.top());
        let dependents_at = shape.tags + 2 * shape.arc;
        let heads_at = dependents_at + size;
        let mask = sentence_masks(batch, size, self.dropout, self.random);
        let mut sums = vec![0.0; count * size];
        let mut head_rows = vec![None; count];
        for sentence in &batch.sentences {
            for word in sentence.clone() {
                head_rows[word] = batch.heads[word]
                    .checked_sub(1)
                    .map(|head| sentence.start + head);
            }
        }
        for (word, sums) in sums.chunks_exact_mut(size).enumerate() {
            let head = match head_rows[word] {
                Some(head) => &self.top[head * top + heads_at..][..size],
                None => &self.parameters.tensors[LABEL_ROOT],
            };
            let dependent = &self.top[word * top + dependents_at..][..size];
            for ((sum, a), b) in sums.iter_mut().zip(dependent).zip(head) {
                *sum = a + b;
            }
        }
        let squashed: Vec<f32> = sums.iter().map(|&x| squash(x)).collect();
        let hidden = masked(&squashed, &mask);
        let mut scores = repeated(&self.parameters.tensors[LABEL_BIAS], count);
        multiply(
            self.space,
            (count, size, shape.relations),
            View::new(&hidden, size),
            View::new(&self.parameters.tensors[LABEL], shape.relations),
            &mut scores,
        );
        let weight = LABEL_WEIGHT * self.per_word();
        let mut loss = 0.0;
        let mut slopes = vec![0.0; scores.len()];
        for (word, &relation) in batch.relations.iter().enumerate() {
            let start = word * shape.relations;
            let slope = &mut slopes[start..start + shape.relations];
            soft_max(&scores[start..start + shape.relations], slope);
            loss -= slope[relation].max(1e-9).ln();
            slope[relation] -= 1.0;
            slope.iter_mut().for_each(|x| *x *= weight);
        }
        multiply(
            self.space,
            (size, count, shape.relations),
            View::new(&hidden, size).transposed(),
            View::new(&slopes, shape.relations),
            &mut self.gradient.tensors[LABEL],
        );
        add_rows(&slopes, &mut self.gradient.tensors[LABEL_BIAS]);
        let mut back = vec![0.0; hidden.len()];
        multiply(
            self.space,
            (count, shape.relations, size),
            View::new(&slopes, shape.relations),
            View::new(&self.parameters.tensors[LABEL], shape.relations).transposed(),
            &mut back,
        );
        mask_in_place(&mut back, &mask);
        for (x, &sum) in back.iter_mut().zip(&sums) {
            *x *= squash_slope(sum);
        }
        for (word, row) in back.chunks_exact(size).enumerate() {
            add(&mut self.slope[word * top + dependents_at..][..size], row);
            match head_rows[word] {
                Some(head) => add(&mut self.slope[head * top + heads_at..][..size], row),
                None => add(&mut self.gradient.tensors[LABEL_ROOT], row),
            }
        }
        loss
    }

    #[inline(always)]
    fn arcs(&mut self, sentence: Range<usize>, mask: &Masks) -> f32 {
        let shape = self.shape;
        let (size, top) = (shape.arc, shape.top());
        let count = sentence.len();
        let heads_of = count + 1;
        let dependents_at = shape.tags;
        let heads_at = dependents_at + size;
        let mask = mask.row(sentence.start);
        let (dependent_mask, head_mask) = mask.split_at(size);

        let mut dependents = Vec::with_capacity(count * size);
        let mut heads = Vec::with_capacity(heads_of * size);
        let root = &self.parameters.tensors[ARC_ROOT];
        heads.extend(root.iter().map(|&x| squash(x)));
        for word in sentence.clone() {
            let row = &self.top[word * top..][..top];
            let part = row[dependents_at..][..size].iter().zip(dependent_mask);
            dependents.extend(part.map(|(&x, m)| squash(x) * m));
            let part = row[heads_at..][..size].iter().zip(head_mask);
            heads.extend(part.map(|(&x, m)| squash(x) * m));
        }
        let mut turned = repeated(&self.parameters.tensors[ARC_BIAS], count);
        multiply(
            self.space,
            (count, size, size),
            View::new(&dependents, size),
            View::new(&self.parameters.tensors[ARC], size),
            &mut turned,
        );
        let mut scores = vec![0.0; count * heads_of];
        multiply(
            self.space,
            (count, size, heads_of),
            View::new(&turned, size),
            View::new(&heads, size).transposed(),
            &mut scores,
        );
        let distance = &self.parameters.tensors[DISTANCE];
        let weight = ARC_WEIGHT * self.per_word();
        let mut loss = 0.0;
        let mut slopes = vec![0.0; scores.len()];
        for word in 0..count {
            let row = &mut scores[word * heads_of..][..heads_of];
            for (head, score) in row[1..].iter_mut().enumerate() {
                *score += distance[distance_bucket(word, head)];
            }
            row[word + 1] = -1e9;
            let slope = &mut slopes[word * heads_of..][..heads_of];
            soft_max(row, slope);
            slope[word + 1] = 0.0;
            let gold = self.batch.heads[sentence.start + word];
            loss -= slope[gold].max(1e-9).ln();
            slope[gold] -= 1.0;
            slope.iter_mut().for_each(|x| *x *= weight);
            for (head, x) in slope[1..].iter().enumerate() {
                self.gradient.tensors[DISTANCE][distance_bucket(word, head)] += x;
            }
        }
        let mut turned_slope = vec![0.0; turned.len()];
        multiply(
            self.space,
            (count, heads_of, size),
            View::new(&slopes, heads_of),
            View::new(&heads, size),
            &mut turned_slope,
        );
        let mut head_slope = vec![0.0; heads.len()];
        multiply(
            self.space,
            (heads_of, count, size),
            View::new(&slopes, heads_of).transposed(),
            View::new(&turned, size),
            &mut head_slope,
        );
        multiply(
            self.space,
            (size, count, size),
            View::new(&dependents, size).transposed(),
            View::new(&turned_slope, size),
            &mut self.gradient.tensors[ARC],
        );
        add_rows(&turned_slope, &mut self.gradient.tensors[ARC_BIAS]);
        let mut dependent_slope = vec![0.0; dependents.len()];
        multiply(
            self.space,
            (count, size, size),
            View::new(&turned_slope, size),
            View::new(&self.parameters.tensors[ARC], size).transposed(),
            &mut dependent_slope,
        );
        let (of_root, of_words) = head_slope.split_at(size);
        let root_gradient = &mut self.gradient.tensors[ARC_ROOT];
        for ((place, x), &value) in root_gradient.iter_mut().zip(of_root).zip(root) {
            *place += x * squash_slope(value);
        }
        for (index, word) in sentence.enumerate() {
            let values = &self.top[word * top..][..top];
            let places = &mut self.slope[word * top..][..top];
            let back = |places: &mut [f32], values: &[f32], mask: &[f32], slope: &[f32]| {
                for unit in 0..size {
                    places[unit] = slope[unit] * mask[unit] * squash_slope(values[unit]);
                }
            };
            back(
                &mut places[dependents_at..][..size],
                &values[dependents_at..][..size],
                dependent_mask,
                &dependent_slope[index * size..][..size],
            );
            back(
                &mut places[heads_at..][..size],
                &values[heads_at..][..size],
                head_mask,
                &of_words[index * size..][..size],
            );
        }
        loss
    }
}

/// Numbers to multiply with, one row for each sentence: 0 for what is left out.
struct Masks {
    width: usize,
    rows: Vec<f32>,
    /// The row of each word.
    row_of: Vec<u32>,
}

impl Masks {
    fn row(&self, word: usize) -> &[f32] {
        &self.rows[self.row_of[word] as usize * self.width..][..self.width]
    }
}

fn sentence_masks(batch: &Batch, width: usize, rate: f32, random: &mut Random) -> Masks {
    let kept = 1.0 / (1.0 - rate);
    let rows = (0..batch.sentences.len() * width)
        .map(|_| if random.unit() < rate { 0.0 } else { kept })
        .collect();
    let mut row_of = Vec::with_capacity(batch.words.len());
    for (row, sentence) in batch.sentences.iter().enumerate() {
        row_of.resize(sentence.end, row as u32);
    }
    Masks {
        width,
        rows,
        row_of,
    }
}

#[inline(always)]
fn masked(numbers: &[f32], masks: &Masks) -> Vec<f32> {
    let mut masked = numbers.to_vec();
    mask_in_place(&mut masked, masks);
    masked
}

#[inline(always)]
fn mask_in_place(numbers: &mut [f32], masks: &Masks) {
    for (word, row) in numbers.chunks_exact_mut(masks.width).enumerate() {
        for (x, m) in row.iter_mut().zip(masks.row(word)) {
            *x *= m;
        }
    }
}

/// Repeats a row.
fn repeated(row: &[f32], times: usize) -> Vec<f32> {
    row.repeat(times)
}

#[inline(always)]
fn add(places: &mut [f32], numbers: &[f32]) {
    for (place, x) in places.iter_mut().zip(numbers) {
        *place += x;
    }
}

/// Turns scores into probabilities.
#[inline(always)]
fn soft_max(scores: &[f32], out: &mut [f32]) {
    let largest = scores
        .iter()
        .fold(f32::NEG_INFINITY, |most, &x| most.max(x));
    for (place, &score) in out.iter_mut().zip(scores) {
        *place = exp(score - largest);
    }
    let sum: f32 = out.iter().sum();
    let scale = 1.0 / sum;
    out.iter_mut().for_each(|x| *x *= scale);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        words: 5,
        word_width: 4,
        affix_width: 2,
        width: 6,
        layers: 2,
        arc: 4,
        label: 4,
        tags: 3,
        relations: 3,
        names: 15,
    };

    fn batch() -> Batch {
        Batch {
            sentences: vec![0..3, 3..4, 4..8],
            words: vec![1, 2, 3, 4, 0, 1, 2, 2],
            affixes: (0..8).map(|i| [i, i + 1, 3, 4, 5, 6, 7]).collect(),
            tags: [0, 1, 2, 0, 1, 2, 0, 1].map(Some).to_vec(),
            heads: vec![2, 0, 2, 0, 2, 3, 0, 3],
            relations: vec![0, 1, 2, 1, 0, 2, 1, 0],
            names: vec![1, 2, 4, 0b110, 1, 1 << 14, 1, 0b111],
        }
    }

    fn total(pass: &mut Pass, parameters: &Parameters) -> (f64, Parameters) {
        let mut gradient = Parameters::zero(&SHAPE);
        let dropout = Dropout {
            layers: 0.3,
            heads: 0.3,
        };
        let mut random = Random::new(5);
        let loss = pass.run(&batch(), parameters, &mut gradient, dropout, &mut random);
        let sum = TAG_WEIGHT * loss.tags
            + ARC_WEIGHT * loss.arcs
            + LABEL_WEIGHT * loss.labels
            + NAME_WEIGHT * loss.names;
        (f64::from(sum) / 8.0, gradient)
    }

    #[test]
    fn gradients_agree_with_differences() {
        let mut random = Random::new(3);
        let mut parameters = Parameters::random(&SHAPE, &mut random);
        for tensor in &mut parameters.tensors {
            for x in tensor {
                *x += 0.4 * (random.unit() - 0.5);
            }
        }
        let mut pass = Pass::new(SHAPE);
        let (_, gradient) = total(&mut pass, &parameters);
        for tensor in 0..parameters.tensors.len() {
            let mut compared = 0;
            for place in 0..parameters.tensors[tensor].len() {
                let expected = gradient.tensors[tensor][place];
                if expected == 0.0 || compared > 12 {
                    continue;
                }
                compared += 1;
                let value = parameters.tensors[tensor][place];
                let delta = 4e-3;
                parameters.tensors[tensor][place] = value + delta;
                let (above, _) = total(&mut pass, &parameters);
                parameters.tensors[tensor][place] = value - delta;
                let (below, _) = total(&mut pass, &parameters);
                parameters.tensors[tensor][place] = value;
                let measured = ((above - below) / f64::from(2.0 * delta)) as f32;
                assert!(
                    (measured - expected).abs() < 1e-3 + 0.02 * expected.abs(),
                    "tensor {tensor} at {place}: {measured} measured, {expected} computed"
                );
            }
            assert!(compared > 0, "tensor {tensor} has no gradient");
        }
    }
}
