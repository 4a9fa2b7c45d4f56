//! Names to nodes: exact, without case, nearest.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::fold;

/// More names than this are not looked at between two keys.
const MOST_CANDIDATES: usize = 20_000;

/// What a name was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These nodes, the likeliest first; at least one.
    Nodes(Vec<NodeId>),
    /// No node; these names come nearest.
    Nearest(Vec<String>),
}

/// Finds what a name means: names before other names, the node with more edges before one with
/// fewer. Case, accents, punctuation, `the` and a possessive do not count.
pub fn find(graph: &Graph, name: &str) -> Found {
    let mut nodes = Vec::new();
    for spelling in spellings(name) {
        nodes = graph.name_index().exact(spelling);
        if !nodes.is_empty() {
            break;
        }
    }
    if nodes.is_empty() {
        return Found::Nearest(nearest(graph, name, 3));
    }
    let wanted = fold(name);
    nodes.sort_by_cached_key(|&node| {
        let degree = graph.edges_of(node, Direction::Both).len();
        let title = graph.title(node);
        let alias = fold(&title) != wanted;
        let other_case = *title != *name.trim();
        let document = graph.has_label(node, "Document");
        (document, alias, other_case, std::cmp::Reverse(degree), node)
    });
    Found::Nodes(nodes)
}

/// Tells whether some node has this name.
pub(in crate::repl) fn contains(graph: &Graph, name: &str) -> bool {
    !fold(name).is_empty()
        && spellings(name)
            .into_iter()
            .any(|spelling| !graph.name_index().exact(spelling).is_empty())
}

fn spellings(name: &str) -> Vec<&str> {
    let name = name.trim();
    let mut spellings = vec![name];
    let bare = ["'s", "’s"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let bare = bare
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("the "))
        .map_or(bare, |_| &bare[4..]);
    if bare != name {
        spellings.push(bare);
    }
    spellings
}

/// Lists the names most like one that no node has.
fn nearest(graph: &Graph, name: &str, limit: usize) -> Vec<String> {
    let folded = fold(name);
    if folded.is_empty() {
        return Vec::new();
    }
    let mut scored: Vec<(f64, bool, Arc<str>, NodeId)> = Vec::new();
    for node in graph.nodes() {
        let title = graph.title(node);
        let names = std::iter::once((title, false))
            .chain(graph.aliases(node).into_iter().map(|alias| (alias, true)));
        for (candidate, alias) in names {
            let score = likeness(&fold(&candidate), &folded);
            if score >= 0.6 {
                scored.push((score, alias, candidate, node));
            }
        }
    }
    scored.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2)))
    });
    let mut nodes = BTreeSet::new();
    scored.retain(|(_, _, _, node)| nodes.insert(*node));
    scored
        .into_iter()
        .take(limit)
        .map(|(_, _, name, _)| name.to_string())
        .collect()
}

fn likeness(candidate: &str, wanted: &str) -> f64 {
    let word = candidate
        .split(' ')
        .any(|word| word.len() > 2 && word == wanted);
    if word || wanted.len() > 2 && candidate.starts_with(wanted) {
        return 0.95;
    }
    if candidate.len().abs_diff(wanted.len()) > wanted.len() / 2 + 1 {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(candidate, wanted)
}

/// Lists names that start with `prefix`, then names that hold it; only of nodes that have all
/// these labels. Of a large graph only so much is looked at as goes between two keys.
pub(in crate::repl) fn complete(
    graph: &Graph,
    prefix: &str,
    labels: &[String],
    limit: usize,
) -> Vec<String> {
    let mut offers = Offers {
        graph,
        wanted: fold(prefix),
        limit,
        nodes: BTreeSet::new(),
        names: Vec::new(),
    };
    let few = labels
        .iter()
        .map(|label| match graph.symbol(label) {
            Some(label) => graph.nodes_with_label(label),
            None => &[],
        })
        .min_by_key(|nodes| nodes.len())
        .filter(|nodes| nodes.len() <= MOST_CANDIDATES / 8);
    let fits = |node: &NodeId| labels.iter().all(|label| graph.has_label(*node, label));
    if let Some(nodes) = few {
        offers.among(nodes.iter().copied().filter(fits).collect());
        return offers.names;
    }
    let index = graph.name_index();
    let starting = index.starting(prefix).take(MOST_CANDIDATES).filter(fits);
    offers.extend(starting);
    // One letter is held by nearly every name.
    if offers.wanted.len() > 1 {
        offers.extend(index.holding(prefix).take(MOST_CANDIDATES).filter(fits));
    }
    offers.names
}

/// Names to offer, each once.
struct Offers<'a> {
    graph: &'a Graph,
    wanted: String,
    limit: usize,
    nodes: BTreeSet<NodeId>,
    names: Vec<String>,
}

