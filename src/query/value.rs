//! What can be computed, and when two values are equal, comparable and in order.
//!
//! openCypher has three relations on values. *Equality* (`=`) is ternary: comparing with null gives
//! null. *Comparability* (`<`) is ternary too, and gives null for values of different kinds.
//! *Orderability* (`ORDER BY`, `DISTINCT`, grouping) is total: null equals null and NaN equals NaN.
//! `PartialEq`, `Eq`, `Hash` and `Ord` of [`Value`] are orderability; the other two are methods.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalKind;
use crate::graph::EdgeId;
use crate::graph::NodeId;
use crate::graph::Property;

/// A map's entries, in the order of their keys.
pub type Entries = BTreeMap<Arc<str>, Value>;

/// A computed value. Cloning one never copies text, items or entries.
#[derive(Clone, Debug)]
pub enum Value {
    /// The absent value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A text.
    Text(Arc<str>),
    /// A date, a time, both or a duration.
    Temporal(Temporal),
    /// A list.
    List(Arc<[Value]>),
    /// A map.
    Map(Arc<Entries>),
    /// A node of the graph that the query runs on.
    Node(NodeId),
    /// An edge of the graph that the query runs on.
    Edge(EdgeId),
    /// A path.
    Path(Arc<Path>),
}

/// Nodes and edges in a row: one more node than edges, each edge between its neighbours in either direction.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    /// The nodes in order; at least one.
    pub nodes: Vec<NodeId>,
    /// The edges in order.
    pub edges: Vec<EdgeId>,
}

impl Value {
    /// Makes a text.
    pub fn text(text: &str) -> Self {
        Value::Text(text.into())
    }

    /// Makes a list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Value::List(items.into_iter().collect())
    }

    /// Makes a map.
    pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        Value::Map(Arc::new(
            entries
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        ))
    }

    /// Tells whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Names the type as openCypher does: `INTEGER`, `LIST` …
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Bool(_) => "BOOLEAN",
            Value::Int(_) => "INTEGER",
            Value::Float(_) => "FLOAT",
            Value::Text(_) => "STRING",
            Value::Temporal(value) => match value.kind() {
                TemporalKind::Date => "DATE",
                TemporalKind::LocalTime => "LOCAL TIME",
                TemporalKind::Time => "TIME",
                TemporalKind::LocalDateTime => "LOCAL DATETIME",
                TemporalKind::DateTime => "DATETIME",
                TemporalKind::Duration => "DURATION",
            },
            Value::List(_) => "LIST",
            Value::Map(_) => "MAP",
            Value::Node(_) => "NODE",
            Value::Edge(_) => "RELATIONSHIP",
            Value::Path(_) => "PATH",
        }
    }

    /// Gives the property that stores this value; `None` for null and for a map, node, edge or
    /// path, also inside a list.
    pub fn to_property(&self) -> Option<Property> {
        Some(match self {
            Value::Bool(truth) => Property::Bool(*truth),
            Value::Int(number) => Property::Int(*number),
            Value::Float(number) => Property::Float(*number),
            Value::Text(text) => Property::Text(text.clone()),
            Value::Temporal(value) => Property::Temporal(value.clone()),
            Value::List(items) => {
                let items: Option<Arc<[Property]>> = items.iter().map(Value::to_property).collect();
                Property::List(items?)
            }
            Value::Null | Value::Map(_) | Value::Node(_) | Value::Edge(_) | Value::Path(_) => {
                return None;
            }
        })
    }

    /// Equality, `=`: `None` stands for null.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Null, _) | (_, Value::Null) => None,
            (Value::Float(a), Value::Float(b)) => Some(a == b),
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                all_equal(a.iter().zip(b.iter()))
            }
            (Value::Map(a), Value::Map(b)) => {
                if !a.keys().eq(b.keys()) {
                    return Some(false);
                }
                all_equal(a.values().zip(b.values()))
            }
            (Value::Float(number), Value::Int(_)) | (Value::Int(_), Value::Float(number))
                if number.is_nan() =>
            {
                Some(false)
            }
            _ => Some(self == other),
        }
    }

    /// Comparability, `<` and its kin: `None` stands for null, `Some(None)` for numbers that have
    /// no order, as NaN has none.
    pub fn compare(&self, other: &Value) -> Option<Option<Ordering>> {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => Some(Some(a.cmp(b))),
            (Value::Float(a), Value::Float(b)) => Some(a.partial_cmp(b)),
            (Value::Int(a), Value::Float(b)) => Some(int_with_float(*a, *b)),
            (Value::Float(a), Value::Int(b)) => Some(int_with_float(*b, *a).map(Ordering::reverse)),
            (Value::Text(a), Value::Text(b)) => Some(Some(a.cmp(b))),
            (Value::Bool(a), Value::Bool(b)) => Some(Some(a.cmp(b))),
            (Value::Temporal(a), Value::Temporal(b)) => a.compare(b).map(Some),
            (Value::List(a), Value::List(b)) => {
                for (a, b) in a.iter().zip(b.iter()) {
                    match a.equals(b)? {
                        true => {}
                        false => return a.compare(b),
                    }
                }
                Some(Some(a.len().cmp(&b.len())))
            }
            _ => None,
        }
    }

    /// Where the kind of value stands in the order of all values.
    fn rank(&self) -> u8 {
        match self {
            Value::Map(_) => 0,
            Value::Node(_) => 1,
            Value::Edge(_) => 2,
            Value::List(_) => 3,
            Value::Path(_) => 4,
            Value::Temporal(_) => 5,
            Value::Text(_) => 6,
            Value::Bool(_) => 7,
            Value::Int(_) | Value::Float(_) => 8,
            Value::Null => 9,
        }
    }
}

fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut result = Some(true);
    for (a, b) in pairs {
        match a.equals(b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// Compares exactly, without rounding the whole number to a float.
fn int_with_float(int: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // 2^63 is a float, i64::MAX is not.
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    if float >= BOUND {
        return Some(Ordering::Less);
    }
    if float < -BOUND {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc();
    Some(int.cmp(&(whole as i64)).then_with(|| {
        let rest = float - whole;
        0.0.partial_cmp(&rest).unwrap_or(Ordering::Equal)
    }))
}

fn float_order(a: f64, b: f64) -> Ordering {
    match (a.is_nan(), b.is_nan()) {
        (false, false) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        (a, b) => a.cmp(&b),
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => a.cmp(b),
            (Value::Float(a), Value::Float(b)) => float_order(*a, *b),
            // NaN comes after every other number.
            (Value::Int(a), Value::Float(b)) => int_with_float(*a, *b).unwrap_or(Ordering::Less),
            (Value::Float(a), Value::Int(b)) => {
                int_with_float(*b, *a).map_or(Ordering::Greater, Ordering::reverse)
            }
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Temporal(a), Value::Temporal(b)) => a.order(b),
            (Value::List(a), Value::List(b)) => a.cmp(b),
            (Value::Map(a), Value::Map(b)) => a.cmp(b),
            (Value::Node(a), Value::Node(b)) => a.cmp(b),
            (Value::Edge(a), Value::Edge(b)) => a.cmp(b),
            (Value::Path(a), Value::Path(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Text(a), Value::Text(b)) => a == b,
            (Value::List(a), Value::List(b)) => a == b,
            _ => self.cmp(other) == Ordering::Equal,
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u8(self.rank());
        match self {
            Value::Null => {}
            Value::Bool(truth) => truth.hash(state),
            Value::Int(number) => number.hash(state),
            // 1.0 and 1 are one value, so they must hash alike; likewise the two zeros.
            Value::Float(number) => match whole(*number) {
                Some(number) => number.hash(state),
                None if number.is_nan() => f64::NAN.to_bits().hash(state),
                None => number.to_bits().hash(state),
            },
            Value::Text(text) => text.hash(state),
            Value::Temporal(value) => value.hash(state),
            Value::List(items) => items.hash(state),
            Value::Map(entries) => entries.hash(state),
            Value::Node(node) => node.hash(state),
            Value::Edge(edge) => edge.hash(state),
            Value::Path(path) => path.hash(state),
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    (number.trunc() == number && (-9.3e18..9.3e18).contains(&number) && {
        int_with_float(number as i64, number) == Some(Ordering::Equal)
    })
    .then_some(number as i64)
}

impl From<&Property> for Value {
    fn from(property: &Property) -> Self {
        match property {
            Property::Bool(truth) => Value::Bool(*truth),
            Property::Int(number) => Value::Int(*number),
            Property::Float(number) => Value::Float(*number),
            Property::Text(text) => Value::Text(text.clone()),
            Property::Temporal(value) => Value::Temporal(value.clone()),
            Property::List(items) => Value::list(items.iter().map(Value::from)),
        }
    }
}

impl From<Property> for Value {
    fn from(property: Property) -> Self {
        match property {
            // The text is handed on, not counted once more.
            Property::Text(text) => Value::Text(text),
            other => Value::from(&other),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Value::Bool(truth)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Float(number)
    }
}

impl From<Option<bool>> for Value {
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Value::Null, Value::Bool)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Value;

    fn list(items: &[Value]) -> Value {
        Value::list(items.iter().cloned())
    }

    #[test]
    fn equality_with_null_inside_is_null_unless_something_differs() {
        let with_null = list(&[1.into(), Value::Null]);
        assert_eq!(with_null.equals(&with_null), None);
        assert_eq!(
            with_null.equals(&list(&[2.into(), Value::Null])),
            Some(false)
        );
        assert_eq!(with_null.equals(&list(&[1.into()])), Some(false));
        assert!(with_null == with_null.clone());
    }

    #[test]
    fn whole_numbers_and_floats_compare_exactly() {
        let big = 9_007_199_254_740_993_i64;
        assert_eq!(Value::Int(1).equals(&1.0.into()), Some(true));
        assert_eq!(Value::Int(big).equals(&(big as f64).into()), Some(false));
        assert_eq!(
            Value::Int(i64::MAX).compare(&(i64::MAX as f64).into()),
            Some(Some(Ordering::Less))
        );
        assert_eq!(
            Value::Int(-1).compare(&(-1.5).into()),
            Some(Some(Ordering::Greater))
        );
    }

    #[test]
    fn nan_has_a_place_in_the_order_but_compares_with_nothing() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(nan.equals(&nan), Some(false));
        assert_eq!(nan.compare(&1.into()), Some(None));
        assert_eq!(nan.compare(&"a".into()), None);
        assert!(nan > Value::Float(f64::INFINITY) && nan < Value::Null);
    }
}
