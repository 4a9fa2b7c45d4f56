//! Functions of dates, times and durations; the calendar itself is `base::temporal`.

use crate::base::temporal::Duration;
use crate::base::temporal::Field;
use crate::base::temporal::Fields;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::query::Argument;
use crate::query::Entries;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::function::Function;
use crate::query::function::int;
use crate::query::function::text;
use crate::query::function::wrong_type;

const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY).late().optional()];
const ZONE: &[Argument] = &[Argument::new("zone", ValueType::ANY).late().optional()];
const TRUNCATE: &[Argument] = &[
    Argument::new("unit", ValueType::TEXT).late(),
    Argument::new("value", ValueType::INSTANT).late(),
    Argument::new("fields", ValueType::MAP).late().optional(),
];
const FROM_TO: &[Argument] = &[
    Argument::new("from", ValueType::INSTANT).late(),
    Argument::new("to", ValueType::INSTANT).late(),
];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "date",
        VALUE,
        ValueType::DATE,
        "Makes a date of a text, a map or another temporal value; without one, of now.",
        |cx, a| make(cx, TemporalKind::Date, a),
    ),
    Function::new(
        "date.truncate",
        TRUNCATE,
        ValueType::DATE,
        "Rounds down to a unit such as 'month' as a date, and sets fields.",
        |_, a| truncate(TemporalKind::Date, a),
    ),
    Function::new(
        "date.transaction",
        ZONE,
        ValueType::DATE,
        "Gives the present moment as a date.",
        |cx, a| now(cx, TemporalKind::Date, a),
    ),
    Function::new(
        "date.statement",
        ZONE,
        ValueType::DATE,
        "Gives the present moment as a date.",
        |cx, a| now(cx, TemporalKind::Date, a),
    ),
    Function::new(
        "date.realtime",
        ZONE,
        ValueType::DATE,
        "Gives the present moment as a date.",
        |cx, a| now(cx, TemporalKind::Date, a),
    ),
    Function::new(
        "time",
        VALUE,
        ValueType::TIME,
        "Makes a time with an offset of a text, a map or another temporal value; without one, of now.",
        |cx, a| make(cx, TemporalKind::Time, a),
    ),
    Function::new(
        "time.truncate",
        TRUNCATE,
        ValueType::TIME,
        "Rounds down to a unit such as 'month' as a time with an offset, and sets fields.",
        |_, a| truncate(TemporalKind::Time, a),
    ),
    Function::new(
        "time.transaction",
        ZONE,
        ValueType::TIME,
        "Gives the present moment as a time with an offset.",
        |cx, a| now(cx, TemporalKind::Time, a),
    ),
    Function::new(
        "time.statement",
        ZONE,
        ValueType::TIME,
        "Gives the present moment as a time with an offset.",
        |cx, a| now(cx, TemporalKind::Time, a),
    ),
    Function::new(
        "time.realtime",
        ZONE,
        ValueType::TIME,
        "Gives the present moment as a time with an offset.",
        |cx, a| now(cx, TemporalKind::Time, a),
    ),
    Function::new(
        "localtime",
        VALUE,
        ValueType::LOCAL_TIME,
        "Makes a time of day of a text, a map or another temporal value; without one, of now.",
        |cx, a| make(cx, TemporalKind::LocalTime, a),
    ),
    Function::new(
        "localtime.truncate",
        TRUNCATE,
        ValueType::LOCAL_TIME,
        "Rounds down to a unit such as 'month' as a time of day, and sets fields.",
        |_, a| truncate(TemporalKind::LocalTime, a),
    ),
    Function::new(
        "localtime.transaction",
        ZONE,
        ValueType::LOCAL_TIME,
        "Gives the present moment as a time of day.",
        |cx, a| now(cx, TemporalKind::LocalTime, a),
    ),
    Function::new(
        "localtime.statement",
        ZONE,
        ValueType::LOCAL_TIME,
        "Gives the present moment as a time of day.",
        |cx, a| now(cx, TemporalKind::LocalTime, a),
    ),
    Function::new(
        "localtime.realtime",
        ZONE,
        ValueType::LOCAL_TIME,
        "Gives the present moment as a time of day.",
        |cx, a| now(cx, TemporalKind::LocalTime, a),
    ),
    Function::new(
        "datetime",
        VALUE,
        ValueType::DATE_TIME,
        "Makes a date-time in a zone of a text, a map or another temporal value; without one, of now.",
        |cx, a| make(cx, TemporalKind::DateTime, a),
    ),
    Function::new(
        "datetime.truncate",
        TRUNCATE,
        ValueType::DATE_TIME,
        "Rounds down to a unit such as 'month' as a date-time in a zone, and sets fields.",
        |_, a| truncate(TemporalKind::DateTime, a),
    ),
    Function::new(
        "datetime.transaction",
        ZONE,
        ValueType::DATE_TIME,
        "Gives the present moment as a date-time in a zone.",
        |cx, a| now(cx, TemporalKind::DateTime, a),
    ),
    Function::new(
        "datetime.statement",
        ZONE,
        ValueType::DATE_TIME,
        "Gives the present moment as a date-time in a zone.",
        |cx, a| now(cx, TemporalKind::DateTime, a),
    ),
    Function::new(
        "datetime.realtime",
        ZONE,
        ValueType::DATE_TIME,
        "Gives the present moment as a date-time in a zone.",
        |cx, a| now(cx, TemporalKind::DateTime, a),
    ),
    Function::new(
        "localdatetime",
        VALUE,
        ValueType::LOCAL_DATE_TIME,
        "Makes a date-time without a zone of a text, a map or another temporal value; without one, of now.",
        |cx, a| make(cx, TemporalKind::LocalDateTime, a),
    ),
    Function::new(
        "localdatetime.truncate",
        TRUNCATE,
        ValueType::LOCAL_DATE_TIME,
        "Rounds down to a unit such as 'month' as a date-time without a zone, and sets fields.",
        |_, a| truncate(TemporalKind::LocalDateTime, a),
    ),
    Function::new(
        "localdatetime.transaction",
        ZONE,
        ValueType::LOCAL_DATE_TIME,
        "Gives the present moment as a date-time without a zone.",
        |cx, a| now(cx, TemporalKind::LocalDateTime, a),
    ),
    Function::new(
        "localdatetime.statement",
        ZONE,
        ValueType::LOCAL_DATE_TIME,
        "Gives the present moment as a date-time without a zone.",
        |cx, a| now(cx, TemporalKind::LocalDateTime, a),
    ),
    Function::new(
        "localdatetime.realtime",
        ZONE,
        ValueType::LOCAL_DATE_TIME,
        "Gives the present moment as a date-time without a zone.",
        |cx, a| now(cx, TemporalKind::LocalDateTime, a),
    ),
    Function::new(
        "datetime.fromEpoch",
        &[
            Argument::new("seconds", ValueType::INTEGER).late(),
            Argument::new("nanoseconds", ValueType::INTEGER).late(),
        ],
        ValueType::DATE_TIME,
        "Makes a date-time of seconds and nanoseconds since the start of 1970.",
        |_, a| {
            let seconds = i128::from(int("datetime.fromEpoch", &a[0])?);
            let nanos = i128::from(int("datetime.fromEpoch", &a[1])?);
            at(
                TemporalKind::DateTime,
                seconds * 1_000_000_000 + nanos,
                None,
            )
        },
    ),
    Function::new(
        "datetime.fromEpochMillis",
        &[Argument::new("milliseconds", ValueType::INTEGER).late()],
        ValueType::DATE_TIME,
        "Makes a date-time of milliseconds since the start of 1970.",
        |_, a| {
            let milliseconds = i128::from(int("datetime.fromEpochMillis", &a[0])?);
            at(TemporalKind::DateTime, milliseconds * 1_000_000, None)
        },
    ),
    Function::new(
        "duration",
        &[Argument::new("value", ValueType::ANY).late()],
        ValueType::DURATION,
        "Makes a duration of a text or a map.",
        |cx, a| make(cx, TemporalKind::Duration, a),
    ),
    Function::new(
        "duration.between",
        FROM_TO,
        ValueType::DURATION,
        "Gives the time from one moment to another in months, days and seconds.",
        |_, a| between("duration.between", Duration::between, a),
    ),
    Function::new(
        "duration.inMonths",
        FROM_TO,
        ValueType::DURATION,
        "Gives the whole months from one moment to another.",
        |_, a| between("duration.inMonths", Duration::in_months, a),
    ),
    Function::new(
        "duration.inDays",
        FROM_TO,
        ValueType::DURATION,
        "Gives the whole days from one moment to another.",
        |_, a| between("duration.inDays", Duration::in_days, a),
    ),
    Function::new(
        "duration.inSeconds",
        FROM_TO,
        ValueType::DURATION,
        "Gives the seconds from one moment to another.",
        |_, a| between("duration.inSeconds", Duration::in_seconds, a),
    ),
];

