//! Counts that the planner estimates with.

use std::collections::BTreeMap;

use crate::graph::Symbol;

/// How many nodes and edges there are of each sort.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    pub(in crate::graph) nodes: usize,
    pub(in crate::graph) edges: usize,
    pub(in crate::graph) labels: BTreeMap<Symbol, usize>,
    pub(in crate::graph) types: BTreeMap<Symbol, usize>,
    pub(in crate::graph) sources: BTreeMap<(Symbol, Symbol), usize>,
    pub(in crate::graph) targets: BTreeMap<(Symbol, Symbol), usize>,
    pub(in crate::graph) triples: BTreeMap<(Symbol, Symbol, Symbol), usize>,
    pub(in crate::graph) loops: BTreeMap<Symbol, usize>,
}

impl Statistics {
    /// Counts the nodes.
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// Counts the edges.
    pub fn edges(&self) -> usize {
        self.edges
    }

    /// Counts the nodes with a label.
    pub fn nodes_with(&self, label: Symbol) -> usize {
        self.labels.get(&label).copied().unwrap_or(0)
    }

    /// Counts the edges of a type.
    pub fn edges_of(&self, edge_type: Symbol) -> usize {
        self.types.get(&edge_type).copied().unwrap_or(0)
    }

    /// Counts the edges of a type that start and end at one node.
    pub fn loops(&self, edge_type: Symbol) -> usize {
        self.loops.get(&edge_type).copied().unwrap_or(0)
    }

    /// Counts the edges of a type from nodes with one label to nodes with another; `None` takes any label.
    pub fn edges_between(
        &self,
        source: Option<Symbol>,
        edge_type: Symbol,
        target: Option<Symbol>,
    ) -> usize {
        let count = match (source, target) {
            (None, None) => self.types.get(&edge_type),
            (Some(source), None) => self.sources.get(&(source, edge_type)),
            (None, Some(target)) => self.targets.get(&(edge_type, target)),
            (Some(source), Some(target)) => self.triples.get(&(source, edge_type, target)),
        };
        count.copied().unwrap_or(0)
    }

    /// Lists the labels in use with their counts.
    pub fn labels(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.labels.iter().map(|(label, count)| (*label, *count))
    }

    /// Lists the edge types in use with their counts.
    pub fn types(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.types
            .iter()
            .map(|(edge_type, count)| (*edge_type, *count))
    }

    /// Lists which types of edges join which labels, with their counts.
    pub fn triples(&self) -> impl Iterator<Item = ((Symbol, Symbol, Symbol), usize)> {
        self.triples.iter().map(|(triple, count)| (*triple, *count))
    }
}
