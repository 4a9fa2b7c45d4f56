//! Text to words, by the conventions of English UD.
//!
//! A text is read once, from left to right, in runs of non-space characters. Each run is cut into
//! words, punctuation marks and symbols; a word that writes two in one, as `don’t`, is cut again
//! and its parts are marked as joined. Every span lies on character boundaries, no two overlap,
//! and together they hold all that is not white space.

mod clitic;
mod lexicon;
mod run;
mod shape;

pub(in crate::analysis) use lexicon::Abbreviation;
pub(in crate::analysis) use lexicon::TokenLexicon;

use crate::analysis::Token;
use crate::base::Span;

/// Cuts a text into tokens.
pub(in crate::analysis) fn split(text: &str, lexicon: &TokenLexicon) -> Vec<Token> {
    // English has about five and a half bytes to a word.
    let mut tokens = Vec::with_capacity(text.len() / 5 + 8);
    for run in runs(text) {
        run::cut(text, run, lexicon, &mut tokens);
    }
    tokens
}

/// Takes each run of non-space characters for a token, as a text that is cut already asks for.
pub(in crate::analysis) fn split_at_spaces(text: &str) -> Vec<Token> {
    runs(text)
        .map(|span| Token {
            span,
            joined: false,
        })
        .collect()
}

/// Lists the runs of non-space characters.
fn runs(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at = skip(text, bytes, at, true);
        if at == bytes.len() {
            return None;
        }
        let start = at;
        at = skip(text, bytes, at, false);
        Some(Span::new(start, at))
    })
}

/// Goes on while characters are space, or while they are not.
fn skip(text: &str, bytes: &[u8], mut at: usize, space: bool) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            // Control characters separate like space; they are no words.
            if (byte <= b' ' || byte == 0x7f) != space {
                break;
            }
            at += 1;
        } else {
            let c = character(text, at);
            if shape::is_space(c) != space {
                break;
            }
            at += c.len_utf8();
        }
    }
    at
}

/// Gives the character that starts at a byte; a space past the end.
#[inline]
fn character(text: &str, at: usize) -> char {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 0x80 => char::from(byte),
        Some(_) => text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or(' '),
        None => ' ',
    }
}

/// Gives the character that ends before a byte; a space at the start of the text.
#[inline]
fn character_before(text: &str, at: usize) -> char {
    text.get(..at)
        .and_then(|rest| rest.chars().next_back())
        .unwrap_or(' ')
}

#[cfg(test)]
mod tests;
