//! The DOT that we write, read by others.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use layout::gv::DotParser;
use newsgraph::data::DataSource;
use newsgraph::data::Ontology;
use newsgraph::export::Selection;
use newsgraph::export::dot;
use newsgraph::graph::Graph;
use newsgraph::graph::Property;
use proptest::prelude::*;

use crate::fixture::newsgraph;
use crate::fixture::small_graph;

fn parses(text: &str) {
    let mut parser = DotParser::new(text);
    if let Err(error) = parser.process() {
        panic!("{error}\n{text}");
    }
}

fn small() -> String {
    let output = newsgraph()
        .arg("export")
        .arg(small_graph())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_independent_parser_reads_the_export() {
    parses(&small());
}

#[test]
fn graphviz_draws_the_export() {
    let child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: Graphviz is not installed");
        return;
    };
    child
        .stdin
        .take()
        .unwrap()
        .write_all(small().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(String::from_utf8_lossy(&output.stdout).contains("Pakistan"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_survives(name in "\\PC{0,20}", sentence in ".{0,60}") {
        let mut graph = Graph::new();
        let first = graph.add_node(&["State"]);
        let second = graph.add_node(&["Event"]);
        graph.set_node_property(first, "name", Some(Property::from(name.as_str())));
        let edge = graph.add_edge(first, "CLAIMS", second);
        graph.set_edge_property(edge, "attributed_to", Some(Property::from(sentence.as_str())));
        let ontology = Ontology::load(&DataSource::embedded()).unwrap();
        let options = dot::Options { ontology: Some(&ontology), legend: true, title: Some(&sentence) };
        parses(&dot::write(&graph, &Selection::whole(&graph), &options));
    }
}
