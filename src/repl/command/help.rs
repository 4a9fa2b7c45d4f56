//! Help: what there is in a page, and one thing at a time with an example that runs.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt::Write;

use crate::base::Status;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Layout;
use crate::render::Report;
use crate::render::Role;
use crate::render::width;
use crate::repl::command;
use crate::repl::command::COMMANDS;
use crate::repl::command::example;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

/// A clause of the query language.
struct Clause {
    name: &'static str,
    doc: &'static str,
    example: &'static str,
}

const fn clause(name: &'static str, doc: &'static str, example: &'static str) -> Clause {
    Clause { name, doc, example }
}

const CLAUSES: &[Clause] = &[
    clause(
        "MATCH",
        "finds every place in the graph where a pattern fits: (node)-[edge]->(node)",
        "MATCH (a:Actor)-[r:OPPOSES]->(b) RETURN a.name, b.name",
    ),
    clause(
        "OPTIONAL MATCH",
        "like MATCH, but keeps a row without a match, with nulls",
        "MATCH (e:Event) OPTIONAL MATCH (a)-[:AGENT_OF]->(e) RETURN e.name, a.name",
    ),
    clause(
        "WHERE",
        "keeps the rows for which a condition holds",
        "MATCH (a)-[r]->(b) WHERE r.status = 'disputed' RETURN a.name, type(r), b.name",
    ),
    clause(
        "RETURN",
        "says which columns come out; DISTINCT drops repeats, AS names a column",
        "MATCH (n:State) RETURN DISTINCT n.name AS state",
    ),
    clause(
        "WITH",
        "hands rows to the next clause, as RETURN would; aggregates may be filtered after it",
        "MATCH (a)-[:CLAIMS]->(c) WITH a, count(c) AS claims WHERE claims > 1 RETURN a.name, claims",
    ),
    clause(
        "ORDER BY",
        "sorts rows; DESC turns the order round",
        "MATCH (e:Event) WHERE e.date IS NOT NULL RETURN e.date, e.name ORDER BY e.date DESC",
    ),
    clause(
        "LIMIT",
        "keeps the first rows; SKIP leaves some out before",
        "MATCH (n) RETURN n.name ORDER BY n.name SKIP 5 LIMIT 5",
    ),
    clause(
        "UNWIND",
        "makes a row of each item of a list",
        "UNWIND ['Russia', 'Ukraine'] AS name MATCH (n:State {name: name}) RETURN n",
    ),
    clause(
        "UNION",
        "puts the rows of two queries together; UNION ALL keeps repeats",
        "MATCH (n:Place) RETURN n.name AS name UNION MATCH (n:State) RETURN n.name AS name",
    ),
    clause(
        "CREATE",
        "adds nodes and edges; `:undo` takes them back",
        "CREATE (n:Note {text: 'check this'}) RETURN n",
    ),
    clause(
        "MERGE",
        "finds a pattern or, where there is none, creates it",
        "MERGE (n:Note {text: 'once'}) RETURN n",
    ),
    clause(
        "SET",
        "changes properties and labels",
        "MATCH (n:State {name: 'Russia'}) SET n.seen = true RETURN n",
    ),
    clause(
        "REMOVE",
        "takes properties and labels away",
        "MATCH (n:State {name: 'Russia'}) REMOVE n.seen RETURN n",
    ),
    clause(
        "DELETE",
        "removes nodes and edges; DETACH DELETE removes a node with its edges",
        "MATCH (n:Note) DETACH DELETE n",
    ),
    clause(
        "EXPLAIN",
        "shows how a query would be run; PROFILE runs it and counts rows",
        "EXPLAIN MATCH (n:State)-[:BORDERS]-(m) RETURN n.name, m.name",
    ),
];

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
    let clauses = CLAUSES.iter().map(|clause| clause.name.to_owned());
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
                .filter(|(distance, _)| *distance <= 3);
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
    let shown = |text: &str| format!("\n  {}\n", theme.paint(Role::Text, text));
    let lower = topic.trim_start_matches(':').to_lowercase();
    match lower.as_str() {
        "patterns" => return Some(patterns(session)),
        "status" => return Some(statuses(session)),
        "keys" => return Some(KEYS.to_owned()),
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
    if let Some(clause) = CLAUSES
        .iter()
        .find(|clause| clause.name.eq_ignore_ascii_case(topic))
    {
        return Some(title(clause.name, clause.doc) + &shown(clause.example));
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
    let mut text = String::new();
    if let Some(function) = session.signatures().function(topic) {
        let doc = function.doc.trim_end_matches('.');
        let doc = format!("{doc}; gives {}", function.result.describe());
        text.push_str(&title(&function.to_string(), &doc));
        text.extend(example::function(topic).map(|query| shown(&query)));
    }
    // `evidence` and `degree` are both.
    if let Some(procedure) = session.signatures().procedure(topic) {
        text.push_str(&title(&procedure.to_string(), &procedure.doc));
        text.extend(example::procedure(topic).map(|query| shown(&query)));
    }
    // `:last` may be asked for without its colon, where nothing else has the name.
    if text.is_empty()
        && let Some(command) = command::find(&lower)
    {
        return explain(session, &format!(":{}", command.name));
    }
    (!text.is_empty()).then_some(text)
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

const KEYS: &str = "\
  Tab            complete; again for the next
  Ctrl-R         search the history
  →  or  End     take the suggestion in grey
  Enter          run, or go on in the next line where the query is not complete
  Alt-Enter      a new line
  Ctrl-C         stop the query, or drop the line; twice on an empty line says how to leave
  Ctrl-D         leave
  Ctrl-A Ctrl-E  to the start, to the end
  Ctrl-W Ctrl-U  delete the word, the line before the cursor
";

/// Of more lines of a step the rest is only counted, so that a step fits on a small screen.
const LONGEST_STEP: usize = 14;

/// A step of the tour: what to notice, and what to type.
#[derive(Clone, Debug)]
pub(in crate::repl) struct Step {
    remark: &'static str,
    line: String,
}

/// Gives the steps of the tour, with names of this graph.
fn steps(graph: &Graph) -> VecDeque<Step> {
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

/// Gives the examples of help with their topics, to be tried by a test; nothing where a function
/// has none.
pub fn examples(session: &Session) -> Vec<(String, Option<String>)> {
    let clauses = CLAUSES
        .iter()
        .map(|clause| (clause.name.to_owned(), Some(clause.example.to_owned())));
    let tour = steps(&session.graph);
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
