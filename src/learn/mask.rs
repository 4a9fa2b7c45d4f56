//! Numbers that are left out in training, so that no number is relied on alone.

use crate::learn::network::Batch;
use crate::learn::random::Random;

/// Numbers to multiply with, one row for each sentence: 0 for what is left out.
pub(super) struct Masks {
    width: usize,
    rows: Vec<f32>,
    /// The row of each word.
    row_of: Vec<u32>,
}

impl Masks {
    pub(super) fn row(&self, word: usize) -> &[f32] {
        &self.rows[self.row_of[word] as usize * self.width..][..self.width]
    }
}

/// Draws what is left out, the same for all words of a sentence.
pub(super) fn sentence_masks(batch: &Batch, width: usize, rate: f32, random: &mut Random) -> Masks {
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
pub(super) fn masked(numbers: &[f32], masks: &Masks) -> Vec<f32> {
    let mut masked = numbers.to_vec();
    mask_in_place(&mut masked, masks);
    masked
}

#[inline(always)]
pub(super) fn mask_in_place(numbers: &mut [f32], masks: &Masks) {
    for (word, row) in numbers.chunks_exact_mut(masks.width).enumerate() {
        for (x, m) in row.iter_mut().zip(masks.row(word)) {
            *x *= m;
        }
    }
}
