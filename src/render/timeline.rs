//! Writes events in the order of their dates.

use std::fmt::Write;

use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::fold;
use crate::render::Layout;
use crate::render::Role;
use crate::render::width;

/// Writes one line for each event; of more than `limit` the last, which are the newest.
pub fn lines(graph: &Graph, events: &[NodeId], layout: Layout, limit: usize) -> String {
    let theme = layout.theme;
    let mut out = String::new();
    let skipped = events.len().saturating_sub(limit);
    if skipped > 0 {
        let note = format!("  … {skipped} earlier");
        _ = writeln!(out, "{}", theme.paint(Role::Dim, &note));
    }
    let columns = layout.width.unwrap_or(120);
    for &event in &events[skipped..] {
        let date = graph.node_text(event, "date").unwrap_or_default();
        let line = summary(graph, event, None);
        let date = width::pad(&width::clean(&date), 10);
        let room = columns.saturating_sub(width::width(&date) + 4).max(20);
        _ = writeln!(
            out,
            "  {}  {}",
            theme.paint(Role::Number, &date),
            width::fit(&width::clean(&line), room)
        );
    }
    out
}

/// Names an event with its figures and who did it to whom and where, as far as its name leaves that
/// open, and apart from the node that it is told of.
pub(in crate::render) fn summary(graph: &Graph, event: NodeId, of: Option<NodeId>) -> String {
    let title = graph.title(event);
    let mut text = title.to_string();
    let bare = title.replace(',', "");
    for what in ["killed", "injured", "arrested", "displaced"] {
        if let Some(Property::Int(number)) = graph.node_value(event, what)
            && !bare.contains(&number.to_string())
        {
            let least = graph.node_value(event, &format!("{what}_min"));
            let least = match least {
                Some(Property::Bool(true)) => "over ",
                _ => "",
            };
            _ = write!(text, ", {least}{number} {what}");
        }
    }
    let parties = parties(graph, event, of, &fold(&title));
    if !parties.is_empty() {
        _ = write!(text, " — {parties}");
    }
    text
}

/// Names who did it to whom and where: `by IS-K, in Moscow`; not who is named in the title.
fn parties(graph: &Graph, event: NodeId, of: Option<NodeId>, title: &str) -> String {
    let mut agents = Vec::new();
    let mut targets = Vec::new();
    let mut places = Vec::new();
    for edge in graph.edges_of(event, Direction::Both) {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let list = match graph.type_name(edge) {
            "AGENT_OF" if target == event => &mut agents,
            "TARGET_OF" if target == event => &mut targets,
            "LOCATED_IN" if source == event => &mut places,
            _ => continue,
        };
        let other = if source == event { target } else { source };
        let name = graph.title(other);
        let named = of == Some(other) || title.contains(&fold(&name));
        if !named && !list.contains(&name) {
            list.push(name);
        }
    }
    let mut parts = Vec::new();
    if !agents.is_empty() {
        parts.push(format!("by {}", agents.join(" and ")));
    }
    if !targets.is_empty() {
        parts.push(format!("on {}", targets.join(" and ")));
    }
    if !places.is_empty() {
        parts.push(format!("in {}", places.join(" and ")));
    }
    parts.join(", ")
}
