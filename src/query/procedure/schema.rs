//! Procedures that tell what is in the graph and what can be called.

use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::query::Signatures;
use crate::query::Value;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::procedure::Procedure;
use crate::query::procedure::Rows;

pub(super) fn procedures() -> Vec<Procedure> {
    vec![
        Procedure::new(
            "db.labels() :: (label :: STRING)",
            "Lists the labels of the nodes.",
            |cx, _| Ok(column(labels(cx.graph))),
        ),
        Procedure::new(
            "db.relationshipTypes() :: (relationshipType :: STRING)",
            "Lists the types of the edges.",
            |cx, _| Ok(column(types(cx.graph))),
        ),
        Procedure::new(
            "db.propertyKeys() :: (propertyKey :: STRING)",
            "Lists the names of properties.",
            |cx, _| Ok(column(keys(cx.graph))),
        ),
        Procedure::new(
            "dbms.functions() :: (name :: STRING, signature :: STRING, description :: STRING)",
            "Lists the functions.",
            functions,
        ),
        Procedure::new(
            "dbms.procedures() :: (name :: STRING, signature :: STRING, description :: STRING)",
            "Lists the procedures.",
            procedures_list,
        ),
    ]
}

fn column(names: BTreeSet<&str>) -> Rows {
    names
        .into_iter()
        .map(|name| vec![Value::text(name)])
        .collect()
}

fn labels(graph: &Graph) -> BTreeSet<&str> {
    let labels = graph.statistics().labels();
    labels.map(|(label, _)| graph.name(label)).collect()
}

fn types(graph: &Graph) -> BTreeSet<&str> {
    let types = graph.statistics().types();
    types.map(|(edge_type, _)| graph.name(edge_type)).collect()
}

fn keys(graph: &Graph) -> BTreeSet<&str> {
    let keys = graph.node_keys().chain(graph.edge_keys());
    keys.map(|key| graph.name(key)).collect()
}

fn functions(cx: Context<'_>, _: &[Value]) -> Result<Rows, Fault> {
    let functions = cx.session.procedures.functions().into_iter();
    Ok(functions
        .map(|function| {
            vec![
                Value::text(function.name),
                Value::text(&function.to_string()),
                Value::text(function.doc),
            ]
        })
        .collect())
}

fn procedures_list(cx: Context<'_>, _: &[Value]) -> Result<Rows, Fault> {
    let procedures = cx.session.procedures.procedures().into_iter();
    Ok(procedures
        .map(|procedure| {
            vec![
                Value::text(&procedure.name),
                Value::text(&procedure.to_string()),
                Value::text(&procedure.doc),
            ]
        })
        .collect())
}
