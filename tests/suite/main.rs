//! The tests of the program as a whole, in one binary.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod acceptance;
mod bad_input;
mod beginner;
mod cli;
mod conformance;
mod data;
mod dot;
mod expected;
mod fixture;
mod fuzz;
mod gherkin;
mod golden;
mod layering;
mod merge;
mod oracle;
mod pattern;
mod plans;
mod printing;
mod reading;
mod repl;
mod screen;
mod session;
mod syntax;
