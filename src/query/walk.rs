//! Visits every part of a tree.

use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Query;
use crate::query::ast::RemoveItem;
use crate::query::ast::SetItem;

/// A part of a query.
#[derive(Clone, Copy, Debug)]
pub(in crate::query) enum Part<'a> {
    Clause(&'a Clause),
    Node(&'a NodePattern),
    Edge(&'a EdgePattern),
    Expr(&'a Expr),
}

/// Shows `visit` every part of a query, each before what is in it.
pub(in crate::query) fn walk<'a>(query: &'a Query, visit: &mut dyn FnMut(Part<'a>)) {
    for clause in query.parts.iter().flat_map(|part| &part.clauses) {
        visit(Part::Clause(clause));
        walk_clause(clause, visit);
    }
}

fn walk_clause<'a>(clause: &'a Clause, visit: &mut dyn FnMut(Part<'a>)) {
    match &clause.kind {
        ClauseKind::Match {
            patterns,
            condition,
            ..
        } => {
            walk_patterns(patterns, visit);
            walk_all(condition, visit);
        }
        ClauseKind::Unwind { list, .. } => walk_expr(list, visit),
        ClauseKind::With {
            projection,
            condition,
        } => {
            walk_projection(projection, visit);
            walk_all(condition, visit);
        }
        ClauseKind::Return(projection) => walk_projection(projection, visit),
        ClauseKind::Create(patterns) => walk_patterns(patterns, visit),
        ClauseKind::Merge { pattern, actions } => {
            walk_patterns(std::slice::from_ref(pattern), visit);
            for item in actions.iter().flat_map(|action| &action.items) {
                walk_set(item, visit);
            }
        }
        ClauseKind::Set(items) => items.iter().for_each(|item| walk_set(item, visit)),
        ClauseKind::Remove(items) => {
            for item in items {
                if let RemoveItem::Property { target, .. } = item {
                    walk_expr(target, visit);
                }
            }
        }
        ClauseKind::Delete { targets, .. } => walk_all(targets, visit),
        ClauseKind::Call(call) => {
            walk_all(call.arguments.iter().flatten(), visit);
            walk_all(&call.condition, visit);
        }
        ClauseKind::Subquery { query, .. } => walk(query, visit),
        ClauseKind::Finish => {}
    }
}

fn walk_projection<'a>(
    projection: &'a crate::query::ast::Projection,
    visit: &mut dyn FnMut(Part<'a>),
) {
    walk_all(projection.items.iter().map(|item| &item.expr), visit);
    walk_all(projection.order.iter().map(|item| &item.expr), visit);
    walk_all(&projection.skip, visit);
    walk_all(&projection.limit, visit);
}

fn walk_set<'a>(item: &'a SetItem, visit: &mut dyn FnMut(Part<'a>)) {
    match item {
        SetItem::Property { target, value, .. } => walk_all([target, value], visit),
        SetItem::Properties { value, .. } => walk_expr(value, visit),
        SetItem::Labels { .. } => {}
    }
}

fn walk_patterns<'a>(patterns: &'a [PathPattern], visit: &mut dyn FnMut(Part<'a>)) {
    for pattern in patterns {
        walk_elements(&pattern.elements, visit);
    }
}

fn walk_elements<'a>(elements: &'a [PatternElement], visit: &mut dyn FnMut(Part<'a>)) {
    for element in elements {
        let (properties, condition) = match element {
            PatternElement::Node(node) => {
                visit(Part::Node(node));
                (&node.properties, &node.condition)
            }
            PatternElement::Edge(edge) => {
                visit(Part::Edge(edge));
                (&edge.properties, &edge.condition)
            }
            PatternElement::Group(group) => {
                walk_elements(&group.elements, visit);
                (&None, &group.condition)
            }
        };
        walk_all(properties, visit);
        walk_all(condition.as_deref(), visit);
    }
}

fn walk_all<'a>(exprs: impl IntoIterator<Item = &'a Expr>, visit: &mut dyn FnMut(Part<'a>)) {
    for expr in exprs {
        walk_expr(expr, visit);
    }
}

fn walk_expr<'a>(expr: &'a Expr, visit: &mut dyn FnMut(Part<'a>)) {
    visit(Part::Expr(expr));
    match &expr.kind {
        ExprKind::Pattern(pattern) | ExprKind::PatternComprehension { pattern, .. } => {
            walk_patterns(std::slice::from_ref(pattern), visit);
        }
        ExprKind::Subquery(_, query) => walk(query, visit),
        _ => {}
    }
    walk_all(expr.operands(), visit);
}
