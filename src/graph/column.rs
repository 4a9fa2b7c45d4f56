//! The values of one property, side by side: what scans and filters read.

use crate::graph::Property;
use crate::graph::dictionary::Dictionary;
use crate::graph::dictionary::NO_CODE;

/// The values of one property for all nodes or all edges; a row is the number of a node or edge.
///
/// A column takes the narrowest form that holds what was written to it.
#[derive(Clone, Debug)]
pub enum Column {
    /// Only whole numbers.
    Int(Plain<i64>),
    /// Only floating-point numbers.
    Float(Plain<f64>),
    /// Only truth values.
    Bool(Plain<bool>),
    /// Only texts.
    Text(Texts),
    /// Only lists of texts.
    TextList(TextLists),
    /// Anything else.
    Mixed(Mixed),
}

impl Default for Column {
    fn default() -> Self {
        Column::Mixed(Mixed::default())
    }
}

impl Column {
    /// Makes a column of the form that fits a value.
    fn for_value(value: &Property) -> Self {
        match value {
            Property::Int(_) => Column::Int(Plain::default()),
            Property::Float(_) => Column::Float(Plain::default()),
            Property::Bool(_) => Column::Bool(Plain::default()),
            Property::Text(_) => Column::Text(Texts::default()),
            Property::List(items) if !items.is_empty() && all_texts(items) => {
                Column::TextList(TextLists::default())
            }
            Property::List(_) | Property::Temporal(_) => Column::default(),
        }
    }

    /// Gives the value of a row.
    pub fn get(&self, row: u32) -> Option<Property> {
        match self {
            Column::Int(column) => column.get(row).map(Property::Int),
            Column::Float(column) => column.get(row).map(Property::Float),
            Column::Bool(column) => column.get(row).map(Property::Bool),
            Column::Text(column) => column.get(row).map(Property::from),
            Column::TextList(column) => column.get(row),
            Column::Mixed(column) => column.get(row).cloned(),
        }
    }

    /// Tells whether a row has a value.
    pub fn has(&self, row: u32) -> bool {
        match self {
            Column::Int(column) => column.get(row).is_some(),
            Column::Float(column) => column.get(row).is_some(),
            Column::Bool(column) => column.get(row).is_some(),
            Column::Text(column) => column.code(row).is_some(),
            Column::TextList(column) => column.codes(row).is_some(),
            Column::Mixed(column) => column.get(row).is_some(),
        }
    }

    /// Gives the rows that may have values: none outside have.
    pub fn rows(&self) -> std::ops::Range<u32> {
        let (start, length) = match self {
            Column::Int(column) => (column.start, column.values.len()),
            Column::Float(column) => (column.start, column.values.len()),
            Column::Bool(column) => (column.start, column.values.len()),
            Column::Text(column) => (column.start, column.codes.len()),
            Column::TextList(column) => (column.start, column.ranges.len()),
            Column::Mixed(column) => (column.start, column.values.len()),
        };
        start..start + length as u32
    }

    /// Sets or, with `None`, removes the value of a row.
    pub(in crate::graph) fn set(&mut self, row: u32, value: Option<Property>) {
        let Some(value) = value else {
            self.clear(row);
            return;
        };
        match (&mut *self, &value) {
            (Column::Int(column), Property::Int(number)) => column.set(row, *number),
            (Column::Float(column), Property::Float(number)) => column.set(row, *number),
            (Column::Bool(column), Property::Bool(truth)) => column.set(row, *truth),
            (Column::Text(column), Property::Text(text)) => column.set(row, text),
            (Column::TextList(column), Property::List(items)) if all_texts(items) => {
                let texts = items.iter().filter_map(|item| match item {
                    Property::Text(text) => Some(&**text),
                    _ => None,
                });
                column.set(row, texts);
            }
            (Column::Mixed(column), _) if !column.is_empty() => column.set(row, value),
            _ => {
                // The first value chooses the form, and one of another type makes it mixed.
                let rows = self.rows();
                let mut wider = if rows.clone().any(|row| self.has(row)) {
                    let mut mixed = Mixed::default();
                    for row in rows {
                        if let Some(value) = self.get(row) {
                            mixed.set(row, value);
                        }
                    }
                    Column::Mixed(mixed)
                } else {
                    Column::for_value(&value)
                };
                match &mut wider {
                    Column::Mixed(column) => column.set(row, value),
                    other => other.set(row, Some(value)),
                }
                *self = wider;
            }
        }
    }

