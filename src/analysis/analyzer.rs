//! The whole way from a document to its analysis.

use crate::analysis::Analysis;
use crate::analysis::Dependency;
use crate::analysis::Layers;
use crate::analysis::Lemmatizer;
use crate::analysis::Sentence;
use crate::analysis::Token;
use crate::analysis::TokenId;
use crate::analysis::agreement;
use crate::analysis::closed::ClosedClasses;
use crate::analysis::model::Model;
use crate::analysis::model::Reading;
use crate::analysis::morphology::Morphology;
use crate::analysis::morphology::Word;
use crate::analysis::name::NameFinder;
use crate::analysis::repair;
use crate::analysis::second::SecondLook;
use crate::analysis::sentence;
use crate::analysis::token;
use crate::analysis::token::TokenLexicon;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::text::Document;

/// Reads documents; made once, used for many, also from several threads.
pub struct Analyzer {
    lexicon: TokenLexicon,
    model: Model,
    closed: ClosedClasses,
    lemmatizer: Lemmatizer,
    morphology: Morphology,
    names: NameFinder,
    second: SecondLook,
}

impl Analyzer {
    /// Reads the word lists and the model.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let (analyzer, ()) = Analyzer::beside(source, || {
            Ok((NameFinder::load(source, &Lexicon::load(source)?)?, ()))
        })?;
        Ok(analyzer)
    }

    /// Reads the word lists and the model while `names` reads the names and what else there is.
    pub(crate) fn beside<T: Send>(
        source: &DataSource,
        names: impl FnOnce() -> Result<(NameFinder, T), DataError> + Send,
    ) -> Result<(Self, T), DataError> {
        let (words, names) = rayon::join(
            || {
                Ok::<_, DataError>((
                    Model::load(source)?,
                    TokenLexicon::load(source)?,
                    ClosedClasses::load(source)?,
                    Lemmatizer::load(source)?,
                    Morphology::load(source)?,
                    SecondLook::load(source)?,
                ))
            },
            names,
        );
        let (model, lexicon, closed, lemmatizer, morphology, second) = words?;
        let (names, rest) = names?;
        let analyzer = Analyzer {
            lexicon,
            model,
            closed,
            lemmatizer,
            morphology,
            names,
            second,
        };
        Ok((analyzer, rest))
    }

    /// Analyses a document, whatever is in it.
    pub fn analyze(&self, document: &Document) -> Analysis {
        let text = document.text.as_str();
        let (tokens, sentences) = self.segment(document);
        let reading = self.read(text, &tokens, &sentences);
        self.complete(text, tokens, sentences, reading)
    }

    /// Analyses a document whose tokens and sentences are known.
    ///
    /// The tokens of each sentence must follow one another, and their spans lie in the text.
    pub fn analyze_words(
        &self,
        document: &Document,
        tokens: Vec<Token>,
        sentences: Vec<Sentence>,
    ) -> Analysis {
        let text = document.text.as_str();
        let reading = self.read(text, &tokens, &sentences);
        self.complete(text, tokens, sentences, reading)
    }

    /// Gives words that are tagged and parsed already our lemmas and features, for scoring.
    pub fn complete_gold(&self, document: &Document, analysis: &Analysis) -> Analysis {
        let ids = || (0..analysis.tokens().len() as u32).map(TokenId);
        let reading = Reading {
            tags: ids().map(|token| analysis.tag(token)).collect(),
            dependencies: ids()
                .map(|token| Dependency {
                    head: analysis.head(token),
                    deprel: analysis.deprel(token),
                })
                .collect(),
            names: analysis.names().to_vec(),
            name_scores: Vec::new(),
        };
        let (tokens, sentences) = (analysis.tokens().to_vec(), analysis.sentences().to_vec());
        self.complete(&document.text, tokens, sentences, reading)
    }

    /// Cuts a document into tokens and sentences.
    pub fn segment(&self, document: &Document) -> (Vec<Token>, Vec<Sentence>) {
        let text = document.text.as_str();
        if document.pretokenized {
            let tokens = token::split_at_spaces(text);
            let sentences = sentence::split_at_lines(text, &tokens);
            return (tokens, sentences);
        }
        let tokens = token::split(text, &self.lexicon);
        let sentences = sentence::split(text, &tokens, &self.lexicon);
        (tokens, sentences)
    }

    /// Tags, parses and finds names: the part that is learned.
    fn read(&self, text: &str, tokens: &[Token], sentences: &[Sentence]) -> Reading {
        let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        let ranges: Vec<_> = sentences
            .iter()
            .map(|sentence| sentence.tokens.start as usize..sentence.tokens.end as usize)
            .collect();
        let known = self.second.without_lookalikes(&words, sentences);
        let mut reading = self.model.read(&known, &ranges);
        self.second
            .look(&words, sentences, &self.model, &mut reading);
        self.closed.correct(&words, &mut reading.tags);
        repair::repair(&words, &ranges, &mut reading);
        self.second.complement(&words, &mut reading);
        agreement::correct(&words, &mut reading);
        self.names.find(&words, sentences, &mut reading);
        reading
    }

    /// Adds what rules read off the tags: features and lemmas.
    fn complete(
        &self,
        text: &str,
        tokens: Vec<Token>,
        sentences: Vec<Sentence>,
        mut reading: Reading,
    ) -> Analysis {
        let mut lemmas = Vec::with_capacity(tokens.len());
        let mut words: Vec<Word<'_>> = Vec::new();
        for sentence in &sentences {
            let first = sentence.tokens.start;
            words.clear();
            for token in sentence.tokens.clone() {
                let place = token as usize;
                let (tag, dependency) = (reading.tags[place], reading.dependencies[place]);
                let form = tokens[place].span.of(text);
                lemmas.push(self.lemmatizer.lemma(form, tag, token == first));
                words.push(Word {
                    form,
                    tag,
                    head: dependency.head.map(|head| (head.0 - first) as usize),
                    deprel: dependency.deprel,
                });
            }
            for (features, place) in self.morphology.features(&words).into_iter().zip(first..) {
                reading.tags[place as usize].features = features;
            }
        }
        let layers = Layers {
            sentences,
            tokens,
            tags: reading.tags,
            lemmas,
            dependencies: reading.dependencies,
            names: reading.names,
        };
        Analysis::new(layers).expect("the layers are of one length and the arcs trees")
    }
}
