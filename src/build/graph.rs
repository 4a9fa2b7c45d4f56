//! Lays the extractions of many documents down as one graph.
//!
//! The graph is a function of the *set* of documents: they are sorted first, and what is merged is
//! decided on the documents as they were read, never on half-merged nodes. So any split of the
//! articles, put together in any order, gives the same bytes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::CharacterIndex;
use crate::base::DocumentId;
use crate::base::Evidence;
use crate::base::Span;
use crate::base::Status;
use crate::build::background;
use crate::build::merge;
use crate::build::merge::NodeKey;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::extract::AttributionId;
use crate::extract::Details;
use crate::extract::EventId;
use crate::extract::Extraction;
use crate::extract::Relation;
use crate::extract::Thing;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::text::Document;

/// A tie that is no surer than this is far more often wrong than right, and is left out of the
/// graph; what one article gives (`extract --format json`) keeps it.
const DOUBTFUL: f32 = 0.1;

/// What goes into the graph besides what the texts say.
#[derive(Clone, Copy, Debug)]
pub struct BuildOptions {
    /// Borders, memberships, capitals and offices from the lexicon, as `status: background`
    /// edges between nodes that the articles mention.
    pub background: bool,
}

impl Default for BuildOptions {
    fn default() -> Self {
        BuildOptions { background: true }
    }
}

/// An edge before it is laid down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::build) struct EdgeKey {
    pub(in crate::build) source: NodeKey,
    pub(in crate::build) edge_type: &'static str,
    pub(in crate::build) target: NodeKey,
    pub(in crate::build) attributed_to: Option<String>,
}

/// What is known of an edge from all its pieces of evidence.
#[derive(Clone, Debug, Default)]
pub(in crate::build) struct EdgeFacts {
    pub(in crate::build) statuses: BTreeMap<Status, usize>,
    pub(in crate::build) evidence: BTreeSet<Evidence>,
    pub(in crate::build) rules: BTreeSet<String>,
    pub(in crate::build) confidence: f32,
    pub(in crate::build) details: BTreeSet<Details>,
    pub(in crate::build) claim: Option<NodeKey>,
    pub(in crate::build) figures: BTreeMap<String, (i64, bool)>,
}

/// Builds the graph of a set of documents, given in any order.
pub fn build(
    documents: &[(Document, Extraction)],
    lexicon: &Lexicon,
    ontology: &Ontology,
    options: BuildOptions,
) -> Graph {
    let mut sorted: Vec<&(Document, Extraction)> = documents.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| (&a.id, &a.source, &a.text).cmp(&(&b.id, &b.source, &b.text)));
    sorted.dedup_by(|(a, _), (b, _)| a.id == b.id && a.text == b.text);

    let merged = merge::merge(&sorted, lexicon);
    let mut edges: BTreeMap<EdgeKey, EdgeFacts> = BTreeMap::new();
    for (number, (document, extraction)) in sorted.iter().enumerate() {
        let reader = DocumentReader {
            id: DocumentId(number as u32),
            document,
            extraction,
            characters: CharacterIndex::new(&document.text),
            merged: &merged,
            ontology,
        };
        reader.relations(&mut edges);
        reader.mentions(&mut edges);
    }
    settle_disputes(&mut edges);
    if options.background {
        background::add(&merged, lexicon, &mut edges);
    }
    lay_down(&sorted, &merged, &edges)
}

struct DocumentReader<'a> {
    id: DocumentId,
    document: &'a Document,
    extraction: &'a Extraction,
    characters: CharacterIndex,
    merged: &'a merge::Merged,
    ontology: &'a Ontology,
}

