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
/// A value that is too long for its column goes on below, up to so many lines.
const TALLEST: usize = 3;
/// In a longer table a row is one line, so that it can be read down.
const MOST_TALL_ROWS: usize = 30;

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
    /// How many lines a row may take.
    lines: usize,
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
        let lines = if rows.len() > MOST_TALL_ROWS {
            1
        } else {
            TALLEST
        };
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
                widths[column] = share;
            }
        }
        let cut = shown.iter().any(|&column| {
            let texts = rows.iter().map(|row| &row[column].text);
            let mut texts = texts.chain([&header[column]]);
            let columns = widths[column];
            natural[column] > columns
                && texts.any(|text| {
                    width::width(text) > columns
                        && (lines == 1 || width::wrap(text, columns).len() > lines)
                })
        });
        Grid {
            right: right_aligned(answer),
            header,
            rows,
            widths,
            shown,
            lines,
            cut,
        }
    }

    /// Breaks a value into the lines of its column.
    fn broken(&self, column: usize, text: &str) -> Vec<String> {
        let columns = self.widths[column];
        if self.lines == 1 || width::width(text) <= columns {
            return vec![width::fit(text, columns).into_owned()];
        }
        let mut lines = width::wrap(text, columns);
        if lines.len() > self.lines {
            let rest = lines.split_off(self.lines - 1).join(" ");
            lines.push(width::fit(&rest, columns).into_owned());
        }
        lines
    }

    fn field(&self, theme: Theme, column: usize, text: &str, role: Role, right: bool) -> String {
        let columns = self.widths[column];
        let missing = columns.saturating_sub(width::width(text));
        let painted = theme.paint(role, text);
        if right {
            format!("{:missing$}{painted}", "")
        } else {
            format!("{painted}{:missing$}", "")
        }
    }

    fn header_rows(&self, theme: Theme) -> Vec<Vec<String>> {
        let cells: Vec<(&str, Role)> = self
            .header
            .iter()
            .map(|name| (name.as_str(), Role::Strong))
            .collect();
        self.lines_of(theme, &cells)
    }

    fn row_lines(&self, theme: Theme, row: &[Cell]) -> Vec<Vec<String>> {
        let cells: Vec<(&str, Role)> = row
            .iter()
            .map(|cell| (cell.text.as_str(), cell.role))
            .collect();
        self.lines_of(theme, &cells)
    }

    /// Gives the fields of each line that a row takes.
    fn lines_of(&self, theme: Theme, cells: &[(&str, Role)]) -> Vec<Vec<String>> {
        let broken: Vec<Vec<String>> = self
            .shown
            .iter()
            .map(|&column| self.broken(column, cells[column].0))
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(1);
        (0..height)
            .map(|line| {
                let columns = self.shown.iter().zip(&broken);
                columns
                    .map(|(&column, lines)| {
                        let text = lines.get(line).map_or("", String::as_str);
                        let right = self.right[column];
                        self.field(theme, column, text, cells[column].1, right)
                    })
                    .collect()
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
    text.extend(grid.header_rows(theme).into_iter().map(&row));
    if !grid.rows.is_empty() {
        text.push_str(&line("├", "┼", "┤"));
    }
    for cells in &grid.rows {
        text.extend(grid.row_lines(theme, cells).into_iter().map(&row));
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
    grid.header_rows(theme).into_iter().for_each(&mut push);
    push(
        grid.shown
            .iter()
            .map(|&column| theme.paint(Role::Dim, &"-".repeat(grid.widths[column])))
            .collect(),
    );
    for cells in &grid.rows {
        grid.row_lines(theme, cells).into_iter().for_each(&mut push);
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
                // At 200 columns each value has room on two lines.
                assert_eq!(cut.is_some(), columns < 200, "{text}");
            }
        }
    }

    #[test]
    fn a_value_goes_on_below_where_its_column_ends() {
        let answer = answer(2, "the court has jailed him for two years");
        let (text, cut) = screen(&answer, Mode::Table, 46);
        assert_eq!(cut, None, "{text}");
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "the court has jailed  the court has jailed",
                "him for two years     him for two years",
            ]
        );
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
