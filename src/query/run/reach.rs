//! Finds what can be reached, once each, without walking every way there.

use crate::graph::NodeId;
use crate::query::Value;
use crate::query::eval::Result;
use crate::query::plan::ExpandMany;
use crate::query::run::count::adjacency_of;
use crate::query::run::expand::each_edge;
use crate::query::run::expand::passes;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    /// Hands on each node within the steps once, nearest first. Edges are followed one way, so the
    /// nearest way to a node never takes an edge twice.
    pub(super) fn reach(
        &mut self,
        number: usize,
        many: &ExpandMany,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let hop = &many.hop;
        let Value::Node(from) = row[hop.from] else {
            return Ok(Flow::Continue);
        };
        let mut seen = vec![0_u64; cx.graph.node_bound().div_ceil(64)];
        let mut is_new = |node: NodeId| {
            let (word, bit) = (node.0 as usize / 64, 1 << (node.0 % 64));
            let new = seen[word] & bit == 0;
            seen[word] |= bit;
            new
        };
        // A profile wants to see each row.
        let counter = match cx.session.profile {
            None => self.counter_of(number + 1, hop.to),
            Some(_) => None,
        };
        if many.least == 0 {
            is_new(from);
            if let Some(aggregate) = counter {
                if self.other_end_fits(number, hop, from) {
                    self.count_nodes(number + 1, aggregate, &[from], row)?;
                }
            } else if self.hand_on(number, many, from, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        // Without tests, the rows of neighbours are all there is to look at.
        let plain = match many.tests.is_empty() {
            true => adjacency_of(cx.graph, hop),
            false => None,
        };
        let mut border = vec![from];
        let mut steps = 0;
        while !border.is_empty() && steps < many.most {
            steps += 1;
            let mut next = Vec::new();
            for node in border {
                cx.session.budget.tick()?;
                if let Some(rows) = plain {
                    let new = rows.neighbours(node).iter().copied();
                    next.extend(new.filter(|node| is_new(*node)));
                    continue;
                }
                each_edge(cx.graph, node, hop, |edge, to| {
                    if passes(cx, many, edge, row)? && is_new(to) {
                        next.push(to);
                    }
                    Ok(Flow::Continue)
                })?;
            }
            if let Some(aggregate) = counter {
                if hop.labels.is_none() && hop.node_tests.is_empty() {
                    self.count_nodes(number + 1, aggregate, &next, row)?;
                } else {
                    let fits = |node: &NodeId| self.other_end_fits(number, hop, *node);
                    let ends: Vec<NodeId> = next.iter().copied().filter(fits).collect();
                    self.count_nodes(number + 1, aggregate, &ends, row)?;
                }
                border = next;
                continue;
            }
            for node in &next {
                if self.hand_on(number, many, *node, row)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            border = next;
        }
        Ok(Flow::Continue)
    }

    fn hand_on(
        &mut self,
        number: usize,
        many: &ExpandMany,
        node: NodeId,
        row: &mut [Value],
    ) -> Result<Flow> {
        if !self.other_end_fits(number, &many.hop, node) {
            return Ok(Flow::Continue);
        }
        row[many.hop.to] = Value::Node(node);
        self.push(number + 1, row)
    }
}
