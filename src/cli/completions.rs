//! `newsgraph completions`: a completion script made of the definition of the arguments.

use clap::CommandFactory;

use crate::cli::arguments::Arguments;
use crate::cli::arguments::CompletionsArguments;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;

pub(in crate::cli) fn run(arguments: &CompletionsArguments) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "newsgraph",
        &mut script,
    );
    stream::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
