//! Finding nodes by what they are called, however it is spelled: case, accents and punctuation do not count.

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::graph::Graph;
use crate::graph::NodeId;

/// The properties whose texts name a node, the most telling first.
const KEYS: [&str; 3] = ["name", "aliases", "title"];

/// The names and aliases of all nodes, folded and sorted.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    /// The folded names in order, each followed by a line feed, which none holds.
    folded: String,
    /// Where each name ends in `folded`, and whose it is.
    entries: Vec<(usize, NodeId)>,
}

impl NameIndex {
    pub(in crate::graph) fn new(graph: &Graph) -> Self {
        let mut names: Vec<(String, usize, NodeId)> = Vec::new();
        for (rank, key) in KEYS.iter().enumerate() {
            let Some(column) = graph.symbol(key).and_then(|key| graph.node_column(key)) else {
                continue;
            };
            for row in column.rows() {
                let mut add = |name: &str| {
                    let name = fold(name);
                    if !name.is_empty() {
                        names.push((name, rank, NodeId(row)));
                    }
                };
                match column {
                    crate::graph::Column::Text(texts) => {
                        texts.get(row).into_iter().for_each(&mut add)
                    }
                    _ => match column.get(row) {
                        Some(crate::graph::Property::Text(text)) => add(&text),
                        Some(crate::graph::Property::List(items)) => {
                            for item in items.iter() {
                                if let crate::graph::Property::Text(text) = item {
                                    add(text);
                                }
                            }
                        }
                        _ => {}
                    },
                }
            }
        }
        names.sort_unstable();
        let mut index = NameIndex::default();
        for (name, _, node) in names {
            index.folded.push_str(&name);
            index.entries.push((index.folded.len(), node));
            index.folded.push('\n');
        }
        index
    }

    /// Finds the nodes of that name: those that bear it as their own before those that have it as an alias.
    pub fn exact(&self, name: &str) -> Vec<NodeId> {
        let wanted = fold(name);
        let start = self.start_of(&wanted);
        self.nodes_while(start, |name| name == wanted)
    }

    /// Finds the nodes with a name that starts so, in the order of their names.
    pub fn prefix(&self, name: &str) -> Vec<NodeId> {
        unique(self.starting(name).collect())
    }

    /// Finds the nodes with a name that holds this piece, in the order of their names.
    pub fn substring(&self, piece: &str) -> Vec<NodeId> {
        unique(self.holding(piece).collect())
    }

    /// Goes through the names that start so; a node comes once for each of them.
    pub fn starting(&self, name: &str) -> impl Iterator<Item = NodeId> {
        let wanted = fold(name);
        let start = self.start_of(&wanted);
        (start..self.entries.len())
            .take_while(move |&entry| self.name(entry).starts_with(&wanted))
            .map(|entry| self.entries[entry].1)
    }

    /// Goes through the names that hold this piece; a node comes once for each of them.
    pub fn holding(&self, piece: &str) -> impl Iterator<Item = NodeId> {
        let finder = memmem::Finder::new(fold(piece).as_bytes()).into_owned();
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + finder.find(self.folded.as_bytes().get(from..)?)?;
            let entry = self.entries.partition_point(|(end, _)| *end <= at);
            let &(end, node) = self.entries.get(entry)?;
            from = end + 1;
            Some(node)
        })
    }

    fn name(&self, entry: usize) -> &str {
        let start = match entry {
            0 => 0,
            _ => self.entries[entry - 1].0 + 1,
        };
        &self.folded[start..self.entries[entry].0]
    }

    fn start_of(&self, wanted: &str) -> usize {
        let mut range = 0..self.entries.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            if self.name(middle) < wanted {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }

    fn nodes_while(&self, start: usize, holds: impl Fn(&str) -> bool) -> Vec<NodeId> {
        let nodes = (start..self.entries.len())
            .take_while(|&entry| holds(self.name(entry)))
            .map(|entry| self.entries[entry].1)
            .collect();
        unique(nodes)
    }
}

/// Drops repeats, keeping the first.
fn unique(mut nodes: Vec<NodeId>) -> Vec<NodeId> {
    let mut seen = rustc_hash::FxHashSet::default();
    nodes.retain(|node| seen.insert(*node));
    nodes
}

/// Folds a name: small letters without marks, words parted by one space.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut gap = false;
    let mut add = |letter: char| {
        // "U.S." is "us", "al-Qaeda" is "al qaeda", "O'Neill" is "oneill".
        if matches!(letter, '.' | '\'' | '’' | '‘') {
            return;
        }
        if !letter.is_alphanumeric() {
            gap = !folded.is_empty();
            return;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        folded.extend(letter.to_lowercase());
    };
    if name.is_ascii() {
        // Nothing to take apart.
        name.chars().for_each(add);
    } else {
        let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
        letters.for_each(&mut add);
    }
    folded
}
