//! The forms of expressions of time.
//!
//! Each function tries one form at one word and says where it ends. None looks further than a
//! few words, so a text is read in time that grows with its length. Here stand the forms that are
//! made of others; the rest is sorted by what it tells: days of the calendar, distances from now,
//! lengths, and spans such as decades and quarters.

mod calendar;
mod length;
mod relative;
mod span;

pub(in crate::extract::time) use length::period;

use crate::extract::time::clock;
use crate::extract::time::cursor::Cursor;
use crate::extract::time::grammar::calendar::day_of;
use crate::extract::time::grammar::calendar::holiday;
use crate::extract::time::grammar::calendar::month;
use crate::extract::time::grammar::calendar::numeric;
use crate::extract::time::grammar::calendar::weekday;
use crate::extract::time::grammar::length::duration;
use crate::extract::time::grammar::length::set;
use crate::extract::time::grammar::relative::directed;
use crate::extract::time::grammar::relative::onward;
use crate::extract::time::grammar::relative::relative_day;
use crate::extract::time::grammar::relative::vague;
use crate::extract::time::grammar::span::century;
use crate::extract::time::grammar::span::decade;
use crate::extract::time::grammar::span::decade_words;
use crate::extract::time::grammar::span::portion;
use crate::extract::time::grammar::span::season;
use crate::extract::time::grammar::span::year;
use crate::extract::time::shape::Clock;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;
use crate::extract::time::words::Unit;

/// Reads the expression that begins at `at`.
pub(in crate::extract::time) fn expression(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    if !word.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’') {
        return None;
    }
    set(cursor, at)
        .or_else(|| timed(cursor, at))
        .or_else(|| modified(cursor, at))
        .or_else(|| with_article(cursor, at))
        .or_else(|| dated(cursor, at))
}

/// "5 p.m. on Friday", "22:30", "the night of March 3", "2:30 the next day".
fn timed(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let skip = usize::from(cursor.word(at) == "the");
    let (clock, mut end) = match clock::read(cursor, at).filter(|_| skip == 0) {
        Some(found) => found,
        None => {
            let (part, end) = clock::part(cursor, at + skip)?;
            // "the night of Friday"; a part of the day alone is no time that anyone could name.
            if cursor.word(end) != "of" {
                return None;
            }
            let day = simple(cursor, end + 1).filter(is_day)?;
            return Some(Parsed {
                clock: Some(part),
                ..day
            });
        }
    };
    if cursor.word(end) == "in"
        && cursor.word(end + 1) == "the"
        && clock::part(cursor, end + 2).is_some()
    {
        end += 3;
    }
    let skip = usize::from(matches!(cursor.word(end), "on" | "," | "of"));
    let day = simple(cursor, end + skip)
        .or_else(|| with_article(cursor, end + skip))
        .filter(is_day);
    Some(match day {
        Some(day) => Parsed {
            clock: Some(clock),
            ..day
        },
        None => Parsed {
            clock: Some(clock),
            ..Parsed::new(Shape::Clock, end)
        },
    })
}

/// A day, and behind it what part of it: "Friday night", "March 3 at 5 p.m.".
fn dated(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let mut parsed = simple(cursor, at)?;
    add_clock(cursor, &mut parsed);
    Some(parsed)
}

fn add_clock(cursor: &Cursor<'_>, parsed: &mut Parsed) {
    if parsed.clock.is_some() || !is_day(parsed) {
        return;
    }
    let end = parsed.end;
    let part = clock::part(cursor, end)
        // "Friday night attack" is an attack on Friday night all the same.
        .or_else(|| {
            let skip = usize::from(cursor.word(end) == ",");
            (cursor.word(end + skip) == "at")
                .then(|| clock::read(cursor, end + skip + 1))
                .flatten()
        });
    if let Some((clock, end)) = part {
        parsed.clock = Some(clock);
        parsed.end = end;
    }
}

fn is_day(parsed: &Parsed) -> bool {
    matches!(
        parsed.shape,
        Shape::Day { .. }
            | Shape::Weekday { .. }
            | Shape::Holiday { .. }
            | Shape::Shift {
                unit: Unit::Day,
                ..
            }
            | Shape::Onward {
                unit: Unit::Day,
                ..
            }
    )
}

