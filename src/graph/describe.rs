//! What a person calls a node, and the properties that every reader of the graph asks for.

use std::sync::Arc;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

impl Graph {
    /// Gives the words that stand for a node: its name, title or text, else its label and number.
    pub fn title(&self, node: NodeId) -> Arc<str> {
        for key in ["name", "title", "text", "id"] {
            match self.node_value(node, key) {
                Some(Property::Text(text)) if !text.is_empty() => return text,
                Some(Property::Int(number)) => return number.to_string().into(),
                _ => {}
            }
        }
        format!("{}#{}", self.kind(node).unwrap_or(""), node.0).into()
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

    /// Gives a property of a node by its name.
    pub fn node_value(&self, node: NodeId, key: &str) -> Option<Property> {
        self.node_property(node, self.symbol(key)?)
    }

    /// Gives a property of an edge by its name.
    pub fn edge_value(&self, edge: EdgeId, key: &str) -> Option<Property> {
        self.edge_property(edge, self.symbol(key)?)
    }

    /// Lists copies of a node's properties in the order of their names.
    pub fn node_entries(&self, node: NodeId) -> Vec<(&str, Property)> {
        self.node_properties(node)
    }

    /// Lists copies of an edge's properties in the order of their names.
    pub fn edge_entries(&self, edge: EdgeId) -> Vec<(&str, Property)> {
        self.edge_properties(edge)
    }

    /// Gives a property of a node that is a text.
    pub fn node_text(&self, node: NodeId, key: &str) -> Option<Arc<str>> {
        match self.node_value(node, key)? {
            Property::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Gives a property of an edge that is a text.
    pub fn edge_text(&self, edge: EdgeId, key: &str) -> Option<Arc<str>> {
        match self.edge_value(edge, key)? {
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
    pub fn aliases(&self, node: NodeId) -> Vec<Arc<str>> {
        let Some(Property::List(items)) = self.node_value(node, "aliases") else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match item {
                Property::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect()
    }
}
