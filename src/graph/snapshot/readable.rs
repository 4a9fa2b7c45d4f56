//! The readable form: RON with one node or edge to the line, in the order of their ids.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de;
use serde::ser::SerializeMap;

use crate::base::Evidence;
use crate::base::Position;
use crate::base::position_of;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalKind;
use crate::data::Ontology;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::graph::snapshot::Mistake;
use crate::graph::snapshot::SnapshotErrorKind;

const VERSION: u32 = 1;

/// Which labels and types the file may use.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Vocabulary {
    /// Those of the ontology.
    Articles,
    /// Any.
    Open,
}

#[derive(Deserialize)]
#[serde(rename = "Graph", deny_unknown_fields)]
struct File {
    version: u32,
    vocabulary: Vocabulary,
    #[serde(default)]
    documents: Vec<String>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Node {
    id: u32,
    labels: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<String, Plain>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edge {
    source: u32,
    #[serde(rename = "type")]
    edge_type: String,
    target: u32,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<String, Plain>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Evidence>,
}

/// A property as one would write it: `"text"`, `1`, `1.5`, `true`, `[…]`, `{"date": "2024-03-22"}`.
struct Plain(Property);

const KINDS: [(&str, TemporalKind); 6] = [
    ("date", TemporalKind::Date),
    ("local time", TemporalKind::LocalTime),
    ("time", TemporalKind::Time),
    ("local date-time", TemporalKind::LocalDateTime),
    ("date-time", TemporalKind::DateTime),
    ("duration", TemporalKind::Duration),
];

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

fn serialize<S: Serializer>(value: &Property, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Property::Bool(truth) => serializer.serialize_bool(*truth),
        Property::Int(number) => serializer.serialize_i64(*number),
        Property::Float(number) => serializer.serialize_f64(*number),
        Property::Text(text) => serializer.serialize_str(text),
        Property::Temporal(value) => {
            let mut map = serializer.serialize_map(Some(1))?;
            let name = KINDS.iter().find(|(_, kind)| *kind == value.kind());
            map.serialize_entry(name.map_or("", |(name, _)| name), &value.to_string())?;
            map.end()
        }
        Property::List(items) => serializer.collect_seq(items.iter().cloned().map(Plain)),
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Plain)
    }
}

struct PlainVisitor;

