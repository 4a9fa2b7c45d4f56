//! Commands that list and draw what is in the graph.

use std::collections::BTreeMap;
use std::path::Path;

use crate::export::Selection;
use crate::export::write_file;
use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::timeline;
use crate::query::Answer;
use crate::query::Value;
use crate::render;
use crate::render::Report;
use crate::render::answer::counted;
use crate::render::sketch;
use crate::render::sketch::Shape;
use crate::repl::reply::Action;
use crate::repl::reply::Reply;
use crate::repl::session::Last;
use crate::repl::session::Session;
use crate::repl::settings::Drawing;

pub(super) fn timeline(session: &mut Session, text: &str) -> Reply {
    let events = if text.is_empty() {
        timeline::events(&session.graph)
    } else {
        match session.node(text.trim_matches('"')) {
            Ok(node) => timeline::events_of(&session.graph, node),
            Err(report) => return Reply::failure(report),
        }
    };
    if events.is_empty() {
        return Reply::note("no event has a date");
    }
    let text =
        render::timeline::lines(&session.graph, &events, session.settings.layout, usize::MAX);
    Reply::text(text)
}

pub(super) fn disputes(session: &mut Session, _: &str) -> Reply {
    let (text, count) = render::dispute::disputes(&session.graph, session.settings.layout);
    Reply {
        text,
        note: match count {
            0 => "nobody denies anything, and no figures differ\n".to_owned(),
            count => counted(count as u64, "dispute") + "\n",
        },
        ..Reply::default()
    }
}

