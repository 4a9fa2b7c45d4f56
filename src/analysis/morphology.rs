//! The features of words, read off their tags, their forms and their trees.
//!
//! Small words have theirs in a table learned from treebanks. For open classes the tag says most;
//! number and person of a verb come from its subject, its voice from its auxiliary.

use rustc_hash::FxHashMap;

use crate::analysis::Deprel;
use crate::analysis::Features;
use crate::analysis::Tag;
use crate::analysis::Upos;
use crate::analysis::penn_tag;
use crate::data::DataError;
use crate::data::DataSource;

/// The file of small words: form, parts of speech and features on each line, sorted.
const FILE: &str = "model/feature.tsv";

/// Features of words by their form.
pub(crate) struct Morphology {
    forms: FxHashMap<Box<str>, Vec<(Upos, &'static str, Features)>>,
}

/// A word of a sentence as the rules need it.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    /// As it is written.
    pub(crate) form: &'a str,
    /// Its part of speech.
    pub(crate) tag: Tag,
    /// Its head's place in the sentence; none for the root.
    pub(crate) head: Option<usize>,
    /// The label of the arc.
    pub(crate) deprel: Deprel,
}

/// What hangs on a word.
#[derive(Clone, Copy, Default)]
struct Around {
    subject: Option<u32>,
    auxiliary: bool,
    passive: bool,
    perfect: bool,
    to: bool,
}

impl Morphology {
    /// Reads the table.
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, text) = source.text(FILE)?;
        let mut forms: FxHashMap<Box<str>, Vec<_>> = FxHashMap::default();
        for line in text.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let entry = match columns[..] {
                [form, upos, xpos, features] => Upos::from_name(upos)
                    .zip(penn_tag(xpos))
                    .map(|(upos, xpos)| (form, (upos, xpos, parse(features)))),
                _ => None,
            };
            let Some((form, entry)) = entry else {
                return Err(DataError::at_word(
                    file,
                    &text,
                    line,
                    "expected a form, two tags and features, parted by tabs",
                ));
            };
            forms.entry(form.into()).or_default().push(entry);
        }
        Ok(Morphology { forms })
    }

    /// Gives the features of each word of a sentence.
    pub(crate) fn features(&self, words: &[Word<'_>]) -> Vec<Features> {
        let around = around(words);
        (0..words.len())
            .map(|index| {
                let word = &words[index];
                if !is_open(word.tag) {
                    let lower = word.form.to_lowercase();
                    if let Some(features) = self.known(&lower, word.tag) {
                        return in_place(words, index, &lower, features);
                    }
                }
                by_tag(words, &around, index)
            })
            .collect()
    }

    fn known(&self, lower: &str, tag: Tag) -> Option<Features> {
        let entries = self.forms.get(lower)?;
        let (.., features) = entries
            .iter()
            .find(|(upos, xpos, _)| (*upos, *xpos) == (tag.upos, tag.xpos))?;
        Some(*features)
    }
}

/// Tells whether a tag's words are too many for a table.
pub(crate) fn is_open(tag: Tag) -> bool {
    // "something" and "nobody" have the tags of nouns.
    let open = |start: &&str| tag.xpos.starts_with(start);
    tag.upos != Upos::Pron && ["NN", "VB", "JJ", "CD"].iter().any(open)
}

/// Reads `Case=Nom|Number=Sing`.
pub(crate) fn parse(features: &str) -> Features {
    features
        .split('|')
        .filter_map(|entry| entry.split_once('='))
        .fold(Features::default(), |features, (name, value)| {
            features.with(name, value)
        })
}

