//! Puts what another graph holds into a graph: for articles read after a graph was saved.
//!
//! The texts behind a saved graph are gone, so nodes are matched by what the graph tells of them.
//! In doubt two nodes stay apart: "the spokesman" of two articles are two.

use std::collections::BTreeMap;

use crate::base::DocumentId;
use crate::base::Evidence;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// What makes a node the same node: its kind, its name, and its day if it is an event.
type NodeKey = (String, String, String);
/// What makes an edge the same edge: its ends, its type, its status and who says so.
type EdgeKey = (NodeId, NodeId, String, String, String);

impl Graph {
    /// Adds the nodes, edges and evidence of another graph, joining what is the same.
    pub fn absorb(&mut self, other: &Graph) {
        let documents = self.add_documents(other.documents());
        let mut known: BTreeMap<NodeKey, NodeId> = BTreeMap::new();
        for node in self.nodes() {
            if let Some(key) = node_key(self, node) {
                known.entry(key).or_insert(node);
            }
        }
        let mut nodes: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        for node in other.nodes() {
            let same = node_key(other, node).and_then(|key| known.get(&key).copied());
            nodes.insert(node, self.absorb_node(other, node, same));
        }
        let mut edges: BTreeMap<EdgeKey, EdgeId> = self
            .edges()
            .filter_map(|edge| Some((edge_key(self, edge, self.ends(edge)?), edge)))
            .collect();
        for edge in other.edges() {
            let Some((source, target)) = other.ends(edge) else {
                continue;
            };
            let ends = (nodes[&source], nodes[&target]);
            let key = edge_key(other, edge, ends);
            let same = edges.get(&key).copied();
            let added = self.absorb_edge(other, edge, ends, same, &documents);
            edges.insert(key, added);
        }
    }

    /// Adds the names of documents; gives the place of each in the longer list.
    fn add_documents(&mut self, names: &[String]) -> Vec<DocumentId> {
        let mut all = self.documents().to_vec();
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = all.iter().position(|known| known == name);
            places.push(DocumentId(place.unwrap_or(all.len()) as u32));
            if place.is_none() {
                all.push(name.clone());
            }
        }
        self.set_documents(all);
        places
    }

    fn absorb_node(&mut self, other: &Graph, node: NodeId, same: Option<NodeId>) -> NodeId {
        let target = same.unwrap_or_else(|| self.add_node(&[]));
        for label in other.label_names(node) {
            self.add_label(target, label);
        }
        for (key, value) in other.node_entries(node) {
            let value = match (key, self.node_value(target, key)) {
                (_, None) => value,
                ("aliases", Some(Property::List(had))) => joined(had.to_vec(), value),
                _ => continue,
            };
            self.set_node_property(target, key, Some(value));
        }
        target
    }

    fn absorb_edge(
        &mut self,
        other: &Graph,
        edge: EdgeId,
        (source, target): (NodeId, NodeId),
        same: Option<EdgeId>,
        documents: &[DocumentId],
    ) -> EdgeId {
        let moved = other.evidence(edge).iter().map(|piece| Evidence {
            document: documents
                .get(piece.document.0 as usize)
                .copied()
                .unwrap_or(piece.document),
            ..piece.clone()
        });
        let Some(same) = same else {
            let added = self.add_edge(source, other.type_name(edge), target);
            for (key, value) in other.edge_entries(edge) {
                self.set_edge_property(added, key, Some(value));
            }
            let evidence = moved.collect();
            self.set_evidence(added, evidence);
            return added;
        };
        let mut evidence = self.evidence(same).to_vec();
        for piece in moved {
            if !evidence.contains(&piece) {
                evidence.push(piece);
            }
        }
        if let Some(Property::Int(count)) = self.edge_value(same, "count") {
            let count = count.max(evidence.len() as i64);
            self.set_edge_property(same, "count", Some(Property::Int(count)));
        }
        self.set_evidence(same, evidence);
        same
    }
}

/// Gives what a node can be known by in another graph; nothing for what has no name of its own.
fn node_key(graph: &Graph, node: NodeId) -> Option<NodeKey> {
    let name = graph.node_text(node, "name")?;
    let kind = graph.kind(node)?;
    let date = graph.node_text(node, "date");
    let own = match kind {
        "Document" | "Claim" | "State" => true,
        "Event" => date.is_some(),
        _ => is_proper(&name),
    };
    let day = match kind {
        "Event" => date.as_deref().unwrap_or("").to_owned(),
        _ => String::new(),
    };
    own.then(|| (kind.to_owned(), name.to_string(), day))
}

/// Tells a name from words such as "the spokesman", which mean another one in each article.
fn is_proper(name: &str) -> bool {
    let common = ["The ", "A ", "An ", "Its ", "Their ", "His ", "Her "];
    name.starts_with(char::is_uppercase) && !common.iter().any(|word| name.starts_with(word))
}

fn edge_key(graph: &Graph, edge: EdgeId, (source, target): (NodeId, NodeId)) -> EdgeKey {
    let text = |key| {
        graph
            .edge_text(edge, key)
            .as_deref()
            .unwrap_or("")
            .to_owned()
    };
    (
        source,
        target,
        graph.type_name(edge).to_owned(),
        text("status"),
        text("attributed_to"),
    )
}

fn joined(mut had: Vec<Property>, more: Property) -> Property {
    if let Property::List(more) = more {
        for item in more.iter() {
            if !had.contains(item) {
                had.push(item.clone());
            }
        }
    }
    Property::List(had.into())
}

#[cfg(test)]
mod tests {
    use crate::graph::Graph;
    use crate::graph::Property;
    use crate::graph::sample;

    fn sizes(graph: &Graph) -> (usize, usize, usize) {
        let evidence = graph.edges().map(|edge| graph.evidence(edge).len()).sum();
        (graph.node_count(), graph.edge_count(), evidence)
    }

    #[test]
    fn a_graph_absorbs_itself_without_a_change() {
        let mut graph = sample::moscow();
        let before = graph.clone();
        graph.absorb(&before);
        for node in before.nodes() {
            assert_eq!(graph.node_entries(node), before.node_entries(node));
        }
        assert_eq!(graph.edge_count(), before.edge_count());
        assert_eq!(graph.documents(), before.documents());
    }

    #[test]
    fn an_empty_graph_takes_everything() {
        let other = sample::moscow();
        let mut graph = Graph::new();
        graph.absorb(&other);
        assert_eq!(sizes(&graph), sizes(&other));
    }

    #[test]
    fn the_evidence_of_another_article_joins_that_of_the_first() {
        let mut graph = sample::moscow();
        let mut other = sample::moscow();
        other.set_documents(vec!["later".to_owned()]);
        let edges = graph.edge_count();
        graph.absorb(&other);
        assert_eq!(graph.edge_count(), edges);
        assert_eq!(graph.documents(), ["moscow", "later"]);
        let edge = graph.edges().next().unwrap();
        let documents: Vec<u32> = graph
            .evidence(edge)
            .iter()
            .map(|piece| piece.document.0)
            .collect();
        assert_eq!(documents, [0, 1]);
    }

    #[test]
    fn common_nouns_of_two_graphs_stay_apart() {
        let named = |name: &str| {
            let mut graph = Graph::new();
            let node = graph.add_node(&["Actor"]);
            graph.set_node_property(node, "name", Some(Property::from(name)));
            graph
        };
        for (name, count) in [("Hamas", 1), ("the spokesman", 2), ("The spokesman", 2)] {
            let mut graph = named(name);
            graph.absorb(&named(name));
            assert_eq!(graph.node_count(), count, "{name}");
        }
    }
}
