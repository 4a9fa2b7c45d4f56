//! A second look at clauses that were read without a verb.
//!
//! A rare verb in the past tense looks like a participle, and one in a headline like a plural
//! noun; then "A bomb exploded in Kora." becomes a bomb that is "exploded". Where a clause has no
//! finite verb but a word that may be one, between what may be its subject and its object, the
//! sentence is read once more with a verb in its place of which the tagger has no doubt. That
//! reading stays if the verb finds its subject there.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::Sentence;
use crate::analysis::TokenId;
use crate::analysis::model::Model;
use crate::analysis::model::Reading;
use crate::analysis::name::span::is_weekday;
use crate::data::DataError;
use crate::data::DataSource;

/// Longer sentences are left as they are.
const LONGEST: usize = 80;

/// A headline has no more words.
const HEADLINE: usize = 20;

/// Knows the words that are worth a second look.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondLook {
    intransitive: BTreeSet<String>,
    naming: BTreeSet<String>,
    present: BTreeSet<String>,
    speech: BTreeSet<String>,
    acronyms: BTreeSet<String>,
    /// In all their forms.
    charging: BTreeSet<String>,
    /// In all their forms.
    reasons: BTreeSet<String>,
    /// In all their forms.
    gerund: BTreeSet<String>,
    /// In all their forms.
    labelling: BTreeSet<String>,
}

/// A word that may be the verb of its clause.
struct Doubt {
    /// The tokens that are read again.
    tokens: Range<usize>,
    verb: usize,
    has_object: bool,
    /// Whether the verb must be the root of these tokens.
    is_root: bool,
    /// The verb before that this one is joined to, where the tokens are but a part of a sentence.
    joins: Option<usize>,
    instead: &'static str,
}

