//! The property graph on petgraph: what it stores, its indexes, saving and loading.
//!
//! It accepts any label, type and property that a user writes; the ontology binds only what
//! `extract` and `build` put in.

mod describe;
mod property;
#[cfg(test)]
pub(crate) mod sample;
mod store;

pub use property::Property;
pub use store::Direction;
pub use store::EdgeId;
pub use store::Graph;
pub use store::NodeId;
pub use store::Symbol;
