//! Reads tokens into a tree.
//!
//! Recursive descent, with precedence climbing for operators. Nesting is bounded, so no input
//! overflows the stack, in here or in whatever walks the tree later. On demand every test for a
//! token leaves a note of what could have come instead; the notes at the furthest token feed the
//! spelling hints of errors and, at the cursor, completion.

mod clause;
mod cursor;
mod expectation;
mod expression;
mod form;
pub(in crate::query) mod level;
mod mistake;
mod pattern;
mod projection;
mod slip;

#[cfg(test)]
mod tests;

pub use expectation::Expected;
pub use expectation::KnownVariable;

pub(in crate::query) use cursor::Parser;
pub(in crate::query) use cursor::is_reserved;

use crate::query::QueryError;
use crate::query::ast::Query;

/// How deep brackets and subqueries may be nested. Optimised, a level takes some kilobytes of the
/// stack, so this fits the two megabytes of a thread twice.
pub const MAX_DEPTH: usize = 128;

/// How tall the tree of an expression may be; a row of `+` makes one level for each.
pub const MAX_HEIGHT: usize = 250;

/// Reads one statement; a semicolon may end it.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    // Notes take longer than reading, and only the hints of an error need them.
    Parser::new(text)
        .statement()
        .or_else(|_| Parser::noting(text).statement())
}
