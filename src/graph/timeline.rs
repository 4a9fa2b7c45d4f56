//! Events in the order of their dates.

use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;

/// Lists all events that have a date, by date.
pub fn events(graph: &Graph) -> Vec<NodeId> {
    let mut events: Vec<NodeId> = graph
        .nodes()
        .filter(|&node| graph.has_label(node, "Event"))
        .filter(|&node| graph.node_text(node, "date").is_some())
        .collect();
    sort(graph, &mut events);
    events
}

/// Lists the dated events that a node takes part in, or that take place in it, by date.
pub fn events_of(graph: &Graph, node: NodeId) -> Vec<NodeId> {
    let mut events: Vec<NodeId> = Vec::new();
    for edge in graph.edges_of(node, Direction::Both) {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let other = if source == node { target } else { source };
        if graph.has_label(other, "Event") && graph.node_text(other, "date").is_some() {
            events.push(other);
        }
    }
    events.sort_unstable();
    events.dedup();
    sort(graph, &mut events);
    events
}

fn sort(graph: &Graph, events: &mut [NodeId]) {
    events.sort_by_cached_key(|&node| (graph.node_text(node, "date"), graph.title(node), node));
}
