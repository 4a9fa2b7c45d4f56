//! Words to the form under which a dictionary has them.
//!
//! A table holds the words whose lemma no rule tells, learned from treebanks: "went", "feet",
//! "'ll". For all others the ending is taken off by its tag; where more than one stem would do,
//! as "hop" and "hope" for "hoped", a list of known verbs and nouns decides, and then spelling.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use smallvec::SmallVec;

use crate::analysis::Tag;
use crate::analysis::Upos;
use crate::analysis::penn_tag;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::WordClasses;

/// The file of exceptions: form, Penn tag and lemma on each line, sorted.
const FILE: &str = "model/lemma.tsv";

/// `lexicon/irregular.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IrregularFile {
    verbs: String,
    nouns: String,
}

/// A few lemmas by the tag for which they hold.
type Tagged = SmallVec<[(&'static str, Box<str>); 2]>;

/// Finds lemmas.
pub(crate) struct Lemmatizer {
    /// By the form in small letters; a few tags each.
    exceptions: FxHashMap<Box<str>, Tagged>,
    classes: WordClasses,
    /// Adjectives whose comparison was seen, so that stems can be told apart.
    adjectives: FxHashSet<Box<str>>,
}

impl Lemmatizer {
    /// Reads the table and the list of known words.
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        let (file, text) = source.text(FILE)?;
        let mut lemmatizer = Lemmatizer::rules(source)?;
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (Some(form), Some(xpos), Some(lemma), None) = (
                columns.next(),
                columns.next(),
                columns.next(),
                columns.next(),
            ) else {
                return Err(DataError::at_word(
                    file,
                    &text,
                    line,
                    "expected a form, a tag and a lemma, parted by tabs",
                ));
            };
            let Some(xpos) = penn_tag(xpos) else {
                return Err(DataError::at_word(
                    file,
                    &text,
                    line,
                    format!("`{xpos}` is no tag of the Penn Treebank"),
                ));
            };
            if xpos == "JJR" {
                lemmatizer.adjectives.insert(lemma.into());
            }
            let entry = lemmatizer.exceptions.entry(form.into()).or_default();
            entry.retain(|(known, _)| *known != xpos);
            entry.push((xpos, lemma.into()));
        }
        Ok(lemmatizer)
    }

    /// Makes one that knows irregular words but no treebank, for learning what it gets wrong.
    pub(crate) fn rules(source: &DataSource) -> Result<Self, DataError> {
        let irregular: IrregularFile = source.ron("lexicon/irregular.ron")?;
        let mut by_form: FxHashMap<Box<str>, Tagged> = FxHashMap::default();
        let mut add = |form: &str, xpos: &'static str, lemma: &str| {
            let entry = by_form.entry(form.into()).or_default();
            if entry.iter().all(|(known, _)| *known != xpos) {
                entry.push((xpos, lemma.into()));
            }
        };
        let entries = |text: &str| -> Vec<Vec<String>> {
            text.split(';')
                .map(|entry| entry.split_whitespace().map(str::to_owned).collect())
                .filter(|entry: &Vec<String>| !entry.is_empty())
                .collect()
        };
        let wrong = |entry: &[String]| {
            DataError::about(
                "data/lexicon/irregular.ron",
                format!("`{}` has too few forms or too many", entry.join(" ")),
            )
        };
        for entry in entries(&irregular.verbs) {
            let [base, past, participle] = &entry[..] else {
                return Err(wrong(&entry));
            };
            past.split('/').for_each(|form| add(form, "VBD", base));
            participle
                .split('/')
                .for_each(|form| add(form, "VBN", base));
        }
        for entry in entries(&irregular.nouns) {
            let [plural, singular] = &entry[..] else {
                return Err(wrong(&entry));
            };
            add(plural, "NNS", singular);
        }
        Ok(Lemmatizer {
            exceptions: by_form,
            classes: WordClasses::load(source)?,
            adjectives: FxHashSet::default(),
        })
    }

    /// Gives the lemma of a word; `initial` tells whether it begins its sentence.
    pub(crate) fn lemma(&self, form: &str, tag: Tag, initial: bool) -> String {
        let lower: Cow<'_, str> = if form.chars().any(char::is_uppercase) {
            Cow::Owned(form.to_lowercase())
        } else {
            Cow::Borrowed(form)
        };
        // A soft hyphen shows where a word may be parted, it is no letter.
        if lower.contains('\u{ad}') {
            let plain = form.replace('\u{ad}', "");
            if !plain.is_empty() {
                return self.lemma(&plain, tag, initial);
            }
        }
        if let Some(entry) = self.exceptions.get(&*lower)
            && let Some((_, lemma)) = entry.iter().find(|(xpos, _)| *xpos == tag.xpos)
        {
            return lemma.clone().into_string();
        }
        self.by_rule(form, &lower, tag, initial)
    }

    fn by_rule(&self, form: &str, lower: &str, tag: Tag, initial: bool) -> String {
        if tag.upos == Upos::Propn {
            return match tag.xpos {
                "NNPS" => capitalized(&self.singular(form)),
                // "kerala" is Kerala; an address or a brand with digits is as it is written.
                "NNP" if form.bytes().all(|byte| byte.is_ascii_lowercase()) => capitalized(form),
                // "TEHRAN" shouts; what is as long and an acronym is in the table, if anywhere.
                "NNP" if form.len() > 5 && form.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                    capitalized(lower)
                }
                _ => form.to_owned(),
            };
        }
        match tag.xpos {
            "NNP" | "ADD" | "FW" | "LS" | "GW" => form.to_owned(),
            "NNPS" => self.singular(form),
            "NN" => common(form, lower),
            "NNS" => match form.strip_suffix('s') {
                // "MPs" and "DVDs" keep the letters they are made of.
                Some(stem) if is_acronym(stem) => stem.to_owned(),
                _ => self.singular(lower),
            },
            "JJ" | "RB" => adjective(form, lower, initial),
            "VBZ" => self.third_person(lower),
            "VBD" | "VBN" => self.stem(lower, "ed"),
            "VBG" => self.stem(lower, "ing"),
            "JJR" | "RBR" => self.positive(lower, "er"),
            "JJS" | "RBS" => self.positive(lower, "est"),
            "CD" => lower.replace(',', ""),
            "POS" => "'s".to_owned(),
            "``" | "''" => match lower {
                "“" | "”" | "„" | "``" | "«" | "»" => "\"".to_owned(),
                "‘" | "’" | "`" => "'".to_owned(),
                _ => lower.to_owned(),
            },
            ":" | "," | "SYM" | "HYPH" => match lower {
                "–" | "—" | "--" | "---" => "-".to_owned(),
                _ => lower.to_owned(),
            },
            "PRP" | "DT" | "MD" | "IN" | "WRB" | "PRP$" | "RP" | "EX" | "UH" | "WP" | "WDT" => {
                lower.replace(['’', '‘'], "'")
            }
            _ => lower.to_owned(),
        }
    }

    /// Takes the plural's ending off a noun.
    fn singular(&self, word: &str) -> String {
        let noun = |candidate: &str| self.classes.noun(&candidate.to_lowercase()).is_some();
        let Some(stem) = word.strip_suffix('s') else {
            // "policemen", "Englishwomen".
            return match word.strip_suffix("men") {
                Some(stem) if word.len() > 4 => format!("{stem}man"),
                _ => word.to_owned(),
            };
        };
        if let Some(base) = stem.strip_suffix("ie") {
            // "countries", but "movies" and "ties".
            return if base.len() > 1 && !noun(stem) {
                format!("{base}y")
            } else {
                stem.to_owned()
            };
        }
        if let Some(base) = stem.strip_suffix("ve") {
            for ending in ["f", "fe"] {
                let candidate = format!("{base}{ending}");
                if noun(&candidate) && !noun(stem) {
                    return candidate;
                }
            }
        }
        if let Some(base) = stem.strip_suffix('e') {
            let hissing = base.ends_with(['x', 'z'])
                || ["ss", "ch", "sh", "us"]
                    .iter()
                    .any(|ending| base.ends_with(ending));
            let rounded = base.ends_with('o') && base.len() > 2;
            if (hissing && !noun(stem)) || (rounded && !noun(stem)) || (noun(base) && !noun(stem)) {
                return base.to_owned();
            }
            return stem.to_owned();
        }
        // "crisis", "bus" and "pass" end in s themselves.
        if stem.ends_with('s') || ((stem.ends_with('u') || stem.ends_with('i')) && noun(word)) {
            return word.to_owned();
        }
        stem.to_owned()
    }

    fn is_verb(&self, word: &str) -> bool {
        self.classes.verb(word).is_some()
    }

    /// Takes the ending off "says", "goes" and "carries".
    fn third_person(&self, word: &str) -> String {
        let Some(stem) = word.strip_suffix('s') else {
            return word.to_owned();
        };
        if let Some(base) = stem.strip_suffix("ie") {
            return if base.len() > 1 {
                format!("{base}y")
            } else {
                stem.to_owned()
            };
        }
        if let Some(base) = stem.strip_suffix('e') {
            let hissing = base.ends_with(['x', 'z', 'o'])
                || ["ss", "ch", "sh"]
                    .iter()
                    .any(|ending| base.ends_with(ending));
            if self.is_verb(stem) || !(hissing || self.is_verb(base)) {
                return stem.to_owned();
            }
            return base.to_owned();
        }
        stem.to_owned()
    }

    /// Takes "ed" or "ing" off a verb.
    fn stem(&self, word: &str, ending: &str) -> String {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) else {
            return word.replace(['’', '‘'], "'");
        };
        if !stem.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            return word.to_owned();
        }
        if ending == "ed"
            && let Some(base) = stem.strip_suffix('i')
        {
            return if base.len() > 1 {
                format!("{base}y")
            } else {
                format!("{stem}e")
            };
        }
        // "counter-attacked" goes by its last part.
        let head = stem.rsplit('-').next().unwrap_or(stem);
        let knows = |candidate: &str| self.is_verb(candidate);
        let with_e = format!("{head}e");
        let single = undoubled(head);
        let prefix = &stem[..stem.len() - head.len()];
        let choose = |chosen: &str| format!("{prefix}{chosen}");
        match (
            knows(head),
            knows(&with_e),
            single.filter(|single| knows(single)),
        ) {
            // "planning" is of a plan, not of a "plann"; "billed" is of a bill.
            (true, false, _) => choose(head),
            (false, true, _) => choose(&with_e),
            (false, false, Some(single)) => choose(single),
            // "barred" and "bared" are told apart by their letters already.
            (true, true, _) => {
                if takes_e(head) {
                    choose(&with_e)
                } else {
                    choose(head)
                }
            }
            (false, false, None) => match single {
                Some(single) if !head.ends_with("ll") && !head.ends_with("ss") => choose(single),
                _ if takes_e(head) => choose(&with_e),
                _ => choose(head),
            },
        }
    }

    /// Takes "er" or "est" off an adjective or adverb.
    fn positive(&self, word: &str, ending: &str) -> String {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
            return word.to_owned();
        };
        if let Some(base) = stem.strip_suffix('i') {
            return format!("{base}y");
        }
        let with_e = format!("{stem}e");
        if self.adjectives.contains(with_e.as_str()) {
            return with_e;
        }
        if self.adjectives.contains(stem) {
            return stem.to_owned();
        }
        match undoubled(stem) {
            Some(single) if !stem.ends_with("ll") && !stem.ends_with("ss") => single.to_owned(),
            _ if takes_e(stem) => with_e,
            _ => stem.to_owned(),
        }
    }
}

