//! Vectors of common words: words that are used alike have vectors alike.
//!
//! They are taken as they are, not learned here, and so tell something of words that the
//! treebanks never show.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::Serialize;

use crate::analysis::model::weights::Table;
use crate::analysis::model::weights::checksum;
use crate::analysis::model::weights::sealed;
use crate::analysis::model::weights::unsealed;
use crate::data::DataError;
use crate::data::DataSource;

/// Where the vectors lie under `data/`.
const FILE: &str = "model/vectors.bin";

/// The first bytes of a file of vectors.
const MAGIC: &[u8] = b"newsgraph vectors 2\n";

/// A vector for each of many words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vectors {
    /// Fingerprints of the words in rows 1, 2, 3 … of the table, the commonest first.
    pub words: Vec<u32>,
    /// One vector a row; row 0 is for words that have none, and all 0.
    pub table: Table,
    #[serde(skip)]
    sum: u64,
}

impl Vectors {
    /// Loads the vectors.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, bytes) = source.bytes(FILE)?;
        Vectors::opened(&bytes, matches!(bytes, Cow::Borrowed(_)))
            .map_err(|message| DataError::about(file, message))
    }

    /// Takes words by their fingerprints, and a row for each after row 0.
    pub fn new(words: Vec<u32>, table: Table) -> Self {
        let mut vectors = Vectors {
            words,
            table,
            sum: 0,
        };
        vectors.sum = checksum(&vectors.body());
        vectors
    }

    /// Has a vector for no word.
    pub fn none() -> Self {
        let table = Table {
            scales: vec![0],
            ..Table::default()
        };
        Vectors::new(Vec::new(), table)
    }

    fn body(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("plain vectors and numbers serialise")
    }

    /// Writes the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        sealed(MAGIC, &self.body())
    }

    /// Reads the file; the error says what is wrong with it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, &'static str> {
        Vectors::opened(bytes, false)
    }

    /// What is a part of the program is trusted: a test has summed it up, and each start would
    /// pay for that.
    fn opened(bytes: &[u8], trusted: bool) -> Result<Self, &'static str> {
        let (body, sum) = unsealed(MAGIC, bytes, trusted)?;
        let mut vectors: Vectors =
            postcard::from_bytes(body).map_err(|_| "the file does not hold what it should")?;
        let is_whole = vectors
            .table
            .is_of(vectors.words.len() + 1, vectors.width());
        if !is_whole || vectors.width() > 1 << 10 || !vectors.width().is_multiple_of(2) {
            return Err("the sizes in the file do not agree with each other");
        }
        vectors.sum = sum;
        Ok(vectors)
    }

    /// Counts the numbers of a vector.
    pub fn width(&self) -> usize {
        self.table.columns
    }

    /// Numbers the words by their fingerprints.
    pub fn rows(&self) -> FxHashMap<u32, u32> {
        self.words.iter().copied().zip(1..).collect()
    }

    /// Sums up the vectors, so that weights know those that they were learned with.
    pub fn checksum(&self) -> u64 {
        self.sum
    }
}
