//! `+ - * / % ^` and the sign.

use std::sync::Arc;

use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::eval::Fault;
use crate::query::eval::describe;
use crate::query::function::temporal_fault;

/// Computes an arithmetic operator; null with anything is null.
pub(super) fn arithmetic(op: BinaryOp, a: &Value, b: &Value) -> Result<Value, Fault> {
    match op {
        BinaryOp::Add => add(a, b),
        BinaryOp::Concat => concat(a, b),
        BinaryOp::Subtract => subtract(a, b),
        BinaryOp::Multiply => multiply(a, b),
        BinaryOp::Divide => divide(a, b),
        BinaryOp::Modulo => modulo(a, b),
        _ => power(a, b),
    }
}

/// Computes `a + b`: a sum, texts joined, lists joined, an item put before or after a list.
pub(in crate::query) fn add(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(x), Value::Int(y)) => int(x.checked_add(*y), "`+`"),
        (Value::List(x), Value::List(y)) => Ok(Value::list(x.iter().chain(y.iter()).cloned())),
        (Value::List(x), item) => Ok(Value::list(x.iter().chain([item]).cloned())),
        (item, Value::List(y)) => Ok(Value::list([item].into_iter().chain(y.iter()).cloned())),
        (Value::Text(x), Value::Text(y)) => Ok(join(x, y)),
        (Value::Text(x), Value::Int(y)) => Ok(join(x, &y.to_string())),
        (Value::Int(x), Value::Text(y)) => Ok(join(&x.to_string(), y)),
        (Value::Text(x), Value::Float(y)) => Ok(join(x, &float_text(*y))),
        (Value::Float(x), Value::Text(y)) => Ok(join(&float_text(*x), y)),
        (Value::Temporal(value), Value::Temporal(Temporal::Duration(duration)))
        | (Value::Temporal(Temporal::Duration(duration)), Value::Temporal(value)) => {
            temporal(value.plus(duration))
        }
        _ => floats("`+`", a, b, |x, y| x + y),
    }
}

/// Computes `a || b`: two texts or two lists in one.
fn concat(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Text(_), Value::Text(_)) | (Value::List(_), Value::List(_)) => add(a, b),
        (Value::Text(_) | Value::List(_), wrong) | (wrong, _) => Err(Fault::InvalidOperand {
            place: "`||`".to_owned(),
            expected: "two texts or two lists".to_owned(),
            found: describe(wrong),
        }),
    }
}

fn subtract(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => int(x.checked_sub(*y), "`-`"),
        (Value::Temporal(value), Value::Temporal(Temporal::Duration(duration))) => {
            temporal(value.minus(duration))
        }
        _ => floats("`-`", a, b, |x, y| x - y),
    }
}

/// Computes `a * b`.
pub(in crate::query) fn multiply(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => int(x.checked_mul(*y), "`*`"),
        (Value::Temporal(Temporal::Duration(duration)), Value::Int(factor))
        | (Value::Int(factor), Value::Temporal(Temporal::Duration(duration))) => {
            temporal(duration.times_integer(*factor).map(Temporal::from))
        }
        (Value::Temporal(Temporal::Duration(duration)), Value::Float(factor))
        | (Value::Float(factor), Value::Temporal(Temporal::Duration(duration))) => {
            temporal(duration.times(*factor).map(Temporal::from))
        }
        _ => floats("`*`", a, b, |x, y| x * y),
    }
}

/// Computes `a / b`, for whole numbers without the rest.
pub(in crate::query) fn divide(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Int(_), Value::Int(0)) => Err(Fault::DivisionByZero),
        (Value::Int(x), Value::Int(y)) => int(x.checked_div(*y), "`/`"),
        (Value::Temporal(Temporal::Duration(duration)), Value::Int(_) | Value::Float(_)) => {
            let divisor = match b {
                Value::Int(divisor) => *divisor as f64,
                Value::Float(divisor) => *divisor,
                _ => f64::NAN,
            };
            temporal(duration.divided_by(divisor).map(Temporal::from))
        }
        _ => floats("`/`", a, b, |x, y| x / y),
    }
}

fn modulo(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Int(_), Value::Int(0)) => Err(Fault::DivisionByZero),
        (Value::Int(x), Value::Int(y)) => Ok(Value::Int(x.wrapping_rem(*y))),
        _ => floats("`%`", a, b, |x, y| x % y),
    }
}

fn power(a: &Value, b: &Value) -> Result<Value, Fault> {
    floats("`^`", a, b, f64::powf)
}

fn temporal(value: Result<Temporal, TemporalError>) -> Result<Value, Fault> {
    value.map(Value::Temporal).map_err(temporal_fault)
}

/// Computes `-value`.
pub(super) fn negate(value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => int(number.checked_neg(), "`-`"),
        Value::Float(number) => Ok(Value::Float(-number)),
        Value::Temporal(Temporal::Duration(duration)) => {
            temporal(duration.negated().map(Temporal::from))
        }
        other => Err(no_number("`-`", other)),
    }
}

/// Computes `+value`, which only checks that it is a number.
pub(super) fn plus(value: Value) -> Result<Value, Fault> {
    match value {
        Value::Null | Value::Int(_) | Value::Float(_) => Ok(value),
        other => Err(no_number("`+`", &other)),
    }
}

fn int(number: Option<i64>, place: &str) -> Result<Value, Fault> {
    number
        .map(Value::Int)
        .ok_or_else(|| Fault::IntegerOverflow {
            place: place.to_owned(),
        })
}

fn floats(
    place: &str,
    a: &Value,
    b: &Value,
    compute: impl Fn(f64, f64) -> f64,
) -> Result<Value, Fault> {
    let number = |value: &Value| match value {
        Value::Int(number) => Ok(Some(*number as f64)),
        Value::Float(number) => Ok(Some(*number)),
        Value::Null => Ok(None),
        other => Err(no_number(place, other)),
    };
    // Both are looked at before either null decides, so that `'a' * null` is still an error.
    Ok(match (number(a)?, number(b)?) {
        (Some(a), Some(b)) => Value::Float(compute(a, b)),
        _ => Value::Null,
    })
}

fn no_number(place: &str, value: &Value) -> Fault {
    Fault::InvalidOperand {
        place: place.to_owned(),
        expected: "a number".to_owned(),
        found: describe(value),
    }
}

fn join(a: &str, b: &str) -> Value {
    Value::Text(Arc::from([a, b].concat()))
}

/// Writes a float so that it reads as one: `1.0`, not `1`.
pub(in crate::query) fn float_text(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    if number != 0.0 && !(1e-4..1e17).contains(&number.abs()) {
        let text = format!("{number:E}");
        return match text.split_once('E') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
            _ => text,
        };
    }
    format!("{number:?}")
}
