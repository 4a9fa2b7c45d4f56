//! What can be wrong with a data file.

use thiserror::Error;

use crate::base::Position;

/// A data file that cannot be used.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct DataError {
    /// The file, as the user would open it.
    pub file: String,
    /// Where in the file; none where the file as a whole is at fault.
    pub position: Option<Position>,
    /// The line at fault, for the caret.
    pub line: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl DataError {
    /// Makes an error about a file as a whole.
    pub fn about(file: impl Into<String>, message: impl Into<String>) -> Self {
        DataError {
            file: file.into(),
            position: None,
            line: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Makes an error about the place where `needle` first occurs in the file's text.
    pub fn at_word(
        file: impl Into<String>,
        text: &str,
        needle: &str,
        message: impl Into<String>,
    ) -> Self {
        let mut error = DataError::about(file, message);
        if let Some(offset) = text.find(needle) {
            let position = crate::base::position_of(text, offset);
            error.line = text.lines().nth(position.line - 1).map(str::to_owned);
            error.position = Some(position);
        }
        error
    }
}
