//! What the graph looks up: nodes by label and by the value of a property, edges by type and by node.
//!
//! Each index is made when it is first asked for. Writing keeps up those that are cheap to keep,
//! and drops the others.

use std::hash::Hasher;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use rustc_hash::FxHasher;

use crate::graph::Adjacency;
use crate::graph::Column;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::NameIndex;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::Statistics;
use crate::graph::Symbol;
use crate::graph::column::Texts;

/// How many look-ups a property gets by reading its column, before it is worth an index.
const SCANS: u32 = 2;

/// All indexes of a graph.
#[derive(Debug, Default)]
pub(in crate::graph) struct Indexes {
    /// Nodes by label, in the order of their ids.
    pub(in crate::graph) labels: OnceLock<Vec<Vec<NodeId>>>,
    /// Edges by type, in the order of their ids.
    pub(in crate::graph) types: OnceLock<Vec<Vec<EdgeId>>>,
    pub(in crate::graph) adjacency: Rows,
    pub(in crate::graph) values: Lazy<Values>,
    pub(in crate::graph) statistics: OnceLock<Statistics>,
    pub(in crate::graph) names: OnceLock<NameIndex>,
}

/// One thing for each symbol, each made when it is first asked for.
#[derive(Debug)]
pub(in crate::graph) struct Lazy<T> {
    cells: OnceLock<Vec<OnceLock<T>>>,
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Lazy {
            cells: OnceLock::new(),
        }
    }
}

impl<T> Lazy<T> {
    /// Gives the place of a number below `bound`; nothing for one that came later.
    fn cell(&self, index: usize, bound: usize) -> Option<&OnceLock<T>> {
        self.cells
            .get_or_init(|| (0..bound).map(|_| OnceLock::new()).collect())
            .get(index)
    }

    pub(in crate::graph) fn made_mut(&mut self, index: usize) -> Option<&mut T> {
        self.cells.get_mut()?.get_mut(index)?.get_mut()
    }

    /// Makes room for numbers below `bound`.
    pub(in crate::graph) fn grow(&mut self, bound: usize) {
        if let Some(cells) = self.cells.get_mut() {
            cells.resize_with(bound.max(cells.len()), OnceLock::new);
        }
    }
}

/// Compressed sparse rows by type and direction; those of all types together come first.
#[derive(Debug, Default)]
pub(in crate::graph) struct Rows {
    cells: Lazy<Adjacency>,
}

impl Rows {
    /// Gives the rows of a type; nothing for a type that is younger than the rows, and so has no edge.
    pub(in crate::graph) fn get(
        &self,
        edge_type: Option<Symbol>,
        direction: Direction,
        symbol_count: usize,
        make: impl FnOnce() -> Adjacency,
    ) -> Option<&Adjacency> {
        let index = edge_type.map_or(0, |edge_type| edge_type.0 as usize + 1);
        let index = index * 2 + usize::from(direction == Direction::Incoming);
        let cell = self.cells.cell(index, symbol_count * 2 + 2)?;
        Some(cell.get_or_init(make))
    }
}

/// The rows of a column by the hash of their value.
#[derive(Debug, Default)]
pub(in crate::graph) struct Values {
    lookups: AtomicU32,
    index: OnceLock<ValueIndex>,
}

#[derive(Debug, Default)]
struct ValueIndex {
    /// Sorted by hash, then row. An entry may be out of date, so the value is compared again.
    sorted: Vec<(u64, u32)>,
    /// What was written since; read from end to end.
    recent: Vec<(u64, u32)>,
}

