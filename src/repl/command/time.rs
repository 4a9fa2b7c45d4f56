//! Commands about time: the graph as the articles of some days have it, and what changed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use crate::base::Status;
use crate::graph::Graph;
use crate::render::Layout;
use crate::render::Report;
use crate::render::Role;
use crate::render::article::Articles;
use crate::render::article::documents;
use crate::render::width;
use crate::repl::load;
use crate::repl::load::Article;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

/// Which articles, by their days.
enum Days<'a> {
    Until(&'a str),
    From(&'a str),
}

impl Days<'_> {
    fn hold(&self, date: &str) -> bool {
        match self {
            // A month holds its days: `2024-03` reaches to the last of March.
            Days::Until(end) => date <= *end || date.starts_with(end),
            Days::From(start) => date >= *start,
        }
    }

    fn name(&self) -> String {
        match self {
            Days::Until(end) => format!("as of {end}"),
            Days::From(start) => format!("since {start}"),
        }
    }
}

pub(super) fn asof(session: &mut Session, date: &str) -> Reply {
    view(session, date, Days::Until(date))
}

pub(super) fn since(session: &mut Session, date: &str) -> Reply {
    view(session, date, Days::From(date))
}

fn view(session: &mut Session, date: &str, days: Days<'_>) -> Reply {
    if let Err(report) = check_date(date) {
        return Reply::failure(*report);
    }
    let whole = match session.whole.take() {
        Some((whole, _)) => whole,
        None => session.graph.clone(),
    };
    let part = match part(session, &whole, &days) {
        Ok(part) => part,
        Err(report) => return Reply::failure(*report),
    };
    session.replace(part);
    session.whole = Some((whole, days.name()));
    Reply::note(format!(
        "{}: {}; `:all` shows all again",
        days.name(),
        session.size()
    ))
}

pub(super) fn all(session: &mut Session, _: &str) -> Reply {
    match session.whole.take() {
        Some((whole, _)) => {
            session.replace(whole);
            Reply::note(session.size())
        }
        None => Reply::note("all articles are in view"),
    }
}

fn check_date(date: &str) -> Result<(), Box<Report>> {
    let right = matches!(date.len(), 4 | 7 | 10)
        && date.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if right {
        return Ok(());
    }
    Err(Box::new(
        Report::error(format!("`{date}` is no date")).hint("write 2024, 2024-03 or 2024-03-22"),
    ))
}

/// Makes the graph of some of the articles: built anew from them where they are at hand, else with
/// the edges that rest on them.
fn part(session: &mut Session, whole: &Graph, days: &Days<'_>) -> Result<Graph, Box<Report>> {
    if session.saved {
        return Ok(filtered(whole, days));
    }
    let reader = session
        .reader()
        .map_err(|error| Box::new(Report::from(&error)))?;
    let chosen: Vec<Article> = session
        .articles
        .iter()
        .filter(|(document, _)| {
            document
                .date
                .is_some_and(|date| days.hold(&date.to_string()))
        })
        .cloned()
        .collect();
    Ok(reader.graph(&chosen, session.build))
}

fn filtered(whole: &Graph, days: &Days<'_>) -> Graph {
    let articles = Articles::of(whole);
    let mut part = whole.clone();
    let inside = |name: &String| {
        articles
            .date(whole, name)
            .is_some_and(|date| days.hold(&date))
    };
    for edge in whole.edges() {
        let names = documents(whole, edge);
        if !names.is_empty() && !names.iter().any(inside) {
            part.remove_edge(edge);
        }
    }
    for node in whole.nodes() {
        let had = !whole
            .edges_of(node, crate::graph::Direction::Both)
            .is_empty();
        let has = !part
            .edges_of(node, crate::graph::Direction::Both)
            .is_empty();
        if had && !has {
            part.remove_node(node);
        }
    }
    part
}

/// What an edge says, without ids, so that edges of two graphs can be compared.
type Statement = (String, String, String);

