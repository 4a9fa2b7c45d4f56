//! Nodes and edges drawn with characters: boxes and arrows where they fit, else a list.
//!
//! ```text
//! graph ─ layer (which column, which order) ─ boxes (rows, ways of the lines) ─ canvas ─ text
//! ```

mod boxes;
mod canvas;
mod layer;
mod list;

use std::collections::BTreeSet;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Layout;
use crate::render::mark;

/// Pictures of more nodes are unreadable.
const MOST_NODES: usize = 60;

/// What to draw.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The nodes, in the order of their ids.
    pub nodes: Vec<NodeId>,
    /// The edges, in the order of their ids.
    pub edges: Vec<EdgeId>,
    /// The edges whose direction means nothing.
    pub undirected: BTreeSet<EdgeId>,
    /// The node to start from, where one stands out.
    pub root: Option<NodeId>,
}

/// How to draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Boxes and arrows where they fit, else a list.
    #[default]
    Boxes,
    /// Each node with its edges as branches below it.
    List,
}

/// Draws nodes and edges; says so where there is nothing or too much.
pub fn draw(graph: &Graph, picture: &Picture, shape: Shape, layout: Layout) -> String {
    if picture.nodes.is_empty() {
        return "nothing to draw: the result holds no nodes, edges or paths\n".to_owned();
    }
    if picture.nodes.len() > MOST_NODES {
        return format!(
            "{} nodes are too many to draw here; `:dot FILE` writes them for Graphviz\n",
            picture.nodes.len()
        );
    }
    let boxes = match shape {
        Shape::Boxes => boxes::draw(graph, picture, layout),
        Shape::List => None,
    };
    boxes.unwrap_or_else(|| list::draw(graph, picture, layout))
}

/// Writes the status of an edge for its label: a sign, or the word where signs will not do.
fn status_mark(status: Status, layout: Layout) -> String {
    match status {
        Status::Asserted => String::new(),
        _ => format!(" {}", mark(status, layout.plain)),
    }
}
