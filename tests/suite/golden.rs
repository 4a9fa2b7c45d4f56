//! The graph of each seed article, as a text that people read.
//!
//! `UPDATE_GOLDEN=1 cargo test golden` rewrites the files under `tests/data/golden/`; the
//! difference is then read like code.

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;

use newsgraph::base::Status;
use newsgraph::build::BuildOptions;
use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::graph::Graph;
use newsgraph::graph::Property;
use newsgraph::text::Input;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Writes nodes and edges by name, sorted, each edge with its status and the words it rests on.
fn readable(graph: &Graph) -> String {
    let mut nodes: Vec<String> = graph
        .nodes()
        .filter(|&node| !graph.has_label(node, "Document"))
        .map(|node| {
            let mut line = format!(
                "{} ({})",
                graph.title(node),
                graph.label_names(node).join(":")
            );
            let aliases = graph.aliases(node);
            if !aliases.is_empty() {
                _ = write!(line, " = {}", aliases.join(" = "));
            }
            for (name, value) in graph.node_entries(node) {
                if matches!(name, "name" | "aliases" | "iso3") {
                    continue;
                }
                match value {
                    Property::Text(text) => _ = write!(line, ", {name} {text}"),
                    Property::Int(number) => _ = write!(line, ", {name} {number}"),
                    Property::Bool(truth) => _ = write!(line, ", {name} {truth}"),
                    _ => {}
                }
            }
            line
        })
        .collect();
    nodes.sort();
    let mut edges: Vec<String> = graph
        .edges()
        .filter(|&edge| graph.type_name(edge) != "MENTIONED_IN")
        .filter(|&edge| graph.status(edge) != Some(Status::Background))
        .filter_map(|edge| {
            let (source, target) = graph.ends(edge)?;
            let mut line = format!(
                "{} {} {}  {}",
                graph.title(source),
                graph.type_name(edge),
                graph.title(target),
                graph.status(edge).map_or("", Status::name)
            );
            for key in ["attributed_to", "what", "role", "relation"] {
                if let Some(text) = graph.edge_text(edge, key) {
                    _ = write!(line, ", {key} {text}");
                }
            }
            for piece in graph.evidence(edge) {
                _ = write!(
                    line,
                    "\n    {}: {}",
                    piece.sentence,
                    piece.text.replace('\n', " ")
                );
            }
            Some(line)
        })
        .collect();
    edges.sort();
    format!("{}\n\n{}\n", nodes.join("\n"), edges.join("\n"))
}

#[test]
fn each_seed_gives_the_graph_that_was_read_over() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let golden = folder("tests/data/golden");
    if !update && !golden.exists() {
        eprintln!("skipped: no golden file is there; UPDATE_GOLDEN=1 writes them");
        return;
    }
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let documents: Vec<_> = newsgraph::text::read([Input::Path(folder("seeds"))])
        .collect::<Result<_, _>>()
        .unwrap();
    let articles = reader.read_all(documents, &|| {});
    let mut different = Vec::new();
    for article in articles {
        let name = format!("{}.txt", article.0.id);
        let graph = reader.graph(&[article], BuildOptions::default());
        let text = readable(&graph);
        let path = golden.join(&name);
        if update {
            std::fs::create_dir_all(&golden).unwrap();
            std::fs::write(path, text).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(path).unwrap_or_default();
        if expected != text {
            let first = text
                .lines()
                .zip(expected.lines().chain(std::iter::repeat("")))
                .find(|(new, old)| new != old)
                .map_or_else(String::new, |(new, old)| {
                    format!("\n  was: {old}\n  now: {new}")
                });
            different.push(format!("{name}{first}"));
        }
    }
    assert!(
        different.is_empty(),
        "UPDATE_GOLDEN=1 rewrites these, if the change is for the better:\n{}",
        different.join("\n")
    );
}
