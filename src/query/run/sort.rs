//! Keeps rows in order; with a limit, only as many as are wanted.

use std::cmp::Ordering;

use crate::query::Value;
use crate::query::eval::Context;
use crate::query::eval::Result;
use crate::query::eval::Slot;
use crate::query::plan::SortKey;

struct Kept {
    keys: Box<[Value]>,
    /// The place in the input, so that equal rows keep their order.
    number: usize,
    values: Box<[Value]>,
}

pub(super) struct Sorter {
    descending: Vec<bool>,
    limit: Option<usize>,
    rows: Vec<Kept>,
    next: usize,
    /// The greatest keys that can still be among the first `limit`, once that many were seen.
    bound: Option<Box<[Value]>>,
}

impl Sorter {
    pub(super) fn new(keys: &[SortKey], limit: Option<u64>) -> Self {
        Sorter {
            descending: keys.iter().map(|key| key.descending).collect(),
            limit: limit.and_then(|limit| usize::try_from(limit).ok()),
            rows: Vec::new(),
            next: 0,
            bound: None,
        }
    }

    pub(super) fn add(
        &mut self,
        cx: Context<'_>,
        keys: &[SortKey],
        live: &[Slot],
        row: &mut [Value],
    ) -> Result<()> {
        let mut values = Vec::with_capacity(keys.len());
        for (place, key) in keys.iter().enumerate() {
            let value = key.code.eval(cx, row)?;
            // Often the first key alone shows that a row comes too late.
            if place == 0
                && let Some(bound) = &self.bound
                && self.direct(0, value.cmp(&bound[0])) == Ordering::Greater
            {
                return Ok(());
            }
            values.push(value);
        }
        if let Some(bound) = &self.bound
            && self.compare(&values, bound) != Ordering::Less
        {
            return Ok(());
        }
        let kept = Kept {
            keys: values.into_boxed_slice(),
            number: self.next,
            values: live.iter().map(|slot| row[*slot].clone()).collect(),
        };
        self.next += 1;
        let bytes = (kept.keys.len() + kept.values.len()) * size_of::<Value>() + size_of::<Kept>();
        cx.session.budget.take(bytes)?;
        self.rows.push(kept);
        if let Some(limit) = self.limit
            && self.rows.len() >= limit.saturating_mul(2).saturating_add(64)
        {
            let dropped = self.rows.len() - limit;
            self.cut(limit);
            cx.session.budget.give(bytes * dropped);
        }
        Ok(())
    }

    /// Gives the kept values in order.
    pub(super) fn finish(mut self) -> impl Iterator<Item = Box<[Value]>> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|a, b| self.compare(&a.keys, &b.keys).then(a.number.cmp(&b.number)));
        rows.truncate(self.limit.unwrap_or(usize::MAX));
        rows.into_iter().map(|kept| kept.values)
    }

    fn cut(&mut self, limit: usize) {
        let mut rows = std::mem::take(&mut self.rows);
        if limit == 0 {
            return;
        }
        let order =
            |a: &Kept, b: &Kept| self.compare(&a.keys, &b.keys).then(a.number.cmp(&b.number));
        rows.select_nth_unstable_by(limit - 1, order);
        rows.truncate(limit);
        self.bound = rows.last().map(|kept| kept.keys.clone());
        self.rows = rows;
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        for (place, (a, b)) in a.iter().zip(b).enumerate() {
            let order = self.direct(place, a.cmp(b));
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }

    fn direct(&self, place: usize, order: Ordering) -> Ordering {
        match self.descending[place] {
            true => order.reverse(),
            false => order,
        }
    }
}
