//! Reads how many a phrase counts.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::reading::Reading;

/// Gives the number in a noun phrase, and whether there may be more: "over 140 people".
pub(in crate::extract) fn of_phrase(reading: &Reading<'_>, head: TokenId) -> Option<(i64, bool)> {
    if reading.upos(head) == Upos::Num {
        let number = value(reading.lower(head))? * multiple(reading, head);
        return Some((number, at_least(reading, head)));
    }
    for &child in reading.children(head) {
        match reading.deprel(child) {
            Deprel::Nummod => {
                if let Some(number) = value(reading.lower(child)) {
                    let number = number * scale(reading, child) * multiple(reading, child);
                    return Some((number, at_least(reading, child) || at_least(reading, head)));
                }
            }
            Deprel::Det if reading.lower(child) == "no" => return Some((0, false)),
            _ => {}
        }
    }
    // "No injuries or deaths": none of either.
    let first = reading.first_conjunct(head);
    if first != head
        && reading
            .children(first)
            .iter()
            .any(|&child| reading.deprel(child) == Deprel::Det && reading.lower(child) == "no")
    {
        return Some((0, false));
    }
    // "dozens of people", "a number of people": no number.
    None
}

fn scale(reading: &Reading<'_>, number: TokenId) -> i64 {
    reading
        .children(number)
        .iter()
        .find_map(|&child| match reading.lower(child) {
            "dozen" => Some(12),
            "hundred" => Some(100),
            "thousand" => Some(1_000),
            "million" => Some(1_000_000),
            _ => None,
        })
        .unwrap_or(1)
}

/// "two dozen", "three hundred": the number right before a word for many.
fn multiple(reading: &Reading<'_>, number: TokenId) -> i64 {
    if !matches!(
        reading.lower(number),
        "dozen" | "hundred" | "thousand" | "million"
    ) || number.0 == 0
    {
        return 1;
    }
    let before = TokenId(number.0 - 1);
    if reading.sentence(before) != reading.sentence(number) {
        return 1;
    }
    value(reading.lower(before))
        .filter(|&times| times < 1_000)
        .unwrap_or(1)
}

fn at_least(reading: &Reading<'_>, number: TokenId) -> bool {
    let before = (number.0.saturating_sub(3)..number.0).map(TokenId);
    let mut words: Vec<&str> = Vec::new();
    for token in before {
        words.push(reading.lower(token));
    }
    let joined = words.join(" ");
    words
        .last()
        // "Between 100 and 300": the lower bound is given.
        .is_some_and(|word| matches!(*word, "over" | "above" | "between"))
        || joined.ends_with("at least")
        || joined.ends_with("more than")
}

/// Reads a number in digits or words.
pub(in crate::extract) fn value(word: &str) -> Option<i64> {
    let digits: String = word.chars().filter(|character| *character != ',').collect();
    if let Ok(number) = digits.parse::<i64>() {
        return Some(number);
    }
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(number) = WORDS.iter().position(|other| *other == word) {
        return Some(number as i64);
    }
    Some(match word {
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "dozen" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        assert_eq!(value("12,000"), Some(12_000));
        assert_eq!(value("seven"), Some(7));
        assert_eq!(value("several"), None);
    }
}
