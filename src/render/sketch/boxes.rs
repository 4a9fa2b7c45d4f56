//! Boxes in columns, with arrows from each column to the next.
//!
//! Lines leave a box on its right as one trunk, and reach a box on its left each in a row of its
//! own, where the label is. So a label belongs to one edge, whatever crosses it on the way.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use crate::base::Status;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Layout;
use crate::render::Role;
use crate::render::mark;
use crate::render::sketch::Picture;
use crate::render::sketch::canvas::Canvas;
use crate::render::sketch::canvas::Ink;
use crate::render::sketch::canvas::Stroke;
use crate::render::sketch::layer;
use crate::render::sketch::status_mark;
use crate::render::width;

/// A box with less room for a name says nothing.
const NARROWEST: usize = 12;
/// A box with more room only pushes the others away.
const WIDEST: usize = 40;
/// A name takes no more lines than these.
const MOST_LINES: usize = 3;
/// A drawing with more rows is easier to read as a list.
const MOST_ROWS: usize = 70;
/// The columns of a box besides its name: a border and a space on each side.
const FRAME: usize = 4;

/// What stands in a column: a box, or a place where a long edge passes.
struct Stand {
    node: Option<NodeId>,
    column: usize,
    title: Vec<String>,
    /// The edges that come in from the left.
    entries: Vec<usize>,
    top: i64,
    height: usize,
}

impl Stand {
    /// The row in which lines leave to the right.
    fn middle(&self) -> i64 {
        self.top + self.height as i64 / 2
    }

    /// The row in which the entry with this rank comes in.
    fn entry_row(&self, rank: usize) -> i64 {
        if self.node.is_none() {
            return self.top;
        }
        let inside = self.height as i64 - 2;
        let spare = (inside - self.entries.len() as i64).max(0);
        self.top + 1 + (spare + 1) / 2 + rank as i64
    }
}

/// A piece of an edge, from a column to the next.
struct Piece {
    from: usize,
    to: usize,
    edge: EdgeId,
    /// Whether the edge's own direction is the piece's; nothing where direction means nothing.
    forward: Option<bool>,
}

struct Drawing<'a> {
    graph: &'a Graph,
    layout: Layout,
    stands: Vec<Stand>,
    pieces: Vec<Piece>,
    /// The stands of each column, from the top down.
    columns: Vec<Vec<usize>>,
}

/// The upright lines between two columns: which trunk runs in which.
struct Gap {
    /// The channel of each trunk, by the stand it leaves; none where it runs straight on.
    channels: BTreeMap<usize, usize>,
    count: usize,
}

/// Draws nodes and edges as boxes and arrows; nothing where they do not fit.
pub(super) fn draw(graph: &Graph, picture: &Picture, layout: Layout) -> Option<String> {
    let mut joined: BTreeSet<NodeId> = BTreeSet::new();
    let mut edges = Vec::new();
    for &edge in &picture.edges {
        let (source, target) = graph.ends(edge)?;
        if source == target {
            return None;
        }
        joined.extend([source, target]);
        edges.push((edge, source, target));
    }
    if edges.is_empty() {
        return None;
    }
    let nodes: Vec<NodeId> = joined.iter().copied().collect();
    let index = |node: NodeId| nodes.iter().position(|&known| known == node).unwrap_or(0);
    let lines: Vec<layer::Line> = edges
        .iter()
        .map(|&(_, source, target)| (index(source), index(target)))
        .collect();
    let arrows: Vec<layer::Line> = edges
        .iter()
        .zip(&lines)
        .filter(|((edge, ..), _)| !picture.undirected.contains(edge))
        .map(|(_, &line)| line)
        .collect();
    let degree = |node: usize| {
        lines
            .iter()
            .filter(|(a, b)| *a == node || *b == node)
            .count()
    };
    let hub = (0..nodes.len()).max_by_key(|&node| (degree(node), std::cmp::Reverse(node)))?;
    let root = picture.root.map(index);
    let along = layer::along_the_arrows(nodes.len(), &arrows);
    let outward = layer::outward(nodes.len(), &lines, root.unwrap_or(hub));
    let orders = match root {
        Some(_) => [outward, along],
        None => [along, outward],
    };
    let mut out = orders.iter().find_map(|order| {
        let mut drawing = Drawing::new(graph, picture, layout, &nodes, order, &lines);
        drawing.draw()
    })?;
    for &node in picture.nodes.iter().filter(|node| !joined.contains(node)) {
        let title = graph.title(node);
        _ = writeln!(out, "[{}]", width::fit(&width::clean(&title), WIDEST));
    }
    out.push_str(&legend(graph, picture, layout));
    Some(out)
}

