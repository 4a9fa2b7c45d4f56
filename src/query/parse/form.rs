//! Expressions with a form of their own: comprehensions, quantifiers, CASE, subqueries.

use crate::query::QueryError;
use crate::query::VariableKind;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Mode;
use crate::query::ast::Name;
use crate::query::ast::PathPattern;
use crate::query::ast::QuantifierKind;
use crate::query::ast::Query;
use crate::query::ast::SingleQuery;
use crate::query::ast::SubqueryKind;
use crate::query::parse::Parser;

/// `x IN list WHERE condition`.
type Filtered = (Name, Box<Expr>, Option<Box<Expr>>);

impl Parser<'_> {
    pub(super) fn list(&mut self) -> Result<ExprKind, QueryError> {
        let open = self.position;
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let known = self.names.len();
        let kind = self.list_inside(open)?;
        self.names.truncate(known);
        self.bar_ends = bar_ends;
        Ok(kind)
    }

    fn list_inside(&mut self, open: usize) -> Result<ExprKind, QueryError> {
        if self.is_variable(0) && self.is_word(1, "IN") {
            return self.list_comprehension(open);
        }
        let named = self.is_variable(0) && self.is_symbol(1, "=");
        let pattern = if named {
            self.is_symbol(2, "(")
        } else {
            self.is_symbol(0, "(") && self.may_be_pattern()
        };
        let start = self.position;
        let mut met = None;
        if pattern {
            match self.try_pattern() {
                Ok(pattern) if self.at("WHERE") || self.at_symbol("|") => {
                    return self.pattern_comprehension(open, pattern);
                }
                Ok(_) => self.position = start,
                Err(error) => met = Some(error),
            }
        }
        let mut items = Vec::new();
        if !self.at_symbol("]") {
            items = self
                .separated(|parser| parser.expr("a value"))
                .map_err(|error| error.farther(met))?;
        }
        self.close(open, "]", "`,` or `]`")?;
        Ok(ExprKind::List(items))
    }

    /// Reads `x IN list WHERE … | …]`.
    fn list_comprehension(&mut self, open: usize) -> Result<ExprKind, QueryError> {
        let (variable, list, condition) = self.filtered()?;
        let result = if self.eat_symbol("|") {
            Some(Box::new(self.expr("what to make of each item")?))
        } else {
            None
        };
        self.close(open, "]", "`WHERE`, `|` or `]`")?;
        Ok(ExprKind::ListComprehension {
            variable,
            list,
            condition,
            result,
        })
    }

    fn filtered(&mut self) -> Result<Filtered, QueryError> {
        let variable = self.variable("a name for the items")?;
        self.expect("IN")?;
        self.bar_ends = true;
        let list = Box::new(self.expr("a list")?);
        self.bind(&variable, VariableKind::Value);
        let condition = self.condition()?.map(Box::new);
        self.bar_ends = false;
        Ok((variable, list, condition))
    }

    fn pattern_comprehension(
        &mut self,
        open: usize,
        pattern: PathPattern,
    ) -> Result<ExprKind, QueryError> {
        self.bar_ends = true;
        let condition = self.condition()?.map(Box::new);
        self.bar_ends = false;
        self.expect_symbol("|", "`|` and what to make of each match")?;
        let result = Box::new(self.expr("what to make of each match")?);
        self.close(open, "]", "`]`")?;
        Ok(ExprKind::PatternComprehension {
            pattern: Box::new(pattern),
            condition,
            result,
        })
    }

    /// Tells whether the special form really stands here, and not a variable or function of that name.
    pub(super) fn is_special(&self, special: Special) -> bool {
        let item_of_list =
            || self.is_symbol(1, "(") && self.is_variable(2) && self.is_word(3, "IN");
        match special {
            Special::Null | Special::Bool(_) | Special::Case => true,
            Special::Subquery(SubqueryKind::Exists) => self.is_symbol(1, "{"),
            Special::Subquery(_) => self.is_symbol(1, "{") && !self.is_map_projection(),
            Special::Quantifier(_) | Special::Filter | Special::Extract => item_of_list(),
            Special::Reduce => {
                self.is_symbol(1, "(") && self.is_variable(2) && self.is_symbol(3, "=")
            }
            Special::Shortest => self.is_symbol(1, "("),
        }
    }

    /// Tells `count {.key}`, a projection of a variable called `count`, from a subquery.
    fn is_map_projection(&self) -> bool {
        self.is_symbol(2, ".")
            || self.is_symbol(2, "}")
            || self.is_name(2)
                && !self.is_word(2, "FINISH")
                && [":", ",", "}"].iter().any(|next| self.is_symbol(3, next))
    }

    pub(super) fn special(&mut self, special: Special) -> Result<ExprKind, QueryError> {
        match special {
            Special::Null => {
                self.advance();
                Ok(ExprKind::Null)
            }
            Special::Bool(value) => {
                self.advance();
                Ok(ExprKind::Bool(value))
            }
            Special::Case => self.case(),
            Special::Subquery(kind) => {
                self.advance();
                let known = self.names.clone();
                let query = self.braced(Parser::subquery)?;
                self.names = known;
                Ok(ExprKind::Subquery(kind, Box::new(query)))
            }
            Special::Quantifier(kind) => {
                let open = self.position + 1;
                let known = self.names.len();
                self.position += 2;
                let bar_ends = self.bar_ends;
                let (variable, list, condition) = self.filtered()?;
                self.bar_ends = bar_ends;
                self.names.truncate(known);
                self.close(open, ")", "`WHERE` or `)`")?;
                Ok(ExprKind::Quantifier {
                    kind,
                    variable,
                    list,
                    condition,
                })
            }
            Special::Filter | Special::Extract => {
                let open = self.position + 1;
                let known = self.names.len();
                self.position += 2;
                let bar_ends = self.bar_ends;
                let (variable, list, condition) = self.filtered()?;
                let result = if special == Special::Extract && self.eat_symbol("|") {
                    Some(Box::new(self.expr("what to make of each item")?))
                } else {
                    None
                };
                self.bar_ends = bar_ends;
                self.names.truncate(known);
                self.close(open, ")", "`)`")?;
                Ok(ExprKind::ListComprehension {
                    variable,
                    list,
                    condition,
                    result,
                })
            }
            Special::Reduce => self.reduce(),
            Special::Shortest => {
                let Some(selector) = self.shortest_function() else {
                    return Err(self.fail("a pattern"));
                };
                let pattern = self.shortest_pattern(selector)?;
                Ok(ExprKind::Pattern(Box::new(pattern)))
            }
        }
    }

    fn case(&mut self) -> Result<ExprKind, QueryError> {
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let subject = if self.at("WHEN") {
            None
        } else {
            Some(Box::new(self.expr("`WHEN` or what to compare")?))
        };
        let mut branches = Vec::new();
        while self.eat("WHEN") {
            let when = self.expr("a condition")?;
            self.expect("THEN")?;
            branches.push((when, self.expr("a value")?));
        }
        if branches.is_empty() {
            return Err(self.fail("`WHEN`"));
        }
        let otherwise = if self.eat("ELSE") {
            Some(Box::new(self.expr("a value")?))
        } else {
            None
        };
        self.bar_ends = bar_ends;
        if !self.eat("END") {
            return Err(self.fail_with("`END`", "a CASE ends with `END`"));
        }
        Ok(ExprKind::Case {
            subject,
            branches,
            otherwise,
        })
    }

    fn reduce(&mut self) -> Result<ExprKind, QueryError> {
        let open = self.position + 1;
        let known = self.names.len();
        self.position += 2;
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let accumulator = self.variable("a name for the sum")?;
        self.expect_symbol("=", "`=` and a first value")?;
        let initial = Box::new(self.expr("a first value")?);
        self.expect_symbol(",", "`,` and `x IN list`")?;
        let variable = self.variable("a name for the items")?;
        self.expect("IN")?;
        self.bar_ends = true;
        let list = Box::new(self.expr("a list")?);
        self.bar_ends = false;
        self.expect_symbol("|", "`|` and the step")?;
        self.bind(&accumulator, VariableKind::Value);
        self.bind(&variable, VariableKind::Value);
        let step = Box::new(self.expr("the step")?);
        self.bar_ends = bar_ends;
        self.names.truncate(known);
        self.close(open, ")", "`)`")?;
        Ok(ExprKind::Reduce {
            accumulator,
            initial,
            variable,
            list,
            step,
        })
    }

    /// Reads what stands in the braces of `EXISTS`: a query, or a bare pattern with a condition.
    fn subquery(&mut self) -> Result<Query, QueryError> {
        let start = self.position;
        let pattern = self.at_symbol("(")
            || self.is_variable(0) && self.is_symbol(1, "=")
            || self.is_word(0, "SHORTEST")
            || self.is_word(0, "ANY")
            || self.is_word(0, "ALL");
        if !pattern {
            return self.query();
        }
        let patterns = self.patterns()?;
        let condition = self.condition()?;
        let span = self.since(start);
        Ok(Query {
            mode: Mode::Run,
            parts: vec![SingleQuery {
                clauses: vec![Clause {
                    kind: ClauseKind::Match {
                        optional: false,
                        patterns,
                        condition,
                    },
                    span,
                }],
                span,
            }],
            unions: Vec::new(),
            span,
        })
    }
}

