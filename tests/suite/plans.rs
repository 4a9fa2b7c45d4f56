//! Optimised plans give the rows of plain ones, on random graphs and queries.

use std::collections::BTreeMap;

use proptest::prelude::*;

use newsgraph::graph::Graph;
use newsgraph::graph::NodeId;
use newsgraph::query;
use newsgraph::query::Options;
use newsgraph::query::Value;

const LABELS: [&str; 3] = ["A", "B", "C"];
const TYPES: [&str; 3] = ["R", "S", "T"];

prop_compose! {
    /// A few nodes with labels and numbers, and edges, loops and parallel ones too.
    fn graphs()(
        nodes in prop::collection::vec((0..4_usize, 0..4_i64), 1..9),
        edges in prop::collection::vec((0..8_usize, 0..3_usize, 0..8_usize, 0..3_i64), 0..18),
    ) -> Graph {
        let mut graph = Graph::new();
        for (label, number) in &nodes {
            let labels: &[&str] = LABELS.get(*label).map_or(&[], std::slice::from_ref);
            let node = graph.add_node(labels);
            graph.set_node_property(node, "x", Some((*number).into()));
            graph.set_node_property(node, "name", Some(format!("n{number}").into()));
        }
        let node = |number: usize| NodeId((number % nodes.len()) as u32);
        for (source, edge_type, target, number) in edges {
            let edge = graph.add_edge(node(source), TYPES[edge_type], node(target));
            graph.set_edge_property(edge, "w", Some(number.into()));
        }
        graph
    }
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(choices).prop_map(str::to_owned)
}

fn nodes() -> impl Strategy<Value = String> {
    let labels = one_of(&["", "", ":A", ":B", ":A|B", ":!C"]);
    let properties = one_of(&["", "", "", " {x: 1}", " {name: 'n2'}"]);
    let names = one_of(&["a", "b", "c", "d", ""]);
    (names, labels, properties)
        .prop_map(|(name, label, property)| format!("({name}{label}{property})"))
}

fn edges() -> impl Strategy<Value = String> {
    let types = one_of(&["", ":R", ":R", ":S", ":R|T", ":R*1..2", ":S*0..2", "*1..2"]);
    (types, one_of(&["-[]->", "<-[]-", "-[]-"]))
        .prop_map(|(types, arrow)| arrow.replace("[]", &format!("[{types}]")))
}

fn paths() -> impl Strategy<Value = String> {
    let rest = prop::collection::vec((edges(), nodes()), 0..4);
    (nodes(), rest).prop_map(|(first, rest)| {
        rest.iter()
            .fold(first, |path, (edge, node)| path + edge + node)
    })
}

/// Two ways on from one node or from neighbours, whose ends conditions compare.
fn stars() -> impl Strategy<Value = String> {
    let end = || one_of(&["", "", ":A", ":!B"]);
    let further = one_of(&["", "", "-[:T]->()", "-[:S]-(:A)"]);
    let hops = || one_of(&["-[:R]->", "<-[:R]-", "-[:R]-", "-[:R|S]->", "-[:S]-"]);
    let middle = one_of(&["(c)", "(c:B)", "(d)-[:T]->(c)", "(c)-[:R]-(d)"]);
    let second = one_of(&["(c)", "(c)", "(d)"]);
    (middle, second, hops(), hops(), end(), end(), further).prop_map(
        |(middle, second, first_hop, second_hop, a, b, further)| {
            let second = if middle.contains("(d)") {
                second
            } else {
                "(c)".to_owned()
            };
            format!("{middle}, (c){first_hop}(a{a}){further}, {second}{second_hop}(b{b})")
        },
    )
}

fn patterns() -> impl Strategy<Value = String> {
    prop_oneof![3 => paths(), 1 => stars()]
}

prop_compose! {
    /// A query over patterns, which reads the variables `a` and `b` only.
    fn queries()(
        first in patterns(),
        second in paths(),
        joint in one_of(&[", ", " MATCH ", " OPTIONAL MATCH "]),
        condition in one_of(&[
            "", "", " WHERE a.x > 1", " WHERE a <> b", " WHERE a.x = b.x",
            " WHERE NOT (a)-[:R]->(b)", " WHERE a <> b AND NOT (b)-[:R]-(a)", " WHERE NOT (a)<-[:S]-(b)",
            " WHERE b <> a AND NOT (c)-[:R]->(a)",
 " WHERE a.name STARTS WITH 'n' AND b.x IN [1, 2]",
        ]),
        counted in any::<bool>(),
        end in one_of(&[
"count(*) AS n", "count(*) AS n", "a.x AS x, count(*) AS n", "count(DISTINCT b.x) AS n, min(a.x) AS m",
            "a.x AS x, b.name AS y", "DISTINCT a.x AS x, b.x AS y", "DISTINCT a.name AS x, b.x AS y",
            "DISTINCT b.name AS y",
 "sum(a.x) AS s, avg(b.x) AS v",
            "a.x AS x, collect(DISTINCT b.x) AS l ORDER BY x", "a.x AS x, b.x AS y ORDER BY y DESC, x LIMIT 3",
        ]),
    ) -> String {
        let c = if condition.contains("(c)") && !first.contains("(c") { ", (c)" } else { "" };
        let end = match counted && end.starts_with("DISTINCT") {
            true => format!("WITH {end} RETURN count(*) AS n"),
            false => format!("RETURN {end}"),
        };
        format!("MATCH (a), (b) MATCH {first}{c}{joint}{second}{condition} {end}")
            .replacen("MATCH (a), (b) ", if first.contains("(a") && first.contains("(b") { "" } else { "MATCH (a), (b) " }, 1)
    }
}

/// Runs a query, and gives its rows in order; lists inside are put in order too.
fn rows(graph: &mut Graph, text: &str, plain: bool) -> Result<Vec<Vec<Value>>, String> {
    let options = Options {
        plain,
        ..Options::default()
    };
    let answer = query::run(graph, text, &BTreeMap::new(), &options);
    let mut rows = answer.map_err(|error| error.to_string())?.rows;
    for value in rows.iter_mut().flatten() {
        if let Value::List(items) = value {
            let mut items = items.to_vec();
            items.sort();
            *value = Value::list(items);
        }
    }
    if !text.contains("LIMIT") {
        rows.sort();
    }
    Ok(rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn optimised_plans_give_the_rows_of_plain_ones(mut graph in graphs(), text in queries()) {
        let plain = rows(&mut graph, &text, true);
        let optimised = rows(&mut graph, &text, false);
        prop_assert_eq!(plain, optimised, "{}", text);
    }
}
