//! Writes a tree as a query that reads back to the same tree.
//!
//! One line, keywords in capitals, parentheses only where the tree needs them. What the tree does
//! not keep, as spaces and comments, is lost.

mod pattern;

use std::fmt::Write;

use crate::query::ast::BinaryOp;
use crate::query::ast::Call;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::CompareOp;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::Imports;
use crate::query::ast::LabelExpr;
use crate::query::ast::MapItem;
use crate::query::ast::Mode;
use crate::query::ast::Name;
use crate::query::ast::PathPattern;
use crate::query::ast::Projection;
use crate::query::ast::QuantifierKind;
use crate::query::ast::Query;
use crate::query::ast::RemoveItem;
use crate::query::ast::Selector;
use crate::query::ast::SetItem;
use crate::query::ast::SubqueryKind;
use crate::query::ast::UnaryOp;
use crate::query::ast::Yield;
use crate::query::lex;
use crate::query::parse;
use crate::query::parse::level;

/// Writes a whole query.
pub fn print(query: &Query) -> String {
    let mut printer = Printer::default();
    printer.push(match query.mode {
        Mode::Run => "",
        Mode::Explain => "EXPLAIN ",
        Mode::Profile => "PROFILE ",
    });
    printer.query(query);
    printer.text
}

/// Writes an expression.
pub fn print_expr(expr: &Expr) -> String {
    let mut printer = Printer::default();
    printer.expr(expr, level::OR);
    printer.text
}

/// Writes a pattern as it stands in `MATCH`.
pub fn print_pattern(pattern: &PathPattern) -> String {
    let mut printer = Printer::default();
    printer.path(pattern);
    printer.text
}

/// Writes a name, with backticks where it needs them; a variable needs them for keywords too.
pub fn print_name(name: &str, variable: bool) -> String {
    let plain = name.starts_with(lex::starts_name)
        && name.chars().all(lex::continues_name)
        && !(variable && parse::is_reserved(name));
    if plain {
        name.to_owned()
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}

/// Writes a text with single quotes and escapes.
pub fn print_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(character),
        }
    }
    quoted.push('\'');
    quoted
}

#[derive(Default)]
struct Printer {
    text: String,
}

