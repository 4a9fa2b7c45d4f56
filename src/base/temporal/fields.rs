//! Building temporal values of named fields: `{year: 2024, week: 3}`, `{date: d, hour: 12}`.

use std::collections::BTreeMap;

use crate::base::temporal::Date;
use crate::base::temporal::DateTime;
use crate::base::temporal::LocalDateTime;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Offset;
use crate::base::temporal::Place;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::base::temporal::Time;
use crate::base::temporal::Zone;
use crate::base::temporal::date::within;
use crate::base::temporal::parse;

/// What a field can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; only durations take it.
    Float(f64),
    /// The name or offset of a time zone.
    Text(String),
    /// A value that others fields replace parts of.
    Temporal(Temporal),
}

/// Named fields, as a map of the query language has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    fields: BTreeMap<String, Field>,
}

/// The fields of a date, each with the group that only one of may be used.
const DATE_FIELDS: [(&str, Grouping); 8] = [
    ("year", Grouping::Any),
    ("month", Grouping::Calendar),
    ("day", Grouping::Calendar),
    ("week", Grouping::Week),
    ("dayOfWeek", Grouping::Week),
    ("quarter", Grouping::Quarter),
    ("dayOfQuarter", Grouping::Quarter),
    ("ordinalDay", Grouping::Ordinal),
];

const TIME_FIELDS: [&str; 6] = [
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
];

#[derive(Clone, Copy, PartialEq)]
enum Grouping {
    Any,
    Calendar,
    Week,
    Quarter,
    Ordinal,
}

impl Fields {
    /// Makes an empty set of fields.
    pub fn new() -> Self {
        Fields::default()
    }

    /// Sets a field.
    pub fn insert(&mut self, name: impl Into<String>, field: Field) {
        self.fields.insert(name.into(), field);
    }

