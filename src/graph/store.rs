//! Nodes, edges and their properties.

use petgraph::stable_graph::EdgeIndex;
use petgraph::stable_graph::NodeIndex;
use petgraph::stable_graph::StableDiGraph;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::base::Evidence;
use crate::graph::Property;

/// A node of one graph; not used again after the node is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// An edge of one graph; not used again after the edge is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub u32);

/// A label, edge type or property name of one graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// Which edges of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Those that start at it.
    Outgoing,
    /// Those that end at it.
    Incoming,
    /// All; a loop comes once.
    Both,
}

#[derive(Clone, Debug, Default)]
struct NodeRecord {
    labels: Vec<Symbol>,
    properties: Vec<(Symbol, Property)>,
}

#[derive(Clone, Debug)]
struct EdgeRecord {
    edge_type: Symbol,
    properties: Vec<(Symbol, Property)>,
    evidence: Vec<Evidence>,
}

/// A directed labelled property multigraph.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    names: Vec<String>,
    symbols: FxHashMap<String, Symbol>,
    store: StableDiGraph<NodeRecord, EdgeRecord>,
    documents: Vec<String>,
    before: Option<Box<Graph>>,
}

impl Graph {
    /// Makes a graph without nodes.
    pub fn new() -> Self {
        Graph::default()
    }

