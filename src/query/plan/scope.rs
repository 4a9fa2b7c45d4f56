//! Which names mean which slots.

use std::collections::BTreeMap;

use crate::query::eval::Slot;

/// The variables that can be seen at a place in a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    names: BTreeMap<String, Slot>,
}

impl Scope {
    pub(super) fn get(&self, name: &str) -> Option<Slot> {
        self.names.get(name).copied()
    }

    pub(super) fn insert(&mut self, name: &str, slot: Slot) {
        self.names.insert(name.to_owned(), slot);
    }

    /// Lists names and slots in the order of the names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Slot)> {
        self.names.iter().map(|(name, slot)| (name.as_str(), *slot))
    }

    /// Lists what `*` stands for: names that a query can write.
    pub(super) fn visible(&self) -> impl Iterator<Item = (&str, Slot)> {
        self.iter().filter(|(name, _)| !name.starts_with(' '))
    }

    /// Keeps only the names that `keep` accepts.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.names.retain(|name, _| keep(name));
    }

    /// Lists the slots without repeats.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots: Vec<Slot> = self.names.values().copied().collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Adds what another scope has, which hides what was here.
    pub(super) fn extend(&mut self, other: &Scope) {
        for (name, slot) in other.iter() {
            self.insert(name, slot);
        }
    }
}
