//! A value of any temporal kind: what the query engine and the graph hold.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::base::temporal::Date;
use crate::base::temporal::DateTime;
use crate::base::temporal::Duration;
use crate::base::temporal::Fields;
use crate::base::temporal::LocalDateTime;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Offset;
use crate::base::temporal::Place;
use crate::base::temporal::TemporalError;
use crate::base::temporal::Time;
use crate::base::temporal::fields;
use crate::base::temporal::parse;
use crate::base::temporal::truncate;

/// The kinds of temporal values, in the order that results are sorted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemporalKind {
    /// A day and a time in a zone.
    DateTime,
    /// A day and a time.
    LocalDateTime,
    /// A day.
    Date,
    /// A time of day at an offset.
    Time,
    /// A time of day.
    LocalTime,
    /// A length of time.
    Duration,
}

impl TemporalKind {
    /// Reads a value from text: `date('2024-02-29')`.
    pub fn parse(self, text: &str) -> Result<Temporal, TemporalError> {
        Ok(match self {
            TemporalKind::Date => parse::date(text)?.into(),
            TemporalKind::LocalTime => parse::local_time(text)?.into(),
            TemporalKind::Time => parse::time(text)?.into(),
            TemporalKind::LocalDateTime => parse::local_date_time(text)?.into(),
            TemporalKind::DateTime => parse::date_time(text)?.into(),
            TemporalKind::Duration => parse::duration(text)?.into(),
        })
    }

    /// Builds a value of fields: `date({year: 2024, ordinalDay: 60})`.
    pub fn from_fields(self, fields: &Fields) -> Result<Temporal, TemporalError> {
        Ok(match self {
            TemporalKind::Date => fields::date(fields)?.into(),
            TemporalKind::LocalTime => fields::local_time(fields)?.into(),
            TemporalKind::Time => fields::time(fields)?.into(),
            TemporalKind::LocalDateTime => fields::local_date_time(fields)?.into(),
            TemporalKind::DateTime => fields::date_time(fields)?.into(),
            TemporalKind::Duration => Duration::from_fields(fields)?.into(),
        })
    }

    /// Takes from another value what this kind has of it: `date(datetime(…))`.
    pub fn from_temporal(self, value: &Temporal) -> Result<Temporal, TemporalError> {
        let local = || {
            let date = value.date_part(self)?;
            Ok::<_, TemporalError>(LocalDateTime::new(
                date,
                value.time_part(self).unwrap_or(LocalTime::MIDNIGHT),
            ))
        };
        Ok(match self {
            TemporalKind::Date => value.date_part(self)?.into(),
            TemporalKind::LocalTime => value.time_part(self)?.into(),
            TemporalKind::Time => Temporal::Time(Time {
                local: value.time_part(self)?,
                offset: value.offset().unwrap_or(Offset::UTC),
            }),
            TemporalKind::LocalDateTime => local()?.into(),
            TemporalKind::DateTime => value
                .place()
                .unwrap_or(Place::Offset(Offset::UTC))
                .local(local()?, value.offset())?
                .into(),
            TemporalKind::Duration => match value {
                Temporal::Duration(_) => value.clone(),
                _ => {
                    return Err(TemporalError::NoPart {
                        kind: self,
                        from: value.kind(),
                    });
                }
            },
        })
    }

    /// Rounds a value down to a unit and sets fields: `date.truncate('month', d, {day: 2})`.
    pub fn truncate(
        self,
        unit: &str,
        value: &Temporal,
        fields: &Fields,
    ) -> Result<Temporal, TemporalError> {
        truncate::truncate(self, unit, value, fields)
    }

    /// Gives the value of this kind at a moment, in nanoseconds since 1970 began in UTC: `date()`.
    ///
    /// `place` is the name or offset of a zone; without it, UTC. No duration lies at a moment.
    pub fn at(self, nanos: i128, place: Option<&str>) -> Result<Temporal, TemporalError> {
        let place = match place {
            Some(name) => fields::place(name)?,
            None => Place::Offset(Offset::UTC),
        };
        let moment = DateTime::from_instant(nanos, &place)?;
        self.from_temporal(&moment.into())
    }

