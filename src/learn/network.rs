//! The network in floating point, forwards and backwards.

use std::ops::Range;

use fearless_simd::dispatch;

use crate::analysis::model::activation::gate;
use crate::analysis::model::activation::gate_slope;
use crate::analysis::model::activation::squash;
use crate::analysis::model::activation::squash_slope;
use crate::analysis::model::feature::SLOTS;
use crate::analysis::model::weights::Shape;
use crate::learn::head::Heads;
use crate::learn::mask::mask_in_place;
use crate::learn::mask::masked;
use crate::learn::mask::sentence_masks;
use crate::learn::matrix::Space;
use crate::learn::matrix::View;
use crate::learn::matrix::add_rows;
use crate::learn::matrix::multiply;
use crate::learn::parameter::AFFIXES;
use crate::learn::parameter::DENSE;
use crate::learn::parameter::DENSE_BIAS;
use crate::learn::parameter::LAYERS;
use crate::learn::parameter::Parameters;
use crate::learn::parameter::TOP;
use crate::learn::parameter::TOP_BIAS;
use crate::learn::parameter::WORDS;
use crate::learn::random::Random;

/// Stands for a row that is not looked at.
pub(super) const HIDDEN: u32 = u32::MAX;

/// Sentences that are learned from in one step.
#[derive(Default)]
pub(super) struct Batch {
    /// Where each sentence lies among the words.
    pub(super) sentences: Vec<Range<usize>>,
    /// Rows of the table of words.
    pub(super) words: Vec<usize>,
    /// Rows of the table of vectors.
    pub(super) vectors: Vec<usize>,
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
    /// The table of vectors, which are not learned.
    vectors: Vec<f32>,
    space: Space,
    embedded: Vec<f32>,
    dense: Vec<f32>,
    traces: Vec<Trace>,
}

impl Pass {
    pub(super) fn new(shape: Shape, vectors: Vec<f32>) -> Self {
        Pass {
            shape,
            vectors,
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
        let rows = batch.words.iter().zip(&batch.vectors);
        for ((&word, &vector), affixes) in rows.zip(&batch.affixes) {
            let row = &parameters.tensors[WORDS][word * shape.word_width..];
            self.embedded.extend_from_slice(&row[..shape.word_width]);
            let row = &self.vectors[vector * shape.vector_width..];
            self.embedded.extend_from_slice(&row[..shape.vector_width]);
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
            let rest = &rest[shape.vector_width..];
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

/// Repeats a row.
pub(super) fn repeated(row: &[f32], times: usize) -> Vec<f32> {
    row.repeat(times)
}

#[inline(always)]
pub(super) fn add(places: &mut [f32], numbers: &[f32]) {
    for (place, x) in places.iter_mut().zip(numbers) {
        *place += x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::head::ARC_WEIGHT;
    use crate::learn::head::LABEL_WEIGHT;
    use crate::learn::head::NAME_WEIGHT;
    use crate::learn::head::TAG_WEIGHT;

    const SHAPE: Shape = Shape {
        words: 5,
        word_width: 4,
        vector_width: 2,
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
            vectors: vec![1, 2, 0, 1, 2, 0, 0, 0],
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
        let mut pass = Pass::new(SHAPE, vec![0.0, 0.0, 0.5, -0.25, -0.5, 0.75]);
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
