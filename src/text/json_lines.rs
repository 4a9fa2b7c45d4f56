//! Lines of JSON to documents.

use serde::Deserialize;
use serde_json::Value;

use crate::text::date;
use crate::text::document::Document;
use crate::text::error::DocumentError;
use crate::text::error::DocumentErrorKind;
use crate::text::reader::LARGEST_ARTICLE;

/// A line as it may be written; other fields are let be.
#[derive(Deserialize)]
struct Record {
    text: Option<String>,
    #[serde(alias = "id")]
    doc_id: Option<Value>,
    title: Option<String>,
    publisher: Option<String>,
    date: Option<Value>,
    #[serde(alias = "url")]
    source: Option<String>,
    #[serde(default)]
    pretokenized: Option<bool>,
}

/// Reads a line; its id is empty where the record names none. A blank line is no record.
pub(super) fn read(
    line: &[u8],
    file: &str,
    number: usize,
) -> Option<Result<Document, DocumentError>> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    let fault = |column: Option<usize>, message: String| DocumentError {
        file: file.to_owned(),
        line: Some(number),
        column,
        kind: DocumentErrorKind::Record(message),
    };
    let text = String::from_utf8_lossy(line);
    let record: Record = match serde_json::from_str(&text) {
        Ok(record) => record,
        Err(error) => {
            // serde_json's own "at line 1 column 7" counts from the start of this line.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message);
            let shown = if text.starts_with('{') {
                message.to_owned()
            } else {
                "expected an object with the field `text`".to_owned()
            };
            return Some(Err(fault(Some(error.column().max(1)), shown)));
        }
    };
    let Some(text) = record.text else {
        return Some(Err(fault(None, "expected the field `text`".to_owned())));
    };
    if text.len() > LARGEST_ARTICLE {
        return Some(Err(DocumentError {
            line: Some(number),
            ..DocumentError::new(file, DocumentErrorKind::TooLarge)
        }));
    }
    let plain = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Some(Ok(Document {
        id: record.doc_id.and_then(plain).unwrap_or_default(),
        title: record.title.filter(|title| !title.is_empty()),
        publisher: record.publisher.filter(|publisher| !publisher.is_empty()),
        date: record
            .date
            .and_then(plain)
            .and_then(|value| date::find(&value)),
        source: record.source.unwrap_or_else(|| file.to_owned()),
        text,
        pretokenized: record.pretokenized.unwrap_or(false),
    }))
}
