//! Help: what there is in a page, and one thing at a time with an example that runs.

use std::fmt::Write;

use crate::base::Status;
use crate::render::Layout;
use crate::render::Report;
use crate::render::Role;
use crate::render::width;
use crate::repl::command;
use crate::repl::command::COMMANDS;
use crate::repl::command::clause;
use crate::repl::command::clause::CLAUSES;
use crate::repl::command::example;
use crate::repl::command::tour;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

const SHORT: &[(&str, &str)] = &[
    ("Russia", "a name shows its card"),
    ("? denies ?", "who denies what"),
    ("Russia ? Ukraine", "everything between two names"),
    ("Russia .. Ukraine", "the shortest ways between them"),
    (
        "? attacks ? since 2024",
        "only what articles of 2024 or later say",
    ),
];

/// Lists every topic of help.
pub fn topics(session: &Session) -> Vec<String> {
    let ontology = session.ontology();
    let commands = COMMANDS.iter().map(|command| format!(":{}", command.name));
    let clauses = CLAUSES.iter().map(|clause| clause.name().to_owned());
    let types = ontology
        .edge_types()
        .map(|(edge_type, _)| edge_type.name().to_owned());
    let kinds = ontology.kinds().map(|(kind, _)| kind.name().to_owned());
    let mut topics: Vec<String> = ["patterns", "status", "keys"].map(str::to_owned).into();
    topics.extend(commands.chain(clauses).chain(types).chain(kinds));
    let functions = session.signatures().functions().into_iter();
    topics.extend(functions.map(|function| function.name.to_owned()));
    let procedures = session.signatures().procedures().into_iter();
    topics.extend(procedures.map(|procedure| procedure.name.clone()));
    topics
}

pub(super) fn help(session: &mut Session, topic: &str) -> Reply {
    let topic = topic.trim();
    if topic.is_empty() {
        return Reply::text(overview(session));
    }
    match explain(session, topic) {
        Some(text) => Reply::text(text),
        None => {
            let report = Report::error(format!("there is no help on `{topic}`"));
            let lower = topic.to_lowercase();
            let nearest = topics(session)
                .into_iter()
                .map(|known| {
                    (
                        strsim::damerau_levenshtein(&known.to_lowercase(), &lower),
                        known,
                    )
                })
                .min()
                // Of a short word, three letters are all.
                .filter(|(distance, _)| *distance <= lower.chars().count().div_ceil(3).min(3));
            Reply::failure(match nearest {
                Some((_, known)) => report.hint(format!("did you mean `{known}`?")),
                None => report.hint("`:help` lists the commands"),
            })
        }
    }
}

fn overview(session: &Session) -> String {
    let theme = session.settings.layout.theme;
    let mut out = String::new();
    let heading = |out: &mut String, text: &str| {
        _ = writeln!(out, "{}", theme.paint(Role::Strong, text));
    };
    heading(&mut out, "Ask");
    let layout = session.settings.layout;
    for (pattern, doc) in SHORT {
        write_entry(&mut out, layout, Role::Text, pattern, doc);
    }
    let doc = "openCypher; `:help MATCH` and so on for each clause";
    write_entry(&mut out, layout, Role::Text, "MATCH … RETURN …", doc);
    heading(&mut out, "Commands");
    for command in COMMANDS {
        let usage = format!(":{} {}", command.name, command.arguments);
        write_entry(&mut out, layout, Role::Keyword, &usage, command.doc);
    }
    heading(&mut out, "More");
    let doc = "a command, clause, function, edge type, kind; `patterns`, `status`, `keys`";
    write_entry(&mut out, layout, Role::Keyword, ":help TOPIC", doc);
    out
}

/// Writes what can be typed and, beside it, what it does.
fn write_entry(out: &mut String, layout: Layout, role: Role, usage: &str, doc: &str) {
    const LEFT: usize = 24;
    let room = layout.width.unwrap_or(100).saturating_sub(LEFT + 3);
    let mut usage = layout.theme.paint(role, &width::pad(usage, LEFT));
    for line in width::wrap(doc, room) {
        _ = writeln!(out, "  {usage} {line}");
        usage = " ".repeat(LEFT);
    }
}

