//! What Tab offers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::graph::Graph;
use crate::graph::Property;
use crate::graph::Symbol;
use crate::query;
use crate::query::Expected;
use crate::render::Mode;
use crate::repl::command;
use crate::repl::command::Takes;
use crate::repl::names;
use crate::repl::scan::opens_statement;
use crate::repl::session::Session;
use crate::repl::statement;

/// More offers than this help nobody.
const MOST: usize = 60;
/// Property names are learnt from so many nodes of a label or edges of a type.
const SAMPLE: usize = 200;

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is shown in the list.
    pub display: String,
    /// What is put into the line.
    pub replacement: String,
}

impl Offer {
    fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Offer {
            display: text.clone(),
            replacement: text,
        }
    }
}

/// The words of a graph, gathered once and kept while it does not change.
#[derive(Default)]
pub struct Vocabulary {
    labels: BTreeMap<String, BTreeSet<String>>,
    types: BTreeMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    /// Gathers labels, edge types and their properties.
    pub fn of(graph: &Graph) -> Self {
        let mut vocabulary = Vocabulary::default();
        for symbol in (0..graph.symbol_count() as u32).map(Symbol) {
            let name = || graph.name(symbol).to_owned();
            let nodes = graph.nodes_with_label(symbol).iter().take(SAMPLE);
            let keys = nodes.flat_map(|&node| graph.node_entries(node));
            if !graph.nodes_with_label(symbol).is_empty() {
                vocabulary.labels.insert(name(), keys_of(keys));
            }
            let edges = graph.edges_with_type(symbol).iter().take(SAMPLE);
            let keys = edges.flat_map(|&edge| graph.edge_entries(edge));
            if !graph.edges_with_type(symbol).is_empty() {
                vocabulary.types.insert(name(), keys_of(keys));
            }
        }
        vocabulary
    }

    fn properties(&self, labels: &[String], types: &[String]) -> BTreeSet<&str> {
        let mut chosen: BTreeSet<&str> = BTreeSet::new();
        for (map, names) in [(&self.labels, labels), (&self.types, types)] {
            for name in names {
                chosen.extend(map.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        if chosen.is_empty() {
            let all = self.labels.values().chain(self.types.values());
            chosen.extend(all.flatten().map(String::as_str));
        }
        chosen
    }
}

fn keys_of<'a>(entries: impl Iterator<Item = (&'a str, Property)>) -> BTreeSet<String> {
    let keys: BTreeSet<&str> = entries.map(|(key, _)| key).collect();
    keys.into_iter().map(str::to_owned).collect()
}

/// Finds what may stand at the cursor: the byte where the replacement starts, and the offers.
pub fn complete(session: &mut Session, line: &str, position: usize) -> (usize, Vec<Offer>) {
    let before = &line[..position];
    let trimmed = before.trim_start();
    let indent = before.len() - trimmed.len();
    if let Some(command) = trimmed.strip_prefix(':') {
        return complete_command(session, command, indent + 1);
    }
    let first = statement::first_word(trimmed);
    if opens_statement(first) && first.len() < trimmed.len() {
        return complete_query(session, before);
    }
    let (mut start, mut offers) = complete_short(session, before, indent);
    if first.len() == trimmed.len() && !first.is_empty() {
        start = indent;
        let upper = first.to_uppercase();
        let keywords = crate::repl::scan::OPENERS
            .iter()
            .filter(|keyword| keyword.starts_with(&upper));
        offers.extend(keywords.map(|keyword| Offer::same(format!("{keyword} "))));
    }
    (start, offers)
}

fn complete_command(session: &mut Session, text: &str, offset: usize) -> (usize, Vec<Offer>) {
    let Some((name, rest)) = text.split_once(char::is_whitespace) else {
        let offers = command::COMMANDS
            .iter()
            .filter(|command| command.name.starts_with(text))
            .map(|command| Offer {
                display: format!(":{}", command.name),
                replacement: match command.arguments {
                    "" => command.name.to_owned(),
                    _ => format!("{} ", command.name),
                },
            })
            .collect();
        return (offset, offers);
    };
    let start = offset + name.len() + 1;
    let Some(command) = command::find(name) else {
        return (start, Vec::new());
    };
    let among = |words: Vec<String>| {
        words
            .into_iter()
            .filter(|word| word.to_lowercase().starts_with(&rest.to_lowercase()))
            .map(Offer::same)
            .take(MOST)
            .collect()
    };
    match command.takes {
        Takes::Nothing | Takes::File => (start, Vec::new()),
        Takes::Word(words) => (
            start,
            among(words.iter().map(|&word| word.to_owned()).collect()),
        ),
        Takes::Mode => {
            let modes = Mode::ALL.iter().map(|(_, name, _)| (*name).to_owned());
            (start, among(modes.collect()))
        }
        Takes::Topic => (start, among(command::topics(session))),
        Takes::Label => (
            start,
            among(session.vocabulary().labels.keys().cloned().collect()),
        ),
        Takes::Type => (
            start,
            among(session.vocabulary().types.keys().cloned().collect()),
        ),
        Takes::Names => names_after(session.graph(), rest, start, true),
        Takes::Query => {
            let (start_in_query, offers) = complete_query(session, rest);
            (start + start_in_query, offers)
        }
    }
}

/// Offers names for the last words of a text: the whole of it, or what follows a known name.
fn names_after(graph: &Graph, text: &str, offset: usize, quote: bool) -> (usize, Vec<Offer>) {
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices(' ').map(|(at, _)| at + 1));
    for start in starts {
        let typed = text[start..].trim_start_matches('"');
        let before = text[..start].trim();
        if typed.is_empty() && text.len() > start {
            continue;
        }
        if !before.is_empty() && !names::contains(graph, before.trim_matches('"')) {
            continue;
        }
        let found = names::complete(graph, typed, &[], MOST);
        let anything = typed.is_empty() && before.is_empty();
        if !found.is_empty() && !anything {
            let offers = found
                .into_iter()
                .map(|name| Offer {
                    replacement: if quote && name.contains(' ') {
                        format!("\"{name}\"")
                    } else {
                        name.clone()
                    },
                    display: name,
                })
                .collect();
            return (offset + start, offers);
        }
    }
    (offset + text.len(), Vec::new())
}

