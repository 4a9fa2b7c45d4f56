//! The place in the tokens, what could stand there, and the errors that follow.

use std::collections::BTreeSet;

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::VariableKind;
use crate::query::ast::Name;
use crate::query::lex;
use crate::query::lex::Token;
use crate::query::lex::TokenKind;
use crate::query::parse::Expected;
use crate::query::parse::KnownVariable;
use crate::query::parse::MAX_DEPTH;
use crate::query::parse::MAX_HEIGHT;

/// Marks a token that is in no bracket, or a bracket without a partner.
pub(super) const NONE: u32 = u32::MAX;

/// Words that cannot name a variable, since a clause or operator starts with them.
const RESERVED: [&str; 40] = [
    "ALL",
    "AND",
    "AS",
    "ASC",
    "ASCENDING",
    "BY",
    "CASE",
    "CONTAINS",
    "CREATE",
    "DELETE",
    "DESC",
    "DESCENDING",
    "DETACH",
    "DISTINCT",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "FALSE",
    "IN",
    "IS",
    "LIMIT",
    "MATCH",
    "MERGE",
    "NOT",
    "NULL",
    "OPTIONAL",
    "OR",
    "ORDER",
    "REMOVE",
    "RETURN",
    "SET",
    "SKIP",
    "STARTS",
    "THEN",
    "TRUE",
    "UNION",
    "UNWIND",
    "WHEN",
    "WHERE",
];
const RESERVED_TOO: [&str; 3] = ["WITH", "XOR", "ON"];

/// Tells whether a word is a keyword that cannot be used as a variable without backticks.
pub(in crate::query) fn is_reserved(word: &str) -> bool {
    RESERVED
        .iter()
        .chain(&RESERVED_TOO)
        .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

/// A reader of tokens that notes what it looked for.
pub(in crate::query) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    /// For each bracket, the index of the other one.
    pub(super) partners: Vec<u32>,
    /// For each token, the index of the innermost bracket that is open there.
    pub(super) enclosing: Vec<u32>,
    pub(super) position: usize,
    pub(super) depth: usize,
    /// The height of the tallest expression since it was last reset.
    pub(super) tallest: usize,
    /// Whether `|` ends the expression, as in the condition of a comprehension.
    pub(super) bar_ends: bool,
    /// Brackets found not to start a pattern, so that they are not tried twice.
    pub(super) no_pattern: BTreeSet<usize>,
    /// Whether an error in a clause skips to the next one, as completion needs it.
    pub(super) recovers: bool,
    /// Whether notes are taken.
    pub(super) notes_on: bool,
    /// What could stand at the token `noted_at`, the furthest that was looked at.
    pub(in crate::query) notes: Vec<Expected>,
    pub(in crate::query) noted_at: usize,
    /// The labels of the node whose properties were read last, for completion.
    pub(in crate::query) map_labels: Vec<String>,
    /// The variables bound so far, for completion.
    pub(in crate::query) names: Vec<KnownVariable>,
}

impl<'a> Parser<'a> {
    /// Cuts `text` into tokens and stands before the first.
    pub(in crate::query) fn new(text: &'a str) -> Self {
        let tokens = lex::lex(text)
            .into_iter()
            .filter(|token| token.kind != TokenKind::Comment)
            .collect();
        Parser::over(text, tokens)
    }

    /// Reads `tokens`, which end with `End`, and goes on after errors.
    pub(in crate::query) fn recovering(text: &'a str, tokens: Vec<Token>) -> Self {
        let mut parser = Parser::over(text, tokens);
        parser.recovers = true;
        parser.notes_on = true;
        parser
    }

    /// Reads like a new one, and takes notes.
    pub(in crate::query) fn noting(text: &'a str) -> Self {
        let mut parser = Parser::new(text);
        parser.notes_on = true;
        parser
    }

