//! Values as the tables of scenarios write them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use newsgraph::graph::EdgeId;
use newsgraph::graph::Graph;
use newsgraph::graph::NodeId;
use newsgraph::query::Value;

use crate::conformance::is_written;
use crate::conformance::labels;

/// A value that a table asks for. Nodes and edges are told by what they hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Expected>),
    Map(BTreeMap<String, Expected>),
    Node(BTreeSet<String>, BTreeMap<String, Expected>),
    Edge(String, BTreeMap<String, Expected>),
    /// The first node, then for each edge whether it points onwards, and the next node.
    Path(Box<Expected>, Vec<(bool, Expected, Expected)>),
}

impl Expected {
    pub(crate) fn read(text: &str) -> Result<Expected, String> {
        let mut reader = Reader { rest: text.trim() };
        let value = reader.value()?;
        match reader.rest.trim() {
            "" => Ok(value),
            rest => Err(format!("`{rest}` is left of the cell `{text}`")),
        }
    }

    /// Gives the value, of one that is no node, edge or path.
    pub(crate) fn value(&self) -> Value {
        match self {
            Expected::Bool(truth) => (*truth).into(),
            Expected::Int(number) => (*number).into(),
            Expected::Float(number) => (*number).into(),
            Expected::Text(text) => text.as_str().into(),
            Expected::List(items) => Value::list(items.iter().map(Expected::value)),
            Expected::Map(entries) => {
                let entries = entries.iter();
                Value::map(entries.map(|(key, value)| (key.as_str(), value.value())))
            }
            _ => Value::Null,
        }
    }

    /// Tells whether a value is the one asked for; loosely, lists may be in any order.
    pub(crate) fn fits(&self, value: &Value, graph: &Graph, loose: bool) -> bool {
        match (self, value) {
            (Expected::Null, Value::Null) => true,
            (Expected::Bool(a), Value::Bool(b)) => a == b,
            (Expected::Int(a), Value::Int(b)) => a == b,
            (Expected::Float(a), Value::Float(b)) => {
                a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * a.abs()
            }
            (Expected::Text(text), Value::Text(found)) => **text == **found,
            (Expected::Text(text), Value::Temporal(value)) => is_written(value, text),
            (Expected::List(wanted), Value::List(items)) => {
                let mut left: Vec<&Value> = items.iter().collect();
                wanted.len() == left.len()
                    && wanted.iter().all(|wanted| {
                        let place = match loose {
                            true => left.iter().position(|item| wanted.fits(item, graph, loose)),
                            false => wanted.fits(left[0], graph, loose).then_some(0),
                        };
                        place.map(|place| left.remove(place)).is_some()
                    })
            }
            (Expected::Map(wanted), Value::Map(entries)) => {
                wanted.len() == entries.len()
                    && wanted.iter().all(|(key, wanted)| {
                        let found = entries.get(key.as_str());
                        found.is_some_and(|found| wanted.fits(found, graph, loose))
                    })
            }
            (Expected::Node(..), Value::Node(node)) => self.fits_node(graph, *node),
            (Expected::Edge(..), Value::Edge(edge)) => self.fits_edge(graph, *edge),
            (Expected::Path(first, rest), Value::Path(path)) => {
                path.edges.len() == rest.len()
                    && first.fits_node(graph, path.nodes[0])
                    && rest
                        .iter()
                        .enumerate()
                        .all(|(place, (onwards, edge, node))| {
                            let ends = graph.ends(path.edges[place]);
                            let from = path.nodes[place];
                            let to = path.nodes[place + 1];
                            let ends_fit = match onwards {
                                true => ends == Some((from, to)),
                                false => ends == Some((to, from)),
                            };
                            ends_fit
                                && edge.fits_edge(graph, path.edges[place])
                                && node.fits_node(graph, to)
                        })
            }
            _ => false,
        }
    }

