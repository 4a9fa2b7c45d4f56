//! Where a statement ends.

use crate::query;
use crate::repl::scan::Piece;
use crate::repl::scan::opens_statement;
use crate::repl::scan::scan;
use crate::repl::scan::scan_statement;

/// Cuts a script into statements: queries at `;`, and commands, names and short patterns, which
/// are one line each, at line ends.
///
/// Statements without words are left out; each comes with the byte where it starts.
pub(in crate::repl) fn split(script: &str) -> Vec<(usize, &str)> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let text = &script[start..end];
        let trimmed = text.trim_start();
        let begin = start + (text.len() - trimmed.len());
        let words = scan(trimmed)
            .iter()
            .any(|(_, piece)| !matches!(piece, Piece::Comment { .. } | Piece::End));
        if words {
            statements.push((begin, trimmed.trim_end()));
        }
    };
    while start < script.len() {
        let rest = &script[start..];
        let pieces = scan_statement(rest);
        let first = pieces
            .iter()
            .find(|(_, piece)| !matches!(piece, Piece::Comment { .. }))
            .map_or(rest.len(), |(span, _)| span.start);
        let line_end = rest[first..]
            .find('\n')
            .map_or(rest.len(), |length| first + length);
        let query = opens_statement(first_word(&rest[first..]));
        let end = if rest[first..].starts_with(':') {
            line_end
        } else {
            let end = pieces.iter().find(|(_, piece)| *piece == Piece::End);
            let end = end.map_or(rest.len(), |(span, _)| span.start);
            if query { end } else { end.min(line_end) }
        };
        let end = start + end;
        push(start, end);
        start = (end + 1).min(script.len());
        if end == script.len() {
            break;
        }
    }
    statements
}

/// Tells whether what was typed is a whole statement, or more lines are to come.
pub(in crate::repl) fn is_complete(input: &str) -> bool {
    let text = input.trim();
    let first = first_word(text);
    let commented = text.starts_with("//") || text.starts_with("/*");
    // A command, a name or a short pattern is one line, and an empty line ends what nothing else ends.
    if text.starts_with(':') || !commented && !opens_statement(first) || input.ends_with("\n\n") {
        return true;
    }
    query::is_complete(text)
}

/// Gives the letters that a text starts with.
pub(in crate::repl) fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::is_complete;
    use super::split;

    #[test]
    fn a_script_is_cut_at_semicolons_outside_texts_and_comments() {
        let script = "RETURN ';' AS a; // not here; \nRETURN 2;\n:mode csv\nRETURN 3\n;;";
        let found: Vec<_> = split(script).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "RETURN ';' AS a",
                "// not here; \nRETURN 2",
                ":mode csv",
                "RETURN 3"
            ]
        );
        for (start, text) in split(script) {
            assert!(script[start..].starts_with(text));
        }
    }

    #[test]
    fn a_name_in_a_script_ends_with_its_line() {
        let script = "// who\nIran\nwho borders Iran\n:graph\nMATCH (n)\nRETURN n;\nIran; Iraq";
        let found: Vec<_> = split(script).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "// who\nIran",
                "who borders Iran",
                ":graph",
                "MATCH (n)\nRETURN n",
                "Iran",
                "Iraq"
            ]
        );
    }

    #[test]
    fn an_unfinished_query_goes_on_in_the_next_line() {
        assert!(!is_complete("MATCH (n)"));
        assert!(!is_complete("RETURN 'a"));
        assert!(is_complete("MATCH (n);"));
        assert!(is_complete("MATCH (n)\n\n"));
        assert!(is_complete("RETURN 1"));
        assert!(is_complete("MATCH (n) RETRUN n"));
    }

    #[test]
    fn names_and_commands_are_one_line() {
        assert!(is_complete("Vladimir Putin's"));
        assert!(is_complete(":why A B"));
        assert!(is_complete("IS-K opposes ?"));
        assert!(is_complete(""));
    }
}
