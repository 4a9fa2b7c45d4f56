//! What is read off the network's last layer: tags, arcs, their labels, names; and their losses.

use std::ops::Range;

use crate::analysis::model::activation::squash;
use crate::analysis::model::activation::squash_slope;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::distance_bucket;
use crate::learn::mask::Masks;
use crate::learn::mask::mask_in_place;
use crate::learn::mask::masked;
use crate::learn::mask::sentence_masks;
use crate::learn::matrix::Space;
use crate::learn::matrix::View;
use crate::learn::matrix::add_rows;
use crate::learn::matrix::exp;
use crate::learn::matrix::multiply;
use crate::learn::network::Batch;
use crate::learn::network::Loss;
use crate::learn::network::add;
use crate::learn::network::repeated;
use crate::learn::parameter::ARC;
use crate::learn::parameter::ARC_BIAS;
use crate::learn::parameter::ARC_ROOT;
use crate::learn::parameter::DISTANCE;
use crate::learn::parameter::LABEL;
use crate::learn::parameter::LABEL_BIAS;
use crate::learn::parameter::LABEL_ROOT;
use crate::learn::parameter::Parameters;
use crate::learn::random::Random;

/// What is read off the top layer, and what its losses say.
pub(super) struct Heads<'a> {
    pub(super) shape: Shape,
    pub(super) batch: &'a Batch,
    pub(super) parameters: &'a Parameters,
    pub(super) gradient: &'a mut Parameters,
    pub(super) dropout: f32,
    pub(super) random: &'a mut Random,
    pub(super) space: &'a mut Space,
    pub(super) top: &'a [f32],
    pub(super) slope: &'a mut [f32],
}

/// What each task weighs in the loss.
pub(super) const TAG_WEIGHT: f32 = 1.0;
pub(super) const ARC_WEIGHT: f32 = 1.0;
pub(super) const LABEL_WEIGHT: f32 = 1.0;
pub(super) const NAME_WEIGHT: f32 = 0.5;

impl Heads<'_> {
    #[inline(always)]
    /// Computes the losses and, in `slope`, what they say of the top layer.
    pub(super) fn run(mut self) -> Loss {
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