impl Printer {
    fn push(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    fn variable(&mut self, name: &str) {
        self.push(&print_name(name, true));
    }

    fn key(&mut self, name: &Name) {
        self.push(&print_name(&name.text, false));
    }

    fn dotted(&mut self, name: &Name) {
        for (index, part) in name.text.split('.').enumerate() {
            self.push(if index > 0 { "." } else { "" });
            self.push(&print_name(part, false));
        }
    }

    fn separated<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (index, item) in items.iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" });
            write(self, item);
        }
    }

    fn query(&mut self, query: &Query) {
        for (index, part) in query.parts.iter().enumerate() {
            if let Some(union) = index
                .checked_sub(1)
                .and_then(|index| query.unions.get(index))
            {
                self.push(if union.all { " UNION ALL " } else { " UNION " });
            }
            for (index, clause) in part.clauses.iter().enumerate() {
                self.push(if index > 0 { " " } else { "" });
                self.clause(clause);
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::Match {
                optional,
                patterns,
                condition,
            } => {
                self.push(if *optional {
                    "OPTIONAL MATCH "
                } else {
                    "MATCH "
                });
                self.separated(patterns, Printer::path);
                self.condition(condition.as_ref());
            }
            ClauseKind::Unwind { list, variable } => {
                self.push("UNWIND ");
                self.expr(list, level::OR);
                self.push(" AS ");
                self.variable(&variable.text);
            }
            ClauseKind::With {
                projection,
                condition,
            } => {
                self.push("WITH ");
                self.projection(projection);
                self.condition(condition.as_ref());
            }
            ClauseKind::Return(projection) => {
                self.push("RETURN ");
                self.projection(projection);
            }
            ClauseKind::Create(patterns) => {
                self.push("CREATE ");
                self.separated(patterns, Printer::path);
            }
            ClauseKind::Merge { pattern, actions } => {
                self.push("MERGE ");
                self.path(pattern);
                for action in actions {
                    self.push(if action.on_create {
                        " ON CREATE SET "
                    } else {
                        " ON MATCH SET "
                    });
                    self.separated(&action.items, Printer::set_item);
                }
            }
            ClauseKind::Set(items) => {
                self.push("SET ");
                self.separated(items, Printer::set_item);
            }
            ClauseKind::Remove(items) => {
                self.push("REMOVE ");
                self.separated(items, |printer, item| match item {
                    RemoveItem::Property { target, key } => printer.property(target, key),
                    RemoveItem::Labels { variable, labels } => printer.labels(variable, labels),
                });
            }
            ClauseKind::Delete { detach, targets } => {
                self.push(if *detach { "DETACH DELETE " } else { "DELETE " });
                self.separated(targets, |printer, target| printer.expr(target, level::OR));
            }
            ClauseKind::Call(call) => self.call(call),
            ClauseKind::Subquery { imports, query } => {
                self.push("CALL ");
                match imports {
                    Imports::Leading => {}
                    Imports::All => self.push("(*) "),
                    Imports::Names(names) => {
                        self.push("(");
                        self.separated(names, |printer, name| printer.variable(&name.text));
                        self.push(") ");
                    }
                }
                self.braced(query);
            }
            ClauseKind::Finish => self.push("FINISH"),
        }
    }

    fn braced(&mut self, query: &Query) {
        self.push("{ ");
        self.query(query);
        self.push(" }");
    }

    fn condition(&mut self, condition: Option<&Expr>) {
        if let Some(condition) = condition {
            self.push(" WHERE ");
            self.expr(condition, level::OR);
        }
    }

    fn projection(&mut self, projection: &Projection) {
        if projection.distinct {
            self.push("DISTINCT ");
        }
        if projection.star {
            self.push(if projection.items.is_empty() {
                "*"
            } else {
                "*, "
            });
        }
        self.separated(&projection.items, |printer, item| {
            printer.expr(&item.expr, level::OR);
            if let Some(alias) = &item.alias {
                printer.push(" AS ");
                printer.variable(&alias.text);
            }
        });
        if !projection.order.is_empty() {
            self.push(" ORDER BY ");
            self.separated(&projection.order, |printer, item| {
                printer.expr(&item.expr, level::OR);
                printer.push(if item.descending { " DESC" } else { "" });
            });
        }
        for (keyword, count) in [(" SKIP ", &projection.skip), (" LIMIT ", &projection.limit)] {
            if let Some(count) = count {
                self.push(keyword);
                self.expr(count, level::OR);
            }
        }
    }

    fn set_item(&mut self, item: &SetItem) {
        match item {
            SetItem::Property { target, key, value } => {
                self.property(target, key);
                self.push(" = ");
                self.expr(value, level::OR);
            }
            SetItem::Properties {
                variable,
                value,
                add,
            } => {
                self.variable(&variable.text);
                self.push(if *add { " += " } else { " = " });
                self.expr(value, level::OR);
            }
            SetItem::Labels { variable, labels } => self.labels(variable, labels),
        }
    }

    fn labels(&mut self, variable: &Name, labels: &[Name]) {
        self.variable(&variable.text);
        for label in labels {
            self.push(":");
            self.key(label);
        }
    }

    fn property(&mut self, owner: &Expr, key: &Name) {
        self.owner(owner);
        self.push(".");
        self.key(key);
    }

    fn call(&mut self, call: &Call) {
        self.push("CALL ");
        self.dotted(&call.name);
        if let Some(arguments) = &call.arguments {
            self.push("(");
            self.separated(arguments, |printer, argument| {
                printer.expr(argument, level::OR)
            });
            self.push(")");
        }
        match &call.outputs {
            Yield::None => {}
            Yield::All(_) => self.push(" YIELD *"),
            Yield::Items(items) => {
                self.push(" YIELD ");
                self.separated(items, |printer, (output, alias)| {
                    printer.variable(&output.text);
                    if let Some(alias) = alias {
                        printer.push(" AS ");
                        printer.variable(&alias.text);
                    }
                });
            }
        }
        self.condition(call.condition.as_ref());
    }

    /// Writes an expression, in parentheses if it binds looser than `least`.
    fn expr(&mut self, expr: &Expr, least: u8) {
        let parentheses = level_of(expr) < least;
        self.push(if parentheses { "(" } else { "" });
        self.bare(expr);
        self.push(if parentheses { ")" } else { "" });
    }

    /// Writes what a property, index or label hangs on.
    fn owner(&mut self, owner: &Expr) {
        // After a number a dot would be read as part of it, or a sign as part of all.
        let number = matches!(owner.kind, ExprKind::Int(_) | ExprKind::Float(_));
        self.expr(owner, if number { u8::MAX } else { level::POSTFIX });
    }

    fn bare(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Null => self.push("NULL"),
            ExprKind::Bool(true) => self.push("true"),
            ExprKind::Bool(false) => self.push("false"),
            // Writing to a string cannot fail.
            ExprKind::Int(number) => _ = write!(self.text, "{number}"),
            ExprKind::Float(number) => _ = write!(self.text, "{number:?}"),
            ExprKind::Text(text) => self.push(&print_text(text)),
            ExprKind::Parameter(name) => {
                self.push("$");
                let plain = !name.is_empty() && name.chars().all(lex::continues_name);
                match plain {
                    true => self.push(name),
                    false => self.push(&format!("`{}`", name.replace('`', "``"))),
                }
            }
            ExprKind::Variable(name) => self.variable(name),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => {
                self.push("{");
                self.separated(entries, |printer, (key, value)| {
                    printer.key(key);
                    printer.push(": ");
                    printer.expr(value, level::OR);
                });
                self.push("}");
            }
            ExprKind::Property(owner, key) => self.property(owner, key),
            ExprKind::Index(owner, index) => {
                self.owner(owner);
                self.push("[");
                self.expr(index, level::OR);
                self.push("]");
            }
            ExprKind::Slice(owner, from, to) => {
                self.owner(owner);
                self.push("[");
                if let Some(from) = from {
                    self.expr(from, level::OR);
                }
                // Spaces, or two dots could join the dot of a number.
                self.push(" .. ");
                if let Some(to) = to {
                    self.expr(to, level::OR);
                }
                self.push("]");
            }
            ExprKind::MapProjection(subject, items) => self.map_projection(subject, items),
            ExprKind::Unary(operator, operand) => self.unary(*operator, operand),
            ExprKind::Binary(operator, left, right) => {
                let (symbol, left_level, right_level) = binary(*operator);
                self.expr(left, left_level);
                _ = write!(self.text, " {symbol} ");
                self.expr(right, right_level);
            }
            ExprKind::Comparison(operands, operators) => {
                for (index, operand) in operands.iter().enumerate() {
                    if let Some(operator) = index.checked_sub(1).and_then(|at| operators.get(at)) {
                        _ = write!(self.text, " {} ", comparison(*operator));
                    }
                    self.expr(operand, level::PREDICATE);
                }
            }
            ExprKind::IsNull(operand, negated) => {
                self.expr(operand, level::PREDICATE);
                self.push(if *negated { " IS NOT NULL" } else { " IS NULL" });
            }
            ExprKind::HasLabels(owner, labels) => {
                // Without parentheses, labels of labels would be read as one list of labels.
                match owner.kind {
                    ExprKind::HasLabels(..) => self.expr(owner, u8::MAX),
                    _ => self.owner(owner),
                }
                self.push(":");
                // A bar would end the condition of a comprehension.
                match labels {
                    LabelExpr::Or(_) => self.label_factor(labels),
                    _ => self.label_expr(labels),
                }
            }
            ExprKind::Function {
                name,
                distinct,
                arguments,
            } => {
                self.dotted(name);
                self.push(if *distinct { "(DISTINCT " } else { "(" });
                self.separated(arguments, |printer, argument| {
                    printer.expr(argument, level::OR)
                });
                self.push(")");
            }
            ExprKind::CountStar => self.push("count(*)"),
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref()),
            ExprKind::ListComprehension {
                variable,
                list,
                condition,
                result,
            } => {
                self.push("[");
                self.filtered(variable, list, condition.as_deref());
                if let Some(result) = result {
                    self.push(" | ");
                    self.expr(result, level::OR);
                }
                self.push("]");
            }
            ExprKind::PatternComprehension {
                pattern,
                condition,
                result,
            } => {
                self.push("[");
                self.path(pattern);
                self.condition(condition.as_deref());
                self.push(" | ");
                self.expr(result, level::OR);
                self.push("]");
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                condition,
            } => {
                self.push(match kind {
                    QuantifierKind::All => "all(",
                    QuantifierKind::Any => "any(",
                    QuantifierKind::None => "none(",
                    QuantifierKind::Single => "single(",
                });
                self.filtered(variable, list, condition.as_deref());
                self.push(")");
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                step,
            } => {
                self.push("reduce(");
                self.variable(&accumulator.text);
                self.push(" = ");
                self.expr(initial, level::OR);
                self.push(", ");
                self.filtered(variable, list, None);
                self.push(" | ");
                self.expr(step, level::OR);
                self.push(")");
            }
            ExprKind::Pattern(pattern) => self.path(pattern),
            ExprKind::Subquery(kind, query) => {
                self.push(match kind {
                    SubqueryKind::Exists => "EXISTS ",
                    SubqueryKind::Count => "COUNT ",
                    SubqueryKind::Collect => "COLLECT ",
                });
                self.braced(query);
            }
        }
    }

    fn list(&mut self, items: &[Expr]) {
        self.push("[");
        for (index, item) in items.iter().enumerate() {
            self.push(if index > 0 { ", " } else { "" });
            // `[x IN list]` would be a comprehension.
            let membership = index == 0 && starts_with_membership(item);
            self.expr(item, if membership { u8::MAX } else { level::OR });
        }
        self.push("]");
    }

    fn map_projection(&mut self, subject: &Expr, items: &[MapItem]) {
        self.expr(subject, level::ATOM);
        self.push(" {");
        self.separated(items, |printer, item| match item {
            MapItem::Property(key) => {
                printer.push(".");
                printer.key(key);
            }
            MapItem::All => printer.push(".*"),
            MapItem::Entry(key, value) => {
                printer.key(key);
                printer.push(": ");
                printer.expr(value, level::OR);
            }
            MapItem::Variable(name) => printer.variable(&name.text),
        });
        self.push("}");
    }

    fn unary(&mut self, operator: UnaryOp, operand: &Expr) {
        match operator {
            UnaryOp::Not => {
                self.push("NOT ");
                self.expr(operand, level::NOT);
            }
            UnaryOp::Minus | UnaryOp::Plus => {
                self.push(if operator == UnaryOp::Minus { "-" } else { "+" });
                // A minus before a number belongs to the number.
                let number = match operand.kind {
                    ExprKind::Int(number) => number >= 0,
                    ExprKind::Float(number) => number.is_sign_positive(),
                    _ => false,
                };
                self.expr(operand, if number { u8::MAX } else { level::SIGN });
            }
        }
    }

    fn case(
        &mut self,
        subject: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
    ) {
        self.push("CASE ");
        if let Some(subject) = subject {
            self.expr(subject, level::OR);
            self.push(" ");
        }
        for (when, then) in branches {
            self.push("WHEN ");
            self.expr(when, level::OR);
            self.push(" THEN ");
            self.expr(then, level::OR);
            self.push(" ");
        }
        if let Some(otherwise) = otherwise {
            self.push("ELSE ");
            self.expr(otherwise, level::OR);
            self.push(" ");
        }
        self.push("END");
    }

    fn filtered(&mut self, variable: &Name, list: &Expr, condition: Option<&Expr>) {
        self.variable(&variable.text);
        self.push(" IN ");
        self.expr(list, level::OR);
        self.condition(condition);
    }
}

