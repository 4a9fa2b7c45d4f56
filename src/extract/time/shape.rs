//! What an expression of time says, before it is known which day that is.

use crate::extract::time::words::Feast;
use crate::extract::time::words::Unit;

/// In which direction from the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// "last Friday".
    Back,
    /// "this Friday".
    Here,
    /// "next Friday".
    Ahead,
    /// "on Friday": the verb tells.
    Open,
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amount {
    /// That many.
    Some(i32),
    /// Some and a half.
    Half(i32),
    /// "several".
    Vague,
}

/// The forms that expressions take.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// "March 22, 2024", "the 22nd".
    Day {
        year: Option<i16>,
        month: Option<i8>,
        day: i8,
    },
    /// "March 2024", "last March".
    Month {
        year: Option<i16>,
        month: i8,
        direction: Direction,
    },
    /// "2024", "fiscal 2024".
    Year { year: i16, fiscal: bool },
    /// "2023-24".
    Years { first: i16, last: i16 },
    /// "the 1960s", "the sixties"; the year that begins it.
    Decade { year: i16 },
    /// "the 20th century".
    Century { number: i16, before_christ: bool },
    /// "5000 BCE".
    BeforeChrist { year: i32 },
    /// "Friday".
    Weekday { weekday: i8, direction: Direction },
    /// "today", "last week", "two years ago".
    Shift { unit: Unit, count: i32 },
    /// "the next day", "a week later": from the date that the text spoke of.
    Onward { unit: Unit, count: i32 },
    /// "last summer", "the summer of 2012".
    Season {
        code: &'static str,
        year: Option<i16>,
        direction: Direction,
    },
    /// "the third quarter of 2023", "the first half of the year".
    Portion {
        letter: char,
        number: i8,
        year: Option<i16>,
        direction: Direction,
        fiscal: bool,
    },
    /// "Christmas", "Thanksgiving 2023".
    Holiday { feast: Feast, year: Option<i16> },
    /// "now", "recently".
    Vague(&'static str),
    /// "three weeks", "the past few days"; the direction is where it lies, if that is said.
    Duration {
        unit: Unit,
        amount: Amount,
        direction: Option<Direction>,
    },
    /// "every Friday", "daily".
    Set { value: String },
    /// "5 p.m.", with no day of its own.
    Clock,
}

/// A time of day: a part such as `NI`, or hour and minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    Part(&'static str),
    At { hour: i8, minute: i8 },
}

/// An expression as the grammar found it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    pub(super) shape: Shape,
    pub(super) clock: Option<Clock>,
    pub(super) modifier: Option<&'static str>,
    /// The first token that is not part of it, counted in the sentence.
    pub(super) end: usize,
}

impl Parsed {
    pub(super) fn new(shape: Shape, end: usize) -> Self {
        Parsed {
            shape,
            clock: None,
            modifier: None,
            end,
        }
    }
}
