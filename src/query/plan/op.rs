//! The operators that read.

use std::sync::Arc;

use crate::base::Span;
use crate::graph::Direction;
use crate::graph::Symbol;
use crate::query::Value;
use crate::query::ast::BinaryOp;
use crate::query::ast::CompareOp;
use crate::query::eval::Code;
use crate::query::eval::Key;
use crate::query::eval::LabelTest;
use crate::query::eval::Slot;
use crate::query::function::Aggregation;
use crate::query::plan::Body;
use crate::query::procedure::Procedure;

/// An operator and its number in the plan.
#[derive(Clone, Debug)]
pub(in crate::query) struct Op<K = OpKind> {
    pub(in crate::query) id: usize,
    pub(in crate::query) kind: K,
    /// How many rows the planner expects from it.
    pub(in crate::query) estimate: Option<f64>,
}

/// Operators in a row, each handing its rows to the next.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct Pipe {
    pub(in crate::query) ops: Vec<Op>,
}

/// How many operators may stand in a row, so that the stack cannot overflow.
pub(in crate::query) const MOST_OPS: usize = 2_000;

/// What an operator does with each row that comes to it.
#[derive(Clone, Debug)]
pub(in crate::query) enum OpKind {
    /// Binds every node that passes the tests, or only those of a label.
    Nodes {
        slot: Slot,
        label: Option<Symbol>,
        tests: Vec<PropertyTest>,
    },
    /// Binds every edge of a type that passes the tests, and its ends.
    EdgesByType { hop: Box<Expand>, edge_type: Symbol },
    /// Binds every node of a label, or of any, whose property equals a value.
    NodesByProperty {
        slot: Slot,
        label: Option<Symbol>,
        key: Key,
        value: Code,
    },
    /// Binds the node of a number.
    NodeById { slot: Slot, id: Code },
    /// Passes rows whose node has the labels.
    HasLabels { slot: Slot, test: LabelTest },
    /// Binds an edge and, where it is not bound yet, the node at its other end.
    Expand(Box<Expand>),
    /// Multiplies the weight of the row by the number of ways to go on, and binds nothing.
    CountEdges(Box<Branch>),
    /// Multiplies the weight of the row by the number of nodes that edges of two patterns join to
    /// two bound nodes, and binds nothing.
    CountMeetings(Box<Meeting>),
    /// Multiplies the weight of the row by the number of pairs of nodes at the ends of two
    /// patterns that differ or are not joined, and binds nothing.
    CountPairs(Box<Pairs>),
    /// Binds the ends of an edge that is bound already.
    EdgeEnds(Box<Expand>),
    /// Binds a list of edges in a row and the node at its end.
    ExpandMany(Box<ExpandMany>),
    /// Checks that a list of edges that is bound already leads from one node to another.
    FollowEdges(Box<ExpandMany>),
    /// Binds the shortest lists of edges between two nodes that are bound.
    Shortest(Box<Shortest>),
    /// Matches a pattern again and again, each time from where it ended, and binds the node where
    /// the last ended, the list of all edges, and a list for each variable of the pattern.
    Repeat(Box<Repeat>),
    /// Binds a path of nodes and edges that are bound.
    Path { slot: Slot, parts: Vec<PathPart> },
    /// Passes rows for which the condition is true.
    Filter(Code),
    /// Binds each item of a list.
    Unwind { slot: Slot, list: Code },
    /// Computes values.
    Project(Vec<(Slot, Code)>),
    /// Groups rows.
    Aggregate(Box<Aggregate>),
    /// Drops rows that agree in the slots with an earlier one.
    Distinct { slots: Vec<Slot> },
    /// Does the same for properties of nodes and edges, and puts them into the slots only where
    /// something reads them there.
    DistinctProperties {
        items: Vec<(Slot, Code)>,
        read: bool,
    },
    /// Puts rows in order, and keeps at most as many as `limit` says.
    Sort {
        keys: Vec<SortKey>,
        /// What is still needed afterwards.
        live: Vec<Slot>,
        limit: Option<Code>,
    },
    /// Drops the first rows.
    Skip(Code),
    /// Passes only the first rows.
    Limit(Code),
    /// Hands on the rows of a pipe, or one with nulls in the slots where it has none.
    Optional { pipe: Pipe, slots: Vec<Slot> },
    /// Hands on each row of a subquery; with no columns, the row itself once.
    Apply { body: Box<Body>, returns: bool },
    /// Hands on each row of a procedure.
    Call(Box<ProcedureCall>),
    /// Drops every row.
    Finish,
}

