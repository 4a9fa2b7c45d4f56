//! Short patterns: `IS-K opposes ?`, `? borders Afghanistan`, `Russia ? Ukraine`, `A .. B`.
//!
//! Each stands for a Cypher query, which is shown with the answer, so that the short form teaches
//! the long one.

use crate::data::EdgeType;
use crate::data::Ontology;
use crate::repl::scan::opens_statement;

/// A short pattern, before its names are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::repl) struct Short {
    /// The left end.
    pub(in crate::repl) left: End,
    /// What joins the ends.
    pub(in crate::repl) link: Link,
    /// The right end.
    pub(in crate::repl) right: End,
    /// Only what articles of this day or later say.
    pub(in crate::repl) since: Option<String>,
    /// Only what articles before this day say.
    pub(in crate::repl) before: Option<String>,
}

/// An end of a short pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::repl) enum End {
    /// `?`, `who`, `what`.
    Anything,
    /// A kind or subtype of node: `states`.
    Label(String),
    /// A name.
    Named(String),
}

/// What joins the ends of a short pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::repl) enum Link {
    /// One edge type; backward in the passive: `is opposed by`.
    Edge {
        /// The type.
        edge_type: String,
        /// Whether the edge runs from right to left.
        backward: bool,
        /// Whether the direction means nothing.
        symmetric: bool,
    },
    /// Any edge: `IS-K ? Pakistan`.
    Any,
    /// A path: `IS-K .. Pakistan`.
    Path,
}

/// Reads a short pattern; nothing where the line is none.
pub(in crate::repl) fn parse(line: &str, ontology: &Ontology) -> Option<Short> {
    let words = words(line);
    if words.len() < 3 && !(words.len() == 2 && words[1] == "?") {
        return None;
    }
    if opens_statement(&words[0]) {
        return None;
    }
    let (words, since, before) = dates(words);
    if words.len() == 2 && words[1] == "?" && since.is_none() {
        return Some(Short {
            left: end(&words[..1], ontology)?,
            link: Link::Any,
            right: End::Anything,
            since,
            before,
        });
    }
    let (position, length, link) = link(&words, ontology)?;
    let left = end(&words[..position], ontology)?;
    let right = end(&words[position + length..], ontology)?;
    Some(Short {
        left,
        link,
        right,
        since,
        before,
    })
}

/// Cuts a line at spaces; what stands in quotes is one word, with its quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for character in line.trim().trim_end_matches(';').chars() {
        match (quote, character) {
            (None, '"' | '“') if word.is_empty() => {
                quote = Some(character);
                word.push('"');
            }
            (Some(_), '"' | '”') => {
                quote = None;
                word.push('"');
            }
            (None, c) if c.is_whitespace() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, c) => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Takes `since DATE` and `before DATE` off the end.
fn dates(mut words: Vec<String>) -> (Vec<String>, Option<String>, Option<String>) {
    let mut since = None;
    let mut before = None;
    while words.len() > 2 {
        let date = &words[words.len() - 1];
        let dated = date.len() >= 4
            && date.starts_with(|c: char| c.is_ascii_digit())
            && date.chars().all(|c| c.is_ascii_digit() || c == '-');
        let slot = match words[words.len() - 2].to_lowercase().as_str() {
            "since" | "from" if dated => &mut since,
            "before" | "until" if dated => &mut before,
            _ => break,
        };
        *slot = words.pop();
        words.pop();
    }
    (words, since, before)
}

