//! Saving and loading graphs.

use crate::base::Evidence;
use crate::graph::Column;

/// A column as a snapshot has it.
#[derive(Clone, Debug)]
pub(in crate::graph) struct Packed {}

impl Packed {
    /// Unpacks the column.
    pub(in crate::graph) fn unpack(&self) -> Column {
        Column::default()
    }
}

/// The evidence as a snapshot has it.
#[derive(Clone, Debug)]
pub(in crate::graph) struct PackedEvidence {}

impl PackedEvidence {
    /// Unpacks the evidence of each edge.
    pub(in crate::graph) fn unpack(&self) -> Vec<Vec<Evidence>> {
        Vec::new()
    }
}
