//! Lengths of time in months, days and seconds, which do not convert into each other.

use std::fmt;

use crate::base::temporal::Field;
use crate::base::temporal::Fields;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::base::temporal::time::NANOS_PER_DAY;
use crate::base::temporal::time::NANOS_PER_SECOND;

/// The mean month of the Gregorian calendar, which is what a fraction of a month is a fraction of.
const NANOS_PER_MONTH: i128 = 2_629_746 * NANOS_PER_SECOND as i128;

/// A length of time. Its parts may differ in sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    months: i64,
    days: i64,
    seconds: i64,
    /// Always forward, less than a second: −0.1 s is −1 s and 900,000,000 ns.
    nanos: u32,
}

impl Duration {
    /// Makes a duration of its parts; whole seconds of the nanoseconds go to the seconds.
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Result<Self, TemporalError> {
        let time = i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(nanos);
        Duration::of(i128::from(months), i128::from(days), time)
    }

    /// Makes a duration of fields like `years`, `months`, `days`, `hours`, `seconds`.
    ///
    /// A fraction of a month counts in mean months, one of a day in days of 24 hours.
    pub fn from_fields(fields: &Fields) -> Result<Self, TemporalError> {
        let mut sum = Sum::default();
        for (name, field) in fields.iter() {
            let unit = UNITS.iter().find(|unit| unit.name == name);
            let unit = unit.ok_or_else(|| TemporalError::UnknownField {
                kind: TemporalKind::Duration,
                name: name.to_owned(),
                nearest: Fields::nearest(name, UNITS.iter().map(|unit| unit.name)),
            })?;
            let amount = match field {
                Field::Integer(number) => Decimal::from(*number),
                Field::Float(number) if number.is_finite() => {
                    Decimal::of_float(*number).ok_or_else(overflow)?
                }
                _ => {
                    return Err(TemporalError::WrongType {
                        field: name.to_owned(),
                        expected: "a number",
                    });
                }
            };
            sum.add(amount, unit)?;
        }
        sum.total()
    }

    /// Gives the months, years included.
    pub fn months(&self) -> i64 {
        self.months
    }

    /// Gives the days, weeks included.
    pub fn days(&self) -> i64 {
        self.days
    }

    /// Gives the seconds, rounded down, hours and minutes included.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Gives what the duration is longer than its whole seconds.
    pub fn nanosecond_of_second(&self) -> i64 {
        i64::from(self.nanos)
    }

