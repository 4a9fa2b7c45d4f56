//! Why a graph cannot be saved or loaded.

use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use thiserror::Error;

use crate::base::Position;
use crate::data::DataError;

/// A graph that cannot be saved or loaded.
#[derive(Debug, Error)]
#[error("{kind}")]
pub struct SnapshotError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong.
    pub kind: SnapshotErrorKind,
}

/// What is wrong with a file that should hold a graph.
#[derive(Debug, Error)]
pub enum SnapshotErrorKind {
    /// The system cannot read or write the file.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file is of another sort.
    #[error("this is no graph saved by newsgraph")]
    NotSnapshot,
    /// A later newsgraph wrote the file.
    #[error("this graph has format {found}, and this newsgraph reads up to {known}")]
    Newer {
        /// The format of the file.
        found: u32,
        /// The newest format that can be read.
        known: u32,
    },
    /// The file ends too early or goes on too long.
    #[error("this graph should have {expected} bytes, and the file has {found}")]
    Length {
        /// What the file says of itself.
        expected: u64,
        /// What it has.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("this graph is damaged: its checksum is wrong")]
    Checksum,
    /// The bytes are as they were written, and still make no graph.
    #[error("this graph is damaged: {0} makes no sense")]
    Corrupt(&'static str),
    /// A readable file has a mistake.
    #[error("{}", .0.message)]
    Text(Box<Mistake>),
}

/// A mistake in a readable file, with its place.
#[derive(Debug)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Where; none where the file as a whole is at fault.
    pub position: Option<Position>,
    /// The line at fault.
    pub line: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl SnapshotError {
    pub(in crate::graph) fn new(file: &Path, kind: impl Into<SnapshotErrorKind>) -> Self {
        SnapshotError {
            file: file.to_owned(),
            kind: kind.into(),
        }
    }

    /// Gives what to do about it, where that is clear.
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            SnapshotErrorKind::Io(_) => None,
            SnapshotErrorKind::NotSnapshot => {
                Some("build one with `newsgraph build INPUT -o FILE`".to_owned())
            }
            SnapshotErrorKind::Newer { .. } => Some("install a newer newsgraph".to_owned()),
            SnapshotErrorKind::Length { .. }
            | SnapshotErrorKind::Checksum
            | SnapshotErrorKind::Corrupt(_) => {
                Some("copy the file again, or build the graph anew".to_owned())
            }
            SnapshotErrorKind::Text(mistake) => mistake.hint.clone(),
        }
    }
}

impl From<SnapshotError> for DataError {
    fn from(error: SnapshotError) -> Self {
        let mut about = DataError::about(error.file.display().to_string(), error.to_string());
        about.hint = error.hint();
        if let SnapshotErrorKind::Text(mistake) = error.kind {
            about.position = mistake.position;
            about.line = mistake.line;
        }
        about
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
