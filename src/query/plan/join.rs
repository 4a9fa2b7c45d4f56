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
use crate::query::plan::Repeat;
use crate::query::plan::Shortest;
use crate::query::plan::Types;
use crate::query::plan::expression::Planner;
use crate::query::plan::pattern::Group;
use crate::query::plan::pattern::Pattern;
use crate::query::plan::pattern::PatternEdge;
use crate::query::plan::pattern::PatternNode;

/// What it costs to look at a node in a scan, where following an edge costs 1.
const SCAN: f64 = 0.1;

/// What it costs to follow an edge from nodes that come in the order they lie in memory.
const IN_ORDER: f64 = 0.4;

/// What it costs to look for a pair among all pairs. Where the pairs of one node come in a row,
/// each is looked for among those of the node only, at next to no cost.
const AMONG_ALL: f64 = 0.8;

/// How many edges are put in the cheapest order; patterns of more are matched as they are written.
const MOST_ORDERED: usize = 150;

/// How many steps may be weighed from one start and another; from so few starts all of a small
/// pattern is tried, and of a large one the nodes that are found at least cost.
const MOST_WEIGHED: usize = 40_000;

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
    /// The node of the first scan: its rows come in the order they lie in memory.
    in_order: Option<Slot>,
    rows: f64,
    cost: f64,
}

