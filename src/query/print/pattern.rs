//! Writes patterns.

use crate::query::ast::Arrow;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::GroupPattern;
use crate::query::ast::LabelExpr;
use crate::query::ast::Length;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Selector;
use crate::query::parse::level;
use crate::query::print::Printer;

impl Printer {
    pub(super) fn path(&mut self, pattern: &PathPattern) {
        if let Some(variable) = &pattern.variable {
            self.variable(&variable.text);
            self.push(" = ");
        }
        let one_edge = matches!(pattern.elements.as_slice(), [_, PatternElement::Edge(_), _]);
        match pattern.selector {
            Selector::All => self.elements(&pattern.elements),
            Selector::Shortest if one_edge => self.shortest("shortestPath(", pattern),
            Selector::AllShortest if one_edge => self.shortest("allShortestPaths(", pattern),
            Selector::Shortest
            | Selector::AllShortest
            | Selector::ShortestK(_)
            | Selector::ShortestGroups(_) => {
                match pattern.selector {
                    Selector::Shortest => self.push("ANY SHORTEST "),
                    Selector::ShortestK(count) => self.push(&format!("SHORTEST {count} ")),
                    Selector::ShortestGroups(count) => {
                        self.push(&format!("SHORTEST {count} GROUPS "));
                    }
                    _ => self.push("ALL SHORTEST "),
                }
                self.elements(&pattern.elements);
            }
        }
    }

    fn shortest(&mut self, function: &str, pattern: &PathPattern) {
        self.push(function);
        self.elements(&pattern.elements);
        self.push(")");
    }

    fn elements(&mut self, elements: &[PatternElement]) {
        for element in elements {
            match element {
                PatternElement::Node(node) => self.node(node),
                PatternElement::Edge(edge) => self.edge(edge),
                PatternElement::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &GroupPattern) {
        self.push("(");
        self.elements(&group.elements);
        if let Some(condition) = &group.condition {
            self.push(" WHERE ");
            self.expr(condition, level::OR);
        }
        self.push(")");
        let bound = |bound: Option<u64>| bound.map_or_else(String::new, |bound| bound.to_string());
        match (group.length.least, group.length.most) {
            (Some(1), None) => self.push("+"),
            (Some(0), None) => self.push("*"),
            (least, most) => self.push(&format!("{{{},{}}}", bound(least), bound(most))),
        }
    }

    fn node(&mut self, node: &NodePattern) {
        self.push("(");
        if let Some(variable) = &node.variable {
            self.variable(&variable.text);
        }
        if let Some(labels) = &node.labels {
            self.push(":");
            self.label_expr(labels);
        }
        self.inside(
            node.variable.is_some() || node.labels.is_some(),
            node.properties.as_ref(),
            node.condition.as_deref(),
        );
        self.push(")");
    }

    fn edge(&mut self, edge: &EdgePattern) {
        self.push(if edge.direction == Arrow::Left {
            "<-"
        } else {
            "-"
        });
        let start = self.text.len();
        self.push("[");
        if let Some(variable) = &edge.variable {
            self.variable(&variable.text);
        }
        if let Some(types) = &edge.types {
            self.push(":");
            self.label_expr(types);
        }
        if let Some(length) = &edge.length {
            self.length(*length);
        }
        let begun = self.text.len() > start + 1;
        self.inside(begun, edge.properties.as_ref(), edge.condition.as_deref());
        if self.text.len() == start + 1 {
            self.text.truncate(start);
        } else {
            self.push("]");
        }
        self.push(if edge.direction == Arrow::Right {
            "->"
        } else {
            "-"
        });
    }

    /// Writes what nodes and edges have in common.
    fn inside(&mut self, begun: bool, properties: Option<&Expr>, condition: Option<&Expr>) {
        if let Some(properties) = properties {
            self.push(if begun { " " } else { "" });
            self.expr(properties, level::ATOM);
        }
        if let Some(condition) = condition {
            self.push(if begun || properties.is_some() {
                " "
            } else {
                ""
            });
            self.push("WHERE ");
            self.expr(condition, level::OR);
        }
    }

    fn length(&mut self, length: Length) {
        self.push("*");
        let bound = |bound: Option<u64>| bound.map_or_else(String::new, |bound| bound.to_string());
        match (length.least, length.most) {
            (None, None) => {}
            (least, most) if least == most => self.push(&bound(least)),
            (least, most) => self.push(&format!("{}..{}", bound(least), bound(most))),
        }
    }

    pub(super) fn label_expr(&mut self, labels: &LabelExpr) {
        match labels {
            LabelExpr::Name(name) => self.key(name),
            LabelExpr::Any(_) => self.push("%"),
            LabelExpr::Not(inner) => {
                self.push("!");
                self.label_factor(inner);
            }
            LabelExpr::And(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    self.push(if index > 0 { "&" } else { "" });
                    self.label_factor(part);
                }
            }
            LabelExpr::Or(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    self.push(if index > 0 { "|" } else { "" });
                    match part {
                        LabelExpr::And(_) => self.label_expr(part),
                        _ => self.label_factor(part),
                    }
                }
            }
        }
    }

    pub(super) fn label_factor(&mut self, labels: &LabelExpr) {
        let compound = matches!(labels, LabelExpr::And(_) | LabelExpr::Or(_));
        self.push(if compound { "(" } else { "" });
        self.label_expr(labels);
        self.push(if compound { ")" } else { "" });
    }
}
