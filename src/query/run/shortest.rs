//! Finds shortest paths without walking longer ones.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::plan::Expand;
use crate::query::plan::ExpandMany;
use crate::query::plan::Shortest;
use crate::query::plan::Wanted;
use crate::query::run::expand::each_edge;
use crate::query::run::expand::edge_list;
use crate::query::run::expand::next_edges;
use crate::query::run::expand::passes;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

/// The edges by which a node was first reached, all from nodes one step nearer; one of them where
/// one is enough.
type Arrivals = SmallVec<[(EdgeId, NodeId); 1]>;

/// One side of a search from both ends.
struct Side {
    /// For each node, how far it is and how it was reached.
    reached: FxHashMap<NodeId, (usize, Arrivals)>,
    border: Vec<NodeId>,
    depth: usize,
    /// The step that leads away from where it began.
    hop: Expand,
    /// Whether all ways are wanted.
    all: bool,
}

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn shortest(
        &mut self,
        number: usize,
        shortest: &Shortest,
        row: &mut [Value],
    ) -> Result<Flow> {
        let many = &shortest.many;
        let (Value::Node(from), Value::Node(to)) = (&row[many.hop.from], &row[many.hop.to]) else {
            return Ok(Flow::Continue);
        };
        let (from, to) = (*from, *to);
        let all = shortest.wanted == Wanted::Groups(1);
        let one_length = all || shortest.wanted == Wanted::Paths(1);
        let trails = if from == to && many.least == 0 && one_length {
            vec![Vec::new()]
        } else if one_length && many.least <= 1 && from != to {
            between(self.cx, many, from, to, all, row)?
        } else {
            by_length(self.cx, shortest, from, to, row)?
        };
        for trail in trails {
            row[many.hop.edge] = edge_list(&trail, many.reversed);
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}

/// Searches from both ends in turn, always from the side with the smaller border.
fn between(
    cx: Context<'_>,
    many: &ExpandMany,
    from: NodeId,
    to: NodeId,
    all: bool,
    row: &mut [Value],
) -> Result<Vec<Vec<EdgeId>>> {
    let back = match many.hop.direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Both => Direction::Both,
    };
    let mut near = Side::new(from, many.hop.clone(), all);
    let mut far = Side::new(
        to,
        Expand {
            direction: back,
            ..many.hop.clone()
        },
        all,
    );
    while near.depth + far.depth < many.most {
        let from_near = near.border.len() <= far.border.len();
        let (side, other) = match from_near {
            true => (&mut near, &far),
            false => (&mut far, &near),
        };
        side.grow(cx, many, row)?;
        if side.border.is_empty() {
            return Ok(Vec::new());
        }
        let mut meeting: Vec<NodeId> = side
            .border
            .iter()
            .copied()
            .filter(|node| {
                other
                    .reached
                    .get(node)
                    .is_some_and(|(depth, _)| *depth == other.depth)
            })
            .collect();
        if !meeting.is_empty() {
            meeting.sort_unstable();
            let mut trails = Vec::new();
            for node in meeting {
                let heads = near.trails(cx, node, all)?;
                let tails = far.trails(cx, node, all)?;
                for head in &heads {
                    for tail in &tails {
                        let mut trail: Vec<EdgeId> = head.iter().rev().copied().collect();
                        trail.extend(tail);
                        trails.push(trail);
                        if !all {
                            return Ok(trails);
                        }
                    }
                }
            }
            return Ok(trails);
        }
    }
    Ok(Vec::new())
}

impl Side {
    fn new(node: NodeId, hop: Expand, all: bool) -> Self {
        let mut reached = FxHashMap::default();
        reached.insert(node, (0, Arrivals::new()));
        Side {
            reached,
            border: vec![node],
            depth: 0,
            hop,
            all,
        }
    }

    fn grow(&mut self, cx: Context<'_>, many: &ExpandMany, row: &mut [Value]) -> Result<()> {
        self.depth += 1;
        let depth = self.depth;
        let mut border = Vec::new();
        for node in std::mem::take(&mut self.border) {
            cx.session.budget.tick()?;
            each_edge(cx.graph, node, &self.hop, |edge, to| {
                if !passes(cx, many, edge, row)? {
                    return Ok(Flow::Continue);
                }
                let entry = self.reached.entry(to).or_insert_with(|| {
                    border.push(to);
                    (depth, Arrivals::new())
                });
                if entry.0 == depth && (self.all || entry.1.is_empty()) {
                    entry.1.push((edge, node));
                }
                Ok(Flow::Continue)
            })?;
        }
        cx.session.budget.take(border.len() * 64)?;
        self.border = border;
        Ok(())
    }

    /// Lists the trails from a node back to where the side began: the first, or all.
    fn trails(&self, cx: Context<'_>, node: NodeId, all: bool) -> Result<Vec<Vec<EdgeId>>> {
        let mut trails = Vec::new();
        let mut open = vec![(node, Vec::new())];
        while let Some((node, trail)) = open.pop() {
            cx.session.budget.tick()?;
            match self.reached.get(&node) {
                Some((0, _)) | None => trails.push(trail),
                Some((_, arrivals)) => {
                    let most = if all { arrivals.len() } else { 1 };
                    for (edge, before) in arrivals.iter().take(most) {
                        let mut longer = trail.clone();
                        longer.push(*edge);
                        open.push((*before, longer));
                    }
                }
            }
        }
        Ok(trails)
    }
}

/// Walks all trails in the order of their length, as far as is needed: for more paths than one,
/// for round trips and for paths that must have some length.
fn by_length(
    cx: Context<'_>,
    shortest: &Shortest,
    from: NodeId,
    to: NodeId,
    row: &mut [Value],
) -> Result<Vec<Vec<EdgeId>>> {
    let many = &shortest.many;
    let mut trails: Vec<Vec<EdgeId>> = Vec::new();
    // How many lengths there are among the trails; they come in the order of their length.
    let mut groups = 0;
    let mut open = VecDeque::from([(from, Vec::new())]);
    while let Some((node, trail)) = open.pop_front() {
        cx.session.budget.tick()?;
        let longer = trails.last().is_none_or(|last| trail.len() > last.len());
        let enough = match shortest.wanted {
            Wanted::Paths(count) => trails.len() as u64 >= count,
            Wanted::Groups(count) => groups >= count && longer,
        };
        if enough {
            break;
        }
        if node == to && trail.len() >= many.least {
            groups += u64::from(longer);
            trails.push(trail.clone());
        }
        if trail.len() < many.most {
            let next = next_edges(cx, many, node, &trail, row)?;
            cx.session
                .budget
                .take(next.len() * (size_of::<EdgeId>() * (trail.len() + 1) + 32))?;
            for (edge, next) in next {
                let mut longer = trail.clone();
                longer.push(edge);
                open.push_back((next, longer));
            }
        }
    }
    Ok(trails)
}
