//! Commands about how and where results are shown, and about queries as text.

use std::path::PathBuf;

use crate::query::Answer;
use crate::query::Value;
use crate::render;
use crate::render::Layout;
use crate::render::Mode;
use crate::render::Report;
use crate::render::Theme;
use crate::repl::reply::Action;
use crate::repl::reply::Reply;
use crate::repl::session::Session;
use crate::repl::settings::Drawing;

fn named_mode(name: &str) -> Result<Mode, Report> {
    Mode::named(&name.to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = Mode::ALL.iter().map(|(_, name, _)| *name).collect();
        Report::error(format!("there is no mode `{name}`"))
            .hint(format!("one of {}", names.join(" ")))
    })
}

pub(super) fn mode(session: &mut Session, name: &str) -> Reply {
    if name.is_empty() {
        let theme = session.settings.layout.theme;
        let mut text = String::new();
        for (mode, name, doc) in Mode::ALL {
            let mark = if *mode == session.settings.mode {
                "*"
            } else {
                " "
            };
            let name = render::width::pad(name, 9);
            text.push_str(&format!(
                "{mark} {} {doc}\n",
                theme.paint(render::Role::Keyword, &name)
            ));
        }
        return Reply::text(text);
    }
    match named_mode(name) {
        Ok(mode) => {
            session.settings.mode = mode;
            Reply::default()
        }
        Err(report) => Reply::failure(report),
    }
}

pub(super) fn last(session: &mut Session, name: &str) -> Reply {
    let mode = match name {
        "" => session.settings.mode,
        _ => match named_mode(name) {
            Ok(mode) => mode,
            Err(report) => return Reply::failure(report),
        },
    };
    // In full: no column is cut; the pager scrolls sideways.
    let wrap = mode == Mode::Line;
    let layout = Layout {
        width: session.settings.layout.width.filter(|_| wrap),
        ..session.settings.layout
    };
    session.show_last(mode, layout)
}

pub(super) fn once(session: &mut Session, file: &str) -> Reply {
    if file.is_empty() {
        return Reply::failure(Report::error("a file name is needed").hint("`:once answer.csv`"));
    }
    session.settings.once = Some(PathBuf::from(file));
    Reply::default()
}

pub(super) fn output(session: &mut Session, file: &str) -> Reply {
    if file.is_empty() {
        session.settings.output = None;
        return Reply::default();
    }
    match std::fs::write(file, "") {
        Ok(()) => {
            session.settings.output = Some(PathBuf::from(file));
            Reply::default()
        }
        Err(error) => Reply::failure(Report::error(format!("cannot write `{file}`: {error}"))),
    }
}

pub(super) fn timer(session: &mut Session, state: &str) -> Reply {
    session.settings.timer = match state {
        "on" => true,
        "off" => false,
        "" => !session.settings.timer,
        _ => {
            let report = Report::error(format!("`{state}` is neither `on` nor `off`"));
            return Reply::failure(report);
        }
    };
    let state = if session.settings.timer { "on" } else { "off" };
    Reply::note(format!("timer {state}"))
}

/// What `:set` takes, each setting with its values.
pub(super) const SETTINGS: &[&str] = &[
    "theme dark",
    "theme light",
    "theme none",
    "graph auto",
    "graph picture",
    "graph boxes",
    "graph list",
    "timer on",
    "timer off",
    "mode box",
    "mode table",
    "mode line",
    "mode csv",
    "mode tsv",
    "mode json",
    "mode jsonl",
    "mode markdown",
    "mode html",
    "mode latex",
    "mode dot",
    "mode graph",
    "mode trash",
];

pub(super) fn set(session: &mut Session, text: &str) -> Reply {
    let (name, value) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let value = value.trim();
    match (name, value) {
        ("", _) => settings(session),
        ("mode", _) => mode(session, value),
        ("timer", _) => timer(session, value),
        ("theme" | "graph", "") => settings(session),
        ("theme", _) => match Theme::named(value) {
            // What goes into a pipe or a file stays without colours.
            Some(_) if !session.settings.interactive => Reply::default(),
            Some(theme) => {
                session.settings.layout.theme = theme;
                Reply::default()
            }
            None => Reply::failure(
                Report::error(format!("there is no theme `{value}`"))
                    .hint("one of dark light none"),
            ),
        },
        ("graph", _) => match Drawing::named(value) {
            Some(drawing) => {
                session.settings.drawing = drawing;
                Reply::default()
            }
            None => Reply::failure(
                Report::error(format!("`{value}` is no way to draw"))
                    .hint("one of auto picture boxes list"),
            ),
        },
        _ => Reply::failure(
            Report::error(format!("there is no setting `{name}`"))
                .hint("one of theme mode timer graph"),
        ),
    }
}