/// Lists what a graph says, each with its strongest status.
fn statements(graph: &Graph) -> BTreeMap<Statement, Option<Status>> {
    let mut statements: BTreeMap<Statement, Option<Status>> = BTreeMap::new();
    for edge in graph.edges() {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let status = graph.status(edge);
        // That Finland borders Russia is no news, even if an article brings up the two.
        if graph.type_name(edge) == "MENTIONED_IN" || status == Some(Status::Background) {
            continue;
        }
        let statement = (
            graph.title(source).to_string(),
            graph.type_name(edge).to_owned(),
            graph.title(target).to_string(),
        );
        let known = statements.entry(statement).or_insert(status);
        *known = (*known).min(status);
    }
    statements
}

pub(super) fn diff(session: &mut Session, text: &str) -> Reply {
    let words: Vec<&str> = text.split_whitespace().collect();
    let layout = session.settings.layout;
    let (before, after, title) = match words.as_slice() {
        [from, to] if check_date(from).is_ok() && check_date(to).is_ok() => {
            let whole = match &session.whole {
                Some((whole, _)) => whole.clone(),
                None => session.graph.clone(),
            };
            let graphs = part(session, &whole, &Days::Until(from))
                .and_then(|before| Ok((before, part(session, &whole, &Days::Until(to))?)));
            match graphs {
                Ok((before, after)) => (before, after, format!("from {from} to {to}")),
                Err(report) => return Reply::failure(*report),
            }
        }
        [] => {
            return Reply::failure(
                Report::error("two dates or a file are needed")
                    .hint("`:diff 2024-01 2024-03`, `:diff yesterday.graph`"),
            );
        }
        _ => {
            let file = text.trim_matches('"');
            let inputs = [PathBuf::from(file)];
            let request = load::Request {
                inputs: &inputs,
                data: &session.data,
                build: session.build,
                watch: &load::Nobody,
            };
            match load::load(&request, &mut session.reader) {
                Ok(loaded) => (loaded.graph, session.graph.clone(), format!("since {file}")),
                Err(report) => return Reply::failure(*report),
            }
        }
    };
    let (text, count) = differences(&before, &after, layout);
    if count == 0 {
        return Reply::note(format!("nothing changed {title}"));
    }
    Reply {
        note: format!("{count} differences {title}\n"),
        ..Reply::text(text)
    }
}

fn differences(before: &Graph, after: &Graph, layout: Layout) -> (String, usize) {
    let theme = layout.theme;
    let old = statements(before);
    let new = statements(after);
    let mut out = String::new();
    let mut count = 0;
    let mut line = |sign: &str, role: Role, statement: &Statement, note: String| {
        let (source, edge_type, target) = statement;
        let text = format!("{source} {edge_type} {target}");
        let room = layout
            .width
            .unwrap_or(200)
            .saturating_sub(4 + width::width(&note))
            .max(30);
        _ = writeln!(
            out,
            "{} {}{}",
            theme.paint(role, sign),
            width::fit(&width::clean(&text), room),
            theme.paint(Role::Dim, &note)
        );
        count += 1;
    };
    let word = |status: &Option<Status>| status.map_or("no status", Status::name);
    for (statement, status) in &new {
        match old.get(statement) {
            None => line("+", Role::Label, statement, format!("  {}", word(status))),
            Some(known) if known != status => {
                let note = format!("  {} → {}", word(known), word(status));
                line("~", Role::Warning, statement, note);
            }
            Some(_) => {}
        }
    }
    for (statement, status) in &old {
        if !new.contains_key(statement) {
            line("-", Role::Error, statement, format!("  {}", word(status)));
        }
    }
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::Days;
    use super::check_date;
    use super::differences;
    use super::filtered;
    use crate::graph::sample;
    use crate::render::Layout;

    #[test]
    fn a_month_holds_its_days() {
        assert!(Days::Until("2024-03").hold("2024-03-31"));
        assert!(!Days::Until("2024-03").hold("2024-04-01"));
        assert!(Days::From("2024-03").hold("2024-03-01"));
        assert!(check_date("2024-3").is_err() && check_date("2024-03").is_ok());
    }

    #[test]
    fn before_the_first_article_only_the_background_stays() {
        let whole = sample::moscow();
        let part = filtered(&whole, &Days::Until("2024-03-01"));
        assert_eq!(part.edge_count(), 1);
        let (text, count) = differences(&part, &whole, Layout::PIPE);
        assert_eq!(count, 7, "{text}");
        assert!(
            text.contains("+ IS-K LINKED_TO Ukraine  disputed\n"),
            "{text}"
        );
    }
}
