//! The compact form: a head that names the sections, then the sections, each compressed.
//!
//! Opening reads the head and what joins what; a column is unpacked when a query first reads it.

use std::ops::Range;
use std::sync::Arc;

use crate::base::Evidence;
use crate::base::temporal::TemporalKind;
use crate::graph::Column;
use crate::graph::Graph;
use crate::graph::Mixed;
use crate::graph::NodeId;
use crate::graph::Plain;
use crate::graph::Property;
use crate::graph::Symbol;
use crate::graph::TextLists;
use crate::graph::Texts;
use crate::graph::dictionary::Dictionary;
use crate::graph::dictionary::NO_CODE;
use crate::graph::snapshot::SnapshotErrorKind;
use crate::graph::snapshot::codec::Reader;
use crate::graph::snapshot::codec::Writer;
use crate::graph::snapshot::codec::checksum;

/// What every such file starts with. The line end shows when a transfer has changed line ends.
pub(in crate::graph) const MAGIC: [u8; 8] = *b"NEWSGR\r\n";
const VERSION: u32 = 1;
/// Magic, version, length of the whole file, checksum of the rest.
const HEAD: usize = 8 + 4 + 8 + 8;
/// Lists within lists go no deeper than this.
const DEPTH: usize = 64;

/// What a section holds.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    Structure,
    NodeColumn(Symbol),
    EdgeColumn(Symbol),
    Evidence,
}

/// A section within the bytes of a file.
#[derive(Clone, Debug)]
struct Section {
    file: Arc<Vec<u8>>,
    range: Range<usize>,
    size: usize,
}

impl Section {
    fn unpack(&self) -> Option<Vec<u8>> {
        lz4_flex::block::decompress(&self.file[self.range.clone()], self.size).ok()
    }
}

/// A column as a file has it.
#[derive(Clone, Debug)]
pub(in crate::graph) struct Packed {
    section: Section,
    row_bound: usize,
}

impl Packed {
    /// Unpacks the column. The checksum has been compared, so only a forged file gives an empty one.
    pub(in crate::graph) fn unpack(&self) -> Column {
        let bytes = self.section.unpack().unwrap_or_default();
        read_column(&mut Reader::new(&bytes), self.row_bound).unwrap_or_default()
    }
}

/// The evidence as a file has it.
#[derive(Clone, Debug)]
pub(in crate::graph) struct PackedEvidence {
    section: Section,
    row_bound: usize,
}

impl PackedEvidence {
    /// Unpacks the evidence of each edge.
    pub(in crate::graph) fn unpack(&self) -> Vec<Vec<Evidence>> {
        let rows = self
            .section
            .unpack()
            .and_then(|bytes| postcard::from_bytes::<Vec<Vec<Evidence>>>(&bytes).ok());
        rows.filter(|rows| rows.len() <= self.row_bound)
            .unwrap_or_default()
    }
}

/// Writes a graph.
pub(in crate::graph) fn write(graph: &Graph) -> Vec<u8> {
    let mut directory = Writer::default();
    let mut body = Vec::new();
    let mut sections = 0;
    let mut add = |content: Content, bytes: &[u8]| {
        let packed = lz4_flex::block::compress(bytes);
        let (tag, key) = match content {
            Content::Structure => (0, 0),
            Content::NodeColumn(key) => (1, key.0),
            Content::EdgeColumn(key) => (2, key.0),
            Content::Evidence => (3, 0),
        };
        directory.byte(tag);
        directory.u32(key);
        directory.u64(packed.len() as u64);
        directory.u64(bytes.len() as u64);
        body.extend(packed);
        sections += 1;
    };
    add(Content::Structure, &structure(graph));
    for key in graph.node_keys() {
        let column = graph.node_column(key);
        if let Some(bytes) = column.and_then(write_column) {
            add(Content::NodeColumn(key), &bytes);
        }
    }
    for key in graph.edge_keys() {
        let column = graph.edge_column(key);
        if let Some(bytes) = column.and_then(write_column) {
            add(Content::EdgeColumn(key), &bytes);
        }
    }
    let evidence = graph.evidence.rows();
    if evidence.iter().any(|row| !row.is_empty()) {
        let bytes = postcard::to_stdvec(evidence).unwrap_or_default();
        add(Content::Evidence, &bytes);
    }
    let mut rest = Writer::default();
    rest.u32(sections);
    rest.bytes.extend(directory.bytes);
    rest.bytes.extend(body);
    let mut file = Writer::default();
    file.bytes.extend(MAGIC);
    file.u32(VERSION);
    file.u64((HEAD + rest.bytes.len()) as u64);
    file.u64(checksum(&rest.bytes));
    file.bytes.extend(rest.bytes);
    file.bytes
}

