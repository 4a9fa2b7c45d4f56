//! Days as articles write them.

use jiff::civil::Date;

/// The months by the letters that tell them apart.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Finds the first full date in a text: `2024-03-22`, `March 24th, 2024`, `Sun., 24 Mar. 2024`,
/// `24/03/2024` where the order of day and month is beyond doubt.
pub fn find(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '[' | ']' | '·' | ';')
        })
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .take(200)
        .collect();
    (0..words.len()).find_map(|at| at_words(&words[at..]))
}

/// Finds a date and tells what stands before it and whether anything stands after it.
pub(super) fn at_words(words: &[&str]) -> Option<Date> {
    let first = *words.first()?;
    if let Some(date) = numeric(first) {
        return Some(date);
    }
    let second = *words.get(1)?;
    // "March 24 2024", "24 March 2024", "24 of March 2024".
    if let (Some(month), Some(day)) = (month(first), day(second)) {
        let year = year(words.get(2)?)?;
        return Date::new(year, month, day).ok();
    }
    let day = day(first)?;
    let skip = usize::from(second == "of" || second == "de");
    let month = month(words.get(1 + skip)?)?;
    let year = year(words.get(2 + skip)?)?;
    Date::new(year, month, day).ok()
}

/// Gives the number of a month by its name or its abbreviation.
pub(super) fn month(word: &str) -> Option<i8> {
    let lower = word.trim_end_matches('.').to_ascii_lowercase();
    if lower.len() < 3 {
        return None;
    }
    let place = MONTHS.iter().position(|month| {
        *month == lower
            || (lower.len() == 3 && month.starts_with(&lower))
            || (lower == "sept" && *month == "september")
    })?;
    Some(place as i8 + 1)
}

fn day(word: &str) -> Option<i8> {
    let digits = word
        .strip_suffix("st")
        .or_else(|| word.strip_suffix("nd"))
        .or_else(|| word.strip_suffix("rd"))
        .or_else(|| word.strip_suffix("th"))
        .unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    // "2024," and "2024." have lost their marks; "2024T10:00" is ISO and comes elsewhere.
    (word.len() == 4).then(|| word.parse().ok()).flatten()
}

/// `2024-03-22`, with a time or without, `2024/03/22`, `22.03.2024`, `20240322`.
fn numeric(word: &str) -> Option<Date> {
    let word = word.split(['T', 't']).next().unwrap_or(word);
    let separator = ['-', '/', '.']
        .into_iter()
        .find(|separator| word.matches(*separator).count() == 2);
    let Some(separator) = separator else {
        // Eight digits are a date only where they look like one of our time.
        let plain = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
        let recent = plain && (word.starts_with("19") || word.starts_with("20"));
        return recent
            .then(|| {
                let number = |range: std::ops::Range<usize>| word[range].parse::<i16>().ok();
                Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()
            })
            .flatten();
    };
    let parts: Vec<&str> = word.split(separator).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let [a, b, c] = numbers?[..] else { return None };
    let (year, month, day) = match parts[0].len() {
        4 => (a, b, c),
        _ if parts[2].len() != 4 => return None,
        // 24/03/2024 has its day first, 03/24/2024 its month; 04/03/2024 could be either, except
        // with dots, which only those write who put the day first.
        _ if a > 12 || separator == '.' => (c, b, a),
        _ if b > 12 => (c, a, b),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(find(text), expected.parse().ok(), "{text}");
    }

    #[test]
    fn dates_are_found_as_articles_write_them() {
        check("Published in Dawn, March 24th, 2024", "2024-03-24");
        check("Friday, August 21, 2015", "2015-08-21");
        check(
            "Thursday, May 7, 2015 On Tuesday, the government",
            "2015-05-07",
        );
        check("Sun., 24 Mar. 2024 | 10:05 GMT", "2024-03-24");
        check("Updated 2024-03-22T10:00:00Z", "2024-03-22");
        check("the 3rd of September 2001", "2001-09-03");
        check("24.03.2024", "2024-03-24");
        check("24/03/2024", "2024-03-24");
        check("03/24/2024", "2024-03-24");
    }

    #[test]
    fn what_could_be_two_days_or_none_is_no_date() {
        check("04/03/2024", "");
        check("February 30, 2024", "");
        check("In March 2024 some 24 people", "");
        check("version 1.2.2024x", "");
    }
}
