//! Tables of nodes and edges in the convention of neo4j-admin.
//!
//! Nodes come first, for an edge can only join what is there. An identifier is kept as a number
//! where all of its column are written as numbers are; an empty field that is not quoted is no value.

use std::borrow::Cow;

use memchr::memchr;
use memchr::memchr_iter;
use memchr::memchr2;

use crate::base::position_of;
use crate::data::DataError;
use crate::graph::Column;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::Symbol;
use crate::graph::dictionary::Dictionary;
use crate::graph::import::header;
use crate::graph::import::header::Form;
use crate::graph::import::header::Role;
use crate::graph::import::header::Rows;
use crate::graph::store::LabelSet;

/// What parts the fields of a row, and the items of a list.
#[derive(Clone, Copy, Debug)]
pub struct Delimiters {
    /// Between fields.
    pub field: u8,
    /// Between the items of a list and between labels.
    pub item: char,
}

impl Default for Delimiters {
    fn default() -> Self {
        Delimiters {
            field: b',',
            item: ';',
        }
    }
}

/// Makes a graph of tables.
#[derive(Default)]
pub struct Importer {
    graph: Graph,
    delimiters: Delimiters,
    spaces: Vec<Space>,
}

impl Importer {
    /// Starts with an empty graph.
    pub fn new(delimiters: Delimiters) -> Self {
        Importer {
            delimiters,
            ..Importer::default()
        }
    }

    /// Tells from its header whether a table holds edges, which have to be added after all nodes.
    pub fn holds_edges(&self, text: &str) -> bool {
        let mut rows = Scanner::new(text, self.delimiters.field);
        let mut names = Vec::new();
        while let Some(field) = rows.field() {
            names.push(field.text.into_owned());
            if field.last {
                break;
            }
        }
        matches!(header::read(&names), Ok((Rows::Edges, _)))
    }

