//! `newsgraph learn`: trains the network on treebanks and writes its weights with their card.

use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use clap::ValueHint;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::analysis::model::vectors::Vectors;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::data::DataSource;
use crate::learn;
use crate::learn::Card;
use crate::learn::Settings;
use crate::learn::VectorCard;

/// Train the network that tags, parses and finds names
///
/// Writes `english.bin`, the weights, `lemma.tsv` and `feature.tsv`, the words whose lemmas and
/// features no rule tells, and `english.ron`, which says where they come from. The
/// same treebanks, vectors, seed and settings give the same weights, bit for bit.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct LearnArguments {
    /// The folder with the treebanks: learns from `*-train.conllu`, watches `*-dev.conllu`
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    treebank: PathBuf,
    /// Decides every random choice
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u64,
    /// How many networks to train, whose scores are added up
    #[arg(long, default_value_t = Settings::default().networks)]
    networks: usize,
    /// How often each sentence is seen
    #[arg(long, default_value_t = Settings::default().epochs)]
    epochs: usize,
    /// Numbers for a word in its sentence
    #[arg(long, default_value_t = Settings::default().width)]
    width: usize,
    /// Numbers for a word of the vocabulary
    #[arg(long, default_value_t = Settings::default().word_width)]
    word_width: usize,
    /// The share of numbers left out in each step
    #[arg(long, default_value_t = Settings::default().dropout)]
    dropout: f32,
    /// The share of words and ends of words that are hidden
    #[arg(long, default_value_t = Settings::default().hide)]
    hide: f32,
    /// The share of sentences in which people get other names
    #[arg(long, default_value_t = Settings::default().swap)]
    swap: f32,
    /// Recurrent layers
    #[arg(long, default_value_t = Settings::default().layers)]
    layers: usize,
    /// The length of a step
    #[arg(long, default_value_t = Settings::default().rate)]
    rate: f32,
    /// Take the vectors of words from this file, a word and its numbers on each line, instead of
    /// those in the binary
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    vectors: Option<PathBuf>,
    /// How many of the vectors in the file to keep
    #[arg(long, default_value_t = 48_000, requires = "vectors")]
    keep: usize,
    /// Learn the lemmas and features of words only, which is done in a second
    #[arg(long)]
    forms: bool,
    /// Learn the types of names only, which is done in a few seconds
    #[arg(long)]
    names: bool,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: PathBuf,
}

pub(in crate::cli) fn run(arguments: &LearnArguments) -> Result<Outcome, Failure> {
    let naming = learn::naming(&arguments.treebank, &DataSource::embedded(), arguments.seed)
        .map_err(|error| Failure::work(error.to_string()))?;
    write(&arguments.output, "name.tsv", naming.as_bytes())?;
    if arguments.names {
        return Ok(Outcome::Done);
    }
    let forms = learn::forms(&arguments.treebank, &DataSource::embedded())
        .map_err(|error| Failure::work(error.to_string()))?;
    write(&arguments.output, "lemma.tsv", forms.lemmas.as_bytes())?;
    write(&arguments.output, "feature.tsv", forms.features.as_bytes())?;
    if arguments.forms {
        return Ok(Outcome::Done);
    }
    let vectors = match &arguments.vectors {
        Some(path) => {
            let vectors = learn::read_vectors(path, arguments.keep)
                .map_err(|error| Failure::work(error.to_string()))?;
            let bytes = vectors.to_bytes();
            let card = VectorCard::new(vectors.words.len(), arguments.keep, &bytes);
            write(&arguments.output, "vectors.bin", &bytes)?;
            write(&arguments.output, "vectors.ron", card.to_ron().as_bytes())?;
            vectors
        }
        None => Vectors::load(&DataSource::embedded())?,
    };
    let settings = Settings {
        seed: arguments.seed,
        networks: arguments.networks,
        epochs: arguments.epochs,
        width: arguments.width,
        word_width: arguments.word_width,
        dropout: arguments.dropout,
        hide: arguments.hide,
        swap: arguments.swap,
        layers: arguments.layers,
        rate: arguments.rate,
    };
    let mut figures = Vec::new();
    let weights = learn::learn(
        &arguments.treebank,
        &vectors,
        &DataSource::embedded(),
        &settings,
        &mut |line| {
            eprintln!("{line}");
            if !line.starts_with(' ') {
                figures.clear();
            } else {
                figures.push(line.trim().to_owned());
            }
        },
    )
    .map_err(|error| Failure::work(error.to_string()))?;
    let bytes = weights.to_bytes();
    let card = Card::new(&settings, &bytes, figures, today());
    write(&arguments.output, "english.bin", &bytes)?;
    write(&arguments.output, "english.ron", card.to_ron().as_bytes()).map(|()| Outcome::Done)
}

/// Gives the day by Greenwich time.
fn today() -> Date {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let days = since.map_or(0, |time| time.as_secs() / 86_400);
    let days = i64::try_from(days).unwrap_or(0);
    Date::constant(1970, 1, 1).saturating_add(days.days())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|error| Failure::work(format!("cannot write `{}`: {error}", path.display())))
}
