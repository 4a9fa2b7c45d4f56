//! The numbers that are learned, in floating point.

use crate::analysis::model::feature::AFFIX_ROWS;
use crate::analysis::model::weights::DISTANCE_BUCKETS;
use crate::analysis::model::weights::Matrix;
use crate::analysis::model::weights::NetworkWeights;
use crate::analysis::model::weights::Shape;
use crate::analysis::model::weights::Table;
use crate::learn::random::Random;

/// What is learned, or a gradient of it. Matrices lie input by input.
#[derive(Clone, Debug)]
pub(super) struct Parameters {
    /// In the order of the constants below; then matrix and bias of each recurrent layer.
    pub(super) tensors: Vec<Vec<f32>>,
}

pub(super) const WORDS: usize = 0;
pub(super) const AFFIXES: usize = 1;
pub(super) const DENSE: usize = 2;
pub(super) const DENSE_BIAS: usize = 3;
pub(super) const TOP: usize = 4;
pub(super) const TOP_BIAS: usize = 5;
pub(super) const ARC: usize = 6;
pub(super) const ARC_BIAS: usize = 7;
pub(super) const ARC_ROOT: usize = 8;
pub(super) const DISTANCE: usize = 9;
pub(super) const LABEL_ROOT: usize = 10;
pub(super) const LABEL: usize = 11;
pub(super) const LABEL_BIAS: usize = 12;
pub(super) const LAYERS: usize = 13;

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