    /// Adds the nodes or edges of a table.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        self.add_rows(text).map_err(|mistake| {
            let position = position_of(text, mistake.offset);
            DataError {
                file: file.to_owned(),
                position: Some(position),
                line: text.lines().nth(position.line - 1).map(str::to_owned),
                message: mistake.message,
                hint: mistake.hint,
            }
        })
    }

    /// Gives the graph.
    pub fn finish(mut self) -> Graph {
        self.graph.shrink();
        self.graph
    }

    fn add_rows(&mut self, text: &str) -> Result<(), Mistake> {
        let mut scanner = Scanner::new(text, self.delimiters.field);
        let mut names = Vec::new();
        let mut offsets = Vec::new();
        while let Some(field) = scanner.field() {
            names.push(field.text.into_owned());
            offsets.push(field.offset);
            if field.last {
                break;
            }
        }
        let (rows, roles) = header::read(&names).map_err(|wrong| Mistake {
            offset: wrong.column.map_or(0, |column| offsets[column]),
            message: wrong.message,
            hint: wrong.hint,
        })?;
        let count = memchr_iter(b'\n', scanner.rest()).count() + 1;
        match rows {
            Rows::Nodes => self.add_nodes(&mut scanner, &roles, count),
            Rows::Edges => self.add_edges(&mut scanner, &roles, count),
        }
    }

    fn add_nodes(
        &mut self,
        scanner: &mut Scanner,
        roles: &[Role],
        count: usize,
    ) -> Result<(), Mistake> {
        let keys = self.keys(roles);
        let spaces = self.spaces_of(roles);
        self.graph.reserve(count, 0);
        let numeric = roles
            .iter()
            .position(|role| matches!(role, Role::Id { .. }));
        let numeric = numeric.is_some_and(|column| scanner.all_numbers(column, roles.len()));
        let mut labels = LabelCache::default();
        let none = self.graph.label_set(Vec::new());
        while !scanner.is_done() {
            let node = self.graph.append_node(none);
            for (column, role) in roles.iter().enumerate() {
                let field = scanner.field_of(column, roles.len())?;
                match role {
                    Role::Id { .. } => {
                        if field.text.is_empty() {
                            return Err(field.mistake("a node needs an identifier"));
                        }
                        if !self.spaces[spaces[column]].insert(&field.text, node) {
                            let message = format!("there are two nodes `{}`", field.text);
                            return Err(field.mistake(message));
                        }
                        if let Some(key) = keys[column] {
                            let cells = self.graph.nodes.column_mut(key);
                            let form = if numeric { Form::Int } else { Form::Text };
                            store(cells, node.0, &field, form)?;
                        }
                    }
                    Role::Labels => {
                        let set = labels.set(&mut self.graph, &field.text, self.delimiters.item);
                        self.graph.relabel(node, set);
                    }
                    Role::Property { form, list, .. } => {
                        if let Some(key) = keys[column] {
                            let cells = self.graph.nodes.column_mut(key);
                            self.delimiters.store(cells, node.0, &field, *form, *list)?;
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn add_edges(
        &mut self,
        scanner: &mut Scanner,
        roles: &[Role],
        count: usize,
    ) -> Result<(), Mistake> {
        let keys = self.keys(roles);
        let spaces = self.spaces_of(roles);
        self.graph.reserve(0, count);
        let mut types = (String::new(), Symbol(0));
        while !scanner.is_done() {
            let edge = self.graph.edge_bound() as u32;
            let (mut source, mut target, mut edge_type) = (None, None, None);
            for (column, role) in roles.iter().enumerate() {
                let field = scanner.field_of(column, roles.len())?;
                match role {
                    Role::Start(_) => source = Some(self.spaces[spaces[column]].node(&field)?),
                    Role::End(_) => target = Some(self.spaces[spaces[column]].node(&field)?),
                    Role::EdgeType => {
                        if field.text.is_empty() {
                            return Err(field.mistake("an edge needs a type"));
                        }
                        if types.0 != field.text {
                            let symbol = self.graph.intern(&field.text);
                            types = (field.text.into_owned(), symbol);
                        }
                        edge_type = Some(types.1);
                    }
                    Role::Property { form, list, .. } => {
                        if let Some(key) = keys[column] {
                            let cells = self.graph.edges.column_mut(key);
                            self.delimiters.store(cells, edge, &field, *form, *list)?;
                        }
                    }
                    _ => {}
                }
            }
            // The header has all three, and each row has a field for each.
            if let (Some(source), Some(edge_type), Some(target)) = (source, edge_type, target) {
                self.graph.append_edge(source, edge_type, target);
            }
        }
        Ok(())
    }

    fn keys(&mut self, roles: &[Role]) -> Vec<Option<Symbol>> {
        roles
            .iter()
            .map(|role| match role {
                Role::Property { key, .. } | Role::Id { key: Some(key), .. } => {
                    Some(self.graph.intern(key))
                }
                _ => None,
            })
            .collect()
    }

    /// Gives for each column the place of its space; columns without one have none that matters.
    fn spaces_of(&mut self, roles: &[Role]) -> Vec<usize> {
        roles
            .iter()
            .map(|role| match role {
                Role::Id { space, .. } | Role::Start(space) | Role::End(space) => {
                    let known = self.spaces.iter().position(|other| other.name == *space);
                    known.unwrap_or_else(|| {
                        self.spaces.push(Space {
                            name: space.clone(),
                            ..Space::default()
                        });
                        self.spaces.len() - 1
                    })
                }
                _ => 0,
            })
            .collect()
    }
}

/// What is wrong, and at which byte of the table.
struct Mistake {
    offset: usize,
    message: String,
    hint: Option<String>,
}

/// The nodes of one space by their identifiers.
#[derive(Default)]
struct Space {
    name: String,
    /// One more than the node, by identifiers that are small numbers; 0 for none.
    small: Vec<u32>,
    count: usize,
    texts: Dictionary,
    of_texts: Vec<NodeId>,
}

impl Space {
    fn insert(&mut self, id: &str, node: NodeId) -> bool {
        self.count += 1;
        // The array must not be much longer than what it holds.
        match small_number(id).filter(|number| *number < 1024 + self.count * 8) {
            Some(number) => {
                if number >= self.small.len() {
                    self.small.resize(number + 1, 0);
                }
                let slot = &mut self.small[number];
                std::mem::replace(slot, node.0 + 1) == 0 && self.find_text(id).is_none()
            }
            None => {
                let known = self.of_texts.len();
                let code = self.texts.intern(id) as usize;
                self.of_texts.push(node);
                code == known
            }
        }
    }

    fn node(&self, field: &Field) -> Result<NodeId, Mistake> {
        self.find(&field.text).ok_or_else(|| Mistake {
            offset: field.offset,
            message: match &*self.name {
                "" => format!("there is no node `{}`", field.text),
                name => format!("there is no node `{}` in `{name}`", field.text),
            },
            hint: Some("name the tables of all nodes that the edges join".to_owned()),
        })
    }

    fn find(&self, id: &str) -> Option<NodeId> {
        let slot = small_number(id).and_then(|number| self.small.get(number));
        match slot {
            Some(&slot) if slot > 0 => Some(NodeId(slot - 1)),
            _ => self.find_text(id),
        }
    }

    fn find_text(&self, id: &str) -> Option<NodeId> {
        if self.of_texts.is_empty() {
            return None;
        }
        let code = self.texts.find(id)?;
        self.of_texts.get(code as usize).copied()
    }
}

/// Reads a number that is written in the one usual way, so that the text can be made of it again.
fn small_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let usual = matches!(bytes, [b'0'] | [b'1'..=b'9', ..]) && bytes.len() <= 9;
    if !usual || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        bytes
            .iter()
            .fold(0, |number, byte| number * 10 + usize::from(byte - b'0')),
    )
}

/// Tells whether a text is just what a whole number of 64 bits is written as.
fn is_usual_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let usual = matches!(digits, [b'0'] | [b'1'..=b'9', ..]) && text != "-0";
    usual
        && digits.iter().all(u8::is_ascii_digit)
        && (digits.len() < 19 || text.parse::<i64>().is_ok())
}

/// The sets of labels met so far; most rows repeat the one before.
#[derive(Default)]
struct LabelCache {
    last: Option<(String, LabelSet)>,
}

impl LabelCache {
    fn set(&mut self, graph: &mut Graph, text: &str, item: char) -> LabelSet {
        match &self.last {
            Some((last, set)) if last == text => *set,
            _ => {
                let mut labels: Vec<Symbol> = Vec::new();
                for label in text.split(item).filter(|label| !label.is_empty()) {
                    let label = graph.intern(label);
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
                let set = graph.label_set(labels);
                self.last = Some((text.to_owned(), set));
                set
            }
        }
    }
}

impl Delimiters {
    fn store(
        self,
        cells: &mut Column,
        row: u32,
        field: &Field,
        form: Form,
        list: bool,
    ) -> Result<(), Mistake> {
        if field.text.is_empty() && !field.quoted {
            return Ok(());
        }
        if !list {
            return store(cells, row, field, form);
        }
        if let (Form::Text, Column::TextList(cells)) = (form, &mut *cells) {
            cells.set(row, field.text.split(self.item));
            return Ok(());
        }
        let items = field.text.split(self.item);
        let items: Result<Vec<Property>, Mistake> =
            items.map(|item| value(item, field, form)).collect();
        cells.set(row, Some(Property::List(items?.into())));
        Ok(())
    }
}

fn store(cells: &mut Column, row: u32, field: &Field, form: Form) -> Result<(), Mistake> {
    // The first value of a column makes it; the ones that follow take the short way.
    match (form, &mut *cells) {
        (Form::Text, Column::Text(cells)) => cells.set(row, &field.text),
        (Form::Int, Column::Int(cells)) => cells.set(row, int(&field.text, field)?),
        (Form::Float, Column::Float(cells)) => cells.set(row, float(&field.text, field)?),
        _ => {
            let value = value(&field.text, field, form)?;
            cells.set(row, Some(value));
        }
    }
    Ok(())
}

fn value(text: &str, field: &Field, form: Form) -> Result<Property, Mistake> {
    Ok(match form {
        Form::Text => Property::from(text),
        Form::Int => Property::Int(int(text, field)?),
        Form::Float => Property::Float(float(text, field)?),
        Form::Bool => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Property::Bool(true),
            "false" => Property::Bool(false),
            _ => return Err(field.mistake(format!("`{text}` is neither true nor false"))),
        },
        Form::Temporal(kind) => {
            let value = kind.parse(text.trim());
            Property::Temporal(value.map_err(|error| field.mistake(error.to_string()))?)
        }
    })
}

fn int(text: &str, field: &Field) -> Result<i64, Mistake> {
    let number = text.parse().or_else(|_| text.trim().parse());
    number.map_err(|_| field.mistake(format!("`{text}` is no whole number")))
}

fn float(text: &str, field: &Field) -> Result<f64, Mistake> {
    if let Some(number) = short_decimal(text.as_bytes()) {
        return Ok(number);
    }
    let number = text.trim().parse();
    number.map_err(|_| field.mistake(format!("`{text}` is no number")))
}

/// Reads a decimal fraction of at most 15 digits.
///
/// Its digits and the power of ten are both exact as floats, so that one division rounds as it should.
fn short_decimal(text: &[u8]) -> Option<f64> {
    const POWERS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 16 || !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() {
        return None;
    }
    let (mut number, mut places, mut pointed) = (0_u64, 0, false);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u64::from(byte - b'0');
                places += usize::from(pointed);
            }
            b'.' if !pointed => pointed = true,
            _ => return None,
        }
    }
    if digits.len() - usize::from(pointed) > 15 {
        return None;
    }
    let number = number as f64 / POWERS[places];
    Some(if negative { -number } else { number })
}

