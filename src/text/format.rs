//! In which form an input is written.

use std::path::Path;

/// The forms that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one article.
    Text,
    /// Markdown, one article.
    Markdown,
    /// A web page, one article.
    Html,
    /// An article a line, as an object.
    JsonLines,
}

impl Format {
    /// Goes by the ending of a file's name.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }

    /// Guesses from the first bytes, where no name tells.
    pub fn of_content(start: &[u8]) -> Self {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let text = start.trim_ascii_start();
        let begins = |prefix: &[u8]| {
            text.len() >= prefix.len() && text[..prefix.len()].eq_ignore_ascii_case(prefix)
        };
        if begins(b"<!doctype html") || begins(b"<html") {
            Format::Html
        } else if text.first() == Some(&b'{')
            && text
                .get(1..)
                .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
        {
            Format::JsonLines
        } else {
            Format::Text
        }
    }
}
