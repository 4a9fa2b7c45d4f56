//! Vectors of words from the text form in which they are handed round: a word and its numbers,
//! apart by spaces, on each line, the commonest word first.

use std::io::BufRead;
use std::path::Path;

use rustc_hash::FxHashSet;

use crate::analysis::model::feature::Casing;
use crate::analysis::model::feature::Features;
use crate::analysis::model::vectors::Vectors;
use crate::analysis::model::weights::Table;
use crate::learn::LearnError;

/// What numbers are multiplied with, so that they are about as large as those that are learned.
const SCALE: f32 = 0.5;

/// Reads the vectors of the first `count` words that the network tells apart.
///
/// Words that differ by case, digits or the form of quotes alone are one word to it; the first holds.
pub fn read_vectors(path: &Path, count: usize) -> Result<Vectors, LearnError> {
    let fault = |error| LearnError::File {
        path: path.to_owned(),
        error,
    };
    let file = std::fs::File::open(path).map_err(fault)?;
    let mut seen = FxHashSet::default();
    let mut words = Vec::new();
    let mut numbers: Vec<f32> = Vec::new();
    let mut width = None;
    let mut letters = Vec::new();
    for (line, number) in std::io::BufReader::new(file).lines().zip(1..) {
        let line = line.map_err(fault)?;
        if words.len() == count {
            break;
        }
        let mut fields = line.split(' ');
        let word = fields.next().unwrap_or("");
        let start = numbers.len();
        let row: Result<Vec<f32>, _> = fields.map(str::parse).collect();
        let row = row.ok().filter(|row| {
            !row.is_empty()
                && row.iter().all(|x: &f32| x.is_finite())
                && width.is_none_or(|width| width == row.len())
        });
        let Some(row) = row else {
            return Err(LearnError::Vectors {
                path: path.to_owned(),
                line: number,
            });
        };
        let features = Features::of(word, Casing::Usual, &mut letters);
        if seen.insert(features.fingerprint) {
            // Row 0 is for words without a vector.
            let first = if start == 0 { row.len() } else { 0 };
            numbers.resize(start + first, 0.0);
            numbers.extend(row.iter().map(|x| x * SCALE));
            words.push(features.fingerprint);
        }
        width = Some(row.len());
    }
    match width {
        Some(width) => Ok(Vectors::new(words, Table::round(&numbers, width))),
        None => Ok(Vectors::none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, count: usize) -> Result<Vectors, LearnError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read_vectors(file.path(), count)
    }

    #[test]
    fn each_word_gets_the_vector_of_its_first_line() {
        let vectors = read("the 0.5 -1\nThe 9 9\nof 2 0.25\nto 1 1\n", 2).unwrap();
        let numbers: Vec<f32> = vectors.table.numbers().collect();
        let expected = [0.0, 0.0, 0.25, -0.5, 1.0, 0.125];
        assert_eq!(numbers.len(), expected.len());
        for (number, expected) in numbers.iter().zip(expected) {
            assert!((number - expected).abs() < 0.05, "{number} for {expected}");
        }
        assert_eq!(vectors.words.len(), 2);
        let again = Vectors::from_bytes(&vectors.to_bytes()).unwrap();
        assert_eq!(again.words, vectors.words);
        assert_eq!(again.checksum(), vectors.checksum());
    }

    #[test]
    fn a_line_of_another_form_is_named() {
        let error = |text: &str| read(text, 9).unwrap_err().to_string();
        assert!(error("a 1 2\nb 1\n").ends_with("line 2 is no word with its numbers"));
        assert!(error("a 1 x\n").ends_with("line 1 is no word with its numbers"));
        assert!(read("", 9).unwrap().words.is_empty());
    }

    #[test]
    fn damaged_vectors_are_refused() {
        let bytes = read("a 1 2\nb 1 3\n", 9).unwrap().to_bytes();
        assert!(Vectors::from_bytes(&bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(Vectors::from_bytes(&bytes[..end]).is_err());
        }
    }
}