    fn over(text: &'a str, tokens: Vec<Token>) -> Self {
        let (partners, enclosing) = pair_brackets(&tokens);
        Parser {
            text,
            tokens,
            partners,
            enclosing,
            position: 0,
            depth: 0,
            tallest: 0,
            bar_ends: false,
            no_pattern: BTreeSet::new(),
            recovers: false,
            notes_on: false,
            notes: Vec::new(),
            noted_at: 0,
            map_labels: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Counts the tokens, the end included.
    pub(in crate::query) fn token_count(&self) -> usize {
        self.tokens.len()
    }

    // Looking.

    pub(super) fn token(&self) -> Token {
        self.ahead(0)
    }

    /// Looks `count` tokens ahead; `End` from the end on.
    pub(super) fn ahead(&self, count: usize) -> Token {
        let last = self.tokens.len() - 1;
        self.tokens[(self.position + count).min(last)]
    }

    pub(super) fn word_ahead(&self, count: usize) -> Option<&'a str> {
        let token = self.ahead(count);
        (token.kind == TokenKind::Word).then(|| token.span.of(self.text))
    }

    /// Tells whether a word ahead is this keyword; leaves no note.
    pub(super) fn is_word(&self, count: usize, keyword: &str) -> bool {
        self.word_ahead(count)
            .is_some_and(|word| word.eq_ignore_ascii_case(keyword))
    }

    pub(super) fn is_symbol(&self, count: usize, symbol: &str) -> bool {
        matches!(self.ahead(count).kind, TokenKind::Symbol(found) if found == symbol)
    }

    pub(super) fn is_name(&self, count: usize) -> bool {
        matches!(self.ahead(count).kind, TokenKind::Word | TokenKind::Quoted)
    }

    /// Tells whether a token ahead can name a variable.
    pub(super) fn is_variable(&self, count: usize) -> bool {
        self.ahead(count).kind == TokenKind::Quoted
            || self
                .word_ahead(count)
                .is_some_and(|word| !is_reserved(word))
    }

    /// Tells whether the keyword, of one word or several, stands here, and notes it.
    pub(super) fn at(&mut self, keyword: &'static str) -> bool {
        self.note(Expected::Keyword(keyword));
        keyword
            .split(' ')
            .enumerate()
            .all(|(count, word)| self.is_word(count, word))
    }

    pub(super) fn at_symbol(&mut self, symbol: &'static str) -> bool {
        self.note(Expected::Symbol(symbol));
        self.is_symbol(0, symbol)
    }

    // Going on.

    pub(super) fn advance(&mut self) -> Token {
        let token = self.token();
        if token.kind != TokenKind::End {
            self.position += 1;
        }
        token
    }

    pub(super) fn eat(&mut self, keyword: &'static str) -> bool {
        let found = self.at(keyword);
        if found {
            self.position += keyword.split(' ').count();
        }
        found
    }

    pub(super) fn eat_symbol(&mut self, symbol: &'static str) -> bool {
        let found = self.at_symbol(symbol);
        if found {
            self.position += 1;
        }
        found
    }

    /// Goes past a keyword or says that `what` is expected.
    pub(super) fn expect(&mut self, keyword: &'static str) -> Result<(), QueryError> {
        if self.eat(keyword) {
            return Ok(());
        }
        Err(self.fail(&format!("`{keyword}`")))
    }

    /// Goes past the bracket that closes the one at token `open`, or tells what is in its way.
    pub(super) fn close(
        &mut self,
        open: usize,
        symbol: &'static str,
        what: &str,
    ) -> Result<(), QueryError> {
        if self.eat_symbol(symbol) {
            return Ok(());
        }
        let error = self.fail(what);
        // A list that goes on without a comma is better pointed at than its bracket.
        if self.partners[open] == NONE && matches!(error.kind, QueryErrorKind::Expected { .. }) {
            return Err(self.unclosed(open));
        }
        Err(error)
    }

    pub(super) fn expect_symbol(
        &mut self,
        symbol: &'static str,
        what: &str,
    ) -> Result<(), QueryError> {
        if self.eat_symbol(symbol) {
            return Ok(());
        }
        Err(self.fail(what))
    }

    /// Reads any name, keywords included: a label, a type, a key.
    pub(super) fn name(&mut self, what: &str) -> Result<Name, QueryError> {
        if !self.is_name(0) {
            return Err(self.fail(what));
        }
        let token = self.advance();
        Ok(self.name_of(token))
    }

    /// Reads a name that is no keyword: a variable.
    pub(super) fn variable(&mut self, what: &str) -> Result<Name, QueryError> {
        self.note(Expected::NewName);
        if self.is_variable(0) {
            let token = self.advance();
            return Ok(self.name_of(token));
        }
        if self.token().kind == TokenKind::Text {
            let hint = "a name has no quotes; put backticks around one with spaces in it";
            return Err(self.fail_with(what, hint));
        }
        if let Some(word) = self.word_ahead(0) {
            let hint =
                format!("`{word}` is a keyword; as a name it needs backticks: `` `{word}` ``");
            let mut error = self.fail(what);
            if let QueryErrorKind::Expected {
                hint: empty @ None, ..
            } = &mut error.kind
            {
                *empty = Some(hint);
            }
            return Err(error);
        }
        Err(self.fail(what))
    }

    pub(super) fn name_of(&self, token: Token) -> Name {
        let text = token.span.of(self.text);
        Name {
            text: match token.kind {
                TokenKind::Quoted => lex::unquote(text),
                _ => text.to_owned(),
            },
            span: token.span,
        }
    }

    /// Gives the span from a token to the one last read.
    pub(super) fn since(&self, start: usize) -> Span {
        let first = self.tokens[start.min(self.tokens.len() - 1)].span;
        if self.position <= start {
            return Span {
                start: first.start,
                end: first.start,
            };
        }
        first.cover(self.tokens[self.position - 1].span)
    }

    // Depth.

    /// Reads something nested, one level deeper.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.check_depth()?;
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Refuses to go one level deeper than the limit.
    pub(super) fn check_depth(&self) -> Result<(), QueryError> {
        self.check_limit(self.depth + 1, MAX_DEPTH)
    }

    pub(super) fn check_height(&self, height: usize) -> Result<(), QueryError> {
        self.check_limit(height, MAX_HEIGHT)
    }

    fn check_limit(&self, number: usize, limit: usize) -> Result<(), QueryError> {
        if number > limit {
            return Err(QueryErrorKind::TooDeep { limit }.at(self.token().span));
        }
        Ok(())
    }

    // Notes.

    /// Notes that something could stand here.
    pub(super) fn note(&mut self, expected: Expected) {
        if !self.notes_on || self.position < self.noted_at {
            return;
        }
        if self.position > self.noted_at {
            self.notes.clear();
            self.noted_at = self.position;
        }
        if !self.notes.contains(&expected) {
            self.notes.push(expected);
        }
    }

    /// Notes that a variable could stand here.
    pub(super) fn note_variables(&mut self) {
        if self.position < self.noted_at || !self.recovers {
            return;
        }
        for known in self.names.clone() {
            self.note(Expected::Variable(known));
        }
    }

    /// Remembers a variable for completion.
    pub(super) fn bind(&mut self, name: &Name, kind: VariableKind) {
        self.bind_with(name, kind, Vec::new(), Vec::new());
    }

    pub(super) fn bind_with(
        &mut self,
        name: &Name,
        kind: VariableKind,
        labels: Vec<String>,
        types: Vec<String>,
    ) {
        if !self.recovers {
            return;
        }
        match self.names.iter_mut().find(|known| known.name == name.text) {
            Some(known) => {
                known.labels.extend(labels);
                known.types.extend(types);
            }
            None => self.names.push(KnownVariable {
                name: name.text.clone(),
                kind,
                labels,
                types,
            }),
        }
    }

    // Errors.

    pub(super) fn unclosed(&self, open: usize) -> QueryError {
        let token = self.tokens[open];
        let (open, close) = match token.kind {
            TokenKind::Symbol("[") => ('[', ']'),
            TokenKind::Symbol("{") => ('{', '}'),
            _ => ('(', ')'),
        };
        QueryErrorKind::Unclosed { open, close }.at(token.span)
    }

    /// Names what stands here.
    pub(super) fn found(&self) -> String {
        let token = self.token();
        match token.kind {
            TokenKind::End => "the end of the query".to_owned(),
            _ => format!("`{}`", shorten(token.span.of(self.text))),
        }
    }

    /// Makes the error that `what` is expected here, with a plain hint.
    pub(super) fn fail_with(&mut self, what: &str, hint: &str) -> QueryError {
        let mut error = self.fail(what);
        // Where something better than `what` is expected, it has a hint of its own.
        if let QueryErrorKind::Expected {
            expected,
            hint: place,
            ..
        } = &mut error.kind
            && expected == what
        {
            *place = Some(hint.to_owned());
        }
        error
    }
}

/// Cuts what would fill the line.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= 40 && line.len() == text.len() {
        return text.to_owned();
    }
    let mut short: String = line.chars().take(39).collect();
    short.push('…');
    short
}

/// Finds for each bracket its partner and for each token the innermost open bracket.
fn pair_brackets(tokens: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut partners = vec![NONE; tokens.len()];
    let mut enclosing = vec![NONE; tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        enclosing[index] = open.last().map_or(NONE, |(index, _)| *index as u32);
        let TokenKind::Symbol(symbol) = token.kind else {
            continue;
        };
        match symbol {
            "(" => open.push((index, ")")),
            "[" => open.push((index, "]")),
            "{" => open.push((index, "}")),
            ")" | "]" | "}" => {
                // What was opened since and not closed stays without a partner.
                if let Some(place) = open.iter().rposition(|(_, close)| *close == symbol) {
                    let (start, _) = open[place];
                    open.truncate(place);
                    partners[start] = index as u32;
                    partners[index] = start as u32;
                }
            }
            _ => {}
        }
    }
    (partners, enclosing)
}
