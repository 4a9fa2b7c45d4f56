//! Times of day: "5 p.m.", "22:30", "noon", "the evening".

use crate::extract::time::cursor::Cursor;
use crate::extract::time::shape::Clock;

/// Reads a time of day that begins at `at`, without the preposition; and where it ends.
pub(super) fn read(cursor: &Cursor<'_>, at: usize) -> Option<(Clock, usize)> {
    let word = cursor.word(at);
    match word {
        "noon" | "midday" => {
            return Some((
                Clock::At {
                    hour: 12,
                    minute: 0,
                },
                at + 1,
            ));
        }
        "midnight" => return Some((Clock::At { hour: 0, minute: 0 }, at + 1)),
        _ => (),
    }
    // "0930 GMT", "1400 hours"
    if word.len() == 4
        && let Some(number) = cursor.digits(at)
        && matches!(cursor.word(at + 1), "gmt" | "utc" | "hours" | "hrs")
        && number / 100 < 24
        && number % 100 < 60
    {
        let time = Clock::At {
            hour: (number / 100) as i8,
            minute: (number % 100) as i8,
        };
        return Some((time, at + 2));
    }
    // "5pm", "11.30am" in one word
    if let Some((digits, half)) = word
        .strip_suffix("am")
        .map(|digits| (digits, false))
        .or_else(|| word.strip_suffix("pm").map(|digits| (digits, true)))
        && digits.starts_with(|c: char| c.is_ascii_digit())
    {
        let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
        let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
        if !(1..=12).contains(&hour) || !(0..60).contains(&minute) {
            return None;
        }
        let hour = hour % 12 + if half { 12 } else { 0 };
        return Some((Clock::At { hour, minute }, at + 1));
    }
    let (hour, minute) = match word.split_once(':') {
        Some((hour, minutes)) => {
            let minute = minutes.get(..2)?;
            let well_formed = minutes.len() == 2 || minutes.as_bytes().get(2) == Some(&b':');
            (
                hour.parse().ok()?,
                minute.parse().ok().filter(|_| well_formed)?,
            )
        }
        None => {
            let (hour, minutes) = word.split_once('.').unwrap_or((word, "0"));
            let number = match cursor.words.numbers.get(hour) {
                Some(&number) if !matches!(hour, "a" | "an") => number,
                _ => hour.parse().ok()?,
            };
            (i8::try_from(number).ok()?, minutes.parse::<i8>().ok()?)
        }
    };
    if !(0..=24).contains(&hour) || !(0..60).contains(&minute) {
        return None;
    }
    let (half, mut end) = match cursor.word(at + 1) {
        "a.m." | "am" | "a.m" => (Some(false), at + 2),
        "p.m." | "pm" | "p.m" => (Some(true), at + 2),
        "o'clock" | "o’clock" => (None, at + 2),
        "hours" | "hrs" | "h" if word.contains(':') => (None, at + 2),
        _ if word.contains(':') => (None, at + 1),
        _ => return None,
    };
    let hour = match half {
        Some(_) if hour > 12 => hour,
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    if hour > 23 {
        return None;
    }
    if cursor.word(end) == "local" && cursor.word(end + 1) == "time" {
        end += 2;
    } else if matches!(
        cursor.word(end),
        "gmt" | "utc" | "est" | "edt" | "pst" | "pdt" | "cet" | "bst" | "et"
    ) {
        end += 1;
    }
    Some((Clock::At { hour, minute }, end))
}

/// Reads "morning", "late evening", "of the night"; and where it ends.
pub(super) fn part(cursor: &Cursor<'_>, at: usize) -> Option<(Clock, usize)> {
    let skip = usize::from(matches!(cursor.word(at), "early" | "late" | "mid"));
    let code = cursor.words.parts_of_day.get(cursor.word(at + skip))?;
    Some((Clock::Part(code), at + skip + 1))
}