    fn fits_node(&self, graph: &Graph, node: NodeId) -> bool {
        let Expected::Node(wanted, properties) = self else {
            return false;
        };
        *wanted == labels(graph, node) && fit(properties, graph.node_properties(node), graph)
    }

    fn fits_edge(&self, graph: &Graph, edge: EdgeId) -> bool {
        let Expected::Edge(wanted, properties) = self else {
            return false;
        };
        let edge_type = graph.edge_type(edge).map(|edge_type| graph.name(edge_type));
        edge_type == Some(wanted) && fit(properties, graph.edge_properties(edge), graph)
    }
}

fn fit(
    wanted: &BTreeMap<String, Expected>,
    found: Vec<(&str, newsgraph::graph::Property)>,
    graph: &Graph,
) -> bool {
    wanted.len() == found.len()
        && found.into_iter().all(|(key, property)| {
            let wanted = wanted.get(key);
            wanted.is_some_and(|wanted| wanted.fits(&property.into(), graph, false))
        })
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Expected, String> {
        self.rest = self.rest.trim_start();
        if self.take("<") {
            return self.path();
        }
        if self.rest.starts_with('(') {
            return self.node();
        }
        if self.rest.starts_with("[:") {
            return self.edge();
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.value()?);
                self.take(",");
            }
            return Ok(Expected::List(items));
        }
        if self.rest.starts_with('{') {
            return Ok(Expected::Map(self.map()?));
        }
        if self.take("'") {
            return self.text();
        }
        let word = self.word(|c: char| c.is_alphanumeric() || "+-._".contains(c));
        Ok(match word.as_str() {
            "null" => Expected::Null,
            "true" => Expected::Bool(true),
            "false" => Expected::Bool(false),
            "NaN" => Expected::Float(f64::NAN),
            word => match word.parse() {
                Ok(number) => Expected::Int(number),
                Err(_) => Expected::Float(word.parse().map_err(|_| format!("`{word}`?"))?),
            },
        })
    }

    fn text(&mut self) -> Result<Expected, String> {
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(Expected::Text(text));
                }
                '\\' => text.extend(characters.next().map(|(_, guarded)| guarded)),
                other => text.push(other),
            }
        }
        Err("a text without end".to_owned())
    }

    fn map(&mut self) -> Result<BTreeMap<String, Expected>, String> {
        let mut entries = BTreeMap::new();
        if !self.take("{") {
            return Ok(entries);
        }
        while !self.take("}") {
            let key = self.word(|c: char| c.is_alphanumeric() || c == '_');
            if !self.take(":") {
                return Err(format!("no `:` before `{}`", self.rest));
            }
            entries.insert(key, self.value()?);
            self.take(",");
        }
        Ok(entries)
    }

    fn node(&mut self) -> Result<Expected, String> {
        self.take("(");
        let mut labels = BTreeSet::new();
        while self.take(":") {
            labels.insert(self.word(|c: char| c.is_alphanumeric() || c == '_'));
        }
        let properties = self.map()?;
        match self.take(")") {
            true => Ok(Expected::Node(labels, properties)),
            false => Err(format!("no `)` before `{}`", self.rest)),
        }
    }

    fn edge(&mut self) -> Result<Expected, String> {
        self.take("[");
        self.take(":");
        let edge_type = self.word(|c: char| c.is_alphanumeric() || c == '_');
        let properties = self.map()?;
        match self.take("]") {
            true => Ok(Expected::Edge(edge_type, properties)),
            false => Err(format!("no `]` before `{}`", self.rest)),
        }
    }

    fn path(&mut self) -> Result<Expected, String> {
        let first = Box::new(self.node()?);
        let mut rest = Vec::new();
        while !self.take(">") {
            let backwards = self.take("<");
            self.take("-");
            let edge = self.edge()?;
            self.take("-");
            if !backwards {
                self.take(">");
            }
            rest.push((!backwards, edge, self.node()?));
        }
        Ok(Expected::Path(first, rest))
    }

    fn take(&mut self, piece: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(piece) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self, part: impl Fn(char) -> bool) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }
}
