//! The result of a query in each output mode.

use std::path::Path;

use crate::graph::Graph;
use crate::query::Answer;
use crate::query::Value;
use crate::render::Layout;
use crate::render::Role;
use crate::render::json;
use crate::render::markup;
use crate::render::table;
use crate::render::value::literal;
use crate::render::width;

/// A way to write rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Aligned columns with a line under the header.
    Table,
    /// A table with lines all around.
    Box,
    /// One value to a line.
    Line,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One array of objects.
    Json,
    /// One object to a line.
    Jsonl,
    /// A table in Markdown.
    Markdown,
    /// A table in HTML.
    Html,
    /// A table in LaTeX.
    Latex,
    /// The nodes and edges in the result as Graphviz DOT.
    Dot,
    /// The nodes and edges in the result, drawn.
    Graph,
    /// Nothing; for timing.
    Trash,
}

impl Mode {
    /// Every mode with its name and what it is for.
    pub const ALL: &'static [(Mode, &'static str, &'static str)] = &[
        (Mode::Table, "table", "aligned columns"),
        (Mode::Box, "box", "a table with lines, fitted to the screen"),
        (Mode::Line, "line", "one value to a line, in full"),
        (Mode::Csv, "csv", "comma-separated values"),
        (Mode::Tsv, "tsv", "tab-separated values"),
        (Mode::Json, "json", "one JSON array of objects"),
        (Mode::Jsonl, "jsonl", "one JSON object to a line"),
        (Mode::Markdown, "markdown", "a Markdown table"),
        (Mode::Html, "html", "an HTML table"),
        (Mode::Latex, "latex", "a LaTeX tabular"),
        (
            Mode::Dot,
            "dot",
            "the result's nodes and edges as Graphviz DOT",
        ),
        (
            Mode::Graph,
            "graph",
            "the result's nodes and edges as boxes and arrows",
        ),
        (Mode::Trash, "trash", "nothing; for timing"),
    ];

    /// Finds a mode by its name.
    pub fn named(name: &str) -> Option<Self> {
        Mode::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(mode, _, _)| *mode)
    }

    /// Finds the mode that a file's ending asks for.
    pub fn of_file(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "md" => Some(Mode::Markdown),
            "tex" => Some(Mode::Latex),
            "gv" => Some(Mode::Dot),
            "htm" => Some(Mode::Html),
            ending @ ("csv" | "tsv" | "json" | "jsonl" | "html" | "dot") => Mode::named(ending),
            _ => None,
        }
    }

    /// Gives the mode's name.
    pub fn name(self) -> &'static str {
        Mode::ALL
            .iter()
            .find(|(mode, _, _)| *mode == self)
            .map_or("", |(_, name, _)| name)
    }
}

/// A result as text.
pub struct Rendered {
    /// The text, each line ended.
    pub text: String,
    /// What had to be left out, to be said under the table.
    pub cut: Option<String>,
}

/// Writes the rows of an answer. `Dot` and `Graph`, which need more than rows, give nothing here.
pub fn rows(graph: &Graph, answer: &Answer, mode: Mode, layout: Layout) -> Rendered {
    let whole = |text| Rendered { text, cut: None };
    if answer.columns.is_empty() && !matches!(mode, Mode::Json) {
        return whole(String::new());
    }
    match mode {
        Mode::Table => table::aligned(graph, answer, layout),
        Mode::Box if layout.plain => table::aligned(graph, answer, layout),
        Mode::Box => table::boxed(graph, answer, layout),
        Mode::Line => whole(lines(graph, answer, layout)),
        Mode::Csv => whole(separated(graph, answer, b',')),
        Mode::Tsv => whole(tabs(graph, answer)),
        Mode::Json => whole(json_array(graph, answer)),
        Mode::Jsonl => whole(json_lines(graph, answer)),
        Mode::Markdown => whole(markup::markdown(graph, answer)),
        Mode::Html => whole(markup::html(graph, answer)),
        Mode::Latex => whole(markup::latex(graph, answer)),
        Mode::Dot | Mode::Graph | Mode::Trash => whole(String::new()),
    }
}

fn lines(graph: &Graph, answer: &Answer, layout: Layout) -> String {
    let mut out = String::new();
    let widest = answer
        .columns
        .iter()
        .map(|name| width::width(&width::clean(name)))
        .max()
        .unwrap_or(0)
        .min(30);
    for (number, row) in answer.rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for (name, value) in answer.columns.iter().zip(row) {
            let name = width::pad(&width::clean(name), widest);
            out.push_str(&layout.theme.paint(Role::Property, &name));
            out.push_str(" = ");
            let text = literal(graph, value);
            let text = width::clean_lines(&text);
            let room = layout.width.map_or(usize::MAX, |columns| {
                columns.saturating_sub(widest + 3).max(20)
            });
            for (index, line) in text
                .lines()
                .flat_map(|line| wrapped(line, room))
                .enumerate()
            {
                if index > 0 {
                    out.push_str(&" ".repeat(widest + 3));
                }
                out.push_str(&line);
                out.push('\n');
            }
            if text.is_empty() {
                out.push('\n');
            }
        }
    }
    out
}

fn wrapped(line: &str, room: usize) -> Vec<String> {
    if room == usize::MAX {
        return vec![line.to_owned()];
    }
    width::wrap(line, room)
}

