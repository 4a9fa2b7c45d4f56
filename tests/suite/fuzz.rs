//! No query makes the program panic, hang or point outside of the text.
//!
//! Queries are cut and mixed at their tokens, so that many still mean something. Some 1,500 by
//! default; `NEWSGRAPH_FUZZ_SECONDS=600` goes on for that long, and each run starts elsewhere only
//! if `NEWSGRAPH_FUZZ_SEED` says so.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use newsgraph::graph::Graph;
use newsgraph::query;
use newsgraph::query::Options;
use newsgraph::query::Value;
use newsgraph::query::lex;
use newsgraph::query::lex::TokenKind;
use newsgraph::query::print::print;

use crate::gherkin;

/// Queries to start from where the conformance kit is missing.
const OURS: [&str; 6] = [
    "MATCH (n:A {x: 1})-[r:T*1..3]->(m) WHERE n.x > m.x AND NOT (n)--() RETURN n, r, m",
    "UNWIND [1, 2, null] AS x WITH x, count(*) AS c ORDER BY c DESC SKIP 1 RETURN collect(x)",
    "MERGE (a:A {x: $p}) ON CREATE SET a.y = 1 ON MATCH SET a += {z: [1, 2]} RETURN a {.*, b: 1}",
    "MATCH p = shortestPath((a)-[*]-(b)) RETURN [n IN nodes(p) WHERE n:A | n.x][0..2]",
    "MATCH (n) RETURN CASE WHEN EXISTS { (n)-->() } THEN date('2024-01-31') ELSE reduce(s = 0, x IN [1] | s + x) END",
    "CALL db.labels() YIELD label CALL (label) { RETURN label + '!' AS l UNION RETURN 'a' AS l } RETURN l",
];

#[test]
fn no_mixture_of_queries_panics_or_hangs() {
    let seconds = std::env::var("NEWSGRAPH_FUZZ_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let seed = std::env::var("NEWSGRAPH_FUZZ_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let mut dice = Dice(seed.unwrap_or(0x9e37_79b9_7f4a_7c15));
    let mut queries: Vec<String> = gherkin::scenarios()
        .into_iter()
        .flat_map(|scenario| scenario.steps)
        .map(|step| step.query)
        .filter(|query| !query.is_empty())
        .collect();
    queries.extend(OURS.map(str::to_owned));
    let begin = Instant::now();
    let mut count = 0;
    loop {
        count += 1;
        let done = match seconds {
            Some(seconds) => begin.elapsed() >= Duration::from_secs(seconds),
            None => count > 1_500,
        };
        if done {
            break;
        }
        let text = mix(&queries, &mut dice);
        if let Err(panic) = std::panic::catch_unwind(|| check(&text)) {
            println!("{text}");
            std::panic::resume_unwind(panic);
        }
    }
    println!("{count} queries");
}

fn check(text: &str) {
    let begin = Instant::now();
    match query::parse(text) {
        Ok(tree) => {
            let printed = print(&tree);
            query::parse(&printed).unwrap_or_else(|error| panic!("{printed}\n{error}"));
            query::notes(&tree, &query::Schema::default());
        }
        Err(error) => {
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            assert!(text.get(start..end).is_some(), "{error} at {start}..{end}");
            assert!(!error.to_string().contains('\n'), "{error}");
            error.hint();
        }
    }
    query::expectations(text, text.len() * 2 / 3);
    query::is_complete(text);
    let mut graph = Graph::default();
    let options = Options {
        time: Some(Duration::from_millis(300)),
        memory: Some(64 << 20),
        ..Options::default()
    };
    let parameters = BTreeMap::from([("p".to_owned(), Value::Int(1))]);
    let setup = "CREATE (a:A {x: 1})-[:T {y: 2}]->(b:B {x: 'é'})-[:T]->(c:C), (a)-[:S]->(c)";
    query::run(&mut graph, setup, &BTreeMap::new(), &options).unwrap();
    if let Err(error) = query::run(&mut graph, text, &parameters, &options) {
        let (start, end) = (error.span.start as usize, error.span.end as usize);
        assert!(text.get(start..end).is_some(), "{error} at {start}..{end}");
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "too slow");
}

/// Cuts a query at its tokens, and leaves some out, doubles them or takes them from another.
fn mix(queries: &[String], dice: &mut Dice) -> String {
    let first = pieces(dice.pick(queries));
    let mut result = first.clone();
    for _ in 0..1 + dice.roll(4) {
        let place = dice.roll(result.len() + 1);
        match dice.roll(4) {
            0 if place < result.len() => _ = result.remove(place),
            1 if place < result.len() => {
                let other = dice.roll(result.len());
                result.swap(place, other);
            }
            2 => {
                let other = pieces(dice.pick(queries));
                let start = dice.roll(other.len());
                let end = (start + 1 + dice.roll(6)).min(other.len());
                result.splice(place..place, other[start..end].iter().copied());
            }
            _ => {
                let other = pieces(dice.pick(queries));
                if let Some(target) = result.get_mut(place) {
                    *target = other[dice.roll(other.len())];
                }
            }
        }
    }
    result.join(" ")
}

fn pieces(query: &str) -> Vec<&str> {
    let pieces: Vec<&str> = lex::lex(query)
        .iter()
        .filter(|token| token.kind != TokenKind::End)
        .map(|token| token.span.of(query))
        .collect();
    if pieces.is_empty() { vec![";"] } else { pieces }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, count: usize) -> usize {
        // Xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, queries: &'a [String]) -> &'a str {
        &queries[self.roll(queries.len())]
    }
}