/// Reads a graph.
pub(in crate::graph) fn read(bytes: Vec<u8>) -> Result<Graph, SnapshotErrorKind> {
    let found = bytes.len() as u64;
    let mut reader = Reader::new(&bytes);
    if reader.bytes(8) != Some(&MAGIC) {
        return Err(SnapshotErrorKind::NotSnapshot);
    }
    let short = SnapshotErrorKind::Length {
        expected: HEAD as u64,
        found,
    };
    let (Some(version), Some(expected), Some(sum)) = (reader.u32(), reader.u64(), reader.u64())
    else {
        return Err(short);
    };
    if version > VERSION {
        return Err(SnapshotErrorKind::Newer {
            found: version,
            known: VERSION,
        });
    }
    if version == 0 || expected != found {
        return Err(SnapshotErrorKind::Length { expected, found });
    }
    if checksum(&bytes[HEAD..]) != sum {
        return Err(SnapshotErrorKind::Checksum);
    }
    let sections = sections(&bytes).ok_or(SnapshotErrorKind::Corrupt("the list of sections"))?;
    let file = Arc::new(bytes);
    let section = |range: Range<usize>, size: usize| Section {
        file: file.clone(),
        range,
        size,
    };
    let corrupt = || SnapshotErrorKind::Corrupt("what joins what");
    let mut sections = sections.into_iter();
    let Some((Content::Structure, range, size)) = sections.next() else {
        return Err(corrupt());
    };
    let bytes = section(range, size).unpack().ok_or_else(corrupt)?;
    let mut graph = read_structure(&mut Reader::new(&bytes)).ok_or_else(corrupt)?;
    for (content, range, size) in sections {
        let packed = |row_bound| Packed {
            section: section(range.clone(), size),
            row_bound,
        };
        let known = |key: Symbol| (key.0 as usize) < graph.symbol_count();
        match content {
            Content::NodeColumn(key) if known(key) => {
                let packed = packed(graph.node_bound());
                graph.nodes.insert_packed(key, packed);
            }
            Content::EdgeColumn(key) if known(key) => {
                let packed = packed(graph.edge_bound());
                graph.edges.insert_packed(key, packed);
            }
            Content::Evidence => {
                let Packed { section, row_bound } = packed(graph.edge_bound());
                graph.evidence.packed = Some(PackedEvidence { section, row_bound });
            }
            _ => return Err(SnapshotErrorKind::Corrupt("the list of sections")),
        }
    }
    Ok(graph)
}

/// Reads the directory; nothing if it does not fit the file.
fn sections(file: &[u8]) -> Option<Vec<(Content, Range<usize>, usize)>> {
    let mut reader = Reader::new(&file[HEAD..]);
    let count = reader.u32()? as usize;
    let entry = 1 + 4 + 8 + 8;
    let mut start = count
        .checked_mul(entry)?
        .checked_add(HEAD + 4)
        .filter(|start| *start <= file.len())?;
    let mut sections = Vec::with_capacity(count);
    for _ in 0..count {
        let (tag, key) = (reader.byte()?, Symbol(reader.u32()?));
        let content = match tag {
            0 => Content::Structure,
            1 => Content::NodeColumn(key),
            2 => Content::EdgeColumn(key),
            3 => Content::Evidence,
            _ => return None,
        };
        let packed = usize::try_from(reader.u64()?).ok()?;
        let size = usize::try_from(reader.u64()?).ok()?;
        let end = start.checked_add(packed).filter(|end| *end <= file.len())?;
        // Compression makes nothing more than 255 times smaller, so a greater size is a lie.
        if size > packed.saturating_mul(255).saturating_add(64) {
            return None;
        }
        sections.push((content, start..end, size));
        start = end;
    }
    (start == file.len()).then_some(sections)
}

