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
    #[inline(always)]
    pub(super) fn apply(&self, x: &[i16], y: &mut Vec<f32>) {
        let rows = x.len() / self.inputs;
        y.clear();
        y.resize(rows * self.outputs, 0.0);
        let pairs = x.chunks_exact(2 * self.inputs);
        let (last, places) = (pairs.remainder(), y.chunks_exact_mut(2 * self.outputs));
        for (x, y) in pairs.zip(places) {
            self.pair(x, y);
        }
        if !last.is_empty() {
            let start = (rows - 1) * self.outputs;
            self.row(last, &mut y[start..]);
        }
    }

    /// Multiplies two rows with four outputs at a time, so that what is loaded is used often.
    #[inline(always)]
    fn pair(&self, x: &[i16], y: &mut [f32]) {
        let size = self.inputs;
        let (xa, xb) = x.split_at(size);
        let (ya, yb) = y.split_at_mut(self.outputs);
        let scaled = self.scales.chunks(4).zip(self.bias.chunks(4));
        for (((w, ya), yb), (scales, bias)) in self
            .weights
            .chunks(4 * size)
            .zip(ya.chunks_mut(4))
            .zip(yb.chunks_mut(4))
            .zip(scaled)
        {
            let mut sums = [[0i32; 4]; 2];
            if let Some([w0, w1, w2, w3]) = quarters(w, size) {
                let [[a0, a1, a2, a3], [b0, b1, b2, b3]] = &mut sums;
                let weights = w0.iter().zip(w1).zip(w2).zip(w3);
                for ((&xa, &xb), (((&w0, &w1), &w2), &w3)) in xa.iter().zip(xb).zip(weights) {
                    let (xa, xb) = (i32::from(xa), i32::from(xb));
                    let (w0, w1) = (i32::from(w0), i32::from(w1));
                    let (w2, w3) = (i32::from(w2), i32::from(w3));
                    *a0 = a0.wrapping_add(xa * w0);
                    *a1 = a1.wrapping_add(xa * w1);
                    *a2 = a2.wrapping_add(xa * w2);
                    *a3 = a3.wrapping_add(xa * w3);
                    *b0 = b0.wrapping_add(xb * w0);
                    *b1 = b1.wrapping_add(xb * w1);
                    *b2 = b2.wrapping_add(xb * w2);
                    *b3 = b3.wrapping_add(xb * w3);
                }
            } else {
                for (lane, w) in w.chunks_exact(size).enumerate() {
                    sums[0][lane] = dot(xa, w);
                    sums[1][lane] = dot(xb, w);
                }
            }
            for (y, sums) in [ya, yb].into_iter().zip(sums) {
                let scaled = scales.iter().zip(bias);
                for ((y, sum), (scale, bias)) in y.iter_mut().zip(sums).zip(scaled) {
                    *y = sum as f32 * scale + bias;
                }
            }
        }
    }

    #[inline(always)]
    fn row(&self, x: &[i16], y: &mut [f32]) {
        let rows = self.weights.chunks_exact(self.inputs);
        let scaled = self.scales.iter().zip(&self.bias);
        for ((y, w), (scale, bias)) in y.iter_mut().zip(rows).zip(scaled) {
            *y = dot(x, w) as f32 * scale + bias;
        }
    }
}

/// Cuts four rows apart.
#[inline(always)]
fn quarters(rows: &[i16], size: usize) -> Option<[&[i16]; 4]> {
    let (first, rest) = rows.split_at_checked(size)?;
    let (second, rest) = rest.split_at_checked(size)?;
    let (third, fourth) = rest.split_at_checked(size)?;
    (fourth.len() == size).then_some([first, second, third, fourth])
}

/// Multiplies two rows.
#[inline(always)]
pub(super) fn dot(x: &[i16], w: &[i16]) -> i32 {
    x.iter()
        .zip(w)
        .map(|(&x, &w)| i32::from(x) * i32::from(w))
        .fold(0i32, i32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_pairs_of_rows_give_the_same() {
        let (inputs, outputs) = (10, 7);
        let numbers: Vec<f32> = (0..inputs * outputs)
            .map(|i| ((i * 37 % 19) as f32 - 9.0) / 9.0)
            .collect();
        let bias: Vec<f32> = (0..outputs).map(|i| i as f32).collect();
        let linear = Linear::new(&Matrix::round(&numbers, inputs, outputs, &bias));
        let x: Vec<i16> = (0..3 * inputs as i16).map(|i| i * 131 - 2000).collect();
        let mut together = Vec::new();
        linear.apply(&x, &mut together);
        let mut apart = Vec::new();
        for row in x.chunks_exact(inputs) {
            let mut one = Vec::new();
            linear.apply(row, &mut one);
            apart.extend(one);
        }
        assert_eq!(together, apart);
        let exact: f32 = (0..inputs)
            .map(|i| f32::from(x[i]) / ONE * numbers[i * outputs + 2])
            .sum();
        assert!((together[2] - exact - 2.0).abs() < 0.05);
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        assert_eq!((fixed(1.0), fixed(-1.0), fixed(0.0)), (4096, -4096, 0));
        assert_eq!((fixed(0.6 / ONE), fixed(-0.6 / ONE)), (1, -1));
        assert_eq!((fixed(7.9), fixed(-7.9)), (32358, -32358));
    }
}
