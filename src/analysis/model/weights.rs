//! The learned numbers as they lie in the file: a byte or half a byte each, with a scale for each row.

use serde::Deserialize;
use serde::Serialize;

/// The sizes of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Rows of the table of words; row 0 is for words that are not in it.
    pub words: usize,
    /// Numbers for a word of the vocabulary.
    pub word_width: usize,
    /// Numbers of a vector that is taken as it is.
    pub vector_width: usize,
    /// Numbers for an affix.
    pub affix_width: usize,
    /// Numbers for a word in its sentence: half read from the left, half from the right.
    pub width: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// Numbers by which a word and its head find each other.
    pub arc: usize,
    /// Numbers by which an arc is labelled.
    pub label: usize,
    /// Pairs of tags.
    pub tags: usize,
    /// Labels of arcs.
    pub relations: usize,
    /// Labels of words in names.
    pub names: usize,
}

impl Shape {
    /// Counts the numbers that enter the network for a word.
    pub fn input(&self) -> usize {
        self.word_width + self.vector_width + super::feature::SLOTS * self.affix_width
    }

    /// Counts what the top layer gives for a word: tags, arcs (as dependent, as head), labels
    /// (as dependent, as head), names.
    pub fn top(&self) -> usize {
        self.tags + 2 * self.arc + 2 * self.label + self.names
    }
}

/// Tells how far apart head and dependent stand, and on which side: a place in a short table.
pub fn distance_bucket(dependent: usize, head: usize) -> usize {
    let (distance, side) = if head < dependent {
        (dependent - head, 0)
    } else {
        (head - dependent, DISTANCE_BUCKETS / 2)
    };
    let bucket = match distance {
        0..=8 => distance.saturating_sub(1),
        9..=12 => 8,
        13..=20 => 9,
        21..=40 => 10,
        _ => 11,
    };
    side + bucket
}

/// The length of the table of distances.
pub const DISTANCE_BUCKETS: usize = 24;

/// A table of rows of four-bit numbers: a number is `(half byte - 8) * unit` of its row.
///
/// Rounded so coarsely, the tables still give the same trees: each number is one of many that add up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// Numbers in a row.
    pub columns: usize,
    /// One a row: eighths of the power of two that is the row's unit.
    pub scales: Vec<i8>,
    /// Row after row, two numbers in a byte, the first in its low half.
    #[serde(with = "block")]
    pub values: Vec<u8>,
}

/// The largest number of a row, in units of the row.
const STEPS: f32 = 7.0;

/// The largest scale: what enters the network is kept within ±8.
const LARGEST_SCALE: i8 = 0;

/// Gives 2 to the power `scale / 8`, the same bits on each machine.
fn unit(scale: i8) -> f32 {
    const ROOTS: [f32; 8] = [
        1.0,
        1.090_507_7,
        1.189_207_1,
        1.296_839_6,
        std::f32::consts::SQRT_2,
        1.542_210_8,
        1.681_792_9,
        1.834_008_1,
    ];
    let whole = i32::from(scale).div_euclid(8);
    let root = ROOTS[i32::from(scale).rem_euclid(8) as usize];
    root * f32::from_bits(((127 + whole) as u32) << 23)
}

impl Table {
    /// Tells whether the table has these sizes, and nothing in it that could do harm.
    pub(super) fn is_of(&self, rows: usize, columns: usize) -> bool {
        self.columns == columns
            && self.scales.len() == rows
            && Some(self.values.len()) == rows.checked_mul(columns.div_ceil(2))
            && self.scales.iter().all(|&scale| scale <= LARGEST_SCALE)
    }

    /// Gives the numbers as they were rounded.
    pub fn numbers(&self) -> impl Iterator<Item = f32> {
        (0..self.scales.len()).flat_map(|row| self.row(row))
    }

