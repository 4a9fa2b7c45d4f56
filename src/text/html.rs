//! Web pages to articles.
//!
//! What the page says of itself for machines (JSON-LD) comes first, as it is exact; then what
//! `dom_smoothie` takes for the main content; then all text outside scripts, menus and forms.

mod linked_data;
mod strip;

use dom_smoothie::Config;
use dom_smoothie::Readability;
use encoding_rs::Encoding;

use crate::text::date;
use crate::text::document::Document;
use crate::text::heading;

/// Larger pages and deeper ones are not given to the parser, whose cost and stack grow with them.
const LARGEST: usize = 8 << 20;
const DEEPEST: usize = 250;

/// A main content shorter than this next to a much longer page was probably missed.
const SHORT: usize = 200;

/// Reads an article; the id and the source are the caller's.
pub(super) fn read(html: &str) -> Document {
    let mut document = Document::default();
    let mut body = String::new();
    if let Some(article) = linked_data::article(html) {
        document.title = article.headline;
        document.date = article.date;
        document.publisher = article.publisher;
        body = article.body.unwrap_or_default();
    }
    if html.len() <= LARGEST && strip::depth(html) <= DEEPEST {
        main_content(html, &mut document, &mut body);
    }
    if body.len() < SHORT {
        let all = strip::text(html);
        if all.len() > 2 * body.len() {
            body = all;
        }
    }
    if document.title.is_none() {
        document.title = strip::title(html);
    }
    let heading = heading::read(&body);
    document.date = document.date.or(heading.date);
    document.publisher = document.publisher.or(heading.publisher);
    document.text = match &document.title {
        Some(title) if !body.trim_start().starts_with(title.as_str()) => {
            format!("{title}\n\n{body}")
        }
        _ => body,
    };
    document
}

/// Finds the encoding that a page declares.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4_096)];
    let key = b"charset=";
    let at = start
        .windows(key.len())
        .position(|window| window.eq_ignore_ascii_case(key))?
        + key.len();
    let label = start[at..].trim_ascii_start();
    let label = label
        .strip_prefix(b"\"")
        .or(label.strip_prefix(b"'"))
        .unwrap_or(label);
    let end = label
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte))
        .unwrap_or(label.len());
    Encoding::for_label(&label[..end])
}

fn main_content(html: &str, document: &mut Document, body: &mut String) {
    let config = Config {
        max_elements_to_parse: 200_000,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::new(html, None, Some(config)) else {
        return;
    };
    let Ok(article) = readability.parse() else {
        return;
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if document.title.is_none() {
        document.title = some(&article.title);
    }
    if document.publisher.is_none() {
        document.publisher = article.site_name.as_deref().and_then(some);
    }
    if document.date.is_none() {
        document.date = article
            .published_time
            .or(article.modified_time)
            .and_then(|time| date::find(&time));
    }
    if body.is_empty() {
        *body = strip::text(&article.content);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_come_first() {
        let document = read(
            r#"<html><head><title>x | The Example</title><script type="application/ld+json">
            {"@context":"https://schema.org","@graph":[{"@type":["NewsArticle"],"headline":"Talks fail",
            "datePublished":"2024-03-22T10:00:00Z","publisher":{"@type":"Organization","name":"The Example"},
            "articleBody":"The sides met.\n\nThey left."}]}</script></head><body><p>Menu</p></body></html>"#,
        );
        assert_eq!(document.title.as_deref(), Some("Talks fail"));
        assert_eq!(document.publisher.as_deref(), Some("The Example"));
        assert_eq!(document.date, "2024-03-22".parse().ok());
        assert_eq!(document.text, "Talks fail\n\nThe sides met.\n\nThey left.");
    }

    #[test]
    fn scripts_menus_and_marks_are_left_out() {
        let paragraph =
            "The two sides met in the old town hall by the river &mdash; and left. ".repeat(6);
        let document = read(&format!(
            "<html><head><title>Talks fail</title><meta property='article:published_time' \
             content='2024-03-22'></head><body><nav><a href='/'>Home</a></nav>\
             <script>var a = '<p>not a word</p>';</script><article><h1>Talks fail</h1>\
             <p>{paragraph}</p><p>{paragraph}</p></article><style>p {{}}</style></body></html>"
        ));
        assert!(
            document.text.starts_with("Talks fail\n\nThe two sides"),
            "{}",
            document.text
        );
        assert!(document.text.contains("river — and left"));
        assert!(!document.text.contains("not a word") && !document.text.contains("Home"));
        assert_eq!(document.date, "2024-03-22".parse().ok());
    }

    #[test]
    fn a_page_nested_without_end_is_read_all_the_same() {
        let html = format!(
            "{}The sides met.{}",
            "<div>".repeat(50_000),
            "</div>".repeat(50_000)
        );
        assert_eq!(read(&html).text, "The sides met.");
    }

    #[test]
    fn a_page_says_its_encoding() {
        let encoding = declared_encoding(b"<meta charset=\"windows-1251\">").unwrap();
        assert_eq!(encoding.name(), "windows-1251");
    }
}
