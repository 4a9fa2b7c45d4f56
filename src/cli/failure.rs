//! How a command ends.

use crate::data::DataError;
use crate::export::ExportError;
use crate::graph::snapshot::SnapshotError;
use crate::render::Report;

/// The end of a command that was not stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Outcome {
    /// Everything was done.
    Done,
    /// Some input or query failed, which the user was told; the rest was done.
    Incomplete,
}

impl Outcome {
    /// Done if there was no failure.
    pub(in crate::cli) fn without(failures: usize) -> Self {
        if failures == 0 {
            Outcome::Done
        } else {
            Outcome::Incomplete
        }
    }
}

/// Why a command was stopped.
#[derive(Debug)]
pub(in crate::cli) enum Failure {
    /// The arguments make no sense.
    Usage(Box<Report>),
    /// The work failed.
    Work(Vec<Report>),
    /// Whoever read the output has had enough.
    ClosedPipe,
}

impl Failure {
    pub(in crate::cli) fn work(message: impl Into<String>) -> Self {
        Failure::Work(vec![Report::error(message)])
    }

    pub(in crate::cli) fn reports(&self) -> &[Report] {
        match self {
            Failure::Usage(report) => std::slice::from_ref(&**report),
            Failure::Work(reports) => reports,
            Failure::ClosedPipe => &[],
        }
    }

    pub(in crate::cli) fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Work(_) => 1,
            Failure::ClosedPipe => 0,
        }
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Self {
        Failure::Work(vec![Report::from(&error)])
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        Failure::from(DataError::from(error))
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Failure::work(error.to_string())
    }
}
