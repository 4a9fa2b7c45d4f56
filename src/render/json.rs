//! Values as JSON for other programs: nodes and edges as objects with all they have.

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Value;
use crate::render::value::float;

/// Makes the JSON of a value. What JSON lacks becomes the text that Cypher has for it.
pub(in crate::render) fn value(graph: &Graph, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => serde_json::Number::from_f64(*number)
            .map_or_else(|| float(*number).into(), Json::Number),
        Value::Text(text) => Json::from(&**text),
        Value::List(items) => items.iter().map(|item| self::value(graph, item)).collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, item)| (key.to_string(), self::value(graph, item)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Node(id) => node(graph, *id),
        Value::Edge(id) => edge(graph, *id),
        Value::Path(path) => json!({
            "nodes": path.nodes.iter().map(|&id| node(graph, id)).collect::<Vec<_>>(),
            "edges": path.edges.iter().map(|&id| edge(graph, id)).collect::<Vec<_>>(),
        }),
        Value::Temporal(value) => value.to_string().into(),
    }
}

fn node(graph: &Graph, node: NodeId) -> Json {
    json!({
        "id": node.0,
        "labels": graph.label_names(node),
        "properties": properties(graph, graph.node_entries(node)),
    })
}

fn edge(graph: &Graph, edge: EdgeId) -> Json {
    let ends = graph.ends(edge);
    json!({
        "id": edge.0,
        "type": graph.type_name(edge),
        "start": ends.map(|(source, _)| source.0),
        "end": ends.map(|(_, target)| target.0),
        "properties": properties(graph, graph.edge_entries(edge)),
    })
}

fn properties(graph: &Graph, properties: Vec<(&str, Property)>) -> Json {
    properties
        .into_iter()
        .map(|(name, property)| (name.to_owned(), value(graph, &Value::from(&property))))
        .collect::<Map<_, _>>()
        .into()
}