    /// Finds the symbol of a name that the graph uses or has used.
    pub fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// Gives the symbol of a name, a new one where need be.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbol(name) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        self.names.push(name.to_owned());
        self.symbols.insert(name.to_owned(), symbol);
        symbol
    }

    /// Gives the name that a symbol stands for.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }

    /// Names the documents that evidence refers to, by `DocumentId`.
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// Sets the names of the documents that evidence refers to.
    pub fn set_documents(&mut self, documents: Vec<String>) {
        self.documents = documents;
    }

    /// Adds a node. Labels keep the order given, without repeats.
    pub fn add_node(&mut self, labels: &[&str]) -> NodeId {
        let mut record = NodeRecord::default();
        for label in labels {
            let symbol = self.intern(label);
            if !record.labels.contains(&symbol) {
                record.labels.push(symbol);
            }
        }
        NodeId(self.store.add_node(record).index() as u32)
    }

    /// Adds an edge between two nodes of the graph.
    pub fn add_edge(&mut self, source: NodeId, edge_type: &str, target: NodeId) -> EdgeId {
        let record = EdgeRecord {
            edge_type: self.intern(edge_type),
            properties: Vec::new(),
            evidence: Vec::new(),
        };
        let edge = self.store.add_edge(
            NodeIndex::new(source.0 as usize),
            NodeIndex::new(target.0 as usize),
            record,
        );
        EdgeId(edge.index() as u32)
    }

    /// Starts to remember how to undo what is written from here on.
    ///
    /// A second call before `commit` or `rollback` moves the point of return here.
    pub fn begin(&mut self) {
        self.before = None;
        self.before = Some(Box::new(self.clone()));
    }

    /// Keeps what was written since `begin`.
    pub fn commit(&mut self) {
        self.before = None;
    }

    /// Takes back what was written since `begin`: the graph is as it was, ids included.
    pub fn rollback(&mut self) {
        if let Some(before) = self.before.take() {
            *self = *before;
        }
    }

    /// Tells whether the node is still there.
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.store.contains_node(NodeIndex::new(node.0 as usize))
    }

    /// Tells whether the edge is still there.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        self.store
            .edge_weight(EdgeIndex::new(edge.0 as usize))
            .is_some()
    }

    /// Removes a node together with its edges; tells whether it was there.
    pub fn remove_node(&mut self, node: NodeId) -> bool {
        self.store
            .remove_node(NodeIndex::new(node.0 as usize))
            .is_some()
    }

    /// Removes an edge; tells whether it was there.
    pub fn remove_edge(&mut self, edge: EdgeId) -> bool {
        self.store
            .remove_edge(EdgeIndex::new(edge.0 as usize))
            .is_some()
    }

    /// Adds a label to a node; tells whether it is new there.
    pub fn add_label(&mut self, node: NodeId, label: &str) -> bool {
        let symbol = self.intern(label);
        match self.store.node_weight_mut(NodeIndex::new(node.0 as usize)) {
            Some(record) if !record.labels.contains(&symbol) => {
                record.labels.push(symbol);
                true
            }
            _ => false,
        }
    }

    /// Removes a label from a node; tells whether it was there.
    pub fn remove_label(&mut self, node: NodeId, label: &str) -> bool {
        let Some(symbol) = self.symbol(label) else {
            return false;
        };
        match self.store.node_weight_mut(NodeIndex::new(node.0 as usize)) {
            Some(record) if record.labels.contains(&symbol) => {
                record.labels.retain(|other| *other != symbol);
                true
            }
            _ => false,
        }
    }

    /// Counts the nodes.
    pub fn node_count(&self) -> usize {
        self.store.node_count()
    }

    /// Counts the edges.
    pub fn edge_count(&self) -> usize {
        self.store.edge_count()
    }

    /// Lists the nodes in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.store
            .node_indices()
            .map(|index| NodeId(index.index() as u32))
    }

    /// Lists the edges in the order of their ids.
    pub fn edges(&self) -> impl Iterator<Item = EdgeId> {
        self.store
            .edge_indices()
            .map(|index| EdgeId(index.index() as u32))
    }

    /// Gives a node's labels; none for a node that is no longer there.
    pub fn labels(&self, node: NodeId) -> &[Symbol] {
        self.store
            .node_weight(NodeIndex::new(node.0 as usize))
            .map_or(&[], |record| &record.labels)
    }

    /// Gives a node's property.
    pub fn node_property(&self, node: NodeId, key: Symbol) -> Option<Property> {
        let record = self.store.node_weight(NodeIndex::new(node.0 as usize))?;
        record
            .properties
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.clone())
    }

    /// Lists a node's properties in the order of their names.
    pub fn node_properties(&self, node: NodeId) -> Vec<(&str, Property)> {
        let record = self.store.node_weight(NodeIndex::new(node.0 as usize));
        self.by_name(record.map_or(&[], |record| &record.properties))
    }

    /// Sets or, with `None`, removes a node's property.
    pub fn set_node_property(&mut self, node: NodeId, key: &str, value: Option<Property>) {
        let key = self.intern(key);
        if let Some(record) = self.store.node_weight_mut(NodeIndex::new(node.0 as usize)) {
            set(&mut record.properties, key, value);
        }
    }

    /// Gives an edge's type.
    pub fn edge_type(&self, edge: EdgeId) -> Option<Symbol> {
        self.store
            .edge_weight(EdgeIndex::new(edge.0 as usize))
            .map(|record| record.edge_type)
    }

    /// Gives an edge's source and target.
    pub fn ends(&self, edge: EdgeId) -> Option<(NodeId, NodeId)> {
        let (source, target) = self.store.edge_endpoints(EdgeIndex::new(edge.0 as usize))?;
        Some((NodeId(source.index() as u32), NodeId(target.index() as u32)))
    }

    /// Gives an edge's property.
    pub fn edge_property(&self, edge: EdgeId, key: Symbol) -> Option<Property> {
        let record = self.store.edge_weight(EdgeIndex::new(edge.0 as usize))?;
        record
            .properties
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.clone())
    }

    /// Lists an edge's properties in the order of their names.
    pub fn edge_properties(&self, edge: EdgeId) -> Vec<(&str, Property)> {
        let record = self.store.edge_weight(EdgeIndex::new(edge.0 as usize));
        self.by_name(record.map_or(&[], |record| &record.properties))
    }

    /// Sets or, with `None`, removes an edge's property.
    pub fn set_edge_property(&mut self, edge: EdgeId, key: &str, value: Option<Property>) {
        let key = self.intern(key);
        if let Some(record) = self.store.edge_weight_mut(EdgeIndex::new(edge.0 as usize)) {
            set(&mut record.properties, key, value);
        }
    }

    /// Gives the words that an edge rests on.
    pub fn evidence(&self, edge: EdgeId) -> &[Evidence] {
        self.store
            .edge_weight(EdgeIndex::new(edge.0 as usize))
            .map_or(&[], |record| &record.evidence)
    }

    /// Sets the words that an edge rests on.
    pub fn set_evidence(&mut self, edge: EdgeId, evidence: Vec<Evidence>) {
        if let Some(record) = self.store.edge_weight_mut(EdgeIndex::new(edge.0 as usize)) {
            record.evidence = evidence;
        }
    }

    /// Lists the edges of a node in the order of their ids.
    pub fn edges_of(&self, node: NodeId, direction: Direction) -> Vec<EdgeId> {
        let node = NodeIndex::new(node.0 as usize);
        let mut edges = Vec::new();
        if direction != Direction::Incoming {
            edges.extend(
                self.store
                    .edges_directed(node, petgraph::Direction::Outgoing)
                    .map(|edge| edge.id()),
            );
        }
        if direction != Direction::Outgoing {
            edges.extend(
                self.store
                    .edges_directed(node, petgraph::Direction::Incoming)
                    .map(|edge| edge.id()),
            );
        }
        edges.sort_unstable();
        edges.dedup();
        edges
            .into_iter()
            .map(|edge| EdgeId(edge.index() as u32))
            .collect()
    }

    fn by_name(&self, properties: &[(Symbol, Property)]) -> Vec<(&str, Property)> {
        let mut named: Vec<_> = properties
            .iter()
            .map(|(key, value)| (self.name(*key), value.clone()))
            .collect();
        named.sort_unstable_by_key(|(name, _)| *name);
        named
    }
}

fn set(properties: &mut Vec<(Symbol, Property)>, key: Symbol, value: Option<Property>) {
    match (properties.iter_mut().find(|(name, _)| *name == key), value) {
        (Some(entry), Some(value)) => entry.1 = value,
        (None, Some(value)) => properties.push((key, value)),
        (_, None) => properties.retain(|(name, _)| *name != key),
    }
}
