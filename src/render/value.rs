//! One value as text, in the notation of Cypher.

use std::fmt::Write;

use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Path;
use crate::query::Value;
use crate::render::Role;

/// How much of a node or edge to write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Labels and the property that names it.
    Short,
    /// All properties.
    Full,
}

/// Writes a value for people: nodes and edges by name, a text without quotes.
pub fn short(graph: &Graph, value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Text(text) => out.push_str(text),
        Value::Null => {}
        _ => write_value(&mut out, graph, value, Depth::Short),
    }
    out
}

/// Writes a value in full; a text comes without quotes where it stands alone.
pub fn literal(graph: &Graph, value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Text(text) => out.push_str(text),
        Value::Null => {}
        _ => write_value(&mut out, graph, value, Depth::Full),
    }
    out
}

/// Writes a value of a query's parameter or a property as it would stand in a query.
pub fn expression(graph: &Graph, value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, graph, value, Depth::Full);
    out
}

/// Gives the role in which a value is shown.
pub(in crate::render) fn role(value: &Value) -> Role {
    match value {
        Value::Null => Role::Dim,
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => Role::Number,
        Value::Node(_) => Role::Label,
        Value::Edge(_) => Role::Type,
        _ => Role::Normal,
    }
}

fn write_value(out: &mut String, graph: &Graph, value: &Value, depth: Depth) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => _ = write!(out, "{truth}"),
        Value::Int(number) => _ = write!(out, "{number}"),
        Value::Float(number) => out.push_str(&float(*number)),
        Value::Text(text) => write_quoted(out, text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_value(out, graph, item, depth);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_key(out, key);
                out.push_str(": ");
                write_value(out, graph, item, depth);
            }
            out.push('}');
        }
        Value::Node(node) => write_node(out, graph, *node, depth),
        Value::Edge(edge) => write_edge(out, graph, *edge, depth),
        Value::Path(path) => write_path(out, graph, path),
        Value::Temporal(value) => _ = write!(out, "{value}"),
    }
}

/// Writes a number so that it reads back as a float.
pub(in crate::render) fn float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    let magnitude = number.abs();
    if magnitude != 0.0 && !(1e-5..1e15).contains(&magnitude) {
        return format!("{number:e}");
    }
    format!("{number:?}")
}

fn write_node(out: &mut String, graph: &Graph, node: NodeId, depth: Depth) {
    out.push('(');
    for label in graph.label_names(node) {
        out.push(':');
        write_key(out, label);
    }
    let properties = graph.node_entries(node);
    let shown: Vec<_> = match depth {
        Depth::Full => properties,
        Depth::Short => naming(&properties).into_iter().collect(),
    };
    write_properties(out, graph, &shown, depth);
    out.push(')');
}

/// Finds the property by which a person knows the node, else the first.
fn naming<'a>(properties: &[(&'a str, Property)]) -> Option<(&'a str, Property)> {
    ["name", "title", "text", "id"]
        .iter()
        .find_map(|key| properties.iter().find(|(name, _)| name == key))
        .or(properties.first())
        .cloned()
}

fn write_edge(out: &mut String, graph: &Graph, edge: EdgeId, depth: Depth) {
    out.push_str("[:");
    write_key(out, graph.type_name(edge));
    let properties = graph.edge_entries(edge);
    let shown: Vec<_> = match depth {
        Depth::Full => properties,
        Depth::Short => properties
            .into_iter()
            .filter(|(name, _)| *name == "status")
            .collect(),
    };
    write_properties(out, graph, &shown, depth);
    out.push(']');
}

fn write_path(out: &mut String, graph: &Graph, path: &Path) {
    for (index, &node) in path.nodes.iter().enumerate() {
        if index > 0 {
            let edge = path.edges[index - 1];
            let forward = graph
                .ends(edge)
                .is_none_or(|(source, _)| source == path.nodes[index - 1]);
            out.push_str(if forward { "-[:" } else { "<-[:" });
            write_key(out, graph.type_name(edge));
            out.push_str(if forward { "]->" } else { "]-" });
        }
        _ = write!(out, "({})", graph.title(node));
    }
}

fn write_properties(
    out: &mut String,
    graph: &Graph,
    properties: &[(&str, Property)],
    depth: Depth,
) {
    if properties.is_empty() {
        return;
    }
    if !out.ends_with('(') {
        out.push(' ');
    }
    out.push('{');
    for (index, (name, property)) in properties.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_key(out, name);
        out.push_str(": ");
        write_value(out, graph, &Value::from(property), depth);
    }
    out.push('}');
}

/// Writes a name, in backticks where it would not be read as one.
pub(crate) fn write_key(out: &mut String, name: &str) {
    let mut characters = name.chars();
    let plain = characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        out.push_str(name);
    } else {
        _ = write!(out, "`{}`", name.replace('`', "``"));
    }
}

/// Writes a text in double quotes so that Cypher reads it back.
pub(crate) fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character.is_control() => _ = write!(out, "\\u{:04x}", u32::from(character)),
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::literal;
    use super::short;
    use crate::graph::sample;
    use crate::query::Path;
    use crate::query::Value;

    #[test]
    fn a_node_is_known_by_its_name() {
        let graph = sample::moscow();
        let node = graph.nodes().next().unwrap();
        assert_eq!(
            short(&graph, &Value::Node(node)),
            "(:Actor:ArmedGroup {name: \"IS-K\"})"
        );
        assert_eq!(
            literal(&graph, &Value::Node(node)),
            "(:Actor:ArmedGroup {aliases: [\"Khorasan faction\", \"ISIS-K\"], name: \"IS-K\"})"
        );
    }

    #[test]
    fn a_path_shows_which_way_its_edges_point() {
        let graph = sample::moscow();
        let nodes: Vec<_> = graph.nodes().collect();
        let edges: Vec<_> = graph.edges().collect();
        let path = Path {
            nodes: vec![nodes[2], nodes[0], nodes[1]],
            edges: vec![edges[0], edges[3]],
        };
        assert_eq!(
            short(&graph, &Value::Path(path.into())),
            "(Moscow attack)<-[:CLAIMS]-(IS-K)-[:PART_OF]->(Islamic State)"
        );
    }

    #[test]
    fn a_text_alone_has_no_quotes_and_in_a_list_it_has() {
        let graph = sample::moscow();
        assert_eq!(short(&graph, &Value::text("a \"b\"")), "a \"b\"");
        assert_eq!(
            short(
                &graph,
                &Value::list([Value::text("a \"b\""), Value::Float(2.0)])
            ),
            "[\"a \\\"b\\\"\", 2.0]"
        );
    }
}
