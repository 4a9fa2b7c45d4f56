//! Commands that say what an edge or a way between two names rests on.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::base::Status;
use crate::export::Selection;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query::Answer;
use crate::query::Value;
use crate::render;
use crate::render::Report;
use crate::render::answer::counted;
use crate::render::sketch;
use crate::render::sketch::Shape;
use crate::repl::command::two_names;
use crate::repl::reply::Action;
use crate::repl::reply::Reply;
use crate::repl::session::Last;
use crate::repl::session::Session;
use crate::repl::session::selection_of;

/// Longer explanations explain nothing.
const LONGEST_PATH: usize = 6;
/// Of more explanations of one length the first are shown.
const MOST_PATHS: usize = 5;

pub(super) fn why(session: &mut Session, text: &str) -> Reply {
    let edges = if text.is_empty() {
        match &session.last {
            Some(last) => last.selection.edges().collect(),
            None => Vec::new(),
        }
    } else if let Ok(row) = text.parse::<usize>() {
        match row_selection(session, row) {
            Ok(selection) => selection.edges().collect(),
            Err(report) => return Reply::failure(*report),
        }
    } else {
        match two_names(session, text) {
            Ok((left, right)) => between(&session.graph, left, right),
            Err(report) => return Reply::failure(report),
        }
    };
    if edges.is_empty() {
        let report = if text.is_empty() {
            Report::error("the last result holds no edges")
                .hint("name two nodes, as in `:why IS-K Pakistan`")
        } else {
            Report::error(format!("no edge joins these: {text}"))
                .hint(format!("`:path {text}` looks for a way round"))
        };
        return Reply::failure(report);
    }
    let sentences = |piece: &crate::base::Evidence| session.sentence(piece);
    let text = render::why::explain(
        &session.graph,
        &edges,
        &sentences,
        &|edge| session.undirected(edge),
        session.settings.layout,
    );
    let mut selection = Selection::default();
    for &edge in &edges {
        selection.add_edge(&session.graph, edge);
    }
    match &mut session.last {
        Some(last) => last.selection = selection,
        None => {
            session.last = Some(Last {
                query: String::new(),
                answer: Answer::default(),
                selection,
            });
        }
    }
    Reply::text(text)
}

/// Lists the edges between two nodes, mentions last.
fn between(graph: &Graph, left: NodeId, right: NodeId) -> Vec<EdgeId> {
    graph
        .edges_of(left, Direction::Both)
        .into_iter()
        .filter(|&edge| {
            graph
                .ends(edge)
                .is_some_and(|ends| ends == (left, right) || ends == (right, left))
        })
        .collect()
}

/// Collects the nodes and edges in a row of the last result, counted from 1.
fn row_selection(session: &Session, row: usize) -> Result<Selection, Box<Report>> {
    let missing = || {
        let rows = session
            .last
            .as_ref()
            .map_or(0, |last| last.answer.rows.len());
        Box::new(
            Report::error(format!("there is no row {row}")).hint(format!(
                "the last result has {}",
                counted(rows as u64, "row")
            )),
        )
    };
    let last = session.last.as_ref().ok_or_else(missing)?;
    let index = row.checked_sub(1).ok_or_else(missing)?;
    let values = last.answer.rows.get(index).ok_or_else(missing)?;
    let one = Answer {
        rows: vec![values.clone()],
        ..Answer::default()
    };
    let mut selection = selection_of(&session.graph, &one);
    if selection.edges().next().is_none() {
        // The row of a short pattern names its ends; the edges of the result that join them are meant.
        let texts: Vec<&str> = values
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(&**text),
                _ => None,
            })
            .collect();
        for edge in last.selection.edges() {
            let Some((source, target)) = session.graph.ends(edge) else {
                continue;
            };
            let named = |node| texts.contains(&&*session.graph.title(node));
            if named(source) && named(target) {
                selection.add_edge(&session.graph, edge);
            }
        }
    }
    Ok(selection)
}

