//! Runs queries: from the text to the answer.

mod column;
mod count;
mod expand;
mod path;
mod pipe;
mod reach;
mod shortest;
mod sort;
mod write;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::graph::Graph;
use crate::query::Answer;
use crate::query::Changes;
use crate::query::Options;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::Value;
use crate::query::ast::ClauseKind;
use crate::query::ast::LabelExpr;
use crate::query::ast::Mode;
use crate::query::ast::PathPattern;
use crate::query::ast::PatternElement;
use crate::query::ast::Query;
use crate::query::ast::SetItem;
use crate::query::check;
use crate::query::eval::Context;
use crate::query::eval::Session;
use crate::query::parse::parse;
use crate::query::plan::Plan;
use crate::query::plan::explain;
use crate::query::plan::plan;
use crate::query::run::write::Writer;

pub(in crate::query) use pipe::Flow;

/// Runs a query. When it fails, the graph is as it was before.
pub fn run(
    graph: &mut Graph,
    text: &str,
    parameters: &BTreeMap<String, Value>,
    options: &Options,
) -> Result<Answer, QueryError> {
    let query = parse(text)?;
    let checked = check(query, &options.procedures, Some(parameters))?;
    let query = checked.query();
    if !checked.writes() {
        let plan = plan(query, graph, parameters, options, false)?;
        return read(graph, text, &plan, options);
    }
    if options.read_only {
        return Err(QueryErrorKind::ReadOnly.at(query.span));
    }
    graph.begin();
    let answer = write(graph, text, query, parameters, options);
    match &answer {
        Ok(_) if query.mode != Mode::Explain => graph.commit(),
        _ => graph.rollback(),
    }
    answer
}

fn session<'s>(plan: &Plan, options: &'s Options) -> Session<'s> {
    let mut session = Session::new(options, &options.procedures);
    if plan.mode == Mode::Profile {
        session.profile = Some(RefCell::new(vec![(0, Duration::ZERO); plan.ops]));
    }
    session
}

fn read(graph: &Graph, text: &str, plan: &Plan, options: &Options) -> Result<Answer, QueryError> {
    let session = session(plan, options);
    let mut rows = Vec::new();
    if plan.mode != Mode::Explain {
        let cx = Context {
            graph,
            session: &session,
        };
        let mut row = vec![Value::Null; plan.width];
        plan.body.each(cx, &mut row, &mut |row| {
            let values: Vec<Value> = plan
                .body
                .outputs
                .iter()
                .map(|slot| row[*slot].clone())
                .collect();
            cx.session
                .budget
                .take(size_of_val(values.as_slice()) + 24)?;
            rows.push(values);
            Ok(Flow::Continue)
        })?;
    }
    Ok(answer(
        graph,
        text,
        plan,
        &session,
        rows,
        Changes::default(),
    ))
}

fn write(
    graph: &mut Graph,
    text: &str,
    query: &Query,
    parameters: &BTreeMap<String, Value>,
    options: &Options,
) -> Result<Answer, QueryError> {
    intern_names(query, graph);
    let plan = plan(query, graph, parameters, options, true)?;
    let session = session(&plan, options);
    let mut rows = Vec::new();
    let mut changes = Changes::default();
    if plan.mode != Mode::Explain {
        let mut writer = Writer {
            graph,
            session: &session,
            changes,
        };
        let row = vec![Value::Null; plan.width];
        let outputs = &plan.body.outputs;
        rows = writer
            .body(&plan.body, &row)?
            .into_iter()
            .map(|row| outputs.iter().map(|slot| row[*slot].clone()).collect())
            .collect();
        changes = writer.changes;
    }
    Ok(answer(graph, text, &plan, &session, rows, changes))
}

fn answer(
    graph: &Graph,
    text: &str,
    plan: &Plan,
    session: &Session<'_>,
    rows: Vec<Vec<Value>>,
    changes: Changes,
) -> Answer {
    let counts = session.profile.as_ref().map(RefCell::borrow);
    let drawn = match plan.mode {
        Mode::Run => None,
        Mode::Explain => Some(explain(plan, graph, text, None)),
        Mode::Profile => Some(explain(
            plan,
            graph,
            text,
            counts.as_ref().map(|counts| counts.as_slice()),
        )),
    };
    Answer {
        columns: plan.columns.clone(),
        rows,
        changes,
        plan: drawn,
    }
}

/// Makes the labels and types that a query writes known to the graph, since the same query may
/// match them in a later clause.
fn intern_names(query: &Query, graph: &mut Graph) {
    for clause in query.parts.iter().flat_map(|part| &part.clauses) {
        match &clause.kind {
            ClauseKind::Create(patterns) => {
                for pattern in patterns {
                    intern_pattern(pattern, graph);
                }
            }
            ClauseKind::Merge { pattern, actions } => {
                intern_pattern(pattern, graph);
                for action in actions {
                    intern_items(&action.items, graph);
                }
            }
            ClauseKind::Set(items) => intern_items(items, graph),
            ClauseKind::Subquery { query, .. } => intern_names(query, graph),
            _ => {}
        }
    }
}

fn intern_items(items: &[SetItem], graph: &mut Graph) {
    for item in items {
        if let SetItem::Labels { labels, .. } = item {
            for label in labels {
                graph.intern(&label.text);
            }
        }
    }
}

fn intern_pattern(pattern: &PathPattern, graph: &mut Graph) {
    for element in &pattern.elements {
        let names = match element {
            PatternElement::Node(node) => &node.labels,
            PatternElement::Edge(edge) => &edge.types,
        };
        if let Some(names) = names {
            intern_labels(names, graph);
        }
    }
}

fn intern_labels(labels: &LabelExpr, graph: &mut Graph) {
    match labels {
        LabelExpr::Name(name) => _ = graph.intern(&name.text),
        LabelExpr::Any(_) => {}
        LabelExpr::Not(label) => intern_labels(label, graph),
        LabelExpr::And(labels) | LabelExpr::Or(labels) => {
            for label in labels {
                intern_labels(label, graph);
            }
        }
    }
}
