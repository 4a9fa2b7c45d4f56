//! Matches a pattern again and again, each time from the node where it ended.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::graph::EdgeId;
use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Result;
use crate::query::plan::Repeat;
use crate::query::plan::Wanted;
use crate::query::run::expand::differs;
use crate::query::run::expand::fits;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

/// One match of the pattern.
struct Lap {
    edges: SmallVec<[EdgeId; 2]>,
    /// What its variables stand for.
    values: SmallVec<[Value; 4]>,
    end: NodeId,
}

/// A match and those before it, shared with what else follows on them.
struct Step {
    lap: Lap,
    before: Option<Rc<Step>>,
}

/// How far a search has come on one way.
struct Reached {
    node: NodeId,
    laps: usize,
    edges: usize,
    last: Option<Rc<Step>>,
}

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn repeat(
        &mut self,
        number: usize,
        repeat: &Repeat,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let hop = &repeat.hop;
        let Value::Node(from) = row[hop.from] else {
            return Ok(Flow::Continue);
        };
        let wanted = match (hop.to_bound, &row[hop.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(Flow::Continue),
        };
        if let (Some(kind), Some(to)) = (repeat.shortest, wanted) {
            return self.shortest_laps(number, repeat, kind, (from, to), row);
        }
        let mut trail: Vec<Lap> = Vec::new();
        let mut levels: Vec<std::vec::IntoIter<Lap>> = Vec::new();
        let mut here = from;
        // As with edges, the walk has a stack of its own.
        loop {
            cx.session.budget.tick()?;
            if trail.len() >= repeat.least
                && wanted.is_none_or(|wanted| wanted == here)
                && fits(cx, hop, here)
            {
                fill(repeat, &trail.iter().collect::<Vec<_>>(), row);
                row[hop.to] = Value::Node(here);
                if self.push(number + 1, row)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            let next = match trail.len() < repeat.most {
                true => {
                    let walked = |edge| trail.iter().any(|lap| lap.edges.contains(&edge));
                    self.laps(repeat, here, walked, row)?
                }
                false => Vec::new(),
            };
            levels.push(next.into_iter());
            loop {
                let Some(level) = levels.last_mut() else {
                    return Ok(Flow::Continue);
                };
                if let Some(lap) = level.next() {
                    here = lap.end;
                    trail.push(lap);
                    break;
                }
                levels.pop();
                trail.pop();
            }
        }
    }

    /// Lists the matches from a node that walk no edge again.
    fn laps(
        &self,
        repeat: &Repeat,
        from: NodeId,
        walked: impl Fn(EdgeId) -> bool,
        row: &mut [Value],
    ) -> Result<Vec<Lap>> {
        let (cx, round) = (self.cx, &repeat.round);
        let mut laps = Vec::new();
        row[round.enter] = Value::Node(from);
        round.pipe.run(cx, row, &mut |row| {
            let mut edges = SmallVec::new();
            for slot in &round.edges {
                match row[*slot] {
                    Value::Edge(edge)
                        if !walked(edge) && differs(edge, &repeat.hop.others, row) =>
                    {
                        edges.push(edge);
                    }
                    _ => return Ok(Flow::Continue),
                }
            }
            let Value::Node(end) = row[round.leave] else {
                return Ok(Flow::Continue);
            };
            let variables = round.variables.iter();
            let values: SmallVec<[Value; 4]> =
                variables.map(|(slot, _)| row[*slot].clone()).collect();
            cx.session.budget.take(size_of::<Lap>())?;
            laps.push(Lap { edges, values, end });
            Ok(Flow::Continue)
        })?;
        Ok(laps)
    }

    /// Goes on from the ways with the fewest edges first, as far as is needed.
    fn shortest_laps(
        &mut self,
        number: usize,
        repeat: &Repeat,
        wanted: Wanted,
        (from, to): (NodeId, NodeId),
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        // Where each lap is one edge, no shortest way comes to a node later than it could.
        let all = wanted == Wanted::Groups(1);
        let once = (all || wanted == Wanted::Paths(1))
            && repeat.round.edges.len() == 1
            && repeat.least <= 1
            && from != to;
        let mut nearest: FxHashMap<NodeId, usize> = FxHashMap::from_iter([(from, 0)]);
        let mut open: BTreeMap<usize, VecDeque<Reached>> = BTreeMap::new();
        open.entry(0).or_default().push_back(Reached {
            node: from,
            laps: 0,
            edges: 0,
            last: None,
        });
        let (mut found, mut groups, mut longest) = (0_u64, 0_u64, None);
        while let Some(mut entry) = open.first_entry() {
            let Some(reached) = entry.get_mut().pop_front() else {
                entry.remove();
                continue;
            };
            cx.session.budget.tick()?;
            let longer = longest.is_none_or(|longest| reached.edges > longest);
            let enough = match wanted {
                Wanted::Paths(count) => found >= count,
                Wanted::Groups(count) => groups >= count && longer,
            };
            if enough {
                break;
            }
            if reached.node == to && reached.laps >= repeat.least {
                found += 1;
                groups += u64::from(longer);
                longest = Some(reached.edges);
                let mut laps: Vec<&Lap> = Vec::new();
                let mut last = &reached.last;
                while let Some(step) = last {
                    laps.push(&step.lap);
                    last = &step.before;
                }
                laps.reverse();
                fill(repeat, &laps, row);
                row[repeat.hop.to] = Value::Node(to);
                if self.push(number + 1, row)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            if reached.laps == repeat.most {
                continue;
            }
            let walked = |edge| {
                let mut last = &reached.last;
                while let Some(step) = last {
                    if step.lap.edges.contains(&edge) {
                        return true;
                    }
                    last = &step.before;
                }
                false
            };
            for lap in self.laps(repeat, reached.node, walked, row)? {
                let (node, edges) = (lap.end, reached.edges + lap.edges.len());
                if once {
                    match nearest.get(&node) {
                        Some(known) if !all || *known < edges => continue,
                        _ => _ = nearest.insert(node, edges),
                    }
                }
                let before = reached.last.clone();
                open.entry(edges).or_default().push_back(Reached {
                    node,
                    laps: reached.laps + 1,
                    edges,
                    last: Some(Rc::new(Step { lap, before })),
                });
            }
        }
        Ok(Flow::Continue)
    }
}

/// Puts the lists of a walk into the row.
fn fill(repeat: &Repeat, laps: &[&Lap], row: &mut [Value]) {
    let in_order = |visit: &mut dyn FnMut(&Lap)| match repeat.reversed {
        true => laps.iter().rev().for_each(|lap| visit(lap)),
        false => laps.iter().for_each(|lap| visit(lap)),
    };
    let mut edges = Vec::new();
    in_order(&mut |lap| edges.extend(lap.edges.iter().copied().map(Value::Edge)));
    row[repeat.hop.edge] = Value::list(edges);
    for (place, (_, list)) in repeat.round.variables.iter().enumerate() {
        let mut values = Vec::with_capacity(laps.len());
        in_order(&mut |lap| values.push(lap.values[place].clone()));
        row[*list] = Value::list(values);
    }
}
