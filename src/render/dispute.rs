//! Where sources disagree: claims that another source denies, and figures that differ.

use std::fmt::Write;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::dispute;
use crate::graph::dispute::Dispute;
use crate::render::Layout;
use crate::render::Role;
use crate::render::article;
use crate::render::article::Articles;
use crate::render::width;

/// Writes every dispute of the graph with both sentences, and how many there are.
pub fn disputes(graph: &Graph, layout: Layout) -> (String, usize) {
    let articles = Articles::of(graph);
    let mut out = String::new();
    let mut count = 0;
    for dispute in dispute::disputes(graph) {
        count += 1;
        write_dispute(&mut out, graph, &articles, &dispute, layout);
    }
    for (event, what, figures) in dispute::figures(graph) {
        count += 1;
        let theme = layout.theme;
        let title = format!("{}: {what}", graph.title(event));
        _ = writeln!(out, "{}", theme.paint(Role::Strong, &width::clean(&title)));
        for figure in figures {
            let least = if figure.least { "over " } else { "" };
            let number = format!("{least}{}", figure.number);
            _ = write!(out, "  {} ", theme.paint(Role::Number, &number));
            let before = width::width(&number) + 3;
            write_source(&mut out, graph, &articles, figure.edge, before, layout);
        }
        out.push('\n');
    }
    (out, count)
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
