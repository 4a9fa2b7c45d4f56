//! Makes a plan cheaper without changing what it gives.
//!
//! - Conditions on one property are tested where the node or edge is found, in its column.
//! - A node or edge that nothing reads is not bound: its possibilities are counted into the weight
//!   of the row, which the next aggregation or `DISTINCT` takes up.
//! - Where each end of a walk of variable length is wanted once only, it is searched, not walked.

use crate::graph::Direction;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Gather;
use crate::query::eval::Slot;
use crate::query::function::Aggregation;
use crate::query::plan::Aggregate;
use crate::query::plan::Body;
use crate::query::plan::Branch;
use crate::query::plan::Expand;
use crate::query::plan::ExpandMany;
use crate::query::plan::Meeting;
use crate::query::plan::Op;
use crate::query::plan::OpKind;
use crate::query::plan::Pairs;
use crate::query::plan::PathPart;
use crate::query::plan::Pipe;
use crate::query::plan::PropertyOp;
use crate::query::plan::PropertyTest;
use crate::query::plan::Step;
use crate::query::plan::Types;
use crate::query::plan::expression::Planner;

/// For each slot, whether it is read later.
type Live = Vec<bool>;

impl Planner<'_> {
    /// Improves every pipe of a body.
    pub(super) fn optimise(&self, body: &mut Body) {
        if self.plain {
            return;
        }
        for part in &mut body.parts {
            let last = part.steps.len().saturating_sub(1);
            for (number, step) in part.steps.iter_mut().enumerate() {
                let Step::Read(pipe) = step else {
                    continue;
                };
                // Whatever follows a pipe that is not the last may read anything.
                let mut live = vec![number < last; self.names.len()];
                for slot in &part.outputs {
                    live[*slot] = true;
                }
                self.optimise_pipe(pipe, live);
            }
        }
    }

    /// Improves a pipe; `live` says what is read after it.
    pub(super) fn optimise_pipe(&self, pipe: &mut Pipe, live: Live) {
        if self.plain {
            return;
        }
        fuse_tests(pipe);
        self.scan_edges(pipe);
        let consumer = pipe
            .ops
            .iter()
            .position(|op| matches!(op.kind, OpKind::Aggregate(_) | OpKind::Distinct { .. }));
        // Rows that SKIP and LIMIT count must be there one by one.
        let counted = consumer.filter(|consumer| {
            !pipe.ops[..*consumer].iter().any(|op| {
                matches!(
                    op.kind,
                    OpKind::Skip(_) | OpKind::Limit(_) | OpKind::Sort { .. }
                )
            })
        });
        let blind = counted.is_some_and(|consumer| sees_no_repeats(&pipe.ops[consumer].kind));
        let mut live = live;
        // For each operator that was dealt with, what is read after it.
        let mut after: Vec<Live> = vec![Live::new(); pipe.ops.len()];
        let mut number = pipe.ops.len();
        while number > 0 {
            number -= 1;
            let weighed = counted.is_some_and(|consumer| number < consumer);
            if weighed && number > 0 && self.count_meetings(pipe, number, &live) {
                after.remove(number);
                number -= 1;
                after[number] = live.clone();
                self.note_reads(&pipe.ops[number].kind, &mut live);
                continue;
            }
            after[number] = live.clone();
            if weighed {
                count_edges(&mut pipe.ops[number], &live);
                self.count_branches(pipe, number, &mut after);
                count_pairs(pipe, number, &mut after);
                live = after[number].clone();
            }
            if distinct_properties(pipe, number, &after) {
                live = after.remove(number + 1);
                after[number] = live.clone();
            }
            let op = &mut pipe.ops[number];
            match &mut op.kind {
                OpKind::Expand(hop) | OpKind::EdgesByType { hop, .. } => {
                    hop.edge_used = live[hop.edge];
                }
                OpKind::ExpandMany(many) => {
                    many.hop.edge_used = live[many.hop.edge];
                    many.reach = weighed && blind && may_reach(many);
                }
                OpKind::Optional { pipe, .. } => self.optimise_pipe(pipe, live.clone()),
                OpKind::Repeat(repeat) => {
                    let all = vec![true; self.names.len()];
                    self.optimise_pipe(&mut repeat.round.pipe, all);
                }
                OpKind::Apply { body, .. } => {
                    // Where parts are joined, each hands its columns on by itself.
                    self.optimise(body);
                }
                _ => {}
            }
            if matches!(op.kind, OpKind::Aggregate(_)) {
                live = vec![false; self.names.len()];
            }
            self.note_reads(&pipe.ops[number].kind, &mut live);
        }
    }

    fn note_reads(&self, kind: &OpKind, live: &mut Live) {
        reads(kind, &mut |slot| live[slot] = true);
    }

    /// Starts with the edges of a type where they are what is tested first.
    fn scan_edges(&self, pipe: &mut Pipe) {
        let [first, second, ..] = pipe.ops.as_slice() else {
            return;
        };
        let (OpKind::Nodes { slot, label, tests }, OpKind::Expand(hop)) =
            (&first.kind, &second.kind)
        else {
            return;
        };
        let Types::OneOf(types) = &hop.types else {
            return;
        };
        let [edge_type] = types.as_slice() else {
            return;
        };
        let statistics = self.graph.statistics();
        let all = statistics.edges_of(*edge_type);
        let from_all = label.is_none_or(|label| {
            let from_label = match hop.direction {
                Direction::Outgoing => statistics.edges_between(Some(label), *edge_type, None),
                _ => statistics.edges_between(None, *edge_type, Some(label)),
            };
            from_label == all
        });
        let apt = self.stable
            && from_all
            && tests.is_empty()
            && !hop.edge_tests.is_empty()
            && hop.never.is_empty()
            && hop.direction != Direction::Both
            && !hop.to_bound
            && hop.to != hop.from
            && hop.from == *slot;
        if apt {
            let kind = OpKind::EdgesByType {
                hop: hop.clone(),
                edge_type: *edge_type,
            };
            pipe.ops[1].kind = kind;
            pipe.ops.remove(0);
        }
    }

    /// Takes counts of edges into the operator that binds the node they start from, where only
    /// they read it.
    fn count_branches(&self, pipe: &mut Pipe, number: usize, after: &mut Vec<Live>) {
        let OpKind::Expand(hop) = &pipe.ops[number].kind else {
            return;
        };
        if hop.to_bound {
            return;
        }
        let mut children = Vec::new();
        let mut end = number + 1;
        while let Some(OpKind::CountEdges(branch)) = pipe.ops.get(end).map(|op| &op.kind) {
            let apart = stands_alone(branch);
            if branch.hop.from == hop.to && apart {
                children.push(end);
            }
            end += 1;
        }
        let mut live = after[end - 1].clone();
        for other in (number + 1..end).filter(|other| !children.contains(other)) {
            self.note_reads(&pipe.ops[other].kind, &mut live);
        }
        if children.is_empty() || live[hop.to] || live[hop.edge] {
            return;
        }
        let mut branch = Branch::new((**hop).clone());
        for child in children.into_iter().rev() {
            after.remove(child);
            if let OpKind::CountEdges(child) = pipe.ops.remove(child).kind {
                branch.then.insert(0, *child);
            }
        }
        branch.enumerate(0);
        pipe.ops[number].kind = OpKind::CountEdges(Box::new(branch));
        after[number] = live;
    }

    /// Counts the third corners of triangles, where nothing else reads them.
    fn count_meetings(&self, pipe: &mut Pipe, number: usize, live: &Live) -> bool {
        let (before, after) = pipe.ops.split_at(number);
        let (Some(Op { kind: first, .. }), [Op { kind: second, .. }, ..]) = (before.last(), after)
        else {
            return false;
        };
        let (OpKind::Expand(first), OpKind::Expand(second)) = (first, second) else {
            return false;
        };
        let corner = first.to;
        let unread = !live[corner] && !live[first.edge] && !live[second.edge];
        let plain = |hop: &Expand| {
            hop.others.is_empty() && hop.edge_tests.is_empty() && hop.never.is_empty()
        };
        if !unread || !plain(first) || !plain(second) || first.to_bound || !second.to_bound {
            return false;
        }
        let closing = if second.from == corner && second.to != corner {
            // Turned round, so that it leads to the corner as well.
            let mut closing = (**second).clone();
            closing.from = second.to;
            closing.to = corner;
            closing.direction = match second.direction {
                Direction::Outgoing => Direction::Incoming,
                Direction::Incoming => Direction::Outgoing,
                Direction::Both => Direction::Both,
            };
            closing
        } else if second.to == corner && second.from != corner {
            (**second).clone()
        } else {
            return false;
        };
        let bound_at = |slot: Slot| {
            pipe.ops[..number - 1]
                .iter()
                .position(|op| binds(&op.kind).contains(&slot))
        };
        let opening = (**first).clone();
        let meeting = match bound_at(opening.from) <= bound_at(closing.from) {
            true => Meeting {
                slow: opening,
                fast: closing,
            },
            false => Meeting {
                slow: closing,
                fast: opening,
            },
        };
        pipe.ops[number - 1].kind = OpKind::CountMeetings(Box::new(meeting));
        pipe.ops.remove(number);
        true
    }
}

