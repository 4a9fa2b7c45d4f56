//! Expressions: their variables and, as far as the text tells, their types.

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::ast::BinaryOp;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::MapItem;
use crate::query::ast::Selector;
use crate::query::ast::UnaryOp;
use crate::query::check::Checker;
use crate::query::check::scope::Scope;
use crate::query::check::scope::Shape;

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A column, or a key of an order over groups: here rows can be aggregated.
    Projection,
    /// An argument of an aggregation.
    Aggregation,
    /// A condition.
    Where,
    /// `ORDER BY` of rows that are no groups.
    Order,
    /// `SKIP` or `LIMIT`.
    Count,
    /// `UNWIND`.
    Unwind,
    /// `SET` or `REMOVE`.
    Set,
    /// `DELETE`.
    Delete,
    /// A property or condition in a pattern.
    Pattern,
    /// An argument of a procedure.
    Call,
    /// What is done for each item of a list or match of a pattern.
    Item,
}

impl Place {
    /// Names the place, to say what cannot stand there.
    pub(super) fn words(self) -> &'static str {
        match self {
            Place::Projection => "as a column",
            Place::Aggregation => "inside an aggregation",
            Place::Where => "in WHERE",
            Place::Order => "in ORDER BY unless a column does",
            Place::Count => "in SKIP or LIMIT",
            Place::Unwind => "in UNWIND",
            Place::Set => "in SET",
            Place::Delete => "in DELETE",
            Place::Pattern => "in a pattern",
            Place::Call => "in the arguments of a procedure",
            Place::Item => "for each item of a list",
        }
    }
}

impl Checker<'_> {
    /// Checks an expression that is used for its value.
    pub(super) fn value(
        &mut self,
        expr: &Expr,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        if let ExprKind::Pattern(pattern) = &expr.kind
            && pattern.selector == Selector::All
        {
            let place = place.words();
            return Err(QueryErrorKind::PatternAsValue { place }.at(expr.span));
        }
        self.infer(expr, scope, place)
    }

    /// Checks an expression that is used as a condition, so that it may be a pattern.
    pub(super) fn predicate(
        &mut self,
        expr: &Expr,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        self.infer(expr, scope, place)
    }

    /// Refuses a value that cannot be of the type.
    pub(super) fn expect_type(
        &self,
        shape: &Shape,
        expected: ValueType,
        place: &str,
        span: Span,
    ) -> Result<(), QueryError> {
        if shape.may_be(expected) {
            return Ok(());
        }
        Err(QueryErrorKind::InvalidArgumentType {
            place: place.to_owned(),
            expected,
            found: shape.value_type,
        }
        .at(span))
    }

    fn infer(&mut self, expr: &Expr, scope: &Scope, place: Place) -> Result<Shape, QueryError> {
        let shape = match &expr.kind {
            ExprKind::Null => Shape::of(ValueType::NULL),
            ExprKind::Bool(_) => Shape::of(ValueType::BOOLEAN),
            ExprKind::Int(_) => Shape::of(ValueType::INTEGER),
            ExprKind::Float(_) => Shape::of(ValueType::FLOAT),
            ExprKind::Text(_) => Shape::of(ValueType::TEXT),
            ExprKind::Parameter(name) => self.parameter(name, expr.span)?,
            ExprKind::Variable(name) => match scope.find(name) {
                Some(shape) => shape.clone(),
                None => return Err(self.undefined(name, expr.span, scope)),
            },
            ExprKind::List(items) => {
                let mut shape = Shape::of(ValueType::NULL);
                for item in items {
                    shape = shape.or(self.value(item, scope, place)?);
                }
                Shape::list(shape)
            }
            ExprKind::Map(entries) => {
                for (_, value) in entries {
                    self.value(value, scope, place)?;
                }
                Shape::of(ValueType::MAP)
            }
            ExprKind::Property(owner, _) => {
                let shape = self.value(owner, scope, place)?;
                let with_properties = ValueType::MAP | ValueType::ENTITY | ValueType::TEMPORAL;
                if !shape.may_be(with_properties) {
                    let found = shape.value_type;
                    return Err(QueryErrorKind::NoProperties { found }.at(owner.span));
                }
                Shape::any()
            }
            ExprKind::Index(owner, index) => {
                self.value(owner, scope, place)?;
                self.value(index, scope, place)?;
                Shape::any()
            }
            ExprKind::Slice(owner, from, to) => {
                let shape = self.value(owner, scope, place)?;
                for bound in [from, to].into_iter().flatten() {
                    self.value(bound, scope, place)?;
                }
                shape
            }
            ExprKind::MapProjection(subject, items) => {
                self.map_projection(subject, items, scope, place)?
            }
            ExprKind::Unary(operator, operand) => self.unary(*operator, operand, scope, place)?,
            ExprKind::Binary(operator, left, right) => {
                self.binary(*operator, left, right, scope, place)?
            }
            ExprKind::Comparison(operands, _) => {
                for operand in operands {
                    self.value(operand, scope, place)?;
                }
                Shape::of(ValueType::BOOLEAN)
            }
            ExprKind::IsNull(operand, _) => {
                self.value(operand, scope, place)?;
                Shape::of(ValueType::BOOLEAN)
            }
            ExprKind::HasLabels(owner, labels) => {
                let shape = self.value(owner, scope, place)?;
                self.expect_type(&shape, ValueType::ENTITY, "`:`", owner.span)?;
                self.remember(Some(labels));
                Shape::of(ValueType::BOOLEAN)
            }
            ExprKind::Function {
                name, arguments, ..
            } => self.function(name, arguments, expr.span, scope, place)?,
            ExprKind::CountStar => {
                self.aggregation("count(*)", expr.span, place)?;
                Shape::of(ValueType::INTEGER)
            }
            ExprKind::Case { .. }
            | ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::Pattern(_)
            | ExprKind::Subquery(..) => self.form(expr, scope, place)?,
        };
        Ok(shape)
    }

    fn parameter(&self, name: &str, span: Span) -> Result<Shape, QueryError> {
        match self.parameters {
            Some(parameters) if !parameters.contains_key(name) => {
                let name = name.to_owned();
                Err(QueryErrorKind::MissingParameter { name }.at(span))
            }
            _ => Ok(Shape::any()),
        }
    }

    fn map_projection(
        &mut self,
        subject: &Expr,
        items: &[MapItem],
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        let shape = self.value(subject, scope, place)?;
        let expected = ValueType::MAP | ValueType::ENTITY;
        self.expect_type(&shape, expected, "a map projection", subject.span)?;
        for item in items {
            match item {
                MapItem::Property(_) | MapItem::All => {}
                MapItem::Entry(_, value) => _ = self.value(value, scope, place)?,
                MapItem::Variable(name) => {
                    if scope.find(&name.text).is_none() {
                        return Err(self.undefined(&name.text, name.span, scope));
                    }
                }
            }
        }
        Ok(Shape::of(ValueType::MAP))
    }

    fn unary(
        &mut self,
        operator: UnaryOp,
        operand: &Expr,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        match operator {
            UnaryOp::Not => {
                let shape = self.predicate(operand, scope, place)?;
                self.expect_type(&shape, ValueType::BOOLEAN, "`NOT`", operand.span)?;
                Ok(Shape::of(ValueType::BOOLEAN))
            }
            UnaryOp::Minus | UnaryOp::Plus => {
                let shape = self.value(operand, scope, place)?;
                let expected = ValueType::NUMBER | ValueType::DURATION;
                let sign = if operator == UnaryOp::Minus {
                    "`-`"
                } else {
                    "`+`"
                };
                self.expect_type(&shape, expected, sign, operand.span)?;
                Ok(Shape::of(shape.value_type.and(expected)))
            }
        }
    }

    fn binary(
        &mut self,
        operator: BinaryOp,
        left: &Expr,
        right: &Expr,
        scope: &Scope,
        place: Place,
    ) -> Result<Shape, QueryError> {
        if let BinaryOp::Or | BinaryOp::Xor | BinaryOp::And = operator {
            for operand in [left, right] {
                let shape = self.predicate(operand, scope, place)?;
                self.expect_type(&shape, ValueType::BOOLEAN, symbol(operator), operand.span)?;
            }
            return Ok(Shape::of(ValueType::BOOLEAN));
        }
        let left_shape = self.value(left, scope, place)?;
        let right_shape = self.value(right, scope, place)?;
        let numeric = ValueType::NUMBER | ValueType::TEMPORAL;
        let expected = match operator {
            BinaryOp::Subtract => numeric,
            BinaryOp::Multiply | BinaryOp::Divide => ValueType::NUMBER | ValueType::DURATION,
            BinaryOp::Modulo | BinaryOp::Power => ValueType::NUMBER,
            BinaryOp::Concat => ValueType::TEXT | ValueType::LIST,
            BinaryOp::In => {
                self.expect_type(&right_shape, ValueType::LIST, "`IN`", right.span)?;
                return Ok(Shape::of(ValueType::BOOLEAN));
            }
            // On anything but texts these give null.
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::Matches => {
                return Ok(Shape::of(ValueType::BOOLEAN));
            }
            // A list takes anything, a text takes numbers.
            _ => ValueType::ANY,
        };
        for (operand, shape) in [(left, &left_shape), (right, &right_shape)] {
            self.expect_type(shape, expected, symbol(operator), operand.span)?;
        }
        Ok(result(operator, left_shape, right_shape))
    }
}

