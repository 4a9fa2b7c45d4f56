//! Reads news articles into a graph of who did what to whom, who says so and who denies it,
//! and answers openCypher about it.
//!
//! Data flows one way: text → analysis → extract → graph → query → face. A module imports only
//! from the floors below its own; they are listed here from the ground up, and
//! `tests/suite/layering.rs` keeps them so.

#![cfg_attr(test, allow(clippy::unwrap_used))]

// Floor 0.
pub mod base;
// Floor 1.
pub mod data;
pub mod text;
// Floor 2.
pub mod analysis;
pub mod graph;
// Floor 3.
pub mod extract;
pub mod query;
// Floor 4.
pub mod build;
pub mod export;
pub mod learn;
pub mod render;
// Floor 5.
pub mod repl;
// Floor 6.
pub mod cli;