impl Lazy<Values> {
    /// Finds the rows that have a value equal to this one, in order.
    pub(in crate::graph) fn find(
        &self,
        key: Symbol,
        symbol_count: usize,
        column: &Column,
        value: &Property,
    ) -> Vec<u32> {
        let Some(values) = self.cell(key.0 as usize, symbol_count) else {
            return scan(column, value);
        };
        let values = values.get_or_init(Values::default);
        if values.index.get().is_none() && values.lookups.fetch_add(1, Ordering::Relaxed) < SCANS {
            return scan(column, value);
        }
        let index = values.index.get_or_init(|| ValueIndex::new(column));
        let wanted = hash(value);
        let start = index.sorted.partition_point(|(hash, _)| *hash < wanted);
        let mut rows: Vec<u32> = index.sorted[start..]
            .iter()
            .take_while(|(hash, _)| *hash == wanted)
            .chain(index.recent.iter().filter(|(hash, _)| *hash == wanted))
            .map(|(_, row)| *row)
            .filter(|&row| equal_at(column, row, value))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

impl Values {
    /// Notes that a row has a value now.
    pub(in crate::graph) fn note(&mut self, row: u32, value: &Property) {
        let Some(index) = self.index.get_mut() else {
            return;
        };
        index.recent.push((hash(value), row));
        if index.recent.len() > 256 + index.sorted.len() / 16 {
            index.sorted.append(&mut index.recent);
            index.sorted.sort_unstable();
            index.sorted.dedup();
        }
    }
}

impl ValueIndex {
    fn new(column: &Column) -> Self {
        let rows = column.rows();
        let mut sorted: Vec<(u64, u32)> = match column {
            Column::Text(texts) => {
                texts.dictionary.index();
                let hashes: Vec<u64> = (0..texts.code_count() as u32)
                    .map(|code| hash_text(texts.text(code)))
                    .collect();
                rows.filter_map(|row| Some((hashes[texts.code(row)? as usize], row)))
                    .collect()
            }
            _ => rows
                .filter_map(|row| Some((hash(&column.get(row)?), row)))
                .collect(),
        };
        sorted.sort_unstable();
        ValueIndex {
            sorted,
            recent: Vec::new(),
        }
    }
}

fn scan(column: &Column, value: &Property) -> Vec<u32> {
    if let (Column::Text(texts), Property::Text(text)) = (column, value) {
        return scan_texts(texts, text);
    }
    column
        .rows()
        .filter(|&row| equal_at(column, row, value))
        .collect()
}

fn scan_texts(texts: &Texts, text: &str) -> Vec<u32> {
    let Some(code) = texts.find(text) else {
        return Vec::new();
    };
    let rows = (texts.start..).zip(&texts.codes);
    rows.filter(|(_, other)| **other == code)
        .map(|(row, _)| row)
        .collect()
}

fn equal_at(column: &Column, row: u32, value: &Property) -> bool {
    match (column, value) {
        (Column::Text(texts), Property::Text(text)) => texts.get(row) == Some(text),
        (Column::Text(_), _) => false,
        (Column::Int(column), Property::Int(number)) => column.get(row) == Some(*number),
        _ => column.get(row).is_some_and(|other| equal(&other, value)),
    }
}

/// Tells whether two values are equal as the query language has it: 1 equals 1.0, and NaN nothing.
pub(in crate::graph) fn equal(one: &Property, other: &Property) -> bool {
    match (one, other) {
        (Property::Int(one), Property::Float(other))
        | (Property::Float(other), Property::Int(one)) => whole(*other) == Some(*one),
        (Property::List(one), Property::List(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| equal(one, other))
        }
        _ => one == other,
    }
}

fn whole(number: f64) -> Option<i64> {
    // Beyond 2⁵³ not every whole number is a float, so the cast back must give the same.
    let cast = number as i64;
    (number.trunc() == number && cast as f64 == number && cast != i64::MAX).then_some(cast)
}

fn hash(value: &Property) -> u64 {
    let mut hasher = FxHasher::default();
    write(value, &mut hasher);
    hasher.finish()
}

fn hash_text(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    write_text(text, &mut hasher);
    hasher.finish()
}

fn write_text(text: &str, hasher: &mut FxHasher) {
    hasher.write_u8(3);
    hasher.write(text.as_bytes());
}

/// Feeds a value to a hasher, so that equal values give equal hashes.
fn write(value: &Property, hasher: &mut FxHasher) {
    match value {
        Property::Bool(truth) => hasher.write_u8(u8::from(*truth)),
        Property::Int(number) => hasher.write_i64(*number),
        Property::Float(number) => match whole(*number) {
            Some(number) => hasher.write_i64(number),
            None => hasher.write_u64(number.to_bits()),
        },
        Property::Text(text) => write_text(text, hasher),
        Property::Temporal(value) => std::hash::Hash::hash(value, hasher),
        Property::List(items) => {
            hasher.write_u8(4);
            for item in items.iter() {
                write(item, hasher);
            }
        }
    }
}
