//! Decides whether a tree means something, before it is planned.
//!
//! Variables and what they stand for, aggregation and its groups, the types of values as far as
//! the text tells, the order of clauses, what updates may contain, calls and their arguments. Only
//! a [`Checked`] query can be planned. What depends on the graph, as unknown labels, is no error
//! in openCypher; [`notes`] tells of it.

mod aggregate;
mod call;
mod clause;
mod expression;
mod form;
mod note;
mod pattern;
mod projection;
mod scope;

#[cfg(test)]
mod beginner;
#[cfg(test)]
pub(in crate::query) mod fixture;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::Signatures;
use crate::query::Value;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Query;
use crate::query::ast::SingleQuery;

pub use note::Note;
pub use note::Schema;
pub use note::notes;

use scope::Scope;

/// A query that can be planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    query: Query,
    columns: Vec<String>,
    writes: bool,
}

impl Checked {
    /// Gives the tree, as written.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Gives the names of the columns; none for a query without `RETURN`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Tells whether the query can change the graph.
    pub fn writes(&self) -> bool {
        self.writes
    }
}

/// Checks a query against the functions and procedures there are, and the parameters given;
/// without parameters, as in an editor, any may be used.
pub fn check(
    query: Query,
    signatures: &dyn Signatures,
    parameters: Option<&BTreeMap<String, Value>>,
) -> Result<Checked, QueryError> {
    let mut checker = Checker {
        signatures,
        parameters,
        seen: BTreeSet::new(),
        labels: BTreeSet::new(),
        writes: false,
        reads_only: None,
    };
    let scope = Scope::default();
    let columns = checker.query(&query, &scope, Frame::Top)?;
    let writes = checker.writes;
    Ok(Checked {
        query,
        columns: columns.into_iter().map(|column| column.name).collect(),
        writes,
    })
}

/// A column that a query gives.
pub(super) struct Column {
    name: String,
    shape: scope::Shape,
}

/// Where a query stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Frame {
    /// It is the whole statement.
    Top,
    /// In `CALL { … }`, taking in nothing but what a leading `WITH` names.
    Call,
    /// In `CALL (…) { … }`.
    CallWithImports,
    /// In `EXISTS`, `COUNT` or `COLLECT`, where everything around is in scope.
    Expression,
}

pub(super) struct Checker<'a> {
    signatures: &'a dyn Signatures,
    parameters: Option<&'a BTreeMap<String, Value>>,
    /// Every variable bound so far, in scope or not, for hints.
    seen: BTreeSet<String>,
    /// Every label and type named so far, for hints.
    labels: BTreeSet<String>,
    writes: bool,
    /// Why nothing may be written here.
    reads_only: Option<&'static str>,
}

impl Checker<'_> {
    /// Checks a query whose first clauses see `outer`, and gives its columns.
    fn query(
        &mut self,
        query: &Query,
        outer: &Scope,
        frame: Frame,
    ) -> Result<Vec<Column>, QueryError> {
        if let Some(mixed) = query
            .unions
            .iter()
            .find(|union| union.all != query.unions[0].all)
        {
            return Err(QueryErrorKind::InvalidClauseComposition {
                message: "UNION and UNION ALL cannot be mixed".to_owned(),
                hint: Some("use one of them throughout, or put one in `CALL { … }`".to_owned()),
            }
            .at(mixed.span));
        }
        let alone = query.parts.len() == 1;
        let mut first: Option<Vec<Column>> = None;
        for part in &query.parts {
            let columns = self.single_query(part, outer, frame, alone)?;
            let Some(expected) = &first else {
                first = Some(columns);
                continue;
            };
            if !expected
                .iter()
                .map(|column| &column.name)
                .eq(columns.iter().map(|column| &column.name))
            {
                let span = part.clauses.last().map_or(part.span, |clause| clause.span);
                return Err(QueryErrorKind::DifferentColumnsInUnion {
                    expected: list(expected),
                    found: list(&columns),
                }
                .at(span));
            }
        }
        Ok(first.unwrap_or_default())
    }

    fn single_query(
        &mut self,
        part: &SingleQuery,
        outer: &Scope,
        frame: Frame,
        alone: bool,
    ) -> Result<Vec<Column>, QueryError> {
        self.composition(part, frame)?;
        let mut scope = match frame {
            Frame::Top | Frame::Call => Scope::default(),
            Frame::CallWithImports | Frame::Expression => outer.clone(),
        };
        let mut clauses = part.clauses.as_slice();
        if frame == Frame::Call
            && let [first, rest @ ..] = clauses
            && let ClauseKind::With {
                projection,
                condition: None,
            } = &first.kind
        {
            scope = self.import(projection, outer, first)?;
            clauses = rest;
        }
        let standalone = alone && clauses.len() == 1 && frame == Frame::Top;
        let mut columns = Vec::new();
        for clause in clauses {
            columns = self.clause(clause, &mut scope, outer, frame, standalone)?;
        }
        Ok(columns)
    }

    /// Checks which clause comes after which.
    fn composition(&self, part: &SingleQuery, frame: Frame) -> Result<(), QueryError> {
        let Some(last) = part.clauses.last() else {
            return Ok(());
        };
        for pair in part.clauses.windows(2) {
            let [before, after] = pair else { continue };
            if matches!(before.kind, ClauseKind::Return(_) | ClauseKind::Finish) {
                return Err(QueryErrorKind::InvalidClauseComposition {
                    message: format!(
                        "{} ends a query, and {} follows",
                        keyword(before),
                        keyword(after)
                    ),
                    hint: Some(match before.kind {
                        ClauseKind::Return(_) => "write WITH in place of RETURN".to_owned(),
                        _ => "put FINISH last".to_owned(),
                    }),
                }
                .at(before.span.first(keyword(before).len())));
            }
        }
        let reads = matches!(
            last.kind,
            ClauseKind::Match { .. } | ClauseKind::Unwind { .. } | ClauseKind::With { .. }
        );
        if reads && frame != Frame::Expression {
            return Err(QueryErrorKind::InvalidClauseComposition {
                message: format!("the query ends with {} and gives nothing", keyword(last)),
                hint: Some("add RETURN and what to show, as in `RETURN *`".to_owned()),
            }
            .at(last.span.first(keyword(last).len())));
        }
        Ok(())
    }
}

/// Names the columns in one line.
fn list(columns: &[Column]) -> String {
    let names: Vec<_> = columns
        .iter()
        .map(|column| format!("`{}`", column.name))
        .collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// Names a clause by its keyword.
pub(super) fn keyword(clause: &Clause) -> &'static str {
    match &clause.kind {
        ClauseKind::Match { optional: true, .. } => "OPTIONAL MATCH",
        ClauseKind::Match { .. } => "MATCH",
        ClauseKind::Unwind { .. } => "UNWIND",
        ClauseKind::With { .. } => "WITH",
        ClauseKind::Return(_) => "RETURN",
        ClauseKind::Create(_) => "CREATE",
        ClauseKind::Merge { .. } => "MERGE",
        ClauseKind::Set(_) => "SET",
        ClauseKind::Remove(_) => "REMOVE",
        ClauseKind::Delete { detach: true, .. } => "DETACH DELETE",
        ClauseKind::Delete { .. } => "DELETE",
        ClauseKind::Call(_) | ClauseKind::Subquery { .. } => "CALL",
        ClauseKind::Finish => "FINISH",
    }
}
