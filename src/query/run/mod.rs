//! Runs queries: from the text to the answer.

mod column;
mod count;
mod distinct;
mod expand;
mod group;
mod path;
mod pipe;
mod plans;
mod reach;
mod repeat;
mod scan;
mod shortest;
mod sort;
mod state;
mod write;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use crate::graph::Graph;
use crate::query::Answer;
use crate::query::Changes;
use crate::query::Checked;
use crate::query::Options;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::Timing;
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
pub use plans::Plans;

/// Runs a query. When it fails, the graph is as it was before.
pub fn run(
    graph: &mut Graph,
    text: &str,
    parameters: &BTreeMap<String, Value>,
    options: &Options,
) -> Result<Answer, QueryError> {
    let mut watch = Watch::start();
    let checked = check(parse(text)?, &options.procedures, Some(parameters))?;
    watch.timing.parse = watch.lap();
    if checked.writes() {
        return change(graph, text, &checked, parameters, options, watch);
    }
    let plan = plan(checked.query(), graph, parameters, options, false)?;
    watch.timing.plan = watch.lap();
    Ok(watch.stop(read(graph, text, &plan, options)?))
}

/// Runs a query that writes.
fn change(
    graph: &mut Graph,
    text: &str,
    checked: &Checked,
    parameters: &BTreeMap<String, Value>,
    options: &Options,
    mut watch: Watch,
) -> Result<Answer, QueryError> {
    let query = checked.query();
    if options.read_only {
        return Err(QueryErrorKind::ReadOnly.at(query.span));
    }
    graph.begin();
    let answer = write(graph, text, query, parameters, options, &mut watch);
    match &answer {
        Ok(_) if query.mode != Mode::Explain => graph.commit(),
        _ => graph.rollback(),
    }
    Ok(watch.stop(answer?))
}

/// Takes the times of the steps of a query.
struct Watch {
    last: Instant,
    timing: Timing,
}

impl Watch {
    fn start() -> Self {
        Watch {
            last: Instant::now(),
            timing: Timing::default(),
        }
    }

