//! Runs the operators that read.
//!
//! Each operator works on the one row that all share: it fills its slots, hands the row to the
//! next operator, and tries the next possibility when that returns. So nothing is gathered but
//! what sorting, grouping and `DISTINCT` have to keep.

use std::time::Instant;

use rustc_hash::FxHashSet;

use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::function::Aggregation;
use crate::query::plan::Aggregate;
use crate::query::plan::Body;
use crate::query::plan::Expand;
use crate::query::plan::MOST_OPS;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::plan::Pipe;
use crate::query::plan::ProcedureCall;
use crate::query::plan::Step;
use crate::query::plan::Subplan;
use crate::query::run::group::Groups;
use crate::query::run::state::State;

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Flow {
    Continue,
    Stop,
}

/// Where rows go. It may fill slots of its own.
pub(in crate::query) type Sink<'s> = dyn FnMut(&mut [Value]) -> Result<Flow> + 's;

impl Pipe {
    /// Runs the pipe on one row.
    pub(in crate::query) fn run(
        &self,
        cx: Context<'_>,
        row: &mut [Value],
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let mut runner = Runner::new(&self.ops, cx, row, sink)?;
        let flow = runner.push(0, row)?;
        runner.finish(row, flow)
    }

    /// Runs the pipe on many rows, as one input.
    pub(in crate::query) fn run_all(
        &self,
        cx: Context<'_>,
        rows: Vec<Vec<Value>>,
        blank: &mut [Value],
        sink: &mut Sink<'_>,
    ) -> Result<()> {
        let mut runner = Runner::new(&self.ops, cx, blank, sink)?;
        let mut flow = Flow::Continue;
        for mut row in rows {
            flow = runner.push(0, &mut row)?;
            if flow == Flow::Stop {
                break;
            }
        }
        runner.finish(blank, flow)?;
        Ok(())
    }
}

impl Body {
    /// Runs a body that only reads, on one row.
    pub(in crate::query) fn each(
        &self,
        cx: Context<'_>,
        row: &mut [Value],
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let mut seen: FxHashSet<Box<[Value]>> = FxHashSet::default();
        for part in &self.parts {
            let moves = self.parts.len() > 1;
            let mut emit = |row: &mut [Value]| {
                if !part.returns {
                    return Ok(Flow::Continue);
                }
                if moves {
                    for (from, to) in part.outputs.iter().zip(&self.outputs) {
                        row[*to] = row[*from].clone();
                    }
                    if self.distinct {
                        let key: Box<[Value]> =
                            self.outputs.iter().map(|slot| row[*slot].clone()).collect();
                        cx.session.budget.take(size_of_val(&*key) + 16)?;
                        if !seen.insert(key) {
                            return Ok(Flow::Continue);
                        }
                    }
                }
                sink(row)
            };
            let flow = match part.steps.first() {
                Some(Step::Read(pipe)) => pipe.run(cx, row, &mut emit)?,
                _ => emit(row)?,
            };
            if flow == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}

impl Subplan {
    /// Tells whether two bound nodes are joined, where that is all that is asked.
    pub(in crate::query) fn joined(
        &self,
        cx: Context<'_>,
        row: &mut [Value],
    ) -> Result<Option<bool>> {
        match self.joining() {
            Some(hop) => super::expand::joined(cx.graph, hop, row).map(Some),
            None => Ok(None),
        }
    }

    /// Gives the step, where all that is asked is whether it joins two bound nodes.
    pub(in crate::query) fn joining(&self) -> Option<&Expand> {
        let [part] = self.body.parts.as_slice() else {
            return None;
        };
        let [Step::Read(pipe)] = part.steps.as_slice() else {
            return None;
        };
        let [op] = pipe.ops.as_slice() else {
            return None;
        };
        match &op.kind {
            OpKind::Expand(hop) => {
                let plain = hop.to_bound && hop.others.is_empty() && hop.edge_tests.is_empty();
                plain.then_some(&**hop)
            }
            _ => None,
        }
    }

    /// Runs the subquery on one row.
    pub(in crate::query) fn each(
        &self,
        cx: Context<'_>,
        row: &mut [Value],
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        self.body.each(cx, row, sink)
    }
}

pub(super) struct Runner<'r, 'g, 's> {
    pub(super) cx: Context<'g>,
    pub(super) ops: &'r [Op],
    /// One for each operator, or none where no operator remembers anything.
    pub(super) states: Vec<State<'r>>,
    /// How many rows the present one stands for.
    pub(super) weight: i64,
    sink: &'r mut Sink<'s>,
}

impl<'r, 'g: 'r, 's> Runner<'r, 'g, 's> {
    fn new(
        ops: &'r [Op],
        cx: Context<'g>,
        row: &mut [Value],
        sink: &'r mut Sink<'s>,
    ) -> Result<Self> {
        if ops.len() > MOST_OPS {
            return Err(Fault::TooManySteps { limit: MOST_OPS }.at(Default::default()));
        }
        let states = State::all(ops, cx, row)?;
        Ok(Runner {
            cx,
            ops,
            states,
            weight: 1,
            sink,
        })
    }

