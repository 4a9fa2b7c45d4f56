//! Articles, as they are cited.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::Evidence;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;

/// The articles of a graph by their ids.
pub struct Articles {
    by_name: BTreeMap<Arc<str>, NodeId>,
}

impl Articles {
    /// Finds the articles of a graph.
    pub fn of(graph: &Graph) -> Self {
        let mut by_name = BTreeMap::new();
        if graph.symbol("Document").is_some() {
            for node in graph.nodes() {
                if graph.has_label(node, "Document") {
                    by_name.insert(graph.title(node), node);
                }
            }
        }
        Articles { by_name }
    }

    /// Finds the node of an article.
    pub fn node(&self, name: &str) -> Option<NodeId> {
        self.by_name.get(name).copied()
    }

    /// Cites an article: `Dawn, 2024-03-24`, or its id where nothing is known of it.
    pub fn cite(&self, graph: &Graph, name: &str) -> String {
        let Some(node) = self.node(name) else {
            return name.to_owned();
        };
        let parts: Vec<String> = ["publisher", "date"]
            .into_iter()
            .filter_map(|key| graph.node_text(node, key))
            .map(|text| text.to_string())
            .collect();
        if parts.is_empty() {
            return name.to_owned();
        }
        format!("{} ({name})", parts.join(", "))
    }

    /// Gives the title of an article.
    pub fn title(&self, graph: &Graph, name: &str) -> Option<Arc<str>> {
        graph.node_text(self.node(name)?, "title")
    }

    /// Gives the day of an article as ISO 8601.
    pub fn date(&self, graph: &Graph, name: &str) -> Option<Arc<str>> {
        graph.node_text(self.node(name)?, "date")
    }
}

/// Gives the id of the article that a piece of evidence lies in.
pub fn document<'a>(graph: &'a Graph, piece: &Evidence) -> &'a str {
    graph
        .documents()
        .get(piece.document.0 as usize)
        .map_or("", String::as_str)
}

/// Lists the articles that an edge rests on, sorted.
pub fn documents(graph: &Graph, edge: EdgeId) -> Vec<String> {
    let mut names: Vec<String> = graph
        .evidence(edge)
        .iter()
        .map(|piece| document(graph, piece).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty()
        && let Some(name) = graph.edge_text(edge, "document")
    {
        names.push(name.to_string());
    }
    names.sort();
    names.dedup();
    names
}
