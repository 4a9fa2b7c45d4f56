//! What a person calls a node, and the properties that every reader of the graph asks for.

use std::borrow::Cow;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

impl Graph {
    /// Gives the words that stand for a node: its name, title or text, else its label and number.
    pub fn title(&self, node: NodeId) -> Cow<'_, str> {
        for key in ["name", "title", "text", "id"] {
            match self
                .symbol(key)
                .and_then(|key| self.node_property(node, key))
            {
                Some(Property::Text(text)) if !text.is_empty() => return Cow::Borrowed(text),
                Some(Property::Int(number)) => return Cow::Owned(number.to_string()),
                _ => {}
            }
        }
        Cow::Owned(format!("{}#{}", self.kind(node).unwrap_or(""), node.0))
    }

    /// Gives the first label, which for the nodes of articles is the kind.
    pub fn kind(&self, node: NodeId) -> Option<&str> {
        self.labels(node).first().map(|&label| self.name(label))
    }

    /// Gives the labels by name.
    pub fn label_names(&self, node: NodeId) -> Vec<&str> {
        self.labels(node)
            .iter()
            .map(|&label| self.name(label))
            .collect()
    }

    /// Tells whether a node has a label.
    pub fn has_label(&self, node: NodeId, label: &str) -> bool {
        self.symbol(label)
            .is_some_and(|label| self.labels(node).contains(&label))
    }

    /// Gives a property of a node that is a text.
    pub fn node_text(&self, node: NodeId, key: &str) -> Option<&str> {
        match self.node_property(node, self.symbol(key)?)? {
            Property::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Gives a property of an edge that is a text.
    pub fn edge_text(&self, edge: EdgeId, key: &str) -> Option<&str> {
        match self.edge_property(edge, self.symbol(key)?)? {
            Property::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Gives the name of an edge's type; empty for an edge that is no longer there.
    pub fn type_name(&self, edge: EdgeId) -> &str {
        self.edge_type(edge).map_or("", |symbol| self.name(symbol))
    }

    /// Gives how the articles stand to an edge, where the edge says so.
    pub fn status(&self, edge: EdgeId) -> Option<Status> {
        self.edge_text(edge, "status")?.parse().ok()
    }

    /// Lists the other names of a node.
    pub fn aliases(&self, node: NodeId) -> Vec<&str> {
        let aliases = self
            .symbol("aliases")
            .and_then(|key| self.node_property(node, key));
        match aliases {
            Some(Property::List(items)) => items
                .iter()
                .filter_map(|item| match item {
                    Property::Text(text) => Some(&**text),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
