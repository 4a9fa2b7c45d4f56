//! CoNLL-U to documents with their analysis.

use jiff::civil::Date;
use thiserror::Error;

use crate::analysis::Analysis;
use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::Features;
use crate::analysis::Layers;
use crate::analysis::Sentence;
use crate::analysis::Tag;
use crate::analysis::Token;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::conllu::entity;
use crate::analysis::penn_tag;
use crate::base::Span;
use crate::text::Document;

/// A file that is not CoNLL-U.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct ConlluError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Reads the documents, each as its `# newdoc` begins it; a file without that line is one.
///
/// The text is made of the `# text` lines where they agree with the tokens, paragraphs being
/// apart by a blank line. Empty nodes, enhanced arcs and unknown features are left out.
pub fn read(conllu: &str) -> Result<Vec<(Document, Analysis)>, ConlluError> {
    parse(conllu)?
        .into_iter()
        .map(|parsed| {
            let text = parsed.text();
            let analysis = parsed.place_in(&text).ok_or_else(|| ConlluError {
                line: parsed.line,
                message: format!("document `{}` has a sentence that is no tree", parsed.id),
            })?;
            let document = Document {
                id: parsed.id,
                title: parsed.title,
                publisher: None,
                date: parsed.date,
                source: parsed.source,
                text,
                pretokenized: false,
            };
            Ok((document, analysis))
        })
        .collect()
}

/// Lays the trees of all documents in `conllu` over `text`, so that spans index `text`.
///
/// The two may differ in white space only; otherwise, and where the file is faulty, `None`.
pub fn align(text: &str, conllu: &str) -> Option<Analysis> {
    let mut documents = parse(conllu).ok()?.into_iter();
    let mut all = documents.next()?;
    for document in documents {
        all.sentences.extend(document.sentences);
    }
    all.place_in(text)
}

/// A document before its words have been found in a text.
#[derive(Default)]
pub(super) struct Parsed {
    id: String,
    title: Option<String>,
    date: Option<Date>,
    source: String,
    /// Where it begins in the file.
    line: usize,
    sentences: Vec<ParsedSentence>,
}

#[derive(Default)]
pub(super) struct ParsedSentence {
    text: Option<String>,
    starts_paragraph: bool,
    pub(super) words: Vec<ParsedWord>,
}

pub(super) struct ParsedWord {
    form: String,
    lemma: String,
    pub(super) tag: Tag,
    /// The number of the head in the sentence, from 1; 0 is the root.
    pub(super) head: u32,
    deprel: Deprel,
    joined: bool,
    space_after: bool,
    /// What `Entity=` holds.
    pub(super) entity: String,
}

impl Parsed {
    fn text(&self) -> String {
        let mut text = String::new();
        let mut space = true;
        for sentence in &self.sentences {
            if !text.is_empty() {
                if sentence.starts_paragraph {
                    text.truncate(text.trim_end().len());
                    text.push_str("\n\n");
                } else if space {
                    text.push(' ');
                }
            }
            match sentence.text.as_deref().filter(|text| {
                let written = text.chars().filter(|c| !c.is_whitespace());
                written.eq(sentence.characters())
            }) {
                Some(written) => text.push_str(written),
                // The tokens are right, whatever the comment says.
                None => {
                    for word in &sentence.words {
                        text.push_str(&word.form);
                        if word.space_after {
                            text.push(' ');
                        }
                    }
                }
            }
            text.truncate(text.trim_end().len());
            space = sentence.words.last().is_none_or(|word| word.space_after);
        }
        text
    }

    /// Finds the words in `text` one after the other, skipping white space.
    fn place_in(&self, text: &str) -> Option<Analysis> {
        let mut layers = Layers::default();
        let mut at = 0;
        for sentence in &self.sentences {
            let first = layers.tokens.len() as u32;
            for word in &sentence.words {
                let span = find(text, at, &word.form)?;
                at = span.end as usize;
                layers.tokens.push(Token {
                    span,
                    joined: word.joined,
                });
                layers.tags.push(word.tag);
                layers.lemmas.push(word.lemma.clone());
                layers.dependencies.push(Dependency {
                    head: word
                        .head
                        .checked_sub(1)
                        .map(|head| TokenId(first.saturating_add(head))),
                    deprel: word.deprel,
                });
            }
            let tokens = first..layers.tokens.len() as u32;
            let (Some(start), Some(end)) = (
                layers.tokens.get(first as usize).map(|token| token.span),
                layers.tokens.last().map(|token| token.span),
            ) else {
                continue;
            };
            layers.sentences.push(Sentence {
                span: start.cover(end),
                tokens,
            });
        }
        layers.names = entity::names(&self.sentences);
        text[at..].trim().is_empty().then_some(())?;
        Analysis::new(layers)
    }
}

impl ParsedWord {
    pub(super) fn form(&self) -> &str {
        &self.form
    }
}

