//! `newsgraph query`: queries in, rows out.

use std::io::IsTerminal;

use crate::cli::arguments::QueryArguments;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::import;
use crate::cli::protocol;
use crate::cli::question;
use crate::cli::stream;
use crate::query;
use crate::render::Report;
use crate::repl::Settings;
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
    let (time_limit, memory_limit) = question::limits(&arguments.limits)?;
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
            memory: memory_limit,
            read_only: arguments.read_only,
            ..query::Options::default()
        };
        let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
        protocol::serve(loaded.graph, options, input, output).map_err(stream::failure)?;
        return Ok(Outcome::without(problems));
    }
    let settings = Settings {
        mode: question::mode(question, context),
        layout: context.out,
        time_limit,
        memory_limit,
        read_only: arguments.read_only,
        ..Settings::default()
    };
    let loaded = (loaded, reader);
    let mut session = question::session(context, question, &arguments.inputs, loaded, settings)?;
    let failed = question::ask(context, &mut session, question)?;
    question::leave(session);
    Ok(if failed || problems > 0 {
        Outcome::Incomplete
    } else {
        Outcome::Done
    })
}
