//! Expressions, by precedence climbing.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::MapItem;
use crate::query::ast::Name;
use crate::query::ast::UnaryOp;
use crate::query::lex;
use crate::query::lex::Token;
use crate::query::lex::TokenKind;
use crate::query::parse::Expected;
use crate::query::parse::Parser;
use crate::query::parse::form::Special;
use crate::query::parse::level;

/// Chains of `AND` and `OR` longer than this become balanced trees, so that a long condition is
/// not a deep one.
const LONG_CHAIN: usize = 16;

/// An operator that follows its left operand.
#[derive(Clone, Copy)]
enum Operator {
    /// `AND` and its kin, which are read in chains.
    Logic(BinaryOp, &'static str),
    Compare(CompareOp),
    /// Anything else with two sides, and the number of tokens it is written with.
    Binary(BinaryOp, usize),
    IsNull(bool),
    IsLabel,
}

const WORDS: [(&str, u8, Operator); 9] = [
    ("OR", level::OR, Operator::Logic(BinaryOp::Or, "OR")),
    ("XOR", level::XOR, Operator::Logic(BinaryOp::Xor, "XOR")),
    ("AND", level::AND, Operator::Logic(BinaryOp::And, "AND")),
    (
        "STARTS WITH",
        level::PREDICATE,
        Operator::Binary(BinaryOp::StartsWith, 2),
    ),
    (
        "ENDS WITH",
        level::PREDICATE,
        Operator::Binary(BinaryOp::EndsWith, 2),
    ),
    (
        "CONTAINS",
        level::PREDICATE,
        Operator::Binary(BinaryOp::Contains, 1),
    ),
    ("IN", level::PREDICATE, Operator::Binary(BinaryOp::In, 1)),
    ("IS NULL", level::PREDICATE, Operator::IsNull(false)),
    ("IS NOT NULL", level::PREDICATE, Operator::IsNull(true)),
];

const SYMBOLS: [(&str, u8, Operator); 14] = [
    ("=", level::COMPARISON, Operator::Compare(CompareOp::Equal)),
    (
        "<>",
        level::COMPARISON,
        Operator::Compare(CompareOp::NotEqual),
    ),
    (
        "<=",
        level::COMPARISON,
        Operator::Compare(CompareOp::LessOrEqual),
    ),
    (
        ">=",
        level::COMPARISON,
        Operator::Compare(CompareOp::GreaterOrEqual),
    ),
    ("<", level::COMPARISON, Operator::Compare(CompareOp::Less)),
    (
        ">",
        level::COMPARISON,
        Operator::Compare(CompareOp::Greater),
    ),
    (
        "=~",
        level::PREDICATE,
        Operator::Binary(BinaryOp::Matches, 1),
    ),
    ("+", level::SUM, Operator::Binary(BinaryOp::Add, 1)),
    ("-", level::SUM, Operator::Binary(BinaryOp::Subtract, 1)),
    ("||", level::SUM, Operator::Binary(BinaryOp::Concat, 1)),
    ("*", level::PRODUCT, Operator::Binary(BinaryOp::Multiply, 1)),
    ("/", level::PRODUCT, Operator::Binary(BinaryOp::Divide, 1)),
    ("%", level::PRODUCT, Operator::Binary(BinaryOp::Modulo, 1)),
    ("^", level::POWER, Operator::Binary(BinaryOp::Power, 1)),
];

/// An operator read so far, with the height of its tree.
type Measured = (Expr, usize);

impl Parser<'_> {
    /// Reads an expression; `what` says what it is for, should there be none.
    pub(super) fn expr(&mut self, what: &str) -> Result<Expr, QueryError> {
        self.check_depth()?;
        self.depth += 1;
        let (expr, height) = self.operators(level::OR, what)?;
        self.depth -= 1;
        self.tallest = self.tallest.max(height);
        Ok(expr)
    }

    /// Counts one level for something that wraps what was read last.
    pub(super) fn grow(&mut self) -> Result<(), QueryError> {
        self.tallest += 1;
        self.check_height(self.tallest)
    }

    /// Reads operands and the operators between them that bind at least as tightly as `least`.
    fn operators(&mut self, least: u8, what: &str) -> Result<Measured, QueryError> {
        let start = self.position;
        // What an operator has joined can only be joined by one as loose or looser.
        let mut most = level::ATOM;
        let mut left = if least <= level::NOT && self.at("NOT") {
            most = level::NOT;
            self.not()?
        } else {
            self.sign(what)?
        };
        while let Some((operator, binds)) = self.operator(least, most) {
            most = binds;
            left = self.operation(operator, binds, left)?;
            left.0.span = self.since(start);
            self.check_height(left.1)?;
        }
        Ok(left)
    }

