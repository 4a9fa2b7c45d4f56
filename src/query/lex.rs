//! Cuts the text of a query into tokens.
//!
//! Never fails: what cannot be read becomes a token of a kind of its own, and the parser says
//! what is wrong with it if it gets that far. So the shell can colour any text.

use unicode_normalization::char::is_combining_mark;

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name or keyword.
    Word,
    /// A name in backticks.
    Quoted,
    /// `$name`, `$1`, `` $`a name` ``.
    Parameter,
    /// A whole number.
    Integer,
    /// A floating-point number.
    Float,
    /// A text in single or double quotes.
    Text,
    /// `//…` or `/*…*/`.
    Comment,
    /// A bracket, an operator, a comma …; the text is the symbol.
    Symbol(&'static str),
    /// A dash or angle from another alphabet, which patterns may use for `-`, `<` and `>`.
    Arrow(&'static str),
    /// Digits and letters that are no number.
    BadNumber,
    /// A text whose end is missing.
    UnclosedText,
    /// A name in backticks whose end is missing.
    UnclosedQuoted,
    /// A comment whose end is missing.
    UnclosedComment,
    /// A character that means nothing here.
    Unknown,
    /// The end of the text.
    End,
}

/// The symbols, the longer ones first where one starts another.
const SYMBOLS: [&str; 35] = [
    "..", "||", "&&", "+=", "==", "=~", "!=", "<>", "<=", ">=", "=>", "(", ")", "[", "]", "{", "}",
    ",", ";", ":", ".", "|", "&", "!", "%", "+", "-", "*", "/", "^", "=", "<", ">", "?", "@",
];

/// Characters that openCypher reads as `-`, `<` and `>` in a pattern.
const ARROWS: [(&str, &str); 3] = [
    ("-", "\u{ad}‐‑‒–—―−﹘﹣－"),
    ("<", "⟨〈﹤＜"),
    (">", "⟩〉﹥＞"),
];

/// Cuts `text` into tokens; spaces are left out, and an `End` closes the list.
pub fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, position: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    loop {
        lexer.skip_spaces();
        let start = lexer.position;
        let kind = lexer.next();
        tokens.push(Token {
            kind,
            span: Span::new(start, lexer.position),
        });
        if kind == TokenKind::End {
            return tokens;
        }
    }
}

/// Tells whether a name may start with this character.
pub fn starts_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// Tells whether a name may go on with this character.
pub fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || is_combining_mark(character)
}

