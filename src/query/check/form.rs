//! Expressions with variables or clauses of their own.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Name;
use crate::query::ast::PathPattern;
use crate::query::ast::Query;
use crate::query::ast::Selector;
use crate::query::ast::SubqueryKind;
use crate::query::check::Checker;
use crate::query::check::Frame;
use crate::query::check::expression::Place;
use crate::query::check::pattern::Purpose;
use crate::query::check::scope::Scope;
use crate::query::check::scope::Shape;

impl Checker<'_> {
    pub(super) fn form(
        &mut self,
        expr: &Expr,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        match &expr.kind {
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(
                subject.as_deref(),
                branches,
                otherwise.as_deref(),
                scope,
                place,
            ),
            ExprKind::ListComprehension {
                variable,
                list,
                condition,
                result,
            } => {
                let inner = self.items(variable, list, condition.as_deref(), scope, place)?;
                match result {
                    Some(result) => {
                        let shape = self.value(result, &inner, Place::Item)?;
                        Ok(Shape::list(shape))
                    }
                    None => Ok(Shape::list(
                        inner
                            .find(&variable.text)
                            .map_or_else(Shape::any, Shape::clone),
                    )),
                }
            }
            ExprKind::Quantifier {
                variable,
                list,
                condition,
                ..
            } => {
                self.items(variable, list, condition.as_deref(), scope, place)?;
                Ok(Shape::of(ValueType::BOOLEAN))
            }
            ExprKind::PatternComprehension {
                pattern,
                condition,
                result,
            } => {
                let mut inner = scope.clone();
                self.patterns(std::slice::from_ref(pattern), &mut inner, Purpose::Match)?;
                if let Some(condition) = condition {
                    let shape = self.predicate(condition, &inner, Place::Item)?;
                    self.expect_type(&shape, ValueType::BOOLEAN, "`WHERE`", condition.span)?;
                }
                let shape = self.value(result, &inner, Place::Item)?;
                Ok(Shape::list(shape))
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                step,
            } => {
                self.value(initial, scope, place)?;
                let inner = self.items(variable, list, None, scope, place)?;
                // Each step may change the type.
                let inner = inner.with(&accumulator.text, Shape::any());
                self.seen.insert(accumulator.text.clone());
                self.value(step, &inner, Place::Item)?;
                Ok(Shape::any())
            }
            ExprKind::Pattern(pattern) => self.pattern_value(pattern, scope),
            ExprKind::Subquery(kind, query) => self.subquery_value(*kind, query, scope),
            _ => Ok(Shape::any()),
        }
    }

    fn case(
        &mut self,
        subject: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        if let Some(subject) = subject {
            self.value(subject, scope, place)?;
        }
        let mut shape = Shape::of(ValueType::NULL);
        for (when, then) in branches {
            let condition = self.predicate(when, scope, place)?;
            if subject.is_none() {
                self.expect_type(&condition, ValueType::BOOLEAN, "`WHEN`", when.span)?;
            }
            shape = shape.or(self.value(then, scope, place)?);
        }
        if let Some(otherwise) = otherwise {
            shape = shape.or(self.value(otherwise, scope, place)?);
        }
        Ok(shape)
    }

    /// Checks `x IN list WHERE …` and gives the scope for what follows.
    fn items(
        &mut self,
        variable: &Name,
        list: &Expr,
        condition: Option<&Expr>,
        scope: &Scope,
        place: Place,
    ) -> Result<Scope, QueryError> {
        let shape = self.value(list, scope, place)?;
        self.expect_type(&shape, ValueType::LIST, "`IN`", list.span)?;
        let item = match shape.value_type {
            ValueType::LIST => shape.item(),
            _ => Shape::any(),
        };
        self.seen.insert(variable.text.clone());
        let inner = scope.with(&variable.text, item);
        if let Some(condition) = condition {
            let shape = self.predicate(condition, &inner, Place::Item)?;
            self.expect_type(&shape, ValueType::BOOLEAN, "`WHERE`", condition.span)?;
        }
        Ok(inner)
    }

    fn pattern_value(&mut self, pattern: &PathPattern, scope: &Scope) -> Result<Shape, QueryError> {
        self.pattern_predicate(pattern, scope)?;
        Ok(match pattern.selector {
            Selector::All => Shape::of(ValueType::BOOLEAN),
            Selector::Shortest => Shape::of(ValueType::PATH),
            Selector::AllShortest | Selector::ShortestK(_) | Selector::ShortestGroups(_) => {
                Shape::list(Shape::of(ValueType::PATH))
            }
        })
    }

    fn subquery_value(
        &mut self,
        kind: SubqueryKind,
        query: &Query,
        scope: &Scope,
    ) -> Result<Shape, QueryError> {
        let place = match kind {
            SubqueryKind::Exists => "`EXISTS { … }`",
            SubqueryKind::Count => "`COUNT { … }`",
            SubqueryKind::Collect => "`COLLECT { … }`",
        };
        let outer = self.reads_only.replace(place);
        let columns = self.query(query, scope, Frame::Expression)?;
        self.reads_only = outer;
        match (kind, columns.as_slice()) {
            (SubqueryKind::Exists, _) => Ok(Shape::of(ValueType::BOOLEAN)),
            (SubqueryKind::Count, _) => Ok(Shape::of(ValueType::INTEGER)),
            (SubqueryKind::Collect, [column]) => Ok(Shape::list(column.shape.clone())),
            (SubqueryKind::Collect, _) => Err(QueryErrorKind::InvalidClauseComposition {
                message: format!(
                    "`COLLECT {{ … }}` needs exactly one column, and this has {}",
                    columns.len()
                ),
                hint: Some("end it with RETURN and one value".to_owned()),
            }
            .at(query.span)),
        }
    }
}
