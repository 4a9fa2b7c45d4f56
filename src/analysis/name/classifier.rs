//! Weighs the features of a name for each type it may have.

use rustc_hash::FxHashMap;

use crate::analysis::NameType;
use crate::data::DataError;
use crate::data::DataSource;

/// Where the weights lie under `data/`.
const FILE: &str = "model/name.tsv";

/// How many types there are.
pub(crate) const TYPES: usize = NameType::ALL.len();

/// A weight of this size makes a type *e* times as likely.
pub(crate) const UNIT: f32 = 16.0;

/// The weight of each feature for each type.
#[derive(Debug, Default)]
pub(crate) struct Classifier {
    weights: FxHashMap<u64, [i16; TYPES]>,
}

impl Classifier {
    /// Reads the weights: on each line a feature's kind, its value and a number for each type.
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, text) = source.text(FILE)?;
        let mut weights = FxHashMap::default();
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (kind, value) = (columns.next(), columns.next());
            let mut row = [0; TYPES];
            let mut complete = true;
            for place in &mut row {
                match columns.next().and_then(|number| number.parse().ok()) {
                    Some(number) => *place = number,
                    None => complete = false,
                }
            }
            match (kind, value) {
                (Some(kind), Some(value)) if complete => weights.insert(key(kind, value), row),
                _ => {
                    return Err(DataError::at_word(
                        file,
                        &text,
                        line,
                        "expected a kind of feature, a value and seven whole numbers, parted by tabs",
                    ));
                }
            };
        }
        Ok(Classifier { weights })
    }

    /// Adds the weights of a feature to the sums.
    pub(crate) fn add(&self, kind: &str, value: &str, sums: &mut [i32; TYPES]) {
        if let Some(weights) = self.weights.get(&key(kind, value)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(*weight);
            }
        }
    }
}

/// Makes one number of a feature; the value counts in small letters.
fn key(kind: &str, value: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut push = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    kind.bytes().for_each(&mut push);
    push(b'=');
    // What tells shapes apart is their capitals.
    if kind.ends_with("shape") {
        value.bytes().for_each(push);
    } else {
        for c in value.chars() {
            if c.is_ascii() {
                push(c.to_ascii_lowercase() as u8);
            } else {
                c.to_lowercase()
                    .for_each(|c| (c as u32).to_le_bytes().into_iter().for_each(&mut push));
            }
        }
    }
    hash
}
