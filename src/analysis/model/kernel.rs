//! Matrix products in whole numbers.
//!
//! Activations have 16 bits, weights 8 (kept as 16), sums 32. Whole numbers add up to the same
//! whatever the order, so each machine gets the same bits however wide its registers are.

use fearless_simd::Simd;
use fearless_simd::i16x32;
use fearless_simd::i32x16;
use fearless_simd::prelude::*;

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

/// Outputs that are computed together.
const GROUP: usize = 16;

/// Rows that are computed together.
const ROWS: usize = 4;

/// A matrix ready for use.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    inputs: usize,
    outputs: usize,
    /// For each group of outputs, for each pair of inputs: the pair's weights for each output.
    panels: Vec<[i16; 2 * GROUP]>,
    /// What the sums of a group are multiplied by.
    scales: Vec<[f32; GROUP]>,
    bias: Vec<[f32; GROUP]>,
}

impl Linear {
    /// Takes a matrix whose inputs are even in number.
    pub(super) fn new(matrix: &Matrix) -> Self {
        let (inputs, outputs) = (matrix.inputs, matrix.scales.len());
        let groups = outputs.div_ceil(GROUP);
        let mut panels = vec![[0; 2 * GROUP]; groups * inputs / 2];
        for (output, row) in matrix.values.chunks_exact(inputs).enumerate() {
            let first = output / GROUP * (inputs / 2);
            for (pair, weights) in row.chunks_exact(2).enumerate() {
                for (lane, &weight) in weights.iter().enumerate() {
                    panels[first + pair][output % GROUP * 2 + lane] = i16::from(weight);
                }
            }
        }
        let grouped = |numbers: &[f32], factor: f32| {
            let mut groups = vec![[0.0; GROUP]; groups];
            for (place, x) in groups.as_flattened_mut().iter_mut().zip(numbers) {
                *place = x * factor;
            }
            groups
        };
        Linear {
            inputs,
            outputs,
            panels,
            scales: grouped(&matrix.scales, 1.0 / ONE),
            bias: grouped(&matrix.bias, 1.0),
        }
    }

    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies each row of `x` and writes the rows of results.
    #[inline(always)]
    pub(super) fn apply<S: Simd>(&self, simd: S, x: &[i16], y: &mut Vec<f32>) {
        let rows = x.len() / self.inputs;
        y.clear();
        y.resize(rows * self.outputs, 0.0);
        // Without optimisation, calls to vector instructions cost more than they save.
        if cfg!(debug_assertions) {
            return self.rows_plainly(x, y);
        }
        let together = rows / ROWS * ROWS;
        let (x, last_x) = x.split_at(together * self.inputs);
        let (y, last_y) = y.split_at_mut(together * self.outputs);
        self.rows::<S, ROWS>(simd, x, y);
        self.rows::<S, 1>(simd, last_x, last_y);
    }

    /// Multiplies `R` rows at a time, so that each weight that is loaded is used often.
    #[inline(always)]
    fn rows<S: Simd, const R: usize>(&self, simd: S, x: &[i16], y: &mut [f32]) {
        let pairs = self.inputs / 2;
        let blocks = x.chunks_exact(R * self.inputs);
        for (x, y) in blocks.zip(y.chunks_exact_mut(R * self.outputs)) {
            let rows: [&[[i16; 2]]; R] =
                std::array::from_fn(|row| x[row * self.inputs..][..self.inputs].as_chunks().0);
            let scaled = self.scales.iter().zip(&self.bias);
            for (group, (panel, (scales, bias))) in
                self.panels.chunks_exact(pairs).zip(scaled).enumerate()
            {
                let mut sums = [i32x16::splat(simd, 0); R];
                for (pair, weights) in panel.iter().enumerate() {
                    let weights = i16x32::from_slice(simd, weights);
                    for (sum, row) in sums.iter_mut().zip(rows) {
                        let both: i16x32<S> = i32x16::splat(simd, join(row[pair])).bitcast();
                        *sum += both.pairwise_dot_product(weights);
                    }
                }
                let first = group * GROUP;
                let width = GROUP.min(self.outputs - first);
                for (row, sums) in sums.iter().enumerate() {
                    let sums: &[i32; GROUP] = sums;
                    let scaled: [f32; GROUP] =
                        std::array::from_fn(|lane| sums[lane] as f32 * scales[lane] + bias[lane]);
                    y[row * self.outputs + first..][..width].copy_from_slice(&scaled[..width]);
                }
            }
        }
    }
}

