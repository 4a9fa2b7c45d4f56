//! Expressions made ready to run: names are slots, functions are looked up, parameters are filled in.

use std::sync::Arc;

use regex::Regex;

use crate::base::Span;
use crate::graph::Graph;
use crate::graph::Symbol;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::ast::QuantifierKind;
use crate::query::function::Function;
use crate::query::plan::Subplan;

/// A place in a row.
pub(in crate::query) type Slot = usize;

/// An expression and where it was written.
#[derive(Clone, Debug)]
pub(in crate::query) struct Code {
    pub(in crate::query) kind: CodeKind,
    pub(in crate::query) span: Span,
}

/// What an expression computes.
#[derive(Clone, Debug)]
pub(in crate::query) enum CodeKind {
    Constant(Value),
    Slot(Slot),
    List(Vec<Code>),
    Map(Vec<(Arc<str>, Code)>),
    Property(Box<Code>, Key),
    Index(Box<Code>, Box<Code>),
    Slice(Box<Code>, Option<Box<Code>>, Option<Box<Code>>),
    MapProjection(Box<Code>, Vec<MapEntry>),
    Not(Box<Code>),
    Negate(Box<Code>),
    /// `+x`: only a check that it is a number.
    Plus(Box<Code>),
    And(Vec<Code>),
    Or(Vec<Code>),
    Xor(Box<Code>, Box<Code>),
    /// Arithmetic and tests of texts and lists.
    Binary(BinaryOp, Box<Code>, Box<Code>),
    /// A regular expression that is the same for every row.
    MatchesConstant(Box<Code>, Regex),
    Compare(CompareOp, Box<Code>, Box<Code>),
    /// `a < b < c`; the operands in the middle are computed once.
    Chain(Vec<Code>, Vec<CompareOp>),
    IsNull(Box<Code>),
    HasLabels(Box<Code>, LabelTest),
    Call(&'static Function, Vec<Code>),
    /// The branches of `CASE`, each a condition and a result.
    Case(Vec<(Code, Code)>, Option<Box<Code>>),
    /// `CASE subject WHEN …`.
    CaseOf(Box<Code>, Vec<(Code, Code)>, Option<Box<Code>>),
    Comprehension(Box<Comprehension>),
    Quantifier(QuantifierKind, Box<Comprehension>),
    Reduce(Box<Reduce>),
    Subquery(Box<Subplan>, Gather),
}

/// `[item IN list WHERE condition | result]`.
#[derive(Clone, Debug)]
pub(in crate::query) struct Comprehension {
    pub(in crate::query) slot: Slot,
    pub(in crate::query) list: Code,
    pub(in crate::query) condition: Option<Code>,
    pub(in crate::query) result: Option<Code>,
}

/// `reduce(accumulator = initial, item IN list | step)`.
#[derive(Clone, Debug)]
pub(in crate::query) struct Reduce {
    pub(in crate::query) accumulator: Slot,
    pub(in crate::query) initial: Code,
    pub(in crate::query) slot: Slot,
    pub(in crate::query) list: Code,
    pub(in crate::query) step: Code,
}

/// What becomes of the rows of a subquery in an expression.
#[derive(Clone, Debug)]
pub(in crate::query) enum Gather {
    /// Whether there is one.
    Exists,
    /// How many there are.
    Count,
    /// The value of each.
    Collect(Box<Code>),
    /// The value of the first, else null.
    First(Box<Code>),
}

/// One entry of a map projection.
#[derive(Clone, Debug)]
pub(in crate::query) enum MapEntry {
    All,
    Entry(Arc<str>, Code),
}

/// A property's name, with its symbol where the graph knows the name.
#[derive(Clone, Debug)]
pub(in crate::query) struct Key {
    pub(in crate::query) name: Arc<str>,
    pub(in crate::query) symbol: Option<Symbol>,
}

impl Key {
    pub(in crate::query) fn new(name: &str, graph: &Graph) -> Self {
        Key {
            name: name.into(),
            symbol: graph.symbol(name),
        }
    }

    /// Gives the symbol; the query itself may have made the name known since it was planned.
    #[inline]
    pub(in crate::query) fn in_graph(&self, graph: &Graph) -> Option<Symbol> {
        self.symbol.or_else(|| graph.symbol(&self.name))
    }
}

/// A label expression; a label that the graph does not know stands as `None`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) enum LabelTest {
    Name(Option<Symbol>),
    Any,
    Not(Box<LabelTest>),
    And(Vec<LabelTest>),
    Or(Vec<LabelTest>),
}

impl LabelTest {
    /// Tells whether something with these labels fits.
    pub(in crate::query) fn accepts(&self, labels: &[Symbol]) -> bool {
        match self {
            LabelTest::Name(label) => label.is_some_and(|label| labels.contains(&label)),
            LabelTest::Any => !labels.is_empty(),
            LabelTest::Not(test) => !test.accepts(labels),
            LabelTest::And(tests) => tests.iter().all(|test| test.accepts(labels)),
            LabelTest::Or(tests) => tests.iter().any(|test| test.accepts(labels)),
        }
    }
}

impl Code {
    pub(in crate::query) fn new(kind: CodeKind, span: Span) -> Self {
        Code { kind, span }
    }

    pub(in crate::query) fn slot(slot: Slot) -> Self {
        Code::new(CodeKind::Slot(slot), Span::default())
    }

    pub(in crate::query) fn constant(value: Value) -> Self {
        Code::new(CodeKind::Constant(value), Span::default())
    }

