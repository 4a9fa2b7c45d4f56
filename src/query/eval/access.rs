//! Looks into values: properties, list items, slices.

use std::sync::Arc;

use crate::base::temporal::Component;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Entries;
use crate::query::Value;
use crate::query::eval::Fault;
use crate::query::eval::Key;
use crate::query::eval::describe;

/// Gives `subject.key`; null where the key is absent.
pub(super) fn property(graph: &Graph, subject: &Value, key: &Key) -> Result<Value, Fault> {
    match subject {
        Value::Node(node) => node_property(graph, *node, key),
        Value::Edge(edge) => edge_property(graph, *edge, key),
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
fn node_property(graph: &Graph, node: NodeId, key: &Key) -> Result<Value, Fault> {
    let found = key
        .in_graph(graph)
        .and_then(|symbol| graph.node_property(node, symbol));
    match found {
        Some(property) => Ok(property.into()),
        None if graph.contains_node(node) => Ok(Value::Null),
        None => Err(Fault::DeletedEntityAccess { what: "node" }),
    }
}

#[inline]
fn edge_property(graph: &Graph, edge: EdgeId, key: &Key) -> Result<Value, Fault> {
    let found = key
        .in_graph(graph)
        .and_then(|symbol| graph.edge_property(edge, symbol));
    match found {
        Some(property) => Ok(property.into()),
        None if graph.contains_edge(edge) => Ok(Value::Null),
        None => Err(Fault::DeletedEntityAccess { what: "edge" }),
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
pub(super) fn index(graph: &Graph, subject: &Value, index: &Value) -> Result<Value, Fault> {
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
            property(graph, subject, &Key::new(name, graph))
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
