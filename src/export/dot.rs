//! Graphviz DOT: a shape and colour for each kind, a colour for each family of edge types, a
//! dashed line for what the articles do not state as fact, the sentence as a tooltip, a legend.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use crate::base::Status;
use crate::data::Ontology;
use crate::export::Selection;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// How a node of some label looks.
struct Look {
    label: &'static str,
    shape: &'static str,
    style: &'static str,
    fill: &'static str,
    line: &'static str,
}

const fn look(
    label: &'static str,
    shape: &'static str,
    style: &'static str,
    fill: &'static str,
    line: &'static str,
) -> Look {
    Look {
        label,
        shape,
        style,
        fill,
        line,
    }
}

/// The looks by label; of a node's labels the last that is listed decides, so a subtype beats its kind.
const LOOKS: &[Look] = &[
    look("State", "box", "filled,rounded,bold", "#cfe2f7", "#2b6cb0"),
    look("Actor", "box", "filled", "#e3ddf5", "#6b4fb3"),
    look("Person", "ellipse", "filled", "#fde6d0", "#b7621b"),
    look("Organization", "box", "filled", "#e3ddf5", "#6b4fb3"),
    look("ArmedGroup", "octagon", "filled", "#f7d4d4", "#b03030"),
    look("Group", "ellipse", "filled,dashed", "#fdf0e4", "#b7621b"),
    look("Place", "tab", "filled", "#d8efd9", "#2f7d3b"),
    look("Event", "hexagon", "filled", "#fdf3c4", "#a67c00"),
    look("Claim", "note", "filled", "#f4f4f0", "#77756a"),
    look("Document", "folder", "filled", "#eceff2", "#6a7580"),
];

const OTHER: Look = look("", "box", "filled,rounded", "#f2f2f2", "#666666");

/// The colour of an edge by the family of its type.
fn family_colour(family: &str) -> &'static str {
    match family {
        "speech" => "#7a3fa0",
        "stance" => "#b03030",
        "structure" => "#44617b",
        "events" => "#a67c00",
        _ => "#808080",
    }
}

/// What to draw besides the nodes and edges.
pub struct Options<'a> {
    /// Tells families and symmetric types; without it all edges look alike.
    pub ontology: Option<&'a Ontology>,
    /// Whether to explain shapes and lines.
    pub legend: bool,
    /// The name over the picture.
    pub title: Option<&'a str>,
}

/// Edges of one type and status between the same two nodes are drawn as one.
type Bundles = BTreeMap<(NodeId, NodeId, String, Option<Status>), Vec<EdgeId>>;

/// Writes a part of a graph as a DOT file.
pub fn write(graph: &Graph, selection: &Selection, options: &Options<'_>) -> String {
    let mut out = String::new();
    out.push_str("digraph newsgraph {\n");
    out.push_str(
        "  graph [rankdir=LR, nodesep=0.25, ranksep=0.7, splines=true, fontname=\"Helvetica\"",
    );
    if let Some(title) = options.title {
        _ = write!(out, ", label={}, labelloc=t, fontsize=18", quoted(title));
    }
    out.push_str("];\n");
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11, margin=\"0.12,0.06\"];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=9, arrowsize=0.7];\n");
    for node in selection.nodes() {
        write_node(&mut out, graph, node);
    }
    let bundles = bundle(graph, selection, options);
    for ((source, target, edge_type, status), edges) in &bundles {
        write_bundle(
            &mut out,
            graph,
            options,
            (*source, *target),
            edge_type,
            *status,
            edges,
        );
    }
    if options.legend && !selection.is_empty() {
        write_legend(&mut out, graph, selection, &bundles);
    }
    out.push_str("}\n");
    out
}

fn bundle(graph: &Graph, selection: &Selection, options: &Options<'_>) -> Bundles {
    let mut bundles = Bundles::new();
    for edge in selection.edges() {
        let Some((mut source, mut target)) = graph.ends(edge) else {
            continue;
        };
        let edge_type = graph.type_name(edge).to_owned();
        if symmetric(options, &edge_type) && target < source {
            (source, target) = (target, source);
        }
        bundles
            .entry((source, target, edge_type, graph.status(edge)))
            .or_default()
            .push(edge);
    }
    bundles
}

fn symmetric(options: &Options<'_>, edge_type: &str) -> bool {
    options.ontology.is_some_and(|ontology| {
        ontology
            .edge_type(edge_type)
            .is_some_and(|edge_type| ontology.symmetric(edge_type))
    })
}