    pub(in crate::base::temporal) fn has_date(self) -> bool {
        matches!(
            self,
            TemporalKind::Date | TemporalKind::LocalDateTime | TemporalKind::DateTime
        )
    }
}

impl fmt::Display for TemporalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TemporalKind::Date => "date",
            TemporalKind::LocalTime => "local time",
            TemporalKind::Time => "time",
            TemporalKind::LocalDateTime => "local date-time",
            TemporalKind::DateTime => "date-time",
            TemporalKind::Duration => "duration",
        })
    }
}

/// A value of one of the temporal kinds. Displays in its canonical form, which `parse` reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Temporal {
    /// A day.
    Date(Date),
    /// A time of day.
    LocalTime(LocalTime),
    /// A time of day at an offset.
    Time(Time),
    /// A day and a time.
    LocalDateTime(LocalDateTime),
    /// A day and a time in a zone.
    DateTime(Arc<DateTime>),
    /// A length of time.
    Duration(Arc<Duration>),
}

/// A part of a temporal value, as `d.year` gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Component {
    /// A number.
    Integer(i64),
    /// An offset or the name of a zone.
    Text(String),
}

impl Temporal {
    /// Gives the kind.
    pub fn kind(&self) -> TemporalKind {
        match self {
            Temporal::Date(_) => TemporalKind::Date,
            Temporal::LocalTime(_) => TemporalKind::LocalTime,
            Temporal::Time(_) => TemporalKind::Time,
            Temporal::LocalDateTime(_) => TemporalKind::LocalDateTime,
            Temporal::DateTime(_) => TemporalKind::DateTime,
            Temporal::Duration(_) => TemporalKind::Duration,
        }
    }

    /// Gives a component by its name, such as `year` or `epochMillis`; nothing where the kind has none.
    pub fn component(&self, name: &str) -> Option<Component> {
        let duration = match self {
            Temporal::Duration(duration) => Some(duration),
            _ => None,
        };
        if let Some(duration) = duration {
            return duration_component(duration, name).map(Component::Integer);
        }
        let kind = self.kind();
        if let Some(number) = self
            .date_part(kind)
            .ok()
            .and_then(|date| date_component(date, name))
        {
            return Some(Component::Integer(number));
        }
        if let Some(number) = self
            .time_part(kind)
            .ok()
            .and_then(|time| time_component(time, name))
        {
            return Some(Component::Integer(number));
        }
        if let Some(offset) = self.offset() {
            let zone = self.zone_name();
            match name {
                "timezone" => {
                    return Some(Component::Text(zone.unwrap_or_else(|| offset.to_string())));
                }
                "offset" => return Some(Component::Text(offset.to_string())),
                "offsetMinutes" => {
                    return Some(Component::Integer(i64::from(offset.seconds() / 60)));
                }
                "offsetSeconds" => return Some(Component::Integer(i64::from(offset.seconds()))),
                _ => {}
            }
        }
        if let Temporal::DateTime(moment) = self {
            let per = match name {
                "epochSeconds" => 1_000_000_000,
                "epochMillis" => 1_000_000,
                _ => return None,
            };
            return i64::try_from(moment.instant().div_euclid(per))
                .ok()
                .map(Component::Integer);
        }
        None
    }

    /// Moves the value by a duration; a duration becomes longer.
    pub fn plus(&self, duration: &Duration) -> Result<Temporal, TemporalError> {
        Ok(match self {
            Temporal::Date(date) => date.plus(duration)?.into(),
            Temporal::LocalTime(time) => time.plus(duration).into(),
            Temporal::Time(time) => time.plus(duration).into(),
            Temporal::LocalDateTime(local) => local.plus(duration)?.into(),
            Temporal::DateTime(moment) => moment.plus(duration)?.into(),
            Temporal::Duration(other) => other.plus(duration)?.into(),
        })
    }

