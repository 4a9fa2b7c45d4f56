//! What operators remember from row to row.

use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::eval::describe;
use crate::query::keys::KeySet;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::run::column::ColumnTest;
use crate::query::run::count::BranchState;
use crate::query::run::count::Ends;
use crate::query::run::count::Marks;
use crate::query::run::distinct::Packer;
use crate::query::run::group::Groups;
use crate::query::run::pipe::Runner;
use crate::query::run::sort::Sorter;

/// What an operator remembers from row to row.
pub(super) enum State<'g> {
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

impl<'g> State<'g> {
    /// Gives the states from which operators start; none where no operator remembers anything.
    pub(super) fn all(ops: &'g [Op], cx: Context<'_>, row: &mut [Value]) -> Result<Vec<Self>> {
        let mut states = Vec::new();
        if !ops.iter().any(|op| remembers(&op.kind)) {
            return Ok(states);
        }
        for op in ops {
            states.push(match &op.kind {
                OpKind::Skip(code) => State::Count(amount(code, "SKIP", cx, row)?),
                OpKind::Limit(code) => State::Count(amount(code, "LIMIT", cx, row)?),
                OpKind::Distinct { .. } => State::Seen(KeySet::default()),
                OpKind::DistinctProperties { .. } => State::SeenProperties(KeySet::default(), None),
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
        Ok(states)
    }
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

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
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
