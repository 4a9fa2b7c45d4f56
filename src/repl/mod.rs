//! The shell: sessions, commands, completion, colours while typing.
//!
//! `Session::answer` is the heart: a line in, a text out, no terminal needed. `editor.rs` reads
//! lines from a terminal and shows the texts.

pub mod load;
#[allow(dead_code)]
mod names;
#[allow(dead_code)]
mod scan;
mod seed;
#[allow(dead_code)]
mod short;
#[allow(dead_code)]
mod statement;

pub use names::Found;
pub use names::find;