    /// Moves the value back by a duration; a duration becomes shorter.
    pub fn minus(&self, duration: &Duration) -> Result<Temporal, TemporalError> {
        match self {
            Temporal::Duration(other) => Ok(other.minus(duration)?.into()),
            _ => self.plus(&duration.negated()?),
        }
    }

    /// Compares two values of one kind; durations have no order, for a month is no number of days.
    pub fn compare(&self, other: &Temporal) -> Option<Ordering> {
        match (self, other) {
            (Temporal::Duration(_), _) => None,
            _ if self.kind() == other.kind() => Some(self.order(other)),
            _ => None,
        }
    }

    /// Puts any two values in the order that results are sorted in: kind by kind, durations by their mean length.
    pub fn order(&self, other: &Temporal) -> Ordering {
        match (self, other) {
            (Temporal::Date(one), Temporal::Date(two)) => one.cmp(two),
            (Temporal::LocalTime(one), Temporal::LocalTime(two)) => one.cmp(two),
            (Temporal::Time(one), Temporal::Time(two)) => one.cmp(two),
            (Temporal::LocalDateTime(one), Temporal::LocalDateTime(two)) => one.cmp(two),
            (Temporal::DateTime(one), Temporal::DateTime(two)) => one.cmp(two),
            (Temporal::Duration(one), Temporal::Duration(two)) => {
                let key = |value: &Duration| (value.mean_nanos(), value.months(), value.days());
                key(one).cmp(&key(two))
            }
            _ => self.kind().cmp(&other.kind()),
        }
    }

    pub(in crate::base::temporal) fn date_part(
        &self,
        kind: TemporalKind,
    ) -> Result<Date, TemporalError> {
        match self {
            Temporal::Date(date) => Ok(*date),
            Temporal::LocalDateTime(local) => Ok(local.date()),
            Temporal::DateTime(moment) => Ok(moment.local().date()),
            _ => Err(TemporalError::NoPart {
                kind,
                from: self.kind(),
            }),
        }
    }

    pub(in crate::base::temporal) fn time_part(
        &self,
        kind: TemporalKind,
    ) -> Result<LocalTime, TemporalError> {
        match self {
            Temporal::LocalTime(time) => Ok(*time),
            Temporal::Time(time) => Ok(time.local),
            Temporal::LocalDateTime(local) => Ok(local.time()),
            Temporal::DateTime(moment) => Ok(moment.local().time()),
            _ => Err(TemporalError::NoPart {
                kind,
                from: self.kind(),
            }),
        }
    }

    pub(in crate::base::temporal) fn offset(&self) -> Option<Offset> {
        match self {
            Temporal::Time(time) => Some(time.offset),
            Temporal::DateTime(moment) => Some(moment.offset()),
            _ => None,
        }
    }

    pub(in crate::base::temporal) fn place(&self) -> Option<Place> {
        match self {
            Temporal::Time(time) => Some(Place::Offset(time.offset)),
            Temporal::DateTime(moment) => Some(moment.place()),
            _ => None,
        }
    }

    fn zone_name(&self) -> Option<String> {
        match self {
            Temporal::DateTime(moment) => moment.zone().map(|zone| zone.name().to_owned()),
            _ => None,
        }
    }
}

fn date_component(date: Date, name: &str) -> Option<i64> {
    Some(match name {
        "year" => i64::from(date.year()),
        "quarter" => i64::from(date.quarter()),
        "month" => i64::from(date.month()),
        "week" => date.week(),
        "weekYear" => date.week_year(),
        "day" => i64::from(date.day()),
        "ordinalDay" => date.ordinal_day(),
        "weekDay" | "dayOfWeek" => date.day_of_week(),
        "dayOfQuarter" => date.day_of_quarter(),
        _ => return None,
    })
}