/// A field of a row.
struct Field<'a> {
    text: Cow<'a, str>,
    offset: usize,
    quoted: bool,
    /// Whether the row ends with it.
    last: bool,
}

impl Field<'_> {
    fn mistake(&self, message: impl Into<String>) -> Mistake {
        Mistake {
            offset: self.offset,
            message: message.into(),
            hint: None,
        }
    }
}

/// Reads fields one after the other.
#[derive(Clone)]
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, delimiter: u8) -> Self {
        Scanner {
            text,
            at: 0,
            delimiter,
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Tells whether no row is left; passes over empty lines.
    fn is_done(&mut self) -> bool {
        while let Some(b'\n' | b'\r') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.at >= self.text.len()
    }

    /// Reads the field of a column; fails where the row has fewer or more fields than the header.
    fn field_of(&mut self, column: usize, count: usize) -> Result<Field<'a>, Mistake> {
        let at = self.at;
        let field = self.field();
        let wrong = |offset: usize, found: String| Mistake {
            offset,
            message: format!("the header has {count} columns, this row has {found}"),
            hint: Some("put a field that holds the delimiter into quotes".to_owned()),
        };
        match field {
            Some(field) if field.last && column + 1 < count => {
                Err(wrong(at, (column + 1).to_string()))
            }
            Some(field) if !field.last && column + 1 == count => {
                Err(wrong(self.at, "more".to_owned()))
            }
            Some(field) => Ok(field),
            None => Err(Mistake {
                offset: at,
                message: "the quote is never closed".to_owned(),
                hint: None,
            }),
        }
    }

    /// Reads a field; nothing at the end, or where a quote is not closed.
    fn field(&mut self) -> Option<Field<'a>> {
        let start = self.at;
        let rest = self.rest();
        if rest.first() == Some(&b'"') {
            return self.quoted();
        }
        let end = memchr2(self.delimiter, b'\n', rest).unwrap_or(rest.len());
        let last = rest.get(end) != Some(&self.delimiter);
        self.at = (start + end + 1).min(self.text.len());
        let mut text = &self.text[start..start + end];
        if last {
            text = text.strip_suffix('\r').unwrap_or(text);
        }
        Some(Field {
            text: Cow::Borrowed(text),
            offset: start,
            quoted: false,
            last,
        })
    }

    fn quoted(&mut self) -> Option<Field<'a>> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut text = Cow::Borrowed("");
        let mut from = start + 1;
        let end = loop {
            let quote = from + memchr(b'"', &bytes[from..])?;
            let piece = &self.text[from..quote];
            // A quote within is written twice; only then is the text put together anew.
            if bytes.get(quote + 1) != Some(&b'"') {
                if text.is_empty() {
                    text = Cow::Borrowed(piece);
                } else {
                    text.to_mut().push_str(piece);
                }
                break quote + 1;
            }
            text.to_mut().push_str(piece);
            text.to_mut().push('"');
            from = quote + 2;
        };
        let rest = &bytes[end..];
        let gap = usize::from(rest.first() == Some(&b'\r'));
        let last = rest.get(gap) != Some(&self.delimiter);
        match rest.get(gap) {
            Some(byte) if *byte != self.delimiter && *byte != b'\n' => return None,
            _ => {}
        }
        self.at = (end + gap + 1).min(self.text.len());
        Some(Field {
            text,
            offset: start,
            quoted: true,
            last,
        })
    }

    /// Tells whether a column has only numbers that are written in the one usual way.
    fn all_numbers(&self, column: usize, count: usize) -> bool {
        let mut rows = self.clone();
        while !rows.is_done() {
            for index in 0..count {
                match rows.field_of(index, count) {
                    Ok(field) if index == column => {
                        if !is_usual_number(&field.text) {
                            return false;
                        }
                        // The rest of the row cannot change the answer, unless a quote hides its end.
                        if index + 1 < count && !rows.skip_line() {
                            return false;
                        }
                        break;
                    }
                    Ok(_) => {}
                    Err(_) => return false,
                }
            }
        }
        true
    }

    /// Passes over the rest of a row.
    fn skip_line(&mut self) -> bool {
        let rest = self.rest();
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        if memchr(b'"', &rest[..end]).is_none() {
            self.at = (self.at + end + 1).min(self.text.len());
            return true;
        }
        while let Some(field) = self.field() {
            if field.last {
                return true;
            }
        }
        false
    }
}
