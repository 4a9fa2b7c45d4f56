//! From the marks of the network to the names of a document.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::analysis::NameType;
use crate::analysis::NamedSpan;
use crate::analysis::Sentence;
use crate::analysis::Upos;
use crate::analysis::model::NAME_LABELS;
use crate::analysis::model::Reading;
use crate::analysis::model::name_label;
use crate::analysis::name::classifier::Classifier;
use crate::analysis::name::classifier::TYPES;
use crate::analysis::name::classifier::UNIT;
use crate::analysis::name::feature;
use crate::analysis::name::feature::Scope;
use crate::analysis::name::gazetteer::Known;
use crate::analysis::name::gazetteer::NameGazetteer;
use crate::analysis::name::gazetteer::NamingWords;
use crate::analysis::name::span;
use crate::analysis::name::span::Seen;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;

/// How much a full name says of the surname alone: "Ruiz" behind "Ana Ruiz".
const SURNAME: i32 = 48;

/// Finds the names of documents and tells what they name.
pub(crate) struct NameFinder {
    gazetteer: NameGazetteer,
    classifier: Classifier,
    words: NamingWords,
}

/// A name and what speaks for each type.
struct Found {
    tokens: Range<usize>,
    sums: [i32; TYPES],
}

impl NameFinder {
    /// Reads the lists of names and the weights.
    pub(crate) fn load(source: &DataSource, lexicon: &Lexicon) -> Result<Self, DataError> {
        Ok(NameFinder {
            gazetteer: NameGazetteer::load(source, lexicon)?,
            classifier: Classifier::load(source)?,
            words: NamingWords::load(source)?,
        })
    }

    /// Puts the names of a document in the place of the marks that the network made.
    pub(crate) fn find(&self, words: &[&str], sentences: &[Sentence], reading: &mut Reading) {
        let mut found: Vec<Found> = Vec::new();
        let remembered = proper_words(words, sentences, reading);
        for sentence in sentences {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            let seen = Seen {
                words: &words[tokens.clone()],
                tags: &reading.tags[tokens.clone()],
                dependencies: &reading.dependencies[tokens.clone()],
                first: tokens.start,
                remembered: Some(&remembered),
            };
            span::find(&seen, &self.gazetteer, &self.words, |name| {
                let mut sums = self.weigh(&seen, name.clone());
                let tokens = tokens.start + name.start..tokens.start + name.end;
                for (sum, marks) in sums.iter_mut().zip(marks(reading, tokens.clone())) {
                    *sum += (marks * UNIT) as i32;
                }
                found.push(Found { tokens, sums });
            });
        }
        let all = remember(words, &found);
        let mut names: Vec<NamedSpan> = found
            .iter()
            .zip(all)
            .map(|(found, sums)| NamedSpan {
                tokens: found.tokens.start as u32..found.tokens.end as u32,
                name_type: match words[found.tokens.start] {
                    word if span::is_month(word) || span::is_weekday(word) => NameType::Time,
                    _ => best(&sums),
                },
            })
            .collect();
        self.add_nationalities(words, reading, &mut names);
        reading.names = names;
    }

    fn weigh(&self, seen: &Seen<'_>, name: Range<usize>) -> [i32; TYPES] {
        let mut sums = [0; TYPES];
        feature::features(
            seen,
            name,
            &self.gazetteer,
            Scope::Sentence,
            &mut |kind, value| {
                self.classifier.add(kind, value, &mut sums);
            },
        );
        sums
    }

