//! From what an expression says to the days that it means.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Weekday;

use crate::extract::time::TimeExpression;
use crate::extract::time::TimexType;
use crate::extract::time::cursor::Cursor;
use crate::extract::time::grammar::period;
use crate::extract::time::shape::Amount;
use crate::extract::time::shape::Clock;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;
use crate::extract::time::tense;
use crate::extract::time::tense::Tense;
use crate::extract::time::words::Feast;
use crate::extract::time::words::Unit;

/// The days that expressions count from.
pub(super) struct Reference {
    /// When the document was written.
    document: Option<Date>,
    /// The last day or span that the text spoke of.
    text: Option<(Date, Date)>,
    /// The last single day that it spoke of.
    day: Option<Date>,
}

impl Reference {
    pub(super) fn new(document: Option<Date>) -> Self {
        Reference {
            document,
            text: None,
            day: None,
        }
    }
}

/// A value with the days it covers.
struct Value {
    text: String,
    interval: Option<(Date, Date)>,
}

impl Value {
    fn vague(text: impl Into<String>) -> Self {
        Value {
            text: text.into(),
            interval: None,
        }
    }
}

/// Resolves the expression at `at`, and remembers it for those that count from it.
pub(super) fn expression(
    cursor: &Cursor<'_>,
    at: usize,
    parsed: &Parsed,
    reference: &mut Reference,
) -> TimeExpression {
    let tense = || tense::at(cursor, parsed.end - 1);
    let mut value = shape(&parsed.shape, reference, tense);
    let mut timex_type = match parsed.shape {
        Shape::Duration { .. } => TimexType::Duration,
        Shape::Set { .. } => TimexType::Set,
        Shape::Clock => TimexType::Time,
        _ => TimexType::Date,
    };
    if let Some(clock) = parsed.clock {
        timex_type = TimexType::Time;
        value.text = match clock {
            Clock::Part(part) => format!("{}T{part}", value.text),
            Clock::At { hour, minute } => format!("{}T{hour:02}:{minute:02}", value.text),
        };
    }
    let dated = matches!(timex_type, TimexType::Date | TimexType::Time);
    if dated && value.interval.is_some() && parsed.shape != Shape::Clock {
        reference.text = value.interval;
        if let Some((first, last)) = value.interval
            && first == last
        {
            reference.day = Some(first);
        }
    }
    let (first, last) = (cursor.token(at), cursor.token(parsed.end - 1));
    TimeExpression {
        span: cursor.span(at, parsed.end),
        tokens: first.0..last.0 + 1,
        timex_type,
        value: value.text,
        modifier: parsed.modifier,
        interval: value.interval,
        range: None,
    }
}

