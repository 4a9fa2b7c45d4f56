//! When: expressions of time and the days, months and spans they stand for.
//!
//! Expressions are found and valued after TIMEX3. What hangs on the day of writing, such as
//! "last Friday" or "in January", is resolved against the document's date, looking back or ahead
//! by the tense of the verb it hangs on; what hangs on the text, such as "the next day", against
//! the date that stands before it.

mod clock;
mod cursor;
mod grammar;
mod resolve;
mod shape;
mod tense;
mod words;

use std::ops::Range;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::base::Span;
use crate::text::Document;

pub use words::TimeWords;

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexType {
    /// A day or more: "Friday", "March 2024", "the 1960s", "now".
    Date,
    /// Less than a day: "5 p.m.", "Friday night".
    Time,
    /// How long: "three weeks".
    Duration,
    /// How often: "every Friday".
    Set,
}

impl TimexType {
    /// Gives the name in the standard's spelling.
    pub fn name(self) -> &'static str {
        match self {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        }
    }
}

/// Words that tell when, how long or how often.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Where it stands, without a preposition.
    pub span: Span,
    /// The numbers of its tokens.
    pub tokens: Range<u32>,
    /// What it tells.
    pub timex_type: TimexType,
    /// The TIMEX3 value: `2024-03-22`, `2024-W12`, `P3D`, `PRESENT_REF`, `2024-03-22TNI`.
    pub value: String,
    /// The TIMEX3 modifier: `START`, `MID`, `END`, `APPROX`, `MORE_THAN`, `LESS_THAN`.
    pub modifier: Option<&'static str>,
    /// The first and the last day it covers, where they are known.
    pub interval: Option<(Date, Date)>,
    /// For "from A to B" and "A-B", the first day of A and the last of B, on both of them.
    pub range: Option<(Date, Date)>,
}

impl TimeExpression {
    /// Gives the value by which a graph dates an event: `2024-03-22`, `2024-01`, `2024`, or the
    /// first and last day as `2024-01-02/2024-01-05`; none for what is no date.
    pub fn iso(&self) -> Option<String> {
        if !matches!(self.timex_type, TimexType::Date | TimexType::Time) {
            return None;
        }
        if let Some((first, last)) = self.range {
            return Some(format!("{first}/{last}"));
        }
        let (first, last) = self.interval?;
        if first == last {
            return Some(first.to_string());
        }
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let whole = match self.value.split_once('-') {
            Some((year, month)) => {
                year.len() == 4 && month.len() == 2 && digits(year) && digits(month)
            }
            None => self.value.len() == 4 && digits(&self.value),
        };
        if whole {
            return Some(self.value.clone());
        }
        Some(format!("{first}/{last}"))
    }
}

/// Finds the expressions of time of a document, in the order of the text, without overlaps.
pub fn find(document: &Document, analysis: &Analysis, words: &TimeWords) -> Vec<TimeExpression> {
    let mut found = Vec::new();
    let mut reference = resolve::Reference::new(document.date);
    for sentence in analysis.sentences() {
        let first = found.len();
        let cursor = cursor::Cursor::new(&document.text, analysis, sentence, words);
        let mut at = 0;
        while at < cursor.len() {
            let Some(parsed) = grammar::expression(&cursor, at) else {
                at += 1;
                continue;
            };
            let end = parsed.end;
            found.push(resolve::expression(&cursor, at, &parsed, &mut reference));
            at = end;
        }
        join_ranges(&cursor, &mut found[first..]);
    }
    found
}

/// Gives both ends of "from A to B", "between A and B" and "A-B" the whole span.
fn join_ranges(cursor: &cursor::Cursor<'_>, found: &mut [TimeExpression]) {
    for index in 1..found.len() {
        let (before, after) = found.split_at_mut(index);
        let (first, second) = (&mut before[index - 1], &mut after[0]);
        let (Some((start, before)), Some((after, end))) = (first.interval, second.interval) else {
            continue;
        };
        // "Waitangi Day - February 6 - this year" has dashes that mean something else.
        if first.range.is_none() && before < after && cursor.is_range(&first.tokens, &second.tokens)
        {
            first.range = Some((start, end));
            second.range = Some((start, end));
        }
    }
}

#[cfg(test)]
mod tests;
