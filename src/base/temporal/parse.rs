//! Reading temporal values from text: the calendar, week, quarter and ordinal forms of ISO 8601,
//! with and without separators, and durations by unit or by date and time.

use crate::base::temporal::Date;
use crate::base::temporal::DateTime;
use crate::base::temporal::Duration;
use crate::base::temporal::LocalDateTime;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Offset;
use crate::base::temporal::Place;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::base::temporal::Time;
use crate::base::temporal::Zone;
use crate::base::temporal::duration::Decimal;
use crate::base::temporal::duration::Sum;
use crate::base::temporal::duration::unit;

/// Why a text is no value: its form, or a number in it.
enum Failure {
    Form,
    Value(TemporalError),
}

impl From<TemporalError> for Failure {
    fn from(error: TemporalError) -> Self {
        Failure::Value(error)
    }
}

type Parsed<T> = Result<T, Failure>;

impl Failure {
    fn of(self, kind: TemporalKind, text: &str) -> TemporalError {
        match self {
            Failure::Form => TemporalError::Syntax {
                kind,
                text: text.to_owned(),
            },
            Failure::Value(error) => error,
        }
    }
}

pub(in crate::base::temporal) fn date(text: &str) -> Result<Date, TemporalError> {
    date_form(text).map_err(|failure| failure.of(TemporalKind::Date, text))
}

pub(in crate::base::temporal) fn local_time(text: &str) -> Result<LocalTime, TemporalError> {
    time_form(text).map_err(|failure| failure.of(TemporalKind::LocalTime, text))
}

pub(in crate::base::temporal) fn time(text: &str) -> Result<Time, TemporalError> {
    let (clock, rest) = split_clock(text);
    let read = || {
        let local = time_form(clock)?;
        let offset = match rest {
            "" => Offset::UTC,
            _ => offset(rest).ok_or(Failure::Form)?,
        };
        Ok(Time { local, offset })
    };
    read().map_err(|failure: Failure| failure.of(TemporalKind::Time, text))
}

pub(in crate::base::temporal) fn local_date_time(
    text: &str,
) -> Result<LocalDateTime, TemporalError> {
    local_form(text).map_err(|failure| failure.of(TemporalKind::LocalDateTime, text))
}

pub(in crate::base::temporal) fn date_time(text: &str) -> Result<DateTime, TemporalError> {
    date_time_form(text).map_err(|failure| failure.of(TemporalKind::DateTime, text))
}

pub(in crate::base::temporal) fn duration(text: &str) -> Result<Duration, TemporalError> {
    duration_form(text).map_err(|failure| failure.of(TemporalKind::Duration, text))
}

/// Reads `Z`, `+HH`, `+HHMM`, `+HH:MM`, `+HHMMSS` or `+HH:MM:SS`.
pub(in crate::base::temporal) fn offset(text: &str) -> Option<Offset> {
    if text == "Z" || text == "z" {
        return Some(Offset::UTC);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let [hour, minute, second] = triple(text.get(1..)?)?;
    let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0));
    if minute > 59 || second > 59 {
        return None;
    }
    let seconds = hour? * 3600 + minute * 60 + second;
    Offset::from_seconds(sign * i32::try_from(seconds).ok()?)
}

fn date_time_form(text: &str) -> Parsed<DateTime> {
    let (plain, name) = match text.strip_suffix(']') {
        Some(inside) => {
            let (plain, name) = inside.split_once('[').ok_or(Failure::Form)?;
            (plain, Some(name))
        }
        None => (text, None),
    };
    // A minus belongs to an offset only behind the time.
    let (day, clock) = match plain.split_once(['T', 't']) {
        Some((day, rest)) => (day, rest),
        None => (plain, ""),
    };
    let (clock, rest) = split_clock(clock);
    let time = match (clock, plain.len() > day.len()) {
        (_, true) => time_form(clock)?,
        (_, false) => LocalTime::MIDNIGHT,
    };
    let local = LocalDateTime::new(date_form(day)?, time);
    let written = match rest {
        "" => None,
        _ => Some(offset(rest).ok_or(Failure::Form)?),
    };
    let Some(name) = name else {
        return Ok(DateTime::at_offset(local, written.unwrap_or(Offset::UTC)));
    };
    let zone = Zone::named(name)?;
    let moment = DateTime::in_zone(local, &zone, written)?;
    match written {
        Some(offset) if offset != moment.offset() => {
            // Z names an instant whatever the zone.
            if rest.eq_ignore_ascii_case("z") {
                let instant = DateTime::at_offset(local, offset).instant();
                return Ok(DateTime::from_instant(instant, &Place::Zone(zone))?);
            }
            Err(Failure::Value(TemporalError::ZoneMismatch {
                zone: name.to_owned(),
                offset,
            }))
        }
        _ => Ok(moment),
    }
}

