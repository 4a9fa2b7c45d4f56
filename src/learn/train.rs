//! Learns the weights from the treebanks of a folder.

use std::fmt;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;

use crate::analysis::Analysis;
use crate::analysis::model::Model;
use crate::analysis::model::vectors::Vectors;
use crate::analysis::model::weights::Weights;
use crate::data::DataSource;
use crate::learn::learner::Learner;
use crate::learn::score::score_model;
use crate::learn::stock::Stock;
use crate::learn::treebank;
use crate::learn::treebank::Labels;
use crate::learn::treebank::LearnError;
use crate::learn::treebank::Sample;
use crate::text::Document;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Decides every random choice.
    pub seed: u64,
    /// Networks whose scores are added up; each has a seed of its own, one higher than the last.
    pub networks: usize,
    /// How often each sentence is seen.
    pub epochs: usize,
    /// Numbers for a word in its sentence.
    pub width: usize,
    /// Numbers for a word of the vocabulary.
    pub word_width: usize,
    /// How often numbers inside the network are left out.
    pub dropout: f32,
    /// How often an end of a word, or the word itself, is hidden.
    pub hide: f32,
    /// How often people's names are swapped for others in a sentence.
    pub swap: f32,
    /// Recurrent layers.
    pub layers: usize,
    /// The length of a step after the first steps.
    pub rate: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 1,
            networks: 2,
            epochs: 30,
            width: 192,
            word_width: 64,
            dropout: 0.25,
            hide: 0.0,
            swap: 0.3,
            layers: 3,
            rate: 0.003,
        }
    }
}

impl fmt::Display for Settings {
    /// Writes the settings as arguments of the command.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "--seed {} --networks {} --epochs {} --width {} --word-width {} --layers {} --dropout {} --hide {} --swap {} --rate {}",
            self.seed,
            self.networks,
            self.epochs,
            self.width,
            self.word_width,
            self.layers,
            self.dropout,
            self.hide,
            self.swap,
            self.rate
        )
    }
}

/// Learns from every `…-train.conllu` of `folder`, with `vectors` as they are; tells `report` how it goes, and how well it does on
/// every `…-dev.conllu` there, on lines that begin with a space.
pub fn learn(
    folder: &Path,
    vectors: &Vectors,
    source: &DataSource,
    settings: &Settings,
    report: &mut dyn FnMut(&str),
) -> Result<Weights, LearnError> {
    let mut training = Vec::new();
    let mut all = Vec::new();
    for path in treebank::files(folder, "-train.conllu")? {
        let documents = treebank::read(&path)?;
        all.extend(documents.iter().cloned());
        training.push(documents);
    }
    if training.is_empty() {
        return Err(LearnError::NoTreebank {
            path: folder.to_owned(),
        });
    }
    let labels = Labels::of(&all);
    let samples: Vec<Sample> = training
        .iter()
        .flat_map(|documents| treebank::samples(documents, &labels))
        .collect();
    let mut checks = Vec::new();
    for path in treebank::files(folder, "-dev.conllu")? {
        let name = path.file_stem().unwrap_or_default();
        checks.push((name.to_string_lossy().into_owned(), treebank::read(&path)?));
    }
    let school = School {
        vectors,
        labels,
        settings,
        stock: Stock::load(source)?,
        checks,
    };
    let learned = side_by_side(settings.networks.max(1), report, |number, report| {
        let seed = settings.seed.wrapping_add(number as u64);
        school.teach(&samples, seed, report)
    });
    let mut learned = learned.into_iter();
    let mut weights = learned.next().expect("there is at least one network");
    for (other, number) in learned.zip(2..) {
        weights.networks.extend(other.networks);
        report(&format!("{number} networks together:"));
        school.report_scores(&weights, report);
    }
    Ok(weights)
}

/// What all networks have in common while they learn.
struct School<'s> {
    vectors: &'s Vectors,
    labels: Labels,
    settings: &'s Settings,
    stock: Stock,
    /// Treebanks that are not learned from.
    checks: Vec<(String, Vec<(Document, Analysis)>)>,
}