    /// Gives back the room that growing left over.
    pub(in crate::graph) fn shrink(&mut self) {
        match self {
            Column::Int(column) => column.values.shrink_to_fit(),
            Column::Float(column) => column.values.shrink_to_fit(),
            Column::Bool(column) => column.values.shrink_to_fit(),
            Column::Text(column) => {
                column.codes.shrink_to_fit();
                column.dictionary.shrink();
            }
            Column::TextList(column) => {
                column.ranges.shrink_to_fit();
                column.items.shrink_to_fit();
                column.dictionary.shrink();
            }
            Column::Mixed(column) => column.values.shrink_to_fit(),
        }
    }

    fn clear(&mut self, row: u32) {
        match self {
            Column::Int(column) => column.clear(row),
            Column::Float(column) => column.clear(row),
            Column::Bool(column) => column.clear(row),
            Column::Text(column) => column.clear(row),
            Column::TextList(column) => column.clear(row),
            Column::Mixed(column) => column.clear(row),
        }
    }
}

fn all_texts(items: &[Property]) -> bool {
    items.iter().all(|item| matches!(item, Property::Text(_)))
}

/// Makes room for a row in a vector whose first entry is the row `start`; gives its index.
fn place<T: Clone>(start: &mut u32, values: &mut Vec<T>, row: u32, empty: T) -> usize {
    if values.is_empty() {
        *start = row;
    }
    if row < *start {
        let missing = (*start - row) as usize;
        values.splice(0..0, std::iter::repeat_n(empty.clone(), missing));
        *start = row;
    }
    let index = (row - *start) as usize;
    if index >= values.len() {
        values.resize(index + 1, empty);
    }
    index
}

/// Numbers or truth values. Rows before the first one that was set take no room.
#[derive(Clone, Debug, Default)]
pub struct Plain<T> {
    pub(in crate::graph) start: u32,
    pub(in crate::graph) values: Vec<T>,
    /// One bit for each value: whether it is there. Empty while all are.
    pub(in crate::graph) present: Vec<u64>,
}

impl<T: Copy + Default> Plain<T> {
    /// Gives the value of a row.
    pub fn get(&self, row: u32) -> Option<T> {
        let index = row.checked_sub(self.start)? as usize;
        let value = *self.values.get(index)?;
        (self.present.is_empty() || self.present[index / 64] >> (index % 64) & 1 == 1)
            .then_some(value)
    }

    /// Gives the values from row `rows().start` on, where every one of them is there.
    pub fn all(&self) -> Option<(u32, &[T])> {
        self.present
            .is_empty()
            .then_some((self.start, &self.values))
    }

    pub(in crate::graph) fn set(&mut self, row: u32, value: T) {
        let (start, length) = (self.start, self.values.len());
        if length > 0 && (row < start || (row - start) as usize > length) {
            self.keep_bits();
        }
        let index = place(&mut self.start, &mut self.values, row, T::default());
        if !self.present.is_empty() {
            if length > 0 && row < start {
                self.shift_bits((start - row) as usize, length);
            }
            self.present.resize(self.values.len().div_ceil(64), 0);
            self.present[index / 64] |= 1 << (index % 64);
        }
        self.values[index] = value;
    }

    fn clear(&mut self, row: u32) {
        if self.get(row).is_none() {
            return;
        }
        self.keep_bits();
        let index = (row - self.start) as usize;
        self.present[index / 64] &= !(1 << (index % 64));
        self.values[index] = T::default();
    }

    fn keep_bits(&mut self) {
        if self.present.is_empty() {
            let length = self.values.len();
            self.present = vec![u64::MAX; length.div_ceil(64)];
            if let Some(last) = self.present.last_mut()
                && !length.is_multiple_of(64)
            {
                *last = (1 << (length % 64)) - 1;
            }
        }
    }

    fn shift_bits(&mut self, by: usize, length: usize) {
        let old = std::mem::take(&mut self.present);
        self.present = vec![0; (length + by).div_ceil(64)];
        for index in (0..length).filter(|index| old[index / 64] >> (index % 64) & 1 == 1) {
            let moved = index + by;
            self.present[moved / 64] |= 1 << (moved % 64);
        }
    }
}

