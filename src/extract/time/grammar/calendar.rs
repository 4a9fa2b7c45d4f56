//! Days and months by their name or number: "March 22, 2024", "Friday", "Christmas".

use crate::extract::time::cursor::Cursor;
use crate::extract::time::grammar::span::decade;
use crate::extract::time::grammar::span::era;
use crate::extract::time::grammar::span::short_decade;
use crate::extract::time::grammar::span::years;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;

pub(super) fn holiday(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
            feast: found.feast,
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

pub(super) fn weekday(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
pub(super) fn month(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
pub(super) fn day_number(cursor: &Cursor<'_>, at: usize) -> Option<(i8, usize)> {
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
pub(super) fn day_of(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
pub(super) fn numeric(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