    /// Lists the fields in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.fields
            .iter()
            .map(|(name, field)| (name.as_str(), field))
    }

    /// Tells whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(in crate::base::temporal) fn nearest(
        name: &str,
        known: impl Iterator<Item = &'static str>,
    ) -> Option<&'static str> {
        known
            .map(|other| {
                (
                    strsim::osa_distance(&name.to_lowercase(), &other.to_lowercase()),
                    other,
                )
            })
            .filter(|(distance, _)| *distance <= 2)
            .min()
            .map(|(_, other)| other)
    }

    fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn integer(&self, name: &str) -> Result<Option<i64>, TemporalError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Field::Integer(number)) => Ok(Some(*number)),
            Some(_) => Err(TemporalError::WrongType {
                field: name.to_owned(),
                expected: "a whole number",
            }),
        }
    }

    fn temporal(&self, name: &str) -> Result<Option<&Temporal>, TemporalError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Field::Temporal(value)) => Ok(Some(value)),
            Some(_) => Err(TemporalError::WrongType {
                field: name.to_owned(),
                expected: "a temporal value",
            }),
        }
    }

    fn place(&self) -> Result<Option<Place>, TemporalError> {
        match self.fields.get("timezone") {
            None => Ok(None),
            Some(Field::Text(name)) => place(name).map(Some),
            Some(_) => Err(TemporalError::WrongType {
                field: "timezone".to_owned(),
                expected: "the name or offset of a time zone",
            }),
        }
    }

    /// Fails for a field that the kind does not have.
    fn check(
        &self,
        kind: TemporalKind,
        sources: &'static [&'static str],
    ) -> Result<(), TemporalError> {
        let dated = matches!(
            kind,
            TemporalKind::Date | TemporalKind::LocalDateTime | TemporalKind::DateTime
        );
        let timed = kind != TemporalKind::Date;
        let zoned = matches!(kind, TemporalKind::Time | TemporalKind::DateTime);
        let known = || {
            let dates = DATE_FIELDS.iter().map(|(name, _)| *name);
            let dates = dates.filter(move |_| dated);
            let times = TIME_FIELDS.iter().copied().filter(move |_| timed);
            let zone = ["timezone"].into_iter().filter(move |_| zoned);
            dates
                .chain(times)
                .chain(zone)
                .chain(sources.iter().copied())
        };
        for name in self.fields.keys() {
            if !known().any(|field| field == name) {
                return Err(TemporalError::UnknownField {
                    kind,
                    name: name.clone(),
                    nearest: Fields::nearest(name, known()),
                });
            }
        }
        Ok(())
    }

    /// Builds a date; fields that are absent come from `base`, or else are the first of their range.
    pub(in crate::base::temporal) fn date_over(
        &self,
        kind: TemporalKind,
        base: Option<Date>,
    ) -> Result<Date, TemporalError> {
        let mut group: Option<(&'static str, Grouping)> = None;
        for (name, grouping) in DATE_FIELDS {
            if grouping == Grouping::Any || !self.has(name) {
                continue;
            }
            match group {
                Some((first, other)) if other != grouping => {
                    return Err(TemporalError::Conflict {
                        first,
                        second: name,
                    });
                }
                _ => group = Some((name, grouping)),
            }
        }
        let missing = |field| TemporalError::MissingField { kind, field };
        let field = |name: &'static str, of_base: fn(Date) -> i64| {
            Ok(self.integer(name)?.or(base.map(of_base)))
        };
        let grouping = group.map_or(Grouping::Calendar, |(_, grouping)| grouping);
        let year = if grouping == Grouping::Week {
            field("year", Date::week_year)?
        } else {
            field("year", |date| i64::from(date.year()))?
        };
        let year = year.ok_or_else(|| missing("year"))?;
        // The larger field of the group may be left out only where the smaller one is, too.
        let pair = |large: (&'static str, fn(Date) -> i64),
                    small: (&'static str, fn(Date) -> i64)| {
            let larger = field(large.0, large.1)?;
            if larger.is_none() && self.has(small.0) {
                return Err(missing(large.0));
            }
            Ok((larger.unwrap_or(1), field(small.0, small.1)?.unwrap_or(1)))
        };
        match grouping {
            Grouping::Week => {
                let (week, day) = pair(("week", Date::week), ("dayOfWeek", Date::day_of_week))?;
                Date::from_week(year, week, day)
            }
            Grouping::Quarter => {
                let (quarter, day) = pair(
                    ("quarter", |date| i64::from(date.quarter())),
                    ("dayOfQuarter", Date::day_of_quarter),
                )?;
                Date::from_quarter(year, quarter, day)
            }
            Grouping::Ordinal => {
                let day = field("ordinalDay", Date::ordinal_day)?;
                Date::from_ordinal(year, day.unwrap_or(1))
            }
            Grouping::Calendar | Grouping::Any => {
                let (month, day) = pair(
                    ("month", |date| i64::from(date.month())),
                    ("day", |date| i64::from(date.day())),
                )?;
                if self.has("day") {
                    Date::from_calendar(year, month, day)
                } else {
                    Date::clamped(year, month, day)
                }
            }
        }
    }

    /// Builds a time; fields that are absent come from `base`, or else are 0.
    ///
    /// Parts of the second replace those of `base` below `kept` nanoseconds: all, unless a
    /// truncation has just cleared the smaller ones.
    pub(in crate::base::temporal) fn time_over(
        &self,
        kind: TemporalKind,
        base: Option<LocalTime>,
        kept: i64,
    ) -> Result<LocalTime, TemporalError> {
        if base.is_none() {
            // A smaller unit without the larger ones has nothing that it would be a part of.
            for (index, name) in TIME_FIELDS.iter().enumerate().rev() {
                let needed = TIME_FIELDS[..index.min(3)].iter().rev();
                if let Some(field) = needed.clone().find(|field| !self.has(field))
                    && self.has(name)
                {
                    return Err(TemporalError::MissingField { kind, field });
                }
            }
        }
        let base = base.unwrap_or_default();
        let hour = self.integer("hour")?.unwrap_or(base.hour());
        let minute = self.integer("minute")?.unwrap_or(base.minute());
        let second = self.integer("second")?.unwrap_or(base.second());
        let mut nanosecond = base.nanosecond();
        let mut room = kept;
        for (name, size) in [
            ("millisecond", 1_000_000),
            ("microsecond", 1_000),
            ("nanosecond", 1),
        ] {
            let Some(amount) = self.integer(name)? else {
                continue;
            };
            within(name, amount, 0, (room / size - 1).max(0))?;
            nanosecond = nanosecond - nanosecond % room + amount * size;
            room = room.min(size);
        }
        LocalTime::from_clock(hour, minute, second, nanosecond)
    }

    fn has_time(&self) -> bool {
        TIME_FIELDS.iter().any(|name| self.has(name))
    }

    fn has_date(&self) -> bool {
        DATE_FIELDS.iter().any(|(name, _)| self.has(name))
    }

    /// Fails where a time is given for a date that is not given to the day.
    fn check_whole_date(&self, kind: TemporalKind) -> Result<(), TemporalError> {
        let timed = self.has_time() || self.has("time");
        let whole = ["day", "dayOfWeek", "dayOfQuarter", "ordinalDay"];
        if timed && !whole.iter().any(|name| self.has(name)) {
            return Err(TemporalError::MissingField { kind, field: "day" });
        }
        Ok(())
    }
}