/// Words that can start something other than a variable or a call.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Special {
    Null,
    Bool(bool),
    Case,
    Subquery(SubqueryKind),
    Quantifier(QuantifierKind),
    Filter,
    Extract,
    Reduce,
    Shortest,
}

impl Special {
    pub(super) fn of(word: &str) -> Option<Special> {
        const SPECIALS: [(&str, Special); 16] = [
            ("NULL", Special::Null),
            ("TRUE", Special::Bool(true)),
            ("FALSE", Special::Bool(false)),
            ("CASE", Special::Case),
            ("EXISTS", Special::Subquery(SubqueryKind::Exists)),
            ("COUNT", Special::Subquery(SubqueryKind::Count)),
            ("COLLECT", Special::Subquery(SubqueryKind::Collect)),
            ("ALL", Special::Quantifier(QuantifierKind::All)),
            ("ANY", Special::Quantifier(QuantifierKind::Any)),
            ("NONE", Special::Quantifier(QuantifierKind::None)),
            ("SINGLE", Special::Quantifier(QuantifierKind::Single)),
            ("FILTER", Special::Filter),
            ("EXTRACT", Special::Extract),
            ("REDUCE", Special::Reduce),
            ("SHORTESTPATH", Special::Shortest),
            ("ALLSHORTESTPATHS", Special::Shortest),
        ];
        SPECIALS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
            .map(|(_, special)| *special)
    }
}
