//! Matrix products in whole numbers.
//!
//! Activations have 16 bits, weights 8 (kept as 16), sums 32. Whole numbers add up to the same
//! whatever the order, so each machine gets the same bits however wide its registers are.

use crate::analysis::model::weights::Matrix;

/// An activation of 1.
pub(super) const ONE: f32 = 4096.0;

/// Rounds an activation in −1 ..= 1 (up to ±7 is safe) to 16 bits.
#[inline(always)]
pub(super) fn fixed(x: f32) -> i16 {
    // Adding 1.5 * 2^23 leaves the rounded number in the low bits; a cast would test for NaN.
    const SHIFT: f32 = 12_582_912.0;
    ((x * ONE + SHIFT).to_bits().wrapping_sub(SHIFT.to_bits())) as i16
}

/// A matrix ready for use.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    inputs: usize,
    outputs: usize,
    /// A row for each output.
    weights: Vec<i16>,
    /// What a sum is multiplied by.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    pub(super) fn new(matrix: &Matrix) -> Self {
        Linear {
            inputs: matrix.inputs,
            outputs: matrix.scales.len(),
            weights: matrix.values.iter().map(|&x| i16::from(x)).collect(),
            scales: matrix.scales.iter().map(|scale| scale / ONE).collect(),
            bias: matrix.bias.clone(),
        }
    }

    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies each row of `x` and writes the rows of results.
    pub(super) fn apply(&self, x: &[i16], y: &mut Vec<f32>) {
        let rows = x.len() / self.inputs;
        y.clear();
        y.resize(rows * self.outputs, 0.0);
        self.rows(x, y);
    }

    fn rows(&self, x: &[i16], y: &mut [f32]) {
        for (x, y) in x
            .chunks_exact(self.inputs)
            .zip(y.chunks_exact_mut(self.outputs))
        {
            let scaled = self.scales.iter().zip(&self.bias);
            for ((y, w), (scale, bias)) in y
                .iter_mut()
                .zip(self.weights.chunks_exact(self.inputs))
                .zip(scaled)
            {
                *y = dot(x, w) as f32 * scale + bias;
            }
        }
    }
}

/// Multiplies two rows.
#[inline(always)]
pub(super) fn dot(x: &[i16], w: &[i16]) -> i32 {
    x.iter()
        .zip(w)
        .map(|(&x, &w)| i32::from(x) * i32::from(w))
        .fold(0i32, i32::wrapping_add)
}