impl DocumentReader<'_> {
    fn evidence(&self, sentence: u32, span: Span) -> Evidence {
        Evidence::new(
            self.id,
            sentence,
            span,
            &self.document.text,
            &self.characters,
        )
    }

    fn key(&self, thing: Thing) -> Option<NodeKey> {
        self.merged.key(self.id, thing)
    }

    fn relations(&self, edges: &mut BTreeMap<EdgeKey, EdgeFacts>) {
        // The parts in events are edges as well.
        let extraction = self.extraction;
        for relation in extraction.relations.iter().chain(&extraction.roles) {
            self.relation(relation, edges);
        }
    }

    fn relation(&self, relation: &Relation, edges: &mut BTreeMap<EdgeKey, EdgeFacts>) {
        let (Some(mut source), Some(mut target)) =
            (self.key(relation.source), self.key(relation.target))
        else {
            return;
        };
        if source == target || relation.confidence <= DOUBTFUL {
            return;
        }
        if self.ontology.symmetric(relation.edge_type) && target < source {
            std::mem::swap(&mut source, &mut target);
        }
        let attributed_to = relation
            .attributed_to
            .and_then(|entity| self.merged.name(self.id, Thing::Entity(entity)));
        let facts = edges
            .entry(EdgeKey {
                source,
                edge_type: relation.edge_type.name(),
                target,
                attributed_to,
            })
            .or_default();
        *facts.statuses.entry(relation.status).or_default() += 1;
        facts
            .evidence
            .insert(self.evidence(relation.sentence, relation.span));
        facts.rules.insert(relation.rule.clone());
        facts.confidence = facts.confidence.max(relation.confidence);
        if let Some(claim) = relation.details.claim {
            facts.claim = facts.claim.take().or(self.key(Thing::Claim(claim)));
        }
        facts.details.insert(Details {
            claim: None,
            ..relation.details.clone()
        });
    }

    fn mentions(&self, edges: &mut BTreeMap<EdgeKey, EdgeFacts>) {
        let target = NodeKey::document(self.id);
        let mut add = |source: NodeKey, sentence: u32, span: Span| -> EdgeKey {
            let key = EdgeKey {
                source,
                edge_type: "MENTIONED_IN",
                target: target.clone(),
                attributed_to: None,
            };
            let facts = edges.entry(key.clone()).or_default();
            *facts.statuses.entry(Status::Asserted).or_default() += 1;
            facts.evidence.insert(self.evidence(sentence, span));
            facts.rules.insert("mention".to_owned());
            facts.confidence = 1.0;
            key
        };
        for mention in &self.extraction.mentions {
            if let Some(key) = self.key(Thing::Entity(mention.entity)) {
                add(key, mention.sentence, mention.short);
            }
        }
        let mut figures = Vec::new();
        for (index, event) in self.extraction.events.iter().enumerate() {
            if let Some(key) = self.key(Thing::Event(EventId(index as u32))) {
                figures.push((add(key, event.sentence, event.span), &event.counts));
            }
        }
        for (index, attribution) in self.extraction.attributions.iter().enumerate() {
            let thing = Thing::Claim(AttributionId(index as u32));
            if let (Some(key), Some(span)) = (self.key(thing), attribution.content.first()) {
                add(key, attribution.sentence, *span);
            }
        }
        for (key, counts) in figures {
            let facts = edges.entry(key).or_default();
            for count in counts {
                let entry = facts
                    .figures
                    .entry(count.what.clone())
                    .or_insert((count.number, count.at_least));
                *entry = (*entry).max((count.number, count.at_least));
            }
        }
    }
}

