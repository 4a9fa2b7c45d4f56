//! What a session says to a line.

use crate::render::Report;

/// The answer to one line.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// What was asked for: rows, a card, a picture.
    pub text: String,
    /// What was done, for people: row counts, times, names of files written.
    pub note: String,
    /// What went wrong; the last is why the line failed.
    pub reports: Vec<Report>,
    /// Whether the line failed.
    pub failed: bool,
    /// What the one who holds the terminal should do next.
    pub action: Action,
}

/// What only the one who holds the terminal can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    #[default]
    None,
    /// Leave.
    Quit,
    /// Open the text in an editor and run what comes back.
    Edit(String),
    /// Show the text in the pager even if it is short, from the line with this number on.
    Page(usize),
    /// Show the lines typed before.
    History,
    /// Show this graph, written as DOT, as a picture, and the text only where that fails.
    Picture(String),
    /// Clear the screen.
    Clear,
}

impl Reply {
    /// A text that was asked for.
    pub fn text(text: impl Into<String>) -> Self {
        Reply {
            text: text.into(),
            ..Reply::default()
        }
    }

    /// A note that something was done.
    pub fn note(note: impl Into<String>) -> Self {
        let mut note = note.into();
        if !note.ends_with('\n') {
            note.push('\n');
        }
        Reply {
            note,
            ..Reply::default()
        }
    }

    /// A failure.
    pub fn failure(report: Report) -> Self {
        Reply {
            failed: true,
            reports: vec![report],
            ..Reply::default()
        }
    }

    /// Something for the one who holds the terminal.
    pub fn action(action: Action) -> Self {
        Reply {
            action,
            ..Reply::default()
        }
    }

    /// Puts another reply behind this one.
    pub fn append(&mut self, other: Reply) {
        self.text.push_str(&other.text);
        self.note.push_str(&other.note);
        self.reports.extend(other.reports);
        self.failed |= other.failed;
        if other.action != Action::None {
            self.action = other.action;
        }
    }
}