fn shape(shape: &Shape, reference: &Reference, tense: impl Fn() -> Tense) -> Value {
    let anchor = reference.document;
    match *shape {
        Shape::Day { year, month, day } => {
            let Some(month) = month.or(anchor.map(Date::month)) else {
                return Value::vague(format!("XXXX-XX-{day:02}"));
            };
            yearly(year, month, day, anchor, tense)
        }
        Shape::Holiday { feast, year } => feast_day(feast, year, anchor, tense),
        Shape::Month {
            year: Some(year),
            month,
            ..
        } => month_of(year, month),
        Shape::Month {
            year: None,
            month,
            direction,
        } => match anchor {
            Some(anchor) => {
                let this = i32::from(anchor.year()) * 12 + i32::from(anchor.month()) - 1;
                let back = (i32::from(anchor.month()) - i32::from(month)).rem_euclid(12);
                let ahead = (i32::from(month) - i32::from(anchor.month())).rem_euclid(12);
                let place = match direction {
                    Direction::Back => this - if back == 0 { 12 } else { back },
                    Direction::Ahead => this + if ahead == 0 { 12 } else { ahead },
                    Direction::Here => i32::from(anchor.year()) * 12 + i32::from(month) - 1,
                    Direction::Open => match tense() {
                        Tense::Past => this - back,
                        Tense::Future => this + ahead,
                        // "is", and no verb at all: the nearer one.
                        _ if back <= ahead => this - back,
                        _ => this + ahead,
                    },
                };
                month_of(
                    place.div_euclid(12) as i16,
                    (place.rem_euclid(12) + 1) as i8,
                )
            }
            None => Value::vague(format!("XXXX-{month:02}")),
        },
        Shape::Year { year, fiscal } => {
            let value = year_of(year);
            Value {
                text: if fiscal {
                    format!("FY{year}")
                } else {
                    value.text
                },
                interval: value.interval,
            }
        }
        Shape::Years { first, last } => Value {
            text: format!("{first:04}/{last:04}"),
            interval: span(year_of(first), year_of(last)),
        },
        Shape::Decade { year } => Value {
            text: format!("{:03}", year / 10),
            interval: span(year_of(year), year_of(year + 9)),
        },
        Shape::Century {
            number,
            before_christ,
        } => {
            if before_christ {
                return Value::vague(format!("BC{number:02}"));
            }
            let first = (number - 1) * 100;
            Value {
                text: format!("{:02}", number - 1),
                interval: span(year_of(first), year_of(first + 99)),
            }
        }
        Shape::BeforeChrist { year } => Value::vague(format!("BC{year:04}")),
        Shape::Weekday { weekday, direction } => match anchor {
            Some(anchor) => day_of(weekday_from(anchor, weekday, direction, tense)),
            None => Value::vague(format!("XXXX-WXX-{weekday}")),
        },
        // "this weekend" of a Tuesday is the one behind it, if that is when it happened.
        Shape::Shift {
            unit: Unit::Weekend,
            count: 0,
        } if anchor.is_some_and(|day| day.weekday().to_monday_one_offset() < 6)
            && tense() == Tense::Past =>
        {
            anchor.map_or_else(
                || Value::vague("PAST_REF"),
                |day| shifted(day, Unit::Weekend, -1),
            )
        }
        Shape::Shift { unit, count } => match anchor {
            Some(anchor) => shifted(anchor, unit, count),
            None => Value::vague(match count {
                0 => "PRESENT_REF",
                ..0 => "PAST_REF",
                _ => "FUTURE_REF",
            }),
        },
        Shape::Onward {
            unit: unit @ (Unit::Day | Unit::Night),
            count,
        } if reference.day.is_some() => {
            // "the next day" is that of a day, not of a year spoken of in between.
            reference
                .day
                .map_or_else(|| Value::vague("PAST_REF"), |day| shifted(day, unit, count))
        }
        Shape::Onward { unit, count } => match reference.text {
            Some((first, last)) => {
                let from = if count < 0 { first } else { last };
                shifted(from, unit, count)
            }
            None => match anchor {
                // Without a date before it, it counts from the day of writing.
                Some(anchor) => shifted(anchor, unit, count),
                None => Value::vague(if count < 0 { "PAST_REF" } else { "FUTURE_REF" }),
            },
        },
        Shape::Season {
            code,
            year,
            direction,
        } => {
            let year = year.or_else(|| {
                let anchor = anchor?;
                let this = season_of(anchor.year(), code).interval?;
                let shift = match direction {
                    Direction::Back => -i16::from(this.1 >= anchor),
                    Direction::Ahead => i16::from(this.0 <= anchor),
                    Direction::Here => 0,
                    Direction::Open => match tense() {
                        Tense::Past => -i16::from(this.0 > anchor),
                        Tense::Future => i16::from(this.1 < anchor),
                        _ => 0,
                    },
                };
                Some(anchor.year() + shift)
            });
            match year {
                Some(year) => season_of(year, code),
                None => Value::vague(format!("XXXX-{code}")),
            }
        }
        Shape::Portion {
            letter,
            number,
            year,
            direction,
            fiscal,
        } => {
            let year = year.or_else(|| {
                let anchor = anchor?;
                Some(match direction {
                    Direction::Back => anchor.year() - 1,
                    Direction::Ahead => anchor.year() + 1,
                    _ => anchor.year(),
                })
            });
            let Some(year) = year else {
                return Value::vague(format!("XXXX-{letter}{number}"));
            };
            let months: i8 = if letter == 'Q' { 3 } else { 6 };
            let first = (number - 1) * months + 1;
            Value {
                text: format!("{}{year}-{letter}{number}", if fiscal { "FY" } else { "" }),
                interval: span(month_of(year, first), month_of(year, first + months - 1)),
            }
        }
        Shape::Vague(reference) => Value {
            text: reference.to_owned(),
            interval: anchor
                .filter(|_| reference == "PRESENT_REF")
                .map(|anchor| (anchor, anchor)),
        },
        Shape::Duration {
            unit,
            amount,
            direction,
        } => {
            let number = match amount {
                Amount::Some(number) => number.to_string(),
                Amount::Half(0) if unit == Unit::Hour => return Value::vague("PT30M"),
                Amount::Half(0) if unit == Unit::Day => return Value::vague("PT12H"),
                Amount::Half(0) if unit == Unit::Year => return Value::vague("P6M"),
                Amount::Half(0) if unit == Unit::Decade => return Value::vague("P5Y"),
                Amount::Half(0) if unit == Unit::Century => return Value::vague("P50Y"),
                Amount::Half(number) => format!("{number}.5"),
                Amount::Vague => "X".to_owned(),
            };
            let interval = match (anchor, direction, amount) {
                (Some(anchor), Some(Direction::Back), Amount::Some(number)) => {
                    add(anchor, unit, -number).map(|first| (first, anchor))
                }
                (Some(anchor), Some(Direction::Ahead), Amount::Some(number)) => {
                    add(anchor, unit, number).map(|last| (anchor, last))
                }
                _ => None,
            };
            Value {
                text: period(unit, &number),
                interval,
            }
        }
        Shape::Set { ref value } => Value::vague(value.clone()),
        Shape::Clock => match reference.day.or(anchor) {
            Some(day) => day_of(day),
            None => Value::vague("XXXX-XX-XX"),
        },
    }
}

