//! What probably went wrong inside of a pattern or a map.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ast::Name;
use crate::query::lex::TokenKind;
use crate::query::parse::Parser;
use crate::query::parse::cursor::NONE;

impl Parser<'_> {
    /// Says what is wrong where a node should start.
    pub(super) fn no_node(&mut self) -> QueryError {
        let token = self.token();
        let text = token.span.of(self.text);
        let hint = match token.kind {
            TokenKind::Word | TokenKind::Quoted
                if !self.is_keyword(text) && text.starts_with(char::is_uppercase) =>
            {
                format!("write `(n:{text})`")
            }
            TokenKind::Word | TokenKind::Quoted if !self.is_keyword(text) => {
                format!("write `({text})`")
            }
            TokenKind::Symbol("-" | ">") => "an arrow is `-->` or `-[…]->`".to_owned(),
            TokenKind::Symbol(":") => "put parentheses around it, as in `(:Person)`".to_owned(),
            TokenKind::Symbol("[") => "nodes stand in `(…)`, edges in `-[…]->`".to_owned(),
            _ => "add a node, as in `()` or `(n)`".to_owned(),
        };
        self.fail_with("a node in parentheses", &hint)
    }

    /// Says what is wrong where a node should close.
    pub(super) fn node_not_closed(
        &mut self,
        open: usize,
        variable: Option<&Name>,
        labelled: bool,
    ) -> QueryError {
        if self.partners[open] == NONE {
            return self.unclosed(open);
        }
        let name = variable.map_or("", |variable| variable.text.as_str());
        let token = self.token();
        let text = token.span.of(self.text);
        match token.kind {
            TokenKind::Word if self.is_symbol(1, "=") || self.is_symbol(1, ":") => self.fail_with(
                "`{` before the properties",
                &format!("write `{{{text}: …}}`"),
            ),
            TokenKind::Word if !labelled => {
                self.fail_with("`:` before the label", &format!("write `({name}:{text})`"))
            }
            TokenKind::Symbol(",") => {
                self.fail_with("`)`", "nodes have parentheses of their own: `(a), (b)`")
            }
            TokenKind::Symbol(".") => self.fail_with(
                "`)`",
                "write a condition after WHERE, as in `WHERE n.name = 'x'`",
            ),
            TokenKind::Symbol("-") if self.is_name(1) => {
                self.fail_with("`)`", "put backticks around a name with a hyphen")
            }
            _ => self.fail("`)`"),
        }
    }

    /// Says what is wrong where the brackets of an edge should close.
    pub(super) fn edge_not_closed(
        &mut self,
        open: usize,
        variable: &Option<Name>,
        typed: bool,
    ) -> QueryError {
        if self.partners[open] == NONE {
            return self.unclosed(open);
        }
        let name = variable
            .as_ref()
            .map_or("", |variable| variable.text.as_str());
        let token = self.token();
        let text = token.span.of(self.text);
        match token.kind {
            TokenKind::Symbol("-") if self.ahead(1).kind == TokenKind::Integer => {
                self.fail_with("`]`", "write a range with two dots, as in `*1..3`")
            }
            TokenKind::Word if !typed => {
                self.fail_with("`:` before the type", &format!("write `[{name}:{text}]`"))
            }
            TokenKind::Symbol("-") if self.is_name(1) => {
                self.fail_with("`]`", "put backticks around a name with a hyphen")
            }
            TokenKind::Symbol(":") if typed => self.fail_with(
                "`]`",
                "an edge has one type; write `:A|B` for one of several",
            ),
            _ => self.fail("`]`"),
        }
    }

    /// Says what is wrong where the second dash of an edge should be.
    pub(super) fn no_second_dash(&mut self, start: usize, bracket: bool, left: bool) -> QueryError {
        let token = self.token();
        let text = token.span.of(self.text);
        let (what, hint) = match (token.kind, bracket) {
            (TokenKind::Symbol(">"), true) => ("`-` before `>`", "write `]->`".to_owned()),
            (TokenKind::Symbol(">"), false) => ("`-` before `>`", "write `-->`".to_owned()),
            (_, true) if left => ("`-` after `]`", "write `]-`".to_owned()),
            (_, true) => ("`->` or `-` after `]`", "write `]->`".to_owned()),
            (TokenKind::Word | TokenKind::Quoted, false) => {
                ("`[` before the type", format!("write `-[:{text}]->`"))
            }
            (TokenKind::Symbol(":"), false) => {
                let name = self.ahead(1).span.of(self.text);
                ("`[` before the type", format!("write `-[:{name}]->`"))
            }
            (_, false) if left => ("a second `-`", "write `<--`".to_owned()),
            _ => ("a second `-`", "write `-->`".to_owned()),
        };
        let mut error = self.fail_with(what, &hint);
        if matches!(error.kind, QueryErrorKind::Expected { .. }) {
            // The arrow is what has to change, not the node after it.
            let last = self.position.saturating_sub(1).max(start);
            let arrow = self.tokens[last].span;
            error.span = if token.kind == TokenKind::Symbol(">") {
                arrow.cover(token.span)
            } else if bracket || matches!(token.kind, TokenKind::Symbol("(")) {
                arrow
            } else {
                token.span
            };
        }
        error
    }

    /// Reads the key of an entry.
    pub(super) fn map_key(&mut self, open: usize) -> Result<Name, QueryError> {
        if self.is_name(0) {
            return self.name("a key");
        }
        let token = self.token();
        let text = token.span.of(self.text);
        let hint = match token.kind {
            TokenKind::Text => Some(format!(
                "write `{}` without quotes",
                text.trim_matches(['"', '\''])
            )),
            TokenKind::Integer | TokenKind::Float | TokenKind::BadNumber => {
                Some("put backticks around a key that starts with a digit".to_owned())
            }
            _ => {
                let error = self.fail("a key, as in `{name: 'x'}`");
                if self.partners[open] == NONE
                    && matches!(error.kind, QueryErrorKind::Expected { .. })
                {
                    return Err(self.unclosed(open));
                }
                return Err(error);
            }
        };
        Err(QueryErrorKind::Expected {
            expected: "a key".to_owned(),
            found: self.found(),
            hint,
        }
        .at(token.span))
    }

    /// Says what is wrong where the colon of an entry should be.
    pub(super) fn no_colon(&mut self, key: &Name) -> QueryError {
        let hint = if self.is_symbol(0, "}") {
            format!(
                "write `{key}: value` for an entry, or `${key}` for a parameter",
                key = key.text
            )
        } else {
            format!("write `{}: …`", key.text)
        };
        let mut error = self.fail_with("`:` after the key", &hint);
        if let QueryErrorKind::Foreign { hint: place, .. } = &mut error.kind {
            *place = hint;
        }
        error
    }
}
