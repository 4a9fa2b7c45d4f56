//! Node-link JSON, as NetworkX and many viewers have it.

use rustc_hash::FxHashMap;
use serde_json::Map;
use serde_json::Value;

use crate::base::DocumentId;
use crate::base::Evidence;
use crate::base::Position;
use crate::data::DataError;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// Reads node-link JSON: `nodes` with an `id`, `edges` or `links` with `source` and `target`.
///
/// Labels are `labels`, or else `kind` or `label`; a type is `type`, or else `label`, `relation`
/// or a `key` that is a text. All else that has a form that can be stored is a property.
pub fn node_link(file: &str, text: &str) -> Result<Graph, DataError> {
    let root: Value = serde_json::from_str(text).map_err(|error| {
        // The parser ends its message with the place, which is shown apart.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let mut wrong = DataError::about(file, message);
        if error.line() > 0 {
            wrong.line = text.lines().nth(error.line() - 1).map(str::to_owned);
            wrong.position = Some(Position {
                line: error.line(),
                column: error.column().max(1),
            });
        }
        wrong
    })?;
    let wrong = |message: String| DataError::about(file, message);
    let list = |names: &[&str]| {
        let list = names.iter().find_map(|name| root.get(name)?.as_array());
        list.ok_or_else(|| wrong(format!("there is no list `{}`", names[0])))
    };
    let mut graph = Graph::new();
    let mut documents = Vec::new();
    let mut ids: FxHashMap<String, NodeId> = FxHashMap::default();
    for (index, entry) in list(&["nodes"])?.iter().enumerate() {
        let entry = entry.as_object();
        let entry = entry.ok_or_else(|| wrong(format!("node {index} is no object")))?;
        let id = entry
            .get("id")
            .filter(|id| id.is_string() || id.is_number());
        let id = id.ok_or_else(|| wrong(format!("node {index} has no `id`")))?;
        let (taken, labels) = labels(entry);
        let node = graph.add_node(&labels);
        if ids.insert(name(id), node).is_some() {
            return Err(wrong(format!("there are two nodes with the id {id}")));
        }
        for (key, value) in entry {
            let skipped = taken.contains(&key.as_str()) || is_our_id(key, value, node.0);
            if let (false, Some(value)) = (skipped, property(value)) {
                graph.set_node_property(node, own(key), Some(value));
            }
        }
    }
    for (index, entry) in list(&["edges", "links"])?.iter().enumerate() {
        let entry = entry.as_object();
        let entry = entry.ok_or_else(|| wrong(format!("edge {index} is no object")))?;
        let end = |end: &str| {
            let id = entry.get(end);
            let id = id.ok_or_else(|| wrong(format!("edge {index} has no `{end}`")))?;
            let node = ids.get(&name(id)).copied();
            node.ok_or_else(|| wrong(format!("edge {index} joins {id}, which is no node")))
        };
        let (source, target) = (end("source")?, end("target")?);
        let typed = ["type", "label", "relation", "key"]
            .into_iter()
            .find_map(|key| Some((key, entry.get(key)?.as_str()?)));
        let (taken, edge_type) = typed.unwrap_or(("type", "EDGE"));
        let edge = graph.add_edge(source, edge_type, target);
        let evidence = entry.get("evidence").and_then(Value::as_array);
        let evidence = evidence.map(|pieces| {
            let pieces = pieces.iter();
            pieces
                .filter_map(|piece| self::evidence(piece, &mut documents))
                .collect::<Vec<_>>()
        });
        for (key, value) in entry {
            let skipped = ["source", "target", taken].contains(&key.as_str())
                || (key == "key" && value.is_number())
                || (key == "evidence" && evidence.as_ref().is_some_and(|list| !list.is_empty()));
            if let (false, Some(value)) = (skipped, property(value)) {
                graph.set_edge_property(edge, own(key), Some(value));
            }
        }
        graph.set_evidence(edge, evidence.unwrap_or_default());
    }
    graph.set_documents(documents);
    Ok(graph)
}

/// Gives the fields that say what a node is, and its labels.
fn labels(entry: &Map<String, Value>) -> (&'static [&'static str], Vec<&str>) {
    if let Some(list) = entry.get("labels").and_then(Value::as_array) {
        return (
            &["labels", "kind"],
            list.iter().filter_map(Value::as_str).collect(),
        );
    }
    for fields in [&["kind"], &["label"]] {
        if let Some(label) = entry.get(fields[0]).and_then(Value::as_str) {
            return (fields, vec![label]);
        }
    }
    (&[], Vec::new())
}

/// Tells whether this is the identifier that our own export gives each node.
fn is_our_id(key: &str, value: &Value, number: u32) -> bool {
    key == "id" && value.as_str() == Some(&format!("n{number}"))
}

/// Gives the name of a property that our own export moved out of the way of a field.
fn own(key: &str) -> &str {
    let plain = key.trim_end_matches('_');
    let fields = [
        "id", "kind", "labels", "source", "target", "key", "type", "evidence",
    ];
    if fields.contains(&plain) { plain } else { key }
}

fn name(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn evidence(piece: &Value, documents: &mut Vec<String>) -> Option<Evidence> {
    let number = |key: &str| u32::try_from(piece.get(key)?.as_u64()?).ok();
    let name = piece.get("document")?.as_str()?;
    let document = documents.iter().position(|other| other == name);
    let document = document.unwrap_or_else(|| {
        documents.push(name.to_owned());
        documents.len() - 1
    });
    Some(Evidence {
        document: DocumentId(document as u32),
        sentence: number("sentence")?,
        start: number("start")?,
        end: number("end")?,
        text: piece.get("text")?.as_str()?.to_owned(),
    })
}

/// Gives what can be stored of a value: not null, and no object.
fn property(value: &Value) -> Option<Property> {
    Some(match value {
        Value::Null | Value::Object(_) => return None,
        Value::Bool(truth) => Property::Bool(*truth),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Property::Int(number),
            None => Property::Float(number.as_f64()?),
        },
        Value::String(text) => Property::from(text.as_str()),
        Value::Array(items) => {
            let items: Option<Vec<Property>> = items.iter().map(property).collect();
            Property::List(items?.into())
        }
    })
}
