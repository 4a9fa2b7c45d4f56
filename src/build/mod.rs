//! Text to graph: merges what documents share and lays it down as nodes and edges.

mod background;
mod graph;
mod merge;
mod reader;
mod record;

pub use graph::BuildOptions;
pub use graph::build;
pub use reader::Reader;
pub use record::DocumentRecord;
pub use record::record;