struct Lexer<'a> {
    text: &'a str,
    position: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_while(&mut self, mut accept: impl FnMut(char) -> bool) {
        let rest = self.rest();
        let length = rest
            .find(|character: char| !accept(character))
            .unwrap_or(rest.len());
        self.position += length;
    }

    fn skip_spaces(&mut self) {
        // Cypher's white space goes beyond Unicode's: file separators and the byte-order mark.
        self.skip_while(|character| {
            character.is_whitespace()
                || matches!(character, '\u{1c}'..='\u{1f}' | '\u{180e}' | '\u{feff}')
        });
    }

    fn next(&mut self) -> TokenKind {
        let Some(first) = self.peek() else {
            return TokenKind::End;
        };
        match first {
            '\'' | '"' => self.text(first),
            '`' => self.quoted(),
            '$' => self.parameter(),
            '/' if self.rest().starts_with("//") => {
                self.skip_while(|character| character != '\n' && character != '\r');
                TokenKind::Comment
            }
            '/' if self.rest().starts_with("/*") => match self.rest()[2..].find("*/") {
                Some(length) => {
                    self.position += length + 4;
                    TokenKind::Comment
                }
                None => {
                    self.position = self.text.len();
                    TokenKind::UnclosedComment
                }
            },
            '0'..='9' => self.number(),
            '.' if self.rest()[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                self.number()
            }
            _ if starts_name(first) => {
                self.skip_while(continues_name);
                TokenKind::Word
            }
            _ => self.symbol(first),
        }
    }

    fn symbol(&mut self, first: char) -> TokenKind {
        let rest = self.rest();
        if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            self.position += symbol.len();
            return TokenKind::Symbol(symbol);
        }
        self.position += first.len_utf8();
        match ARROWS.iter().find(|(_, others)| others.contains(first)) {
            Some((plain, _)) => TokenKind::Arrow(plain),
            None => TokenKind::Unknown,
        }
    }

    fn text(&mut self, quote: char) -> TokenKind {
        let mut escaped = false;
        for (offset, character) in self.rest().char_indices().skip(1) {
            if escaped {
                escaped = false;
            } else if character == '\\' {
                escaped = true;
            } else if character == quote {
                self.position += offset + 1;
                return TokenKind::Text;
            }
        }
        self.position = self.text.len();
        TokenKind::UnclosedText
    }

    fn quoted(&mut self) -> TokenKind {
        let mut offset = 1;
        // Two backticks in a row stand for one.
        while let Some(length) = self.rest()[offset..].find('`') {
            offset += length + 1;
            if !self.rest()[offset..].starts_with('`') {
                self.position += offset;
                return TokenKind::Quoted;
            }
            offset += 1;
        }
        self.position = self.text.len();
        TokenKind::UnclosedQuoted
    }

    fn parameter(&mut self) -> TokenKind {
        self.position += 1;
        match self.peek() {
            Some('`') => match self.quoted() {
                TokenKind::Quoted => TokenKind::Parameter,
                unclosed => unclosed,
            },
            Some(next) if continues_name(next) => {
                self.skip_while(continues_name);
                TokenKind::Parameter
            }
            _ => TokenKind::Unknown,
        }
    }

    fn number(&mut self) -> TokenKind {
        let rest = self.rest();
        let radix = match rest.as_bytes().get(1) {
            Some(b'x' | b'X') if rest.starts_with('0') => Some(16),
            Some(b'o' | b'O') if rest.starts_with('0') => Some(8),
            _ => None,
        };
        if let Some(radix) = radix {
            self.position += 2;
            let start = self.position;
            self.skip_while(continues_name);
            let digits = &self.text[start..self.position];
            let right =
                !digits.is_empty() && digits.chars().all(|character| character.is_digit(radix));
            return if right {
                TokenKind::Integer
            } else {
                TokenKind::BadNumber
            };
        }
        let digit = |character: char| character.is_ascii_digit();
        let start = self.position;
        self.skip_while(digit);
        // "01" is a number in no version of Cypher that also reads "0o1".
        let padded = self.position - start > 1 && self.text[start..].starts_with('0');
        let mut kind = TokenKind::Integer;
        if self.rest().starts_with('.') && self.rest()[1..].starts_with(digit) {
            kind = TokenKind::Float;
            self.position += 1;
            self.skip_while(digit);
        }
        if self.rest().starts_with(['e', 'E']) {
            let exponent = self.rest()[1..].strip_prefix(['+', '-']).map_or(1, |_| 2);
            if self.rest()[exponent..].starts_with(digit) {
                kind = TokenKind::Float;
                self.position += exponent;
                self.skip_while(digit);
            }
        }
        if self.peek().is_some_and(continues_name) {
            self.skip_while(continues_name);
            return TokenKind::BadNumber;
        }
        if padded && kind == TokenKind::Integer {
            return TokenKind::BadNumber;
        }
        kind
    }
}

/// Takes the backticks off a name.
pub(in crate::query) fn unquote(quoted: &str) -> String {
    let inside = quoted.strip_prefix('`').unwrap_or(quoted);
    let inside = inside.strip_suffix('`').unwrap_or(inside);
    inside.replace("``", "`")
}

/// Reads the text that stands at `span`, quotes included, and resolves its escapes.
pub(in crate::query) fn unescape(text: &str, span: Span) -> Result<String, QueryError> {
    let quoted = span.of(text);
    let inside = &quoted[1..quoted.len() - 1];
    if !inside.contains('\\') {
        return Ok(inside.to_owned());
    }
    let start = span.start as usize + 1;
    let mut result = String::with_capacity(inside.len());
    let mut position = 0;
    while let Some(length) = inside[position..].find('\\') {
        result.push_str(&inside[position..position + length]);
        position += length;
        let (character, length) = escape(&inside[position..]).map_err(|(kind, length)| {
            kind.at(Span::new(start + position, start + position + length))
        })?;
        result.push(character);
        position += length;
    }
    result.push_str(&inside[position..]);
    Ok(result)
}

/// Reads one escape at the start of `text`: the character and the length, or the error and its length.
fn escape(text: &str) -> Result<(char, usize), (QueryErrorKind, usize)> {
    let letter = text[1..].chars().next().unwrap_or('\\');
    let character = match letter {
        '\\' | '\'' | '"' | '`' | '/' => letter,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' | 'U' => return unicode_escape(text, if letter == 'u' { 4 } else { 8 }),
        _ => {
            let length = 1 + letter.len_utf8();
            let found = text[..length].to_owned();
            return Err((QueryErrorKind::UnknownEscape { found }, length));
        }
    };
    Ok((character, 2))
}

