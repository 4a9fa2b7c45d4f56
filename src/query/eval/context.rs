//! What an expression may ask about besides its row: the graph, the present time, the budget.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::base::Span;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Symbol;
use crate::query::MEMORY;
use crate::query::Options;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::procedure::Procedures;

/// What is wrong, before it is known where.
pub(in crate::query) type Fault = QueryErrorKind;

pub(in crate::query) type Result<T, E = QueryError> = std::result::Result<T, E>;

/// Everything an expression can see besides its row. Cheap to copy.
#[derive(Clone, Copy)]
pub(in crate::query) struct Context<'g> {
    pub(in crate::query) graph: &'g Graph,
    pub(in crate::query) session: &'g Session<'g>,
}

/// The texts of a column by their code, those that were made already.
type MadeTexts = Vec<Option<Arc<str>>>;

/// What one run of a query shares among all its parts.
pub(in crate::query) struct Session<'s> {
    pub(in crate::query) now: Timestamp,
    pub(in crate::query) budget: Budget,
    pub(in crate::query) procedures: &'s Procedures,
    /// The types of the edges that the query deleted, since `type(r)` may still be asked.
    pub(in crate::query) deleted_types: RefCell<FxHashMap<EdgeId, Symbol>>,
    /// The edges of nodes that the query deleted without them.
    pub(in crate::query) loose_edges: RefCell<BTreeMap<EdgeId, Loose>>,
    /// Texts of columns that were made already, by code.
    texts: RefCell<FxHashMap<(Symbol, bool), MadeTexts>>,
    random: Cell<u64>,
    /// For `PROFILE`: the rows and the time of each operator.
    pub(in crate::query) profile: Option<RefCell<Vec<(u64, Duration)>>>,
}

/// What is still known of an edge that lost an end.
pub(in crate::query) struct Loose {
    pub(in crate::query) ends: [NodeId; 2],
    /// Where the query deletes the end.
    pub(in crate::query) span: Span,
}

impl<'s> Session<'s> {
    pub(in crate::query) fn new(options: &Options, procedures: &'s Procedures) -> Self {
        Session {
            now: options.now,
            budget: Budget::new(options),
            procedures,
            deleted_types: RefCell::default(),
            loose_edges: RefCell::default(),
            // The same time gives the same numbers, so a run can be repeated.
            profile: None,
            texts: RefCell::default(),
            random: Cell::new(options.now.as_nanosecond() as u64 ^ 0x9E37_79B9_7F4A_7C15),
        }
    }

    /// Gives the text of a code of a column, and makes it the first time only.
    pub(in crate::query) fn text<'t>(
        &self,
        column: (Symbol, bool),
        code: u32,
        make: impl FnOnce() -> &'t str,
    ) -> Arc<str> {
        let mut texts = self.texts.borrow_mut();
        let texts = texts.entry(column).or_default();
        let code = code as usize;
        if texts.len() <= code {
            texts.resize(code + 1, None);
        }
        texts[code].get_or_insert_with(|| make().into()).clone()
    }

    /// Gives the next random bits (splitmix64).
    pub(in crate::query) fn random(&self) -> u64 {
        let state = self.random.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.random.set(state);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}

/// How many values may stand inside of one another.
const MOST_LEVELS: usize = 1_000;

/// How much of its time and memory a query has left.
pub(in crate::query) struct Budget {
    cancel: Option<Arc<AtomicBool>>,
    deadline: Option<(Instant, Duration)>,
    memory: Option<usize>,
    used: Cell<usize>,
    ticks: Cell<u32>,
}

impl Budget {
    fn new(options: &Options) -> Self {
        Budget {
            cancel: options.cancel.clone(),
            deadline: options
                .time
                .and_then(|time| Some((Instant::now().checked_add(time)?, time))),
            memory: options.memory,
            used: Cell::new(0),
            ticks: Cell::new(0),
        }
    }

    /// Counts a small piece of work, and every so often looks at the clock and the cancel flag.
    #[inline]
    pub(in crate::query) fn tick(&self) -> Result<()> {
        let ticks = self.ticks.get().wrapping_add(1);
        self.ticks.set(ticks);
        if ticks & 0x3FF == 0 {
            self.look()?;
        }
        Ok(())
    }

    /// Looks at the clock and the cancel flag.
    #[cold]
    pub(in crate::query) fn look(&self) -> Result<()> {
        if let Some(cancel) = &self.cancel
            && cancel.load(Ordering::Relaxed)
        {
            return Err(Fault::Cancelled.at(Default::default()));
        }
        if let Some((deadline, time)) = self.deadline
            && Instant::now() > deadline
        {
            let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            return Err(Fault::TimeLimit { milliseconds }.at(Default::default()));
        }
        Ok(())
    }

    /// Counts bytes that stay in use until the query ends.
    #[inline]
    pub(in crate::query) fn take(&self, bytes: usize) -> Result<()> {
        let used = self.used.get().saturating_add(bytes);
        self.used.set(used);
        match self.memory {
            Some(memory) if used > memory => {
                let mebibytes = (memory >> 20) as u64;
                Err(Fault::MemoryLimit { mebibytes }.at(Default::default()))
            }
            _ => Ok(()),
        }
    }

    /// Looks into a list or map for values in values: what shares its parts is small in memory and
    /// may be without end to whoever writes or compares it.
    pub(in crate::query) fn look_into(&self, value: &Value) -> Result<()> {
        let all = self.memory.unwrap_or(MEMORY) / size_of::<Value>();
        let mut left = all;
        self.count_parts(value, 0, &mut left)
    }

    fn count_parts(&self, value: &Value, level: usize, left: &mut usize) -> Result<()> {
        if level > MOST_LEVELS {
            let limit = MOST_LEVELS;
            return Err(Fault::ValueTooDeep { limit }.at(Default::default()));
        }
        let parts = match value {
            Value::List(items) => items.len(),
            Value::Map(entries) => entries.len(),
            _ => return Ok(()),
        };
        let Some(rest) = left.checked_sub(parts) else {
            return self.take(usize::MAX);
        };
        *left = rest;
        self.tick()?;
        match value {
            Value::List(items) => items
                .iter()
                .try_for_each(|item| self.count_parts(item, level + 1, left)),
            Value::Map(entries) => entries
                .values()
                .try_for_each(|item| self.count_parts(item, level + 1, left)),
            _ => Ok(()),
        }
    }

    /// Gives bytes back that were taken.
    pub(in crate::query) fn give(&self, bytes: usize) {
        self.used.set(self.used.get().saturating_sub(bytes));
    }
}

/// Says in words what a value is, for messages: "an integer", "the text 'abc'".
pub(in crate::query) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => format!("the boolean {truth}"),
        Value::Int(number) => format!("the integer {number}"),
        Value::Float(number) => format!("the float {number}"),
        Value::Text(text) if text.chars().count() <= 40 => format!("the text '{text}'"),
        Value::Text(_) => "a text".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a map".to_owned(),
        Value::Node(_) => "a node".to_owned(),
        Value::Edge(_) => "an edge".to_owned(),
        Value::Path(_) => "a path".to_owned(),
        Value::Temporal(value) => format!("the {} {value}", value.kind()),
    }
}
