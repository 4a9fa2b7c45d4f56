//! `newsgraph score`: how much of the analysis agrees with treebanks and how fast it is, and
//! whether edges are as sure as they say.

use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use clap::ValueHint;

use crate::analysis::Analyzer;
use crate::build::Reader;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;
use crate::learn;
use crate::learn::GoldGraph;
use crate::learn::Segmentation;
use crate::text;
use crate::text::Input;

/// Score the analysis against treebanks, and confidence against gold graphs
///
/// Prints the measures of the CoNLL 2018 shared task: with the treebank's words and sentences,
/// and from the raw text. `verbs` is the share of verbs with a subject of which every core argument
/// that is a nominal is right, and the agent of a passive; `with clauses`, that of those whose clausal
/// ones are, too.
///
/// With `--gold` it prints how many edges of each band of confidence the gold graphs have: as the
/// edges say it, and with weights from the other articles alone. `--weights` writes the weights
/// that all articles give, which are `data/confidence.ron`.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct ScoreArguments {
    /// Treebanks in CoNLL-U
    #[arg(required_unless_present = "gold", value_name = "FILE", value_hint = ValueHint::FilePath)]
    treebanks: Vec<PathBuf>,
    /// Read each treebank this many times and print the best speed
    #[arg(long, value_name = "TIMES", default_value_t = 1)]
    repeat: usize,
    /// The folder with gold graphs, `NAME.json`
    #[arg(long, value_name = "DIR", requires = "texts", value_hint = ValueHint::DirPath)]
    gold: Option<PathBuf>,
    /// The folder with their articles, `NAME.txt`
    #[arg(long, value_name = "DIR", requires = "gold", value_hint = ValueHint::DirPath)]
    texts: Option<PathBuf>,
    /// The file to write the weights of confidence to
    #[arg(long, value_name = "FILE", requires = "gold", value_hint = ValueHint::FilePath)]
    weights: Option<PathBuf>,
}

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ScoreArguments,
) -> Result<Outcome, Failure> {
    if let (Some(gold), Some(texts)) = (&arguments.gold, &arguments.texts) {
        edges(context, gold, texts, arguments.weights.as_deref())?;
    }
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

/// Prints how far the confidence of edges can be trusted, and writes its weights.
fn edges(
    context: &Context,
    gold: &Path,
    texts: &Path,
    weights: Option<&Path>,
) -> Result<(), Failure> {
    let reader = Reader::load(&context.data)?;
    let mut judged = Vec::new();
    for (article, document) in text::read([Input::Path(texts.to_owned())]).enumerate() {
        let document = document.map_err(|error| Failure::work(error.to_string()))?;
        let path = gold.join(format!("{}.json", document.id));
        let graph = GoldGraph::read(&path).map_err(|error| Failure::work(error.to_string()))?;
        judged.extend(graph.judge(article, &document, &reader.read(&document)));
    }
    stream::print(&format!(
        "as the edges say:\n{}\nweighed on the other articles:\n{}",
        learn::reliability(&judged),
        learn::reliability(&learn::cross(&judged)),
    ))?;
    if let Some(path) = weights {
        let confidence = learn::to_ron(&learn::confidence(&judged));
        std::fs::write(path, confidence).map_err(|error| {
            Failure::work(format!("cannot write `{}`: {error}", path.display()))
        })?;
    }
    Ok(())
}