    /// Gives the numbers of a row that there is.
    #[inline(always)]
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let width = self.columns.div_ceil(2);
        let unit = unit(self.scales[row]);
        let halves = self.values[row * width..][..width]
            .iter()
            .flat_map(|&byte| [byte & 15, byte >> 4]);
        let number = move |half| (f32::from(half) - 8.0) * unit;
        halves.take(self.columns).map(number)
    }

    /// Rounds rows of numbers, each with the unit that leaves the least error.
    pub fn round(numbers: &[f32], columns: usize) -> Self {
        let mut table = Table {
            columns,
            ..Table::default()
        };
        for row in numbers.chunks_exact(columns.max(1)) {
            let largest = row.iter().fold(0f32, |most, x| most.max(x.abs()));
            let error = |scale: i8| -> f32 {
                let unit = unit(scale);
                let errors = row
                    .iter()
                    .map(|x| x - round_to(x / unit, STEPS) as f32 * unit);
                errors.map(|error| error * error).sum()
            };
            let mut found = (f32::INFINITY, i8::MIN);
            for scale in i8::MIN..=LARGEST_SCALE {
                // Units that cut the largest number to less than half are out of the question.
                let span = STEPS * unit(scale);
                if span * 2.0 < largest || (span > largest * 1.2 && found.0.is_finite()) {
                    continue;
                }
                let error = error(scale);
                if error < found.0 {
                    found = (error, scale);
                }
            }
            let scale = match found.0.is_finite() {
                true => found.1,
                false => LARGEST_SCALE,
            };
            let unit = unit(scale);
            let half = |x: f32| (round_to(x / unit, STEPS) + 8) as u8;
            table.scales.push(scale);
            table.values.extend(row.chunks(2).map(|pair| {
                let second = pair.get(1).map_or(0, |&x| half(x));
                half(pair[0]) | second << 4
            }));
        }
        table
    }
}

/// A matrix with a bias; a weight is `value * scale` of its row.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Matrix {
    /// Numbers that enter.
    pub inputs: usize,
    /// One an output.
    pub scales: Vec<f32>,
    /// One an output.
    pub bias: Vec<f32>,
    /// A row for each output.
    #[serde(with = "block")]
    pub values: Vec<i8>,
}

impl Matrix {
    /// Rounds a matrix that is given input by input, `weights[input][output]`.
    pub fn round(weights: &[f32], inputs: usize, outputs: usize, bias: &[f32]) -> Self {
        let mut matrix = Matrix {
            inputs,
            bias: bias.to_vec(),
            ..Matrix::default()
        };
        for output in 0..outputs {
            let row = weights[output..].iter().step_by(outputs).take(inputs);
            let largest = row.clone().fold(0f32, |most, x| most.max(x.abs()));
            let scale = (largest / 127.0).max(1e-9);
            matrix.scales.push(scale);
            matrix
                .values
                .extend(row.map(|&x| round_to(x / scale, 127.0) as i8));
        }
        matrix
    }
}

/// Rounds to the nearest whole number, halves away from zero, within ±`limit`.
pub fn round_to(x: f32, limit: f32) -> i32 {
    let away = if x < 0.0 { -0.5 } else { 0.5 };
    (x.clamp(-limit, limit) + away) as i32
}

/// All that is learned.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Weights {
    /// The sizes.
    pub shape: Shape,
    /// Pairs of universal and Penn tag.
    pub tags: Vec<(String, String)>,
    /// Labels of arcs.
    pub relations: Vec<String>,
    /// Fingerprints of the words in rows 1, 2, 3 … of the table of words.
    pub vocabulary: Vec<u32>,
    /// The checksum of the vectors that were learned with.
    pub vectors: u64,
    /// Networks that differ in how they began; their scores are added up.
    pub networks: Vec<NetworkWeights>,
}

/// What one network has learned.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NetworkWeights {
    /// The table of words.
    pub words: Table,
    /// The table of affixes.
    pub affixes: Table,
    /// From what is seen of a word to the first layer.
    pub dense: Matrix,
    /// The recurrent layers: value, forget gate, output gate, from the left, then from the right.
    pub layers: Vec<Matrix>,
    /// All that is read off the last layer.
    pub top: Matrix,
    /// Turns a dependent so that it meets its head.
    pub arc: Matrix,
    /// The head of a sentence's root.
    pub arc_root: Vec<f32>,
    /// What distance says for an arc.
    pub distance: Vec<f32>,
    /// The head of a sentence's root, for the labels.
    pub label_root: Vec<f32>,
    /// From dependent and head to the labels.
    pub label: Matrix,
}

/// The first bytes of a file of weights.
const MAGIC: &[u8] = b"newsgraph weights 4\n";