fn time_component(time: LocalTime, name: &str) -> Option<i64> {
    Some(match name {
        "hour" => time.hour(),
        "minute" => time.minute(),
        "second" => time.second(),
        "millisecond" => time.nanosecond() / 1_000_000,
        "microsecond" => time.nanosecond() / 1_000,
        "nanosecond" => time.nanosecond(),
        _ => return None,
    })
}

fn duration_component(duration: &Duration, name: &str) -> Option<i64> {
    let (months, days) = (duration.months(), duration.days());
    let (seconds, nanos) = (duration.seconds(), duration.nanosecond_of_second());
    let in_units = |nanos: i128| i64::try_from(duration.time_nanos().div_euclid(nanos)).ok();
    Some(match name {
        "years" => months / 12,
        "quarters" => months / 3,
        "months" => months,
        "weeks" => days / 7,
        "days" => days,
        "hours" => seconds / 3600,
        "minutes" => seconds / 60,
        "seconds" => seconds,
        "milliseconds" => in_units(1_000_000)?,
        "microseconds" => in_units(1_000)?,
        "nanoseconds" => in_units(1)?,
        "quartersOfYear" => months / 3 % 4,
        "monthsOfYear" => months % 12,
        "monthsOfQuarter" => months % 3,
        "daysOfWeek" => days % 7,
        "minutesOfHour" => seconds / 60 % 60,
        "secondsOfMinute" => seconds % 60,
        "millisecondsOfSecond" => nanos / 1_000_000,
        "microsecondsOfSecond" => nanos / 1_000,
        "nanosecondsOfSecond" => nanos,
        _ => return None,
    })
}

impl fmt::Display for Temporal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Temporal::Date(value) => value.fmt(f),
            Temporal::LocalTime(value) => value.fmt(f),
            Temporal::Time(value) => value.fmt(f),
            Temporal::LocalDateTime(value) => value.fmt(f),
            Temporal::DateTime(value) => value.fmt(f),
            Temporal::Duration(value) => value.fmt(f),
        }
    }
}

macro_rules! from {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Temporal {
            fn from(value: $kind) -> Self {
                Temporal::$kind(value)
            }
        })*
    };
}

from!(Date, LocalTime, Time, LocalDateTime);

impl From<DateTime> for Temporal {
    fn from(value: DateTime) -> Self {
        Temporal::DateTime(Arc::new(value))
    }
}

impl From<Duration> for Temporal {
    fn from(value: Duration) -> Self {
        Temporal::Duration(Arc::new(value))
    }
}

/// The form that files have: the kind and the canonical text.
#[derive(Serialize, Deserialize)]
enum Written {
    Date(String),
    LocalTime(String),
    Time(String),
    LocalDateTime(String),
    DateTime(String),
    Duration(String),
}

impl From<Temporal> for Written {
    fn from(value: Temporal) -> Self {
        let text = value.to_string();
        match value.kind() {
            TemporalKind::Date => Written::Date(text),
            TemporalKind::LocalTime => Written::LocalTime(text),
            TemporalKind::Time => Written::Time(text),
            TemporalKind::LocalDateTime => Written::LocalDateTime(text),
            TemporalKind::DateTime => Written::DateTime(text),
            TemporalKind::Duration => Written::Duration(text),
        }
    }
}

impl TryFrom<Written> for Temporal {
    type Error = TemporalError;

    fn try_from(written: Written) -> Result<Self, TemporalError> {
        match written {
            Written::Date(text) => TemporalKind::Date.parse(&text),
            Written::LocalTime(text) => TemporalKind::LocalTime.parse(&text),
            Written::Time(text) => TemporalKind::Time.parse(&text),
            Written::LocalDateTime(text) => TemporalKind::LocalDateTime.parse(&text),
            Written::DateTime(text) => TemporalKind::DateTime.parse(&text),
            Written::Duration(text) => TemporalKind::Duration.parse(&text),
        }
    }
}
