//! Drops rows that came before.

use smallvec::SmallVec;

use crate::graph::Column;
use crate::graph::Plain;
use crate::graph::Texts;
use crate::query::Value;
use crate::query::eval::Code;
use crate::query::eval::CodeKind;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::keys;
use crate::query::plan::OpKind;
use crate::query::run::pipe::Flow;
use crate::query::run::pipe::Runner;
use crate::query::run::state::State;

impl<'r, 'g: 'r> Runner<'r, 'g, '_> {
    pub(super) fn distinct(
        &mut self,
        number: usize,
        slots: &[Slot],
        row: &mut [Value],
    ) -> Result<Flow> {
        let State::Seen(seen) = &mut self.states[number] else {
            return Ok(Flow::Continue);
        };
        if !seen.insert_slots(row, slots) {
            return Ok(Flow::Continue);
        }
        self.cx
            .session
            .budget
            .take(slots.len() * size_of::<Value>())?;
        self.hand_on_once(number + 1, row)
    }

    pub(super) fn distinct_properties(
        &mut self,
        number: usize,
        items: &[(Slot, Code)],
        read: bool,
        row: &mut [Value],
    ) -> Result<Flow> {
        let cx = self.cx;
        let State::SeenProperties(seen, packer) = &mut self.states[number] else {
            return Ok(Flow::Continue);
        };
        let packer = packer.get_or_insert_with(|| Packer::new(cx, items, row));
        let known = seen.insert_packed(packer.pack(row));
        if known == Some(false) {
            return Ok(Flow::Continue);
        }
        if read || known.is_none() {
            let mut values: SmallVec<[Value; 2]> = SmallVec::new();
            for (_, code) in items {
                values.push(code.eval(cx, row)?);
            }
            if known.is_none() && !seen.insert_other(&values) {
                return Ok(Flow::Continue);
            }
            for ((slot, _), value) in items.iter().zip(values) {
                row[*slot] = value;
            }
        }
        self.cx
            .session
            .budget
            .take(items.len() * size_of::<Value>())?;
        self.hand_on_once(number + 1, row)
    }

    /// Hands a row on that is one now, however many rows it stood for.
    #[inline]
    fn hand_on_once(&mut self, number: usize, row: &mut [Value]) -> Result<Flow> {
        // Rows that are only counted need not be there. A profile wants to see each.
        if let Some(OpKind::Aggregate(aggregate)) = self.ops.get(number).map(|op| &op.kind)
            && aggregate.counts_rows_only()
            && self.cx.session.profile.is_none()
            && let Some(State::Groups(groups)) = self.states.get_mut(number)
        {
            groups.add_rows(aggregate, 1);
            return Ok(Flow::Continue);
        }
        let before = std::mem::replace(&mut self.weight, 1);
        let flow = self.push(number, row);
        self.weight = before;
        flow
    }
}

/// Gives properties in one word with their kinds: small numbers, and texts by their codes in the
/// column.
pub(super) struct Packer<'g> {
    /// None where some property is neither.
    sources: Option<SmallVec<[(Slot, Source<'g>); 2]>>,
    /// A kind of its own for rows of two.
    two: u32,
}

/// The column that a property is read from.
enum Source<'g> {
    NodeNumber(&'g Plain<i64>),
    NodeText(&'g Texts),
    EdgeNumber(&'g Plain<i64>),
    EdgeText(&'g Texts),
}

impl<'g> Packer<'g> {
    /// Finds the columns by the first row: every other has the same kinds.
    fn new(cx: Context<'g>, items: &[(Slot, Code)], row: &[Value]) -> Self {
        let source = |(_, code): &(Slot, Code)| {
            let CodeKind::Property(subject, key) = &code.kind else {
                return None;
            };
            let CodeKind::Slot(slot) = subject.kind else {
                return None;
            };
            let symbol = key.in_graph(cx.graph)?;
            let source = match row[slot] {
                Value::Node(_) => match cx.graph.node_column(symbol)? {
                    Column::Int(column) => Source::NodeNumber(column),
                    Column::Text(column) => Source::NodeText(column),
                    _ => return None,
                },
                Value::Edge(_) => match cx.graph.edge_column(symbol)? {
                    Column::Int(column) => Source::EdgeNumber(column),
                    Column::Text(column) => Source::EdgeText(column),
                    _ => return None,
                },
                _ => return None,
            };
            Some((slot, source))
        };
        Packer {
            sources: items.iter().map(source).collect(),
            two: if items.len() == 2 { keys::TWO } else { 0 },
        }
    }

    #[inline]
    fn pack(&self, row: &[Value]) -> Option<(u32, u64)> {
        // Kinds of its own, since a code is no number.
        let mut packed = (0_u32, 0_u64);
        for (slot, source) in self.sources.as_ref()? {
            let (kind, bits) = match (source, &row[*slot]) {
                (Source::NodeNumber(column), Value::Node(node)) => {
                    (1, u32::try_from(column.get(node.0)?).ok()?)
                }
                (Source::EdgeNumber(column), Value::Edge(edge)) => {
                    (1, u32::try_from(column.get(edge.0)?).ok()?)
                }
                (Source::NodeText(column), Value::Node(node)) => (2, column.code(node.0)?),
                (Source::EdgeText(column), Value::Edge(edge)) => (2, column.code(edge.0)?),
                _ => return None,
            };
            packed = (packed.0 << 2 | kind, packed.1 << 32 | u64::from(bits));
        }
        Some((0x200 | self.two | packed.0, packed.1))
    }
}