    /// Hands a row to the operator of that number.
    #[inline]
    pub(super) fn push(&mut self, number: usize, row: &mut [Value]) -> Result<Flow> {
        self.cx.session.budget.tick()?;
        if self.cx.session.profile.is_some() {
            return self.push_and_note(number, row);
        }
        match self.ops.get(number) {
            Some(op) => self.apply(number, op, row),
            None => (self.sink)(row),
        }
    }

    /// Does the same, and notes the row and the time.
    #[cold]
    fn push_and_note(&mut self, number: usize, row: &mut [Value]) -> Result<Flow> {
        let start = Instant::now();
        let flow = match self.ops.get(number) {
            Some(op) => self.apply(number, op, row),
            None => (self.sink)(row),
        };
        if let Some(profile) = &self.cx.session.profile {
            let mut profile = profile.borrow_mut();
            if let Some(before) = number.checked_sub(1) {
                profile[self.ops[before].id].0 += 1;
            }
            if let Some(op) = self.ops.get(number) {
                profile[op.id].1 += start.elapsed();
            }
        }
        flow
    }

    fn apply(&mut self, number: usize, op: &'r Op, row: &mut [Value]) -> Result<Flow> {
        match &op.kind {
            // What most rows come to needs no room on the stack for all the rest.
            OpKind::Expand(hop) => self.expand(number, hop, row),
            OpKind::DistinctProperties { items, read } => {
                self.distinct_properties(number, items, *read, row)
            }
            OpKind::Aggregate(aggregate) => self.gather(number, aggregate, row),
            _ => self.apply_other(number, op, row),
        }
    }

