//! Rounding temporal values down to a unit.

use crate::base::temporal::Date;
use crate::base::temporal::Fields;
use crate::base::temporal::LocalDateTime;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Offset;
use crate::base::temporal::Place;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::base::temporal::Time;
use crate::base::temporal::fields;

/// Truncates a value to a unit, as a value of `kind`, and sets the fields given.
pub(in crate::base::temporal) fn truncate(
    kind: TemporalKind,
    unit: &str,
    value: &Temporal,
    fields: &Fields,
) -> Result<Temporal, TemporalError> {
    let unknown = || TemporalError::UnknownUnit {
        kind,
        unit: unit.to_owned(),
    };
    let no_part = || TemporalError::NoPart {
        kind,
        from: value.kind(),
    };
    let needs_date = kind.has_date();
    let date = match value.date_part(kind) {
        Ok(date) => date,
        Err(_) if !needs_date => Date::from_days(0)?,
        Err(_) => return Err(no_part()),
    };
    let time = match value.time_part(kind) {
        Ok(time) => time,
        Err(_) if needs_date => LocalTime::MIDNIGHT,
        Err(_) => return Err(no_part()),
    };
    let local = match date_unit(unit, date).transpose()? {
        // A time of day has no units above the day, a date none below.
        Some(_) if !needs_date && unit != "day" => return Err(unknown()),
        Some(date) => (LocalDateTime::new(date, LocalTime::MIDNIGHT), 1_000_000_000),
        None if kind == TemporalKind::Date => return Err(unknown()),
        None => {
            let nanos = time_unit(unit).ok_or_else(unknown)?;
            // A date has only whole days that could be cut.
            if value.kind() == TemporalKind::Date {
                return Err(unknown());
            }
            let cut = i128::from(time.nanos() - time.nanos() % nanos);
            let local = LocalDateTime::new(date, LocalTime::from_nanos(cut));
            (local, nanos.min(1_000_000_000))
        }
    };
    let local = fields::override_local(fields, kind, local.0, local.1)?;
    let place = fields::place_of(fields)?.or(value.place());
    let place = place.unwrap_or(Place::Offset(Offset::UTC));
    Ok(match kind {
        TemporalKind::Date => Temporal::Date(local.date()),
        TemporalKind::LocalTime => Temporal::LocalTime(local.time()),
        TemporalKind::LocalDateTime => Temporal::LocalDateTime(local),
        TemporalKind::DateTime => place.local(local, value.offset())?.into(),
        TemporalKind::Time => Temporal::Time(Time {
            local: local.time(),
            offset: match place {
                Place::Offset(offset) => offset,
                Place::Zone(zone) if fields::place_of(fields)?.is_some() => zone.standard_offset(),
                Place::Zone(_) => value.offset().unwrap_or(Offset::UTC),
            },
        }),
        TemporalKind::Duration => return Err(unknown()),
    })
}

/// Gives the first day of the unit that a date lies in; nothing for units below the day.
fn date_unit(unit: &str, date: Date) -> Option<Result<Date, TemporalError>> {
    let year = i64::from(date.year());
    let start_of = |years: i64| Date::from_calendar(year - year.rem_euclid(years), 1, 1);
    Some(match unit {
        "millennium" => start_of(1000),
        "century" => start_of(100),
        "decade" => start_of(10),
        "year" => start_of(1),
        "weekYear" => Date::from_week(date.week_year(), 1, 1),
        "quarter" => Date::from_quarter(year, i64::from(date.quarter()), 1),
        "month" => Date::from_calendar(year, i64::from(date.month()), 1),
        "week" => date.plus_days(1 - date.day_of_week()),
        "day" => Ok(date),
        _ => return None,
    })
}

fn time_unit(unit: &str) -> Option<i64> {
    Some(match unit {
        "hour" => 3_600_000_000_000,
        "minute" => 60_000_000_000,
        "second" => 1_000_000_000,
        "millisecond" => 1_000_000,
        "microsecond" => 1_000,
        _ => return None,
    })
}
