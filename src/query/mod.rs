//! openCypher: lex, parse, check, plan, run.

mod answer;
pub mod ast;
mod complete;
mod error;
pub mod lex;
mod nearest;
mod parse;
pub mod print;
mod signature;
mod value;

pub use answer::Answer;
pub use answer::Changes;
pub use answer::Options;
pub use answer::PlanNode;
pub use complete::Expectations;
pub use complete::expectations;
pub use complete::is_complete;
pub use error::QueryError;
pub use error::QueryErrorKind;
pub use error::TckError;
pub use error::VariableKind;
pub use parse::Expected;
pub use parse::KnownVariable;
pub use parse::MAX_DEPTH;
pub use parse::parse;
pub use signature::Argument;
pub use signature::FunctionSignature;
pub use signature::ProcedureField;
pub use signature::ProcedureSignature;
pub use signature::Signatures;
pub use signature::ValueType;
pub use value::Entries;
pub use value::Path;
pub use value::Value;
