//! Learns which words have lemmas and features that no rule tells.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::analysis::Features;
use crate::analysis::Lemmatizer;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::is_open;
use crate::data::DataSource;
use crate::learn::LearnError;
use crate::learn::treebank;

/// The two tables, as the text of their files.
pub struct Forms {
    /// Form, Penn tag and lemma.
    pub lemmas: String,
    /// Form, both tags and features.
    pub features: String,
}

/// Reads the training parts of a folder of treebanks and lists what the rules get wrong.
///
/// Of a form with one tag, the commonest lemma holds, and the first of equals.
pub fn forms(folder: &Path, source: &DataSource) -> Result<Forms, LearnError> {
    let rules = Lemmatizer::rules(source)?;
    let mut lemmas: BTreeMap<(String, &str), BTreeMap<String, usize>> = BTreeMap::new();
    let mut by_rule: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut features: BTreeMap<(String, Upos, &str), BTreeMap<Features, usize>> = BTreeMap::new();
    for path in treebank::files(folder, "-train.conllu")? {
        for (document, analysis) in treebank::read(&path)? {
            for sentence in analysis.sentences() {
                for token in sentence.tokens.clone().map(TokenId) {
                    let form = treebank::word(&document, &analysis, token);
                    let tag = analysis.tag(token);
                    let lower = form.to_lowercase();
                    let lemma = analysis.lemma(token);
                    if lemma == "_"
                        || lower.contains(['\t', '\u{ad}'])
                        || lower.contains(char::is_whitespace)
                    {
                        continue;
                    }
                    let key = (lower.clone(), tag.xpos);
                    let initial = token.0 == sentence.tokens.start;
                    if rules.lemma(form, tag, initial) == lemma {
                        *by_rule.entry(key).or_insert(0) += 1;
                    } else {
                        let counts = lemmas.entry(key).or_default();
                        *counts.entry(lemma.to_owned()).or_insert(0) += 1;
                    }
                    if !is_open(tag) && form.contains(char::is_alphanumeric) {
                        let counts = features.entry((lower, tag.upos, tag.xpos)).or_default();
                        *counts.entry(tag.features).or_insert(0) += 1;
                    }
                }
            }
        }
    }
    let mut forms = Forms {
        lemmas: String::new(),
        features: String::new(),
    };
    for ((form, xpos), counts) in &lemmas {
        let right = by_rule.get(&(form.clone(), *xpos)).copied().unwrap_or(0);
        if let Some((lemma, count)) = commonest(counts)
            && count > right
        {
            line(&mut forms.lemmas, format_args!("{form}\t{xpos}\t{lemma}"));
        }
    }
    for ((form, upos, xpos), counts) in &features {
        if let Some((found, count)) = commonest(counts)
            && (count > 1 || !matches!(*xpos, "RB" | "UH" | "FW" | "IN"))
            && *found != Features::default()
        {
            let listed: Vec<_> = found
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let listed = listed.join("|");
            line(
                &mut forms.features,
                format_args!("{form}\t{}\t{xpos}\t{listed}", upos.name()),
            );
        }
    }
    Ok(forms)
}

fn commonest<T>(counts: &BTreeMap<T, usize>) -> Option<(&T, usize)> {
    let mut best: Option<(&T, usize)> = None;
    for (value, &count) in counts {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((value, count));
        }
    }
    best
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a string does not fail");
}
