//! The graph against a plain model of it, under random writing and taking back.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::base::DocumentId;
use crate::base::Evidence;
use crate::base::temporal::TemporalKind;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// One thing to do to a graph; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub(in crate::graph) enum Step {
    AddNode(Vec<u8>),
    AddEdge(u8, u8, u8),
    RemoveNode(u8),
    RemoveEdge(u8),
    AddLabel(u8, u8),
    RemoveLabel(u8, u8),
    SetNode(u8, u8, Option<Property>),
    SetEdge(u8, u8, Option<Property>),
    SetEvidence(u8, Vec<u8>),
    Look,
}

pub(in crate::graph) fn value() -> impl Strategy<Value = Property> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Property::Bool),
        (-3_i64..3).prop_map(Property::Int),
        any::<i64>().prop_map(Property::Int),
        prop_oneof![
            Just(0.5),
            Just(1.0),
            Just(-0.0),
            Just(1e300),
            Just(f64::INFINITY)
        ]
        .prop_map(Property::Float),
        "[a-cé]{0,3}".prop_map(Property::from),
        Just(Property::Temporal(
            TemporalKind::Date.parse("2024-03-22").unwrap()
        )),
        Just(Property::Temporal(
            TemporalKind::DateTime
                .parse("2024-03-22T20:00[Europe/Moscow]")
                .unwrap()
        )),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(|items| Property::List(items.into())),
            prop::collection::vec("[a-c]{0,2}".prop_map(Property::from), 0..3)
                .prop_map(|items| Property::List(items.into())),
        ]
    })
}

pub(in crate::graph) fn step() -> impl Strategy<Value = Step> {
    let byte = any::<u8>;
    prop_oneof![
        4 => prop::collection::vec(0_u8..4, 0..3).prop_map(Step::AddNode),
        4 => (byte(), 0_u8..3, byte()).prop_map(|(a, b, c)| Step::AddEdge(a, b, c)),
        1 => byte().prop_map(Step::RemoveNode),
        1 => byte().prop_map(Step::RemoveEdge),
        1 => (byte(), 0_u8..4).prop_map(|(a, b)| Step::AddLabel(a, b)),
        1 => (byte(), 0_u8..4).prop_map(|(a, b)| Step::RemoveLabel(a, b)),
        5 => (byte(), 0_u8..3, prop::option::weighted(0.8, value()))
            .prop_map(|(a, b, c)| Step::SetNode(a, b, c)),
        3 => (byte(), 0_u8..3, prop::option::weighted(0.8, value()))
            .prop_map(|(a, b, c)| Step::SetEdge(a, b, c)),
        1 => (byte(), prop::collection::vec(byte(), 0..3)).prop_map(|(a, b)| Step::SetEvidence(a, b)),
        2 => Just(Step::Look),
    ]
}

fn pick<T: Copy>(items: &[T], number: u8) -> Option<T> {
    (!items.is_empty()).then(|| items[usize::from(number) % items.len()])
}

pub(in crate::graph) fn apply(graph: &mut Graph, step: &Step) {
    const KEYS: [&str; 3] = ["name", "age", "aliases"];
    const LABELS: [&str; 4] = ["A", "B", "C", "D"];
    const TYPES: [&str; 3] = ["R", "S", "T"];
    let nodes: Vec<NodeId> = graph.nodes().collect();
    let edges: Vec<EdgeId> = graph.edges().collect();
    match step {
        Step::AddNode(labels) => {
            let labels: Vec<&str> = labels.iter().map(|&label| LABELS[label as usize]).collect();
            graph.add_node(&labels);
        }
        Step::AddEdge(source, edge_type, target) => {
            if let (Some(source), Some(target)) = (pick(&nodes, *source), pick(&nodes, *target)) {
                graph.add_edge(source, TYPES[*edge_type as usize], target);
            }
        }
        Step::RemoveNode(node) => {
            pick(&nodes, *node).map(|node| graph.remove_node(node));
        }
        Step::RemoveEdge(edge) => {
            pick(&edges, *edge).map(|edge| graph.remove_edge(edge));
        }
        Step::AddLabel(node, label) => {
            pick(&nodes, *node).map(|node| graph.add_label(node, LABELS[*label as usize]));
        }
        Step::RemoveLabel(node, label) => {
            pick(&nodes, *node).map(|node| graph.remove_label(node, LABELS[*label as usize]));
        }
        Step::SetNode(node, key, value) => {
            if let Some(node) = pick(&nodes, *node) {
                graph.set_node_property(node, KEYS[*key as usize], value.clone());
            }
        }
        Step::SetEdge(edge, key, value) => {
            if let Some(edge) = pick(&edges, *edge) {
                graph.set_edge_property(edge, KEYS[*key as usize], value.clone());
            }
        }
        Step::SetEvidence(edge, sentences) => {
            if let Some(edge) = pick(&edges, *edge) {
                let evidence = sentences.iter().map(|&number| Evidence {
                    document: DocumentId(0),
                    sentence: u32::from(number),
                    start: 3,
                    end: 9,
                    text: format!("Sentence {number}."),
                });
                graph.set_evidence(edge, evidence.collect());
            }
        }
        // Makes the indexes, so that the writes that follow must keep them up.
        Step::Look => {
            check_indexes(graph);
        }
    }
}