    #[inline(never)]
    fn apply_other(&mut self, number: usize, op: &'r Op, row: &mut [Value]) -> Result<Flow> {
        let cx = self.cx;
        match &op.kind {
            OpKind::Nodes { slot, label, tests } => match label {
                Some(label) => {
                    let nodes = cx.graph.nodes_with_label(*label);
                    self.scan(number, *slot, nodes.iter().copied(), tests, row)
                }
                None => self.scan(number, *slot, cx.graph.nodes(), tests, row),
            },
            OpKind::EdgesByType { hop, edge_type } => self.scan_edges(number, hop, *edge_type, row),
            OpKind::CountEdges(branch) => self.count_edges(number, branch, row),
            OpKind::CountMeetings(meeting) => self.count_meetings(number, meeting, row),
            OpKind::CountPairs(pairs) => self.count_pairs(number, pairs, row),
            OpKind::NodesByProperty {
                slot,
                label,
                key,
                value,
            } => self.by_property(number, (*slot, *label, key, value), row),
            OpKind::NodeById { slot, id } => {
                let id = match id.eval(cx, row)? {
                    Value::Int(id) => u32::try_from(id).ok().map(NodeId),
                    _ => None,
                };
                let found = id.filter(|node| cx.graph.contains_node(*node));
                self.bind_all(number, *slot, found.into_iter(), row)
            }
            OpKind::HasLabels { slot, test } => match row[*slot] {
                Value::Node(node) if test.accepts(cx.graph.labels(node)) => {
                    self.push(number + 1, row)
                }
                _ => Ok(Flow::Continue),
            },
            OpKind::EdgeEnds(hop) => self.edge_ends(number, hop, row),
            OpKind::ExpandMany(many) if many.reach => self.reach(number, many, row),
            OpKind::ExpandMany(many) => self.expand_many(number, many, row),
            OpKind::FollowEdges(many) => self.follow_edges(number, many, row),
            OpKind::Shortest(shortest) => self.shortest(number, shortest, row),
            OpKind::Repeat(repeat) => self.repeat(number, repeat, row),
            OpKind::Path { slot, parts } => {
                row[*slot] = super::path::make(cx.graph, parts, row);
                self.push(number + 1, row)
            }
            OpKind::Filter(code) => match code.test(cx, row)? {
                Some(true) => self.push(number + 1, row),
                _ => Ok(Flow::Continue),
            },
            OpKind::Unwind { slot, list } => self.unwind(number, *slot, list, row),
            OpKind::Project(items) => {
                for (slot, code) in items {
                    row[*slot] = code.eval(cx, row)?;
                }
                self.push(number + 1, row)
            }
            OpKind::Distinct { slots } => self.distinct(number, slots, row),
            OpKind::Sort { keys, live, .. } => {
                if let State::Sorter(sorter) = &mut self.states[number] {
                    sorter.add(cx, keys, live, row)?;
                }
                Ok(Flow::Continue)
            }
            OpKind::Skip(_) => {
                if let State::Count(left) = &mut self.states[number]
                    && *left > 0
                {
                    *left -= 1;
                    return Ok(Flow::Continue);
                }
                self.push(number + 1, row)
            }
            OpKind::Limit(_) => {
                let State::Count(left) = &mut self.states[number] else {
                    return Ok(Flow::Stop);
                };
                if *left == 0 {
                    return Ok(Flow::Stop);
                }
                *left -= 1;
                let last = *left == 0;
                match self.push(number + 1, row)? {
                    _ if last => Ok(Flow::Stop),
                    flow => Ok(flow),
                }
            }
            OpKind::Optional { pipe, slots } => {
                let mut found = false;
                let flow = pipe.run(cx, row, &mut |row| {
                    found = true;
                    self.push(number + 1, row)
                })?;
                if found {
                    return Ok(flow);
                }
                for slot in slots {
                    row[*slot] = Value::Null;
                }
                self.push(number + 1, row)
            }
            OpKind::Apply { body, returns } => {
                let flow = body.each(cx, row, &mut |row| self.push(number + 1, row))?;
                match returns {
                    true => Ok(flow),
                    false => self.push(number + 1, row),
                }
            }
            OpKind::Call(call) => self.call(number, call, row),
            OpKind::Finish => Ok(Flow::Continue),
            OpKind::Expand(_) | OpKind::DistinctProperties { .. } | OpKind::Aggregate(_) => {
                self.apply(number, op, row)
            }
        }
    }

    /// Hands on what the operators have kept, from the first to the last.
    fn finish(&mut self, row: &mut [Value], flow: Flow) -> Result<Flow> {
        let mut flow = flow;
        for number in 0..self.states.len() {
            match std::mem::replace(&mut self.states[number], State::None) {
                State::Groups(groups) => {
                    let OpKind::Aggregate(aggregate) = &self.ops[number].kind else {
                        continue;
                    };
                    flow = self.emit_groups(number, aggregate, groups, row)?;
                }
                State::Sorter(sorter) => {
                    let OpKind::Sort { live, .. } = &self.ops[number].kind else {
                        continue;
                    };
                    flow = Flow::Continue;
                    for kept in sorter.finish() {
                        for (slot, value) in live.iter().zip(kept) {
                            row[*slot] = value;
                        }
                        if self.push(number + 1, row)? == Flow::Stop {
                            flow = Flow::Stop;
                            break;
                        }
                    }
                }
                // Operators further on still need what they count with.
                state => self.states[number] = state,
            }
        }
        Ok(flow)
    }

