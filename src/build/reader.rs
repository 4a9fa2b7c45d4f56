//! Documents to extractions, many at a time.

use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::analysis::Analyzer;
use crate::analysis::name::NameFinder;
use crate::build::BuildOptions;
use crate::build::build;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::extract::Extraction;
use crate::extract::Extractor;
use crate::graph::Graph;
use crate::text::Document;

/// Runs the stages of reading with data that is loaded once.
pub struct Reader {
    analyzer: Analyzer,
    extractor: Extractor,
}

impl Reader {
    /// Loads models, words and ontology.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let (analyzer, extractor) = Analyzer::beside(source, || {
            let lexicon = Arc::new(Lexicon::load(source)?);
            let (names, extractor) = rayon::join(
                || NameFinder::load(source, &lexicon),
                || Extractor::with(source, Arc::clone(&lexicon)),
            );
            Ok((names?, extractor?))
        })?;
        Ok(Reader {
            analyzer,
            extractor,
        })
    }

    /// Gives the extractor with its ontology and lexicon.
    pub fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// Analyses a document.
    pub fn analyze(&self, document: &Document) -> Analysis {
        self.analyzer.analyze(document)
    }

    /// Reads one document.
    pub fn read(&self, document: &Document) -> Extraction {
        self.extractor.extract(document, &self.analyze(document))
    }

    /// Reads documents on all processors; the order stays, and `done` is called after each.
    pub fn read_all(
        &self,
        documents: Vec<Document>,
        done: &(dyn Fn() + Sync),
    ) -> Vec<(Document, Extraction)> {
        documents
            .into_par_iter()
            .map(|document| {
                let extraction = self.read(&document);
                done();
                (document, extraction)
            })
            .collect()
    }

    /// Builds the graph of what was read.
    pub fn graph(&self, documents: &[(Document, Extraction)], options: BuildOptions) -> Graph {
        build(
            documents,
            self.extractor.lexicon(),
            self.extractor.ontology(),
            options,
        )
    }
}
