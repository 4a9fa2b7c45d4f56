//! Learns how sure an edge is from articles with gold graphs, and measures whether it is so.
//!
//! An edge is right when the gold graph has its type between two nodes that bear its ends' names.
//! Names are compared by their words, which is a little stricter than a full alignment of the two
//! graphs. What is measured of an article is weighed on all the others, never on itself.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::data::Confidence;
use crate::extract::AttributionId;
use crate::extract::Extraction;
use crate::extract::Relation;
use crate::extract::Thing;
use crate::learn::LearnError;
use crate::text::Document;

/// How strongly weights are drawn to zero, in edges.
const PENALTY: f64 = 3.0;
const STEPS: usize = 3000;
const RATE: f64 = 0.5;

/// A gold graph.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldGraph {
    nodes: Vec<GoldNode>,
    edges: Vec<GoldEdge>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldNode {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct GoldEdge {
    source: String,
    #[serde(rename = "type")]
    edge_type: String,
    target: String,
}

/// An edge that was read, with what it rests on and whether the gold graph has it.
#[derive(Clone, Debug)]
pub struct JudgedEdge {
    /// The article.
    pub article: usize,
    /// What tells how sure it is.
    pub features: Vec<String>,
    /// Whether the gold graph has it.
    pub right: bool,
    /// How sure the reading was.
    pub confidence: f32,
}

impl GoldGraph {
    /// Reads a graph of a JSON file.
    pub fn read(path: &Path) -> Result<Self, LearnError> {
        let text = std::fs::read_to_string(path).map_err(|error| LearnError::File {
            path: path.to_owned(),
            error,
        })?;
        serde_json::from_str(&text).map_err(|error| LearnError::Graph {
            path: path.to_owned(),
            error,
        })
    }

    /// Judges each edge that was read; the same edge read twice counts once.
    pub fn judge(
        &self,
        article: usize,
        document: &Document,
        extraction: &Extraction,
    ) -> Vec<JudgedEdge> {
        let mut best: BTreeMap<(Thing, &str, Thing), &Relation> = BTreeMap::new();
        for relation in extraction.relations.iter().chain(&extraction.roles) {
            let key = (relation.source, relation.edge_type.name(), relation.target);
            let kept = best.entry(key).or_insert(relation);
            if relation.confidence > kept.confidence {
                *kept = relation;
            }
        }
        let things: BTreeSet<Thing> = best
            .keys()
            .flat_map(|&(source, _, target)| [source, target])
            .collect();
        let node_of = self.align(&things, document, extraction);
        let edges: BTreeSet<(&str, &str, &str)> = self
            .edges
            .iter()
            .map(|edge| (&*edge.source, &*edge.edge_type, &*edge.target))
            .collect();
        let again = extraction.said_again();
        best.into_iter()
            .map(|((source, edge_type, target), relation)| {
                let ends = node_of.get(&source).zip(node_of.get(&target));
                let right = ends.is_some_and(|(&source, &target)| {
                    edges.contains(&(source, edge_type, target))
                        || is_mutual(edge_type) && edges.contains(&(target, edge_type, source))
                });
                JudgedEdge {
                    article,
                    features: extraction.features(relation, &again),
                    right,
                    confidence: relation.confidence,
                }
            })
            .collect()
    }

    /// Gives each thing at most one gold node and each node at most one thing, the likest first.
    fn align(
        &self,
        things: &BTreeSet<Thing>,
        document: &Document,
        extraction: &Extraction,
    ) -> BTreeMap<Thing, &str> {
        let mut pairs: Vec<(usize, Thing, &str)> = Vec::new();
        for &thing in things {
            let (kinds, names) = names(thing, document, extraction);
            let names: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
            for node in &self.nodes {
                if !kinds.contains(&node.kind.as_str()) {
                    continue;
                }
                let gold = std::iter::once(&node.name)
                    .chain(&node.aliases)
                    .chain(&node.text)
                    .map(|name| words(name));
                // Where two things go by the words of one node, the one whose name they are is it.
                let likeness = gold
                    .enumerate()
                    .flat_map(|(place, gold)| {
                        let like = |(own, name): (usize, &Vec<String>)| {
                            let first = usize::from(place == 0) + usize::from(own == 0);
                            let likeness = likeness(name, &gold, kinds[0]);
                            if likeness == 100 {
                                likeness + first
                            } else {
                                likeness
                            }
                        };
                        names.iter().enumerate().map(like).collect::<Vec<_>>()
                    })
                    .max();
                if let Some(likeness) = likeness.filter(|&likeness| likeness > 0) {
                    pairs.push((likeness, thing, &node.id));
                }
            }
        }
        pairs.sort_by_key(|&(likeness, thing, node)| (std::cmp::Reverse(likeness), thing, node));
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut node_of: BTreeMap<Thing, &str> = BTreeMap::new();
        for (_, thing, node) in pairs {
            if !node_of.contains_key(&thing) && taken.insert(node) {
                node_of.insert(thing, node);
            }
        }
        node_of
    }
}

/// Gives the kinds of nodes that a thing may be, and what it is called.
fn names(
    thing: Thing,
    document: &Document,
    extraction: &Extraction,
) -> (&'static [&'static str], Vec<String>) {
    match thing {
        Thing::Entity(id) => {
            let entity = &extraction.entities[id.index()];
            let mut names = vec![entity.name.clone()];
            names.extend(entity.aliases.iter().cloned());
            (&["State", "Actor", "Place"], names)
        }
        Thing::Event(id) => {
            let event = &extraction.events[id.index()];
            let span = event.span.of(&document.text).to_owned();
            (&["Event"], vec![event.name.clone(), span])
        }
        Thing::Claim(id) => (&["Claim"], vec![claim(id, document, extraction)]),
    }
}

