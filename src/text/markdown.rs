//! Markdown to text: its words without its marks.

use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::text::date;
use crate::text::document::Document;
use crate::text::heading;

/// Reads an article; the id and the source are the caller's.
pub(super) fn read(markdown: &str) -> Document {
    let mut document = Document::default();
    let mut text = String::with_capacity(markdown.len());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut silent = 0;
    let mut matter = false;
    let mut title_at = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => matter = false,
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_)) => {
                silent += 1;
            }
            Event::End(TagEnd::Image | TagEnd::FootnoteDefinition) => silent -= 1,
            Event::End(TagEnd::CodeBlock) => {
                silent -= 1;
                paragraph(&mut text);
            }
            Event::Start(Tag::Heading { level, .. }) => {
                paragraph(&mut text);
                if level == HeadingLevel::H1 && document.title.is_none() {
                    title_at = Some(text.len());
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(start) = title_at.take() {
                    document.title = Some(text[start..].trim().to_owned());
                }
                paragraph(&mut text);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::BlockQuote(_),
            )
            | Event::Start(Tag::Item)
            | Event::Rule => paragraph(&mut text),
            Event::End(TagEnd::TableCell) => text.push('\t'),
            Event::Text(words) if matter => front_matter(&words, &mut document),
            Event::Text(words) | Event::Code(words) if silent == 0 => text.push_str(&words),
            Event::SoftBreak if silent == 0 => text.push(' '),
            Event::HardBreak if silent == 0 => text.push('\n'),
            _ => (),
        }
    }
    text.truncate(text.trim_end().len());
    let heading = heading::read(&text);
    document.title = document
        .title
        .filter(|title| !title.is_empty())
        .or(heading.title);
    document.publisher = document.publisher.or(heading.publisher);
    document.date = document.date.or(heading.date);
    document.text = text;
    document
}

fn paragraph(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// Reads `key: value` lines between `---`.
fn front_matter(block: &str, document: &mut Document) {
    for line in block.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => document.title = Some(value.to_owned()),
            "date" | "published" | "pubdate" => document.date = date::find(value),
            "publisher" | "source" | "site" | "publication" => {
                document.publisher = Some(value.to_owned());
            }
            _ => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn marks_are_left_out_and_blocks_stand_apart() {
        let document = read(
            "# Talks *fail*\n\nBy Ana, 3 March 2024\n\nThe [two sides](http://example.org) met\n\
             again.\n\n- One\n- Two\n\n```\ncode\n```\n",
        );
        assert_eq!(document.title.as_deref(), Some("Talks fail"));
        assert_eq!(document.date, "2024-03-03".parse().ok());
        assert_eq!(
            document.text,
            "Talks fail\n\nBy Ana, 3 March 2024\n\nThe two sides met again.\n\nOne\n\nTwo"
        );
    }

    #[test]
    fn front_matter_says_what_the_article_is() {
        let document = read(
            "---\ntitle: \"Talks\"\ndate: 2024-03-03\nsource: The Example\n---\n\nThey met.\n",
        );
        assert_eq!(document.title.as_deref(), Some("Talks"));
        assert_eq!(document.publisher.as_deref(), Some("The Example"));
        assert_eq!(document.date, "2024-03-03".parse().ok());
        assert_eq!(document.text, "They met.");
    }
}