impl<'de> de::Visitor<'de> for PlainVisitor {
    type Value = Property;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, number, truth value, list, or {\"date\": \"…\"}")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Property, E> {
        Ok(Property::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Property, E> {
        Ok(Property::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Property, E> {
        let number = i64::try_from(number);
        number
            .map(Property::Int)
            .map_err(|_| E::custom("a whole number has at most 64 bits"))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Property, E> {
        Ok(Property::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Property, E> {
        Ok(Property::from(text))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Property, A::Error> {
        let mut list = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Property::List(list.into()))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Property, A::Error> {
        let Some((name, text)) = map.next_entry::<String, String>()? else {
            return Err(de::Error::custom("a value is missing"));
        };
        let kind = KINDS.iter().find(|(other, _)| *other == name);
        let (_, kind) =
            kind.ok_or_else(|| de::Error::custom(format!("`{name}` is no type of value")))?;
        let value: Temporal = kind.parse(&text).map_err(de::Error::custom)?;
        Ok(Property::Temporal(value))
    }
}

/// Writes a graph.
pub(in crate::graph) fn write(graph: &Graph, ontology: &Ontology) -> Result<String, ron::Error> {
    let known_labels = graph
        .statistics()
        .labels()
        .all(|(label, _)| ontology.kind(graph.name(label)).is_some());
    let known_types = graph
        .statistics()
        .types()
        .all(|(edge_type, _)| ontology.edge_type(graph.name(edge_type)).is_some());
    let labelled = graph.nodes().all(|node| !graph.labels(node).is_empty());
    let vocabulary = match known_labels && known_types && labelled {
        true => Vocabulary::Articles,
        false => Vocabulary::Open,
    };
    let style = || {
        ron::ser::PrettyConfig::new()
            .depth_limit(0)
            .compact_arrays(true)
    };
    let line = |out: &mut String, item: String| {
        out.push_str("    ");
        out.push_str(&item);
        out.push_str(",\n");
    };
    let mut out =
        format!("(\n  version: {VERSION},\n  vocabulary: {vocabulary:?},\n  documents: [\n");
    for document in graph.documents() {
        line(&mut out, ron::ser::to_string(document)?);
    }
    out.push_str("  ],\n  nodes: [\n");
    let plain = |properties: Vec<(&str, Property)>| {
        let properties = properties.into_iter();
        properties
            .map(|(name, value)| (name.to_owned(), Plain(value)))
            .collect()
    };
    for node in graph.nodes() {
        let labels = graph.label_names(node).into_iter();
        let entry = Node {
            id: node.0,
            labels: labels.map(str::to_owned).collect(),
            properties: plain(graph.node_properties(node)),
        };
        line(&mut out, ron::ser::to_string_pretty(&entry, style())?);
    }
    out.push_str("  ],\n  edges: [\n");
    for edge in graph.edges() {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let entry = Edge {
            source: source.0,
            edge_type: graph.type_name(edge).to_owned(),
            target: target.0,
            properties: plain(graph.edge_properties(edge)),
            evidence: graph.evidence(edge).to_vec(),
        };
        line(&mut out, ron::ser::to_string_pretty(&entry, style())?);
    }
    out.push_str("  ],\n)\n");
    Ok(out)
}

/// Reads a graph.
pub(in crate::graph) fn read(text: &str, ontology: &Ontology) -> Result<Graph, SnapshotErrorKind> {
    let file: File = ron::from_str(text).map_err(|error| {
        let start = error.span.start;
        let position = Position {
            line: start.line,
            column: start.col,
        };
        mistake(text, Some(position), error.code.to_string(), None)
    })?;
    if file.version > VERSION {
        return Err(SnapshotErrorKind::Newer {
            found: file.version,
            known: VERSION,
        });
    }
    let mut graph = Graph::new();
    graph.set_documents(file.documents);
    let mut ids = FxHashMap::default();
    for node in file.nodes {
        if file.vocabulary == Vocabulary::Articles {
            check_labels(text, &node, ontology)?;
        }
        let labels: Vec<&str> = node.labels.iter().map(String::as_str).collect();
        let id = graph.add_node(&labels);
        if ids.insert(node.id, id).is_some() {
            let message = format!("there are two nodes with the id {}", node.id);
            let position = second_place(text, &format!("id: {}", node.id));
            return Err(mistake(text, position, message, None));
        }
        for (key, Plain(value)) in node.properties {
            graph.set_node_property(id, &key, Some(value));
        }
    }
    for edge in file.edges {
        let end = |end: &str, id: u32| -> Result<NodeId, SnapshotErrorKind> {
            ids.get(&id).copied().ok_or_else(|| {
                let message = format!("there is no node with the id {id}");
                let position = place(text, &format!("{end}: {id}"));
                mistake(text, position, message, None)
            })
        };
        let (source, target) = (end("source", edge.source)?, end("target", edge.target)?);
        let name = &edge.edge_type;
        if file.vocabulary == Vocabulary::Articles && ontology.edge_type(name).is_none() {
            let position = place(text, &format!("type: {name:?}"));
            let message = format!("`{name}` is no type of edge");
            let known = ontology.edge_types().map(|(edge_type, _)| edge_type.name());
            return Err(mistake(text, position, message, hint(name, known)));
        }
        let documents = graph.documents().len();
        let stray = edge
            .evidence
            .iter()
            .find(|piece| piece.document.0 as usize >= documents);
        if let Some(piece) = stray {
            let message = format!("there is no document {}", piece.document.0);
            let position = place(text, &format!("document: ({})", piece.document.0));
            return Err(mistake(text, position, message, None));
        }
        let id = graph.add_edge(source, name, target);
        for (key, Plain(value)) in edge.properties {
            graph.set_edge_property(id, &key, Some(value));
        }
        graph.set_evidence(id, edge.evidence);
    }
    Ok(graph)
}

fn check_labels(text: &str, node: &Node, ontology: &Ontology) -> Result<(), SnapshotErrorKind> {
    let unknown = node
        .labels
        .iter()
        .find(|label| ontology.kind(label).is_none());
    if let Some(label) = unknown {
        // The id leads to the line, for the word may well be part of a text elsewhere.
        let line =
            place(text, &format!("id: {},", node.id)).or(place(text, &format!("id:{},", node.id)));
        let quoted = format!("{label:?}");
        let position = line.and_then(|line| {
            let content = text.lines().nth(line.line - 1)?;
            let column = content.find(&quoted)?;
            let column = content[..column].chars().count() + 1;
            Some(Position {
                line: line.line,
                column,
            })
        });
        let position = position.or_else(|| place(text, &quoted));
        let message = format!("`{label}` is no kind of node");
        let known = ontology.kinds().flat_map(|(kind, entry)| {
            let subtypes = entry.subtypes.iter().map(String::as_str);
            std::iter::once(kind.name()).chain(subtypes)
        });
        return Err(mistake(text, position, message, hint(label, known)));
    }
    if node.labels.is_empty() {
        let position = place(text, &format!("id: {},", node.id));
        let message = "a node needs a kind".to_owned();
        return Err(mistake(text, position, message, None));
    }
    Ok(())
}

fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let folded = name.to_lowercase();
    let nearest = known
        .map(|other| (strsim::osa_distance(&folded, &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= 1 + name.chars().count() / 3)
        .min();
    Some(match nearest {
        Some((_, nearest)) => format!("did you mean `{nearest}`?"),
        None => "write `vocabulary: Open` to use names that the ontology does not have".to_owned(),
    })
}

fn place(text: &str, piece: &str) -> Option<Position> {
    text.find(piece).map(|offset| position_of(text, offset))
}

fn second_place(text: &str, piece: &str) -> Option<Position> {
    let first = text.find(piece)? + piece.len();
    let second = text[first..].find(piece)?;
    Some(position_of(text, first + second))
}

fn mistake(
    text: &str,
    position: Option<Position>,
    message: String,
    hint: Option<String>,
) -> SnapshotErrorKind {
    let line = position.and_then(|position| text.lines().nth(position.line.checked_sub(1)?));
    SnapshotErrorKind::Text(Box::new(Mistake {
        message,
        position,
        line: line.map(str::to_owned),
        hint,
    }))
}