/// Explains one thing; nothing where there is no such thing.
fn explain(session: &Session, topic: &str) -> Option<String> {
    let theme = session.settings.layout.theme;
    let columns = session.settings.layout.width.unwrap_or(100);
    let title = |name: &str, doc: &str| {
        // The name is painted after the line is broken, so that its colour counts for no column.
        let lines = width::wrap(&format!("{name}  {doc}"), columns.saturating_sub(1)).join("\n");
        match lines.strip_prefix(name) {
            Some(rest) => format!("{} {rest}\n", theme.paint(Role::Strong, name)),
            None => lines + "\n",
        }
    };
    let shown = |text: &str| {
        let lines = width::wrap(text, columns.saturating_sub(4));
        let painted: Vec<String> = lines
            .iter()
            .map(|line| theme.paint(Role::Text, line))
            .collect();
        format!("\n  {}\n", painted.join("\n    "))
    };
    let lower = topic.trim_start_matches(':').to_lowercase();
    match lower.as_str() {
        "patterns" => return Some(patterns(session)),
        "status" => return Some(statuses(session)),
        "keys" => return Some(keys(session)),
        _ => {}
    }
    let upper = topic.to_uppercase().replace(' ', "_");
    if let Some(edge_type) = session.ontology.edge_type(&upper) {
        let entry = session.ontology.edge_entry(edge_type);
        let mut text = title(edge_type.name(), &entry.doc);
        for (sources, targets) in &entry.joins {
            _ = writeln!(
                text,
                "  {} → {}",
                sources.join(" or "),
                targets.join(" or ")
            );
        }
        if entry.symmetric {
            text.push_str("  the direction means nothing; match it as -[…]-\n");
        }
        text.push_str(&shown(&format!(
            "MATCH (a)-[r:{}]-{}(b) RETURN a.name, b.name, r.status",
            edge_type.name(),
            if entry.symmetric { "" } else { ">" }
        )));
        return Some(text);
    }
    if let Some(clause) = clause::find(topic) {
        let text = title(clause.name(), clause.doc) + &shown(clause.example);
        // `count` and `labels` are functions too.
        let function = session.signatures().function(topic);
        return Some(match function {
            Some(_) => text + "\n" + &call(session, topic, &title, &shown),
            None => text,
        });
    }
    if let Some(command) = command::find(&lower).filter(|_| topic.starts_with(':')) {
        let usage = format!(":{} {}", command.name, command.arguments);
        return Some(title(usage.trim_end(), command.doc));
    }
    let kind = session
        .ontology
        .kinds()
        .find(|(kind, _)| kind.name().eq_ignore_ascii_case(topic));
    if let Some((kind, entry)) = kind {
        let mut text = title(kind.name(), &entry.doc);
        if !entry.subtypes.is_empty() {
            _ = writeln!(text, "  subtypes: {}", entry.subtypes.join(", "));
        }
        _ = writeln!(text, "  properties: {}", entry.properties.join(", "));
        text.push_str(&shown(&format!("MATCH (n:{}) RETURN n", kind.name())));
        return Some(text);
    }
    let text = call(session, topic, &title, &shown);
    // `:last` may be asked for without its colon, where nothing else has the name.
    if text.is_empty()
        && let Some(command) = command::find(&lower)
    {
        return explain(session, &format!(":{}", command.name));
    }
    (!text.is_empty()).then_some(text)
}

/// Explains what is called by a name: a function, a procedure, both, or nothing.
fn call(
    session: &Session,
    name: &str,
    title: &dyn Fn(&str, &str) -> String,
    shown: &dyn Fn(&str) -> String,
) -> String {
    let mut text = String::new();
    if let Some(function) = session.signatures().function(name) {
        let doc = function.doc.trim_end_matches('.');
        let doc = format!("{doc}; gives {}", function.result.describe());
        text.push_str(&title(&function.to_string(), &doc));
        text.extend(example::function(name).map(|query| shown(&query)));
    }
    // `evidence` and `degree` are both.
    if let Some(procedure) = session.signatures().procedure(name) {
        text.push_str(&title(&procedure.to_string(), &procedure.doc));
        text.extend(example::procedure(name).map(|query| shown(&query)));
    }
    text
}

