//! What stands before the first sentence of a paragraph: `KYIV, March 3 (Agency) —` and the date
//! line `Friday, August 21, 2015`.

use crate::analysis::Token;

/// No dateline has more tokens.
const LONGEST: usize = 16;

/// Counts the tokens of a dateline or date line that `tokens` begin with and text follows; 0
/// where there is none.
pub(super) fn length(text: &str, tokens: &[Token]) -> usize {
    let words: Vec<&str> = tokens
        .iter()
        .take(LONGEST)
        .map(|token| token.span.of(text))
        .collect();
    let line_end = tokens
        .windows(2)
        .take(LONGEST)
        .position(|pair| {
            text[pair[0].span.end as usize..pair[1].span.start as usize].contains('\n')
        })
        .map_or(words.len(), |last| last + 1);
    let words = &words[..line_end.min(words.len())];
    let date = date_line(words);
    if date > 0 {
        return date;
    }
    dateline(words)
}

/// `Friday, August 21, 2015`, where a capital follows.
fn date_line(words: &[&str]) -> usize {
    let end = date_length(words);
    // "March 3, 2015 was a Tuesday" is a sentence.
    let begins = words
        .get(end)
        .is_some_and(|word| word.starts_with(char::is_uppercase));
    if begins { end } else { 0 }
}

/// Counts the tokens of a full date that a day's name leads; 0 where there is none.
pub(super) fn date_length(words: &[&str]) -> usize {
    if !words.first().is_some_and(|word| is_day(word)) {
        return 0;
    }
    let at = if words.get(1) == Some(&",") { 2 } else { 1 };
    let is_month = |word: &str| MONTHS.iter().any(|month| word.starts_with(month));
    let number = |word: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    match words.get(at..).unwrap_or(&[]) {
        [month, day, ",", year, ..]
            if is_month(month) && number(day, 1..=2) && number(year, 4..=4) =>
        {
            at + 4
        }
        [day, month, year, ..] if is_month(month) && number(day, 1..=2) && number(year, 4..=4) => {
            at + 3
        }
        _ => 0,
    }
}

/// Tells whether a word names a day of the week.
pub(super) fn is_day(word: &str) -> bool {
    DAYS.contains(&word)
}

/// `KYIV, March 3 (Agency) —`, `LONDON (Agency) -`, `Geneva, 5 May –`.
fn dateline(words: &[&str]) -> usize {
    let Some(first) = words.first() else { return 0 };
    let capitals = |word: &str| {
        word.chars().count() > 2
            && word
                .chars()
                .all(|c| c.is_uppercase() || c == '.' || c == '\'')
    };
    if !first.starts_with(char::is_uppercase) {
        return 0;
    }
    let Some(dash) = words
        .iter()
        .position(|word| matches!(*word, "-" | "--" | "–" | "—"))
    else {
        return 0;
    };
    let before = &words[..dash];
    let sourced = before.last() == Some(&")") && before.contains(&"(");
    let dated = before
        .iter()
        .any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
        && before
            .iter()
            .any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    // "NATO - an alliance of 32 states" is no dateline: capitals alone are not enough.
    let named = capitals(first) && (before.contains(&",") && before.len() <= 5);
    // "NAIROBI - A court …": a sentence with its capital follows the place.
    let place = before.len() <= 3
        && before.iter().all(|word| capitals(word))
        && words.get(dash + 1).is_some_and(|word| {
            word.starts_with(char::is_uppercase)
                && (word.len() == 1 || word.contains(char::is_lowercase))
        })
        && words.len() >= dash + 5;
    let plain = before.iter().all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(
                *word,
                "," | "(" | ")" | "/" | "." | "of" | "de" | "la" | "'s"
            )
    });
    let begins = words.get(dash + 1).is_some_and(|word| {
        word.starts_with(|c: char| c.is_alphanumeric() || c == '"' || c == '“')
    });
    if begins && plain && (sourced || dated || named || place) {
        dash + 1
    } else {
        0
    }
}

const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const MONTHS: &[&str] = &[
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
];