fn structure(graph: &Graph) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.texts(graph.names.iter().map(String::as_str));
    writer.u32(graph.label_sets.len() as u32);
    for labels in &graph.label_sets {
        let labels: Vec<u32> = labels.iter().map(|label| label.0).collect();
        writer.small_numbers(&labels);
    }
    let documents = graph.documents().iter();
    writer.texts(documents.map(String::as_str));
    // One more than the number, so that the mark of what was removed becomes a small zero.
    let nodes = graph.store.raw_nodes().iter();
    let nodes: Vec<u32> = nodes.map(|node| node.weight.0.wrapping_add(1)).collect();
    writer.small_numbers(&nodes);
    let edges = graph.store.raw_edges();
    let types: Vec<u32> = edges
        .iter()
        .map(|edge| edge.weight.0.wrapping_add(1))
        .collect();
    writer.small_numbers(&types);
    let sources: Vec<u32> = edges
        .iter()
        .map(|edge| edge.source().index() as u32)
        .collect();
    writer.small_numbers(&sources);
    let targets: Vec<u32> = edges
        .iter()
        .map(|edge| edge.target().index() as u32)
        .collect();
    writer.small_numbers(&targets);
    writer.bytes
}

fn read_structure(reader: &mut Reader) -> Option<Graph> {
    let mut graph = Graph::new();
    let (names, ends) = reader.texts()?;
    let names = Dictionary::from_parts(names, ends);
    for code in 0..names.len() as u32 {
        // Names are distinct, so each gets the number that it had.
        if graph.intern(names.text(code)).0 != code {
            return None;
        }
    }
    for number in 0..reader.u32()? {
        let labels = reader.small_numbers()?;
        if labels.iter().any(|&label| label as usize >= names.len()) {
            return None;
        }
        let labels = labels.into_iter().map(Symbol).collect();
        if graph.label_set(labels).0 != number {
            return None;
        }
    }
    let (documents, ends) = reader.texts()?;
    let documents = Dictionary::from_parts(documents, ends);
    let documents = (0..documents.len() as u32).map(|code| documents.text(code).to_owned());
    graph.set_documents(documents.collect());
    let nodes = reader.small_numbers()?;
    let types = reader.small_numbers()?;
    let (sources, targets) = (reader.small_numbers()?, reader.small_numbers()?);
    if types.len() != sources.len() || types.len() != targets.len() || !reader.is_done() {
        return None;
    }
    let (set_count, name_count) = (graph.label_sets.len(), names.len());
    let fits = |numbers: &[u32], bound: usize| {
        numbers.iter().copied().max().unwrap_or(0) as usize <= bound
    };
    let ends_fit = types.is_empty()
        || !nodes.is_empty() && fits(&sources, nodes.len() - 1) && fits(&targets, nodes.len() - 1);
    if !fits(&nodes, set_count) || !fits(&types, name_count) || !ends_fit {
        return None;
    }
    let edges = types
        .into_iter()
        .zip(sources)
        .zip(targets)
        .map(|((edge_type, source), target)| {
            let edge_type = Symbol(edge_type.wrapping_sub(1));
            (NodeId(source), edge_type, NodeId(target))
        });
    graph.fill(nodes.into_iter().map(|set| set.wrapping_sub(1)), edges);
    Some(graph)
}

