//! What probably went wrong where the parser cannot go on.
//!
//! Most broken queries are broken in a few ways: a habit from another language, a missing piece of
//! an arrow, a bracket or quote left open, a keyword with a slip in it. Each is named here, with
//! a hint that works when followed.

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ast::OrderItem;
use crate::query::lex::Token;
use crate::query::lex::TokenKind;
use crate::query::nearest::nearest;
use crate::query::parse::Expected;
use crate::query::parse::Parser;
use crate::query::parse::clause::CLAUSES;
use crate::query::parse::cursor::NONE;

/// Words of other languages where a clause should start, and what to write.
const FOREIGN_CLAUSES: [(&str, &str); 19] = [
    (
        "SELECT",
        "write `MATCH (n:Label) RETURN n.name`: the columns come last",
    ),
    (
        "FROM",
        "write `MATCH (n:Label)`: a pattern names what to look for",
    ),
    (
        "JOIN",
        "write the join as a pattern: `MATCH (a)-[:TYPE]->(b)`",
    ),
    ("INSERT", "write `CREATE (n:Label {name: 'x'})`"),
    ("UPDATE", "write `MATCH (n:Label) SET n.name = 'x'`"),
    (
        "GROUP",
        "leave it out: the columns that are not aggregated are the groups",
    ),
    (
        "HAVING",
        "write `WITH n, count(*) AS total WHERE total > 1`",
    ),
    ("FOREACH", "write `UNWIND list AS x` and then the update"),
    ("FOR", "write `UNWIND list AS x`"),
    ("LET", "write `WITH *, 1 AS x`"),
    ("FILTER", "write `WITH * WHERE …`"),
    ("LOAD", "graphs are read with `newsgraph import`"),
    (
        "DROP",
        "indexes are kept without being asked for; to delete nodes, write `DETACH DELETE n`",
    ),
    ("SHOW", "write `CALL db.labels()`"),
    ("DESCRIBE", "write `CALL db.labels()`"),
    ("USE", "there is one graph; leave it out"),
    ("USING", "the planner needs no hints; leave it out"),
    ("FIND", "write `MATCH (n) RETURN n`"),
    ("GET", "write `MATCH (n) RETURN n`"),
];

/// Operators of other languages that are words, and what to write.
const FOREIGN_OPERATORS: [(&str, &str); 8] = [
    (
        "LIKE",
        "write `CONTAINS 'x'`, `STARTS WITH 'x'` or `=~ '.*x.*'`",
    ),
    ("ILIKE", "write `=~ '(?i).*x.*'`"),
    ("BETWEEN", "write `1 <= n.x <= 5`"),
    ("REGEXP", "write `=~ '.*x.*'`"),
    ("MOD", "write `%`"),
    ("DIV", "write `/`"),
    ("EQUALS", "write `=`"),
    ("INCLUDES", "write `'x' IN n.list`"),
];

/// Keywords that join two things, so that one of them is missing where they are in the way.
const JOINING: [&str; 13] = [
    "AND", "OR", "XOR", "NOT", "IN", "IS", "AS", "CONTAINS", "STARTS", "ENDS", "WHEN", "THEN",
    "ELSE",
];

/// Operators of other languages that are symbols, and what to write.
const FOREIGN_SYMBOLS: [(&str, &str); 8] = [
    ("==", "write `=`"),
    ("!=", "write `<>`"),
    ("&&", "write `AND`"),
    ("&", "write `AND`"),
    ("=>", "write `>=`"),
    ("!", "write `NOT`"),
    ("|", "write `OR`"),
    (
        "?",
        "write `$name` for a parameter, `CASE … END` for a choice",
    ),
];

impl QueryError {
    /// Of two readings of the same text gives the error of the one that got farther.
    pub(super) fn farther(self, other: Option<QueryError>) -> QueryError {
        match other {
            Some(other)
                if other.span.start > self.span.start
                    && !matches!(self.kind, QueryErrorKind::TooDeep { .. }) =>
            {
                other
            }
            _ => self,
        }
    }
}