impl SecondLook {
    /// Reads `lexicon/second.ron`.
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        source.ron("lexicon/second.ron")
    }

    /// Gives the words for the first reading, with a name of which the network has no doubt in the
    /// place of one that looks like a little word: "IS" in "the attack that IS has claimed".
    ///
    /// Among other words in capitals "IS" is a little word; and so it may be alone, for emphasis,
    /// which is rarer in the news than the name.
    pub(crate) fn without_lookalikes<'a>(
        &self,
        words: &[&'a str],
        sentences: &[Sentence],
    ) -> Vec<&'a str> {
        let mut known = words.to_vec();
        for sentence in sentences {
            let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
            for token in tokens.clone() {
                if !self.acronyms.contains(words[token]) {
                    continue;
                }
                let shouted = |other: usize| {
                    tokens.contains(&other)
                        && words[other].len() > 1
                        && words[other].chars().all(char::is_uppercase)
                };
                let beside = token.checked_sub(1).is_some_and(shouted) || shouted(token + 1);
                let small = words[tokens.clone()]
                    .iter()
                    .filter(|word| word.chars().all(char::is_lowercase))
                    .count();
                if !beside && small * 2 >= tokens.len() {
                    known[token] = "NATO";
                }
            }
        }
        known
    }

    /// Reads doubtful sentences again and keeps what is better.
    pub(crate) fn look(
        &self,
        words: &[&str],
        sentences: &[Sentence],
        model: &Model,
        reading: &mut Reading,
    ) {
        let doubts: Vec<Doubt> = sentences
            .iter()
            .filter_map(|sentence| {
                let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
                self.doubt(words, tokens, reading)
            })
            .collect();
        if doubts.is_empty() {
            return;
        }
        let mut again = Vec::new();
        let mut ranges = Vec::new();
        for doubt in &doubts {
            let start = again.len();
            again.extend_from_slice(&words[doubt.tokens.clone()]);
            again[start + doubt.verb - doubt.tokens.start] = doubt.instead;
            ranges.push(start..again.len());
        }
        let second = model.read(&again, &ranges);
        for (doubt, range) in doubts.iter().zip(ranges) {
            if is_better(doubt, &second, range.start) {
                accept(doubt, &second, range, reading);
            }
        }
    }

    /// Gives verbs what the network gave to their objects, or took for something else than a complement.
    ///
    /// "accused the army of killing a boy", "accused the firm of fraud": what follows "of" is the
    /// charge; "of Kora" and "of the port" belong to the accused. "denied using gas" is no adjunct.
    pub(crate) fn complement(&self, words: &[&str], reading: &mut Reading) {
        for at in 1..words.len() {
            let Dependency { head, deprel } = reading.dependencies[at];
            let Some(head) = head.map(TokenId::index).filter(|&head| head < at) else {
                continue;
            };
            let gerund = reading.tags[at].xpos == "VBG";
            if gerund
                && at == head + 1
                && matches!(deprel, Deprel::Advcl | Deprel::Obj)
                && self.gerund.contains(words[head])
            {
                reading.dependencies[at].deprel = Deprel::Xcomp;
            }
            // "called him a liar": of two objects the second is what the first is called.
            if deprel == Deprel::Obj
                && self.labelling.contains(words[head])
                && (head + 1..at).any(|word| {
                    let arc = reading.dependencies[word];
                    arc.deprel == Deprel::Obj
                        && arc.head == Some(TokenId(head as u32))
                        && matches!(words[word + 1], "a" | "an" | "the")
                        && word + 1 < at
                })
            {
                reading.dependencies[at].deprel = Deprel::Xcomp;
            }
            let Some(verb) = reading.dependencies[head].head.map(TokenId::index) else {
                continue;
            };
            // "called the charges baseless and left": what they are called is no modifier behind them.
            let said = matches!(deprel, Deprel::Acl | Deprel::Amod)
                && reading.tags[at].xpos != "VBG"
                && !(head + 1..at).any(|word| words[word] == ",")
                && !(at + 1..words.len().min(at + 2)).any(|word| words[word] == "by");
            // "called the vote a sham": an apposition stands behind a comma.
            let named = deprel == Deprel::Appos
                && matches!(words[head + 1], "a" | "an" | "the")
                && reading.dependencies[head + 1].head == Some(TokenId(at as u32));
            if (named || said)
                && reading.dependencies[head].deprel == Deprel::Obj
                && verb < head
                && self.labelling.contains(words[verb])
            {
                let up = Dependency {
                    head: Some(TokenId(verb as u32)),
                    deprel: Deprel::Xcomp,
                };
                reading.dependencies[at] = up;
                for word in at + 1..words.len().min(at + 12) {
                    let arc = &mut reading.dependencies[word];
                    if arc.head == Some(TokenId(at as u32))
                        && arc.deprel == Deprel::Conj
                        && matches!(reading.tags[word].xpos, "VBD" | "VBZ")
                    {
                        arc.head = Some(TokenId(verb as u32));
                    }
                }
                continue;
            }
            let hangs = |child: usize, relations: &[Deprel]| {
                let arc = reading.dependencies[child];
                arc.head.map(TokenId::index) == Some(at) && relations.contains(&arc.deprel)
            };
            let marks = [Deprel::Case, Deprel::Mark];
            let leads = |word: &usize| hangs(*word, &marks);
            let preposition = (head + 1..at).find(leads).map_or("", |word| words[word]);
            let charging = match preposition {
                "of" => self.charging.contains(words[verb]),
                "with" => matches!(words[verb], "charge" | "charges" | "charged" | "charging"),
                "for" => self.reasons.contains(words[verb]),
                _ => false,
            };
            let bare = matches!(reading.tags[at].xpos, "NN" | "NNS")
                && !(head + 1..at)
                    .any(|word| hangs(word, &[Deprel::Det, Deprel::NmodPoss, Deprel::Nummod]));
            let bare = bare || preposition == "for";
            let object = reading.dependencies[head].deprel == Deprel::Obj;
            if charging && object && verb < head && (gerund || bare) {
                reading.dependencies[at] = Dependency {
                    head: Some(TokenId(verb as u32)),
                    deprel: if gerund { Deprel::Advcl } else { Deprel::Obl },
                };
            }
        }
    }

    /// Finds the word in a sentence that is most likely a verb read as something else.
    fn doubt(&self, words: &[&str], sentence: Range<usize>, reading: &Reading) -> Option<Doubt> {
        if !(3..=LONGEST).contains(&sentence.len()) {
            return None;
        }
        let is_finite = |token: usize| {
            matches!(reading.tags[token].xpos, "VBD" | "VBZ" | "VBP" | "MD")
                && !is_modifier(token, reading)
        };
        let finite: Vec<usize> = sentence.clone().filter(|&token| is_finite(token)).collect();
        let ends = ends(&words[sentence.clone()]);
        if !ends {
            return match finite[..] {
                [] if sentence.len() <= HEADLINE => self.present(words, sentence, reading),
                _ => None,
            };
        }
        let past = |clause: Range<usize>, tokens: Range<usize>| {
            let found = clause.clone().find_map(|token| {
                let has_object = self.past(words, clause.clone(), token, reading)?;
                Some((token, has_object))
            });
            found.map(|(verb, has_object)| Doubt {
                tokens,
                verb,
                has_object,
                is_root: true,
                joins: None,
                instead: if has_object { "took" } else { "came" },
            })
        };
        if finite.is_empty() {
            // "The party backs the plan." has the verb of a headline.
            return past(sentence.clone(), sentence.clone())
                .or_else(|| self.present(words, sentence, reading));
        }
        let comma = |token: &usize| matches!(words[*token], "," | ";");
        // "A bomb exploded in Kora, killing two, police said."
        if let [speech] = finite[..]
            && self.speech.contains(words[speech])
            && let Some(last) = (sentence.start..speech).rev().find(comma)
            && speech - last <= 8
        {
            let doubt = past(sentence.start..last, sentence)?;
            return Some(Doubt {
                is_root: false,
                ..doubt
            });
        }
        // "Protesters threw stones, and police used tear gas."
        let root = sentence
            .clone()
            .find(|&token| reading.dependencies[token].head.is_none())?;
        for start in sentence.start + 2..sentence.end {
            if reading.tags[start - 1].xpos != "CC" || !comma(&(start - 2)) || start <= root {
                continue;
            }
            let is_end = |token: &usize| reading.tags[*token].xpos == "." || comma(token);
            let end = (start..sentence.end).find(is_end).unwrap_or(sentence.end);
            if is_finite(root)
                && !(start..end).any(is_finite)
                && let Some(doubt) = past(start..end, start..end)
                && doubt.has_object
            {
                return Some(Doubt {
                    joins: Some(root),
                    ..doubt
                });
            }
        }
        None
    }

    /// Tells whether a word may be in the past tense, and whether an object follows.
    fn past(
        &self,
        words: &[&str],
        clause: Range<usize>,
        token: usize,
        reading: &Reading,
    ) -> Option<bool> {
        let word = words[token];
        let may_be_past = reading.tags[token].xpos == "VBN"
            || (reading.tags[token].xpos == "VBD" && is_modifier(token, reading))
            || (word.ends_with("ed") && matches!(reading.tags[token].xpos, "NN" | "JJ" | "NNP"));
        if !may_be_past
            || !word.starts_with(char::is_lowercase)
            || word.contains('-')
            || !follows_subject(clause.clone(), token, reading)
        {
            return None;
        }
        if self.intransitive.contains(word) {
            return Some(false);
        }
        (begins_object(words, clause, token + 1, reading) && !self.naming.contains(word))
            .then_some(true)
    }

    fn present(&self, words: &[&str], sentence: Range<usize>, reading: &Reading) -> Option<Doubt> {
        let is_verb = |&token: &usize| {
            matches!(reading.tags[token].xpos, "NNS" | "NNPS" | "NN" | "NNP")
                && self.present.contains(&words[token].to_lowercase())
                && follows_subject(sentence.clone(), token, reading)
                && begins_object(words, sentence.clone(), token + 1, reading)
        };
        let verb = sentence.clone().find(is_verb)?;
        Some(Doubt {
            tokens: sentence,
            verb,
            has_object: true,
            is_root: true,
            joins: None,
            instead: match words[verb].chars().nth(1) {
                Some(c) if c.is_uppercase() => "TAKES",
                _ if words[verb].starts_with(char::is_uppercase) => "Takes",
                _ => "takes",
            },
        })
    }
}

