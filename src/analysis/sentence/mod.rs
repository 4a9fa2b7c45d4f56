//! Words to sentences.
//!
//! A blank line ends a sentence, and so does a line break unless the text is wrapped to a width.
//! Within a paragraph a sentence ends behind `.`, `!`, `?` and the quotes and brackets that close
//! there, where what follows looks like a beginning. The period of an abbreviation ends one only
//! before a word that often begins sentences. A sentence without end is cut, so that what reads
//! it needs no more than so much memory.

mod opening;
mod seam;
mod wrap;

use crate::analysis::Sentence;
use crate::analysis::Token;
use crate::analysis::token::Abbreviation;
use crate::analysis::token::TokenLexicon;

/// Beyond this many tokens a sentence is cut at the next semicolon, colon, dash or line break …
const LONG: usize = 240;
/// … beyond this at the next comma …
const LONGER: usize = 300;
/// … and beyond this at the next token that is not joined to its neighbour.
const LONGEST: usize = 400;

/// Groups the tokens of a text into sentences.
pub(in crate::analysis) fn split(
    text: &str,
    tokens: &[Token],
    lexicon: &TokenLexicon,
) -> Vec<Sentence> {
    let mut splitter = Splitter {
        text,
        tokens,
        lexicon,
        wrapped: wrap::is_wrapped(text),
        sentences: Vec::with_capacity(tokens.len() / 16 + 1),
        first: 0,
    };
    splitter.run();
    splitter.sentences
}

/// Takes each line for a sentence, as a text that is cut already asks for.
pub(in crate::analysis) fn split_at_lines(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut first = 0;
    for index in 1..=tokens.len() {
        let ends = match tokens.get(index) {
            None => true,
            Some(next) => {
                let gap = tokens[index - 1].span.end as usize..next.span.start as usize;
                text[gap].contains('\n') || index - first >= LONGEST
            }
        };
        if ends {
            sentences.push(sentence(tokens, first, index));
            first = index;
        }
    }
    sentences
}

fn sentence(tokens: &[Token], first: usize, end: usize) -> Sentence {
    Sentence {
        span: tokens[first].span.cover(tokens[end - 1].span),
        tokens: first as u32..end as u32,
    }
}

/// What parts two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    None,
    /// Space.
    Space,
    /// The end of a line that may be there for the width of the page.
    Line,
    /// The end of a paragraph.
    Paragraph,
}

/// What has ended at the tokens so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing.
    No,
    /// A sentence, by a mark of its own.
    Mark,
    /// Perhaps a sentence: at "…", or a colon that closes a line.
    Trailing,
    /// Perhaps a sentence, by an abbreviation's period.
    Abbreviation,
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a TokenLexicon,
    wrapped: bool,
    sentences: Vec<Sentence>,
    /// The first token of the sentence that is open.
    first: usize,
}

impl<'a> Splitter<'a> {
    fn run(&mut self) {
        let mut end = End::No;
        let mut paragraph = true;
        let mut head = 0;
        for index in 0..self.tokens.len() {
            if paragraph {
                head = opening::length(self.text, &self.tokens[index..]);
                paragraph = false;
                head += index;
            }
            let word = self.word(index);
            let closes = end != End::No && self.closes(index, word);
            if !closes {
                end = Self::end_at(word);
            }
            let next = index + 1;
            if next == self.tokens.len() {
                break;
            }
            if self.tokens[index].joined {
                continue;
            }
            let gap = self.gap(index);
            let ends = match gap {
                Gap::Paragraph => {
                    paragraph = true;
                    true
                }
                _ if next == head => true,
                _ if end == End::No => false,
                _ => self.ends_before(next, end, closes, gap),
            };
            let word_at = |place: usize| {
                let inside = (self.first..self.tokens.len()).contains(&place);
                if inside { self.word(place) } else { "" }
            };
            let seam = !ends && gap == Gap::Space && seam::is_between(word_at, self.first, next);
            if seam {
                // A date line stands apart from what follows as well.
                let length = seam::date_length(&word_at, next);
                if length > 0 {
                    head = next + length;
                }
            }
            if ends || seam || self.is_too_long(next, word, gap) {
                self.close(next);
                end = End::No;
            }
        }
        self.close(self.tokens.len());
    }

    fn close(&mut self, next: usize) {
        if next > self.first {
            self.sentences.push(sentence(self.tokens, self.first, next));
            self.first = next;
        }
    }