    /// Calls `visit` with each slot that the expression reads from outside.
    ///
    /// Slots that it fills itself are included: nobody else reads them, so that does no harm.
    pub(in crate::query) fn visit_slots(&self, visit: &mut dyn FnMut(Slot)) {
        match &self.kind {
            CodeKind::Slot(slot) => visit(*slot),
            CodeKind::Subquery(subplan, gather) => {
                subplan.imports.iter().for_each(|slot| visit(*slot));
                if let Gather::Collect(code) | Gather::First(code) = gather {
                    code.visit_slots(visit);
                }
            }
            _ => self.visit_children(&mut |child| child.visit_slots(visit)),
        }
    }

    /// Puts the code of a slot in the place of the slot, wherever it is read.
    pub(in crate::query) fn put(&mut self, codes: &[(Slot, Code)]) {
        if codes.is_empty() {
            return;
        }
        if let CodeKind::Slot(slot) = self.kind {
            if let Some((_, code)) = codes.iter().find(|(known, _)| *known == slot) {
                *self = code.clone();
            }
            return;
        }
        match &mut self.kind {
            CodeKind::Property(code, _)
            | CodeKind::Not(code)
            | CodeKind::Negate(code)
            | CodeKind::Plus(code)
            | CodeKind::IsNull(code)
            | CodeKind::HasLabels(code, _)
            | CodeKind::MatchesConstant(code, _) => code.put(codes),
            CodeKind::List(items) | CodeKind::And(items) | CodeKind::Or(items) => {
                items.iter_mut().for_each(|item| item.put(codes));
            }
            CodeKind::Call(_, arguments) => {
                arguments.iter_mut().for_each(|item| item.put(codes));
            }
            CodeKind::Chain(operands, _) => operands.iter_mut().for_each(|item| item.put(codes)),
            CodeKind::Map(entries) => entries.iter_mut().for_each(|(_, code)| code.put(codes)),
            CodeKind::Index(a, b)
            | CodeKind::Xor(a, b)
            | CodeKind::Binary(_, a, b)
            | CodeKind::Compare(_, a, b) => {
                a.put(codes);
                b.put(codes);
            }
            CodeKind::Slice(list, from, to) => {
                list.put(codes);
                from.iter_mut().chain(to).for_each(|code| code.put(codes));
            }
            CodeKind::MapProjection(subject, entries) => {
                subject.put(codes);
                for entry in entries {
                    if let MapEntry::Entry(_, code) = entry {
                        code.put(codes);
                    }
                }
            }
            CodeKind::Case(branches, otherwise) => {
                for (when, then) in branches {
                    when.put(codes);
                    then.put(codes);
                }
                otherwise.iter_mut().for_each(|code| code.put(codes));
            }
            CodeKind::CaseOf(subject, branches, otherwise) => {
                subject.put(codes);
                for (when, then) in branches {
                    when.put(codes);
                    then.put(codes);
                }
                otherwise.iter_mut().for_each(|code| code.put(codes));
            }
            CodeKind::Comprehension(parts) | CodeKind::Quantifier(_, parts) => {
                parts.list.put(codes);
                let rest = parts.condition.iter_mut().chain(&mut parts.result);
                rest.for_each(|code| code.put(codes));
            }
            CodeKind::Reduce(parts) => {
                parts.initial.put(codes);
                parts.list.put(codes);
                parts.step.put(codes);
            }
            CodeKind::Constant(_) | CodeKind::Slot(_) | CodeKind::Subquery(..) => {}
        }
    }

    fn visit_children<'a>(&'a self, visit: &mut dyn FnMut(&'a Code)) {
        match &self.kind {
            CodeKind::Constant(_) | CodeKind::Slot(_) | CodeKind::Subquery(..) => {}
            CodeKind::List(items) | CodeKind::And(items) | CodeKind::Or(items) => {
                items.iter().for_each(visit);
            }
            CodeKind::Call(_, arguments) => arguments.iter().for_each(visit),
            CodeKind::Map(entries) => entries.iter().for_each(|(_, code)| visit(code)),
            CodeKind::Property(code, _)
            | CodeKind::Not(code)
            | CodeKind::Negate(code)
            | CodeKind::Plus(code)
            | CodeKind::IsNull(code)
            | CodeKind::HasLabels(code, _)
            | CodeKind::MatchesConstant(code, _) => visit(code),
            CodeKind::Index(a, b)
            | CodeKind::Xor(a, b)
            | CodeKind::Binary(_, a, b)
            | CodeKind::Compare(_, a, b) => {
                visit(a);
                visit(b);
            }
            CodeKind::Slice(list, from, to) => {
                visit(list);
                from.iter().chain(to).for_each(|code| visit(code));
            }
            CodeKind::MapProjection(subject, entries) => {
                visit(subject);
                for entry in entries {
                    if let MapEntry::Entry(_, code) = entry {
                        visit(code);
                    }
                }
            }
            CodeKind::Chain(operands, _) => operands.iter().for_each(visit),
            CodeKind::Case(branches, otherwise) => {
                for (when, then) in branches {
                    visit(when);
                    visit(then);
                }
                otherwise.iter().for_each(|code| visit(code));
            }
            CodeKind::CaseOf(subject, branches, otherwise) => {
                visit(subject);
                for (when, then) in branches {
                    visit(when);
                    visit(then);
                }
                otherwise.iter().for_each(|code| visit(code));
            }
            CodeKind::Comprehension(parts) | CodeKind::Quantifier(_, parts) => {
                visit(&parts.list);
                parts.condition.iter().chain(&parts.result).for_each(visit);
            }
            CodeKind::Reduce(parts) => {
                visit(&parts.initial);
                visit(&parts.list);
                visit(&parts.step);
            }
        }
    }
}