/// Tells whether a word was read as a part of a noun phrase.
fn is_modifier(token: usize, reading: &Reading) -> bool {
    matches!(
        reading.dependencies[token].deprel,
        Deprel::Acl | Deprel::Amod | Deprel::Compound
    )
}

/// Tells whether a noun or pronoun stands before a word, apart from adverbs and the comma that closes
/// an apposition at most: "The mayor, Ana Lind, blamed rebels".
fn follows_subject(clause: Range<usize>, token: usize, reading: &Reading) -> bool {
    let comma = |at: usize| reading.tags[at].xpos == ",";
    let mut before: Vec<usize> = (clause.start..token).rev().collect();
    if before.first().is_some_and(|&last| comma(last))
        && before.iter().filter(|&&at| comma(at)).count() == 2
    {
        before.remove(0);
    }
    before
        .into_iter()
        .map(|token| reading.tags[token].xpos)
        .find(|xpos| *xpos != "RB")
        .is_some_and(|xpos| matches!(xpos, "NN" | "NNS" | "NNP" | "NNPS" | "PRP" | "CD"))
}

/// Tells whether a noun phrase begins at a word.
fn begins_object(words: &[&str], clause: Range<usize>, token: usize, reading: &Reading) -> bool {
    // "Photographs released Tuesday".
    clause.contains(&token)
        && !is_weekday(words[token])
        && matches!(
            reading.tags[token].xpos,
            "DT" | "PDT"
                | "PRP"
                | "PRP$"
                | "JJ"
                | "JJR"
                | "CD"
                | "NN"
                | "NNS"
                | "NNP"
                | "NNPS"
                | "$"
        )
}

/// Tells whether a sentence has the mark of its end.
fn ends(words: &[&str]) -> bool {
    words
        .iter()
        .rev()
        .find(|word| !matches!(**word, "\"" | "”" | "'" | "’" | ")" | "]" | "''"))
        .is_some_and(|word| matches!(*word, "." | "!"))
}

