//! A small graph for the tests of the floors above.

use crate::base::DocumentId;
use crate::base::Evidence;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// The makings of a graph in a line or two each.
#[derive(Default)]
pub(crate) struct Sample {
    pub(crate) graph: Graph,
}

impl Sample {
    /// Adds a node; `labels` are divided by colons.
    pub(crate) fn node(&mut self, labels: &str, name: &str) -> NodeId {
        let labels: Vec<&str> = labels.split(':').collect();
        let node = self.graph.add_node(&labels);
        self.graph
            .set_node_property(node, "name", Some(Property::from(name)));
        node
    }

    /// Adds an edge that rests on one sentence of the document with number 0.
    pub(crate) fn edge(
        &mut self,
        source: NodeId,
        edge_type: &str,
        target: NodeId,
        status: &str,
        text: &str,
    ) -> EdgeId {
        let edge = self.graph.add_edge(source, edge_type, target);
        self.graph
            .set_edge_property(edge, "status", Some(Property::from(status)));
        self.graph
            .set_edge_property(edge, "confidence", Some(Property::from(0.9)));
        self.graph
            .set_edge_property(edge, "rule", Some(Property::from("sample")));
        if !text.is_empty() {
            let evidence = Evidence {
                document: DocumentId(0),
                sentence: 1,
                start: 0,
                end: text.chars().count() as u32,
                text: text.to_owned(),
            };
            self.graph.set_evidence(edge, vec![evidence]);
        }
        edge
    }
}

/// Who did, said and denied what in one article.
pub(crate) fn moscow() -> Graph {
    let mut sample = Sample::default();
    sample.graph.set_documents(vec!["moscow".to_owned()]);
    let group = sample.node("Actor:ArmedGroup", "IS-K");
    let parent = sample.node("Actor:ArmedGroup", "Islamic State");
    let attack = sample.node("Event:Assault", "Moscow attack");
    let moscow = sample.node("Place:City", "Moscow");
    let russia = sample.node("State", "Russia");
    let ukraine = sample.node("State", "Ukraine");
    let claim = sample.node("Claim", "the perpetrators have links to Ukraine");
    let pakistan = sample.node("State", "Pakistan");
    let afghanistan = sample.node("State", "Afghanistan");
    let document = sample.node("Document", "moscow");
    let graph = &mut sample.graph;
    graph.set_node_property(
        group,
        "aliases",
        Some(["Khorasan faction", "ISIS-K"].into_iter().collect()),
    );
    graph.set_node_property(attack, "date", Some("2024-03-22".into()));
    graph.set_node_property(attack, "killed", Some(140.into()));
    graph.set_node_property(document, "date", Some("2024-03-24".into()));
    graph.set_node_property(document, "publisher", Some("Dawn".into()));
    sample.edge(
        group,
        "CLAIMS",
        attack,
        "asserted",
        "IS-K has claimed the attack.",
    );
    sample.edge(
        group,
        "AGENT_OF",
        attack,
        "claimed",
        "IS-K has claimed the attack.",
    );
    sample.edge(
        attack,
        "LOCATED_IN",
        moscow,
        "asserted",
        "The attack took place in Moscow.",
    );
    sample.edge(
        group,
        "PART_OF",
        parent,
        "asserted",
        "IS-K is a branch of Islamic State.",
    );
    sample.edge(
        russia,
        "CLAIMS",
        claim,
        "asserted",
        "Russia says they have links to Ukraine.",
    );
    sample.edge(ukraine, "DENIES", claim, "asserted", "Ukraine denies it.");
    let disputed = sample.edge(
        group,
        "LINKED_TO",
        ukraine,
        "disputed",
        "Russia says they have links to Ukraine.",
    );
    sample
        .graph
        .set_edge_property(disputed, "attributed_to", Some("Russia".into()));
    sample.edge(pakistan, "BORDERS", afghanistan, "background", "");
    sample.edge(group, "MENTIONED_IN", document, "asserted", "IS-K");
    sample.graph
}