/// Tells whether what a branch counts depends on the node it starts from alone.
fn stands_alone(branch: &Branch) -> bool {
    let hop = &branch.hop;
    hop.others.is_empty() && hop.never.is_empty() && !hop.to_bound
}

/// Counts pairs of ends of which some are forbidden, where only counts read them: all pairs less
/// those that are equal or joined. `number` is where the first end is bound.
fn count_pairs(pipe: &mut Pipe, number: usize, after: &mut Vec<Live>) {
    let OpKind::Expand(first) = &pipe.ops[number].kind else {
        return;
    };
    let mut pairs = Pairs {
        first: Branch::new((**first).clone()),
        second: Branch::new((**first).clone()),
        nodes_differ: false,
        never: None,
    };
    let mut second: Option<&Expand> = None;
    let mut end = number + 1;
    for op in &pipe.ops[end..] {
        match &op.kind {
            OpKind::CountEdges(branch) if stands_alone(branch) => {
                let from = branch.hop.from;
                if from == first.to {
                    pairs.first.then.push((**branch).clone());
                } else if second.is_some_and(|second| second.to == from) {
                    pairs.second.then.push((**branch).clone());
                } else {
                    break;
                }
            }
            OpKind::Expand(hop) if second.is_none() && hop.from != first.to => {
                second = Some(&**hop);
            }
            OpKind::Filter(code) => {
                let Some(second) = second else { break };
                let ends = [first.to, second.to];
                if differ(code, ends) && !pairs.nodes_differ {
                    pairs.nodes_differ = true;
                } else if let Some(never) = never_joined(code)
                    && pairs.never.is_none()
                    && ends.contains(&never.from)
                    && ends.contains(&never.to)
                    && never.from != never.to
                {
                    pairs.never = Some(if never.from == first.to {
                        never.clone()
                    } else {
                        turned(never)
                    });
                } else {
                    break;
                }
            }
            _ => break,
        }
        end += 1;
    }
    let Some(second) = second else {
        return;
    };
    if first.to_bound || second.to_bound || first.to == second.to {
        return;
    }
    pairs.second.hop = second.clone();
    let second_never = &mut pairs.second.hop.never;
    while let Some(at) = second_never.iter().position(|never| never.to == first.to) {
        if pairs.never.is_some() {
            return;
        }
        pairs.never = Some(turned(&second_never.remove(at)));
    }
    let edges_differ = second.others.contains(&first.edge);
    pairs.second.hop.others.retain(|slot| *slot != first.edge);
    // One edge followed the same way leads to one node, so where the nodes differ, the edges do.
    let alike = first.from == second.from
        || first.direction == second.direction && first.direction != Direction::Both;
    let fits = match (edges_differ, pairs.nodes_differ) {
        (true, _) if !alike => false,
        (true, false) => pairs.never.is_none(),
        (_, true) => true,
        (false, false) => pairs.never.is_some(),
    };
    let live = &after[end - 1];
    let read = [first.to, first.edge, second.to, second.edge]
        .iter()
        .any(|slot| live[*slot]);
    if !fits || read {
        return;
    }
    let next = pairs.first.enumerate(0);
    pairs.second.enumerate(next);
    pipe.ops[number].kind = OpKind::CountPairs(Box::new(pairs));
    pipe.ops.drain(number + 1..end);
    after.drain(number..end - 1);
}

