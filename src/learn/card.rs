//! What is to be known of a file of weights.

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::analysis::model::weights::checksum;
use crate::learn::Settings;

/// The card that lies beside the weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The file of weights.
    pub file: String,
    /// What the network does.
    pub purpose: String,
    /// The licence of the weights, which is not that of the code.
    pub licence: String,
    /// The treebanks, with what their licences ask to be said.
    pub corpora: Vec<Corpus>,
    /// Makes the weights again.
    pub command: String,
    /// What decided every random choice.
    pub seed: u64,
    /// When it was trained.
    pub date: String,
    /// What it reached on the development parts: words and sentences given.
    pub figures: Vec<String>,
    /// Bytes in the file.
    pub size: usize,
    /// FNV-1a of the file, 64 bits.
    pub checksum: String,
}

/// The card that lies beside the vectors of words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VectorCard {
    /// The file of vectors.
    pub file: String,
    /// What they are good for.
    pub purpose: String,
    /// The licence of the vectors.
    pub licence: String,
    /// Where they come from, and whom to name.
    pub source: Corpus,
    /// Makes the file again.
    pub command: String,
    /// How many words have one.
    pub words: usize,
    /// Bytes in the file.
    pub size: usize,
    /// FNV-1a of the file, 64 bits.
    pub checksum: String,
}

impl VectorCard {
    /// Describes vectors that were just read, of which `keep` were asked for.
    pub fn new(words: usize, keep: usize, bytes: &[u8]) -> Self {
        VectorCard {
            file: "vectors.bin".to_owned(),
            purpose: "tells the networks which common words are used alike".to_owned(),
            licence: "PDDL 1.0 (public domain)".to_owned(),
            source: glove(),
            command: format!(
                "newsgraph learn --treebank DIR --vectors glove.6B.100d.txt --keep {keep} -o data/model"
            ),
            words,
            size: bytes.len(),
            checksum: format!("{:016x}", checksum(bytes)),
        }
    }

    /// Writes the card as it lies in the file.
    pub fn to_ron(&self) -> String {
        pretty(self)
    }
}

fn glove() -> Corpus {
    Corpus {
        name: "GloVe 6B, 100 numbers a word, learned from Wikipedia 2014 and Gigaword 5".to_owned(),
        licence: "PDDL 1.0 (public domain)".to_owned(),
        attribution: "Pennington, Socher and Manning 2014, GloVe: Global Vectors for Word \
                      Representation; Stanford NLP Group"
            .to_owned(),
    }
}

fn pretty(card: &impl Serialize) -> String {
    let mut text = ron::ser::to_string_pretty(card, ron::ser::PrettyConfig::default())
        .expect("texts and numbers serialise");
    text.push('\n');
    text
}

/// A corpus that was learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Corpus {
    /// Its name.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// Whom to name.
    pub attribution: String,
}

impl Card {
    /// Describes weights that were just learned.
    pub fn new(settings: &Settings, bytes: &[u8], figures: Vec<String>, date: Date) -> Self {
        let corpus = |name: &str, licence: &str, attribution: &str| Corpus {
            name: name.to_owned(),
            licence: licence.to_owned(),
            attribution: attribution.to_owned(),
        };
        Card {
            file: "english.bin".to_owned(),
            purpose: "English parts of speech, dependency trees and names".to_owned(),
            licence: "CC BY-SA 4.0".to_owned(),
            corpora: vec![
                corpus(
                    "UD_English-EWT 2.16, train",
                    "CC BY-SA 4.0",
                    "Silveira et al. 2014, A Gold Standard Dependency Corpus for English; \
                     Universal Dependencies contributors",
                ),
                corpus(
                    "GUM 11, train, genres academic, bio, court, interview, news, speech, \
                     textbook, vlog, voyage",
                    "annotation CC BY 4.0; texts CC BY 2.5 and 4.0, CC BY-SA 3.0 or public domain",
                    "Zeldes 2017, The GUM Corpus; the texts are of Wikinews, Wikipedia, \
                     Wikivoyage, OpenStax, YouTube creators, academic authors and public records",
                ),
                glove(),
            ],
            command: format!("newsgraph learn --treebank DIR {settings} -o data/model"),
            seed: settings.seed,
            date: date.to_string(),
            figures,
            size: bytes.len(),
            checksum: format!("{:016x}", checksum(bytes)),
        }
    }

    /// Writes the card as it lies in the file.
    pub fn to_ron(&self) -> String {
        pretty(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DataSource;

    #[test]
    fn the_card_of_the_vectors_describes_those_that_are_shipped() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/model");
        let card = std::fs::read_to_string(folder.join("vectors.ron")).unwrap();
        let card: VectorCard = ron::from_str(&card).unwrap();
        let (_, bytes) = DataSource::embedded().bytes("model/vectors.bin").unwrap();
        assert_eq!(card, VectorCard::new(card.words, 48_000, &bytes));
    }

    #[test]
    fn the_card_describes_the_weights_that_are_shipped() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/model");
        let card = std::fs::read_to_string(folder.join("english.ron")).unwrap();
        let card: Card = ron::from_str(&card).unwrap();
        let (_, bytes) = DataSource::embedded().bytes("model/english.bin").unwrap();
        assert_eq!(card.size, bytes.len());
        assert_eq!(card.checksum, format!("{:016x}", checksum(&bytes)));
        let default = Settings::default();
        assert!(card.command.contains(&default.to_string()), "{default}");
        assert_eq!(card.seed, default.seed);
    }
}
