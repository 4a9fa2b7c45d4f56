//! Tables for the screen, fitted to its width.

use crate::graph::Graph;
use crate::query::Answer;
use crate::query::Value;
use crate::render::Layout;
use crate::render::Role;
use crate::render::Theme;
use crate::render::answer::Rendered;
use crate::render::markup::right_aligned;
use crate::render::value::role;
use crate::render::value::short;
use crate::render::width;

/// A column narrower than this says nothing.
const NARROWEST: usize = 6;

struct Cell {
    text: String,
    role: Role,
}

/// Cells with a width for each column, and which columns are shown.
struct Grid {
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
    right: Vec<bool>,
    widths: Vec<usize>,
    /// The columns shown, in order; the others had no room.
    shown: Vec<usize>,
    /// Whether some cell is cut.
    cut: bool,
}

impl Grid {
    fn new(graph: &Graph, answer: &Answer, room: Option<usize>, overhead: usize) -> Self {
        let header: Vec<String> = answer
            .columns
            .iter()
            .map(|name| width::clean(name).into_owned())
            .collect();
        let rows: Vec<Vec<Cell>> = answer
            .rows
            .iter()
            .map(|row| row.iter().map(|value| cell(graph, value)).collect())
            .collect();
        let natural: Vec<usize> = header
            .iter()
            .enumerate()
            .map(|(column, name)| {
                rows.iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| width::width(&cell.text))
                    .chain([width::width(name)])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut shown: Vec<usize> = (0..header.len()).collect();
        let mut widths = natural.clone();
        let mut cut = false;
        if let Some(room) = room {
            // The last columns go first: people put what matters at the front.
            while shown.len() > 1
                && shown
                    .iter()
                    .map(|&c| natural[c].min(NARROWEST))
                    .sum::<usize>()
                    + shown.len() * overhead
                    + 1
                    > room
            {
                shown.pop();
            }
            let space = room.saturating_sub(shown.len() * overhead + 1).max(1);
            let needs: Vec<usize> = shown.iter().map(|&column| natural[column]).collect();
            for (&column, share) in shown.iter().zip(shares(&needs, space)) {
                cut |= share < natural[column];
                widths[column] = share;
            }
        }
        Grid {
            right: right_aligned(answer),
            header,
            rows,
            widths,
            shown,
            cut,
        }
    }

    fn field(&self, theme: Theme, column: usize, text: &str, role: Role, right: bool) -> String {
        let columns = self.widths[column];
        let text = width::fit(text, columns);
        let missing = columns.saturating_sub(width::width(&text));
        let painted = theme.paint(role, &text);
        if right {
            format!("{:missing$}{painted}", "")
        } else {
            format!("{painted}{:missing$}", "")
        }
    }

    fn header_fields(&self, theme: Theme) -> Vec<String> {
        self.shown
            .iter()
            .map(|&column| {
                self.field(
                    theme,
                    column,
                    &self.header[column],
                    Role::Strong,
                    self.right[column],
                )
            })
            .collect()
    }

    fn row_fields(&self, theme: Theme, row: &[Cell]) -> Vec<String> {
        self.shown
            .iter()
            .map(|&column| {
                let cell = &row[column];
                self.field(theme, column, &cell.text, cell.role, self.right[column])
            })
            .collect()
    }

    fn footer(&self) -> Option<String> {
        let hidden = self.header.len() - self.shown.len();
        match (hidden, self.cut) {
            (0, false) => None,
            (0, true) => Some("some values are cut; `:last line` shows them in full".to_owned()),
            (_, _) => Some(format!(
                "{} of {} columns shown; `:last line` shows all",
                self.shown.len(),
                self.header.len()
            )),
        }
    }
}

fn cell(graph: &Graph, value: &Value) -> Cell {
    Cell {
        text: width::clean(&short(graph, value)).into_owned(),
        role: role(value),
    }
}

/// Divides `space` among columns: each gets what it needs, and the widest give way.
fn shares(needs: &[usize], space: usize) -> Vec<usize> {
    if needs.iter().sum::<usize>() <= space {
        return needs.to_vec();
    }
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|&column| needs[column]);
    let mut left = space;
    let mut shares = vec![0; needs.len()];
    for (position, &column) in order.iter().enumerate() {
        let fair = left / (order.len() - position);
        shares[column] = needs[column].min(fair).max(1);
        left = left.saturating_sub(shares[column]);
    }
    shares
}