fn claim(id: AttributionId, document: &Document, extraction: &Extraction) -> String {
    let pieces = &extraction.attributions[id.index()].content;
    let pieces: Vec<&str> = pieces
        .iter()
        .map(|piece| piece.of(&document.text))
        .collect();
    pieces.join(" ")
}

fn is_mutual(edge_type: &str) -> bool {
    matches!(
        edge_type,
        "BORDERS" | "COOPERATES_WITH" | "MEETS" | "AGREES_WITH" | "LINKED_TO"
    )
}

/// Gives the words of a name in small letters, without articles and endings that mark the owner.
fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "the" | "a" | "an" | "s"))
        .map(str::to_owned)
        .collect()
}

/// Gives how alike two names are, from 0 to 100: by the share of common words, where that is half
/// and the last is one of them; what is claimed or happens needs no common last word.
fn likeness(a: &[String], b: &[String], kind: &str) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let one: BTreeSet<&String> = a.iter().collect();
    let other: BTreeSet<&String> = b.iter().collect();
    let common = one.intersection(&other).count();
    let either = one.union(&other).count();
    let smaller = one.len().min(other.len());
    let share = 100 * common / either;
    match kind {
        "Claim" if smaller >= 3 && 5 * common >= 4 * smaller => share.max(50),
        "Claim" | "Event" if share >= 50 => share,
        "State" if share >= 50 && a.last() == b.last() => share,
        _ => 0,
    }
}

/// Fits the weights: logistic regression, drawn to zero so that rare features say little.
pub fn confidence(judged: &[JudgedEdge]) -> Confidence {
    fit(&judged.iter().collect::<Vec<_>>())
}

fn fit(judged: &[&JudgedEdge]) -> Confidence {
    let names: BTreeSet<&str> = judged
        .iter()
        .flat_map(|edge| edge.features.iter().map(String::as_str))
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    let rows: Vec<Vec<usize>> = judged
        .iter()
        .map(|edge| {
            edge.features
                .iter()
                .filter_map(|feature| names.binary_search(&feature.as_str()).ok())
                .collect()
        })
        .collect();
    // An article with many edges, which are alike, says less with each.
    let mut sizes: BTreeMap<usize, f64> = BTreeMap::new();
    for edge in judged {
        *sizes.entry(edge.article).or_default() += 1.0;
    }
    let importance = |edge: &JudgedEdge| sizes[&edge.article].sqrt().recip();
    let all: f64 = judged.iter().map(|edge| importance(edge)).sum();
    let count = judged.len().max(1) as f64;
    let mut weights = vec![0.0f64; names.len()];
    let mut bias = 0.0f64;
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| PENALTY * weight).collect();
        let mut bias_slope = 0.0;
        for (row, edge) in rows.iter().zip(judged) {
            let odds: f64 = bias + row.iter().map(|&at| weights[at]).sum::<f64>();
            let miss = 1.0 / (1.0 + (-odds).exp()) - f64::from(u8::from(edge.right));
            let miss = miss * importance(edge) * count / all;
            bias_slope += miss;
            for &at in row {
                slope[at] += miss;
            }
        }
        bias -= RATE * bias_slope / count;
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight -= RATE * slope / count;
        }
    }
    let round = |value: f64| ((value * 100.0).round() / 100.0) as f32;
    Confidence {
        bias: round(bias),
        weights: names
            .into_iter()
            .zip(weights)
            .map(|(name, weight)| (name.to_owned(), round(weight)))
            .filter(|(_, weight)| *weight != 0.0)
            .collect(),
    }
}

