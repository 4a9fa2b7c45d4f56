//! From written expressions to ones that are ready to run.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::Span;
use crate::graph::Graph;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::Clause;
use crate::query::ast::ClauseKind;
use crate::query::ast::Expr;
use crate::query::ast::ExprKind;
use crate::query::ast::LabelExpr;
use crate::query::ast::MapItem;
use crate::query::ast::Mode;
use crate::query::ast::PathPattern;
use crate::query::ast::Query;
use crate::query::ast::Selector;
use crate::query::ast::SingleQuery;
use crate::query::ast::SubqueryKind;
use crate::query::ast::UnaryOp;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Comprehension;
use crate::query::eval::Gather;
use crate::query::eval::Key;
use crate::query::eval::LabelTest;
use crate::query::eval::MapEntry;
use crate::query::eval::Reduce;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::eval::pattern;
use crate::query::function;
use crate::query::plan::Body;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::plan::Part;
use crate::query::plan::Pipe;
use crate::query::plan::Step;
use crate::query::plan::Subplan;
use crate::query::plan::optimise::body_reads;
use crate::query::plan::optimise::reads;
use crate::query::plan::scope::Scope;
use crate::query::plan::shape::shape;
use crate::query::procedure::Procedures;

/// What planning needs to know, and the slots handed out so far.
pub(super) struct Planner<'p> {
    pub(super) graph: &'p Graph,
    pub(super) parameters: &'p BTreeMap<String, Value>,
    pub(super) procedures: &'p Procedures,
    pub(super) names: Vec<String>,
    pub(super) ops: usize,
    /// Whether to leave out what makes plans cheaper.
    pub(super) plain: bool,
    /// Whether nothing is written, so that counts of the graph hold throughout.
    pub(super) stable: bool,
    /// Whether the pattern being planned is only counted or made distinct, so that what nothing
    /// reads is not walked one by one.
    pub(super) counted: bool,
    /// The variables whose different pairs are all that the pattern being planned is for.
    pub(super) paired: Option<[String; 2]>,
}

/// Expressions that have been computed already, by their shape.
pub(super) type Computed = Vec<(String, Slot)>;

