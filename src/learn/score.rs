//! How much of what is read agrees with a treebank.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use crate::analysis::Analysis;
use crate::analysis::Analyzer;
use crate::analysis::Deprel;
use crate::analysis::Layers;
use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::model::Model;
use crate::base::Span;
use crate::learn::treebank::word;
use crate::text::Document;

/// Where the words to be scored come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segmentation {
    /// Words and sentences are those of the treebank.
    Given,
    /// Words and sentences are found in the raw text.
    Found,
}

/// Scores the whole analysis on documents of a treebank.
pub fn score(
    analyzer: &Analyzer,
    documents: &[(Document, Analysis)],
    segmentation: Segmentation,
) -> Scores {
    let mut scores = Scores::default();
    for (document, gold) in documents {
        let read = match segmentation {
            Segmentation::Found => analyzer.analyze(document),
            Segmentation::Given => {
                analyzer.analyze_words(document, gold.tokens().to_vec(), gold.sentences().to_vec())
            }
        };
        scores.add(gold, &read);
    }
    scores
}

/// Scores a network alone, on given words.
pub(super) fn score_model(model: &Model, documents: &[(Document, Analysis)]) -> Scores {
    let mut scores = Scores::default();
    for (document, gold) in documents {
        let count = gold.tokens().len();
        let words: Vec<&str> = (0..count)
            .map(|token| word(document, gold, TokenId(token as u32)))
            .collect();
        let sentences: Vec<_> = gold
            .sentences()
            .iter()
            .map(|sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
            .collect();
        let reading = model.read(&words, &sentences);
        let read = Analysis::new(Layers {
            sentences: gold.sentences().to_vec(),
            tokens: gold.tokens().to_vec(),
            tags: reading.tags,
            lemmas: vec![String::new(); count],
            dependencies: reading.dependencies,
            names: reading.names,
        });
        if let Some(read) = read {
            scores.add(gold, &read);
        }
    }
    // The network leaves features and lemmas to rules, and names to what weighs its marks.
    Scores {
        features: Count::default(),
        lemmas: Count::default(),
        names: Count::default(),
        typed_names: Count::default(),
        ..scores
    }
}

/// What is in the treebank, what was read, and what of it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the treebank.
    pub gold: usize,
    /// Read.
    pub read: usize,
    /// Right.
    pub right: usize,
}

impl Count {
    /// The harmonic mean of the shares that are right, in per cent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.read).max(1) as f64
    }

    fn add_sets<T: Ord>(&mut self, gold: &BTreeSet<T>, read: &BTreeSet<T>) {
        self.gold += gold.len();
        self.read += read.len();
        self.right += gold.intersection(read).count();
    }
}

/// The measures of the shared task on parsing from raw text, and those of names and verbs.
///
/// Words are aligned where their spans are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Surface tokens: `don't` is one.
    pub tokens: Count,
    /// Sentences.
    pub sentences: Count,
    /// Syntactic words: `don't` is two.
    pub words: Count,
    /// Words with the right universal tag.
    pub upos: Count,
    /// Words with the right Penn tag.
    pub xpos: Count,
    /// Words with all features right.
    pub features: Count,
    /// Words with the right lemma.
    pub lemmas: Count,
    /// Words with the right head.
    pub uas: Count,
    /// The same with the right universal relation.
    pub las: Count,
    /// The same with the right subtype.
    pub las_full: Count,
    /// Names with the right words; of nationalities, treebanks mark only peoples ("Germans"), as
    /// persons.
    pub names: Count,
    /// The same with the right type.
    pub typed_names: Count,
    /// Verbs with a subject; right are those of which every nominal core argument is.
    pub verbs: Count,
    /// Verbs whose clausal arguments are right as well.
    pub clauses: Count,
}

impl Scores {
    /// Compares two analyses of one text.
    pub fn add(&mut self, gold: &Analysis, read: &Analysis) {
        self.tokens.add_sets(&surface(gold), &surface(read));
        let sentences = |analysis: &Analysis| {
            let spans = analysis.sentences().iter();
            spans
                .map(|sentence| (sentence.span.start, sentence.span.end))
                .collect::<BTreeSet<_>>()
        };
        self.sentences.add_sets(&sentences(gold), &sentences(read));
        let gold_at = places(gold);
        let read_at = places(read);
        self.add_words(gold, read, &read_at);
        self.names
            .add_sets(&names(gold, false), &names(read, false));
        self.typed_names
            .add_sets(&names(gold, true), &names(read, true));
        self.add_verbs(gold, read, &read_at);
        let is_verb = |analysis: &Analysis, token: TokenId| {
            analysis.tag(token).upos == Upos::Verb && has_subject(analysis, token)
        };
        self.verbs.read += read_at.values().filter(|&&t| is_verb(read, t)).count();
        self.verbs.gold += gold_at.values().filter(|&&t| is_verb(gold, t)).count();
    }