fn local_form(text: &str) -> Parsed<LocalDateTime> {
    match text.split_once(['T', 't']) {
        Some((day, clock)) => Ok(LocalDateTime::new(date_form(day)?, time_form(clock)?)),
        None => Ok(LocalDateTime::new(date_form(text)?, LocalTime::MIDNIGHT)),
    }
}

fn date_form(text: &str) -> Parsed<Date> {
    let signed = text.starts_with(['+', '-']);
    let digits = text
        .bytes()
        .skip(usize::from(signed))
        .take_while(u8::is_ascii_digit)
        .count();
    // With a sign the year may have up to nine digits, so only a separator can end it.
    let year_length = if signed { digits + 1 } else { 4 };
    if digits < if signed { 1 } else { 4 } || (signed && digits > 9) {
        return Err(Failure::Form);
    }
    let (year, rest) = text.split_at_checked(year_length).ok_or(Failure::Form)?;
    let year: i64 = year.parse().map_err(|_| Failure::Form)?;
    let (extended, rest) = match rest.strip_prefix('-') {
        Some("") => return Err(Failure::Form),
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if rest.is_empty() {
        return Ok(Date::from_calendar(year, 1, 1)?);
    }
    // A week or quarter, and a day of it.
    let within = |rest: &str, length: usize, day_length: usize| {
        let (part, day) = rest.split_at_checked(length).ok_or(Failure::Form)?;
        let day = match (day, extended) {
            ("", _) => 1,
            (day, true) => {
                let day = day.strip_prefix('-').ok_or(Failure::Form)?;
                number(day, day_length).ok_or(Failure::Form)?
            }
            (day, false) => number(day, day_length).ok_or(Failure::Form)?,
        };
        Ok::<_, Failure>((number(part, length).ok_or(Failure::Form)?, day))
    };
    if let Some(rest) = rest.strip_prefix(['W', 'w']) {
        let (week, day) = within(rest, 2, 1)?;
        return Ok(Date::from_week(year, week, day)?);
    }
    if let Some(rest) = rest.strip_prefix(['Q', 'q']) {
        let (quarter, day) = within(rest, 1, 2)?;
        return Ok(Date::from_quarter(year, quarter, day)?);
    }
    if let Some(day) = number(rest, 3) {
        return Ok(Date::from_ordinal(year, day)?);
    }
    let (month, day) = within(rest, 2, 2)?;
    Ok(Date::from_calendar(year, month, day)?)
}

fn time_form(text: &str) -> Parsed<LocalTime> {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let [hour, minute, second] = triple(clock).ok_or(Failure::Form)?;
    let nanosecond = match fraction {
        None => 0,
        Some(fraction) => {
            if second.is_none() || fraction.is_empty() || fraction.len() > 9 {
                return Err(Failure::Form);
            }
            number(fraction, fraction.len()).ok_or(Failure::Form)?
                * 10_i64.pow(9 - fraction.len() as u32)
        }
    };
    Ok(LocalTime::from_clock(
        hour.ok_or(Failure::Form)?,
        minute.unwrap_or(0),
        second.unwrap_or(0),
        nanosecond,
    )?)
}

fn duration_form(text: &str) -> Parsed<Duration> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let body = body.strip_prefix(['P', 'p']).ok_or(Failure::Form)?;
    let (day, clock) = match body.split_once(['T', 't']) {
        Some((_, "")) => return Err(Failure::Form),
        Some((day, clock)) => (day, Some(clock)),
        None => (body, None),
    };
    if day.is_empty() && clock.is_none() {
        return Err(Failure::Form);
    }
    let has_units = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic());
    let by_unit = has_units(day) || clock.is_some_and(has_units);
    let total = if by_unit {
        let mut sum = Sum::default();
        let days = [
            ('Y', "years"),
            ('M', "months"),
            ('W', "weeks"),
            ('D', "days"),
        ];
        amounts(day, &days, &mut sum)?;
        let times = [('H', "hours"), ('M', "minutes"), ('S', "seconds")];
        amounts(clock.unwrap_or(""), &times, &mut sum)?;
        sum.total()?
    } else {
        let (months, days) = day_amounts(day).ok_or(Failure::Form)?;
        let time = clock.map(clock_amounts).unwrap_or(Some(0));
        Duration::of(months, days, time.ok_or(Failure::Form)?)?
    };
    Ok(if negative { total.negated()? } else { total })
}

