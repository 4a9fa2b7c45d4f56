//! Where the names are and what they name.
//!
//! The network marks names word by word and knows what stands around them; here its marks are
//! set beside the proper nouns, the tree, the names that the lexicon knows and the other
//! mentions in the document: [`span`] finds where names begin and end, [`feature`] tells what
//! can be seen of one, [`classifier`] weighs that.

pub(crate) mod classifier;
pub(crate) mod feature;
mod finder;
pub(crate) mod gazetteer;
pub(crate) mod span;

pub(crate) use finder::NameFinder;

#[cfg(test)]
mod tests;