    fn add_words(
        &mut self,
        gold: &Analysis,
        read: &Analysis,
        read_at: &BTreeMap<(u32, u32), TokenId>,
    ) {
        let counts = [
            &mut self.words,
            &mut self.upos,
            &mut self.xpos,
            &mut self.features,
            &mut self.lemmas,
            &mut self.uas,
            &mut self.las,
            &mut self.las_full,
        ];
        let mut right = [0; 8];
        for index in 0..gold.tokens().len() {
            let token = TokenId(index as u32);
            let Some(&other) = read_at.get(&key(gold.span(token))) else {
                continue;
            };
            let (tag, read_tag) = (gold.tag(token), read.tag(other));
            let head = gold.head(token).map(|head| key(gold.span(head)));
            let same_head = head == read.head(other).map(|head| key(read.span(head)));
            let (deprel, read_deprel) = (gold.deprel(token), read.deprel(other));
            let universal = deprel.universal() == read_deprel.universal();
            let found = [
                true,
                tag.upos == read_tag.upos,
                tag.xpos == read_tag.xpos,
                tag.features == read_tag.features,
                gold.lemma(token) == "_" || gold.lemma(token) == read.lemma(other),
                same_head,
                same_head && universal,
                same_head && deprel == read_deprel,
            ];
            for (right, found) in right.iter_mut().zip(found) {
                *right += usize::from(found);
            }
        }
        for (count, right) in counts.into_iter().zip(right) {
            count.gold += gold.tokens().len();
            count.read += read.tokens().len();
            count.right += right;
        }
    }

    fn add_verbs(
        &mut self,
        gold: &Analysis,
        read: &Analysis,
        read_at: &BTreeMap<(u32, u32), TokenId>,
    ) {
        for index in 0..gold.tokens().len() {
            let token = TokenId(index as u32);
            if gold.tag(token).upos != Upos::Verb || !has_subject(gold, token) {
                continue;
            }
            if let Some(&other) = read_at.get(&key(gold.span(token))) {
                let same = |relations| {
                    arguments(gold, token, relations) == arguments(read, other, relations)
                };
                self.verbs.right += usize::from(same(NOMINALS));
                self.clauses.right += usize::from(same(NOMINALS) && same(CLAUSES));
            }
        }
    }

    /// The share of the treebank's verbs with a subject whose core arguments that are nominals, and the
    /// agent of a passive, are all right, in per cent; and the share of those whose clausal ones are, too.
    pub fn verbs_right(&self) -> (f64, f64) {
        let share = |count: &Count| 100.0 * count.right as f64 / self.verbs.gold.max(1) as f64;
        (share(&self.verbs), share(&self.clauses))
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tokens.right < self.tokens.gold || self.tokens.right < self.tokens.read {
            write!(
                out,
                "Tokens {:.2}  Sentences {:.2}  Words {:.2}  ",
                self.tokens.f1(),
                self.sentences.f1(),
                self.words.f1()
            )?;
        }
        write!(
            out,
            "UPOS {:.2}  XPOS {:.2}  ",
            self.upos.f1(),
            self.xpos.f1()
        )?;
        if self.lemmas.gold > 0 {
            let (features, lemmas) = (self.features.f1(), self.lemmas.f1());
            write!(out, "Feats {features:.2}  Lemmas {lemmas:.2}  ")?;
        }
        write!(
            out,
            "UAS {:.2}  LAS {:.2}  LASfull {:.2}  verbs {:.1}, with clauses {:.1}",
            self.uas.f1(),
            self.las.f1(),
            self.las_full.f1(),
            self.verbs_right().0,
            self.verbs_right().1,
        )?;
        if self.names.gold > 0 {
            write!(
                out,
                "  names {:.1}, with type {:.1}",
                self.names.f1(),
                self.typed_names.f1()
            )?;
        }
        Ok(())
    }
}