    /// Gives the time since the last step ended.
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.last, now))
    }

    fn stop(mut self, mut answer: Answer) -> Answer {
        self.timing.run = self.lap();
        answer.timing = self.timing;
        answer
    }
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
            for value in &values {
                cx.session.budget.look_into(value)?;
            }
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
    watch: &mut Watch,
) -> Result<Answer, QueryError> {
    intern_names(query, graph);
    let plan = plan(query, graph, parameters, options, true)?;
    watch.timing.plan = watch.lap();
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
        writer.check_deleted()?;
        for value in rows.iter().flatten() {
            session.budget.look_into(value)?;
        }
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
        timing: Timing::default(),
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
            PatternElement::Group(_) => continue,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use super::run;
    use crate::graph::Graph;
    use crate::query::Options;
    use crate::query::QueryErrorKind;

    /// Runs a query that never ends by itself, and gives what stopped it.
    fn stopped(options: &Options, query: &str) -> QueryErrorKind {
        let mut graph = Graph::new();
        let before = "UNWIND range(1, 30) AS i CREATE (:N {i: i})";
        run(&mut graph, before, &BTreeMap::new(), options).unwrap();
        let error = run(&mut graph, query, &BTreeMap::new(), options).unwrap_err();
        assert_eq!(graph.node_count(), 30, "{query}");
        error.kind
    }

    const ENDLESS: &str = "MATCH (a), (b), (c), (d), (e), (f) WHERE a.i + b.i + c.i + d.i + e.i + f.i < 0 RETURN count(*)";

    #[test]
    fn another_thread_can_cancel_a_query() {
        let cancel = Arc::new(AtomicBool::new(false));
        let options = Options {
            cancel: Some(cancel.clone()),
            ..Options::default()
        };
        let other = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            cancel.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        assert_eq!(stopped(&options, ENDLESS), QueryErrorKind::Cancelled);
        other.join().unwrap();
    }

    #[test]
    fn a_query_that_takes_too_long_is_stopped_and_leaves_nothing_behind() {
        let options = Options {
            time: Some(Duration::from_millis(30)),
            ..Options::default()
        };
        let late = QueryErrorKind::TimeLimit { milliseconds: 30 };
        assert_eq!(stopped(&options, ENDLESS), late);
        let writing = "CREATE (:M) WITH 1 AS x UNWIND range(1, 100000000) AS i WITH i WHERE i < 0 CREATE (:M)";
        assert_eq!(stopped(&options, writing), late);
    }

    #[test]
    fn a_query_that_keeps_too_much_is_stopped() {
        let options = Options {
            memory: Some(1 << 20),
            ..Options::default()
        };
        let full = QueryErrorKind::MemoryLimit { mebibytes: 1 };
        for query in [
            "MATCH (a), (b), (c), (d) RETURN collect([a, b, c, d])",
            "MATCH (a), (b), (c), (d) RETURN DISTINCT a, b, c, d",
            "MATCH (a), (b), (c), (d) RETURN a.i AS i ORDER BY b.i + c.i",
            "UNWIND range(1, 1000000) AS i RETURN i",
            "RETURN size(range(1, 1000000))",
            "RETURN size(reduce(s = 'ab', i IN range(1, 60) | s + s))",
            "RETURN size(reduce(l = [1, 2], i IN range(1, 60) | l + l))",
        ] {
            assert_eq!(stopped(&options, query), full, "{query}");
        }
    }

    #[test]
    fn a_value_that_grows_inside_of_itself_is_stopped() {
        let options = Options {
            time: Some(Duration::from_secs(20)),
            ..Options::default()
        };
        let deep = "RETURN size(reduce(l = [1], i IN range(1, 1000000) | [l]))";
        let limit = QueryErrorKind::ValueTooDeep { limit: 1000 };
        assert_eq!(stopped(&options, deep), limit);
        let full = QueryErrorKind::MemoryLimit { mebibytes: 2048 };
        let shared = "RETURN reduce(l = [1], i IN range(1, 50) | [l, l])";
        assert_eq!(stopped(&options, shared), full);
        let chain = "WITH [1, 2] AS l ".to_owned() + &"WITH [l, l] AS l ".repeat(40) + "RETURN l";
        assert_eq!(stopped(&options, &chain), full);
    }

    #[test]
    fn a_range_that_is_unwound_is_not_listed() {
        let options = Options {
            memory: Some(1 << 20),
            ..Options::default()
        };
        let query = "UNWIND range(1, 200000) AS i RETURN sum(i)";
        let answer = run(&mut Graph::new(), query, &BTreeMap::new(), &options).unwrap();
        assert_eq!(answer.rows, [[20_000_100_000_i64.into()]]);
    }

    #[test]
    fn a_profile_counts_rows_and_an_explanation_runs_nothing() {
        let mut graph = Graph::new();
        let mut ask = |query: &str| {
            let answer = run(&mut graph, query, &BTreeMap::new(), &Options::default());
            (answer.unwrap().plan, graph.node_count())
        };
        assert_eq!(ask("EXPLAIN CREATE (:A)").1, 0);
        ask("UNWIND [1, 2, 3] AS x CREATE (:A {x: x})");
        let (plan, _) = ask("PROFILE MATCH (a:A) WHERE a.x > 1 RETURN a.x AS x");
        let plan = plan.unwrap().to_string();
        let lines: Vec<&str> = plan.lines().map(str::trim).collect();
        assert!(
            lines[2].starts_with("NodesByLabel (a:A WHERE a.x > 1)  rows 2"),
            "{plan}"
        );
    }

    #[test]
    fn a_long_chain_of_clauses_needs_no_stack() {
        let mut graph = Graph::new();
        let unwinds: String = (0..3000).map(|i| format!("UNWIND [1] AS x{i} ")).collect();
        let query = format!("{unwinds} RETURN 1");
        let run = move || run(&mut graph, &query, &BTreeMap::new(), &Options::default());
        let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(run);
        let error = thread.unwrap().join().unwrap().unwrap_err();
        assert!(
            matches!(error.kind, QueryErrorKind::TooManySteps { .. }),
            "{error}"
        );
    }
}