/// Says what is wrong with a temporal value.
pub(in crate::query) fn fault(error: TemporalError) -> Fault {
    Fault::InvalidTemporal {
        reason: error.to_string(),
    }
}

fn make(cx: Context<'_>, kind: TemporalKind, arguments: &[Value]) -> Result<Value, Fault> {
    let value = match arguments.first() {
        None => return now(cx, kind, arguments),
        Some(Value::Text(text)) => kind.parse(text),
        Some(Value::Temporal(value)) => kind.from_temporal(value),
        Some(Value::Map(entries)) => {
            if entries.len() == 1
                && kind != TemporalKind::Duration
                && let Some(zone @ Value::Text(_)) = entries.get("timezone")
            {
                return now(cx, kind, std::slice::from_ref(zone));
            }
            match fields(entries)? {
                Some(fields) => kind.from_fields(&fields),
                None => return Ok(Value::Null),
            }
        }
        Some(other) => {
            return Err(wrong_type(
                &kind.to_string().replace([' ', '-'], ""),
                "a text, a map or a temporal value",
                other,
            ));
        }
    };
    value.map(Value::Temporal).map_err(fault)
}

/// Reads a map as fields; `None` where a null in it makes the result null.
fn fields(entries: &Entries) -> Result<Option<Fields>, Fault> {
    let mut fields = Fields::new();
    for (name, value) in entries {
        let field = match value {
            Value::Int(number) => Field::Integer(*number),
            Value::Float(number) => Field::Float(*number),
            Value::Text(text) => Field::Text(text.to_string()),
            Value::Temporal(value) => Field::Temporal(value.clone()),
            Value::Null => return Ok(None),
            other => {
                return Err(wrong_type(
                    name,
                    "a number, a text or a temporal value",
                    other,
                ));
            }
        };
        fields.insert(name.to_string(), field);
    }
    Ok(Some(fields))
}