/// Gives each edge the confidence that the other articles would give it.
pub fn cross(judged: &[JudgedEdge]) -> Vec<JudgedEdge> {
    let articles: BTreeSet<usize> = judged.iter().map(|edge| edge.article).collect();
    let mut crossed = Vec::new();
    for article in articles {
        let others: Vec<&JudgedEdge> = judged
            .iter()
            .filter(|edge| edge.article != article)
            .collect();
        let confidence = fit(&others);
        crossed.extend(
            judged
                .iter()
                .filter(|edge| edge.article == article)
                .map(|edge| JudgedEdge {
                    confidence: confidence.probability(&edge.features),
                    ..edge.clone()
                }),
        );
    }
    crossed
}

/// Writes the weights as the text of `confidence.ron`.
pub fn to_ron(confidence: &Confidence) -> String {
    let mut out = String::from(
        "// How sure an edge is: weights of a logistic regression, made by `newsgraph score --gold`.\n",
    );
    out.push_str(&format!(
        "(\n    bias: {:?},\n    weights: {{\n",
        confidence.bias
    ));
    for (name, weight) in &confidence.weights {
        out.push_str(&format!("        {name:?}: {weight:?},\n"));
    }
    out.push_str("    },\n)\n");
    out
}

/// Writes how many edges of each band of confidence there are and how many of them are right.
pub fn reliability(judged: &[JudgedEdge]) -> String {
    const BANDS: [(f32, f32); 6] = [
        (0.0, 0.2),
        (0.2, 0.4),
        (0.4, 0.6),
        (0.6, 0.8),
        (0.8, 0.9),
        (0.9, 1.01),
    ];
    let mut table = String::from("confidence  edges  right  share\n");
    let mut row = |label: &str, from: f32, to: f32| {
        let inside = |edge: &&JudgedEdge| from <= edge.confidence && edge.confidence < to;
        let all = judged.iter().filter(inside).count();
        let right = judged
            .iter()
            .filter(inside)
            .filter(|edge| edge.right)
            .count();
        let share = if all == 0 {
            "-".to_owned()
        } else {
            format!("{:.0} %", 100.0 * right as f64 / all as f64)
        };
        table.push_str(&format!("{label:<10}  {all:>5}  {right:>5}  {share:>5}\n"));
    };
    for (from, to) in BANDS {
        row(&format!("{from:.1} – {:.1}", to.min(1.0)), from, to);
    }
    row("from 0.8", 0.8, 1.01);
    row("all", 0.0, 1.01);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(article: usize, features: &[&str], right: bool) -> JudgedEdge {
        JudgedEdge {
            article,
            features: features.iter().map(|&one| one.to_owned()).collect(),
            right,
            confidence: 0.0,
        }
    }

    #[test]
    fn what_is_mostly_right_raises_the_confidence_and_what_is_rare_says_little() {
        let mut judged = Vec::new();
        for article in 0..8 {
            for _ in 0..25 {
                judged.push(edge(article, &["rule good"], true));
                judged.push(edge(article, &["rule bad"], false));
            }
        }
        judged.push(edge(0, &["rule rare"], true));
        let fitted = confidence(&judged);
        let of = |feature: &str| fitted.probability(&[feature.to_owned()]);
        assert!(of("rule good") > 0.8, "{fitted:?}");
        assert!(of("rule bad") < 0.2, "{fitted:?}");
        assert!(of("rule rare") < 0.7, "{fitted:?}");
        let crossed = cross(&judged);
        let sure = crossed.iter().filter(|edge| edge.confidence >= 0.8);
        assert!(sure.clone().count() == 200 && sure.clone().all(|edge| edge.right));
    }

    #[test]
    fn names_are_alike_by_their_words() {
        let check = |a: &str, b: &str, kind: &str| likeness(&words(a), &words(b), kind);
        assert_eq!(
            check(
                "the Los Angeles Sheriff's office",
                "Los Angeles Sheriff office",
                "State"
            ),
            100
        );
        assert_eq!(check("Indonesian Navy", "Indonesian Army", "State"), 0);
        assert_eq!(
            check("the attack on the mosque", "attack on a mosque", "Event"),
            100
        );
        assert_eq!(check("the attack", "the talks", "Event"), 0);
    }
}
