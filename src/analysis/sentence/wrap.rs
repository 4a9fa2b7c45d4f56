//! Whether line breaks are there for the width of a page only.

/// How much of a text is looked at.
const SAMPLE: usize = 20_000;

/// Tells whether a text's paragraphs are broken into lines of about one length.
///
/// Evidence are lines that end in the middle of a sentence, such as one behind which a small
/// letter follows. Texts with a paragraph to a line have next to none.
pub(super) fn is_wrapped(text: &str) -> bool {
    let mut sample = SAMPLE.min(text.len());
    while !text.is_char_boundary(sample) {
        sample -= 1;
    }
    let lines: Vec<&str> = text[..sample].lines().map(str::trim).collect();
    let mut breaks = 0;
    let mut inside = 0;
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        breaks += 1;
        let goes_on = pair[1].starts_with(|c: char| c.is_lowercase() || c == ',');
        if goes_on && (30..=130).contains(&pair[0].len()) {
            inside += 1;
        }
    }
    inside >= 1 && inside * 4 >= breaks
}

/// Tells whether the line break between two tokens of a wrapped text ends a paragraph all the
/// same: behind a short line with its end mark, before an item of a list.
pub(super) fn breaks(text: &str, end: usize, start: usize) -> bool {
    let line_start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..end].trim();
    let next = &text[start..];
    let item = next.starts_with(['•', '*', '·', '▪', '–', '-', '—'])
        && next[next.chars().next().map_or(0, char::len_utf8)..].starts_with([' ', '\t']);
    item || (line.len() < 40 && line.ends_with(['.', '!', '?', ':', '"', '”']))
        || (line.len() < 25 && next.starts_with(char::is_uppercase))
}
