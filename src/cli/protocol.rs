//! Queries over JSON Lines: one request a line on standard input, one answer a line on standard output.
//!
//! Requests: `{"query": …, "params": {…}}`, `{"reset": true}`, `{"snapshot": true}` and
//! `{"procedure": {…}}`. A value that JSON has no form for is an object with one key that starts
//! with `$`: `{"$node": …}`, `{"$date": …}`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::io::BufRead;
use std::io::Write;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::base::position_of;
use crate::base::temporal::TemporalKind;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Answer;
use crate::query::Options;
use crate::query::Plans;
use crate::query::Procedures;
use crate::query::QueryError;
use crate::query::Value;

/// Answers requests until the input ends.
pub(in crate::cli) fn serve(
    graph: Graph,
    options: Options,
    mut input: impl BufRead,
    mut output: impl Write,
) -> std::io::Result<()> {
    let mut server = Server {
        graph,
        options,
        plans: Plans::default(),
    };
    let (mut line, mut reply) = (Vec::new(), String::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            server.options.now = Timestamp::now();
            server.answer(&line, &mut reply);
            reply.push('\n');
            output.write_all(reply.as_bytes())?;
            output.flush()?;
            keep_little(&mut reply);
        }
        line.clear();
    }
    Ok(())
}

/// Empties a text, and gives back the room that one long answer took.
fn keep_little(text: &mut String) {
    text.clear();
    text.shrink_to(1 << 16);
}

struct Server {
    graph: Graph,
    options: Options,
    plans: Plans,
}

/// What a line asks. The query is borrowed from the line where it has no escapes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Request<'l> {
    #[serde(borrow)]
    query: Option<Cow<'l, str>>,
    params: Option<BTreeMap<String, Parameter>>,
    reset: Option<IgnoredAny>,
    snapshot: Option<IgnoredAny>,
    procedure: Option<TableProcedure>,
}

#[derive(Deserialize)]
struct TableProcedure {
    signature: String,
    #[serde(default)]
    rows: Vec<Vec<Parameter>>,
}

impl Server {
    fn answer(&mut self, line: &[u8], reply: &mut String) {
        let request: Request<'_> = match serde_json::from_slice(line) {
            Ok(request) => request,
            Err(error) => return write_fault(reply, "MalformedRequest", &error.to_string()),
        };
        if let Some(text) = request.query {
            let parameters = request.params.unwrap_or_default();
            let parameters = parameters
                .into_iter()
                .map(|(name, value)| (name, value.0))
                .collect();
            let answer = self
                .plans
                .run(&mut self.graph, &text, &parameters, &self.options);
            match answer {
                Ok(answer) => write_answer(reply, &self.graph, &answer),
                Err(error) => write_error(reply, &text, &error),
            }
        } else if request.reset.is_some() {
            self.graph = Graph::new();
            self.options.procedures = Procedures::default();
            self.plans = Plans::default();
            reply.push_str(r#"{"ok": true}"#);
        } else if request.snapshot.is_some() {
            write_snapshot(reply, &self.graph);
        } else if let Some(procedure) = request.procedure {
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

    fn register(&mut self, procedure: TableProcedure) -> Result<(), String> {
        // What was checked before may call a procedure of the same name.
        self.plans = Plans::default();
        let signature = &procedure.signature;
        let rows = procedure.rows.into_iter();
        let rows = rows.map(|row| row.into_iter().map(|cell| cell.0).collect());
        match self.options.procedures.register(signature, rows.collect()) {
            true => Ok(()),
            false => Err(format!("the signature `{signature}` cannot be read")),
        }
    }
}

/// A value as requests have it: an object whose only key starts with `$` is what the key says,
/// any other object a map.
struct Parameter(Value);

impl<'de> Deserialize<'de> for Parameter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ParameterVisitor)
    }
}

struct ParameterVisitor;

impl<'de> Visitor<'de> for ParameterVisitor {
    type Value = Parameter;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Parameter, E> {
        Ok(Parameter(Value::Null))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Parameter, E> {
        Ok(Parameter(Value::Bool(truth)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Parameter, E> {
        Ok(Parameter(Value::Int(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Parameter, E> {
        Ok(Parameter(match i64::try_from(number) {
            Ok(number) => Value::Int(number),
            Err(_) => Value::Float(number as f64),
        }))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Parameter, E> {
        Ok(Parameter(Value::Float(number)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Parameter, E> {
        Ok(Parameter(Value::text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Parameter, A::Error> {
        let mut values = Vec::new();
        while let Some(Parameter(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Parameter(Value::list(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Parameter, A::Error> {
        let mut entries: Vec<(String, Value)> = Vec::new();
        while let Some((key, Parameter(value))) = fields.next_entry()? {
            entries.push((key, value));
        }
        let value = match entries.as_slice() {
            [(tag, content)] if tag.starts_with('$') => tagged(tag, content),
            _ => Ok(Value::map(
                entries
                    .iter()
                    .map(|(key, value)| (key.as_str(), value.clone())),
            )),
        };
        value.map(Parameter).map_err(A::Error::custom)
    }
}

/// Reads what a tag makes of its content.
fn tagged(tag: &str, content: &Value) -> Result<Value, String> {
    if let ("$map", Value::Map(_)) = (tag, content) {
        return Ok(content.clone());
    }
    let Value::Text(text) = content else {
        return Err(format!("{tag} takes a text"));
    };
    let kind = match tag {
        "$float" => {
            let number = match &**text {
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
