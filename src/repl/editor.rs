//! The terminal: reads lines with rustyline, shows replies, pages what is long.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use rustyline::Cmd;
use rustyline::CompletionType;
use rustyline::Config as LineConfig;
use rustyline::Context;
use rustyline::EditMode;
use rustyline::Editor;
use rustyline::Event;
use rustyline::EventHandler;
use rustyline::Helper;
use rustyline::KeyCode;
use rustyline::KeyEvent;
use rustyline::Modifiers;
use rustyline::completion::Completer;
use rustyline::completion::FilenameCompleter;
use rustyline::completion::Pair;
use rustyline::error::ReadlineError;
use rustyline::highlight::CmdKind;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::history::History;
use rustyline::history::SearchDirection;
use rustyline::validate::ValidationContext;
use rustyline::validate::ValidationResult;
use rustyline::validate::Validator;

use crate::render::Layout;
use crate::render::Report;
use crate::render::Role;
use crate::render::Theme;
use crate::render::width;
use crate::repl::command;
use crate::repl::command::Takes;
use crate::repl::complete;
use crate::repl::highlight::highlight;
use crate::repl::picture;
use crate::repl::picture::Protocol;
use crate::repl::reply::Action;
use crate::repl::reply::Reply;
use crate::repl::session::Session;
use crate::repl::settings::Config;
use crate::repl::statement;

/// What the shell in a terminal needs besides a session.
pub struct Terminal {
    /// The configuration.
    pub config: Config,
    /// Where the history is kept; nowhere if absent.
    pub history: Option<PathBuf>,
    /// How to lay out errors.
    pub err: Layout,
    /// Measures the screen: columns and rows.
    pub size: fn() -> (usize, usize),
    /// How the terminal takes pictures, where it is known to.
    pub pictures: Option<Protocol>,
}

/// Runs the shell until the user leaves. What cannot be set up is told and done without.
pub fn run(session: Session, terminal: &Terminal) -> Result<(), Report> {
    let shared = Rc::new(RefCell::new(session));
    let mut editor = editor(&terminal.config, Rc::clone(&shared))
        .map_err(|error| Report::error(format!("cannot use the terminal: {error}")))?;
    if let Some(history) = &terminal.history {
        // The first time there is no history yet.
        _ = editor.load_history(history);
    }
    let cancel = shared.borrow().cancel_flag();
    let asked_to_stop = Arc::clone(&cancel);
    // A second handler in one process is refused; then Ctrl-C ends the program as ever.
    _ = ctrlc::set_handler(move || asked_to_stop.store(true, Ordering::Relaxed));

    let mut interrupted = false;
    loop {
        let (bare, coloured) = prompt(&shared.borrow());
        let line = match editor.readline(&(bare, coloured)) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => {
                if interrupted {
                    eprintln!("Ctrl-D or :quit leaves");
                }
                interrupted = true;
                continue;
            }
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(Report::error(format!("cannot read the line: {error}"))),
        };
        interrupted = false;
        if line.trim().is_empty() {
            if shared.borrow().touring() {
                let reply = answer(&shared, "", terminal);
                show(&reply, terminal);
            }
            continue;
        }
        _ = editor.add_history_entry(line.trim_end());
        if let Some(history) = &terminal.history {
            _ = editor.append_history(history);
        }
        let mut next = Some(line);
        while let Some(line) = next.take() {
            let reply = answer(&shared, &line, terminal);
            match &reply.action {
                Action::Quit => return Ok(()),
                Action::Clear => _ = editor.clear_screen(),
                Action::History => show_history(&editor, terminal),
                Action::Edit(text) => match edit(text) {
                    Ok(text) if text.trim().is_empty() => {}
                    Ok(text) => {
                        _ = editor.add_history_entry(text.trim_end());
                        println!("{}", text.trim_end());
                        next = Some(text);
                    }
                    Err(report) => eprint!("{}", report.render(terminal.err)),
                },
                Action::Picture(dot) => {
                    let size = (terminal.size)();
                    let shown = terminal
                        .pictures
                        .and_then(|protocol| picture::draw(dot, protocol, size));
                    if let Some(picture) = shown {
                        print!("{picture}");
                        _ = std::io::stdout().flush();
                        continue;
                    }
                }
                Action::None | Action::Page(_) => {}
            }
            show(&reply, terminal);
        }
    }
    Ok(())
}

