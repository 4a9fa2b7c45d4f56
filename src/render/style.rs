//! What is shown in which colour.

use anstyle::AnsiColor;
use anstyle::Color;
use anstyle::Effects;
use anstyle::RgbColor;
use anstyle::Style;

use crate::base::Status;

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// No colours and no other escape sequence.
    #[default]
    None,
    /// Colours that read well on black.
    Dark,
    /// Colours that read well on white.
    Light,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Normal,
    /// What matters most on the line.
    Strong,
    /// What matters least.
    Dim,
    /// A keyword of the query language.
    Keyword,
    /// A function or procedure.
    Function,
    /// The label of a node.
    Label,
    /// The type of an edge.
    Type,
    /// A property name.
    Property,
    /// A text in quotes.
    Text,
    /// A number, a truth value, a date.
    Number,
    /// `$name`.
    Parameter,
    /// What is wrong.
    Error,
    /// What may be wrong.
    Warning,
    /// What to do about it.
    Hint,
    /// Words that carry the meaning of a quoted sentence.
    Trigger,
}

impl Theme {
    /// Finds a theme by the name that the configuration has for it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Theme::None),
            "dark" => Some(Theme::Dark),
            "light" => Some(Theme::Light),
            _ => None,
        }
    }

    /// Gives the style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let colour = |dark: AnsiColor, light: AnsiColor| {
            plain.fg_color(Some(Color::Ansi(match self {
                Theme::Light => light,
                Theme::Dark | Theme::None => dark,
            })))
        };
        if self == Theme::None {
            return plain;
        }
        match role {
            Role::Normal => plain,
            Role::Strong => plain.bold(),
            Role::Dim => self.dim(),
            Role::Keyword => colour(AnsiColor::BrightBlue, AnsiColor::Blue).bold(),
            Role::Function => colour(AnsiColor::BrightCyan, AnsiColor::Cyan),
            Role::Label => colour(AnsiColor::BrightGreen, AnsiColor::Green),
            Role::Type => colour(AnsiColor::BrightMagenta, AnsiColor::Magenta),
            Role::Property => colour(AnsiColor::Cyan, AnsiColor::Cyan),
            Role::Text => colour(AnsiColor::Green, AnsiColor::Green),
            Role::Number => colour(AnsiColor::BrightYellow, AnsiColor::Red),
            Role::Parameter => colour(AnsiColor::Yellow, AnsiColor::Magenta),
            Role::Error => colour(AnsiColor::BrightRed, AnsiColor::Red).bold(),
            Role::Warning => colour(AnsiColor::BrightYellow, AnsiColor::Yellow),
            Role::Hint => colour(AnsiColor::BrightCyan, AnsiColor::Blue),
            Role::Trigger => plain.effects(Effects::BOLD | Effects::UNDERLINE),
        }
    }

    /// Gives the colour of a status: calm for facts, warm for what is in dispute.
    pub fn status_style(self, status: Status) -> Style {
        let role = match status {
            Status::Asserted => Role::Label,
            Status::Background => Role::Dim,
            Status::Claimed | Status::Possible | Status::Proposed => Role::Warning,
            Status::Disputed | Status::Denied | Status::Negated => Role::Error,
        };
        self.style(role).effects(Effects::new())
    }

    /// Writes `text` in the colour of its role.
    pub fn paint(self, role: Role, text: &str) -> String {
        paint(self.style(role), text)
    }

    /// Writes `text` in the colour of a status.
    pub fn paint_status(self, status: Status, text: &str) -> String {
        paint(self.status_style(status), text)
    }

    /// Takes the colours off a text that was painted for another stream, where this has none.
    pub fn bare(self, text: &str) -> std::borrow::Cow<'_, str> {
        match self {
            Theme::None => anstream::adapter::strip_str(text).to_string().into(),
            Theme::Dark | Theme::Light => text.into(),
        }
    }

    fn dim(self) -> Style {
        // The dimmed effect is missing or unreadable in many terminals; a mid grey is neither.
        let grey = match self {
            Theme::Light => RgbColor(0x70, 0x70, 0x70),
            Theme::Dark | Theme::None => RgbColor(0x8a, 0x8a, 0x8a),
        };
        Style::new().fg_color(Some(Color::Rgb(grey)))
    }
}

fn paint(style: Style, text: &str) -> String {
    if style.is_plain() || text.is_empty() {
        return text.to_owned();
    }
    format!("{style}{text}{style:#}")
}

/// The mark that stands for a status where there is no room for the word.
pub fn mark(status: Status, plain: bool) -> &'static str {
    if plain {
        return match status {
            Status::Asserted => "",
            _ => status.name(),
        };
    }
    match status {
        Status::Asserted => "●",
        Status::Disputed => "◐",
        Status::Denied => "✗",
        Status::Claimed => "○",
        Status::Possible => "?",
        Status::Proposed => "→",
        Status::Negated => "⊘",
        Status::Background => "·",
    }
}

#[cfg(test)]
mod tests {
    use super::Role;
    use super::Theme;

    #[test]
    fn without_a_theme_no_escape_is_written() {
        assert_eq!(Theme::None.paint(Role::Error, "x"), "x");
        assert_ne!(Theme::Dark.paint(Role::Error, "x"), "x");
    }
}