    /// Adjectives are no names of their own, but "Kenyan" says whose a thing is.
    fn add_nationalities(&self, words: &[&str], reading: &Reading, names: &mut Vec<NamedSpan>) {
        let taken = |names: &[NamedSpan], token: u32| {
            let next = names.partition_point(|name| name.tokens.end <= token);
            names
                .get(next)
                .is_some_and(|name| name.tokens.contains(&token))
        };
        let mut added = Vec::new();
        for (token, word) in words.iter().enumerate() {
            if reading.tags[token].upos != Upos::Adj || !word.starts_with(char::is_uppercase) {
                continue;
            }
            let known = self.gazetteer.word(word);
            let marked = marks(reading, token..token + 1);
            let is_marked = best_mark(&marked) == NameType::Nationality
                && marked[NameType::Nationality as usize] > reading.name_scores[token][0];
            if (known.has(Known::ADJECTIVE) || is_marked) && !taken(names, token as u32) {
                added.push(NamedSpan {
                    tokens: token as u32..token as u32 + 1,
                    name_type: NameType::Nationality,
                });
            }
        }
        names.append(&mut added);
        names.sort_by_key(|name| name.tokens.start);
    }
}

/// Lists the words with a capital that are proper nouns in at least half of the places where they
/// do not begin a sentence.
fn proper_words<'w>(
    words: &[&'w str],
    sentences: &[Sentence],
    reading: &Reading,
) -> FxHashSet<&'w str> {
    let mut counts: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for sentence in sentences {
        for token in sentence.tokens.clone().skip(1) {
            let word = words[token as usize];
            if word.len() > 2 && word.starts_with(char::is_uppercase) {
                let (proper, all) = counts.entry(word).or_default();
                *proper += u32::from(reading.tags[token as usize].upos == Upos::Propn);
                *all += 1;
            }
        }
    }
    counts.retain(|_, (proper, all)| 2 * *proper >= *all);
    counts.into_keys().collect()
}

/// Gives what the network's scores say of each type, over the words of a name.
fn marks(reading: &Reading, tokens: Range<usize>) -> [f32; TYPES] {
    let count = tokens.len().max(1) as f32;
    let mut sums = [0.0; TYPES];
    for scores in &reading.name_scores[tokens] {
        for (sum, &name_type) in sums.iter_mut().zip(NameType::ALL) {
            let first = scores[name_label(name_type, true) % NAME_LABELS];
            let other = scores[name_label(name_type, false) % NAME_LABELS];
            *sum += first.max(other);
        }
    }
    sums.map(|sum| sum / count)
}

fn best_mark(marks: &[f32; TYPES]) -> NameType {
    let mut found = (f32::NEG_INFINITY, NameType::Other);
    for (&mark, &name_type) in marks.iter().zip(NameType::ALL) {
        if mark > found.0 {
            found = (mark, name_type);
        }
    }
    found.1
}

fn best(sums: &[i32; TYPES]) -> NameType {
    let mut found = (i32::MIN, NameType::Other);
    for (&sum, &name_type) in sums.iter().zip(NameType::ALL) {
        if sum > found.0 {
            found = (sum, name_type);
        }
    }
    found.1
}

/// Lets all mentions of one name in a document speak for each other, and a full name for the
/// surname.
fn remember(words: &[&str], found: &[Found]) -> Vec<[i32; TYPES]> {
    let key = |found: &Found| words[found.tokens.clone()].join(" ").to_lowercase();
    let keys: Vec<String> = found.iter().map(key).collect();
    let mut together: BTreeMap<&str, ([i32; TYPES], i32)> = BTreeMap::new();
    let mut surnames: BTreeSet<String> = BTreeSet::new();
    for (found, key) in found.iter().zip(&keys) {
        let (sums, count) = together.entry(key).or_default();
        for (sum, own) in sums.iter_mut().zip(found.sums) {
            *sum += own;
        }
        *count += 1;
        if found.tokens.len() > 1 && best(&found.sums) == NameType::Person {
            surnames.insert(words[found.tokens.end - 1].to_lowercase());
        }
    }
    let each = found.iter().zip(&keys).map(|(found, key)| {
        let (sums, count) = together
            .get(key.as_str())
            .copied()
            .unwrap_or((found.sums, 1));
        let mut all = found.sums;
        for (own, sum) in all.iter_mut().zip(sums) {
            *own += sum / count.max(1);
        }
        if found.tokens.len() == 1 && surnames.contains(key) {
            all[NameType::Person as usize] += SURNAME;
        }
        all
    });
    each.collect()
}