/// Offers names and edge types in words for a bare name or a short pattern.
fn complete_short(session: &mut Session, before: &str, indent: usize) -> (usize, Vec<Offer>) {
    let text = &before[indent..];
    // The last word alone, then the last two, and so on: the longest that begins a name counts.
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices(' ').map(|(at, _)| at + 1));
    for start in starts {
        let typed = &text[start..];
        if typed.trim().is_empty() {
            continue;
        }
        let found = names::complete(session.graph(), typed, &[], MOST);
        let mut offers: Vec<Offer> = found.into_iter().map(Offer::same).collect();
        if start > 0 {
            let lower = typed.to_lowercase();
            let types = session
                .ontology()
                .edge_types()
                .map(|(edge_type, _)| edge_type.name().to_lowercase().replace('_', " "));
            let fitting: Vec<String> = types.filter(|name| name.starts_with(&lower)).collect();
            offers.splice(
                0..0,
                fitting
                    .into_iter()
                    .map(|name| Offer::same(format!("{name} "))),
            );
        }
        if !offers.is_empty() {
            offers.truncate(MOST);
            return (indent + start, offers);
        }
    }
    (before.len(), Vec::new())
}

fn complete_query(session: &mut Session, before: &str) -> (usize, Vec<Offer>) {
    let expectations = query::expectations(before, before.len());
    let start = expectations.word.start as usize;
    let word = &before[start..];
    let dotted_start = expectations.dotted.start as usize;
    let dotted = before[dotted_start..].to_lowercase();
    let lower = word.to_lowercase();
    let vocabulary = session.vocabulary();
    let mut groups: [Vec<Offer>; 4] = Default::default();
    let mut from_dotted: Vec<Offer> = Vec::new();
    for item in expectations.items {
        match item {
            Expected::Keyword(keyword) => {
                if !lower.is_empty() && keyword.to_lowercase().starts_with(&lower) {
                    groups[3].push(Offer::same(format!("{keyword} ")));
                } else if lower.is_empty() {
                    groups[3].push(Offer::same(keyword));
                }
            }
            Expected::Variable(known) if known.name.to_lowercase().starts_with(&lower) => {
                groups[0].push(Offer::same(known.name));
            }
            Expected::Label => {
                groups[0].extend(known(&vocabulary.labels, ontology_labels(session), &lower));
            }
            Expected::Type => {
                groups[0].extend(known(&vocabulary.types, ontology_types(session), &lower));
            }
            Expected::Property { labels, types } => {
                let properties: Vec<String> = vocabulary
                    .properties(&labels, &types)
                    .into_iter()
                    .map(str::to_owned)
                    .collect();
                groups[1].extend(fitting(properties.iter(), &lower));
            }
            Expected::Value { property, labels } => {
                return (start, values(session, &property, &labels, word));
            }
            Expected::Parameter => {
                let typed = lower.trim_start_matches('$').to_owned();
                let names = session.parameters().keys();
                groups[1].extend(
                    names
                        .filter(|name| name.starts_with(&typed))
                        .map(|name| Offer::same(format!("${name}"))),
                );
            }
            Expected::Function if !dotted.is_empty() => {
                from_dotted.extend(functions(session, &dotted));
            }
            Expected::Procedure => from_dotted.extend(procedures(session, &dotted)),
            _ => {}
        }
    }
    if dotted_start < start {
        // `date.tru`: the part before the dot belongs to the name.
        if !from_dotted.is_empty() && groups.iter().all(Vec::is_empty) {
            return (dotted_start, from_dotted);
        }
    } else {
        groups[2].extend(from_dotted);
    }
    let mut offers: Vec<Offer> = groups.into_iter().flatten().collect();
    offers.dedup();
    offers.truncate(MOST);
    (start, offers)
}

