//! What can be seen of a name: its words, what the lexicon says of them, what stands around it
//! and what it hangs on.

use std::ops::Range;

use crate::analysis::Deprel;
use crate::analysis::name::gazetteer::Known;
use crate::analysis::name::gazetteer::NameGazetteer;
use crate::analysis::name::span::Seen;

/// How much of what surrounds a name is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The name as it stands in a sentence.
    Sentence,
    /// The words of the name alone, not even looked up.
    Words,
}

/// Tells `add` each feature of a name as a kind and a value.
pub(crate) fn features(
    seen: &Seen<'_>,
    name: Range<usize>,
    gazetteer: &NameGazetteer,
    scope: Scope,
    add: &mut impl FnMut(&'static str, &str),
) {
    let words = &seen.words[name.clone()];
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
        return;
    };
    add("first", first);
    add("last", last);
    for word in words {
        add("word", word);
    }
    for length in 2..=4 {
        add("ends", ending(last, length));
    }
    if words.len() > 1 {
        add("before last", words[words.len() - 2]);
    }
    if let Some(small) = words
        .iter()
        .find(|word| word.starts_with(char::is_lowercase))
    {
        add("joined", small);
    }
    if scope == Scope::Words {
        return;
    }
    let length = ["1", "2", "3", "4"][words.len().min(4) - 1];
    add("words", length);
    add("shape", shape(last));
    add("first shape", shape(first));
    let (of_first, of_last) = (gazetteer.word(first), gazetteer.word(last));
    for (known, feature) in [
        (of_first.has(Known::GIVEN), "first given"),
        (of_last.has(Known::FAMILY), "last family"),
        (of_first.has(Known::TITLE), "first title"),
        (of_last.has(Known::TITLE), "last title"),
        (
            of_first.has(Known::GIVEN) && of_last.has(Known::FAMILY),
            "given and family",
        ),
    ] {
        add(feature, if known { length } else { "no" });
    }
    // What heads the name: "Bank" in "Bank of Kora" and in "Kora Bank".
    let head = words
        .windows(2)
        .find(|pair| pair[1] == "of")
        .map_or(last, |pair| pair[0]);
    for (word, feature) in [(first, "begins as"), (head, "is a")] {
        let known = gazetteer.word(word);
        for &(part, value) in Known::PART {
            if known.has(part) {
                add(feature, value);
            }
        }
    }
    listed(words, gazetteer, add);
    let at = |place: usize| seen.words.get(place).copied().unwrap_or("</s>");
    let before = |back: usize| name.start.checked_sub(back).map_or("<s>", at);
    add("tag", seen.tags[name.end - 1].xpos);
    add("before", before(1));
    add("two before", before(2));
    add("behind", at(name.end));
    if at(name.end) == "," {
        add("comma", at(name.end + 1));
    }
    add("two behind", at(name.end + 1));
    let Some(head) = name
        .clone()
        .find(|&word| seen.head(word).is_none_or(|head| !name.contains(&head)))
    else {
        return;
    };
    let deprel = seen.dependencies[head].deprel;
    add("relation", deprel.name());
    let mut case = "";
    for child in 0..seen.words.len() {
        if seen.head(child) != Some(head) || name.contains(&child) {
            continue;
        }
        match seen.dependencies[child].deprel {
            Deprel::Case => case = seen.words[child],
            Deprel::Det => add("article", seen.words[child]),
            Deprel::Appos => add("appos", seen.words[child]),
            Deprel::NmodDesc | Deprel::Compound | Deprel::Amod => {
                add("modifier", seen.words[child])
            }
            Deprel::AclRelcl => add("clause", "relative"),
            _ => (),
        }
    }
    add("case", case);
    if let Some(governor) = seen.head(head) {
        let governor = seen.words[governor];
        add("governor", governor);
        match deprel.universal() {
            "nsubj" => add("does", governor),
            "obj" => add("done to", governor),
            "appos" => add("appos of", governor),
            "compound" | "nmod" => add("part of", governor),
            _ => (),
        }
    }
}

/// What the lexicon says of the whole name and of its last word.
fn listed(words: &[&str], gazetteer: &NameGazetteer, add: &mut impl FnMut(&'static str, &str)) {
    let whole = gazetteer.words(words.iter().copied());
    let mut any = false;
    for &(known, value) in Known::WHOLE {
        if whole.has(known) {
            add(
                if words.len() > 1 {
                    "listed"
                } else {
                    "listed word"
                },
                value,
            );
            any = true;
        }
    }
    if !any {
        add("listed", "none");
    }
    if words.len() > 1 {
        for (part, feature) in [
            (&words[..1], "first listed"),
            (&words[words.len() - 1..], "last listed"),
        ] {
            let known = gazetteer.words(part.iter().copied());
            for &(known_as, value) in Known::WHOLE {
                if known.has(known_as) {
                    add(feature, value);
                }
            }
        }
    }
}

/// Gives the last letters of a word.
fn ending(word: &str, length: usize) -> &str {
    match word.char_indices().rev().nth(length - 1) {
        Some((start, _)) => &word[start..],
        None => word,
    }
}

/// Tells how a word is written.
fn shape(word: &str) -> &'static str {
    let (mut upper, mut lower, mut digit, mut other) = (0, 0, 0, 0);
    for c in word.chars() {
        match c {
            _ if c.is_uppercase() => upper += 1,
            _ if c.is_lowercase() => lower += 1,
            _ if c.is_numeric() => digit += 1,
            _ => other += 1,
        }
    }
    match (upper, lower, digit, other) {
        (0, 0, 4, 0) => "0000",
        (0, 0, 1.., _) => "0",
        (1.., 0, 1.., _) => "A0",
        (1, 0, 0, 1) => "A.",
        (1.., 0, 0, 1..) => "A.A.",
        (1, 0, 0, 0) => "A",
        (2, 0, 0, 0) => "AA",
        (3, 0, 0, 0) => "AAA",
        (4, 0, 0, 0) => "AAAA",
        (5.., 0, 0, 0) => "AAAAA",
        (1, 1.., 0, 0) => "Aa",
        (2.., 1.., 0, 0) => "AaA",
        (0, 1.., 0, 0) => "a",
        (_, _, 1.., _) => "Aa0",
        _ => "-",
    }
}
