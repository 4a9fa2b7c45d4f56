//! Standard input and output.

use std::io::ErrorKind;
use std::io::Write;

use crate::cli::failure::Failure;

/// Writes to standard output and flushes; a closed pipe ends the program quietly.
pub(in crate::cli) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(failure)
}

/// Makes a failure of what standard output says.
pub(in crate::cli) fn failure(error: std::io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        Failure::ClosedPipe
    } else {
        Failure::work(format!("cannot write to standard output: {error}"))
    }
}
