//! Where sources disagree: claims that another source denies, and figures that differ.

use std::fmt::Write;

use crate::base::Status;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::render::Layout;
use crate::render::Role;
use crate::render::article;
use crate::render::article::Articles;
use crate::render::width;

/// Something on which sources disagree.
struct Dispute {
    subject: String,
    claimed: Vec<EdgeId>,
    denied: Vec<EdgeId>,
}

/// A number that an article gives, and whether there may be more.
type Figure = (EdgeId, i64, bool);

/// Writes every dispute of the graph with both sentences, and how many there are.
pub fn disputes(graph: &Graph, layout: Layout) -> (String, usize) {
    let articles = Articles::of(graph);
    let mut out = String::new();
    let mut count = 0;
    for dispute in find(graph) {
        count += 1;
        write_dispute(&mut out, graph, &articles, &dispute, layout);
    }
    for (event, what, figures) in figures(graph) {
        count += 1;
        let theme = layout.theme;
        let title = format!("{}: {what}", graph.title(event));
        _ = writeln!(out, "{}", theme.paint(Role::Strong, &width::clean(&title)));
        for (edge, number, least) in figures {
            let figure = format!("{}{number}", if least { "over " } else { "" });
            _ = write!(out, "  {} ", theme.paint(Role::Number, &figure));
            let before = width::width(&figure) + 3;
            write_source(&mut out, graph, &articles, edge, before, layout);
        }
        out.push('\n');
    }
    (out, count)
}

fn find(graph: &Graph) -> Vec<Dispute> {
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
    let mut relations: Vec<(NodeId, String, NodeId)> = Vec::new();
    for edge in graph.edges() {
        if graph.status(edge) != Some(Status::Disputed) {
            continue;
        }
        let Some((source, target)) = graph.ends(edge) else {
            continue;
        };
        let key = (source, graph.type_name(edge).to_owned(), target);
        if relations.contains(&key) {
            continue;
        }
        relations.push(key);
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

fn write_dispute(
    out: &mut String,
    graph: &Graph,
    articles: &Articles,
    dispute: &Dispute,
    layout: Layout,
) {
    let theme = layout.theme;
    let columns = layout.width.unwrap_or(100);
    let subject = width::clean(&dispute.subject).into_owned();
    for line in width::wrap(&subject, columns) {
        _ = writeln!(out, "{}", theme.paint(Role::Strong, &line));
    }
    for (verb, status, edges) in [
        ("claimed", Status::Claimed, &dispute.claimed),
        ("denied", Status::Denied, &dispute.denied),
    ] {
        for &edge in edges {
            let speaker = match graph.type_name(edge) {
                "CLAIMS" | "DENIES" => graph.ends(edge).map(|(source, _)| graph.title(source)),
                _ => graph.edge_text(edge, "attributed_to"),
            };
            let speaker = speaker.map_or_else(String::new, |name| format!(" by {name}"));
            let disputed = graph.status(edge) == Some(Status::Disputed);
            let verb = if disputed && verb == "claimed" {
                "disputed"
            } else {
                verb
            };
            let head = format!("{verb}{}:", width::clean(&speaker));
            _ = write!(out, "  {} ", theme.paint_status(status, &head));
            let before = width::width(&head) + 3;
            write_source(out, graph, articles, edge, before, layout);
        }
    }
    out.push('\n');
}

/// Writes the article and the sentence of an edge, the article behind so many columns.
fn write_source(
    out: &mut String,
    graph: &Graph,
    articles: &Articles,
    edge: EdgeId,
    before: usize,
    layout: Layout,
) {
    let columns = layout.width.unwrap_or(100).saturating_sub(6).max(20);
    let Some(piece) = graph.evidence(edge).first() else {
        out.push('\n');
        return;
    };
    let citation = articles.cite(graph, article::document(graph, piece));
    let room = layout.width.unwrap_or(usize::MAX).saturating_sub(before);
    let citation = width::fit(&width::clean(&citation), room.max(12)).into_owned();
    let citation = layout.theme.paint(Role::Dim, &citation);
    _ = writeln!(out, "{citation}");
    let text = format!("“{}”", width::clean(&piece.text));
    for line in width::wrap(&text, columns) {
        _ = writeln!(out, "    {line}");
    }
}

/// Finds the events of which the articles give different figures.
fn figures(graph: &Graph) -> Vec<(NodeId, &'static str, Vec<Figure>)> {
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
                    Some((edge, number, least == Some(Property::Bool(true))))
                })
                .collect();
            if figures
                .iter()
                .any(|figure| (figure.1, figure.2) != (figures[0].1, figures[0].2))
            {
                found.push((event, what, figures));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::disputes;
    use crate::graph::sample;
    use crate::render::Layout;

    #[test]
    fn a_claim_and_its_denial_stand_together() {
        let (text, count) = disputes(&sample::moscow(), Layout::PIPE);
        assert_eq!(count, 2);
        assert!(
            text.starts_with(
                "the perpetrators have links to Ukraine\n  claimed by Russia: Dawn, 2024-03-24 (moscow)\n    \
                 “Russia says they have links to Ukraine.”\n  denied by Ukraine: Dawn, 2024-03-24 (moscow)\n    \
                 “Ukraine denies it.”\n"
            ),
            "{text}"
        );
    }
}