pub(super) fn source(session: &mut Session, text: &str) -> Reply {
    let selection = match text.parse::<usize>() {
        Ok(row) => match row_selection(session, row) {
            Ok(selection) => Some(selection),
            Err(report) => return Reply::failure(*report),
        },
        Err(_) => session.last.as_ref().map(|last| last.selection.clone()),
    };
    let piece = selection
        .iter()
        .flat_map(Selection::edges)
        .find_map(|edge| session.graph.evidence(edge).first().cloned());
    let Some(piece) = piece else {
        return Reply::failure(
            Report::error("the last answer rests on no sentence").hint("ask `:why A B` first"),
        );
    };
    let name = session
        .graph
        .documents()
        .get(piece.document.0 as usize)
        .cloned()
        .unwrap_or_default();
    let article = session
        .articles
        .iter()
        .find(|(document, _)| document.id == name);
    let Some((document, _)) = article else {
        return Reply::failure(
            Report::error(format!("the text of `{name}` is not at hand"))
                .hint("a saved graph holds sentences, not articles; open the articles themselves"),
        );
    };
    let columns = session.settings.layout.width.unwrap_or(100);
    let mut page = String::new();
    let mut line_of_piece = 1;
    let mut seen = 0;
    let mut lines = 0;
    for paragraph in document.text.split('\n') {
        let length = paragraph.chars().count() as u32 + 1;
        if seen <= piece.start {
            line_of_piece = lines + 1;
        }
        seen += length;
        for line in render::width::wrap(&render::width::clean(paragraph), columns) {
            page.push_str(&line);
            page.push('\n');
            lines += 1;
        }
    }
    if session.settings.layout.theme != render::Theme::None {
        let marked = session
            .settings
            .layout
            .theme
            .paint(render::Role::Trigger, &piece.text);
        page = page.replacen(&piece.text, &marked, 1);
    }
    Reply {
        action: Action::Page(line_of_piece),
        ..Reply::text(page)
    }
}

pub(super) fn path(session: &mut Session, text: &str) -> Reply {
    let (left, right) = match two_names(session, text) {
        Ok(pair) => pair,
        Err(report) => return Reply::failure(report),
    };
    let paths = shortest_paths(&session.graph, left, right);
    if paths.is_empty() {
        return Reply::failure(Report::error(format!(
            "no way of at most {LONGEST_PATH} edges leads from `{}` to `{}`",
            session.graph.title(left),
            session.graph.title(right)
        )));
    }
    let mut selection = Selection::default();
    for &edge in paths.iter().flatten() {
        selection.add_edge(&session.graph, edge);
    }
    let picture = sketch::Picture {
        root: Some(left),
        ..session.picture(&selection)
    };
    let out = sketch::draw(
        &session.graph,
        &picture,
        Shape::Boxes,
        session.settings.layout,
    );
    session.last = Some(Last {
        query: format!(
            "MATCH p = allShortestPaths((a {{name: {}}})-[*..{LONGEST_PATH}]-(b {{name: {}}})) \
             WHERE none(r IN relationships(p) WHERE type(r) = \"MENTIONED_IN\") RETURN p",
            quoted(&session.graph.title(left)),
            quoted(&session.graph.title(right))
        ),
        answer: Answer::default(),
        selection,
    });
    let mut reply = Reply::text(out);
    if session.settings.interactive {
        reply.note = session
            .settings
            .layout
            .theme
            .paint(render::Role::Dim, "`:why` gives the sentences\n");
    }
    reply
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    render::write_quoted(&mut out, text);
    out
}

/// Finds the shortest ways from one node to another that do not run through articles.
fn shortest_paths(graph: &Graph, left: NodeId, right: NodeId) -> Vec<Vec<EdgeId>> {
    let mut before: BTreeMap<NodeId, (usize, Vec<(NodeId, EdgeId)>)> = BTreeMap::new();
    before.insert(left, (0, Vec::new()));
    let mut queue = VecDeque::from([left]);
    let is_background = |edge| graph.status(edge) == Some(Status::Background);
    while let Some(node) = queue.pop_front() {
        let depth = before[&node].0;
        if depth == LONGEST_PATH || node == right {
            continue;
        }
        for edge in graph.edges_of(node, Direction::Both) {
            if graph.type_name(edge) == "MENTIONED_IN" {
                continue;
            }
            let Some((source, target)) = graph.ends(edge) else {
                continue;
            };
            let other = if source == node { target } else { source };
            match before.get_mut(&other) {
                None => {
                    before.insert(other, (depth + 1, vec![(node, edge)]));
                    queue.push_back(other);
                }
                // Of parallel edges one speaks for all: the first that an article knows of.
                Some((known, ways)) if *known == depth + 1 => {
                    match ways.iter_mut().find(|(from, _)| *from == node) {
                        Some((_, found)) if is_background(*found) && !is_background(edge) => {
                            *found = edge;
                        }
                        Some(_) => {}
                        None => ways.push((node, edge)),
                    }
                }
                Some(_) => {}
            }
        }
    }
    let mut paths = Vec::new();
    let mut open = vec![(right, Vec::new())];
    while let Some((node, mut path)) = open.pop() {
        if node == left {
            path.reverse();
            if !path.is_empty() {
                paths.push(path);
            }
            if paths.len() == MOST_PATHS {
                break;
            }
            continue;
        }
        if let Some((_, ways)) = before.get(&node) {
            for &(from, edge) in ways.iter().rev() {
                let mut longer = path.clone();
                longer.push(edge);
                open.push((from, longer));
            }
        }
    }
    paths
}
