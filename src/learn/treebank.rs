//! Sentences of treebanks as the network learns them.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use thiserror::Error;

use crate::analysis::Analysis;
use crate::analysis::Deprel;
use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::conllu;
use crate::analysis::model::Bond;
use crate::analysis::model::bond;
use crate::analysis::model::name_label;
use crate::text::Document;

/// What can stop training or scoring.
#[derive(Debug, Error)]
pub enum LearnError {
    /// A file or folder that cannot be read or written.
    #[error("cannot use `{path}`: {error}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A treebank that is no CoNLL-U.
    #[error("`{path}`, {error}", path = path.display())]
    Treebank {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        error: conllu::ConlluError,
    },
    /// A gold graph that is none.
    #[error("`{path}` holds no graph: {error}", path = path.display())]
    Graph {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        error: serde_json::Error,
    },
    /// A list of words that cannot be used.
    #[error("`{}`: {}", .0.file, .0.message)]
    Data(#[from] crate::data::DataError),
    /// A file of vectors with a line of another form.
    #[error("`{path}`, line {line} is no word with its numbers", path = path.display())]
    Vectors {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A folder without treebanks.
    #[error("`{path}` holds no file that ends in `-train.conllu`", path = path.display())]
    NoTreebank {
        /// The folder.
        path: PathBuf,
    },
}

/// Reads the documents of a treebank's file.
pub fn read(path: &Path) -> Result<Vec<(Document, Analysis)>, LearnError> {
    let text = std::fs::read_to_string(path).map_err(|error| LearnError::File {
        path: path.to_owned(),
        error,
    })?;
    conllu::read(&text).map_err(|error| LearnError::Treebank {
        path: path.to_owned(),
        error,
    })
}

/// Lists the files of a folder whose names end in `ending`, in order.
pub(super) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, LearnError> {
    let fault = |error| LearnError::File {
        path: folder.to_owned(),
        error,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Numbers the pairs of tags and the labels of arcs.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    pub(super) tags: Vec<(Upos, &'static str)>,
    pub(super) relations: Vec<Deprel>,
}

impl Labels {
    /// Takes the pairs of tags that occur more than once.
    pub(super) fn of(documents: &[(Document, Analysis)]) -> Self {
        let mut counts = BTreeMap::new();
        for (_, analysis) in documents {
            for token in 0..analysis.tokens().len() {
                let tag = analysis.tag(TokenId(token as u32));
                *counts.entry((tag.upos, tag.xpos)).or_insert(0) += 1;
            }
        }
        Labels {
            tags: counts
                .into_iter()
                .filter(|&((_, xpos), count)| count > 1 && xpos != "XX")
                .map(|(tag, _)| tag)
                .collect(),
            relations: Deprel::ALL.to_vec(),
        }
    }
}

/// A sentence to learn from.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) words: Vec<String>,
    /// The number of the pair of tags; none where the pair is too rare to be learned.
    pub(super) tags: Vec<Option<usize>>,
    /// The number of the head from 1, or 0 for the root.
    pub(super) heads: Vec<usize>,
    pub(super) relations: Vec<usize>,
    /// The labels that are right, a bit each; where names are not marked, all that may be.
    pub(super) names: Vec<u16>,
}

/// Makes samples of documents; a file whose names are all unmarked says so by having none.
pub(super) fn samples(documents: &[(Document, Analysis)], labels: &Labels) -> Vec<Sample> {
    let has_names = documents
        .iter()
        .any(|(_, analysis)| !analysis.names().is_empty());
    let mut samples = Vec::new();
    for (document, analysis) in documents {
        let names = match has_names {
            true => marked_names(document, analysis),
            false => possible_names(document, analysis),
        };
        for sentence in analysis.sentences() {
            let first = sentence.tokens.start;
            let tokens = || sentence.tokens.clone().map(TokenId);
            samples.push(Sample {
                words: tokens()
                    .map(|token| word(document, analysis, token).to_owned())
                    .collect(),
                tags: tokens()
                    .map(|token| {
                        let tag = analysis.tag(token);
                        labels.tags.binary_search(&(tag.upos, tag.xpos)).ok()
                    })
                    .collect(),
                heads: tokens()
                    .map(|token| match analysis.head(token) {
                        Some(head) => (head.0 - first) as usize + 1,
                        None => 0,
                    })
                    .collect(),
                relations: tokens()
                    .map(|token| {
                        let deprel = analysis.deprel(token);
                        let place = labels.relations.iter().position(|&other| other == deprel);
                        place.unwrap_or(0)
                    })
                    .collect(),
                names: tokens().map(|token| names[token.index()]).collect(),
            });
        }
    }
    samples
}

/// Gives a word as it is written.
pub(super) fn word<'t>(document: &'t Document, analysis: &Analysis, token: TokenId) -> &'t str {
    &document.text[analysis.span(token).range()]
}

/// Tells whether a word names a people, a faith or the like, as in "Spanish art".
pub(super) fn is_nationality(document: &Document, analysis: &Analysis, token: TokenId) -> bool {
    let is_upper = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    analysis.tag(token).upos == Upos::Adj
        && is_upper(analysis.lemma(token))
        && is_upper(word(document, analysis, token))
        && analysis.lemma(token).chars().any(char::is_lowercase)
}

fn marked_names(document: &Document, analysis: &Analysis) -> Vec<u16> {
    let mut labels = vec![1u16; analysis.tokens().len()];
    for (token, label) in labels.iter_mut().enumerate() {
        if is_nationality(document, analysis, TokenId(token as u32)) {
            *label = 1 << name_label(NameType::Nationality, true);
        }
    }
    for name in analysis.names() {
        let name_type = name_type(analysis, name);
        for token in name.tokens.clone() {
            labels[token as usize] = 1 << name_label(name_type, token == name.tokens.start);
        }
    }
    labels
}

/// Gives the type of a name as we tell types apart: "Germans" are many persons of one nationality.
pub(super) fn name_type(analysis: &Analysis, name: &NamedSpan) -> NameType {
    let is_people = name.name_type == NameType::Person
        && name.tokens.len() == 1
        && analysis.tag(TokenId(name.tokens.start)).xpos == "NNPS";
    if is_people {
        NameType::Nationality
    } else {
        name.name_type
    }
}

/// Says what tags and trees give away: a proper noun is in some name, and in that of the proper
/// noun before it where the tree joins the two.
fn possible_names(document: &Document, analysis: &Analysis) -> Vec<u16> {
    let all = NameType::ALL.iter();
    let first: u16 = all.clone().map(|&t| 1 << name_label(t, true)).sum();
    let other: u16 = all.map(|&t| 1 << name_label(t, false)).sum();
    let mut labels = Vec::new();
    let mut was_proper = false;
    for sentence in analysis.sentences() {
        for token in sentence.tokens.clone().map(TokenId) {
            let is_proper = analysis.tag(token).upos == Upos::Propn;
            let starts = token.0 == sentence.tokens.start;
            let bond = match was_proper && !starts {
                true => bond(analysis.dependencies(), 0, token.index()),
                false => Bond::None,
            };
            labels.push(match analysis.tag(token).upos {
                Upos::Propn | Upos::Num if bond == Bond::Name => other,
                Upos::Propn if bond == Bond::Phrase => first,
                Upos::Propn => first | (if starts { 0 } else { other }),
                Upos::Adj if is_nationality(document, analysis, token) => {
                    1 << name_label(NameType::Nationality, true) | other
                }
                // Numbers and small words may be parts of names and times.
                Upos::Num => 1 | first | other,
                Upos::Adp | Upos::Det | Upos::Cconj | Upos::Punct => 1 | other,
                Upos::Noun | Upos::Adj | Upos::Sym | Upos::X | Upos::Part => 1 | other,
                _ => 1,
            });
            was_proper = is_proper;
        }
    }
    labels
}