    /// Gives the part that is not months and days, in nanoseconds.
    pub fn time_nanos(&self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanos)
    }

    /// Gives the length in nanoseconds, a month taken as the mean month: what durations are sorted by.
    pub fn mean_nanos(&self) -> i128 {
        i128::from(self.months) * NANOS_PER_MONTH
            + i128::from(self.days) * i128::from(NANOS_PER_DAY)
            + self.time_nanos()
    }

    /// Adds two durations part by part.
    pub fn plus(&self, other: &Duration) -> Result<Self, TemporalError> {
        Duration::of(
            i128::from(self.months) + i128::from(other.months),
            i128::from(self.days) + i128::from(other.days),
            self.time_nanos() + other.time_nanos(),
        )
    }

    /// Subtracts a duration part by part.
    pub fn minus(&self, other: &Duration) -> Result<Self, TemporalError> {
        Duration::of(
            i128::from(self.months) - i128::from(other.months),
            i128::from(self.days) - i128::from(other.days),
            self.time_nanos() - other.time_nanos(),
        )
    }

    /// Gives the same length in the other direction.
    pub fn negated(&self) -> Result<Self, TemporalError> {
        Duration::default().minus(self)
    }

    /// Multiplies each part; what is left of a month goes to the days, of a day to the seconds.
    pub fn times(&self, factor: f64) -> Result<Self, TemporalError> {
        let factor = Decimal::of_float(factor).ok_or_else(overflow)?;
        self.scaled(factor.number, factor.scale)
    }

    /// Multiplies each part by a whole number.
    pub fn times_integer(&self, factor: i64) -> Result<Self, TemporalError> {
        self.scaled(i128::from(factor), 1)
    }

    /// Divides each part; what is left of a month goes to the days, of a day to the seconds.
    pub fn divided_by(&self, divisor: f64) -> Result<Self, TemporalError> {
        let divisor = Decimal::of_float(divisor).ok_or_else(overflow)?;
        if divisor.number == 0 {
            return Err(TemporalError::DivisionByZero);
        }
        let sign = divisor.number.signum();
        self.scaled(divisor.scale * sign, divisor.number * sign)
    }

    /// Counts the whole days in the time part.
    pub(in crate::base::temporal) fn whole_days_of_time(&self) -> i64 {
        (self.time_nanos() / i128::from(NANOS_PER_DAY)) as i64
    }

    pub(in crate::base::temporal) fn of(
        months: i128,
        days: i128,
        nanos: i128,
    ) -> Result<Self, TemporalError> {
        let second = i128::from(NANOS_PER_SECOND);
        let part = |value: i128| i64::try_from(value).map_err(|_| overflow());
        Ok(Duration {
            months: part(months)?,
            days: part(days)?,
            seconds: part(nanos.div_euclid(second))?,
            nanos: nanos.rem_euclid(second) as u32,
        })
    }

    fn scaled(&self, number: i128, scale: i128) -> Result<Self, TemporalError> {
        let times = |part: i128| part.checked_mul(number).ok_or_else(overflow);
        let months = times(i128::from(self.months))?;
        let days = times(i128::from(self.days))?;
        let time = times(self.time_nanos())?;
        carried(months, days, time, scale).ok_or_else(overflow)?
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        let days = self.days;
        // Seconds and their fraction are shown with one sign, unlike how they are kept.
        let nanos = self.time_nanos();
        let second = i128::from(NANOS_PER_SECOND);
        let (hours, minutes) = (nanos / second / 3600, nanos / second / 60 % 60);
        let rest = nanos % (60 * second);
        f.write_str("P")?;
        for (amount, unit) in [(years, 'Y'), (months, 'M'), (days, 'D')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        if nanos == 0 {
            return match (self.months, self.days) {
                (0, 0) => f.write_str("T0S"),
                _ => Ok(()),
            };
        }
        f.write_str("T")?;
        for (amount, unit) in [(hours, 'H'), (minutes, 'M')] {
            if amount != 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        if rest == 0 {
            return Ok(());
        }
        let sign = if rest < 0 { "-" } else { "" };
        let rest = rest.unsigned_abs();
        write!(f, "{sign}{}", rest / second.unsigned_abs())?;
        let fraction = rest % second.unsigned_abs();
        if fraction != 0 {
            let digits = format!("{fraction:09}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("S")
    }
}

/// A unit that durations are counted in.
pub(in crate::base::temporal) struct Unit {
    name: &'static str,
    part: Part,
    /// How many of the part's own units one of these is.
    size: i128,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Months,
    Days,
    Nanos,
}

macro_rules! unit {
    ($name:literal, $part:ident, $size:expr) => {
        Unit {
            name: $name,
            part: Part::$part,
            size: $size,
        }
    };
}

const UNITS: [Unit; 11] = [
    unit!("years", Months, 12),
    unit!("quarters", Months, 3),
    unit!("months", Months, 1),
    unit!("weeks", Days, 7),
    unit!("days", Days, 1),
    unit!("hours", Nanos, 3_600_000_000_000),
    unit!("minutes", Nanos, 60_000_000_000),
    unit!("seconds", Nanos, 1_000_000_000),
    unit!("milliseconds", Nanos, 1_000_000),
    unit!("microseconds", Nanos, 1_000),
    unit!("nanoseconds", Nanos, 1),
];

/// Finds a unit by its name.
pub(in crate::base::temporal) fn unit(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.name == name)
}

/// A decimal fraction: a float stands for the digits that it prints as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::base::temporal) struct Decimal {
    number: i128,
    /// A power of ten, at least 1.
    scale: i128,
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Decimal {
            number: i128::from(number),
            scale: 1,
        }
    }
}

