//! Commands about files: reading articles and scripts, saving and opening graphs.

use std::path::Path;
use std::path::PathBuf;

use crate::render::Report;
use crate::render::answer::counted;
use crate::repl::load;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

pub(super) fn add(session: &mut Session, text: &str) -> Reply {
    if text.is_empty() {
        return Reply::failure(Report::error("a file is needed").hint("`:add report.html`"));
    }
    if session.whole.is_some() {
        return Reply::failure(
            Report::error("only a part of the articles is in view").hint("`:all` shows all again"),
        );
    }
    let before = (session.graph.node_count(), session.graph.edge_count());
    let inputs = words(text);
    let reader = match session.reader() {
        Ok(reader) => reader,
        Err(error) => return Reply::failure(Report::from(&error)),
    };
    let (articles, mut problems) =
        load::articles(load::inputs(&inputs, None), &reader, &load::Nobody);
    if articles.is_empty() {
        return Reply {
            failed: true,
            reports: problems,
            ..Reply::default()
        };
    }
    // Of a saved graph the texts are not at hand; what is read now is joined to it as a graph.
    let (known, new): (Vec<_>, Vec<_>) = articles.into_iter().partition(|(document, _)| {
        let documents = session.graph.documents();
        session.articles.iter().any(|(known, _)| known == document)
            || session.saved && documents.contains(&document.id)
    });
    problems.extend(
        known.iter().map(|(document, _)| {
            Report::warning(format!("`{}` is there already", document.source))
        }),
    );
    let count = new.len();
    let graph = if session.saved {
        let mut graph = session.graph.clone();
        graph.absorb(&reader.graph(&new, session.build));
        session.articles.extend(new);
        graph
    } else {
        session.articles.extend(new);
        reader.graph(&session.articles, session.build)
    };
    session.replace(graph);
    session.undo.clear();
    session
        .inputs
        .extend(inputs.iter().map(|input| input.display().to_string()));
    let after = (session.graph.node_count(), session.graph.edge_count());
    let mut reply = Reply::note(format!(
        "read {}: {}, {}",
        counted(count as u64, "article"),
        counted(after.0.saturating_sub(before.0) as u64, "more node"),
        counted(after.1.saturating_sub(before.1) as u64, "more edge"),
    ));
    reply.failed = !problems.is_empty();
    reply.reports = problems;
    reply
}

pub(super) fn open(session: &mut Session, text: &str) -> Reply {
    let inputs = words(text);
    let request = load::Request {
        inputs: &inputs,
        data: &session.data,
        build: session.build,
        watch: &load::Nobody,
    };
    let loaded = match load::load(&request, &mut session.reader) {
        Ok(loaded) => loaded,
        Err(report) => return Reply::failure(*report),
    };
    session.replace(loaded.graph);
    session.saved = loaded.articles.is_empty();
    session.articles = loaded.articles;
    session.inputs = inputs
        .iter()
        .map(|input| input.display().to_string())
        .collect();
    session.whole = None;
    session.undo.clear();
    let mut reply = Reply::note(session.size());
    reply.failed = !loaded.problems.is_empty();
    reply.reports = loaded.problems;
    reply
}

pub(super) fn save(session: &mut Session, file: &str) -> Reply {
    if file.is_empty() {
        return Reply::failure(Report::error("a file name is needed").hint("`:save news.graph`"));
    }
    let file = file.trim_matches('"');
    match load::save(&session.graph, Path::new(file), &session.ontology) {
        Ok(()) => Reply::note(format!("saved {} to {file}", session.size())),
        Err(report) => Reply::failure(*report),
    }
}

pub(super) fn read(session: &mut Session, file: &str) -> Reply {
    let file = file.trim_matches('"');
    match std::fs::read_to_string(file) {
        Ok(script) => {
            let mut all = Reply::default();
            session.script(&script, file, false, &mut |reply| {
                all.append(reply);
                true
            });
            all
        }
        Err(error) => Reply::failure(Report::error(format!("cannot read `{file}`: {error}"))),
    }
}

pub(super) fn undo(session: &mut Session, _: &str) -> Reply {
    match session.undo.pop() {
        Some(graph) => {
            session.replace(graph);
            Reply::note(format!("back to {}", session.size()))
        }
        None => Reply::failure(Report::error("no query of this session changed the graph")),
    }
}

/// Cuts a line into file names; one with spaces stands in quotes.
fn words(text: &str) -> Vec<PathBuf> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(PathBuf::from(word));
        rest = after.trim_start();
    }
    words
}
