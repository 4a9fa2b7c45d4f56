//! Edges by node in compressed sparse rows: one array of neighbours, and where each node's part of it starts.

use crate::graph::EdgeId;
use crate::graph::NodeId;

/// The edges of one type, or of all, in one direction, by the node that they start or end at.
///
/// The neighbours of a node are sorted by id, parallel edges by their own, so that two lists can
/// be intersected in step.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    starts: Vec<u32>,
    neighbours: Vec<NodeId>,
    edges: Vec<EdgeId>,
}

impl Adjacency {
    /// Sorts edges, given in the order of their ids, into rows: `(edge, from, to)`.
    pub(in crate::graph) fn new<I>(node_bound: usize, edges: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (EdgeId, NodeId, NodeId)>,
    {
        // Two passes of a counting sort: first by neighbour, then, keeping that order, by node.
        let (mut to_starts, mut starts) =
            (vec![0_u32; node_bound + 1], vec![0_u32; node_bound + 1]);
        for (_, from, to) in edges() {
            to_starts[to.0 as usize + 1] += 1;
            starts[from.0 as usize + 1] += 1;
        }
        for index in 0..node_bound {
            to_starts[index + 1] += to_starts[index];
            starts[index + 1] += starts[index];
        }
        let count = starts[node_bound] as usize;
        let mut by_neighbour = vec![(EdgeId(0), NodeId(0), NodeId(0)); count];
        for entry in edges() {
            let slot = &mut to_starts[entry.2.0 as usize];
            by_neighbour[*slot as usize] = entry;
            *slot += 1;
        }
        let mut next = starts.clone();
        let mut neighbours = vec![NodeId(0); count];
        let mut sorted = vec![EdgeId(0); count];
        for (edge, from, to) in by_neighbour {
            let slot = &mut next[from.0 as usize];
            neighbours[*slot as usize] = to;
            sorted[*slot as usize] = edge;
            *slot += 1;
        }
        Adjacency {
            starts,
            neighbours,
            edges: sorted,
        }
    }

    /// Gives a node's neighbours and the edges that lead to them, side by side.
    pub fn of(&self, node: NodeId) -> (&[NodeId], &[EdgeId]) {
        let range = self.range(node);
        (&self.neighbours[range.clone()], &self.edges[range])
    }

    /// Gives a node's neighbours, sorted by id; one that several edges lead to comes as often.
    pub fn neighbours(&self, node: NodeId) -> &[NodeId] {
        &self.neighbours[self.range(node)]
    }

    /// Gives a node's edges, sorted by neighbour.
    pub fn edges(&self, node: NodeId) -> &[EdgeId] {
        &self.edges[self.range(node)]
    }

    /// Counts a node's edges.
    pub fn degree(&self, node: NodeId) -> usize {
        self.range(node).len()
    }

    /// Counts the edges.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Tells whether there is no edge.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    fn range(&self, node: NodeId) -> std::ops::Range<usize> {
        let index = node.0 as usize;
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            // Nodes that are younger than the rows have no edges yet.
            _ => 0..0,
        }
    }
}