impl Planner<'_> {
    /// Hands out a slot for a variable or, in words, something without a name.
    pub(super) fn slot(&mut self, name: &str) -> Slot {
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    pub(super) fn op<K>(&mut self, kind: K) -> Op<K> {
        self.ops += 1;
        Op {
            id: self.ops - 1,
            kind,
            estimate: None,
        }
    }

    pub(super) fn push(&mut self, pipe: &mut Pipe, kind: OpKind) {
        let op = self.op(kind);
        pipe.ops.push(op);
    }

    pub(super) fn code(&mut self, expr: &Expr, scope: &Scope) -> Result<Code> {
        self.code_with(expr, scope, &Vec::new())
    }

    /// Compiles an expression, reading from slots whatever in it was computed already.
    pub(super) fn code_with(
        &mut self,
        expr: &Expr,
        scope: &Scope,
        computed: &Computed,
    ) -> Result<Code> {
        if !computed.is_empty() {
            let shape = shape(expr);
            if let Some((_, slot)) = computed.iter().find(|(known, _)| *known == shape) {
                return Ok(Code::new(CodeKind::Slot(*slot), expr.span));
            }
        }
        let kind = self.kind(expr, scope, computed)?;
        Ok(Code::new(kind, expr.span))
    }

    fn boxed(&mut self, expr: &Expr, scope: &Scope, computed: &Computed) -> Result<Box<Code>> {
        self.code_with(expr, scope, computed).map(Box::new)
    }

    fn optional(
        &mut self,
        expr: &Option<Box<Expr>>,
        scope: &Scope,
        computed: &Computed,
    ) -> Result<Option<Box<Code>>> {
        expr.as_ref()
            .map(|expr| self.boxed(expr, scope, computed))
            .transpose()
    }

    fn codes(&mut self, exprs: &[Expr], scope: &Scope, computed: &Computed) -> Result<Vec<Code>> {
        exprs
            .iter()
            .map(|expr| self.code_with(expr, scope, computed))
            .collect()
    }

    fn kind(&mut self, expr: &Expr, scope: &Scope, computed: &Computed) -> Result<CodeKind> {
        Ok(match &expr.kind {
            ExprKind::Null => CodeKind::Constant(Value::Null),
            ExprKind::Bool(truth) => CodeKind::Constant(Value::Bool(*truth)),
            ExprKind::Int(number) => CodeKind::Constant(Value::Int(*number)),
            ExprKind::Float(number) => CodeKind::Constant(Value::Float(*number)),
            ExprKind::Text(text) => CodeKind::Constant(Value::text(text)),
            ExprKind::Parameter(name) => match self.parameters.get(name) {
                Some(value) => CodeKind::Constant(value.clone()),
                None => {
                    let name = name.clone();
                    return Err(QueryErrorKind::MissingParameter { name }.at(expr.span));
                }
            },
            ExprKind::Variable(name) => CodeKind::Slot(self.variable(name, scope, expr.span)?),
            ExprKind::List(items) => list(self.codes(items, scope, computed)?),
            ExprKind::Map(entries) => {
                let entries: Result<Vec<_>> = entries
                    .iter()
                    .map(|(key, value)| {
                        let code = self.code_with(value, scope, computed)?;
                        Ok((Arc::from(key.text.as_str()), code))
                    })
                    .collect();
                CodeKind::Map(entries?)
            }
            ExprKind::Property(subject, key) => {
                let key = Key::new(&key.text, self.graph);
                CodeKind::Property(self.boxed(subject, scope, computed)?, key)
            }
            ExprKind::Index(subject, index) => CodeKind::Index(
                self.boxed(subject, scope, computed)?,
                self.boxed(index, scope, computed)?,
            ),
            ExprKind::Slice(list, from, to) => CodeKind::Slice(
                self.boxed(list, scope, computed)?,
                self.optional(from, scope, computed)?,
                self.optional(to, scope, computed)?,
            ),
            ExprKind::MapProjection(subject, items) => {
                self.map_projection(subject, items, scope, computed)?
            }
            ExprKind::Unary(op, operand) => {
                let operand = self.boxed(operand, scope, computed)?;
                match op {
                    UnaryOp::Not => CodeKind::Not(operand),
                    UnaryOp::Minus => CodeKind::Negate(operand),
                    UnaryOp::Plus => CodeKind::Plus(operand),
                }
            }
            ExprKind::Binary(op, ..) if matches!(op, BinaryOp::And | BinaryOp::Or) => {
                // Long chains lie flat, so that they need no stack.
                let mut operands = Vec::new();
                flatten(expr, *op, &mut operands);
                let operands = operands
                    .into_iter()
                    .map(|operand| self.code_with(operand, scope, computed))
                    .collect::<Result<_>>()?;
                match op {
                    BinaryOp::And => CodeKind::And(operands),
                    _ => CodeKind::Or(operands),
                }
            }
            ExprKind::Binary(op, a, b) => {
                let a = self.boxed(a, scope, computed)?;
                let b = self.boxed(b, scope, computed)?;
                match (op, &b.kind) {
                    (BinaryOp::Xor, _) => CodeKind::Xor(a, b),
                    (BinaryOp::Matches, CodeKind::Constant(Value::Text(text))) => {
                        let regex = pattern(text).map_err(|fault| fault.at(b.span))?;
                        CodeKind::MatchesConstant(a, regex)
                    }
                    _ => CodeKind::Binary(*op, a, b),
                }
            }
            ExprKind::Comparison(operands, ops) => {
                let mut operands = self.codes(operands, scope, computed)?;
                match (ops.as_slice(), operands.len()) {
                    ([op], 2) => {
                        let b = operands.pop().expect("there are two");
                        let a = operands.pop().expect("there are two");
                        CodeKind::Compare(*op, Box::new(a), Box::new(b))
                    }
                    _ => CodeKind::Chain(operands, ops.clone()),
                }
            }
            ExprKind::IsNull(operand, negated) => {
                let test = CodeKind::IsNull(self.boxed(operand, scope, computed)?);
                match negated {
                    true => CodeKind::Not(Box::new(Code::new(test, expr.span))),
                    false => test,
                }
            }
            ExprKind::HasLabels(subject, labels) => CodeKind::HasLabels(
                self.boxed(subject, scope, computed)?,
                self.label_test(labels),
            ),
            ExprKind::Function {
                name, arguments, ..
            } => {
                let Some(function) = function::find(&name.text) else {
                    return Err(QueryErrorKind::UnknownFunction {
                        name: name.text.clone(),
                        hint: None,
                    }
                    .at(name.span));
                };
                CodeKind::Call(function, self.codes(arguments, scope, computed)?)
            }
            // Aggregations are computed before; one that is left stands where none may.
            ExprKind::CountStar => {
                return Err(QueryErrorKind::InvalidAggregation {
                    function: "count(*)".to_owned(),
                    place: "here",
                }
                .at(expr.span));
            }
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                let branches: Result<Vec<_>> = branches
                    .iter()
                    .map(|(when, then)| {
                        Ok((
                            self.code_with(when, scope, computed)?,
                            self.code_with(then, scope, computed)?,
                        ))
                    })
                    .collect();
                let otherwise = self.optional(otherwise, scope, computed)?;
                match subject {
                    Some(subject) => CodeKind::CaseOf(
                        self.boxed(subject, scope, computed)?,
                        branches?,
                        otherwise,
                    ),
                    None => CodeKind::Case(branches?, otherwise),
                }
            }
            ExprKind::ListComprehension {
                variable,
                list,
                condition,
                result,
            } => {
                let list = self.code_with(list, scope, computed)?;
                let (slot, inner) = self.inner(&variable.text, scope);
                CodeKind::Comprehension(Box::new(Comprehension {
                    slot,
                    list,
                    condition: self
                        .optional(condition, &inner, computed)?
                        .map(|code| *code),
                    result: self.optional(result, &inner, computed)?.map(|code| *code),
                }))
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                condition,
            } => {
                let list = self.code_with(list, scope, computed)?;
                let (slot, inner) = self.inner(&variable.text, scope);
                let condition = self.optional(condition, &inner, computed)?;
                let parts = Comprehension {
                    slot,
                    list,
                    condition: condition.map(|code| *code),
                    result: None,
                };
                CodeKind::Quantifier(*kind, Box::new(parts))
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                step,
            } => {
                let initial = self.code_with(initial, scope, computed)?;
                let list = self.code_with(list, scope, computed)?;
                let (sum, inner) = self.inner(&accumulator.text, scope);
                let (slot, inner) = self.inner(&variable.text, &inner);
                CodeKind::Reduce(Box::new(Reduce {
                    accumulator: sum,
                    initial,
                    slot,
                    list,
                    step: self.code_with(step, &inner, computed)?,
                }))
            }
            ExprKind::PatternComprehension {
                pattern,
                condition,
                result,
            } => {
                let (pipe, inner) = self.pattern_pipe(pattern, condition.as_deref(), scope)?;
                let result = self.boxed(result, &inner, computed)?;
                let subplan = Box::new(self.subplan_of_pipe(pipe, Some(&result)));
                CodeKind::Subquery(subplan, Gather::Collect(result))
            }
            ExprKind::Pattern(pattern) => self.pattern_value(pattern, expr.span, scope)?,
            ExprKind::Subquery(kind, query) => self.subquery(*kind, query, scope)?,
        })
    }

    fn variable(&self, name: &str, scope: &Scope, span: Span) -> Result<Slot> {
        scope.get(name).ok_or_else(|| {
            QueryErrorKind::UndefinedVariable {
                name: name.to_owned(),
                hint: None,
            }
            .at(span)
        })
    }

    /// Opens a scope with one more variable.
    fn inner(&mut self, name: &str, scope: &Scope) -> (Slot, Scope) {
        let slot = self.slot(name);
        let mut inner = scope.clone();
        inner.insert(name, slot);
        (slot, inner)
    }

    pub(super) fn label_test(&self, labels: &LabelExpr) -> LabelTest {
        let all = |labels: &[LabelExpr]| labels.iter().map(|l| self.label_test(l)).collect();
        match labels {
            LabelExpr::Name(name) => LabelTest::Name(self.graph.symbol(&name.text)),
            LabelExpr::Any(_) => LabelTest::Any,
            LabelExpr::Not(label) => LabelTest::Not(Box::new(self.label_test(label))),
            LabelExpr::And(labels) => LabelTest::And(all(labels)),
            LabelExpr::Or(labels) => LabelTest::Or(all(labels)),
        }
    }

    fn map_projection(
        &mut self,
        subject: &Expr,
        items: &[MapItem],
        scope: &Scope,
        computed: &Computed,
    ) -> Result<CodeKind> {
        let mut entries = Vec::new();
        for item in items {
            entries.push(match item {
                MapItem::All => MapEntry::All,
                MapItem::Property(key) => {
                    let code = Code::new(
                        CodeKind::Property(
                            self.boxed(subject, scope, computed)?,
                            Key::new(&key.text, self.graph),
                        ),
                        key.span,
                    );
                    MapEntry::Entry(key.text.as_str().into(), code)
                }
                MapItem::Entry(key, value) => MapEntry::Entry(
                    key.text.as_str().into(),
                    self.code_with(value, scope, computed)?,
                ),
                MapItem::Variable(name) => {
                    let slot = self.variable(&name.text, scope, name.span)?;
                    MapEntry::Entry(name.text.as_str().into(), Code::slot(slot))
                }
            });
        }
        Ok(CodeKind::MapProjection(
            self.boxed(subject, scope, computed)?,
            entries,
        ))
    }

    /// Plans the search for a pattern inside an expression, and gives the scope of what it finds.
    fn pattern_pipe(
        &mut self,
        pattern: &PathPattern,
        condition: Option<&Expr>,
        scope: &Scope,
    ) -> Result<(Pipe, Scope)> {
        let mut inner = scope.clone();
        let mut pipe = Pipe::default();
        self.find(
            std::slice::from_ref(pattern),
            condition,
            &mut inner,
            &mut pipe,
        )?;
        Ok((pipe, inner))
    }

    fn subplan_of_pipe(&self, mut pipe: Pipe, result: Option<&Code>) -> Subplan {
        let mut live = vec![false; self.names.len()];
        if let Some(result) = result {
            result.visit_slots(&mut |slot| live[slot] = true);
        }
        self.optimise_pipe(&mut pipe, live);
        let mut imports = Vec::new();
        for op in &pipe.ops {
            reads(&op.kind, &mut |slot| imports.push(slot));
        }
        Subplan {
            body: Body {
                parts: vec![Part {
                    steps: vec![Step::Read(pipe)],
                    outputs: Vec::new(),
                    returns: true,
                }],
                distinct: false,
                outputs: Vec::new(),
            },
            imports,
        }
    }

    /// A pattern as a condition is true where it has a match; `shortestPath(…)` is the path.
    fn pattern_value(
        &mut self,
        pattern: &PathPattern,
        span: Span,
        scope: &Scope,
    ) -> Result<CodeKind> {
        if pattern.selector == Selector::All {
            let (pipe, _) = self.pattern_pipe(pattern, None, scope)?;
            return Ok(CodeKind::Subquery(
                Box::new(self.subplan_of_pipe(pipe, None)),
                Gather::Exists,
            ));
        }
        let mut named = pattern.clone();
        // No name that can be written holds a space.
        let name = " path".to_owned();
        named.variable = Some(crate::query::ast::Name {
            text: name.clone(),
            span,
        });
        let (pipe, inner) = self.pattern_pipe(&named, None, scope)?;
        let path = Box::new(Code::slot(inner.get(&name).unwrap_or_default()));
        let subplan = Box::new(self.subplan_of_pipe(pipe, Some(&path)));
        Ok(CodeKind::Subquery(
            subplan,
            match pattern.selector {
                Selector::Shortest => Gather::First(path),
                _ => Gather::Collect(path),
            },
        ))
    }

    fn subquery(&mut self, kind: SubqueryKind, query: &Query, scope: &Scope) -> Result<CodeKind> {
        let query = with_return(query);
        let (mut body, _) = self.body(&query, scope)?;
        self.optimise(&mut body);
        let column = body.outputs.first().copied();
        let mut imports = Vec::new();
        body_reads(&body, &mut |slot| imports.push(slot));
        let subplan = Box::new(Subplan { body, imports });
        Ok(match kind {
            SubqueryKind::Exists => CodeKind::Subquery(subplan, Gather::Exists),
            SubqueryKind::Count => CodeKind::Subquery(subplan, Gather::Count),
            SubqueryKind::Collect => {
                let column = Box::new(column.map_or(Code::constant(Value::Null), Code::slot));
                CodeKind::Subquery(subplan, Gather::Collect(column))
            }
        })
    }
}