fn look_of(graph: &Graph, node: NodeId) -> &'static Look {
    let labels = graph.label_names(node);
    LOOKS
        .iter()
        .rev()
        .find(|look| labels.contains(&look.label))
        .unwrap_or(&OTHER)
}

fn write_node(out: &mut String, graph: &Graph, node: NodeId) {
    let look = look_of(graph, node);
    let title = graph.title(node);
    let mut label = wrap(&shorten(&title, 90), 22);
    if let Some(date) = graph.node_text(node, "date") {
        _ = write!(label, "\n{date}");
    }
    if let Some(Property::Int(killed)) = graph.node_value(node, "killed") {
        _ = write!(label, "\n{killed} killed");
    }
    let mut tooltip = graph.label_names(node).join(", ");
    if let Some(text) = graph.node_text(node, "text")
        && text != title
    {
        _ = write!(tooltip, "\n{text}");
    }
    let aliases = graph.aliases(node);
    if !aliases.is_empty() {
        _ = write!(tooltip, "\nalso: {}", aliases.join(", "));
    }
    let mut attributes = format!(
        "label={}, shape={}, style={}, fillcolor=\"{}\", color=\"{}\", tooltip={}",
        quoted(&label),
        look.shape,
        quoted(look.style),
        look.fill,
        look.line,
        quoted(&tooltip),
    );
    if let Some(address) = graph
        .node_text(node, "source")
        .filter(|source| source.starts_with("http://") || source.starts_with("https://"))
    {
        _ = write!(attributes, ", URL={}", quoted(&address));
    }
    _ = writeln!(out, "  n{} [{attributes}];", node.0);
}

fn write_bundle(
    out: &mut String,
    graph: &Graph,
    options: &Options<'_>,
    (source, target): (NodeId, NodeId),
    edge_type: &str,
    status: Option<Status>,
    edges: &[EdgeId],
) {
    let family = options.ontology.and_then(|ontology| {
        let edge_type = ontology.edge_type(edge_type)?;
        Some(ontology.edge_entry(edge_type).family.as_str())
    });
    let known = status == Some(Status::Background);
    let colour = if known {
        "#a9b4be"
    } else {
        family_colour(family.unwrap_or(""))
    };
    let mut label = edge_type.to_owned();
    if edges.len() > 1 {
        _ = write!(label, " ×{}", edges.len());
    }
    // What the lexicon knows is told by its colour; the word would be everywhere.
    if let Some(status) = status.filter(|&status| status != Status::Asserted && !known) {
        _ = write!(label, "\n({status})");
    }
    let tooltip: Vec<String> = edges.iter().map(|&edge| tooltip(graph, edge)).collect();
    let tooltip = quoted(&tooltip.join("\n\n"));
    _ = write!(
        out,
        "  n{} -> n{} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={}, tooltip={tooltip}, labeltooltip={tooltip}",
        source.0,
        target.0,
        quoted(&label),
        line_style(status),
    );
    if symmetric(options, edge_type) {
        out.push_str(", dir=none");
    } else if let Some(arrow) = arrow(status) {
        _ = write!(out, ", arrowhead={arrow}");
    }
    // Common knowledge and mentions should not pull the picture apart as deeds do.
    if known || family == Some("about") {
        out.push_str(", weight=0");
    }
    out.push_str("];\n");
}

fn line_style(status: Option<Status>) -> &'static str {
    match status {
        None | Some(Status::Asserted) => "solid",
        Some(_) => "dashed",
    }
}

fn arrow(status: Option<Status>) -> Option<&'static str> {
    match status? {
        Status::Denied | Status::Negated => Some("tee"),
        Status::Disputed => Some("normaltee"),
        Status::Claimed | Status::Possible | Status::Proposed => Some("empty"),
        Status::Asserted | Status::Background => None,
    }
}

fn tooltip(graph: &Graph, edge: EdgeId) -> String {
    let (source, target) = graph.ends(edge).unwrap_or((NodeId(0), NodeId(0)));
    let mut text = format!(
        "{} {} {}",
        graph.title(source),
        graph.type_name(edge),
        graph.title(target)
    );
    let mut notes: Vec<String> = Vec::new();
    if let Some(status) = graph.edge_text(edge, "status") {
        notes.push(status.to_string());
    }
    if let Some(speaker) = graph.edge_text(edge, "attributed_to") {
        notes.push(format!("according to {speaker}"));
    }
    if !notes.is_empty() {
        _ = write!(text, " ({})", notes.join(", "));
    }
    for piece in graph.evidence(edge) {
        let document = graph
            .documents()
            .get(piece.document.0 as usize)
            .map_or("", String::as_str);
        _ = write!(text, "\n“{}” ({document})", piece.text);
    }
    text
}

