//! What the graph knows of one node, on a page.

use std::collections::BTreeMap;

use crate::base::Status;
use crate::data::Ontology;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::query::Value;
use crate::render::Layout;
use crate::render::Role;
use crate::render::answer::counted;
use crate::render::article;
use crate::render::article::Articles;
use crate::render::expression;
use crate::render::mark;
use crate::render::timeline;
use crate::render::width;

/// Of more long entries of one type the rest is only counted.
const MOST_LONG: usize = 6;
/// Short entries share lines, so more of them are shown.
const MOST_SHORT: usize = 24;
/// Of more events the oldest are left out.
const MOST_EVENTS: usize = 10;
/// Of more articles the rest is only counted.
const MOST_ARTICLES: usize = 10;
/// A longer entry has lines of its own.
const SHORT_ENTRY: usize = 30;
/// From so many columns on events and articles stand beside the relations.
const WIDE: usize = 150;
/// The columns between what stands side by side.
const GAP: usize = 4;

/// What is said of a node besides the graph.
#[derive(Clone, Copy, Default)]
pub struct Background<'a> {
    /// What the lexicon says that it is.
    pub description: Option<&'a str>,
    /// The order of edge types.
    pub ontology: Option<&'a Ontology>,
}

/// The node at the other end, with all edges of one type and way that lead to it.
struct Entry {
    other: NodeId,
    edges: Vec<EdgeId>,
}

/// Writes the card of a node.
pub fn card(graph: &Graph, node: NodeId, background: Background<'_>, layout: Layout) -> String {
    let columns = layout.width.unwrap_or(100);
    let mut cited: BTreeMap<String, usize> = BTreeMap::new();
    for name in mentioned_in(graph, node) {
        let number = cited.len() + 1;
        cited.entry(name).or_insert(number);
    }
    let wide = columns >= WIDE && !layout.plain;
    let column = Layout {
        width: Some(if wide { (columns - GAP) / 2 } else { columns }),
        ..layout
    };
    let mut relations = relations(graph, node, background.ontology, column, &mut cited);
    let mut beside = events(graph, node, column, &mut cited);
    let articles = articles(graph, &cited, column);
    if !beside.is_empty() && !articles.is_empty() {
        beside.push(String::new());
    }
    beside.extend(articles);

    let mut lines = header(graph, node, background.description, layout);
    if relations.is_empty() || beside.is_empty() || !wide {
        for block in [relations, beside] {
            if !block.is_empty() {
                lines.push(String::new());
                lines.extend(block);
            }
        }
    } else {
        lines.push(String::new());
        let left = column.width.unwrap_or(columns) + GAP;
        relations.resize(relations.len().max(beside.len()), String::new());
        beside.resize(relations.len(), String::new());
        for (relation, side) in relations.iter().zip(&beside) {
            let missing = left.saturating_sub(shown_width(relation));
            lines.push(match side.as_str() {
                "" => relation.clone(),
                side => format!("{relation}{:missing$}{side}", ""),
            });
        }
    }
    lines.join("\n") + "\n"
}

/// Writes what the node is called and what it is.
fn header(graph: &Graph, node: NodeId, description: Option<&str>, layout: Layout) -> Vec<String> {
    let theme = layout.theme;
    let columns = layout.width.unwrap_or(100);
    let title = graph.title(node);
    let title = width::clean(&title);
    let labels = graph.label_names(node).join(" · ");
    // A claim is a sentence, and is read in full.
    let mut lines = width::wrap(&title, columns);
    for line in &mut lines {
        *line = theme.paint(Role::Strong, line);
    }
    let last = lines.pop().unwrap_or_default();
    let kind = theme.paint(Role::Label, &labels);
    if shown_width(&last) + 2 + width::width(&labels) <= columns {
        lines.push(format!("{last}  {kind}"));
    } else {
        lines.extend([last, kind]);
    }
    if let Some(description) = description {
        write_wrapped(&mut lines, layout, "", description);
    }
    // "the government" is how a text goes on about it, and no name that anybody would look for.
    let aliases = graph.aliases(node);
    let names: Vec<&str> = aliases
        .iter()
        .map(|alias| &**alias)
        .filter(|alias| alias.contains(|c: char| c.is_uppercase() || c.is_numeric()))
        .collect();
    if !names.is_empty() {
        write_wrapped(&mut lines, layout, "also ", &names.join(" · "));
    }
    let facts = facts(graph, node, &title);
    if !facts.is_empty() {
        write_wrapped(&mut lines, layout, "", &facts.join(" · "));
    }
    lines
}

