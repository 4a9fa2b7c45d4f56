//! Offsets from UTC and named time zones.

use std::cmp::Ordering;
use std::fmt;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::AmbiguousOffset;
use jiff::tz::TimeZone;
use jiff::tz::TimeZoneDatabase;

use crate::base::temporal::LocalDateTime;
use crate::base::temporal::TemporalError;

/// The Gregorian calendar, weekdays included, and with it every zone's rule repeats after 400 years.
const CYCLE_YEARS: i64 = 400;
const CYCLE_SECONDS: i64 = 146_097 * 86_400;

/// A distance from UTC in seconds, at most 18 hours either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(i32);

impl Offset {
    /// No distance.
    pub const UTC: Offset = Offset(0);

    /// Makes an offset of so many seconds east of UTC.
    pub fn from_seconds(seconds: i32) -> Option<Self> {
        (seconds.abs() <= 18 * 3600).then_some(Offset(seconds))
    }

    /// Counts the seconds east of UTC.
    pub fn seconds(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("Z");
        }
        let sign = if self.0 < 0 { '-' } else { '+' };
        let seconds = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if !seconds.is_multiple_of(60) {
            write!(f, ":{:02}", seconds % 60)?;
        }
        Ok(())
    }
}

/// A named time zone with its history of offsets, from the database that is part of the program.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
}

impl Zone {
    /// Finds a zone by its name in the IANA database, in any case of letters.
    pub fn named(name: &str) -> Result<Self, TemporalError> {
        // Not the system's database: the same query must give the same answer on every machine.
        static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
        let unknown = || TemporalError::UnknownZone {
            name: name.to_owned(),
        };
        let zone = DATABASE
            .get_or_init(TimeZoneDatabase::bundled)
            .get(name)
            .map_err(|_| unknown())?;
        zone.iana_name().ok_or_else(unknown)?;
        Ok(Zone { zone })
    }

    /// Gives the name as the database spells it.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Finds the offset at a local time.
    ///
    /// A time that a change of clocks skips is moved on by what was skipped. A time that comes
    /// twice is the first, unless `preferred` is the offset of the second.
    pub(in crate::base::temporal) fn resolve(
        &self,
        local: LocalDateTime,
        preferred: Option<Offset>,
    ) -> Option<(LocalDateTime, Offset)> {
        let offset_of = |offset: jiff::tz::Offset| Offset(offset.seconds());
        match self.zone.to_ambiguous_timestamp(civil_of(local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => Some((local, offset_of(offset))),
            AmbiguousOffset::Fold { before, after } => {
                let after = offset_of(after);
                let chosen = if preferred == Some(after) {
                    after
                } else {
                    offset_of(before)
                };
                Some((local, chosen))
            }
            AmbiguousOffset::Gap { before, after } => {
                let skipped = i64::from(after.seconds()) - i64::from(before.seconds());
                Some((local.plus_seconds(skipped)?, offset_of(after)))
            }
        }
    }

    /// Finds the offset at an instant, given in seconds since 1970.
    pub(in crate::base::temporal) fn offset_at(&self, instant: i64) -> Offset {
        let (least, most) = (-CYCLE_SECONDS * 20, CYCLE_SECONDS * 15);
        let instant = if instant > most {
            most - CYCLE_SECONDS + (instant - most).rem_euclid(CYCLE_SECONDS)
        } else {
            instant.max(least)
        };
        let timestamp = Timestamp::from_second(instant).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset(self.zone.to_offset(timestamp).seconds())
    }

    /// Gives the offset for a time of day that belongs to no date: that of standard time now.
    pub(in crate::base::temporal) fn standard_offset(&self) -> Offset {
        // Where summer time is kept, one of the two is without it: it lies west of the other.
        let offsets = [1_704_067_200, 1_719_792_000].map(|instant| self.offset_at(instant));
        offsets[0].min(offsets[1])
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl std::hash::Hash for Zone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// Gives the local time to `jiff`, moved by whole cycles into the years that it knows.
fn civil_of(local: LocalDateTime) -> civil::DateTime {
    let date = local.date();
    let year = match i64::from(date.year()) {
        year if year > 9000 => 9000 - CYCLE_YEARS + (year - 9000).rem_euclid(CYCLE_YEARS),
        year if year < -9000 => -9000 + (year + 9000).rem_euclid(CYCLE_YEARS),
        year => year,
    };
    let time = local.time();
    civil::Date::new(year as i16, date.month() as i8, date.day() as i8)
        .unwrap_or(civil::Date::ZERO)
        .at(
            time.hour() as i8,
            time.minute() as i8,
            time.second() as i8,
            time.nanosecond() as i32,
        )
}