impl Offers<'_> {
    fn extend(&mut self, nodes: impl Iterator<Item = NodeId>) {
        for node in nodes {
            if self.names.len() >= self.limit {
                return;
            }
            if self.nodes.insert(node) {
                let name = self.fitting(node, |name, wanted| name.contains(wanted));
                self.add(name.unwrap_or_else(|| self.graph.title(node)));
            }
        }
    }

    /// Takes the nodes of a short list: those whose names start so, then those whose names hold it.
    fn among(&mut self, nodes: Vec<NodeId>) {
        let mut found: Vec<(bool, String, Arc<str>)> = Vec::new();
        for node in nodes {
            let begins = self.fitting(node, |name, wanted| name.starts_with(wanted));
            let middle = begins.is_none();
            let name = match begins {
                None if self.wanted.len() > 1 => {
                    self.fitting(node, |name, wanted| name.contains(wanted))
                }
                begins => begins,
            };
            found.extend(name.map(|name| (middle, fold(&name), name)));
        }
        found.sort();
        for (_, _, name) in found {
            if self.names.len() >= self.limit {
                return;
            }
            self.add(name);
        }
    }

    /// Finds the name of a node that fits, its own before the others.
    fn fitting(&self, node: NodeId, fits: impl Fn(&str, &str) -> bool) -> Option<Arc<str>> {
        let title = self.graph.title(node);
        if fits(&fold(&title), &self.wanted) {
            return Some(title);
        }
        let mut aliases = self.graph.aliases(node).into_iter();
        aliases.find(|alias| fits(&fold(alias), &self.wanted))
    }

    fn add(&mut self, name: Arc<str>) {
        if !self.names.iter().any(|known| **known == *name) {
            self.names.push(name.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Found;
    use super::complete;
    use super::find;
    use super::nearest;
    use crate::graph::sample;

    #[test]
    fn a_name_is_found_without_case_and_by_alias() {
        let graph = sample::moscow();
        let first = graph.nodes().next().unwrap();
        for name in ["IS-K", "is-k", "the Khorasan faction", "ISIS-K’s"] {
            assert_eq!(find(&graph, name), Found::Nodes(vec![first]), "{name}");
        }
    }

    #[test]
    fn a_place_comes_before_the_article_of_its_name() {
        let graph = sample::moscow();
        let Found::Nodes(nodes) = find(&graph, "moscow") else {
            panic!("Moscow is there");
        };
        assert_eq!(graph.kind(nodes[0]), Some("Place"));
        assert_eq!(nodes.len(), 2);
    }

    #[test]
    fn a_misspelt_name_finds_the_nearest() {
        let graph = sample::moscow();
        assert_eq!(nearest(&graph, "Pakstan", 3), ["Pakistan"]);
        assert_eq!(nearest(&graph, "Islamic", 3), ["Islamic State"]);
        assert!(nearest(&graph, "Brazil", 3).is_empty());
    }

    #[test]
    fn completion_offers_beginnings_before_middles() {
        let graph = sample::moscow();
        assert_eq!(
            complete(&graph, "mos", &[], 9),
            ["Moscow", "moscow", "Moscow attack"]
        );
        assert_eq!(
            complete(&graph, "links", &[], 9),
            ["the perpetrators have links to Ukraine"]
        );
        let place = ["Place".to_owned()];
        assert_eq!(complete(&graph, "mos", &place, 9), ["Moscow"]);
    }
}
