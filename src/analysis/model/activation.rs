//! The two bounded functions of the network, made of arithmetic alone.
//!
//! A quotient of small polynomials stands in for the hyperbolic tangent, so that no result
//! depends on a platform's mathematical functions, and so that loops over it vectorise.

/// Bends `x` into −1 ..= 1; exactly ±1 from ±3 on, with a smooth join.
#[inline(always)]
pub fn squash(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}

/// Gives the slope of [`squash`] at `x`.
#[inline(always)]
pub fn squash_slope(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    let root = (9.0 - square) / (9.0 + 3.0 * square);
    root * root
}

/// Bends `x` into 0 ..= 1.
#[inline(always)]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * squash(0.5 * x)
}

/// Gives the slope of [`gate`] at `x`.
#[inline(always)]
pub fn gate_slope(x: f32) -> f32 {
    0.25 * squash_slope(0.5 * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_the_functions() {
        for step in -40..=40 {
            let x = step as f32 / 8.0;
            let delta = 1.0 / 128.0;
            let squashed = (squash(x + delta) - squash(x - delta)) / (2.0 * delta);
            assert!((squashed - squash_slope(x)).abs() < 2e-3, "squash at {x}");
            let gated = (gate(x + delta) - gate(x - delta)) / (2.0 * delta);
            assert!((gated - gate_slope(x)).abs() < 2e-3, "gate at {x}");
        }
    }

    #[test]
    fn results_stay_in_bounds() {
        for x in [-1e30, -3.0, 0.0, 3.0, 1e30, f32::INFINITY] {
            assert!(squash(x).abs() <= 1.0);
            assert!((0.0..=1.0).contains(&gate(x)));
        }
        assert_eq!((squash(3.0), gate(-6.0)), (1.0, 0.0));
    }
}
