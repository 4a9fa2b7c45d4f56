//! Looks into values: properties, list items, slices.

use std::sync::Arc;

use crate::base::temporal::Component;
use crate::graph::Column;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Entries;
use crate::query::Value;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::Key;
use crate::query::eval::describe;

/// Gives `subject.key`; null where the key is absent.
pub(super) fn property(cx: Context<'_>, subject: &Value, key: &Key) -> Result<Value, Fault> {
    match subject {
        Value::Node(node) => node_property(cx, *node, key),
        Value::Edge(edge) => edge_property(cx, *edge, key),
        Value::Map(entries) => Ok(entries.get(&key.name).cloned().unwrap_or(Value::Null)),
        Value::Null => Ok(Value::Null),
        // A date has no hour; asking for it gives null, as with any property that is not there.
        Value::Temporal(value) => Ok(match value.component(&key.name) {
            Some(Component::Integer(number)) => Value::Int(number),
            Some(Component::Text(text)) => Value::text(&text),
            None => Value::Null,
        }),
        _ => Err(Fault::InvalidOperand {
            place: format!("`.{}`", key.name),
            expected: "a node, an edge, a map or a temporal value".to_owned(),
            found: describe(subject),
        }),
    }
}

#[inline]
fn node_property(cx: Context<'_>, node: NodeId, key: &Key) -> Result<Value, Fault> {
    let graph = cx.graph;
    let symbol = key.in_graph(graph);
    let column = symbol.and_then(|symbol| graph.node_column(symbol));
    match column.and_then(|column| cell(cx, column, key, node.0, false)) {
        Some(value) => Ok(value),
        None if graph.contains_node(node) => Ok(Value::Null),
        None => Err(Fault::DeletedEntityAccess { what: "node" }),
    }
}

#[inline]
fn edge_property(cx: Context<'_>, edge: EdgeId, key: &Key) -> Result<Value, Fault> {
    let graph = cx.graph;
    let symbol = key.in_graph(graph);
    let column = symbol.and_then(|symbol| graph.edge_column(symbol));
    match column.and_then(|column| cell(cx, column, key, edge.0, true)) {
        Some(value) => Ok(value),
        None if graph.contains_edge(edge) => Ok(Value::Null),
        None => Err(Fault::DeletedEntityAccess { what: "edge" }),
    }
}

/// Gives a value of a column. Texts of which there are few are made once and shared.
#[inline]
fn cell(cx: Context<'_>, column: &Column, key: &Key, row: u32, of_edge: bool) -> Option<Value> {
    const FEW: usize = 4096;
    match column {
        Column::Int(column) => column.get(row).map(Value::Int),
        Column::Float(column) => column.get(row).map(Value::Float),
        Column::Text(texts) if texts.code_count() <= FEW => {
            let code = texts.code(row)?;
            let symbol = key.in_graph(cx.graph)?;
            let text = cx
                .session
                .text((symbol, of_edge), code, || texts.text(code));
            Some(Value::Text(text))
        }
        column => column.get(row).map(Value::from),
    }
}

/// Gives all properties of a node, edge or map, none of null; `None` where `subject` has none by nature.
pub(in crate::query) fn entity_properties(
    graph: &Graph,
    subject: &Value,
) -> Result<Option<Arc<Entries>>, Fault> {
    let own = |properties: Vec<(&str, Property)>| {
        let entries = properties
            .into_iter()
            .map(|(key, property)| (Arc::from(key), Value::from(property)));
        Ok(Some(Arc::new(entries.collect())))
    };
    match subject {
        Value::Node(node) if graph.contains_node(*node) => own(graph.node_properties(*node)),
        Value::Node(_) => Err(Fault::DeletedEntityAccess { what: "node" }),
        Value::Edge(edge) if graph.contains_edge(*edge) => own(graph.edge_properties(*edge)),
        Value::Edge(_) => Err(Fault::DeletedEntityAccess { what: "edge" }),
        Value::Map(entries) => Ok(Some(entries.clone())),
        _ => Ok(None),
    }
}

/// Gives `subject[index]`; null past the ends of a list. A negative index counts from the end.
pub(super) fn index(cx: Context<'_>, subject: &Value, index: &Value) -> Result<Value, Fault> {
    match (subject, index) {
        (Value::List(items), Value::Int(index)) => Ok(position(*index, items.len())
            .and_then(|index| items.get(index))
            .cloned()
            .unwrap_or(Value::Null)),
        (
            Value::List(_) | Value::Map(_) | Value::Null | Value::Node(_) | Value::Edge(_),
            Value::Null,
        )
        | (Value::Null, _) => Ok(Value::Null),
        (Value::List(_), _) => Err(Fault::ListIndexNotInteger {
            found: describe(index),
        }),
        (Value::Map(_) | Value::Node(_) | Value::Edge(_), Value::Text(name)) => {
            property(cx, subject, &Key::new(name, cx.graph))
        }
        (Value::Map(_) | Value::Node(_) | Value::Edge(_), _) => Err(Fault::MapIndexNotText {
            found: describe(index),
        }),
        _ => Err(Fault::NotIndexable {
            found: describe(subject),
        }),
    }
}

/// Gives `list[from..to]`; `None` stands for a bound that is not written.
pub(super) fn slice(
    list: &Value,
    from: Option<&Value>,
    to: Option<&Value>,
) -> Result<Value, Fault> {
    let items = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        _ => {
            return Err(Fault::InvalidOperand {
                place: "`[..]`".to_owned(),
                expected: "a list".to_owned(),
                found: describe(list),
            });
        }
    };
    let bound = |value: Option<&Value>, otherwise: usize| match value {
        None => Ok(Some(otherwise)),
        Some(Value::Null) => Ok(None),
        Some(Value::Int(index)) if *index < 0 => {
            let back = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
            Ok(Some(items.len().saturating_sub(back)))
        }
        Some(Value::Int(index)) => Ok(Some(
            usize::try_from(*index)
                .unwrap_or(usize::MAX)
                .min(items.len()),
        )),
        Some(other) => Err(Fault::ListIndexNotInteger {
            found: describe(other),
        }),
    };
    match (bound(from, 0)?, bound(to, items.len())?) {
        (Some(from), Some(to)) if from < to => Ok(Value::list(items[from..to].iter().cloned())),
        (Some(_), Some(_)) => Ok(Value::list([])),
        _ => Ok(Value::Null),
    }
}

fn position(index: i64, length: usize) -> Option<usize> {
    if index < 0 {
        let back = usize::try_from(index.unsigned_abs()).ok()?;
        length.checked_sub(back)
    } else {
        usize::try_from(index).ok()
    }
}
