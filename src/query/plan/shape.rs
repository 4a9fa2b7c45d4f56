//! Compares written expressions, and finds the aggregations in them.

use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::MapItem;
use crate::query::function;

/// Gives a text that is the same for expressions that differ only in where they stand.
pub(super) fn shape(expr: &Expr) -> String {
    const START: &str = "Span { start: ";
    let full = format!("{:?}", expr.kind);
    let mut shape = String::with_capacity(full.len());
    let mut rest = full.as_str();
    while let Some(at) = rest.find(START) {
        shape.push_str(&rest[..at]);
        rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
    }
    shape.push_str(rest);
    shape
}

/// Tells whether an expression aggregates.
pub(super) fn aggregates(expr: &Expr) -> bool {
    let mut found = Vec::new();
    aggregations(expr, &mut found);
    !found.is_empty()
}

/// Lists the aggregations in an expression, without those inside others.
pub(super) fn aggregations<'e>(expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    let aggregate = match &expr.kind {
        ExprKind::CountStar => true,
        ExprKind::Function { name, .. } => {
            function::find(&name.text).is_some_and(|function| function.signature.aggregate)
        }
        _ => false,
    };
    if aggregate {
        found.push(expr);
    } else {
        each_child(expr, &mut |child| aggregations(child, found));
    }
}

/// Tells whether an expression can as well be computed twice, or later: it asks no subquery and
/// rolls no dice.
pub(super) fn repeatable(expr: &Expr) -> bool {
    let mut fine = match &expr.kind {
        ExprKind::Subquery(..) | ExprKind::Pattern(_) | ExprKind::PatternComprehension { .. } => {
            false
        }
        ExprKind::Function { name, .. } => {
            function::find(&name.text).is_some_and(|function| function.signature.deterministic)
        }
        _ => true,
    };
    each_child(expr, &mut |child| fine &= repeatable(child));
    fine
}

/// Calls `visit` with each expression directly inside another, patterns and subqueries left out.
fn each_child<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    match &expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Text(_)
        | ExprKind::Parameter(_)
        | ExprKind::Variable(_)
        | ExprKind::CountStar
        | ExprKind::Pattern(_)
        | ExprKind::PatternComprehension { .. }
        | ExprKind::Subquery(..) => {}
        ExprKind::List(items) | ExprKind::Comparison(items, _) => items.iter().for_each(visit),
        ExprKind::Function { arguments, .. } => arguments.iter().for_each(visit),
        ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| visit(value)),
        ExprKind::Property(subject, _)
        | ExprKind::Unary(_, subject)
        | ExprKind::IsNull(subject, _)
        | ExprKind::HasLabels(subject, _) => visit(subject),
        ExprKind::Index(a, b) | ExprKind::Binary(_, a, b) => {
            visit(a);
            visit(b);
        }
        ExprKind::Slice(list, from, to) => {
            visit(list);
            from.iter().chain(to).for_each(|bound| visit(bound));
        }
        ExprKind::MapProjection(subject, items) => {
            visit(subject);
            for item in items {
                if let MapItem::Entry(_, value) = item {
                    visit(value);
                }
            }
        }
        ExprKind::Case {
            subject,
            branches,
            otherwise,
        } => {
            subject.iter().for_each(|subject| visit(subject));
            for (when, then) in branches {
                visit(when);
                visit(then);
            }
            otherwise.iter().for_each(|otherwise| visit(otherwise));
        }
        ExprKind::ListComprehension {
            list,
            condition,
            result,
            ..
        } => {
            visit(list);
            condition.iter().chain(result).for_each(|part| visit(part));
        }
        ExprKind::Quantifier {
            list, condition, ..
        } => {
            visit(list);
            condition.iter().for_each(|part| visit(part));
        }
        ExprKind::Reduce {
            initial,
            list,
            step,
            ..
        } => {
            visit(initial);
            visit(list);
            visit(step);
        }
    }
}