/// Lists the settings, and where they are kept.
fn settings(session: &Session) -> Reply {
    let settings = &session.settings;
    let theme = match settings.layout.theme {
        Theme::Dark => "dark",
        Theme::Light => "light",
        Theme::None => "none",
    };
    let timer = if settings.timer { "on" } else { "off" };
    let rows = [
        ("theme", theme, "dark, light, none"),
        ("mode", settings.mode.name(), "see `:mode`"),
        ("timer", timer, "on, off"),
        (
            "graph",
            settings.drawing.name(),
            "auto, picture, boxes, list",
        ),
    ];
    let mut text = String::new();
    for (name, value, values) in rows {
        let name = render::width::pad(name, 6);
        let name = settings.layout.theme.paint(render::Role::Keyword, &name);
        let value = render::width::pad(value, 8);
        let values = settings.layout.theme.paint(render::Role::Dim, values);
        text.push_str(&format!("  {name} {value} {values}\n"));
    }
    Reply::text(text)
}

pub(super) fn share(session: &mut Session, _: &str) -> Reply {
    let Some(last) = session.last.as_ref().filter(|last| !last.query.is_empty()) else {
        return Reply::failure(Report::error("there is no result yet").hint("ask something first"));
    };
    let mut words = vec!["newsgraph".to_owned()];
    words.extend(session.inputs.iter().map(|input| quote(input)));
    words.push("-c".to_owned());
    words.push(quote(&last.query));
    for (name, value) in &session.parameters {
        if last.query.contains(&format!("${name}")) {
            words.push("-p".to_owned());
            let value = match value {
                Value::Text(text) => text.to_string(),
                other => render::expression(&session.graph, other),
            };
            words.push(quote(&format!("{name}={value}")));
        }
    }
    words.push("--format".to_owned());
    words.push(session.settings.mode.name().to_owned());
    Reply::text(words.join(" ") + "\n")
}

/// Puts a word into quotes for the command line where it needs them.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

pub(super) fn param(session: &mut Session, text: &str) -> Reply {
    if text.is_empty() {
        let rows = session
            .parameters
            .iter()
            .map(|(name, value)| {
                let shown = render::expression(&session.graph, value);
                vec![Value::text(&format!("${name}")), Value::text(&shown)]
            })
            .collect();
        let answer = Answer {
            columns: vec!["parameter".to_owned(), "value".to_owned()],
            rows,
            ..Answer::default()
        };
        let layout = session.settings.layout;
        return Reply::text(
            render::answer::rows(&session.graph, &answer, Mode::Table, layout).text,
        );
    }
    let (name, value) = text
        .split_once("=>")
        .or_else(|| text.split_once('='))
        .or_else(|| text.split_once(char::is_whitespace))
        .unwrap_or((text, ""));
    let name = name.trim().trim_start_matches('$').trim_end_matches(':');
    let value = value.trim();
    if name == "clear" && value.is_empty() {
        session.parameters.clear();
        return Reply::default();
    }
    if value.is_empty() {
        session.parameters.remove(name);
        return Reply::default();
    }
    match session.evaluate(value) {
        Ok(value) => {
            session.parameters.insert(name.to_owned(), value);
            Reply::default()
        }
        Err(report) => Reply::failure(*report),
    }
}

pub(super) fn explain(session: &mut Session, query: &str) -> Reply {
    if query.is_empty() {
        let report = Report::error("a query is needed").hint("`:explain MATCH (n:State) RETURN n`");
        return Reply::failure(report);
    }
    session.query(&format!("EXPLAIN {query}"))
}

pub(super) fn edit(session: &mut Session, query: &str) -> Reply {
    let text = match (query, &session.last) {
        ("", Some(last)) => last.query.clone(),
        _ => query.to_owned(),
    };
    Reply::action(Action::Edit(text))
}

#[cfg(test)]
mod tests {
    use super::SETTINGS;
    use super::quote;
    use crate::render::Mode;

    #[test]
    fn every_mode_may_be_set() {
        for (_, name, _) in Mode::ALL {
            let setting = format!("mode {name}");
            assert!(SETTINGS.contains(&setting.as_str()), "{setting}");
        }
    }

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(quote("seeds/a.txt"), "seeds/a.txt");
        assert_eq!(quote("it's $x"), "'it'\\''s $x'");
    }
}
