//! A graph, or a part of one, as text for other programs: one file per format.

pub mod dot;
mod file;
pub mod node_link;
mod selection;

pub use file::ExportError;
pub use file::write_file;
pub use selection::Selection;
