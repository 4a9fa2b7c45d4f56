//! Errors and warnings with the line at fault and a caret.

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use crate::base::Span;
use crate::base::position_of;
use crate::data::DataError;
use crate::render::Layout;
use crate::render::Role;
use crate::render::Theme;
use crate::render::width;

/// Of a longer line only this many characters around the fault are shown.
const LONGEST_LINE: usize = 100;

/// What is wrong, where, and what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Whether the work went on all the same.
    pub warning: bool,
    /// What is wrong, in a line.
    pub message: String,
    /// The file, or another name for where the text comes from.
    pub file: Option<String>,
    /// The place in the text.
    pub place: Option<Box<Place>>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The line at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line's number, from 1.
    pub line: usize,
    /// The column of the fault in characters, from 1.
    pub column: usize,
    /// The line, or a part of it.
    pub text: String,
    /// The fault in `text`.
    pub span: Span,
}

impl Place {
    /// Finds the line of `source` in which `span` starts.
    pub fn of(source: &str, span: Span) -> Self {
        let position = position_of(source, span.start as usize);
        let mut start = (span.start as usize).min(source.len());
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = source[start..]
            .find('\n')
            .map_or(source.len(), |newline| start + newline);
        let mut end = (span.end as usize).clamp(start, line_end);
        while !source.is_char_boundary(end) {
            end += 1;
        }
        let line = source[line_start..line_end].trim_end_matches('\r');
        let span = Span::new(start - line_start, end - line_start);
        let (text, span) = window(line, span);
        Place {
            line: position.line,
            column: position.column,
            text,
            span,
        }
    }
}

/// Cuts the part of a long line that holds the fault, and makes it safe to show.
fn window(line: &str, span: Span) -> (String, Span) {
    let before = line.get(..span.start as usize).unwrap_or(line);
    let fault = span.of(line);
    let after = line.get(span.end as usize..).unwrap_or("");
    let (mut left, mut marked, mut right) = (before.to_owned(), fault.to_owned(), after.to_owned());
    if line.chars().count() > LONGEST_LINE {
        let half = LONGEST_LINE / 3;
        let length = before.chars().count();
        if length > half {
            left = format!(
                "…{}",
                before.chars().skip(length - half).collect::<String>()
            );
        }
        if fault.chars().count() > half {
            marked = fault.chars().take(half).collect();
            right = "…".to_owned();
        } else if after.chars().count() > half {
            right = after.chars().take(half).collect::<String>() + "…";
        }
    }
    let left = width::clean(&left).into_owned();
    let marked = width::clean(&marked).into_owned();
    let span = Span::new(left.len(), left.len() + marked.len());
    (format!("{left}{marked}{}", width::clean(&right)), span)
}

impl Report {
    /// An error about nothing in particular.
    pub fn error(message: impl Into<String>) -> Self {
        Report {
            message: message.into(),
            ..Report::default()
        }
    }

