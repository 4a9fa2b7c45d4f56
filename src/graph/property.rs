//! What a node or edge may store.

use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::base::temporal::Temporal;

/// A stored value. Maps, nodes and paths cannot be stored; see `query::Value` for what can be computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Property {
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
    /// A list of stored values.
    List(Arc<[Property]>),
}

impl From<&str> for Property {
    fn from(text: &str) -> Self {
        Property::Text(text.into())
    }
}

impl From<String> for Property {
    fn from(text: String) -> Self {
        Property::Text(text.into())
    }
}

impl From<i64> for Property {
    fn from(number: i64) -> Self {
        Property::Int(number)
    }
}

impl From<f64> for Property {
    fn from(number: f64) -> Self {
        Property::Float(number)
    }
}

impl From<bool> for Property {
    fn from(truth: bool) -> Self {
        Property::Bool(truth)
    }
}

impl From<Temporal> for Property {
    fn from(value: Temporal) -> Self {
        Property::Temporal(value)
    }
}

impl<T: Into<Property>> FromIterator<T> for Property {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Property::List(items.into_iter().map(Into::into).collect())
    }
}
