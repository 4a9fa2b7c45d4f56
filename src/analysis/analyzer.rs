//! The whole way from a document to its analysis.

use crate::analysis::Analysis;
use crate::analysis::Dependency;
use crate::analysis::Layers;
use crate::analysis::NamedSpan;
use crate::analysis::Sentence;
use crate::analysis::Tag;
use crate::analysis::Token;
use crate::analysis::fallback;
use crate::analysis::sentence;
use crate::analysis::token;
use crate::analysis::token::TokenLexicon;
use crate::data::DataError;
use crate::data::DataSource;
use crate::text::Document;

/// Reads documents; made once, used for many, also from several threads.
pub struct Analyzer {
    lexicon: TokenLexicon,
}

/// What is read off the words of a text: everything that is not written there.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Reading {
    /// One a token; features need not be filled in, rules do that afterwards.
    pub(in crate::analysis) tags: Vec<Tag>,
    /// One a token, a tree for each sentence.
    pub(in crate::analysis) dependencies: Vec<Dependency>,
    /// In the order of the text, without overlaps, each within a sentence.
    pub(in crate::analysis) names: Vec<NamedSpan>,
}

impl Analyzer {
    /// Reads the word lists and the model.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        Ok(Analyzer {
            lexicon: TokenLexicon::load(source)?,
        })
    }

    /// Analyses a document, whatever is in it.
    pub fn analyze(&self, document: &Document) -> Analysis {
        let text = document.text.as_str();
        let (tokens, sentences) = self.segment(document);
        let reading = self.read(text, &tokens, &sentences);
        self.complete(text, tokens, sentences, reading)
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
        let mut reading = Reading::default();
        for sentence in sentences {
            let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let tags = fallback::tag(text, &tokens[range]);
            reading
                .dependencies
                .extend(fallback::parse(sentence, &tags));
            reading.tags.extend(tags);
        }
        reading
    }

    /// Adds what rules read off the tags: features and lemmas.
    fn complete(
        &self,
        text: &str,
        tokens: Vec<Token>,
        sentences: Vec<Sentence>,
        reading: Reading,
    ) -> Analysis {
        let lemmas = tokens
            .iter()
            .map(|token| token.span.of(text).to_lowercase())
            .collect();
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
