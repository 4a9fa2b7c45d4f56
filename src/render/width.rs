//! How many columns a text takes, and how to make it take fewer.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Counts the columns of a text without escape sequences.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.width()
}

/// Makes a text safe to show on one line: line ends become `↵`, other control characters `�`.
///
/// A terminal obeys control characters, and articles come from strangers.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' => out.push('↵'),
            '\t' => out.push(' '),
            _ if character.is_control() => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Like [`clean`] for a text of several lines, which stay.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && c != '\n') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<_> = text.lines().map(clean).collect();
    Cow::Owned(lines.join("\n"))
}

/// Cuts a text to at most `limit` columns; what is cut ends in `…`.
pub fn fit(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut columns = 0;
    for grapheme in text.graphemes(true) {
        let more = width(grapheme);
        if columns + more + 1 > limit {
            break;
        }
        out.push_str(grapheme);
        columns += more;
    }
    if limit > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// Breaks a text into lines of at most `limit` columns, between words where it can.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in text.split_whitespace() {
        let length = width(word);
        if columns > 0 && columns + 1 + length > limit {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        if length <= limit {
            line.push_str(word);
            columns += length;
            continue;
        }
        // "eu-russia-sanctions" parts at a hyphen, where one stands in time.
        let mut joint = None;
        for grapheme in word.graphemes(true) {
            let more = width(grapheme);
            if columns + more > limit && columns > 0 {
                let rest = joint
                    .take()
                    .map(|at| line.split_off(at))
                    .unwrap_or_default();
                lines.push(std::mem::replace(&mut line, rest));
                columns = width(&line);
            }
            line.push_str(grapheme);
            columns += more;
            if matches!(grapheme, "-" | "/" | "_") {
                joint = Some(line.len());
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Writes `text` and as many spaces as it takes to fill `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{:missing$}", "")
}

#[cfg(test)]
mod tests {
    use super::clean;
    use super::fit;
    use super::width;
    use super::wrap;

    #[test]
    fn a_wide_character_is_not_cut_in_two() {
        assert_eq!(fit("北京市", 5), "北京…");
        assert_eq!(fit("北京市", 4), "北…");
        assert!(width(&fit("北京市", 4)) <= 4);
    }

    #[test]
    fn escape_sequences_of_strangers_are_disarmed() {
        assert_eq!(clean("a\u{1b}[31mb\nc"), "a\u{FFFD}[31mb↵c");
    }

    #[test]
    fn long_words_are_broken_and_short_lines_kept() {
        assert_eq!(
            wrap("an incomprehensible word", 8),
            ["an", "incompre", "hensible", "word"]
        );
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("eu-russia-sanctions", 12), ["eu-russia-", "sanctions"]);
    }
}
