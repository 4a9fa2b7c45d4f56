//! The property graph on petgraph: what it stores, its indexes, saving and loading.
//!
//! It accepts any label, type and property that a user writes; the ontology binds only what
//! `extract` and `build` put in.

mod absorb;
mod adjacency;
pub mod algorithm;
mod column;
mod describe;
mod dictionary;
pub mod dispute;
pub mod import;
mod index;
mod lookup;
mod make;
mod name;
mod property;
#[cfg(test)]
pub(crate) mod sample;
pub mod snapshot;
mod statistics;
mod store;
mod table;
pub mod timeline;
mod undo;

#[cfg(test)]
mod tests;

pub use adjacency::Adjacency;
pub use column::Column;
pub use column::Mixed;
pub use column::Plain;
pub use column::TextLists;
pub use column::Texts;
pub use name::NameIndex;
pub use name::fold;
pub use property::Property;
pub use statistics::Statistics;
pub use store::Direction;
pub use store::EdgeId;
pub use store::Graph;
pub use store::NodeId;
pub use store::Symbol;
pub use store::Version;