/// A day of a month, in the year that is said or that the tense asks for.
fn yearly(
    year: Option<i16>,
    month: i8,
    day: i8,
    anchor: Option<Date>,
    tense: impl Fn() -> Tense,
) -> Value {
    let unknown = || Value::vague(format!("XXXX-{month:02}-{day:02}"));
    if let Some(year) = year {
        return match Date::new(year, month, day) {
            Ok(date) => day_of(date),
            Err(_) => month_of(year, month),
        };
    }
    let Some(anchor) = anchor else {
        return unknown();
    };
    let days = (-1..=1)
        .filter_map(|shift| Date::new(anchor.year() + shift, month, day).ok())
        .collect();
    nearest(days, Some(anchor), tense).map_or_else(unknown, day_of)
}

/// The day that the tense asks for, of the same day in three years.
fn nearest(days: Vec<Date>, anchor: Option<Date>, tense: impl Fn() -> Tense) -> Option<Date> {
    let Some(anchor) = anchor else {
        return days.first().copied();
    };
    // Who means a day almost a year away writes the year; so a near day on the other side wins.
    let cost = |distance: i32, wrong_side: bool| distance.abs() + if wrong_side { 240 } else { 0 };
    let tense = tense();
    days.into_iter().min_by_key(|&day| {
        let distance = days_between(anchor, day);
        match tense {
            Tense::Past => cost(distance, distance > 0),
            Tense::Future => cost(distance, distance < 0),
            _ => distance.abs(),
        }
    })
}

/// A feast, in the year that is said or that the tense asks for.
fn feast_day(
    feast: Feast,
    year: Option<i16>,
    anchor: Option<Date>,
    tense: impl Fn() -> Tense,
) -> Value {
    let Some(anchor_year) = year.or(anchor.map(Date::year)) else {
        return match feast {
            Feast::On { month, day } => Value::vague(format!("XXXX-{month:02}-{day:02}")),
            _ => Value::vague("XXXX-XX-XX"),
        };
    };
    let days = (-1..=1)
        .map(|shift| if year.is_some() { 0 } else { shift })
        .filter_map(|shift| feast_in(feast, anchor_year + shift));
    nearest(days.collect(), anchor.filter(|_| year.is_none()), tense)
        .map_or_else(|| Value::vague("XXXX-XX-XX"), day_of)
}

/// The day of a feast in a year.
fn feast_in(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::On { month, day } => Date::new(year, month, day).ok(),
        Feast::Nth {
            weekday,
            nth,
            month,
        } => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok()
        }
        Feast::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
    }
}

/// Easter Sunday in the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let (century, rest) = (year_number / 100, year_number % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    Date::new(year, (day / 31) as i8, (day % 31 + 1) as i8).ok()
}

fn weekday_from(
    anchor: Date,
    weekday: i8,
    direction: Direction,
    tense: impl Fn() -> Tense,
) -> Date {
    let today = anchor.weekday().to_monday_one_offset();
    let back = i32::from((today - weekday).rem_euclid(7));
    let ahead = i32::from((weekday - today).rem_euclid(7));
    let days = match direction {
        Direction::Back => -if back == 0 { 7 } else { back },
        Direction::Ahead => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Direction::Here => match tense() {
            Tense::Past => -back,
            _ => ahead,
        },
        Direction::Open => match tense() {
            Tense::Future => ahead,
            // Without a verb the day before is the likelier one: news tell what was.
            _ => -back,
        },
    };
    add(anchor, Unit::Day, days).unwrap_or(anchor)
}

