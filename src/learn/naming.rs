//! Learns what names name from the names that a treebank marks and from the lexicon.
//!
//! A multinomial logistic model over the features of [`crate::analysis::name::feature`], fitted
//! by gradient steps of a size that shrinks for each feature as it is seen (AdaGrad). Names of
//! the lexicon teach by their words alone; what the lexicon says of a name is hidden now and
//! then, so that the model does not lean on it for all.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::analysis::Analysis;
use crate::analysis::NameType;
use crate::analysis::TokenId;
use crate::analysis::name::classifier::TYPES;
use crate::analysis::name::classifier::UNIT;
use crate::analysis::name::feature;
use crate::analysis::name::feature::Scope;
use crate::analysis::name::gazetteer;
use crate::analysis::name::gazetteer::Known;
use crate::analysis::name::gazetteer::NameGazetteer;
use crate::analysis::name::span::Seen;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::learn::LearnError;
use crate::learn::matrix::exp;
use crate::learn::random::Random;
use crate::learn::treebank;
use crate::text::Document;

/// How often each name is seen.
const EPOCHS: usize = 12;

/// The length of the first steps.
const RATE: f32 = 0.05;

/// What pulls weights to naught in each epoch.
const DECAY: f32 = 0.02;

/// How often what the lexicon says is hidden.
const HIDE: f32 = 0.25;

/// How much a name of the lexicon counts beside one in a text.
const LISTED: f32 = 0.25;

/// Features seen less often teach nothing.
const SEEN: usize = 3;

/// A name to learn from.
struct Sample {
    features: Vec<usize>,
    name_type: usize,
    weight: f32,
}

/// Features by number.
#[derive(Default)]
struct Features {
    numbers: BTreeMap<(&'static str, String), usize>,
}

impl Features {
    fn number(&mut self, kind: &'static str, value: &str) -> usize {
        let value = if kind.ends_with("shape") {
            value.to_owned()
        } else {
            value.to_lowercase()
        };
        let next = self.numbers.len();
        *self.numbers.entry((kind, value)).or_insert(next)
    }
}

/// Fits the weights and writes them as the text of their file.
pub fn naming(folder: &Path, source: &DataSource, seed: u64) -> Result<String, LearnError> {
    let lexicon = Lexicon::load(source)?;
    let gazetteer = NameGazetteer::load(source, &lexicon)?;
    let mut features = Features::default();
    let mut samples = Vec::new();
    for path in treebank::files(folder, "-train.conllu")? {
        for (document, analysis) in treebank::read(&path)? {
            add_names(
                &document,
                &analysis,
                &gazetteer,
                &mut features,
                &mut samples,
            );
        }
    }
    gazetteer::entries(&lexicon, |name, known| {
        if let Some(name_type) = listed_type(known) {
            let words: Vec<&str> = name.split(' ').collect();
            let seen = Seen {
                words: &words,
                tags: &[],
                dependencies: &[],
                first: 0,
                remembered: None,
            };
            let mut sample = Sample {
                features: Vec::new(),
                name_type: name_type as usize,
                weight: LISTED,
            };
            feature::features(
                &seen,
                0..words.len(),
                &gazetteer,
                Scope::Words,
                &mut |kind, value| {
                    sample.features.push(features.number(kind, value));
                },
            );
            samples.push(sample);
        }
    });
    let mut counts = vec![0; features.numbers.len()];
    for &number in samples.iter().flat_map(|sample| &sample.features) {
        counts[number] += 1;
    }
    for sample in &mut samples {
        sample.features.retain(|&number| counts[number] >= SEEN);
    }
    let weights = fit(&features, &samples, &mut Random::new(seed));
    Ok(written(&features, &weights))
}

fn listed_type(known: Known) -> Option<NameType> {
    Some(match known {
        Known::STATE | Known::CITY | Known::REGION | Known::FACILITY => NameType::Place,
        Known::ORGANIZATION | Known::ARMED_GROUP | Known::GROUP => NameType::Organization,
        Known::PERSON => NameType::Person,
        Known::PEOPLE => NameType::Nationality,
        _ => return None,
    })
}

fn add_names(
    document: &Document,
    analysis: &Analysis,
    gazetteer: &NameGazetteer,
    features: &mut Features,
    samples: &mut Vec<Sample>,
) {
    let words: Vec<&str> = (0..analysis.tokens().len())
        .map(|token| treebank::word(document, analysis, TokenId(token as u32)))
        .collect();
    for name in analysis.names() {
        let number = analysis.sentence_of(TokenId(name.tokens.start));
        let tokens = analysis.sentences()[number].tokens.clone();
        let ids = || tokens.clone().map(TokenId);
        let tags: Vec<_> = ids().map(|token| analysis.tag(token)).collect();
        let dependencies: Vec<_> = ids().map(|token| analysis.dependency(token)).collect();
        let seen = Seen {
            words: &words[tokens.start as usize..tokens.end as usize],
            tags: &tags,
            dependencies: &dependencies,
            first: tokens.start as usize,
            remembered: None,
        };
        let place =
            (name.tokens.start - tokens.start) as usize..(name.tokens.end - tokens.start) as usize;
        let name_type = treebank::name_type(analysis, name);
        let mut sample = Sample {
            features: Vec::new(),
            name_type: name_type as usize,
            weight: 1.0,
        };
        feature::features(
            &seen,
            place,
            gazetteer,
            Scope::Sentence,
            &mut |kind, value| {
                sample.features.push(features.number(kind, value));
            },
        );
        samples.push(sample);
    }
}

fn fit(features: &Features, samples: &[Sample], random: &mut Random) -> Vec<[f32; TYPES]> {
    let count = features.numbers.len();
    let mut hidden = vec![false; count];
    for ((kind, _), &number) in &features.numbers {
        hidden[number] = kind.contains("listed");
    }
    let mut weights = vec![[0f32; TYPES]; count];
    let mut squares = vec![[1e-3f32; TYPES]; count];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &index in &order {
            let sample = &samples[index];
            let hides = random.unit() < HIDE;
            let seen = || {
                sample
                    .features
                    .iter()
                    .copied()
                    .filter(|&number| !(hides && hidden[number]))
            };
            let mut sums = [0f32; TYPES];
            for number in seen() {
                for (sum, weight) in sums.iter_mut().zip(weights[number]) {
                    *sum += weight;
                }
            }
            let top = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let shares = sums.map(|sum| exp(sum - top));
            let total: f32 = shares.iter().sum();
            let slope: [f32; TYPES] = std::array::from_fn(|place| {
                sample.weight
                    * (shares[place] / total - f32::from(u8::from(place == sample.name_type)))
            });
            for number in seen() {
                for place in 0..TYPES {
                    let square = &mut squares[number][place];
                    *square += slope[place] * slope[place];
                    weights[number][place] -= RATE * slope[place] / square.sqrt();
                }
            }
        }
        for weight in weights.iter_mut().flatten() {
            *weight *= 1.0 - DECAY;
        }
    }
    weights
}

/// Writes what is worth keeping, in order.
fn written(features: &Features, weights: &[[f32; TYPES]]) -> String {
    let mut text = String::new();
    for ((kind, value), &number) in &features.numbers {
        let row = weights[number].map(|weight| (weight * UNIT).round() as i32);
        if value.contains(['\t', '\n', '\r']) || row.iter().all(|weight| weight.abs() < 5) {
            continue;
        }
        let numbers: Vec<String> = row.iter().map(i32::to_string).collect();
        writeln!(text, "{kind}\t{value}\t{}", numbers.join("\t"))
            .expect("writing to a string does not fail");
    }
    text
}
