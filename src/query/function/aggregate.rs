//! Functions that make one value of many rows.

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::add;
use crate::query::eval::describe;
use crate::query::eval::divide;
use crate::query::eval::multiply;
use crate::query::function::Function;
use crate::query::keys::KeySet;

/// Which aggregation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Aggregation {
    Count,
    Sum,
    Average,
    Least,
    Greatest,
    Collect,
    PercentileDisc,
    PercentileCont,
    /// Of a sample: divided by n - 1.
    Deviation,
    /// Of a whole population: divided by n.
    DeviationOfAll,
}

const VALUE: &[Argument] = &[Argument::new("value", ValueType::ANY)];
const NUMBER: &[Argument] = &[Argument::new("number", ValueType::NUMBER)];
const PERCENTILE: &[Argument] = &[
    Argument::new("number", ValueType::NUMBER),
    Argument::new("percentile", ValueType::NUMBER),
];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::aggregate(
        "count",
        VALUE,
        ValueType::INTEGER,
        "Counts the values that are not null; count(*) counts rows.",
        Aggregation::Count,
    ),
    Function::aggregate(
        "sum",
        VALUE,
        ValueType::ANY,
        "Adds numbers or durations up.",
        Aggregation::Sum,
    ),
    Function::aggregate(
        "avg",
        VALUE,
        ValueType::ANY,
        "Gives the mean of numbers or durations.",
        Aggregation::Average,
    ),
    Function::aggregate(
        "min",
        VALUE,
        ValueType::ANY,
        "Gives the least value.",
        Aggregation::Least,
    ),
    Function::aggregate(
        "max",
        VALUE,
        ValueType::ANY,
        "Gives the greatest value.",
        Aggregation::Greatest,
    ),
    Function::aggregate(
        "collect",
        VALUE,
        ValueType::LIST,
        "Lists the values that are not null.",
        Aggregation::Collect,
    ),
    Function::aggregate(
        "percentileDisc",
        PERCENTILE,
        ValueType::NUMBER,
        "Gives the value nearest to a percentile from 0.0 to 1.0.",
        Aggregation::PercentileDisc,
    ),
    Function::aggregate(
        "percentileCont",
        PERCENTILE,
        ValueType::FLOAT,
        "Gives the percentile from 0.0 to 1.0, between two values where need be.",
        Aggregation::PercentileCont,
    ),
    Function::aggregate(
        "stDev",
        NUMBER,
        ValueType::FLOAT,
        "Gives the standard deviation of a sample.",
        Aggregation::Deviation,
    ),
    Function::aggregate(
        "stDevP",
        NUMBER,
        ValueType::FLOAT,
        "Gives the standard deviation of a whole population.",
        Aggregation::DeviationOfAll,
    ),
];

/// What an aggregation has seen so far of one group.
#[derive(Clone, Debug)]
pub(in crate::query) struct Accumulator {
    aggregation: Aggregation,
    /// With `DISTINCT`, the values that came already.
    seen: Option<Box<KeySet>>,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Count(i64),
    /// A sum and how many went into it.
    Sum(Sum, i64),
    Best(Value),
    List(Vec<Value>),
    Percentile(Vec<Value>, f64),
    /// Count, mean and sum of squared differences from it (Welford).
    Spread(i64, f64, f64),
}

/// Whole numbers stay whole until one is not.
#[derive(Clone, Debug)]
enum Sum {
    Int(i64),
    /// With the error that rounding has made so far (Neumaier).
    Float(f64, f64),
    Other(Value),
}

impl Accumulator {
    pub(in crate::query) fn new(aggregation: Aggregation, distinct: bool) -> Self {
        Accumulator {
            aggregation,
            seen: distinct.then(Box::default),
            state: match aggregation {
                Aggregation::Count => State::Count(0),
                Aggregation::Sum | Aggregation::Average => State::Sum(Sum::Int(0), 0),
                Aggregation::Least | Aggregation::Greatest => State::Best(Value::Null),
                Aggregation::Collect => State::List(Vec::new()),
                Aggregation::PercentileCont | Aggregation::PercentileDisc => {
                    State::Percentile(Vec::new(), 0.0)
                }
                Aggregation::Deviation | Aggregation::DeviationOfAll => State::Spread(0, 0.0, 0.0),
            },
        }
    }

    /// Adds rows to a count without looking at values.
    #[inline]
    pub(in crate::query) fn add_rows(&mut self, rows: i64) {
        if let State::Count(count) = &mut self.state {
            *count = count.saturating_add(rows);
        }
    }

