//! Colours for a line while it is typed.

use crate::render::Role;
use crate::render::Theme;
use crate::repl::scan::Piece;
use crate::repl::scan::opens_statement;
use crate::repl::scan::scan;
use crate::repl::scan::unmatched;
use crate::repl::statement;

/// Colours a line; the letters stay as they are.
pub fn highlight(line: &str, theme: Theme) -> String {
    if theme == Theme::None {
        return line.to_owned();
    }
    let trimmed = line.trim_start();
    let indent = &line[..line.len() - trimmed.len()];
    if let Some(command) = trimmed.strip_prefix(':') {
        let end = command.find(char::is_whitespace).unwrap_or(command.len());
        let known = crate::repl::command::find(&command[..end].to_lowercase()).is_some();
        let role = if known { Role::Keyword } else { Role::Normal };
        let name = theme.paint(role, &trimmed[..=end]);
        return format!("{indent}{name}{}", &trimmed[end + 1..]);
    }
    let first = statement::first_word(trimmed);
    let query = opens_statement(first) || trimmed.starts_with('/') || line.contains('\n');
    if !query {
        return line.to_owned();
    }
    let wrong = unmatched(line);
    let mut out = String::with_capacity(line.len() * 2);
    let mut at = 0;
    for (span, piece) in scan(line) {
        out.push_str(&line[at..span.start]);
        let role = if wrong.contains(&span) {
            Role::Error
        } else {
            role(piece)
        };
        out.push_str(&theme.paint(role, &line[span.clone()]));
        at = span.end;
    }
    out.push_str(&line[at..]);
    out
}

fn role(piece: Piece) -> Role {
    match piece {
        Piece::Keyword => Role::Keyword,
        Piece::Function => Role::Function,
        Piece::Label => Role::Label,
        Piece::Type => Role::Type,
        Piece::Property => Role::Property,
        Piece::Text { .. } => Role::Text,
        Piece::Number => Role::Number,
        Piece::Parameter => Role::Parameter,
        Piece::Comment { .. } => Role::Dim,
        Piece::Name | Piece::Open | Piece::Close | Piece::End | Piece::Sign => Role::Normal,
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;
    use crate::render::Role;
    use crate::render::Theme;

    fn bare(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn colours_leave_the_letters_alone() {
        for line in [
            "MATCH (n:State {name: 'x'}) // all",
            ":why A B",
            "IS-K opposes ?",
            "RETURN 'open",
            "",
            ":",
            "  :m",
        ] {
            assert_eq!(bare(&highlight(line, Theme::Dark)), line);
        }
    }

    #[test]
    fn an_open_bracket_is_shown_as_wrong() {
        let wrong = Theme::Dark.paint(Role::Error, "(");
        assert!(highlight("RETURN (1", Theme::Dark).contains(&wrong));
        assert!(!highlight("RETURN (1)", Theme::Dark).contains(&wrong));
    }
}
