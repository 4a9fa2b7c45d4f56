//! Where data files come from: the binary itself, or a folder that the user names.

use std::borrow::Cow;
use std::path::PathBuf;

use ron::Options;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use crate::base::Position;
use crate::data::DataError;

/// Pairs each path with the file's text.
macro_rules! embed {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../../data/", $path))),)*]
    };
}

/// The files compiled into the binary, by their path under `data/`.
const EMBEDDED: &[(&str, &str)] = embed![
    "confidence.ron",
    "gazetteer/family.tsv",
    "gazetteer/given.tsv",
    "lexicon/abbreviations.ron",
    "lexicon/actors.ron",
    "lexicon/closed.ron",
    "lexicon/deverbal.ron",
    "lexicon/factuality.ron",
    "lexicon/happening.ron",
    "lexicon/irregular.ron",
    "lexicon/naming.ron",
    "lexicon/nouns.ron",
    "lexicon/people.ron",
    "lexicon/places.ron",
    "lexicon/plover.ron",
    "lexicon/second.ron",
    "lexicon/states.ron",
    "lexicon/time.ron",
    "lexicon/titles.ron",
    "lexicon/tokens.ron",
    "lexicon/verbs.ron",
    "lexicon/wordnet.ron",
    "model/feature.tsv",
    "model/lemma.tsv",
    "model/name.tsv",
    "ontology.ron",
    "pattern/speech.ron",
    "pattern/stance.ron",
    "pattern/structure.ron",
];

/// The files compiled into the binary that are no text.
const EMBEDDED_BYTES: &[(&str, &[u8])] = &[
    (
        "model/english.bin",
        include_bytes!("../../data/model/english.bin"),
    ),
    (
        "model/vectors.bin",
        include_bytes!("../../data/model/vectors.bin"),
    ),
];

/// Gives the data files: those of a folder where one is named, else the embedded ones.
#[derive(Clone, Debug, Default)]
pub struct DataSource {
    folder: Option<PathBuf>,
}

impl DataSource {
    /// Reads what is compiled into the binary.
    pub fn embedded() -> Self {
        DataSource { folder: None }
    }

    /// Reads the files of `folder`, and the embedded one where the folder lacks a file.
    pub fn folder(folder: PathBuf) -> Self {
        DataSource {
            folder: Some(folder),
        }
    }

    /// Gives the text of a file, and the name by which the user knows it.
    pub fn text(&self, path: &str) -> Result<(String, Cow<'static, str>), DataError> {
        if let Some(folder) = &self.folder {
            let file = folder.join(path);
            if file.exists() {
                let shown = file.display().to_string();
                return match std::fs::read_to_string(&file) {
                    Ok(text) => Ok((shown, Cow::Owned(text))),
                    Err(error) => Err(DataError::about(shown, error.to_string())),
                };
            }
        }
        match EMBEDDED.iter().find(|(name, _)| *name == path) {
            Some((name, text)) => Ok((format!("data/{name}"), Cow::Borrowed(text))),
            None => Err(DataError::about(
                format!("data/{path}"),
                "no such data file",
            )),
        }
    }

    /// Gives the bytes of a file, and the name by which the user knows it.
    pub fn bytes(&self, path: &str) -> Result<(String, Cow<'static, [u8]>), DataError> {
        if let Some(folder) = &self.folder {
            let file = folder.join(path);
            if file.exists() {
                let shown = file.display().to_string();
                return match std::fs::read(&file) {
                    Ok(bytes) => Ok((shown, Cow::Owned(bytes))),
                    Err(error) => Err(DataError::about(shown, error.to_string())),
                };
            }
        }
        match EMBEDDED_BYTES.iter().find(|(name, _)| *name == path) {
            Some((name, bytes)) => Ok((format!("data/{name}"), Cow::Borrowed(bytes))),
            None => Err(DataError::about(
                format!("data/{path}"),
                "no such data file",
            )),
        }
    }

    /// Reads a RON file; an error says where and what was expected.
    pub fn ron<T: DeserializeOwned>(&self, path: &str) -> Result<T, DataError> {
        let (file, text) = self.text(path)?;
        // So that a file of the user's own reads as ours do, with or without the line that asks for it.
        let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(&text).map_err(|error| {
            let start = error.span.start;
            DataError {
                line: text
                    .lines()
                    .nth(start.line.saturating_sub(1))
                    .map(str::to_owned),
                position: Some(Position {
                    line: start.line,
                    column: start.col,
                }),
                message: error.code.to_string(),
                hint: None,
                file,
            }
        })
    }
}
