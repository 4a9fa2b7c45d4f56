//! What a query gives back, and what it may use up.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiff::Timestamp;

use crate::query::Procedures;
use crate::query::Value;

/// The result of a query.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The names of the columns, as written or as named by `AS`; none for a query without `RETURN`.
    pub columns: Vec<String>,
    /// The rows, each with one value for each column.
    pub rows: Vec<Vec<Value>>,
    /// What the query changed.
    pub changes: Changes,
    /// The plan, for `EXPLAIN` and `PROFILE`.
    pub plan: Option<PlanNode>,
    /// How long each step took: what is shown beside an answer and is no part of it.
    pub timing: Timing,
}

/// How long the steps of a query took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timing {
    /// From the text to a checked query.
    pub parse: Duration,
    /// From the checked query to its plan.
    pub plan: Duration,
    /// From the plan to the rows.
    pub run: Duration,
}

/// How much a query changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Nodes made.
    pub nodes_created: u64,
    /// Nodes removed.
    pub nodes_deleted: u64,
    /// Edges made.
    pub relationships_created: u64,
    /// Edges removed.
    pub relationships_deleted: u64,
    /// Properties set or removed.
    pub properties_set: u64,
    /// Labels put on nodes.
    pub labels_added: u64,
    /// Labels taken from nodes.
    pub labels_removed: u64,
}

impl Changes {
    /// Tells whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// Lists what changed, with the words to show: `("nodes created", 2)`.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        [
            ("nodes created", self.nodes_created),
            ("nodes deleted", self.nodes_deleted),
            ("relationships created", self.relationships_created),
            ("relationships deleted", self.relationships_deleted),
            ("properties set", self.properties_set),
            ("labels added", self.labels_added),
            ("labels removed", self.labels_removed),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect()
    }
}

/// One operator of a plan, with those it draws rows from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanNode {
    /// The operator: `NodeByLabel`, `Expand`, `Filter` …
    pub operator: String,
    /// What it works on, in words near the query's.
    pub detail: String,
    /// How many rows the planner expects; absent where it does not guess.
    pub estimate: Option<f64>,
    /// How many rows it gave; only for `PROFILE`.
    pub rows: Option<u64>,
    /// How long it took, with what it called; only for `PROFILE`.
    pub time: Option<Duration>,
    /// Where its rows come from.
    pub children: Vec<PlanNode>,
}

impl fmt::Display for PlanNode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn write(node: &PlanNode, depth: usize, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(
                formatter,
                "{:depth$}{}",
                "",
                node.operator,
                depth = depth * 2
            )?;
            if !node.detail.is_empty() {
                write!(formatter, " {}", node.detail)?;
            }
            if let Some(rows) = node.rows {
                write!(formatter, "  rows {rows}")?;
            }
            if let Some(time) = node.time {
                write!(formatter, "  {:.3} ms", time.as_secs_f64() * 1e3)?;
            }
            writeln!(formatter)?;
            node.children
                .iter()
                .try_for_each(|child| write(child, depth + 1, formatter))
        }
        write(self, 0, formatter)
    }
}

/// What a query may use, and what it cannot know itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long it may run; no limit where absent.
    pub time: Option<Duration>,
    /// How many bytes its rows, groups and lists may take, roughly; no limit where absent.
    pub memory: Option<usize>,
    /// Set by another thread to stop the query.
    pub cancel: Option<Arc<AtomicBool>>,
    /// The present time.
    pub now: Timestamp,
    /// Whether a query that would change the graph is refused.
    pub read_only: bool,
    /// Whether patterns are matched in the order written, one edge after the other, without any
    /// of what makes plans cheaper: what optimised plans are tested against.
    pub plain: bool,
    /// What `CALL` may call.
    pub procedures: Procedures,
}

/// How many bytes a query may take where nobody says otherwise: 2 GiB.
pub const MEMORY: usize = 2 << 30;

impl Default for Options {
    /// No limit of time, [`MEMORY`], and 1970 as the present: the caller who has a clock sets it.
    fn default() -> Self {
        Options {
            time: None,
            memory: Some(MEMORY),
            cancel: None,
            now: Timestamp::UNIX_EPOCH,
            read_only: false,
            plain: false,
            procedures: Procedures::default(),
        }
    }
}
