//! Chooses the order in which a pattern is matched.
//!
//! Each node of the pattern is tried as the first one; from there the cheapest edge comes next.
//! The order whose intermediate rows are estimated to be fewest in sum is taken.

use crate::graph::Direction;
use crate::graph::Symbol;
use crate::query::ast::Arrow;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Key;
use crate::query::eval::LabelTest;
use crate::query::eval::Slot;
use crate::query::plan::Expand;
use crate::query::plan::ExpandMany;
use crate::query::plan::OpKind;
use crate::query::plan::PathPart;
use crate::query::plan::Pipe;
use crate::query::plan::Shortest;
use crate::query::plan::Types;
use crate::query::plan::expression::Planner;
use crate::query::plan::pattern::Pattern;
use crate::query::plan::pattern::PatternEdge;

/// One step of matching.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Look the node up, since nothing leads to it.
    Start(usize),
    /// Follow an edge; `true` from its left node to its right one.
    Follow(usize, bool),
}

/// How a node can be looked up.
enum Access {
    Id(usize),
    Property(usize, Option<Symbol>, Key),
    Label(Symbol),
    All,
    /// A label that no node has.
    Nothing,
}

/// Which slots are bound and which conditions are done, at a point of the search.
#[derive(Clone)]
struct Progress {
    bound: Vec<Slot>,
    edges: Vec<bool>,
    conditions: Vec<bool>,
    rows: f64,
    cost: f64,
}