impl School<'_> {
    /// Teaches one network.
    fn teach(&self, samples: &[Sample], seed: u64, report: &mut dyn FnMut(&str)) -> Weights {
        let settings = self.settings;
        let (labels, stock) = (self.labels.clone(), &self.stock);
        let mut learner = Learner::new(samples, self.vectors, labels, settings, stock, seed);
        report(&format!(
            "seed {seed}: {} sentences, {} numbers to learn",
            samples.len(),
            learner.size(),
        ));
        for epoch in 1..=settings.epochs {
            let loss = learner.epoch(samples);
            report(&format!(
                "seed {seed}, epoch {epoch}: losses: tags {:.4}, arcs {:.4}, labels {:.4}, names {:.4}",
                loss.tags, loss.arcs, loss.labels, loss.names
            ));
            if epoch % 10 == 0 || epoch == settings.epochs {
                self.report_scores(&learner.weights(), report);
            }
        }
        learner.weights()
    }

    /// Tells how well weights do on the treebanks that are not learned from.
    fn report_scores(&self, weights: &Weights, report: &mut dyn FnMut(&str)) {
        if let Ok(model) = Model::new(weights.clone(), self.vectors.clone()) {
            for (name, documents) in &self.checks {
                let scores = score_model(&model, documents);
                report(&format!("  {name}: {scores}"));
            }
        }
    }
}

/// Does as many pieces of work at a time as the machine has processors; gives what they give, in order.
///
/// What they report comes as it comes.
fn side_by_side<T: Send>(
    pieces: usize,
    report: &mut dyn FnMut(&str),
    work: impl Fn(usize, &mut dyn FnMut(&str)) -> T + Sync,
) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let (lines, told) = mpsc::channel::<String>();
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers.min(pieces))
            .map(|_| {
                let (next, work, lines) = (&next, &work, lines.clone());
                scope.spawn(move || {
                    let mut done = Vec::new();
                    loop {
                        let piece = next.fetch_add(1, Ordering::Relaxed);
                        if piece >= pieces {
                            return done;
                        }
                        // The other end hears until all are done.
                        let mut report = |line: &str| drop(lines.send(line.to_owned()));
                        done.push((piece, work(piece, &mut report)));
                    }
                })
            })
            .collect();
        drop(lines);
        told.iter().for_each(|line| report(&line));
        let joined = workers.into_iter().map(|worker| worker.join());
        joined
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|&(piece, _)| piece);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREEBANK: &str = "\
# newdoc id = a
# text = Ana sees dogs.
1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new)
2\tsees\tsee\tVERB\tVBZ\t_\t0\troot\t_\t_
3\tdogs\tdog\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Dogs bark.
1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Ana sees Ana bark.
1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-giv)
2\tsees\tsee\tVERB\tVBZ\t_\t0\troot\t_\t_
3\tAna\tAna\tPROPN\tNNP\t_\t2\tobj\t_\tEntity=(1-person-giv)
4\tbark\tbark\tVERB\tVBP\t_\t2\txcomp\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
";

    fn learned(seed: u64) -> Weights {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a-train.conllu"), TREEBANK).unwrap();
        let settings = Settings {
            seed,
            networks: 1,
            epochs: 200,
            width: 32,
            dropout: 0.0,
            ..Settings::default()
        };
        let source = DataSource::embedded();
        learn(
            folder.path(),
            &Vectors::none(),
            &source,
            &settings,
            &mut |_| (),
        )
        .unwrap()
    }

    #[test]
    fn a_few_sentences_are_learned_by_heart() {
        let weights = learned(1);
        let model = Model::new(weights, Vectors::none()).unwrap();
        let words = ["Ana", "sees", "dogs", ".", "Dogs", "bark", "."];
        let reading = model.read(&words, &[0..4, 4..7]);
        let heads: Vec<_> = reading
            .dependencies
            .iter()
            .map(|dependency| dependency.head.map(|head| head.0))
            .collect();
        let expected = [Some(1), None, Some(1), Some(1), Some(5), None, Some(5)];
        assert_eq!(heads, expected);
        let labels: Vec<_> = reading
            .dependencies
            .iter()
            .map(|dependency| dependency.deprel.name())
            .collect();
        let expected = ["nsubj", "root", "obj", "punct", "nsubj", "root", "punct"];
        assert_eq!(labels, expected);
        let marks = &reading.name_scores;
        let is_marked = |word: usize| marks[word][1..].iter().any(|&mark| mark > marks[word][0]);
        assert_eq!([0, 1, 2].map(is_marked), [true, false, false]);
    }

    #[test]
    fn one_seed_gives_the_same_bytes_again() {
        assert_eq!(learned(7).to_bytes(), learned(7).to_bytes());
        assert_ne!(learned(7).to_bytes(), learned(8).to_bytes());
    }
}
