//! Which part of a graph.

use std::collections::BTreeSet;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;

/// Some nodes and edges of one graph; both ends of each edge are among the nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    nodes: BTreeSet<NodeId>,
    edges: BTreeSet<EdgeId>,
}

impl Selection {
    /// Takes everything.
    pub fn whole(graph: &Graph) -> Self {
        Selection {
            nodes: graph.nodes().collect(),
            edges: graph.edges().collect(),
        }
    }

    /// Takes everything but the articles themselves and what is mentioned in them.
    pub fn without_documents(graph: &Graph) -> Self {
        let mut selection = Selection::default();
        for node in graph.nodes() {
            if !graph.has_label(node, "Document") {
                selection.nodes.insert(node);
            }
        }
        for edge in graph.edges() {
            let Some((source, target)) = graph.ends(edge) else {
                continue;
            };
            if selection.nodes.contains(&source) && selection.nodes.contains(&target) {
                selection.edges.insert(edge);
            }
        }
        selection
    }

    /// Drops the nodes that no selected edge touches.
    #[must_use]
    pub fn linked(mut self, graph: &Graph) -> Self {
        let mut linked = BTreeSet::new();
        for &edge in &self.edges {
            if let Some((source, target)) = graph.ends(edge) {
                linked.insert(source);
                linked.insert(target);
            }
        }
        self.nodes = linked;
        self
    }

    /// Drops the nodes that no article tells anything of: those touched by no edge but from the
    /// lexicon. Where that would leave nothing, drops only the nodes without edges.
    #[must_use]
    pub fn told(mut self, graph: &Graph) -> Self {
        let mut told = BTreeSet::new();
        for &edge in &self.edges {
            if graph.status(edge) == Some(Status::Background) {
                continue;
            }
            if let Some((source, target)) = graph.ends(edge) {
                told.insert(source);
                told.insert(target);
            }
        }
        if told.is_empty() {
            return self.linked(graph);
        }
        self.edges.retain(|&edge| {
            graph
                .ends(edge)
                .is_some_and(|(source, target)| told.contains(&source) && told.contains(&target))
        });
        self.nodes = told;
        self
    }

    /// Adds a node.
    pub fn add_node(&mut self, node: NodeId) {
        self.nodes.insert(node);
    }

    /// Adds an edge with its ends; nothing for an edge that is no longer there.
    pub fn add_edge(&mut self, graph: &Graph, edge: EdgeId) {
        if let Some((source, target)) = graph.ends(edge) {
            self.nodes.insert(source);
            self.nodes.insert(target);
            self.edges.insert(edge);
        }
    }

    /// Lists the nodes in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.nodes.iter().copied()
    }

    /// Lists the edges in the order of their ids.
    pub fn edges(&self) -> impl Iterator<Item = EdgeId> {
        self.edges.iter().copied()
    }

    /// Tells whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Counts nodes and edges.
    pub fn counts(&self) -> (usize, usize) {
        (self.nodes.len(), self.edges.len())
    }
}