fn unicode_escape(text: &str, digits: usize) -> Result<(char, usize), (QueryErrorKind, usize)> {
    let code = |text: &str| {
        text.get(2..2 + digits)
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
    };
    let length = 2 + digits;
    let first = code(text);
    if let Some(high @ 0xd800..0xdc00) = first
        && text[length..].starts_with("\\u")
        && let Some(low @ 0xdc00..0xe000) = code(&text[length..])
    {
        // Two escapes in a row, as Java and JSON write what lies beyond 16 bits.
        let pair = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        if let Some(character) = char::from_u32(pair) {
            return Ok((character, 2 * length));
        }
    }
    first
        .and_then(char::from_u32)
        .map(|character| (character, length))
        .ok_or_else(|| {
            let found: String = text
                .chars()
                .enumerate()
                .take_while(|(index, next)| *index < 2 || *index < length && next.is_alphanumeric())
                .map(|(_, next)| next)
                .collect();
            let length = found.len();
            (QueryErrorKind::InvalidUnicodeLiteral { found }, length)
        })
}

/// Cuts a text into statements at the semicolons outside of texts, names and comments.
///
/// Statements without a token, as between two semicolons, are left out; a closing semicolon is
/// not part of the span.
pub fn statements(text: &str) -> Vec<Span> {
    let mut statements = Vec::new();
    let mut current: Option<Span> = None;
    for token in lex(text) {
        match token.kind {
            TokenKind::Symbol(";") | TokenKind::End => statements.extend(current.take()),
            TokenKind::Comment => {}
            _ => current = Some(current.map_or(token.span, |span| span.cover(token.span))),
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::TokenKind;
    use super::lex;
    use super::statements;
    use super::unescape;
    use super::unquote;
    use crate::base::Span;

    /// Lexes `text` and compares the tokens, written as `kind text` with `|` between.
    fn check(text: &str, expected: &[(TokenKind, &str)]) {
        let tokens = lex(text);
        let found: Vec<_> = tokens
            .iter()
            .filter(|token| token.kind != TokenKind::End)
            .map(|token| (token.kind, token.span.of(text)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn two_dots_between_numbers_are_a_range() {
        check(
            "1..3 .5",
            &[
                (TokenKind::Integer, "1"),
                (TokenKind::Symbol(".."), ".."),
                (TokenKind::Integer, "3"),
                (TokenKind::Float, ".5"),
            ],
        );
    }

    #[test]
    fn numbers_come_in_all_forms() {
        for text in ["0", "17", "0xFF", "0o17"] {
            check(text, &[(TokenKind::Integer, text)]);
        }
        for text in ["1.5", "1e9", "1.5E-3", ".1e+2"] {
            check(text, &[(TokenKind::Float, text)]);
        }
        for text in ["12h5", "0xZ", "0o8", "1e", "1.5x", "007"] {
            check(text, &[(TokenKind::BadNumber, text)]);
        }
    }

    #[test]
    fn a_backtick_in_a_name_is_doubled() {
        check("`a``b`", &[(TokenKind::Quoted, "`a``b`")]);
        assert_eq!(unquote("`a``b`"), "a`b");
        check("$`a b`", &[(TokenKind::Parameter, "$`a b`")]);
    }

    #[test]
    fn names_may_use_any_alphabet() {
        check(
            "été 北京",
            &[(TokenKind::Word, "été"), (TokenKind::Word, "北京")],
        );
        check("a\u{301}b", &[(TokenKind::Word, "a\u{301}b")]);
    }

    #[test]
    fn comments_are_tokens_and_a_missing_end_is_seen() {
        check(
            "1 // a\n/* b */",
            &[
                (TokenKind::Integer, "1"),
                (TokenKind::Comment, "// a"),
                (TokenKind::Comment, "/* b */"),
            ],
        );
        check("/* b", &[(TokenKind::UnclosedComment, "/* b")]);
        check("'b\\'", &[(TokenKind::UnclosedText, "'b\\'")]);
    }

    #[test]
    fn escapes_are_resolved() {
        let check = |text: &str, expected: &str| {
            assert_eq!(unescape(text, Span::new(0, text.len())).unwrap(), expected);
        };
        check(r"'it\'s'", "it's");
        check(r"'\u00e9\n'", "é\n");
        check(r"'\uD83D\uDE00'", "😀");
        check(r"'\U0001F600'", "😀");
    }

    #[test]
    fn a_broken_escape_is_pointed_at() {
        let check = |text: &str, piece: &str| {
            let error = unescape(text, Span::new(0, text.len())).unwrap_err();
            assert_eq!(error.span.of(text), piece);
        };
        check(r"'C:\path'", r"\p");
        check(r"'a\uH'", r"\uH");
        check(r"'\uD83D'", r"\uD83D");
    }

    #[test]
    fn statements_end_at_semicolons_outside_of_texts() {
        let text = "RETURN ';'; // ;\n ; RETURN 2 ;";
        let pieces: Vec<_> = statements(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(pieces, ["RETURN ';'", "RETURN 2"]);
    }
}
