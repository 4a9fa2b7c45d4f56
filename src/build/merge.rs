//! Finds which things of different documents are one node.
//!
//! Entities of the lexicon are one by their entry, other names by their words; a common noun
//! never leaves its document. Events are one when type, date, place and a participant agree;
//! claims when their words do.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::DocumentId;
use crate::base::Status;
use crate::data::Lexicon;
use crate::extract::Attribution;
use crate::extract::AttributionId;
use crate::extract::Entity;
use crate::extract::EntityId;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::Extraction;
use crate::extract::Link;
use crate::extract::Thing;
use crate::graph::Property;
use crate::text::Document;

/// What makes a node the same node: sorts nodes by kind, then by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::build) struct NodeKey {
    rank: u8,
    name: String,
    /// Tells apart what has one name: the state of a city, the document of a common noun.
    apart: String,
}

impl NodeKey {
    /// Makes the key of a Document node.
    pub(in crate::build) fn document(id: DocumentId) -> Self {
        NodeKey {
            rank: u8::MAX,
            name: format!("{:08}", id.0),
            apart: String::new(),
        }
    }
}

/// What is known of a node from all documents.
#[derive(Clone, Debug, Default)]
pub(in crate::build) struct NodeFacts {
    pub(in crate::build) labels: Vec<String>,
    pub(in crate::build) name: String,
    pub(in crate::build) aliases: BTreeSet<String>,
    pub(in crate::build) properties: BTreeMap<String, Property>,
    pub(in crate::build) link: Option<Link>,
}

/// All nodes, and which thing of which document is which.
#[derive(Debug, Default)]
pub(in crate::build) struct Merged {
    pub(in crate::build) nodes: BTreeMap<NodeKey, NodeFacts>,
    keys: BTreeMap<(DocumentId, Thing), NodeKey>,
}

impl Merged {
    /// Finds the node of a thing of a document; none for what becomes no node.
    pub(in crate::build) fn key(&self, document: DocumentId, thing: Thing) -> Option<NodeKey> {
        self.keys.get(&(document, thing)).cloned()
    }

    /// Gives the name of the node of a thing.
    pub(in crate::build) fn name(&self, document: DocumentId, thing: Thing) -> Option<String> {
        let key = self.keys.get(&(document, thing))?;
        self.nodes.get(key).map(|facts| facts.name.clone())
    }
}

/// Merges the things of documents that are sorted.
pub(in crate::build) fn merge(documents: &[&(Document, Extraction)], lexicon: &Lexicon) -> Merged {
    let mut merged = Merged::default();
    for (number, (document, extraction)) in documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        for (index, entity) in extraction.entities.iter().enumerate() {
            if entity.kept && entity.class.is_node() {
                let thing = Thing::Entity(EntityId(index as u32));
                let key = entity_key(entity, &document.id, index, lexicon);
                add_entity(&mut merged, key.clone(), entity, lexicon);
                merged.keys.insert((id, thing), key);
            }
        }
    }
    merge_events(documents, &mut merged);
    merge_claims(documents, &mut merged);
    for facts in merged.nodes.values_mut() {
        let name = facts.name.clone();
        facts.aliases.remove(&name);
    }
    merged
}

fn entity_key(entity: &Entity, document: &str, index: usize, lexicon: &Lexicon) -> NodeKey {
    let rank = match entity.class.labels().first() {
        Some(&"State") => 0,
        Some(&"Actor") => 1,
        _ => 2,
    };
    let apart = match entity.link {
        Some(Link::Place(place)) => lexicon
            .places
            .get(place as usize)
            .and_then(|place| place.state.clone())
            .unwrap_or_default(),
        _ if !entity.named => format!("{document} {index}"),
        _ => String::new(),
    };
    NodeKey {
        rank,
        name: entity.name.clone(),
        apart,
    }
}

fn add_entity(merged: &mut Merged, key: NodeKey, entity: &Entity, lexicon: &Lexicon) {
    let facts = merged.nodes.entry(key).or_default();
    let labels = entity.class.labels();
    if facts.labels.len() < labels.len() {
        facts.labels = labels.iter().map(|label| (*label).to_owned()).collect();
    }
    facts.name.clone_from(&entity.name);
    facts.aliases.extend(entity.aliases.iter().cloned());
    facts.link = facts.link.or(entity.link);
    if let Some(title) = &entity.title {
        facts
            .properties
            .entry("title".to_owned())
            .or_insert_with(|| Property::from(title.as_str()));
    }
    if let Some(Link::State(state)) = entity.link
        && let Some(state) = lexicon.states.get(state as usize)
    {
        facts
            .properties
            .insert("iso3".to_owned(), Property::from(state.iso3.as_str()));
    }
}

