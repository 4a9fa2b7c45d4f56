//! The shell: sessions, commands, completion, colours while typing.
//!
//! [`Session::answer`] is the heart: a line in, a text out, no terminal needed. `editor.rs` reads
//! lines from a terminal and shows the texts.

pub mod command;
pub mod complete;
pub mod editor;
mod highlight;
pub mod load;
mod names;
mod picture;
mod repair;
mod reply;
mod scan;
mod seed;
mod session;
mod settings;
mod short;
mod statement;

pub use highlight::highlight;
pub use names::Found;
pub use names::find;
pub use picture::Protocol;
pub use reply::Action;
pub use reply::Reply;
pub use session::Session;
pub use session::Start;
pub use session::query_report;
pub use settings::Config;
pub use settings::ConfigError;
pub use settings::Drawing;
pub use settings::Settings;