impl ParsedSentence {
    fn characters(&self) -> impl Iterator<Item = char> {
        self.words
            .iter()
            .flat_map(|word| word.form.chars())
            .filter(|c| !c.is_whitespace())
    }
}

/// Matches `form` with what stands in `text` from the byte `from`, white space apart.
fn find(text: &str, from: usize, form: &str) -> Option<Span> {
    let mut rest = text[from..].char_indices();
    let mut span: Option<(usize, usize)> = None;
    for wanted in form.chars().filter(|c| !c.is_whitespace()) {
        let (offset, found) = rest.find(|(_, c)| !c.is_whitespace())?;
        if found != wanted {
            return None;
        }
        let (start, end) = (from + offset, from + offset + found.len_utf8());
        span = Some((span.map_or(start, |(first, _)| first), end));
    }
    let (start, end) = span?;
    Some(Span::new(start, end))
}

fn parse(conllu: &str) -> Result<Vec<Parsed>, ConlluError> {
    let mut documents: Vec<Parsed> = Vec::new();
    let mut sentence = ParsedSentence::default();
    let mut joined_until = 0;
    let mut space_after_joined = true;
    for (index, line) in conllu.lines().enumerate() {
        let fault = |message: String| ConlluError {
            line: index + 1,
            message,
        };
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            let (key, value) = (key.trim(), value.trim());
            if key == "newdoc" || key == "newdoc id" || documents.is_empty() {
                documents.push(Parsed {
                    line: index + 1,
                    ..Parsed::default()
                });
            }
            let document = documents.last_mut().expect("one was pushed above");
            match key {
                "newdoc id" => document.id = value.to_owned(),
                "meta::title" => document.title = Some(value.to_owned()),
                "meta::dateCreated" => document.date = value.parse().ok(),
                "meta::sourceURL" => document.source = value.to_owned(),
                "text" => sentence.text = Some(value.to_owned()),
                "newpar" | "newpar id" => sentence.starts_paragraph = true,
                _ => (),
            }
            continue;
        }
        if line.trim().is_empty() {
            if !sentence.words.is_empty() {
                let finished = std::mem::take(&mut sentence);
                if documents.is_empty() {
                    documents.push(Parsed::default());
                }
                let document = documents.last_mut().expect("one was pushed above");
                document.sentences.push(finished);
                joined_until = 0;
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, features, head, deprel, _, misc] = columns[..] else {
            return Err(fault(format!(
                "expected 10 columns, found {}",
                columns.len()
            )));
        };
        if id.contains('.') {
            continue;
        }
        if let Some((_, last)) = id.split_once('-') {
            joined_until = last
                .parse()
                .map_err(|_| fault(format!("`{id}` is no range of words")))?;
            space_after_joined = !has(misc, "SpaceAfter", "No");
            continue;
        }
        let number: usize = id
            .parse()
            .map_err(|_| fault(format!("`{id}` is no number of a word")))?;
        if number != sentence.words.len() + 1 {
            return Err(fault(format!(
                "expected word {}, found `{id}`",
                sentence.words.len() + 1
            )));
        }
        let joined = number < joined_until;
        sentence.words.push(ParsedWord {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            tag: Tag {
                upos: Upos::from_name(upos)
                    .ok_or_else(|| fault(format!("`{upos}` is no part of speech")))?,
                xpos: penn_tag(xpos).unwrap_or("XX"),
                features: read_features(features),
            },
            head: head
                .parse()
                .map_err(|_| fault(format!("`{head}` is no number of a word")))?,
            deprel: read_deprel(deprel)
                .ok_or_else(|| fault(format!("`{deprel}` is no dependency relation")))?,
            joined,
            space_after: match number {
                _ if joined => false,
                _ if number == joined_until => space_after_joined,
                _ => !has(misc, "SpaceAfter", "No"),
            },
            entity: misc
                .split('|')
                .find_map(|entry| entry.strip_prefix("Entity="))
                .unwrap_or("")
                .to_owned(),
        });
    }
    if !sentence.words.is_empty() {
        if documents.is_empty() {
            documents.push(Parsed::default());
        }
        let document = documents.last_mut().expect("one was pushed above");
        document.sentences.push(sentence);
    }
    Ok(documents)
}

/// Tells whether the last column holds `key=value`.
fn has(misc: &str, key: &str, value: &str) -> bool {
    misc.split('|')
        .any(|entry| entry.split_once('=') == Some((key, value)))
}

fn read_features(column: &str) -> Features {
    column
        .split('|')
        .filter_map(|entry| entry.split_once('='))
        .fold(Features::default(), |features, (name, value)| {
            features.with(name, value)
        })
}

/// Falls back on the universal relation where the subtype is another language's.
fn read_deprel(name: &str) -> Option<Deprel> {
    Deprel::from_name(name)
        .or_else(|| Deprel::from_name(name.split_once(':').map_or(name, |(first, _)| first)))
}
