//! Functions of lists, and those that lists share with texts.

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::describe;
use crate::query::function::Function;
use crate::query::function::wrong_type;

const LIST: &[Argument] = &[Argument::new("list", ValueType::LIST)];
const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY)];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "head",
        LIST,
        ValueType::ANY,
        "Gives the first item of a list.",
        |_, arguments| {
            let items = items("head", &arguments[0])?;
            Ok(items.first().cloned().unwrap_or(Value::Null))
        },
    ),
    Function::new(
        "last",
        LIST,
        ValueType::ANY,
        "Gives the last item of a list.",
        |_, arguments| {
            let items = items("last", &arguments[0])?;
            Ok(items.last().cloned().unwrap_or(Value::Null))
        },
    ),
    Function::new(
        "tail",
        LIST,
        ValueType::LIST,
        "Gives a list without its first item.",
        |_, arguments| {
            let items = items("tail", &arguments[0])?;
            Ok(Value::list(items.iter().skip(1).cloned()))
        },
    ),
    Function::new(
        "size",
        VALUE,
        ValueType::INTEGER,
        "Counts the items of a list or the characters of a text.",
        |_, arguments| {
            Ok(Value::Int(match &arguments[0] {
                Value::List(items) => items.len(),
                Value::Text(text) => text.chars().count(),
                Value::Map(entries) => entries.len(),
                other => return Err(wrong_type("size", "a list or a text", other)),
            } as i64))
        },
    ),
    Function::new(
        "reverse",
        VALUE,
        ValueType::ANY,
        "Turns a list or text round.",
        |_, arguments| match &arguments[0] {
            Value::List(items) => Ok(Value::list(items.iter().rev().cloned())),
            Value::Text(text) => Ok(Value::text(&text.chars().rev().collect::<String>())),
            other => Err(wrong_type("reverse", "a list or a text", other)),
        },
    ),
    Function::new(
        "range",
        &[
            Argument::new("start", ValueType::INTEGER).late(),
            Argument::new("end", ValueType::INTEGER).late(),
            Argument::new("step", ValueType::INTEGER).late().optional(),
        ],
        ValueType::LIST,
        "Lists the integers from start to end, both included.",
        range,
    ),
];

fn items<'v>(function: &str, value: &'v Value) -> Result<&'v [Value], Fault> {
    match value {
        Value::List(items) => Ok(items),
        other => Err(wrong_type(function, "a list", other)),
    }
}

fn range(cx: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let int = |value: &Value| match value {
        Value::Int(number) => Ok(*number),
        other => Err(Fault::InvalidArgument {
            place: "`range()`".to_owned(),
            expected: "an integer".to_owned(),
            found: describe(other),
        }),
    };
    let (start, end) = (int(&arguments[0])?, int(&arguments[1])?);
    let step = arguments.get(2).map_or(Ok(1), int)?;
    if step == 0 {
        return Err(Fault::NumberOutOfRange {
            place: "`range()`".to_owned(),
            expected: "a step that is not zero".to_owned(),
            found: "0".to_owned(),
        });
    }
    let width = i128::from(end) - i128::from(start);
    if width.signum() * i128::from(step).signum() < 0 {
        return Ok(Value::list([]));
    }
    let count = usize::try_from(width / i128::from(step) + 1).unwrap_or(usize::MAX);
    let bytes = count.saturating_mul(size_of::<Value>());
    cx.session.budget.take(bytes).map_err(|error| error.kind)?;
    // A list that no memory holds is refused before it is begun, whatever the budget.
    const MOST: usize = 16 << 30;
    if bytes > MOST {
        let mebibytes = (MOST >> 20) as u64;
        return Err(Fault::MemoryLimit { mebibytes });
    }
    let mut items = Vec::with_capacity(count);
    let mut next = start;
    for _ in 0..count {
        items.push(Value::Int(next));
        next = next.wrapping_add(step);
    }
    Ok(Value::list(items))
}
