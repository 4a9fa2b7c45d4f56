//! The node-link JSON that NetworkX reads.
//!
//! `networkx.node_link_graph(data, edges="edges")` gives a `MultiDiGraph`. A node has `id`, `kind`,
//! `labels` and its properties; an edge `source`, `target`, `key`, `type`, its properties and
//! `evidence`. A property with one of these names gets an underscore behind it.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::base::Evidence;
use crate::export::Selection;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// Makes the JSON of a part of a graph.
pub fn value(graph: &Graph, selection: &Selection) -> Value {
    let nodes: Vec<Value> = selection
        .nodes()
        .map(|node| node_value(graph, node))
        .collect();
    let edges: Vec<Value> = selection
        .edges()
        .filter_map(|edge| edge_value(graph, edge))
        .collect();
    json!({
        "directed": true,
        "multigraph": true,
        "graph": {},
        "nodes": nodes,
        "edges": edges,
    })
}

/// Writes the JSON one node or edge to a line, with a newline at the end.
pub fn write(graph: &Graph, selection: &Selection) -> String {
    let mut out =
        String::from("{\"directed\": true, \"multigraph\": true, \"graph\": {},\n\"nodes\": [");
    let mut separator = "\n";
    for node in selection.nodes() {
        out.push_str(separator);
        out.push_str(&node_value(graph, node).to_string());
        separator = ",\n";
    }
    out.push_str("\n],\n\"edges\": [");
    separator = "\n";
    for edge in selection.edges() {
        if let Some(edge) = edge_value(graph, edge) {
            out.push_str(separator);
            out.push_str(&edge.to_string());
            separator = ",\n";
        }
    }
    out.push_str("\n]}\n");
    out
}

fn node_value(graph: &Graph, node: NodeId) -> Value {
    let labels = graph.label_names(node);
    let mut fields = Map::new();
    fields.insert("id".into(), format!("n{}", node.0).into());
    fields.insert("kind".into(), labels.first().copied().into());
    fields.insert("labels".into(), labels.into());
    insert_properties(&mut fields, graph.node_entries(node));
    Value::Object(fields)
}

fn edge_value(graph: &Graph, edge: EdgeId) -> Option<Value> {
    let (source, target) = graph.ends(edge)?;
    let mut fields = Map::new();
    fields.insert("source".into(), format!("n{}", source.0).into());
    fields.insert("target".into(), format!("n{}", target.0).into());
    fields.insert("key".into(), edge.0.into());
    fields.insert("type".into(), graph.type_name(edge).into());
    let evidence: Vec<Value> = graph
        .evidence(edge)
        .iter()
        .map(|piece| evidence_value(graph, piece))
        .collect();
    fields.insert("evidence".into(), evidence.into());
    insert_properties(&mut fields, graph.edge_entries(edge));
    Some(Value::Object(fields))
}

fn insert_properties(fields: &mut Map<String, Value>, properties: Vec<(&str, Property)>) {
    for (name, property) in properties {
        let mut name = name.to_owned();
        while fields.contains_key(&name) {
            name.push('_');
        }
        fields.insert(name, property_value(&property));
    }
}

fn evidence_value(graph: &Graph, piece: &Evidence) -> Value {
    let document = graph.documents().get(piece.document.0 as usize);
    json!({
        "document": document,
        "sentence": piece.sentence,
        "start": piece.start,
        "end": piece.end,
        "text": piece.text,
    })
}

/// Makes the JSON of a property. What JSON lacks (NaN, dates) becomes text.
fn property_value(property: &Property) -> Value {
    match property {
        Property::Bool(truth) => Value::Bool(*truth),
        Property::Int(number) => Value::from(*number),
        Property::Float(number) => serde_json::Number::from_f64(*number)
            .map_or_else(|| number.to_string().into(), Value::Number),
        Property::Text(text) => Value::from(&**text),
        Property::Temporal(value) => value.to_string().into(),
        Property::List(items) => items.iter().map(property_value).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use super::write;
    use crate::export::Selection;
    use crate::graph::Graph;
    use crate::graph::Property;

    #[test]
    fn a_property_does_not_overwrite_what_the_format_needs() {
        let mut graph = Graph::new();
        let node = graph.add_node(&["Place"]);
        graph.set_node_property(node, "id", Some(Property::Int(7)));
        let json = value(&graph, &Selection::whole(&graph));
        assert_eq!(json["nodes"][0]["id"], "n0");
        assert_eq!(json["nodes"][0]["id_"], 7);
    }

    #[test]
    fn what_is_written_is_the_value() {
        let graph = crate::graph::sample::moscow();
        let selection = Selection::whole(&graph);
        let written: serde_json::Value = serde_json::from_str(&write(&graph, &selection)).unwrap();
        assert_eq!(written, value(&graph, &selection));
        assert_eq!(written["edges"][0]["evidence"][0]["document"], "moscow");
    }

    #[test]
    fn an_empty_graph_is_valid_json() {
        let graph = Graph::new();
        let written = write(&graph, &Selection::whole(&graph));
        serde_json::from_str::<serde_json::Value>(&written).unwrap();
    }
}
