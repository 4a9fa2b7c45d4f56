//! Rows as tables of documents: Markdown, HTML, LaTeX.

use crate::graph::Graph;
use crate::query::Answer;
use crate::query::Value;
use crate::render::value::short;

fn numeric(answer: &Answer, column: usize) -> bool {
    let mut numbers = 0;
    for row in &answer.rows {
        match row.get(column) {
            Some(Value::Int(_) | Value::Float(_)) => numbers += 1,
            Some(Value::Null) | None => {}
            Some(_) => return false,
        }
    }
    numbers > 0
}

/// Tells for each column whether it is of numbers, which stand to the right.
pub(in crate::render) fn right_aligned(answer: &Answer) -> Vec<bool> {
    (0..answer.columns.len())
        .map(|column| numeric(answer, column))
        .collect()
}

pub(in crate::render) fn markdown(graph: &Graph, answer: &Answer) -> String {
    let escape = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('|', "\\|")
            .replace('<', "&lt;")
            .replace("\r\n", "<br>")
            .replace('\n', "<br>")
            .replace(['\r', '\t'], " ")
    };
    let mut out = String::from("|");
    for name in &answer.columns {
        out.push_str(&format!(" {} |", escape(name)));
    }
    out.push_str("\n|");
    for right in right_aligned(answer) {
        out.push_str(if right { " ---: |" } else { " --- |" });
    }
    out.push('\n');
    for row in &answer.rows {
        out.push('|');
        for value in row {
            out.push_str(&format!(" {} |", escape(&short(graph, value))));
        }
        out.push('\n');
    }
    out
}

pub(in crate::render) fn html(graph: &Graph, answer: &Answer) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\n', "<br>")
    };
    let right = right_aligned(answer);
    let mut out = String::from("<table>\n<thead>\n<tr>");
    for name in &answer.columns {
        out.push_str(&format!("<th>{}</th>", escape(name)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &answer.rows {
        out.push_str("<tr>");
        for (value, right) in row.iter().zip(&right) {
            let open = if *right {
                "<td style=\"text-align: right\">"
            } else {
                "<td>"
            };
            out.push_str(&format!("{open}{}</td>", escape(&short(graph, value))));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

pub(in crate::render) fn latex(graph: &Graph, answer: &Answer) -> String {
    let columns: String = right_aligned(answer)
        .into_iter()
        .map(|right| if right { 'r' } else { 'l' })
        .collect();
    let mut out = format!("\\begin{{tabular}}{{{columns}}}\n\\hline\n");
    let header: Vec<_> = answer.columns.iter().map(|name| latex_text(name)).collect();
    out.push_str(&header.join(" & "));
    out.push_str(" \\\\\n\\hline\n");
    for row in &answer.rows {
        let cells: Vec<_> = row
            .iter()
            .map(|value| latex_text(&short(graph, value)))
            .collect();
        out.push_str(&cells.join(" & "));
        out.push_str(" \\\\\n");
    }
    out.push_str("\\hline\n\\end{tabular}\n");
    out
}

fn latex_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(character);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            _ if character.is_control() => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}