/// Joins numbers into classes.
struct Classes(Vec<usize>);

impl Classes {
    fn new(count: usize) -> Self {
        Classes((0..count).collect())
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        // The lesser stands for the class, so the result does not depend on the order.
        self.0[a.max(b)] = a.min(b);
    }
}

struct EventRecord<'a> {
    document: usize,
    index: usize,
    event: &'a Event,
    participants: BTreeSet<NodeKey>,
    places: BTreeSet<NodeKey>,
}

fn merge_events(documents: &[&(Document, Extraction)], merged: &mut Merged) {
    let mut records: Vec<EventRecord> = Vec::new();
    for (number, (_, extraction)) in documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        for (index, event) in extraction.events.iter().enumerate() {
            if event.kept {
                let keys = |things: Vec<Thing>| {
                    things
                        .into_iter()
                        .filter_map(|thing| merged.key(id, thing))
                        .collect()
                };
                records.push(EventRecord {
                    document: number,
                    index,
                    event,
                    participants: keys(event.participants.iter().map(|part| part.thing).collect()),
                    places: keys(
                        event
                            .places
                            .iter()
                            .map(|&place| Thing::Entity(place))
                            .collect(),
                    ),
                });
            }
        }
    }
    let mut classes = Classes::new(records.len());
    let mut by_type: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, record) in records.iter().enumerate() {
        by_type
            .entry(record.event.subtype.as_str())
            .or_default()
            .push(number);
    }
    for members in by_type.values() {
        for (place, &a) in members.iter().enumerate() {
            for &b in &members[place + 1..] {
                if same_event(&records[a], &records[b]) {
                    classes.join(a, b);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for number in 0..records.len() {
        groups.entry(classes.find(number)).or_default().push(number);
    }
    for members in groups.into_values() {
        let events: Vec<&Event> = members
            .iter()
            .map(|&number| records[number].event)
            .collect();
        let first = &records[members[0]];
        // The most telling name: a noun phrase in its longest form would drag clauses in, so the
        // name that most documents give, then the shortest.
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for event in &events {
            *names.entry(event.name.as_str()).or_default() += 1;
        }
        let name = names
            .iter()
            .min_by_key(|(name, count)| (std::cmp::Reverse(**count), name.len(), **name))
            .map_or("", |(name, _)| *name);
        let key = NodeKey {
            rank: 3,
            name: name.to_owned(),
            apart: format!("{} {:06}", documents[first.document].0.id, first.index),
        };
        let mut facts = NodeFacts {
            labels: vec!["Event".to_owned(), events[0].subtype.clone()],
            name: name.to_owned(),
            ..NodeFacts::default()
        };
        for event in &events {
            facts.aliases.extend(event.aliases.iter().cloned());
            facts.aliases.insert(event.name.clone());
        }
        // The most exact date that the documents give; of several the first.
        if let Some(date) = events
            .iter()
            .filter_map(|event| event.date.as_deref())
            .min_by_key(|date| (std::cmp::Reverse(exactness(date)), *date))
        {
            facts
                .properties
                .insert("date".to_owned(), Property::from(date));
        }
        let status = events
            .iter()
            .map(|event| event.status)
            .min()
            .unwrap_or(Status::Asserted);
        facts
            .properties
            .insert("status".to_owned(), Property::from(status.name()));
        figures(&events, &mut facts);
        for &number in &members {
            let record = &records[number];
            merged.keys.insert(
                (
                    DocumentId(record.document as u32),
                    Thing::Event(EventId(record.index as u32)),
                ),
                key.clone(),
            );
        }
        merged.nodes.insert(key, facts);
    }
}

/// Sets each count of an event to what most documents say, of equals to the greatest; what each
/// document says stands on its MENTIONED_IN edge.
fn figures(events: &[&Event], facts: &mut NodeFacts) {
    let mut said: BTreeMap<&str, BTreeMap<(i64, bool), usize>> = BTreeMap::new();
    for event in events {
        for count in &event.counts {
            *said
                .entry(count.what.as_str())
                .or_default()
                .entry((count.number, count.at_least))
                .or_default() += 1;
        }
    }
    for (what, numbers) in said {
        let Some(((number, at_least), _)) = numbers
            .iter()
            .max_by_key(|(figure, times)| (**times, **figure))
        else {
            continue;
        };
        facts
            .properties
            .insert(what.to_owned(), Property::from(*number));
        if *at_least {
            facts
                .properties
                .insert(format!("{what}_min"), Property::from(true));
        }
    }
}

fn exactness(date: &str) -> usize {
    if date.contains('/') { 0 } else { date.len() }
}

/// Tells whether two dates can be one: equal, or one within the other.
fn dates_agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 7 && long.starts_with(short)
}

fn same_event(a: &EventRecord, b: &EventRecord) -> bool {
    if a.document == b.document {
        // Within one document, extraction has decided.
        return false;
    }
    let dates = match (&a.event.date, &b.event.date) {
        (Some(a), Some(b)) => dates_agree(a, b),
        _ => return false,
    };
    let places = a.places.is_empty()
        || b.places.is_empty()
        || a.places.intersection(&b.places).next().is_some();
    let same_place = a.places.intersection(&b.places).next().is_some();
    let day =
        a.event.date == b.event.date && a.event.date.as_ref().is_some_and(|date| date.len() == 10);
    let participants = a
        .participants
        .intersection(&b.participants)
        .next()
        .is_some();
    dates && places && (participants || (same_place && day))
}

struct ClaimRecord<'a> {
    document: usize,
    index: usize,
    attribution: &'a Attribution,
    text: String,
    words: BTreeSet<String>,
}

fn merge_claims(documents: &[&(Document, Extraction)], merged: &mut Merged) {
    let mut records: Vec<ClaimRecord> = Vec::new();
    let mut number_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, (document, extraction)) in documents.iter().enumerate() {
        for (index, attribution) in extraction.attributions.iter().enumerate() {
            if attribution.claim {
                let text = claim_text(document, attribution);
                number_of.insert((number, index), records.len());
                records.push(ClaimRecord {
                    document: number,
                    index,
                    attribution,
                    words: content_words(&text),
                    text,
                });
            }
        }
    }
    let mut classes = Classes::new(records.len());
    for (number, record) in records.iter().enumerate() {
        if let Some(AttributionId(other)) = record.attribution.same_as
            && let Some(&other) = number_of.get(&(record.document, other as usize))
        {
            classes.join(number, other);
        }
    }
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, record) in records.iter().enumerate() {
        for word in &record.words {
            by_word.entry(word.as_str()).or_default().push(number);
        }
    }
    for (number, record) in records.iter().enumerate() {
        // Claims that are one share most words, so each is a neighbour through its rarest word or
        // the next ones; a common word would pair everything with everything.
        let mut words: Vec<&str> = record.words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| (by_word[word].len(), *word));
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for word in words.iter().take(1 + words.len() / 4) {
            others.extend(
                by_word[word]
                    .iter()
                    .copied()
                    .filter(|other| *other > number),
            );
        }
        for other in others {
            if same_claim(&record.words, &records[other].words) {
                classes.join(number, other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for number in 0..records.len() {
        groups.entry(classes.find(number)).or_default().push(number);
    }
    for members in groups.into_values() {
        let first = &records[members[0]];
        let key = NodeKey {
            rank: 4,
            name: first.text.clone(),
            apart: format!("{} {:06}", documents[first.document].0.id, first.index),
        };
        let mut facts = NodeFacts {
            labels: vec!["Claim".to_owned()],
            name: first.text.clone(),
            ..NodeFacts::default()
        };
        facts
            .properties
            .insert("text".to_owned(), Property::from(first.text.as_str()));
        let mut claimed = false;
        let mut denied = false;
        for &number in &members {
            let record = &records[number];
            claimed |= !record.attribution.denied || record.attribution.status == Status::Disputed;
            denied |= record.attribution.denied || record.attribution.status == Status::Disputed;
            facts.aliases.insert(record.text.clone());
            merged.keys.insert(
                (
                    DocumentId(record.document as u32),
                    Thing::Claim(AttributionId(record.index as u32)),
                ),
                key.clone(),
            );
        }
        let status = match (claimed, denied) {
            (true, true) => Status::Disputed,
            (false, true) => Status::Denied,
            _ => Status::Claimed,
        };
        facts
            .properties
            .insert("status".to_owned(), Property::from(status.name()));
        merged.nodes.insert(key, facts);
    }
}

/// Gives the words of a claim, its pieces joined, on one line.
pub(in crate::build) fn claim_text(document: &Document, attribution: &Attribution) -> String {
    let pieces: Vec<&str> = attribution
        .content
        .iter()
        .map(|span| span.of(&document.text))
        .collect();
    pieces
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn content_words(text: &str) -> BTreeSet<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.len() > 3 || word.chars().any(|character| character.is_ascii_digit()))
        .collect()
}

fn same_claim(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let both = a.intersection(b).count();
    both >= 3 && both * 5 >= a.union(b).count() * 4
}