/// Reads `1Y2M` and the like: each unit at most once, in order.
fn amounts(text: &str, units: &[(char, &str)], sum: &mut Sum) -> Parsed<()> {
    let mut rest = text;
    let mut units = units.iter();
    while !rest.is_empty() {
        let end = rest
            .find(|character: char| character.is_ascii_alphabetic())
            .ok_or(Failure::Form)?;
        let (amount, tail) = rest.split_at(end);
        let letter = tail
            .chars()
            .next()
            .map(|letter| letter.to_ascii_uppercase());
        let (_, name) = units
            .find(|(other, _)| Some(*other) == letter)
            .ok_or(Failure::Form)?;
        let amount = Decimal::parse(amount).ok_or(Failure::Form)?;
        let unit = unit(name).ok_or(Failure::Form)?;
        sum.add(amount, unit)?;
        rest = &tail[1..];
    }
    Ok(())
}

/// Reads `YYYY-MM-DD` or `YYYYMMDD` as amounts of months and days.
fn day_amounts(text: &str) -> Option<(i128, i128)> {
    if text.is_empty() {
        return Some((0, 0));
    }
    let compact;
    let digits = if text.len() == 10 {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        if (year.len(), month.len()) != (4, 2) {
            return None;
        }
        compact = format!("{year}{month}{day}");
        &compact
    } else {
        text
    };
    let all = i128::from(number(digits, 8)?);
    Some((all / 10_000 * 12 + all / 100 % 100, all % 100))
}

/// Reads `HH:MM:SS.f` and its shorter forms as an amount of nanoseconds.
fn clock_amounts(text: &str) -> Option<i128> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let [hours, minutes, seconds] = triple(clock)?;
    let nanos = if fraction.is_empty() {
        0
    } else if seconds.is_some() && fraction.len() <= 9 {
        number(fraction, fraction.len())? * 10_i64.pow(9 - fraction.len() as u32)
    } else {
        return None;
    };
    let seconds = hours? * 3600 + minutes.unwrap_or(0) * 60 + seconds.unwrap_or(0);
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
}

/// Splits the time of day from the offset behind it.
fn split_clock(text: &str) -> (&str, &str) {
    let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    text.split_at(end)
}

/// Reads two, four or six digits, in pairs with or without colons.
fn triple(text: &str) -> Option<[Option<i64>; 3]> {
    let mut parts = [None; 3];
    let separated = text.contains(':');
    let mut rest = text;
    for part in &mut parts {
        let (pair, tail) = rest.split_at_checked(2)?;
        *part = Some(number(pair, 2)?);
        rest = match (tail, separated) {
            ("", _) => return Some(parts),
            (_, true) => tail.strip_prefix(':')?,
            (_, false) => tail,
        };
    }
    None
}

/// Reads exactly so many digits.
fn number(text: &str, length: usize) -> Option<i64> {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