impl Linear {
    /// Gives what `rows` gives, in a form that is bearable without optimisation: fixed places
    /// in arrays need no checks and no calls.
    fn rows_plainly(&self, x: &[i16], y: &mut [f32]) {
        macro_rules! add_lanes {
            ($sums:ident, $a:ident, $b:ident, $weights:ident: $($lane:literal)*) => {
                $($sums[$lane] = $sums[$lane]
                    .wrapping_add($a.wrapping_mul($weights[2 * $lane] as i32))
                    .wrapping_add($b.wrapping_mul($weights[2 * $lane + 1] as i32));)*
            };
        }
        let pairs = self.inputs / 2;
        for row in 0..x.len() / self.inputs {
            let x = &x[row * self.inputs..][..self.inputs];
            let y = &mut y[row * self.outputs..][..self.outputs];
            for group in 0..self.scales.len() {
                let panel = &self.panels[group * pairs..][..pairs];
                let mut sums = [0i32; GROUP];
                let mut pair = 0;
                while pair < pairs {
                    let (a, b) = (x[2 * pair] as i32, x[2 * pair + 1] as i32);
                    let weights = &panel[pair];
                    add_lanes!(sums, a, b, weights: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
                    pair += 1;
                }
                let first = group * GROUP;
                for lane in 0..GROUP.min(self.outputs - first) {
                    y[first + lane] =
                        sums[lane] as f32 * self.scales[group][lane] + self.bias[group][lane];
                }
            }
        }
    }
}

/// Puts two numbers into one place, in the order in which they lie in memory.
#[inline(always)]
fn join([first, second]: [i16; 2]) -> i32 {
    let ([a, b], [c, d]) = (first.to_ne_bytes(), second.to_ne_bytes());
    i32::from_ne_bytes([a, b, c, d])
}

/// Multiplies two rows.
#[inline(always)]
pub(super) fn dot(x: &[i16], w: &[i16]) -> i32 {
    let mut sum = 0i32;
    for (&x, &w) in x.iter().zip(w) {
        sum = sum.wrapping_add(i32::from(x) * i32::from(w));
    }
    sum
}

#[cfg(test)]
mod tests {
    use fearless_simd::Level;
    use fearless_simd::dispatch;

    use super::*;

    #[test]
    fn rows_together_and_apart_give_the_same() {
        let (inputs, outputs) = (10, 23);
        let numbers: Vec<f32> = (0..inputs * outputs)
            .map(|i| ((i * 37 % 19) as f32 - 9.0) / 9.0)
            .collect();
        let bias: Vec<f32> = (0..outputs).map(|i| i as f32).collect();
        let linear = Linear::new(&Matrix::round(&numbers, inputs, outputs, &bias));
        let apply = |x: &[i16]| {
            let mut y = vec![0.0; x.len() / inputs * outputs];
            dispatch!(Level::new(), simd => linear.rows::<_, 1>(simd, x, &mut y));
            y
        };
        let x: Vec<i16> = (0..8 * inputs as i16).map(|i| i * 131 - 2000).collect();
        let mut plainly = vec![0.0; 8 * outputs];
        linear.rows_plainly(&x, &mut plainly);
        assert_eq!(apply(&x), plainly);
        for level in [Level::new(), Level::baseline()] {
            let mut y = vec![0.0; 8 * outputs];
            dispatch!(level, simd => linear.rows::<_, ROWS>(simd, &x, &mut y));
            assert_eq!(y, plainly);
        }
        for output in [2, 22] {
            let exact: f32 = (0..inputs)
                .map(|i| f32::from(x[i]) / ONE * numbers[i * outputs + output])
                .sum();
            assert!((plainly[output] - exact - output as f32).abs() < 0.05);
        }
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        assert_eq!((fixed(1.0), fixed(-1.0), fixed(0.0)), (4096, -4096, 0));
        assert_eq!((fixed(0.6 / ONE), fixed(-0.6 / ONE)), (1, -1));
        assert_eq!((fixed(7.9), fixed(-7.9)), (32358, -32358));
    }
}