impl Planner<'_> {
    /// Adds the operators that find the pattern.
    pub(super) fn join(&mut self, pattern: Pattern, pipe: &mut Pipe) {
        let (moves, estimates) = self.order(&pattern);
        let mut emit = Emit {
            bound: bound_at_first(&pattern),
            edges_done: Vec::new(),
            conditions: vec![false; pattern.conditions.len()],
            paths: vec![false; pattern.paths.len()],
        };
        for node in pattern.nodes.iter().filter(|node| node.bound) {
            // A variable may be null after OPTIONAL MATCH, and null matches no pattern.
            match all_of(&node.labels) {
                Some(test) => self.push(
                    pipe,
                    OpKind::HasLabels {
                        slot: node.slot,
                        test,
                    },
                ),
                None => {
                    let touched = pattern.edges.iter().any(|edge| {
                        [edge.left, edge.right]
                            .iter()
                            .any(|number| pattern.nodes[*number].slot == node.slot)
                    });
                    if !touched {
                        let null = CodeKind::IsNull(Box::new(Code::slot(node.slot)));
                        let null = Code::new(null, Default::default());
                        let test = CodeKind::Not(Box::new(null));
                        let filter = OpKind::Filter(Code::new(test, Default::default()));
                        self.push(pipe, filter);
                    }
                }
            }
        }
        self.ready(&pattern, &mut emit, pipe);
        for (step, estimate) in moves.into_iter().zip(estimates) {
            match step {
                Move::Start(number) => self.start(&pattern, number, &mut emit, pipe),
                Move::Follow(number, forward) => {
                    self.follow(&pattern, number, forward, &mut emit, pipe);
                }
            }
            self.ready(&pattern, &mut emit, pipe);
            if let Some(op) = pipe.ops.last_mut() {
                op.estimate = Some(estimate);
            }
        }
    }

    /// Adds the conditions and paths for which everything is bound now.
    fn ready(&mut self, pattern: &Pattern, emit: &mut Emit, pipe: &mut Pipe) {
        for (done, (slot, parts)) in emit.paths.iter_mut().zip(&pattern.paths) {
            let all = parts.iter().all(|part| match part {
                PathPart::Node(slot) | PathPart::Edge(slot) | PathPart::Edges(slot) => {
                    emit.bound.contains(slot)
                }
            });
            if all && !*done {
                *done = true;
                let parts = parts.clone();
                self.push(pipe, OpKind::Path { slot: *slot, parts });
                emit.bound.push(*slot);
            }
        }
        for (done, condition) in emit.conditions.iter_mut().zip(&pattern.conditions) {
            let all = condition.needs.iter().all(|slot| emit.bound.contains(slot));
            if all && !*done {
                *done = true;
                self.push(pipe, OpKind::Filter(condition.code.clone()));
            }
        }
    }

    fn start(&mut self, pattern: &Pattern, number: usize, emit: &mut Emit, pipe: &mut Pipe) {
        let node = &pattern.nodes[number];
        let slot = node.slot;
        let mut tests = node.labels.clone();
        let done = emit.conditions.clone();
        match self.access(pattern, number, &emit.bound, &done) {
            Access::Id(condition) => {
                if let Some((_, id)) = pattern.conditions[condition].id.clone() {
                    self.push(pipe, OpKind::NodeById { slot, id });
                    emit.conditions[condition] = true;
                }
            }
            Access::Property(condition, label, key) => {
                if let Some((_, _, value)) = pattern.conditions[condition].equality.clone() {
                    tests.retain(|test| *test != LabelTest::Name(label) || label.is_none());
                    self.push(
                        pipe,
                        OpKind::NodesByProperty {
                            slot,
                            label,
                            key,
                            value,
                        },
                    );
                    emit.conditions[condition] = true;
                }
            }
            Access::Label(label) => {
                tests.retain(|test| *test != LabelTest::Name(Some(label)));
                self.push(pipe, OpKind::NodesByLabel { slot, label });
            }
            Access::All => self.push(pipe, OpKind::AllNodes { slot }),
            Access::Nothing => self.push(pipe, OpKind::Finish),
        }
        if let Some(test) = all_of(&tests) {
            self.push(pipe, OpKind::HasLabels { slot, test });
        }
        emit.bound.push(slot);
    }

    fn follow(
        &mut self,
        pattern: &Pattern,
        number: usize,
        forward: bool,
        emit: &mut Emit,
        pipe: &mut Pipe,
    ) {
        let edge = &pattern.edges[number];
        let (from, to) = match forward {
            true => (&pattern.nodes[edge.left], &pattern.nodes[edge.right]),
            false => (&pattern.nodes[edge.right], &pattern.nodes[edge.left]),
        };
        let others = emit
            .edges_done
            .iter()
            .filter(|(slot, types)| edge.types.meets(types) && *slot != edge.slot)
            .map(|(slot, _)| *slot)
            .collect();
        let to_bound = emit.bound.contains(&to.slot);
        let hop = Expand {
            from: from.slot,
            edge: edge.slot,
            to: to.slot,
            from_bound: emit.bound.contains(&from.slot),
            to_bound,
            direction: direction(edge.arrow, forward),
            types: edge.types.clone(),
            labels: if to_bound { None } else { all_of(&to.labels) },
            others,
        };
        // An edge that was bound before may lead to a node that was not checked yet.
        let from_labels = if hop.from_bound {
            None
        } else {
            all_of(&from.labels)
        };
        let kind = match edge.length {
            None if edge.bound => OpKind::EdgeEnds(Box::new(hop)),
            None => OpKind::Expand(Box::new(hop)),
            Some((least, most)) => {
                let many = ExpandMany {
                    hop,
                    least,
                    most,
                    reversed: !forward,
                    tests: edge.tests.clone(),
                };
                match edge.shortest {
                    _ if edge.bound => OpKind::FollowEdges(Box::new(many)),
                    Some(count) => OpKind::Shortest(Box::new(Shortest { many, count })),
                    None => OpKind::ExpandMany(Box::new(many)),
                }
            }
        };
        self.push(pipe, kind);
        if let Some(test) = from_labels {
            let slot = from.slot;
            self.push(pipe, OpKind::HasLabels { slot, test });
        }
        emit.edges_done.push((edge.slot, edge.types.clone()));
        emit.bound.extend([from.slot, edge.slot, to.slot]);
    }

    /// Finds the cheapest order, with the rows expected after each step.
    fn order(&self, pattern: &Pattern) -> (Vec<Move>, Vec<f64>) {
        let first = Progress {
            bound: bound_at_first(pattern),
            edges: vec![false; pattern.edges.len()],
            conditions: vec![false; pattern.conditions.len()],
            rows: 1.0,
            cost: 0.0,
        };
        let free: Vec<usize> = (0..pattern.nodes.len())
            .filter(|number| !first.bound.contains(&pattern.nodes[*number].slot))
            .collect();
        let anchored =
            free.len() < pattern.nodes.len() || pattern.edges.iter().any(|edge| edge.bound);
        let starts = match anchored || free.is_empty() {
            true => vec![None],
            false => free.into_iter().map(Some).collect(),
        };
        let mut best: Option<(f64, Vec<Move>, Vec<f64>)> = None;
        for start in starts {
            let mut progress = first.clone();
            let mut moves = Vec::new();
            let mut estimates = Vec::new();
            if let Some(number) = start {
                self.apply(pattern, Move::Start(number), &mut progress);
                moves.push(Move::Start(number));
                estimates.push(progress.rows);
            }
            while let Some((step, next)) = self.cheapest(pattern, &progress) {
                progress = next;
                moves.push(step);
                estimates.push(progress.rows);
            }
            if best.as_ref().is_none_or(|(cost, ..)| progress.cost < *cost) {
                best = Some((progress.cost, moves, estimates));
            }
        }
        best.map_or_else(Default::default, |(_, moves, estimates)| (moves, estimates))
    }

    fn cheapest(&self, pattern: &Pattern, progress: &Progress) -> Option<(Move, Progress)> {
        let mut best: Option<(Move, Progress)> = None;
        let mut offer = |step: Move| {
            let mut next = progress.clone();
            self.apply(pattern, step, &mut next);
            if best
                .as_ref()
                .is_none_or(|(_, known)| next.rows < known.rows)
            {
                best = Some((step, next));
            }
        };
        for (number, edge) in pattern.edges.iter().enumerate() {
            if progress.edges[number] {
                continue;
            }
            let left = progress.bound.contains(&pattern.nodes[edge.left].slot);
            let right = progress.bound.contains(&pattern.nodes[edge.right].slot);
            match (left, right) {
                (true, true) => offer(Move::Follow(number, true)),
                _ if edge.shortest.is_some() => {}
                (true, false) => offer(Move::Follow(number, true)),
                (false, true) => offer(Move::Follow(number, false)),
                (false, false) if edge.bound && edge.length.is_none() => {
                    offer(Move::Follow(number, true));
                }
                (false, false) => {}
            }
        }
        if best.is_none() {
            let free = |number: &usize| !progress.bound.contains(&pattern.nodes[*number].slot);
            for number in (0..pattern.nodes.len()).filter(free) {
                let mut next = progress.clone();
                self.apply(pattern, Move::Start(number), &mut next);
                if best
                    .as_ref()
                    .is_none_or(|(_, known)| next.cost < known.cost)
                {
                    best = Some((Move::Start(number), next));
                }
            }
        }
        best
    }

    /// Works out what a step leads to.
    fn apply(&self, pattern: &Pattern, step: Move, progress: &mut Progress) {
        match step {
            Move::Start(number) => {
                let access = self.access(pattern, number, &progress.bound, &progress.conditions);
                let (found, looked_at) = self.access_cost(&access);
                if let Access::Id(condition) | Access::Property(condition, ..) = access {
                    progress.conditions[condition] = true;
                }
                progress.cost += progress.rows * looked_at;
                progress.rows *= found;
                progress.bound.push(pattern.nodes[number].slot);
            }
            Move::Follow(number, forward) => {
                let edge = &pattern.edges[number];
                let (from, to) = match forward {
                    true => (edge.left, edge.right),
                    false => (edge.right, edge.left),
                };
                let to_bound = progress.bound.contains(&pattern.nodes[to].slot);
                let degree = self.degree(pattern, edge, from, forward);
                let found = match edge.length {
                    _ if edge.bound => 1.0,
                    _ if edge.shortest.is_some() => 1.0,
                    None => degree,
                    Some((least, most)) => (least..=most.min(least.saturating_add(6)).min(12))
                        .map(|length| degree.powi(length as i32))
                        .sum(),
                };
                progress.cost += progress.rows * found.max(1.0);
                progress.rows *= match to_bound {
                    true => (found / self.node_count(&pattern.nodes[to].labels)).min(1.0),
                    false => found,
                };
                progress.bound.extend([
                    pattern.nodes[from].slot,
                    edge.slot,
                    pattern.nodes[to].slot,
                ]);
                progress.edges[number] = true;
            }
        }
        for (done, condition) in progress.conditions.iter_mut().zip(&pattern.conditions) {
            if !*done
                && condition
                    .needs
                    .iter()
                    .all(|slot| progress.bound.contains(slot))
            {
                *done = true;
                progress.rows *= match condition.equality {
                    Some(_) => 0.02,
                    None => 0.5,
                };
            }
        }
    }

    fn access(&self, pattern: &Pattern, number: usize, bound: &[Slot], done: &[bool]) -> Access {
        let node = &pattern.nodes[number];
        let available = |code: &Code| {
            let mut all = true;
            let own = pattern.own_slots();
            code.visit_slots(&mut |slot| all &= bound.contains(&slot) || !own.contains(&slot));
            all
        };
        let mut label = None;
        for test in &node.labels {
            match test {
                LabelTest::Name(None) => return Access::Nothing,
                LabelTest::Name(Some(name)) => label = self.rarer(label, *name),
                LabelTest::And(tests) => {
                    for test in tests {
                        match test {
                            LabelTest::Name(None) => return Access::Nothing,
                            LabelTest::Name(Some(name)) => label = self.rarer(label, *name),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        for (index, condition) in pattern.conditions.iter().enumerate() {
            if let Some((slot, value)) = &condition.id
                && *slot == node.slot
                && !done[index]
                && available(value)
            {
                return Access::Id(index);
            }
        }
        for (index, condition) in pattern.conditions.iter().enumerate() {
            if let Some((slot, key, value)) = &condition.equality
                && *slot == node.slot
                && !done[index]
                && available(value)
            {
                return Access::Property(index, label, key.clone());
            }
        }
        label.map_or(Access::All, Access::Label)
    }

    fn rarer(&self, label: Option<Symbol>, other: Symbol) -> Option<Symbol> {
        match label {
            Some(label) if self.label_count(label) <= self.label_count(other) => Some(label),
            _ => Some(other),
        }
    }

    /// Gives the rows found and the nodes looked at for that.
    fn access_cost(&self, access: &Access) -> (f64, f64) {
        match access {
            Access::Nothing => (0.0, 0.0),
            Access::Id(_) => (1.0, 1.0),
            Access::Property(_, label, _) => {
                let all = label.map_or(self.all_nodes(), |label| self.label_count(label));
                ((all * 0.01).clamp(1.0, 4.0), 4.0)
            }
            Access::Label(label) => {
                let count = self.label_count(*label);
                (count, count)
            }
            Access::All => (self.all_nodes(), self.all_nodes()),
        }
    }

    /// Estimates how many edges lead on from a node.
    fn degree(&self, pattern: &Pattern, edge: &PatternEdge, from: usize, forward: bool) -> f64 {
        let edges = match &edge.types {
            Types::OneOf(types) => types.iter().map(|name| self.type_count(*name)).sum(),
            _ => self.graph.edge_count() as f64,
        };
        let nodes = self.node_count(&pattern.nodes[from].labels);
        let both = match direction(edge.arrow, forward) {
            Direction::Both => 2.0,
            _ => 1.0,
        };
        both * edges / nodes
    }

    /// Estimates how many nodes have the labels, at least one.
    fn node_count(&self, labels: &[LabelTest]) -> f64 {
        let least = labels.iter().filter_map(|test| match test {
            LabelTest::Name(Some(label)) => Some(self.label_count(*label)),
            _ => None,
        });
        least.fold(self.all_nodes(), f64::min).max(1.0)
    }

    fn all_nodes(&self) -> f64 {
        self.graph.node_count() as f64
    }

    fn label_count(&self, label: Symbol) -> f64 {
        self.graph.statistics().nodes_with(label) as f64
    }

    fn type_count(&self, edge_type: Symbol) -> f64 {
        self.graph.statistics().edges_of(edge_type) as f64
    }
}

/// What has been emitted so far.
struct Emit {
    bound: Vec<Slot>,
    edges_done: Vec<(Slot, Types)>,
    conditions: Vec<bool>,
    paths: Vec<bool>,
}

fn bound_at_first(pattern: &Pattern) -> Vec<Slot> {
    let nodes = pattern.nodes.iter().filter(|node| node.bound);
    nodes.map(|node| node.slot).collect()
}

fn direction(arrow: Arrow, forward: bool) -> Direction {
    match (arrow, forward) {
        (Arrow::Either, _) => Direction::Both,
        (Arrow::Right, true) | (Arrow::Left, false) => Direction::Outgoing,
        (Arrow::Right, false) | (Arrow::Left, true) => Direction::Incoming,
    }
}

fn all_of(tests: &[LabelTest]) -> Option<LabelTest> {
    match tests {
        [] => None,
        [test] => Some(test.clone()),
        tests => Some(LabelTest::And(tests.to_vec())),
    }
}
