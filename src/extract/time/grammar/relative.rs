//! Days and spans by their distance from now or from the text: "last week", "the next day", "now".

use crate::extract::time::cursor::Cursor;
use crate::extract::time::grammar::calendar::day_number;
use crate::extract::time::grammar::length::amount;
use crate::extract::time::grammar::span::portion;
use crate::extract::time::grammar::span::season;
use crate::extract::time::shape::Amount;
use crate::extract::time::shape::Clock;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;
use crate::extract::time::words::Unit;

/// "today", "tomorrow", "the day before yesterday".
pub(super) fn relative_day(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
pub(super) fn directed(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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

/// "the next day", "the following week", "the year before"; `at` is behind "the".
pub(super) fn onward(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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

/// "now", "recently", "at the moment", "in the future".
pub(super) fn vague(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
        // "in recent years", "the recent past", "the near future"
        "recent"
            if cursor.word(at + 1) == "past"
                || (cursor.words.units.contains_key(cursor.word(at + 1))
                    && cursor.word(at + 1).ends_with('s')) =>
        {
            return reference("PAST_REF", at + 2);
        }
        "near" | "foreseeable" | "distant" if cursor.word(at + 1) == "future" => {
            return reference("FUTURE_REF", at + 2);
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
