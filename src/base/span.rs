//! A piece of a text.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

/// A half-open range of bytes, `start..end`, in some text known from the context.
///
/// Texts stay below 4 GiB, so 32 bits are enough; a larger offset is clamped.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes the span of the bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// Gives the range with which a string is indexed.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Cuts the piece out of `text`; empty where the span does not lie in it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Counts bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Tells whether the span has no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Gives the first `length` bytes, or all where there are fewer.
    pub fn first(self, length: usize) -> Span {
        Span::new(
            self.start as usize,
            (self.start as usize + length).min(self.end as usize),
        )
    }

    /// Tells whether all of `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Gives the smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_outside_its_text_is_empty_text() {
        assert_eq!(Span::new(3, 9).of("abc"), "");
        assert_eq!(Span::new(1, 3).of("abc"), "bc");
    }

    #[test]
    fn spans_that_touch_do_not_overlap() {
        assert!(!Span::new(0, 2).overlaps(Span::new(2, 4)));
        assert!(Span::new(0, 3).overlaps(Span::new(2, 4)));
        assert_eq!(Span::new(0, 2).cover(Span::new(5, 6)), Span::new(0, 6));
    }
}
