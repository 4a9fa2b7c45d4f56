//! The tests of the program as a whole, in one binary.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod acceptance;
mod bad_input;
mod cli;
mod data;
mod dot;
mod fixture;
mod fuzz;
mod gherkin;
mod layering;
mod oracle;
mod printing;
mod repl;
mod session;
mod syntax;
