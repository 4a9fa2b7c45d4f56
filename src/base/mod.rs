//! What every floor stands on: spans, positions in a text, ids, evidence, temporal values.

mod evidence;
mod id;
mod position;
mod span;
pub mod temporal;

pub use evidence::Evidence;
pub use id::DocumentId;
pub use id::Status;
pub use position::CharacterIndex;
pub use position::Position;
pub use position::position_of;
pub use span::Span;
