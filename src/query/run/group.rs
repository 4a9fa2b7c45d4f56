//! Groups rows and aggregates each group.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use crate::graph::Column;
use crate::graph::NodeId;
use crate::graph::Texts;
use crate::query::Value;
use crate::query::eval::CodeKind;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::function::Accumulator;
use crate::query::plan::Aggregate;

/// The groups so far, in the order in which they came.
#[derive(Default)]
pub(super) struct Groups<'g> {
    keys: IndexSet<Box<[Value]>, FxBuildHasher>,
    /// Those of the first group, those of the second …
    accumulators: Vec<Accumulator>,
    /// Whether it was looked at already if groups can be found by codes.
    looked: bool,
    by_code: Option<ByCode<'g>>,
    /// For each item that counts different nodes or small numbers, a bit for each that came.
    came: Vec<Vec<u64>>,
}

/// Finds groups whose keys are texts of columns by the codes of the texts.
struct ByCode<'g> {
    /// The node, its column, and what its code is multiplied with.
    keys: SmallVec<[(Slot, &'g Texts, usize); 2]>,
    /// For each combination of codes, one more than the number of its group.
    groups: Vec<u32>,
}

/// How many combinations of codes are worth a table.
const MOST_CODES: usize = 1 << 20;

impl<'g> Groups<'g> {
    /// Adds a row that stands for `weight` rows to its group.
    pub(super) fn add(
        &mut self,
        cx: Context<'g>,
        aggregate: &Aggregate,
        weight: i64,
        row: &mut [Value],
    ) -> Result<()> {
        if !self.looked {
            self.looked = true;
            self.by_code = ByCode::new(cx, aggregate);
        }
        let place = self.by_code.as_ref().and_then(|codes| codes.place(row));
        let known = match (&self.by_code, place) {
            (Some(codes), Some(place)) => codes.groups[place].checked_sub(1),
            _ => None,
        };
        let group = match known {
            Some(group) => group as usize,
            None => {
                let group = self.group(cx, aggregate, row)?;
                if let (Some(codes), Some(place)) = (&mut self.by_code, place) {
                    codes.groups[place] = group as u32 + 1;
                }
                group
            }
        };
        let first = group * aggregate.items.len();
        for (place, item) in aggregate.items.iter().enumerate() {
            let Some(code) = &item.value else {
                self.accumulators[first + place].add_rows(weight);
                continue;
            };
            let value = code.eval(cx, row)?;
            let second = item
                .second
                .as_ref()
                .map(|code| code.eval(cx, row))
                .transpose()?;
            self.accumulators[first + place]
                .add(cx, value, second, weight)
                .map_err(|fault| fault.at(item.span))?;
        }
        Ok(())
    }

    /// Adds nodes to the only group, whose items count different nodes or properties of nodes.
    pub(super) fn add_nodes(
        &mut self,
        cx: Context<'g>,
        aggregate: &Aggregate,
        nodes: &[NodeId],
        row: &mut [Value],
    ) -> Result<()> {
        if self.keys.is_empty() {
            self.open(aggregate, Box::new([]));
        }
        self.came.resize(aggregate.items.len(), Vec::new());
        for (place, item) in aggregate.items.iter().enumerate() {
            let Some(code) = &item.value else {
                continue;
            };
            let (slot, numbers) = match &code.kind {
                CodeKind::Slot(slot) => (*slot, None),
                CodeKind::Property(subject, key) => {
                    let CodeKind::Slot(slot) = subject.kind else {
                        continue;
                    };
                    let symbol = key.in_graph(cx.graph);
                    let column = symbol.and_then(|symbol| cx.graph.node_column(symbol));
                    (slot, column)
                }
                _ => continue,
            };
            let most = 32 * cx.graph.node_bound() as u64 + (1 << 16);
            let came = &mut self.came[place];
            let mut new = 0_i64;
            for node in nodes {
                let number = match (&code.kind, numbers) {
                    (CodeKind::Slot(_), _) => Some(u64::from(node.0)),
                    (_, Some(Column::Int(column))) => match column.get(node.0) {
                        Some(number) => u64::try_from(number).ok(),
                        // Null is not counted.
                        None => continue,
                    },
                    (_, Some(Column::Text(column))) => match column.code(node.0) {
                        Some(code) => Some(u64::from(code)),
                        None => continue,
                    },
                    _ => None,
                };
                if let Some(number) = number.filter(|number| *number < most) {
                    let (word, bit) = ((number / 64) as usize, 1 << (number % 64));
                    if word >= came.len() {
                        came.resize((word + 1).next_power_of_two(), 0);
                    }
                    new += i64::from(came[word] & bit == 0);
                    came[word] |= bit;
                    continue;
                }
                row[slot] = Value::Node(*node);
                let value = code.eval(cx, row)?;
                self.accumulators[place]
                    .add(cx, value, None, 1)
                    .map_err(|fault| fault.at(item.span))?;
            }
            self.accumulators[place].add_rows(new);
        }
        Ok(())
    }

    /// Adds rows to each count of the only group.
    pub(super) fn add_rows(&mut self, aggregate: &Aggregate, rows: i64) {
        if self.keys.is_empty() {
            self.open(aggregate, Box::new([]));
        }
        for accumulator in &mut self.accumulators {
            accumulator.add_rows(rows);
        }
    }

    /// Gives the key and the results of each group. Without keys there is always one group.
    pub(super) fn finish(
        mut self,
        aggregate: &Aggregate,
    ) -> impl Iterator<Item = (Box<[Value]>, Vec<Accumulator>)> {
        if aggregate.keys.is_empty() && self.keys.is_empty() {
            self.open(aggregate, Box::new([]));
        }
        let each = aggregate.items.len();
        let mut accumulators = self.accumulators.into_iter();
        self.keys
            .into_iter()
            .map(move |key| (key, accumulators.by_ref().take(each).collect()))
    }

    /// Finds the group of a row, or opens it.
    fn group(
        &mut self,
        cx: Context<'_>,
        aggregate: &Aggregate,
        row: &mut [Value],
    ) -> Result<usize> {
        if aggregate.keys.is_empty() && !self.keys.is_empty() {
            return Ok(0);
        }
        let mut key: SmallVec<[Value; 4]> = SmallVec::new();
        for (_, code) in &aggregate.keys {
            key.push(code.eval(cx, row)?);
        }
        if let Some(group) = self.keys.get_index_of(key.as_slice()) {
            return Ok(group);
        }
        let bytes =
            key.len() * size_of::<Value>() + aggregate.items.len() * size_of::<Accumulator>() + 48;
        cx.session.budget.take(bytes)?;
        Ok(self.open(aggregate, key.into_vec().into_boxed_slice()))
    }

    fn open(&mut self, aggregate: &Aggregate, key: Box<[Value]>) -> usize {
        let items = aggregate.items.iter();
        self.accumulators
            .extend(items.map(|item| Accumulator::new(item.aggregation, item.distinct)));
        self.keys.insert_full(key).0
    }
}

impl<'g> ByCode<'g> {
    /// Makes the table, where each key is a text of a node and there are few combinations.
    fn new(cx: Context<'g>, aggregate: &Aggregate) -> Option<Self> {
        let mut keys = SmallVec::new();
        let mut combinations = 1_usize;
        for (_, code) in &aggregate.keys {
            let CodeKind::Property(subject, key) = &code.kind else {
                return None;
            };
            let CodeKind::Slot(slot) = subject.kind else {
                return None;
            };
            let column = cx.graph.node_column(key.in_graph(cx.graph)?)?;
            let Column::Text(texts) = column else {
                return None;
            };
            keys.push((slot, texts, combinations));
            combinations = combinations.checked_mul(texts.code_count().max(1))?;
            if combinations > MOST_CODES {
                return None;
            }
        }
        (!keys.is_empty()).then(|| ByCode {
            keys,
            groups: vec![0; combinations],
        })
    }

    /// Gives the place of a row in the table; none where one of the texts is missing.
    #[inline]
    fn place(&self, row: &[Value]) -> Option<usize> {
        let mut place = 0;
        for (slot, texts, factor) in &self.keys {
            let Value::Node(node) = row[*slot] else {
                return None;
            };
            place += texts.code(node.0)? as usize * factor;
        }
        Some(place)
    }
}
