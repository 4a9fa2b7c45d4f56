//! Groups: what may stand beside an aggregation, and what is left after it.
//!
//! The columns without an aggregation are the group keys. Beside an aggregation an expression may
//! use constants and the keys that are variables or their properties; a longer key is not
//! recognised inside an expression, since two readers might see different groups in it.

use std::collections::BTreeSet;

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Projection;
use crate::query::check::Checker;
use crate::query::check::expression::Place;
use crate::query::check::scope::Scope;
use crate::query::print::print_expr;

/// The columns without an aggregation.
struct Keys {
    /// Those that are a variable or its property, printed.
    simple: BTreeSet<String>,
    /// All the others, printed.
    compound: BTreeSet<String>,
}

impl Checker<'_> {
    /// Checks the columns that aggregate.
    pub(super) fn check_groups(
        &self,
        projection: &Projection,
        scope: &Scope,
    ) -> Result<(), QueryError> {
        let mut keys = self.keys(projection);
        if projection.star {
            let names = scope.iter().map(|(name, _)| name.clone());
            keys.simple.extend(names);
        }
        for item in &projection.items {
            if self.aggregates(&item.expr) {
                self.check_beside(&item.expr, &keys, &BTreeSet::new())?;
            }
        }
        Ok(())
    }

    fn keys(&self, projection: &Projection) -> Keys {
        let mut keys = Keys {
            simple: BTreeSet::new(),
            compound: BTreeSet::new(),
        };
        for item in &projection.items {
            if self.aggregates(&item.expr) {
                continue;
            }
            let printed = print_expr(&item.expr);
            if is_simple(&item.expr) {
                keys.simple.insert(printed);
            } else {
                keys.compound.insert(printed);
            }
        }
        keys
    }

    /// Checks that all outside of the aggregations is constant or a key.
    fn check_beside(
        &self,
        expr: &Expr,
        keys: &Keys,
        local: &BTreeSet<&str>,
    ) -> Result<(), QueryError> {
        if self.is_aggregation(expr) || is_simple(expr) && keys.simple.contains(&print_expr(expr)) {
            return Ok(());
        }
        if let Some(root) = root(expr) {
            if local.contains(root) || keys.simple.contains(root) {
                return Ok(());
            }
            let text = print_expr(expr);
            return Err(QueryErrorKind::AmbiguousAggregationExpression { text }.at(expr.span));
        }
        let mut local = local.clone();
        local.extend(expr.locals());
        expr.operands()
            .into_iter()
            .try_for_each(|operand| self.check_beside(operand, keys, &local))
    }

    /// Tells whether the expression is itself a call that aggregates.
    fn is_aggregation(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::CountStar => true,
            ExprKind::Function { name, .. } => self
                .signatures
                .function(&name.text)
                .is_some_and(|function| function.aggregate),
            _ => false,
        }
    }

    /// Checks a key of an order over groups or distinct rows: it can use columns, and expressions
    /// that are columns.
    pub(super) fn check_after(
        &mut self,
        expr: &Expr,
        projection: &Projection,
        after: &Scope,
    ) -> Result<(), QueryError> {
        let columns: BTreeSet<String> = projection
            .items
            .iter()
            .map(|item| print_expr(&item.expr))
            .collect();
        if columns.contains(&print_expr(expr)) {
            return Ok(());
        }
        let keys = self.keys(projection);
        let aggregates = self.aggregates(expr);
        self.check_piece(expr, &columns, &keys, aggregates, after, &BTreeSet::new())
    }

    fn check_piece(
        &mut self,
        expr: &Expr,
        columns: &BTreeSet<String>,
        keys: &Keys,
        aggregates: bool,
        after: &Scope,
        local: &BTreeSet<&str>,
    ) -> Result<(), QueryError> {
        let printed = print_expr(expr);
        if columns.contains(&printed) {
            if aggregates && keys.compound.contains(&printed) && !expr.operands().is_empty() {
                let text = printed;
                return Err(QueryErrorKind::AmbiguousAggregationExpression { text }.at(expr.span));
            }
            return Ok(());
        }
        if self.is_aggregation(expr) {
            // Its arguments would have to be there after the grouping, and they are not.
            for operand in expr.operands() {
                self.value(operand, after, Place::Aggregation)?;
            }
            let function = printed;
            let place = "in ORDER BY unless it is a column";
            return Err(QueryErrorKind::InvalidAggregation { function, place }.at(expr.span));
        }
        if let ExprKind::Variable(name) = &expr.kind {
            if local.contains(name.as_str()) || after.find(name).is_some() {
                return Ok(());
            }
            let mut error = self.undefined(name, expr.span, after);
            if self.seen.contains(name)
                && let QueryErrorKind::UndefinedVariable { hint, .. } = &mut error.kind
            {
                *hint = Some(format!(
                    "groups and distinct rows have only their columns; make `{name}` one of them"
                ));
            }
            return Err(error);
        }
        let mut local = local.clone();
        local.extend(expr.locals());
        for operand in expr.operands() {
            self.check_piece(operand, columns, keys, aggregates, after, &local)?;
        }
        Ok(())
    }
}

/// Tells whether an expression is a variable or a property of one.
fn is_simple(expr: &Expr) -> bool {
    root(expr).is_some()
}

/// Gives the variable that an expression of properties starts from.
fn root(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::Property(owner, _) => root(owner),
        _ => None,
    }
}