fn separated(graph: &Graph, answer: &Answer, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    // Writing to memory fails only for rows of unequal length, and each row has every column.
    _ = writer.write_record(&answer.columns);
    for row in &answer.rows {
        _ = writer.write_record(row.iter().map(|value| literal(graph, value)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Tabs and line ends inside a value are written `\t` and `\n`, so that each row is one line.
fn tabs(graph: &Graph, answer: &Answer) -> String {
    let escape = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('\t', "\\t")
            .replace('\n', "\\n")
            .replace('\r', "\\r")
    };
    let mut out = String::new();
    let header: Vec<_> = answer.columns.iter().map(|name| escape(name)).collect();
    out.push_str(&header.join("\t"));
    out.push('\n');
    for row in &answer.rows {
        let cells: Vec<_> = row
            .iter()
            .map(|value| escape(&literal(graph, value)))
            .collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

fn json_array(graph: &Graph, answer: &Answer) -> String {
    let rows: Vec<String> = answer
        .rows
        .iter()
        .map(|row| json_row(graph, answer, row))
        .collect();
    if rows.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", rows.join(",\n"))
}

fn json_lines(graph: &Graph, answer: &Answer) -> String {
    answer
        .rows
        .iter()
        .map(|row| json_row(graph, answer, row) + "\n")
        .collect()
}

fn json_row(graph: &Graph, answer: &Answer, row: &[Value]) -> String {
    let fields: serde_json::Map<_, _> = answer
        .columns
        .iter()
        .cloned()
        .zip(row.iter().map(|value| json::value(graph, value)))
        .collect();
    serde_json::Value::Object(fields).to_string()
}

/// Says how many rows there are and what a query changed: `3 rows`, `1 node created`.
pub fn summary(answer: &Answer) -> String {
    let mut parts = Vec::new();
    if !answer.columns.is_empty() {
        parts.push(counted(answer.rows.len() as u64, "row"));
    }
    for (what, count) in answer.changes.counts() {
        parts.push(match what.split_once("s ") {
            Some((noun, rest)) if count == 1 => format!("1 {noun} {rest}"),
            _ => format!("{count} {what}"),
        });
    }
    if parts.is_empty() {
        parts.push("no changes".to_owned());
    }
    parts.join(", ")
}

/// Writes a count with its noun: `1 row`, `2 rows`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        // Four digits read well without a separator.
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let plural = noun
        .strip_suffix('y')
        .map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"));
    format!("{grouped} {plural}")
}

#[cfg(test)]
mod tests {
    use super::Mode;
    use super::counted;
    use super::rows;
    use super::summary;
    use crate::graph::sample;
    use crate::query::Answer;
    use crate::query::Changes;
    use crate::query::Value;
    use crate::render::Layout;

    fn answer() -> Answer {
        let graph = sample::moscow();
        Answer {
            columns: vec!["n".into(), "x,y".into()],
            rows: vec![
                vec![Value::Node(graph.nodes().next().unwrap()), Value::Int(1)],
                vec![Value::text("a|b\nc\t\"d\" <e>"), Value::Null],
            ],
            ..Answer::default()
        }
    }

    fn check(mode: Mode, expected: &str) {
        let text = rows(&sample::moscow(), &answer(), mode, Layout::PIPE).text;
        assert_eq!(text, expected, "\n{text}");
    }

    #[test]
    fn csv_quotes_what_needs_quotes() {
        let node = "\"(:Actor:ArmedGroup {aliases: [\"\"Khorasan faction\"\", \"\"ISIS-K\"\"], name: \"\"IS-K\"\"})\",1\n";
        check(
            Mode::Csv,
            &format!("n,\"x,y\"\n{node}\"a|b\nc\t\"\"d\"\" <e>\",\n"),
        );
    }

    #[test]
    fn a_tsv_row_is_one_line() {
        let text = rows(&sample::moscow(), &answer(), Mode::Tsv, Layout::PIPE).text;
        assert_eq!(text.lines().count(), 3);
        assert!(text.ends_with("a|b\\nc\\t\"d\" <e>\t\n"), "{text}");
    }

    #[test]
    fn json_lines_hold_the_values() {
        let text = rows(&sample::moscow(), &answer(), Mode::Jsonl, Layout::PIPE).text;
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(first["n"]["labels"][1], "ArmedGroup");
        assert_eq!(first["x,y"], 1);
    }

    #[test]
    fn markup_escapes_its_own_characters() {
        let text = |mode| rows(&sample::moscow(), &answer(), mode, Layout::PIPE).text;
        assert!(
            text(Mode::Markdown).contains("a\\|b<br>c \"d\" &lt;e>"),
            "{}",
            text(Mode::Markdown)
        );
        assert!(
            text(Mode::Html).contains("<td>a|b<br>c\t&quot;d&quot; &lt;e&gt;</td>"),
            "{}",
            text(Mode::Html)
        );
        assert!(
            text(Mode::Latex).contains("\\{name: "),
            "{}",
            text(Mode::Latex)
        );
    }

    #[test]
    fn changes_are_told_in_words() {
        let answer = Answer {
            changes: Changes {
                nodes_created: 1,
                properties_set: 2,
                ..Changes::default()
            },
            ..Answer::default()
        };
        assert_eq!(summary(&answer), "1 node created, 2 properties set");
        assert_eq!(counted(12_345, "row"), "12,345 rows");
        assert_eq!(counted(1, "row"), "1 row");
    }

    #[test]
    fn every_mode_is_found_by_its_name() {
        for (mode, name, _) in Mode::ALL {
            assert_eq!(Mode::named(name), Some(*mode));
            assert_eq!(mode.name(), *name);
        }
    }
}