fn prompt(session: &Session) -> (String, String) {
    let bare = match session.view() {
        Some(view) => format!("newsgraph ({view})> "),
        None => "newsgraph> ".to_owned(),
    };
    let coloured = session.settings.layout.theme.paint(Role::Keyword, &bare);
    (bare, coloured)
}

/// Answers a line; work of more than a second says that it goes on.
fn answer(shared: &Rc<RefCell<Session>>, line: &str, terminal: &Terminal) -> Reply {
    let mut session = shared.borrow_mut();
    // The screen may have another size than a line ago.
    let (columns, _) = (terminal.size)();
    session.settings.layout.width = Some(columns);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| watch(&done, line, columns));
        let reply = session.answer(line);
        done.store(true, Ordering::Relaxed);
        reply
    })
}

/// Says after a second what goes on, and for how long already.
fn watch(done: &AtomicBool, line: &str, columns: usize) {
    let started = Instant::now();
    let mut shown = 0;
    while !done.load(Ordering::Relaxed) {
        // What is quick is not kept waiting.
        let pause = if started.elapsed().as_millis() < 50 {
            2
        } else {
            20
        };
        std::thread::sleep(Duration::from_millis(pause));
        let seconds = started.elapsed().as_secs();
        if seconds > shown {
            shown = seconds;
            // Reading articles is not stopped half way; a query is.
            let query = !line.trim_start().starts_with(':') || line.contains(":read");
            let rest = match query {
                true => format!("  {seconds} s; Ctrl-C stops it "),
                false => format!("  {seconds} s "),
            };
            // The terminal itself writes `^C` behind it, which must not go into the next row.
            let room = columns.saturating_sub(width::width(&rest) + 4);
            let what = width::clean(line.trim());
            eprint!("\r{}{rest}", width::fit(&what, room));
        }
    }
    if shown > 0 {
        eprint!("\r{:1$}\r", "", columns.saturating_sub(1));
    }
}

fn show(reply: &Reply, terminal: &Terminal) {
    let from = match reply.action {
        Action::Page(line) => Some(line),
        _ => None,
    };
    page(&reply.text, terminal, from);
    let err = Layout {
        width: Some((terminal.size)().0),
        ..terminal.err
    };
    for report in &reply.reports {
        eprint!("{}", report.render(err));
    }
    eprint!("{}", terminal.err.theme.bare(&reply.note));
}

/// Prints a text, through the pager where it does not fit on the screen.
fn page(text: &str, terminal: &Terminal, from: Option<usize>) {
    let (columns, rows) = (terminal.size)();
    let lines = text.lines().count();
    let long = lines + 2 > rows;
    // One long line, as of `:share`, is for copying and no table to be looked at sideways.
    let wide = lines > 1
        && text.lines().any(|line| {
            let bare = anstream::adapter::strip_str(line).to_string();
            width::width(&bare) > columns
        });
    if (long || wide || from.is_some()) && to_pager(text, terminal, from) {
        return;
    }
    print!("{text}");
    _ = std::io::stdout().flush();
}

/// Gives a text to the pager; false where there is none.
fn to_pager(text: &str, terminal: &Terminal, from: Option<usize>) -> bool {
    let environment = std::env::var("PAGER").ok();
    let pager = terminal.config.pager.clone().or(environment);
    let pager = pager.as_deref().unwrap_or("less -R -F -X -S");
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if program.ends_with("less") {
        if let Some(line) = from {
            command.arg(format!("+{line}"));
        }
        // A user's `PAGER=less` shows colours and keeps tables straight all the same.
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "-RFXS");
        }
    }
    let Ok(mut child) = command.spawn() else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // Leaving the pager early closes the pipe, which is no failure.
        _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}

fn show_history(editor: &Editor<Shell, DefaultHistory>, terminal: &Terminal) {
    let history = editor.history();
    let mut text = String::new();
    let start = history.len().saturating_sub(500);
    for index in start..history.len() {
        if let Ok(Some(entry)) = history.get(index, SearchDirection::Forward) {
            text.push_str(&format!(
                "{:5}  {}\n",
                index + 1,
                entry.entry.replace('\n', "\n       ")
            ));
        }
    }
    page(&text, terminal, None);
}