/// Writes a column; nothing for one without a value.
fn write_column(column: &Column) -> Option<Vec<u8>> {
    let first = column.rows().find(|&row| column.has(row))?;
    let mut writer = Writer::default();
    writer.u32(match column {
        Column::Mixed(_) => first,
        _ => column.rows().start,
    });
    match column {
        Column::Int(column) => {
            writer.byte(0);
            let least = column.values.iter().copied().min().unwrap_or(0);
            let values: Vec<u64> = column.values.iter().map(|&value| value as u64).collect();
            writer.numbers(&values, least as u64);
            write_present(&mut writer, column);
        }
        Column::Float(column) => {
            writer.byte(1);
            let values: Vec<u64> = column.values.iter().map(|value| value.to_bits()).collect();
            let mut distinct = values.clone();
            distinct.sort_unstable();
            distinct.dedup();
            // A score has a few thousand values at most; their numbers are shorter than they are.
            if distinct.len() <= 1 << 16 {
                writer.byte(1);
                writer.numbers(&distinct, 0);
                let codes = values.iter().map(|value| {
                    let code = distinct.binary_search(value).unwrap_or(0);
                    code as u32
                });
                writer.small_numbers(&codes.collect::<Vec<_>>());
            } else {
                writer.byte(0);
                writer.numbers(&values, 0);
            }
            write_present(&mut writer, column);
        }
        Column::Bool(column) => {
            writer.byte(2);
            writer.bits(column.values.iter().copied());
            write_present(&mut writer, column);
        }
        Column::Text(column) => {
            writer.byte(3);
            let codes = Renumbered::new(&column.codes, &column.dictionary);
            writer.texts(codes.kept.iter().map(|&code| column.text(code)));
            let codes = column.codes.iter().map(|&code| codes.of(code));
            writer.small_numbers(&codes.collect::<Vec<_>>());
        }
        Column::TextList(column) => {
            writer.byte(4);
            let bounds = column.start..column.start + column.ranges.len() as u32;
            let rows = || bounds.clone().map(|row| column.codes(row));
            let items: Vec<u32> = rows().flatten().flatten().copied().collect();
            let codes = Renumbered::new(&items, &column.dictionary);
            writer.texts(codes.kept.iter().map(|&code| column.text(code)));
            let lengths = rows().map(|codes| codes.map_or(0, |codes| codes.len() as u32 + 1));
            writer.small_numbers(&lengths.collect::<Vec<_>>());
            let items = items.iter().map(|&code| codes.of(code));
            writer.small_numbers(&items.collect::<Vec<_>>());
        }
        Column::Mixed(column) => {
            writer.byte(5);
            // Without the empty rows around them, so that loading and saving again changes nothing.
            let values = &column.values[(first - column.start) as usize..];
            let last = values.iter().rposition(Option::is_some).unwrap_or(0);
            writer.u32(last as u32 + 1);
            for value in &values[..=last] {
                match value {
                    None => writer.byte(0),
                    Some(value) => write_property(&mut writer, value),
                }
            }
        }
    }
    Some(writer.bytes)
}

fn read_column(reader: &mut Reader, row_bound: usize) -> Option<Column> {
    let start = reader.u32()?;
    let column = match reader.byte()? {
        0 => {
            let values = reader.numbers()?;
            let values = values.into_iter().map(|value| value as i64).collect();
            Column::Int(read_present(reader, start, values)?)
        }
        1 => {
            let values: Vec<f64> = if reader.byte()? == 1 {
                let distinct = reader.numbers()?;
                let codes = reader.small_numbers()?;
                let value = |code: u32| distinct.get(code as usize).copied().map(f64::from_bits);
                codes.into_iter().map(value).collect::<Option<_>>()?
            } else {
                reader.numbers()?.into_iter().map(f64::from_bits).collect()
            };
            Column::Float(read_present(reader, start, values)?)
        }
        2 => {
            let values = reader.bits()?;
            Column::Bool(read_present(reader, start, values)?)
        }
        3 => {
            let (bytes, ends) = reader.texts()?;
            let dictionary = Dictionary::from_parts(bytes, ends);
            let mut codes = reader.small_numbers()?;
            original(&mut codes, dictionary.len())?;
            Column::Text(Texts {
                start,
                codes,
                dictionary,
            })
        }
        4 => {
            let (bytes, ends) = reader.texts()?;
            let dictionary = Dictionary::from_parts(bytes, ends);
            let lengths = reader.small_numbers()?;
            let mut items = reader.small_numbers()?;
            original(&mut items, dictionary.len())?;
            let mut next = 0_u32;
            let mut ranges = Vec::with_capacity(lengths.len());
            for length in lengths {
                ranges.push(match length {
                    0 => (NO_CODE, 0),
                    _ => (next, length - 1),
                });
                next = next.checked_add(length.saturating_sub(1))?;
            }
            let whole = next as usize == items.len() && !items.contains(&NO_CODE);
            whole.then_some(Column::TextList(TextLists {
                start,
                ranges,
                items,
                dictionary,
            }))?
        }
        5 => {
            let mut column = Mixed::default();
            for index in 0..reader.u32()? {
                if let Some(value) = read_property(reader, 0)? {
                    column.set(start.checked_add(index)?, value);
                }
                if index as usize >= row_bound {
                    return None;
                }
            }
            Column::Mixed(column)
        }
        _ => return None,
    };
    let fits = column.rows().end as usize <= row_bound;
    (fits && reader.is_done()).then_some(column)
}

