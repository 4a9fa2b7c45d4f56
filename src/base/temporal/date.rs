//! A day of the proleptic Gregorian calendar.

use std::fmt;

use crate::base::temporal::Duration;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;

/// The last year; the first is its opposite.
const LAST_YEAR: i64 = 999_999_999;

/// A day, without a time and a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// Makes the date of a year, a month and a day of the month.
    pub fn from_calendar(year: i64, month: i64, day: i64) -> Result<Self, TemporalError> {
        within("year", year, -LAST_YEAR, LAST_YEAR)?;
        within("month", month, 1, 12)?;
        within("day", day, 1, days_in_month(year, month))?;
        Ok(Date {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        })
    }

    /// Makes the date of an ISO week and a day of it; Monday is 1.
    pub fn from_week(year: i64, week: i64, day_of_week: i64) -> Result<Self, TemporalError> {
        within("year", year, -LAST_YEAR, LAST_YEAR)?;
        within("week", week, 1, weeks_in_year(year))?;
        within("dayOfWeek", day_of_week, 1, 7)?;
        Date::from_days(first_week(year) + (week - 1) * 7 + day_of_week - 1)
    }

    /// Makes the date of a quarter and a day of it.
    pub fn from_quarter(year: i64, quarter: i64, day: i64) -> Result<Self, TemporalError> {
        within("quarter", quarter, 1, 4)?;
        let start = Date::from_calendar(year, quarter * 3 - 2, 1)?;
        let length: i64 = (0..3)
            .map(|offset| days_in_month(year, quarter * 3 - 2 + offset))
            .sum();
        within("dayOfQuarter", day, 1, length)?;
        Date::from_days(start.days() + day - 1)
    }

    /// Makes the date of a day of the year.
    pub fn from_ordinal(year: i64, day: i64) -> Result<Self, TemporalError> {
        let start = Date::from_calendar(year, 1, 1)?;
        within("ordinalDay", day, 1, 365 + i64::from(is_leap(year)))?;
        Date::from_days(start.days() + day - 1)
    }

    /// Makes the date that lies so many days after 1 January 1970.
    pub fn from_days(days: i64) -> Result<Self, TemporalError> {
        // Counted from 1 March of a year 0, so that the leap day ends a year.
        let overflow = TemporalError::Overflow {
            kind: TemporalKind::Date,
        };
        let shifted = days.checked_add(719_468).ok_or(overflow.clone())?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        if year.abs() > LAST_YEAR {
            return Err(overflow);
        }
        Ok(Date {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        })
    }

    /// Counts the days since 1 January 1970.
    pub fn days(self) -> i64 {
        let (year, month, day) = (
            i64::from(self.year),
            i64::from(self.month),
            i64::from(self.day),
        );
        let year = year - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468
    }

    /// Gives the year; 0 is the one before 1.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Gives the month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Gives the day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Gives the quarter, from 1.
    pub fn quarter(self) -> u8 {
        (self.month - 1) / 3 + 1
    }

    /// Gives the day of the quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        let start = Date {
            month: self.quarter() * 3 - 2,
            day: 1,
            ..self
        };
        self.days() - start.days() + 1
    }

    /// Gives the day of the year, from 1.
    pub fn ordinal_day(self) -> i64 {
        let start = Date {
            month: 1,
            day: 1,
            ..self
        };
        self.days() - start.days() + 1
    }

    /// Gives the day of the week; Monday is 1.
    pub fn day_of_week(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// Gives the year that the ISO week belongs to.
    pub fn week_year(self) -> i64 {
        let year = i64::from(self.year);
        let days = self.days();
        if days < first_week(year) {
            year - 1
        } else if days >= first_week(year + 1) {
            year + 1
        } else {
            year
        }
    }

    /// Gives the ISO week, from 1.
    pub fn week(self) -> i64 {
        (self.days() - first_week(self.week_year())) / 7 + 1
    }

    /// Moves the date by months, to the last day of the month where it has no such day.
    pub fn plus_months(self, months: i64) -> Result<Self, TemporalError> {
        let overflow = TemporalError::Overflow {
            kind: TemporalKind::Date,
        };
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1)
            .checked_add(months)
            .ok_or(overflow.clone())?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if year.abs() > LAST_YEAR {
            return Err(overflow);
        }
        Date::from_calendar(
            year,
            month,
            i64::from(self.day).min(days_in_month(year, month)),
        )
    }

    /// Moves the date by days.
    pub fn plus_days(self, days: i64) -> Result<Self, TemporalError> {
        let total = self.days().checked_add(days);
        Date::from_days(total.ok_or(TemporalError::Overflow {
            kind: TemporalKind::Date,
        })?)
    }

    /// Moves the date by a duration, whose time counts in whole days.
    pub fn plus(self, duration: &Duration) -> Result<Self, TemporalError> {
        self.plus_months(duration.months())?
            .plus_days(duration.days())?
            .plus_days(duration.whole_days_of_time())
    }

    /// Gives the same month and day, or the last of the month, in another year and month.
    pub(in crate::base::temporal) fn clamped(
        year: i64,
        month: i64,
        day: i64,
    ) -> Result<Self, TemporalError> {
        within("month", month, 1, 12)?;
        Date::from_calendar(year, month, day.min(days_in_month(year, month)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.year {
            ..0 => "-",
            0..=9999 => "",
            _ => "+",
        };
        let year = self.year.unsigned_abs();
        write!(f, "{sign}{year:04}-{:02}-{:02}", self.month, self.day)
    }
}

/// Fails for a value that a field cannot have.
pub(in crate::base::temporal) fn within(
    field: &'static str,
    value: i64,
    least: i64,
    most: i64,
) -> Result<(), TemporalError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(TemporalError::OutOfRange {
        field,
        value,
        least,
        most,
    })
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Gives the day, counted from 1970, of the Monday that starts the year's first ISO week.
fn first_week(year: i64) -> i64 {
    // The first week is the one that 4 January lies in. Here a year may lie just beyond the last.
    let cycles = year.div_euclid(400);
    let fourth = Date {
        year: year.rem_euclid(400) as i32,
        month: 1,
        day: 4,
    };
    let days = fourth.days() + cycles * 146_097;
    days - (days + 3).rem_euclid(7)
}

fn weeks_in_year(year: i64) -> i64 {
    (first_week(year + 1) - first_week(year)) / 7
}
