//! Date and time together, with and without a zone.

use std::cmp::Ordering;
use std::fmt;

use crate::base::temporal::Date;
use crate::base::temporal::Duration;
use crate::base::temporal::LocalTime;
use crate::base::temporal::Offset;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;
use crate::base::temporal::Time;
use crate::base::temporal::Zone;
use crate::base::temporal::time::NANOS_PER_DAY;
use crate::base::temporal::time::NANOS_PER_SECOND;

/// A date and a time of day, without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    date: Date,
    time: LocalTime,
}

impl LocalDateTime {
    /// Joins a date and a time.
    pub fn new(date: Date, time: LocalTime) -> Self {
        LocalDateTime { date, time }
    }

    /// Makes the date and time that lie so many nanoseconds after the start of 1970.
    pub fn from_nanos(nanos: i128) -> Result<Self, TemporalError> {
        let days = nanos.div_euclid(i128::from(NANOS_PER_DAY));
        let days = i64::try_from(days).map_err(|_| overflow(TemporalKind::LocalDateTime))?;
        let date = Date::from_days(days).map_err(|_| overflow(TemporalKind::LocalDateTime))?;
        Ok(LocalDateTime::new(date, LocalTime::from_nanos(nanos)))
    }

    /// Counts the nanoseconds since the start of 1970.
    pub fn nanos(self) -> i128 {
        i128::from(self.date.days()) * i128::from(NANOS_PER_DAY) + i128::from(self.time.nanos())
    }

    /// Gives the date.
    pub fn date(self) -> Date {
        self.date
    }

    /// Gives the time of day.
    pub fn time(self) -> LocalTime {
        self.time
    }

    /// Moves by months and days, then by the time.
    pub fn plus(self, duration: &Duration) -> Result<Self, TemporalError> {
        let date = self
            .date
            .plus_months(duration.months())?
            .plus_days(duration.days())?;
        LocalDateTime::from_nanos(
            LocalDateTime::new(date, self.time).nanos() + duration.time_nanos(),
        )
    }

    /// Moves by seconds; nothing beyond the last year.
    pub(in crate::base::temporal) fn plus_seconds(self, seconds: i64) -> Option<Self> {
        LocalDateTime::from_nanos(self.nanos() + i128::from(seconds) * i128::from(NANOS_PER_SECOND))
            .ok()
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

/// A moment: a date and a time at an offset from UTC, and the zone where it has a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    local: LocalDateTime,
    offset: Offset,
    zone: Option<Zone>,
}

impl DateTime {
    /// Makes a date-time at an offset.
    pub fn at_offset(local: LocalDateTime, offset: Offset) -> Self {
        DateTime {
            local,
            offset,
            zone: None,
        }
    }

    /// Makes a date-time in a named zone.
    ///
    /// A time that a change of clocks skips is moved on; of one that comes twice, the first is
    /// meant, unless `preferred` is the offset of the second.
    pub fn in_zone(
        local: LocalDateTime,
        zone: &Zone,
        preferred: Option<Offset>,
    ) -> Result<Self, TemporalError> {
        let (local, offset) = zone
            .resolve(local, preferred)
            .ok_or_else(|| overflow(TemporalKind::DateTime))?;
        Ok(DateTime {
            local,
            offset,
            zone: Some(zone.clone()),
        })
    }

    /// Makes the date-time of a moment, in nanoseconds since 1970 began in UTC.
    pub fn from_instant(nanos: i128, place: &Place) -> Result<Self, TemporalError> {
        let seconds = nanos.div_euclid(i128::from(NANOS_PER_SECOND));
        let (offset, zone) = match place {
            Place::Offset(offset) => (*offset, None),
            Place::Zone(zone) => {
                let seconds =
                    i64::try_from(seconds).map_err(|_| overflow(TemporalKind::DateTime))?;
                (zone.offset_at(seconds), Some(zone.clone()))
            }
        };
        let ahead = i128::from(offset.seconds()) * i128::from(NANOS_PER_SECOND);
        let local = LocalDateTime::from_nanos(nanos + ahead)
            .map_err(|_| overflow(TemporalKind::DateTime))?;
        Ok(DateTime {
            local,
            offset,
            zone,
        })
    }

    /// Gives what calendar and clock show there.
    pub fn local(&self) -> LocalDateTime {
        self.local
    }

    /// Gives how far the clock there is ahead of UTC then.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Gives the zone, where it has a name.
    pub fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }

    /// Gives the time of day with its offset.
    pub fn time(&self) -> Time {
        Time {
            local: self.local.time(),
            offset: self.offset,
        }
    }

    /// Counts the nanoseconds since 1970 began in UTC.
    pub fn instant(&self) -> i128 {
        self.local.nanos() - i128::from(self.offset.seconds()) * i128::from(NANOS_PER_SECOND)
    }

    /// Moves by months and days on the calendar there, then by the time that really passes.
    pub fn plus(&self, duration: &Duration) -> Result<Self, TemporalError> {
        let date = self
            .local
            .date()
            .plus_months(duration.months())?
            .plus_days(duration.days())?;
        let moved = self.place().local(
            LocalDateTime::new(date, self.local.time()),
            Some(self.offset),
        )?;
        DateTime::from_instant(moved.instant() + duration.time_nanos(), &self.place())
    }

    /// Gives where the clock stands.
    pub(in crate::base::temporal) fn place(&self) -> Place {
        match &self.zone {
            Some(zone) => Place::Zone(zone.clone()),
            None => Place::Offset(self.offset),
        }
    }
}

impl Ord for DateTime {
    /// Earlier moments come first; of one moment, the smaller offset, then the zone without a name.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.instant(), self.offset, &self.zone).cmp(&(other.instant(), other.offset, &other.zone))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, self.offset)?;
        match &self.zone {
            Some(zone) => write!(f, "[{}]", zone.name()),
            None => Ok(()),
        }
    }
}

/// Where a clock stands: at an offset or in a named zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// At this offset, whatever the date.
    Offset(Offset),
    /// At the offset that the zone has then.
    Zone(Zone),
}

impl Place {
    /// Reads a local time as one of this place.
    pub(in crate::base::temporal) fn local(
        &self,
        local: LocalDateTime,
        preferred: Option<Offset>,
    ) -> Result<DateTime, TemporalError> {
        match self {
            Place::Offset(offset) => Ok(DateTime::at_offset(local, *offset)),
            Place::Zone(zone) => DateTime::in_zone(local, zone, preferred),
        }
    }
}

fn overflow(kind: TemporalKind) -> TemporalError {
    TemporalError::Overflow { kind }
}