/// Puts the answers on each clause to the words that hang on its head.
fn around(words: &[Word<'_>]) -> Vec<Around> {
    let mut around = vec![Around::default(); words.len()];
    for (index, word) in words.iter().enumerate() {
        let Some(head) = word.head else { continue };
        let place = &mut around[head];
        match word.deprel {
            Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Csubj
            | Deprel::CsubjPass
            | Deprel::NsubjOuter => {
                place.subject.get_or_insert(index as u32);
            }
            Deprel::Expl if place.subject.is_none() => place.subject = Some(index as u32),
            Deprel::AuxPass => {
                place.auxiliary = true;
                place.passive = true;
            }
            Deprel::Aux | Deprel::Cop => {
                place.auxiliary = true;
                place.perfect |= matches!(
                    word.form.to_ascii_lowercase().as_str(),
                    "have" | "has" | "had" | "having" | "'ve" | "’ve"
                ) || word.form == "'d"
                    || word.form == "’d";
            }
            _ => (),
        }
        place.to |= word.tag.xpos == "TO";
    }
    around
}

fn by_tag(words: &[Word<'_>], around: &[Around], index: usize) -> Features {
    let word = &words[index];
    let none = Features::default();
    let upos = word.tag.upos;
    match word.tag.xpos {
        "NN" | "NNP" if matches!(upos, Upos::Noun | Upos::Propn | Upos::Pron) => {
            none.with("Number", "Sing")
        }
        "NNS" if matches!(upos, Upos::Noun | Upos::Pron) => {
            // "the 1990s" has no singular.
            if word
                .form
                .starts_with(|c: char| c.is_ascii_digit() || c == '\'')
            {
                none.with("Number", "Ptan").with("NumType", "Card")
            } else {
                none.with("Number", "Plur")
            }
        }
        "NNPS" => none.with("Number", "Plur"),
        "JJ" | "NNP" if upos == Upos::Adj => {
            let features = none.with("Degree", "Pos");
            if is_ordinal(word.form) {
                features.with("NumType", "Ord")
            } else {
                features
            }
        }
        "JJR" | "RBR" => none.with("Degree", "Cmp"),
        "JJS" | "RBS" => none.with("Degree", "Sup"),
        "CD" if upos == Upos::Num => {
            let part = word
                .form
                .split_once(['/', '.'])
                .is_some_and(|(whole, part)| {
                    let digits = |piece: &str| {
                        !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit())
                    };
                    digits(part)
                        && (word.form.contains('.') || digits(whole) && word.form.len() == 3)
                });
            none.with("NumType", if part { "Frac" } else { "Card" })
        }
        "MD" => none.with("VerbForm", "Fin"),
        "VB" => {
            let commanded = commands(words, around, index);
            if commanded && upos == Upos::Verb {
                none.with("Mood", "Imp").with("VerbForm", "Fin")
            } else {
                none.with("VerbForm", "Inf")
            }
        }
        "VBG" => {
            if upos == Upos::Verb && is_gerund(words, around, index) {
                none.with("VerbForm", "Ger")
            } else {
                none.with("Tense", "Pres").with("VerbForm", "Part")
            }
        }
        "VBN" => {
            let features = none.with("Tense", "Past").with("VerbForm", "Part");
            let clause = clause_of(words, around, index);
            // "has said" is active, "was said", "has been said" and "the words said" are not.
            if upos == Upos::Verb && (clause.passive || !clause.perfect) {
                features.with("Voice", "Pass")
            } else {
                features
            }
        }
        "VBD" | "VBP" | "VBZ" => {
            let tense = if word.tag.xpos == "VBD" {
                "Past"
            } else {
                "Pres"
            };
            let (number, person) = match word.tag.xpos {
                "VBZ" => ("Sing", "3"),
                _ => agreement(words, around, index),
            };
            none.with("Mood", "Ind")
                .with("Number", number)
                .with("Person", person)
                .with("Tense", tense)
                .with("VerbForm", "Fin")
        }
        _ => none,
    }
}

/// Tells whether a bare verb heads a clause of its own, or is joined to one that does.
fn commands(words: &[Word<'_>], around: &[Around], mut index: usize) -> bool {
    for _ in 0..4 {
        let clause = around[index];
        let helped = clause.auxiliary
            && !words[..index]
                .iter()
                .rev()
                .take(4)
                .any(|word| word.tag.xpos == "VB");
        if words[index].tag.xpos != "VB" || clause.to || clause.subject.is_some() || helped {
            return false;
        }
        match (words[index].deprel, words[index].head) {
            (Deprel::Root | Deprel::Parataxis, _) => return true,
            (Deprel::Conj, Some(head)) => index = head,
            _ => return false,
        }
    }
    false
}

fn is_gerund(words: &[Word<'_>], around: &[Around], mut index: usize) -> bool {
    for _ in 0..4 {
        if around[index].auxiliary {
            return false;
        }
        match (words[index].deprel, words[index].head) {
            (Deprel::Conj, Some(head)) if words[head].tag.xpos == "VBG" => index = head,
            (deprel, _) => {
                return !matches!(
                    deprel,
                    Deprel::Advcl
                        | Deprel::AdvclRelcl
                        | Deprel::Root
                        | Deprel::Parataxis
                        | Deprel::Case
                        | Deprel::Mark
                        | Deprel::Conj
                );
            }
        }
    }
    false
}

/// The clause of a verb: its own auxiliaries, or those it shares with what it is joined to.
fn clause_of(words: &[Word<'_>], around: &[Around], mut index: usize) -> Around {
    for _ in 0..4 {
        if around[index].auxiliary {
            return around[index];
        }
        match (words[index].deprel, words[index].head) {
            (Deprel::Conj, Some(head)) if words[head].tag.xpos == "VBN" => index = head,
            _ => break,
        }
    }
    around[index]
}

/// Number and person of a verb by its subject.
fn agreement(words: &[Word<'_>], around: &[Around], index: usize) -> (&'static str, &'static str) {
    let mut clause = index;
    // An auxiliary agrees with the subject of its verb, a joined verb with that of the first.
    for _ in 0..6 {
        if around[clause].subject.is_some() {
            break;
        }
        let up = matches!(
            words[clause].deprel,
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Conj
        );
        match words[clause].head {
            Some(head) if up => clause = head,
            _ => break,
        }
    }
    let Some(subject) = around[clause].subject else {
        // "Hope all is well": who writes so means himself.
        let person = if words[index].tag.xpos == "VBP" {
            "1"
        } else {
            "3"
        };
        return ("Sing", person);
    };
    let mut subject = subject as usize;
    // "those who were": who is as many as what it stands for.
    if matches!(words[subject].tag.xpos, "WDT" | "WP")
        && words[clause].deprel == Deprel::AclRelcl
        && let Some(antecedent) = words[clause].head
    {
        subject = antecedent;
    }
    match words[subject].form.to_lowercase().as_str() {
        "i" => return ("Sing", "1"),
        "we" => return ("Plur", "1"),
        "you" => return ("Sing", "2"),
        "they" | "these" | "those" => return ("Plur", "3"),
        _ => (),
    }
    let joined = (subject + 1..words.len().min(subject + 30))
        .any(|other| words[other].head == Some(subject) && words[other].deprel == Deprel::Conj);
    let plural = matches!(words[subject].tag.xpos, "NNS" | "NNPS") || joined;
    // "people are" and "two were" have no ending that says so.
    let present = words[index].tag.xpos == "VBP" || words[index].form.eq_ignore_ascii_case("were");
    (if plural || present { "Plur" } else { "Sing" }, "3")
}

/// Corrects the features that a small word has by its place: "it" may be an object, and "who" and
/// "which" are relative in a relative clause, and ask elsewhere.
fn in_place(words: &[Word<'_>], index: usize, lower: &str, features: Features) -> Features {
    let word = &words[index];
    if word.tag.xpos == "PRP" && matches!(lower, "it" | "you") {
        let object = matches!(
            word.deprel,
            Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod
        );
        let case = if object { "Acc" } else { "Nom" };
        return features.without("Case").with("Case", case);
    }
    if !matches!(word.tag.xpos, "WP" | "WDT" | "WRB" | "WP$") {
        return features;
    }
    let mut at = index;
    for _ in 0..3 {
        if matches!(words[at].deprel, Deprel::AclRelcl | Deprel::AdvclRelcl) {
            return features.without("PronType").with("PronType", "Rel");
        }
        match words[at].head {
            Some(head) => at = head,
            None => break,
        }
    }
    match word.tag.xpos {
        "WRB" => features.without("PronType").with("PronType", "Int"),
        _ => features,
    }
}

fn is_ordinal(form: &str) -> bool {
    let lower = form.to_ascii_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return matches!(&lower[digits.len()..], "st" | "nd" | "rd" | "th");
    }
    matches!(
        lower.as_str(),
        "first"
            | "second"
            | "third"
            | "fourth"
            | "fifth"
            | "sixth"
            | "seventh"
            | "eighth"
            | "ninth"
            | "tenth"
            | "eleventh"
            | "twelfth"
            | "thirteenth"
            | "fourteenth"
            | "fifteenth"
            | "nineteenth"
            | "twentieth"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::conllu;

    /// Expects features of the words of a sentence given as `form/UPOS/XPOS/head/deprel`.
    #[track_caller]
    fn check(sentence: &str, word: usize, expected: &str) {
        let mut conllu = String::new();
        for (index, token) in sentence.split_whitespace().enumerate() {
            let [form, upos, xpos, head, deprel] = token.split('/').collect::<Vec<_>>()[..] else {
                panic!("`{token}` has not five parts");
            };
            conllu += &format!(
                "{}\t{form}\t_\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t_\n",
                index + 1
            );
        }
        let documents = conllu::read(&conllu).unwrap();
        let (document, analysis) = &documents[0];
        let words: Vec<_> = (0..analysis.tokens().len() as u32)
            .map(crate::analysis::TokenId)
            .map(|token| Word {
                form: analysis.span(token).of(&document.text),
                tag: analysis.tag(token),
                head: analysis.head(token).map(|head| head.index()),
                deprel: analysis.deprel(token),
            })
            .collect();
        let morphology = Morphology::load(&crate::data::DataSource::embedded()).unwrap();
        let features = morphology.features(&words)[word];
        let shown: Vec<_> = features
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn voice_goes_by_the_auxiliary() {
        let passive = "They/PRON/PRP/3/nsubj:pass were/AUX/VBD/3/aux:pass shot/VERB/VBN/0/root";
        check(passive, 2, "Tense=Past|VerbForm=Part|Voice=Pass");
        check(
            passive,
            1,
            "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin",
        );
        let active = "I/PRON/PRP/3/nsubj have/AUX/VBP/3/aux met/VERB/VBN/0/root him/PRON/PRP/3/obj";
        check(active, 2, "Tense=Past|VerbForm=Part");
        check(
            active,
            1,
            "Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin",
        );
        check(
            active,
            3,
            "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
        );
    }

    #[test]
    fn a_bare_verb_without_subject_commands() {
        check(
            "Read/VERB/VB/0/root it/PRON/PRP/1/obj",
            0,
            "Mood=Imp|VerbForm=Fin",
        );
        check("to/PART/TO/2/mark read/VERB/VB/0/root", 1, "VerbForm=Inf");
    }

    #[test]
    fn a_gerund_is_told_from_a_participle() {
        check(
            "He/PRON/PRP/3/nsubj is/AUX/VBZ/3/aux going/VERB/VBG/0/root",
            2,
            "Tense=Pres|VerbForm=Part",
        );
        check(
            "He/PRON/PRP/2/nsubj began/VERB/VBD/0/root singing/VERB/VBG/2/xcomp",
            2,
            "VerbForm=Ger",
        );
    }
}
