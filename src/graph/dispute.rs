//! Where sources disagree: claims that another source denies, and figures that differ.

use std::collections::BTreeSet;

use crate::base::Status;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;

/// Something on which sources disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// What it is about.
    pub subject: String,
    /// The edges that say so.
    pub claimed: Vec<EdgeId>,
    /// The edges that deny it.
    pub denied: Vec<EdgeId>,
}

/// A number that an article gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The mention of the event in the article.
    pub edge: EdgeId,
    /// The number.
    pub number: i64,
    /// Whether there may be more: "over 130".
    pub least: bool,
}

impl Figure {
    fn says(&self) -> (i64, bool) {
        (self.number, self.least)
    }
}

/// Finds what sources claim and deny: first what one says against another, then what is only
/// denied, then edges that are disputed.
pub fn disputes(graph: &Graph) -> Vec<Dispute> {
    let mut disputes = Vec::new();
    for node in graph.nodes() {
        let mut claimed = Vec::new();
        let mut denied = Vec::new();
        for edge in graph.edges_of(node, Direction::Incoming) {
            match graph.type_name(edge) {
                "CLAIMS" => claimed.push(edge),
                "DENIES" => denied.push(edge),
                _ => {}
            }
        }
        if !denied.is_empty() {
            disputes.push(Dispute {
                subject: graph.title(node).to_string(),
                claimed,
                denied,
            });
        }
    }
    // What two sources say against each other comes before what one denies.
    disputes.sort_by_key(|dispute| dispute.claimed.is_empty());
    let mut relations = BTreeSet::new();
    for edge in graph.edges() {
        if graph.status(edge) != Some(Status::Disputed) {
            continue;
        }
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        if !relations.insert((source, graph.type_name(edge), target)) {
            continue;
        }
        disputes.push(Dispute {
            subject: format!(
                "{} {} {}",
                graph.title(source),
                graph.type_name(edge),
                graph.title(target)
            ),
            claimed: vec![edge],
            denied: Vec::new(),
        });
    }
    disputes
}

/// Finds the events of which the articles give different figures.
pub fn figures(graph: &Graph) -> Vec<(NodeId, &'static str, Vec<Figure>)> {
    let mut found = Vec::new();
    for event in graph.nodes().filter(|&node| graph.has_label(node, "Event")) {
        let mentions: Vec<EdgeId> = graph
            .edges_of(event, Direction::Outgoing)
            .into_iter()
            .filter(|&edge| graph.type_name(edge) == "MENTIONED_IN")
            .collect();
        for what in ["killed", "injured", "arrested", "displaced"] {
            let figures: Vec<Figure> = mentions
                .iter()
                .filter_map(|&edge| {
                    let Property::Int(number) = graph.edge_value(edge, what)? else {
                        return None;
                    };
                    let least = graph.edge_value(edge, &format!("{what}_min"));
                    Some(Figure {
                        edge,
                        number,
                        least: least == Some(Property::Bool(true)),
                    })
                })
                .collect();
            if figures
                .iter()
                .any(|figure| figure.says() != figures[0].says())
            {
                found.push((event, what, figures));
            }
        }
    }
    found
}
