//! What has to be done to take writing back.

use crate::base::Evidence;
use crate::graph::EdgeId;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::Symbol;
use crate::graph::store::LabelSet;

/// One thing that was written, with what was there before.
#[derive(Clone, Debug)]
pub(in crate::graph) enum Change {
    AddedNode(NodeId),
    AddedEdge(EdgeId),
    RemovedNode(NodeId, LabelSet),
    RemovedEdge(EdgeId, Symbol),
    Labels(NodeId, LabelSet),
    NodeProperty(NodeId, Symbol, Option<Property>),
    EdgeProperty(EdgeId, Symbol, Option<Property>),
    Evidence(EdgeId, Vec<Evidence>),
    Documents(Vec<String>),
}

/// The changes since the point of return, in the order they were made.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Log {
    pub(in crate::graph) changes: Vec<Change>,
    /// An edge came or went, so rows made now would not last.
    pub(in crate::graph) edges_changed: bool,
}
