//! Where names begin and end.
//!
//! A name is a run of proper nouns that hang together in the tree, with the numbers and hyphens
//! among them; names of bodies and places go on behind "of": "Bank of Kora". Where the tagger
//! takes a word with a capital in the midst of a sentence for a common noun, the capital is
//! believed.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::Tag;
use crate::analysis::Upos;
use crate::analysis::name::gazetteer::Known;
use crate::analysis::name::gazetteer::NameGazetteer;
use crate::analysis::name::gazetteer::NamingWords;

/// Names of the lexicon have no more words than this.
const LONGEST: usize = 8;

/// A sentence whose names are sought; what stands for its words are slices of one length.
pub(crate) struct Seen<'a> {
    pub(crate) words: &'a [&'a str],
    pub(crate) tags: &'a [Tag],
    pub(crate) dependencies: &'a [Dependency],
    /// The number of the first word in the text.
    pub(crate) first: usize,
    /// Words that are proper nouns elsewhere in the document.
    pub(crate) remembered: Option<&'a FxHashSet<&'a str>>,
}

impl Seen<'_> {
    /// Gives the place of a word's head in the sentence.
    pub(super) fn head(&self, word: usize) -> Option<usize> {
        let head = self.dependencies[word].head?;
        Some(head.index() - self.first)
    }
}

/// Lists the names of a sentence.
pub(super) fn find(
    seen: &Seen<'_>,
    gazetteer: &NameGazetteer,
    naming: &NamingWords,
    mut found: impl FnMut(Range<usize>),
) {
    let count = seen.words.len();
    let proper = proper(seen, naming);
    if !proper.contains(&true) && !seen.words.iter().any(|word| is_year(word)) {
        return;
    }
    let mut at = 0;
    while at < count {
        if !proper[at] {
            if is_year(seen.words[at]) && seen.tags[at].xpos == "CD" && is_date(seen, at) {
                found(at..at + 1);
            }
            at += 1;
            continue;
        }
        let end = end_of_name(seen, gazetteer, &proper, at, naming);
        if !is_day_of_month(seen, at..end) && !is_loose_end(seen.words[at], end - at) {
            found(at..end);
        }
        at = end;
    }
}

/// Tells of each word whether it is a proper noun.
fn proper(seen: &Seen<'_>, naming: &NamingWords) -> Vec<bool> {
    let is_tagged = |(word, tag): (&&str, &Tag)| {
        (tag.upos == Upos::Propn || tag.xpos.starts_with("NNP"))
            && word
                .chars()
                .any(|c| !c.is_lowercase() && c.is_alphanumeric())
            && !matches!(*word, "BC" | "AD" | "BCE" | "CE")
    };
    let mut proper: Vec<bool> = seen.words.iter().zip(seen.tags).map(is_tagged).collect();
    let starts = |word: &str, test: fn(char) -> bool| word.starts_with(test);
    if let Some(remembered) = seen.remembered {
        for (word, proper) in seen.words.iter().zip(&mut proper).skip(1) {
            *proper |= remembered.contains(word);
        }
    }
    let long = || {
        seen.words
            .iter()
            .filter(|word| word.len() > 3 && starts(word, char::is_alphabetic))
    };
    let capitals = long()
        .filter(|word| starts(word, char::is_uppercase))
        .count();
    let small = seen
        .words
        .iter()
        .filter(|word| starts(word, char::is_lowercase));
    // In a headline every word has a capital.
    if 2 * capitals > long().count() || small.count() < 3 {
        return proper;
    }
    for (word, proper) in proper.iter_mut().enumerate().skip(1) {
        let before = seen.words[word - 1];
        let inside = before.ends_with(char::is_alphanumeric)
            || matches!(before, "," | "&" | "-" | "'s" | "’s");
        *proper |= inside
            && matches!(seen.tags[word].xpos, "NN" | "NNS")
            && seen.words[word].len() > 1
            && starts(seen.words[word], char::is_uppercase)
            && !seen.words[word].contains(|c: char| c.is_ascii_digit())
            && !naming.is_acronym(seen.words[word]);
    }
    proper
}

