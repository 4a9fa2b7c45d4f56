//! Runs scenarios of openCypher: those of `../shared/tck`, and our own in `tests/data/conformance/`.
//!
//! A scenario that does not pass has to stand in `pending.txt` with its reason, and one that
//! stands there has to fail.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use newsgraph::base::temporal::Temporal;
use newsgraph::graph::Graph;
use newsgraph::graph::NodeId;
use newsgraph::query;
use newsgraph::query::Answer;
use newsgraph::query::Options;
use newsgraph::query::QueryError;
use newsgraph::query::Value;

use crate::expected::Expected;
use crate::gherkin;
use crate::gherkin::Scenario;
use crate::gherkin::Step;

#[test]
fn scenarios_of_the_conformance_kit_pass() {
    check(&gherkin::scenarios());
}

#[test]
fn scenarios_of_our_own_pass() {
    let scenarios = gherkin::scenarios_under(&data());
    assert!(scenarios.len() >= 10, "there are {}", scenarios.len());
    check(&scenarios);
}

fn data() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance")
}

fn check(scenarios: &[Scenario]) {
    let text = fs::read_to_string(data().join("pending.txt")).unwrap();
    let pending: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split(" -- ").next().unwrap_or(line).trim())
        .collect();
    let mut wrong = Vec::new();
    for scenario in scenarios {
        let listed = pending.contains(scenario.name.as_str());
        match (World::default().run(scenario), listed) {
            (Ok(()), true) => wrong.push(format!("{} passes, but is pending", scenario.name)),
            (Err(reason), false) => wrong.push(format!("{}: {reason}", scenario.name)),
            _ => {}
        }
    }
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{count} scenarios:\n{}", wrong.join("\n"));
}

/// A graph and what the last query did to it.
#[derive(Default)]
struct World {
    graph: Graph,
    parameters: BTreeMap<String, Value>,
    options: Options,
    result: Option<Result<Answer, QueryError>>,
    before: Contents,
    after: Contents,
}

/// What side effects are counted by.
#[derive(Default)]
struct Contents {
    nodes: BTreeSet<u32>,
    edges: BTreeSet<u32>,
    labels: BTreeSet<String>,
    properties: BTreeSet<(char, u32, String, String)>,
}

impl Contents {
    fn of(graph: &Graph) -> Self {
        let mut contents = Contents::default();
        for node in graph.nodes() {
            contents.nodes.insert(node.0);
            for label in graph.labels(node) {
                contents.labels.insert(graph.name(*label).to_owned());
            }
            for (key, value) in graph.node_properties(node) {
                let property = ('n', node.0, key.to_owned(), format!("{value:?}"));
                contents.properties.insert(property);
            }
        }
        for edge in graph.edges() {
            contents.edges.insert(edge.0);
            for (key, value) in graph.edge_properties(edge) {
                let property = ('e', edge.0, key.to_owned(), format!("{value:?}"));
                contents.properties.insert(property);
            }
        }
        contents
    }
}

impl World {
    fn run(&mut self, scenario: &Scenario) -> Result<(), String> {
        for step in &scenario.steps {
            self.step(step)
                .map_err(|reason| format!("{}: {reason}", step.text))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        let text = step.text.trim();
        if text == "an empty graph" || text == "any graph" {
            self.graph = Graph::new();
        } else if let Some(name) = text
            .strip_prefix("the ")
            .and_then(|text| text.strip_suffix(" graph"))
        {
            let file = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("../shared/tck/graphs/{name}/{name}.cypher"));
            let query = fs::read_to_string(file).map_err(|error| error.to_string())?;
            self.ask(&query).map_err(|error| error.to_string())?;
        } else if text == "having executed:" {
            self.ask(&step.query).map_err(|error| error.to_string())?;
        } else if text == "parameters are:" {
            for row in &step.table {
                let value = Expected::read(&row[1])?.value();
                self.parameters.insert(row[0].clone(), value);
            }
        } else if let Some(signature) = text.strip_prefix("there exists a procedure ") {
            let rows = step.table.iter().skip(1);
            let rows = rows.map(|row| {
                let cells = row.iter().filter(|cell| !cell.is_empty());
                cells
                    .map(|cell| Ok(Expected::read(cell)?.value()))
                    .collect()
            });
            let rows = rows.collect::<Result<Vec<Vec<Value>>, String>>()?;
            self.options
                .procedures
                .register(signature.trim_end_matches(':'), rows);
        } else if text == "executing query:" || text == "executing control query:" {
            self.before = Contents::of(&self.graph);
            self.result = Some(self.ask(&step.query));
            self.after = Contents::of(&self.graph);
        } else if text.starts_with("the result should be, in order") {
            self.rows(step, true, false)?;
        } else if text == "the result should be empty" {
            let rows = self.answer()?.rows.len();
            if rows > 0 {
                return Err(format!("there are {rows} rows"));
            }
        } else if text.starts_with("the result should be") {
            self.rows(step, false, text.contains("ignoring element order"))?;
        } else if text == "no side effects" {
            self.effects(&[])?;
        } else if text.starts_with("the side effects should be") {
            self.effects(&step.table)?;
        } else if let Some((class, rest)) = text.split_once(" should be raised at ") {
            self.error(
                class.trim_start_matches("a ").trim_start_matches("an "),
                rest,
            )?;
        } else {
            return Err("unknown step".to_owned());
        }
        Ok(())
    }

