//! Runs the operators that read.
//!
//! Each operator works on the one row that all share: it fills its slots, hands the row to the
//! next operator, and tries the next possibility when that returns. So nothing is gathered but
//! what sorting, grouping and `DISTINCT` have to keep.

use std::time::Instant;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::graph::Column;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Plain;
use crate::graph::Symbol;
use crate::graph::Texts;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::eval::Key;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::eval::describe;
use crate::query::function::Aggregation;
use crate::query::keys;
use crate::query::keys::KeySet;
use crate::query::plan::Aggregate;
use crate::query::plan::Body;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::plan::Pipe;
use crate::query::plan::ProcedureCall;
use crate::query::plan::PropertyTest;
use crate::query::plan::Step;
use crate::query::plan::Subplan;
use crate::query::run::column::ColumnTest;
use crate::query::run::count::BranchState;
use crate::query::run::count::Ends;
use crate::query::run::count::Marks;
use crate::query::run::count::all_degrees;
use crate::query::run::group::Groups;
use crate::query::run::sort::Sorter;

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Flow {
    Continue,
    Stop,
}

/// Where rows go. It may fill slots of its own.
pub(in crate::query) type Sink<'s> = dyn FnMut(&mut [Value]) -> Result<Flow> + 's;

/// How many operators may stand in a row, so that the stack cannot overflow.
const MOST_OPS: usize = 2_000;

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

