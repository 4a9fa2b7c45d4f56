//! What can be wrong with an input.

use thiserror::Error;

/// An input, or a line of one, that gives no document.
#[derive(Debug, Error)]
#[error("{kind}")]
pub struct DocumentError {
    /// The file, as the user named it or as the folder holds it.
    pub file: String,
    /// The line, from 1, where one line is at fault.
    pub line: Option<usize>,
    /// The column, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub kind: DocumentErrorKind,
}

/// The ways in which an input can be of no use.
#[derive(Debug, Error)]
pub enum DocumentErrorKind {
    /// The system did not let us read it.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The folder could not be walked.
    #[error("cannot be walked: {0}")]
    Unwalkable(#[from] ignore::Error),
    /// It is a picture, a program, an archive …
    #[error("is no text{}", what.map(|what| format!(" but {what}")).unwrap_or_default())]
    Binary {
        /// What it is, where that is easy to tell.
        what: Option<&'static str>,
    },
    /// There is no word in it.
    #[error("has no text in it")]
    Empty,
    /// It is no article but a dump.
    #[error("is larger than 32 MiB, which is more than one article can be")]
    TooLarge,
    /// A folder with no file of a known ending.
    #[error("holds no articles")]
    NoArticles,
    /// A line of JSON Lines that is not the object it should be.
    #[error("{0}")]
    Record(String),
}

impl DocumentError {
    /// Makes an error about an input as a whole.
    pub fn new(file: impl Into<String>, kind: impl Into<DocumentErrorKind>) -> Self {
        DocumentError {
            file: file.into(),
            line: None,
            column: None,
            kind: kind.into(),
        }
    }

    /// Says what to do about it, where there is something to say.
    pub fn hint(&self) -> Option<&'static str> {
        match self.kind {
            DocumentErrorKind::Binary { .. } => {
                Some("save it as text first: .txt, .md, .html or .jsonl are read")
            }
            DocumentErrorKind::NoArticles => Some(
                "files ending in .txt, .md, .html or .jsonl are read, unless an ignore file names them",
            ),
            DocumentErrorKind::Record(_) => Some(
                "each line is one object, as in {\"doc_id\": \"a1\", \"text\": \"…\", \"date\": \"2024-03-24\"}",
            ),
            DocumentErrorKind::TooLarge => Some("split it into articles, or write them as .jsonl"),
            _ => None,
        }
    }
}
