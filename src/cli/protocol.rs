//! Queries over JSON Lines: one request a line on standard input, one answer a line on standard output.
//!
//! Requests: `{"query": …, "params": {…}}`, `{"reset": true}`, `{"snapshot": true}` and
//! `{"procedure": {…}}`. A value that JSON has no form for is an object with one key that starts
//! with `$`: `{"$node": …}`, `{"$date": …}`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::BufRead;
use std::io::Write;

use jiff::Timestamp;

use crate::base::position_of;
use crate::base::temporal::TemporalKind;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query;
use crate::query::Answer;
use crate::query::Options;
use crate::query::Procedures;
use crate::query::QueryError;
use crate::query::Value;

/// Answers requests until the input ends.
pub(in crate::cli) fn serve(
    graph: Graph,
    options: Options,
    input: impl BufRead,
    mut output: impl Write,
) -> std::io::Result<()> {
    let mut server = Server { graph, options };
    let mut reply = String::new();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        reply.clear();
        server.options.now = Timestamp::now();
        server.answer(&line, &mut reply);
        reply.push('\n');
        output.write_all(reply.as_bytes())?;
        output.flush()?;
    }
    Ok(())
}

struct Server {
    graph: Graph,
    options: Options,
}

impl Server {
    fn answer(&mut self, line: &str, reply: &mut String) {
        let request: serde_json::Value = match serde_json::from_str(line) {
            Ok(request) => request,
            Err(error) => return write_fault(reply, "MalformedRequest", &error.to_string()),
        };
        if let Some(text) = request.get("query").and_then(|query| query.as_str()) {
            let parameters = match request.get("params") {
                None | Some(serde_json::Value::Null) => Ok(BTreeMap::new()),
                Some(parameters) => read_parameters(parameters),
            };
            let parameters = match parameters {
                Ok(parameters) => parameters,
                Err(message) => return write_fault(reply, "MalformedRequest", &message),
            };
            match query::run(&mut self.graph, text, &parameters, &self.options) {
                Ok(answer) => write_answer(reply, &self.graph, &answer),
                Err(error) => write_error(reply, text, &error),
            }
        } else if request.get("reset").is_some() {
            self.graph = Graph::new();
            self.options.procedures = Procedures::default();
            reply.push_str(r#"{"ok": true}"#);
        } else if request.get("snapshot").is_some() {
            write_snapshot(reply, &self.graph);
        } else if let Some(procedure) = request.get("procedure") {
            match self.register(procedure) {
                Ok(()) => reply.push_str(r#"{"ok": true}"#),
                Err(message) => write_fault(reply, "MalformedRequest", &message),
            }
        } else {
            write_fault(
                reply,
                "Unsupported",
                "a request has one of the keys query, reset, snapshot, procedure",
            );
        }
    }

    fn register(&mut self, procedure: &serde_json::Value) -> Result<(), String> {
        let signature = procedure.get("signature").and_then(|text| text.as_str());
        let signature = signature.ok_or("a procedure needs a signature")?;
        let mut rows = Vec::new();
        let given = procedure.get("rows").and_then(|rows| rows.as_array());
        for row in given.into_iter().flatten() {
            let row = row.as_array().ok_or("a row is a list")?;
            rows.push(row.iter().map(read_value).collect::<Result<_, _>>()?);
        }
        match self.options.procedures.register(signature, rows) {
            true => Ok(()),
            false => Err(format!("the signature `{signature}` cannot be read")),
        }
    }
}

fn read_parameters(parameters: &serde_json::Value) -> Result<BTreeMap<String, Value>, String> {
    let parameters = parameters.as_object().ok_or("params is an object")?;
    parameters
        .iter()
        .map(|(name, value)| Ok((name.clone(), read_value(value)?)))
        .collect()
}

/// Reads a value; an object without a `$` key is a map.
fn read_value(json: &serde_json::Value) -> Result<Value, String> {
    use serde_json::Value as Json;
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::String(text) => Value::text(text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::Float(number),
            (None, None) => return Err(format!("the number {number} is too large")),
        },
        Json::Array(items) => {
            let items: Result<Vec<Value>, String> = items.iter().map(read_value).collect();
            Value::list(items?)
        }
        Json::Object(entries) => {
            if entries.len() == 1
                && let Some((tag, content)) = entries.iter().next()
                && tag.starts_with('$')
            {
                return read_tagged(tag, content);
            }
            read_map(entries)?
        }
    })
}

fn read_map(entries: &serde_json::Map<String, serde_json::Value>) -> Result<Value, String> {
    let mut values = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        values.push((key.as_str(), read_value(value)?));
    }
    Ok(Value::map(values))
}

