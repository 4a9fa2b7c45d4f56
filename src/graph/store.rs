//! Nodes, edges and their properties.
//!
//! petgraph keeps which node has which labels and which edge joins what; a property is a column
//! beside it. Nothing is taken out of petgraph, a removed node or edge is only marked, so that no
//! id is ever used twice.

use petgraph::graph::DiGraph;
use petgraph::graph::EdgeIndex;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::base::Evidence;
use crate::graph::Adjacency;
use crate::graph::Column;
use crate::graph::Property;
use crate::graph::index::Indexes;
use crate::graph::snapshot::PackedEvidence;
use crate::graph::table::Table;
use crate::graph::undo::Change;
use crate::graph::undo::Log;

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

/// The number of a set of labels that some node has: nodes with the same labels share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::graph) struct LabelSet(pub(in crate::graph) u32);

impl LabelSet {
    /// Marks a node that was removed.
    pub(in crate::graph) const REMOVED: LabelSet = LabelSet(u32::MAX);
}

/// Marks an edge that was removed.
pub(in crate::graph) const REMOVED: Symbol = Symbol(u32::MAX);

/// A directed labelled property multigraph.
#[derive(Debug, Default)]
pub struct Graph {
    pub(in crate::graph) names: Vec<String>,
    symbols: FxHashMap<String, Symbol>,
    pub(in crate::graph) label_sets: Vec<Vec<Symbol>>,
    label_set_ids: FxHashMap<Vec<Symbol>, LabelSet>,
    pub(in crate::graph) store: DiGraph<LabelSet, Symbol>,
    pub(in crate::graph) node_count: usize,
    pub(in crate::graph) edge_count: usize,
    pub(in crate::graph) nodes: Table,
    pub(in crate::graph) edges: Table,
    pub(in crate::graph) evidence: Sentences,
    documents: Vec<String>,
    log: Option<Log>,
    version: Version,
    pub(in crate::graph) indexes: Indexes,
}

/// A state of one graph: what was made for it serves as long as the graph has the same version.
/// No two graphs share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    graph: u64,
    changes: u64,
}

impl Default for Version {
    fn default() -> Self {
        static GRAPHS: AtomicU64 = AtomicU64::new(0);
        Version {
            graph: GRAPHS.fetch_add(1, Ordering::Relaxed),
            changes: 0,
        }
    }
}

/// The words that edges rest on, by edge, or the part of a snapshot that has them.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Sentences {
    pub(in crate::graph) rows: OnceLock<Vec<Vec<Evidence>>>,
    pub(in crate::graph) packed: Option<PackedEvidence>,
}

impl Sentences {
    pub(in crate::graph) fn rows(&self) -> &Vec<Vec<Evidence>> {
        self.rows.get_or_init(|| match &self.packed {
            Some(packed) => packed.unpack(),
            None => Vec::new(),
        })
    }

    fn set(&mut self, row: usize, evidence: Vec<Evidence>) -> Vec<Evidence> {
        self.rows();
        let rows = self.rows.get_mut().expect("it has just been made");
        if row >= rows.len() {
            if evidence.is_empty() {
                return evidence;
            }
            rows.resize(row + 1, Vec::new());
        }
        std::mem::replace(&mut rows[row], evidence)
    }
}

impl Clone for Graph {
    /// Copies the graph; the copy has nothing to take back.
    fn clone(&self) -> Self {
        Graph {
            names: self.names.clone(),
            symbols: self.symbols.clone(),
            label_sets: self.label_sets.clone(),
            label_set_ids: self.label_set_ids.clone(),
            store: self.store.clone(),
            node_count: self.node_count,
            edge_count: self.edge_count,
            nodes: self.nodes.clone(),
            edges: self.edges.clone(),
            evidence: self.evidence.clone(),
            documents: self.documents.clone(),
            log: None,
            version: Version::default(),
            indexes: Indexes::default(),
        }
    }
}

/// Names and their symbols.
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
        self.version.changes += 1;
        self.names.push(name.to_owned());
        self.symbols.insert(name.to_owned(), symbol);
        self.indexes.values.grow(self.names.len());
        symbol
    }

    /// Gives the name that a symbol stands for.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }

    /// Counts the symbols: they run from 0.
    pub fn symbol_count(&self) -> usize {
        self.names.len()
    }

    /// Gives the version, which changes with every change of the graph.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Names the documents that evidence refers to, by `DocumentId`.
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// Sets the names of the documents that evidence refers to.
    pub fn set_documents(&mut self, documents: Vec<String>) {
        let before = std::mem::replace(&mut self.documents, documents);
        self.note(|| Change::Documents(before));
    }
}