impl<const N: usize> From<[(&str, Field); N]> for Fields {
    fn from(fields: [(&str, Field); N]) -> Self {
        let fields = fields.into_iter();
        Fields {
            fields: fields
                .map(|(name, field)| (name.to_owned(), field))
                .collect(),
        }
    }
}

const SECOND: i64 = 1_000_000_000;

pub(in crate::base::temporal) fn date(fields: &Fields) -> Result<Date, TemporalError> {
    let kind = TemporalKind::Date;
    fields.check(kind, &["date"])?;
    let base = fields.temporal("date")?;
    let base = base.map(|value| value.date_part(kind)).transpose()?;
    fields.date_over(kind, base)
}

pub(in crate::base::temporal) fn local_time(fields: &Fields) -> Result<LocalTime, TemporalError> {
    let kind = TemporalKind::LocalTime;
    fields.check(kind, &["time"])?;
    let base = fields.temporal("time")?;
    let base = base.map(|value| value.time_part(kind)).transpose()?;
    if base.is_none() && !fields.has_time() {
        return Err(TemporalError::MissingField {
            kind,
            field: "hour",
        });
    }
    fields.time_over(kind, base, SECOND)
}

pub(in crate::base::temporal) fn time(fields: &Fields) -> Result<Time, TemporalError> {
    let kind = TemporalKind::Time;
    fields.check(kind, &["time"])?;
    let source = fields.temporal("time")?;
    let base = source.map(|value| value.time_part(kind)).transpose()?;
    if base.is_none() && !fields.has_time() {
        return Err(TemporalError::MissingField {
            kind,
            field: "hour",
        });
    }
    let local = fields.time_over(kind, base, SECOND)?;
    let offset = fields.place()?.map(|place| match place {
        Place::Offset(offset) => offset,
        Place::Zone(zone) => zone.standard_offset(),
    });
    Ok(match (source.and_then(Temporal::offset), offset) {
        (Some(own), Some(wanted)) => Time { local, offset: own }.at(wanted),
        (own, wanted) => Time {
            local,
            offset: wanted.or(own).unwrap_or(Offset::UTC),
        },
    })
}

pub(in crate::base::temporal) fn local_date_time(
    fields: &Fields,
) -> Result<LocalDateTime, TemporalError> {
    let kind = TemporalKind::LocalDateTime;
    fields.check(kind, &["date", "time", "datetime"])?;
    local_part(fields, kind)
}