    fn ask(&mut self, text: &str) -> Result<Answer, QueryError> {
        query::run(&mut self.graph, text, &self.parameters, &self.options)
    }

    fn answer(&self) -> Result<&Answer, String> {
        match &self.result {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("nothing was asked".to_owned()),
        }
    }

    fn rows(&self, step: &Step, ordered: bool, loose: bool) -> Result<(), String> {
        let answer = self.answer()?;
        let (columns, rows) = step.table.split_first().ok_or("there is no table")?;
        if *columns != answer.columns {
            return Err(format!("the columns are {:?}", answer.columns));
        }
        let mut left: Vec<&Vec<Value>> = answer.rows.iter().collect();
        if left.len() != rows.len() {
            return Err(format!("there are {} rows: {left:?}", left.len()));
        }
        for row in rows {
            let wanted: Vec<Expected> = row
                .iter()
                .map(|cell| Expected::read(cell))
                .collect::<Result<_, _>>()?;
            let fits = |found: &&Vec<Value>| {
                let mut pairs = wanted.iter().zip(found.iter());
                pairs.all(|(wanted, found)| wanted.fits(found, &self.graph, loose))
            };
            let place = match ordered {
                true => left.first().filter(|row| fits(row)).map(|_| 0),
                false => left.iter().position(fits),
            };
            match place {
                Some(place) => _ = left.remove(place),
                None => return Err(format!("no row {row:?} among {left:?}")),
            }
        }
        Ok(())
    }

    fn effects(&self, table: &[Vec<String>]) -> Result<(), String> {
        let (before, after) = (&self.before, &self.after);
        fn change<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> usize {
            b.difference(a).count()
        }
        let found = [
            ("+nodes", change(&before.nodes, &after.nodes)),
            ("-nodes", change(&after.nodes, &before.nodes)),
            ("+relationships", change(&before.edges, &after.edges)),
            ("-relationships", change(&after.edges, &before.edges)),
            ("+labels", change(&before.labels, &after.labels)),
            ("-labels", change(&after.labels, &before.labels)),
            ("+properties", change(&before.properties, &after.properties)),
            ("-properties", change(&after.properties, &before.properties)),
        ];
        for (name, count) in found {
            let wanted = table.iter().find(|row| row[0] == name);
            let wanted = wanted.map_or(Ok(0), |row| row[1].parse());
            if wanted != Ok(count) {
                return Err(format!("{name} {count}"));
            }
        }
        Ok(())
    }

    fn error(&self, class: &str, rest: &str) -> Result<(), String> {
        let Some(Err(error)) = &self.result else {
            return Err("there is no error".to_owned());
        };
        let (phase, detail) = rest.split_once(": ").ok_or("no detail")?;
        let tck = error.tck();
        let right = tck.class == class
            && (phase == "any time" || tck.phase == phase)
            && (detail == "*" || tck.detail == detail);
        match right {
            true => self.effects(&[]),
            false => Err(format!("the error is {tck:?}: {error}")),
        }
    }
}

/// Tells whether a temporal value is written as in a table.
pub(crate) fn is_written(value: &Temporal, text: &str) -> bool {
    value.kind().parse(text).is_ok_and(|read| read == *value)
}

/// Gives the labels of a node in order.
pub(crate) fn labels(graph: &Graph, node: NodeId) -> BTreeSet<String> {
    let labels = graph.labels(node).iter();
    labels.map(|label| graph.name(*label).to_owned()).collect()
}