/// Counts units from a day, and gives the unit that is reached.
fn shifted(anchor: Date, unit: Unit, count: i32) -> Value {
    let Some(date) = add(anchor, unit, count) else {
        return Value::vague(if count < 0 { "PAST_REF" } else { "FUTURE_REF" });
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => day_of(date),
        Unit::Night => {
            let value = day_of(date);
            Value {
                text: format!("{}TNI", value.text),
                ..value
            }
        }
        Unit::Week | Unit::Fortnight => week_of(date),
        Unit::Weekend => {
            let week = week_of(date);
            Value {
                text: format!("{}-WE", week.text),
                interval: week
                    .interval
                    .map(|(monday, sunday)| (monday.saturating_add(5.days()), sunday)),
            }
        }
        Unit::Month => month_of(date.year(), date.month()),
        Unit::Quarter => {
            let number = (date.month() - 1) / 3 + 1;
            Value {
                text: format!("{:04}-Q{number}", date.year()),
                interval: span(
                    month_of(date.year(), number * 3 - 2),
                    month_of(date.year(), number * 3),
                ),
            }
        }
        Unit::Year if date.year() < 1 => Value::vague(format!("BC{:04}", 1 - date.year())),
        Unit::Year => year_of(date.year()),
        Unit::Decade => {
            let first = date.year() - date.year() % 10;
            Value {
                text: format!("{:03}", first / 10),
                interval: span(year_of(first), year_of(first + 9)),
            }
        }
        Unit::Century | Unit::Millennium => {
            let first = date.year() - date.year() % 100;
            Value {
                text: format!("{:02}", first / 100),
                interval: span(year_of(first), year_of(first + 99)),
            }
        }
    }
}

/// Adds units to a day; none where the calendar ends.
fn add(date: Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Second => (count / 86_400).days(),
        Unit::Minute => (count / 1_440).days(),
        Unit::Hour => jiff::Span::new().try_days(count / 24).ok()?,
        Unit::Day | Unit::Night => jiff::Span::new().try_days(count).ok()?,
        Unit::Week | Unit::Weekend => jiff::Span::new().try_weeks(count).ok()?,
        Unit::Fortnight => jiff::Span::new().try_weeks(count * 2).ok()?,
        Unit::Month => jiff::Span::new().try_months(count).ok()?,
        Unit::Quarter => jiff::Span::new().try_months(count * 3).ok()?,
        Unit::Year => jiff::Span::new().try_years(count).ok()?,
        Unit::Decade => jiff::Span::new().try_years(count * 10).ok()?,
        Unit::Century => jiff::Span::new().try_years(count * 100).ok()?,
        Unit::Millennium => jiff::Span::new().try_years(count * 1_000).ok()?,
    };
    date.checked_add(span).ok()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn day_of(date: Date) -> Value {
    Value {
        text: date.to_string(),
        interval: Some((date, date)),
    }
}

fn week_of(date: Date) -> Value {
    let week = date.iso_week_date();
    let monday = jiff::civil::ISOWeekDate::new(week.year(), week.week(), Weekday::Monday)
        .map(|monday| monday.date());
    Value {
        text: format!("{:04}-W{:02}", week.year(), week.week()),
        interval: monday
            .ok()
            .map(|monday| (monday, monday.saturating_add(6.days()))),
    }
}

fn month_of(year: i16, month: i8) -> Value {
    Value {
        text: format!("{year:04}-{month:02}"),
        interval: Date::new(year, month, 1)
            .ok()
            .map(|first| (first, first.last_of_month())),
    }
}

fn year_of(year: i16) -> Value {
    let ends = Date::new(year, 1, 1).and_then(|first| Ok((first, Date::new(year, 12, 31)?)));
    Value {
        text: format!("{year:04}"),
        interval: ends.ok(),
    }
}

/// Winter is that of the year in which it begins.
fn season_of(year: i16, code: &str) -> Value {
    let (first, last) = match code {
        "SP" => (month_of(year, 3), month_of(year, 5)),
        "SU" => (month_of(year, 6), month_of(year, 8)),
        "FA" => (month_of(year, 9), month_of(year, 11)),
        _ => (month_of(year, 12), month_of(year + 1, 2)),
    };
    Value {
        text: format!("{year:04}-{code}"),
        interval: span(first, last),
    }
}

fn span(first: Value, last: Value) -> Option<(Date, Date)> {
    Some((first.interval?.0, last.interval?.1))
}