fn read_tagged(tag: &str, content: &serde_json::Value) -> Result<Value, String> {
    if let ("$map", Some(entries)) = (tag, content.as_object()) {
        return read_map(entries);
    }
    let text = content.as_str().ok_or(format!("{tag} takes a text"))?;
    let kind = match tag {
        "$float" => {
            let number = match text {
                "NaN" => f64::NAN,
                "Infinity" => f64::INFINITY,
                "-Infinity" => f64::NEG_INFINITY,
                _ => return Err(format!("`{text}` is no float")),
            };
            return Ok(Value::Float(number));
        }
        "$date" => TemporalKind::Date,
        "$localtime" => TemporalKind::LocalTime,
        "$time" => TemporalKind::Time,
        "$localdatetime" => TemporalKind::LocalDateTime,
        "$datetime" => TemporalKind::DateTime,
        "$duration" => TemporalKind::Duration,
        _ => return Err(format!("`{tag}` is no tag for a parameter")),
    };
    let value = kind.parse(text).map_err(|error| error.to_string())?;
    Ok(Value::Temporal(value))
}

fn write_answer(reply: &mut String, graph: &Graph, answer: &Answer) {
    reply.push_str(r#"{"columns": "#);
    write_list(reply, &answer.columns, |reply, column| {
        write_text(reply, column);
    });
    reply.push_str(r#", "rows": "#);
    write_list(reply, &answer.rows, |reply, row| {
        write_list(reply, row, |reply, value| write_value(reply, graph, value));
    });
    let changes = &answer.changes;
    if !changes.is_empty() {
        // Writing to a string cannot fail.
        _ = write!(
            reply,
            r#", "stats": {{"nodes_created": {}, "nodes_deleted": {}, "relationships_created": {}, "relationships_deleted": {}, "properties_set": {}, "labels_added": {}, "labels_removed": {}}}"#,
            changes.nodes_created,
            changes.nodes_deleted,
            changes.relationships_created,
            changes.relationships_deleted,
            changes.properties_set,
            changes.labels_added,
            changes.labels_removed,
        );
    }
    if let Some(plan) = &answer.plan {
        reply.push_str(r#", "plan": "#);
        write_text(reply, &plan.to_string());
    }
    reply.push('}');
}

fn write_error(reply: &mut String, text: &str, error: &QueryError) {
    let tck = error.tck();
    let position = position_of(text, error.span.start as usize);
    let mut message = format!(
        "{} (line {}, column {})",
        error.kind, position.line, position.column
    );
    if let Some(hint) = error.hint() {
        message.push_str("; ");
        message.push_str(&hint);
    }
    reply.push_str(r#"{"error": {"type": "#);
    write_text(reply, tck.class);
    reply.push_str(r#", "phase": "#);
    write_text(reply, tck.phase);
    reply.push_str(r#", "detail": "#);
    write_text(reply, tck.detail);
    reply.push_str(r#", "message": "#);
    write_text(reply, &message);
    reply.push_str("}}");
}

fn write_fault(reply: &mut String, kind: &str, message: &str) {
    reply.push_str(r#"{"error": {"type": "#);
    write_text(reply, kind);
    reply.push_str(r#", "message": "#);
    write_text(reply, message);
    reply.push_str("}}");
}

fn write_snapshot(reply: &mut String, graph: &Graph) {
    let nodes: Vec<NodeId> = graph.nodes().collect();
    let edges: Vec<EdgeId> = graph.edges().collect();
    reply.push_str(r#"{"nodes": "#);
    write_list(reply, &nodes, |reply, node| write_node(reply, graph, *node));
    reply.push_str(r#", "rels": "#);
    write_list(reply, &edges, |reply, edge| write_edge(reply, graph, *edge));
    reply.push('}');
}

fn write_list<T>(reply: &mut String, items: &[T], mut write_item: impl FnMut(&mut String, &T)) {
    reply.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            reply.push_str(", ");
        }
        write_item(reply, item);
    }
    reply.push(']');
}

fn write_value(reply: &mut String, graph: &Graph, value: &Value) {
    match value {
        Value::Null => reply.push_str("null"),
        Value::Bool(truth) => reply.push_str(if *truth { "true" } else { "false" }),
        // Writing to a string cannot fail.
        Value::Int(number) => _ = write!(reply, "{number}"),
        Value::Float(number) => write_float(reply, *number),
        Value::Text(text) => write_text(reply, text),
        Value::List(items) => {
            write_list(reply, items, |reply, item| write_value(reply, graph, item));
        }
        Value::Map(entries) => {
            reply.push_str(r#"{"$map": {"#);
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    reply.push_str(", ");
                }
                write_text(reply, key);
                reply.push_str(": ");
                write_value(reply, graph, value);
            }
            reply.push_str("}}");
        }
        Value::Node(node) => write_node(reply, graph, *node),
        Value::Edge(edge) => write_edge(reply, graph, *edge),
        Value::Path(path) => {
            reply.push_str(r#"{"$path": ["#);
            for (index, node) in path.nodes.iter().enumerate() {
                if index > 0 {
                    reply.push_str(", ");
                }
                write_node(reply, graph, *node);
                if let Some(edge) = path.edges.get(index) {
                    reply.push_str(", ");
                    write_edge(reply, graph, *edge);
                }
            }
            reply.push_str("]}");
        }
        Value::Temporal(value) => {
            let tag = match value.kind() {
                TemporalKind::Date => "$date",
                TemporalKind::LocalTime => "$localtime",
                TemporalKind::Time => "$time",
                TemporalKind::LocalDateTime => "$localdatetime",
                TemporalKind::DateTime => "$datetime",
                TemporalKind::Duration => "$duration",
            };
            _ = write!(reply, r#"{{"{tag}": "{value}"}}"#);
        }
    }
}

fn write_node(reply: &mut String, graph: &Graph, node: NodeId) {
    _ = write!(reply, r#"{{"$node": {{"id": {}, "labels": "#, node.0);
    write_list(reply, graph.labels(node), |reply, label| {
        write_text(reply, graph.name(*label));
    });
    reply.push_str(r#", "properties": "#);
    write_properties(reply, graph, graph.node_properties(node));
    reply.push_str("}}");
}

fn write_edge(reply: &mut String, graph: &Graph, edge: EdgeId) {
    let edge_type = graph.edge_type(edge);
    let edge_type = edge_type.map_or("", |edge_type| graph.name(edge_type));
    let (source, target) = graph.ends(edge).unwrap_or((NodeId(0), NodeId(0)));
    _ = write!(reply, r#"{{"$rel": {{"id": {}, "type": "#, edge.0);
    write_text(reply, edge_type);
    _ = write!(
        reply,
        r#", "start": {}, "end": {}, "properties": "#,
        source.0, target.0
    );
    write_properties(reply, graph, graph.edge_properties(edge));
    reply.push_str("}}");
}

fn write_properties(reply: &mut String, graph: &Graph, properties: Vec<(&str, Property)>) {
    reply.push('{');
    for (index, (key, property)) in properties.into_iter().enumerate() {
        if index > 0 {
            reply.push_str(", ");
        }
        write_text(reply, key);
        reply.push_str(": ");
        write_value(reply, graph, &Value::from(property));
    }
    reply.push('}');
}

fn write_float(reply: &mut String, number: f64) {
    if number.is_nan() {
        reply.push_str(r#"{"$float": "NaN"}"#);
    } else if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        _ = write!(reply, r#"{{"$float": "{sign}Infinity"}}"#);
    } else {
        // The debug form always has a point or an exponent.
        _ = write!(reply, "{number:?}");
    }
}

fn write_text(reply: &mut String, text: &str) {
    reply.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '"' || c == '\\' || c < ' ') {
        reply.push_str(&rest[..at]);
        let special = rest.as_bytes()[at];
        match special {
            b'"' => reply.push_str("\\\""),
            b'\\' => reply.push_str("\\\\"),
            b'\n' => reply.push_str("\\n"),
            b'\t' => reply.push_str("\\t"),
            b'\r' => reply.push_str("\\r"),
            other => _ = write!(reply, "\\u{other:04x}"),
        }
        rest = &rest[at + 1..];
    }
    reply.push_str(rest);
    reply.push('"');
}

#[cfg(test)]
mod tests {
    use super::serve;
    use crate::graph::Graph;
    use crate::query::Options;

    fn check(requests: &str, replies: &[&str]) {
        let mut output = Vec::new();
        let input = requests.as_bytes();
        serve(Graph::new(), Options::default(), input, &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let lines: Vec<&str> = output.lines().collect();
        assert_eq!(lines, replies);
    }

    #[test]
    fn the_graph_is_kept_between_requests_until_a_reset() {
        check(
            "{\"query\": \"CREATE (:A {x: $x})\", \"params\": {\"x\": 1.0}}\n{\"query\": \"MATCH (a) RETURN a.x, a\"}\n{\"reset\": true}\n{\"query\": \"MATCH (a) RETURN a.x\"}\n",
            &[
                r#"{"columns": [], "rows": [], "stats": {"nodes_created": 1, "nodes_deleted": 0, "relationships_created": 0, "relationships_deleted": 0, "properties_set": 1, "labels_added": 1, "labels_removed": 0}}"#,
                r#"{"columns": ["a.x", "a"], "rows": [[1.0, {"$node": {"id": 0, "labels": ["A"], "properties": {"x": 1.0}}}]]}"#,
                r#"{"ok": true}"#,
                r#"{"columns": ["a.x"], "rows": []}"#,
            ],
        );
    }

    #[test]
    fn what_is_no_request_gets_an_error_and_does_not_end_the_session() {
        check(
            "nonsense\n{\"procedure\": {\"signature\": \"p(a :: INTEGER?) :: (b :: STRING?)\", \"rows\": [[1, \"x\"], [2, \"y\"]]}}\n{\"query\": \"CALL p(2)\"}\n",
            &[
                r#"{"error": {"type": "MalformedRequest", "message": "expected ident at line 1 column 2"}}"#,
                r#"{"ok": true}"#,
                r#"{"columns": ["b"], "rows": [["y"]]}"#,
            ],
        );
    }
}