    /// A warning: something is wrong, and the work goes on.
    pub fn warning(message: impl Into<String>) -> Self {
        Report {
            warning: true,
            ..Report::error(message)
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says where in which text the fault is.
    #[must_use]
    pub fn at(mut self, file: Option<&str>, source: &str, span: Span) -> Self {
        self.file = file.map(str::to_owned);
        self.place = Some(Box::new(Place::of(source, span)));
        self
    }

    /// Tells the place in the file that holds the text from the byte `start` on.
    pub fn shift(&mut self, file: &str, source: &str, start: usize) {
        if let Some(place) = &mut self.place {
            self.file = Some(file.to_owned());
            let first = position_of(source, start);
            if place.line == 1 {
                place.column += first.column - 1;
            }
            place.line += first.line - 1;
        }
    }

    /// Writes the report, with a newline at the end.
    pub fn render(&self, layout: Layout) -> String {
        let theme = layout.theme;
        let message = width::clean(&self.message).into_owned();
        let level = if self.warning {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let mut group = Group::with_title(level.primary_title(message));
        if let Some(place) = &self.place {
            // An empty fault, as at the end of the text, still gets its caret.
            let text = format!("{} ", place.text);
            let span = place.span.range();
            let span = span.start..span.end.max(span.start + 1).min(text.len());
            group = group.element(
                Snippet::source(text)
                    .line_start(place.line)
                    .annotation(AnnotationKind::Primary.span(span)),
            );
        }
        let renderer = match theme {
            Theme::None => Renderer::plain(),
            Theme::Dark | Theme::Light => Renderer::styled()
                .error(theme.style(Role::Error))
                .warning(theme.style(Role::Warning).bold())
                .line_num(theme.style(Role::Dim))
                .context(theme.style(Role::Dim))
                .emphasis(theme.style(Role::Strong)),
        };
        let renderer = renderer.term_width(layout.width.unwrap_or(140).max(40));
        let rendered = renderer.render(&[group]);
        let mut lines = rendered.lines();
        let mut out = lines.next().unwrap_or_default().trim_end().to_owned() + "\n";
        if let Some(file) = &self.file {
            // Written here, because of a long line only a part is shown, and its columns would be wrong.
            out.push_str(&self.location(theme, file));
        }
        for line in lines {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        if let Some(hint) = &self.hint {
            let room = layout
                .width
                .map_or(usize::MAX, |columns| columns.saturating_sub(6));
            let mut label = theme.paint(Role::Hint, "hint:");
            for line in width::wrap(&width::clean(hint), room) {
                out.push_str(&format!("{label} {line}\n"));
                label = " ".repeat(5);
            }
        }
        out
    }
}

impl Report {
    fn location(&self, theme: Theme, file: &str) -> String {
        let file = width::clean(file);
        let Some(place) = &self.place else {
            return format!(" {} {file}\n", theme.paint(Role::Dim, "-->"));
        };
        let gutter = place.line.to_string().len();
        let arrow = theme.paint(Role::Dim, "-->");
        format!(
            "{:gutter$}{arrow} {file}:{}:{}\n",
            "", place.line, place.column
        )
    }
}

impl From<&DataError> for Report {
    fn from(error: &DataError) -> Self {
        let mut report = Report::error(&error.message);
        report.file = Some(error.file.clone());
        report.hint.clone_from(&error.hint);
        if let (Some(position), Some(line)) = (error.position, &error.line) {
            let start = line
                .char_indices()
                .nth(position.column.saturating_sub(1))
                .map_or(line.len(), |(offset, _)| offset);
            let word = line[start..]
                .find(|c: char| !c.is_alphanumeric() && !"_-\"'".contains(c))
                .filter(|&length| length > 0)
                .unwrap_or(1);
            let (text, span) = window(line, Span::new(start, (start + word).min(line.len())));
            report.place = Some(Box::new(Place {
                line: position.line,
                column: position.column,
                text,
                span,
            }));
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::Report;
    use crate::base::Span;
    use crate::data::DataError;
    use crate::render::Layout;

    fn check(report: &Report, expected: &[&str]) {
        let text = report.render(Layout::PIPE);
        assert_eq!(text.lines().collect::<Vec<_>>(), expected, "\n{text}");
    }

    #[test]
    fn the_caret_stands_under_the_fault() {
        let query = "MATCH (person)\nRETURN persn";
        let report = Report::error("variable `persn` is not defined")
            .at(None, query, Span::new(22, 27))
            .hint("did you mean `person`?");
        check(
            &report,
            &[
                "error: variable `persn` is not defined",
                "  |",
                "2 | RETURN persn",
                "  |        ^^^^^",
                "hint: did you mean `person`?",
            ],
        );
    }

    #[test]
    fn a_fault_at_the_end_has_a_caret_too() {
        let report = Report::error("expected an expression").at(
            Some("q.cypher"),
            "RETURN ",
            Span::new(7, 7),
        );
        check(
            &report,
            &[
                "error: expected an expression",
                " --> q.cypher:1:8",
                "  |",
                "1 | RETURN",
                "  |        ^",
            ],
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_fault() {
        let query = format!("{}x{}", "(".repeat(10_000), ")".repeat(10_000));
        let report = Report::error("too deep").at(None, &query, Span::new(10_000, 10_001));
        let text = report.render(Layout::PIPE);
        assert!(
            text.lines().all(|line| line.chars().count() < 120),
            "{text}"
        );
        assert!(text.contains('^'));
    }

    #[test]
    fn an_error_in_a_data_file_names_line_and_column() {
        let error = DataError::at_word(
            "data/x.ron",
            "(\n  kind: \"Stat\",\n)",
            "\"Stat\"",
            "`Stat` is no kind of node",
        );
        check(
            &Report::from(&error),
            &[
                "error: `Stat` is no kind of node",
                " --> data/x.ron:2:9",
                "  |",
                "2 |   kind: \"Stat\",",
                "  |         ^^^^^^",
            ],
        );
    }
}