/// What an operator remembers from row to row.
enum State<'g> {
    None,
    /// Tests that are ready for the columns.
    Tests(Ready<'g>),
    /// What a meeting has marked.
    Meeting(Marks, Ready<'g>),
    /// What each branch has found out.
    Branches(Vec<BranchState<'g>>),
    /// The same for two branches whose ends are paired.
    Pairs(Vec<BranchState<'g>>, Ends),
    /// How many rows are still to be dropped or passed.
    Count(u64),
    Seen(KeySet),
    /// The same for properties, and what they are read from.
    SeenProperties(KeySet, Option<Packer<'g>>),
    Groups(Groups<'g>),
    Sorter(Sorter),
}

/// The tests of an operator, once they were needed.
#[derive(Default)]
pub(super) struct Ready<'g> {
    done: bool,
    edge: Vec<ColumnTest<'g>>,
    node: Vec<ColumnTest<'g>>,
}

impl<'g> Ready<'g> {
    /// Looks the columns up, the first time.
    pub(super) fn prepare(&mut self, graph: &'g Graph, hop: &'g Expand) {
        if self.done {
            return;
        }
        self.done = true;
        let rows = graph.edge_count().min(4096);
        let tests = hop.edge_tests.iter();
        self.edge = tests
            .map(|test| ColumnTest::new(graph, test, true, rows))
            .collect();
        let tests = hop.node_tests.iter();
        self.node = tests
            .map(|test| ColumnTest::new(graph, test, false, rows))
            .collect();
    }

    #[inline]
    pub(super) fn edge_fits(&self, edge: EdgeId) -> bool {
        self.edge.iter().all(|test| test.accepts(edge.0))
    }

    #[inline]
    pub(super) fn node_fits(&self, graph: &Graph, hop: &Expand, node: NodeId) -> bool {
        self.node.iter().all(|test| test.accepts(node.0))
            && hop
                .labels
                .as_ref()
                .is_none_or(|labels| labels.accepts(graph.labels(node)))
    }
}

pub(super) struct Runner<'r, 'g, 's> {
    pub(super) cx: Context<'g>,
    ops: &'r [Op],
    /// One for each operator, or none where no operator remembers anything.
    states: Vec<State<'r>>,
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
            return Err(Fault::TooDeep { limit: MOST_OPS }.at(Default::default()));
        }
        let mut states = Vec::new();
        if ops.iter().any(|op| remembers(&op.kind)) {
            for op in ops {
                states.push(match &op.kind {
                    OpKind::Skip(code) => State::Count(amount(code, "SKIP", cx, row)?),
                    OpKind::Limit(code) => State::Count(amount(code, "LIMIT", cx, row)?),
                    OpKind::Distinct { .. } => State::Seen(KeySet::default()),
                    OpKind::DistinctProperties { .. } => {
                        State::SeenProperties(KeySet::default(), None)
                    }
                    OpKind::CountMeetings(_) => State::Meeting(Marks::default(), Ready::default()),
                    OpKind::CountPairs(pairs) => {
                        let count = pairs.first.count() + pairs.second.count();
                        let branches = std::iter::repeat_with(BranchState::default);
                        State::Pairs(branches.take(count).collect(), Ends::default())
                    }
                    OpKind::CountEdges(branch) => State::Branches(
                        std::iter::repeat_with(BranchState::default)
                            .take(branch.count())
                            .collect(),
                    ),
                    kind if has_tests(kind) => State::Tests(Ready::default()),
                    OpKind::Aggregate(_) => State::Groups(Groups::default()),
                    OpKind::Sort { keys, limit, .. } => {
                        // A limit that makes no sense is reported by the operator after this one.
                        let limit = match limit {
                            Some(limit) => amount(limit, "LIMIT", cx, row).ok(),
                            None => None,
                        };
                        State::Sorter(Sorter::new(keys, limit))
                    }
                    _ => State::None,
                });
            }
        }
        Ok(Runner {
            cx,
            ops,
            states,
            weight: 1,
            sink,
        })
    }

    /// Hands a row to the operator of that number.
    pub(super) fn push(&mut self, number: usize, row: &mut [Value]) -> Result<Flow> {
        let cx = self.cx;
        cx.session.budget.tick()?;
        if let Some(profile) = &cx.session.profile {
            if let Some(before) = number.checked_sub(1) {
                profile.borrow_mut()[self.ops[before].id].0 += 1;
            }
            if let Some(op) = self.ops.get(number) {
                let start = Instant::now();
                let flow = self.apply(number, op, row);
                profile.borrow_mut()[op.id].1 += start.elapsed();
                return flow;
            }
        }
        match self.ops.get(number) {
            Some(op) => self.apply(number, op, row),
            None => (self.sink)(row),
        }
    }

    fn apply(&mut self, number: usize, op: &'r Op, row: &mut [Value]) -> Result<Flow> {
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
            OpKind::Expand(hop) => self.expand(number, hop, row),
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
            OpKind::Aggregate(aggregate) => self.gather(number, aggregate, row),
            OpKind::Distinct { slots } => self.distinct(number, slots, row),
            OpKind::DistinctProperties { items, read } => {
                self.distinct_properties(number, items, *read, row)
            }
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

    fn bind_all(
        &mut self,
        number: usize,
        slot: Slot,
        nodes: impl Iterator<Item = NodeId>,
        row: &mut [Value],
    ) -> Result<Flow> {
        for node in nodes {
            row[slot] = Value::Node(node);
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Binds the nodes that pass the tests.
    fn scan(
        &mut self,
        number: usize,
        slot: Slot,
        nodes: impl Iterator<Item = NodeId>,
        tests: &'r [PropertyTest],
        row: &mut [Value],
    ) -> Result<Flow> {
        let graph = self.cx.graph;
        let rows = nodes.size_hint().1.unwrap_or_else(|| graph.node_count());
        let tests: SmallVec<[ColumnTest<'_>; 2]> = tests
            .iter()
            .map(|test| ColumnTest::new(graph, test, false, rows))
            .collect();
        if let Some(mut factors) = self.factors(number + 1, slot) {
            // Going through many nodes, it is cheaper to count for all nodes at once.
            if rows >= graph.node_bound() / 32 {
                self.count_ahead(&mut factors)?;
            }
            if tests.is_empty()
                && let Some(rows) = all_degrees(&factors)
            {
                let count = nodes.fold(0_i64, |count, node| {
                    let degrees = rows.iter().map(|rows| rows.degree(node) as i64);
                    count.saturating_add(degrees.fold(1, i64::saturating_mul))
                });
                self.count_rows(number + 1, count);
                return Ok(Flow::Continue);
            }
            let mut count = 0_i64;
            for node in nodes {
                if tests.iter().all(|test| test.accepts(node.0)) {
                    count = count.saturating_add(self.product(&factors, node, row)?);
                }
            }
            self.count_rows(number + 1, count);
            return Ok(Flow::Continue);
        }
        for node in nodes {
            if !tests.iter().all(|test| test.accepts(node.0)) {
                continue;
            }
            row[slot] = Value::Node(node);
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Binds the edges that pass the tests, and their ends.
    fn scan_edges(
        &mut self,
        number: usize,
        hop: &'r Expand,
        edge_type: Symbol,
        row: &mut [Value],
    ) -> Result<Flow> {
        let graph = self.cx.graph;
        let edges = graph.edges_with_type(edge_type);
        let ready = |tests: &'r [PropertyTest], of_edge: bool| {
            let tests = tests.iter();
            tests.map(move |test| ColumnTest::new(graph, test, of_edge, edges.len()))
        };
        let edge_tests: SmallVec<[ColumnTest<'_>; 2]> = ready(&hop.edge_tests, true).collect();
        let node_tests: SmallVec<[ColumnTest<'_>; 2]> = ready(&hop.node_tests, false).collect();
        for edge in edges {
            if !edge_tests.iter().all(|test| test.accepts(edge.0)) {
                continue;
            }
            let Some((source, target)) = graph.ends(*edge) else {
                continue;
            };
            let (from, to) = match hop.direction {
                Direction::Incoming => (target, source),
                _ => (source, target),
            };
            let fits = node_tests.iter().all(|test| test.accepts(to.0))
                && hop
                    .labels
                    .as_ref()
                    .is_none_or(|labels| labels.accepts(graph.labels(to)));
            if !fits {
                continue;
            }
            row[hop.from] = Value::Node(from);
            row[hop.to] = Value::Node(to);
            row[hop.edge] = Value::Edge(*edge);
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Adds rows to the counts of the aggregation that follows.
    fn count_rows(&mut self, number: usize, count: i64) {
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

    /// Gets the tests of an edge operator ready.
    pub(super) fn ready(&mut self, number: usize, hop: &'r Expand) {
        let graph = self.cx.graph;
        if let Some(State::Tests(ready) | State::Meeting(_, ready)) = self.states.get_mut(number) {
            ready.prepare(graph, hop);
        }
    }

    /// Tells whether an edge passes the tests that are ready.
    #[inline]
    pub(super) fn edge_fits(&self, number: usize, edge: EdgeId) -> bool {
        match self.states.get(number) {
            Some(State::Tests(ready)) => ready.edge_fits(edge),
            _ => true,
        }
    }

    /// Tells whether the node at the other end has the labels and passes the tests that are ready.
    #[inline]
    pub(super) fn other_end_fits(&self, number: usize, hop: &Expand, node: NodeId) -> bool {
        let graph = self.cx.graph;
        match self.states.get(number) {
            Some(State::Tests(ready) | State::Meeting(_, ready)) => {
                ready.node_fits(graph, hop, node)
            }
            _ => hop
                .labels
                .as_ref()
                .is_none_or(|labels| labels.accepts(graph.labels(node))),
        }
    }

    /// Gives what a branch remembers.
    pub(super) fn branch(&mut self, number: usize, branch: &Branch) -> &mut BranchState<'r> {
        if let State::Branches(branches) | State::Pairs(branches, _) = &mut self.states[number] {
            return &mut branches[branch.number];
        }
        unreachable!("branches have states from the start")
    }

    /// Gives the room for the ends of pairs.
    pub(super) fn ends(&mut self, number: usize) -> &mut Ends {
        if let State::Pairs(_, ends) = &mut self.states[number] {
            return ends;
        }
        unreachable!("pairs have room for their ends from the start")
    }

    /// Gives the marks of a meeting.
    pub(super) fn marks(&mut self, number: usize) -> &mut Marks {
        if let State::Meeting(marks, _) = &mut self.states[number] {
            return marks;
        }
        unreachable!("a meeting has marks from the start")
    }

    fn by_property(
        &mut self,
        number: usize,
        (slot, label, key, value): (Slot, Option<Symbol>, &Key, &Code),
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let wanted = value.eval(cx, row)?;
        let Some(symbol) = key.in_graph(cx.graph) else {
            return Ok(Flow::Continue);
        };
        // What cannot be stored equals nothing stored; null equals nothing at all.
        let Some(property) = wanted.to_property() else {
            return Ok(Flow::Continue);
        };
        let nodes = cx.graph.nodes_with_value(symbol, &property);
        let labelled =
            |node: &NodeId| label.is_none_or(|label| cx.graph.labels(*node).contains(&label));
        self.bind_all(number, slot, nodes.into_iter().filter(labelled), row)
    }

    fn unwind(
        &mut self,
        number: usize,
        slot: Slot,
        list: &Code,
        row: &mut [Value],
    ) -> Result<Flow> {
        if let Some(numbers) = self.numbers(list, row)? {
            for item in numbers {
                row[slot] = Value::Int(item);
                if self.push(number + 1, row)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            return Ok(Flow::Continue);
        }
        match list.eval(self.cx, row)? {
            Value::Null => Ok(Flow::Continue),
            Value::List(items) => {
                for item in items.iter() {
                    row[slot] = item.clone();
                    if self.push(number + 1, row)? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                }
                Ok(Flow::Continue)
            }
            item => {
                row[slot] = item;
                self.push(number + 1, row)
            }
        }
    }

    /// Gives the numbers of `range(from, to)`, which need not be listed before the first is used.
    fn numbers(
        &self,
        list: &Code,
        row: &mut [Value],
    ) -> Result<Option<std::ops::RangeInclusive<i64>>> {
        let CodeKind::Call(function, arguments) = &list.kind else {
            return Ok(None);
        };
        let [from, to] = arguments.as_slice() else {
            return Ok(None);
        };
        if function.signature.name != "range" {
            return Ok(None);
        }
        match (from.eval(self.cx, row)?, to.eval(self.cx, row)?) {
            (Value::Int(from), Value::Int(to)) => Ok(Some(from..=to)),
            _ => Ok(None),
        }
    }

    fn distinct(&mut self, number: usize, slots: &[Slot], row: &mut [Value]) -> Result<Flow> {
        let State::Seen(seen) = &mut self.states[number] else {
            return Ok(Flow::Continue);
        };
        if !seen.insert_slots(row, slots) {
            return Ok(Flow::Continue);
        }
        self.cx
            .session
            .budget
            .take(slots.len() * size_of::<Value>())?;
        // However many rows this one stood for, it is one now.
        let before = std::mem::replace(&mut self.weight, 1);
        let flow = self.push(number + 1, row);
        self.weight = before;
        flow
    }

    fn distinct_properties(
        &mut self,
        number: usize,
        items: &[(Slot, Code)],
        read: bool,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let State::SeenProperties(seen, packer) = &mut self.states[number] else {
            return Ok(Flow::Continue);
        };
        let packer = packer.get_or_insert_with(|| Packer::new(cx, items, row));
        let known = seen.insert_packed(packer.pack(row));
        if known == Some(false) {
            return Ok(Flow::Continue);
        }
        if read || known.is_none() {
            let mut values: SmallVec<[Value; 2]> = SmallVec::new();
            for (_, code) in items {
                values.push(code.eval(cx, row)?);
            }
            if known.is_none() && !seen.insert_other(&values) {
                return Ok(Flow::Continue);
            }
            for ((slot, _), value) in items.iter().zip(values) {
                row[*slot] = value;
            }
        }
        self.cx
            .session
            .budget
            .take(items.len() * size_of::<Value>())?;
        let before = std::mem::replace(&mut self.weight, 1);
        let flow = self.push(number + 1, row);
        self.weight = before;
        flow
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

/// Gives properties in one word with their kinds: small numbers, and texts by their codes in the
/// column.
struct Packer<'g> {
    /// None where some property is neither.
    sources: Option<SmallVec<[(Slot, Source<'g>); 2]>>,
    /// A kind of its own for rows of two.
    two: u32,
}

/// The column that a property is read from.
enum Source<'g> {
    NodeNumber(&'g Plain<i64>),
    NodeText(&'g Texts),
    EdgeNumber(&'g Plain<i64>),
    EdgeText(&'g Texts),
}

impl<'g> Packer<'g> {
    /// Finds the columns by the first row: every other has the same kinds.
    fn new(cx: Context<'g>, items: &[(Slot, Code)], row: &[Value]) -> Self {
        let source = |(_, code): &(Slot, Code)| {
            let CodeKind::Property(subject, key) = &code.kind else {
                return None;
            };
            let CodeKind::Slot(slot) = subject.kind else {
                return None;
            };
            let symbol = key.in_graph(cx.graph)?;
            let source = match row[slot] {
                Value::Node(_) => match cx.graph.node_column(symbol)? {
                    Column::Int(column) => Source::NodeNumber(column),
                    Column::Text(column) => Source::NodeText(column),
                    _ => return None,
                },
                Value::Edge(_) => match cx.graph.edge_column(symbol)? {
                    Column::Int(column) => Source::EdgeNumber(column),
                    Column::Text(column) => Source::EdgeText(column),
                    _ => return None,
                },
                _ => return None,
            };
            Some((slot, source))
        };
        Packer {
            sources: items.iter().map(source).collect(),
            two: if items.len() == 2 { keys::TWO } else { 0 },
        }
    }

    #[inline]
    fn pack(&self, row: &[Value]) -> Option<(u32, u64)> {
        // Kinds of its own, since a code is no number.
        let mut packed = (0_u32, 0_u64);
        for (slot, source) in self.sources.as_ref()? {
            let (kind, bits) = match (source, &row[*slot]) {
                (Source::NodeNumber(column), Value::Node(node)) => {
                    (1, u32::try_from(column.get(node.0)?).ok()?)
                }
                (Source::EdgeNumber(column), Value::Edge(edge)) => {
                    (1, u32::try_from(column.get(edge.0)?).ok()?)
                }
                (Source::NodeText(column), Value::Node(node)) => (2, column.code(node.0)?),
                (Source::EdgeText(column), Value::Edge(edge)) => (2, column.code(edge.0)?),
                _ => return None,
            };
            packed = (packed.0 << 2 | kind, packed.1 << 32 | u64::from(bits));
        }
        Some((0x200 | self.two | packed.0, packed.1))
    }
}

fn remembers(kind: &OpKind) -> bool {
    matches!(
        kind,
        OpKind::Skip(_)
            | OpKind::Limit(_)
            | OpKind::Distinct { .. }
            | OpKind::DistinctProperties { .. }
            | OpKind::Aggregate(_)
            | OpKind::Sort { .. }
            | OpKind::CountMeetings(_)
            | OpKind::CountPairs(_)
            | OpKind::CountEdges(_)
    ) || has_tests(kind)
}

/// Tells whether an operator tests properties of edges or of the nodes they lead to.
fn has_tests(kind: &OpKind) -> bool {
    match kind {
        OpKind::Expand(hop) => !hop.edge_tests.is_empty() || !hop.node_tests.is_empty(),
        _ => false,
    }
}

/// Computes what `SKIP` or `LIMIT` says.
fn amount(code: &Code, place: &'static str, cx: Context<'_>, row: &mut [Value]) -> Result<u64> {
    let kind = match code.eval(cx, row)? {
        Value::Int(number) => match u64::try_from(number) {
            Ok(number) => return Ok(number),
            Err(_) => QueryErrorKind::NegativeCount {
                place,
                found: number,
            },
        },
        other => QueryErrorKind::CountNotInteger {
            place,
            found: describe(&other),
        },
    };
    Err(kind.at(code.span))
}
