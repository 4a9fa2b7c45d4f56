//! What the graph knows of one node, on a page.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::Status;
use crate::data::Ontology;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::timeline;
use crate::query::Value;
use crate::render::Layout;
use crate::render::Role;
use crate::render::article;
use crate::render::article::Articles;
use crate::render::expression;
use crate::render::mark;
use crate::render::width;

/// Of more edges of one type the rest is only counted.
const LONGEST_GROUP: usize = 10;

/// What is said of a node besides the graph.
#[derive(Clone, Copy, Default)]
pub struct Background<'a> {
    /// What the lexicon says that it is.
    pub description: Option<&'a str>,
    /// The order of edge types.
    pub ontology: Option<&'a Ontology>,
}

/// One line of a group: the node at the other end, with all edges that lead to it.
struct Entry {
    other: NodeId,
    edges: Vec<EdgeId>,
}

/// Writes the card of a node.
pub fn card(graph: &Graph, node: NodeId, background: Background<'_>, layout: Layout) -> String {
    let theme = layout.theme;
    let columns = layout.width.unwrap_or(100);
    let mut out = String::new();
    let title = graph.title(node);
    let title = width::clean(&title);
    let labels = graph.label_names(node).join(" · ");
    _ = writeln!(
        out,
        "{}  {}",
        theme.paint(Role::Strong, &width::fit(&title, columns)),
        theme.paint(Role::Label, &labels)
    );
    if let Some(description) = background.description {
        write_wrapped(&mut out, layout, "", description);
    }
    let aliases = graph.aliases(node);
    if !aliases.is_empty() {
        write_wrapped(&mut out, layout, "also ", &aliases.join(" · "));
    }
    for (name, value) in graph.node_entries(node) {
        let text = match value {
            Property::Text(text) if *text == *title => continue,
            Property::Text(text) => text.to_string(),
            value => expression(graph, &Value::from(&value)),
        };
        if matches!(name, "name" | "aliases") || name.ends_with("_min") {
            continue;
        }
        let least = matches!(
            graph.node_value(node, &format!("{name}_min")),
            Some(Property::Bool(true))
        );
        let text = if least {
            format!("at least {text}")
        } else {
            text
        };
        write_wrapped(&mut out, layout, &format!("{name} "), &text);
    }
    let groups = groups(graph, node, background.ontology);
    let mut cited: BTreeMap<String, usize> = BTreeMap::new();
    for name in mentioned_in(graph, node) {
        let number = cited.len() + 1;
        cited.entry(name).or_insert(number);
    }
    for (title, forward, entries) in &groups {
        out.push('\n');
        let arrow = arrow(*forward, layout.plain);
        _ = writeln!(
            out,
            "{}",
            theme.paint(Role::Type, &heading(title, *forward))
        );
        for entry in entries.iter().take(LONGEST_GROUP) {
            write_entry(&mut out, graph, entry, arrow, layout, &mut cited);
        }
        if entries.len() > LONGEST_GROUP {
            let more = format!("  … and {} more", entries.len() - LONGEST_GROUP);
            _ = writeln!(out, "{}", theme.paint(Role::Dim, &more));
        }
    }
    let events = timeline::events_of(graph, node);
    if events.len() > 1 {
        _ = writeln!(out, "\n{}", theme.paint(Role::Keyword, "Timeline"));
        out.push_str(&crate::render::timeline::lines(graph, &events, layout, 8));
    }
    write_articles(&mut out, graph, &cited, layout);
    out
}

/// How the edges of a group lie as seen from the node of the card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// They start at it.
    Out,
    /// Their direction means nothing.
    Both,
    /// They end at it.
    In,
}

fn heading(edge_type: &str, way: Way) -> String {
    match way {
        Way::Out | Way::Both => edge_type.to_owned(),
        Way::In => format!("{edge_type} this"),
    }
}

fn arrow(way: Way, plain: bool) -> &'static str {
    match (way, plain) {
        (Way::Out, false) => "→",
        (Way::In, false) => "←",
        (Way::Both, false) => "↔",
        (Way::Out, true) => "to",
        (Way::In, true) => "from",
        (Way::Both, true) => "and",
    }
}