fn link(words: &[String], ontology: &Ontology) -> Option<(usize, usize, Link)> {
    if let Some(position) = words.iter().position(|word| word == "..") {
        return Some((position, 1, Link::Path));
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut best: Option<(usize, usize, Link)> = None;
    for (edge_type, _) in ontology.edge_types() {
        for (phrase, backward) in phrases(edge_type) {
            let length = phrase.len();
            if lower.len() < length + 2 {
                continue;
            }
            for position in 1..=lower.len() - length - 1 {
                let here = lower[position..position + length]
                    .iter()
                    .zip(&phrase)
                    .all(|(word, part)| word == part);
                // Of `is part of` and `part of` the longer is meant.
                if here && best.as_ref().is_none_or(|(_, known, _)| *known < length) {
                    let link = Link::Edge {
                        edge_type: edge_type.name().to_owned(),
                        backward,
                        symmetric: ontology.symmetric(edge_type),
                    };
                    best = Some((position, length, link));
                }
            }
        }
    }
    best.or_else(|| {
        let middle = 1..words.len().saturating_sub(1);
        let position = middle.clone().find(|&at| words[at] == "?")?;
        Some((position, 1, Link::Any))
    })
}

/// Lists the ways to say an edge type, each in words; in the passive the edge runs backward.
fn phrases(edge_type: EdgeType) -> Vec<(Vec<String>, bool)> {
    let name = edge_type.name().to_lowercase();
    let words: Vec<String> = name.split('_').map(str::to_owned).collect();
    let mut phrases = vec![(vec![name.clone()], false), (words.clone(), false)];
    let is = |mut rest: Vec<String>| {
        let mut phrase = vec!["is".to_owned()];
        phrase.append(&mut rest);
        phrase
    };
    let last = words.last().map_or("", String::as_str);
    let verb = words[0].strip_suffix('s').map(|stem| {
        stem.strip_suffix("ie")
            .map_or_else(|| stem.to_owned(), |short| format!("{short}y"))
    });
    match verb {
        Some(base) if !matches!(last, "of" | "in") => {
            let mut active = vec![base.clone()];
            active.extend(words[1..].iter().cloned());
            phrases.push((active, false));
            if words.len() == 1 {
                let past = participle(&base);
                let passive = vec![past, "by".to_owned()];
                phrases.push((is(passive.clone()), true));
                phrases.push((passive, true));
            }
        }
        _ => {
            for article in ["a", "the"] {
                let mut phrase = vec![article.to_owned()];
                phrase.extend(words.iter().cloned());
                phrases.push((is(phrase), false));
            }
            phrases.push((is(words), false));
        }
    }
    phrases
}

fn participle(verb: &str) -> String {
    match verb {
        "meet" => "met".to_owned(),
        "lead" => "led".to_owned(),
        _ if verb.ends_with('e') => format!("{verb}d"),
        _ if verb.ends_with('y') => format!("{}ied", &verb[..verb.len() - 1]),
        _ => format!("{verb}ed"),
    }
}

fn end(words: &[String], ontology: &Ontology) -> Option<End> {
    let text = words.join(" ");
    if text.is_empty() {
        return None;
    }
    if let Some(quoted) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        return Some(End::Named(quoted.to_owned()));
    }
    let lower = text.to_lowercase();
    if matches!(
        lower.as_str(),
        "?" | "who" | "whom" | "what" | "where" | "anyone" | "anything" | "someone" | "something"
    ) {
        return Some(End::Anything);
    }
    let label = |word: &str| {
        let labels = ontology
            .kinds()
            .flat_map(|(kind, entry)| {
                std::iter::once(kind.name().to_owned()).chain(entry.subtypes.clone())
            })
            .find(|label| label.to_lowercase() == word);
        labels.map(End::Label)
    };
    let plural = lower
        .strip_suffix("ies")
        .map(|stem| format!("{stem}y"))
        .or_else(|| lower.strip_suffix('s').map(str::to_owned));
    // A name may be spelled as a label is, so only the plural or the exact label means the kind.
    let exact = ontology
        .kind(&text)
        .map(|kind| End::Label(kind.name().to_owned()));
    exact
        .or_else(|| plural.as_deref().and_then(label))
        .or(Some(End::Named(text)))
}

/// An end whose name was found.
#[derive(Clone, Debug)]
pub(in crate::repl) struct Resolved {
    /// The label to write.
    pub(in crate::repl) label: Option<String>,
    /// The name in the graph.
    pub(in crate::repl) name: Option<String>,
}

impl Short {
    /// Writes the Cypher that the pattern stands for.
    pub(in crate::repl) fn cypher(&self, left: &Resolved, right: &Resolved) -> String {
        let left = node("a", left);
        let right = node("b", right);
        if self.link == Link::Path {
            return format!(
                "MATCH p = allShortestPaths({left}-[*..6]-{right})\n\
                 WHERE none(r IN relationships(p) WHERE type(r) = \"MENTIONED_IN\")\n\
                 RETURN p"
            );
        }
        let mut conditions = Vec::new();
        let edge = match &self.link {
            Link::Edge {
                edge_type,
                backward,
                symmetric,
            } => match (symmetric, backward) {
                (true, _) => format!("-[r:{edge_type}]-"),
                (false, false) => format!("-[r:{edge_type}]->"),
                (false, true) => format!("<-[r:{edge_type}]-"),
            },
            _ => {
                conditions.push("type(r) <> \"MENTIONED_IN\"".to_owned());
                "-[r]-".to_owned()
            }
        };
        let mut query = format!("MATCH {left}{edge}{right}");
        if self.since.is_some() || self.before.is_some() {
            query.push_str("\nMATCH (d:Document {name: r.document})");
        }
        for (date, sign) in [(&self.since, ">="), (&self.before, "<")] {
            if let Some(date) = date {
                conditions.push(format!("d.date {sign} \"{date}\""));
            }
        }
        if !conditions.is_empty() {
            query.push_str(&format!("\nWHERE {}", conditions.join(" AND ")));
        }
        let (subject, object, edge_type) = match &self.link {
            Link::Edge { backward, .. } if *backward => ("b", "a", ""),
            Link::Edge { .. } => ("a", "b", ""),
            _ => ("startNode(r)", "endNode(r)", "type(r) AS type, "),
        };
        query.push_str(&format!(
            "\nRETURN {subject}.name AS source, {edge_type}{object}.name AS target, r.status AS status, \
             r.attributed_to AS says, r.document AS article\nORDER BY source, target"
        ));
        query
    }

