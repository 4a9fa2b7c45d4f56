//! JSON-LD: what a page says of itself for machines.

use jiff::civil::Date;
use serde_json::Value;

use crate::text::date;
use crate::text::html::strip;

/// A news article as schema.org describes it.
#[derive(Default)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) publisher: Option<String>,
    pub(super) body: Option<String>,
}

/// Finds the first article among the page's JSON-LD.
pub(super) fn article(html: &str) -> Option<Article> {
    let mut rest = html;
    while let Some(at) = rest.find("application/ld+json") {
        rest = &rest[at..];
        let start = rest.find('>')? + 1;
        let end = start + rest[start..].find("</script").unwrap_or(rest.len() - start);
        if let Ok(value) = serde_json::from_str::<Value>(rest[start..end].trim())
            && let Some(article) = find(&value, 0)
        {
            return Some(article);
        }
        rest = &rest[end..];
    }
    None
}

fn find(value: &Value, depth: usize) -> Option<Article> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| find(item, depth + 1)),
        Value::Object(object) => {
            let types = object.get("@type");
            let named = |name: &str| name.ends_with("Article") || name == "BlogPosting";
            let is_article = match types {
                Some(Value::String(name)) => named(name),
                Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(named),
                _ => false,
            };
            if !is_article {
                let inner = object.get("@graph").or_else(|| object.get("mainEntity"))?;
                return (depth < 8).then(|| find(inner, depth + 1)).flatten();
            }
            let text = |key: &str| object.get(key).and_then(Value::as_str).and_then(clean);
            Some(Article {
                headline: text("headline").or_else(|| text("name")),
                date: text("datePublished")
                    .or_else(|| text("dateCreated"))
                    .and_then(|value| date::find(&value)),
                publisher: publisher(object.get("publisher")),
                body: text("articleBody").filter(|body| body.len() > 20),
            })
        }
        _ => None,
    }
}

fn publisher(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(name) => clean(name),
        Value::Object(object) => clean(object.get("name")?.as_str()?),
        Value::Array(items) => publisher(items.first()),
        _ => None,
    }
}

/// Takes entities and stray marks out, which many pages leave in.
fn clean(text: &str) -> Option<String> {
    let text = if text.contains(['<', '&']) {
        strip::text(text)
    } else {
        text.trim().to_owned()
    };
    Some(text).filter(|text| !text.is_empty())
}