/// Says what the signs at the labels mean.
fn legend(graph: &Graph, picture: &Picture, layout: Layout) -> String {
    if layout.plain {
        return String::new();
    }
    let statuses: BTreeSet<Status> = picture
        .edges
        .iter()
        .filter_map(|&edge| graph.status(edge))
        .filter(|&status| status != Status::Asserted)
        .collect();
    let signs: Vec<String> = statuses
        .into_iter()
        .map(|status| format!("{} {}", mark(status, false), status.name()))
        .collect();
    if signs.is_empty() {
        return String::new();
    }
    layout.theme.paint(Role::Dim, &signs.join("   ")) + "\n"
}

impl<'a> Drawing<'a> {
    /// Puts each node in its column, and long edges in places of their own on the way.
    fn new(
        graph: &'a Graph,
        picture: &Picture,
        layout: Layout,
        nodes: &[NodeId],
        order: &[usize],
        lines: &[layer::Line],
    ) -> Self {
        let layers = layer::layers(order, lines);
        let stand = |node, column| Stand {
            node,
            column,
            title: Vec::new(),
            entries: Vec::new(),
            top: 0,
            height: 1,
        };
        let mut stands: Vec<Stand> = nodes
            .iter()
            .zip(&layers)
            .map(|(&node, &column)| stand(Some(node), column))
            .collect();
        let mut pieces = Vec::new();
        for (&edge, &(source, target)) in picture.edges.iter().zip(lines) {
            let forward = layers[source] < layers[target];
            let (mut from, end) = if forward {
                (source, target)
            } else {
                (target, source)
            };
            let forward = (!picture.undirected.contains(&edge)).then_some(forward);
            for column in layers[from] + 1..=layers[end] {
                let to = if column == layers[end] {
                    end
                } else {
                    stands.push(stand(None, column));
                    stands.len() - 1
                };
                stands[to].entries.push(pieces.len());
                pieces.push(Piece {
                    from,
                    to,
                    edge,
                    forward,
                });
                from = to;
            }
        }
        let mut drawing = Drawing {
            graph,
            layout,
            columns: vec![Vec::new(); layers.iter().max().map_or(0, |last| last + 1)],
            stands,
            pieces,
        };
        drawing.fill_columns(order);
        drawing
    }

    /// Starts with what hangs together standing together, then untangles the lines.
    fn fill_columns(&mut self, order: &[usize]) {
        let lines: Vec<layer::Line> = self
            .pieces
            .iter()
            .map(|piece| (piece.from, piece.to))
            .collect();
        let mut seen = BTreeSet::new();
        for &start in order {
            let mut open = vec![start];
            while let Some(stand) = open.pop() {
                if !seen.insert(stand) {
                    continue;
                }
                self.columns[self.stands[stand].column].push(stand);
                let near = lines.iter().rev().filter_map(|&(from, to)| match stand {
                    _ if from == stand => Some(to),
                    _ if to == stand => Some(from),
                    _ => None,
                });
                open.extend(near);
            }
        }
        layer::arrange(&mut self.columns, &lines);
    }

