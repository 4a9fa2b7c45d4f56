//! A line of a query in pieces, whatever state it is in.
//!
//! The parser refuses half a query; colours, brackets and the end of a statement are needed while
//! it is being typed.

use std::ops::Range;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::repl) enum Piece {
    /// A keyword.
    Keyword,
    /// A name followed by `(`.
    Function,
    /// A name after `:` in parentheses.
    Label,
    /// A name after `:` in square brackets.
    Type,
    /// A name after a dot, or before a colon in braces.
    Property,
    /// Any other name.
    Name,
    /// A text in quotes; `closed` tells whether the quotes are.
    Text {
        /// Whether the closing quote is there.
        closed: bool,
    },
    /// A number.
    Number,
    /// `$name`.
    Parameter,
    /// `// …` or `/* … */`; `closed` tells whether it ended.
    Comment {
        /// Whether the end is there.
        closed: bool,
    },
    /// `( [ {`.
    Open,
    /// `) ] }`.
    Close,
    /// `;`.
    End,
    /// Everything else that is no space.
    Sign,
}

/// The keywords that may start a statement.
pub(in crate::repl) const OPENERS: &[&str] = &[
    "CALL", "CREATE", "DELETE", "DETACH", "EXPLAIN", "FINISH", "FOREACH", "LOAD", "MATCH", "MERGE",
    "OPTIONAL", "PROFILE", "REMOVE", "RETURN", "SET", "SHOW", "UNWIND", "USE", "WITH",
];

/// The other keywords.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "ASCENDING",
    "BY",
    "CASE",
    "COLLECT",
    "CONTAINS",
    "COUNT",
    "DESC",
    "DESCENDING",
    "DISTINCT",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "FALSE",
    "IN",
    "IS",
    "LIMIT",
    "NONE",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "SHORTEST",
    "SINGLE",
    "SKIP",
    "STARTS",
    "THEN",
    "TRUE",
    "UNION",
    "WHEN",
    "WHERE",
    "XOR",
    "YIELD",
];

/// Tells whether a word is a keyword that may start a statement.
pub(in crate::repl) fn opens_statement(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    OPENERS.contains(&upper.as_str())
}

fn keyword(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    OPENERS.contains(&upper.as_str()) || KEYWORDS.contains(&upper.as_str())
}

/// Cuts a text into pieces, without the spaces between them.
pub(in crate::repl) fn scan(text: &str) -> Vec<(Range<usize>, Piece)> {
    pieces(text, false)
}

/// Cuts a text into pieces up to the first `;`, so that a script is read once and not once for
/// each of its statements.
pub(in crate::repl) fn scan_statement(text: &str) -> Vec<(Range<usize>, Piece)> {
    pieces(text, true)
}

fn pieces(text: &str, one: bool) -> Vec<(Range<usize>, Piece)> {
    let mut pieces: Vec<(Range<usize>, Piece)> = Vec::new();
    // The brackets that are open, to tell labels from types and keys.
    let mut open: Vec<u8> = Vec::new();
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let (end, piece) = match bytes[start] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                start += 1;
                continue;
            }
            quote @ (b'"' | b'\'') => text_end(bytes, start, quote),
            b'`' => {
                let end = text[start + 1..].find('`').map(|length| start + length + 2);
                (
                    end.unwrap_or(bytes.len()),
                    name_piece(text, start, &pieces, &open),
                )
            }
            b'/' if text[start..].starts_with("//") => {
                let end = text[start..]
                    .find('\n')
                    .map_or(bytes.len(), |length| start + length);
                (end, Piece::Comment { closed: true })
            }
            b'/' if text[start..].starts_with("/*") => {
                let end = text[start + 2..]
                    .find("*/")
                    .map(|length| start + length + 4);
                let piece = Piece::Comment {
                    closed: end.is_some(),
                };
                (end.unwrap_or(bytes.len()), piece)
            }
            b'$' => (word_end(text, start + 1), Piece::Parameter),
            b'(' | b'[' | b'{' => {
                open.push(bytes[start]);
                (start + 1, Piece::Open)
            }
            b')' | b']' | b'}' => {
                open.pop();
                (start + 1, Piece::Close)
            }
            b';' => (start + 1, Piece::End),
            b'0'..=b'9' => (number_end(bytes, start), Piece::Number),
            _ => {
                let end = word_end(text, start);
                if end > start {
                    (end, word_piece(text, start..end, &pieces, &open))
                } else {
                    let length = text[start..].chars().next().map_or(1, char::len_utf8);
                    (start + length, Piece::Sign)
                }
            }
        };
        pieces.push((start..end, piece));
        start = end;
        if one && piece == Piece::End {
            break;
        }
    }
    pieces
}

