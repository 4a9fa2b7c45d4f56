//! Comparisons and tests: `=`, `<`, `IN`, `STARTS WITH`, `=~`.

use std::cmp::Ordering;

use memchr::memmem;
use regex::Regex;

use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::eval::Fault;
use crate::query::eval::describe;

/// Compares two values; `None` stands for null.
#[inline]
pub(in crate::query) fn compare(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => a.equals(b),
        CompareOp::NotEqual => a.equals(b).map(|equal| !equal),
        _ => {
            let order = a.compare(b)?;
            // NaN is neither less nor greater than a number.
            Some(order.is_some_and(|order| holds(op, order)))
        }
    }
}

fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Equal => order == Ordering::Equal,
        CompareOp::NotEqual => order != Ordering::Equal,
        CompareOp::Less => order == Ordering::Less,
        CompareOp::LessOrEqual => order != Ordering::Greater,
        CompareOp::Greater => order == Ordering::Greater,
        CompareOp::GreaterOrEqual => order != Ordering::Less,
    }
}

/// Tells whether `item` is in `list`; `None` stands for null.
pub(in crate::query) fn contains(list: &[Value], item: &Value) -> Option<bool> {
    let mut result = Some(false);
    for other in list {
        match item.equals(other) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

/// Computes `IN`, `STARTS WITH`, `ENDS WITH`, `CONTAINS` and `=~`.
pub(in crate::query) fn test(op: BinaryOp, a: &Value, b: &Value) -> Result<Option<bool>, Fault> {
    match op {
        BinaryOp::In => match b {
            Value::Null => Ok(None),
            Value::List(items) => Ok(contains(items, a)),
            other => Err(Fault::InvalidOperand {
                place: "`IN`".to_owned(),
                expected: "a list".to_owned(),
                found: describe(other),
            }),
        },
        _ => {
            // Anything but a text starts with nothing; that is unknown rather than an error.
            let (Value::Text(a), Value::Text(b)) = (a, b) else {
                return Ok(None);
            };
            Ok(Some(match op {
                BinaryOp::StartsWith => a.starts_with(&**b),
                BinaryOp::EndsWith => a.ends_with(&**b),
                BinaryOp::Contains => memmem::find(a.as_bytes(), b.as_bytes()).is_some(),
                _ => pattern(b)?.is_match(a),
            }))
        }
    }
}

/// Reads a regular expression, which has to match the whole text.
pub(in crate::query) fn pattern(text: &str) -> Result<Regex, Fault> {
    Regex::new(&format!("^(?:{text})$")).map_err(|error| Fault::InvalidPattern {
        reason: error
            .to_string()
            .lines()
            .last()
            .unwrap_or("it cannot be read")
            .trim_start_matches("error: ")
            .to_owned(),
    })
}