    /// Finds the operator that stands here, if it binds neither looser nor tighter than told.
    fn operator(&mut self, least: u8, most: u8) -> Option<(Operator, u8)> {
        let fits = |binds: u8| least <= binds && binds <= most;
        for (keyword, binds, operator) in WORDS {
            if fits(binds) && self.at(keyword) {
                return Some((operator, binds));
            }
        }
        for (symbol, binds, operator) in SYMBOLS {
            if fits(binds) && self.at_symbol(symbol) {
                return Some((operator, binds));
            }
        }
        let label = self.is_word(0, "IS") && self.is_name(1) && !self.is_word(1, "NOT");
        (fits(level::PREDICATE) && label).then_some((Operator::IsLabel, level::PREDICATE))
    }

    /// Reads the operator and what is on its right.
    fn operation(
        &mut self,
        operator: Operator,
        binds: u8,
        left: Measured,
    ) -> Result<Measured, QueryError> {
        match operator {
            Operator::Logic(operator, keyword) => {
                let mut operands = vec![left];
                while self.eat(keyword) {
                    operands.push(self.operators(binds + 1, "a condition")?);
                }
                Ok(chain(operator, operands))
            }
            Operator::Compare(_) => self.comparison(left),
            Operator::Binary(operator, words) => {
                self.position += words;
                let what = match operator {
                    BinaryOp::In => "a list after `IN`",
                    BinaryOp::StartsWith
                    | BinaryOp::EndsWith
                    | BinaryOp::Contains
                    | BinaryOp::Matches => "a text",
                    _ => "a value after the operator",
                };
                let right = self.operators(binds + 1, what)?;
                Ok(join(operator, left, right))
            }
            Operator::IsNull(negated) => {
                self.position += if negated { 3 } else { 2 };
                Ok(wrap(left, |operand| ExprKind::IsNull(operand, negated)))
            }
            Operator::IsLabel => {
                self.advance();
                let labels = self.label_expr(&Expected::Label)?;
                Ok(wrap(left, |owner| ExprKind::HasLabels(owner, labels)))
            }
        }
    }

    /// Reads comparisons in a row, as in `1 < x <= 3`.
    fn comparison(&mut self, left: Measured) -> Result<Measured, QueryError> {
        let (first, mut height) = left;
        let span = first.span;
        let mut operands = vec![first];
        let mut operators = Vec::new();
        while let Some((Operator::Compare(operator), _)) =
            self.operator(level::COMPARISON, level::COMPARISON)
        {
            self.advance();
            operators.push(operator);
            let (operand, operand_height) =
                self.operators(level::PREDICATE, "a value to compare with")?;
            operands.push(operand);
            height = height.max(operand_height);
        }
        let kind = ExprKind::Comparison(operands, operators);
        Ok((Expr { kind, span }, height + 1))
    }

    fn not(&mut self) -> Result<Measured, QueryError> {
        let start = self.position;
        let mut count = 0;
        while self.eat("NOT") {
            count += 1;
        }
        let mut measured = self.operators(level::COMPARISON, "a condition")?;
        for index in (0..count).rev() {
            measured = wrap(measured, |operand| ExprKind::Unary(UnaryOp::Not, operand));
            measured.0.span = self.since(start + index);
            self.check_height(measured.1)?;
        }
        Ok(measured)
    }

    fn sign(&mut self, what: &str) -> Result<Measured, QueryError> {
        let outer = std::mem::take(&mut self.tallest);
        let signed = self.at_symbol("-") || self.at_symbol("+");
        let mut measured = if signed {
            self.signed()?
        } else {
            (self.postfix(what)?, 0)
        };
        measured.1 += self.tallest + 1;
        self.tallest = outer;
        self.check_height(measured.1)?;
        Ok(measured)
    }

