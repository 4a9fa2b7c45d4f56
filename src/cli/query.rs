//! `newsgraph query`: queries in, rows out.

use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;

use crate::cli::arguments::QueryArguments;
use crate::cli::arguments::QuestionArguments;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::import;
use crate::cli::protocol;
use crate::cli::stream;
use crate::query;
use crate::query::Value;
use crate::render::Mode;
use crate::render::Report;
use crate::repl::Reply;
use crate::repl::Session;
use crate::repl::Settings;
use crate::repl::Start;
use crate::repl::load::Loaded;

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &QueryArguments,
) -> Result<Outcome, Failure> {
    let question = &arguments.question;
    let asked = !question.commands.is_empty() || !question.files.is_empty();
    if !asked && !arguments.jsonl && std::io::stdin().is_terminal() {
        return Err(Failure::Usage(Box::new(
            Report::error("there is no query")
                .hint("give one with -c, a file with -f, or pipe queries in"),
        )));
    }
    let time_limit = match arguments.timeout {
        Some(seconds) => Some(Duration::try_from_secs_f64(seconds).map_err(|_| {
            Failure::Usage(Box::new(Report::error(format!(
                "`{seconds}` is no number of seconds"
            ))))
        })?),
        None => None,
    };
    let mut reader = None;
    let loaded = match &arguments.csv {
        Some(folder) => Loaded {
            graph: import::graph_of(std::slice::from_ref(folder), Default::default())?,
            ..Loaded::default()
        },
        None if arguments.inputs.is_empty() => Loaded::default(),
        None => context.load(&arguments.inputs, &mut reader)?,
    };
    let problems = loaded.problems.len();
    if arguments.jsonl {
        let options = query::Options {
            time: time_limit,
            read_only: arguments.read_only,
            ..query::Options::default()
        };
        let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
        protocol::serve(loaded.graph, options, input, output).map_err(stream::failure)?;
        return Ok(Outcome::without(problems));
    }
    let settings = Settings {
        mode: mode(question, context),
        layout: context.out,
        time_limit,
        read_only: arguments.read_only,
        ..Settings::default()
    };
    let start = Start {
        graph: loaded.graph,
        articles: loaded.articles,
        inputs: arguments
            .inputs
            .iter()
            .map(|input| input.display().to_string())
            .collect(),
        data: context.data.clone(),
        build: context.build_options(),
        reader,
    };
    let mut session = Session::new(start, settings)?;
    set_parameters(&mut session, question)?;
    let failed = ask(context, &mut session, question)?;
    leave(session);
    Ok(if failed || problems > 0 {
        Outcome::Incomplete
    } else {
        Outcome::Done
    })
}

/// Lets go of a session when the program ends: to take its graph apart piece by piece is longer
/// work than many a query, and the system takes all of it back at once.
pub(in crate::cli) fn leave(session: Session) {
    std::mem::forget(session);
}

/// Chooses how rows are written: as asked, else a box for people and a plain table for pipes.
pub(in crate::cli) fn mode(question: &QuestionArguments, context: &Context) -> Mode {
    let asked = question.format.as_deref().and_then(Mode::named);
    let default = if context.out.width.is_some() && !context.out.plain {
        Mode::Box
    } else {
        Mode::Table
    };
    asked.unwrap_or(default)
}

/// Sets the parameters of the command line: each value is JSON or, failing that, a text.
pub(in crate::cli) fn set_parameters(
    session: &mut Session,
    question: &QuestionArguments,
) -> Result<(), Failure> {
    for parameter in &question.parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            return Err(Failure::Usage(Box::new(
                Report::error(format!("`{parameter}` sets nothing"))
                    .hint("write a name and a value, as in `-p name=Russia`"),
            )));
        };
        let name = name.trim().trim_start_matches('$');
        session.set_parameter(name, parameter_value(value));
    }
    Ok(())
}

fn parameter_value(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(json) => value_of(&json),
        Err(_) => Value::text(text),
    }
}

fn value_of(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::text(text),
        serde_json::Value::Array(items) => Value::list(items.iter().map(value_of)),
        serde_json::Value::Object(fields) => Value::map(
            fields
                .iter()
                .map(|(name, value)| (name.as_str(), value_of(value))),
        ),
    }
}

/// Asks what the command line asks, else what standard input asks. Tells whether a query failed.
pub(in crate::cli) fn ask(
    context: &Context,
    session: &mut Session,
    question: &QuestionArguments,
) -> Result<bool, Failure> {
    let mut scripts: Vec<(String, String)> = Vec::new();
    for command in &question.commands {
        scripts.push(("query".to_owned(), command.clone()));
    }
    for file in &question.files {
        let name = file.display().to_string();
        let text = if file.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(file)
        };
        let text = text.map_err(|error| Failure::work(format!("cannot read `{name}`: {error}")))?;
        scripts.push((name, text));
    }
    if scripts.is_empty() {
        let text = std::io::read_to_string(std::io::stdin())
            .map_err(|error| Failure::work(format!("cannot read standard input: {error}")))?;
        scripts.push(("stdin".to_owned(), text));
    }
    let mut failed = false;
    let mut stopped = None;
    for (name, text) in scripts {
        let mut show = |reply: Reply| match show(context, &reply) {
            Ok(()) => true,
            Err(failure) => {
                stopped = Some(failure);
                false
            }
        };
        failed |= session.script(&text, &name, question.fail_at_end, &mut show);
        if let Some(failure) = stopped {
            return Err(failure);
        }
        if failed && !question.fail_at_end {
            break;
        }
    }
    Ok(failed)
}

fn show(context: &Context, reply: &Reply) -> Result<(), Failure> {
    stream::print(&reply.text)?;
    for report in &reply.reports {
        context.report(report);
    }
    // Nobody reads a closed standard error.
    let note = context.err.theme.bare(&reply.note);
    _ = std::io::stderr().write_all(note.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parameter_value;
    use crate::query::Value;

    #[test]
    fn a_parameter_is_json_or_text() {
        assert_eq!(parameter_value("3"), Value::Int(3));
        assert_eq!(parameter_value("3.0"), Value::Float(3.0));
        assert_eq!(parameter_value("\"3\""), Value::text("3"));
        assert_eq!(parameter_value("Russia"), Value::text("Russia"));
        assert_eq!(
            parameter_value("[true, null]"),
            Value::list([Value::Bool(true), Value::Null])
        );
    }
}
