//! Turns a checked query into operators over rows of slots.
//!
//! A row has one slot for each variable and each intermediate value of the whole query, so an
//! operator finds what it needs by position. Reading operators stand in a [`Pipe`] and hand rows
//! on one at a time; before and after each writing operator rows are gathered, so that a clause
//! never sees what it writes itself.

mod clause;
mod explain;
mod expression;
mod join;
mod op;
mod optimise;
mod pattern;
mod projection;
mod scope;
mod shape;
mod write;

pub(in crate::query) use clause::plan;
pub(in crate::query) use explain::explain;
pub(in crate::query) use op::Aggregate;
pub(in crate::query) use op::AggregateItem;
pub(in crate::query) use op::Branch;
pub(in crate::query) use op::Expand;
pub(in crate::query) use op::ExpandMany;
pub(in crate::query) use op::MOST_OPS;
pub(in crate::query) use op::Meeting;
pub(in crate::query) use op::Op;
pub(in crate::query) use op::OpKind;
pub(in crate::query) use op::Pairs;
pub(in crate::query) use op::PathPart;
pub(in crate::query) use op::Pipe;
pub(in crate::query) use op::ProcedureCall;
pub(in crate::query) use op::PropertyOp;
pub(in crate::query) use op::PropertyTest;
pub(in crate::query) use op::Repeat;
pub(in crate::query) use op::Round;
pub(in crate::query) use op::Shortest;
pub(in crate::query) use op::SortKey;
pub(in crate::query) use op::Types;
pub(in crate::query) use op::Wanted;
pub(in crate::query) use write::CreateItem;
pub(in crate::query) use write::MergePlan;
pub(in crate::query) use write::SetAction;
pub(in crate::query) use write::WriteOp;

use crate::query::ast::Mode;
use crate::query::eval::Slot;

/// A query ready to run.
#[derive(Clone, Debug)]
pub(in crate::query) struct Plan {
    pub(in crate::query) mode: Mode,
    /// The names of the columns.
    pub(in crate::query) columns: Vec<String>,
    pub(in crate::query) body: Body,
    /// How many slots a row has.
    pub(in crate::query) width: usize,
    /// What each slot holds, for people who read the plan.
    pub(in crate::query) names: Vec<String>,
    /// How many operators there are; each has a number below this.
    pub(in crate::query) ops: usize,
}

/// The parts that `UNION` joins.
#[derive(Clone, Debug)]
pub(in crate::query) struct Body {
    pub(in crate::query) parts: Vec<Part>,
    /// Whether repeats among the parts are dropped.
    pub(in crate::query) distinct: bool,
    /// Where each column is put, whichever part it comes from.
    pub(in crate::query) outputs: Vec<Slot>,
}

/// Clauses in a row.
#[derive(Clone, Debug)]
pub(in crate::query) struct Part {
    pub(in crate::query) steps: Vec<Step>,
    /// Where the part leaves its columns; none without `RETURN`.
    pub(in crate::query) outputs: Vec<Slot>,
    /// Whether there is a `RETURN`; without it a part gives no rows.
    pub(in crate::query) returns: bool,
}

/// A piece of a part that is finished before the next begins.
#[derive(Clone, Debug)]
pub(in crate::query) enum Step {
    Read(Pipe),
    Write(Op<WriteOp>),
}

impl Body {
    /// Tells whether running it can change the graph.
    pub(in crate::query) fn writes(&self) -> bool {
        self.parts
            .iter()
            .flat_map(|part| &part.steps)
            .any(|step| matches!(step, Step::Write(_)))
    }
}

/// A query inside an expression or a `CALL { … }` that only reads.
#[derive(Clone, Debug)]
pub(in crate::query) struct Subplan {
    pub(in crate::query) body: Body,
    /// The slots around it that it reads.
    pub(in crate::query) imports: Vec<Slot>,
}
