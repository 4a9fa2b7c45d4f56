//! Counts possibilities into the weight of a row instead of handing each on.

use crate::graph::Adjacency;
use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::Meeting;
use crate::query::plan::OpKind;
use crate::query::plan::Types;
use crate::query::run::expand::differs;
use crate::query::run::expand::each_edge;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Ready;
use crate::query::run::pipe::Runner;

/// How often each node is next to the slow side of a meeting.
#[derive(Default)]
pub(super) struct Marks {
    anchor: Option<NodeId>,
    counts: Vec<u32>,
    marked: Vec<NodeId>,
}

/// What a branch remembers.
#[derive(Default)]
pub(super) struct BranchState<'g> {
    tests: Ready<'g>,
    /// For each node, one more than the ways on from it; 0 where that is not known yet.
    ways: Vec<i64>,
}

/// One of the counts that are multiplied for each node of a scan.
pub(super) enum Factor<'r> {
    Degree(&'r Adjacency),
    Branch(usize, &'r Branch),
}

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn count_edges(
        &mut self,
        number: usize,
        branch: &'r Branch,
        row: &mut [Value],
    ) -> Result<Flow> {
        let count = match row[branch.hop.from] {
            Value::Node(from) => self.ways(number, branch, from, row)?,
            _ => i64::from(branch.optional),
        };
        self.weigh(number, count, row)
    }

    /// Hands a row on that stands for `count` rows.
    fn weigh(&mut self, number: usize, count: i64, row: &mut [Value]) -> Result<Flow> {
        if count == 0 {
            return Ok(Flow::Continue);
        }
        let before = self.weight;
        self.weight = before.saturating_mul(count);
        let flow = self.push(number + 1, row);
        self.weight = before;
        flow
    }

    /// Counts the ways along a branch from a node.
    pub(super) fn ways(
        &mut self,
        number: usize,
        branch: &'r Branch,
        from: NodeId,
        row: &[Value],
    ) -> Result<i64> {
        let least = i64::from(branch.optional);
        let graph = self.cx.graph;
        let hop = &branch.hop;
        if branch.then.is_empty()
            && let Some(row) = degree_row(graph, hop)
        {
            return Ok((row.degree(from) as i64).max(least));
        }
        self.cx.session.budget.tick()?;
        let wanted = match (hop.to_bound, &row[hop.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(least),
        };
        // The state is taken out meanwhile: branches further on have their own.
        let mut state = std::mem::take(self.branch(number, branch));
        state.tests.prepare(graph, hop);
        if !branch.then.is_empty() && state.ways.is_empty() {
            self.cx.session.budget.take(graph.node_bound() * 8)?;
            state.ways.resize(graph.node_bound(), 0);
        }
        let mut count = 0_i64;
        let walked = each_edge(graph, from, hop, |edge, to| {
            let fits = wanted.is_none_or(|wanted| wanted == to)
                && differs(edge, &hop.others, row)
                && state.tests.edge_fits(edge)
                && (hop.to_bound || state.tests.node_fits(graph, hop, to));
            if !fits {
                return Ok(Flow::Continue);
            }
            if branch.then.is_empty() {
                count += 1;
                return Ok(Flow::Continue);
            }
            let known = state.ways[to.0 as usize];
            let ways = match known {
                0 => {
                    let mut product = 1_i64;
                    for next in &branch.then {
                        product = product.saturating_mul(self.ways(number, next, to, row)?);
                    }
                    state.ways[to.0 as usize] = product.saturating_add(1);
                    product
                }
                known => known - 1,
            };
            count = count.saturating_add(ways);
            Ok(Flow::Continue)
        });
        *self.branch(number, branch) = state;
        walked?;
        Ok(count.max(least))
    }

    pub(super) fn count_meetings(
        &mut self,
        number: usize,
        meeting: &'r Meeting,
        row: &mut [Value],
    ) -> Result<Flow> {
        let (Value::Node(slow), Value::Node(fast)) =
            (&row[meeting.slow.from], &row[meeting.fast.from])
        else {
            return Ok(Flow::Continue);
        };
        let (slow, fast) = (*slow, *fast);
        let graph = self.cx.graph;
        let mut marks = std::mem::take(self.marks(number));
        if marks.anchor != Some(slow) {
            marks.counts.resize(graph.node_bound(), 0);
            for node in marks.marked.drain(..) {
                marks.counts[node.0 as usize] = 0;
            }
            self.ready(number, &meeting.slow);
            each_edge(graph, slow, &meeting.slow, |_, to| {
                if self.other_end_fits(number, &meeting.slow, to) {
                    marks.counts[to.0 as usize] += 1;
                    marks.marked.push(to);
                }
                Ok(Flow::Continue)
            })?;
            marks.anchor = Some(slow);
        }
        let mut count = 0_i64;
        if !marks.marked.is_empty() {
            if let Some(rows) = adjacency_of(graph, &meeting.fast) {
                for node in rows.neighbours(fast) {
                    count += i64::from(marks.counts[node.0 as usize]);
                }
            } else {
                each_edge(graph, fast, &meeting.fast, |_, to| {
                    count += i64::from(marks.counts[to.0 as usize]);
                    Ok(Flow::Continue)
                })?;
            }
        }
        *self.marks(number) = marks;
        self.weigh(number, count, row)
    }

    /// Finds what is to be multiplied for each node of a scan, where nothing but counts of the ways
    /// from it and one count of all rows follow.
    pub(super) fn factors(&self, number: usize, slot: Slot) -> Option<Vec<Factor<'r>>> {
        let mut factors = Vec::new();
        for (at, op) in self.ops_from(number).iter().enumerate() {
            match &op.kind {
                OpKind::CountEdges(branch) if branch.hop.from == slot && !branch.hop.to_bound => {
                    let plain = branch.then.is_empty() && !branch.optional;
                    factors.push(match degree_row(self.cx.graph, &branch.hop) {
                        Some(row) if plain => Factor::Degree(row),
                        _ => Factor::Branch(number + at, branch),
                    });
                }
                OpKind::Aggregate(aggregate) => {
                    let only_counts = aggregate.keys.is_empty()
                        && aggregate.items.iter().all(|item| item.value.is_none());
                    return only_counts.then_some(factors);
                }
                _ => return None,
            }
        }
        None
    }

    /// Multiplies the factors for a node.
    pub(super) fn product(
        &mut self,
        factors: &[Factor<'r>],
        node: NodeId,
        row: &[Value],
    ) -> Result<i64> {
        let mut product = 1_i64;
        for factor in factors {
            let ways = match factor {
                Factor::Degree(row) => row.degree(node) as i64,
                Factor::Branch(number, branch) => self.ways(*number, branch, node, row)?,
            };
            product = product.saturating_mul(ways);
            if product == 0 {
                break;
            }
        }
        Ok(product)
    }
}

/// Gives the rows of one type and direction, where one is meant.
pub(super) fn adjacency_of<'g>(graph: &'g Graph, hop: &Expand) -> Option<&'g Adjacency> {
    let edge_type = match &hop.types {
        Types::Any => None,
        Types::OneOf(types) => match types.as_slice() {
            [edge_type] => Some(*edge_type),
            _ => return None,
        },
        Types::Test(_) => return None,
    };
    match hop.direction {
        Direction::Both => None,
        direction => graph.adjacency(edge_type, direction),
    }
}

/// Gives the rows whose lengths are the counts, where nothing has to be looked at.
fn degree_row<'g>(graph: &'g Graph, hop: &Expand) -> Option<&'g Adjacency> {
    let plain = hop.labels.is_none()
        && hop.node_tests.is_empty()
        && hop.edge_tests.is_empty()
        && hop.others.is_empty()
        && !hop.to_bound;
    match plain {
        true => adjacency_of(graph, hop),
        false => None,
    }
}