fn write_legend(out: &mut String, graph: &Graph, selection: &Selection, bundles: &Bundles) {
    let used: BTreeSet<&str> = selection
        .nodes()
        .map(|node| look_of(graph, node).label)
        .collect();
    let statuses: BTreeSet<Status> = bundles
        .keys()
        .filter_map(|(_, _, _, status)| *status)
        .collect();
    out.push_str("  subgraph cluster_legend {\n");
    out.push_str("    label=\"Legend\"; fontsize=11; color=\"#bbbbbb\"; style=rounded;\n");
    out.push_str("    node [fontsize=9, margin=\"0.08,0.03\", height=0.25];\n");
    for (number, look) in LOOKS
        .iter()
        .filter(|look| used.contains(look.label))
        .enumerate()
    {
        _ = writeln!(
            out,
            "    legend_kind{number} [label={}, shape={}, style={}, fillcolor=\"{}\", color=\"{}\"];",
            quoted(look.label),
            look.shape,
            quoted(look.style),
            look.fill,
            look.line,
        );
    }
    for (number, status) in statuses.into_iter().enumerate() {
        let colour = match status {
            Status::Background => "#a9b4be",
            _ => "#555555",
        };
        _ = write!(
            out,
            "    legend_from{number} [label=\"\", shape=point, width=0.05, height=0.05, margin=0]; legend_to{number} [label=\"\", shape=point, width=0.05, height=0.05, margin=0];\n    legend_from{number} -> legend_to{number} [label={}, style={}, color=\"{colour}\", fontcolor=\"{colour}\"",
            quoted(status.name()),
            line_style(Some(status)),
        );
        if let Some(arrow) = arrow(Some(status)) {
            _ = write!(out, ", arrowhead={arrow}");
        }
        out.push_str("];\n");
    }
    out.push_str("  }\n");
}

/// Writes a text as a double-quoted DOT string that Graphviz shows as it is.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for (offset, character) in text.char_indices() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            // Graphviz reads `&lt;` as `<`, so a text that has these words must hide its `&`.
            '&' if entity(&text[offset + 1..]) => out.push_str("&amp;"),
            _ if character.is_control() => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

fn entity(rest: &str) -> bool {
    let name = rest.find(';').map_or("", |end| &rest[..end]);
    let body = name.strip_prefix('#').unwrap_or(name);
    !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Breaks lines at spaces so that they have about `width` characters.
fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::Options;
    use super::quoted;
    use super::wrap;
    use super::write;
    use crate::data::DataSource;
    use crate::data::Ontology;
    use crate::export::Selection;
    use crate::graph::Graph;
    use crate::graph::sample;

    fn moscow() -> String {
        let graph = sample::moscow();
        let ontology = Ontology::load(&DataSource::embedded()).unwrap();
        let options = Options {
            ontology: Some(&ontology),
            legend: true,
            title: None,
        };
        write(&graph, &Selection::without_documents(&graph), &options)
    }

    #[test]
    fn what_is_not_stated_as_fact_is_dashed() {
        let dot = moscow();
        let line = |word: &str| dot.lines().find(|line| line.contains(word)).unwrap();
        assert!(line("LINKED_TO").contains("style=dashed"));
        assert!(line("PART_OF").contains("style=solid"));
    }

    #[test]
    fn the_tooltip_holds_the_sentence() {
        assert!(moscow().contains("“IS-K is a branch of Islamic State.” (moscow)"));
    }

    #[test]
    fn a_symmetric_edge_has_no_arrow() {
        let dot = moscow();
        let line = dot.lines().find(|line| line.contains("BORDERS")).unwrap();
        assert!(line.contains("dir=none"), "{line}");
    }

    #[test]
    fn quotes_newlines_and_entities_survive() {
        assert_eq!(quoted("a \"b\"\nc\\"), "\"a \\\"b\\\"\\nc\\\\\"");
        assert_eq!(quoted("AT&T &lt; \u{0}ž"), "\"AT&T &amp;lt; \u{FFFD}ž\"");
    }

    #[test]
    fn long_labels_break_between_words() {
        assert_eq!(
            wrap("a concert hall near Moscow", 12),
            "a concert\nhall near\nMoscow"
        );
    }

    #[test]
    fn an_empty_graph_is_a_valid_file() {
        let graph = Graph::new();
        let options = Options {
            ontology: None,
            legend: true,
            title: Some("nothing"),
        };
        let dot = write(&graph, &Selection::whole(&graph), &options);
        assert!(dot.starts_with("digraph") && dot.ends_with("}\n"));
    }
}