fn write_present<T>(writer: &mut Writer, column: &Plain<T>) {
    writer.small_numbers(
        &column
            .present
            .iter()
            .flat_map(|&word| [word as u32, (word >> 32) as u32])
            .collect::<Vec<_>>(),
    );
}

fn read_present<T>(reader: &mut Reader, start: u32, values: Vec<T>) -> Option<Plain<T>> {
    let halves = reader.small_numbers()?;
    let present: Vec<u64> = halves
        .chunks_exact(2)
        .map(|pair| u64::from(pair[0]) | u64::from(pair[1]) << 32)
        .collect();
    let fits = present.is_empty() || present.len() == values.len().div_ceil(64);
    start.checked_add(u32::try_from(values.len()).ok()?)?;
    fits.then_some(Plain {
        start,
        values,
        present,
    })
}

/// The codes that are in use, in the order that they are first met: others are not written.
struct Renumbered {
    kept: Vec<u32>,
    /// One more than the new code; 0 for a code that is not kept.
    new: Vec<u32>,
}

impl Renumbered {
    fn new(codes: &[u32], dictionary: &Dictionary) -> Self {
        let mut kept = Vec::new();
        let mut new = vec![0; dictionary.len()];
        for &code in codes.iter().filter(|code| **code != NO_CODE) {
            let number = &mut new[code as usize];
            if *number == 0 {
                kept.push(code);
                *number = kept.len() as u32;
            }
        }
        Renumbered { kept, new }
    }

    fn of(&self, code: u32) -> u32 {
        match code {
            NO_CODE => 0,
            _ => self.new[code as usize],
        }
    }
}

/// Turns numbers that count from 1, with 0 for none, into codes.
fn original(codes: &mut [u32], count: usize) -> Option<()> {
    for code in codes {
        if *code as usize > count {
            return None;
        }
        *code = code.wrapping_sub(1);
    }
    Some(())
}

fn write_property(writer: &mut Writer, value: &Property) {
    match value {
        Property::Bool(truth) => {
            writer.byte(1);
            writer.byte(u8::from(*truth));
        }
        Property::Int(number) => {
            writer.byte(2);
            writer.u64(*number as u64);
        }
        Property::Float(number) => {
            writer.byte(3);
            writer.u64(number.to_bits());
        }
        Property::Text(text) => {
            writer.byte(4);
            writer.text(text);
        }
        Property::List(items) => {
            writer.byte(5);
            writer.u32(items.len() as u32);
            for item in items.iter() {
                write_property(writer, item);
            }
        }
        Property::Temporal(value) => {
            writer.byte(match value.kind() {
                TemporalKind::Date => 6,
                TemporalKind::LocalTime => 7,
                TemporalKind::Time => 8,
                TemporalKind::LocalDateTime => 9,
                TemporalKind::DateTime => 10,
                TemporalKind::Duration => 11,
            });
            writer.text(&value.to_string());
        }
    }
}

/// Reads a value, or the mark that there is none; nothing at all for bytes that make no sense.
fn read_property(reader: &mut Reader, depth: usize) -> Option<Option<Property>> {
    let temporal = |reader: &mut Reader, kind: TemporalKind| {
        let value = kind.parse(&reader.text()?).ok()?;
        Some(Property::Temporal(value))
    };
    let value = match reader.byte()? {
        0 => return Some(None),
        1 => Property::Bool(reader.byte()? == 1),
        2 => Property::Int(reader.u64()? as i64),
        3 => Property::Float(f64::from_bits(reader.u64()?)),
        4 => Property::from(reader.text()?),
        5 if depth < DEPTH => {
            let mut items = Vec::new();
            for _ in 0..reader.u32()? {
                items.push(read_property(reader, depth + 1)??);
            }
            Property::List(items.into())
        }
        6 => temporal(reader, TemporalKind::Date)?,
        7 => temporal(reader, TemporalKind::LocalTime)?,
        8 => temporal(reader, TemporalKind::Time)?,
        9 => temporal(reader, TemporalKind::LocalDateTime)?,
        10 => temporal(reader, TemporalKind::DateTime)?,
        11 => temporal(reader, TemporalKind::Duration)?,
        _ => return None,
    };
    Some(Some(value))
}