fn patterns(session: &Session) -> String {
    let mut out = String::from(
        "A short pattern is two names, or `?`, with an edge type in words between them.\n\
         It is answered by the Cypher query that is shown with it.\n\n",
    );
    for (pattern, doc) in SHORT {
        write_entry(&mut out, session.settings.layout, Role::Text, pattern, doc);
    }
    out.push_str("\nThe edge types: ");
    let types: Vec<String> = session
        .ontology
        .edge_types()
        .map(|(edge_type, _)| edge_type.name().to_lowercase().replace('_', " "))
        .collect();
    out.push_str(&types.join(", "));
    out.push('\n');
    let columns = session.settings.layout.width.unwrap_or(100);
    out.lines()
        .flat_map(|line| {
            if line.starts_with(' ') {
                vec![line.to_owned()]
            } else {
                width::wrap(line, columns)
            }
        })
        .map(|line| line + "\n")
        .collect()
}

fn statuses(session: &Session) -> String {
    let theme = session.settings.layout.theme;
    let mut out = String::new();
    for (status, doc) in [
        (Status::Asserted, "the article states it as fact"),
        (Status::Claimed, "only a source in the article says so"),
        (Status::Denied, "a source denies it, and nobody claims it"),
        (Status::Disputed, "one source claims it, another denies it"),
        (
            Status::Possible,
            "it may be so: may, seems, is believed, alleged",
        ),
        (
            Status::Proposed,
            "it should or will be so: plans, calls, orders",
        ),
        (Status::Negated, "the article says that it is not so"),
        (Status::Background, "from the lexicon, not from an article"),
    ] {
        let mark = crate::render::mark(status, session.settings.layout.plain);
        let name = width::pad(status.name(), 10);
        let mark = if mark == status.name() { "" } else { mark };
        _ = writeln!(
            out,
            "  {} {doc}",
            theme.paint_status(status, &format!("{mark} {name}"))
        );
    }
    out
}

const KEYS: &[(&str, &str)] = &[
    ("Tab", "complete; again for the next"),
    ("Ctrl-R", "search the history"),
    ("→  or  End", "take the suggestion in grey"),
    (
        "Enter",
        "run, or go on in the next line where the query is not complete",
    ),
    ("Alt-Enter", "a new line"),
    (
        "Ctrl-C",
        "stop the query, or drop the line; twice on an empty line says how to leave",
    ),
    ("Ctrl-D", "leave"),
    ("Ctrl-A Ctrl-E", "to the start, to the end"),
    (
        "Ctrl-W Ctrl-U",
        "delete the word, the line before the cursor",
    ),
];

fn keys(session: &Session) -> String {
    let mut out = String::new();
    for (key, doc) in KEYS {
        write_entry(&mut out, session.settings.layout, Role::Keyword, key, doc);
    }
    out
}

/// Gives the examples of help with their topics, to be tried by a test; nothing where a function
/// has none.
pub fn examples(session: &Session) -> Vec<(String, Option<String>)> {
    let clauses = CLAUSES
        .iter()
        .map(|clause| (clause.name().to_owned(), Some(clause.example.to_owned())));
    let tour = tour::steps(&session.graph);
    let tour = tour
        .into_iter()
        .map(|step| ("tour".to_owned(), Some(step.line)));
    let types = session.ontology.edge_types().map(|(edge_type, entry)| {
        let name = edge_type.name();
        let arrow = if entry.symmetric { "-" } else { "->" };
        let query = format!("MATCH (a)-[r:{name}]{arrow}(b) RETURN a.name, b.name, r.status");
        (name.to_owned(), Some(query))
    });
    let kinds = session.ontology.kinds().map(|(kind, _)| {
        let name = kind.name().to_owned();
        let query = format!("MATCH (n:{name}) RETURN n");
        (name, Some(query))
    });
    let signatures = session.signatures();
    let functions = signatures.functions().into_iter();
    let functions = functions.map(|known| (known.name.to_owned(), example::function(known.name)));
    let procedures = signatures.procedures().into_iter();
    let procedures = procedures.map(|known| (known.name.clone(), example::procedure(&known.name)));
    clauses
        .chain(tour)
        .chain(types)
        .chain(kinds)
        .chain(functions)
        .chain(procedures)
        .collect()
}
