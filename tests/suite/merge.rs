//! Articles give one graph, whatever the order in which and the parts by which they are read.

use std::sync::LazyLock;

use newsgraph::build;
use newsgraph::build::BuildOptions;
use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::data::SEEDS;
use newsgraph::export::Selection;
use newsgraph::export::node_link;
use newsgraph::extract::Extraction;
use newsgraph::graph::Direction;
use newsgraph::graph::Graph;
use newsgraph::graph::Property;
use newsgraph::text::Document;
use proptest::prelude::*;

const ARTICLES: &[(&str, &str)] = &[
    (
        "first",
        "A bomb killed 12 people in Kabul on 3 March 2024. Pakistan condemned the attack.",
    ),
    (
        "second",
        "A bomb killed 20 people in Kabul on 3 March 2024. Iran condemned the attack.",
    ),
    (
        "third",
        "Iran said that Pakistan had links to Jaish al-Adl. Pakistan denied that it had links to Jaish al-Adl.",
    ),
];

fn articles(reader: &Reader) -> Vec<(Document, Extraction)> {
    ARTICLES
        .iter()
        .map(|(id, text)| {
            let document = Document {
                id: (*id).to_owned(),
                title: None,
                publisher: None,
                date: "2024-03-04".parse().ok(),
                source: format!("{id}.txt"),
                text: (*text).to_owned(),
                pretokenized: false,
            };
            let extraction = reader.read(&document);
            (document, extraction)
        })
        .collect()
}

fn graph(reader: &Reader, articles: &[(Document, Extraction)]) -> Graph {
    build::build(
        articles,
        reader.extractor().lexicon(),
        reader.extractor().ontology(),
        BuildOptions::default(),
    )
}

#[test]
fn the_order_of_the_articles_does_not_show() {
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let articles = articles(&reader);
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let mut graphs = orders.iter().map(|order| {
        let parts: Vec<_> = order.iter().map(|&index| articles[index].clone()).collect();
        let graph = graph(&reader, &parts);
        node_link::write(&graph, &Selection::whole(&graph))
    });
    let first = graphs.next().unwrap();
    assert!(
        first.contains("CRITICIZES"),
        "the articles say something: {first}"
    );
    for other in graphs {
        assert_eq!(first, other);
    }
}

/// The seeds as they were read, and the graph that they give in their own order.
/// The reader, what it reads out of the seeds, and their graph as text.
type SeedsRead = (Reader, Vec<(Document, Extraction)>, String);

static SEEDS_READ: LazyLock<SeedsRead> = LazyLock::new(|| {
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let articles: Vec<(Document, Extraction)> = SEEDS
        .iter()
        .map(|(name, text)| {
            let document = Document {
                id: (*name).to_owned(),
                date: "2024-03-04".parse().ok(),
                source: (*name).to_owned(),
                text: (*text).to_owned(),
                ..Document::default()
            };
            let extraction = reader.read(&document);
            (document, extraction)
        })
        .collect();
    let whole = graph(&reader, &articles);
    let bytes = node_link::write(&whole, &Selection::whole(&whole));
    (reader, articles, bytes)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Parts may overlap: an article that two of them hold counts once.
    #[test]
    fn any_split_of_the_articles_merged_in_any_order_gives_the_same_bytes(
        parts in proptest::collection::vec((0usize..4, any::<u32>()), SEEDS.len()),
        again in proptest::collection::vec(0usize..SEEDS.len(), 0..3),
    ) {
        let (reader, articles, bytes) = &*SEEDS_READ;
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_by_key(|&index| parts[index]);
        order.extend(again);
        let merged: Vec<_> = order.iter().map(|&index| articles[index].clone()).collect();
        let graph = graph(reader, &merged);
        prop_assert!(node_link::write(&graph, &Selection::whole(&graph)) == *bytes);
    }
}

#[test]
fn what_two_articles_say_of_one_event_stands_side_by_side() {
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let articles = articles(&reader);
    let graph = graph(&reader, &articles);
    let killed = graph.symbol("killed").expect("somebody was killed");
    let mut figures: Vec<Vec<i64>> = Vec::new();
    for node in graph.nodes() {
        let mut said: Vec<i64> = graph
            .edges_of(node, Direction::Outgoing)
            .into_iter()
            .filter_map(|edge| match graph.edge_property(edge, killed) {
                Some(Property::Int(number)) => Some(number),
                _ => None,
            })
            .collect();
        said.sort_unstable();
        if !said.is_empty() {
            figures.push(said);
        }
    }
    assert_eq!(figures, [[12, 20]], "one event with the figures of both");
}
