//! A printed query reads back to the tree it was printed from.

use newsgraph::base::Span;
use newsgraph::query::ast::*;
use newsgraph::query::parse;
use newsgraph::query::print::print;
use proptest::prelude::*;
use regex::Regex;

use crate::gherkin;

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_trees_survive_printing(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let query = Tape { bytes, position: 0 }.query(3);
        check(&query);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        _ = parse(&text);
        newsgraph::query::is_complete(&text);
        newsgraph::query::expectations(&text, text.len() / 2);
    }

    #[test]
    fn no_row_of_tokens_makes_the_parser_panic(
        tokens in proptest::collection::vec(proptest::sample::select(TOKENS), 0..30)
    ) {
        let text = tokens.join(" ");
        if let Err(error) = parse(&text) {
            prop_assert!(text.is_char_boundary(error.span.start as usize));
            prop_assert!(error.span.end as usize <= text.len());
        }
        newsgraph::query::expectations(&text, text.len());
    }
}

const TOKENS: &[&str] = &[
    "MATCH",
    "RETURN",
    "WITH",
    "WHERE",
    "CREATE",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "-",
    ">",
    "<",
    ":",
    ",",
    ".",
    "..",
    "|",
    "*",
    "n",
    "A",
    "1",
    "1.5",
    "'x'",
    "$p",
    "=",
    "+",
    "NOT",
    "IN",
    "AND",
    "IS",
    "NULL",
    "CASE",
    "WHEN",
    "THEN",
    "END",
    "EXISTS",
    "count",
    "AS",
    "ORDER",
    "BY",
    "LIMIT",
    "CALL",
    "YIELD",
    "UNION",
    "shortestPath",
    "reduce",
    "all",
    "“",
    "–",
    ";",
];

#[test]
fn the_queries_of_the_conformance_kit_survive_printing() {
    for scenario in gherkin::scenarios() {
        for step in scenario.steps {
            if let Ok(query) = parse(&step.query) {
                check(&query);
            }
        }
    }
}

fn check(query: &Query) {
    let printed = print(query);
    match parse(&printed) {
        Ok(again) => {
            assert_eq!(print(&again), printed);
            assert!(bare(&again) == bare(query), "{printed}");
        }
        Err(error) => panic!("{printed}\n{error} at {:?}", error.span.of(&printed)),
    }
}

