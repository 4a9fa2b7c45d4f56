//! Raw text to sentences, tokens, tags, lemmas, dependency trees and names.
//!
//! Labels are those of Universal Dependencies v2 for English. Broken language is not an error:
//! whatever the text, every token gets a tag, a lemma and a place in a tree.

mod agreement;
mod analyzer;
mod closed;
pub mod conllu;
mod label;
mod lemma;
pub mod model;
mod morphology;
pub(crate) mod name;
mod repair;
mod second;
mod sentence;
mod token;
mod tree;

pub use analyzer::Analyzer;
pub use label::Deprel;
pub use label::Features;
pub use label::NameType;
pub use label::PENN_TAGS;
pub use label::Upos;
pub use label::penn_tag;
pub(crate) use lemma::Lemmatizer;
pub(crate) use morphology::is_open;
pub use tree::Analysis;
pub use tree::Dependency;
pub use tree::Layers;
pub use tree::NamedSpan;
pub use tree::Sentence;
pub use tree::Tag;
pub use tree::Token;
pub use tree::TokenId;
