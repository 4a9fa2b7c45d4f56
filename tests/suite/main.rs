//! The tests of the program as a whole, in one binary.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod data;
mod gherkin;
mod layering;
mod oracle;
mod printing;
mod syntax;
