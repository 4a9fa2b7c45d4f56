//! Finds the stretches between quotation marks.

use crate::base::Span;

/// Words between quotation marks, the marks left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Quote {
    pub(in crate::extract) span: Span,
}

/// Finds the quotes in the order of the text; an unclosed one ends with its paragraph.
pub(in crate::extract) fn find(text: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut previous = '\n';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or('\n', |(_, next)| *next);
        match (character, open) {
            ('“', None) => open = Some((at + character.len_utf8(), '”')),
            ('”', Some((start, '”' | '"'))) | ('"', Some((start, '"' | '”'))) => {
                quotes.push(Quote {
                    span: Span::new(start, at),
                });
                open = None;
            }
            ('"', None) => open = Some((at + 1, '"')),
            // A single mark opens after a space and closes before one; inside words it is an apostrophe.
            ('‘', None) if !previous.is_alphanumeric() => {
                open = Some((at + character.len_utf8(), '’'))
            }
            ('’', Some((start, '’'))) if !next.is_alphanumeric() => {
                quotes.push(Quote {
                    span: Span::new(start, at),
                });
                open = None;
            }
            ('\n', Some((start, close))) if next == '\n' => {
                if close != '’' {
                    quotes.push(Quote {
                        span: Span::new(start, at),
                    });
                }
                open = None;
            }
            _ => {}
        }
        previous = character;
    }
    quotes.retain(|quote| !quote.span.of(text).trim().is_empty());
    quotes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).iter().map(|quote| quote.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        check(
            "The ‘original’ group’s men said “we won’t go”.",
            &["original", "we won’t go"],
        );
    }

    #[test]
    fn a_quote_that_is_not_closed_ends_with_its_paragraph() {
        check("He said: \"We stay.\n\nNobody moved.", &["We stay."]);
    }
}