/// Tells whether the verb found its place: `start` is where its sentence begins in `second`.
fn is_better(doubt: &Doubt, second: &Reading, start: usize) -> bool {
    let verb = start + doubt.verb - doubt.tokens.start;
    let end = start + doubt.tokens.len();
    let child = |relation: &str, tokens: Range<usize>| {
        tokens.into_iter().any(|token| {
            let dependency = second.dependencies[token];
            dependency.head == Some(TokenId(verb as u32))
                && dependency.deprel.universal() == relation
        })
    };
    matches!(second.tags[verb].xpos, "VBD" | "VBZ")
        && child("nsubj", start..verb)
        && (!doubt.has_object || child("obj", verb + 1..end))
        && (!doubt.is_root || second.dependencies[verb].head.is_none())
}

/// Puts the second reading in the place of the first.
fn accept(doubt: &Doubt, second: &Reading, range: Range<usize>, reading: &mut Reading) {
    let (first, start) = (doubt.tokens.start, range.start);
    for (token, other) in doubt.tokens.clone().zip(range) {
        reading.tags[token] = second.tags[other];
        let dependency = second.dependencies[other];
        reading.dependencies[token] = Dependency {
            head: dependency
                .head
                .map(|head| TokenId((head.index() - start + first) as u32)),
            deprel: dependency.deprel,
        };
    }
    if let Some(root) = doubt.joins {
        let mut hang = |token: usize, head: usize, deprel: Deprel| {
            reading.dependencies[token] = Dependency {
                head: Some(TokenId(head as u32)),
                deprel,
            };
        };
        hang(doubt.verb, root, Deprel::Conj);
        hang(first - 1, doubt.verb, Deprel::Cc);
        hang(first - 2, doubt.verb, Deprel::Punct);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::analysis::Analyzer;
    use crate::text::Document;

    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::load(&DataSource::embedded()).unwrap());

    /// Lists the verbs of a sentence that have a subject: `subject verb object`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let analysis = ANALYZER.analyze(&document);
        let mut found = Vec::new();
        for verb in (0..analysis.tokens().len() as u32).map(TokenId) {
            let child = |relation: &str| {
                let mut children = analysis.children(verb).iter();
                children
                    .find(|&&child| analysis.deprel(child).universal() == relation)
                    .map(|&child| analysis.span(child).of(text))
            };
            if let Some(subject) = child("nsubj") {
                let verb = analysis.span(verb).of(text);
                let object = child("obj").unwrap_or("-");
                found.push(format!("{subject} {verb} {object}"));
            }
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_past_tense_between_subject_and_object_is_no_participle() {
        check(
            "An earthquake struck northern Kora early on Monday.",
            &["earthquake struck Kora"],
        );
        check(
            "A Norwegian court on Friday sentenced former banker Nils Tarvel to six years in prison.",
            &["court sentenced Nils"],
        );
    }

    #[test]
    fn a_past_tense_may_follow_an_apposition() {
        check(
            "The mayor of Oslo, Anna Lind, blamed dissidents for the fire.",
            &["mayor blamed dissidents"],
        );
    }

    #[test]
    fn a_past_tense_without_object_is_known_by_its_verb() {
        check("A bomb exploded in Oslo.", &["bomb exploded -"]);
        check("The prisoner released in Oslo.", &[]);
        check("A report published in Oslo.", &[]);
    }

    #[test]
    fn what_is_said_before_comes_first() {
        check(
            "A shell exploded in Oslo, killing two people, police said.",
            &["shell exploded -", "police said -"],
        );
    }

    #[test]
    fn the_second_of_two_clauses_has_a_verb_of_its_own() {
        check(
            "Marchers threw bottles, and police used tear gas to disperse them.",
            &["Marchers threw bottles", "police used gas"],
        );
    }

    #[test]
    fn headlines_have_verbs_that_look_like_nouns() {
        let jails = "Court jails former minister over dam contracts";
        check(jails, &["Court jails minister"]);
        check(
            "Court Jails Former Minister Over Dam Contracts",
            &["Court Jails Minister"],
        );
        check(&jails.to_uppercase(), &["COURT JAILS MINISTER"]);
        check("Peace talks in Oslo", &[]);
    }

    #[test]
    fn a_name_that_looks_like_a_little_word_is_a_name() {
        check(
            "Troops said that IS had attacked the town.",
            &["Troops said -", "IS attacked town"],
        );
    }

    #[test]
    fn participles_that_name_stay_what_they_are() {
        check("A man named Bo Tarvel.", &[]);
        check("Photographs released Tuesday of the damage.", &[]);
    }
}
