//! openCypher: lex, parse, check, plan, run.

mod answer;
pub mod ast;
mod error;
mod signature;
mod value;

pub use answer::Answer;
pub use answer::Changes;
pub use answer::Options;
pub use answer::PlanNode;
pub use error::QueryError;
pub use error::QueryErrorKind;
pub use error::TckError;
pub use error::VariableKind;
pub use signature::Argument;
pub use signature::FunctionSignature;
pub use signature::ProcedureField;
pub use signature::ProcedureSignature;
pub use signature::Signatures;
pub use signature::ValueType;
pub use value::Entries;
pub use value::Path;
pub use value::Value;
