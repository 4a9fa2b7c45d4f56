use std::fs;

use proptest::prelude::*;

use crate::data::DataSource;
use crate::data::Ontology;
use crate::graph::Graph;
use crate::graph::snapshot::SnapshotErrorKind;
use crate::graph::snapshot::binary;
use crate::graph::snapshot::load;
use crate::graph::snapshot::readable;
use crate::graph::snapshot::save;
use crate::graph::tests::Step;
use crate::graph::tests::apply;
use crate::graph::tests::check_indexes;
use crate::graph::tests::picture;
use crate::graph::tests::step;

fn ontology() -> Ontology {
    Ontology::load(&DataSource::embedded()).unwrap()
}

fn graph_of(steps: &[Step]) -> Graph {
    let mut graph = Graph::new();
    graph.set_documents(vec!["moscow.txt".to_owned(), "крокус.txt".to_owned()]);
    for step in steps {
        apply(&mut graph, step);
    }
    graph
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_compact_graph_loads_equal(steps in prop::collection::vec(step(), 0..60)) {
        let graph = graph_of(&steps);
        let bytes = binary::write(&graph);
        let mut loaded = binary::read(bytes.clone()).unwrap();
        prop_assert_eq!(picture(&loaded), picture(&graph));
        check_indexes(&loaded);
        prop_assert_eq!(binary::write(&loaded), bytes);
        for step in &steps {
            apply(&mut loaded, step);
        }
        check_indexes(&loaded);
    }

    #[test]
    fn a_readable_graph_loads_equal(steps in prop::collection::vec(step(), 0..60)) {
        let stays = |step: &&Step| !matches!(step, Step::RemoveNode(_) | Step::RemoveEdge(_));
        let steps: Vec<Step> = steps.iter().filter(stays).cloned().collect();
        let graph = graph_of(&steps);
        let text = readable::write(&graph, &ontology()).unwrap();
        let loaded = readable::read(&text, &ontology());
        prop_assert_eq!(picture(&loaded.unwrap()), picture(&graph), "{}", text);
    }

    #[test]
    fn a_changed_byte_is_an_error(
        steps in prop::collection::vec(step(), 0..40),
        at in any::<prop::sample::Index>(),
        bits in 1_u8..,
    ) {
        let mut bytes = binary::write(&graph_of(&steps));
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(binary::read(bytes).is_err());
    }

    #[test]
    fn a_missing_end_is_an_error(
        steps in prop::collection::vec(step(), 0..40),
        at in any::<prop::sample::Index>(),
    ) {
        let mut bytes = binary::write(&graph_of(&steps));
        bytes.truncate(at.index(bytes.len()));
        prop_assert!(binary::read(bytes).is_err());
    }

    #[test]
    fn a_forged_graph_makes_nothing_panic(
        steps in prop::collection::vec(step(), 0..40),
        at in any::<prop::sample::Index>(),
        bits in 1_u8..,
    ) {
        let mut bytes = binary::write(&graph_of(&steps));
        let at = 28 + at.index(bytes.len() - 28);
        bytes[at] ^= bits;
        let sum = super::codec::checksum(&bytes[28..]);
        bytes[20..28].copy_from_slice(&sum.to_le_bytes());
        if let Ok(graph) = binary::read(bytes) {
            picture(&graph);
        }
    }
}

fn file_with(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    (folder, file)
}

fn error_of(name: &str, bytes: &[u8]) -> String {
    let (_folder, file) = file_with(name, bytes);
    load(&file, &ontology()).unwrap_err().to_string()
}

#[test]
fn each_way_to_be_no_graph_has_its_message() {
    let bytes = binary::write(&Graph::new());
    assert_eq!(
        error_of("a.graph", b"Hello"),
        "this is no graph saved by newsgraph"
    );
    assert_eq!(
        error_of("a.graph", &bytes[..bytes.len() - 1]),
        format!(
            "this graph should have {} bytes, and the file has {}",
            bytes.len(),
            bytes.len() - 1
        )
    );
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(
        error_of("a.graph", &damaged),
        "this graph is damaged: its checksum is wrong"
    );
    let mut newer = bytes;
    newer[8] = 7;
    assert_eq!(
        error_of("a.graph", &newer),
        "this graph has format 7, and this newsgraph reads up to 1"
    );
}

fn check_mistake(text: &str, message: &str, place: (usize, usize), hint: Option<&str>) {
    let (_folder, file) = file_with("a.ron", text.as_bytes());
    let error = load(&file, &ontology()).unwrap_err();
    let SnapshotErrorKind::Text(mistake) = error.kind else {
        panic!("{error}");
    };
    assert_eq!(mistake.message, message);
    let position = mistake.position.unwrap();
    assert_eq!((position.line, position.column), place);
    assert_eq!(mistake.line.as_deref(), text.lines().nth(place.0 - 1));
    assert_eq!(mistake.hint.as_deref(), hint);
}

#[test]
fn a_mistake_in_a_readable_graph_is_shown_at_its_place() {
    let file = |vocabulary: &str, nodes: &str, edges: &str| {
        format!(
            "(version: 1, vocabulary: {vocabulary}, nodes: [\n{nodes}\n], edges: [\n{edges}\n])"
        )
    };
    let two = "(id: 0, labels: [\"State\"]),\n(id: 1, labels: [\"Actor\"]),";
    check_mistake(
        &file("Articles", "(id: 0, labels: [\"Stat\"]),", ""),
        "`Stat` is no kind of node",
        (2, 18),
        Some("did you mean `State`?"),
    );
    check_mistake(
        &file("Articles", two, "(source: 0, type: \"OPOSES\", target: 1),"),
        "`OPOSES` is no type of edge",
        (5, 13),
        Some("did you mean `OPPOSES`?"),
    );
    check_mistake(
        &file("Open", two, "(source: 0, type: \"X\", target: 7),"),
        "there is no node with the id 7",
        (5, 24),
        None,
    );
    check_mistake(
        &file("Open", "(id: 0, labels: []),\n(id: 0, labels: []),", ""),
        "there are two nodes with the id 0",
        (3, 2),
        None,
    );
    check_mistake(
        &file("Open", "(id: 0, labels: [\"A\"),", ""),
        "Expected comma",
        (2, 21),
        None,
    );
}

#[test]
fn a_graph_replaces_the_file_and_nothing_else_is_left() {
    let (folder, file) = file_with("a.graph", b"old");
    save(&graph_of(&[Step::AddNode(vec![1])]), &file, &ontology()).unwrap();
    assert_eq!(load(&file, &ontology()).unwrap().node_count(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_readable_graph_has_one_node_or_edge_to_the_line() {
    let mut graph = Graph::new();
    let (moscow, attack) = (
        graph.add_node(&["Place", "City"]),
        graph.add_node(&["Event"]),
    );
    graph.set_node_property(moscow, "name", Some("Moscow".into()));
    graph.set_node_property(attack, "killed", Some(140.into()));
    graph.add_edge(attack, "LOCATED_IN", moscow);
    let wanted = r#"(
  version: 1,
  vocabulary: Articles,
  documents: [
  ],
  nodes: [
    (id: 0, labels: ["Place", "City"], properties: {"name": "Moscow"}),
    (id: 1, labels: ["Event"], properties: {"killed": 140}),
  ],
  edges: [
    (source: 1, type: "LOCATED_IN", target: 0),
  ],
)
"#;
    assert_eq!(readable::write(&graph, &ontology()).unwrap(), wanted);
}