/// One edge of a pattern, from a node that is bound.
#[derive(Clone, Debug)]
pub(in crate::query) struct Expand {
    pub(in crate::query) from: Slot,
    pub(in crate::query) edge: Slot,
    pub(in crate::query) to: Slot,
    /// Whether `from` is bound; only [`OpKind::EdgeEnds`] may find it is not.
    pub(in crate::query) from_bound: bool,
    /// Whether `to` is bound too, so that only edges between the two fit.
    pub(in crate::query) to_bound: bool,
    pub(in crate::query) direction: Direction,
    pub(in crate::query) types: Types,
    /// What the node at the other end has to have.
    pub(in crate::query) labels: Option<LabelTest>,
    /// Edges of the same clause that this one must differ from.
    pub(in crate::query) others: Vec<Slot>,
    /// What the properties of the edge have to satisfy.
    pub(in crate::query) edge_tests: Vec<PropertyTest>,
    /// What the properties of the node at the other end have to satisfy.
    pub(in crate::query) node_tests: Vec<PropertyTest>,
    /// Edges that must not join the node at the other end to one that is bound.
    pub(in crate::query) never: Vec<Expand>,
    /// Whether anything reads the edge, or the list of edges.
    pub(in crate::query) edge_used: bool,
}

/// Edges that are only counted, and what is counted from the nodes they lead to.
#[derive(Clone, Debug)]
pub(in crate::query) struct Branch {
    pub(in crate::query) hop: Expand,
    /// Whether a node without any still counts once.
    pub(in crate::query) optional: bool,
    /// The ways on from each node; how many there are is remembered for each.
    pub(in crate::query) then: Vec<Branch>,
    /// The place of the branch among all of its operator.
    pub(in crate::query) number: usize,
}

impl Branch {
    /// Counts the edges of one step.
    pub(in crate::query) fn new(hop: Expand) -> Self {
        Branch {
            hop,
            optional: false,
            then: Vec::new(),
            number: 0,
        }
    }

    /// Numbers the branches of an operator, and gives how many they are.
    pub(in crate::query) fn enumerate(&mut self, first: usize) -> usize {
        self.number = first;
        let mut next = first + 1;
        for branch in &mut self.then {
            next = branch.enumerate(next);
        }
        next
    }

    /// Counts the branches.
    pub(in crate::query) fn count(&self) -> usize {
        1 + self.then.iter().map(Branch::count).sum::<usize>()
    }
}

/// A node between two that are bound: the third corner of a triangle.
#[derive(Clone, Debug)]
pub(in crate::query) struct Meeting {
    /// From the node that changes less often.
    pub(in crate::query) slow: Expand,
    /// From the node that changes more often.
    pub(in crate::query) fast: Expand,
}

/// Two ways to go on from bound nodes, counted together: all pairs of ends but those that a
/// condition forbids.
#[derive(Clone, Debug)]
pub(in crate::query) struct Pairs {
    pub(in crate::query) first: Branch,
    pub(in crate::query) second: Branch,
    /// Whether the two ends must be two nodes; if not, the two edges must differ.
    pub(in crate::query) nodes_differ: bool,
    /// An edge that must not lead from the first end to the second.
    pub(in crate::query) never: Option<Expand>,
}

/// A condition on one property that needs nothing else of the row.
#[derive(Clone, Debug)]
pub(in crate::query) struct PropertyTest {
    pub(in crate::query) key: Key,
    pub(in crate::query) op: PropertyOp,
    pub(in crate::query) value: Value,
    pub(in crate::query) span: Span,
}

/// How a property is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum PropertyOp {
    Compare(CompareOp),
    /// `STARTS WITH`, `ENDS WITH`, `CONTAINS`.
    Text(BinaryOp),
    /// The property is in the value, a list.
    OneOf,
    /// The property is a list that the value is in.
    Holds,
}

/// Edges in a row, from a node that is bound.
#[derive(Clone, Debug)]
pub(in crate::query) struct ExpandMany {
    pub(in crate::query) hop: Expand,
    pub(in crate::query) least: usize,
    pub(in crate::query) most: usize,
    /// Whether the list is to be turned round, since the pattern was walked from its end.
    pub(in crate::query) reversed: bool,
    /// What each edge has to satisfy.
    pub(in crate::query) tests: Vec<EdgeTest>,
    /// Whether each end is wanted once only, however many ways lead there.
    pub(in crate::query) reach: bool,
}

