//! What the graph is made of: kinds and subtypes of nodes, types of edges and what they join.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// A kind of node or a subtype of one. Only an [`Ontology`] makes it, so an unknown name cannot get in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(&'static str);

/// A type of edge. Only an [`Ontology`] makes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeType(&'static str);

impl Kind {
    /// Gives the label: `State`, `Person` …
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl EdgeType {
    /// Gives the type's name in upper case.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl fmt::Debug for EdgeType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// Which end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Where the edge starts.
    Source,
    /// Where it ends.
    Target,
}

/// A kind of node as `ontology.ron` has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindEntry {
    /// The first label of such nodes.
    pub name: String,
    /// What it is, in a line.
    pub doc: String,
    /// The further labels that such nodes may have.
    #[serde(default)]
    pub subtypes: Vec<String>,
    /// The properties that such nodes may have.
    #[serde(default)]
    pub properties: Vec<String>,
}

/// A type of edge as `ontology.ron` has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeEntry {
    /// The type.
    pub name: String,
    /// The family: speech, stance, structure, events or about.
    pub family: String,
    /// When such an edge is drawn, in a line.
    pub doc: String,
    /// The kinds it may start from, and the kinds it may end at, pair of lists by pair of lists.
    pub joins: Vec<(Vec<String>, Vec<String>)>,
    /// Whether the direction means nothing.
    #[serde(default)]
    pub symmetric: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OntologyFile {
    kinds: Vec<KindEntry>,
    edges: Vec<EdgeEntry>,
    edge_properties: Vec<String>,
}

/// The closed list of what `extract` and `build` may put into a graph.
pub struct Ontology {
    kinds: Vec<(Kind, KindEntry)>,
    edges: Vec<(EdgeType, EdgeEntry)>,
    /// Each kind and subtype with the kind that it belongs to.
    by_label: BTreeMap<&'static str, (Kind, Kind)>,
    edge_properties: Vec<String>,
}

impl Ontology {
    /// Reads `ontology.ron` and checks that each name is there once and each end is a kind.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let path = "ontology.ron";
        let file: OntologyFile = source.ron(path)?;
        let (shown, text) = source.text(path)?;
        let wrong = |word: &str, message: String| {
            DataError::at_word(shown.clone(), &text, &format!("\"{word}\""), message)
        };
        let mut by_label = BTreeMap::new();
        let mut kinds = Vec::new();
        for entry in file.kinds {
            let kind = Kind(keep(&entry.name));
            for label in std::iter::once(&entry.name).chain(&entry.subtypes) {
                let label_kind = Kind(keep(label));
                if by_label.insert(label_kind.0, (label_kind, kind)).is_some() {
                    return Err(wrong(label, format!("`{label}` is listed twice")));
                }
            }
            kinds.push((kind, entry));
        }
        let mut edges: Vec<(EdgeType, EdgeEntry)> = Vec::new();
        for entry in file.edges {
            for (sources, targets) in &entry.joins {
                for end in sources.iter().chain(targets) {
                    if !kinds.iter().any(|(kind, _)| kind.0 == end) {
                        return Err(wrong(
                            end,
                            format!("`{end}` in `{}` is no kind of node", entry.name),
                        ));
                    }
                }
            }
            if edges.iter().any(|(_, other)| other.name == entry.name) {
                return Err(wrong(
                    &entry.name,
                    format!("`{}` is listed twice", entry.name),
                ));
            }
            edges.push((EdgeType(keep(&entry.name)), entry));
        }
        Ok(Ontology {
            kinds,
            edges,
            by_label,
            edge_properties: file.edge_properties,
        })
    }

    /// Finds a kind or subtype by its exact name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        self.by_label.get(name).map(|(label, _)| *label)
    }

    /// Gives the kind that a subtype belongs to; a kind belongs to itself.
    pub fn kind_of(&self, label: Kind) -> Kind {
        self.by_label.get(label.0).map_or(label, |(_, kind)| *kind)
    }

    /// Finds an edge type by its exact name.
    pub fn edge_type(&self, name: &str) -> Option<EdgeType> {
        self.edges
            .iter()
            .find(|(edge, _)| edge.0 == name)
            .map(|(edge, _)| *edge)
    }

    /// Tells whether an edge of this type may join these; subtypes count as their kind.
    pub fn allows(&self, edge: EdgeType, source: Kind, target: Kind) -> bool {
        let (source, target) = (self.kind_of(source), self.kind_of(target));
        self.edge_entry(edge)
            .joins
            .iter()
            .any(|(sources, targets)| {
                sources.iter().any(|name| name == source.0)
                    && targets.iter().any(|name| name == target.0)
            })
    }

    /// Tells whether the direction of such edges means nothing.
    pub fn symmetric(&self, edge: EdgeType) -> bool {
        self.edge_entry(edge).symmetric
    }

    /// Gives what the file says of an edge type.
    pub fn edge_entry(&self, edge: EdgeType) -> &EdgeEntry {
        let (_, entry) = self
            .edges
            .iter()
            .find(|(other, _)| *other == edge)
            .expect("an EdgeType is made from an entry");
        entry
    }

    /// Lists the kinds in the order of the file.
    pub fn kinds(&self) -> impl Iterator<Item = (Kind, &KindEntry)> {
        self.kinds.iter().map(|(kind, entry)| (*kind, entry))
    }

    /// Lists the edge types in the order of the file.
    pub fn edge_types(&self) -> impl Iterator<Item = (EdgeType, &EdgeEntry)> {
        self.edges.iter().map(|(edge, entry)| (*edge, entry))
    }

    /// Lists the properties that every edge may have.
    pub fn edge_properties(&self) -> &[String] {
        &self.edge_properties
    }
}

/// Keeps a name for the life of the program: an ontology is loaded once, and its names are few.
fn keep(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}