fn ontology_labels(session: &Session) -> Vec<String> {
    let kinds = session.ontology().kinds();
    kinds
        .flat_map(|(kind, entry)| {
            std::iter::once(kind.name().to_owned()).chain(entry.subtypes.iter().cloned())
        })
        .collect()
}

fn ontology_types(session: &Session) -> Vec<String> {
    let types = session.ontology().edge_types();
    types
        .map(|(edge_type, _)| edge_type.name().to_owned())
        .collect()
}

/// Offers the graph's words, and those of the ontology where the graph has none that fits.
fn known(
    words: &BTreeMap<String, BTreeSet<String>>,
    ontology: Vec<String>,
    lower: &str,
) -> Vec<Offer> {
    let offers = fitting(words.keys(), lower);
    if offers.is_empty() {
        return fitting(ontology.iter(), lower);
    }
    offers
}

fn fitting<'a>(words: impl Iterator<Item = &'a String>, lower: &str) -> Vec<Offer> {
    words
        .filter(|word| word.to_lowercase().starts_with(lower))
        .map(|word| {
            let mut quoted = String::new();
            crate::render::write_key(&mut quoted, word);
            Offer {
                display: word.clone(),
                replacement: quoted,
            }
        })
        .collect()
}

/// Offers the names of nodes inside a text; `word` starts with the quotation mark.
fn values(session: &mut Session, property: &str, labels: &[String], word: &str) -> Vec<Offer> {
    let mut characters = word.chars();
    let (quote, typed) = match characters.next() {
        Some(quote @ ('"' | '\'')) => (quote, characters.as_str()),
        _ => ('"', word),
    };
    let names = match property {
        "status" => crate::base::Status::ALL
            .iter()
            .map(|status| status.name().to_owned())
            .filter(|name| name.starts_with(typed))
            .collect(),
        _ => names::complete(session.graph(), typed, labels, MOST),
    };
    names
        .into_iter()
        .map(|name| Offer {
            replacement: format!(
                "{quote}{}{quote}",
                name.replace(quote, &format!("\\{quote}"))
            ),
            display: name,
        })
        .collect()
}

fn functions(session: &Session, typed: &str) -> Vec<Offer> {
    let signatures = session.signatures().functions().into_iter();
    signatures
        .filter(|signature| signature.name.to_lowercase().starts_with(typed))
        .map(|signature| Offer {
            display: signature.to_string(),
            replacement: format!("{}(", signature.name),
        })
        .collect()
}

fn procedures(session: &Session, typed: &str) -> Vec<Offer> {
    let signatures = session.signatures().procedures().into_iter();
    signatures
        .filter(|signature| signature.name.to_lowercase().starts_with(typed))
        .map(|signature| Offer {
            display: signature.to_string(),
            replacement: format!("{}(", signature.name),
        })
        .collect()
}
