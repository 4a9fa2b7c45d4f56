//! Times of day, with and without an offset.

use std::cmp::Ordering;
use std::fmt;

use crate::base::temporal::Duration;
use crate::base::temporal::Offset;
use crate::base::temporal::TemporalError;
use crate::base::temporal::date::within;

pub(in crate::base::temporal) const NANOS_PER_SECOND: i64 = 1_000_000_000;
pub(in crate::base::temporal) const NANOS_PER_DAY: i64 = 86_400 * NANOS_PER_SECOND;

/// A time of day, without a date and a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// Since midnight, less than a day.
    nanos: u64,
}

impl LocalTime {
    /// The start of a day.
    pub const MIDNIGHT: LocalTime = LocalTime { nanos: 0 };

    /// Makes a time of its parts.
    pub fn from_clock(
        hour: i64,
        minute: i64,
        second: i64,
        nanosecond: i64,
    ) -> Result<Self, TemporalError> {
        within("hour", hour, 0, 23)?;
        within("minute", minute, 0, 59)?;
        within("second", second, 0, 59)?;
        within("nanosecond", nanosecond, 0, NANOS_PER_SECOND - 1)?;
        let seconds = hour * 3600 + minute * 60 + second;
        Ok(LocalTime {
            nanos: (seconds * NANOS_PER_SECOND + nanosecond) as u64,
        })
    }

    /// Makes the time that lies so many nanoseconds after midnight, in a day without end.
    pub fn from_nanos(nanos: i128) -> Self {
        LocalTime {
            nanos: nanos.rem_euclid(i128::from(NANOS_PER_DAY)) as u64,
        }
    }

    /// Counts the nanoseconds since midnight.
    pub fn nanos(self) -> i64 {
        self.nanos as i64
    }

    /// Gives the hour.
    pub fn hour(self) -> i64 {
        self.nanos() / (3600 * NANOS_PER_SECOND)
    }

    /// Gives the minute of the hour.
    pub fn minute(self) -> i64 {
        self.nanos() / (60 * NANOS_PER_SECOND) % 60
    }

    /// Gives the second of the minute.
    pub fn second(self) -> i64 {
        self.nanos() / NANOS_PER_SECOND % 60
    }

    /// Gives the nanosecond of the second.
    pub fn nanosecond(self) -> i64 {
        self.nanos() % NANOS_PER_SECOND
    }

    /// Moves the time by a duration, past midnight to the start of the day; months and days do not count.
    pub fn plus(self, duration: &Duration) -> Self {
        LocalTime::from_nanos(i128::from(self.nanos) + duration.time_nanos())
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        let (second, nanosecond) = (self.second(), self.nanosecond());
        if second == 0 && nanosecond == 0 {
            return Ok(());
        }
        write!(f, ":{second:02}")?;
        // In thousandths, so that the reader sees at once which unit is meant.
        match nanosecond {
            0 => Ok(()),
            _ if nanosecond % 1_000_000 == 0 => write!(f, ".{:03}", nanosecond / 1_000_000),
            _ if nanosecond % 1_000 == 0 => write!(f, ".{:06}", nanosecond / 1_000),
            _ => write!(f, ".{nanosecond:09}"),
        }
    }
}

/// A time of day at an offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// What the clock there shows.
    pub local: LocalTime,
    /// How far the clock is ahead of UTC.
    pub offset: Offset,
}

impl Time {
    /// Gives the same moment as another offset's clocks show it.
    pub fn at(self, offset: Offset) -> Self {
        let moved = i64::from(offset.seconds() - self.offset.seconds()) * NANOS_PER_SECOND;
        Time {
            local: LocalTime::from_nanos(i128::from(self.local.nanos() + moved)),
            offset,
        }
    }

    /// Moves the time by a duration, as a local time is.
    pub fn plus(self, duration: &Duration) -> Self {
        Time {
            local: self.local.plus(duration),
            ..self
        }
    }

    /// Counts the nanoseconds since midnight UTC; negative before it.
    pub(in crate::base::temporal) fn instant(self) -> i64 {
        self.local.nanos() - i64::from(self.offset.seconds()) * NANOS_PER_SECOND
    }
}

impl Ord for Time {
    /// Earlier moments come first; of one moment, the smaller offset.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.instant(), self.offset).cmp(&(other.instant(), other.offset))
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, self.offset)
    }
}
