//! Mends what the network reads against the grammar.
//!
//! Only what a sentence cannot be is touched, and only where there is one way to put it right.

use std::ops::Range;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::analysis::model::Reading;
use crate::analysis::name::span::is_weekday;
use crate::analysis::penn_tag;

/// Mends the trees of sentences; `words` are those of the whole text.
pub(super) fn repair(words: &[&str], sentences: &[Range<usize>], reading: &mut Reading) {
    for sentence in sentences {
        give_verb(words, sentence.clone(), reading);
        join_pairs(words, sentence.clone(), reading);
        raise_due(words, sentence.clone(), reading);
        join_objects(sentence.clone(), reading);
        move_days(words, sentence.clone(), reading);
    }
}

/// Gives "Kora lifted sanctions on Sula." its verb, where "lifted" was taken for a participle.
///
/// A sentence with a full stop and an object has a finite verb.
fn give_verb(words: &[&str], sentence: Range<usize>, reading: &mut Reading) -> Option<()> {
    let last = sentence.clone().last()?;
    let (tags, arcs) = (&reading.tags, &reading.dependencies);
    let is_finite = |word: usize| matches!(tags[word].xpos, "VBD" | "VBZ" | "VBP" | "VB" | "MD");
    if words[last] != "." || sentence.clone().any(is_finite) {
        return None;
    }
    let mut participles = sentence.clone().filter(|&word| tags[word].xpos == "VBN");
    let verb = participles.next()?;
    // "taken" is no past tense.
    if participles.next().is_some() || !words[verb].ends_with("ed") {
        return None;
    }
    let head = |word: usize| arcs[word].head.map(TokenId::index);
    let is_nominal = |word: usize| {
        matches!(tags[word].upos, Upos::Noun | Upos::Propn | Upos::Pron) && tags[word].xpos != "WDT"
    };
    let root = sentence.clone().find(|&word| head(word).is_none())?;
    if !is_nominal(root) || !matches!(arcs[verb].deprel, Deprel::Acl | Deprel::Amod) {
        return None;
    }
    let is_bare = |word: usize| {
        is_nominal(word)
            && !sentence
                .clone()
                .any(|child| head(child) == Some(word) && arcs[child].deprel == Deprel::Case)
    };
    let (subject, object) = if root > verb {
        // Read as "the lifted sanctions": whoever stands before the participle lifted them.
        let before = verb.checked_sub(1).filter(|word| sentence.contains(word))?;
        let subject = [Some(root), Some(verb)]
            .contains(&head(before))
            .then_some(before)?;
        (head(verb) == Some(root) && is_nominal(subject)).then_some((subject, root))?
    } else {
        // Read as "people killed": what follows without a preposition was killed.
        let object = (verb + 1..sentence.end).find(|&word| head(word) == Some(verb))?;
        let is_object = is_bare(object) && tags[object].upos != Upos::Pron;
        let by = matches!(
            arcs[object].deprel,
            Deprel::Obl | Deprel::Obj | Deprel::Nmod
        );
        (is_object && by).then_some((root, object))?
    };
    for word in sentence.clone() {
        let arc = &mut reading.dependencies[word];
        if word == verb {
            arc.head = None;
            arc.deprel = Deprel::Root;
        } else if word == subject || word == object {
            arc.head = Some(TokenId(verb as u32));
            arc.deprel = match word == subject {
                true => Deprel::Nsubj,
                false => Deprel::Obj,
            };
        } else if word == last {
            arc.head = Some(TokenId(verb as u32));
        } else if word < subject && arc.head.map(TokenId::index) == Some(object) {
            // "The Kora government lifted …": what hung on the object belongs to the subject.
            arc.head = Some(TokenId(subject as u32));
        }
    }
    reading.tags[verb].upos = Upos::Verb;
    reading.tags[verb].xpos = penn_tag("VBD")?;
    Some(())
}

