//! Making a graph in one go, as loading and importing do.

use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Symbol;
use crate::graph::store::LabelSet;
use crate::graph::store::REMOVED;
use crate::graph::store::id_of;
use crate::graph::store::index_of;

impl Graph {
    /// Makes room for so many more nodes and edges.
    pub(in crate::graph) fn reserve(&mut self, nodes: usize, edges: usize) {
        self.store.reserve_nodes(nodes);
        self.store.reserve_edges(edges);
    }

    /// Gives back the room that growing left over.
    pub(in crate::graph) fn shrink(&mut self) {
        self.store.shrink_to_fit();
        self.nodes.shrink();
        self.edges.shrink();
    }

    /// Adds a node while the graph is made: nothing can be taken back, and there is no index yet.
    pub(in crate::graph) fn append_node(&mut self, set: LabelSet) -> NodeId {
        self.node_count += 1;
        id_of(self.store.add_node(set))
    }

    /// Adds an edge while the graph is made: nothing can be taken back, and there is no index yet.
    pub(in crate::graph) fn append_edge(
        &mut self,
        source: NodeId,
        edge_type: Symbol,
        target: NodeId,
    ) {
        self.edge_count += 1;
        self.store
            .add_edge(index_of(source), index_of(target), edge_type);
    }

    /// Gives labels to a node that is still without, before any index is made.
    pub(in crate::graph) fn relabel(&mut self, node: NodeId, set: LabelSet) {
        self.store[index_of(node)] = set;
    }

    /// Fills an empty graph with nodes, each given by its set of labels, and with edges between them.
    pub(in crate::graph) fn fill(
        &mut self,
        nodes: impl ExactSizeIterator<Item = u32>,
        edges: impl ExactSizeIterator<Item = (NodeId, Symbol, NodeId)>,
    ) {
        self.store.reserve_exact_nodes(nodes.len());
        self.store.reserve_exact_edges(edges.len());
        for set in nodes {
            self.node_count += usize::from(set != LabelSet::REMOVED.0);
            self.store.add_node(LabelSet(set));
        }
        for (source, edge_type, target) in edges {
            self.edge_count += usize::from(edge_type != REMOVED);
            self.store
                .add_edge(index_of(source), index_of(target), edge_type);
        }
    }
}
