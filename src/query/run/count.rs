//! Counts possibilities into the weight of a row instead of handing each on.

use std::cmp::Ordering;

use smallvec::SmallVec;

use crate::graph::Adjacency;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::Meeting;
use crate::query::plan::OpKind;
use crate::query::plan::Pairs;
use crate::query::plan::Types;
use crate::query::run::expand::differs;
use crate::query::run::expand::each_edge;
use crate::query::run::expand::each_edge_between;
use crate::query::run::expand::stays_apart;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;
use crate::query::run::state::Ready;

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
    /// What was counted for all nodes at once.
    Counted(Vec<i64>),
}

/// The ends of two branches from one row, and how the first ones weigh for each node.
#[derive(Default)]
pub(super) struct Ends {
    first: Vec<End>,
    second: Vec<End>,
    weights: Vec<i64>,
    /// For each node, the last time it was looked at: parallel edges lead there once only.
    looked: Vec<u32>,
    look: u32,
}

/// A node, the edge that leads there, and the number of ways on.
type End = (NodeId, EdgeId, i64);

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
        let mut visit = |edge: EdgeId, to: NodeId| {
            let fits = differs(edge, &hop.others, row)
                && state.tests.edge_fits(edge)
                && (hop.to_bound || state.tests.node_fits(graph, hop, to))
                && (hop.never.is_empty() || stays_apart(graph, hop, to, row)?);
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
        };
        let walked = match wanted {
            Some(wanted) => each_edge_between(graph, hop, from, wanted, |edge| visit(edge, wanted)),
            None => each_edge(graph, from, hop, visit),
        };
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

    /// Multiplies the numbers of ends of two branches, and takes off the pairs that are forbidden.
    pub(super) fn count_pairs(
        &mut self,
        number: usize,
        pairs: &'r Pairs,
        row: &mut [Value],
    ) -> Result<Flow> {
        let (Value::Node(first_from), Value::Node(second_from)) =
            (&row[pairs.first.hop.from], &row[pairs.second.hop.from])
        else {
            return Ok(Flow::Continue);
        };
        let (first_from, second_from) = (*first_from, *second_from);
        let graph = self.cx.graph;
        let mut ends = std::mem::take(self.ends(number));
        let first_sum = self.gather_ends(number, &pairs.first, first_from, row, &mut ends.first)?;
        let mut count = 0;
        if first_sum > 0 {
            let second = &mut ends.second;
            let second_sum = self.gather_ends(number, &pairs.second, second_from, row, second)?;
            count = first_sum.saturating_mul(second_sum);
            if second_sum > 0 && (pairs.nodes_differ || pairs.never.is_none()) {
                count -= equal_pairs(&mut ends.first, &mut ends.second, pairs.nodes_differ);
            }
            if second_sum > 0
                && let Some(never) = &pairs.never
            {
                count -= self.joined_pairs(graph, never, pairs.nodes_differ, &mut ends)?;
            }
        }
        *self.ends(number) = ends;
        self.weigh(number, count, row)
    }

    /// Lists the ends of a branch from a node, and gives how many ways there are in all.
    fn gather_ends(
        &mut self,
        number: usize,
        branch: &'r Branch,
        from: NodeId,
        row: &[Value],
        ends: &mut Vec<End>,
    ) -> Result<i64> {
        ends.clear();
        let graph = self.cx.graph;
        let hop = &branch.hop;
        let mut state = std::mem::take(self.branch(number, branch));
        state.tests.prepare(graph, hop);
        if !branch.then.is_empty() && state.ways.is_empty() {
            self.cx.session.budget.take(graph.node_bound() * 8)?;
            state.ways.resize(graph.node_bound(), 0);
        }
        let mut sum = 0_i64;
        let walked = each_edge(graph, from, hop, |edge, to| {
            self.cx.session.budget.tick()?;
            let fits = differs(edge, &hop.others, row)
                && state.tests.edge_fits(edge)
                && state.tests.node_fits(graph, hop, to)
                && (hop.never.is_empty() || stays_apart(graph, hop, to, row)?);
            if !fits {
                return Ok(Flow::Continue);
            }
            let ways = match branch.then.is_empty() {
                true => 1,
                false => self.ways_on(number, branch, &mut state.ways, to, row)?,
            };
            if ways > 0 {
                sum = sum.saturating_add(ways);
                ends.push((to, edge, ways));
            }
            Ok(Flow::Continue)
        });
        *self.branch(number, branch) = state;
        walked?;
        Ok(sum)
    }

    /// Counts the ways on from where a branch leads, and remembers them.
    fn ways_on(
        &mut self,
        number: usize,
        branch: &'r Branch,
        known: &mut [i64],
        to: NodeId,
        row: &[Value],
    ) -> Result<i64> {
        if let Some(ways) = known[to.0 as usize].checked_sub(1)
            && ways >= 0
        {
            return Ok(ways);
        }
        let mut product = 1_i64;
        for next in &branch.then {
            product = product.saturating_mul(self.ways(number, next, to, row)?);
        }
        known[to.0 as usize] = product.saturating_add(1);
        Ok(product)
    }

    /// Counts the pairs of ends that an edge joins.
    fn joined_pairs(
        &self,
        graph: &Graph,
        never: &Expand,
        nodes_differ: bool,
        ends: &mut Ends,
    ) -> Result<i64> {
        if ends.weights.is_empty() {
            self.cx.session.budget.take(graph.node_bound() * 12)?;
            ends.weights.resize(graph.node_bound(), 0);
            ends.looked.resize(graph.node_bound(), 0);
        }
        for (node, _, ways) in &ends.first {
            let weight = &mut ends.weights[node.0 as usize];
            *weight = weight.saturating_add(*ways);
        }
        let back = Expand {
            direction: match never.direction {
                Direction::Outgoing => Direction::Incoming,
                Direction::Incoming => Direction::Outgoing,
                Direction::Both => Direction::Both,
            },
            ..never.clone()
        };
        let mut count = 0_i64;
        for (node, _, ways) in &ends.second {
            self.cx.session.budget.tick()?;
            ends.look = ends.look.wrapping_add(1);
            if ends.look == 0 {
                ends.looked.fill(0);
                ends.look = 1;
            }
            let mut joined = 0_i64;
            each_edge(graph, *node, &back, |_, other| {
                let looked = &mut ends.looked[other.0 as usize];
                if *looked != ends.look && !(nodes_differ && other == *node) {
                    *looked = ends.look;
                    joined = joined.saturating_add(ends.weights[other.0 as usize]);
                }
                Ok(Flow::Continue)
            })?;
            count = count.saturating_add(joined.saturating_mul(*ways));
        }
        for (node, ..) in &ends.first {
            ends.weights[node.0 as usize] = 0;
        }
        Ok(count)
    }

    /// Counts for all nodes at once what depends on nothing but the node.
    pub(super) fn count_ahead(&self, factors: &mut [Factor<'r>]) -> Result<()> {
        for factor in factors {
            if let Factor::Branch(_, branch) = factor
                && let Some(ways) = self.all_ways(branch)?
            {
                *factor = Factor::Counted(ways);
            }
        }
        Ok(())
    }

    /// Counts the ways along a branch from each node; nothing where they depend on more than the
    /// node, or on edges that have to be looked at.
    fn all_ways(&self, branch: &'r Branch) -> Result<Option<Vec<i64>>> {
        let graph = self.cx.graph;
        let hop = &branch.hop;
        let alone = hop.others.is_empty()
            && hop.never.is_empty()
            && !hop.to_bound
            && hop.edge_tests.is_empty();
        let Types::OneOf(types) = &hop.types else {
            return Ok(None);
        };
        if !alone || types.is_empty() {
            return Ok(None);
        }
        let ways: &[Direction] = match hop.direction {
            Direction::Outgoing => &[Direction::Outgoing],
            Direction::Incoming => &[Direction::Incoming],
            Direction::Both => &[Direction::Outgoing, Direction::Incoming],
        };
        let bound = graph.node_bound();
        let mut on: Option<Vec<i64>> = None;
        for next in &branch.then {
            let Some(next) = self.all_ways(next)? else {
                return Ok(None);
            };
            match &mut on {
                None => on = Some(next),
                Some(on) => {
                    for (ways, next) in on.iter_mut().zip(next) {
                        *ways = ways.saturating_mul(next);
                    }
                }
            }
        }
        self.cx.session.budget.look()?;
        self.cx.session.budget.take(bound * 8)?;
        if hop.labels.is_some() || !hop.node_tests.is_empty() {
            let mut tests = Ready::default();
            tests.prepare(graph, hop);
            let on = on.get_or_insert_with(|| vec![1; bound]);
            for (number, ways) in on.iter_mut().enumerate() {
                if *ways != 0 && !tests.node_fits(graph, hop, NodeId(number as u32)) {
                    *ways = 0;
                }
            }
        }
        let mut counts = vec![0_i64; bound];
        for edge_type in types {
            for way in ways {
                let Some(rows) = graph.adjacency(Some(*edge_type), *way) else {
                    return Ok(None);
                };
                let loops_twice = ways.len() == 2 && *way == Direction::Incoming;
                for (number, count) in counts.iter_mut().enumerate() {
                    let node = NodeId(number as u32);
                    let neighbours = rows.neighbours(node);
                    if neighbours.is_empty() {
                        continue;
                    }
                    let sum = match &on {
                        None => neighbours.len() as i64,
                        Some(on) => neighbours
                            .iter()
                            .fold(0, |sum: i64, to| sum.saturating_add(on[to.0 as usize])),
                    };
                    *count = count.saturating_add(sum);
                    if loops_twice {
                        let loops = neighbours.iter().filter(|to| **to == node).count() as i64;
                        let each = on.as_ref().map_or(1, |on| on[number]);
                        *count -= loops.saturating_mul(each);
                    }
                }
            }
        }
        if branch.optional {
            counts.iter_mut().for_each(|count| *count = (*count).max(1));
        }
        Ok(Some(counts))
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
                Factor::Counted(ways) => ways.get(node.0 as usize).copied().unwrap_or(0),
            };
            product = product.saturating_mul(ways);
            if product == 0 {
                break;
            }
        }
        Ok(product)
    }
}