/// Tells whether a condition says that two nodes differ.
fn differ(code: &Code, nodes: [Slot; 2]) -> bool {
    match &code.kind {
        CodeKind::Compare(CompareOp::NotEqual, a, b) => match (&a.kind, &b.kind) {
            (CodeKind::Slot(a), CodeKind::Slot(b)) => {
                a != b && nodes.contains(a) && nodes.contains(b)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Reads a condition that says that no edge leads from one node to another.
fn never_joined(code: &Code) -> Option<&Expand> {
    let CodeKind::Not(code) = &code.kind else {
        return None;
    };
    let CodeKind::Subquery(subplan, Gather::Exists) = &code.kind else {
        return None;
    };
    subplan.joining()
}

/// Turns a step round.
fn turned(hop: &Expand) -> Expand {
    Expand {
        from: hop.to,
        to: hop.from,
        direction: match hop.direction {
            Direction::Outgoing => Direction::Incoming,
            Direction::Incoming => Direction::Outgoing,
            Direction::Both => Direction::Both,
        },
        ..hop.clone()
    }
}

/// Takes properties that only a `DISTINCT` behind them reads into it.
fn distinct_properties(pipe: &mut Pipe, number: usize, after: &[Live]) -> bool {
    let (OpKind::Project(codes), Some(OpKind::Distinct { slots })) = (
        &pipe.ops[number].kind,
        pipe.ops.get(number + 1).map(|op| &op.kind),
    ) else {
        return false;
    };
    // Of what a pattern binds, every row holds the same kind.
    let found = |slot: &Slot| {
        pipe.ops[..number].iter().any(|op| match &op.kind {
            OpKind::Unwind { .. } | OpKind::Path { .. } => false,
            OpKind::ExpandMany(many) => many.hop.to == *slot,
            kind => binds(kind).contains(slot),
        })
    };
    let property = |(_, code): &(Slot, Code)| match &code.kind {
        CodeKind::Property(subject, _) => match &subject.kind {
            CodeKind::Slot(slot) => found(slot),
            _ => false,
        },
        _ => false,
    };
    let mut own: Vec<Slot> = codes.iter().map(|(slot, _)| *slot).collect();
    let mut slots = slots.clone();
    own.sort_unstable();
    slots.sort_unstable();
    if own != slots || own.len() > 2 || !codes.iter().all(property) {
        return false;
    }
    let read = own.iter().any(|slot| after[number + 1][*slot]);
    // What is bound first stays the same for a run of rows.
    let mut items = codes.clone();
    items.sort_by_key(|(_, code)| {
        let mut subject = None;
        code.visit_slots(&mut |slot| subject = Some(slot));
        subject.and_then(|subject| {
            pipe.ops[..number]
                .iter()
                .position(|op| binds(&op.kind).contains(&subject))
        })
    });
    pipe.ops[number].kind = OpKind::DistinctProperties { items, read };
    pipe.ops.remove(number + 1);
    true
}

/// Tests properties where their node or edge is bound.
fn fuse_tests(pipe: &mut Pipe) {
    let mut number = 0;
    while number < pipe.ops.len() {
        if fuse_never(pipe, number) {
            pipe.ops.remove(number);
            continue;
        }
        let test = match &pipe.ops[number].kind {
            OpKind::Filter(code) => property_test(code),
            _ => None,
        };
        let Some((slot, test)) = test else {
            number += 1;
            continue;
        };
        let binder = pipe.ops[..number]
            .iter_mut()
            .rev()
            .find(|op| !matches!(op.kind, OpKind::Filter(_) | OpKind::HasLabels { .. }));
        let fused = match binder.map(|op| &mut op.kind) {
            Some(OpKind::Nodes {
                slot: node, tests, ..
            }) if *node == slot => {
                tests.push(test);
                true
            }
            Some(OpKind::Expand(hop)) if hop.edge == slot => {
                hop.edge_tests.push(test);
                true
            }
            Some(OpKind::Expand(hop)) if hop.to == slot && !hop.to_bound => {
                hop.node_tests.push(test);
                true
            }
            _ => false,
        };
        match fused {
            true => _ = pipe.ops.remove(number),
            false => number += 1,
        }
    }
}

/// Tells a step, where it finds a node, that no edge may join it to one that is bound before.
fn fuse_never(pipe: &mut Pipe, number: usize) -> bool {
    let (before, here) = pipe.ops.split_at_mut(number);
    let OpKind::Filter(code) = &here[0].kind else {
        return false;
    };
    let Some(never) = never_joined(code) else {
        return false;
    };
    let binder = before
        .iter_mut()
        .rev()
        .find(|op| !matches!(op.kind, OpKind::Filter(_) | OpKind::HasLabels { .. }));
    let Some(OpKind::Expand(hop)) = binder.map(|op| &mut op.kind) else {
        return false;
    };
    if hop.to_bound || never.from == never.to || ![never.from, never.to].contains(&hop.to) {
        return false;
    }
    hop.never.push(if never.from == hop.to {
        never.clone()
    } else {
        turned(never)
    });
    true
}

/// Reads a condition on one property of a variable against a constant.
fn property_test(code: &Code) -> Option<(Slot, PropertyTest)> {
    let property = |code: &Code| match &code.kind {
        CodeKind::Property(subject, key) => match subject.kind {
            CodeKind::Slot(slot) => Some((slot, key.clone())),
            _ => None,
        },
        _ => None,
    };
    let constant = |code: &Code| match &code.kind {
        CodeKind::Constant(value) if !value.is_null() => Some(value.clone()),
        _ => None,
    };
    let (key, value, op) = match &code.kind {
        CodeKind::Compare(op, a, b) => match (property(a), constant(b)) {
            (Some(key), Some(value)) => (key, value, PropertyOp::Compare(*op)),
            _ => (property(b)?, constant(a)?, PropertyOp::Compare(op.turned())),
        },
        CodeKind::Binary(BinaryOp::In, a, b) => match (property(a), constant(b)) {
            (Some(key), Some(value @ Value::List(_))) => (key, value, PropertyOp::OneOf),
            _ => (property(b)?, constant(a)?, PropertyOp::Holds),
        },
        CodeKind::Binary(
            op @ (BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains),
            a,
            b,
        ) => {
            let value = constant(b).filter(|value| matches!(value, Value::Text(_)))?;
            (property(a)?, value, PropertyOp::Text(*op))
        }
        _ => return None,
    };
    let (slot, key) = key;
    let span = code.span;
    Some((
        slot,
        PropertyTest {
            key,
            op,
            value,
            span,
        },
    ))
}

/// Counts edges that nothing reads.
fn count_edges(op: &mut Op, live: &Live) {
    let unread = |hop: &Expand| !live[hop.edge] && (hop.to_bound || !live[hop.to]);
    let counted = match &op.kind {
        OpKind::Expand(hop) if unread(hop) => Some((hop.clone(), false)),
        OpKind::Optional { pipe, .. } => match pipe.ops.as_slice() {
            [
                Op {
                    kind: OpKind::Expand(hop),
                    ..
                },
            ] if unread(hop) => Some((hop.clone(), true)),
            _ => None,
        },
        _ => None,
    };
    if let Some((hop, optional)) = counted {
        op.kind = OpKind::CountEdges(Box::new(Branch {
            optional,
            ..Branch::new(*hop)
        }));
    }
}

/// Tells whether an operator gives the same however often a row comes.
fn sees_no_repeats(kind: &OpKind) -> bool {
    match kind {
        OpKind::Distinct { .. } | OpKind::DistinctProperties { .. } => true,
        OpKind::Aggregate(aggregate) => aggregate.items.iter().all(|item| {
            item.distinct || matches!(item.aggregation, Aggregation::Least | Aggregation::Greatest)
        }),
        _ => false,
    }
}

/// Tells whether the ends of a walk can be searched without walking it. With edges followed both
/// ways, a walk may not turn back on the edge it came by, so the way matters.
fn may_reach(many: &ExpandMany) -> bool {
    !many.hop.edge_used
        && !many.hop.to_bound
        && many.hop.others.is_empty()
        && many.hop.direction != Direction::Both
        && many.least <= 1
}

/// Lists the slots that an operator binds.
fn binds(kind: &OpKind) -> Vec<Slot> {
    match kind {
        OpKind::Nodes { slot, .. }
        | OpKind::NodesByProperty { slot, .. }
        | OpKind::NodeById { slot, .. }
        | OpKind::Unwind { slot, .. }
        | OpKind::Path { slot, .. } => vec![*slot],
        OpKind::Expand(hop) if hop.to_bound => vec![hop.edge],
        OpKind::Expand(hop) => vec![hop.edge, hop.to],
        OpKind::EdgesByType { hop, .. } | OpKind::EdgeEnds(hop) => {
            vec![hop.from, hop.edge, hop.to]
        }
        OpKind::ExpandMany(many) => vec![many.hop.edge, many.hop.to],
        OpKind::Repeat(repeat) => {
            let lists = repeat.round.variables.iter().map(|(_, list)| *list);
            let ends = [repeat.hop.edge, repeat.hop.to];
            lists.chain(ends).collect()
        }
        _ => Vec::new(),
    }
}

/// Calls `visit` with each slot that an operator reads.
pub(super) fn reads(kind: &OpKind, visit: &mut dyn FnMut(Slot)) {
    let hop_reads = |hop: &Expand, visit: &mut dyn FnMut(Slot)| {
        visit(hop.from);
        if hop.to_bound {
            visit(hop.to);
        }
        hop.others.iter().for_each(|slot| visit(*slot));
        hop.never.iter().for_each(|never| visit(never.to));
    };
    let many_reads = |many: &ExpandMany, visit: &mut dyn FnMut(Slot)| {
        hop_reads(&many.hop, visit);
        for test in &many.tests {
            test.condition.visit_slots(visit);
        }
    };
    match kind {
        OpKind::Nodes { .. } | OpKind::EdgesByType { .. } | OpKind::Finish => {}
        OpKind::NodesByProperty { value: code, .. }
        | OpKind::NodeById { id: code, .. }
        | OpKind::Filter(code)
        | OpKind::Unwind { list: code, .. }
        | OpKind::Skip(code)
        | OpKind::Limit(code) => code.visit_slots(visit),
        OpKind::HasLabels { slot, .. } => visit(*slot),
        OpKind::Expand(hop) => hop_reads(hop, visit),
        // Branches further on start from nodes that the operator finds itself.
        OpKind::CountEdges(branch) => hop_reads(&branch.hop, visit),
        OpKind::CountMeetings(meeting) => {
            visit(meeting.slow.from);
            visit(meeting.fast.from);
        }
        OpKind::CountPairs(pairs) => {
            hop_reads(&pairs.first.hop, visit);
            hop_reads(&pairs.second.hop, visit);
        }
        OpKind::EdgeEnds(hop) => {
            visit(hop.edge);
            hop_reads(hop, visit);
        }
        OpKind::ExpandMany(many) => many_reads(many, visit),
        OpKind::FollowEdges(many) => {
            visit(many.hop.edge);
            many_reads(many, visit);
        }
        OpKind::Shortest(shortest) => many_reads(&shortest.many, visit),
        OpKind::Repeat(repeat) => {
            hop_reads(&repeat.hop, visit);
            repeat
                .round
                .pipe
                .ops
                .iter()
                .for_each(|op| reads(&op.kind, visit));
        }
        OpKind::Path { parts, .. } => {
            for part in parts {
                match part {
                    PathPart::Node(slot) | PathPart::Edge(slot) | PathPart::Edges(slot) => {
                        visit(*slot);
                    }
                }
            }
        }
        OpKind::Project(items) => items.iter().for_each(|(_, code)| code.visit_slots(visit)),
        OpKind::Aggregate(aggregate) => aggregate_reads(aggregate, visit),
        OpKind::Distinct { slots } => slots.iter().for_each(|slot| visit(*slot)),
        OpKind::DistinctProperties { items, .. } => {
            items.iter().for_each(|(_, code)| code.visit_slots(visit));
        }
        OpKind::Sort { keys, live, .. } => {
            keys.iter().for_each(|key| key.code.visit_slots(visit));
            live.iter().for_each(|slot| visit(*slot));
        }
        OpKind::Optional { pipe, .. } => pipe.ops.iter().for_each(|op| reads(&op.kind, visit)),
        OpKind::Apply { body, .. } => body_reads(body, visit),
        OpKind::Call(call) => {
            for argument in &call.arguments {
                argument.visit_slots(visit);
            }
        }
    }
}

fn aggregate_reads(aggregate: &Aggregate, visit: &mut dyn FnMut(Slot)) {
    aggregate
        .keys
        .iter()
        .for_each(|(_, code)| code.visit_slots(visit));
    for item in &aggregate.items {
        item.value
            .iter()
            .chain(&item.second)
            .for_each(|code| code.visit_slots(visit));
    }
}

/// Calls `visit` with each slot that a body reads.
pub(super) fn body_reads(body: &Body, visit: &mut dyn FnMut(Slot)) {
    for part in &body.parts {
        for step in &part.steps {
            if let Step::Read(pipe) = step {
                pipe.ops.iter().for_each(|op| reads(&op.kind, visit));
            }
        }
        part.outputs.iter().for_each(|slot| visit(*slot));
    }
}
