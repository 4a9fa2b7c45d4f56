//! Finds nodes, edges and items to start from.

use smallvec::SmallVec;

use crate::graph::Direction;
use crate::graph::NodeId;
use crate::graph::Symbol;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Key;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::Expand;
use crate::query::plan::PropertyTest;
use crate::query::run::column::ColumnTest;
use crate::query::run::count::all_degrees;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn bind_all(
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
    pub(super) fn scan(
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
    pub(super) fn scan_edges(
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

    pub(super) fn by_property(
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

    pub(super) fn unwind(
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
}
