//! Splits ranks and offices from names: "Iranian Gen Qassem Soleimani", "State Department
//! Spokesperson".

use crate::analysis::TokenId;
use crate::base::Span;
use crate::data::words::TitleClass;
use crate::extract::candidate::Gender;
use crate::extract::reading::Reading;

pub(in crate::extract) fn words_lower(reading: &Reading<'_>, first: u32, last: u32) -> String {
    let words: Vec<&str> = (first..=last)
        .map(|at| reading.lower(TokenId(at)))
        .filter(|word| *word != "." && *word != "-")
        .map(|word| word.trim_end_matches('.'))
        .collect();
    words.join(" ")
}

pub(in crate::extract) fn is_title(reading: &Reading<'_>, first: u32, last: u32) -> bool {
    reading
        .words
        .title(&words_lower(reading, first, last))
        .is_some()
}

pub(in crate::extract) fn is_honorific(reading: &Reading<'_>, at: u32) -> bool {
    reading
        .words
        .title(&words_lower(reading, at, at))
        .is_some_and(|title| title.class == TitleClass::Honorific)
        && reading.is_capital(TokenId(at))
}

pub(in crate::extract) fn is_office(reading: &Reading<'_>, first: u32, last: u32) -> bool {
    reading
        .words
        .title(&words_lower(reading, first, last))
        .is_some_and(|title| title.class == TitleClass::Office)
        && !matches!(reading.lower(TokenId(last)), "general" | "chief")
}

/// Gives how many words at the start of a name are a title, if any follow them.
pub(in crate::extract) fn title_length(
    reading: &Reading<'_>,
    first: u32,
    last: u32,
) -> Option<u32> {
    (1..=4u32)
        .rev()
        .filter(|length| first + length <= last)
        .find(|length| is_title(reading, first, first + length - 1))
        .map(|length| {
            // "Gen." keeps its full stop.
            if reading.word(TokenId(first + length)) == "." && first + length < last {
                length + 1
            } else {
                length
            }
        })
}

/// Finds where a title that stands right before a name begins: "actor" in "actor Jason Beghe".
pub(in crate::extract) fn title_before(reading: &Reading<'_>, first: u32) -> Option<u32> {
    let sentence = &reading.analysis.sentences()[reading.sentence(TokenId(first)) as usize];
    let mut start = first;
    loop {
        let mut end = start;
        if end > sentence.tokens.start && reading.word(TokenId(end - 1)) == "." {
            end -= 1;
        }
        let length = (1..=4u32).rev().find(|length| {
            end >= sentence.tokens.start + length && is_title(reading, end - length, end - 1)
        });
        match length {
            Some(length) => start = end - length,
            None => break,
        }
    }
    (start < first).then_some(start)
}

pub(in crate::extract) fn title_gender(
    reading: &Reading<'_>,
    first: u32,
    last: u32,
) -> Option<Gender> {
    (first..=last).find_map(|at| {
        let title = reading
            .words
            .title(reading.lower(TokenId(at)).trim_end_matches('.'))?;
        match title.gender.as_deref() {
            Some("m") => Some(Gender::Masculine),
            Some("f") => Some(Gender::Feminine),
            _ => None,
        }
    })
}

/// Tells whether the words are an office and of what class.
pub(in crate::extract) fn title_class(
    reading: &Reading<'_>,
    span: Span,
) -> Vec<(String, TitleClass, Option<String>)> {
    let words: Vec<String> = span
        .of(reading.text)
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = (1..=(words.len() - at).min(4)).rev().find(|length| {
            reading
                .words
                .title(&words[at..at + length].join(" "))
                .is_some()
        });
        match length {
            Some(length) => {
                if let Some(title) = reading.words.title(&words[at..at + length].join(" ")) {
                    found.push((title.title.clone(), title.class, title.edge.clone()));
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}