impl Parser<'_> {
    /// Makes the error that `what` is expected here, or a better one.
    pub(super) fn fail(&mut self, what: &str) -> QueryError {
        let token = self.token();
        if let Some(error) = self.broken_token(token) {
            return error;
        }
        if let Some(error) = self
            .foreign(token)
            .or_else(|| self.misspelt(token))
            .or_else(|| self.stray_comma(token))
        {
            return error;
        }
        let open = self.enclosing[self.position.min(self.tokens.len() - 1)];
        let closing = matches!(
            token.kind,
            TokenKind::Symbol(")" | "]" | "}") | TokenKind::End
        );
        if closing && open != NONE && self.partners[open as usize] == NONE {
            return self.unclosed(open as usize);
        }
        if let TokenKind::Symbol(symbol @ (")" | "]" | "}")) = token.kind
            && self.partners[self.position] == NONE
        {
            let found = symbol.chars().next().unwrap_or(')');
            return QueryErrorKind::Unopened { found }.at(token.span);
        }
        QueryErrorKind::Expected {
            expected: what.to_owned(),
            found: self.found(),
            hint: self.habit(token, what),
        }
        .at(token.span)
    }

    /// Makes the plain error that something else is expected at `span`.
    pub(super) fn expected_at(&self, span: Span, what: &str) -> QueryError {
        QueryErrorKind::Expected {
            expected: what.to_owned(),
            found: format!("`{}`", span.of(self.text)),
            hint: None,
        }
        .at(span)
    }

    /// Says what is wrong with a token that the lexer could not read.
    fn broken_token(&self, token: Token) -> Option<QueryError> {
        let text = token.span.of(self.text);
        let first = text.chars().next()?;
        let start = token.span.start as usize;
        let at_first = Span::new(start, start + first.len_utf8());
        let error = match token.kind {
            TokenKind::BadNumber => QueryErrorKind::InvalidNumberLiteral {
                found: text.to_owned(),
            }
            .at(token.span),
            TokenKind::UnclosedText | TokenKind::UnclosedQuoted => QueryErrorKind::UnclosedText {
                quote: if first == '$' { '`' } else { first },
            }
            .at(at_first),
            TokenKind::UnclosedComment => {
                QueryErrorKind::UnclosedComment.at(Span::new(start, start + 2))
            }
            TokenKind::Unknown | TokenKind::Arrow(_) => QueryErrorKind::UnknownCharacter {
                found: first,
                instead: straight(first),
            }
            .at(token.span),
            _ => return None,
        };
        Some(error)
    }

    /// Recognises a piece of another language.
    fn foreign(&self, token: Token) -> Option<QueryError> {
        let text = token.span.of(self.text);
        let known = |table: &[(&str, &str)]| {
            table
                .iter()
                .find(|(foreign, _)| foreign.eq_ignore_ascii_case(text))
                .map(|(_, hint)| (*hint).to_owned())
        };
        let mut span = token.span;
        let hint = match token.kind {
            TokenKind::Symbol("*")
                if self
                    .before()
                    .is_some_and(|last| last.kind == TokenKind::Symbol("*")) =>
            {
                "write `^` for a power".to_owned()
            }
            TokenKind::Symbol(_) => known(&FOREIGN_SYMBOLS)?,
            TokenKind::Word if self.expects_clause() && self.is_schema_command() => {
                span = span.cover(self.ahead(1).span);
                "indexes are kept without being asked for; leave it out".to_owned()
            }
            TokenKind::Word if self.expects_clause() => {
                if self.is_word(1, "BY") {
                    span = span.cover(self.ahead(1).span);
                }
                known(&FOREIGN_CLAUSES).or_else(|| known(&FOREIGN_OPERATORS))?
            }
            TokenKind::Word => known(&FOREIGN_OPERATORS)?,
            _ => return None,
        };
        let found = span.of(self.text).to_owned();
        Some(QueryErrorKind::Foreign { found, hint }.at(span))
    }

    /// Tells whether a clause was looked for here.
    fn expects_clause(&self) -> bool {
        self.noted_at == self.position && self.notes.contains(&Expected::Keyword("RETURN"))
    }

    /// Tells whether `CREATE` starts a command about indexes and the like.
    pub(super) fn is_schema_command(&self) -> bool {
        self.is_word(0, "CREATE")
            && [
                "INDEX",
                "CONSTRAINT",
                "FULLTEXT",
                "DATABASE",
                "UNIQUE",
                "TABLE",
                "VECTOR",
            ]
            .iter()
            .any(|word| self.is_word(1, word))
    }

    /// Finds the keyword that a word is a slip of.
    fn misspelt(&mut self, token: Token) -> Option<QueryError> {
        if token.kind != TokenKind::Word {
            return None;
        }
        let word = token.span.of(self.text);
        let keywords: Vec<&'static str> = match self.noted_at == self.position {
            true => self
                .notes
                .iter()
                .filter_map(|note| match note {
                    Expected::Keyword(keyword) => Some(*keyword),
                    _ => None,
                })
                .collect(),
            false => Vec::new(),
        };
        // `ORDER n.name`: the first word is right and the next is missing.
        if word.eq_ignore_ascii_case("IS") && keywords.contains(&"IS NULL") {
            return Some(self.no_null_after_is(token));
        }
        if let Some(phrase) = keywords.iter().find(|phrase| {
            phrase
                .split_once(' ')
                .is_some_and(|(first, _)| first.eq_ignore_ascii_case(word))
        }) && self.is_start_of(phrase)
        {
            let rest = phrase.split(' ').nth(1).unwrap_or("");
            self.position += 1;
            let next = self.token();
            let near = nearest(next.span.of(self.text), [rest]).is_some();
            let error = QueryErrorKind::Expected {
                expected: format!("`{rest}` after `{}`", word.to_uppercase()),
                found: self.found(),
                hint: Some(format!("write `{phrase}`")),
            };
            self.position -= 1;
            return Some(error.at(if near || next.kind == TokenKind::End {
                next.span
            } else {
                token.span
            }));
        }
        let joined = keywords.iter().find(|phrase| {
            phrase.contains(' ') && phrase.replace(' ', "").eq_ignore_ascii_case(word)
        });
        if let Some(nearest) = joined {
            let found = word.to_owned();
            return Some(QueryErrorKind::UnknownKeyword { found, nearest }.at(token.span));
        }
        let first_word = |phrase: &&'static str| phrase.split(' ').next().unwrap_or(phrase);
        let firsts = keywords.iter().map(first_word);
        if let Some(nearest) = nearest(word, firsts)
            && !nearest.eq_ignore_ascii_case(word)
            && (!self.is_keyword(word)
                || self.expects_clause()
                    && !CLAUSES
                        .iter()
                        .any(|clause| clause.eq_ignore_ascii_case(word)))
        {
            let found = word.to_owned();
            return Some(QueryErrorKind::UnknownKeyword { found, nearest }.at(token.span));
        }
        // A slip in `DISTINCT` or `NOT` makes a variable of it, and the next word is one too many.
        let last = self.before()?;
        let last_word = last.span.of(self.text);
        if last.kind == TokenKind::Word
            && !self.is_keyword(last_word)
            && let Some(nearest) = nearest(last_word, ["DISTINCT", "NOT", "EXISTS", "CASE"])
            && !nearest.eq_ignore_ascii_case(last_word)
        {
            let found = last_word.to_owned();
            return Some(QueryErrorKind::UnknownKeyword { found, nearest }.at(last.span));
        }
        None
    }

    /// Says that `IS` asks only for null.
    fn no_null_after_is(&mut self, token: Token) -> QueryError {
        let (words, operator) = if self.is_word(1, "NOT") {
            (2, "<>")
        } else {
            (1, "=")
        };
        let span = token.span.cover(self.ahead(words - 1).span);
        self.position += words;
        let found = self.found();
        self.position -= words;
        QueryErrorKind::Expected {
            expected: format!("`NULL` after `{}`", span.of(self.text).to_uppercase()),
            found,
            hint: Some(format!("write `{operator}` to compare with a value")),
        }
        .at(span)
    }

    /// Tells whether some words of the phrase stand here, and not all of them.
    fn is_start_of(&self, phrase: &str) -> bool {
        !phrase
            .split(' ')
            .enumerate()
            .all(|(count, word)| self.is_word(count, word))
    }

    pub(super) fn is_keyword(&self, word: &str) -> bool {
        super::cursor::is_reserved(word)
            || CLAUSES
                .iter()
                .any(|clause| clause.eq_ignore_ascii_case(word))
    }

    /// Recognises a comma after the last of several things.
    fn stray_comma(&self, token: Token) -> Option<QueryError> {
        let last = self.before()?;
        if last.kind != TokenKind::Symbol(",") {
            return None;
        }
        let text = token.span.of(self.text);
        let ends = match token.kind {
            TokenKind::End | TokenKind::Symbol(")" | "]" | "}" | ",") => true,
            TokenKind::Word => self.is_keyword(text),
            _ => false,
        };
        if !ends {
            return None;
        }
        if text.eq_ignore_ascii_case("DISTINCT") {
            let kind = QueryErrorKind::Misplaced {
                what: "`DISTINCT`".to_owned(),
                place: "before a later column".to_owned(),
                hint: "write it once, before the first: it is about whole rows".to_owned(),
            };
            return Some(kind.at(token.span));
        }
        let place = match token.kind {
            TokenKind::End => "at the end".to_owned(),
            _ => format!("before `{text}`"),
        };
        Some(
            QueryErrorKind::Misplaced {
                what: "`,`".to_owned(),
                place,
                hint: "leave it out, or add what should follow it".to_owned(),
            }
            .at(last.span),
        )
    }

    fn before(&self) -> Option<Token> {
        let index = self.position.checked_sub(1)?;
        self.tokens.get(index).copied()
    }

    /// Gives a hint for what stands here, where there is a common reason for it.
    fn habit(&self, token: Token, what: &str) -> Option<String> {
        let last = self.before();
        let last_kind = last.map(|token| token.kind);
        let text = token.span.of(self.text);
        match token.kind {
            TokenKind::Text if last_kind == Some(TokenKind::Text) => {
                Some("write `\\'` for a quote mark inside a text".to_owned())
            }
            TokenKind::Word if text.eq_ignore_ascii_case("NOT") && self.is_word(1, "IN") => {
                Some("write `NOT x IN list`".to_owned())
            }
            TokenKind::Word if last_kind == Some(TokenKind::Text) => {
                Some("write `\\'` for a quote mark inside a text".to_owned())
            }
            TokenKind::End | TokenKind::Word
                if what == "a condition"
                    && (token.kind == TokenKind::End || self.is_keyword(text))
                    && last.is_some_and(|last| self.is_joining(last)) =>
            {
                let joining = last.map_or("", |last| last.span.of(self.text));
                Some(format!(
                    "leave `{joining}` out, or write the condition that should follow it"
                ))
            }
            TokenKind::Integer if last.is_some_and(|last| last.span.of(self.text) == "TOP") => {
                Some(format!("write `LIMIT {text}` behind the columns"))
            }
            TokenKind::Word
                if self.is_keyword(text)
                    && !self.starts_clause(text)
                    && !JOINING.iter().any(|word| word.eq_ignore_ascii_case(text)) =>
            {
                Some(format!(
                    "`{text}` is a keyword; as a name it needs backticks: `` `{text}` ``"
                ))
            }
            TokenKind::End if what == "a column" => {
                Some("name what to show, as in `RETURN n`".to_owned())
            }
            TokenKind::Symbol(":") => {
                Some("a label follows a variable, as in `n:Person`".to_owned())
            }
            TokenKind::Symbol(">") if last_kind == Some(TokenKind::Symbol("-")) => {
                Some("around a pattern write `EXISTS { … }`".to_owned())
            }
            TokenKind::Word | TokenKind::Quoted
                if what.contains("comma") && last.is_some_and(|last| self.ends_value(last)) =>
            {
                Some(format!(
                    "put `,` before `{text}`, or `AS` if it is a name for the column"
                ))
            }
            TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Integer
            | TokenKind::Float
            | TokenKind::Text
            | TokenKind::Parameter
            | TokenKind::Symbol("[" | "{")
                if (what.contains("comma") || what.contains("`,`"))
                    && last.is_some_and(|last| self.ends_value(last)) =>
            {
                Some(format!("put `,` before `{text}`"))
            }
            _ => None,
        }
    }

    fn is_joining(&self, token: Token) -> bool {
        let text = token.span.of(self.text);
        ["AND", "OR", "XOR", "NOT"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
    }

    fn starts_clause(&self, word: &str) -> bool {
        CLAUSES
            .iter()
            .any(|clause| clause.eq_ignore_ascii_case(word))
    }

    /// Tells whether a value can end with this token.
    fn ends_value(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Word => {
                let text = token.span.of(self.text);
                !self.is_keyword(text)
                    || ["NULL", "TRUE", "FALSE", "END"]
                        .iter()
                        .any(|word| word.eq_ignore_ascii_case(text))
            }
            TokenKind::Symbol(")" | "]" | "}")
            | TokenKind::Quoted
            | TokenKind::Integer
            | TokenKind::Float
            | TokenKind::Text
            | TokenKind::Parameter => true,
            _ => false,
        }
    }

    // Clauses.

    /// Says what is wrong where a query should start.
    pub(super) fn no_clause(&mut self) -> QueryError {
        let token = self.token();
        match token.kind {
            TokenKind::End if self.position == 0 => QueryErrorKind::Empty.at(token.span),
            TokenKind::Symbol("(") => {
                self.fail_with("`MATCH` before the pattern", "write `MATCH` before it")
            }
            _ => match self.misplaced(token) {
                Some(error) => error,
                None => self.fail_with("a clause", "start with MATCH, as in `MATCH (n) RETURN n`"),
            },
        }
    }

    /// Says what is wrong where a clause should start or the query end.
    pub(super) fn no_next_clause(&mut self) -> QueryError {
        let token = self.token();
        if let Some(error) = self.misplaced(token) {
            return error;
        }
        let projects = matches!(self.last_clause(), Some("RETURN" | "WITH"));
        self.fail(if projects {
            "a comma or the next clause"
        } else {
            "the next clause"
        })
    }

    /// Recognises a part of a clause that stands after the wrong one.
    fn misplaced(&self, token: Token) -> Option<QueryError> {
        let word = self.word_ahead(0)?.to_uppercase();
        let last = self.last_clause();
        let by = word == "ORDER" && self.is_word(1, "BY");
        if word == "ORDER" && !by {
            return None;
        }
        let hint = match (word.as_str(), last) {
            ("WHERE", Some("RETURN")) => "put WHERE before RETURN, or write `WITH … WHERE …` first",
            ("WHERE", Some("MATCH" | "WITH")) => "join the conditions with AND in one WHERE",
            ("WHERE", Some(_)) => "write `WITH * WHERE …`",
            ("WHERE", None) => "start with MATCH, as in `MATCH (n) WHERE n.x = 1 RETURN n`",
            ("ORDER" | "SKIP" | "LIMIT" | "OFFSET", _) => {
                "put it after the columns of RETURN or WITH"
            }
            ("ON", _) => "`ON CREATE SET` and `ON MATCH SET` come right after MERGE",
            ("YIELD", _) => "YIELD comes right after CALL",
            ("AND" | "OR", Some("MATCH")) => "start the condition with WHERE",
            ("ASC" | "ASCENDING" | "DESC" | "DESCENDING", Some("RETURN" | "WITH")) => {
                "say by what to sort, as in `ORDER BY n.name DESC`"
            }
            _ => return None,
        };
        let place = match last {
            Some(clause) => format!("after {clause}"),
            None => "at the start".to_owned(),
        };
        Some(
            QueryErrorKind::Misplaced {
                what: if by {
                    "`ORDER BY`".to_owned()
                } else {
                    format!("`{word}`")
                },
                place,
                hint: hint.to_owned(),
            }
            .at(if by {
                token.span.cover(self.ahead(1).span)
            } else {
                token.span
            }),
        )
    }

    /// Gives the keyword of the clause before, outside of brackets.
    fn last_clause(&self) -> Option<&'static str> {
        let level = self.enclosing[self.position];
        (0..self.position).rev().find_map(|index| {
            let token = self.tokens[index];
            if token.kind != TokenKind::Word || self.enclosing[index] != level {
                return None;
            }
            let text = token.span.of(self.text);
            CLAUSES
                .into_iter()
                .find(|clause| clause.eq_ignore_ascii_case(text))
        })
    }

    /// Refuses `ORDER BY` and `SKIP` after what they have to precede.
    pub(super) fn check_order(
        &self,
        order: &[OrderItem],
        skip: bool,
        limit: bool,
    ) -> Result<(), QueryError> {
        let after = if limit { "after LIMIT" } else { "after SKIP" };
        let (what, hint) = if self.is_word(0, "ORDER") && (skip || limit) && order.is_empty() {
            (
                "`ORDER BY`",
                "write `ORDER BY …` first, then `SKIP …` and `LIMIT …`",
            )
        } else if (self.is_word(0, "SKIP") || self.is_word(0, "OFFSET")) && limit {
            ("`SKIP`", "write `SKIP …` first, then `LIMIT …`")
        } else {
            return Ok(());
        };
        let kind = QueryErrorKind::Misplaced {
            what: what.to_owned(),
            place: after.to_owned(),
            hint: hint.to_owned(),
        };
        let mut span = self.token().span;
        if self.is_word(1, "BY") {
            span = span.cover(self.ahead(1).span);
        }
        Err(kind.at(span))
    }

    pub(super) fn not_assigned(&mut self) -> QueryError {
        self.fail_with("`=` and a value", "write `SET n.name = 'x'`")
    }
}

/// Names the plain character that another was probably meant to be.
fn straight(character: char) -> Option<&'static str> {
    Some(match character {
        '“' | '”' | '„' | '«' | '»' | '‟' | '″' => "a straight quote, `\"`",
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '´' => "a straight quote, `'`",
        '≠' => "`<>`",
        '≤' => "`<=`",
        '≥' => "`>=`",
        '→' => "`->`",
        '←' => "`<-`",
        '×' => "`*`",
        '÷' => "`/`",
        '…' => "`..`",
        '#' => "`//` for a comment",
        '$' => "`$name` for a parameter",
        '\\' => "`/`",
        _ if "\u{ad}‐‑‒–—―−﹘﹣－".contains(character) => "`-`",
        _ if "⟨〈﹤＜".contains(character) => "`<`",
        _ if "⟩〉﹥＞".contains(character) => "`>`",
        _ => return None,
    })
}
