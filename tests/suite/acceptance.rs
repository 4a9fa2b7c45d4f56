//! The article that started the project, read from where it may lie beside the repository.

use std::path::Path;

use newsgraph::build::BuildOptions;
use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::graph::Graph;
use newsgraph::text::Input;

/// The graph of the real Moscow editorial; nothing where the text is missing.
fn moscow() -> Option<Graph> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/texts/seed_moscow.txt");
    if !path.exists() {
        eprintln!("skipped: `{}` is missing", path.display());
        return None;
    }
    let documents = newsgraph::text::read([Input::Path(path)])
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let articles = reader.read_all(documents, &|| {});
    Some(reader.graph(&articles, BuildOptions::default()))
}

fn edges(graph: &Graph) -> Vec<String> {
    graph
        .edges()
        .filter_map(|edge| {
            let (source, target) = graph.ends(edge)?;
            Some(format!(
                "{} {} {}",
                graph.title(source),
                graph.type_name(edge),
                graph.title(target)
            ))
        })
        .collect()
}

#[test]
fn the_real_article_gives_its_core() {
    let Some(graph) = moscow() else {
        return;
    };
    let edges = edges(&graph);
    for expected in [
        "Qassem Soleimani CITIZEN_OF Iran",
        "Afghanistan BORDERS Pakistan",
    ] {
        assert!(
            edges.iter().any(|edge| edge == expected),
            "{expected}\n{}",
            edges.join("\n")
        );
    }
    let claim = edges
        .iter()
        .any(|edge| edge.contains("CLAIMS") && edge.contains("links to Ukraine"));
    assert!(claim, "{}", edges.join("\n"));
}

#[test]
fn evidence_is_the_text_at_its_offsets() {
    let Some(graph) = moscow() else {
        return;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/texts/seed_moscow.txt");
    let text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
    let mut pieces = 0;
    for edge in graph.edges() {
        for piece in graph.evidence(edge) {
            let found: String = text[piece.start as usize..piece.end as usize]
                .iter()
                .collect();
            assert_eq!(found, piece.text);
            pieces += 1;
        }
    }
    assert!(pieces > 50);
}