/// Gives the rows of factors that are all numbers of edges.
pub(super) fn all_degrees<'r>(factors: &[Factor<'r>]) -> Option<SmallVec<[&'r Adjacency; 4]>> {
    factors
        .iter()
        .map(|factor| match factor {
            Factor::Degree(rows) => Some(*rows),
            _ => None,
        })
        .collect()
}

/// Counts the pairs of ends that are one node, or that one edge leads to.
fn equal_pairs(first: &mut [End], second: &mut [End], nodes: bool) -> i64 {
    let key = |end: &End| match nodes {
        true => (end.0, EdgeId(0)),
        false => (end.0, end.1),
    };
    for ends in [&mut *first, &mut *second] {
        if !ends.is_sorted_by_key(key) {
            ends.sort_unstable_by_key(key);
        }
    }
    let (mut first, mut second) = (&*first, &*second);
    let mut count = 0_i64;
    while let (Some(a), Some(b)) = (first.first(), second.first()) {
        match key(a).cmp(&key(b)) {
            Ordering::Less => first = &first[1..],
            Ordering::Greater => second = &second[1..],
            Ordering::Equal => {
                let wanted = key(a);
                let take = |ends: &mut &[End]| {
                    let same = ends.iter().take_while(|end| key(end) == wanted).count();
                    let (head, rest) = ends.split_at(same);
                    *ends = rest;
                    head.iter()
                        .fold(0_i64, |sum, end| sum.saturating_add(end.2))
                };
                let (a, b) = (take(&mut first), take(&mut second));
                count = count.saturating_add(a.saturating_mul(b));
            }
        }
    }
    count
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
        && hop.never.is_empty()
        && !hop.to_bound;
    match plain {
        true => adjacency_of(graph, hop),
        false => None,
    }
}
