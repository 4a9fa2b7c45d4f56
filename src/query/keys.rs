//! Sets of rows, small where rows are.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::query::Value;
use crate::query::eval::Slot;

/// Rows that were seen. Rows of one or two small numbers, nodes or edges take one word each.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct KeySet {
    /// What the small rows hold: they share a set while all hold the same.
    kinds: Option<u32>,
    small: FxHashSet<u64>,
    /// Instead of `small`, while rows of two come in runs.
    runs: Runs,
    other: FxHashSet<Box<[Value]>>,
}

impl KeySet {
    /// Adds what a row holds in some slots; tells whether it is new.
    #[inline]
    pub(in crate::query) fn insert_slots(&mut self, row: &[Value], slots: &[Slot]) -> bool {
        let packed = match slots {
            [a] => pack(std::slice::from_ref(&row[*a])),
            [a, b] => pack_two(&row[*a], &row[*b]),
            _ => None,
        };
        match self.insert_packed(packed) {
            Some(new) => new,
            None => {
                let key: SmallVec<[Value; 4]> =
                    slots.iter().map(|slot| row[*slot].clone()).collect();
                self.insert_other(&key)
            }
        }
    }

    /// Adds a row; tells whether it is new.
    #[inline]
    pub(in crate::query) fn insert(&mut self, row: &[Value]) -> bool {
        match self.insert_packed(pack(row)) {
            Some(new) => new,
            None => self.insert_other(row),
        }
    }

    /// Adds a row in its short form, with the kinds of its values; tells whether it is new, or
    /// nothing where rows of other kinds came before.
    #[inline]
    pub(in crate::query) fn insert_packed(&mut self, packed: Option<(u32, u64)>) -> Option<bool> {
        let (kinds, word) = packed?;
        if *self.kinds.get_or_insert(kinds) != kinds {
            return None;
        }
        if kinds & TWO != 0 && !self.runs.ended {
            match self.runs.insert(word) {
                Some(new) => return Some(new),
                None => self.small = self.runs.end(),
            }
        }
        Some(self.small.insert(word))
    }

    /// Adds a row that has no short form; tells whether it is new.
    pub(in crate::query) fn insert_other(&mut self, row: &[Value]) -> bool {
        if self.other.contains(row) {
            return false;
        }
        self.other.insert(row.into())
    }
}

/// Rows of two small numbers that come sorted into runs: all of one first number, then all of the
/// next. Within a run a mark for each second number tells what came, without any hashing.
#[derive(Clone, Debug, Default)]
struct Runs {
    /// One more than the first number of this run.
    first: u64,
    run: u32,
    /// For each second number, the last run that it was in.
    marks: Vec<u32>,
    /// A bit for each first number that had a run.
    had: Vec<u64>,
    /// What came, for the time when a first number comes again and the runs end.
    came: Vec<u64>,
    ended: bool,
}

impl Runs {
    /// Numbers below this are marked.
    const BOUND: usize = 1 << 20;

    /// Adds a row; nothing where it does not fit into the runs.
    #[inline]
    fn insert(&mut self, word: u64) -> Option<bool> {
        let (first, second) = (word >> 32, (word & 0xFFFF_FFFF) as usize);
        if self.first != first + 1 {
            self.begin(first)?;
        }
        if second >= self.marks.len() {
            // Grown as numbers come, for most are far below the bound.
            let room = (second + 1).next_power_of_two();
            if room > Self::BOUND {
                return None;
            }
            self.marks.resize(room, 0);
        }
        let mark = &mut self.marks[second];
        if *mark == self.run {
            return Some(false);
        }
        *mark = self.run;
        self.came.push(word);
        Some(true)
    }