    /// Adds the value of one row, `times` over. `second` is the percentile, where there is one.
    pub(in crate::query) fn add(
        &mut self,
        cx: Context<'_>,
        value: Value,
        second: Option<Value>,
        times: i64,
    ) -> Result<(), Fault> {
        if value.is_null() {
            return Ok(());
        }
        let budget = &cx.session.budget;
        let mut times = times;
        if let Some(seen) = &mut self.seen {
            if !seen.insert(std::slice::from_ref(&value)) {
                return Ok(());
            }
            budget
                .take(2 * size_of::<Value>())
                .map_err(|error| error.kind)?;
            times = 1;
        }
        let take = |times: i64| {
            budget
                .take(size_of::<Value>().saturating_mul(times as usize))
                .map_err(|error| error.kind)
        };
        match &mut self.state {
            State::Count(count) => *count = count.saturating_add(times),
            State::Sum(sum, count) => {
                let add = |sum: &mut Sum, value: &Value| match times {
                    1 => sum.add(value),
                    _ => sum.add(&multiply(value, &Value::Int(times))?),
                };
                match (add(sum, &value), &*sum, &value) {
                    // An average is a float anyway, so it may lie on the way beyond the integers.
                    (Err(Fault::IntegerOverflow { .. }), Sum::Int(total), Value::Int(number))
                        if self.aggregation == Aggregation::Average =>
                    {
                        *sum = Sum::Float(*total as f64, 0.0);
                        add(sum, &Value::Float(*number as f64))?;
                    }
                    (added, ..) => added?,
                }
                *count += times;
            }
            State::Best(best) => {
                let better = match self.aggregation {
                    Aggregation::Least => value < *best,
                    _ => value > *best,
                };
                if best.is_null() || better {
                    *best = value;
                }
            }
            State::List(items) => {
                take(times)?;
                items.extend(std::iter::repeat_n(value, times as usize));
            }
            State::Percentile(items, percentile) => {
                *percentile = fraction(&second.unwrap_or(Value::Null))?;
                number(&value)?;
                take(times)?;
                items.extend(std::iter::repeat_n(value, times as usize));
            }
            State::Spread(count, mean, squares) => {
                let number = number(&value)?;
                let before = *count as f64;
                *count += times;
                let difference = number - *mean;
                *mean += difference * times as f64 / *count as f64;
                *squares += difference * difference * before * times as f64 / *count as f64;
            }
        }
        Ok(())
    }

    /// Gives the result.
    pub(in crate::query) fn finish(self) -> Result<Value, Fault> {
        Ok(match self.state {
            State::Count(count) => Value::Int(count),
            State::Sum(_, 0) if self.aggregation == Aggregation::Average => Value::Null,
            State::Sum(sum, count) if self.aggregation == Aggregation::Average => {
                let total = match sum.value() {
                    Value::Int(total) => Value::Float(total as f64),
                    total => total,
                };
                divide(&total, &Value::Int(count))?
            }
            State::Sum(sum, _) => sum.value(),
            State::Best(best) => best,
            State::List(items) => Value::list(items),
            State::Percentile(mut items, percentile) => {
                items.sort();
                match self.aggregation {
                    Aggregation::PercentileDisc => discrete(&items, percentile),
                    _ => continuous(&items, percentile),
                }
            }
            State::Spread(count, _, squares) => {
                let count = match self.aggregation {
                    Aggregation::Deviation => count - 1,
                    _ => count,
                };
                Value::Float(if count > 0 {
                    (squares / count as f64).sqrt()
                } else {
                    0.0
                })
            }
        })
    }
}

impl Sum {
    fn add(&mut self, value: &Value) -> Result<(), Fault> {
        match (&mut *self, value) {
            (Sum::Int(sum), Value::Int(number)) => match sum.checked_add(*number) {
                Some(total) => *sum = total,
                None => {
                    return Err(Fault::IntegerOverflow {
                        place: "`sum()`".to_owned(),
                    });
                }
            },
            (Sum::Int(sum), Value::Float(number)) => *self = Sum::Float(*sum as f64 + number, 0.0),
            (Sum::Float(sum, error), Value::Int(_) | Value::Float(_)) => {
                let number = number(value)?;
                let total = *sum + number;
                *error += if sum.abs() >= number.abs() {
                    (*sum - total) + number
                } else {
                    (number - total) + *sum
                };
                *sum = total;
            }
            (Sum::Int(0), Value::Temporal(_)) => *self = Sum::Other(value.clone()),
            (Sum::Other(sum), other) => *sum = add(sum, other)?,
            (_, other) => {
                number(other)?;
            }
        }
        Ok(())
    }

    fn value(self) -> Value {
        match self {
            Sum::Int(sum) => Value::Int(sum),
            Sum::Float(sum, error) if error.is_finite() => Value::Float(sum + error),
            Sum::Float(sum, _) => Value::Float(sum),
            Sum::Other(sum) => sum,
        }
    }
}

fn number(value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        other => Err(Fault::InvalidOperand {
            place: "the aggregation".to_owned(),
            expected: "a number".to_owned(),
            found: describe(other),
        }),
    }
}

fn fraction(value: &Value) -> Result<f64, Fault> {
    let fraction = number(value)?;
    if (0.0..=1.0).contains(&fraction) {
        return Ok(fraction);
    }
    Err(Fault::NumberOutOfRange {
        place: "a percentile".to_owned(),
        expected: "a number from 0.0 to 1.0".to_owned(),
        found: fraction.to_string(),
    })
}

fn discrete(sorted: &[Value], percentile: f64) -> Value {
    let rank = (percentile * sorted.len() as f64).ceil() as usize;
    sorted
        .get(rank.saturating_sub(1))
        .cloned()
        .unwrap_or(Value::Null)
}

fn continuous(sorted: &[Value], percentile: f64) -> Value {
    let Some(last) = sorted.len().checked_sub(1) else {
        return Value::Null;
    };
    let place = percentile * last as f64;
    let at = |index: usize| number(&sorted[index]).unwrap_or(f64::NAN);
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    let rest = place - below as f64;
    Value::Float(at(below) * (1.0 - rest) + at(above.min(last)) * rest)
}