/// "late September", "mid-August", "the end of the year", "about three weeks", "later this week".
fn modified(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    if let Some(rest) = word.strip_prefix("mid-") {
        let named = |shape| {
            let (year, end) = match cursor.year(at + 1) {
                Some(year) if matches!(shape, Shape::Month { .. }) => (Some(year), at + 2),
                _ => (None, at + 1),
            };
            let shape = match shape {
                Shape::Month {
                    month, direction, ..
                } => Shape::Month {
                    year,
                    month,
                    direction,
                },
                other => other,
            };
            Parsed {
                modifier: Some("MID"),
                ..Parsed::new(shape, end)
            }
        };
        if let Some(&month) = cursor.words.months.get(rest) {
            return Some(named(Shape::Month {
                year: None,
                month,
                direction: Direction::Open,
            }));
        }
        if let Some(year) = rest.parse().ok().filter(|year| (1000..2200).contains(year)) {
            return Some(named(Shape::Year {
                year,
                fiscal: false,
            }));
        }
        if let Some(year) = decade(rest) {
            return Some(named(Shape::Decade { year }));
        }
        return None;
    }
    if matches!(word, "later" | "earlier") {
        let skip = usize::from(matches!(cursor.word(at + 1), "in" | "on"));
        let inner = that_unit(cursor, at + 1)
            .or_else(|| simple(cursor, at + 1))
            .or_else(|| this_unit(cursor, at + 1 + skip))?;
        let here = matches!(
            inner.shape,
            Shape::Shift { count: 0, .. } | Shape::Onward { count: 0, .. }
        ) || matches!(cursor.word(at + 1), "this" | "last" | "next");
        let modifier = if word == "later" { "END" } else { "START" };
        return here.then_some(Parsed {
            modifier: Some(modifier),
            ..inner
        });
    }
    if let Some((modifier, next)) = cursor.about(at) {
        let inner = timed(cursor, next).or_else(|| simple(cursor, next))?;
        let counted = match inner.shape {
            Shape::Duration { .. } | Shape::Clock => true,
            Shape::Shift { count, .. } | Shape::Onward { count, .. } => {
                count.abs() > 0 && cursor.number(next).is_some()
            }
            Shape::Year { .. } | Shape::Day { .. } | Shape::BeforeChrist { .. } => {
                next == at + 1 && matches!(word, "around" | "circa" | "ca." | "c." | "about")
            }
            _ => false,
        };
        return counted.then_some(Parsed {
            modifier: Some(modifier),
            ..inner
        });
    }
    let skip = usize::from(word == "the");
    let part = cursor.word(at + skip);
    let &modifier = cursor.words.parts.get(part)?;
    let mut next = at + skip + 1;
    // "the early 1990s", "mid - 2015"; a start or an end is always of something.
    let noun = matches!(part, "beginning" | "start" | "end" | "middle" | "outset");
    if noun {
        if cursor.word(next) != "of" {
            return None;
        }
        next += 1;
    } else if matches!(cursor.word(next), "-" | "in" | "on") {
        next += 1;
    }
    let inner = if noun {
        // "the end of the year" is of this one.
        this_unit(cursor, next)
            .or_else(|| with_article(cursor, next))
            .or_else(|| simple(cursor, next))?
    } else {
        decade_words(cursor, next).or_else(|| simple(cursor, next))?
    };
    let divisible = !matches!(
        inner.shape,
        Shape::Duration { .. } | Shape::Set { .. } | Shape::Vague(_) | Shape::Clock
    );
    divisible.then(|| {
        let mut parsed = Parsed {
            modifier: Some(modifier),
            ..inner
        };
        add_clock(cursor, &mut parsed);
        parsed
    })
}

/// "the year", "this month" behind "the end of".
fn this_unit(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if !matches!(cursor.word(at), "the" | "this") {
        return None;
    }
    let &unit = cursor.words.units.get(cursor.word(at + 1))?;
    let whole = matches!(
        unit,
        Unit::Day
            | Unit::Week
            | Unit::Month
            | Unit::Year
            | Unit::Decade
            | Unit::Century
            | Unit::Quarter
    );
    (whole && !cursor.word(at + 1).ends_with('s'))
        .then(|| Parsed::new(Shape::Shift { unit, count: 0 }, at + 2))
}

