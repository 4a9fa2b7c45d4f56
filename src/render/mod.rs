//! Values, tables, cards and errors as text, for a terminal or for a file.
//!
//! Everything here is a function of its arguments: width, colours and mode come in with [`Layout`].

pub mod answer;
pub mod article;
pub mod card;
pub mod dispute;
pub mod error;
mod json;
mod markup;
pub mod sketch;
mod style;
mod table;
pub mod timeline;
mod value;
pub mod why;
pub mod width;

pub use answer::Mode;
pub use error::Report;
pub use style::Role;
pub use style::Theme;
pub use style::mark;
pub use value::expression;
pub use value::literal;
pub use value::short;
pub(crate) use value::write_key;
pub(crate) use value::write_quoted;

/// What a text is laid out for.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The colours.
    pub theme: Theme,
    /// The columns of the screen; none where lines may have any length.
    pub width: Option<usize>,
    /// Whether to do without box-drawing characters and signs, for screen readers.
    pub plain: bool,
}

impl Layout {
    /// Lines of any length without colours, as for a file or a pipe.
    pub const PIPE: Layout = Layout {
        theme: Theme::None,
        width: None,
        plain: false,
    };
}