/// Tells whether a word is made of capitals, as "NATO" and "TV".
fn is_acronym(word: &str) -> bool {
    word.len() >= 2
        && word.len() <= 5
        && word
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.')
}

/// A common noun goes in small letters, unless it is a letter: "plan B".
fn common(form: &str, lower: &str) -> String {
    if form.len() == 1 {
        return form.to_owned();
    }
    lower.to_owned()
}

/// Gives a name its capital.
fn capitalized(form: &str) -> String {
    let mut characters = form.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// An adjective keeps its capital where it is of a name: "Indonesian", "non-Muslim".
fn adjective(form: &str, lower: &str, initial: bool) -> String {
    let capital = form.starts_with(char::is_uppercase);
    let inner = form
        .split_once('-')
        .is_some_and(|(_, rest)| rest.starts_with(char::is_uppercase));
    let of_place = ["an", "ese", "ish", "ean", "ic", "i", "ch"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    let shouted = form.chars().filter(|c| c.is_uppercase()).count() > 1 && form.len() > 3 && !inner;
    if (capital && !shouted && (!initial || lower.ends_with("an") && lower.len() > 5) && of_place)
        || (inner && !initial)
        || is_acronym(form) && form.len() <= 3
    {
        form.to_owned()
    } else {
        lower.to_owned()
    }
}

/// Takes one of two like consonants off the end: "stopp" to "stop".
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else {
        return None;
    };
    (before == last && last.is_ascii_lowercase() && !b"aeiou".contains(last))
        .then(|| &stem[..stem.len() - 1])
}

/// Tells whether a stem lost an e, by its last letters: "seiz", "creat", "argu", "handl".
fn takes_e(stem: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| stem.ends_with(ending));
    if ends(&["ng", "ow", "ew", "oy", "ay", "ey", "ss", "sh", "ch", "x"]) {
        return stem.ends_with("ang") && stem.len() > 4;
    }
    if ends(&["c", "g", "u", "v", "z", "s"]) {
        return true;
    }
    // "handl", "troubl", but "mail" and "call".
    let before: Vec<char> = stem.chars().rev().take(3).collect();
    match before[..] {
        ['l', b, ..] if !"aeioulrwy".contains(b) => true,
        // "compil", "schedul".
        ['l', 'i' | 'u', c] if !"aeou".contains(c) => true,
        // "creat", "invit", "dilut": one vowel before t; "repeat", "visit", "limit" are known.
        ['t', v, c] if "aiu".contains(v) && !"aeou".contains(c) => ends(&["at", "ut"]),
        ['r', v, c] if "aiu".contains(v) && !"aeou".contains(c) => true,
        ['d' | 'm' | 'n' | 'k' | 'p' | 'b', v, c] if "aiou".contains(v) && !"aeiou".contains(c) => {
            // One vowel and one consonant would have doubled: "hoping", "making".
            stem.len() <= 4
                || ends(&[
                    "id", "ud", "ad", "um", "am", "ok", "ak", "ik", "op", "ib", "in", "un",
                ])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Features;

    #[track_caller]
    fn check(xpos: &str, pairs: &str) {
        let lemmatizer = Lemmatizer::load(&DataSource::embedded()).unwrap();
        for pair in pairs.split_whitespace() {
            let (form, lemma) = pair.split_once('/').unwrap();
            let tag = Tag {
                upos: match xpos {
                    "NNP" | "NNPS" => Upos::Propn,
                    _ => Upos::X,
                },
                xpos: penn_tag(xpos).unwrap(),
                features: Features::default(),
            };
            assert_eq!(
                lemmatizer.lemma(form, tag, false),
                lemma,
                "{form} as {xpos}"
            );
        }
    }

    #[test]
    fn verbs_lose_their_endings() {
        check(
            "VBD",
            "went/go stopped/stop hoped/hope said/say carried/carry died/die seized/seize",
        );
        check(
            "VBN",
            "defused/defuse infiltrated/infiltrate shelled/shell re-elected/re-elect",
        );
        check(
            "VBG",
            "hitting/hit being/be shelling/shell blockading/blockade vying/vie",
        );
        check(
            "VBZ",
            "says/say goes/go denies/deny watches/watch has/have uses/use",
        );
    }

    #[test]
    fn nouns_lose_their_plural() {
        check(
            "NNS",
            "men/man countries/country attacks/attack crises/crisis wives/wife MPs/MP",
        );
        check(
            "NNS",
            "policemen/policeman heroes/hero buses/bus phases/phase movies/movie",
        );
        check("NNPS", "States/State Americans/American");
    }

    #[test]
    fn comparisons_lose_theirs() {
        check(
            "JJR",
            "better/good bigger/big larger/large happier/happy stronger/strong",
        );
        check("JJS", "worst/bad deadliest/deadly largest/large");
    }

    #[test]
    fn names_and_what_is_of_them_keep_their_capital() {
        check("NNP", "Moscow/Moscow NATO/NATO kerala/Kerala");
        check(
            "JJ",
            "Indonesian/Indonesian Strong/strong non-Muslim/non-Muslim",
        );
        check("NN", "TV/TV War/war B/B");
    }

    #[test]
    fn small_words_have_their_full_form() {
        check("PRP", "them/they me/I him/he");
        check("RB", "n't/not n’t/not");
        check("MD", "'ll/will wo/will ca/can");
        check("POS", "’s/'s '/'s");
    }
}