/// Everything that a reader can see of a graph, without the indexes.
pub(in crate::graph) fn picture(graph: &Graph) -> String {
    let mut picture = String::new();
    for node in graph.nodes() {
        picture += &format!(
            "{node:?} {:?} {:?}\n",
            graph.label_names(node),
            graph.node_properties(node)
        );
    }
    for edge in graph.edges() {
        picture += &format!(
            "{edge:?} {} {:?} {:?} {:?}\n",
            graph.type_name(edge),
            graph.ends(edge),
            graph.edge_properties(edge),
            graph.evidence(edge)
        );
    }
    let keys = graph.node_keys().chain(graph.edge_keys());
    let mut keys: Vec<&str> = keys.map(|key| graph.name(key)).collect();
    keys.sort_unstable();
    picture += &format!("{keys:?}\n");
    picture
        + &format!(
            "{} {} {:?}",
            graph.node_count(),
            graph.edge_count(),
            graph.documents()
        )
}

/// Compares every index with a scan of the graph.
pub(in crate::graph) fn check_indexes(graph: &Graph) {
    let nodes: Vec<NodeId> = graph.nodes().collect();
    assert_eq!(nodes.len(), graph.node_count());
    let mut labels: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    for &node in &nodes {
        for label in graph.label_names(node) {
            labels.entry(label).or_default().push(node);
        }
    }
    for label in ["A", "B", "C", "D"] {
        let scanned = labels.get(label).cloned().unwrap_or_default();
        let symbol = graph.symbol(label);
        let found = symbol.map_or(&[][..], |label| graph.nodes_with_label(label));
        assert_eq!(found, scanned, "nodes with label {label}");
        let counted = symbol.map_or(0, |label| graph.statistics().nodes_with(label));
        assert_eq!(counted, scanned.len(), "count of label {label}");
    }
    let edges: Vec<EdgeId> = graph.edges().collect();
    assert_eq!(edges.len(), graph.edge_count());
    for edge_type in ["R", "S", "T"] {
        let Some(symbol) = graph.symbol(edge_type) else {
            continue;
        };
        let of_type = |edge: &&EdgeId| graph.edge_type(**edge) == Some(symbol);
        let scanned: Vec<EdgeId> = edges.iter().filter(of_type).copied().collect();
        assert_eq!(graph.edges_with_type(symbol), scanned);
        assert_eq!(graph.statistics().edges_of(symbol), scanned.len());
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let Some(rows) = graph.adjacency(Some(symbol), direction) else {
                continue;
            };
            assert_eq!(rows.len(), scanned.len());
            for &node in &nodes {
                let (others, found) = rows.of(node);
                let of_node = graph.edges_of(node, direction);
                let wanted: BTreeSet<EdgeId> = of_node.iter().filter(of_type).copied().collect();
                assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), wanted);
                assert!(others.is_sorted());
                for (other, edge) in others.iter().zip(found) {
                    let (source, target) = graph.ends(*edge).unwrap();
                    let ends = match direction {
                        Direction::Incoming => (target, source),
                        _ => (source, target),
                    };
                    assert_eq!(ends, (node, *other));
                }
            }
        }
    }
    for key in ["name", "age", "aliases"] {
        let Some(symbol) = graph.symbol(key) else {
            continue;
        };
        for &node in &nodes {
            let Some(value) = graph.node_property(node, symbol) else {
                continue;
            };
            let scanned: Vec<NodeId> = nodes
                .iter()
                .copied()
                .filter(|&other| {
                    let other = graph.node_property(other, symbol);
                    other.is_some_and(|other| super::index::equal(&other, &value))
                })
                .collect();
            assert_eq!(
                graph.nodes_with_value(symbol, &value),
                scanned,
                "{key} = {value:?}"
            );
        }
    }
}