/// Lists the properties with their values: `date 2024-03-22`, `killed at least 140`.
fn facts(graph: &Graph, node: NodeId, title: &str) -> Vec<String> {
    let mut facts = Vec::new();
    for (name, value) in graph.node_entries(node) {
        let text = match value {
            Property::Text(text) if *text == *title => continue,
            Property::Text(text) => text.to_string(),
            value => expression(graph, &Value::from(&value)),
        };
        if matches!(name, "name" | "aliases") || name.ends_with("_min") {
            continue;
        }
        let least = graph.node_value(node, &format!("{name}_min"));
        let least = match least {
            Some(Property::Bool(true)) => "at least ",
            _ => "",
        };
        facts.push(format!("{name} {least}{text}"));
    }
    facts
}

/// Writes the relations by type, what they lead to beside the type.
fn relations(
    graph: &Graph,
    node: NodeId,
    ontology: Option<&Ontology>,
    layout: Layout,
    cited: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let theme = layout.theme;
    let groups = groups(graph, node, ontology);
    let columns = layout.width.unwrap_or(100);
    let headings: Vec<String> = groups
        .iter()
        .map(|(edge_type, way, _)| heading(edge_type, *way))
        .collect();
    let indent = match layout.plain {
        // A screen reader says one thing after the other.
        true => 2,
        false => {
            headings
                .iter()
                .map(|name| width::width(name))
                .max()
                .unwrap_or(0)
                + 2
        }
    };
    let room = columns.saturating_sub(indent).max(20);
    let mut lines = Vec::new();
    let mut known = false;
    for ((edge_type, way, entries), heading) in groups.iter().zip(headings) {
        let mut block = Vec::new();
        let mut row = Row::default();
        let (mut long, mut short, mut more) = (0, 0, 0);
        for entry in entries {
            let words = entry_words(graph, node, (edge_type, *way), entry, layout, cited);
            known |= words.background;
            let length = words.width();
            let fits = length <= SHORT_ENTRY.min(room) && !layout.plain;
            let count = if fits { &mut short } else { &mut long };
            *count += 1;
            if *count > if fits { MOST_SHORT } else { MOST_LONG } {
                more += 1;
                continue;
            }
            if fits {
                row.add(words.text(), length, room, &mut block);
                continue;
            }
            row.end(&mut block);
            block.extend(words.wrap(room));
        }
        row.end(&mut block);
        if more > 0 {
            let note = format!("… and {more} more");
            block.push(theme.paint(Role::Dim, &note));
        }
        let name = theme.paint(Role::Type, &heading);
        if layout.plain {
            lines.push(name.clone());
        }
        for (number, line) in block.into_iter().enumerate() {
            if number > 0 || layout.plain {
                lines.push(format!("{:indent$}{line}", ""));
            } else {
                let missing = indent.saturating_sub(width::width(&heading));
                lines.push(format!("{name}{:missing$}{line}", ""));
            }
        }
    }
    if known && !layout.plain {
        let note = "· background: from the lexicon, not from an article";
        lines.push(theme.paint(Role::Dim, &width::fit(note, columns)));
    }
    lines
}

/// Short entries that share a line.
#[derive(Default)]
struct Row {
    text: String,
    width: usize,
}

impl Row {
    fn add(&mut self, text: String, length: usize, room: usize, block: &mut Vec<String>) {
        if self.width > 0 && self.width + 2 + length > room {
            self.end(block);
        }
        if self.width > 0 {
            self.text.push_str("  ");
            self.width += 2;
        }
        self.text.push_str(&text);
        self.width += length;
    }

    fn end(&mut self, block: &mut Vec<String>) {
        if self.width > 0 {
            block.push(std::mem::take(&mut self.text));
            self.width = 0;
        }
    }
}

/// Words with their colours, to be broken into lines.
#[derive(Default)]
struct Words {
    /// What stands before the first line; the others are set in by as much.
    mark: String,
    words: Vec<(String, usize)>,
    background: bool,
}