impl Planner<'_> {
    /// Adds the operators that find the pattern.
    pub(super) fn join(&mut self, pattern: Pattern, pipe: &mut Pipe) {
        let (moves, estimates) = match self.plain || pattern.edges.len() > MOST_ORDERED {
            true => as_written(&pattern),
            false => self.order(&pattern),
        };
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
                let label = Some(label);
                let tests = Vec::new();
                self.push(pipe, OpKind::Nodes { slot, label, tests });
            }
            Access::All => {
                let (label, tests) = (None, Vec::new());
                self.push(pipe, OpKind::Nodes { slot, label, tests });
            }
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
            .map(|number| &pattern.edges[*number])
            .filter(|other| other.slot != edge.slot && self.may_be_one(edge, other))
            .map(|other| other.slot)
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
            labels: match to_bound {
                true => None,
                false => all_of(&self.labels_to_test(edge, from, to, forward)),
            },
            others,
            edge_tests: Vec::new(),
            node_tests: Vec::new(),
            never: Vec::new(),
            edge_used: true,
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
            Some((least, most)) if edge.group.is_none() => {
                let many = ExpandMany {
                    hop,
                    least,
                    most,
                    reversed: !forward,
                    tests: edge.tests.clone(),
                    reach: false,
                };
                match edge.shortest {
                    _ if edge.bound => OpKind::FollowEdges(Box::new(many)),
                    Some(wanted) => OpKind::Shortest(Box::new(Shortest { many, wanted })),
                    None => OpKind::ExpandMany(Box::new(many)),
                }
            }
            Some((least, most)) => {
                let round = edge.group.as_ref().map(|group| match forward {
                    true => group.forward.clone(),
                    false => group.back.clone(),
                });
                OpKind::Repeat(Box::new(Repeat {
                    hop,
                    least,
                    most,
                    reversed: !forward,
                    round: round.unwrap_or_default(),
                    shortest: edge.shortest,
                }))
            }
        };
        self.push(pipe, kind);
        if let Some(test) = from_labels {
            let slot = from.slot;
            self.push(pipe, OpKind::HasLabels { slot, test });
        }
        emit.edges_done.push(number);
        emit.bound.extend(edge.group.iter().flat_map(Group::lists));
        emit.bound.extend([from.slot, edge.slot, to.slot]);
    }

    /// Tells whether two edges of a pattern could be matched by one edge of the graph.
    fn may_be_one(&self, a: &PatternEdge, b: &PatternEdge) -> bool {
        if a.clause != b.clause || !a.types.meets(&b.types) {
            return false;
        }
        let (Some((a_from, a_to)), Some((b_from, b_to))) = (single(a), single(b)) else {
            return true;
        };
        // Where one edge ends and the other starts at one node, only a loop could be both.
        let in_line = a_to == b_from || b_to == a_from;
        match &a.types {
            Types::OneOf(types) if in_line && self.stable => types
                .iter()
                .any(|name| self.graph.statistics().loops(*name) > 0),
            _ => true,
        }
    }

    /// Lists the labels of the node at the other end, without those that all edges of the type lead to.
    fn labels_to_test(
        &self,
        edge: &PatternEdge,
        from: &PatternNode,
        to: &PatternNode,
        forward: bool,
    ) -> Vec<LabelTest> {
        let mut tests = to.labels.clone();
        let Types::OneOf(types) = &edge.types else {
            return tests;
        };
        if !self.stable {
            return tests;
        }
        let statistics = self.graph.statistics();
        let near = match edge.length {
            None => from.labels.iter().find_map(|test| match test {
                LabelTest::Name(label) => *label,
                _ => None,
            }),
            // Edges further on start anywhere.
            Some(_) => None,
        };
        let may_stay = edge.length.is_some_and(|(least, _)| least == 0);
        tests.retain(|test| {
            let LabelTest::Name(Some(far)) = test else {
                return true;
            };
            if may_stay && !from.labels.contains(test) {
                return true;
            }
            let always = |edge_type: &Symbol, out: bool| {
                let between = |far: Option<Symbol>| match out {
                    true => statistics.edges_between(near, *edge_type, far),
                    false => statistics.edges_between(far, *edge_type, near),
                };
                between(Some(*far)) == between(None)
            };
            !types
                .iter()
                .all(|name| match direction(edge.arrow, forward) {
                    Direction::Outgoing => always(name, true),
                    Direction::Incoming => always(name, false),
                    Direction::Both => always(name, true) && always(name, false),
                })
        });
        tests
    }

    /// Finds the cheapest order, with the rows expected after each step.
    fn order(&self, pattern: &Pattern) -> (Vec<Move>, Vec<f64>) {
        let first = Progress {
            bound: bound_at_first(pattern),
            edges: vec![false; pattern.edges.len()],
            conditions: vec![false; pattern.conditions.len()],
            in_order: None,
            rows: 1.0,
            cost: 0.0,
        };
        let mut free: Vec<usize> = (0..pattern.nodes.len())
            .filter(|number| !first.bound.contains(&pattern.nodes[*number].slot))
            .collect();
        let anchored =
            free.len() < pattern.nodes.len() || pattern.edges.iter().any(|edge| edge.bound);
        let starts = match anchored || free.is_empty() {
            true => vec![None],
            false => {
                let size = pattern.edges.len() + free.len();
                let most = (MOST_WEIGHED / (size * size).max(1)).max(1);
                if free.len() > most {
                    let found = |number: &usize| {
                        let (bound, done) = (&first.bound, &first.conditions);
                        self.access_cost(&self.access(pattern, *number, bound, done))
                            .0
                    };
                    free.sort_by(|a, b| found(a).total_cmp(&found(b)));
                    free.truncate(most);
                }
                free.into_iter().map(Some).collect()
            }
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
            if let (Some(number), Some(pair)) = (start, &self.paired)
                && !pair.contains(&self.names[pattern.nodes[number].slot])
            {
                progress.cost += progress.rows * AMONG_ALL;
            }
            // Of orders that cost the same, the one from the node with most edges counts best.
            let edges = start.map_or(0, |number| {
                let ends = pattern
                    .edges
                    .iter()
                    .flat_map(|edge| [edge.left, edge.right]);
                ends.filter(|end| *end == number).count()
            });
            let cost = progress.cost * (1.0 - 0.02 * edges.min(10) as f64);
            if best.as_ref().is_none_or(|(known, ..)| cost < *known) {
                best = Some((cost, moves, estimates));
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
                progress.cost += progress.rows * looked_at * SCAN;
                progress.rows *= found;
                let slot = pattern.nodes[number].slot;
                if progress.bound.is_empty() {
                    progress.in_order = Some(slot);
                }
                progress.bound.push(slot);
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
                    // An end that nothing reads is counted, not walked to.
                    None if self.counted && !to_bound && self.is_unread(pattern, number, to) => {
                        degree.min(1.0)
                    }
                    _ if edge.shortest.is_some() => 1.0,
                    None => degree,
                    Some((least, most)) => (least..=most.min(least.saturating_add(6)).min(12))
                        .map(|length| degree.powi(length as i32))
                        .sum(),
                };
                let in_order = progress.in_order == Some(pattern.nodes[from].slot);
                let each = if in_order { IN_ORDER } else { 1.0 };
                progress.cost += progress.rows * found.max(1.0) * each;
                progress.rows *= match to_bound {
                    true => (found / self.node_count(&pattern.nodes[to].labels)).min(1.0),
                    false => found,
                };
                progress.bound.extend([
                    pattern.nodes[from].slot,
                    edge.slot,
                    pattern.nodes[to].slot,
                ]);
                progress
                    .bound
                    .extend(edge.group.iter().flat_map(Group::lists));
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
                progress.rows *= match &condition.equality {
                    Some((_, key, _)) => self.equal_part(key),
                    None => 0.5,
                };
            }
        }
    }

    /// Tells whether nothing but an edge of the pattern reads the node it leads to, nor the edge.
    fn is_unread(&self, pattern: &Pattern, number: usize, to: usize) -> bool {
        let edge = &pattern.edges[number];
        let (edge_slot, node_slot) = (edge.slot, pattern.nodes[to].slot);
        let unnamed = |slot: Slot| self.names[slot].is_empty();
        let others = pattern.edges.iter().enumerate();
        unnamed(edge_slot)
            && unnamed(node_slot)
            && pattern.paths.is_empty()
            && others
                .filter(|(other, _)| *other != number)
                .all(|(_, other)| other.left != to && other.right != to)
            && pattern.conditions.iter().all(|condition| {
                !condition.needs.contains(&edge_slot) && !condition.needs.contains(&node_slot)
            })
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
            Access::Property(_, label, key) => {
                let all = label.map_or(self.all_nodes(), |label| self.label_count(label));
                let found = (all * self.equal_part(key)).max(1.0);
                (found, found)
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
        let near = self.rarest(&pattern.nodes[from].labels);
        let to = if forward { edge.right } else { edge.left };
        let far = self.rarest(&pattern.nodes[to].labels);
        let statistics = self.graph.statistics();
        let nodes = near
            .map_or(self.all_nodes(), |label| self.label_count(label))
            .max(1.0);
        let Types::OneOf(types) = &edge.types else {
            let far_part = far.map_or(1.0, |label| {
                self.label_count(label) / self.all_nodes().max(1.0)
            });
            return 2.0 * far_part * self.graph.edge_count() as f64 / self.all_nodes().max(1.0);
        };
        let out = |name: &Symbol| statistics.edges_between(near, *name, far);
        let back = |name: &Symbol| statistics.edges_between(far, *name, near);
        let edges: usize = types
            .iter()
            .map(|name| match direction(edge.arrow, forward) {
                Direction::Outgoing => out(name),
                Direction::Incoming => back(name),
                Direction::Both => out(name) + back(name),
            })
            .sum();
        edges as f64 / nodes
    }

    /// Estimates what part of the nodes have one given value of a property.
    fn equal_part(&self, key: &Key) -> f64 {
        let values = key.symbol.map_or(0, |key| self.graph.distinct_values(key));
        1.0 / (values as f64).max(2.0)
    }

    fn rarest(&self, labels: &[LabelTest]) -> Option<Symbol> {
        labels.iter().fold(None, |rarest, test| match test {
            LabelTest::Name(Some(label)) => self.rarer(rarest, *label),
            _ => rarest,
        })
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
}

/// Follows the edges in the order written, each from its left node.
fn as_written(pattern: &Pattern) -> (Vec<Move>, Vec<f64>) {
    let mut bound = bound_at_first(pattern);
    let mut moves = Vec::new();
    let start = |number: usize, bound: &mut Vec<Slot>, moves: &mut Vec<Move>| {
        let slot = pattern.nodes[number].slot;
        if !bound.contains(&slot) {
            bound.push(slot);
            moves.push(Move::Start(number));
        }
    };
    for (number, edge) in pattern.edges.iter().enumerate() {
        start(edge.left, &mut bound, &mut moves);
        if edge.shortest.is_some() {
            start(edge.right, &mut bound, &mut moves);
        }
        moves.push(Move::Follow(number, true));
        bound.push(pattern.nodes[edge.right].slot);
    }
    for number in 0..pattern.nodes.len() {
        start(number, &mut bound, &mut moves);
    }
    let estimates = vec![0.0; moves.len()];
    (moves, estimates)
}

/// What has been emitted so far.
struct Emit {
    bound: Vec<Slot>,
    edges_done: Vec<usize>,
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

/// Gives the nodes that a single edge with an arrow leads from and to.
fn single(edge: &PatternEdge) -> Option<(usize, usize)> {
    match (edge.length, edge.arrow) {
        (None, Arrow::Right) => Some((edge.left, edge.right)),
        (None, Arrow::Left) => Some((edge.right, edge.left)),
        _ => None,
    }
}

fn all_of(tests: &[LabelTest]) -> Option<LabelTest> {
    match tests {
        [] => None,
        [test] => Some(test.clone()),
        tests => Some(LabelTest::And(tests.to_vec())),
    }
}
