//! Patterns of nodes and edges.

use crate::base::Span;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::VariableKind;
use crate::query::ast::Arrow;
use crate::query::ast::EdgePattern;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::GroupPattern;
use crate::query::ast::LabelExpr;
use crate::query::ast::Length;
use crate::query::ast::Name;
use crate::query::ast::NodePattern;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Selector;
use crate::query::lex::TokenKind;
use crate::query::parse::Expected;
use crate::query::parse::Parser;

/// What stands between the brackets of an edge.
#[derive(Default)]
struct EdgeDetail {
    variable: Option<Name>,
    types: Option<LabelExpr>,
    length: Option<Length>,
    properties: Option<Expr>,
    condition: Option<Box<Expr>>,
}

impl Parser<'_> {
    pub(super) fn patterns(&mut self) -> Result<Vec<PathPattern>, QueryError> {
        self.separated(Parser::path_pattern)
    }

    /// Reads `[name =] [selector] nodes and edges`.
    pub(super) fn path_pattern(&mut self) -> Result<PathPattern, QueryError> {
        let start = self.position;
        let variable = if self.is_variable(0) && self.is_symbol(1, "=") {
            let variable = self.variable("a name for the path")?;
            self.advance();
            self.bind(&variable, VariableKind::Path);
            Some(variable)
        } else {
            None
        };
        let mut pattern = self.anonymous_pattern()?;
        pattern.variable = variable;
        pattern.span = self.since(start);
        Ok(pattern)
    }

    fn anonymous_pattern(&mut self) -> Result<PathPattern, QueryError> {
        let start = self.position;
        if let Some(selector) = self.shortest_function() {
            return self.shortest_pattern(selector);
        }
        let selector = self.selector()?;
        let elements = self.pattern_elements()?;
        Ok(PathPattern {
            variable: None,
            selector,
            elements,
            span: self.since(start),
        })
    }

    /// Tells whether `shortestPath(` or `allShortestPaths(` stands here.
    pub(super) fn shortest_function(&mut self) -> Option<Selector> {
        let selector = if self.at("shortestPath") {
            Selector::Shortest
        } else if self.at("allShortestPaths") {
            Selector::AllShortest
        } else {
            return None;
        };
        self.is_symbol(1, "(").then_some(selector)
    }

    /// Reads `shortestPath(pattern)`.
    pub(super) fn shortest_pattern(
        &mut self,
        selector: Selector,
    ) -> Result<PathPattern, QueryError> {
        let start = self.position;
        self.advance();
        let open = self.position;
        self.advance();
        let elements = self.pattern_elements()?;
        self.close(open, ")", "an edge or `)`")?;
        let span = self.since(start);
        if !matches!(elements.as_slice(), [_, PatternElement::Edge(_), _]) {
            return Err(QueryErrorKind::InvalidEdgePattern {
                message: "`shortestPath` takes two nodes and one edge between them".to_owned(),
                hint: Some("write `shortestPath((a)-[:TYPE*]-(b))`".to_owned()),
            }
            .at(span));
        }
        Ok(PathPattern {
            variable: None,
            selector,
            elements,
            span,
        })
    }

    /// Reads `ANY SHORTEST`, `SHORTEST 3 PATHS` …, if one is there.
    fn selector(&mut self) -> Result<Selector, QueryError> {
        let selector = if self.eat("ALL SHORTEST") {
            Selector::AllShortest
        } else if self.eat("ANY SHORTEST") {
            Selector::Shortest
        } else if self.eat("SHORTEST") {
            if self.token().kind != TokenKind::Integer {
                return Err(
                    self.fail_with("how many paths", "write `SHORTEST 1` or `ANY SHORTEST`")
                );
            }
            let token = self.token();
            let count = self.count()?;
            if count == 0 {
                return Err(self.expected_at(token.span, "at least 1"));
            }
            _ = self.eat("PATHS") || self.eat("PATH");
            if self.eat("GROUPS") || self.eat("GROUP") {
                return Ok(Selector::ShortestGroups(count));
            }
            return Ok(Selector::ShortestK(count));
        } else if self.is_word(0, "ANY") && self.eat("ANY") {
            Selector::Shortest
        } else if self.is_word(0, "ALL") && self.eat("ALL") {
            Selector::All
        } else {
            return Ok(Selector::All);
        };
        _ = self.eat("PATHS") || self.eat("PATH");
        Ok(selector)
    }

    /// Reads nodes and edges in turn, and among them patterns that are repeated; parentheses around
    /// all of them say nothing.
    fn pattern_elements(&mut self) -> Result<Vec<PatternElement>, QueryError> {
        let mut elements: Vec<PatternElement> = Vec::new();
        loop {
            let group = self.is_symbol(0, "(") && self.is_symbol(1, "(");
            match elements.last() {
                None | Some(PatternElement::Group(_)) if !group => {
                    // After a repeated pattern a node need not be written.
                    if !elements.is_empty() && !self.at_symbol("(") {
                        elements.push(self.node_unsaid());
                        break;
                    }
                    elements.push(PatternElement::Node(self.node_pattern()?));
                }
                Some(PatternElement::Edge(_)) => {
                    elements.push(PatternElement::Node(self.node_pattern()?));
                }
                Some(PatternElement::Node(_)) if self.starts_edge() => {
                    elements.push(PatternElement::Edge(self.edge_pattern()?));
                }
                Some(PatternElement::Node(_)) if !group => break,
                last => {
                    let first = last.is_none();
                    if !matches!(last, Some(PatternElement::Node(_))) {
                        elements.push(self.node_unsaid());
                    }
                    match self.group(first)? {
                        Ok(group) => elements.push(PatternElement::Group(group)),
                        Err(inner) => return Ok(inner),
                    }
                }
            }
        }
        if self.is_symbol(0, "(") {
            return Err(self.fail_with(
                "an edge between the nodes",
                "write `-->` or `,` between them",
            ));
        }
        if self.is_symbol(0, "[") {
            return Err(self.fail_with("`-` before the edge", "write `-[`"));
        }
        Ok(elements)
    }

    /// Makes the node between two repeated patterns, or before or after one, that nobody wrote.
    fn node_unsaid(&self) -> PatternElement {
        let start = self.token().span.start as usize;
        PatternElement::Node(NodePattern {
            variable: None,
            labels: None,
            properties: None,
            condition: None,
            span: Span::new(start, start),
        })
    }

    /// Reads a pattern in parentheses: one that is repeated or, where it is the whole of its path
    /// and no quantifier follows, just its elements.
    fn group(
        &mut self,
        whole: bool,
    ) -> Result<Result<GroupPattern, Vec<PatternElement>>, QueryError> {
        let start = self.position;
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        let elements = self.nested(Parser::pattern_elements)?;
        let condition = self.condition()?.map(Box::new);
        self.bar_ends = bar_ends;
        self.close(start, ")", "an edge or `)`")?;
        let Some(length) = self.quantifier()? else {
            if whole && condition.is_none() {
                return Ok(Err(elements));
            }
            return Err(self.fail_with("how often", "write `+`, `*` or `{1,3}` after `)`"));
        };
        let fault = |message: &str, hint: &str, span: Span| {
            let (message, hint) = (message.to_owned(), Some(hint.to_owned()));
            Err(QueryErrorKind::InvalidEdgePattern { message, hint }.at(span))
        };
        let span = self.since(start);
        if elements.len() < 3 {
            let message = "a pattern without an edge cannot be repeated";
            return fault(message, "write `((a)-[:TYPE]->(b)){1,3}`", span);
        }
        for element in &elements {
            match element {
                PatternElement::Edge(EdgePattern {
                    length: Some(length),
                    ..
                })
                | PatternElement::Group(GroupPattern { length, .. }) => {
                    let message = "what is repeated cannot hold what is repeated itself";
                    return fault(message, "leave one of the two out", length.span);
                }
                _ => {}
            }
        }
        Ok(Ok(GroupPattern {
            elements,
            condition,
            length,
            span,
        }))
    }

    fn starts_edge(&mut self) -> bool {
        let dash = self.at_symbol("-") || matches!(self.token().kind, TokenKind::Arrow("-" | "<"));
        dash || self.at_symbol("<")
    }

    fn node_pattern(&mut self) -> Result<NodePattern, QueryError> {
        let start = self.position;
        if !self.at_symbol("(") {
            return Err(self.no_node());
        }
        self.advance();
        let bar_ends = std::mem::take(&mut self.bar_ends);
        // In `(IS)` the word is a name, in `(IS Person)` it is not.
        let mut variable = None;
        if !self.starts_no_name() {
            self.note(Expected::NewName);
            self.note_variables();
            if self.is_variable(0) {
                variable = Some(self.variable("a name")?);
            }
        }
        let labels = if self.eat_symbol(":") || self.eat("IS") {
            Some(self.label_expr(&Expected::Label)?)
        } else {
            None
        };
        let known = self.names_of(labels.as_ref());
        let properties = self.pattern_properties(&known, &[])?;
        if let Some(variable) = &variable {
            self.bind_with(variable, VariableKind::Node, known, Vec::new());
        }
        let condition = self.condition()?.map(Box::new);
        if !self.at_symbol(")") {
            return Err(self.node_not_closed(start, variable.as_ref(), labels.is_some()));
        }
        self.advance();
        self.bar_ends = bar_ends;
        Ok(NodePattern {
            variable,
            labels,
            properties,
            condition,
            span: self.since(start),
        })
    }

    /// Tells whether the word here is `WHERE`, or the `IS` of `IS Label`.
    fn starts_no_name(&self) -> bool {
        self.is_word(0, "WHERE") || self.is_word(0, "IS") && self.is_name(1)
    }

    /// Lists the labels or types, where completion will ask for them.
    fn names_of(&self, labels: Option<&LabelExpr>) -> Vec<String> {
        match labels {
            Some(labels) if self.recovers => labels.names(),
            _ => Vec::new(),
        }
    }

    /// Reads a map or a parameter, if one is there.
    fn pattern_properties(
        &mut self,
        labels: &[String],
        types: &[String],
    ) -> Result<Option<Expr>, QueryError> {
        self.note(Expected::Symbol("{"));
        if self.is_symbol(0, "{") {
            return self.map(labels, types).map(Some);
        }
        if self.token().kind == TokenKind::Parameter {
            return self.parameter().map(Some);
        }
        Ok(None)
    }

    fn edge_pattern(&mut self) -> Result<EdgePattern, QueryError> {
        let start = self.position;
        let left = self.eat_arrow("<");
        if !self.eat_arrow("-") {
            return Err(self.fail_with("`-` after `<`", "write `<--` or `<-[…]-`"));
        }
        let mut detail = EdgeDetail::default();
        let bracket = self.at_symbol("[");
        if bracket {
            let open = self.position;
            self.advance();
            let bar_ends = std::mem::take(&mut self.bar_ends);
            detail = self.edge_detail(open)?;
            self.bar_ends = bar_ends;
        }
        if !self.eat_arrow("-") {
            return Err(self.no_second_dash(start, bracket, left));
        }
        let right = self.eat_arrow(">");
        if let Some(length) = self.quantifier()? {
            if detail.length.is_some() {
                return Err(QueryErrorKind::InvalidEdgePattern {
                    message: "the edge has two lengths".to_owned(),
                    hint: Some("leave one of them out".to_owned()),
                }
                .at(length.span));
            }
            detail.length = Some(length);
        }
        let direction = match (left, right) {
            (true, false) => Arrow::Left,
            (false, true) => Arrow::Right,
            _ => Arrow::Either,
        };
        if let Some(variable) = &detail.variable {
            let kind = match detail.length {
                Some(_) => VariableKind::Edges,
                None => VariableKind::Edge,
            };
            let types = self.names_of(detail.types.as_ref());
            self.bind_with(variable, kind, Vec::new(), types);
        }
        Ok(EdgePattern {
            variable: detail.variable,
            types: detail.types,
            length: detail.length,
            properties: detail.properties,
            condition: detail.condition,
            direction,
            span: self.since(start),
        })
    }

    /// Goes past a piece of an arrow, in whatever alphabet.
    fn eat_arrow(&mut self, piece: &'static str) -> bool {
        let found = self.at_symbol(piece)
            || matches!(self.token().kind, TokenKind::Arrow(found) if found == piece);
        if found {
            self.advance();
        }
        found
    }

    fn edge_detail(&mut self, open: usize) -> Result<EdgeDetail, QueryError> {
        let mut detail = EdgeDetail::default();
        if !self.starts_no_name() {
            self.note(Expected::NewName);
            if self.is_variable(0) {
                detail.variable = Some(self.variable("a name")?);
            }
        }
        if self.eat_symbol(":") || self.eat("IS") {
            detail.types = Some(self.label_expr(&Expected::Type)?);
        }
        if self.at_symbol("*") {
            let start = self.position;
            self.advance();
            detail.length = Some(self.range(start)?);
        } else if self.is_symbol(0, "..") {
            return Err(QueryErrorKind::InvalidEdgePattern {
                message: "a range of lengths starts with `*`".to_owned(),
                hint: Some("write `*..`, as in `*1..3`".to_owned()),
            }
            .at(self.token().span));
        }
        let types = self.names_of(detail.types.as_ref());
        detail.properties = self.pattern_properties(&[], &types)?;
        detail.condition = self.condition()?.map(Box::new);
        if !self.eat_symbol("]") {
            return Err(self.edge_not_closed(open, &detail.variable, detail.types.is_some()));
        }
        Ok(detail)
    }

    /// Reads what follows `*`: nothing, `2`, `1..3`, `..3`, `1..`.
    fn range(&mut self, start: usize) -> Result<Length, QueryError> {
        if self.is_symbol(0, "-") {
            return Err(QueryErrorKind::InvalidEdgePattern {
                message: "a length cannot be negative".to_owned(),
                hint: Some("write a range, as in `*1..2`".to_owned()),
            }
            .at(self.token().span));
        }
        let least = self.bound()?;
        let (least, most) = if self.eat_symbol("..") {
            (least, self.bound()?)
        } else {
            (least, least)
        };
        Ok(Length {
            least,
            most,
            span: self.since(start),
        })
    }

    /// Reads `{1,3}`, `+` or `*` after an arrow, if it is there.
    fn quantifier(&mut self) -> Result<Option<Length>, QueryError> {
        let start = self.position;
        let (least, most) = if self.eat_symbol("+") {
            (Some(1), None)
        } else if self.eat_symbol("*") {
            (Some(0), None)
        } else if self.at_symbol("{") {
            let open = self.position;
            self.advance();
            let least = self.bound()?;
            let bounds = if self.eat_symbol(",") {
                (least.or(Some(0)), self.bound()?)
            } else if least.is_some() {
                (least, least)
            } else {
                return Err(self.fail_with("a length", "write `{1,3}`"));
            };
            self.close(open, "}", "`,` or `}`")?;
            bounds
        } else {
            return Ok(None);
        };
        Ok(Some(Length {
            least,
            most,
            span: self.since(start),
        }))
    }

    fn bound(&mut self) -> Result<Option<u64>, QueryError> {
        if self.token().kind == TokenKind::Integer {
            return self.count().map(Some);
        }
        Ok(None)
    }

    /// Reads a whole number that is here.
    fn count(&mut self) -> Result<u64, QueryError> {
        let token = self.advance();
        let number = self.integer(token, false)?;
        Ok(number.unsigned_abs())
    }

    /// Reads an expression over labels or types, after the first colon.
    pub(super) fn label_expr(&mut self, kind: &Expected) -> Result<LabelExpr, QueryError> {
        let mut choices = vec![self.label_conjunction(kind)?];
        while !self.bar_ends && self.eat_symbol("|") {
            // Before GQL, each further type had a colon of its own.
            _ = self.is_symbol(0, ":") && self.eat_symbol(":");
            choices.push(self.label_conjunction(kind)?);
        }
        Ok(match choices.pop() {
            Some(only) if choices.is_empty() => only,
            Some(last) => {
                choices.push(last);
                LabelExpr::Or(choices)
            }
            None => LabelExpr::Or(choices),
        })
    }

    fn label_conjunction(&mut self, kind: &Expected) -> Result<LabelExpr, QueryError> {
        let mut all = vec![self.label_factor(kind)?];
        // An edge has one type, so `:A:B` is for nodes alone.
        while self.eat_symbol("&") || *kind == Expected::Label && self.eat_symbol(":") {
            all.push(self.label_factor(kind)?);
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            Some(last) => {
                all.push(last);
                LabelExpr::And(all)
            }
            None => LabelExpr::And(all),
        })
    }

    fn label_factor(&mut self, kind: &Expected) -> Result<LabelExpr, QueryError> {
        if self.eat_symbol("!") {
            let inner = self.nested(|parser| parser.label_factor(kind))?;
            self.grow()?;
            return Ok(LabelExpr::Not(Box::new(inner)));
        }
        if self.is_symbol(0, "%") {
            return Ok(LabelExpr::Any(self.advance().span));
        }
        if self.is_symbol(0, "(") {
            let open = self.position;
            self.advance();
            let bar_ends = std::mem::take(&mut self.bar_ends);
            let inner = self.nested(|parser| parser.label_expr(kind))?;
            self.bar_ends = bar_ends;
            self.close(open, ")", "`|`, `&` or `)`")?;
            return Ok(inner);
        }
        self.note(kind.clone());
        let what = match kind {
            Expected::Type => "a type, as in `:KNOWS`",
            _ => "a label, as in `:Person`",
        };
        self.name(what).map(LabelExpr::Name)
    }

    /// Tells whether the bracket here, which has a partner, can start a pattern of at least one edge.
    pub(super) fn may_be_pattern(&self) -> bool {
        let partner = self.partners[self.position];
        if partner == super::cursor::NONE || self.no_pattern.contains(&self.position) {
            return false;
        }
        let after = partner as usize - self.position + 1;
        let dash = |count: usize| {
            self.is_symbol(count, "-") || self.ahead(count).kind == TokenKind::Arrow("-")
        };
        let angle = self.is_symbol(after, "<") || self.ahead(after).kind == TokenKind::Arrow("<");
        let second = after + usize::from(angle) + 1;
        dash(second - 1) && (dash(second) || self.is_symbol(second, "["))
    }

    /// Reads a pattern if it is one; if not, goes back and gives the error met.
    pub(super) fn try_pattern(&mut self) -> Result<PathPattern, QueryError> {
        let start = self.position;
        let known = self.names.len();
        let depth = self.depth;
        let bar_ends = self.bar_ends;
        let result = self.nested(Parser::path_pattern);
        if result.is_err() {
            self.no_pattern.insert(start);
            self.position = start;
            self.names.truncate(known);
            self.depth = depth;
            self.bar_ends = bar_ends;
        }
        result
    }

    /// Makes an expression of a pattern.
    pub(super) fn pattern_expr(pattern: PathPattern) -> Expr {
        let span = pattern.span;
        Expr {
            kind: ExprKind::Pattern(Box::new(pattern)),
            span,
        }
    }
}