    /// Reads an operand after one or more signs, and counts these.
    fn signed(&mut self) -> Result<Measured, QueryError> {
        let start = self.position;
        let mut signs = Vec::new();
        loop {
            if self.eat_symbol("-") {
                signs.push(UnaryOp::Minus);
            } else if self.eat_symbol("+") {
                signs.push(UnaryOp::Plus);
            } else {
                break;
            }
        }
        self.check_height(signs.len())?;
        // A minus belongs to its number, or the smallest integer could not be written.
        let number = matches!(self.token().kind, TokenKind::Integer | TokenKind::Float);
        let mut expr = if number && signs.last() == Some(&UnaryOp::Minus) {
            signs.pop();
            let begin = self.position - 1;
            let literal = self.number(true)?;
            self.postfixes(literal, begin)?
        } else {
            self.postfix("a value")?
        };
        for (index, sign) in signs.iter().enumerate().rev() {
            expr = Expr {
                kind: ExprKind::Unary(*sign, Box::new(expr)),
                span: self.since(start + index),
            };
        }
        Ok((expr, signs.len()))
    }

    /// Reads an operand and what hangs on it: `.key`, `[index]`, `:Label`, `{.key}`.
    pub(super) fn postfix(&mut self, what: &str) -> Result<Expr, QueryError> {
        let start = self.position;
        let atom = self.atom(what)?;
        self.postfixes(atom, start)
    }

    fn postfixes(&mut self, mut expr: Expr, start: usize) -> Result<Expr, QueryError> {
        loop {
            let kind = if self.eat_symbol(".") {
                self.note_property_of(&expr);
                let key = self.name("the name of a property")?;
                ExprKind::Property(Box::new(expr), key)
            } else if self.at_symbol("[") {
                self.subscript(expr)?
            } else if self.eat_symbol(":") {
                let labels = self.label_expr(&Expected::Label)?;
                ExprKind::HasLabels(Box::new(expr), labels)
            } else if matches!(expr.kind, ExprKind::Variable(_)) && self.is_symbol(0, "{") {
                let items = self.map_projection(&expr)?;
                ExprKind::MapProjection(Box::new(expr), items)
            } else {
                return Ok(expr);
            };
            self.grow()?;
            expr = Expr {
                kind,
                span: self.since(start),
            };
        }
    }

    fn subscript(&mut self, subject: Expr) -> Result<ExprKind, QueryError> {
        let open = self.position;
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let from = if self.at_symbol("..") {
            None
        } else {
            Some(Box::new(self.expr("an index")?))
        };
        let kind = if self.eat_symbol("..") {
            let to = if self.is_symbol(0, "]") {
                None
            } else {
                Some(Box::new(self.expr("an index")?))
            };
            ExprKind::Slice(Box::new(subject), from, to)
        } else if let Some(index) = from {
            ExprKind::Index(Box::new(subject), index)
        } else {
            return Err(self.fail("an index"));
        };
        self.bar_ends = bar_ends;
        self.close(open, "]", "`]`")?;
        Ok(kind)
    }

    fn map_projection(&mut self, subject: &Expr) -> Result<Vec<MapItem>, QueryError> {
        self.bracketed("}", "`,` or `}`", |parser| {
            if parser.eat_symbol(".") {
                if parser.eat_symbol("*") {
                    return Ok(MapItem::All);
                }
                parser.note_property_of(subject);
                return parser.name("the name of a property").map(MapItem::Property);
            }
            if parser.is_name(0) && parser.is_symbol(1, ":") {
                let key = parser.name("a key")?;
                parser.advance();
                return Ok(MapItem::Entry(key, parser.expr("a value")?));
            }
            parser.note_variables();
            parser
                .variable("`.key`, `key: value` or a variable")
                .map(MapItem::Variable)
        })
    }

    /// Reads things with commas between, in the brackets that start here; there may be none.
    fn bracketed<T>(
        &mut self,
        close: &'static str,
        what: &str,
        mut read: impl FnMut(&mut Self) -> Result<T, QueryError>,
    ) -> Result<Vec<T>, QueryError> {
        let open = self.position;
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let mut items = Vec::new();
        if !self.at_symbol(close) {
            items.push(read(self)?);
            while self.eat_symbol(",") {
                items.push(read(self)?);
            }
        }
        self.bar_ends = bar_ends;
        self.close(open, close, what)?;
        Ok(items)
    }

    /// Reads the arguments of a call, parentheses included.
    pub(super) fn arguments(&mut self) -> Result<Vec<Expr>, QueryError> {
        self.bracketed(")", "`,` or `)`", |parser| parser.expr("an argument"))
    }

