//! The headline, the day and the publisher of a plain text, as its first and last lines tell.

use jiff::civil::Date;

use crate::text::date;

/// What the lines around an article say of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Heading {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) date: Option<Date>,
}

/// How many lines at either end may be about the article.
const LINES: usize = 8;

/// Reads the heading of a text.
pub(super) fn read(text: &str) -> Heading {
    let mut heading = Heading::default();
    let mut first = text
        .lines()
        .map(|line| cut(line.trim()))
        .filter(|line| !line.is_empty());
    let lines: Vec<&str> = first.by_ref().take(LINES).collect();
    heading.title = lines
        .first()
        .filter(|line| lines.len() > 1 && is_title(line))
        .map(|line| (*line).to_owned());
    let last: Vec<&str> = text
        .lines()
        .rev()
        .map(|line| cut(line.trim()))
        .filter(|line| !line.is_empty())
        .take(3)
        .collect();
    for line in lines.iter().chain(&last) {
        let found = date_line(line);
        if heading.date.is_none() {
            heading.date = found.date;
        }
        if heading.publisher.is_none() {
            heading.publisher = found.publisher;
        }
    }
    heading
}

/// The start of a line; no line that is about an article is longer.
fn cut(line: &str) -> &str {
    let mut end = line.len().min(400);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// Tells whether a first line is a headline: short, without the period of a sentence, no date.
fn is_title(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (1..=30).contains(&words)
        && line.len() <= 200
        && line.contains(char::is_alphabetic)
        && (!line.ends_with(['.', ',', ';', ':']) || line.ends_with("..."))
        && date_line(line).date.is_none()
}

/// Reads the line that dates an article.
///
/// A date counts where the line begins with it, or where the line says that it is about
/// publishing; a date in running text does not date the text.
fn date_line(line: &str) -> Heading {
    let mut heading = Heading::default();
    let lower = line.to_ascii_lowercase();
    let lower = lower.trim_start_matches(['(', '[', '*', '_', '-', '–', '—', ' ']);
    let about = [
        "published",
        "updated",
        "posted",
        "date:",
        "issued",
        "first published",
        "last updated",
        "publication date",
        "pubdate",
        "by ",
        "source:",
        "filed",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    if about && line.len() <= 200 {
        heading.date = date::find(line);
        heading.publisher = publisher(line);
        return heading;
    }
    if let Some(found) = dateline(line) {
        return found;
    }
    let words = words_of(line);
    let day = words.first().is_some_and(|word| {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .iter()
            .any(|day| word.to_ascii_lowercase().starts_with(day))
    });
    heading.date =
        date::at_words(&words).or_else(|| day.then(|| date::at_words(&words[1..])).flatten());
    if heading.date.is_none() && line.len() <= 120 {
        // "KYIV, March 3, 2024 (Agency) -" and "The Example Times, 3 March 2024".
        let short = words.len() < 12 && !line.ends_with(['.', '!', '?']);
        let place = line
            .split_once([',', '|', '—', '–'])
            .map_or("", |(first, _)| first);
        let named = !place.is_empty()
            && place
                .split_whitespace()
                .all(|word| word.starts_with(char::is_uppercase));
        if short && named {
            heading.date = (1..words.len().min(6)).find_map(|at| date::at_words(&words[at..]));
        }
    }
    heading
}

/// Reads the place, day and agency that lead into the first sentence of a report:
/// "KYIV, March 3, 2024 (Agency) - The sides met."
fn dateline(line: &str) -> Option<Heading> {
    let lead = [" - ", " – ", " — ", " -- ", "— ", " —"]
        .iter()
        .filter_map(|dash| line.split_once(dash))
        .map(|(lead, _)| lead)
        .min_by_key(|lead| lead.len())
        .filter(|lead| lead.len() <= 80)?;
    let words = words_of(lead);
    let place = words
        .iter()
        .take_while(|word| word.starts_with(char::is_uppercase))
        .count();
    let date = (1..=place.min(5)).find_map(|at| date::at_words(words.get(at..)?))?;
    let agency = lead
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(agency, _)| agency.trim())
        .filter(|agency| agency.starts_with(char::is_uppercase));
    Some(Heading {
        title: None,
        publisher: agency.map(str::to_owned),
        date: Some(date),
    })
}

/// The first words of a line, without the marks around them.
fn words_of(line: &str) -> Vec<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .take(12)
        .collect()
}

/// Gives the name in "Published in X, March 24th, 2024" and "Source: X".
fn publisher(line: &str) -> Option<String> {
    let lower = line.to_ascii_lowercase();
    let start = ["published in ", "published by ", "source: ", "publisher: "]
        .iter()
        .find_map(|cue| lower.find(cue).map(|at| at + cue.len()))?;
    let rest = line.get(start..)?;
    let end = rest
        .find([',', '|', ';', '('])
        .or_else(|| rest.find(" on "))
        .unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches('.');
    let name = name.strip_prefix("the ").unwrap_or(name);
    (name.starts_with(char::is_uppercase) && name.len() <= 80 && date::find(name).is_none())
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, title: Option<&str>, publisher: Option<&str>, date: &str) {
        let expected = Heading {
            title: title.map(str::to_owned),
            publisher: publisher.map(str::to_owned),
            date: date.parse().ok(),
        };
        assert_eq!(read(text), expected);
    }

    #[test]
    fn a_published_line_at_the_end_names_publisher_and_day() {
        check(
            "River talks\nThe two sides met again.\nPublished in The Example, March 24th, 2024\n",
            Some("River talks"),
            Some("The Example"),
            "2024-03-24",
        );
    }

    #[test]
    fn a_date_line_under_the_headline_dates_the_text() {
        check(
            "River talks fail\n\nFriday, August 21, 2015\n\nThe sides met.",
            Some("River talks fail"),
            None,
            "2015-08-21",
        );
        check(
            "River talks\n\nThursday, May 7, 2015 On Tuesday, they met.",
            Some("River talks"),
            None,
            "2015-05-07",
        );
    }

    #[test]
    fn the_place_and_day_before_the_first_sentence_date_the_text() {
        check(
            "River talks fail\n\nRIVER CITY, March 3, 2024 - The sides met on Friday.",
            Some("River talks fail"),
            None,
            "2024-03-03",
        );
        check(
            "River talks fail\n\nTHE HAGUE, 3 Mar 2024 (The Agency) — The sides met.",
            Some("River talks fail"),
            Some("The Agency"),
            "2024-03-03",
        );
        check(
            "River talks fail\n\nTalks, which began on March 3, 2024 - a Sunday - failed.",
            Some("River talks fail"),
            None,
            "",
        );
    }

    #[test]
    fn a_date_in_running_text_does_not() {
        check(
            "River talks\n\nThe treaty of 24 March 2001 was praised by all.",
            Some("River talks"),
            None,
            "",
        );
    }

    #[test]
    fn a_sentence_is_no_headline() {
        check("The sides met.\nThey left.", None, None, "");
        check("Only one line", None, None, "");
    }
}
