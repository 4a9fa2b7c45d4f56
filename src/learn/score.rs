//! How much of what the network reads agrees with a treebank.

use std::fmt;

use crate::analysis::Analysis;
use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::TokenId;
use crate::analysis::model::Model;
use crate::learn::treebank::word;
use crate::text::Document;

/// Counts of what is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Words in all.
    pub words: usize,
    /// Universal tags that are right.
    pub upos: usize,
    /// Penn tags that are right.
    pub xpos: usize,
    /// Heads that are right.
    pub unlabelled: usize,
    /// Heads that are right, with the right universal relation.
    pub labelled: usize,
    /// The same with the right subtype.
    pub labelled_fully: usize,
    /// Names in the treebank.
    pub names: usize,
    /// Names that were found.
    pub found: usize,
    /// Found names whose words are right.
    pub spans: usize,
    /// The same with the right type.
    pub typed: usize,
}

/// Scores a network on documents whose sentences and words are given.
///
/// Nationalities are left out of the count of names: the treebanks do not mark them.
pub fn score(model: &Model, documents: &[(Document, Analysis)]) -> Scores {
    let mut scores = Scores::default();
    for (document, analysis) in documents {
        let words: Vec<&str> = (0..analysis.tokens().len())
            .map(|token| word(document, analysis, TokenId(token as u32)))
            .collect();
        let sentences: Vec<_> = analysis
            .sentences()
            .iter()
            .map(|sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
            .collect();
        let reading = model.read(&words, &sentences);
        for (index, (read, dependency)) in
            reading.tags.iter().zip(&reading.dependencies).enumerate()
        {
            let token = TokenId(index as u32);
            let tag = analysis.tag(token);
            let deprel = analysis.deprel(token);
            let head = usize::from(dependency.head == analysis.head(token));
            let universal = dependency.deprel.universal() == deprel.universal();
            scores.words += 1;
            scores.upos += usize::from(read.upos == tag.upos);
            scores.xpos += usize::from(read.xpos == tag.xpos);
            scores.unlabelled += head;
            scores.labelled += head * usize::from(universal);
            scores.labelled_fully += head * usize::from(dependency.deprel == deprel);
        }
        let is_counted = |name: &&NamedSpan| name.name_type != NameType::Nationality;
        scores.names += analysis.names().iter().filter(is_counted).count();
        for name in reading.names.iter().filter(is_counted) {
            scores.found += 1;
            let same = analysis
                .names()
                .iter()
                .find(|gold| gold.tokens == name.tokens);
            scores.spans += usize::from(same.is_some());
            scores.typed += usize::from(same.is_some_and(|gold| gold == name));
        }
    }
    scores
}

impl fmt::Display for Scores {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |count: usize| 100.0 * count as f64 / self.words.max(1) as f64;
        write!(
            out,
            "UPOS {:.2}  XPOS {:.2}  UAS {:.2}  LAS {:.2}  full {:.2}",
            part(self.upos),
            part(self.xpos),
            part(self.unlabelled),
            part(self.labelled),
            part(self.labelled_fully),
        )?;
        if self.names > 0 {
            let f1 = |right: usize| 200.0 * right as f64 / (self.names + self.found).max(1) as f64;
            write!(
                out,
                "  names {:.2}, with type {:.2}",
                f1(self.spans),
                f1(self.typed)
            )?;
        }
        Ok(())
    }
}