impl Words {
    fn add(&mut self, text: &str, paint: impl Fn(&str) -> String) {
        for word in text.split_whitespace() {
            self.words.push((paint(word), width::width(word)));
        }
    }

    fn width(&self) -> usize {
        let words: usize = self.words.iter().map(|(_, width)| width + 1).sum();
        (shown_width(&self.mark) + words).saturating_sub(1)
    }

    fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|(word, _)| word.as_str()).collect();
        format!("{}{}", self.mark, words.join(" "))
    }

    fn wrap(&self, room: usize) -> Vec<String> {
        let indent = shown_width(&self.mark);
        let mut lines = Vec::new();
        let mut line = self.mark.clone();
        let mut used = indent;
        for (word, width) in &self.words {
            if used > indent && used + 1 + width > room {
                lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
                used = indent;
            }
            if used > indent {
                line.push(' ');
                used += 1;
            }
            if used + width > room {
                let bare = anstream::adapter::strip_str(word).to_string();
                line.push_str(&width::fit(&bare, room.saturating_sub(used)));
            } else {
                line.push_str(word);
            }
            used += width;
        }
        lines.push(line);
        lines
    }
}

/// How the edges of a group lie as seen from the node of the card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// They start at it.
    Out,
    /// Their direction means nothing.
    Both,
    /// They end at it.
    In,
}

fn heading(edge_type: &str, way: Way) -> String {
    match way {
        Way::Out | Way::Both => edge_type.to_owned(),
        Way::In => format!("{edge_type} this"),
    }
}

fn arrow(way: Way, plain: bool) -> &'static str {
    match (way, plain) {
        (Way::Out, false) => "→",
        (Way::In, false) => "←",
        (Way::Both, false) => "↔",
        (Way::Out, true) => "to",
        (Way::In, true) => "from",
        (Way::Both, true) => "and",
    }
}

fn write_wrapped(out: &mut Vec<String>, layout: Layout, label: &str, text: &str) {
    let columns = layout.width.unwrap_or(100);
    let text = width::clean(text);
    let indent = width::width(label);
    let lines = width::wrap(&text, columns.saturating_sub(indent + 2).max(20));
    for (index, line) in lines.iter().take(4).enumerate() {
        let start = match index {
            0 => layout.theme.paint(Role::Dim, label),
            _ => " ".repeat(indent),
        };
        let end = if index == 3 && lines.len() > 4 {
            " …"
        } else {
            ""
        };
        out.push(format!("{start}{line}{end}"));
    }
}

/// How a node takes part in an event, or nothing where the edge says something else.
fn part(graph: &Graph, node: NodeId, edge: EdgeId) -> Option<(NodeId, &'static str)> {
    let (source, target) = graph.ends(edge)?;
    let (event, part) = match graph.type_name(edge) {
        "AGENT_OF" if source == node => (target, "agent"),
        "TARGET_OF" if source == node => (target, "target"),
        "PARTICIPATED_IN" if source == node => (target, "part"),
        "LOCATED_IN" if target == node => (source, "place"),
        _ => return None,
    };
    graph.has_label(event, "Event").then_some((event, part))
}

/// Groups a node's edges by type and direction in the order of the ontology; the events it takes
/// part in stand apart.
fn groups(
    graph: &Graph,
    node: NodeId,
    ontology: Option<&Ontology>,
) -> Vec<(String, Way, Vec<Entry>)> {
    let position_of = |edge_type: &str| {
        let known = ontology?.edge_type(edge_type)?;
        ontology?.edge_types().position(|(other, _)| other == known)
    };
    let symmetric = |edge_type: &str| {
        ontology
            .and_then(|ontology| Some(ontology.symmetric(ontology.edge_type(edge_type)?)))
            .unwrap_or(false)
    };
    let mut found: BTreeMap<(String, Way), Vec<Entry>> = BTreeMap::new();
    let mut places: BTreeMap<(String, Way, NodeId), usize> = BTreeMap::new();
    for edge in graph.edges_of(node, Direction::Both) {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let edge_type = graph.type_name(edge);
        if edge_type == "MENTIONED_IN" && source == node || part(graph, node, edge).is_some() {
            continue;
        }
        let way = match (symmetric(edge_type), source == node) {
            (true, _) => Way::Both,
            (false, true) => Way::Out,
            (false, false) => Way::In,
        };
        let other = if source == node { target } else { source };
        let entries = found.entry((edge_type.to_owned(), way)).or_default();
        let place = places.entry((edge_type.to_owned(), way, other));
        let place = *place.or_insert(entries.len());
        match entries.get_mut(place) {
            Some(entry) => entry.edges.push(edge),
            None => entries.push(Entry {
                other,
                edges: vec![edge],
            }),
        }
    }
    let mut groups: Vec<(String, Way, Vec<Entry>)> = found
        .into_iter()
        .map(|((edge_type, way), mut entries)| {
            // What articles say comes before what everybody knows.
            entries.sort_by_key(|entry| strongest(graph, entry) == Status::Background);
            (edge_type, way, entries)
        })
        .collect();
    groups.sort_by_cached_key(|(edge_type, way, _)| {
        (
            position_of(edge_type).unwrap_or(usize::MAX),
            edge_type.clone(),
            *way,
        )
    });
    groups
}