/// A table with lines all around.
pub(in crate::render) fn boxed(graph: &Graph, answer: &Answer, layout: Layout) -> Rendered {
    let theme = layout.theme;
    let grid = Grid::new(graph, answer, layout.width, 3);
    let line = |left: &str, middle: &str, right: &str| {
        let pieces: Vec<String> = grid
            .shown
            .iter()
            .map(|&column| "─".repeat(grid.widths[column] + 2))
            .collect();
        theme.paint(Role::Dim, &format!("{left}{}{right}", pieces.join(middle))) + "\n"
    };
    let bar = theme.paint(Role::Dim, "│");
    let row = |fields: Vec<String>| format!("{bar} {} {bar}\n", fields.join(&format!(" {bar} ")));
    let mut text = line("┌", "┬", "┐");
    text.push_str(&row(grid.header_fields(theme)));
    if !grid.rows.is_empty() {
        text.push_str(&line("├", "┼", "┤"));
    }
    for cells in &grid.rows {
        text.push_str(&row(grid.row_fields(theme, cells)));
    }
    text.push_str(&line("└", "┴", "┘"));
    Rendered {
        text,
        cut: grid.footer(),
    }
}

/// Columns side by side with a line under the header.
pub(in crate::render) fn aligned(graph: &Graph, answer: &Answer, layout: Layout) -> Rendered {
    let theme = layout.theme;
    let grid = Grid::new(graph, answer, layout.width, 2);
    let mut text = String::new();
    let mut push = |fields: Vec<String>| {
        text.push_str(fields.join("  ").trim_end());
        text.push('\n');
    };
    push(grid.header_fields(theme));
    push(
        grid.shown
            .iter()
            .map(|&column| theme.paint(Role::Dim, &"-".repeat(grid.widths[column])))
            .collect(),
    );
    for cells in &grid.rows {
        push(grid.row_fields(theme, cells));
    }
    Rendered {
        text,
        cut: grid.footer(),
    }
}

#[cfg(test)]
mod tests {
    use super::shares;
    use crate::graph::Graph;
    use crate::query::Answer;
    use crate::query::Value;
    use crate::render::Layout;
    use crate::render::Mode;
    use crate::render::answer::rows;
    use crate::render::width::width;

    fn answer(columns: usize, text: &str) -> Answer {
        Answer {
            columns: (0..columns)
                .map(|column| format!("column{column}"))
                .collect(),
            rows: vec![(0..columns).map(|_| Value::text(text)).collect()],
            ..Answer::default()
        }
    }

    fn screen(answer: &Answer, mode: Mode, columns: usize) -> (String, Option<String>) {
        let layout = Layout {
            width: Some(columns),
            ..Layout::PIPE
        };
        let rendered = rows(&Graph::new(), answer, mode, layout);
        (rendered.text, rendered.cut)
    }

    #[test]
    fn a_wide_result_fits_the_screen_and_says_what_is_cut() {
        for columns in [20, 60, 80, 200] {
            for mode in [Mode::Box, Mode::Table] {
                let (text, cut) =
                    screen(&answer(9, "a rather long text for one cell"), mode, columns);
                assert!(text.lines().all(|line| width(line) <= columns), "{text}");
                assert!(cut.is_some());
            }
        }
    }

    #[test]
    fn a_narrow_result_is_not_cut() {
        let (text, cut) = screen(&answer(2, "x"), Mode::Box, 60);
        assert_eq!(cut, None);
        assert_eq!(
            text,
            "┌─────────┬─────────┐\n│ column0 │ column1 │\n├─────────┼─────────┤\n│ x       │ x       │\n└─────────┴─────────┘\n"
        );
    }

    #[test]
    fn short_columns_keep_their_width_and_long_ones_give_way() {
        assert_eq!(shares(&[3, 50, 100], 63), [3, 30, 30]);
        assert_eq!(shares(&[3, 5], 63), [3, 5]);
    }
}
