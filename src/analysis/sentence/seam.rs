//! Where two sentences meet without a mark between them: the headers of forwarded mail, addresses
//! in a row, a date line behind a headline, a greeting.

use crate::analysis::sentence::opening;

/// Tells whether a sentence begins at `words[at]`; `first` is where the open one began.
pub(super) fn is_between<'a>(word: impl Fn(usize) -> &'a str, first: usize, at: usize) -> bool {
    let (before, next) = (word(at - 1), word(at));
    let (Some(&last_start), Some(&start)) = (before.as_bytes().first(), next.as_bytes().first())
    else {
        return false;
    };
    match start {
        // "Ana Ruiz 07/30/2001 05:17 PM"
        b'0'..=b'9' => {
            is_slashed_date(next)
                && is_clock(word(at + 1))
                && (last_start.is_ascii_uppercase() || before == ">" || before.contains('@'))
        }
        b'h' | b'w' if is_url(next) => is_url(before),
        _ if before == ">>" => start.is_ascii_uppercase(),
        _ if is_clock(before) => {
            start.is_ascii_alphabetic()
                && !matches!(next, "AM" | "PM" | "am" | "pm")
                && is_slashed_date(word(at.wrapping_sub(2)))
        }
        _ if matches!(before, "AM" | "PM") => {
            next.starts_with(char::is_alphabetic)
                && is_clock(word(at.wrapping_sub(2)))
                && is_slashed_date(word(at.wrapping_sub(3)))
        }
        // "Best regards, Ana", "Thanks, Ana".
        b'A'..=b'Z' if before == "," && at - first <= 3 => {
            let greeting = word(first).to_ascii_lowercase();
            matches!(
                greeting.as_str(),
                "thanks"
                    | "regards"
                    | "cheers"
                    | "sincerely"
                    | "best"
                    | "warm"
                    | "kind"
                    | "kindest"
                    | "thank"
                    | "yours"
                    | "respectfully"
            )
        }
        b'M' | b'T' | b'W' | b'F' | b'S' => {
            // "Talks fail Friday, August 21, 2015"
            opening::is_day(next)
                && !matches!(
                    before.to_ascii_lowercase().as_str(),
                    "on" | "of"
                        | "from"
                        | "until"
                        | "till"
                        | "by"
                        | "to"
                        | ","
                        | "and"
                        | "for"
                        | "since"
                        | "last"
                        | "next"
                        | "this"
                        | "("
                        | "-"
                        | "–"
                        | ":"
                        | "the"
                        | "is"
                        | "was"
                )
                && date_length(&word, at) > 0
        }
        _ => false,
    }
}

/// Counts the tokens of a full date with its weekday.
pub(super) fn date_length<'a>(word: &impl Fn(usize) -> &'a str, at: usize) -> usize {
    let words: [&str; 6] = std::array::from_fn(|place| word(at + place));
    opening::date_length(&words)
}

fn is_url(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.")
}

/// `07/30/2001`
fn is_slashed_date(word: &str) -> bool {
    let mut parts = word.split('/');
    let mut number = |longest: usize| {
        parts.next().is_some_and(|part| {
            (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    number(2) && number(2) && number(4) && parts.next().is_none()
}

/// `05:17`
fn is_clock(word: &str) -> bool {
    let digits = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    word.split_once(':')
        .is_some_and(|(hour, minute)| digits(hour) && (digits(minute) || minute.len() == 5))
}