    fn begin(&mut self, first: u64) -> Option<()> {
        let word = (first / 64) as usize;
        if word >= self.had.len() {
            let room = (word + 1).next_power_of_two();
            if room > Self::BOUND / 64 {
                return None;
            }
            self.had.resize(room, 0);
        }
        let had = &mut self.had[word];
        let bit = 1 << (first % 64);
        if *had & bit != 0 {
            return None;
        }
        *had |= bit;
        self.first = first + 1;
        self.run += 1;
        Some(())
    }

    /// Gives what came, and ends the runs.
    fn end(&mut self) -> FxHashSet<u64> {
        let came = std::mem::take(&mut self.came).into_iter().collect();
        *self = Runs {
            ended: true,
            ..Runs::default()
        };
        came
    }
}

/// Gives a row in one word with the kinds of its values, so that rows are equal where both are.
fn pack(row: &[Value]) -> Option<(u32, u64)> {
    match row {
        [value] => match value {
            Value::Int(number) if *number >= 0 => Some((INT, *number as u64)),
            Value::Float(number) if *number > 0.0 && *number == (*number as i64) as f64 => {
                Some((INT, *number as i64 as u64))
            }
            _ => half(value).map(|(kind, bits)| (kind, u64::from(bits))),
        },
        [a, b] => pack_two(a, b),
        _ => None,
    }
}

fn pack_two(a: &Value, b: &Value) -> Option<(u32, u64)> {
    let ((a_kind, a), (b_kind, b)) = (half(a)?, half(b)?);
    Some((
        TWO | a_kind << 4 | b_kind,
        u64::from(a) << 32 | u64::from(b),
    ))
}

const INT: u32 = 1;

/// Marks the kinds of rows of two.
pub(in crate::query) const TWO: u32 = 0x100;

/// Gives the kind of a value and its bits, where 32 hold them. A whole float is as the integer it equals.
fn half(value: &Value) -> Option<(u32, u32)> {
    Some(match value {
        Value::Int(number) => (INT, u32::try_from(*number).ok()?),
        Value::Float(number) if *number == f64::from(*number as u32) => (INT, *number as u32),
        Value::Node(node) => (2, node.0),
        Value::Edge(edge) => (3, edge.0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::KeySet;
    use crate::graph::EdgeId;
    use crate::graph::NodeId;
    use crate::query::Value;

    #[test]
    fn rows_are_equal_where_their_values_are() {
        let mut set = KeySet::default();
        assert!(set.insert(&[1.into(), Value::Null]));
        assert!(!set.insert(&[1.into(), Value::Null]));
        assert!(set.insert(&[1.into()]) && set.insert(&[i64::MIN.into()]));
        assert!(!set.insert(&[1.0.into()]) && set.insert(&[0.5.into()]));
        assert!(set.insert(&[3.0.into(), 4.into()]) && !set.insert(&[3.into(), 4.0.into()]));
        let large = i64::from(u32::MAX) + 7;
        assert!(set.insert(&[large.into()]) && !set.insert(&[(large as f64).into()]));
        assert!(set.insert(&[Value::Node(NodeId(7))]) && set.insert(&[Value::Edge(EdgeId(7))]));
        assert!(set.insert(&["a".into(), 1.into()]) && !set.insert(&["a".into(), 1.into()]));
        assert!(set.insert(&[1.into(), 2.into()]) && set.insert(&[2.into(), 1.into()]));
    }

    #[test]
    fn runs_may_end_at_any_row() {
        // By first number in runs; then one comes again; then one is too large to be marked.
        let rows: [(i64, i64); 9] = [
            (7, 1),
            (7, 2),
            (7, 1),
            (8, 1),
            (7, 1),
            (7, 3),
            (8, 1),
            (9, 1 << 30),
            (9, 1 << 30),
        ];
        for start in 0..rows.len() {
            let mut set = KeySet::default();
            let mut known = Vec::new();
            for row in &rows[start..] {
                let new = !known.contains(row);
                known.push(*row);
                assert_eq!(set.insert(&[row.0.into(), row.1.into()]), new, "{row:?}");
            }
        }
    }
}
