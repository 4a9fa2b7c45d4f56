//! openCypher: lex, parse, check, plan, run.

pub mod ast;
