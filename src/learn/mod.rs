//! Trains the network, and scores what it reads against treebanks.

mod matrix;
mod network;
mod random;
mod score;
mod train;
mod treebank;

pub use score::Scores;
pub use score::score;
pub use train::Settings;
pub use train::learn;
pub use treebank::LearnError;