impl Weights {
    /// Writes the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = postcard::to_stdvec(self).expect("plain vectors and numbers serialise");
        sealed(MAGIC, &body)
    }

    /// Reads the file; the error says what is wrong with it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        Weights::opened(unsealed(MAGIC, bytes, false)?.0)
    }

    /// Reads the file, taking its checksum for right.
    pub(super) fn from_trusted(bytes: &[u8]) -> Result<Self, &'static str> {
        Weights::opened(unsealed(MAGIC, bytes, true)?.0)
    }

    fn opened(body: &[u8]) -> Result<Self, &'static str> {
        let weights: Weights =
            postcard::from_bytes(body).map_err(|_| "the file does not hold what it should")?;
        weights.check()?;
        Ok(weights)
    }

    fn check(&self) -> Result<(), &'static str> {
        let shape = &self.shape;
        let matrix = |matrix: &Matrix, inputs: usize, outputs: usize| {
            matrix.inputs == inputs
                && matrix.scales.len() == outputs
                && matrix.bias.len() == outputs
                && matrix.values.len() == inputs * outputs
        };
        let is_complete = |network: &NetworkWeights| {
            network.layers.len() == shape.layers
                && network.arc_root.len() == shape.arc
                && network.distance.len() == DISTANCE_BUCKETS
                && network.label_root.len() == shape.label
                && network.words.is_of(shape.words, shape.word_width)
                && (network.affixes).is_of(super::feature::AFFIX_ROWS, shape.affix_width)
                && matrix(&network.dense, shape.input(), shape.width)
                && (network.layers.iter()).all(|layer| matrix(layer, shape.width, 3 * shape.width))
                && matrix(&network.top, shape.width, shape.top())
                && matrix(&network.arc, shape.arc, shape.arc)
                && matrix(&network.label, shape.label, shape.relations)
        };
        let sizes = [
            shape.words,
            shape.word_width,
            shape.affix_width,
            shape.width,
            shape.layers,
            shape.arc,
            shape.label,
            shape.tags,
            shape.relations,
        ];
        if sizes.iter().any(|&size| size == 0 || size > 1 << 20)
            // The kernels take numbers in pairs.
            || [shape.width, shape.arc, shape.label, shape.input()]
                .iter()
                .any(|size| !size.is_multiple_of(2))
            || shape.vector_width > 1 << 10
            || shape.names != 1 + 2 * crate::analysis::NameType::ALL.len()
            || self.tags.len() != shape.tags
            || self.relations.len() != shape.relations
            || self.vocabulary.len() + 1 != shape.words
            || self.networks.is_empty()
            || !self.networks.iter().all(is_complete)
        {
            return Err("the sizes in the file do not agree with each other");
        }
        Ok(())
    }
}

/// Puts the first bytes and a checksum before the body of a file.
pub(super) fn sealed(magic: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.extend(checksum(body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// Gives the body of a file that begins with `magic`, and its checksum, which is compared unless
/// the file is `trusted`; the error says what is wrong.
pub(super) fn unsealed<'b>(
    magic: &[u8],
    bytes: &'b [u8],
    trusted: bool,
) -> Result<(&'b [u8], u64), &'static str> {
    let rest = bytes
        .strip_prefix(magic)
        .ok_or("no file of this kind and version")?;
    let (sum, body) = rest.split_first_chunk().ok_or("the file is cut off")?;
    let sum = u64::from_le_bytes(*sum);
    match trusted || sum == checksum(body) {
        true => Ok((body, sum)),
        false => Err("the file is damaged: its checksum is wrong"),
    }
}

/// Reads and writes bytes as one block, in the form that a list of them has in the file.
mod block {
    use std::fmt;

    use serde::Deserializer;
    use serde::Serializer;
    use serde::de::Error;
    use serde::de::Visitor;

    /// A number of one byte.
    pub(super) trait Byte: Copy {
        fn from_byte(byte: u8) -> Self;
        fn to_byte(self) -> u8;
    }

    impl Byte for u8 {
        fn from_byte(byte: u8) -> Self {
            byte
        }

        fn to_byte(self) -> u8 {
            self
        }
    }

    impl Byte for i8 {
        fn from_byte(byte: u8) -> Self {
            byte.cast_signed()
        }

        fn to_byte(self) -> u8 {
            self.cast_unsigned()
        }
    }

    pub(super) fn serialize<B: Byte, S: Serializer>(
        values: &[B],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = values.iter().map(|&value| value.to_byte()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'de, B: Byte, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<B>, D::Error> {
        struct Block<B>(std::marker::PhantomData<B>);
        impl<B: Byte> Visitor<'_> for Block<B> {
            type Value = Vec<B>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<B>, E> {
                Ok(bytes.iter().map(|&byte| B::from_byte(byte)).collect())
            }
        }
        deserializer.deserialize_bytes(Block(std::marker::PhantomData))
    }
}

/// Sums up bytes so that a damaged file is found out.
pub fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, &byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
