//! The sentences behind edges.

use std::fmt::Write;
use std::sync::Arc;

use crate::base::Evidence;
use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::graph::Property;
use crate::render::Layout;
use crate::render::Role;
use crate::render::article;
use crate::render::article::Articles;
use crate::render::mark;
use crate::render::width;

/// Of more pieces of evidence the rest is only counted.
const MOST_PIECES: usize = 5;

/// Gives the whole sentence around a piece of evidence, and where in it the piece lies (in bytes),
/// where the article is at hand.
pub type Sentences<'a> = dyn Fn(&Evidence) -> Option<(String, std::ops::Range<usize>)> + 'a;

/// Whether an edge is shown with its direction.
#[derive(Clone, Copy)]
enum Way {
    Forward,
    Both,
}

/// Writes each edge with its sentences, articles, speaker, status, rule and confidence.
pub fn explain(
    graph: &Graph,
    edges: &[EdgeId],
    sentences: &Sentences<'_>,
    undirected: &dyn Fn(EdgeId) -> bool,
    layout: Layout,
) -> String {
    let articles = Articles::of(graph);
    let mut out = String::new();
    for (index, &edge) in edges.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let way = if undirected(edge) {
            Way::Both
        } else {
            Way::Forward
        };
        write_edge(&mut out, graph, (edge, way), &articles, sentences, layout);
    }
    out
}

fn write_edge(
    out: &mut String,
    graph: &Graph,
    (edge, way): (EdgeId, Way),
    articles: &Articles,
    sentences: &Sentences<'_>,
    layout: Layout,
) {
    let theme = layout.theme;
    let Some((source, target)) = graph.ends(edge) else {
        return;
    };
    let columns = layout.width.unwrap_or(100);
    let half = columns.saturating_sub(24).max(24) / 2;
    let end = |node: NodeId| {
        let title = graph.title(node);
        theme.paint(Role::Strong, &width::fit(&width::clean(&title), half))
    };
    let edge_type = theme.paint(Role::Type, graph.type_name(edge));
    let (left, right) = match (layout.plain, way) {
        (true, Way::Forward) => ("--", "-->"),
        (true, Way::Both) => ("--", "--"),
        (false, Way::Forward) => ("─", "→"),
        (false, Way::Both) => ("─", "─"),
    };
    _ = writeln!(
        out,
        "{} {left}{edge_type}{right} {}",
        end(source),
        end(target)
    );

    let status = graph.status(edge);
    let mut notes = Vec::new();
    if let Some(status) = status {
        let mark = mark(status, layout.plain);
        let word = if mark == status.name() || mark.is_empty() {
            status.name().to_owned()
        } else {
            format!("{mark} {status}")
        };
        notes.push(theme.paint_status(status, &word));
    }
    if let Some(speaker) = graph.edge_text(edge, "attributed_to") {
        notes.push(format!("according to {}", width::clean(&speaker)));
    }
    for key in ["what", "role", "relation", "claim"] {
        if let Some(text) = graph.edge_text(edge, key) {
            let note = format!("{key}: {}", width::clean(&text));
            notes.push(width::fit(&note, columns.saturating_sub(4)).into_owned());
        }
    }
    if graph.edge_value(edge, "past") == Some(Property::Bool(true)) {
        notes.push("in the past".to_owned());
    }
    if let Some(Property::Float(confidence)) = graph.edge_value(edge, "confidence") {
        notes.push(format!("confidence {confidence:.2}"));
    }
    if let Some(rule) = graph.edge_text(edge, "rule") {
        notes.push(format!("rule {}", width::clean(&rule)));
    }
    if !notes.is_empty() {
        _ = writeln!(out, "  {}", folded(&notes, columns.saturating_sub(2)));
    }

    let pieces = graph.evidence(edge);
    if pieces.is_empty() && status == Some(Status::Background) {
        let note = "  from the lexicon; no article says so";
        _ = writeln!(out, "{}", theme.paint(Role::Dim, note));
    }
    let names = names(graph, source, target);
    for piece in pieces.iter().take(MOST_PIECES) {
        let document = article::document(graph, piece);
        let title = articles
            .title(graph, document)
            .map(|title| format!(", “{title}”"))
            .unwrap_or_default();
        let citation = format!(
            "{}{title}, sentence {}",
            articles.cite(graph, document),
            piece.sentence
        );
        let citation = width::fit(&width::clean(&citation), columns.saturating_sub(2)).into_owned();
        _ = writeln!(out, "  {}", theme.paint(Role::Dim, &citation));
        let (text, span) =
            sentences(piece).unwrap_or_else(|| (piece.text.clone(), 0..piece.text.len()));
        write_sentence(out, &text, span, &names, layout);
    }
    if pieces.len() > MOST_PIECES {
        let note = format!("  … and {} more sentences", pieces.len() - MOST_PIECES);
        _ = writeln!(out, "{}", theme.paint(Role::Dim, &note));
    }
}