fn end_of_name(
    seen: &Seen<'_>,
    gazetteer: &NameGazetteer,
    proper: &[bool],
    start: usize,
    naming: &NamingWords,
) -> usize {
    let count = seen.words.len();
    let listed = gazetteer.longest(seen.words[start..].iter().take(LONGEST).copied());
    let mut end = start + 1;
    let mut last = end;
    if is_month(seen.words[start]) {
        return end_of_month(seen, start);
    }
    while end < count {
        let joins = proper[end] || matches!(seen.tags[end].xpos, "HYPH" | "CD");
        if joins && (start + listed > end || holds(seen, gazetteer, start..end, end)) {
            end += 1;
            if proper[end - 1] || seen.tags[end - 1].xpos == "CD" {
                last = end;
            }
            continue;
        }
        // "Bank of Kora", "Bank of the South".
        if seen.words[end] == "of" && last == end && naming.goes_on.contains(seen.words[end - 1]) {
            let next = match seen.words.get(end + 1) {
                Some(&"the") => end + 2,
                _ => end + 1,
            };
            if next < count && proper[next] {
                end = next + 1;
                last = end;
                continue;
            }
        }
        break;
    }
    last.max(start + listed)
}

/// "March 3" is headed by the day, "March 2024" by the month.
fn end_of_month(seen: &Seen<'_>, month: usize) -> usize {
    let next = seen.words.get(month + 1).copied().unwrap_or("");
    let is_day = next.len() <= 2 && next.starts_with(|c: char| c.is_ascii_digit());
    if is_day || is_year(next) {
        month + 2
    } else {
        month + 1
    }
}

/// Tells whether the word behind a name belongs to it.
fn holds(seen: &Seen<'_>, gazetteer: &NameGazetteer, name: Range<usize>, next: usize) -> bool {
    if seen.tags[next].xpos == "HYPH" {
        return true;
    }
    if seen.tags[next].xpos == "CD" {
        // "Article 5", "Apollo 11", but not "Iraq five" nor "in Kora 12 died".
        let is_numeral =
            seen.words[next].starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
        let hangs = seen.head(next).is_some_and(|head| name.contains(&head))
            || seen.head(next - 1) == Some(next);
        return is_numeral && hangs;
    }
    if is_month(seen.words[next]) || is_weekday(seen.words[next]) {
        return false;
    }
    let last = gazetteer.word(seen.words[next - 1]);
    if name.len() == 1 && last.has(Known::GIVEN) || last.has(Known::TITLE) {
        return true;
    }
    // "Tarvel Industries", "Tarvel Bridge".
    let known = gazetteer.word(seen.words[next]);
    if Known::PART.iter().any(|(part, _)| known.has(*part)) {
        return true;
    }
    let parts = |word: usize| {
        matches!(
            seen.dependencies[word].deprel.universal(),
            "list" | "parataxis" | "nsubj" | "obj" | "obl" | "vocative" | "dislocated"
        ) || seen.dependencies[word].deprel == Deprel::NmodUnmarked
    };
    // One of the words hangs on the other, or both on a word behind: "Kora City Council".
    if seen.head(next).is_some_and(|head| name.contains(&head)) {
        return !parts(next);
    }
    name.clone().any(|word| match seen.head(word) {
        Some(head) if head == next => !parts(word),
        Some(head) => head > next && seen.head(next) == Some(head) && !parts(word) && !parts(next),
        None => false,
    })
}

/// A year from 1000 on.
fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with('1') || word.starts_with("20"))
}

/// Tells whether a number that may be a year is no number of things.
fn is_date(seen: &Seen<'_>, word: usize) -> bool {
    seen.dependencies[word].deprel != Deprel::Nummod
}

/// To the treebanks the day heads "March 3", so that it is no name; its year is one.
fn is_day_of_month(seen: &Seen<'_>, name: Range<usize>) -> bool {
    let words = &seen.words[name];
    matches!(words, [month, day] if is_month(month) && day.len() <= 2)
}

/// Tells whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
    )
}

/// Tells whether a word names a month.
pub(crate) fn is_month(word: &str) -> bool {
    const MONTHS: &[&str] = &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Jan.",
        "Jan",
        "Feb",
        "Apr",
        "Aug",
        "Sept",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Feb.",
        "Mar.",
        "Apr.",
        "Aug.",
        "Sep.",
        "Sept.",
        "Oct.",
        "Nov.",
        "Dec.",
    ];
    MONTHS.contains(&word)
}

/// "Inc." and "Jr." alone are left over from the name before them.
fn is_loose_end(word: &str, length: usize) -> bool {
    length == 1
        && matches!(
            word,
            "Inc." | "Inc" | "Ltd." | "Ltd" | "Jr." | "Sr." | "Corp." | "LLC" | "PhD" | "MD" | "QC"
        )
}
