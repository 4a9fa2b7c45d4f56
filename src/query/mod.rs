//! openCypher: lex, parse, check, plan, run.

mod answer;
pub mod ast;
mod value;

pub use answer::Answer;
pub use answer::Changes;
pub use answer::Options;
pub use answer::PlanNode;
pub use value::Entries;
pub use value::Path;
pub use value::Value;
