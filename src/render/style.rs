//! What is shown in which colour.

use anstyle::Ansi256Color;
use anstyle::AnsiColor;
use anstyle::Color;
use anstyle::Effects;
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
        // The sixteen colours of a terminal are made for black; on white yellow and cyan vanish.
        let colour = |dark: AnsiColor, light: u8| {
            plain.fg_color(Some(match self {
                Theme::Light => Color::Ansi256(Ansi256Color(light)),
                Theme::Dark | Theme::None => Color::Ansi(dark),
            }))
        };
        if self == Theme::None {
            return plain;
        }
        match role {
            Role::Normal => plain,
            Role::Strong => plain.bold(),
            // The dimmed effect is missing or unreadable in many terminals; a mid grey is neither.
            Role::Dim => {
                let grey = if self == Theme::Light { 242 } else { 245 };
                plain.fg_color(Some(Color::Ansi256(Ansi256Color(grey))))
            }
            Role::Keyword => colour(AnsiColor::BrightBlue, 25).bold(),
            Role::Function => colour(AnsiColor::BrightCyan, 24),
            Role::Label => colour(AnsiColor::BrightGreen, 22),
            Role::Type => colour(AnsiColor::BrightMagenta, 90),
            Role::Property => colour(AnsiColor::Cyan, 23),
            Role::Text => colour(AnsiColor::Green, 28),
            Role::Number => colour(AnsiColor::BrightYellow, 124),
            Role::Parameter => colour(AnsiColor::Yellow, 91),
            Role::Error => colour(AnsiColor::BrightRed, 160).bold(),
            Role::Warning => colour(AnsiColor::BrightYellow, 94),
            Role::Hint => colour(AnsiColor::BrightCyan, 25),
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
    use anstyle::Ansi256Color;
    use anstyle::Color;
    use anstyle::Effects;

    use super::Role;
    use super::Theme;

    /// How bright a colour is, from 0 to 1, in the palette that terminals start from.
    fn brightness(Ansi256Color(index): Ansi256Color) -> f64 {
        const FIRST: [[u8; 3]; 16] = [
            [0, 0, 0],
            [205, 0, 0],
            [0, 205, 0],
            [205, 205, 0],
            [0, 0, 238],
            [205, 0, 205],
            [0, 205, 205],
            [229, 229, 229],
            [127, 127, 127],
            [255, 0, 0],
            [0, 255, 0],
            [255, 255, 0],
            [92, 92, 255],
            [255, 0, 255],
            [0, 255, 255],
            [255, 255, 255],
        ];
        let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
        let rgb = match index {
            0..16 => FIRST[usize::from(index)],
            16..232 => [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(step),
            _ => [8 + 10 * (index - 232); 3],
        };
        let [r, g, b] = rgb.map(|part| (f64::from(part) / 255.0).powf(2.2));
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    #[test]
    fn every_colour_is_read_on_its_background() {
        for (theme, background) in [(Theme::Light, 1.0), (Theme::Dark, 0.0)] {
            for role in [
                Role::Dim,
                Role::Keyword,
                Role::Function,
                Role::Label,
                Role::Type,
                Role::Property,
                Role::Text,
                Role::Number,
                Role::Parameter,
                Role::Error,
                Role::Warning,
                Role::Hint,
            ] {
                let colour = match theme.style(role).get_fg_color() {
                    Some(Color::Ansi(colour)) => brightness(colour.into()),
                    Some(Color::Ansi256(colour)) => brightness(colour),
                    other => panic!("{role:?}: {other:?}"),
                };
                let (dark, light) = (colour.min(background), colour.max(background));
                let contrast = (light + 0.05) / (dark + 0.05);
                // Bold letters are read with less.
                let bold = theme.style(role).get_effects().contains(Effects::BOLD);
                let least = if bold { 3.0 } else { 4.5 };
                assert!(contrast >= least, "{theme:?} {role:?}: {contrast:.1}");
            }
        }
    }

    #[test]
    fn without_a_theme_no_escape_is_written() {
        assert_eq!(Theme::None.paint(Role::Error, "x"), "x");
        assert_ne!(Theme::Dark.paint(Role::Error, "x"), "x");
    }
}
