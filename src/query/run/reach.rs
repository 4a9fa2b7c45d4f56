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
        let mut seen = Marks::new(cx.graph.node_bound());
        let mut fresh = Marks::default();
        // A profile wants to see each row.
        let counter = match cx.session.profile {
            None => self.counter_of(number + 1, hop.to),
            Some(_) => None,
        };
        if many.least == 0 {
            seen.insert(from);
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
            if let Some(rows) = plain
                && let ways = border.iter().map(|node| rows.degree(*node)).sum::<usize>()
                && ways > seen.words.len()
            {
                // So many ways are marked all at once, and what is new is read from the marks.
                fresh.clear(seen.words.len());
                for node in border {
                    cx.session.budget.tick()?;
                    for to in rows.neighbours(node) {
                        fresh.add(*to);
                    }
                }
                seen.take_new(&fresh, &mut next);
            } else {
                for node in border {
                    cx.session.budget.tick()?;
                    if let Some(rows) = plain {
                        let new = rows.neighbours(node).iter().copied();
                        next.extend(new.filter(|node| seen.insert(*node)));
                        continue;
                    }
                    each_edge(cx.graph, node, hop, |edge, to| {
                        if passes(cx, many, edge, row)? && seen.insert(to) {
                            next.push(to);
                        }
                        Ok(Flow::Continue)
                    })?;
                }
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

/// A bit for each node.
#[derive(Default)]
struct Marks {
    words: Vec<u64>,
}

impl Marks {
    fn new(nodes: usize) -> Self {
        Marks {
            words: vec![0; nodes.div_ceil(64)],
        }
    }

    fn clear(&mut self, words: usize) {
        self.words.clear();
        self.words.resize(words, 0);
    }

    #[inline]
    fn add(&mut self, node: NodeId) {
        self.words[node.0 as usize / 64] |= 1 << (node.0 % 64);
    }

    /// Marks a node; tells whether it was not marked before.
    #[inline]
    fn insert(&mut self, node: NodeId) -> bool {
        let (word, bit) = (node.0 as usize / 64, 1 << (node.0 % 64));
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Marks what others have marked, and lists what was not marked before, in order.
    fn take_new(&mut self, others: &Marks, new: &mut Vec<NodeId>) {
        for (number, (mine, other)) in self.words.iter_mut().zip(&others.words).enumerate() {
            let mut left = other & !*mine;
            *mine |= left;
            while left != 0 {
                new.push(NodeId((number * 64) as u32 + left.trailing_zeros()));
                left &= left - 1;
            }
        }
    }
}