fn write_wrapped(out: &mut String, layout: Layout, label: &str, text: &str) {
    let columns = layout.width.unwrap_or(100);
    let text = width::clean(text);
    let indent = width::width(label);
    let lines = width::wrap(&text, columns.saturating_sub(indent).max(20));
    for (index, line) in lines.iter().take(4).enumerate() {
        if index == 0 {
            out.push_str(&layout.theme.paint(Role::Dim, label));
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        if index == 3 && lines.len() > 4 {
            out.push_str(" …");
        }
        out.push('\n');
    }
}

/// Groups a node's edges by type and direction in the order of the ontology.
fn groups(
    graph: &Graph,
    node: NodeId,
    ontology: Option<&Ontology>,
) -> Vec<(String, Way, Vec<Entry>)> {
    let mut found: BTreeMap<(usize, String, Way), Vec<Entry>> = BTreeMap::new();
    for edge in graph.edges_of(node, Direction::Both) {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let edge_type = graph.type_name(edge);
        if edge_type == "MENTIONED_IN" && source == node {
            continue;
        }
        let known = ontology.and_then(|ontology| ontology.edge_type(edge_type));
        let symmetric =
            known.is_some_and(|known| ontology.is_some_and(|ontology| ontology.symmetric(known)));
        let position = known
            .and_then(|known| ontology?.edge_types().position(|(other, _)| other == known))
            .unwrap_or(usize::MAX);
        let way = match (symmetric, source == node) {
            (true, _) => Way::Both,
            (false, true) => Way::Out,
            (false, false) => Way::In,
        };
        let other = if source == node { target } else { source };
        let entries = found
            .entry((position, edge_type.to_owned(), way))
            .or_default();
        match entries.iter_mut().find(|entry| entry.other == other) {
            Some(entry) => entry.edges.push(edge),
            None => entries.push(Entry {
                other,
                edges: vec![edge],
            }),
        }
    }
    found
        .into_iter()
        .map(|((_, edge_type, way), entries)| (edge_type, way, entries))
        .collect()
}

fn write_entry(
    out: &mut String,
    graph: &Graph,
    entry: &Entry,
    arrow: &str,
    layout: Layout,
    cited: &mut BTreeMap<String, usize>,
) {
    let theme = layout.theme;
    let mut statuses: Vec<(Status, Option<std::sync::Arc<str>>)> = Vec::new();
    let mut sources = Vec::new();
    for &edge in &entry.edges {
        let status = graph.status(edge).unwrap_or(Status::Asserted);
        let speaker = graph.edge_text(edge, "attributed_to");
        if !statuses.contains(&(status, speaker.clone())) {
            statuses.push((status, speaker));
        }
        for name in article::documents(graph, edge) {
            let number = cited.len() + 1;
            let number = *cited.entry(name).or_insert(number);
            if !sources.contains(&number) {
                sources.push(number);
            }
        }
    }
    let strongest = statuses.iter().map(|(status, _)| *status).min();
    let strongest = strongest.unwrap_or(Status::Asserted);
    let mut notes: Vec<String> = statuses
        .iter()
        .filter(|(status, _)| *status != Status::Asserted)
        .map(|(status, speaker)| {
            let word = theme.paint_status(*status, status.name());
            match speaker {
                Some(speaker) => format!("{word} by {}", width::clean(speaker)),
                None => word,
            }
        })
        .collect();
    for key in ["what", "role", "relation"] {
        if let Some(text) = entry
            .edges
            .iter()
            .find_map(|&edge| graph.edge_text(edge, key))
        {
            notes.push(width::clean(&text).into_owned());
        }
    }
    if entry
        .edges
        .iter()
        .any(|&edge| graph.edge_value(edge, "past") == Some(Property::Bool(true)))
    {
        notes.push("in the past".to_owned());
    }
    if graph.has_label(entry.other, "Claim") {
        notes.extend(speakers(graph, entry.other));
    }
    let mut numbers = String::new();
    if !sources.is_empty() {
        sources.sort_unstable();
        let listed: Vec<String> = sources.iter().map(usize::to_string).collect();
        numbers = theme.paint(Role::Dim, &format!(" [{}]", listed.join(",")));
    }
    let columns = layout.width.unwrap_or(100);
    let title = graph.title(entry.other);
    let title = width::clean(&title);
    let mark = theme.paint_status(strongest, mark(strongest, layout.plain));
    let mut start = format!("  {arrow} ");
    if !layout.plain {
        _ = write!(start, "{mark} ");
    }
    let notes = notes.join(", ");
    let rest = if notes.is_empty() {
        numbers
    } else {
        format!("  {notes}{numbers}")
    };
    let indent = shown_width(&start);
    let rest_width = shown_width(&rest);
    let room = columns.saturating_sub(indent + rest_width);
    if width::width(&title) <= room || room >= 30 {
        _ = writeln!(out, "{start}{}{rest}", width::fit(&title, room));
        return;
    }
    // Long titles and long notes do not fit side by side.
    _ = writeln!(
        out,
        "{start}{}",
        width::fit(&title, columns.saturating_sub(indent))
    );
    if rest_width + indent <= columns {
        _ = writeln!(out, "{:indent$}{}", "", rest.trim_start());
        return;
    }
    let bare = anstream::adapter::strip_str(rest.trim_start()).to_string();
    for line in width::wrap(&bare, columns.saturating_sub(indent).max(20)) {
        _ = writeln!(out, "{:indent$}{line}", "");
    }
}

/// Counts the columns of a text with colours.
fn shown_width(text: &str) -> usize {
    width::width(&anstream::adapter::strip_str(text).to_string())
}

/// Says who claims and who denies a claim.
fn speakers(graph: &Graph, claim: NodeId) -> Vec<String> {
    let mut notes = Vec::new();
    for (edge_type, verb) in [("CLAIMS", "claimed by"), ("DENIES", "denied by")] {
        let mut names: Vec<String> = graph
            .edges_of(claim, Direction::Incoming)
            .into_iter()
            .filter(|&edge| graph.type_name(edge) == edge_type)
            .filter_map(|edge| graph.ends(edge))
            .map(|(source, _)| width::clean(&graph.title(source)).into_owned())
            .collect();
        names.sort();
        names.dedup();
        if !names.is_empty() {
            notes.push(format!("{verb} {}", names.join(" and ")));
        }
    }
    notes
}

fn mentioned_in(graph: &Graph, node: NodeId) -> Vec<String> {
    let mut names: Vec<String> = graph
        .edges_of(node, Direction::Outgoing)
        .into_iter()
        .filter(|&edge| graph.type_name(edge) == "MENTIONED_IN")
        .filter_map(|edge| graph.ends(edge))
        .map(|(_, document)| graph.title(document).to_string())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn write_articles(
    out: &mut String,
    graph: &Graph,
    cited: &BTreeMap<String, usize>,
    layout: Layout,
) {
    if cited.is_empty() {
        return;
    }
    let articles = Articles::of(graph);
    let columns = layout.width.unwrap_or(100);
    let heading = match cited.len() {
        1 => "In 1 article".to_owned(),
        count => format!("In {count} articles"),
    };
    _ = writeln!(out, "\n{}", layout.theme.paint(Role::Keyword, &heading));
    let mut numbered: Vec<(&String, usize)> =
        cited.iter().map(|(name, number)| (name, *number)).collect();
    numbered.sort_by_key(|(_, number)| *number);
    for (name, number) in numbered.iter().take(LONGEST_GROUP) {
        let title = articles
            .title(graph, name)
            .map(|title| format!(": {title}"))
            .unwrap_or_default();
        let line = format!("[{number}] {}{title}", articles.cite(graph, name));
        _ = writeln!(
            out,
            "  {}",
            width::fit(&width::clean(&line), columns.saturating_sub(2))
        );
    }
    if numbered.len() > LONGEST_GROUP {
        let more = format!("  … and {} more", numbered.len() - LONGEST_GROUP);
        _ = writeln!(out, "{}", layout.theme.paint(Role::Dim, &more));
    }
}

#[cfg(test)]
mod tests {
    use super::Background;
    use super::card;
    use crate::graph::sample;
    use crate::render::Layout;

    #[test]
    fn a_card_shows_relations_with_status_and_sources() {
        let graph = sample::moscow();
        let node = graph.nodes().next().unwrap();
        let text = card(&graph, node, Background::default(), Layout::PIPE);
        for line in [
            "IS-K  Actor · ArmedGroup",
            "also Khorasan faction · ISIS-K",
            "  → ◐ Ukraine  disputed by Russia [1]",
            "  [1] Dawn, 2024-03-24 (moscow)",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }

    #[test]
    fn a_claim_says_who_claims_and_who_denies_it() {
        let graph = sample::moscow();
        let russia = graph.nodes().nth(4).unwrap();
        let text = card(&graph, russia, Background::default(), Layout::PIPE);
        assert!(
            text.contains("claimed by Russia, denied by Ukraine"),
            "{text}"
        );
    }
}