    fn word(&self, index: usize) -> &'a str {
        self.tokens[index].span.of(self.text)
    }

    fn gap(&self, index: usize) -> Gap {
        let (end, start) = (
            self.tokens[index].span.end as usize,
            self.tokens[index + 1].span.start as usize,
        );
        if end == start {
            return Gap::None;
        }
        let between = &self.text.as_bytes()[end..start];
        if between == b" " {
            return Gap::Space;
        }
        match between.iter().filter(|byte| **byte == b'\n').count() {
            0 => Gap::Space,
            1 if self.wrapped && !wrap::breaks(self.text, end, start) => Gap::Line,
            _ => Gap::Paragraph,
        }
    }

    /// Tells what a token ends.
    fn end_at(word: &str) -> End {
        let bytes = word.as_bytes();
        match bytes.last() {
            Some(b'.' | b'!' | b'?') => {
                if bytes.len() == 1 {
                    return End::Mark;
                }
                if bytes.iter().all(|byte| matches!(byte, b'.' | b'!' | b'?')) {
                    let dots = bytes.iter().all(|byte| *byte == b'.');
                    return if dots { End::Trailing } else { End::Mark };
                }
                if bytes.last() == Some(&b'.') && bytes[0].is_ascii_digit() {
                    // "1." numbers the line.
                    return End::No;
                }
                if bytes.last() == Some(&b'.') && word.contains(char::is_alphanumeric) {
                    return End::Abbreviation;
                }
                // "…!", ":-!" and the like.
                if word.contains('…') {
                    End::Mark
                } else {
                    End::No
                }
            }
            Some(b'\xa6') if word.chars().all(|c| c == '…' || c == '.') => End::Trailing,
            Some(0x80..) if matches!(word, "。" | "！" | "？" | "؟" | "۔" | "।") => {
                End::Mark
            }
            _ => End::No,
        }
    }

    /// Tells whether a token belongs to a sentence whose end mark stands before it: a quote or
    /// bracket that closes, a face, or a citation such as "[6]".
    fn closes(&self, index: usize, word: &str) -> bool {
        let glued = self.tokens[index - 1].span.end == self.tokens[index].span.start;
        match word {
            ")" | "]" | "}" | "”" | "»" | "’" | "''" | "’’" => true,
            // What may open as well closes where it touches what is before it.
            "\"" | "'" | "``" => {
                glued
                    && self.tokens.get(index + 1).is_none_or(|next| {
                        next.span.start > self.tokens[index].span.end
                            || !self.word(index + 1).starts_with(char::is_alphanumeric)
                    })
            }
            "[" => self.is_citation(index + 1),
            _ if is_number(word) => {
                (glued && !self.is_glued_to_next(index))
                    || (self.word(index - 1) == "[" && self.is_citation(index))
            }
            _ => word.len() > 1 && word.len() <= 5 && is_face(word),
        }
    }

    /// Tells whether a number and a closing bracket follow.
    fn is_citation(&self, index: usize) -> bool {
        index + 1 < self.tokens.len() && is_number(self.word(index)) && self.word(index + 1) == "]"
    }

    fn is_glued_to_next(&self, index: usize) -> bool {
        self.tokens
            .get(index + 1)
            .is_some_and(|next| next.span.start == self.tokens[index].span.end)
    }

    /// Tells whether a sentence that may have ended has, seeing what follows.
    fn ends_before(&self, next: usize, end: End, closed: bool, gap: Gap) -> bool {
        let word = self.word(next);
        if self.closes(next, word) {
            return false;
        }
        // More marks, and marks that go on: `"Why?", he asked`, `U.S. - China`.
        if matches!(
            word,
            "," | ";" | ":" | "-" | "–" | "—" | "--" | "/" | "%" | "." | "!" | "?"
        ) {
            return false;
        }
        let start = self.beginning(next);
        let first = start.chars().next().unwrap_or(' ');
        match end {
            End::No => false,
            End::Mark if first.is_lowercase() => !closed && gap != Gap::None,
            End::Mark if gap == Gap::None => {
                // "end.Start" is two sentences, "amazon.Com" none.
                first.is_uppercase() || !first.is_alphanumeric() && closed
            }
            End::Mark => true,
            End::Trailing => first.is_uppercase() && gap != Gap::None,
            End::Abbreviation => self.abbreviation_ends(next - 1, next),
        }
    }

    /// Gives the first token from `next` on that is no opening quote or bracket.
    fn beginning(&self, next: usize) -> &'a str {
        (next..self.tokens.len().min(next + 3))
            .map(|index| self.word(index))
            .find(|word| {
                !matches!(
                    *word,
                    "\"" | "“" | "‘" | "'" | "``" | "(" | "[" | "«" | "„" | "`" | "‘‘"
                )
            })
            .unwrap_or("")
    }

    /// Tells whether a sentence ends at an abbreviation.
    fn abbreviation_ends(&self, mut index: usize, next: usize) -> bool {
        // Look behind the quotes that closed.
        while index > self.first && !self.word(index).ends_with('.') {
            index -= 1;
        }
        let word = self.word(index);
        let start = self.beginning(next);
        if !start.starts_with(char::is_uppercase) {
            return false;
        }
        match self.lexicon.abbreviation(word.trim_end_matches('.')) {
            Some(Abbreviation::Title | Abbreviation::Inner | Abbreviation::BeforeNumber) => false,
            _ => self.lexicon.is_starter(start),
        }
    }

    /// Tells whether the open sentence is so long that it is cut before `next`.
    fn is_too_long(&self, next: usize, word: &str, gap: Gap) -> bool {
        let length = next - self.first;
        length >= LONG
            && (length >= LONGEST
                || gap == Gap::Line
                || matches!(word, ";" | ":" | "--" | "—" | "–" | "|" | "•")
                || (length >= LONGER && word == ","))
    }
}

fn is_number(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tells whether a token is a face made of marks.
fn is_face(word: &str) -> bool {
    word.starts_with([':', ';', '=']) && !word.ends_with([':', ';', '='])
}

#[cfg(test)]
mod tests;