/// Lets the user change a text in an editor.
fn edit(text: &str) -> Result<String, Report> {
    let failed = |error: std::io::Error| Report::error(format!("cannot edit: {error}"));
    let file = tempfile::Builder::new()
        .prefix("newsgraph-")
        .suffix(".cypher")
        .tempfile()
        .map_err(failed)?;
    std::fs::write(file.path(), text).map_err(failed)?;
    let editor = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR"));
    let editor = editor.unwrap_or_else(|_| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .map_err(|error| {
            Report::error(format!("cannot run the editor `{program}`: {error}"))
                .hint("set EDITOR to the one you use")
        })?;
    if !status.success() {
        return Ok(String::new());
    }
    std::fs::read_to_string(file.path()).map_err(failed)
}

fn editor(
    config: &Config,
    session: Rc<RefCell<Session>>,
) -> rustyline::Result<Editor<Shell, DefaultHistory>> {
    let keys = match config.keys.as_deref() {
        Some("vi") => EditMode::Vi,
        _ => EditMode::Emacs,
    };
    let settings = LineConfig::builder()
        .history_ignore_space(true)
        .history_ignore_dups(true)?
        .max_history_size(config.history.unwrap_or(10_000))?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .completion_prompt_limit(60)
        .edit_mode(keys)
        .build();
    let mut editor = Editor::with_config(settings)?;
    editor.set_helper(Some(Shell {
        session,
        files: FilenameCompleter::new(),
    }));
    editor.bind_sequence(
        Event::KeySeq(vec![KeyEvent(KeyCode::Enter, Modifiers::ALT)]),
        EventHandler::Simple(Cmd::Newline),
    );
    Ok(editor)
}

/// What rustyline asks while a line is typed.
struct Shell {
    session: Rc<RefCell<Session>>,
    files: FilenameCompleter,
}

impl Shell {
    fn theme(&self) -> Theme {
        self.session.borrow().settings.layout.theme
    }
}

impl Helper for Shell {}

impl Completer for Shell {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if takes_file(&line[..position]) {
            return self.files.complete_path(line, position);
        }
        let mut session = self.session.borrow_mut();
        if line.is_empty() {
            // Tab on an empty line takes the repair that the last error offered.
            let repair = session.repair().map(|fixed| Pair {
                display: fixed.to_owned(),
                replacement: fixed.to_owned(),
            });
            return Ok((0, repair.into_iter().collect()));
        }
        let (start, offers) = complete::complete(&mut session, line, position);
        let pairs = offers
            .into_iter()
            .map(|offer| Pair {
                display: offer.display,
                replacement: offer.replacement,
            })
            .collect();
        Ok((start, pairs))
    }
}

fn takes_file(before: &str) -> bool {
    before
        .trim_start()
        .strip_prefix(':')
        .and_then(|text| text.split_once(char::is_whitespace))
        .and_then(|(name, _)| command::find(name))
        .is_some_and(|command| command.takes == Takes::File)
}

impl Hinter for Shell {
    type Hint = String;

    fn hint(&self, line: &str, position: usize, context: &Context<'_>) -> Option<String> {
        // Without colours a suggestion could not be told from what was typed.
        if position < line.len() || line.contains('\n') || self.theme() == Theme::None {
            return None;
        }
        if line.is_empty() {
            return self.session.borrow().repair().map(str::to_owned);
        }
        let history = context.history();
        let start = history.len().checked_sub(1)?;
        let found = history
            .starts_with(line, start, SearchDirection::Reverse)
            .ok()??;
        let rest = found.entry.get(line.len()..)?;
        let first_line = rest.lines().next()?;
        (!first_line.is_empty() && first_line.len() == rest.len()).then(|| first_line.to_owned())
    }
}

impl Highlighter for Shell {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(highlight(line, self.theme()))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.theme().paint(Role::Dim, hint))
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor && self.theme() != Theme::None
    }
}

impl Validator for Shell {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if statement::is_complete(context.input()) {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

/// Gives where the shell keeps a file of its own, and makes the folder.
pub fn history_file(folder: &Path) -> Option<PathBuf> {
    std::fs::create_dir_all(folder).ok()?;
    Some(folder.join("history"))
}