/// Makes a query that ends without `RETURN` hand on its rows, as `EXISTS { MATCH … }` needs.
fn with_return(query: &Query) -> Query {
    let mut query = query.clone();
    query.mode = Mode::Run;
    for SingleQuery { clauses, span } in &mut query.parts {
        let ends = clauses.last().is_some_and(|clause| {
            matches!(clause.kind, ClauseKind::Return(_) | ClauseKind::Finish)
        });
        if !ends {
            clauses.push(Clause {
                kind: ClauseKind::Return(crate::query::ast::Projection {
                    distinct: false,
                    star: false,
                    items: vec![crate::query::ast::ProjectionItem {
                        expr: Expr {
                            kind: ExprKind::Bool(true),
                            span: *span,
                        },
                        alias: None,
                        text: "true".to_owned(),
                    }],
                    order: Vec::new(),
                    skip: None,
                    limit: None,
                }),
                span: *span,
            });
        }
    }
    query
}

/// Lists the operands of a chain of one operator.
pub(super) fn flatten<'e>(expr: &'e Expr, op: BinaryOp, operands: &mut Vec<&'e Expr>) {
    // The chain leans to the left, so the walk down it is a loop.
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        match &expr.kind {
            ExprKind::Binary(other, a, b) if *other == op => {
                stack.push(b);
                stack.push(a);
            }
            _ => operands.push(expr),
        }
    }
}

/// A list of constants is a constant.
fn list(items: Vec<Code>) -> CodeKind {
    let constants: Option<Vec<Value>> = items
        .iter()
        .map(|item| match &item.kind {
            CodeKind::Constant(value) => Some(value.clone()),
            _ => None,
        })
        .collect();
    match constants {
        Some(values) => CodeKind::Constant(Value::list(values)),
        None => CodeKind::List(items),
    }
}