/// "that year", "that same day": of the date that the text spoke of.
fn that_unit(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if cursor.word(at) != "that" {
        return None;
    }
    let next = at + 1 + usize::from(cursor.word(at + 1) == "same");
    if let Some(&part) = cursor.words.parts_of_day.get(cursor.word(next))
        && !cursor.word(next).ends_with('s')
    {
        return Some(Parsed {
            clock: Some(Clock::Part(part)),
            ..Parsed::new(
                Shape::Onward {
                    unit: Unit::Day,
                    count: 0,
                },
                next + 1,
            )
        });
    }
    let &unit = cursor.words.units.get(cursor.word(next))?;
    let whole = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
    // "that day" of which nothing was said is no date.
    (whole && !cursor.word(next).ends_with('s'))
        .then(|| Parsed::new(Shape::Onward { unit, count: 0 }, next + 1))
}

/// "the early hours of Sunday", "the small hours of Sunday".
fn early_hours(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if !matches!(cursor.word(at), "early" | "small" | "wee")
        || cursor.word(at + 1) != "hours"
        || cursor.word(at + 2) != "of"
    {
        return None;
    }
    let day = simple(cursor, at + 3).filter(is_day)?;
    Some(Parsed {
        clock: Some(Clock::Part("MO")),
        ..day
    })
}

/// "year-end", "month-end".
fn unit_end(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let unit = match cursor.word(at) {
        "year" => Unit::Year,
        "month" => Unit::Month,
        _ => return None,
    };
    (cursor.word(at + 1) == "-" && cursor.word(at + 2) == "end").then(|| Parsed {
        modifier: Some("END"),
        ..Parsed::new(Shape::Shift { unit, count: 0 }, at + 3)
    })
}

/// What takes "the": "the 1960s", "the next day", "the past few weeks", "the 22nd of March".
fn with_article(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if cursor.word(at) != "the" {
        return None;
    }
    if let Some(parsed) = early_hours(cursor, at + 1) {
        return Some(parsed);
    }
    // "over the weekend": the last one, or the one to come.
    if cursor.word(at + 1) == "weekend" && cursor.word(at + 2) != "of" {
        return Some(Parsed::new(
            Shape::Shift {
                unit: Unit::Weekend,
                count: 0,
            },
            at + 2,
        ));
    }
    let inner = onward(cursor, at + 1)
        .or_else(|| decade_words(cursor, at + 1))
        .or_else(|| day_of(cursor, at + 1))
        .or_else(|| simple(cursor, at + 1))?;
    let definite = match inner.shape {
        Shape::Decade { .. }
        | Shape::Century { .. }
        | Shape::Onward { .. }
        | Shape::Portion { .. }
        | Shape::Season { .. }
        | Shape::Vague(_)
        | Shape::Duration {
            direction: Some(_), ..
        } => true,
        Shape::Shift { .. } => !cursor.words.numbers.contains_key(cursor.word(at + 1)),
        Shape::Day { .. } => cursor.ordinal(at + 1).is_some(),
        _ => false,
    };
    definite.then(|| {
        let mut parsed = inner;
        add_clock(cursor, &mut parsed);
        parsed
    })
}

/// Every form that begins with its own word.
fn simple(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    holiday(cursor, at)
        .or_else(|| that_unit(cursor, at))
        .or_else(|| unit_end(cursor, at))
        .or_else(|| weekday(cursor, at))
        .or_else(|| month(cursor, at))
        .or_else(|| numeric(cursor, at))
        .or_else(|| relative_day(cursor, at))
        .or_else(|| directed(cursor, at))
        .or_else(|| portion(cursor, at))
        .or_else(|| century(cursor, at))
        .or_else(|| season(cursor, at, Direction::Open))
        .or_else(|| duration(cursor, at))
        .or_else(|| vague(cursor, at))
        .or_else(|| year(cursor, at))
}
