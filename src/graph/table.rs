//! The columns of all nodes or of all edges.

use std::sync::OnceLock;

use crate::graph::Column;
use crate::graph::Property;
use crate::graph::Symbol;
use crate::graph::snapshot::Packed;

/// The columns by the symbol of their property.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Table {
    columns: Vec<Option<Box<Cell>>>,
}

/// A column, or the part of a snapshot that it is unpacked from when it is first read.
#[derive(Clone, Debug, Default)]
struct Cell {
    column: OnceLock<Column>,
    packed: Option<Packed>,
}

impl Table {
    /// Gives a column; nothing for a property that no row ever had.
    pub(in crate::graph) fn column(&self, key: Symbol) -> Option<&Column> {
        let cell = self.columns.get(key.0 as usize)?.as_deref()?;
        Some(cell.column.get_or_init(|| match &cell.packed {
            Some(packed) => packed.unpack(),
            None => Column::default(),
        }))
    }

    /// Gives a column to write to, a new one where need be.
    pub(in crate::graph) fn column_mut(&mut self, key: Symbol) -> &mut Column {
        let index = key.0 as usize;
        if index >= self.columns.len() {
            self.columns.resize_with(index + 1, || None);
        }
        let cell = self.columns[index].get_or_insert_default();
        let packed = cell.packed.take();
        if cell.column.get().is_none() {
            cell.column =
                OnceLock::from(packed.map_or_else(Column::default, |packed| packed.unpack()));
        }
        cell.column.get_mut().expect("it has just been made")
    }

    /// Puts a packed column in its place.
    pub(in crate::graph) fn insert_packed(&mut self, key: Symbol, packed: Packed) {
        let index = key.0 as usize;
        if index >= self.columns.len() {
            self.columns.resize_with(index + 1, || None);
        }
        self.columns[index] = Some(Box::new(Cell {
            column: OnceLock::new(),
            packed: Some(packed),
        }));
    }

    /// Lists the properties that some row has, in the order of their symbols.
    pub(in crate::graph) fn keys(&self) -> impl Iterator<Item = Symbol> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(index, cell)| {
            let cell = cell.as_ref()?;
            // A snapshot has no empty columns. In others the first row nearly always answers.
            let used = match cell.column.get() {
                Some(column) => column.rows().any(|row| column.has(row)),
                None => cell.packed.is_some(),
            };
            used.then_some(Symbol(index as u32))
        })
    }

    /// Gives back the room that growing left over.
    pub(in crate::graph) fn shrink(&mut self) {
        for cell in self.columns.iter_mut().flatten() {
            if let Some(column) = cell.column.get_mut() {
                column.shrink();
            }
        }
    }

    pub(in crate::graph) fn get(&self, key: Symbol, row: u32) -> Option<Property> {
        self.column(key)?.get(row)
    }
}
