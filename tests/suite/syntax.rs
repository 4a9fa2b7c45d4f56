//! Every scenario of the conformance kit is read and checked: the errors that it asks for at
//! compile time are raised, exactly, and no others.

use std::collections::BTreeMap;

use newsgraph::query;
use newsgraph::query::Procedures;
use newsgraph::query::QueryError;
use newsgraph::query::Value;

use crate::gherkin;
use crate::gherkin::Scenario;

#[test]
fn the_conformance_kit_finds_exactly_its_errors() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for scenario in gherkin::scenarios() {
        count += 1;
        if let Err(reason) = run(&scenario) {
            wrong.push(format!("{}\n    {reason}", scenario.name));
        }
    }
    println!("{} of {count} scenarios", count - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn run(scenario: &Scenario) -> Result<(), String> {
    let mut known = Procedures::default();
    let mut parameters = BTreeMap::new();
    let expected = scenario
        .steps
        .iter()
        .find(|step| step.text.contains("should be raised at"))
        .map(|step| step.text.as_str());
    for step in &scenario.steps {
        if let Some(signature) = step.text.strip_prefix("there exists a procedure ") {
            known.register(signature.trim_end_matches(':'), Vec::new());
        } else if step.text.starts_with("parameters are") {
            for row in &step.table {
                parameters.insert(row[0].clone(), Value::Null);
            }
        } else if step.text.ends_with("query:") || step.text.starts_with("having executed") {
            let result = query::parse(&step.query)
                .and_then(|query| query::check(query, &known, Some(&parameters)));
            let expected = expected.filter(|_| step.text == "executing query:");
            agree(&step.query, result.err().as_ref(), expected)?;
        }
    }
    Ok(())
}

/// Compares an error with the step that asks for one.
fn agree(query: &str, error: Option<&QueryError>, expected: Option<&str>) -> Result<(), String> {
    let raised = error.map(|error| {
        let tck = error.tck();
        format!(
            "a {} should be raised at {}: {}",
            tck.class, tck.phase, tck.detail
        )
    });
    let fine = match (&raised, expected) {
        (None, None) => true,
        (None, Some(expected)) => !expected.contains("compile time"),
        (Some(_), None) => false,
        (Some(raised), Some(expected)) => {
            let expected = expected.replace("any time", "compile time");
            *raised == expected
                || expected
                    .strip_suffix('*')
                    .is_some_and(|start| raised.starts_with(start))
        }
    };
    if fine {
        return Ok(());
    }
    let message = error.map_or_else(String::new, ToString::to_string);
    Err(format!(
        "{query}\n    expected {expected:?}\n    raised {raised:?}: {message}"
    ))
}
