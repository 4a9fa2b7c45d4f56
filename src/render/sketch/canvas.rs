//! A grid of characters on which texts and lines are put.

use unicode_segmentation::UnicodeSegmentation;

use crate::base::Status;
use crate::render::Layout;
use crate::render::Role;
use crate::render::width;

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// What colour a character has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Role(Role),
    Status(Status),
}

#[derive(Clone, Debug)]
enum Cell {
    Empty,
    Text(String, Ink),
    /// The right half of a wide character.
    Covered,
    Line {
        arms: u8,
        owner: usize,
        dotted: bool,
        ink: Ink,
    },
}

/// A line: whose it is, and how it looks.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    /// Lines of one owner join where they meet; one of another passes under an upright line.
    pub(super) owner: usize,
    pub(super) dotted: bool,
    pub(super) ink: Ink,
}

/// A grid of characters.
pub(super) struct Canvas {
    rows: Vec<Vec<Cell>>,
    layout: Layout,
}

impl Canvas {
    pub(super) fn new(columns: usize, rows: usize, layout: Layout) -> Self {
        Canvas {
            rows: vec![vec![Cell::Empty; columns]; rows],
            layout,
        }
    }

    pub(super) fn text(&mut self, row: usize, column: usize, text: &str, ink: Ink) {
        let mut at = column;
        for grapheme in text.graphemes(true) {
            let wide = width::width(grapheme);
            self.put(row, at, Cell::Text(grapheme.to_owned(), ink));
            for covered in 1..wide {
                self.put(row, at + covered, Cell::Covered);
            }
            at += wide;
        }
    }

    fn put(&mut self, row: usize, column: usize, cell: Cell) {
        if let Some(place) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *place = cell;
        }
    }

    /// Draws a line along a row, both ends included.
    pub(super) fn across(&mut self, row: usize, from: usize, to: usize, stroke: Stroke) {
        for column in from..=to {
            let left = if column > from { LEFT } else { 0 };
            let right = if column < to { RIGHT } else { 0 };
            self.line(row, column, left | right, stroke);
        }
    }

    /// Draws a line down a column, both ends included.
    pub(super) fn down(&mut self, column: usize, from: usize, to: usize, stroke: Stroke) {
        for row in from..=to {
            let up = if row > from { UP } else { 0 };
            let down = if row < to { DOWN } else { 0 };
            self.line(row, column, up | down, stroke);
        }
    }

    /// Lets a line go on from a cell to the left, as into the border of a box.
    fn line(&mut self, row: usize, column: usize, more: u8, stroke: Stroke) {
        let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) else {
            return;
        };
        let Stroke { owner, dotted, ink } = stroke;
        match cell {
            Cell::Line {
                arms,
                owner: known,
                dotted: was_dotted,
                ..
            } if *known == owner => {
                *arms |= more;
                *was_dotted &= dotted;
            }
            // Two lines cross: the upright one is seen, the other passes under it.
            Cell::Line { arms, .. } if *arms & (UP | DOWN) != 0 => {}
            _ => {
                *cell = Cell::Line {
                    arms: more,
                    owner,
                    dotted,
                    ink,
                };
            }
        }
    }

    /// Writes the rows, without spaces at their ends.
    pub(super) fn write(&self) -> String {
        let theme = self.layout.theme;
        let mut out = String::new();
        for row in &self.rows {
            let mut line = String::new();
            let mut run = String::new();
            let mut run_ink = Ink::Role(Role::Normal);
            let mut flush = |run: &mut String, ink: Ink| {
                line.push_str(&match ink {
                    Ink::Role(role) => theme.paint(role, run),
                    Ink::Status(status) => theme.paint_status(status, run),
                });
                run.clear();
            };
            let end = row
                .iter()
                .rposition(|cell| !matches!(cell, Cell::Empty))
                .map_or(0, |last| last + 1);
            for cell in &row[..end] {
                let (text, ink) = match cell {
                    Cell::Empty => (" ", run_ink),
                    Cell::Covered => continue,
                    Cell::Text(text, ink) => (text.as_str(), *ink),
                    Cell::Line {
                        arms, dotted, ink, ..
                    } => (line_sign(*arms, *dotted, self.layout.plain), *ink),
                };
                if ink != run_ink && !run.is_empty() {
                    flush(&mut run, run_ink);
                }
                run_ink = ink;
                run.push_str(text);
            }
            flush(&mut run, run_ink);
            out.push_str(&line);
            out.push('\n');
        }
        out
    }
}

fn line_sign(arms: u8, dotted: bool, plain: bool) -> &'static str {
    const UPRIGHT: u8 = UP | DOWN;
    const LEVEL: u8 = LEFT | RIGHT;
    let upright = arms & LEVEL == 0;
    let level = arms & UPRIGHT == 0;
    if plain {
        return match (upright, level, dotted) {
            (true, _, false) => "|",
            (true, _, true) => ":",
            (_, true, false) => "-",
            (_, true, true) => ".",
            _ => "+",
        };
    }
    match arms {
        _ if upright => {
            if dotted {
                "┆"
            } else {
                "│"
            }
        }
        _ if level => {
            if dotted {
                "┄"
            } else {
                "─"
            }
        }
        _ if arms == DOWN | RIGHT => "┌",
        _ if arms == DOWN | LEFT => "┐",
        _ if arms == UP | RIGHT => "└",
        _ if arms == UP | LEFT => "┘",
        _ if arms == UPRIGHT | RIGHT => "├",
        _ if arms == UPRIGHT | LEFT => "┤",
        _ if arms == LEVEL | DOWN => "┬",
        _ if arms == LEVEL | UP => "┴",
        _ => "┼",
    }
}

#[cfg(test)]
mod tests {
    use super::Canvas;
    use super::Ink;
    use super::Stroke;
    use crate::render::Layout;
    use crate::render::Role;

    fn stroke(owner: usize) -> Stroke {
        Stroke {
            owner,
            dotted: false,
            ink: Ink::Role(Role::Normal),
        }
    }

    #[test]
    fn lines_of_one_owner_join_and_others_pass_under() {
        let mut canvas = Canvas::new(5, 3, Layout::PIPE);
        canvas.down(2, 0, 2, stroke(0));
        canvas.across(0, 2, 4, stroke(0));
        canvas.across(1, 0, 4, stroke(1));
        canvas.across(2, 0, 2, stroke(0));
        assert_eq!(canvas.write(), "  ┌──\n──│──\n──┘\n");
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        let mut canvas = Canvas::new(6, 1, Layout::PIPE);
        canvas.text(0, 0, "北京", Ink::Role(Role::Normal));
        canvas.text(0, 5, "x", Ink::Role(Role::Normal));
        assert_eq!(canvas.write(), "北京 x\n");
    }
}