    /// Writes the query that gives the edges themselves, for drawing and explaining.
    pub(in crate::repl) fn edges_query(query: &str) -> Option<String> {
        let start = query.find("\nRETURN ")?;
        Some(format!("{}\nRETURN r", &query[..start]))
    }
}

fn node(variable: &str, end: &Resolved) -> String {
    let mut text = format!("({variable}");
    if let Some(label) = &end.label {
        text.push(':');
        crate::render::write_key(&mut text, label);
    }
    if let Some(name) = &end.name {
        text.push_str(" {name: ");
        crate::render::write_quoted(&mut text, name);
        text.push('}');
    }
    text.push(')');
    text
}

#[cfg(test)]
mod tests {
    use super::End;
    use super::Link;
    use super::Resolved;
    use super::parse;
    use crate::data::DataSource;
    use crate::data::Ontology;

    fn check(line: &str, expected: &str) {
        let ontology = Ontology::load(&DataSource::embedded()).unwrap();
        let shown = parse(line, &ontology).map(|short| {
            let end = |end: &End| match end {
                End::Anything => "?".to_owned(),
                End::Label(label) => format!(":{label}"),
                End::Named(name) => name.clone(),
            };
            let link = match &short.link {
                Link::Edge {
                    edge_type,
                    backward,
                    ..
                } => {
                    format!("{}{edge_type}", if *backward { "<" } else { "" })
                }
                Link::Any => "any".to_owned(),
                Link::Path => "path".to_owned(),
            };
            let dates = [&short.since, &short.before].map(|date| date.clone().unwrap_or_default());
            format!(
                "{}|{link}|{}|{}",
                end(&short.left),
                end(&short.right),
                dates.join("/")
            )
        });
        assert_eq!(shown.unwrap_or_default(), expected, "{line}");
    }

    #[test]
    fn the_verb_divides_the_line() {
        check("IS-K opposes ?", "IS-K|OPPOSES|?|/");
        check("? borders Afghanistan", "?|BORDERS|Afghanistan|/");
        check("who denies what", "?|DENIES|?|/");
        check("Islamic State is part of ?", "Islamic State|PART_OF|?|/");
        check("who is a member of NATO", "?|MEMBER_OF|NATO|/");
        check("? member of NATO;", "?|MEMBER_OF|NATO|/");
        check("Pakistan is attacked by whom", "Pakistan|<ATTACKS|?|/");
        check("states oppose Russia", ":State|OPPOSES|Russia|/");
    }

    #[test]
    fn without_a_verb_a_question_mark_or_two_dots_divide_it() {
        check("IS-K ? Pakistan", "IS-K|any|Pakistan|/");
        check("IS-K .. Pakistan", "IS-K|path|Pakistan|/");
        check("IS-K ?", "IS-K|any|?|/");
    }

    #[test]
    fn dates_stand_at_the_end() {
        check(
            "? attacks Pakistan since 2024-01",
            "?|ATTACKS|Pakistan|2024-01/",
        );
        check(
            "? attacks ? from 2023 until 2024-01-05",
            "?|ATTACKS|?|2023/2024-01-05",
        );
    }

    #[test]
    fn queries_and_names_are_no_short_patterns() {
        check("MATCH (a) RETURN a", "");
        check("RETURN attacks AS x", "");
        check("Vladimir Putin", "");
        check("\"House attacks Senate\"", "");
    }

    #[test]
    fn the_query_is_cypher_with_the_graphs_names() {
        let ontology = Ontology::load(&DataSource::embedded()).unwrap();
        let short = parse("is-k opposes ? since 2024", &ontology).unwrap();
        let left = Resolved {
            label: Some("ArmedGroup".into()),
            name: Some("IS-K \"x\"".into()),
        };
        let right = Resolved {
            label: None,
            name: None,
        };
        let query = short.cypher(&left, &right);
        assert!(
            query.starts_with(
                "MATCH (a:ArmedGroup {name: \"IS-K \\\"x\\\"\"})-[r:OPPOSES]->(b)\n\
                 MATCH (d:Document {name: r.document})\nWHERE d.date >= \"2024\"\nRETURN a.name AS source"
            ),
            "{query}"
        );
    }
}
