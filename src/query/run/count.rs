//! Counts possibilities into the weight of a row instead of handing each on.

use crate::graph::Direction;
use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Result;
use crate::query::plan::Expand;
use crate::query::plan::Meeting;
use crate::query::plan::OpKind;
use crate::query::plan::Types;
use crate::query::run::expand::differs;
use crate::query::run::expand::each_edge;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

/// How often each node is next to the slow side of a meeting.
#[derive(Default)]
pub(super) struct Marks {
    anchor: Option<NodeId>,
    counts: Vec<u32>,
    marked: Vec<NodeId>,
}

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn count_edges(
        &mut self,
        number: usize,
        hop: &'r Expand,
        optional: bool,
        row: &mut [Value],
    ) -> Result<Flow> {
        let mut count = match row[hop.from] {
            Value::Node(from) => self.edge_count(number, hop, from, row)?,
            _ => 0,
        };
        if optional {
            count = count.max(1);
        }
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

    fn edge_count(
        &mut self,
        number: usize,
        hop: &'r Expand,
        from: NodeId,
        row: &[Value],
    ) -> Result<i64> {
        if let Some(degree) = degree(self.cx.graph, hop, from) {
            return Ok(degree);
        }
        let wanted = match (hop.to_bound, &row[hop.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(0),
        };
        let mut count = 0;
        let graph = self.cx.graph;
        self.ready(number, hop);
        each_edge(graph, from, hop, |edge, to| {
            let fits = wanted.is_none_or(|wanted| wanted == to)
                && differs(edge, &hop.others, row)
                && self.edge_fits(number, edge)
                && (hop.to_bound || self.other_end_fits(number, hop, to));
            count += i64::from(fits);
            Ok(Flow::Continue)
        })?;
        Ok(count)
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
            if let Some(neighbours) = row_of(graph, &meeting.fast, fast) {
                for node in neighbours {
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

    /// Counts without handing rows on, where all that follows a node are counts of its edges and
    /// one count of all rows. Gives the count for the node.
    pub(super) fn product(&self, number: usize, slot: usize, node: NodeId) -> Option<i64> {
        let mut product = 1_i64;
        let mut at = number;
        loop {
            match &self.op(at)?.kind {
                OpKind::CountEdges {
                    hop,
                    optional: false,
                } if hop.from == slot => {
                    product = product.saturating_mul(degree(self.cx.graph, hop, node)?);
                }
                OpKind::Aggregate(aggregate) => {
                    let only_counts = aggregate.keys.is_empty()
                        && aggregate.items.iter().all(|item| item.value.is_none());
                    return (only_counts && at > number).then_some(product);
                }
                _ => return None,
            }
            at += 1;
        }
    }
}

/// Gives the neighbours of a node along one type and direction, in one piece.
fn row_of<'g>(graph: &'g crate::graph::Graph, hop: &Expand, node: NodeId) -> Option<&'g [NodeId]> {
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
        direction => Some(graph.adjacency(edge_type, direction)?.neighbours(node)),
    }
}

/// Gives the number of edges where nothing has to be looked at.
fn degree(graph: &crate::graph::Graph, hop: &Expand, node: NodeId) -> Option<i64> {
    let nothing_to_test = hop.labels.is_none()
        && hop.node_tests.is_empty()
        && hop.edge_tests.is_empty()
        && hop.others.is_empty()
        && !hop.to_bound;
    match nothing_to_test {
        true => row_of(graph, hop, node).map(|row| row.len() as i64),
        false => None,
    }
}
