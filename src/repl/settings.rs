//! What the user may set, on the command line, in the configuration and in the session.

use std::path::PathBuf;

use serde::Deserialize;

use crate::render::Layout;
use crate::render::Mode;
use crate::render::Theme;

/// How `:graph` draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// A picture where the terminal shows pictures and Graphviz is there, else boxes.
    #[default]
    Auto,
    /// A picture.
    Picture,
    /// Boxes and arrows of characters where they fit, else a list.
    Boxes,
    /// Each node with its edges as branches below it.
    List,
}

impl Drawing {
    /// Every way with its name.
    pub const ALL: &'static [(Drawing, &'static str)] = &[
        (Drawing::Auto, "auto"),
        (Drawing::Picture, "picture"),
        (Drawing::Boxes, "boxes"),
        (Drawing::List, "list"),
    ];

    /// Finds a way by its name.
    pub fn named(name: &str) -> Option<Self> {
        let found = Drawing::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(drawing, _)| *drawing)
    }

    /// Gives the name.
    pub fn name(self) -> &'static str {
        let found = Drawing::ALL.iter().find(|(known, _)| *known == self);
        found.map_or("", |(_, name)| name)
    }
}

/// The settings of a session.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How rows are written.
    pub mode: Mode,
    /// For whom.
    pub layout: Layout,
    /// Whether to tell how long a query took.
    pub timer: bool,
    /// How `:graph` draws.
    pub drawing: Drawing,
    /// Whether the terminal is known to show pictures.
    pub pictures: bool,
    /// Whether people watch: notes and short forms are echoed.
    pub interactive: bool,
    /// Where results go instead of the screen.
    pub output: Option<PathBuf>,
    /// Where the next result goes instead of the screen.
    pub once: Option<PathBuf>,
    /// How long a query may take.
    pub time_limit: Option<std::time::Duration>,
    /// How many bytes a query may take.
    pub memory_limit: Option<usize>,
    /// Whether queries may not change the graph.
    pub read_only: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            mode: Mode::Table,
            layout: Layout::PIPE,
            timer: false,
            drawing: Drawing::Auto,
            pictures: false,
            interactive: false,
            output: None,
            once: None,
            time_limit: None,
            memory_limit: Some(crate::query::MEMORY),
            read_only: false,
        }
    }
}

/// `~/.config/newsgraph/config.ron`; every field may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `dark`, `light` or `none`.
    pub theme: Option<String>,
    /// The output mode on a terminal: `box`, `table`, `line` …
    pub mode: Option<String>,
    /// Whether to tell how long each query took.
    pub timer: Option<bool>,
    /// How `:graph` draws: `auto`, `picture`, `boxes` or `list`.
    pub graph: Option<String>,
    /// The pager and its arguments; an empty text for none.
    pub pager: Option<String>,
    /// `emacs` or `vi`.
    pub keys: Option<String>,
    /// How many lines the history keeps.
    pub history: Option<usize>,
}

impl Config {
    /// Reads the configuration; unknown names of themes, modes and keys are errors too.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let config: Config = options.from_str(text).map_err(|error| ConfigError {
            line: error.span.start.line,
            column: error.span.start.col,
            message: error.code.to_string(),
        })?;
        config.check(text)?;
        Ok(config)
    }

    fn check(&self, text: &str) -> Result<(), ConfigError> {
        let wrong = |value: &str, allowed: &str| {
            let offset = text.find(&format!("\"{value}\"")).unwrap_or(0);
            let position = crate::base::position_of(text, offset);
            Err(ConfigError {
                line: position.line,
                column: position.column,
                message: format!("`{value}` is none of {allowed}"),
            })
        };
        if let Some(theme) = self
            .theme
            .as_deref()
            .filter(|name| Theme::named(name).is_none())
        {
            return wrong(theme, "dark, light, none");
        }
        if let Some(mode) = self
            .mode
            .as_deref()
            .filter(|name| Mode::named(name).is_none())
        {
            let names: Vec<_> = Mode::ALL.iter().map(|(_, name, _)| *name).collect();
            return wrong(mode, &names.join(", "));
        }
        if let Some(graph) = self
            .graph
            .as_deref()
            .filter(|name| Drawing::named(name).is_none())
        {
            return wrong(graph, "auto, picture, boxes, list");
        }
        if let Some(keys) = self
            .keys
            .as_deref()
            .filter(|name| !matches!(*name, "emacs" | "vi"))
        {
            return wrong(keys, "emacs, vi");
        }
        Ok(())
    }
}

/// What is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn every_field_may_be_left_out() {
        assert_eq!(Config::parse("()").unwrap(), Config::default());
        let config = Config::parse("(theme: \"light\", timer: true)").unwrap();
        assert_eq!(config.theme.as_deref(), Some("light"));
        assert_eq!(config.timer, Some(true));
    }

    #[test]
    fn a_wrong_name_is_an_error_with_its_place() {
        let error = Config::parse("(\n  mode: \"boxes\",\n)").unwrap_err();
        assert_eq!((error.line, error.column), (2, 9));
        assert!(Config::parse("(tehme: \"light\")").is_err());
    }
}
