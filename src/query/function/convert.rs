//! Functions that turn a value of one type into another.

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Fault;
use crate::query::eval::float_text;
use crate::query::function::Function;
use crate::query::function::wrong_value;

const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY)];
const LIST: &[Argument] = &[Argument::new("list", ValueType::LIST)];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "toBoolean",
        VALUE,
        ValueType::BOOLEAN,
        "Turns a value into a boolean; null where a text is none.",
        |_, arguments| {
            to_boolean(&arguments[0]).ok_or_else(|| wrong_value("toBoolean", &arguments[0]))
        },
    ),
    Function::new(
        "toBooleanOrNull",
        VALUE,
        ValueType::BOOLEAN,
        "Turns a value into a boolean; null where it cannot.",
        |_, arguments| Ok(to_boolean(&arguments[0]).unwrap_or(Value::Null)),
    ),
    Function::new(
        "toBooleanList",
        LIST,
        ValueType::LIST,
        "Turns each item of a list into a boolean; null where it cannot.",
        |_, arguments| each(&arguments[0], to_boolean, "toBooleanList"),
    ),
    Function::new(
        "toInteger",
        VALUE,
        ValueType::INTEGER,
        "Turns a value into an integer; null where a text is none.",
        |_, arguments| {
            to_integer(&arguments[0]).ok_or_else(|| wrong_value("toInteger", &arguments[0]))
        },
    ),
    Function::new(
        "toIntegerOrNull",
        VALUE,
        ValueType::INTEGER,
        "Turns a value into an integer; null where it cannot.",
        |_, arguments| Ok(to_integer(&arguments[0]).unwrap_or(Value::Null)),
    ),
    Function::new(
        "toIntegerList",
        LIST,
        ValueType::LIST,
        "Turns each item of a list into an integer; null where it cannot.",
        |_, arguments| each(&arguments[0], to_integer, "toIntegerList"),
    ),
    Function::new(
        "toFloat",
        VALUE,
        ValueType::FLOAT,
        "Turns a value into a float; null where a text is none.",
        |_, arguments| to_float(&arguments[0]).ok_or_else(|| wrong_value("toFloat", &arguments[0])),
    ),
    Function::new(
        "toFloatOrNull",
        VALUE,
        ValueType::FLOAT,
        "Turns a value into a float; null where it cannot.",
        |_, arguments| Ok(to_float(&arguments[0]).unwrap_or(Value::Null)),
    ),
    Function::new(
        "toFloatList",
        LIST,
        ValueType::LIST,
        "Turns each item of a list into a float; null where it cannot.",
        |_, arguments| each(&arguments[0], to_float, "toFloatList"),
    ),
    Function::new(
        "toString",
        VALUE,
        ValueType::TEXT,
        "Turns a value into a text; null where a text is none.",
        |_, arguments| to_text(&arguments[0]).ok_or_else(|| wrong_value("toString", &arguments[0])),
    ),
    Function::new(
        "toStringOrNull",
        VALUE,
        ValueType::TEXT,
        "Turns a value into a text; null where it cannot.",
        |_, arguments| Ok(to_text(&arguments[0]).unwrap_or(Value::Null)),
    ),
    Function::new(
        "toStringList",
        LIST,
        ValueType::LIST,
        "Turns each item of a list into a text; null where it cannot.",
        |_, arguments| each(&arguments[0], to_text, "toStringList"),
    ),
];

// Each gives `None` for a type it cannot take, and null for a text it cannot read.

fn to_boolean(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Bool(truth) => Value::Bool(*truth),
        Value::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Null,
        },
        Value::Int(number) => Value::Bool(*number != 0),
        _ => return None,
    })
}

fn to_integer(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Int(number) => Value::Int(*number),
        Value::Float(number) => float_to_integer(*number),
        Value::Bool(truth) => Value::Int(i64::from(*truth)),
        Value::Text(text) => match text.trim().parse::<i64>() {
            Ok(number) => Value::Int(number),
            Err(_) => decimal(text).map_or(Value::Null, float_to_integer),
        },
        _ => return None,
    })
}

fn float_to_integer(number: f64) -> Value {
    if number.is_finite() && number.abs() < 9.3e18 {
        Value::Int(number as i64)
    } else {
        Value::Null
    }
}

fn to_float(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Int(number) => Value::Float(*number as f64),
        Value::Float(number) => Value::Float(*number),
        Value::Text(text) => decimal(text).map_or(Value::Null, Value::Float),
        _ => return None,
    })
}

/// Reads a decimal number; words such as `inf`, which Rust reads too, are none.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    text.parse().ok().filter(|_| plain)
}

fn to_text(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Text(text) => Value::Text(text.clone()),
        Value::Int(number) => Value::text(&number.to_string()),
        Value::Float(number) => Value::text(&float_text(*number)),
        Value::Bool(truth) => Value::text(if *truth { "true" } else { "false" }),
        Value::Temporal(value) => Value::text(&value.to_string()),
        _ => return None,
    })
}

fn each(
    list: &Value,
    convert: fn(&Value) -> Option<Value>,
    function: &str,
) -> Result<Value, Fault> {
    match list {
        Value::List(items) => {
            let converted = items
                .iter()
                .map(|item| convert(item).unwrap_or(Value::Null));
            Ok(Value::list(converted))
        }
        other => Err(wrong_value(function, other)),
    }
}