fn key(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

fn places(analysis: &Analysis) -> BTreeMap<(u32, u32), TokenId> {
    (0..analysis.tokens().len())
        .map(|index| TokenId(index as u32))
        .map(|token| (key(analysis.span(token)), token))
        .collect()
}

/// Joins the words of each multi-word token.
fn surface(analysis: &Analysis) -> BTreeSet<(u32, u32)> {
    let mut spans = BTreeSet::new();
    let mut start = None;
    for token in analysis.tokens() {
        let first = *start.get_or_insert(token.span.start);
        if !token.joined {
            spans.insert((first, token.span.end));
            start = None;
        }
    }
    spans
}

fn names(analysis: &Analysis, typed: bool) -> BTreeSet<(u32, u32, Option<NameType>)> {
    let name_type = |name: &NamedSpan| match name.name_type {
        NameType::Nationality => {
            let last = name.tokens.end.checked_sub(1)?;
            let upos = analysis.tag(TokenId(last)).upos;
            matches!(upos, Upos::Propn | Upos::Noun).then_some(NameType::Person)
        }
        name_type => Some(name_type),
    };
    let names = analysis
        .names()
        .iter()
        .filter(|name| !name.tokens.is_empty());
    names
        .filter_map(|name| {
            let name_type = name_type(name)?;
            let start = analysis.span(TokenId(name.tokens.start)).start;
            let end = analysis.span(TokenId(name.tokens.end - 1)).end;
            Some((start, end, typed.then_some(name_type)))
        })
        .collect()
}

fn has_subject(analysis: &Analysis, verb: TokenId) -> bool {
    let is_subject =
        |&child: &TokenId| matches!(analysis.deprel(child).universal(), "nsubj" | "csubj");
    analysis.children(verb).iter().any(is_subject)
}

/// Who does what to whom.
const NOMINALS: &[&str] = &["nsubj", "obj", "iobj", "obl:agent"];
/// What is said, wanted or begun.
const CLAUSES: &[&str] = &["csubj", "ccomp", "xcomp"];

/// Lists a verb's arguments by some relations, which stand for their subtypes as well.
fn arguments(
    analysis: &Analysis,
    verb: TokenId,
    relations: &[&str],
) -> BTreeSet<(u32, u32, Deprel)> {
    let is_one = |&&child: &&TokenId| {
        let deprel = analysis.deprel(child);
        relations.contains(&deprel.name()) || relations.contains(&deprel.universal())
    };
    let children = analysis.children(verb).iter().filter(is_one);
    children
        .map(|&child| {
            let span = analysis.span(child);
            (span.start, span.end, analysis.deprel(child))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::conllu;

    const GOLD: &str = "\
# text = Ana didn't see dogs.
1\tAna\tAna\tPROPN\tNNP\t_\t4\tnsubj\t_\tEntity=(1-person-new)
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
5\tdogs\tdog\tNOUN\tNNS\t_\t4\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
";

    fn scores(read: &str) -> Scores {
        let gold = conllu::read(GOLD).unwrap().remove(0);
        let read = conllu::align(&gold.0.text, read).unwrap();
        let mut scores = Scores::default();
        scores.add(&gold.1, &read);
        scores
    }

    #[test]
    fn what_is_equal_is_right() {
        let scores = scores(GOLD);
        for count in [
            scores.tokens,
            scores.words,
            scores.las_full,
            scores.typed_names,
        ] {
            assert_eq!((count.gold, count.read), (count.right, count.right));
        }
        assert_eq!((scores.tokens.gold, scores.words.gold), (5, 6));
        assert_eq!(scores.verbs_right(), (100.0, 100.0));
    }

    #[test]
    fn a_wrong_relation_counts_for_the_head_alone() {
        let scores = scores(&GOLD.replace("\tobj\t", "\txcomp\t"));
        assert_eq!((scores.uas.right, scores.las.right), (6, 5));
        assert_eq!(scores.verbs.right, 0);
    }

    #[test]
    fn words_cut_otherwise_are_wrong_and_so_are_arcs_to_them() {
        let joined = GOLD
            .replace("2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n", "")
            .replace("2\tdid\tdo\t", "2\tdidn't\tdo\t")
            .replace("3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n", "")
            .replace("\n4\t", "\n3\t")
            .replace("\n5\t", "\n4\t")
            .replace("\n6\t", "\n5\t")
            .replace("\t4\t", "\t3\t");
        let scores = scores(&joined);
        assert_eq!((scores.words.read, scores.words.right), (5, 4));
        assert_eq!((scores.tokens.read, scores.tokens.right), (5, 5));
        assert_eq!(scores.las.right, 4);
    }
}