    fn atom(&mut self, what: &str) -> Result<Expr, QueryError> {
        let start = self.position;
        let token = self.token();
        self.note_expression();
        let kind = match token.kind {
            TokenKind::Integer | TokenKind::Float => return self.number(false),
            TokenKind::Text => {
                self.advance();
                ExprKind::Text(lex::unescape(self.text, token.span)?)
            }
            TokenKind::Parameter => return self.parameter(),
            TokenKind::Symbol("(") => return self.parenthesised(),
            TokenKind::Symbol("[") => self.list()?,
            TokenKind::Symbol("{") => return self.map(&[], &[]),
            TokenKind::Quoted | TokenKind::Word => return self.word(what),
            _ => return Err(self.fail(what)),
        };
        Ok(Expr {
            kind,
            span: self.since(start),
        })
    }

    fn note_expression(&mut self) {
        if !self.notes_on {
            return;
        }
        self.note(Expected::Function);
        self.note(Expected::Parameter);
        self.note(Expected::Literal);
        self.note_variables();
        for keyword in [
            "CASE", "EXISTS", "COUNT", "COLLECT", "NULL", "TRUE", "FALSE",
        ] {
            self.note(Expected::Keyword(keyword));
        }
        for symbol in ["(", "[", "{"] {
            self.note(Expected::Symbol(symbol));
        }
    }

    /// Notes that a property of this owner could stand here.
    fn note_property_of(&mut self, owner: &Expr) {
        if !self.recovers {
            return;
        }
        let known = match &owner.kind {
            ExprKind::Variable(name) => self.names.iter().find(|known| known.name == *name),
            _ => None,
        };
        let known = known.cloned();
        let (labels, types) = known
            .clone()
            .map_or_else(Default::default, |known| (known.labels, known.types));
        if known.is_none() && matches!(owner.kind, ExprKind::Variable(_)) {
            self.note(Expected::Function);
        }
        self.note(Expected::Property { labels, types });
    }

    pub(super) fn parameter(&mut self) -> Result<Expr, QueryError> {
        let token = self.advance();
        let text = &token.span.of(self.text)[1..];
        let name = if text.starts_with('`') {
            lex::unquote(text)
        } else {
            text.to_owned()
        };
        Ok(Expr {
            kind: ExprKind::Parameter(name),
            span: token.span,
        })
    }

    fn number(&mut self, negative: bool) -> Result<Expr, QueryError> {
        let start = self.position - usize::from(negative);
        let token = self.advance();
        let text = token.span.of(self.text);
        let kind = if token.kind == TokenKind::Float {
            // The lexer lets only what Rust reads too be a float.
            let value: f64 = text.parse().unwrap_or(f64::INFINITY);
            if value.is_infinite() {
                return Err(QueryErrorKind::FloatLiteralOverflow {
                    found: text.to_owned(),
                }
                .at(token.span));
            }
            ExprKind::Float(if negative { -value } else { value })
        } else {
            ExprKind::Int(self.integer(token, negative)?)
        };
        Ok(Expr {
            kind,
            span: self.since(start),
        })
    }

    pub(super) fn integer(&self, token: Token, negative: bool) -> Result<i64, QueryError> {
        let text = token.span.of(self.text);
        let (digits, radix) = match text.get(..2) {
            Some("0x" | "0X") => (&text[2..], 16),
            Some("0o" | "0O") => (&text[2..], 8),
            _ => (text, 10),
        };
        let magnitude = i128::from_str_radix(digits, radix).unwrap_or(i128::MAX);
        let signed = if negative { -magnitude } else { magnitude };
        i64::try_from(signed).map_err(|_| {
            let found = if negative {
                format!("-{text}")
            } else {
                text.to_owned()
            };
            QueryErrorKind::IntegerLiteralOverflow { found }.at(token.span)
        })
    }

    fn parenthesised(&mut self) -> Result<Expr, QueryError> {
        let open = self.position;
        let mut met = None;
        if self.may_be_pattern() {
            match self.try_pattern() {
                Ok(pattern) => return Ok(Self::pattern_expr(pattern)),
                Err(error) => met = Some(error),
            }
        }
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let inner = self
            .expr("a value")
            .map_err(|error| error.farther(met.clone()))?;
        self.bar_ends = bar_ends;
        if self.is_symbol(0, ",") {
            let error = self.fail_with("`)`", "a list has brackets: `[1, 2]`");
            return Err(error.farther(met));
        }
        self.close(open, ")", "`)`")
            .map_err(|error| error.farther(met))?;
        Ok(Expr {
            kind: inner.kind,
            span: self.since(open),
        })
    }

