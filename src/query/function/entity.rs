//! Functions of nodes, edges and paths.

use crate::graph::Direction;
use crate::graph::NodeId;
use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::entity_properties;
use crate::query::function::Function;
use crate::query::function::wrong_type;
use crate::query::function::wrong_value;

const ENTITY: &[Argument] = &[Argument::new("entity", ValueType::ENTITY)];
const NODE: &[Argument] = &[Argument::new("node", ValueType::NODE)];
const EDGE: &[Argument] = &[Argument::new("edge", ValueType::EDGE)];
const PATH: &[Argument] = &[Argument::new("path", ValueType::PATH)];
const KEYED: &[Argument] = &[Argument::new(
    "entity",
    ValueType::ENTITY.or(ValueType::MAP),
)];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "id",
        ENTITY,
        ValueType::INTEGER,
        "Gives the number of a node or edge.",
        |_, arguments| match &arguments[0] {
            Value::Node(node) => Ok(Value::Int(node.0.into())),
            Value::Edge(edge) => Ok(Value::Int(edge.0.into())),
            other => Err(wrong_type("id", "a node or an edge", other)),
        },
    ),
    Function::new(
        "elementId",
        ENTITY,
        ValueType::TEXT,
        "Gives the number of a node or edge as a text.",
        |_, arguments| match &arguments[0] {
            Value::Node(node) => Ok(Value::text(&node.0.to_string())),
            Value::Edge(edge) => Ok(Value::text(&edge.0.to_string())),
            other => Err(wrong_type("elementId", "a node or an edge", other)),
        },
    ),
    Function::new(
        "labels",
        NODE,
        ValueType::LIST,
        "Lists the labels of a node.",
        labels,
    ),
    Function::new(
        "type",
        EDGE,
        ValueType::TEXT,
        "Names the type of an edge.",
        edge_type,
    ),
    Function::new(
        "startNode",
        EDGE,
        ValueType::NODE,
        "Gives the node that an edge starts at.",
        |cx, arguments| ends(cx, "startNode", &arguments[0]).map(|(source, _)| Value::Node(source)),
    ),
    Function::new(
        "endNode",
        EDGE,
        ValueType::NODE,
        "Gives the node that an edge ends at.",
        |cx, arguments| ends(cx, "endNode", &arguments[0]).map(|(_, target)| Value::Node(target)),
    ),
    Function::new(
        "properties",
        KEYED,
        ValueType::MAP,
        "Gives the properties of a node or edge as a map.",
        |cx, arguments| match entity_properties(cx.graph, &arguments[0])? {
            Some(entries) => Ok(Value::Map(entries)),
            None => Err(wrong_type(
                "properties",
                "a node, an edge or a map",
                &arguments[0],
            )),
        },
    ),
    Function::new(
        "keys",
        KEYED,
        ValueType::LIST,
        "Lists the names of the properties of a node, edge or map.",
        |cx, arguments| match entity_properties(cx.graph, &arguments[0])? {
            Some(entries) => Ok(Value::list(entries.keys().cloned().map(Value::Text))),
            None => Err(wrong_type(
                "keys",
                "a node, an edge or a map",
                &arguments[0],
            )),
        },
    ),
    Function::new(
        "nodes",
        PATH,
        ValueType::LIST,
        "Lists the nodes of a path.",
        |_, arguments| match &arguments[0] {
            Value::Path(path) => Ok(Value::list(path.nodes.iter().copied().map(Value::Node))),
            other => Err(wrong_type("nodes", "a path", other)),
        },
    ),
    Function::new(
        "relationships",
        PATH,
        ValueType::LIST,
        "Lists the edges of a path.",
        |_, arguments| match &arguments[0] {
            Value::Path(path) => Ok(Value::list(path.edges.iter().copied().map(Value::Edge))),
            other => Err(wrong_type("relationships", "a path", other)),
        },
    ),
    Function::new(
        "length",
        PATH,
        ValueType::INTEGER,
        "Counts the edges of a path.",
        |_, arguments| match &arguments[0] {
            Value::Path(path) => Ok(Value::Int(path.edges.len() as i64)),
            other => Err(wrong_type("length", "a path", other)),
        },
    ),
    Function::new(
        "degree",
        NODE,
        ValueType::INTEGER,
        "Counts the edges of a node.",
        |cx, arguments| match &arguments[0] {
            Value::Node(node) => {
                let edges = cx.graph.edges_of(*node, Direction::Both);
                Ok(Value::Int(edges.len() as i64))
            }
            other => Err(wrong_type("degree", "a node", other)),
        },
    ),
    Function::new(
        "evidence",
        EDGE,
        ValueType::LIST,
        "Lists the sentences that an edge rests on: document, sentence, start, end, text.",
        evidence,
    ),
];

fn labels(cx: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    match &arguments[0] {
        Value::Node(node) if !cx.graph.contains_node(*node) => {
            Err(Fault::DeletedEntityAccess { what: "node" })
        }
        Value::Node(node) => Ok(Value::list(
            cx.graph
                .labels(*node)
                .iter()
                .map(|label| cx.graph.name(*label).into()),
        )),
        other => Err(wrong_value("labels", other)),
    }
}

fn edge_type(cx: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Value::Edge(edge) = &arguments[0] else {
        return Err(wrong_value("type", &arguments[0]));
    };
    // The type of an edge that this query deleted can still be asked for.
    let edge_type = cx
        .graph
        .edge_type(*edge)
        .or_else(|| cx.session.deleted_types.borrow().get(edge).copied());
    match edge_type {
        Some(edge_type) => Ok(cx.graph.name(edge_type).into()),
        None => Err(Fault::DeletedEntityAccess { what: "edge" }),
    }
}

fn ends(cx: Context<'_>, function: &str, value: &Value) -> Result<(NodeId, NodeId), Fault> {
    match value {
        Value::Edge(edge) => cx
            .graph
            .ends(*edge)
            .ok_or(Fault::DeletedEntityAccess { what: "edge" }),
        other => Err(wrong_type(function, "an edge", other)),
    }
}

fn evidence(cx: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let Value::Edge(edge) = &arguments[0] else {
        return Err(wrong_type("evidence", "an edge", &arguments[0]));
    };
    let documents = cx.graph.documents();
    let items = cx.graph.evidence(*edge).iter().map(|evidence| {
        let document = documents.get(evidence.document.0 as usize);
        Value::map([
            (
                "document",
                document.map_or(Value::Null, |name| Value::text(name)),
            ),
            ("sentence", Value::Int(evidence.sentence.into())),
            ("start", Value::Int(evidence.start.into())),
            ("end", Value::Int(evidence.end.into())),
            ("text", Value::text(&evidence.text)),
        ])
    });
    Ok(Value::list(items))
}
