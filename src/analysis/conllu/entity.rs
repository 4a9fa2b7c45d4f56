//! The names among the mentions that GUM marks.
//!
//! GUM marks every phrase that mentions something. A mention counts as named here when its head
//! is a proper noun, or is the year of a time; its span is cut to the name itself: of "the late
//! Gov. Ana Ruiz, who resigned" to "Ana Ruiz" with what is a proper noun beside it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::Upos;
use crate::analysis::conllu::read::ParsedSentence;
use crate::analysis::conllu::read::ParsedWord;

/// A bracket that is open, or was.
struct Marked {
    /// Numbers of words in the sentence.
    words: Range<usize>,
    entity_type: String,
    /// The Wikipedia title, where the name has one.
    title: String,
}

/// Reads the names of all sentences, numbering the tokens through.
pub(super) fn names(sentences: &[ParsedSentence]) -> Vec<NamedSpan> {
    let mut names = Vec::new();
    let mut first = 0;
    for sentence in sentences {
        let mut found: Vec<(Range<usize>, NameType)> = marked(&sentence.words)
            .iter()
            .filter_map(|mention| named(&sentence.words, mention))
            .collect();
        // Of nested names the longest stands: "University of Oslo", not "Oslo".
        found.sort_by_key(|(words, _)| (words.start, std::cmp::Reverse(words.end)));
        let mut end = 0;
        for (words, name_type) in found {
            if words.start >= end {
                end = words.end;
                names.push(NamedSpan {
                    tokens: first + words.start as u32..first + words.end as u32,
                    name_type,
                });
            }
        }
        first += sentence.words.len() as u32;
    }
    names
}

/// Matches the brackets of `Entity=`: `(1-person-new-…`, `1)` and `(2-place-new-…)`.
fn marked(words: &[ParsedWord]) -> Vec<Marked> {
    let mut open: BTreeMap<&str, Vec<Marked>> = BTreeMap::new();
    let mut closed = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let mut rest = word.entity.as_str();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('(') {
                let (end, closes) = end_of_opening(after);
                let fields = &after[..end];
                let mut parts = fields.splitn(8, '-');
                let group = parts.next().unwrap_or("");
                let mention = Marked {
                    words: index..index + 1,
                    entity_type: parts.next().unwrap_or("").to_owned(),
                    title: parts.nth(5).unwrap_or("").to_owned(),
                };
                if closes {
                    closed.push(mention);
                } else {
                    open.entry(group).or_default().push(mention);
                }
                rest = &after[end + usize::from(closes)..];
            } else {
                let Some(end) = rest.find(')') else { break };
                let group = rest[..end].split('-').next().unwrap_or("");
                if let Some(mut mention) = open.get_mut(group).and_then(Vec::pop) {
                    mention.words.end = index + 1;
                    closed.push(mention);
                }
                rest = &rest[end + 1..];
            }
        }
    }
    closed
}

/// Finds where the fields of an opening mention end, and whether its own bracket follows.
///
/// A title may hold brackets itself, as in `Mercury_(planet)`, always behind `_`.
fn end_of_opening(after: &str) -> (usize, bool) {
    let mut depth = 0;
    for (offset, c) in after.char_indices() {
        match c {
            '(' if depth == 0 && !after[..offset].ends_with('_') => return (offset, false),
            '(' => depth += 1,
            ')' if depth == 0 => return (offset, true),
            ')' => depth -= 1,
            _ => (),
        }
    }
    (after.len(), false)
}

/// Cuts a mention to its name; `None` where it has none.
fn named(words: &[ParsedWord], mention: &Marked) -> Option<(Range<usize>, NameType)> {
    let inside = |head: u32| {
        (head as usize)
            .checked_sub(1)
            .is_some_and(|at| mention.words.contains(&at))
    };
    let head = mention
        .words
        .clone()
        .find(|&word| !inside(words[word].head))?;
    let is_proper = |word: usize| {
        words[word].tag.upos == Upos::Propn || words[word].tag.xpos.starts_with("NNP")
    };
    let year = mention.entity_type == "time"
        && words[head].form().len() == 4
        && words[head].form().parse::<u16>().is_ok();
    if !is_proper(head) && !year {
        return None;
    }
    let joins = |word: usize| {
        is_proper(word)
            || matches!(words[word].tag.xpos, "HYPH" | "CD")
            || (matches!(words[word].form(), "of" | "the" | "and" | "for")
                && mention
                    .title
                    .split('_')
                    .any(|part| part == words[word].form()))
    };
    let mut span = head..head + 1;
    while span.start > mention.words.start && joins(span.start - 1) {
        span.start -= 1;
    }
    while span.end < mention.words.end && joins(span.end) {
        span.end += 1;
    }
    while !is_proper(span.start) && !year && span.start < head {
        span.start += 1;
    }
    while span.end > head + 1 && !is_proper(span.end - 1) && words[span.end - 1].tag.xpos != "CD" {
        span.end -= 1;
    }
    Some((span, name_type(&mention.entity_type)))
}

fn name_type(entity_type: &str) -> NameType {
    match entity_type {
        "person" => NameType::Person,
        "organization" => NameType::Organization,
        "place" => NameType::Place,
        "event" => NameType::Event,
        "time" => NameType::Time,
        "nationality" => NameType::Nationality,
        _ => NameType::Other,
    }
}