/// Shows rows that no query gave, so that `:last` and the modes work on them too.
fn table(session: &mut Session, query: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Reply {
    let answer = Answer {
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        rows,
        ..Answer::default()
    };
    session.last = Some(Last {
        query: query.to_owned(),
        answer,
        selection: Selection::default(),
    });
    session.show_last(session.settings.mode, session.settings.layout)
}

pub(super) fn nodes(session: &mut Session, label: &str) -> Reply {
    let graph = &session.graph;
    let label = label.trim_start_matches(':');
    if !label.is_empty() && !graph.nodes().any(|node| graph.has_label(node, label)) {
        let labels = labels(graph);
        return Reply::failure(no_such("label", label, labels.keys().map(String::as_str)));
    }
    let mut found: Vec<(usize, NodeId)> = graph
        .nodes()
        .filter(|&node| label.is_empty() || graph.has_label(node, label))
        .map(|node| (graph.edges_of(node, Direction::Both).len(), node))
        .collect();
    found.sort_by_key(|(degree, node)| (std::cmp::Reverse(*degree), *node));
    let rows = found
        .into_iter()
        .map(|(degree, node)| {
            vec![
                Value::text(&graph.title(node)),
                Value::text(&graph.label_names(node).join(":")),
                Value::Int(degree as i64),
            ]
        })
        .collect();
    let of = if label.is_empty() {
        String::new()
    } else {
        format!(":{label}")
    };
    let query = format!(
        "MATCH (n{of}) RETURN n.name AS name, labels(n) AS labels, COUNT {{ (n)--() }} AS edges \
         ORDER BY edges DESC"
    );
    table(session, &query, &["name", "labels", "edges"], rows)
}

pub(super) fn edges(session: &mut Session, edge_type: &str) -> Reply {
    let graph = &session.graph;
    let wanted = edge_type.trim_start_matches(':').to_uppercase();
    if !wanted.is_empty() && !graph.edges().any(|edge| graph.type_name(edge) == wanted) {
        let types = types(graph);
        return Reply::failure(no_such(
            "edge type",
            &wanted,
            types.keys().map(String::as_str),
        ));
    }
    let rows = graph
        .edges()
        .filter(|&edge| {
            let name = graph.type_name(edge);
            if wanted.is_empty() {
                name != "MENTIONED_IN"
            } else {
                name == wanted
            }
        })
        .filter_map(|edge| {
            let (source, target) = graph.ends(edge)?;
            let text = |key| {
                graph
                    .edge_text(edge, key)
                    .map_or(Value::Null, |text| Value::text(&text))
            };
            Some(vec![
                Value::text(&graph.title(source)),
                Value::text(graph.type_name(edge)),
                Value::text(&graph.title(target)),
                text("status"),
                text("attributed_to"),
                text("document"),
            ])
        })
        .collect();
    let of = if wanted.is_empty() {
        String::new()
    } else {
        format!(":{wanted}")
    };
    let query = format!(
        "MATCH (a)-[r{of}]->(b) RETURN a.name AS source, type(r) AS type, b.name AS target, \
         r.status AS status, r.attributed_to AS says, r.document AS article"
    );
    let columns = ["source", "type", "target", "status", "says", "article"];
    table(session, &query, &columns, rows)
}

fn no_such<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Report {
    let report = Report::error(format!("no {what} is called `{name}`"));
    let lower = name.to_lowercase();
    let nearest = known
        .map(|known| {
            (
                strsim::damerau_levenshtein(&known.to_lowercase(), &lower),
                known,
            )
        })
        .filter(|(distance, _)| *distance <= 3)
        .min();
    match nearest {
        Some((_, known)) => report.hint(format!("did you mean `{known}`?")),
        None => report.hint("`:schema` lists what there is"),
    }
}

/// Counts the nodes of each label.
pub(in crate::repl) fn labels(graph: &Graph) -> BTreeMap<String, usize> {
    let mut labels = BTreeMap::new();
    for node in graph.nodes() {
        for label in graph.label_names(node) {
            *labels.entry(label.to_owned()).or_default() += 1;
        }
    }
    labels
}

/// Counts the edges of each type.
pub(in crate::repl) fn types(graph: &Graph) -> BTreeMap<String, usize> {
    let mut types = BTreeMap::new();
    for edge in graph.edges() {
        *types.entry(graph.type_name(edge).to_owned()).or_default() += 1;
    }
    types
}

pub(super) fn schema(session: &mut Session, _: &str) -> Reply {
    let graph = &session.graph;
    let mut rows = Vec::new();
    let mut properties: BTreeMap<(u8, String), BTreeMap<String, ()>> = BTreeMap::new();
    let mut joins: BTreeMap<String, BTreeMap<String, ()>> = BTreeMap::new();
    for node in graph.nodes() {
        for label in graph.label_names(node) {
            let known = properties.entry((0, label.to_owned())).or_default();
            for (name, _) in graph.node_entries(node) {
                if !known.contains_key(name) {
                    known.insert(name.to_owned(), ());
                }
            }
        }
    }
    for edge in graph.edges() {
        let edge_type = graph.type_name(edge);
        let known = properties.entry((1, edge_type.to_owned())).or_default();
        for (name, _) in graph.edge_entries(edge) {
            if !known.contains_key(name) {
                known.insert(name.to_owned(), ());
            }
        }
        if let Some((source, target)) = graph.ends(edge) {
            let pair = format!(
                "{} → {}",
                graph.kind(source).unwrap_or("?"),
                graph.kind(target).unwrap_or("?")
            );
            joins
                .entry(edge_type.to_owned())
                .or_default()
                .insert(pair, ());
        }
    }
    let (labels, types) = (labels(graph), types(graph));
    for ((group, name), keys) in properties {
        let keys: Vec<String> = keys.into_keys().collect();
        let (what, count, ends) = if group == 0 {
            ("label", labels.get(&name), String::new())
        } else {
            let pairs: Vec<String> = joins
                .remove(&name)
                .unwrap_or_default()
                .into_keys()
                .collect();
            ("edge", types.get(&name), pairs.join(", "))
        };
        rows.push(vec![
            Value::text(what),
            Value::text(&name),
            Value::Int(count.copied().unwrap_or(0) as i64),
            Value::text(&keys.join(" ")),
            Value::text(&ends),
        ]);
    }
    let columns = ["what", "name", "count", "properties", "joins"];
    table(session, ":schema", &columns, rows)
}

pub(super) fn stats(session: &mut Session, _: &str) -> Reply {
    let graph = &session.graph;
    let mut rows = vec![
        vec![
            Value::text("nodes"),
            Value::text(""),
            Value::Int(graph.node_count() as i64),
        ],
        vec![
            Value::text("edges"),
            Value::text(""),
            Value::Int(graph.edge_count() as i64),
        ],
    ];
    let mut statuses: BTreeMap<String, i64> = BTreeMap::new();
    let mut evidence = 0;
    for edge in graph.edges() {
        evidence += graph.evidence(edge).len() as i64;
        if graph.type_name(edge) == "MENTIONED_IN" {
            continue;
        }
        if let Some(status) = graph.edge_text(edge, "status") {
            *statuses.entry(status.to_string()).or_default() += 1;
        }
    }
    rows.push(vec![
        Value::text("sentences cited"),
        Value::text(""),
        Value::Int(evidence),
    ]);
    for (label, count) in labels(graph) {
        rows.push(vec![
            Value::text("label"),
            Value::text(&label),
            Value::Int(count as i64),
        ]);
    }
    for (edge_type, count) in types(graph) {
        rows.push(vec![
            Value::text("edge"),
            Value::text(&edge_type),
            Value::Int(count as i64),
        ]);
    }
    for (status, count) in statuses {
        rows.push(vec![
            Value::text("status"),
            Value::text(&status),
            Value::Int(count),
        ]);
    }
    table(session, ":stats", &["what", "name", "count"], rows)
}

pub(super) fn graph(session: &mut Session, shape: &str) -> Reply {
    let drawing = match shape {
        "" => session.settings.drawing,
        _ => match Drawing::named(shape) {
            Some(drawing) => drawing,
            None => {
                let report = Report::error(format!("`{shape}` is no way to draw"))
                    .hint("one of auto picture boxes list");
                return Reply::failure(report);
            }
        },
    };
    let Some(last) = &session.last else {
        return Reply::failure(Report::error("there is no result yet").hint("ask something first"));
    };
    if drawing == Drawing::Picture && !session.settings.pictures {
        return Reply::failure(
            Report::error("this terminal is not known to show pictures")
                .hint("`:graph boxes` draws with characters, `:dot FILE` writes for Graphviz"),
        );
    }
    let picture = session.picture(&last.selection);
    let shape = match drawing {
        Drawing::List => Shape::List,
        _ => Shape::Boxes,
    };
    let layout = session.settings.layout;
    let mut reply = Reply::text(sketch::draw(&session.graph, &picture, shape, layout));
    let pictured = match drawing {
        Drawing::Auto => session.settings.pictures,
        other => other == Drawing::Picture,
    };
    if pictured && !last.selection.is_empty() {
        reply.action = Action::Picture(session.dot(&last.selection));
    }
    reply
}

pub(super) fn dot(session: &mut Session, file: &str) -> Reply {
    let selection = match &session.last {
        Some(last) if !last.selection.is_empty() => last.selection.clone(),
        _ => Selection::without_documents(&session.graph).told(&session.graph),
    };
    let dot = session.dot(&selection);
    if file.is_empty() {
        return Reply::text(dot);
    }
    let (nodes, edges) = selection.counts();
    match write_file(Path::new(file), dot.as_bytes()) {
        Ok(()) => Reply::note(format!(
            "wrote {file}: {}, {}; see it with `dot -Tsvg {file} -o graph.svg`",
            counted(nodes as u64, "node"),
            counted(edges as u64, "edge")
        )),
        Err(error) => Reply::failure(Report::error(error.to_string())),
    }
}
