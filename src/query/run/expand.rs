//! Follows edges.

use smallvec::SmallVec;

use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Symbol;
use crate::query::Value;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::Expand;
use crate::query::plan::ExpandMany;
use crate::query::plan::Types;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn expand(
        &mut self,
        number: usize,
        hop: &'r Expand,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let Value::Node(from) = row[hop.from] else {
            return Ok(Flow::Continue);
        };
        let wanted = match (hop.to_bound, &row[hop.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(Flow::Continue),
        };
        self.ready(number, hop);
        if let Some(wanted) = wanted {
            return self.expand_into(number, hop, (from, wanted), row);
        }
        each_edge(cx.graph, from, hop, |edge, to| {
            if !differs(edge, &hop.others, row)
                || !self.edge_fits(number, edge)
                || !self.other_end_fits(number, hop, to)
                || !stays_apart(cx.graph, hop, to, row)?
            {
                return Ok(Flow::Continue);
            }
            if hop.edge_used {
                row[hop.edge] = Value::Edge(edge);
            }
            row[hop.to] = Value::Node(to);
            self.push(number + 1, row)
        })
    }

    /// Follows the edges between two nodes that are bound, found from the one that has fewer.
    fn expand_into(
        &mut self,
        number: usize,
        hop: &'r Expand,
        (from, to): (NodeId, NodeId),
        row: &mut [Value],
    ) -> Result<Flow> {
        each_edge_between(self.cx.graph, hop, from, to, |edge| {
            if !differs(edge, &hop.others, row) || !self.edge_fits(number, edge) {
                return Ok(Flow::Continue);
            }
            row[hop.edge] = Value::Edge(edge);
            self.push(number + 1, row)
        })
    }

    pub(super) fn edge_ends(
        &mut self,
        number: usize,
        hop: &Expand,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let Value::Edge(edge) = row[hop.edge] else {
            return Ok(Flow::Continue);
        };
        let (Some((source, target)), Some(edge_type)) =
            (cx.graph.ends(edge), cx.graph.edge_type(edge))
        else {
            return Ok(Flow::Continue);
        };
        if !hop.types.accepts(edge_type) || !differs(edge, &hop.others, row) {
            return Ok(Flow::Continue);
        }
        let ways: &[(NodeId, NodeId)] = match hop.direction {
            Direction::Outgoing => &[(source, target)],
            Direction::Incoming => &[(target, source)],
            Direction::Both if source == target => &[(source, target)],
            Direction::Both => &[(source, target), (target, source)],
        };
        // What was bound before has to stay as it is.
        let before = (row[hop.from].clone(), row[hop.to].clone());
        for (from, to) in ways {
            let from_fits = !hop.from_bound || before.0 == Value::Node(*from);
            let to_fits = match hop.to_bound {
                true => before.1 == Value::Node(*to),
                false => fits(cx, hop, *to),
            };
            // A pattern like (a)-[r]->(a) has one slot for both ends.
            if !from_fits || !to_fits || (hop.from == hop.to && from != to) {
                continue;
            }
            row[hop.from] = Value::Node(*from);
            row[hop.to] = Value::Node(*to);
            if self.push(number + 1, row)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    pub(super) fn expand_many(
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
        let wanted = match (hop.to_bound, &row[hop.to]) {
            (false, _) => None,
            (true, Value::Node(node)) => Some(*node),
            (true, _) => return Ok(Flow::Continue),
        };
        let mut trail: Vec<EdgeId> = Vec::new();
        let mut levels: Vec<std::vec::IntoIter<(EdgeId, NodeId)>> = Vec::new();
        let mut here = from;
        // The walk is a loop with a stack of its own, so that long paths need no machine stack.
        loop {
            cx.session.budget.tick()?;
            if trail.len() >= many.least
                && wanted.is_none_or(|wanted| wanted == here)
                && fits(cx, hop, here)
            {
                if hop.edge_used {
                    row[hop.edge] = edge_list(&trail, many.reversed);
                }
                row[hop.to] = Value::Node(here);
                if self.push(number + 1, row)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
            // One level for each node of the trail: the edges that can still be tried from it.
            let next = match trail.len() < many.most {
                true => next_edges(cx, many, here, &trail, row)?,
                false => Vec::new(),
            };
            levels.push(next.into_iter());
            loop {
                let Some(level) = levels.last_mut() else {
                    return Ok(Flow::Continue);
                };
                if let Some((edge, node)) = level.next() {
                    trail.push(edge);
                    here = node;
                    break;
                }
                levels.pop();
                trail.pop();
            }
        }
    }

    pub(super) fn follow_edges(
        &mut self,
        number: usize,
        many: &ExpandMany,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let hop = &many.hop;
        let (Value::Node(from), Value::List(edges)) = (&row[hop.from], row[hop.edge].clone())
        else {
            return Ok(Flow::Continue);
        };
        let mut here = *from;
        let in_order: Box<dyn Iterator<Item = &Value>> = match many.reversed {
            true => Box::new(edges.iter().rev()),
            false => Box::new(edges.iter()),
        };
        for edge in in_order {
            let Value::Edge(edge) = edge else {
                return Ok(Flow::Continue);
            };
            let (Some((source, target)), Some(edge_type)) =
                (cx.graph.ends(*edge), cx.graph.edge_type(*edge))
            else {
                return Ok(Flow::Continue);
            };
            let forward = source == here && hop.direction != Direction::Incoming;
            let backward = target == here && hop.direction != Direction::Outgoing;
            if !hop.types.accepts(edge_type)
                || !differs(*edge, &hop.others, row)
                || !passes(cx, many, *edge, row)?
            {
                return Ok(Flow::Continue);
            }
            here = match (forward, backward) {
                (true, _) => target,
                (_, true) => source,
                _ => return Ok(Flow::Continue),
            };
        }
        let fits = match hop.to_bound {
            true => row[hop.to] == Value::Node(here),
            false => fits(cx, hop, here),
        };
        if !fits || edges.len() < many.least || edges.len() > many.most {
            return Ok(Flow::Continue);
        }
        row[hop.to] = Value::Node(here);
        self.push(number + 1, row)
    }
}

/// Calls `visit` with each edge of the node that has the direction and type, and its other end.
pub(super) fn each_edge(
    graph: &Graph,
    node: NodeId,
    hop: &Expand,
    mut visit: impl FnMut(EdgeId, NodeId) -> Result<Flow>,
) -> Result<Flow> {
    // Mostly it is one type and one direction.
    if let Types::OneOf(types) = &hop.types
        && let [edge_type] = types.as_slice()
        && hop.direction != Direction::Both
        && let Some(adjacency) = graph.adjacency(Some(*edge_type), hop.direction)
    {
        let (nodes, edges) = adjacency.of(node);
        for (to, edge) in nodes.iter().zip(edges) {
            if visit(*edge, *to)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        return Ok(Flow::Continue);
    }
    let ways: &[Direction] = match hop.direction {
        Direction::Outgoing => &[Direction::Outgoing],
        Direction::Incoming => &[Direction::Incoming],
        Direction::Both => &[Direction::Outgoing, Direction::Incoming],
    };
    let one: [Option<Symbol>; 1];
    let many: SmallVec<[Option<Symbol>; 4]>;
    let types: &[Option<Symbol>] = match &hop.types {
        Types::OneOf(types) => {
            many = types.iter().copied().map(Some).collect();
            &many
        }
        _ => {
            one = [None];
            &one
        }
    };
    for edge_type in types {
        for way in ways {
            let Some(adjacency) = graph.adjacency(*edge_type, *way) else {
                return each_edge_of_changed(graph, node, hop, &mut visit);
            };
            let (nodes, edges) = adjacency.of(node);
            for (to, edge) in nodes.iter().zip(edges) {
                // A loop comes once, though it leads both ways.
                if ways.len() == 2 && *way == Direction::Incoming && *to == node {
                    continue;
                }
                if let Types::Test(test) = &hop.types
                    && !graph
                        .edge_type(*edge)
                        .is_some_and(|edge_type| test.accepts(&[edge_type]))
                {
                    continue;
                }
                if visit(*edge, *to)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
        }
    }
    Ok(Flow::Continue)
}

/// Tells whether an edge leads from the node that is bound to the other.
pub(super) fn joined(graph: &Graph, hop: &Expand, row: &[Value]) -> Result<bool> {
    let (Value::Node(from), Value::Node(to)) = (&row[hop.from], &row[hop.to]) else {
        return Ok(false);
    };
    let flow = each_edge_between(graph, hop, *from, *to, |_| Ok(Flow::Stop))?;
    Ok(flow == Flow::Stop)
}

/// Tells whether no edge joins a node to those that the step says it must not be joined to.
#[inline]
pub(super) fn stays_apart(
    graph: &Graph,
    hop: &Expand,
    node: NodeId,
    row: &[Value],
) -> Result<bool> {
    for never in &hop.never {
        if let Value::Node(other) = row[never.to]
            && each_edge_between(graph, never, node, other, |_| Ok(Flow::Stop))? == Flow::Stop
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Calls `visit` with each edge from one node to another that has the direction and type.
pub(super) fn each_edge_between(
    graph: &Graph,
    hop: &Expand,
    from: NodeId,
    to: NodeId,
    mut visit: impl FnMut(EdgeId) -> Result<Flow>,
) -> Result<Flow> {
    let edge_type = match &hop.types {
        Types::OneOf(types) if types.len() == 1 => Some(types[0]),
        _ => None,
    };
    let rows = edge_type.and_then(|edge_type| {
        let out = graph.adjacency(Some(edge_type), Direction::Outgoing)?;
        let back = graph.adjacency(Some(edge_type), Direction::Incoming)?;
        Some((out, back))
    });
    let Some((out, back)) = rows else {
        return each_edge(graph, from, hop, |edge, end| match end == to {
            true => visit(edge),
            false => Ok(Flow::Continue),
        });
    };
    let ways: &[(NodeId, NodeId)] = match hop.direction {
        Direction::Outgoing => &[(from, to)],
        Direction::Incoming => &[(to, from)],
        Direction::Both if from == to => &[(from, to)],
        Direction::Both => &[(from, to), (to, from)],
    };
    for (source, target) in ways {
        let (row, wanted) = match out.degree(*source) <= back.degree(*target) {
            true => (out.of(*source), *target),
            false => (back.of(*target), *source),
        };
        // Neighbours are in order, so that those sought lie side by side.
        let start = row.0.partition_point(|node| *node < wanted);
        for (node, edge) in row.0[start..].iter().zip(&row.1[start..]) {
            if *node != wanted {
                break;
            }
            if visit(*edge)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
    }
    Ok(Flow::Continue)
}

/// Does the same while edges come and go, when there are no rows by type.
fn each_edge_of_changed(
    graph: &Graph,
    node: NodeId,
    hop: &Expand,
    visit: &mut dyn FnMut(EdgeId, NodeId) -> Result<Flow>,
) -> Result<Flow> {
    for edge in graph.edges_of(node, hop.direction) {
        let (Some((source, target)), Some(edge_type)) = (graph.ends(edge), graph.edge_type(edge))
        else {
            continue;
        };
        let to = if source == node { target } else { source };
        if hop.types.accepts(edge_type) && visit(edge, to)? == Flow::Stop {
            return Ok(Flow::Stop);
        }
    }
    Ok(Flow::Continue)
}

/// Lists the edges that a walk can go on with: of the right kind, not walked yet.
pub(super) fn next_edges(
    cx: Context<'_>,
    many: &ExpandMany,
    node: NodeId,
    trail: &[EdgeId],
    row: &mut [Value],
) -> Result<Vec<(EdgeId, NodeId)>> {
    let mut next = Vec::new();
    each_edge(cx.graph, node, &many.hop, |edge, to| {
        if !trail.contains(&edge)
            && differs(edge, &many.hop.others, row)
            && passes(cx, many, edge, row)?
        {
            next.push((edge, to));
        }
        Ok(Flow::Continue)
    })?;
    Ok(next)
}

/// Tells whether an edge of a list satisfies what each of them has to.
pub(super) fn passes(
    cx: Context<'_>,
    many: &ExpandMany,
    edge: EdgeId,
    row: &mut [Value],
) -> Result<bool> {
    for test in &many.tests {
        row[test.slot] = Value::Edge(edge);
        if test.condition.test(cx, row)? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tells whether the node at the other end has the labels.
#[inline]
pub(super) fn fits(cx: Context<'_>, hop: &Expand, node: NodeId) -> bool {
    hop.labels
        .as_ref()
        .is_none_or(|test| test.accepts(cx.graph.labels(node)))
}

/// Tells whether an edge is none of those that the clause has walked already.
#[inline]
pub(super) fn differs(edge: EdgeId, others: &[Slot], row: &[Value]) -> bool {
    others.iter().all(|slot| match &row[*slot] {
        Value::Edge(other) => *other != edge,
        Value::List(list) => !list.contains(&Value::Edge(edge)),
        _ => true,
    })
}

/// Makes the list of edges that a variable of variable length stands for.
pub(super) fn edge_list(trail: &[EdgeId], reversed: bool) -> Value {
    let edges = trail.iter().copied().map(Value::Edge);
    match reversed {
        true => Value::list(edges.rev()),
        false => Value::list(edges),
    }
}