/// Gives what is known of a sum, product and so on.
fn result(operator: BinaryOp, left: Shape, right: Shape) -> Shape {
    let numbers = ValueType::NUMBER.contains(left.value_type)
        && ValueType::NUMBER.contains(right.value_type)
        && left.value_type != ValueType::NULL
        && right.value_type != ValueType::NULL;
    if numbers {
        return Shape::of(
            if operator == BinaryOp::Power
                || left.value_type == ValueType::FLOAT
                || right.value_type == ValueType::FLOAT
            {
                ValueType::FLOAT
            } else {
                left.value_type | right.value_type
            },
        );
    }
    let joins = matches!(operator, BinaryOp::Add | BinaryOp::Concat);
    let both = |value_type| left.value_type == value_type && right.value_type == value_type;
    if joins && both(ValueType::TEXT) {
        return Shape::of(ValueType::TEXT);
    }
    if joins && both(ValueType::LIST) {
        return left.or(right);
    }
    Shape::any()
}

fn symbol(operator: BinaryOp) -> &'static str {
    match operator {
        BinaryOp::Or => "`OR`",
        BinaryOp::Xor => "`XOR`",
        BinaryOp::And => "`AND`",
        BinaryOp::Add => "`+`",
        BinaryOp::Concat => "`||`",
        BinaryOp::Subtract => "`-`",
        BinaryOp::Multiply => "`*`",
        BinaryOp::Divide => "`/`",
        BinaryOp::Modulo => "`%`",
        BinaryOp::Power => "`^`",
        BinaryOp::In => "`IN`",
        BinaryOp::StartsWith => "`STARTS WITH`",
        BinaryOp::EndsWith => "`ENDS WITH`",
        BinaryOp::Contains => "`CONTAINS`",
        BinaryOp::Matches => "`=~`",
    }
}
