//! The time that lies between two temporal values.

use crate::base::temporal::Date;
use crate::base::temporal::DateTime;
use crate::base::temporal::Duration;
use crate::base::temporal::LocalDateTime;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Place;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;

impl Duration {
    /// Gives the months, the days that are left, and the time that is left then.
    pub fn between(from: &Temporal, to: &Temporal) -> Result<Self, TemporalError> {
        let (from, to) = alike(from, to)?;
        if !from.dated {
            return Duration::of(0, 0, to.instant()? - from.instant()?);
        }
        let months = months(from.local, to.local);
        let moved = from.moved(from.local.date().plus_months(months)?)?;
        let days = days(moved.local, to.local);
        let moved = moved.moved(moved.local.date().plus_days(days)?)?;
        Duration::of(
            i128::from(months),
            i128::from(days),
            to.instant()? - moved.instant()?,
        )
    }

    /// Gives the whole months; none where one value has no date.
    pub fn in_months(from: &Temporal, to: &Temporal) -> Result<Self, TemporalError> {
        let (from, to) = alike(from, to)?;
        let months = if from.dated {
            months(from.local, to.local)
        } else {
            0
        };
        Duration::new(months, 0, 0, 0)
    }

    /// Gives the whole days; none where one value has no date.
    pub fn in_days(from: &Temporal, to: &Temporal) -> Result<Self, TemporalError> {
        let (from, to) = alike(from, to)?;
        let days = if from.dated {
            days(from.local, to.local)
        } else {
            0
        };
        Duration::new(0, days, 0, 0)
    }

    /// Gives the time that really passes, changes of clocks included.
    pub fn in_seconds(from: &Temporal, to: &Temporal) -> Result<Self, TemporalError> {
        let (from, to) = alike(from, to)?;
        Duration::of(0, 0, to.instant()? - from.instant()?)
    }
}

/// A value with a date and a time, and a place where one of the two values has one.
struct End {
    local: LocalDateTime,
    place: Option<Place>,
    /// Both values have a date of their own.
    dated: bool,
}

impl End {
    fn instant(&self) -> Result<i128, TemporalError> {
        Ok(match &self.place {
            Some(place) => place.local(self.local, None)?.instant(),
            None => self.local.nanos(),
        })
    }

    fn moved(&self, date: Date) -> Result<Self, TemporalError> {
        let local = LocalDateTime::new(date, self.local.time());
        Ok(End {
            local: match &self.place {
                Some(place) => place.local(local, None)?.local(),
                None => local,
            },
            place: self.place.clone(),
            dated: self.dated,
        })
    }
}

/// Gives each value what it has not and the other one has: date and zone; the time is else midnight.
fn alike(from: &Temporal, to: &Temporal) -> Result<(End, End), TemporalError> {
    for value in [from, to] {
        if value.kind() == TemporalKind::Duration {
            return Err(TemporalError::NoPart {
                kind: TemporalKind::Duration,
                from: TemporalKind::Duration,
            });
        }
    }
    let kind = TemporalKind::LocalDateTime;
    let (from_date, to_date) = (from.date_part(kind).ok(), to.date_part(kind).ok());
    let dated = from_date.is_some() && to_date.is_some();
    let day = from_date.or(to_date);
    let day = day.map_or_else(|| Date::from_days(0), Ok)?;
    let end = |value: &Temporal, date: Option<Date>, place: Option<Place>| End {
        local: LocalDateTime::new(
            date.unwrap_or(day),
            value.time_part(kind).unwrap_or(LocalTime::MIDNIGHT),
        ),
        place: place.clone(),
        dated,
    };
    let (from_place, to_place) = (from.place(), to.place());
    let start = end(from, from_date, from_place.clone().or(to_place.clone()));
    let mut finish = end(to, to_date, to_place.or(from_place));
    // Days and months are counted on the calendar of the start.
    if let (Some(here), Some(there)) = (&start.place, &finish.place)
        && here != there
    {
        let moment = there.local(finish.local, to.offset())?;
        finish.local = DateTime::from_instant(moment.instant(), here)?.local();
        finish.place = start.place.clone();
    }
    Ok((start, finish))
}

/// Counts the whole months, towards zero.
fn months(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let count = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let months = count(to.date()) - count(from.date());
    let within = |at: LocalDateTime| (at.date().day(), at.time());
    if months > 0 && within(to) < within(from) {
        months - 1
    } else if months < 0 && within(to) > within(from) {
        months + 1
    } else {
        months
    }
}

/// Counts the whole days, towards zero.
fn days(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let days = to.date().days() - from.date().days();
    if days > 0 && to.time() < from.time() {
        days - 1
    } else if days < 0 && to.time() > from.time() {
        days + 1
    } else {
        days
    }
}