/// Taking back what was written.
impl Graph {
    /// Starts to remember how to undo what is written from here on.
    ///
    /// A second call before `commit` or `rollback` moves the point of return here.
    pub fn begin(&mut self) {
        self.log = Some(Log::default());
    }

    /// Keeps what was written since `begin`.
    pub fn commit(&mut self) {
        self.log = None;
    }

    /// Takes back what was written since `begin`: the graph is as it was, ids included.
    pub fn rollback(&mut self) {
        let Some(log) = self.log.take() else {
            return;
        };
        if log.changes.is_empty() {
            return;
        }
        self.version.changes += 1;
        for change in log.changes.into_iter().rev() {
            self.undo(change);
        }
        self.indexes = Indexes::default();
    }

    fn undo(&mut self, change: Change) {
        match change {
            // The last one added is the last in petgraph, so nothing moves into its place.
            Change::AddedNode(node) => {
                self.store.remove_node(index_of(node));
                self.node_count -= 1;
            }
            Change::AddedEdge(edge) => {
                self.store.remove_edge(edge_index_of(edge));
                self.edge_count -= 1;
            }
            Change::RemovedNode(node, labels) => {
                self.store[index_of(node)] = labels;
                self.node_count += 1;
            }
            Change::RemovedEdge(edge, edge_type) => {
                self.store[edge_index_of(edge)] = edge_type;
                self.edge_count += 1;
            }
            Change::Labels(node, labels) => self.store[index_of(node)] = labels,
            Change::NodeProperty(node, key, value) => {
                self.nodes.column_mut(key).set(node.0, value);
            }
            Change::EdgeProperty(edge, key, value) => {
                self.edges.column_mut(key).set(edge.0, value);
            }
            Change::Evidence(edge, evidence) => {
                self.evidence.set(edge.0 as usize, evidence);
            }
            Change::Documents(documents) => self.documents = documents,
        }
    }

    fn note(&mut self, change: impl FnOnce() -> Change) {
        self.version.changes += 1;
        if let Some(log) = &mut self.log {
            log.changes.push(change());
        }
    }
}

/// Nodes and their labels.
impl Graph {
    /// Adds a node. Labels keep the order given, without repeats.
    pub fn add_node(&mut self, labels: &[&str]) -> NodeId {
        let mut symbols = Vec::with_capacity(labels.len());
        for label in labels {
            let symbol = self.intern(label);
            if !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
        let set = self.label_set(symbols);
        self.push_node(set)
    }

    fn push_node(&mut self, set: LabelSet) -> NodeId {
        let node = NodeId(self.store.add_node(set).index() as u32);
        self.node_count += 1;
        self.note(|| Change::AddedNode(node));
        self.indexes.statistics.take();
        if let Some(by_label) = self.indexes.labels.get_mut() {
            for label in &self.label_sets[set.0 as usize] {
                let index = label.0 as usize;
                if index >= by_label.len() {
                    by_label.resize(index + 1, Vec::new());
                }
                by_label[index].push(node);
            }
        }
        node
    }

    /// Gives the number of a set of labels, a new one where need be.
    pub(in crate::graph) fn label_set(&mut self, labels: Vec<Symbol>) -> LabelSet {
        if let Some(&set) = self.label_set_ids.get(&labels) {
            return set;
        }
        let set = LabelSet(self.label_sets.len() as u32);
        self.label_sets.push(labels.clone());
        self.label_set_ids.insert(labels, set);
        set
    }

    /// Removes a node together with its edges; tells whether it was there.
    pub fn remove_node(&mut self, node: NodeId) -> bool {
        if !self.contains_node(node) {
            return false;
        }
        for edge in self.edges_of(node, Direction::Both) {
            self.remove_edge(edge);
        }
        let keys: Vec<Symbol> = self.nodes.keys().collect();
        for key in keys {
            self.set_node_symbol(node, key, None);
        }
        let weight = &mut self.store[index_of(node)];
        let labels = std::mem::replace(weight, LabelSet::REMOVED);
        self.node_count -= 1;
        self.note(|| Change::RemovedNode(node, labels));
        self.unlist(node, labels);
        true
    }

    /// Counts the nodes.
    pub fn node_count(&self) -> usize {
        self.node_count
    }

    /// Gives a number that is greater than that of any node: the length of an array by node.
    pub fn node_bound(&self) -> usize {
        self.store.node_count()
    }

    /// Tells whether the node is still there.
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.store
            .node_weight(index_of(node))
            .is_some_and(|set| *set != LabelSet::REMOVED)
    }