proptest! {
    // Nothing is written beside the sources when a case fails.
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]

    #[test]
    fn indexes_agree_with_a_scan_and_taking_back_restores_the_graph(
        before in prop::collection::vec(step(), 0..40),
        undone in prop::collection::vec(step(), 0..30),
        after in prop::collection::vec(step(), 0..20),
    ) {
        let mut graph = Graph::new();
        for step in &before {
            apply(&mut graph, step);
        }
        check_indexes(&graph);
        let wanted = picture(&graph);
        graph.begin();
        for step in &undone {
            apply(&mut graph, step);
            check_indexes(&graph);
        }
        graph.rollback();
        prop_assert_eq!(&picture(&graph), &wanted);
        check_indexes(&graph);
        graph.begin();
        for step in &after {
            apply(&mut graph, step);
        }
        graph.commit();
        check_indexes(&graph);
    }
}

fn named(names: &[(&str, &[&str])]) -> Graph {
    let mut graph = Graph::new();
    for (name, aliases) in names {
        let node = graph.add_node(&["Actor"]);
        graph.set_node_property(node, "name", Some((*name).into()));
        if !aliases.is_empty() {
            let aliases = aliases.iter().map(|alias| Property::from(*alias)).collect();
            graph.set_node_property(node, "aliases", Some(aliases));
        }
    }
    graph
}

fn check_names(found: &[NodeId], wanted: &[u32]) {
    let found: Vec<u32> = found.iter().map(|node| node.0).collect();
    assert_eq!(found, wanted);
}

#[test]
fn names_are_found_whatever_their_case_accents_and_points() {
    let graph = named(&[
        ("United States", &["U.S.", "America"]),
        ("São Tomé", &[]),
        ("al-Qaeda", &[]),
    ]);
    let index = graph.name_index();
    check_names(&index.exact("us"), &[0]);
    check_names(&index.exact("SAO TOME"), &[1]);
    check_names(&index.exact("Al Qaeda"), &[2]);
    check_names(&index.exact("Al"), &[]);
}

#[test]
fn a_bearer_of_the_name_comes_before_one_who_is_also_called_so() {
    let graph = named(&[("Moscow Oblast", &["Moscow"]), ("Moscow", &[])]);
    check_names(&graph.name_index().exact("Moscow"), &[1, 0]);
    check_names(&graph.name_index().prefix("mos"), &[1, 0]);
}

#[test]
fn a_piece_of_a_name_finds_each_node_once() {
    let graph = named(&[
        ("Crocus City Hall", &["City Hall"]),
        ("Hall", &[]),
        ("Kazan", &[]),
    ]);
    check_names(&graph.name_index().substring("ty ha"), &[0]);
    check_names(&graph.name_index().substring("hall"), &[0, 1]);
    check_names(&graph.name_index().substring("all kaz"), &[]);
}

#[test]
fn a_removed_node_takes_its_edges_along_and_its_id_with_it() {
    let mut graph = named(&[("a", &[]), ("b", &[])]);
    graph.add_edge(NodeId(0), "R", NodeId(1));
    assert!(graph.remove_node(NodeId(1)));
    assert_eq!((graph.node_count(), graph.edge_count()), (1, 0));
    assert_eq!(graph.add_node(&[]), NodeId(2));
    assert!(!graph.remove_node(NodeId(1)));
}
