//! `newsgraph score`: how much of the analysis agrees with treebanks, and how fast it is.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use clap::ValueHint;

use crate::analysis::Analyzer;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;
use crate::learn;
use crate::learn::Segmentation;

/// Score the analysis against treebanks
///
/// Prints the measures of the CoNLL 2018 shared task: with the treebank's words and sentences,
/// and from the raw text. `verbs` is the share of verbs with a subject of which every core
/// argument is right.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct ScoreArguments {
    /// Treebanks in CoNLL-U
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    treebanks: Vec<PathBuf>,
    /// Read each treebank this many times and print the best speed
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    repeat: usize,
}

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ScoreArguments,
) -> Result<Outcome, Failure> {
    let analyzer = Analyzer::load(&context.data)?;
    for path in &arguments.treebanks {
        let documents = learn::read(path).map_err(|error| Failure::work(error.to_string()))?;
        let name = path.display();
        let given = learn::score(&analyzer, &documents, Segmentation::Given);
        stream::print(&format!("{name}, words given: {given}\n"))?;
        let mut speed = 0f64;
        let mut found = learn::Scores::default();
        for _ in 0..arguments.repeat.max(1) {
            let start = Instant::now();
            let words: usize = documents
                .iter()
                .map(|(document, _)| analyzer.analyze(document).tokens().len())
                .sum();
            speed = speed.max(words as f64 / start.elapsed().as_secs_f64());
            found = learn::score(&analyzer, &documents, Segmentation::Found);
        }
        stream::print(&format!(
            "{name}, raw text: {found}\n{name}: {speed:.0} words per second from text to tree\n"
        ))?;
    }
    Ok(Outcome::Done)
}