fn strongest(graph: &Graph, entry: &Entry) -> Status {
    let statuses = entry.edges.iter().filter_map(|&edge| graph.status(edge));
    statuses.min().unwrap_or(Status::Asserted)
}

/// Gives what there is to say of an entry: the node at the other end, status and speaker, articles.
fn entry_words(
    graph: &Graph,
    node: NodeId,
    (edge_type, way): (&str, Way),
    entry: &Entry,
    layout: Layout,
    cited: &mut BTreeMap<String, usize>,
) -> Words {
    let theme = layout.theme;
    let claim = graph.has_label(entry.other, "Claim");
    let edge_status = strongest(graph, entry);
    // That somebody claims it is a fact; the claim itself is none.
    let status = match claim && edge_status == Status::Asserted {
        true => claim_status(graph, entry.other),
        false => edge_status,
    };
    let mut words = Words {
        background: status == Status::Background,
        ..Words::default()
    };
    if layout.plain {
        words.mark = format!("{} ", arrow(way, true));
    } else {
        let mark = theme.paint_status(status, mark(status, false));
        words.mark = format!("{mark} ");
    }
    let role = match status {
        Status::Background => Role::Dim,
        _ => Role::Normal,
    };
    let title = graph.title(entry.other);
    words.add(&width::clean(&title), |word| theme.paint(role, word));

    let mut notes: Vec<(Status, String)> = Vec::new();
    for &edge in &entry.edges {
        let status = graph.status(edge).unwrap_or(Status::Asserted);
        let speaker = graph.edge_text(edge, "attributed_to");
        let note = match speaker {
            Some(speaker) => format!("{} by {}", status.name(), width::clean(&speaker)),
            None => status.name().to_owned(),
        };
        // The mark and the line below the card say `background`.
        let told = status == Status::Asserted || status == Status::Background && !layout.plain;
        if !told && !notes.iter().any(|(_, known)| *known == note) {
            notes.push((status, note));
        }
    }
    if claim {
        notes.extend(speakers(graph, node, entry.other));
    }
    for key in ["what", "role", "relation"] {
        let mut edges = entry.edges.iter();
        if let Some(text) = edges.find_map(|&edge| graph.edge_text(edge, key)) {
            notes.push((Status::Asserted, width::clean(&text).into_owned()));
        }
    }
    let past = |&edge: &EdgeId| graph.edge_value(edge, "past") == Some(Property::Bool(true));
    if edge_type != "MENTIONED_IN" && entry.edges.iter().any(past) {
        notes.push((Status::Asserted, "in the past".to_owned()));
    }
    let last = notes.len().saturating_sub(1);
    for (number, (status, note)) in notes.iter().enumerate() {
        let (open, close) = (
            if number == 0 { "(" } else { "" },
            if number == last { ")" } else { "," },
        );
        words.add(&format!("{open}{note}{close}"), |word| match status {
            Status::Asserted => theme.paint(Role::Dim, word),
            _ => theme.paint_status(*status, word),
        });
    }
    let numbers = citations(graph, &entry.edges, cited);
    words.add(&numbers, |word| theme.paint(Role::Dim, word));
    words
}

