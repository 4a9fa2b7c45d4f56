//! Text to graph: merges what documents share and lays it down as nodes and edges.

mod background;
mod graph;
mod merge;

pub use graph::BuildOptions;
pub use graph::build;