/// Joins "Kora and Sula signed" where both hang on the verb.
fn join_pairs(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for and in sentence.clone() {
        if and == sentence.start || and + 1 == sentence.end {
            continue;
        }
        let arcs = &mut reading.dependencies;
        let (before, after) = (and - 1, and + 1);
        let verb = arcs[after].head;
        let is_name = |word: usize| reading.tags[word].upos == Upos::Propn;
        if matches!(words[and], "and" | "or")
            && arcs[and].deprel == Deprel::Cc
            && verb.is_some_and(|verb| verb.index() > after)
            && arcs[before].head == verb
            && [verb, Some(TokenId(after as u32))].contains(&arcs[and].head)
            && arcs[before].deprel.universal() == "nsubj"
            && is_name(before)
            && is_name(after)
        {
            arcs[after].head = Some(TokenId(before as u32));
            arcs[after].deprel = Deprel::Conj;
            arcs[and].head = Some(TokenId(after as u32));
        }
    }
}

/// Makes "due" the predicate of "is due to arrive", where it was taken for a mark of the infinitive.
fn raise_due(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for due in sentence.start..sentence.end.saturating_sub(2) {
        let verb = due + 2;
        let arcs = &mut reading.dependencies;
        let hangs = |word: usize, head: usize| arcs[word].head == Some(TokenId(head as u32));
        if words[due] != "due"
            || words[due + 1] != "to"
            || reading.tags[verb].xpos != "VB"
            || arcs[due].deprel != Deprel::Mark
            || !hangs(due, verb)
            || !(sentence.start..due)
                .any(|word| hangs(word, verb) && arcs[word].deprel == Deprel::Cop)
        {
            continue;
        }
        arcs[due] = arcs[verb];
        arcs[verb].head = Some(TokenId(due as u32));
        arcs[verb].deprel = Deprel::Xcomp;
        for word in sentence.clone() {
            let arc = &mut arcs[word];
            let is_mark = arc.deprel == Deprel::Punct;
            if arc.head == Some(TokenId(verb as u32)) && (word < due || is_mark) {
                arc.head = Some(TokenId(due as u32));
                if arc.deprel.universal() == "nsubj" {
                    arc.deprel = Deprel::Nsubj;
                }
            }
        }
        reading.tags[due].upos = Upos::Adj;
    }
}

/// Joins "police used tear gas" and "the court jailed banker Nils Tarvel", where both nouns were read as the object: a verb has one.
fn join_objects(sentence: Range<usize>, reading: &mut Reading) {
    for first in sentence.clone().rev().skip(1) {
        let (tags, arcs) = (&reading.tags, &mut reading.dependencies);
        let second = first + 1;
        let is_object = |word: usize| arcs[word].deprel == Deprel::Obj;
        let joined = match (tags[first].xpos, tags[second].xpos) {
            ("NN" | "NNS", "NN" | "NNS") => Deprel::Compound,
            ("NN" | "NNS", "NNP") => Deprel::NmodDesc,
            _ => continue,
        };
        if is_object(first) && is_object(second) && arcs[first].head == arcs[second].head {
            arcs[first].head = Some(TokenId(second as u32));
            arcs[first].deprel = joined;
        }
    }
}

