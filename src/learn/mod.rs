//! Trains the network, and scores what it reads against treebanks.

mod card;
mod edge;
mod form;
mod head;
mod mask;
mod matrix;
mod naming;
mod network;
mod parameter;
mod random;
mod score;
mod train;
mod treebank;
mod vectors;

pub use card::Card;
pub use card::Corpus;
pub use card::VectorCard;
pub use edge::GoldGraph;
pub use edge::JudgedEdge;
pub use edge::confidence;
pub use edge::cross;
pub use edge::reliability;
pub use edge::to_ron;
pub use form::Forms;
pub use form::forms;
pub use naming::naming;
pub use score::Count;
pub use score::Scores;
pub use score::Segmentation;
pub use score::score;
pub use train::Report;
pub use train::Settings;
pub use train::learn;
pub use treebank::LearnError;
pub use treebank::read;
pub use vectors::read_vectors;
