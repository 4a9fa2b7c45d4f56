//! Arguments; one file per command.

#![allow(dead_code, reason = "the commands that need it come with the reading")]

mod arguments;
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
mod score;
mod stream;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::arguments::Arguments;
use crate::cli::arguments::Command;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::data::Ontology;
use crate::graph::Graph;
use crate::graph::snapshot;

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
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
    match arguments.command {
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Extract(arguments)) => extract::run(context, &arguments),
        Some(Command::Export(arguments)) => export::run(context, &arguments),
        Some(Command::Import(arguments)) => import::run(context, &arguments),
        Some(Command::Man) => man::run(),
        Some(Command::Learn(arguments)) => learn::run(&arguments),
        Some(Command::Score(arguments)) => score::run(context, &arguments),
        Some(Command::Query(arguments)) if arguments.jsonl => {
            let graph = match (&arguments.csv, &*arguments.inputs) {
                (Some(folder), _) => {
                    import::graph_of(std::slice::from_ref(folder), Default::default())?
                }
                (None, [file]) if snapshot::is_graph(file) => {
                    snapshot::load(file, &Ontology::load(&context.data)?)?
                }
                _ => Graph::new(),
            };
            let options = crate::query::Options::default();
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            // A closed pipe leaves nobody to answer.
            _ = protocol::serve(graph, options, input, output);
            Ok(Outcome::Done)
        }
        _ => Err(Failure::work(
            "this command needs the query engine, which is not there yet",
        )),
    }
}