/// Gives the day in "A court on Tuesday jailed him" to the verb, where it was given to the court.
fn move_days(words: &[&str], sentence: Range<usize>, reading: &mut Reading) {
    for day in sentence.clone() {
        let arcs = &mut reading.dependencies;
        if arcs[day].deprel != Deprel::Nmod || !is_weekday(words[day]) {
            continue;
        }
        let Some(subject) = arcs[day].head.map(TokenId::index) else {
            continue;
        };
        let verb = arcs[subject].head;
        let between = subject < day && verb.is_some_and(|verb| verb.index() > day);
        if between && arcs[subject].deprel.universal() == "nsubj" {
            arcs[day].head = verb;
            arcs[day].deprel = Deprel::Obl;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Dependency;
    use crate::analysis::Tag;

    /// Reads words written as `word/TAG(relation<number of the head>)` and checks what becomes of them.
    fn check(given: &str, expected: &str) {
        let mut words = Vec::new();
        let mut reading = Reading::default();
        for written in given.split(' ') {
            let (word, rest) = written.split_once('/').unwrap();
            let (tag, rest) = rest.split_once('(').unwrap();
            let (deprel, head) = rest.trim_end_matches(')').split_once('<').unwrap();
            let upos = match tag {
                "NNP" => Upos::Propn,
                "NN" | "NNS" => Upos::Noun,
                _ => Upos::X,
            };
            words.push(word);
            reading.tags.push(Tag {
                upos,
                xpos: penn_tag(tag).unwrap(),
                features: Default::default(),
            });
            let head: u32 = head.parse().unwrap();
            reading.dependencies.push(Dependency {
                head: head.checked_sub(1).map(TokenId),
                deprel: Deprel::from_name(deprel).unwrap(),
            });
        }
        repair(
            &words,
            std::slice::from_ref(&(0..words.len())),
            &mut reading,
        );
        let written: Vec<String> = words
            .iter()
            .zip(&reading.tags)
            .zip(&reading.dependencies)
            .map(|((word, tag), arc)| {
                let head = arc.head.map_or(0, |head| head.0 + 1);
                format!("{word}/{}({}<{head})", tag.xpos, arc.deprel.name())
            })
            .collect();
        assert_eq!(written.join(" "), expected);
    }

    #[test]
    fn a_sentence_with_an_object_has_a_finite_verb() {
        check(
            "Kora/NNP(compound<2) lifted/VBN(amod<3) sanctions/NNS(root<0) on/IN(case<5) \
             Sula/NNP(nmod<3) ./.(punct<3)",
            "Kora/NNP(nsubj<2) lifted/VBD(root<0) sanctions/NNS(obj<2) on/IN(case<5) \
             Sula/NNP(nmod<3) ./.(punct<2)",
        );
        check(
            "Explosions/NNS(root<0) today/NN(nmod<1) killed/VBN(acl<2) people/NNS(obl<3) \
             ./.(punct<1)",
            "Explosions/NNS(nsubj<3) today/NN(nmod<1) killed/VBD(root<0) people/NNS(obj<3) \
             ./.(punct<3)",
        );
        let caption = "People/NNS(root<0) killed/VBN(acl<1) in/IN(case<4) Kora/NNP(obl<2) \
                       ./.(punct<1)";
        check(caption, caption);
    }

    #[test]
    fn what_is_due_to_happen_hangs_on_due() {
        check(
            "Ministers/NNS(nsubj<5) are/VBP(cop<5) due/JJ(mark<5) to/TO(mark<5) meet/VB(root<0) ./.(punct<5)",
            "Ministers/NNS(nsubj<3) are/VBP(cop<3) due/JJ(root<0) to/TO(mark<5) meet/VB(xcomp<3) ./.(punct<3)",
        );
    }

    #[test]
    fn two_names_before_a_verb_are_a_pair() {
        check(
            "Kora/NNP(nsubj<4) and/CC(cc<4) Sula/NNP(advmod<4) signed/VBD(root<0) ./.(punct<4)",
            "Kora/NNP(nsubj<4) and/CC(cc<3) Sula/NNP(conj<1) signed/VBD(root<0) ./.(punct<4)",
        );
    }

    #[test]
    fn a_day_between_subject_and_verb_is_the_verbs() {
        check(
            "Courts/NNS(nsubj<4) on/IN(case<3) Tuesday/NNP(nmod<1) jailed/VBD(root<0) ./.(punct<4)",
            "Courts/NNS(nsubj<4) on/IN(case<3) Tuesday/NNP(obl<4) jailed/VBD(root<0) ./.(punct<4)",
        );
    }

    #[test]
    fn a_verb_has_one_object() {
        check(
            "Police/NNS(nsubj<2) used/VBD(root<0) tear/NN(obj<2) gas/NN(obj<2) ./.(punct<2)",
            "Police/NNS(nsubj<2) used/VBD(root<0) tear/NN(compound<4) gas/NN(obj<2) ./.(punct<2)",
        );
    }
}