/// Writes the numbers of the articles that edges rest on: `[1,3]`.
fn citations(graph: &Graph, edges: &[EdgeId], cited: &mut BTreeMap<String, usize>) -> String {
    let mut sources = Vec::new();
    for &edge in edges {
        for name in article::documents(graph, edge) {
            let number = cited.len() + 1;
            sources.push(*cited.entry(name).or_insert(number));
        }
    }
    if sources.is_empty() {
        return String::new();
    }
    sources.sort_unstable();
    sources.dedup();
    let listed: Vec<String> = sources.iter().map(usize::to_string).collect();
    format!("[{}]", listed.join(","))
}

/// Tells how sources stand to a claim.
fn claim_status(graph: &Graph, claim: NodeId) -> Status {
    let edges = graph.edges_of(claim, Direction::Incoming);
    let has = |edge_type| edges.iter().any(|&edge| graph.type_name(edge) == edge_type);
    match (has("CLAIMS"), has("DENIES")) {
        (true, true) => Status::Disputed,
        (false, true) => Status::Denied,
        _ => Status::Claimed,
    }
}

/// Writes the events that a node takes part in, by date; those without a date come last.
fn events(
    graph: &Graph,
    node: NodeId,
    layout: Layout,
    cited: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let theme = layout.theme;
    let mut found: BTreeMap<NodeId, (Vec<&'static str>, Vec<EdgeId>)> = BTreeMap::new();
    for edge in graph.edges_of(node, Direction::Both) {
        if let Some((event, part)) = part(graph, node, edge) {
            let (parts, edges) = found.entry(event).or_default();
            if !parts.contains(&part) {
                parts.push(part);
            }
            edges.push(edge);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let mut events: Vec<_> = found.into_iter().collect();
    events.sort_by_cached_key(|(event, _)| {
        let date = graph.node_text(*event, "date");
        (date.is_none(), date, graph.title(*event), *event)
    });
    let dated = |event: NodeId| graph.node_text(event, "date").is_some();
    let all = events.len();
    // The newest are news; what has no date fills up.
    let with_date = events.iter().filter(|(event, _)| dated(*event)).count();
    events.drain(..with_date.saturating_sub(MOST_EVENTS));
    events.truncate(MOST_EVENTS);

    let columns = layout.width.unwrap_or(100);
    let mut lines = vec![theme.paint(Role::Keyword, "Events")];
    if all > events.len() {
        let note = format!("  … {} more: `:timeline`", all - events.len());
        lines.push(theme.paint(Role::Dim, &note));
    }
    for (event, (parts, edges)) in events {
        let entry = Entry {
            other: event,
            edges,
        };
        let status = strongest(graph, &entry);
        let date = graph.node_text(event, "date").unwrap_or_default();
        let date = width::pad(&width::clean(&date), 10);
        let part = width::pad(parts.first().unwrap_or(&""), 6);
        let mut words = Words {
            mark: format!(
                "  {} {} ",
                theme.paint(Role::Number, &date),
                theme.paint(Role::Dim, &part)
            ),
            ..Words::default()
        };
        if !layout.plain {
            let mark = theme.paint_status(status, mark(status, false));
            words.mark.push_str(&format!("{mark} "));
        }
        let summary = timeline::summary(graph, event, Some(node));
        words.add(&width::clean(&summary), str::to_owned);
        if status != Status::Asserted {
            let speakers: Vec<_> = entry
                .edges
                .iter()
                .filter_map(|&edge| graph.edge_text(edge, "attributed_to"))
                .collect();
            let note = match speakers.first() {
                Some(speaker) => format!("({} by {})", status.name(), width::clean(speaker)),
                None => format!("({})", status.name()),
            };
            words.add(&note, |word| theme.paint_status(status, word));
        }
        let numbers = citations(graph, &entry.edges, cited);
        words.add(&numbers, |word| theme.paint(Role::Dim, word));
        lines.extend(words.wrap(columns));
    }
    lines
}

/// Counts the columns of a text with colours.
fn shown_width(text: &str) -> usize {
    width::width(&anstream::adapter::strip_str(text).to_string())
}

/// Says who else claims and who denies a claim.
fn speakers(graph: &Graph, node: NodeId, claim: NodeId) -> Vec<(Status, String)> {
    let mut notes = Vec::new();
    for (edge_type, status) in [("CLAIMS", Status::Claimed), ("DENIES", Status::Denied)] {
        let mut names: Vec<String> = graph
            .edges_of(claim, Direction::Incoming)
            .into_iter()
            .filter(|&edge| graph.type_name(edge) == edge_type)
            .filter_map(|edge| graph.ends(edge))
            .filter(|(source, _)| *source != node)
            .map(|(source, _)| width::clean(&graph.title(source)).into_owned())
            .collect();
        names.sort();
        names.dedup();
        if !names.is_empty() {
            let note = format!("{} by {}", status.name(), names.join(" and "));
            notes.push((status, note));
        }
    }
    notes
}

fn mentioned_in(graph: &Graph, node: NodeId) -> Vec<String> {
    let mut names: Vec<String> = graph
        .edges_of(node, Direction::Outgoing)
        .into_iter()
        .filter(|&edge| graph.type_name(edge) == "MENTIONED_IN")
        .filter_map(|edge| graph.ends(edge))
        .map(|(_, document)| graph.title(document).to_string())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn articles(graph: &Graph, cited: &BTreeMap<String, usize>, layout: Layout) -> Vec<String> {
    if cited.is_empty() {
        return Vec::new();
    }
    let articles = Articles::of(graph);
    let columns = layout.width.unwrap_or(100);
    let heading = counted(cited.len() as u64, "article");
    let mut lines = vec![layout.theme.paint(Role::Keyword, &format!("In {heading}"))];
    let mut numbered: Vec<(&String, usize)> =
        cited.iter().map(|(name, number)| (name, *number)).collect();
    numbered.sort_by_key(|(_, number)| *number);
    for (name, number) in numbered.iter().take(MOST_ARTICLES) {
        let title = articles
            .title(graph, name)
            .map(|title| format!(": {title}"))
            .unwrap_or_default();
        let line = format!("  [{number}] {}{title}", articles.cite(graph, name));
        lines.push(width::fit(&width::clean(&line), columns).into_owned());
    }
    if numbered.len() > MOST_ARTICLES {
        let more = format!("  … and {} more", numbered.len() - MOST_ARTICLES);
        lines.push(layout.theme.paint(Role::Dim, &more));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::Background;
    use super::card;
    use crate::graph::sample;
    use crate::render::Layout;
    use crate::render::width::width;

    #[test]
    fn a_card_shows_relations_with_status_and_sources() {
        let graph = sample::moscow();
        let node = graph.nodes().next().unwrap();
        let text = card(&graph, node, Background::default(), Layout::PIPE);
        for line in [
            "IS-K  Actor · ArmedGroup",
            "also Khorasan faction · ISIS-K",
            "LINKED_TO  ◐ Ukraine (disputed by Russia) [1]",
            "  2024-03-22 agent  ○ Moscow attack, 140 killed (claimed) [1]",
            "  [1] Dawn, 2024-03-24 (moscow)",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }

    #[test]
    fn a_claim_is_no_fact_and_says_who_else_speaks_of_it() {
        let graph = sample::moscow();
        let russia = graph.nodes().nth(4).unwrap();
        let text = card(&graph, russia, Background::default(), Layout::PIPE);
        let line = "CLAIMS  ◐ the perpetrators have links to Ukraine (denied by Ukraine) [1]";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn a_wide_screen_has_events_and_articles_beside_the_relations() {
        let graph = sample::moscow();
        let node = graph.nodes().next().unwrap();
        for columns in [30, 60, 80, 200] {
            let layout = Layout {
                width: Some(columns),
                ..Layout::PIPE
            };
            let text = card(&graph, node, Background::default(), layout);
            assert!(text.lines().all(|line| width(line) <= columns), "{text}");
            let beside = text.lines().any(|line| line.ends_with("   Events"));
            assert_eq!(beside, columns == 200, "{text}");
        }
    }

    #[test]
    fn a_screen_reader_hears_one_thing_after_the_other() {
        let graph = sample::moscow();
        let pakistan = graph.nodes().nth(7).unwrap();
        let layout = Layout {
            plain: true,
            ..Layout::PIPE
        };
        let text = card(&graph, pakistan, Background::default(), layout);
        assert!(
            text.contains("BORDERS\n  to Afghanistan (background)\n"),
            "{text}"
        );
    }
}