/// Writes a tree without what printing does not keep: spans, and the text of columns.
fn bare(query: &Query) -> String {
    let tree = format!("{query:?}");
    let spans = Regex::new(r"Span \{ start: \d+, end: \d+ \}").unwrap();
    let texts = Regex::new(r#", text: "(?:[^"\\]|\\.)*" \}"#).unwrap();
    let tree = spans.replace_all(&tree, "_").into_owned();
    texts.replace_all(&tree, " }").into_owned()
}

/// Makes a tree of bytes: each decides one choice, and zeros make the smallest tree.
struct Tape {
    bytes: Vec<u8>,
    position: usize,
}

impl Tape {
    fn choose(&mut self, count: usize) -> usize {
        let byte = self.bytes.get(self.position).copied().unwrap_or(0);
        self.position += 1;
        byte as usize % count
    }

    fn flip(&mut self) -> bool {
        self.choose(2) == 1
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    fn some<T>(&mut self, least: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.choose(3);
        (0..count).map(|_| make(self)).collect()
    }

    fn word(&mut self) -> &'static str {
        [
            "n", "m", "x y", "order", "count", "é`", "all", "Match", "none",
        ][self.choose(9)]
    }

    fn name(&mut self) -> Name {
        Name {
            text: self.word().to_owned(),
            span: Span::default(),
        }
    }

    fn query(&mut self, depth: usize) -> Query {
        let parts = self.some(1, |tape| SingleQuery {
            clauses: tape.some(1, |tape| Clause {
                kind: tape.clause(depth),
                span: Span::default(),
            }),
            span: Span::default(),
        });
        let unions = parts[1..]
            .iter()
            .map(|_| Union {
                all: self.flip(),
                span: Span::default(),
            })
            .collect();
        Query {
            mode: Mode::Run,
            parts,
            unions,
            span: Span::default(),
        }
    }

    fn clause(&mut self, depth: usize) -> ClauseKind {
        match self.choose(12) {
            0 => ClauseKind::Return(self.projection(depth)),
            1 => ClauseKind::Match {
                optional: self.flip(),
                patterns: self.some(1, |tape| tape.path(depth, true)),
                condition: self.maybe(|tape| tape.expr(depth)),
            },
            2 => ClauseKind::With {
                projection: self.projection(depth),
                condition: self.maybe(|tape| tape.expr(depth)),
            },
            3 => ClauseKind::Unwind {
                list: self.expr(depth),
                variable: self.name(),
            },
            4 => ClauseKind::Create(self.some(1, |tape| tape.path(depth, true))),
            5 => ClauseKind::Merge {
                pattern: self.path(depth, true),
                actions: self.some(0, |tape| MergeAction {
                    on_create: tape.flip(),
                    items: tape.some(1, |tape| tape.set_item(depth)),
                }),
            },
            6 => ClauseKind::Set(self.some(1, |tape| tape.set_item(depth))),
            7 => ClauseKind::Remove(self.some(1, |tape| match tape.flip() {
                true => RemoveItem::Property {
                    target: tape.variable(),
                    key: tape.name(),
                },
                false => RemoveItem::Labels {
                    variable: tape.name(),
                    labels: tape.some(1, Tape::name),
                },
            })),
            8 => ClauseKind::Delete {
                detach: self.flip(),
                targets: self.some(1, |tape| tape.expr(depth)),
            },
            9 => ClauseKind::Call(Call {
                name: Name {
                    text: "db.labels".to_owned(),
                    span: Span::default(),
                },
                arguments: self.maybe(|tape| tape.some(0, |tape| tape.expr(depth))),
                outputs: Yield::Items(self.some(1, |tape| (tape.name(), tape.maybe(Tape::name)))),
                condition: self.maybe(|tape| tape.expr(depth)),
            }),
            10 if depth > 0 => ClauseKind::Subquery {
                imports: match self.choose(3) {
                    0 => Imports::Leading,
                    1 => Imports::All,
                    _ => Imports::Names(self.some(0, Tape::name)),
                },
                query: Box::new(self.query(depth - 1)),
            },
            _ => ClauseKind::Finish,
        }
    }

    fn projection(&mut self, depth: usize) -> Projection {
        let star = self.flip();
        Projection {
            distinct: self.flip(),
            star,
            items: self.some(usize::from(!star), |tape| ProjectionItem {
                expr: tape.expr(depth),
                alias: tape.maybe(Tape::name),
                text: String::new(),
            }),
            order: self.some(0, |tape| OrderItem {
                expr: tape.expr(depth),
                descending: tape.flip(),
            }),
            skip: self.maybe(|tape| tape.expr(depth)),
            limit: self.maybe(|tape| tape.expr(depth)),
        }
    }

    fn set_item(&mut self, depth: usize) -> SetItem {
        match self.choose(3) {
            0 => SetItem::Property {
                target: self.variable(),
                key: self.name(),
                value: self.expr(depth),
            },
            1 => SetItem::Properties {
                variable: self.name(),
                value: self.expr(depth),
                add: self.flip(),
            },
            _ => SetItem::Labels {
                variable: self.name(),
                labels: self.some(1, Tape::name),
            },
        }
    }

    /// Makes a pattern; a clause may name it and ask for shortest paths.
    fn path(&mut self, depth: usize, in_clause: bool) -> PathPattern {
        let selector = match self.choose(9) {
            1 if in_clause => Selector::Shortest,
            2 if in_clause => Selector::AllShortest,
            3 if in_clause => Selector::ShortestK(3),
            4 if in_clause => Selector::ShortestGroups(2),
            _ => Selector::All,
        };
        let mut elements = vec![PatternElement::Node(self.node(depth))];
        for _ in 0..usize::from(!in_clause) + self.choose(3) {
            elements.push(PatternElement::Edge(self.edge(depth)));
            elements.push(PatternElement::Node(self.node(depth)));
        }
        PathPattern {
            variable: if in_clause {
                self.maybe(Tape::name)
            } else {
                None
            },
            selector,
            elements,
            span: Span::default(),
        }
    }

    fn node(&mut self, depth: usize) -> NodePattern {
        NodePattern {
            variable: self.maybe(Tape::name),
            labels: self.maybe(|tape| tape.labels(2)),
            properties: self.properties(depth),
            condition: self.condition(depth),
            span: Span::default(),
        }
    }

    fn edge(&mut self, depth: usize) -> EdgePattern {
        EdgePattern {
            variable: self.maybe(Tape::name),
            types: self.maybe(|tape| tape.labels(2)),
            length: self.maybe(|tape| Length {
                least: tape.maybe(|tape| tape.choose(4) as u64),
                most: tape.maybe(|tape| tape.choose(4) as u64),
                span: Span::default(),
            }),
            properties: self.properties(depth),
            condition: self.condition(depth),
            direction: [Arrow::Either, Arrow::Left, Arrow::Right][self.choose(3)],
            span: Span::default(),
        }
    }

    fn properties(&mut self, depth: usize) -> Option<Expr> {
        let kind = match self.choose(4) {
            1 => ExprKind::Parameter("p".to_owned()),
            2 if depth > 0 => {
                ExprKind::Map(self.some(0, |tape| (tape.name(), tape.expr(depth - 1))))
            }
            _ => return None,
        };
        Some(of(kind))
    }

    fn condition(&mut self, depth: usize) -> Option<Box<Expr>> {
        (depth > 0 && self.choose(4) == 1).then(|| Box::new(self.expr(depth - 1)))
    }

    fn labels(&mut self, depth: usize) -> LabelExpr {
        match self.choose(if depth > 0 { 5 } else { 2 }) {
            0 => LabelExpr::Name(self.name()),
            1 => LabelExpr::Any(Span::default()),
            2 => LabelExpr::Not(Box::new(self.labels(depth - 1))),
            3 => LabelExpr::And(self.some(2, |tape| tape.labels(depth - 1))),
            _ => LabelExpr::Or(self.some(2, |tape| tape.labels(depth - 1))),
        }
    }

    fn variable(&mut self) -> Expr {
        of(ExprKind::Variable(self.word().to_owned()))
    }

    fn boxed(&mut self, depth: usize) -> Box<Expr> {
        Box::new(self.expr(depth))
    }

    fn expr(&mut self, depth: usize) -> Expr {
        if depth == 0 {
            return self.leaf();
        }
        let depth = depth - 1;
        of(match self.choose(22) {
            0 => return self.leaf(),
            1 => ExprKind::List(self.some(0, |tape| tape.expr(depth))),
            2 => ExprKind::Map(self.some(0, |tape| (tape.name(), tape.expr(depth)))),
            3 => ExprKind::Property(self.boxed(depth), self.name()),
            4 => ExprKind::Index(self.boxed(depth), self.boxed(depth)),
            5 => ExprKind::Slice(
                self.boxed(depth),
                self.maybe(|tape| tape.boxed(depth)),
                self.maybe(|tape| tape.boxed(depth)),
            ),
            6 => {
                let subject = Box::new(self.variable());
                let items = self.some(0, |tape| match tape.choose(4) {
                    0 => MapItem::Property(tape.name()),
                    1 => MapItem::All,
                    2 => MapItem::Entry(tape.name(), tape.expr(depth)),
                    _ => MapItem::Variable(tape.name()),
                });
                ExprKind::MapProjection(subject, items)
            }
            7 => {
                let operator = [UnaryOp::Not, UnaryOp::Minus, UnaryOp::Plus][self.choose(3)];
                let operand = self.boxed(depth);
                ExprKind::Unary(operator, operand)
            }
            8..=10 => {
                const OPERATORS: [BinaryOp; 15] = [
                    BinaryOp::Or,
                    BinaryOp::Xor,
                    BinaryOp::And,
                    BinaryOp::Add,
                    BinaryOp::Concat,
                    BinaryOp::Subtract,
                    BinaryOp::Multiply,
                    BinaryOp::Divide,
                    BinaryOp::Modulo,
                    BinaryOp::Power,
                    BinaryOp::In,
                    BinaryOp::StartsWith,
                    BinaryOp::EndsWith,
                    BinaryOp::Contains,
                    BinaryOp::Matches,
                ];
                let operator = OPERATORS[self.choose(15)];
                ExprKind::Binary(operator, self.boxed(depth), self.boxed(depth))
            }
            11 => {
                const OPERATORS: [CompareOp; 6] = [
                    CompareOp::Equal,
                    CompareOp::NotEqual,
                    CompareOp::Less,
                    CompareOp::LessOrEqual,
                    CompareOp::Greater,
                    CompareOp::GreaterOrEqual,
                ];
                let operands = self.some(2, |tape| tape.expr(depth));
                let operators = operands[1..]
                    .iter()
                    .map(|_| OPERATORS[self.choose(6)])
                    .collect();
                ExprKind::Comparison(operands, operators)
            }
            12 => ExprKind::IsNull(self.boxed(depth), self.flip()),
            13 => ExprKind::HasLabels(self.boxed(depth), self.labels(2)),
            14 => {
                let arguments = self.some(0, |tape| tape.expr(depth));
                ExprKind::Function {
                    name: Name {
                        text: ["toUpper", "date.truncate", "count"][self.choose(3)].to_owned(),
                        span: Span::default(),
                    },
                    distinct: !arguments.is_empty() && self.flip(),
                    arguments,
                }
            }
            15 => ExprKind::Case {
                subject: self.maybe(|tape| tape.boxed(depth)),
                branches: self.some(1, |tape| (tape.expr(depth), tape.expr(depth))),
                otherwise: self.maybe(|tape| tape.boxed(depth)),
            },
            16 => ExprKind::ListComprehension {
                variable: self.name(),
                list: self.boxed(depth),
                condition: self.maybe(|tape| tape.boxed(depth)),
                result: self.maybe(|tape| tape.boxed(depth)),
            },
            17 => ExprKind::PatternComprehension {
                pattern: Box::new(self.path(depth, false)),
                condition: self.maybe(|tape| tape.boxed(depth)),
                result: self.boxed(depth),
            },
            18 => ExprKind::Quantifier {
                kind: [
                    QuantifierKind::All,
                    QuantifierKind::Any,
                    QuantifierKind::None,
                    QuantifierKind::Single,
                ][self.choose(4)],
                variable: self.name(),
                list: self.boxed(depth),
                condition: self.maybe(|tape| tape.boxed(depth)),
            },
            19 => ExprKind::Reduce {
                accumulator: self.name(),
                initial: self.boxed(depth),
                variable: self.name(),
                list: self.boxed(depth),
                step: self.boxed(depth),
            },
            20 => ExprKind::Pattern(Box::new(self.path(depth, false))),
            _ => {
                let kind = [
                    SubqueryKind::Exists,
                    SubqueryKind::Count,
                    SubqueryKind::Collect,
                ][self.choose(3)];
                ExprKind::Subquery(kind, Box::new(self.query(depth)))
            }
        })
    }

    fn leaf(&mut self) -> Expr {
        of(match self.choose(10) {
            0 | 1 => return self.variable(),
            2 => ExprKind::Null,
            3 => ExprKind::Bool(self.flip()),
            4 => ExprKind::Int([0, 1, -1, i64::MAX, i64::MIN][self.choose(5)]),
            5 => ExprKind::Float([0.0, -1.5, 1e300, 1e-7, -0.0][self.choose(5)]),
            6 => ExprKind::Text(["", "it's", "a\\b\n", "\"“"][self.choose(4)].to_owned()),
            7 => ExprKind::Parameter(["p", "1", "a b`"][self.choose(3)].to_owned()),
            _ => ExprKind::CountStar,
        })
    }
}

fn of(kind: ExprKind) -> Expr {
    Expr {
        kind,
        span: Span::default(),
    }
}
