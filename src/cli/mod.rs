//! Arguments; one file per command.

mod arguments;
mod build;
mod completions;
mod context;
mod export;
mod extract;
mod failure;
mod import;
mod input;
mod learn;
mod man;
mod progress;
mod protocol;
mod query;
mod question;
mod score;
mod shell;
mod stream;

use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;

use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::render::Report;

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    // With `COMPLETE` set a shell asks what may come next, and gets its answer here.
    clap_complete::CompleteEnv::with_factory(Arguments::command).complete();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let wrong = error.use_stderr();
            // A closed pipe leaves nobody to tell.
            _ = error.print();
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    let context = Context::new(&arguments.global);
    let result = run(&context, arguments);
    context.finish(result)
}

fn run(context: &Context, arguments: Arguments) -> Result<Outcome, Failure> {
    if arguments.command.is_some() && !arguments.shell.is_empty() {
        let report = Report::error("inputs and queries belong behind the command")
            .hint("`newsgraph query article.txt -c 'MATCH (n) RETURN n'`");
        return Err(Failure::Usage(Box::new(report)));
    }
    match arguments.command {
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Extract(arguments)) => extract::run(context, &arguments),
        Some(Command::Export(arguments)) => export::run(context, &arguments),
        Some(Command::Import(arguments)) => import::run(context, &arguments),
        Some(Command::Man) => man::run(),
        Some(Command::Learn(arguments)) => learn::run(&arguments),
        Some(Command::Score(arguments)) => score::run(context, &arguments),
        Some(Command::Query(arguments)) => query::run(context, &arguments),
        Some(Command::Build(arguments)) => build::run(context, &arguments),
        None => shell::run(context, &arguments.shell),
    }
}
