//! Sets of rows, small where rows are.

use rustc_hash::FxHashSet;

use crate::query::Value;

/// Rows that were seen. Rows of one or two numbers, nodes or edges take three words each.
#[derive(Default)]
pub(super) struct KeySet {
    packed: FxHashSet<(u64, u64, u32)>,
    other: FxHashSet<Box<[Value]>>,
}

impl KeySet {
    /// Adds a row; tells whether it is new.
    pub(super) fn insert(&mut self, row: &[Value]) -> bool {
        if let Some(packed) = pack(row) {
            return self.packed.insert(packed);
        }
        if self.other.contains(row) {
            return false;
        }
        self.other.insert(row.into())
    }
}

/// Gives a row in words, so that rows are equal where their words are.
fn pack(row: &[Value]) -> Option<(u64, u64, u32)> {
    let (a, b) = match row {
        [a] => (word(a)?, (0, 0)),
        [a, b] => (word(a)?, word(b)?),
        _ => return None,
    };
    Some((a.1, b.1, (row.len() as u32) << 16 | a.0 << 8 | b.0))
}

/// Gives the kind of a value and its bits. Floats are left out, since 1.0 equals 1.
fn word(value: &Value) -> Option<(u32, u64)> {
    Some(match value {
        Value::Null => (1, 0),
        Value::Bool(truth) => (2, u64::from(*truth)),
        Value::Int(number) => (3, *number as u64),
        Value::Node(node) => (4, u64::from(node.0)),
        Value::Edge(edge) => (5, u64::from(edge.0)),
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
        assert!(set.insert(&[1.into()]));
        assert!(set.insert(&[Value::Node(NodeId(7))]) && set.insert(&[Value::Edge(EdgeId(7))]));
        assert!(set.insert(&["a".into(), 1.into()]) && !set.insert(&["a".into(), 1.into()]));
    }
}