pub(in crate::base::temporal) fn date_time(fields: &Fields) -> Result<DateTime, TemporalError> {
    let kind = TemporalKind::DateTime;
    let sources = &["date", "time", "datetime", "epochSeconds", "epochMillis"];
    fields.check(kind, sources)?;
    let wanted = fields.place()?;
    if let Some(instant) = epoch_part(fields)? {
        return DateTime::from_instant(instant, &wanted.unwrap_or(Place::Offset(Offset::UTC)));
    }
    let local = local_part(fields, kind)?;
    let source = match fields.temporal("datetime")? {
        Some(source) => Some(source),
        None => fields.temporal("time")?,
    };
    match (source.and_then(Temporal::place), wanted) {
        (Some(own), Some(wanted)) => {
            let there = own.local(local, source.and_then(Temporal::offset))?;
            DateTime::from_instant(there.instant(), &wanted)
        }
        (own, wanted) => {
            let place = wanted.or(own).unwrap_or(Place::Offset(Offset::UTC));
            place.local(local, source.and_then(Temporal::offset))
        }
    }
}

fn local_part(fields: &Fields, kind: TemporalKind) -> Result<LocalDateTime, TemporalError> {
    let whole = fields.temporal("datetime")?;
    for second in ["date", "time"] {
        if whole.is_some() && fields.has(second) {
            return Err(TemporalError::Conflict {
                first: "datetime",
                second,
            });
        }
    }
    let part = |name| Ok::<_, TemporalError>(whole.or(fields.temporal(name)?));
    let date = part("date")?
        .map(|value| value.date_part(kind))
        .transpose()?;
    let time = part("time")?
        .map(|value| value.time_part(kind))
        .transpose()?;
    if date.is_none() {
        fields.date_over(kind, None)?;
        fields.check_whole_date(kind)?;
    }
    let date = fields.date_over(kind, date)?;
    let time = fields.time_over(kind, time, SECOND)?;
    Ok(LocalDateTime::new(date, time))
}

/// Reads `epochSeconds` or `epochMillis`, with the part of the second, in nanoseconds.
fn epoch_part(fields: &Fields) -> Result<Option<i128>, TemporalError> {
    let seconds = fields.integer("epochSeconds")?;
    let millis = fields.integer("epochMillis")?;
    let (first, base, room) = match (seconds, millis) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(TemporalError::Conflict {
                first: "epochSeconds",
                second: "epochMillis",
            });
        }
        (Some(seconds), None) => ("epochSeconds", i128::from(seconds) * 1_000_000_000, SECOND),
        (None, Some(millis)) => ("epochMillis", i128::from(millis) * 1_000_000, 1_000_000),
    };
    if fields.has_date() || fields.has("date") || fields.has("time") || fields.has("datetime") {
        return Err(TemporalError::Conflict {
            first,
            second: "date",
        });
    }
    let part = Fields {
        fields: fields
            .fields
            .iter()
            .filter(|(name, _)| TIME_FIELDS[3..].contains(&name.as_str()))
            .map(|(name, field)| (name.clone(), field.clone()))
            .collect(),
    };
    let part = part.time_over(TemporalKind::DateTime, Some(LocalTime::MIDNIGHT), room)?;
    Ok(Some(base + i128::from(part.nanos())))
}

/// Reads the name or the offset of a time zone.
pub(in crate::base::temporal) fn place(name: &str) -> Result<Place, TemporalError> {
    match parse::offset(name) {
        Some(offset) => Ok(Place::Offset(offset)),
        None => Zone::named(name).map(Place::Zone),
    }
}

/// Applies the fields of a truncation to the truncated value.
pub(in crate::base::temporal) fn override_local(
    fields: &Fields,
    kind: TemporalKind,
    local: LocalDateTime,
    kept: i64,
) -> Result<LocalDateTime, TemporalError> {
    fields.check(kind, &[])?;
    Ok(LocalDateTime::new(
        fields.date_over(kind, Some(local.date()))?,
        fields.time_over(kind, Some(local.time()), kept)?,
    ))
}

/// Reads the zone that a truncation is given.
pub(in crate::base::temporal) fn place_of(fields: &Fields) -> Result<Option<Place>, TemporalError> {
    fields.place()
}
