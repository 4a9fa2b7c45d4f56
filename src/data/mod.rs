//! Reads and checks the files under `data/`; the ontology.

mod check;
mod class;
mod confidence;
mod error;
pub mod factuality;
mod happening;
pub mod lexicon;
mod ontology;
mod plover;
mod seed;
mod source;
pub mod words;

pub use class::NounClass;
pub use class::VerbClass;
pub use class::WordClasses;
pub use confidence::Confidence;
pub use error::DataError;
pub use factuality::Factuality;
pub use happening::Happenings;
pub use lexicon::Lexicon;
pub use ontology::EdgeType;
pub use ontology::End;
pub use ontology::Kind;
pub use ontology::Ontology;
pub use plover::Act;
pub use plover::CodeBook;
pub use plover::CodeExample;
pub use plover::Way;
pub use seed::SEEDS;
pub use source::DataSource;
pub use words::Words;