fn now(cx: Context<'_>, kind: TemporalKind, arguments: &[Value]) -> Result<Value, Fault> {
    let zone = match arguments.first() {
        Some(Value::Map(entries)) => entries.get("timezone"),
        zone => zone,
    };
    let zone = zone.map(|zone| text("now", zone)).transpose()?;
    at(kind, cx.session.now.as_nanosecond(), zone)
}

fn at(kind: TemporalKind, nanos: i128, zone: Option<&str>) -> Result<Value, Fault> {
    kind.at(nanos, zone).map(Value::Temporal).map_err(fault)
}

fn truncate(kind: TemporalKind, arguments: &[Value]) -> Result<Value, Fault> {
    let unit = text("truncate", &arguments[0])?;
    let Value::Temporal(value) = &arguments[1] else {
        return Err(wrong_type("truncate", "a temporal value", &arguments[1]));
    };
    let fields = match arguments.get(2) {
        None => Fields::new(),
        Some(Value::Map(entries)) => match fields(entries)? {
            Some(fields) => fields,
            None => return Ok(Value::Null),
        },
        Some(other) => return Err(wrong_type("truncate", "a map", other)),
    };
    kind.truncate(unit, value, &fields)
        .map(Value::Temporal)
        .map_err(fault)
}

fn between(
    function: &str,
    compute: fn(&Temporal, &Temporal) -> Result<Duration, TemporalError>,
    arguments: &[Value],
) -> Result<Value, Fault> {
    let temporal = |value: &Value| match value {
        Value::Temporal(value) => Ok(value.clone()),
        other => Err(wrong_type(function, "a temporal value", other)),
    };
    let (from, to) = (temporal(&arguments[0])?, temporal(&arguments[1])?);
    compute(&from, &to)
        .map(|duration| Value::Temporal(duration.into()))
        .map_err(fault)
}