    /// Draws, if that takes no more columns and rows than there are.
    fn draw(&mut self) -> Option<String> {
        let room = self.layout.width.unwrap_or(100);
        let gaps = self.columns.len().saturating_sub(1);
        let mut channels = vec![1; gaps];
        // How many upright lines there are depends on the rows, and they on the room for names.
        for _ in 0..3 {
            let between: usize = (0..gaps)
                .map(|gap| self.gap_width(gap, channels[gap]))
                .sum();
            let inner = self.inner_widths(room.checked_sub(between)?)?;
            self.write_titles(&inner);
            self.place();
            let found: Vec<Gap> = (0..gaps)
                .map(|gap| self.route(gap))
                .collect::<Option<_>>()?;
            if found
                .iter()
                .zip(&channels)
                .all(|(gap, &had)| gap.count <= had)
            {
                return self.paint(&inner, &found, &channels);
            }
            for (gap, count) in found.iter().zip(&mut channels) {
                *count = (*count).max(gap.count);
            }
        }
        None
    }

    /// Shares the room among the columns: each gets what it needs, the widest give first.
    fn inner_widths(&self, room: usize) -> Option<Vec<usize>> {
        let needs: Vec<usize> = self
            .columns
            .iter()
            .map(|column| {
                let widths = column.iter().filter_map(|&stand| self.stands[stand].node);
                let widths = widths.map(|node| {
                    let kind = self.kind(node).map_or(0, |kind| width::width(kind) + 2);
                    width::width(&self.graph.title(node)).max(kind)
                });
                widths.max().unwrap_or(0).min(WIDEST)
            })
            .collect();
        let room = room.checked_sub(FRAME * needs.len())?;
        let total = |limit: usize| -> usize { needs.iter().map(|&need| need.min(limit)).sum() };
        let limit = (NARROWEST..=WIDEST)
            .rev()
            .find(|&limit| total(limit) <= room)?;
        Some(needs.into_iter().map(|need| need.min(limit)).collect())
    }

