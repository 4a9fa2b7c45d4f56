//! Products of matrices of floating-point numbers.
//!
//! Each sum is added up in the order of its terms, whatever the width of the registers, so that
//! training gives the same bits on each machine. The loops are laid out for the compiler to
//! vectorise over columns.

use fearless_simd::Level;
use fearless_simd::dispatch;

/// A matrix in a slice; the strides allow a transposed view.
#[derive(Clone, Copy)]
pub(super) struct View<'m> {
    numbers: &'m [f32],
    row_stride: usize,
    column_stride: usize,
}

impl<'m> View<'m> {
    /// Row after row.
    pub(super) fn new(numbers: &'m [f32], columns: usize) -> Self {
        View {
            numbers,
            row_stride: columns,
            column_stride: 1,
        }
    }

    pub(super) fn transposed(self) -> Self {
        View {
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

const ROWS: usize = 8;
const COLUMNS: usize = 16;

/// Space that products use again and again.
pub(super) struct Space {
    /// The instructions that the processor has.
    level: Level,
    left: Vec<[f32; ROWS]>,
    right: Vec<[f32; COLUMNS]>,
}

impl Space {
    /// The instructions that the processor has.
    pub(super) fn level(&self) -> Level {
        self.level
    }
}

impl Default for Space {
    fn default() -> Self {
        Space {
            level: Level::new(),
            left: Vec::new(),
            right: Vec::new(),
        }
    }
}

/// Computes `out += a * b` for `a` of `rows × inner` and `b` of `inner × columns`; `out` lies
/// row after row.
pub(super) fn multiply(
    space: &mut Space,
    (rows, inner, columns): (usize, usize, usize),
    a: View<'_>,
    b: View<'_>,
    out: &mut [f32],
) {
    if rows == 0 || inner == 0 || columns == 0 {
        return;
    }
    let blocks = rows.div_ceil(ROWS);
    space.left.clear();
    space.left.resize(blocks * inner, [0.0; ROWS]);
    for (block, packed) in space.left.chunks_exact_mut(inner).enumerate() {
        let first = block * ROWS;
        let lanes = ROWS.min(rows - first);
        if a.row_stride == 1 {
            for (k, place) in packed.iter_mut().enumerate() {
                let start = k * a.column_stride + first;
                place[..lanes].copy_from_slice(&a.numbers[start..start + lanes]);
            }
        } else {
            for lane in 0..lanes {
                let start = (first + lane) * a.row_stride;
                let row = a.numbers[start..].iter().step_by(a.column_stride);
                for (place, &x) in packed.iter_mut().zip(row) {
                    place[lane] = x;
                }
            }
        }
    }
    space.right.clear();
    space.right.resize(inner, [0.0; COLUMNS]);
    for first in (0..columns).step_by(COLUMNS) {
        let width = COLUMNS.min(columns - first);
        if b.column_stride == 1 {
            for (index, packed) in space.right.iter_mut().enumerate() {
                let start = index * b.row_stride + first;
                packed[..width].copy_from_slice(&b.numbers[start..start + width]);
            }
        } else {
            for lane in 0..width {
                let start = (first + lane) * b.column_stride;
                let column = b.numbers[start..].iter().step_by(b.row_stride);
                for (packed, &x) in space.right.iter_mut().zip(column) {
                    packed[lane] = x;
                }
            }
        }
        for (block, packed) in space.left.chunks_exact(inner).enumerate() {
            let sums = dispatch!(space.level, _ => tile(packed, &space.right));
            for (lane, sums) in sums.iter().enumerate().take(rows - block * ROWS) {
                let start = (block * ROWS + lane) * columns + first;
                for (place, sum) in out[start..start + width].iter_mut().zip(sums) {
                    *place += sum;
                }
            }
        }
    }
}

/// Multiplies a strip of rows with a strip of columns.
///
/// A variable for each row of sums, so that they stay in registers.
#[inline(always)]
fn tile(left: &[[f32; ROWS]], right: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    let mut s0 = [0f32; COLUMNS];
    let mut s1 = s0;
    let mut s2 = s0;
    let mut s3 = s0;
    let mut s4 = s0;
    let mut s5 = s0;
    let mut s6 = s0;
    let mut s7 = s0;
    for (left, right) in left.iter().zip(right) {
        s0 = add_times(s0, left[0], right);
        s1 = add_times(s1, left[1], right);
        s2 = add_times(s2, left[2], right);
        s3 = add_times(s3, left[3], right);
        s4 = add_times(s4, left[4], right);
        s5 = add_times(s5, left[5], right);
        s6 = add_times(s6, left[6], right);
        s7 = add_times(s7, left[7], right);
    }
    [s0, s1, s2, s3, s4, s5, s6, s7]
}

#[inline(always)]
fn add_times(sums: [f32; COLUMNS], x: f32, row: &[f32; COLUMNS]) -> [f32; COLUMNS] {
    std::array::from_fn(|column| sums[column] + x * row[column])
}

/// Adds the rows of a matrix to `out`.
#[inline(always)]
pub(super) fn add_rows(numbers: &[f32], out: &mut [f32]) {
    for row in numbers.chunks_exact(out.len()) {
        for (sum, x) in out.iter_mut().zip(row) {
            *sum += x;
        }
    }
}

/// Gives *e* to the power `x`, by arithmetic alone.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    let x = x.clamp(-80.0, 80.0);
    let scaled = x * std::f32::consts::LOG2_E + SHIFT;
    let whole = scaled - SHIFT;
    let rest = (x - whole * 0.693_145_75) - whole * 1.428_606_8e-6;
    let mut sum = 1.0 / 720.0;
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = sum * rest + factor;
    }
    let exponent = scaled
        .to_bits()
        .wrapping_sub(SHIFT.to_bits())
        .wrapping_add(127);
    sum * f32::from_bits(exponent << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_sums_written_out() {
        let (rows, inner, columns) = (11, 5, 37);
        let a: Vec<f32> = (0..rows * inner).map(|i| (i % 7) as f32 - 3.0).collect();
        let b: Vec<f32> = (0..inner * columns).map(|i| (i % 5) as f32).collect();
        let mut transposed = vec![0.0; a.len()];
        for row in 0..rows {
            for k in 0..inner {
                transposed[k * rows + row] = a[row * inner + k];
            }
        }
        let mut space = Space::default();
        let mut out = vec![1.0; rows * columns];
        let sizes = (rows, inner, columns);
        multiply(
            &mut space,
            sizes,
            View::new(&a, inner),
            View::new(&b, columns),
            &mut out,
        );
        let mut other = vec![1.0; rows * columns];
        let left = View::new(&transposed, rows).transposed();
        multiply(&mut space, sizes, left, View::new(&b, columns), &mut other);
        assert_eq!(out, other);
        for row in 0..rows {
            for column in 0..columns {
                let sum: f32 = (0..inner)
                    .map(|k| a[row * inner + k] * b[k * columns + column])
                    .sum();
                assert_eq!(out[row * columns + column], sum + 1.0);
            }
        }
    }

    #[test]
    fn powers_of_e_are_close() {
        for step in -300..300 {
            let x = step as f32 / 7.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