/// A condition on each edge of a list; the edge is put in the slot.
#[derive(Clone, Debug)]
pub(in crate::query) struct EdgeTest {
    pub(in crate::query) slot: Slot,
    pub(in crate::query) condition: Code,
}

/// A search for shortest paths.
#[derive(Clone, Debug)]
pub(in crate::query) struct Shortest {
    pub(in crate::query) many: ExpandMany,
    pub(in crate::query) wanted: Wanted,
}

/// A pattern that is matched so often in a row, from a node that is bound.
#[derive(Clone, Debug)]
pub(in crate::query) struct Repeat {
    /// The node to start from, the list of edges, the node to end at, and what it must be.
    pub(in crate::query) hop: Expand,
    pub(in crate::query) least: usize,
    pub(in crate::query) most: usize,
    /// Whether the lists are to be turned round, since the pattern was walked from its end.
    pub(in crate::query) reversed: bool,
    pub(in crate::query) round: Round,
    /// Which of the shortest are wanted, if not all; then the node to end at is bound.
    pub(in crate::query) shortest: Option<Wanted>,
}

/// One match of a pattern that is repeated.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct Round {
    /// Finds it.
    pub(in crate::query) pipe: Pipe,
    /// Where the pipe finds the node to start from.
    pub(in crate::query) enter: Slot,
    /// Where the pipe leaves the node at the other end.
    pub(in crate::query) leave: Slot,
    /// The edges, in the order written.
    pub(in crate::query) edges: Vec<Slot>,
    /// The variables: where the pipe leaves each, and where its list goes.
    pub(in crate::query) variables: Vec<(Slot, Slot)>,
}

/// Which of the shortest paths are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Wanted {
    /// So many.
    Paths(u64),
    /// All of so many least lengths.
    Groups(u64),
}

/// A piece of a named path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::query) enum PathPart {
    Node(Slot),
    /// An edge.
    Edge(Slot),
    /// A list of edges.
    Edges(Slot),
}

/// The edge types that fit.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) enum Types {
    Any,
    /// One of these; with none, no edge fits.
    OneOf(Vec<Symbol>),
    /// Those that the expression accepts.
    Test(LabelTest),
}

impl Types {
    /// Tells whether an edge of that type fits.
    #[inline]
    pub(in crate::query) fn accepts(&self, edge_type: Symbol) -> bool {
        match self {
            Types::Any => true,
            Types::OneOf(types) => types.contains(&edge_type),
            Types::Test(test) => test.accepts(&[edge_type]),
        }
    }

    /// Tells whether one edge could fit both.
    pub(in crate::query) fn meets(&self, other: &Types) -> bool {
        match (self, other) {
            (Types::OneOf(a), Types::OneOf(b)) => a.iter().any(|edge_type| b.contains(edge_type)),
            _ => true,
        }
    }
}

/// Groups and what is computed for each.
#[derive(Clone, Debug)]
pub(in crate::query) struct Aggregate {
    pub(in crate::query) keys: Vec<(Slot, Code)>,
    pub(in crate::query) items: Vec<AggregateItem>,
}

impl Aggregate {
    /// Tells whether all it wants of a row is that it is there.
    pub(in crate::query) fn counts_rows_only(&self) -> bool {
        self.keys.is_empty() && self.items.iter().all(|item| item.value.is_none())
    }
}

/// One aggregation.
#[derive(Clone, Debug)]
pub(in crate::query) struct AggregateItem {
    pub(in crate::query) slot: Slot,
    pub(in crate::query) aggregation: Aggregation,
    pub(in crate::query) distinct: bool,
    /// What is aggregated; `None` for `count(*)`.
    pub(in crate::query) value: Option<Code>,
    /// The second argument of a percentile.
    pub(in crate::query) second: Option<Code>,
    pub(in crate::query) span: Span,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub(in crate::query) struct SortKey {
    pub(in crate::query) code: Code,
    pub(in crate::query) descending: bool,
}

/// A call of a procedure.
#[derive(Clone, Debug)]
pub(in crate::query) struct ProcedureCall {
    pub(in crate::query) procedure: Arc<Procedure>,
    pub(in crate::query) arguments: Vec<Code>,
    /// Which output goes to which slot.
    pub(in crate::query) outputs: Vec<(usize, Slot)>,
    pub(in crate::query) span: Span,
}