/// What one source claims and another denies is disputed, in whichever documents they do.
fn settle_disputes(edges: &mut BTreeMap<EdgeKey, EdgeFacts>) {
    let mut seen: BTreeMap<(NodeKey, &'static str, NodeKey), (bool, bool)> = BTreeMap::new();
    for (key, facts) in edges.iter() {
        let entry = seen
            .entry((key.source.clone(), key.edge_type, key.target.clone()))
            .or_default();
        entry.0 |= facts.statuses.contains_key(&Status::Claimed);
        entry.1 |= facts.statuses.contains_key(&Status::Denied);
    }
    for (key, facts) in edges.iter_mut() {
        let ends = (key.source.clone(), key.edge_type, key.target.clone());
        if seen.get(&ends) != Some(&(true, true)) {
            continue;
        }
        for status in [Status::Claimed, Status::Denied] {
            if let Some(count) = facts.statuses.remove(&status) {
                *facts.statuses.entry(Status::Disputed).or_default() += count;
            }
        }
    }
}

fn lay_down(
    documents: &[&(Document, Extraction)],
    merged: &merge::Merged,
    edges: &BTreeMap<EdgeKey, EdgeFacts>,
) -> Graph {
    let mut graph = Graph::new();
    graph.set_documents(
        documents
            .iter()
            .map(|(document, _)| document.id.clone())
            .collect(),
    );
    let mut ids: BTreeMap<&NodeKey, NodeId> = BTreeMap::new();
    for (key, facts) in &merged.nodes {
        let labels: Vec<&str> = facts.labels.iter().map(String::as_str).collect();
        let node = graph.add_node(&labels);
        graph.set_node_property(node, "name", Some(Property::from(facts.name.as_str())));
        if !facts.aliases.is_empty() {
            let aliases = facts.aliases.iter().map(String::as_str).collect();
            graph.set_node_property(node, "aliases", Some(aliases));
        }
        for (name, value) in &facts.properties {
            graph.set_node_property(node, name, Some(value.clone()));
        }
        ids.insert(key, node);
    }
    let documents: Vec<(NodeKey, &Document)> = documents
        .iter()
        .enumerate()
        .map(|(number, (document, _))| (NodeKey::document(DocumentId(number as u32)), document))
        .collect();
    for (key, document) in &documents {
        let node = graph.add_node(&["Document"]);
        graph.set_node_property(node, "name", Some(Property::from(document.id.as_str())));
        for (name, value) in [
            ("title", document.title.clone()),
            ("publisher", document.publisher.clone()),
            ("date", document.date.map(|date| date.to_string())),
            ("source", Some(document.source.clone())),
        ] {
            if let Some(value) = value {
                graph.set_node_property(node, name, Some(Property::from(value)));
            }
        }
        ids.insert(key, node);
    }
    for (key, facts) in edges {
        let (Some(&source), Some(&target)) = (ids.get(&key.source), ids.get(&key.target)) else {
            continue;
        };
        let edge = graph.add_edge(source, key.edge_type, target);
        let mut set = |name: &str, value: Property| {
            graph.set_edge_property(edge, name, Some(value));
        };
        // Of several statuses the one with most evidence counts, then the stronger.
        let status = facts
            .statuses
            .iter()
            .max_by_key(|(status, count)| (**count, std::cmp::Reverse(**status)))
            .map_or(Status::Asserted, |(status, _)| *status);
        set("status", Property::from(status.name()));
        set(
            "confidence",
            Property::from((f64::from(facts.confidence) * 100.0).round() / 100.0),
        );
        set("count", Property::from(facts.evidence.len() as i64));
        if let Some(rule) = facts.rules.first() {
            set("rule", Property::from(rule.as_str()));
        }
        if let Some(source) = &key.attributed_to {
            set("attributed_to", Property::from(source.as_str()));
        }
        if let Some(first) = facts.evidence.first() {
            let (_, document) = &documents[first.document.0 as usize];
            set("document", Property::from(document.id.as_str()));
            set("text", Property::from(first.text.as_str()));
        }
        for (what, (number, at_least)) in &facts.figures {
            set(what, Property::from(*number));
            if *at_least {
                set(&format!("{what}_min"), Property::from(true));
            }
        }
        if !facts.details.is_empty() && facts.details.iter().all(|details| details.past) {
            set("past", Property::from(true));
        }
        if !facts.details.is_empty() && facts.details.iter().all(|details| details.near) {
            set("near", Property::from(true));
        }
        for (name, pick) in [
            (
                "what",
                (|details| details.what.as_ref()) as fn(&Details) -> Option<&String>,
            ),
            ("role", |details| details.role.as_ref()),
            ("relation", |details| details.relation.as_ref()),
        ] {
            if let Some(value) = facts.details.iter().find_map(pick) {
                set(name, Property::from(value.as_str()));
            }
        }
        if let Some(claim) = facts.claim.as_ref().and_then(|key| merged.nodes.get(key)) {
            set("claim", Property::from(claim.name.as_str()));
        }
        graph.set_evidence(edge, facts.evidence.iter().cloned().collect());
    }
    graph
}
