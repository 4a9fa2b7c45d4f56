//! The columns of `WITH` and `RETURN`, their order and number.

use crate::query::QueryError;
use crate::query::VariableKind;
use crate::query::ast::ExprKind;
use crate::query::ast::OrderItem;
use crate::query::ast::Projection;
use crate::query::ast::ProjectionItem;
use crate::query::parse::KnownVariable;
use crate::query::parse::Parser;

impl Parser<'_> {
    /// Reads what follows `WITH`, which starts a new scope, or `RETURN`.
    pub(super) fn projection(&mut self, with: bool) -> Result<Projection, QueryError> {
        let distinct = self.eat("DISTINCT");
        let star = self.eat_symbol("*");
        let items = if !star || self.eat_symbol(",") {
            self.separated(Parser::projection_item)?
        } else {
            Vec::new()
        };
        self.enter_scope(with, star, &items);
        let order = if self.eat("ORDER BY") {
            self.separated(Parser::order_item)?
        } else {
            Vec::new()
        };
        let mut skip = None;
        let mut limit = None;
        if self.eat("SKIP") || self.eat("OFFSET") {
            skip = Some(self.expr("a number of rows")?);
        }
        if self.eat("LIMIT") {
            limit = Some(self.expr("a number of rows")?);
        }
        self.check_order(&order, skip.is_some(), limit.is_some())?;
        Ok(Projection {
            distinct,
            star,
            items,
            order,
            skip,
            limit,
        })
    }

    fn projection_item(&mut self) -> Result<ProjectionItem, QueryError> {
        let start = self.position;
        let expr = self.expr("a column")?;
        let text = match &expr.kind {
            // The backticks of a name are not part of it.
            ExprKind::Variable(name) if self.position == start + 1 => name.clone(),
            _ => self.since(start).of(self.text).to_owned(),
        };
        let alias = if self.eat("AS") {
            Some(self.variable("a name for the column")?)
        } else {
            None
        };
        Ok(ProjectionItem { expr, alias, text })
    }

    fn order_item(&mut self) -> Result<OrderItem, QueryError> {
        let expr = self.expr("what to order by")?;
        let descending = self.eat("DESC") || self.eat("DESCENDING");
        if !descending {
            _ = self.eat("ASC") || self.eat("ASCENDING");
        }
        Ok(OrderItem { expr, descending })
    }

    /// Keeps for completion what the projection lets through.
    fn enter_scope(&mut self, with: bool, star: bool, items: &[ProjectionItem]) {
        if !self.recovers {
            return;
        }
        let mut names: Vec<KnownVariable> = Vec::new();
        for item in items {
            let source = match &item.expr.kind {
                ExprKind::Variable(name) => self.names.iter().find(|known| known.name == *name),
                _ => None,
            };
            let name = match (&item.alias, &item.expr.kind) {
                (Some(alias), _) => alias.text.clone(),
                (None, ExprKind::Variable(name)) => name.clone(),
                _ => continue,
            };
            names.push(match source {
                Some(known) => KnownVariable {
                    name,
                    ..known.clone()
                },
                None => KnownVariable {
                    name,
                    kind: VariableKind::Value,
                    labels: Vec::new(),
                    types: Vec::new(),
                },
            });
        }
        if star || !with {
            names.extend(self.names.iter().cloned());
        }
        self.names = names;
    }
}
