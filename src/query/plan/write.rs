//! The operators that write.

use std::sync::Arc;

use crate::base::Span;
use crate::query::eval::Code;
use crate::query::eval::Slot;
use crate::query::plan::Body;
use crate::query::plan::PathPart;
use crate::query::plan::Pipe;

/// What a writing operator does with each row.
#[derive(Clone, Debug)]
pub(in crate::query) enum WriteOp {
    /// Makes nodes and edges.
    Create(Vec<CreateItem>),
    /// Finds or makes a pattern.
    Merge(Box<MergePlan>),
    /// Sets properties and labels.
    Set(Vec<SetAction>),
    /// Removes nodes and edges.
    Delete { targets: Vec<Code>, detach: bool },
    /// Runs a subquery that writes, for each row.
    Apply { body: Box<Body>, returns: bool },
}

/// Something to make, and the slot for it.
#[derive(Clone, Debug)]
pub(in crate::query) enum CreateItem {
    Node {
        slot: Slot,
        labels: Vec<String>,
        properties: Option<Code>,
    },
    Edge {
        slot: Slot,
        edge_type: String,
        from: Slot,
        to: Slot,
        properties: Option<Code>,
        span: Span,
    },
    Path {
        slot: Slot,
        parts: Vec<PathPart>,
    },
}

/// A pattern to find or make.
#[derive(Clone, Debug)]
pub(in crate::query) struct MergePlan {
    /// Finds it.
    pub(in crate::query) find: Pipe,
    /// Makes it.
    pub(in crate::query) create: Vec<CreateItem>,
    pub(in crate::query) on_create: Vec<SetAction>,
    pub(in crate::query) on_match: Vec<SetAction>,
    /// The properties of the pattern, none of which may be null.
    pub(in crate::query) properties: Vec<(Arc<str>, Code)>,
}

/// One assignment.
#[derive(Clone, Debug)]
pub(in crate::query) enum SetAction {
    /// Sets or, with null, removes a property.
    Property {
        target: Code,
        key: String,
        value: Code,
    },
    /// Replaces all properties or, adding, some of them.
    Properties {
        target: Code,
        value: Code,
        add: bool,
    },
    AddLabels {
        target: Code,
        labels: Vec<String>,
    },
    RemoveLabels {
        target: Code,
        labels: Vec<String>,
    },
}