fn text_end(bytes: &[u8], start: usize, quote: u8) -> (usize, Piece) {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if byte == quote => return (at + 1, Piece::Text { closed: true }),
            _ => {}
        }
        at += 1;
    }
    (bytes.len(), Piece::Text { closed: false })
}

fn word_end(text: &str, start: usize) -> usize {
    text[start..]
        .char_indices()
        .find(|(_, c)| !c.is_alphanumeric() && *c != '_')
        .map_or(text.len(), |(offset, _)| start + offset)
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => at += 1,
            // The two dots of `*1..3` are no part of the number.
            b'.' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => at += 1,
            _ => break,
        }
    }
    at
}

fn before<'t>(text: &'t str, pieces: &[(Range<usize>, Piece)]) -> &'t str {
    pieces.last().map_or("", |(span, _)| &text[span.clone()])
}

fn name_piece(text: &str, _: usize, pieces: &[(Range<usize>, Piece)], open: &[u8]) -> Piece {
    match before(text, pieces) {
        "." => Piece::Property,
        ":" | "|" | "&" | "!" if open.last() == Some(&b'[') => Piece::Type,
        ":" | "&" | "!" if open.last() != Some(&b'{') => Piece::Label,
        "|" if open.last() == Some(&b'(') => Piece::Label,
        _ => Piece::Name,
    }
}

fn word_piece(
    text: &str,
    span: Range<usize>,
    pieces: &[(Range<usize>, Piece)],
    open: &[u8],
) -> Piece {
    let piece = name_piece(text, span.start, pieces, open);
    if piece != Piece::Name {
        return piece;
    }
    let word = &text[span.clone()];
    let rest = text[span.end..].trim_start();
    if open.last() == Some(&b'{') && rest.starts_with(':') {
        return Piece::Property;
    }
    if keyword(word) {
        return Piece::Keyword;
    }
    if rest.starts_with('(') || rest.starts_with('.') && dotted_call(rest) {
        return Piece::Function;
    }
    Piece::Name
}

/// Tells whether `.name.name(` follows, as in `point.distance(`.
fn dotted_call(rest: &str) -> bool {
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
        .unwrap_or(rest.len());
    rest[end..].starts_with('(')
}

/// Finds the brackets and quotes that have no partner.
pub(in crate::repl) fn unmatched(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut wrong = Vec::new();
    for (span, piece) in scan(text) {
        match piece {
            Piece::Open => open.push(span),
            Piece::Close => {
                let partner = match &text[span.clone()] {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                match open.last() {
                    Some(last) if &text[last.clone()] == partner => _ = open.pop(),
                    _ => wrong.push(span),
                }
            }
            Piece::Text { closed: false } | Piece::Comment { closed: false } => wrong.push(span),
            _ => {}
        }
    }
    wrong.extend(open);
    wrong
}

#[cfg(test)]
mod tests {
    use super::Piece;
    use super::scan;
    use super::unmatched;

    fn check(text: &str, expected: &[(&str, Piece)]) {
        let found: Vec<_> = scan(text)
            .into_iter()
            .filter(|(_, piece)| !matches!(piece, Piece::Sign | Piece::Open | Piece::Close))
            .map(|(span, piece)| (&text[span], piece))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn labels_types_and_properties_are_told_apart() {
        check(
            "MATCH (n:State {name: 'x'})-[r:CLAIMS|DENIES*1..3]->(m) WHERE n.iso3 = $code",
            &[
                ("MATCH", Piece::Keyword),
                ("n", Piece::Name),
                ("State", Piece::Label),
                ("name", Piece::Property),
                ("'x'", Piece::Text { closed: true }),
                ("r", Piece::Name),
                ("CLAIMS", Piece::Type),
                ("DENIES", Piece::Type),
                ("1", Piece::Number),
                ("3", Piece::Number),
                ("m", Piece::Name),
                ("WHERE", Piece::Keyword),
                ("n", Piece::Name),
                ("iso3", Piece::Property),
                ("$code", Piece::Parameter),
            ],
        );
    }

    #[test]
    fn half_a_query_is_scanned_too() {
        check(
            "RETURN toUpper('ab // no comment",
            &[
                ("RETURN", Piece::Keyword),
                ("toUpper", Piece::Function),
                ("'ab // no comment", Piece::Text { closed: false }),
            ],
        );
    }

    #[test]
    fn a_bracket_without_partner_is_found() {
        assert_eq!(unmatched("RETURN (1]"), [9..10, 7..8]);
        assert!(unmatched("RETURN ('(') // (").is_empty());
    }
}