    /// Adds rows to the counts of the aggregation that follows.
    pub(super) fn count_rows(&mut self, number: usize, count: i64) {
        let after = self.ops[number..]
            .iter()
            .position(|op| matches!(op.kind, OpKind::Aggregate(_)));
        let Some(at) = after.map(|after| number + after) else {
            return;
        };
        let rows = count.saturating_mul(self.weight);
        if let (OpKind::Aggregate(aggregate), State::Groups(groups)) =
            (&self.ops[at].kind, &mut self.states[at])
        {
            groups.add_rows(aggregate, rows);
        }
    }

    pub(super) fn ops_from(&self, number: usize) -> &'r [Op] {
        self.ops.get(number..).unwrap_or(&[])
    }

    /// Finds the aggregation that only counts different nodes of a slot, or their different
    /// properties, if that is the operator of that number.
    pub(super) fn counter_of(&self, number: usize, slot: Slot) -> Option<&'r Aggregate> {
        let OpKind::Aggregate(aggregate) = &self.ops.get(number)?.kind else {
            return None;
        };
        let of_node = |code: &Code| match &code.kind {
            CodeKind::Slot(node) => *node == slot,
            CodeKind::Property(subject, _) => {
                matches!(subject.kind, CodeKind::Slot(node) if node == slot)
            }
            _ => false,
        };
        let counts = aggregate.items.iter().all(|item| {
            item.distinct
                && item.aggregation == Aggregation::Count
                && item.value.as_ref().is_some_and(of_node)
        });
        (aggregate.keys.is_empty() && counts).then_some(&**aggregate)
    }

    /// Counts nodes in the aggregation of that number.
    pub(super) fn count_nodes(
        &mut self,
        number: usize,
        aggregate: &'r Aggregate,
        nodes: &[NodeId],
        row: &mut [Value],
    ) -> Result<()> {
        let cx = self.cx;
        if let State::Groups(groups) = &mut self.states[number] {
            groups.add_nodes(cx, aggregate, nodes, row)?;
        }
        Ok(())
    }

    fn gather(&mut self, number: usize, aggregate: &Aggregate, row: &mut [Value]) -> Result<Flow> {
        let (cx, weight) = (self.cx, self.weight);
        if let State::Groups(groups) = &mut self.states[number] {
            groups.add(cx, aggregate, weight, row)?;
        }
        Ok(Flow::Continue)
    }

    fn emit_groups(
        &mut self,
        number: usize,
        aggregate: &Aggregate,
        groups: Groups<'r>,
        row: &mut [Value],
    ) -> Result<Flow> {
        for (key, accumulators) in groups.finish(aggregate) {
            for ((slot, _), value) in aggregate.keys.iter().zip(key) {
                row[*slot] = value;
            }
            for (item, accumulator) in aggregate.items.iter().zip(accumulators) {
                row[item.slot] = accumulator.finish().map_err(|fault| fault.at(item.span))?;
            }
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    fn call(&mut self, number: usize, call: &ProcedureCall, row: &mut [Value]) -> Result<Flow> {
        let cx = self.cx;
        let mut arguments = Vec::new();
        for argument in &call.arguments {
            arguments.push(argument.eval(cx, row)?);
        }
        let rows = call
            .procedure
            .call(cx, &arguments)
            .map_err(|fault| fault.at(call.span))?;
        if call.procedure.signature.outputs.is_empty() {
            return self.push(number + 1, row);
        }
        for mut found in rows {
            for (output, slot) in &call.outputs {
                row[*slot] = match found.get_mut(*output) {
                    // An output may be taken twice under two names.
                    Some(value) => value.clone(),
                    None => Value::Null,
                };
            }
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}
