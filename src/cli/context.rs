//! What the process knows of its surroundings: streams, colours, the data folder.

use std::io::IsTerminal;
use std::io::Write;
use std::process::ExitCode;

use crate::cli::arguments::ColorChoice;
use crate::cli::arguments::GlobalArguments;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::data::DataSource;
use crate::render::Layout;
use crate::render::Report;
use crate::render::Theme;

/// The surroundings, looked at once.
pub(in crate::cli) struct Context {
    pub(in crate::cli) data: DataSource,
    pub(in crate::cli) background: bool,
    pub(in crate::cli) verbose: u8,
    /// How to lay out what goes to standard output.
    pub(in crate::cli) out: Layout,
    /// How to lay out what goes to standard error.
    pub(in crate::cli) err: Layout,
}

impl Context {
    pub(in crate::cli) fn new(arguments: &GlobalArguments) -> Self {
        let layout = |terminal: bool| Layout {
            theme: theme(arguments.color, terminal),
            width: terminal.then(screen_width),
            plain: arguments.plain || terminal && dumb(),
        };
        Context {
            data: arguments
                .data
                .clone()
                .map_or_else(DataSource::embedded, DataSource::folder),
            background: !arguments.no_background,
            verbose: arguments.verbose,
            out: layout(std::io::stdout().is_terminal()),
            err: layout(std::io::stderr().is_terminal()),
        }
    }

    /// Tells the user of something that did not stop the work.
    pub(in crate::cli) fn report(&self, report: &Report) {
        // Nobody reads a closed standard error.
        _ = std::io::stderr().write_all(report.render(self.err).as_bytes());
    }

    /// Says what is being done, where the user asked for that.
    pub(in crate::cli) fn say(&self, level: u8, message: impl FnOnce() -> String) {
        if self.verbose >= level {
            _ = writeln!(std::io::stderr(), "{}", message());
        }
    }

    /// Tells the user what went wrong, and makes the exit code of it.
    pub(in crate::cli) fn finish(&self, result: Result<Outcome, Failure>) -> ExitCode {
        match result {
            Ok(Outcome::Done) => ExitCode::SUCCESS,
            Ok(Outcome::Incomplete) => ExitCode::from(1),
            Err(failure) => {
                for report in failure.reports() {
                    self.report(report);
                }
                ExitCode::from(failure.code())
            }
        }
    }
}

fn theme(choice: ColorChoice, terminal: bool) -> Theme {
    // An escape byte in a pipe or file helps nobody, so even `always` stops at the terminal.
    if !terminal || choice == ColorChoice::Never {
        return Theme::None;
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if choice == ColorChoice::Auto && (set("NO_COLOR") || dumb()) {
        return Theme::None;
    }
    // `COLORFGBG` is `foreground;background`; 7 and 15 are the light backgrounds.
    let light = std::env::var("COLORFGBG")
        .is_ok_and(|colours| matches!(colours.rsplit(';').next(), Some("7" | "15")));
    if light { Theme::Light } else { Theme::Dark }
}

/// Tells whether the terminal says that it shows letters and nothing else.
fn dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb")
}

/// Counts the columns of the screen.
fn screen_width() -> usize {
    screen_size().0
}

/// Counts the columns and rows of the screen.
pub(in crate::cli) fn screen_size() -> (usize, usize) {
    terminal_size::terminal_size().map_or((80, 24), |(width, height)| {
        (usize::from(width.0).max(20), usize::from(height.0).max(4))
    })
}
