//! The network that tags words, builds trees and finds names, and its weights.
//!
//! A word is seen by its place in a vocabulary, its vector, its ends and its shape; recurrent layers
//! read the sentence from both sides; what they give for each word is read off by small heads.
//! All products are of whole numbers and all other functions are plain arithmetic, so each
//! machine gets the same bits.

pub mod activation;
pub mod feature;
mod kernel;
mod name;
mod network;
mod punctuation;
mod reader;
mod tree;
pub mod vectors;
pub mod weights;

pub use name::Bond;
pub use name::LABELS as NAME_LABELS;
pub use name::bond;
pub use name::name_label;
pub use reader::Model;
pub use reader::Reading;

#[cfg(test)]
mod tests;