impl Decimal {
    /// How many digits are kept behind the point.
    const PLACES: usize = 15;

    /// Reads `[+-]digits[.digits]`.
    pub(in crate::base::temporal) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let pointed = digits.len() > whole.len();
        if whole.is_empty() || whole.len() > 20 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if pointed && fraction.is_empty() {
            return None;
        }
        let fraction = &fraction[..fraction.len().min(Self::PLACES)];
        let scale = 10_i128.pow(fraction.len() as u32);
        let fraction: i128 = if fraction.is_empty() {
            0
        } else {
            fraction.parse().ok()?
        };
        let number = whole.parse::<i128>().ok()? * scale + fraction;
        Some(Decimal {
            number: if negative { -number } else { number },
            scale,
        })
    }

    fn of_float(number: f64) -> Option<Self> {
        if number.is_finite() && number.abs() < 1e19 {
            Decimal::parse(&format!("{number}"))
        } else {
            None
        }
    }
}

/// Adds amounts of units up, exactly, before fractions are carried to smaller parts.
#[derive(Default)]
pub(in crate::base::temporal) struct Sum {
    /// Months, days and nanoseconds in 10⁻¹⁵.
    parts: [Ratio; 3],
}

#[derive(Clone, Copy)]
struct Ratio {
    number: i128,
    scale: i128,
}

impl Default for Ratio {
    fn default() -> Self {
        Ratio {
            number: 0,
            scale: 1,
        }
    }
}

impl Sum {
    /// Adds so many of a unit.
    pub(in crate::base::temporal) fn add(
        &mut self,
        amount: Decimal,
        unit: &Unit,
    ) -> Result<(), TemporalError> {
        let part = &mut self.parts[unit.part as usize];
        let scale = part.scale.max(amount.scale);
        let add = || {
            let kept = part.number.checked_mul(scale / part.scale)?;
            let number = amount.number.checked_mul(unit.size)?;
            kept.checked_add(number.checked_mul(scale / amount.scale)?)
        };
        part.number = add().ok_or_else(overflow)?;
        part.scale = scale;
        Ok(())
    }

    /// Gives the duration.
    pub(in crate::base::temporal) fn total(self) -> Result<Duration, TemporalError> {
        let [months, days, nanos] = self.parts;
        let scale = months.scale.max(days.scale).max(nanos.scale);
        let raised = |part: Ratio| {
            part.number
                .checked_mul(scale / part.scale)
                .ok_or_else(overflow)
        };
        carried(raised(months)?, raised(days)?, raised(nanos)?, scale).ok_or_else(overflow)?
    }
}

/// Divides the parts by `scale` and carries what is left of months to days, of days to time.
fn carried(
    months: i128,
    days: i128,
    nanos: i128,
    scale: i128,
) -> Option<Result<Duration, TemporalError>> {
    let day = i128::from(NANOS_PER_DAY);
    let rest_of_months = (months % scale).checked_mul(NANOS_PER_MONTH)?;
    let days_in_nanos = if days % scale == 0 && rest_of_months == 0 {
        // The common case, which must not overflow in the multiplication below.
        return Some(Duration::of(months / scale, days / scale, nanos / scale));
    } else {
        days.checked_mul(day)?.checked_add(rest_of_months)?
    };
    let whole_days = days_in_nanos / scale / day;
    let rest_of_days =
        days_in_nanos.checked_sub(whole_days.checked_mul(day)?.checked_mul(scale)?)?;
    let nanos = nanos.checked_add(rest_of_days)?;
    Some(Duration::of(months / scale, whole_days, nanos / scale))
}

fn overflow() -> TemporalError {
    TemporalError::Overflow {
        kind: TemporalKind::Duration,
    }
}