    /// Reads `x IN list [WHERE …]`, up to a bar or bracket.
    /// Reads a map; its keys may be those of an owner with these labels or types.
    pub(super) fn map(&mut self, labels: &[String], types: &[String]) -> Result<Expr, QueryError> {
        let open = self.position;
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let mut entries = Vec::new();
        if self.recovers {
            self.map_labels = labels.to_vec();
        }
        if !self.at_symbol("}") {
            loop {
                if self.notes_on {
                    self.note(Expected::Property {
                        labels: labels.to_vec(),
                        types: types.to_vec(),
                    });
                }
                let key = self.map_key(open)?;
                if !self.eat_symbol(":") {
                    return Err(self.no_colon(&key));
                }
                entries.push((key, self.expr("a value")?));
                if !self.eat_symbol(",") {
                    break;
                }
            }
        }
        self.bar_ends = bar_ends;
        self.close(open, "}", "`,` or `}`")?;
        Ok(Expr {
            kind: ExprKind::Map(entries),
            span: self.since(open),
        })
    }

    /// Reads what starts with a word: a literal, a call, a special form, a variable.
    fn word(&mut self, what: &str) -> Result<Expr, QueryError> {
        let start = self.position;
        let kind = match self.word_ahead(0).and_then(Special::of) {
            Some(special) if self.is_special(special) => self.special(special)?,
            _ if self.calls() => {
                let name = self.dotted_name("the name of a function", &Expected::Function)?;
                self.call_of(name)?
            }
            _ => {
                if !self.is_variable(0) {
                    return Err(self.fail(what));
                }
                ExprKind::Variable(self.variable(what)?.text)
            }
        };
        Ok(Expr {
            kind,
            span: self.since(start),
        })
    }

    /// Tells whether a name, perhaps with dots, and then a parenthesis stands here.
    fn calls(&self) -> bool {
        let mut count = 1;
        while self.is_symbol(count, ".") && self.is_name(count + 1) {
            count += 2;
        }
        let only_word = count == 1 && self.word_ahead(0).is_some_and(is_no_function);
        self.is_symbol(count, "(") && !only_word
    }

    fn call_of(&mut self, name: Name) -> Result<ExprKind, QueryError> {
        let open = self.position;
        if name.text.eq_ignore_ascii_case("count") && self.is_symbol(1, "*") {
            self.position += 2;
            self.close(open, ")", "`)`")?;
            return Ok(ExprKind::CountStar);
        }
        // The word after the parenthesis, unless it is the argument itself.
        let distinct = self.is_word(1, "DISTINCT");
        if !distinct {
            let arguments = self.arguments()?;
            return Ok(ExprKind::Function {
                name,
                distinct,
                arguments,
            });
        }
        self.position += 2;
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let arguments = self.separated(|parser| parser.expr("an argument"))?;
        self.bar_ends = bar_ends;
        self.close(open, ")", "`,` or `)`")?;
        Ok(ExprKind::Function {
            name,
            distinct,
            arguments,
        })
    }
}

/// Tells whether a word before a parenthesis is a keyword and not a function.
fn is_no_function(word: &str) -> bool {
    let function = ["ALL", "EXISTS"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(word));
    super::cursor::is_reserved(word) && !function
}

fn join(operator: BinaryOp, left: Measured, right: Measured) -> Measured {
    let span = left.0.span.cover(right.0.span);
    let height = left.1.max(right.1) + 1;
    let kind = ExprKind::Binary(operator, Box::new(left.0), Box::new(right.0));
    (Expr { kind, span }, height)
}

fn wrap(operand: Measured, kind: impl FnOnce(Box<Expr>) -> ExprKind) -> Measured {
    let (operand, height) = operand;
    let span = operand.span;
    let kind = kind(Box::new(operand));
    (Expr { kind, span }, height + 1)
}

/// Joins operands, of which there is at least one, with one operator.
fn chain(operator: BinaryOp, operands: Vec<Measured>) -> Measured {
    if operands.len() > LONG_CHAIN {
        return balance(operator, operands);
    }
    operands
        .into_iter()
        .reduce(|left, right| join(operator, left, right))
        .expect("a chain starts with its left operand")
}

/// Joins operands into a tree of the least height; the order stays.
fn balance(operator: BinaryOp, mut operands: Vec<Measured>) -> Measured {
    while operands.len() > 1 {
        let mut pairs = Vec::with_capacity(operands.len() / 2 + 1);
        let mut rest = operands.into_iter();
        while let Some(left) = rest.next() {
            pairs.push(match rest.next() {
                Some(right) => join(operator, left, right),
                None => left,
            });
        }
        operands = pairs;
    }
    operands
        .pop()
        .expect("a chain starts with its left operand")
}
