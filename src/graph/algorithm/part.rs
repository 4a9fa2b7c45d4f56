//! The part of a graph that is measured, with its nodes numbered from 0.

use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Symbol;

/// Says that whoever asked does not want the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// The nodes with certain labels and the edges of certain types between them.
///
/// Results are by position: the number at `i` is that of `nodes()[i]`.
#[derive(Clone, Debug)]
pub struct Part {
    nodes: Vec<NodeId>,
    /// Targets by source, and sources by target; parallel edges as often as they are there.
    outgoing: Rows,
    incoming: Rows,
}

/// Positions by position.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Rows {
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl Rows {
    pub(in crate::graph) fn of(&self, position: u32) -> &[u32] {
        let index = position as usize;
        &self.entries[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    /// Sorts pairs into rows by their first; the second are in order, if they come so.
    fn new(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut entries = vec![0; starts[count] as usize];
        for (from, to) in pairs {
            let slot = &mut next[from as usize];
            entries[*slot as usize] = to;
            *slot += 1;
        }
        Rows { starts, entries }
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + Clone {
        let positions = 0..self.starts.len().saturating_sub(1) as u32;
        positions.flat_map(|position| self.of(position).iter().map(move |&to| (position, to)))
    }

    /// Gives the rows the other way round, each in order.
    fn turned(&self, count: usize) -> Self {
        Rows::new(count, self.pairs().map(|(from, to)| (to, from)))
    }
}

impl Part {
    /// Takes the nodes that have one of the labels, and the edges that have one of the types; with
    /// none named, all.
    pub fn new(graph: &Graph, labels: &[Symbol], types: &[Symbol]) -> Self {
        const OUTSIDE: u32 = u32::MAX;
        let mut positions = vec![OUTSIDE; graph.node_bound()];
        let mut nodes = Vec::new();
        for node in graph.nodes() {
            let inside = labels.is_empty()
                || graph
                    .labels(node)
                    .iter()
                    .any(|label| labels.contains(label));
            if inside {
                positions[node.0 as usize] = nodes.len() as u32;
                nodes.push(node);
            }
        }
        let all: Vec<EdgeId>;
        let lists: Vec<&[EdgeId]> = if types.is_empty() {
            all = graph.edges().collect();
            vec![&all]
        } else {
            let mut types = types.to_vec();
            types.sort_unstable();
            types.dedup();
            types
                .iter()
                .map(|&edge_type| graph.edges_with_type(edge_type))
                .collect()
        };
        let pairs: Vec<(u32, u32)> = lists
            .into_iter()
            .flatten()
            .filter_map(|&edge| {
                let (source, target) = graph.ends(edge)?;
                let pair = (positions[source.0 as usize], positions[target.0 as usize]);
                (pair.0 != OUTSIDE && pair.1 != OUTSIDE).then_some(pair)
            })
            .collect();
        // Turned twice, so that both are in order.
        let incoming = Rows::new(nodes.len(), pairs.iter().map(|&(from, to)| (to, from)));
        let outgoing = incoming.turned(nodes.len());
        let incoming = outgoing.turned(nodes.len());
        Part {
            nodes,
            outgoing,
            incoming,
        }
    }

    /// Lists the nodes.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// Counts the edges.
    pub fn edge_count(&self) -> usize {
        self.outgoing.entries.len()
    }

    /// Counts the edges that leave and those that reach a position.
    pub fn degrees(&self, position: u32) -> (usize, usize) {
        (
            self.outgoing.of(position).len(),
            self.incoming.of(position).len(),
        )
    }

    pub(in crate::graph) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(in crate::graph) fn targets(&self, position: u32) -> &[u32] {
        self.outgoing.of(position)
    }

    pub(in crate::graph) fn sources(&self, position: u32) -> &[u32] {
        self.incoming.of(position)
    }

    /// Gives each position's neighbours in either direction, in order, each once and never itself.
    pub(in crate::graph) fn neighbours(&self) -> Rows {
        let mut rows = Rows {
            starts: vec![0],
            entries: Vec::with_capacity(self.edge_count() * 2),
        };
        let mut merged = Vec::new();
        for position in 0..self.len() as u32 {
            merged.clear();
            merged.extend_from_slice(self.targets(position));
            merged.extend_from_slice(self.sources(position));
            merged.sort_unstable();
            merged.dedup();
            rows.entries
                .extend(merged.iter().filter(|&&other| other != position));
            rows.starts.push(rows.entries.len() as u32);
        }
        rows
    }
}
