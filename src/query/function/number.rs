//! Functions of numbers.

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::function::Function;
use crate::query::function::int;
use crate::query::function::text;
use crate::query::function::wrong_type;

const NUMBER: &[Argument] = &[Argument::new("number", ValueType::NUMBER)];
const FLOAT: ValueType = ValueType::FLOAT;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "abs",
        NUMBER,
        ValueType::NUMBER,
        "Gives a number without its sign.",
        abs,
    ),
    Function::new(
        "sign",
        NUMBER,
        ValueType::INTEGER,
        "Gives -1, 0 or 1 as a number is below, at or above zero.",
        |_, arguments| {
            let number = number("sign", &arguments[0])?;
            let sign = i64::from(number > 0.0) - i64::from(number < 0.0);
            Ok(Value::Int(sign))
        },
    ),
    Function::new(
        "round",
        &[
            Argument::new("number", ValueType::NUMBER),
            Argument::new("precision", ValueType::INTEGER).optional(),
            Argument::new("mode", ValueType::TEXT).optional(),
        ],
        FLOAT,
        "Rounds to the nearest integer or to a number of decimals.",
        round,
    ),
    Function::new("ceil", NUMBER, FLOAT, "Rounds up.", |_, a| {
        float("ceil", a, f64::ceil)
    }),
    Function::new("floor", NUMBER, FLOAT, "Rounds down.", |_, a| {
        float("floor", a, f64::floor)
    }),
    Function::new("sqrt", NUMBER, FLOAT, "Gives the square root.", |_, a| {
        float("sqrt", a, f64::sqrt)
    }),
    Function::new(
        "exp",
        NUMBER,
        FLOAT,
        "Gives e to the power of a number.",
        |_, a| float("exp", a, f64::exp),
    ),
    Function::new(
        "log",
        NUMBER,
        FLOAT,
        "Gives the natural logarithm.",
        |_, a| float("log", a, f64::ln),
    ),
    Function::new(
        "log10",
        NUMBER,
        FLOAT,
        "Gives the logarithm to base 10.",
        |_, a| float("log10", a, f64::log10),
    ),
    Function::new("sin", NUMBER, FLOAT, "Gives the sine.", |_, a| {
        float("sin", a, f64::sin)
    }),
    Function::new("cos", NUMBER, FLOAT, "Gives the cosine.", |_, a| {
        float("cos", a, f64::cos)
    }),
    Function::new("tan", NUMBER, FLOAT, "Gives the tangent.", |_, a| {
        float("tan", a, f64::tan)
    }),
    Function::new("cot", NUMBER, FLOAT, "Gives the cotangent.", |_, a| {
        float("cot", a, |x| 1.0 / x.tan())
    }),
    Function::new("asin", NUMBER, FLOAT, "Gives the arc sine.", |_, a| {
        float("asin", a, f64::asin)
    }),
    Function::new("acos", NUMBER, FLOAT, "Gives the arc cosine.", |_, a| {
        float("acos", a, f64::acos)
    }),
    Function::new("atan", NUMBER, FLOAT, "Gives the arc tangent.", |_, a| {
        float("atan", a, f64::atan)
    }),
    Function::new(
        "sinh",
        NUMBER,
        FLOAT,
        "Gives the hyperbolic sine.",
        |_, a| float("sinh", a, f64::sinh),
    ),
    Function::new(
        "cosh",
        NUMBER,
        FLOAT,
        "Gives the hyperbolic cosine.",
        |_, a| float("cosh", a, f64::cosh),
    ),
    Function::new(
        "tanh",
        NUMBER,
        FLOAT,
        "Gives the hyperbolic tangent.",
        |_, a| float("tanh", a, f64::tanh),
    ),
    Function::new(
        "degrees",
        NUMBER,
        FLOAT,
        "Turns radians into degrees.",
        |_, a| float("degrees", a, f64::to_degrees),
    ),
    Function::new(
        "radians",
        NUMBER,
        FLOAT,
        "Turns degrees into radians.",
        |_, a| float("radians", a, f64::to_radians),
    ),
    Function::new(
        "haversin",
        NUMBER,
        FLOAT,
        "Gives half the versine.",
        |_, a| float("haversin", a, |x| (1.0 - x.cos()) / 2.0),
    ),
    Function::new(
        "atan2",
        &[
            Argument::new("y", ValueType::NUMBER),
            Argument::new("x", ValueType::NUMBER),
        ],
        FLOAT,
        "Gives the angle of the point x, y.",
        |_, arguments| {
            let y = number("atan2", &arguments[0])?;
            let x = number("atan2", &arguments[1])?;
            Ok(Value::Float(y.atan2(x)))
        },
    ),
    Function::new("e", &[], FLOAT, "Gives Euler's number.", |_, _| {
        Ok(std::f64::consts::E.into())
    }),
    Function::new("pi", &[], FLOAT, "Gives the number π.", |_, _| {
        Ok(std::f64::consts::PI.into())
    }),
    Function::new(
        "isNaN",
        NUMBER,
        ValueType::BOOLEAN,
        "Tells whether a number is NaN.",
        |_, arguments| Ok(number("isNaN", &arguments[0])?.is_nan().into()),
    ),
    Function::new(
        "rand",
        &[],
        FLOAT,
        "Gives a random number from 0 up to but not including 1.",
        |cx, _| {
            let bits = cx.session.random() >> 11;
            Ok(Value::Float(bits as f64 / (1_u64 << 53) as f64))
        },
    )
    .random(),
];

fn number(function: &str, value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        other => Err(wrong_type(function, "a number", other)),
    }
}

fn float(function: &str, arguments: &[Value], compute: fn(f64) -> f64) -> Result<Value, Fault> {
    Ok(Value::Float(compute(number(function, &arguments[0])?)))
}

fn abs(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    match &arguments[0] {
        Value::Int(number) => match number.checked_abs() {
            Some(number) => Ok(Value::Int(number)),
            None => Err(Fault::IntegerOverflow {
                place: "`abs()`".to_owned(),
            }),
        },
        _ => float("abs", arguments, f64::abs),
    }
}

fn round(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let value = number("round", &arguments[0])?;
    let precision = match arguments.get(1) {
        Some(precision) => int("round", precision)?,
        None => 0,
    };
    let mode = match arguments.get(2) {
        Some(mode) => text("round", mode)?.to_ascii_uppercase(),
        None => "HALF_UP".to_owned(),
    };
    let scale = 10_f64.powi(precision.clamp(-300, 300) as i32);
    let scaled = value * scale;
    if !scaled.is_finite() || scaled.abs() >= 4_503_599_627_370_496.0 {
        // Beyond 2^52 every float is whole already.
        return Ok(Value::Float(value));
    }
    let half = (scaled.abs().fract() - 0.5).abs() < f64::EPSILON;
    let rounded = match mode.as_str() {
        // Without a precision, a tie goes up: -1.5 becomes -1.
        "HALF_UP" if arguments.len() == 1 => (scaled + 0.5).floor(),
        "HALF_DOWN" if half => scaled.trunc(),
        "HALF_UP" | "HALF_DOWN" => scaled.round(),
        "HALF_EVEN" => scaled.round_ties_even(),
        "UP" => scaled.abs().ceil().copysign(scaled),
        "DOWN" => scaled.trunc(),
        "CEILING" => scaled.ceil(),
        "FLOOR" => scaled.floor(),
        _ => {
            return Err(Fault::InvalidArgumentValue {
                place: "`round()`".to_owned(),
                found: format!("the mode '{mode}'"),
            });
        }
    };
    Ok(Value::Float(rounded / scale))
}