/// Texts, each stored once. Equal texts have equal codes.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub(in crate::graph) start: u32,
    pub(in crate::graph) codes: Vec<u32>,
    pub(in crate::graph) dictionary: Dictionary,
}

impl Texts {
    /// Gives the text of a row.
    pub fn get(&self, row: u32) -> Option<&str> {
        Some(self.dictionary.text(self.code(row)?))
    }

    /// Gives the code of a row's text.
    pub fn code(&self, row: u32) -> Option<u32> {
        let index = row.checked_sub(self.start)? as usize;
        let code = *self.codes.get(index)?;
        (code != NO_CODE).then_some(code)
    }

    /// Gives the text of a code.
    pub fn text(&self, code: u32) -> &str {
        self.dictionary.text(code)
    }

    /// Counts the codes: they run from 0.
    pub fn code_count(&self) -> usize {
        self.dictionary.len()
    }

    /// Finds the code of a text; nothing if no row ever had it.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.dictionary.find(text)
    }

    /// Lists the codes of the texts that contain a piece, in their order.
    pub fn containing(&self, piece: &str) -> Vec<u32> {
        self.dictionary.containing(piece)
    }

    pub(in crate::graph) fn set(&mut self, row: u32, text: &str) {
        let code = self.dictionary.intern(text);
        let index = place(&mut self.start, &mut self.codes, row, NO_CODE);
        self.codes[index] = code;
    }

    fn clear(&mut self, row: u32) {
        if self.code(row).is_some() {
            self.codes[(row - self.start) as usize] = NO_CODE;
        }
    }
}

/// Lists of texts, each text stored once.
#[derive(Clone, Debug, Default)]
pub struct TextLists {
    pub(in crate::graph) start: u32,
    /// Where each row's items start and how many they are; `NO_CODE` where there is no list.
    pub(in crate::graph) ranges: Vec<(u32, u32)>,
    pub(in crate::graph) items: Vec<u32>,
    pub(in crate::graph) dictionary: Dictionary,
}

impl TextLists {
    /// Gives the codes of a row's items.
    pub fn codes(&self, row: u32) -> Option<&[u32]> {
        let index = row.checked_sub(self.start)? as usize;
        let (start, length) = *self.ranges.get(index)?;
        let start = (start != NO_CODE).then_some(start as usize)?;
        self.items.get(start..start + length as usize)
    }

    /// Gives the text of a code.
    pub fn text(&self, code: u32) -> &str {
        self.dictionary.text(code)
    }

    /// Finds the code of a text; nothing if no list ever had it.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.dictionary.find(text)
    }

    fn get(&self, row: u32) -> Option<Property> {
        let codes = self.codes(row)?;
        Some(codes.iter().map(|&code| self.text(code)).collect())
    }

    pub(in crate::graph) fn set<'a>(&mut self, row: u32, texts: impl Iterator<Item = &'a str>) {
        let start = self.items.len() as u32;
        for text in texts {
            let code = self.dictionary.intern(text);
            self.items.push(code);
        }
        let index = place(&mut self.start, &mut self.ranges, row, (NO_CODE, 0));
        self.ranges[index] = (start, self.items.len() as u32 - start);
    }

    fn clear(&mut self, row: u32) {
        if self.codes(row).is_some() {
            self.ranges[(row - self.start) as usize] = (NO_CODE, 0);
        }
    }
}

/// Values of several types, or of types that have no form of their own.
#[derive(Clone, Debug, Default)]
pub struct Mixed {
    pub(in crate::graph) start: u32,
    pub(in crate::graph) values: Vec<Option<Property>>,
    count: usize,
}

impl Mixed {
    /// Gives the value of a row.
    pub fn get(&self, row: u32) -> Option<&Property> {
        let index = row.checked_sub(self.start)? as usize;
        self.values.get(index)?.as_ref()
    }

    fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(in crate::graph) fn set(&mut self, row: u32, value: Property) {
        let index = place(&mut self.start, &mut self.values, row, None);
        self.count += usize::from(self.values[index].is_none());
        self.values[index] = Some(value);
    }

    fn clear(&mut self, row: u32) {
        if self.get(row).is_some() {
            self.values[(row - self.start) as usize] = None;
            self.count -= 1;
        }
    }
}