    fn kind(&self, node: NodeId) -> Option<&'a str> {
        self.graph.label_names(node).last().copied()
    }

    fn write_titles(&mut self, inner: &[usize]) {
        for stand in &mut self.stands {
            let Some(node) = stand.node else { continue };
            let title = self.graph.title(node);
            let title = width::clean(&title);
            let room = inner[stand.column];
            let mut lines = width::wrap(&title, room);
            if lines.len() > MOST_LINES {
                let rest = lines.split_off(MOST_LINES - 1).join(" ");
                lines.push(width::fit(&rest, room).into_owned());
            }
            stand.height = lines.len().max(stand.entries.len()) + 2;
            stand.title = lines;
        }
    }

    /// Gives each stand its rows, near those it is joined to.
    fn place(&mut self) {
        for column in &self.columns {
            let mut top = 0;
            for &stand in column {
                self.stands[stand].top = top;
                top += self.stands[stand].height as i64;
            }
        }
        let forward: Vec<usize> = (1..self.columns.len()).collect();
        let backward: Vec<usize> = (0..self.columns.len().saturating_sub(1)).rev().collect();
        for column in [&forward, &backward, &forward, &backward]
            .into_iter()
            .flatten()
        {
            self.settle(*column);
        }
        for stand in 0..self.stands.len() {
            let mut entries = std::mem::take(&mut self.stands[stand].entries);
            entries.sort_by_key(|&piece| (self.stands[self.pieces[piece].from].middle(), piece));
            self.stands[stand].entries = entries;
        }
        let top = self.stands.iter().map(|stand| stand.top).min().unwrap_or(0);
        for stand in &mut self.stands {
            stand.top -= top;
        }
    }

    fn settle(&mut self, column: usize) {
        let stands = &self.columns[column];
        let wanted: Vec<f64> = stands
            .iter()
            .map(|&stand| {
                let near = self.pieces.iter().filter_map(|piece| match stand {
                    _ if piece.from == stand => Some(piece.to),
                    _ if piece.to == stand => Some(piece.from),
                    _ => None,
                });
                let rows: Vec<i64> = near.map(|other| self.stands[other].middle()).collect();
                let middle = match rows.len() {
                    0 => self.stands[stand].middle() as f64,
                    many => rows.iter().sum::<i64>() as f64 / many as f64,
                };
                middle - (self.stands[stand].height / 2) as f64
            })
            .collect();
        let heights: Vec<usize> = stands
            .iter()
            .map(|&stand| self.stands[stand].height)
            .collect();
        for (top, stand) in layer::settle(&wanted, &heights)
            .into_iter()
            .zip(stands.clone())
        {
            self.stands[stand].top = top;
        }
    }

    fn entry_row(&self, piece: usize) -> i64 {
        let to = &self.stands[self.pieces[piece].to];
        let rank = to.entries.iter().position(|&entry| entry == piece);
        to.entry_row(rank.unwrap_or(0))
    }

    /// Gives the upright lines of a gap columns in which they do not lie upon one another, so
    /// that no level line lies upon another either. Nothing where there is no such order.
    fn route(&self, gap: usize) -> Option<Gap> {
        struct Trunk {
            stand: usize,
            start: i64,
            rows: Vec<i64>,
        }
        let mut trunks: Vec<Trunk> = Vec::new();
        for &stand in &self.columns[gap] {
            let rows: Vec<i64> = (0..self.pieces.len())
                .filter(|&piece| self.pieces[piece].from == stand)
                .map(|piece| self.entry_row(piece))
                .collect();
            let start = self.stands[stand].middle();
            if rows.iter().any(|&row| row != start) {
                trunks.push(Trunk { stand, start, rows });
            }
        }
        let range = |trunk: &Trunk| {
            let rows = || trunk.rows.iter().copied().chain([trunk.start]);
            (rows().min().unwrap_or(0), rows().max().unwrap_or(0))
        };
        // Going down, the lower trunk is passed first; going up, the upper one.
        trunks.sort_by_key(|trunk| {
            let sum: i64 = trunk.rows.iter().sum();
            let down = sum > trunk.start * trunk.rows.len() as i64;
            if down {
                (0, -trunk.start)
            } else {
                (1, trunk.start)
            }
        });
        let mut taken: Vec<Vec<(i64, i64)>> = Vec::new();
        let mut channels: BTreeMap<usize, usize> = BTreeMap::new();
        while !trunks.is_empty() {
            // A trunk that starts in a row where another ends has to turn off before that one.
            let free = trunks.iter().position(|trunk| {
                trunks
                    .iter()
                    .all(|other| other.stand == trunk.stand || !trunk.rows.contains(&other.start))
            })?;
            let trunk = trunks.remove(free);
            let first = channels
                .iter()
                .filter(|(stand, _)| trunk.rows.contains(&self.stands[**stand].middle()))
                .map(|(_, &channel)| channel + 1)
                .max()
                .unwrap_or(0);
            let (low, high) = range(&trunk);
            let apart =
                |ranges: &Vec<(i64, i64)>| ranges.iter().all(|&(from, to)| high < from || low > to);
            let channel = (first..)
                .find(|&channel| taken.get(channel).is_none_or(apart))
                .unwrap_or(first);
            if taken.len() <= channel {
                taken.resize(channel + 1, Vec::new());
            }
            taken[channel].push((low, high));
            channels.insert(trunk.stand, channel);
        }
        Some(Gap {
            channels,
            count: taken.len(),
        })
    }

    fn label(&self, piece: &Piece) -> Option<String> {
        self.stands[piece.to].node?;
        let status = self.graph.status(piece.edge).unwrap_or(Status::Asserted);
        let mark = status_mark(status, self.layout);
        Some(format!("{}{mark}", self.graph.type_name(piece.edge)))
    }

    /// The columns of a gap: the upright lines, then the labels with a sign on each side.
    fn gap_width(&self, gap: usize, channels: usize) -> usize {
        let labels = self.pieces.iter().filter_map(|piece| {
            let here = self.stands[piece.from].column == gap;
            here.then(|| self.label(piece)).flatten()
        });
        let widest = labels.map(|label| width::width(&label)).max();
        1 + 2 * channels + widest.map_or(1, |widest| widest + 4)
    }

    fn paint(&self, inner: &[usize], gaps: &[Gap], channels: &[usize]) -> Option<String> {
        let rows = self
            .stands
            .iter()
            .map(|stand| stand.top + stand.height as i64);
        let rows = rows.max().unwrap_or(0) as usize;
        if rows > MOST_ROWS {
            return None;
        }
        // Where each column starts, and where the labels before it start.
        let (mut starts, mut label_starts) = (vec![0], vec![0]);
        for gap in 0..gaps.len() {
            let end = starts[gap] + inner[gap] + FRAME;
            label_starts.push(end + 1 + 2 * channels[gap]);
            starts.push(end + self.gap_width(gap, channels[gap]));
        }
        let last = self.columns.len() - 1;
        let mut canvas = Canvas::new(starts[last] + inner[last] + FRAME, rows, self.layout);
        for (index, piece) in self.pieces.iter().enumerate() {
            let gap = self.stands[piece.from].column;
            let end = starts[gap] + inner[gap] + FRAME;
            let channel = gaps[gap]
                .channels
                .get(&piece.from)
                .map(|at| end + 1 + 2 * at);
            self.paint_line(
                &mut canvas,
                index,
                starts[gap]..end,
                channel,
                label_starts[gap + 1]..starts[gap + 1],
            );
        }
        for stand in &self.stands {
            self.paint_box(
                &mut canvas,
                stand,
                starts[stand.column],
                inner[stand.column],
            );
        }
        for piece in &self.pieces {
            self.paint_joint(&mut canvas, piece, &starts, inner);
        }
        Some(canvas.write())
    }

    /// Draws the line of a piece, its label and its arrowhead.
    fn paint_line(
        &self,
        canvas: &mut Canvas,
        index: usize,
        from: std::ops::Range<usize>,
        channel: Option<usize>,
        label: std::ops::Range<usize>,
    ) {
        let piece = &self.pieces[index];
        let start = self.stands[piece.from].middle() as usize;
        let row = self.entry_row(index) as usize;
        let status = self.graph.status(piece.edge).unwrap_or(Status::Asserted);
        let certain = status == Status::Asserted;
        let trunk = Stroke {
            owner: piece.from,
            dotted: false,
            ink: Ink::Role(Role::Dim),
        };
        // A long edge passes through its column as well.
        let begin = match self.stands[piece.from].node {
            Some(_) => from.end,
            None => from.start,
        };
        let own = Stroke {
            dotted: !certain,
            ..trunk
        };
        match channel {
            Some(channel) => {
                canvas.across(start, begin, channel, trunk);
                canvas.down(channel, start.min(row), start.max(row), trunk);
                canvas.across(row, channel, label.end - 1, own);
            }
            None => canvas.across(row, begin, label.end - 1, own),
        }
        let Some(text) = self.label(piece) else {
            return;
        };
        let plain = self.layout.plain;
        let ink = Ink::Status(status);
        let line = match (plain, certain) {
            (false, true) => "─",
            (false, false) => "┄",
            (true, true) => "-",
            (true, false) => ".",
        };
        let columns = label.end - label.start;
        canvas.text(
            row,
            label.start,
            &line.repeat(columns),
            Ink::Role(Role::Dim),
        );
        let name = self.graph.type_name(piece.edge);
        canvas.text(row, label.start + 2, name, Ink::Role(Role::Type));
        let mark = &text[name.len()..];
        canvas.text(row, label.start + 2 + width::width(name), mark, ink);
        let (left, right) = match (plain, certain) {
            (true, _) => ("<", ">"),
            (false, true) => ("◀", "▶"),
            (false, false) => ("◁", "▷"),
        };
        match piece.forward {
            Some(true) => canvas.text(row, label.end - 1, right, Ink::Role(Role::Dim)),
            Some(false) => canvas.text(row, label.start + 1, left, Ink::Role(Role::Dim)),
            None => {}
        }
    }

    fn paint_box(&self, canvas: &mut Canvas, stand: &Stand, start: usize, inner: usize) {
        let Some(node) = stand.node else { return };
        let plain = self.layout.plain;
        let signs = if plain {
            ["+", "-", "+", "|", "+", "+"]
        } else {
            ["┌", "─", "┐", "│", "└", "┘"]
        };
        let [
            top_left,
            level,
            top_right,
            upright,
            bottom_left,
            bottom_right,
        ] = signs;
        let dim = Ink::Role(Role::Dim);
        let top = stand.top as usize;
        let bottom = top + stand.height - 1;
        let edge = level.repeat(inner + 2);
        canvas.text(top, start, &format!("{top_left}{edge}{top_right}"), dim);
        canvas.text(
            bottom,
            start,
            &format!("{bottom_left}{edge}{bottom_right}"),
            dim,
        );
        if let Some(kind) = self.kind(node) {
            let kind = format!(" {} ", width::fit(kind, inner));
            canvas.text(top, start + 1, &kind, Ink::Role(Role::Label));
        }
        let spare = stand.height - 2 - stand.title.len();
        for row in top + 1..bottom {
            canvas.text(row, start, upright, dim);
            canvas.text(row, start + inner + FRAME - 1, upright, dim);
        }
        for (row, line) in (top + 1 + spare.div_ceil(2)..).zip(&stand.title) {
            canvas.text(row, start + 2, line, Ink::Role(Role::Strong));
        }
    }

    /// Joins a line to the borders of its boxes.
    fn paint_joint(&self, canvas: &mut Canvas, piece: &Piece, starts: &[usize], inner: &[usize]) {
        if self.layout.plain {
            return;
        }
        let from = &self.stands[piece.from];
        if from.node.is_some() {
            let border = starts[from.column] + inner[from.column] + FRAME - 1;
            canvas.text(from.middle() as usize, border, "├", Ink::Role(Role::Dim));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::graph::EdgeId;
    use crate::graph::Graph;
    use crate::graph::sample;
    use crate::render::Layout;
    use crate::render::sketch::Picture;
    use crate::render::width;

    fn picture(graph: &Graph, edges: usize) -> Picture {
        let edges: Vec<EdgeId> = graph.edges().take(edges).collect();
        Picture {
            nodes: edges
                .iter()
                .filter_map(|&edge| graph.ends(edge))
                .flat_map(|(a, b)| [a, b])
                .collect(),
            edges,
            ..Picture::default()
        }
    }

    #[test]
    fn a_label_stands_where_its_edge_arrives() {
        let graph = sample::moscow();
        let text = draw(&graph, &picture(&graph, 4), Layout::PIPE).unwrap();
        assert_eq!(
            text,
            r"
                                 ┌ Assault ──────┐
                 ┌───CLAIMS─────▶│               │                 ┌ City ──┐
┌ ArmedGroup ──┐ ├┄┄┄AGENT_OF ○┄▷│ Moscow attack ├─────LOCATED_IN─▶│ Moscow │
│ IS-K         ├─┤               └───────────────┘                 └────────┘
└──────────────┘ │               ┌ ArmedGroup ───┐
                 └───PART_OF────▶│ Islamic State │
                                 └───────────────┘
○ claimed
"
            .trim_start_matches('\n'),
            "\n{text}"
        );
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        let graph = sample::moscow();
        let layout = Layout {
            width: Some(40),
            ..Layout::PIPE
        };
        assert_eq!(draw(&graph, &picture(&graph, 4), layout), None);
    }

    #[test]
    fn no_row_is_wider_than_the_screen() {
        let graph = sample::moscow();
        for columns in 40..160 {
            let layout = Layout {
                width: Some(columns),
                ..Layout::PIPE
            };
            if let Some(text) = draw(&graph, &picture(&graph, 9), layout) {
                for row in text.lines() {
                    assert!(width::width(row) <= columns, "{columns}\n{text}");
                }
            }
        }
    }
}
