//! The tour: the shell in two minutes, on whatever graph there is.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt::Write;

use crate::base::Status;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Role;
use crate::render::width;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

/// Of more lines of a step the rest is only counted, so that a step fits on a small screen.
const LONGEST_STEP: usize = 14;

/// A step of the tour: what to notice, and what to type.
#[derive(Clone, Debug)]
pub(in crate::repl) struct Step {
    remark: &'static str,
    /// What to type.
    pub(super) line: String,
}

/// Gives the steps of the tour, with names of this graph.
pub(super) fn steps(graph: &Graph) -> VecDeque<Step> {
    let step = |remark, line: String| Step { remark, line };
    let (name, other) = protagonists(graph);
    let denials = graph
        .symbol("DENIES")
        .is_some_and(|denies| !graph.edges_with_type(denies).is_empty());
    let mut steps = VecDeque::from([
        step(
            "A name shows its card: what it is, its relations, its events. A mark before each says how \
             sure it is (`:help status`), the number behind it in which article it stands.",
            name.clone(),
        ),
        step(
            "A short pattern asks for edges, and shows the Cypher query that it stands for.",
            match denials {
                true => "who denies what".to_owned(),
                false => format!("{name} ? ?"),
            },
        ),
        step(
            "Every edge rests on sentences: `:why` shows those behind the last result, or behind one row.",
            ":why 1".to_owned(),
        ),
        step(
            "Where sources disagree, both sides stand together.",
            ":disputes".to_owned(),
        ),
        step("What happened when?", ":timeline".to_owned()),
        step(
            "Anything else is a question in openCypher. Tab completes names, labels, types and functions.",
            "MATCH (a)-[:CLAIMS]->(c) RETURN a.name AS who, c.name AS what ORDER BY who LIMIT 4"
                .to_owned(),
        ),
    ]);
    if let Some(other) = other {
        steps.push_back(step(
            "Two names with a question mark between them: all that joins them.",
            format!("{name} ? {other}"),
        ));
        steps.push_back(step(
            "Results can be drawn, here or for Graphviz with `:dot FILE`.",
            ":graph".to_owned(),
        ));
    }
    steps.push_back(step(
        "The last result again, for a colleague or a script. `:help` lists everything else.",
        ":share".to_owned(),
    ));
    steps
}

/// Finds who the articles say most of, and who is joined to it by most edges.
fn protagonists(graph: &Graph) -> (String, Option<String>) {
    let mut degrees: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(NodeId, NodeId), usize> = BTreeMap::new();
    let person = |node| graph.has_label(node, "State") || graph.has_label(node, "Actor");
    for edge in graph.edges() {
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let told = !matches!(graph.status(edge), None | Some(Status::Background));
        if !told || graph.type_name(edge) == "MENTIONED_IN" {
            continue;
        }
        for node in [source, target] {
            if person(node) {
                *degrees.entry(node).or_default() += 1;
            }
        }
        if person(source) && person(target) && source != target {
            *pairs
                .entry((source.min(target), source.max(target)))
                .or_default() += 1;
        }
    }
    let first = degrees
        .iter()
        .max_by_key(|(node, degree)| (**degree, std::cmp::Reverse(**node)))
        .map(|(node, _)| *node)
        .or_else(|| graph.nodes().next());
    let Some(first) = first else {
        return ("Russia".to_owned(), None);
    };
    let partner = pairs
        .iter()
        .filter(|((left, right), _)| *left == first || *right == first)
        .max_by_key(|(pair, count)| (**count, std::cmp::Reverse(**pair)))
        .map(|((left, right), _)| if *left == first { *right } else { *left });
    let name = |node| graph.title(node).to_string();
    (name(first), partner.map(name))
}

pub(super) fn tour(session: &mut Session, _: &str) -> Reply {
    session.tour = steps(&session.graph);
    if session.settings.interactive {
        return go_on(session);
    }
    let mut all = Reply::default();
    while session.touring() {
        let step = go_on(session);
        all.append(step);
    }
    all
}

/// Takes the next step of the tour, where one is to come.
pub(in crate::repl) fn go_on(session: &mut Session) -> Reply {
    let Some(step) = session.tour.pop_front() else {
        return Reply::default();
    };
    // The line is answered as if it were typed, which does not end the tour.
    let theme = session.settings.layout.theme;
    let columns = session.settings.layout.width.unwrap_or(100);
    let mut reply = Reply::default();
    reply.text.push('\n');
    for line in width::wrap(step.remark, columns) {
        _ = writeln!(reply.text, "{}", theme.paint(Role::Hint, &line));
    }
    for line in width::wrap(&format!("newsgraph> {}", step.line), columns) {
        match line.strip_prefix("newsgraph> ") {
            Some(rest) => {
                _ = writeln!(
                    reply.text,
                    "{} {rest}",
                    theme.paint(Role::Keyword, "newsgraph>")
                )
            }
            None => _ = writeln!(reply.text, "{line}"),
        }
    }
    let answer = session.answer(&step.line);
    let rows: Vec<&str> = answer.text.lines().collect();
    let shown = match rows.len() {
        // One line more takes no more room than to say that it is missing.
        count if count <= LONGEST_STEP + 1 => count,
        _ => LONGEST_STEP,
    };
    for row in &rows[..shown] {
        reply.text.push_str(row);
        reply.text.push('\n');
    }
    if rows.len() > shown {
        let more = format!("… {} more lines\n", rows.len() - shown);
        reply.text.push_str(&theme.paint(Role::Dim, &more));
    }
    reply.reports = answer.reports;
    if session.settings.interactive {
        reply.note = match session.tour.len() {
            0 => "That was the tour.\n".to_owned(),
            1 => "Enter for the last step.\n".to_owned(),
            left => {
                format!("Enter goes on, {left} steps to come; or try something else in between.\n")
            }
        };
        reply.note = theme.paint(Role::Dim, &reply.note);
    }
    reply
}
