//! An analysis as CoNLL-U.

use std::fmt::Write;

use crate::analysis::Analysis;
use crate::analysis::TokenId;
use crate::base::Span;
use crate::text::Document;

/// Appends a document; sentences are numbered from 1 behind the document's id.
pub fn write(out: &mut String, document: &Document, analysis: &Analysis) {
    let text = document.text.as_str();
    let id = one_line(&document.id);
    line(out, format_args!("# newdoc id = {id}"));
    line(out, format_args!("# global.Entity = GRP-etype"));
    let mut names = analysis.names().iter().enumerate().peekable();
    let mut last_end = 0;
    for (number, sentence) in analysis.sentences().iter().enumerate() {
        let between = text
            .get(last_end..sentence.span.start as usize)
            .unwrap_or("");
        if number == 0 || between.matches('\n').count() > 1 {
            line(out, format_args!("# newpar"));
        }
        last_end = sentence.span.end as usize;
        line(out, format_args!("# sent_id = {id}-{}", number + 1));
        let written = one_line(sentence.span.of(text));
        line(out, format_args!("# text = {written}"));
        let first = sentence.tokens.start;
        let mut inside_joined = false;
        for index in sentence.tokens.clone() {
            let token = TokenId(index);
            let joined = analysis.tokens()[token.index()].joined;
            let is_last = index + 1 == sentence.tokens.end;
            if joined && !inside_joined {
                let last = (index..sentence.tokens.end)
                    .find(|&other| !analysis.tokens()[other as usize].joined)
                    .unwrap_or(sentence.tokens.end - 1);
                let whole = analysis.span(token).cover(analysis.span(TokenId(last)));
                let next = (last + 1 < sentence.tokens.end).then_some(TokenId(last + 1));
                line(
                    out,
                    format_args!(
                        "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}",
                        index - first + 1,
                        last - first + 1,
                        form(whole, text),
                        if glued(analysis, whole, next) {
                            "SpaceAfter=No"
                        } else {
                            "_"
                        }
                    ),
                );
            }
            let mut misc = Vec::new();
            let mut entity = String::new();
            if let Some((group, name)) = names.peek() {
                let starts = name.tokens.start == index;
                let ends = name.tokens.end == index + 1;
                let group = group + 1;
                let name_type = name.name_type.name();
                match (starts, ends) {
                    (true, true) => entity = format!("({group}-{name_type})"),
                    (true, false) => entity = format!("({group}-{name_type}"),
                    (false, true) => entity = format!("{group})"),
                    (false, false) => (),
                }
                if name.tokens.end <= index + 1 {
                    names.next();
                }
            }
            if !entity.is_empty() {
                misc.push(format!("Entity={entity}"));
            }
            let next = (!is_last).then_some(TokenId(index + 1));
            if !inside_joined && !joined && glued(analysis, analysis.span(token), next) {
                misc.push("SpaceAfter=No".to_owned());
            }
            inside_joined = joined;
            let tag = analysis.tag(token);
            let mut features: Vec<_> = tag
                .features
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            // The format wants them in the order of the alphabet.
            features.sort_by_key(|feature| feature.to_ascii_lowercase());
            line(
                out,
                format_args!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t{}",
                    index - first + 1,
                    form(analysis.span(token), text),
                    or_underscore(&one_line(analysis.lemma(token))),
                    tag.upos.name(),
                    tag.xpos,
                    or_underscore(&features.join("|")),
                    analysis.head(token).map_or(0, |head| head.0 - first + 1),
                    analysis.deprel(token).name(),
                    or_underscore(&misc.join("|")),
                ),
            );
        }
        out.push('\n');
    }
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a string does not fail");
}

/// Tells whether no space parts a token from the next one of the sentence.
fn glued(analysis: &Analysis, span: Span, next: Option<TokenId>) -> bool {
    next.is_some_and(|next| analysis.span(next).start == span.end)
}

/// Gives a word's form; white space inside, as a line break in a number, becomes a space.
fn form(span: Span, text: &str) -> String {
    let written = one_line(span.of(text));
    or_underscore(&written).to_owned()
}

/// Turns each run of white space into one space, so that it fits a column and a line.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

fn or_underscore(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}
