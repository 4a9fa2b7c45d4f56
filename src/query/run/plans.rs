//! Keeps what was parsed, checked and planned, for those who ask the same again.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::graph::Graph;
use crate::graph::Version;
use crate::query::Answer;
use crate::query::Checked;
use crate::query::Options;
use crate::query::QueryError;
use crate::query::Value;
use crate::query::check;
use crate::query::parse::parse;
use crate::query::plan::Plan;
use crate::query::plan::plan;
use crate::query::run::Watch;
use crate::query::run::change;
use crate::query::run::read;

/// The queries that were run lately, by their text.
///
/// They were checked against the procedures of then: whoever changes those starts anew.
#[derive(Debug, Default)]
pub struct Plans {
    known: FxHashMap<Box<str>, Known>,
}

#[derive(Debug)]
struct Known {
    checked: Checked,
    /// What was given when it was checked and planned: the check looks at the names only, the plan
    /// has the values in it.
    parameters: BTreeMap<String, Value>,
    plain: bool,
    plan: Option<(Version, Plan)>,
}

/// How many queries are kept. Beyond that all are forgotten, since whoever asks so many different
/// ones writes values into their texts and never asks one again.
const MOST: usize = 256;

impl Plans {
    /// Runs a query as [`run`](crate::query::run) does.
    pub fn run(
        &mut self,
        graph: &mut Graph,
        text: &str,
        parameters: &BTreeMap<String, Value>,
        options: &Options,
    ) -> Result<Answer, QueryError> {
        let mut watch = Watch::start();
        if !self.checked_before(text, parameters) {
            let checked = check(parse(text)?, &options.procedures, Some(parameters))?;
            if self.known.len() >= MOST {
                self.known.clear();
            }
            let known = Known {
                checked,
                parameters: parameters
                    .keys()
                    .map(|name| (name.clone(), Value::Null))
                    .collect(),
                plain: options.plain,
                plan: None,
            };
            self.known.insert(text.into(), known);
        }
        let known = self.known.get_mut(text).expect("it is there by now");
        watch.timing.parse = watch.lap();
        if known.checked.writes() {
            return change(graph, text, &known.checked, parameters, options, watch);
        }
        let version = graph.version();
        let plan = match &mut known.plan {
            Some((made_for, plan))
                if *made_for == version
                    && known.plain == options.plain
                    && all_same(&known.parameters, parameters) =>
            {
                plan
            }
            place => {
                let plan = plan(known.checked.query(), graph, parameters, options, false)?;
                known.parameters.clone_from(parameters);
                known.plain = options.plain;
                &mut place.insert((version, plan)).1
            }
        };
        watch.timing.plan = watch.lap();
        Ok(watch.stop(read(graph, text, plan, options)?))
    }

    fn checked_before(&self, text: &str, parameters: &BTreeMap<String, Value>) -> bool {
        self.known
            .get(text)
            .is_some_and(|known| known.parameters.keys().eq(parameters.keys()))
    }
}

fn all_same(a: &BTreeMap<String, Value>, b: &BTreeMap<String, Value>) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|((a_name, a), (b_name, b))| a_name == b_name && same(a, b))
}

/// Tells whether two values are the same in all that can be seen: 1 and 1.0 are not.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b.iter())
                    .all(|((a_key, a), (b_key, b))| a_key == b_key && same(a, b))
        }
        // Two forms of one time of day can be equal.
        (Value::Temporal(a), Value::Temporal(b)) => a == b && a.to_string() == b.to_string(),
        _ => std::mem::discriminant(a) == std::mem::discriminant(b) && a == b,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::MOST;
    use super::Plans;
    use crate::graph::Graph;
    use crate::query::Options;
    use crate::query::QueryErrorKind;
    use crate::query::Value;

    #[test]
    fn a_plan_serves_the_same_parameters_and_no_others() {
        let (mut plans, mut graph) = (Plans::default(), Graph::new());
        let mut ask = |parameters: &[(&str, Value)]| {
            let parameters: BTreeMap<String, Value> = parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect();
            let options = Options::default();
            let answer = plans.run(&mut graph, "RETURN $x AS x", &parameters, &options);
            answer.map(|answer| format!("{:?}", answer.rows[0][0]))
        };
        let one = || Value::Int(1);
        for (value, shown) in [
            (one(), "Int(1)"),
            (one(), "Int(1)"),
            (Value::Float(1.0), "Float(1.0)"),
            (Value::list([one()]), "List([Int(1)])"),
            (Value::list([Value::Float(1.0)]), "List([Float(1.0)])"),
            (Value::map([("a", one())]), "Map({\"a\": Int(1)})"),
            (
                Value::map([("a", Value::Float(1.0))]),
                "Map({\"a\": Float(1.0)})",
            ),
            (Value::Null, "Null"),
        ] {
            assert_eq!(ask(&[("x", value)]).unwrap(), shown);
        }
        let error = ask(&[("y", one())]).unwrap_err();
        let missing = QueryErrorKind::MissingParameter { name: "x".into() };
        assert_eq!(error.kind, missing);
    }

    #[test]
    fn a_plan_does_not_outlive_the_graph_it_was_made_for() {
        let (mut plans, mut graph) = (Plans::default(), Graph::new());
        let mut ask = |query: &str| {
            let answer = plans.run(&mut graph, query, &BTreeMap::new(), &Options::default());
            answer.unwrap().rows
        };
        let count = "MATCH (:A)-[:T]->(:B) RETURN count(*) AS n";
        assert_eq!(ask(count), [[Value::Int(0)]]);
        for made in 1..4 {
            ask("CREATE (:A)-[:T]->(:B)");
            assert_eq!(ask(count), [[Value::Int(made)]]);
        }
        ask("MATCH ()-[r]->() DELETE r");
        assert_eq!(ask(count), [[Value::Int(0)]]);
        let mut other = Graph::new();
        let answer = plans.run(&mut other, count, &BTreeMap::new(), &Options::default());
        assert_eq!(answer.unwrap().rows, [[Value::Int(0)]]);
    }

    #[test]
    fn only_so_many_queries_are_kept() {
        let (mut plans, mut graph) = (Plans::default(), Graph::new());
        for number in 0..3 * MOST {
            let query = format!("RETURN {number}");
            let answer = plans.run(&mut graph, &query, &BTreeMap::new(), &Options::default());
            assert_eq!(answer.unwrap().rows, [[Value::Int(number as i64)]]);
        }
        assert!(plans.known.len() <= MOST);
    }
}
