use crate::graph::Graph;
use crate::graph::algorithm::Part;
use crate::graph::algorithm::betweenness;
use crate::graph::algorithm::communities;
use crate::graph::algorithm::components;
use crate::graph::algorithm::core_numbers;
use crate::graph::algorithm::modularity;
use crate::graph::algorithm::page_rank;
use crate::graph::algorithm::similar;
use crate::graph::algorithm::triangles;

/// Makes a graph of pairs such as `ab bc`: letters are nodes in the order of the alphabet.
fn graph(pairs: &str) -> Graph {
    let mut graph = Graph::new();
    let letters = pairs.bytes().filter(u8::is_ascii_lowercase);
    let last = letters.max().unwrap_or(b'a');
    let nodes: Vec<_> = (b'a'..=last).map(|_| graph.add_node(&["N"])).collect();
    for pair in pairs.split_whitespace() {
        let ends: Vec<usize> = pair
            .bytes()
            .map(|letter| usize::from(letter - b'a'))
            .collect();
        graph.add_edge(nodes[ends[0]], "R", nodes[ends[1]]);
    }
    graph
}

fn part(pairs: &str) -> Part {
    Part::new(&graph(pairs), &[], &[])
}

fn rounded(numbers: &[f64]) -> Vec<f64> {
    numbers
        .iter()
        .map(|number| (number * 1000.0).round() / 1000.0)
        .collect()
}

const GO_ON: &dyn Fn() -> bool = &|| false;

/// Two cliques of four with one edge between.
const TWO: &str = "ab ac ad bc bd cd ef eg eh fg fh gh de";

#[test]
fn rank_flows_along_edges_and_adds_up_to_one() {
    let ranks = page_rank(&part("ab cb db bd"), 0.85, 100, GO_ON).unwrap();
    assert_eq!(rounded(&ranks), [0.038, 0.48, 0.038, 0.445]);
    let total: f64 = ranks.iter().sum();
    assert!((total - 1.0).abs() < 1e-9);
}

#[test]
fn a_dead_end_gives_its_rank_to_all() {
    let ranks = page_rank(&part("ab"), 0.85, 100, GO_ON).unwrap();
    assert_eq!(rounded(&ranks), [0.351, 0.649]);
}

#[test]
fn who_stands_in_the_middle_is_between() {
    assert_eq!(
        betweenness(&part("ab bc cd"), false, GO_ON).unwrap(),
        [0.0, 2.0, 2.0, 0.0]
    );
    assert_eq!(
        betweenness(&part("ab cb bd"), true, GO_ON).unwrap(),
        [0.0, 2.0, 0.0, 0.0]
    );
    assert_eq!(
        betweenness(&part("ab bd ac cd"), true, GO_ON).unwrap(),
        [0.0, 0.5, 0.5, 0.0]
    );
}

#[test]
fn components_are_numbered_by_their_first_node() {
    assert_eq!(components(&part("ca bd dd")), [0, 1, 0, 1]);
}

#[test]
fn a_core_keeps_those_with_enough_company() {
    assert_eq!(core_numbers(&part("ab bc ca cd de")), [2, 2, 2, 1, 1]);
    assert_eq!(core_numbers(&part(TWO)), [3; 8]);
    assert_eq!(core_numbers(&part("aa bb")), [0, 0]);
}

#[test]
fn a_triangle_counts_once_for_each_corner_whatever_its_directions() {
    assert_eq!(
        triangles(&part("ab bc ac ac cd"), GO_ON).unwrap(),
        [1, 1, 1, 0]
    );
    assert_eq!(triangles(&part(TWO), GO_ON).unwrap(), [3; 8]);
}

#[test]
fn those_with_the_same_company_are_similar() {
    assert_eq!(similar(&part("ax bx ay by cy"), 0, 2), [(1, 1.0), (2, 0.5)]);
}

#[test]
fn tight_groups_are_communities() {
    let part = part(TWO);
    let found = communities(&part, 1.0, GO_ON).unwrap();
    assert_eq!(found, [0, 0, 0, 0, 1, 1, 1, 1]);
    assert_eq!(rounded(&[modularity(&part, &found, 1.0)]), [0.423]);
    assert_eq!(communities(&part, 0.01, GO_ON).unwrap(), [0; 8]);
}

#[test]
fn only_the_named_labels_and_types_are_measured() {
    let mut graph = graph("ab bc");
    let other = graph.add_node(&["Other"]);
    let first = graph.nodes().next().unwrap();
    graph.add_edge(first, "R", other);
    graph.add_edge(first, "S", first);
    let (label, edge_type) = (graph.symbol("N").unwrap(), graph.symbol("R").unwrap());
    let part = Part::new(&graph, &[label], &[edge_type]);
    assert_eq!((part.nodes().len(), part.edge_count()), (3, 2));
    assert_eq!(part.degrees(1), (1, 1));
}

#[test]
fn long_work_can_be_stopped() {
    assert!(page_rank(&part("ab"), 0.85, 9, &|| true).is_err());
    assert!(betweenness(&part("ab"), true, &|| true).is_err());
    assert!(triangles(&part("ab"), &|| true).is_err());
}

/// Two ways to compute the same, on random graphs.
mod property {
    use proptest::prelude::*;

    use super::*;

    fn pairs() -> impl Strategy<Value = String> {
        prop::collection::vec("[a-l][a-l]", 0..40).prop_map(|pairs| pairs.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn core_numbers_are_what_peeling_leaves(pairs in pairs()) {
            let part = part(&pairs);
            let rows = part.neighbours();
            let found = core_numbers(&part);
            for k in 0..6_u32 {
                let mut left: Vec<u32> = (0..part.len() as u32).collect();
                loop {
                    let before = left.len();
                    let kept = left.clone();
                    left.retain(|&position| {
                        let within = rows.of(position).iter().filter(|other| kept.contains(other));
                        within.count() as u32 >= k
                    });
                    if left.len() == before {
                        break;
                    }
                }
                for position in 0..part.len() as u32 {
                    prop_assert_eq!(found[position as usize] >= k, left.contains(&position));
                }
            }
        }

        #[test]
        fn triangles_are_those_that_three_loops_find(pairs in pairs()) {
            let part = part(&pairs);
            let rows = part.neighbours();
            let joined = |one: u32, other: u32| rows.of(one).contains(&other);
            let count = part.len() as u32;
            let wanted: Vec<u64> = (0..count)
                .map(|a| {
                    let pairs = (0..count).flat_map(|b| (0..b).map(move |c| (b, c)));
                    pairs.filter(|&(b, c)| joined(a, b) && joined(a, c) && joined(b, c)).count() as u64
                })
                .collect();
            prop_assert_eq!(triangles(&part, GO_ON).unwrap(), wanted);
        }

        #[test]
        fn communities_hang_together_and_beat_one_for_all(pairs in pairs()) {
            let part = part(&pairs);
            let found = communities(&part, 1.0, GO_ON).unwrap();
            let whole = components(&part);
            for one in 0..part.len() {
                for other in 0..one {
                    prop_assert!(found[one] != found[other] || whole[one] == whole[other]);
                }
            }
            prop_assert!(modularity(&part, &found, 1.0) >= modularity(&part, &whole, 1.0) - 1e-9);
        }
    }
}