    /// Lists the nodes in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let weights = self.store.raw_nodes().iter().enumerate();
        weights
            .filter(|(_, node)| node.weight != LabelSet::REMOVED)
            .map(|(index, _)| NodeId(index as u32))
    }

    /// Lists the nodes with a label in the order of their ids.
    pub fn nodes_with_label(&self, label: Symbol) -> &[NodeId] {
        let by_label = self.indexes.labels.get_or_init(|| {
            let mut by_label = vec![Vec::new(); self.names.len()];
            for node in self.nodes() {
                for label in self.labels(node) {
                    by_label[label.0 as usize].push(node);
                }
            }
            by_label
        });
        by_label.get(label.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Gives a node's labels; none for a node that is no longer there.
    pub fn labels(&self, node: NodeId) -> &[Symbol] {
        self.store
            .node_weight(index_of(node))
            .and_then(|set| self.label_sets.get(set.0 as usize))
            .map_or(&[], Vec::as_slice)
    }

    /// Adds a label to a node; tells whether it is new there.
    pub fn add_label(&mut self, node: NodeId, label: &str) -> bool {
        let symbol = self.intern(label);
        if !self.contains_node(node) || self.labels(node).contains(&symbol) {
            return false;
        }
        let mut labels = self.labels(node).to_vec();
        labels.push(symbol);
        self.set_labels(node, labels);
        true
    }

    /// Removes a label from a node; tells whether it was there.
    pub fn remove_label(&mut self, node: NodeId, label: &str) -> bool {
        let Some(symbol) = self.symbol(label) else {
            return false;
        };
        let mut labels = self.labels(node).to_vec();
        let before = labels.len();
        labels.retain(|other| *other != symbol);
        if labels.len() == before {
            return false;
        }
        self.set_labels(node, labels);
        true
    }

    fn set_labels(&mut self, node: NodeId, labels: Vec<Symbol>) {
        let set = self.label_set(labels);
        let before = std::mem::replace(&mut self.store[index_of(node)], set);
        self.note(|| Change::Labels(node, before));
        self.unlist(node, before);
        let Some(by_label) = self.indexes.labels.get_mut() else {
            return;
        };
        for label in &self.label_sets[set.0 as usize] {
            let index = label.0 as usize;
            if index >= by_label.len() {
                by_label.resize(index + 1, Vec::new());
            }
            let list = &mut by_label[index];
            list.insert(list.partition_point(|other| *other < node), node);
        }
    }

    /// Takes a node out of the lists of its labels.
    fn unlist(&mut self, node: NodeId, labels: LabelSet) {
        self.indexes.statistics.take();
        let Some(by_label) = self.indexes.labels.get_mut() else {
            return;
        };
        for label in &self.label_sets[labels.0 as usize] {
            let list = &mut by_label[label.0 as usize];
            if let Ok(index) = list.binary_search(&node) {
                list.remove(index);
            }
        }
    }
}

/// Edges.
impl Graph {
    /// Adds an edge between two nodes of the graph.
    pub fn add_edge(&mut self, source: NodeId, edge_type: &str, target: NodeId) -> EdgeId {
        let symbol = self.intern(edge_type);
        self.push_edge(source, symbol, target)
    }

    fn push_edge(&mut self, source: NodeId, edge_type: Symbol, target: NodeId) -> EdgeId {
        let edge = self
            .store
            .add_edge(index_of(source), index_of(target), edge_type);
        let edge = EdgeId(edge.index() as u32);
        self.edge_count += 1;
        self.note(|| Change::AddedEdge(edge));
        self.edges_changed();
        if let Some(by_type) = self.indexes.types.get_mut() {
            let index = edge_type.0 as usize;
            if index >= by_type.len() {
                by_type.resize(index + 1, Vec::new());
            }
            by_type[index].push(edge);
        }
        edge
    }

    /// Removes an edge; tells whether it was there.
    pub fn remove_edge(&mut self, edge: EdgeId) -> bool {
        if !self.contains_edge(edge) {
            return false;
        }
        let keys: Vec<Symbol> = self.edges.keys().collect();
        for key in keys {
            self.set_edge_symbol(edge, key, None);
        }
        self.set_evidence(edge, Vec::new());
        let weight = &mut self.store[edge_index_of(edge)];
        let edge_type = std::mem::replace(weight, REMOVED);
        self.edge_count -= 1;
        self.note(|| Change::RemovedEdge(edge, edge_type));
        self.edges_changed();
        if let Some(by_type) = self.indexes.types.get_mut() {
            let list = &mut by_type[edge_type.0 as usize];
            if let Ok(index) = list.binary_search(&edge) {
                list.remove(index);
            }
        }
        true
    }

    fn edges_changed(&mut self) {
        self.indexes.adjacency = Default::default();
        self.indexes.statistics.take();
        if let Some(log) = &mut self.log {
            log.edges_changed = true;
        }
    }

    /// Counts the edges.
    pub fn edge_count(&self) -> usize {
        self.edge_count
    }

    /// Gives a number that is greater than that of any edge: the length of an array by edge.
    pub fn edge_bound(&self) -> usize {
        self.store.edge_count()
    }

    /// Tells whether the edge is still there.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        self.edge_type(edge).is_some()
    }

    /// Lists the edges in the order of their ids.
    pub fn edges(&self) -> impl Iterator<Item = EdgeId> {
        let weights = self.store.raw_edges().iter().enumerate();
        weights
            .filter(|(_, edge)| edge.weight != REMOVED)
            .map(|(index, _)| EdgeId(index as u32))
    }

    /// Lists the edges of a type in the order of their ids.
    pub fn edges_with_type(&self, edge_type: Symbol) -> &[EdgeId] {
        let by_type = self.indexes.types.get_or_init(|| {
            let mut by_type = vec![Vec::new(); self.names.len()];
            for (index, edge) in self.store.raw_edges().iter().enumerate() {
                if edge.weight != REMOVED {
                    by_type[edge.weight.0 as usize].push(EdgeId(index as u32));
                }
            }
            by_type
        });
        by_type.get(edge_type.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Gives an edge's type.
    pub fn edge_type(&self, edge: EdgeId) -> Option<Symbol> {
        let edge_type = *self.store.edge_weight(edge_index_of(edge))?;
        (edge_type != REMOVED).then_some(edge_type)
    }

    /// Gives an edge's source and target.
    pub fn ends(&self, edge: EdgeId) -> Option<(NodeId, NodeId)> {
        let edge = self.store.raw_edges().get(edge.0 as usize)?;
        (edge.weight != REMOVED).then(|| (id_of(edge.source()), id_of(edge.target())))
    }

    /// Lists the edges of a node in the order of their ids.
    pub fn edges_of(&self, node: NodeId, direction: Direction) -> Vec<EdgeId> {
        let mut edges = Vec::new();
        for wanted in [Direction::Outgoing, Direction::Incoming] {
            if direction == wanted || direction == Direction::Both {
                let edges_there = self.store.edges_directed(index_of(node), wanted.into());
                edges.extend(
                    edges_there
                        .filter(|edge| *edge.weight() != REMOVED)
                        .map(|edge| EdgeId(edge.id().index() as u32)),
                );
            }
        }
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// Gives the edges of one type, or of all, by the node that they leave (`Outgoing`) or reach (`Incoming`).
    ///
    /// The rows are made when first asked for. There are none while a transaction is open in which
    /// an edge came or went: take `edges_of` then. Nor are there any for `Both`.
    pub fn adjacency(&self, edge_type: Option<Symbol>, direction: Direction) -> Option<&Adjacency> {
        static NONE: OnceLock<Adjacency> = OnceLock::new();
        if direction == Direction::Both || self.log.as_ref().is_some_and(|log| log.edges_changed) {
            return None;
        }
        let edges = || {
            let edges = self.store.raw_edges().iter().enumerate();
            edges
                .filter(move |(_, edge)| match edge_type {
                    Some(wanted) => edge.weight == wanted,
                    None => edge.weight != REMOVED,
                })
                .map(move |(index, edge)| {
                    let (source, target) = (id_of(edge.source()), id_of(edge.target()));
                    match direction {
                        Direction::Incoming => (EdgeId(index as u32), target, source),
                        _ => (EdgeId(index as u32), source, target),
                    }
                })
        };
        let rows = self
            .indexes
            .adjacency
            .get(edge_type, direction, self.names.len(), || {
                Adjacency::new(self.node_bound(), edges)
            });
        rows.or_else(|| Some(NONE.get_or_init(Adjacency::default)))
    }
}

/// Properties and evidence.
impl Graph {
    /// Gives a node's property.
    pub fn node_property(&self, node: NodeId, key: Symbol) -> Option<Property> {
        self.nodes.get(key, node.0)
    }

    /// Gives an edge's property.
    pub fn edge_property(&self, edge: EdgeId, key: Symbol) -> Option<Property> {
        self.edges.get(key, edge.0)
    }

    /// Gives one property of all nodes, by the number of the node; nothing if none ever had it.
    pub fn node_column(&self, key: Symbol) -> Option<&Column> {
        self.nodes.column(key)
    }

    /// Gives one property of all edges, by the number of the edge; nothing if none ever had it.
    pub fn edge_column(&self, key: Symbol) -> Option<&Column> {
        self.edges.column(key)
    }

    /// Lists the properties that some node has.
    pub fn node_keys(&self) -> impl Iterator<Item = Symbol> {
        self.nodes.keys()
    }

    /// Lists the properties that some edge has.
    pub fn edge_keys(&self) -> impl Iterator<Item = Symbol> {
        self.edges.keys()
    }

    /// Lists a node's properties in the order of their names.
    pub fn node_properties(&self, node: NodeId) -> Vec<(&str, Property)> {
        self.by_name(&self.nodes, node.0)
    }

    /// Lists an edge's properties in the order of their names.
    pub fn edge_properties(&self, edge: EdgeId) -> Vec<(&str, Property)> {
        self.by_name(&self.edges, edge.0)
    }

    fn by_name(&self, table: &Table, row: u32) -> Vec<(&str, Property)> {
        let mut named: Vec<_> = table
            .keys()
            .filter_map(|key| Some((self.name(key), table.get(key, row)?)))
            .collect();
        named.sort_unstable_by_key(|(name, _)| *name);
        named
    }

    /// Sets or, with `None`, removes a node's property.
    pub fn set_node_property(&mut self, node: NodeId, key: &str, value: Option<Property>) {
        if self.contains_node(node) {
            let key = self.intern(key);
            self.set_node_symbol(node, key, value);
        }
    }

    fn set_node_symbol(&mut self, node: NodeId, key: Symbol, value: Option<Property>) {
        let before = self.node_property(node, key);
        if before.is_none() && value.is_none() {
            return;
        }
        self.note(|| Change::NodeProperty(node, key, before));
        self.indexes.names.take();
        if let (Some(values), Some(value)) =
            (self.indexes.values.made_mut(key.0 as usize), value.as_ref())
        {
            values.note(node.0, value);
        }
        self.nodes.column_mut(key).set(node.0, value);
    }

    /// Sets or, with `None`, removes an edge's property.
    pub fn set_edge_property(&mut self, edge: EdgeId, key: &str, value: Option<Property>) {
        if self.contains_edge(edge) {
            let key = self.intern(key);
            self.set_edge_symbol(edge, key, value);
        }
    }

    fn set_edge_symbol(&mut self, edge: EdgeId, key: Symbol, value: Option<Property>) {
        let before = self.edge_property(edge, key);
        if before.is_none() && value.is_none() {
            return;
        }
        self.note(|| Change::EdgeProperty(edge, key, before));
        self.edges.column_mut(key).set(edge.0, value);
    }

    /// Gives the words that an edge rests on.
    pub fn evidence(&self, edge: EdgeId) -> &[Evidence] {
        let rows = self.evidence.rows();
        rows.get(edge.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Sets the words that an edge rests on.
    pub fn set_evidence(&mut self, edge: EdgeId, evidence: Vec<Evidence>) {
        if !self.contains_edge(edge) || (evidence.is_empty() && self.evidence(edge).is_empty()) {
            return;
        }
        let before = self.evidence.set(edge.0 as usize, evidence);
        self.note(|| Change::Evidence(edge, before));
    }
}

impl From<Direction> for petgraph::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Incoming => petgraph::Direction::Incoming,
            _ => petgraph::Direction::Outgoing,
        }
    }
}

pub(in crate::graph) fn index_of(node: NodeId) -> NodeIndex {
    NodeIndex::new(node.0 as usize)
}

fn edge_index_of(edge: EdgeId) -> EdgeIndex {
    EdgeIndex::new(edge.0 as usize)
}

pub(in crate::graph) fn id_of(index: NodeIndex) -> NodeId {
    NodeId(index.index() as u32)
}
