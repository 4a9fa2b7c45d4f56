//! Puts paths together.

use std::sync::Arc;

use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query::Path;
use crate::query::Value;
use crate::query::plan::PathPart;

/// Makes a path of what the slots hold; null where one of them holds null.
pub(super) fn make(graph: &Graph, parts: &[PathPart], row: &[Value]) -> Value {
    let mut path = Path {
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    // After a list of edges the walk is at its end already, so the next node adds nothing.
    let mut there = false;
    for part in parts {
        match part {
            PathPart::Node(slot) => {
                let Value::Node(node) = row[*slot] else {
                    return Value::Null;
                };
                if !there {
                    path.nodes.push(node);
                }
                there = false;
            }
            PathPart::Edge(slot) => {
                let Value::Edge(edge) = row[*slot] else {
                    return Value::Null;
                };
                path.edges.push(edge);
            }
            PathPart::Edges(slot) => {
                let Value::List(edges) = &row[*slot] else {
                    return Value::Null;
                };
                for edge in edges.iter() {
                    let (Value::Edge(edge), Some(last)) = (edge, path.nodes.last()) else {
                        return Value::Null;
                    };
                    let Some(next) = other_end(graph, *edge, *last) else {
                        return Value::Null;
                    };
                    path.edges.push(*edge);
                    path.nodes.push(next);
                }
                there = true;
            }
        }
    }
    Value::Path(Arc::new(path))
}

/// Gives the node that an edge leads to from `node`.
pub(super) fn other_end(graph: &Graph, edge: EdgeId, node: NodeId) -> Option<NodeId> {
    let (source, target) = graph.ends(edge)?;
    Some(if source == node { target } else { source })
}
