//! Functions of any value.

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::function::Function;
use crate::query::function::wrong_type;

const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY)];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "coalesce",
        VALUE,
        ValueType::ANY,
        "Gives the first argument that is not null.",
        |_, arguments| {
            let found = arguments.iter().find(|value| !value.is_null());
            Ok(found.cloned().unwrap_or(Value::Null))
        },
    )
    .lenient()
    .variadic(),
    Function::new(
        "exists",
        VALUE,
        ValueType::BOOLEAN,
        "Tells whether a property is there or a pattern has a match.",
        |_, arguments| {
            Ok(Value::Bool(match &arguments[0] {
                Value::Bool(truth) => *truth,
                value => !value.is_null(),
            }))
        },
    )
    .lenient(),
    Function::new(
        "nullIf",
        &[
            Argument::new("value", ValueType::ANY),
            Argument::new("other", ValueType::ANY),
        ],
        ValueType::ANY,
        "Gives null where both arguments are equal, else the first.",
        |_, arguments| {
            Ok(match arguments[0].equals(&arguments[1]) {
                Some(true) => Value::Null,
                _ => arguments[0].clone(),
            })
        },
    )
    .lenient(),
    Function::new(
        "isEmpty",
        VALUE,
        ValueType::BOOLEAN,
        "Tells whether a list, map or text has nothing in it.",
        is_empty,
    ),
    Function::new(
        "timestamp",
        &[],
        ValueType::INTEGER,
        "Counts the milliseconds from the start of 1970 to now.",
        |cx, _| Ok(Value::Int(cx.session.now.as_millisecond())),
    ),
    Function::new(
        "randomUUID",
        &[],
        ValueType::TEXT,
        "Makes a random identifier.",
        random_uuid,
    )
    .random(),
    Function::new(
        "valueType",
        VALUE,
        ValueType::TEXT,
        "Names the type of a value.",
        |_, arguments| Ok(arguments[0].type_name().into()),
    )
    .lenient(),
];

fn is_empty(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::Bool(match &arguments[0] {
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Text(text) => text.is_empty(),
        other => return Err(wrong_type("isEmpty", "a list, a map or a text", other)),
    }))
}

fn random_uuid(cx: Context<'_>, _: &[Value]) -> Result<Value, Fault> {
    let (high, low) = (cx.session.random(), cx.session.random());
    // Version 4, variant 1.
    let high = (high & !0xF000) | 0x4000;
    let low = (low & !(0xC000 << 48)) | (0x8000 << 48);
    Ok(Value::Text(
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFFF,
            low >> 48,
            low & 0xFFFF_FFFF_FFFF
        )
        .into(),
    ))
}
