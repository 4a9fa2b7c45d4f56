//! Documents: reading, cleaning, titles, dates.
//!
//! [`read`] goes through files, folders and streams and gives one document after the other, so
//! that a dump of any size is never held in memory. What cannot be read is an error of its own
//! in that sequence; what follows it is read all the same.

mod date;
mod decode;
mod document;
mod error;
mod format;
mod heading;
mod html;
mod json_lines;
mod markdown;
mod mojibake;
mod reader;

pub use date::find as find_date;
pub use document::Document;
pub use error::DocumentError;
pub use error::DocumentErrorKind;
pub use format::Format;
pub use reader::Input;
pub use reader::Reader;
pub use reader::read;

#[cfg(test)]
mod tests;