fn level_of(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Binary(operator, ..) => match operator {
            BinaryOp::Or => level::OR,
            BinaryOp::Xor => level::XOR,
            BinaryOp::And => level::AND,
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Concat => level::SUM,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => level::PRODUCT,
            BinaryOp::Power => level::POWER,
            BinaryOp::In
            | BinaryOp::StartsWith
            | BinaryOp::EndsWith
            | BinaryOp::Contains
            | BinaryOp::Matches => level::PREDICATE,
        },
        ExprKind::Unary(UnaryOp::Not, _) => level::NOT,
        ExprKind::Unary(..) => level::SIGN,
        ExprKind::Comparison(..) => level::COMPARISON,
        ExprKind::IsNull(..) => level::PREDICATE,
        ExprKind::Property(..)
        | ExprKind::Index(..)
        | ExprKind::Slice(..)
        | ExprKind::HasLabels(..)
        | ExprKind::MapProjection(..) => level::POSTFIX,
        ExprKind::Int(number) if *number < 0 => level::SIGN,
        ExprKind::Float(number) if number.is_sign_negative() => level::SIGN,
        // A minus after a pattern would be read as one more edge.
        ExprKind::Pattern(pattern) if pattern.selector == Selector::All => level::NOT,
        _ => level::ATOM,
    }
}

