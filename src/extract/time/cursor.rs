//! The words of a sentence as the grammar of time asks for them.

use std::ops::Range;

use crate::analysis::Analysis;
use crate::analysis::Sentence;
use crate::analysis::TokenId;
use crate::base::Span;
use crate::extract::time::words::TimeWords;

/// Lower-case words by their number in the sentence; past either end they are empty.
pub(super) struct Cursor<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) words: &'a TimeWords,
    text: &'a str,
    first: u32,
    lower: Vec<String>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(
        text: &'a str,
        analysis: &'a Analysis,
        sentence: &Sentence,
        words: &'a TimeWords,
    ) -> Self {
        Cursor {
            analysis,
            words,
            text,
            first: sentence.tokens.start,
            lower: sentence
                .tokens
                .clone()
                .map(|token| analysis.span(TokenId(token)).of(text).to_lowercase())
                .collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    /// The word `back` places before `at`.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// The word as it is written.
    pub(super) fn written(&self, at: usize) -> &'a str {
        if at < self.len() {
            self.analysis.span(self.token(at)).of(self.text)
        } else {
            ""
        }
    }

    pub(super) fn token(&self, at: usize) -> TokenId {
        TokenId(self.first + at as u32)
    }

    pub(super) fn xpos(&self, at: usize) -> &'static str {
        if at < self.len() {
            self.analysis.tag(self.token(at)).xpos
        } else {
            ""
        }
    }

    /// Tells whether nothing stands between a word and the one before it.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        at > 0
            && at < self.len()
            && self.analysis.span(self.token(at)).start
                == self.analysis.span(self.token(at - 1)).end
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.analysis
            .span(self.token(start))
            .cover(self.analysis.span(self.token(end - 1)))
    }

    /// Tells whether two expressions are the ends of one range, by what stands between them.
    pub(super) fn is_range(&self, first: &Range<u32>, second: &Range<u32>) -> bool {
        let at = |token: u32| (token - self.first) as usize;
        let (start, end, next) = (at(first.start), at(first.end), at(second.start));
        if next != end + 1 {
            return false;
        }
        match self.word(end) {
            "-" | "–" | "—" | "through" | "until" | "till" => true,
            "to" => {
                matches!(self.before(start, 1), "from" | "between" | "(" | "period")
                    || self.before(start, 2) == "from"
            }
            "and" => self.before(start, 1) == "between" || self.before(start, 2) == "between",
            _ => false,
        }
    }

    /// Reads "about", "more than", "at least": the modifier, and where the words end.
    pub(super) fn about(&self, at: usize) -> Option<(&'static str, usize)> {
        let pair = (self.word(at), self.word(at + 1));
        let modifier = match pair {
            ("more" | "longer" | "greater", "than") | ("well", "over") => "MORE_THAN",
            ("less" | "fewer" | "shorter", "than") => "LESS_THAN",
            ("at", "least") => "EQUAL_OR_MORE",
            ("at", "most") | ("up", "to") => "EQUAL_OR_LESS",
            ("no", "more" | "longer") if self.word(at + 2) == "than" => {
                return Some(("EQUAL_OR_LESS", at + 3));
            }
            ("no", "less" | "fewer") if self.word(at + 2) == "than" => {
                return Some(("EQUAL_OR_MORE", at + 3));
            }
            _ => return Some((*self.words.about.get(pair.0)?, at + 1)),
        };
        Some((modifier, at + 2))
    }

    /// Reads a number in digits, without separators and endings.
    pub(super) fn digits(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        // "1,000 years"
        if let Some((thousands, rest)) = word.split_once(',')
            && rest.len() == 3
            && (1..=3).contains(&thousands.len())
        {
            let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            let number = |part: &str| part.parse::<i32>().ok().filter(|_| all(part));
            return Some(number(thousands)? * 1_000 + number(rest)?);
        }
        if word.is_empty() || word.len() > 6 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        word.parse().ok()
    }

    /// Reads a small number in digits or words, and where it ends: "twenty - five", "24".
    pub(super) fn number(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(number) = self.digits(at) {
            return Some((number, at + 1));
        }
        let number = *self.words.numbers.get(self.word(at))?;
        if (20..=90).contains(&number) {
            let skip = usize::from(self.word(at + 1) == "-");
            if let Some(&ones) = self.words.numbers.get(self.word(at + 1 + skip))
                && (1..10).contains(&ones)
                && !matches!(self.word(at + 1 + skip), "a" | "an")
            {
                return Some((number + ones, at + 2 + skip));
            }
        }
        if number < 20 && self.word(at + 1) == "hundred" {
            return Some((number * 100, at + 2));
        }
        Some((number, at + 1))
    }

    /// Reads "third", "3rd", "twenty - first".
    pub(super) fn ordinal(&self, at: usize) -> Option<(i32, usize)> {
        let word = self.word(at);
        if let Some(&number) = self.words.ordinals.get(word) {
            return Some((number, at + 1));
        }
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !digits.is_empty()
            && digits.len() <= 2
            && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th")
        {
            return Some((digits.parse().ok()?, at + 1));
        }
        if let Some(&tens) = self.words.numbers.get(word)
            && (20..=90).contains(&tens)
            && self.word(at + 1) == "-"
            && let Some(&ones) = self.words.ordinals.get(self.word(at + 2))
        {
            return Some((tens + ones, at + 3));
        }
        None
    }

    /// Reads the number of a year: four digits of the times that news speak of.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        if word.len() == 4 {
            let year = self.digits(at).and_then(|year| i16::try_from(year).ok())?;
            return (1000..=2199).contains(&year).then_some(year);
        }
        // ’98
        let short = word.strip_prefix(['\'', '’'])?;
        let year: i16 = (short.len() == 2).then(|| short.parse().ok()).flatten()?;
        Some(if year < 40 { 2000 + year } else { 1900 + year })
    }
}
