//! Runs the stages of extraction in order.

use crate::analysis::Analysis;
use crate::base::Span;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::data::Words;
use crate::extract::Attribution;
use crate::extract::Entity;
use crate::extract::Event;
use crate::extract::Mention;
use crate::extract::OpenClause;
use crate::extract::Predicate;
use crate::extract::Relation;
use crate::text::Document;

/// Everything that was read out of one document.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The sentences, in the order of the text.
    pub sentences: Vec<Span>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// By their first mention.
    pub entities: Vec<Entity>,
    /// By their first trigger.
    pub events: Vec<Event>,
    /// By their cue.
    pub attributions: Vec<Attribution>,
    /// In the order of the text.
    pub relations: Vec<Relation>,
    /// In the order of the text.
    pub predicates: Vec<Predicate>,
    /// In the order of the text.
    pub clauses: Vec<OpenClause>,
}

/// Reads documents by the words of the data files.
pub struct Extractor {
    ontology: Ontology,
    lexicon: Lexicon,
    words: Words,
}

impl Extractor {
    /// Loads the ontology, the lexicon and the words.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        Ok(Extractor {
            ontology: Ontology::load(source)?,
            lexicon: Lexicon::load(source)?,
            words: Words::load(source)?,
        })
    }

    /// Gives the ontology that the extractions follow.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Gives the lexicon that entities are linked to.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Gives the verbs, nouns and titles.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Reads one document.
    pub fn extract(&self, document: &Document, analysis: &Analysis) -> Extraction {
        let _ = document;
        Extraction {
            sentences: analysis
                .sentences()
                .iter()
                .map(|sentence| sentence.span)
                .collect(),
            ..Extraction::default()
        }
    }
}