/// Lists the names and other names of both ends, the longest first.
fn names(graph: &Graph, source: NodeId, target: NodeId) -> Vec<Arc<str>> {
    let mut names = Vec::new();
    for node in [source, target] {
        names.push(graph.title(node));
        names.extend(graph.aliases(node));
    }
    names.retain(|name| name.chars().count() > 1);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// Writes a sentence in lines; in `span` the names of both ends stand out, and the rest is dim.
fn write_sentence(
    out: &mut String,
    text: &str,
    span: std::ops::Range<usize>,
    names: &[Arc<str>],
    layout: Layout,
) {
    let columns = layout.width.unwrap_or(100).saturating_sub(5).max(20);
    let text = text.replace(['\n', '\t', '\r'], " ");
    let roles = roles(&text, span, names);
    let mut offset = 0;
    let lines = width::wrap(&text, columns);
    for (index, line) in lines.iter().enumerate() {
        out.push_str(if index == 0 { "    “" } else { "     " });
        let mut painted = String::new();
        let mut run = String::new();
        let mut run_role = Role::Normal;
        for character in line.chars() {
            // `wrap` only drops and adds white space, so the other characters come in step.
            if !character.is_whitespace() {
                while let Some(next) = text[offset..].chars().next() {
                    if !next.is_whitespace() {
                        break;
                    }
                    offset += next.len_utf8();
                }
            }
            let role = roles.get(offset).copied().unwrap_or(Role::Normal);
            if role != run_role {
                painted.push_str(&layout.theme.paint(run_role, &run));
                run.clear();
                run_role = role;
            }
            run.push(if character.is_control() {
                '\u{FFFD}'
            } else {
                character
            });
            if text[offset..].starts_with(character) {
                offset += character.len_utf8();
            }
        }
        painted.push_str(&layout.theme.paint(run_role, &run));
        out.push_str(&painted);
        out.push_str(if index + 1 == lines.len() {
            "”\n"
        } else {
            "\n"
        });
    }
}

/// Gives the role of each byte of a sentence.
fn roles(text: &str, span: std::ops::Range<usize>, names: &[Arc<str>]) -> Vec<Role> {
    let mut roles = vec![Role::Dim; text.len()];
    let inside = span.start.min(text.len())..span.end.min(text.len());
    roles[inside].fill(Role::Normal);
    for name in names {
        for (start, found) in text.match_indices(&**name) {
            let end = start + found.len();
            let whole = !text[..start].ends_with(char::is_alphanumeric)
                && !text[end..].starts_with(char::is_alphanumeric);
            if whole {
                roles[start..end].fill(Role::Trigger);
            }
        }
    }
    roles
}

/// Joins notes with commas, on as many lines as they need.
fn folded(notes: &[String], columns: usize) -> String {
    let mut text = String::new();
    let mut filled = 0;
    for (place, note) in notes.iter().enumerate() {
        let comma = usize::from(place + 1 < notes.len());
        let wide = width::width(note) + comma;
        if place > 0 && filled + 1 + wide > columns {
            text.push_str("\n  ");
            filled = 0;
        } else if place > 0 {
            text.push(' ');
            filled += 1;
        }
        text.push_str(note);
        text.push_str(if comma == 1 { "," } else { "" });
        filled += wide;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::explain;
    use crate::graph::sample;
    use crate::render::Layout;
    use crate::render::Theme;

    #[test]
    fn an_edge_is_explained_by_its_sentence() {
        let graph = sample::moscow();
        let edges: Vec<_> = graph.edges().collect();
        let text = explain(&graph, &edges[6..8], &|_| None, &|_| false, Layout::PIPE);
        assert_eq!(
            text,
            "IS-K ─LINKED_TO→ Ukraine\n  ◐ disputed, according to Russia, confidence 0.90, rule sample\n  \
             Dawn, 2024-03-24 (moscow), sentence 1\n    “Russia says they have links to Ukraine.”\n\n\
             Pakistan ─BORDERS→ Afghanistan\n  · background, confidence 0.90, rule sample\n  \
             from the lexicon; no article says so\n"
        );
    }

    #[test]
    fn names_stand_out_in_colour_and_the_text_stays() {
        let graph = sample::moscow();
        let edge = graph.edges().nth(3).unwrap();
        let layout = Layout {
            theme: Theme::Dark,
            width: Some(30),
            plain: false,
        };
        let text = explain(&graph, &[edge], &|_| None, &|_| false, layout);
        let bare = String::from_utf8(anstream::adapter::strip_str(&text).to_string().into_bytes())
            .unwrap();
        assert!(bare.contains("“IS-K is a branch of\n"), "{bare}");
        assert!(
            text.contains("\u{1b}[1m\u{1b}[4mIS-K") || text.contains("\u{1b}[1;4mIS-K"),
            "{text:?}"
        );
    }
}