/// Gives the symbol and how tightly each side has to bind.
fn binary(operator: BinaryOp) -> (&'static str, u8, u8) {
    let (symbol, left) = match operator {
        BinaryOp::Or => ("OR", level::OR),
        BinaryOp::Xor => ("XOR", level::XOR),
        BinaryOp::And => ("AND", level::AND),
        BinaryOp::Add => ("+", level::SUM),
        BinaryOp::Subtract => ("-", level::SUM),
        BinaryOp::Concat => ("||", level::SUM),
        BinaryOp::Multiply => ("*", level::PRODUCT),
        BinaryOp::Divide => ("/", level::PRODUCT),
        BinaryOp::Modulo => ("%", level::PRODUCT),
        BinaryOp::Power => ("^", level::POWER),
        BinaryOp::In => ("IN", level::PREDICATE),
        BinaryOp::StartsWith => ("STARTS WITH", level::PREDICATE),
        BinaryOp::EndsWith => ("ENDS WITH", level::PREDICATE),
        BinaryOp::Contains => ("CONTAINS", level::PREDICATE),
        BinaryOp::Matches => ("=~", level::PREDICATE),
    };
    (symbol, left, left + 1)
}

fn comparison(operator: CompareOp) -> &'static str {
    match operator {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

/// Tells whether the first tokens of an expression are a variable and `IN`.
fn starts_with_membership(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Binary(BinaryOp::In, left, _) if matches!(left.kind, ExprKind::Variable(_)) => {
            true
        }
        ExprKind::Binary(_, left, _) | ExprKind::IsNull(left, _) => starts_with_membership(left),
        ExprKind::Comparison(operands, _) => operands.first().is_some_and(starts_with_membership),
        _ => false,
    }
}
