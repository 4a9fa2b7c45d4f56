//! `WITH` and `RETURN`: columns, their names, order and number.

use std::collections::BTreeSet;

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::OrderItem;
use crate::query::ast::Projection;
use crate::query::ast::ProjectionItem;
use crate::query::check::Checker;
use crate::query::check::Column;
use crate::query::check::expression::Place;
use crate::query::check::scope::Scope;

impl Checker<'_> {
    /// Checks what `WITH` or `RETURN` makes of a scope, and gives the columns.
    pub(super) fn projection(
        &mut self,
        projection: &Projection,
        scope: &Scope,
        clause: &Clause,
    ) -> Result<Vec<Column>, QueryError> {
        let with = matches!(clause.kind, ClauseKind::With { .. });
        if projection.star && !with && scope.is_empty() {
            return Err(QueryErrorKind::NoVariablesInScope.at(clause.span));
        }
        let mut columns = Vec::new();
        let mut names = BTreeSet::new();
        if projection.star {
            for (name, shape) in scope.iter() {
                names.insert(name.clone());
                columns.push(Column {
                    name: name.clone(),
                    shape: shape.clone(),
                });
            }
        }
        for item in &projection.items {
            let shape = self.value(&item.expr, scope, Place::Projection)?;
            let name = column_name(item);
            if !names.insert(name.to_owned()) {
                let span = item
                    .alias
                    .as_ref()
                    .map_or(item.expr.span, |alias| alias.span);
                let name = name.to_owned();
                return Err(QueryErrorKind::ColumnNameConflict { name }.at(span));
            }
            let name = name.to_owned();
            columns.push(Column { name, shape });
        }
        let groups = projection
            .items
            .iter()
            .any(|item| self.aggregates(&item.expr));
        if groups {
            self.check_groups(projection, scope)?;
        }
        self.check_order(projection, scope, &columns, groups)?;
        if with {
            check_aliases(projection)?;
        }
        for (count, place) in [(&projection.skip, "SKIP"), (&projection.limit, "LIMIT")] {
            if let Some(count) = count {
                self.count(count, place)?;
            }
        }
        Ok(columns)
    }

    fn check_order(
        &mut self,
        projection: &Projection,
        scope: &Scope,
        columns: &[Column],
        groups: bool,
    ) -> Result<(), QueryError> {
        if projection.order.is_empty() {
            return Ok(());
        }
        let mut after = Scope::default();
        let mut both = scope.clone();
        for column in columns {
            after.bind(&column.name, column.shape.clone());
            both.bind(&column.name, column.shape.clone());
        }
        for OrderItem { expr, .. } in &projection.order {
            if groups || projection.distinct {
                if !groups && self.aggregates(expr) {
                    self.value(expr, &both, Place::Order)?;
                }
                self.check_after(expr, projection, &after)?;
                self.value(expr, &both, Place::Projection)?;
            } else {
                self.value(expr, &both, Place::Order)?;
            }
        }
        Ok(())
    }

    /// Checks `WHERE` after `WITH`: it sees the columns and, where rows stay rows, what was before;
    /// of groups and distinct rows only what is a column.
    pub(super) fn with_condition(
        &mut self,
        projection: &Projection,
        condition: Option<&Expr>,
        before: &Scope,
        after: &Scope,
    ) -> Result<(), QueryError> {
        let grouped = projection.distinct
            || projection
                .items
                .iter()
                .any(|item| self.aggregates(&item.expr));
        if grouped && let Some(condition) = condition {
            self.check_after(condition, projection, after)?;
        }
        let mut both = before.clone();
        for (name, shape) in after.iter() {
            both.bind(name, shape.clone());
        }
        self.condition(condition, &both)
    }

    /// Checks the number of rows to skip or keep.
    fn count(&mut self, count: &Expr, place: &'static str) -> Result<(), QueryError> {
        if let ExprKind::Int(number) = count.kind
            && number < 0
        {
            return Err(QueryErrorKind::NegativeInteger { place }.at(count.span));
        }
        if let Some(variable) = first_variable(count) {
            let place = place.to_owned();
            return Err(QueryErrorKind::NonConstantExpression { place }.at(variable.span));
        }
        let shape = self.value(count, &Scope::default(), Place::Count)?;
        self.expect_type(
            &shape,
            ValueType::INTEGER,
            &format!("`{place}`"),
            count.span,
        )
    }
}

/// Checks that each expression of a `WITH` has a name.
fn check_aliases(projection: &Projection) -> Result<(), QueryError> {
    for item in &projection.items {
        if item.alias.is_none() && !matches!(item.expr.kind, ExprKind::Variable(_)) {
            let text = item.text.clone();
            return Err(QueryErrorKind::NoExpressionAlias { text }.at(item.expr.span));
        }
    }
    Ok(())
}

/// Gives the name of a column.
pub(super) fn column_name(item: &ProjectionItem) -> &str {
    item.alias.as_ref().map_or(&item.text, |alias| &alias.text)
}

/// Finds a variable that is not bound inside the expression itself.
fn first_variable(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Variable(_) => Some(expr),
        ExprKind::ListComprehension { list, .. }
        | ExprKind::Quantifier { list, .. }
        | ExprKind::Reduce { list, .. } => first_variable(list),
        _ => expr.operands().into_iter().find_map(first_variable),
    }
}
