//! The forms of expressions of time.
//!
//! Each function tries one form at one word and says where it ends. None looks further than a
//! few words, so a text is read in time that grows with its length.

use crate::extract::time::clock;
use crate::extract::time::cursor::Cursor;
use crate::extract::time::shape::Amount;
use crate::extract::time::shape::Clock;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;
use crate::extract::time::words::Unit;

/// Reads the expression that begins at `at`.
pub(super) fn expression(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
        let inner = simple(cursor, at + 1)?;
        let here = matches!(inner.shape, Shape::Shift { count: 0, .. })
            || matches!(cursor.word(at + 1), "this" | "last" | "next");
        let modifier = if word == "later" { "END" } else { "START" };
        return here.then_some(Parsed {
            modifier: Some(modifier),
            ..inner
        });
    }
    if let Some(&modifier) = cursor.words.about.get(word) {
        let inner = timed(cursor, at + 1).or_else(|| simple(cursor, at + 1))?;
        let counted = match inner.shape {
            Shape::Duration { .. } | Shape::Clock => true,
            Shape::Shift { count, .. } | Shape::Onward { count, .. } => {
                count.abs() > 0 && cursor.number(at + 1).is_some()
            }
            Shape::Year { .. } | Shape::Day { .. } | Shape::BeforeChrist { .. } => {
                matches!(word, "around" | "circa" | "ca." | "c." | "about")
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

/// What takes "the": "the 1960s", "the next day", "the past few weeks", "the 22nd of March".
fn with_article(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if cursor.word(at) != "the" {
        return None;
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

fn holiday(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if !cursor.written(at).starts_with(char::is_uppercase) {
        return None;
    }
    let found = cursor.words.holidays.iter().find(|holiday| {
        let mut words = holiday.words.iter().zip(at..);
        words.all(|(word, place)| cursor.word(place) == word)
    })?;
    let end = at + found.words.len();
    let (year, end) = following_year(cursor, end);
    Some(Parsed::new(
        Shape::Holiday {
            month: found.month,
            day: found.day,
            year,
        },
        end,
    ))
}

/// Reads ", 2024" or "2024".
fn following_year(cursor: &Cursor<'_>, at: usize) -> (Option<i16>, usize) {
    let skip = usize::from(matches!(cursor.word(at), "," | "of" | "in"));
    match cursor.year(at + skip) {
        // "on May 7 , 1500 people": so a comma wants a year of our time.
        Some(year) if skip == 0 || (1600..2100).contains(&year) => (Some(year), at + skip + 1),
        _ => (None, at),
    }
}

fn weekday(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let written = cursor.written(at);
    if !written.starts_with(char::is_uppercase) {
        return None;
    }
    let word = cursor.word(at);
    let Some(&weekday) = cursor.words.weekdays.get(word) else {
        // "on Sundays", "Mondays to Fridays".
        let &weekday = cursor.words.weekdays.get(word.strip_suffix('s')?)?;
        let value = format!("XXXX-WXX-{weekday}");
        return Some(Parsed::new(Shape::Set { value }, at + 1));
    };
    // "the Sun said": the short forms are names and words as well.
    if word.len() == 3
        && !matches!(cursor.word(at + 1), "," | ".")
        && cursor.digits(at + 1).is_none()
    {
        return None;
    }
    let mut next = at + 1;
    next += usize::from(cursor.word(next) == ".");
    next += usize::from(cursor.word(next) == ",");
    next += usize::from(cursor.word(next) == "the");
    let date = month(cursor, next)
        .or_else(|| numeric(cursor, next))
        .or_else(|| day_of(cursor, next))
        .filter(|parsed| matches!(parsed.shape, Shape::Day { .. }));
    Some(date.unwrap_or_else(|| {
        // "Tuesday of last week", "Monday next".
        let direction = match cursor.word(at + 1) {
            "last" if cursor.word(at + 2) != "week" => Direction::Back,
            "next" if cursor.word(at + 2) != "week" => Direction::Ahead,
            _ => Direction::Open,
        };
        let end = at + 1 + usize::from(direction != Direction::Open);
        Parsed::new(Shape::Weekday { weekday, direction }, end)
    }))
}

fn is_month(cursor: &Cursor<'_>, at: usize) -> Option<i8> {
    let &month = cursor.words.months.get(cursor.word(at))?;
    let written = cursor.written(at);
    if !written.starts_with(char::is_uppercase) {
        return None;
    }
    let before = cursor.before(at, 1);
    let numbered = cursor.digits(at + 1).is_some() || cursor.ordinal(at + 1).is_some();
    let dated = numbered || cursor.digits(at.wrapping_sub(1)).is_some();
    // "Theresa May", "May I", "March on": a name, a verb.
    if matches!(
        cursor.word(at),
        "may" | "march" | "mar" | "dec" | "jan" | "jun" | "sep"
    ) {
        let introduced = matches!(
            before,
            "in" | "of"
                | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "to"
                | "through"
                | "during"
                | "last"
                | "next"
                | "this"
                | "early"
                | "late"
                | "mid"
                | "before"
                | "after"
                | "between"
                | "every"
                | "for"
                | "-"
                | "–"
                | ","
                | "and"
                | "on"
                | "("
                | "around"
                | "each"
        );
        let named = cursor.xpos(at) == "MD"
            || cursor.written(at + 1).starts_with(char::is_uppercase) && !numbered;
        if !dated && (!introduced || named) {
            return None;
        }
    }
    // "April said", "Mr. August": who has a first name or title is a person.
    if !dated && matches!(before, "mr." | "mrs." | "ms." | "dr." | "mr" | "mrs" | "ms") {
        return None;
    }
    Some(month)
}

/// "March 22, 2024", "March 22nd", "March 2024", "March".
fn month(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let month = is_month(cursor, at)?;
    let the = usize::from(cursor.word(at + 1) == "the");
    if let Some((day, end)) = day_number(cursor, at + 1 + the) {
        let (mut year, mut end) = following_year(cursor, end);
        if year.is_none() {
            year = year_behind_range(cursor, end);
        }
        // "9 March 2014" may follow; then the number before is not ours.
        if year.is_none()
            && cursor.word(end) == ","
            && cursor.word(end + 1) == "this"
            && cursor.word(end + 2) == "year"
        {
            end += 3;
        }
        return Some(Parsed::new(
            Shape::Day {
                year,
                month: Some(month),
                day,
            },
            end,
        ));
    }
    let (year, end) = following_year(cursor, at + 1);
    let year = year.or_else(|| year_behind_range(cursor, end));
    let end = match (year, cursor.word(end), cursor.word(end + 1)) {
        (None, "this" | "last" | "next", "year") => end,
        _ => end,
    };
    Some(Parsed::new(
        Shape::Month {
            year,
            month,
            direction: Direction::Open,
        },
        end,
    ))
}

/// A day of the month, in digits or as an ordinal.
fn day_number(cursor: &Cursor<'_>, at: usize) -> Option<(i8, usize)> {
    let (number, end) = match cursor.digits(at) {
        Some(number) => (number, at + 1),
        None => cursor
            .ordinal(at)
            .filter(|_| !cursor.word(at).starts_with("second"))?,
    };
    // "March 10,000", "March 5 %": no days.
    if cursor.word(end) == "%" {
        return None;
    }
    i8::try_from(number)
        .ok()
        .filter(|day| (1..=31).contains(day))
        .map(|day| (day, end))
}

/// The year at the far end of "March 2 - 5, 2024" and "January 23 - March 9 2014".
fn year_behind_range(cursor: &Cursor<'_>, at: usize) -> Option<i16> {
    if !matches!(cursor.word(at), "-" | "–" | "to" | "and" | "through" | "—") {
        return None;
    }
    let mut next = at + 1;
    if cursor.words.months.contains_key(cursor.word(next)) {
        next += 1;
    }
    if let Some((_, end)) = day_number(cursor, next) {
        next = end;
    } else if next == at + 1 {
        return None;
    }
    following_year(cursor, next).0
}

/// "the 22nd of March", "the 22nd".
fn day_of(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let (day, end) = cursor.ordinal(at)?;
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let skip = usize::from(cursor.word(end) == "of");
    let month = is_month(cursor, end + skip)?;
    let (year, end) = following_year(cursor, end + skip + 1);
    Some(Parsed::new(
        Shape::Day {
            year,
            month: Some(month),
            day,
        },
        end,
    ))
}

/// Forms that begin with digits: days, decades, ranges of years, years before Christ.
fn numeric(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    if word == "9/11" {
        return Some(Parsed::new(
            Shape::Day {
                year: Some(2001),
                month: Some(9),
                day: 11,
            },
            at + 1,
        ));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) && word.len() >= 8 {
        let date = crate::text::find_date(word)?;
        return Some(Parsed::new(
            Shape::Day {
                year: Some(date.year()),
                month: Some(date.month()),
                day: date.day(),
            },
            at + 1,
        ));
    }
    if let Some(year) = decade(word) {
        return Some(Parsed::new(Shape::Decade { year }, at + 1));
    }
    // "60s" behind "the" only, "fifties" with it: an age otherwise.
    if let Some(tens) = short_decade(word)
        && matches!(cursor.before(at, 1), "the" | "early" | "late" | "mid" | "-")
    {
        return Some(Parsed::new(Shape::Decade { year: tens }, at + 1));
    }
    let number = cursor.digits(at)?;
    // Days that end a range: "March 2 - 5".
    if (1..=31).contains(&number)
        && matches!(cursor.before(at, 1), "-" | "–" | "and" | "to" | "through")
        && at >= 3
        && let Some(month) = is_month(cursor, at - 3)
        && cursor
            .digits(at - 2)
            .is_some_and(|first| (1..number).contains(&first))
        && !cursor.words.months.contains_key(cursor.word(at + 1))
        && !cursor.words.units.contains_key(cursor.word(at + 1))
    {
        let (year, end) = following_year(cursor, at + 1);
        return Some(Parsed::new(
            Shape::Day {
                year,
                month: Some(month),
                day: number as i8,
            },
            end,
        ));
    }
    // "22 March 2024"; but "March 22 April" would be odd.
    if (1..=31).contains(&number) && word.len() <= 2 {
        let skip = usize::from(cursor.word(at + 1) == "of");
        if let Some(month) = is_month(cursor, at + 1 + skip) {
            let (mut year, end) = following_year(cursor, at + 2 + skip);
            if year.is_none() {
                year = year_behind_range(cursor, end);
            }
            return Some(Parsed::new(
                Shape::Day {
                    year,
                    month: Some(month),
                    day: number as i8,
                },
                end,
            ));
        }
    }
    era(cursor, at, number).or_else(|| years(cursor, at))
}

/// "1960s", "1960's".
fn decade(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let year: i16 = (digits.len() == 4).then(|| digits.parse().ok()).flatten()?;
    (year % 10 == 0 && (1000..2200).contains(&year)).then_some(year)
}

/// "60s", "'60s", "’60s".
fn short_decade(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('s')?.trim_matches(['\'', '’']);
    let tens: i16 = (digits.len() == 2).then(|| digits.parse().ok()).flatten()?;
    (tens % 10 == 0).then_some(if tens < 30 { 2000 + tens } else { 1900 + tens })
}

/// "the sixties".
fn decade_words(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let &tens = cursor.words.decades.get(cursor.word(at))?;
    let century = if tens < 2 { 2000 } else { 1900 };
    Some(Parsed::new(
        Shape::Decade {
            year: century + 10 * tens as i16,
        },
        at + 1,
    ))
}

/// "5000 BCE", "347 AD".
fn era(cursor: &Cursor<'_>, at: usize, number: i32) -> Option<Parsed> {
    match cursor.word(at + 1) {
        "bc" | "bce" | "b.c." | "b.c.e." => {
            Some(Parsed::new(Shape::BeforeChrist { year: number }, at + 2))
        }
        "ad" | "ce" | "a.d." | "c.e." if (1..2200).contains(&number) => Some(Parsed::new(
            Shape::Year {
                year: number as i16,
                fiscal: false,
            },
            at + 2,
        )),
        _ => None,
    }
}

/// "2023-24", "2019/2020" as one: a season, a school year.
fn years(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let first = cursor.year(at)?;
    if !matches!(cursor.word(at + 1), "-" | "–" | "/")
        || !cursor.is_glued(at + 1)
        || !cursor.is_glued(at + 2)
    {
        return None;
    }
    let last = cursor.word(at + 2);
    let last: i16 = (last.len() == 2).then(|| last.parse().ok()).flatten()?;
    let last = first - first % 100 + last;
    (last > first).then(|| Parsed::new(Shape::Years { first, last }, at + 3))
}

/// "today", "tomorrow", "the day before yesterday".
fn relative_day(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    if cursor.word(at) == "day" {
        let count = match (cursor.word(at + 1), cursor.word(at + 2)) {
            ("before", "yesterday") => -2,
            ("after", "tomorrow") => 2,
            _ => return None,
        };
        return Some(Parsed::new(
            Shape::Shift {
                unit: Unit::Day,
                count,
            },
            at + 3,
        ));
    }
    let &(count, part) = cursor.words.days.get(cursor.word(at))?;
    Some(Parsed {
        clock: (!part.is_empty()).then_some(Clock::Part(part)),
        ..Parsed::new(
            Shape::Shift {
                unit: Unit::Day,
                count,
            },
            at + 1,
        )
    })
}

/// "last Friday", "next month", "this morning", "the past three weeks", "this past week".
fn directed(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let words = cursor.words;
    let word = cursor.word(at);
    let direction = if words.earlier.contains(word) {
        Direction::Back
    } else if words.later.contains(word) {
        Direction::Ahead
    } else if words.this.contains(word) {
        Direction::Here
    } else if word == "these" && cursor.word(at + 1) == "days" {
        return Some(Parsed::new(Shape::Vague("PRESENT_REF"), at + 2));
    } else {
        return None;
    };
    let next = at + 1;
    // "this past week", "this coming Friday".
    if direction == Direction::Here
        && (words.earlier.contains(cursor.word(next)) || words.later.contains(cursor.word(next)))
    {
        let inner = directed(cursor, next)?;
        let shape = match inner.shape {
            Shape::Duration {
                unit,
                amount: Amount::Some(1),
                direction: Some(Direction::Back),
            } => Shape::Shift { unit, count: -1 },
            other => other,
        };
        return Some(Parsed { shape, ..inner });
    }
    if let Some((number, end)) = amount(cursor, next)
        && let Some(&unit) = words.units.get(cursor.word(end))
        && !matches!(cursor.word(next), "a" | "an")
    {
        return Some(Parsed::new(
            Shape::Duration {
                unit,
                amount: number,
                direction: Some(direction),
            },
            end + 1,
        ));
    }
    if let Some(&weekday) = words.weekdays.get(cursor.word(next))
        && cursor.written(next).starts_with(char::is_uppercase)
    {
        return Some(Parsed::new(Shape::Weekday { weekday, direction }, next + 1));
    }
    if let Some(&month) = words.months.get(cursor.word(next))
        && cursor.written(next).starts_with(char::is_uppercase)
    {
        return Some(match day_number(cursor, next + 1) {
            Some((day, end)) if direction == Direction::Here => Parsed::new(
                Shape::Day {
                    year: None,
                    month: Some(month),
                    day,
                },
                end,
            ),
            _ => Parsed::new(
                Shape::Month {
                    year: None,
                    month,
                    direction,
                },
                next + 1,
            ),
        });
    }
    if let Some(parsed) = season(cursor, next, direction) {
        return Some(parsed);
    }
    if let Some(portion) = portion(cursor, next).filter(|_| direction != Direction::Open) {
        return Some(portion);
    }
    if let Some(&code) = words.parts_of_day.get(cursor.word(next))
        && matches!(word, "this" | "last")
        && !cursor.word(next).ends_with('s')
    {
        let count = if direction == Direction::Back { -1 } else { 0 };
        return Some(Parsed {
            clock: Some(Clock::Part(code)),
            ..Parsed::new(
                Shape::Shift {
                    unit: Unit::Day,
                    count,
                },
                next + 1,
            )
        });
    }
    // "late last week", "fiscal year".
    let fiscal = matches!(
        cursor.word(next),
        "fiscal" | "financial" | "academic" | "school" | "calendar"
    );
    let &unit = words.units.get(cursor.word(next + usize::from(fiscal)))?;
    let end = next + usize::from(fiscal) + 1;
    let plural = cursor.word(end - 1).ends_with('s');
    if plural {
        // "in recent years", "the coming weeks": nobody counts them.
        return matches!(
            word,
            "coming" | "past" | "last" | "next" | "upcoming" | "previous"
        )
        .then(|| {
            Parsed::new(
                Shape::Duration {
                    unit,
                    amount: Amount::Vague,
                    direction: Some(direction),
                },
                end,
            )
        });
    }
    // "over the past year" is as long as a year, "last year" is a year.
    if matches!(word, "past" | "coming") && unit != Unit::Weekend {
        return Some(Parsed::new(
            Shape::Duration {
                unit,
                amount: Amount::Some(1),
                direction: Some(direction),
            },
            end,
        ));
    }
    if matches!(word, "previous" | "preceding") {
        return None;
    }
    // "at the last minute", "this second", "this time": not times.
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Night) {
        return None;
    }
    let count = match direction {
        Direction::Back => -1,
        Direction::Ahead => 1,
        _ => 0,
    };
    Some(Parsed::new(Shape::Shift { unit, count }, end))
}

/// A number, "a few", "several", "two and a half".
fn amount(cursor: &Cursor<'_>, at: usize) -> Option<(Amount, usize)> {
    let word = cursor.word(at);
    if word == "a" && matches!(cursor.word(at + 1), "few" | "couple") {
        let of = usize::from(cursor.word(at + 2) == "of");
        return Some((Amount::Vague, at + 2 + of));
    }
    if word == "half" && matches!(cursor.word(at + 1), "a" | "an") {
        return Some((Amount::Half(0), at + 2));
    }
    if matches!(word, "a" | "an") && matches!(cursor.word(at + 1), "half" | "quarter") {
        return None;
    }
    if cursor.words.vague.contains(word) {
        let of = usize::from(cursor.word(at + 1) == "of");
        return Some((Amount::Vague, at + 1 + of));
    }
    if let Some((whole, "5")) = word.split_once('.') {
        return Some((Amount::Half(whole.parse().ok()?), at + 1));
    }
    let (number, end) = cursor.number(at)?;
    if cursor.word(end) == "and" && cursor.word(end + 1) == "a" && cursor.word(end + 2) == "half" {
        return Some((Amount::Half(number), end + 3));
    }
    // "two to three weeks", "5 - 10 years": the first number stands for both.
    Some((Amount::Some(number), end))
}

/// "three weeks", "11 - year", "two years ago", "a week later", "decades".
fn duration(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let (amount, mut end) = match amount(cursor, at) {
        Some(found) => found,
        None => {
            // "years ago", "for decades".
            let word = cursor.word(at);
            let &unit = cursor.words.units.get(word)?;
            if !word.ends_with('s') && !matches!(word, "millennia") {
                return None;
            }
            if cursor.word(at + 1) == "ago" {
                return Some(Parsed::new(Shape::Vague("PAST_REF"), at + 2));
            }
            let free = matches!(
                cursor.before(at, 1),
                "for" | "in" | "over" | "of" | "within" | "after" | "recent"
            );
            return (free && !matches!(unit, Unit::Second | Unit::Quarter)).then(|| {
                Parsed::new(
                    Shape::Duration {
                        unit,
                        amount: Amount::Vague,
                        direction: None,
                    },
                    at + 1,
                )
            });
        }
    };
    let hyphen = cursor.word(end) == "-";
    end += usize::from(hyphen);
    // "three more weeks", "five straight days", "two full years".
    if matches!(
        cursor.word(end),
        "more"
            | "straight"
            | "full"
            | "long"
            | "consecutive"
            | "whole"
            | "further"
            | "additional"
            | "entire"
            | "solid"
    ) && !hyphen
    {
        end += 1;
    }
    let &unit = cursor.words.units.get(cursor.word(end))?;
    // "a second time", "one day he will", "a quarter of all": no durations.
    let single = matches!(cursor.word(at), "a" | "an" | "one");
    if single
        && matches!(
            unit,
            Unit::Second | Unit::Quarter | Unit::Night | Unit::Weekend
        )
        && !hyphen
    {
        return None;
    }
    if unit == Unit::Quarter && cursor.word(end + 1) == "of" {
        return None;
    }
    end += 1;
    if cursor.word(end) == "and"
        && cursor.word(end + 1) == "a"
        && cursor.word(end + 2) == "half"
        && !hyphen
    {
        end += 3;
        let amount = match amount {
            Amount::Some(number) => Amount::Half(number),
            other => other,
        };
        return Some(Parsed::new(
            Shape::Duration {
                unit,
                amount,
                direction: None,
            },
            end,
        ));
    }
    // "two - year - old", "19 years old", "years of age": how old, not how long.
    if cursor.word(end) == "old"
        || (cursor.word(end) == "-" && cursor.word(end + 1).starts_with("old"))
    {
        let past = usize::from(cursor.word(end) == "-") + 1;
        return Some(Parsed::new(
            Shape::Duration {
                unit,
                amount,
                direction: None,
            },
            end + past,
        ));
    }
    let back = |sign: i32| match amount {
        Amount::Some(number) => Some(sign * number),
        Amount::Half(number) => Some(sign * number.max(1)),
        Amount::Vague => None,
    };
    match cursor.word(end) {
        "ago" | "back" if cursor.word(end) == "ago" || cursor.before(end, 1) == "years" => {
            let shape = match back(-1) {
                Some(count) => Shape::Shift { unit, count },
                None => Shape::Vague("PAST_REF"),
            };
            Some(Parsed::new(shape, end + 1))
        }
        "earlier" | "before" | "later" | "afterwards" | "after" => {
            let ahead =
                cursor.word(end).starts_with("later") || cursor.word(end).starts_with("after");
            // "three days after the attack" counts from the attack.
            let open = matches!(cursor.word(end), "before" | "after");
            let ends = matches!(
                cursor.word(end + 1),
                "" | "." | "," | ";" | ")" | "\"" | "”" | ":"
            );
            let sign = if ahead { 1 } else { -1 };
            match back(sign) {
                Some(count) if !open || ends => {
                    Some(Parsed::new(Shape::Onward { unit, count }, end + 1))
                }
                _ => Some(Parsed::new(
                    Shape::Duration {
                        unit,
                        amount,
                        direction: None,
                    },
                    end,
                )),
            }
        }
        "from" if cursor.word(end + 1) == "now" => {
            let shape = match back(1) {
                Some(count) => Shape::Shift { unit, count },
                None => Shape::Vague("FUTURE_REF"),
            };
            Some(Parsed::new(shape, end + 2))
        }
        _ => Some(Parsed::new(
            Shape::Duration {
                unit,
                amount,
                direction: None,
            },
            end,
        )),
    }
}

/// "the next day", "the following week", "the year before"; `at` is behind "the".
fn onward(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let words = cursor.words;
    let word = cursor.word(at);
    let sign = if words.following.contains(word) {
        1
    } else if words.preceding.contains(word) {
        -1
    } else if word == "same" {
        0
    } else {
        let &unit = words.units.get(word)?;
        let count = match cursor.word(at + 1) {
            "before" | "earlier" => -1,
            "after" | "afterwards" => 1,
            _ => return None,
        };
        let ends = matches!(
            cursor.word(at + 2),
            "" | "." | "," | ";" | ")" | "\"" | "”" | ":" | "when" | "and"
        );
        return ends.then(|| Parsed::new(Shape::Onward { unit, count }, at + 2));
    };
    if let Some(&unit) = words.units.get(cursor.word(at + 1)) {
        let whole = !matches!(
            unit,
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Weekend
        );
        // "the next week" and "the next decade" are ahead of today rather than of the text.
        let near = word != "next" || matches!(unit, Unit::Day | Unit::Night);
        return (whole && near && !cursor.word(at + 1).ends_with('s'))
            .then(|| Parsed::new(Shape::Onward { unit, count: sign }, at + 2));
    }
    let part = words.parts_of_day.get(cursor.word(at + 1))?;
    Some(Parsed {
        clock: Some(Clock::Part(part)),
        ..Parsed::new(
            Shape::Onward {
                unit: Unit::Day,
                count: sign,
            },
            at + 2,
        )
    })
}

/// "the third quarter of 2023", "Q3 2023", "the first half of the year".
fn portion(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    let short = word
        .strip_prefix('q')
        .and_then(|number| number.parse::<i8>().ok())
        .filter(|number| (1..=4).contains(number) && cursor.written(at).starts_with('Q'));
    let (letter, number, end) = match short {
        Some(number) => ('Q', number, at + 1),
        None => {
            let (number, mut end) = cursor.ordinal(at)?;
            end += usize::from(cursor.word(end) == "-");
            let fiscal = usize::from(matches!(
                cursor.word(end),
                "fiscal" | "financial" | "calendar"
            ));
            let letter = match cursor.word(end + fiscal) {
                "quarter" if number <= 4 => 'Q',
                "half" if number <= 2 && cursor.word(end + fiscal + 1) == "of" => 'H',
                _ => return None,
            };
            (letter, number as i8, end + fiscal + 1)
        }
    };
    let skip = usize::from(matches!(cursor.word(end), "of" | "in" | ","));
    let fiscal = matches!(cursor.word(end + skip), "fiscal" | "fy");
    let after = end + skip + usize::from(fiscal);
    if let Some(year) = cursor.year(after) {
        return Some(Parsed::new(
            Shape::Portion {
                letter,
                number,
                year: Some(year),
                direction: Direction::Here,
                fiscal,
            },
            after + 1,
        ));
    }
    let direction = match (cursor.word(end + skip), cursor.word(end + skip + 1)) {
        ("last", "year") => Direction::Back,
        ("next", "year") => Direction::Ahead,
        ("the" | "this", "year") if skip == 1 || cursor.word(end) == "this" => Direction::Here,
        // "the first half of the game"
        _ if letter == 'H' => return None,
        _ => Direction::Open,
    };
    let end = if direction == Direction::Open {
        end
    } else {
        end + skip + 2
    };
    Some(Parsed::new(
        Shape::Portion {
            letter,
            number,
            year: None,
            direction,
            fiscal,
        },
        end,
    ))
}

/// "20th century", "nineteenth - century", "third century BC".
fn century(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let (number, end) = cursor.ordinal(at)?;
    let end = end + usize::from(cursor.word(end) == "-");
    if !matches!(cursor.word(end), "century" | "centuries") {
        return None;
    }
    let before_christ = matches!(cursor.word(end + 1), "bc" | "bce" | "b.c.");
    Some(Parsed::new(
        Shape::Century {
            number: i16::try_from(number).ok()?,
            before_christ,
        },
        end + 1 + usize::from(before_christ),
    ))
}

/// "summer", "the summer of 2012", "winter 2023".
fn season(cursor: &Cursor<'_>, at: usize, direction: Direction) -> Option<Parsed> {
    let word = cursor.word(at);
    let &code = cursor.words.seasons.get(word)?;
    let skip = usize::from(cursor.word(at + 1) == "of");
    let year = cursor.year(at + 1 + skip);
    let end = match year {
        Some(_) => at + 2 + skip,
        None => at + 1,
    };
    if year.is_none() && direction == Direction::Open {
        let before = cursor.before(at, 1);
        // "the fall of Kabul", "a spring in the bed", "they fall", "the Arab Spring".
        let ambiguous = matches!(word, "fall" | "spring");
        let introduced = matches!(
            before,
            "in" | "the" | "by" | "during" | "until" | "since" | "early" | "late" | "mid"
        );
        if !introduced
            || skip == 1
            || ambiguous && !(before == "in" || cursor.before(at, 2) == "in")
        {
            return None;
        }
        if cursor.written(at).starts_with(char::is_uppercase)
            && cursor.written(at + 1).starts_with(char::is_uppercase)
        {
            return None;
        }
    }
    Some(Parsed::new(
        Shape::Season {
            code,
            year,
            direction,
        },
        end,
    ))
}

/// "now", "recently", "at the moment", "in the future".
fn vague(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let words = cursor.words;
    let word = cursor.word(at);
    let reference = |reference, end| Some(Parsed::new(Shape::Vague(reference), end));
    match word {
        "at" => {
            return match (cursor.word(at + 1), cursor.word(at + 2)) {
                ("the", "moment") => reference("PRESENT_REF", at + 3),
                ("present", _) => reference("PRESENT_REF", at + 2),
                ("this", "time" | "point" | "moment") => reference("PRESENT_REF", at + 3),
                _ => None,
            };
        }
        "right" if cursor.word(at + 1) == "now" => return reference("PRESENT_REF", at + 2),
        "long" if cursor.word(at + 1) == "ago" => return reference("PAST_REF", at + 2),
        "future" | "past" => {
            let free = cursor.before(at, 1) == "the" && cursor.before(at, 2) == "in";
            let noun =
                !cursor.xpos(at + 1).starts_with("NN") && !cursor.xpos(at + 1).starts_with("CD");
            let value = if word == "future" {
                "FUTURE_REF"
            } else {
                "PAST_REF"
            };
            return if free && noun {
                reference(value, at + 1)
            } else {
                None
            };
        }
        _ => (),
    }
    if words.present.contains(word) {
        // "now that the war is over" is a reason.
        if word == "now" && cursor.word(at + 1) == "that" {
            return None;
        }
        return reference("PRESENT_REF", at + 1);
    }
    if words.past.contains(word) {
        return reference("PAST_REF", at + 1);
    }
    if words.future.contains(word) && !matches!(cursor.word(at + 1), "as" | "after" | "before") {
        return reference("FUTURE_REF", at + 1);
    }
    None
}

/// "2024", where it is a year and no number of things.
fn year(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    // "fiscal 2024", "FY2024", "financial year 2023".
    if matches!(word, "fiscal" | "financial" | "fy") {
        let skip = usize::from(cursor.word(at + 1) == "year");
        let year = cursor.year(at + 1 + skip)?;
        return Some(Parsed::new(
            Shape::Year { year, fiscal: true },
            at + 2 + skip,
        ));
    }
    if let Some(year) = word.strip_prefix("fy").and_then(|year| year.parse().ok())
        && (1900..2200).contains(&year)
    {
        return Some(Parsed::new(Shape::Year { year, fiscal: true }, at + 1));
    }
    if word == "ad"
        && let Some(year) = cursor.digits(at + 1)
        && (1..2200).contains(&year)
    {
        return Some(Parsed::new(
            Shape::Year {
                year: year as i16,
                fiscal: false,
            },
            at + 2,
        ));
    }
    let year = cursor.year(at)?;
    let found = Parsed::new(
        Shape::Year {
            year,
            fiscal: false,
        },
        at + 1,
    );
    let (before, after) = (cursor.before(at, 1), cursor.word(at + 1));
    let counted = matches!(
        before,
        "over"
            | "nearly"
            | "almost"
            | "than"
            | "least"
            | "most"
            | "some"
            | "only"
            | "$"
            | "€"
            | "£"
            | "us$"
            | "#"
            | "no."
            | "number"
            | "all"
            | "another"
            | "those"
            | "these"
            | "exactly"
            | "page"
            | "room"
            | "flight"
            | "the"
    );
    let plural = cursor.xpos(at + 1) == "NNS";
    let noun = matches!(cursor.xpos(at + 1), "NN" | "NNS" | "JJ")
        && !cursor.written(at + 1).starts_with(char::is_uppercase);
    let unit = matches!(
        after,
        "%" | "percent"
            | "per"
            | "km"
            | "miles"
            | "meters"
            | "metres"
            | "feet"
            | "kilometers"
            | "kilometres"
            | "kg"
            | "tons"
            | "tonnes"
            | "dollars"
            | "euros"
            | "people"
            | "troops"
            | "or"
    ) || cursor.words.units.contains_key(after);
    if unit && before != "in"
        || cursor.is_glued(at) && matches!(before, "$" | "€" | "£" | "." | "," | "/")
    {
        return None;
    }
    let ranged =
        matches!(after, "-" | "–" | "to") && cursor.year(at + 2).is_some_and(|last| last > year);
    let taken = match before {
        _ if ranged => true,
        // "the 2012 games", but "the 1500 people".
        "the" => !plural || (1900..2100).contains(&year),
        _ if counted => false,
        "in" | "since" | "until" | "till" | "during" | "circa" | "ca." | "c." | "early"
        | "late" | "mid" | "year" => true,
        "by" | "from" | "to" | "of" | "before" | "after" | "between" | "and" | "through"
        | "for" | "as" => {
            !plural
                || matches!(
                    after,
                    "levels"
                        | "elections"
                        | "games"
                        | "protests"
                        | "talks"
                        | "figures"
                        | "prices"
                        | "standards"
                        | "polls"
                )
        }
        "(" | "-" | "–" | "—" | "," | "[" | "/" | "'s" | "’s" | ";" => {
            (1400..2100).contains(&year) && !plural
        }
        _ => (1900..2100).contains(&year) && !noun,
    };
    taken.then_some(found)
}

/// "every Friday", "each year", "every two weeks", "once a week", "daily".
fn set(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let words = cursor.words;
    let word = cursor.word(at);
    let found = |value: String, end| Some(Parsed::new(Shape::Set { value }, end));
    if let Some(value) = words.sets.get(word) {
        // "The Example Weekly" is a paper.
        if at > 0 && cursor.written(at).starts_with(char::is_uppercase) {
            return None;
        }
        return found(value.clone(), at + 1);
    }
    match word {
        "every" | "each" => {
            let next = at + 1;
            if let Some(&weekday) = words.weekdays.get(cursor.word(next)) {
                let value = format!("XXXX-WXX-{weekday}");
                return match clock::part(cursor, next + 1) {
                    Some((Clock::Part(part), end)) => found(format!("{value}T{part}"), end),
                    _ => found(value, next + 1),
                };
            }
            if let Some(&month) = words.months.get(cursor.word(next)) {
                return found(format!("XXXX-{month:02}"), next + 1);
            }
            if let Some(code) = words.seasons.get(cursor.word(next)) {
                return found(format!("XXXX-{code}"), next + 1);
            }
            if let Some(part) = words.parts_of_day.get(cursor.word(next)) {
                return found(format!("XXXX-XX-XXT{part}"), next + 1);
            }
            let other = cursor.word(next) == "other";
            let (number, end) = match cursor.number(next) {
                Some(found) => found,
                None => (if other { 2 } else { 1 }, next + usize::from(other)),
            };
            let &unit = words.units.get(cursor.word(end))?;
            found(period(unit, &number.to_string()), end + 1)
        }
        "once" | "twice" => {
            let skip = usize::from(matches!(
                cursor.word(at + 1),
                "a" | "an" | "every" | "per" | "each"
            ));
            if skip == 0 {
                return None;
            }
            let &unit = words.units.get(cursor.word(at + 2))?;
            found(period(unit, "1"), at + 3)
        }
        _ => None,
    }
}

/// Writes a duration as TIMEX3 does.
pub(super) fn period(unit: Unit, number: &str) -> String {
    match unit {
        Unit::Second => format!("PT{number}S"),
        Unit::Minute => format!("PT{number}M"),
        Unit::Hour => format!("PT{number}H"),
        Unit::Day | Unit::Night => format!("P{number}D"),
        Unit::Week => format!("P{number}W"),
        Unit::Weekend => format!("P{number}WE"),
        Unit::Fortnight => match number.parse::<i32>() {
            Ok(number) => format!("P{}W", 2 * number),
            Err(_) => "PXW".to_owned(),
        },
        Unit::Month => format!("P{number}M"),
        Unit::Quarter => format!("P{number}Q"),
        Unit::Year => format!("P{number}Y"),
        Unit::Decade => format!("P{number}DE"),
        Unit::Century => format!("P{number}CE"),
        Unit::Millennium => format!("P{number}ML"),
    }
}
