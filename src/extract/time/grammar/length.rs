//! How long and how often: "three weeks", "two years ago", "every Friday".

use crate::extract::time::clock;
use crate::extract::time::cursor::Cursor;
use crate::extract::time::shape::Amount;
use crate::extract::time::shape::Clock;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;
use crate::extract::time::words::Unit;

/// A number, "a few", "several", "two and a half".
pub(super) fn amount(cursor: &Cursor<'_>, at: usize) -> Option<(Amount, usize)> {
    let word = cursor.word(at);
    if word == "a" && matches!(cursor.word(at + 1), "few" | "couple") {
        let of = usize::from(cursor.word(at + 2) == "of");
        return Some((Amount::Vague, at + 2 + of));
    }
    if word == "half" && matches!(cursor.word(at + 1), "a" | "an") {
        return Some((Amount::Half(0), at + 2));
    }
    // "a half-hour", "half-century"
    if word == "half" && cursor.word(at + 1) == "-" {
        return Some((Amount::Half(0), at + 1));
    }
    if matches!(word, "a" | "an")
        && cursor.word(at + 1) == "half"
        && (cursor.word(at + 2) == "-" || cursor.words.units.contains_key(cursor.word(at + 2)))
    {
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
pub(super) fn duration(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
                "for" | "in" | "over" | "of" | "within" | "after"
            ) || matches!(
                cursor.word(at + 1),
                "later" | "earlier" | "before" | "after"
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
    // "$5 a year", "40 hours a week", "9 % a month": so much in each.
    if matches!(cursor.word(at), "a" | "an")
        && end == at + 1
        && !hyphen
        && unit != Unit::Second
        && !matches!(
            cursor.word(end + 1),
            "ago" | "later" | "earlier" | "before" | "after"
        )
        && is_rate(cursor, at)
    {
        return Some(Parsed::new(
            Shape::Set {
                value: period(unit, "1"),
            },
            end + 1,
        ));
    }
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

/// Tells whether a number of something stands before a word.
fn is_rate(cursor: &Cursor<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    match cursor.xpos(before) {
        "CD" => true,
        "NNS" | "NN" => {
            before > 0
                && (cursor.xpos(before - 1) == "CD"
                    || cursor.words.numbers.contains_key(cursor.word(before - 1)))
        }
        _ => false,
    }
}

/// "every Friday", "each year", "every two weeks", "once a week", "daily".
pub(super) fn set(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
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
pub(in crate::extract::time) fn period(unit: Unit, number: &str) -> String {
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
