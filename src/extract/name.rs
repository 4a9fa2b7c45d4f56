//! Finds the names in a text.
//!
//! The lexicon's names by longest match, then the names of the name finder, then what is written
//! with capitals. Where two overlap the longer wins. `title.rs` splits offices off, `sense.rs` says
//! what is named.

use std::collections::BTreeMap;

use crate::analysis::Deprel;
use crate::analysis::NameType;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::NounClass;
use crate::data::words::Noun;
use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::gazetteer::Meaning;
use crate::extract::gazetteer::Sense;
use crate::extract::reading::Reading;
use crate::extract::sense::choose;
use crate::extract::sense::class_of;
use crate::extract::sense::speaks_or_acts;
use crate::extract::sense::told_before;
use crate::extract::title::is_honorific;
use crate::extract::title::is_office;
use crate::extract::title::is_title;
use crate::extract::title::title_before;
use crate::extract::title::title_gender;
use crate::extract::title::title_length;

/// The most words that a name of the lexicon has.
const LONGEST: u32 = 9;

/// A stretch of words that may be a name.
struct Found {
    first: u32,
    last: u32,
    meaning: Vec<Meaning>,
    name_type: Option<NameType>,
}

/// Finds all names in the order of the text, nested ones after the name they stand in.
pub(in crate::extract) fn find(reading: &Reading<'_>) -> Vec<Candidate> {
    let known = gazetteer_names(reading);
    let mut spans: Vec<Found> = Vec::new();
    for name in reading.analysis.names() {
        if matches!(name.name_type, NameType::Time) || name.tokens.is_empty() {
            continue;
        }
        let (first, last) = shorten(reading, name.tokens.start, name.tokens.end - 1);
        let name_type = Some(name.name_type);
        let parts = match part_of_member(reading, first, last) {
            // The type that was found is that of neither.
            Some((member, of)) => vec![(first, member, None), (of, last, None)],
            None => vec![(first, last, name_type)],
        };
        for (first, last, name_type) in parts {
            spans.push(Found {
                first,
                last: whole_hyphen(reading, first, last),
                meaning: Vec::new(),
                name_type,
            });
        }
    }
    spans.extend(capital_runs(reading));
    for found in known {
        spans.push(found);
    }
    spans.retain(|found| {
        // "the de facto government": a name has a capital.
        let words = reading.cover(TokenId(found.first), TokenId(found.last));
        let plain = |c: char| !c.is_uppercase() && !c.is_numeric() && c.is_ascii();
        if words.of(reading.text).chars().all(plain) {
            return false;
        }
        !(found.first..=found.last).all(|at| {
            let word = reading.lower(TokenId(at));
            is_time_word(word) || word.starts_with(|c: char| c.is_ascii_digit()) || word == ","
        })
    });
    // The longest first; of equals the lexicon's, then the name finder's.
    spans.sort_by_key(|found| {
        (
            std::cmp::Reverse(found.last - found.first),
            found.meaning.is_empty(),
            found.name_type.is_none(),
            found.first,
        )
    });
    let mut taken: Vec<Option<usize>> = vec![None; reading.analysis.tokens().len()];
    let mut chosen: Vec<(Found, bool)> = Vec::new();
    for found in spans {
        let range = found.first as usize..=found.last as usize;
        let owners: Vec<Option<usize>> = taken[range.clone()].to_vec();
        if owners.iter().all(Option::is_none) {
            let number = chosen.len();
            taken[range].fill(Some(number));
            chosen.push((found, false));
        } else if let Some(Some(owner)) = owners.first().copied()
            && owners.iter().all(|other| *other == Some(owner))
            && !found.meaning.is_empty()
            && chosen[owner]
                .0
                .meaning
                .iter()
                .all(|meaning| matches!(meaning.link, Link::Actor(_)))
        {
            let same = chosen[owner].0.first == found.first && chosen[owner].0.last == found.last;
            let person = chosen[owner].0.name_type == Some(NameType::Person);
            // In a name that the lexicon knows, a place is only a word of it: "Khorasan" in "IS-K".
            let known = !chosen[owner].0.meaning.is_empty();
            let country = found.meaning.iter().any(|meaning| match meaning.link {
                Link::State(_) | Link::Actor(_) => true,
                Link::Place(_) => !known,
                Link::Person(_) => false,
            });
            // "Indonesian" in "Indonesian Navy", but no town in a person's name.
            let ambiguous = found
                .meaning
                .iter()
                .filter(|meaning| meaning.sense == Sense::Adjective)
                .count()
                > 1;
            if !same && !person && country && !ambiguous {
                chosen.push((found, true));
            }
        }
    }
    chosen.sort_by_key(|(found, nested)| (found.first, *nested, found.last));
    let mut names: Vec<Candidate> = chosen
        .into_iter()
        .filter_map(|(found, nested)| name(reading, &found, nested))
        .collect();
    unlink_parts(reading, &mut names);
    unplace(reading, &mut names);
    sort_out(reading, &mut names);
    names.extend(shared_heads(reading, &names));
    names.sort_by_key(|name| (name.first, name.nested, name.last));
    names
}

/// "Gloria" and "Rivera" are persons where the name finder says so, or where they speak, and nothing
/// in the text is in or near them, though there are towns of the name.
fn unplace(reading: &Reading<'_>, names: &mut [Candidate]) {
    let mut votes: BTreeMap<&str, (bool, bool, bool)> = BTreeMap::new();
    for name in names.iter() {
        if !is_small_place(name) {
            continue;
        }
        let (person, place, speaks) = votes.entry(reading.word(name.first)).or_default();
        *person |= reading.analysis.names().iter().any(|found| {
            found.name_type == NameType::Person && found.tokens.contains(&name.first.0)
        });
        let case = reading.case(name.head);
        *place |= matches!(
            case.as_deref(),
            Some("in" | "near" | "at" | "from" | "to" | "into" | "outside" | "around" | "through")
        ) || reading.deprel(name.head) == Deprel::Compound
            || reading.child(name.head, Deprel::Appos).is_some();
        *speaks |= reading.deprel(name.head) == Deprel::Nsubj && speaks_or_acts(reading, name.head);
    }
    for name in names.iter_mut() {
        if !is_small_place(name) {
            continue;
        }
        if let Some((person, false, speaks)) = votes.get(reading.word(name.first)).copied()
            && (person || speaks)
        {
            name.meaning = None;
            name.class = Class::Person;
        }
    }
}

/// Tells whether a name of one word is a town that is no capital.
fn is_small_place(name: &Candidate) -> bool {
    name.first == name.last
        && !name.nested
        && name.class == Class::City
        && name
            .meaning
            .is_none_or(|meaning| meaning.sense == Sense::Name && meaning.weight < 300_000)
}

/// "The Supreme Court" is not the one that the lexicon knows where the text speaks of the
/// "Supreme Court of Cassation".
fn unlink_parts(reading: &Reading<'_>, names: &mut [Candidate]) {
    let words = |name: &Candidate| reading.cover(name.first, name.last).of(reading.text);
    let longer: Vec<&str> = names
        .iter()
        .filter(|name| name.meaning.is_none() && name.class.is_body() && name.first != name.last)
        .map(words)
        .collect();
    let parts: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| {
            name.meaning
                .is_some_and(|meaning| matches!(meaning.link, Link::Actor(_)))
                && name.first != name.last
                && !name.nested
                && longer
                    .iter()
                    .any(|whole| whole.len() > words(name).len() && whole.starts_with(words(name)))
        })
        .map(|(index, _)| index)
        .collect();
    // So with an acronym: where the text has a "New People Party", NPP is that party.
    let initials: Vec<String> = names
        .iter()
        .filter(|name| name.meaning.is_none() && name.class.is_body() && name.first != name.last)
        .map(|name| {
            (name.first.0..=name.last.0)
                .filter_map(|at| reading.word(TokenId(at)).chars().next())
                .filter(|first| first.is_uppercase())
                .collect()
        })
        .collect();
    let acronyms: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| {
            name.meaning
                .is_some_and(|meaning| matches!(meaning.link, Link::Actor(_)))
                && name.first == name.last
                && initials
                    .iter()
                    .any(|letters| letters == reading.word(name.first))
        })
        .map(|(index, _)| index)
        .collect();
    for index in parts.into_iter().chain(acronyms) {
        names[index].meaning = None;
    }
}

/// Takes articles and possessive marks off the ends of what the name finder gives.
fn shorten(reading: &Reading<'_>, mut first: u32, mut last: u32) -> (u32, u32) {
    while first < last
        && (matches!(
            reading.upos(TokenId(first)),
            Upos::Det | Upos::Punct | Upos::Adp | Upos::Pron
        ) || reading.lower(TokenId(first)) == "the")
    {
        first += 1;
    }
    while first < last
        && (matches!(reading.upos(TokenId(last)), Upos::Part | Upos::Punct)
            // "Moscow carnage": a common noun after the name.
            || !reading.is_capital(TokenId(last))
                && (reading.upos(TokenId(last)) == Upos::Noun
                    || !reading.words.noun(reading.lower(TokenId(last))).is_empty()))
    {
        last -= 1;
    }
    // "Iranian Gen Qassem Soleimani": the nationality is no part of the name.
    if first + 1 < last
        && is_nationality(reading, first)
        && title_length(reading, first + 1, last).is_some()
    {
        first += 1;
    }
    (first, last)
}

fn is_nationality(reading: &Reading<'_>, at: u32) -> bool {
    reading
        .gazetteer
        .find(reading.word(TokenId(at)))
        .iter()
        .any(|meaning| meaning.sense == Sense::Adjective)
}

fn gazetteer_names(reading: &Reading<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for sentence in reading.analysis.sentences() {
        let end = sentence.tokens.end;
        let mut at = sentence.tokens.start;
        while at < end {
            let first = TokenId(at);
            let mut next = at + 1;
            let starts = reading.is_capital(first)
                || reading
                    .word(first)
                    .starts_with(|c: char| c.is_ascii_digit())
                || reading.lower(first) == "al";
            if starts && reading.upos(first) != Upos::Punct {
                let longest = (at + LONGEST).min(end);
                for stop in (at + 1..=longest).rev() {
                    let last = TokenId(stop - 1);
                    let span = reading.cover(first, last);
                    let words = span.of(reading.text);
                    if words.len() > reading.gazetteer.longest() + 8 {
                        continue;
                    }
                    let meanings: Vec<Meaning> = reading
                        .gazetteer
                        .find(words)
                        .iter()
                        .filter(|meaning| reading.is_at_home(meaning))
                        .copied()
                        .collect();
                    // "Mali's military ruler" rules Mali.
                    let cut = reading.upos(TokenId(stop - 1)) == Upos::Adj
                        && reading.deprel(TokenId(stop - 1)) == Deprel::Amod
                        && reading
                            .head(TokenId(stop - 1))
                            .is_some_and(|head| head.0 >= stop)
                        && (at..stop).any(|at| reading.deprel(TokenId(at)) == Deprel::Case);
                    if cut
                        || meanings.is_empty()
                        || is_common_word(reading, at, stop - 1, &meanings)
                    {
                        continue;
                    }
                    let body = meanings
                        .iter()
                        .all(|meaning| matches!(meaning.link, Link::Actor(_)));
                    found.push(Found {
                        first: at,
                        last: stop - 1,
                        meaning: meanings,
                        name_type: None,
                    });
                    // "Indonesian" and "Navy" of "Indonesian Navy" are looked at, too.
                    if body {
                        continue;
                    }
                    next = stop;
                    break;
                }
            }
            at = next;
        }
    }
    found
}

/// Tells whether a word is a name only by its capital at the start of a sentence: "Split the bill".
fn is_common_word(reading: &Reading<'_>, first: u32, last: u32, meanings: &[Meaning]) -> bool {
    if first != last {
        return false;
    }
    let token = TokenId(first);
    // "IS claimed the attack" and "IS-K is a branch": capitals inside make a name, whatever the
    // tagger takes a word so rare for. A headline in capitals says nothing.
    let capitals = reading
        .word(token)
        .chars()
        .filter(|letter| letter.is_uppercase());
    if capitals.count() > 1 && !is_shouted(reading, token) {
        return false;
    }
    let upos = reading.upos(token);
    if matches!(
        upos,
        Upos::Pron | Upos::Verb | Upos::Aux | Upos::Adv | Upos::Det | Upos::Adp | Upos::Sconj
    ) {
        return true;
    }
    let is_country = meanings
        .iter()
        .any(|meaning| matches!(meaning.link, Link::State(_)));
    let all_capitals = reading
        .word(token)
        .chars()
        .all(|character| character.is_uppercase() || !character.is_alphabetic());
    !is_country && !all_capitals && upos != Upos::Propn && upos != Upos::Adj && upos != Upos::Noun
        || (!is_country && !all_capitals && upos == Upos::Noun && is_first(reading, token))
}

/// Tells whether the sentence is written in capitals.
fn is_shouted(reading: &Reading<'_>, token: TokenId) -> bool {
    let sentence = &reading.analysis.sentences()[reading.sentence(token) as usize];
    let words = sentence.tokens.start..sentence.tokens.end;
    !words
        .map(|at| reading.word(TokenId(at)))
        .any(|word| word.contains(char::is_lowercase))
}

fn is_first(reading: &Reading<'_>, token: TokenId) -> bool {
    let sentence = &reading.analysis.sentences()[reading.sentence(token) as usize];
    sentence.tokens.start == token.0
}

/// Gives names the class that a word in them, beside them, or in a longer form of them tells: "Typhoon
/// Olga" does nothing on purpose; "Dranex" is a company where "Dranex AG" or "the firm Dranex" stands
/// as well, and "Ostra" a town where "the town of Ostra" does.
fn sort_out(reading: &Reading<'_>, names: &mut [Candidate]) {
    let mut told: BTreeMap<String, Class> = BTreeMap::new();
    let words = |first: TokenId, last: TokenId| reading.cover(first, last).of(reading.text);
    for name in names.iter_mut() {
        if name.meaning.is_some() {
            continue;
        }
        if let Some(class) =
            told_before(reading, name.first.0, name.last.0).or_else(|| place_of(reading, name))
        {
            told.insert(words(name.first, name.last).to_owned(), class);
        }
        if name.first == name.last {
            continue;
        }
        let disaster = |entry: &Noun| entry.event.as_deref() == Some("Disaster");
        let force = reading.words.noun(reading.lower(name.first));
        if force.iter().any(disaster) {
            name.class = Class::Event;
        }
        if is_legal_form(reading.word(name.last)) {
            let before = words(name.first, TokenId(name.last.0 - 1));
            told.insert(before.to_owned(), Class::Organization);
        }
    }
    for name in names {
        if name.meaning.is_none()
            && let Some(&class) = told.get(words(name.first, name.last))
        {
            name.class = class;
        }
    }
}

/// Says what sort of place a name is in "the town of Ostra".
fn place_of(reading: &Reading<'_>, name: &Candidate) -> Option<Class> {
    if reading.case(name.head).as_deref() != Some("of") || reading.deprel(name.head) != Deprel::Nmod
    {
        return None;
    }
    let noun = reading.head(name.head)?;
    match reading.lower(noun) {
        "city" | "town" | "village" | "port" => Some(Class::City),
        "province" | "region" | "district" | "island" => Some(Class::Region),
        _ => None,
    }
}

/// Tells whether a word at the end of a name makes it that of a company.
pub(in crate::extract) fn is_legal_form(word: &str) -> bool {
    matches!(
        word,
        "AG" | "Inc"
            | "Inc."
            | "Corp"
            | "Corp."
            | "Ltd"
            | "Ltd."
            | "plc"
            | "PLC"
            | "GmbH"
            | "LLC"
            | "SE"
            | "SA"
            | "S.A."
            | "NV"
            | "N.V."
            | "ASA"
            | "Oyj"
            | "SpA"
            | "Co."
            | "Group"
            | "Holding"
            | "Holdings"
            | "Capital"
            | "Partners"
            | "Lines"
            | "Industries"
            | "Motors"
            | "Technologies"
            | "Pharmaceuticals"
    )
}

/// Parts "Gary Fan of the Neo Democrats", which the name finder takes for one name: gives the last
/// word of the member and the first of what he or she is a member of.
fn part_of_member(reading: &Reading<'_>, first: u32, last: u32) -> Option<(u32, u32)> {
    let of = (first + 2..last).find(|&at| reading.word(TokenId(at)) == "of")?;
    if takes_of(reading, first) || takes_of(reading, of - 1) {
        return None;
    }
    let next = match reading.lower(TokenId(of + 1)) {
        "the" => of + 2,
        _ => of + 1,
    };
    (next <= last).then_some((of - 1, next))
}

/// Gives the last word of a name with what a hyphen joins to it in small letters, "Wu Chi-wai", where
/// that is no word of the language: "Obama-era".
fn whole_hyphen(reading: &Reading<'_>, first: u32, last: u32) -> u32 {
    let (hyphen, tail) = (TokenId(last + 1), TokenId(last + 2));
    if first == last
        || tail.index() >= reading.analysis.tokens().len()
        || reading.word(hyphen) != "-"
        || reading.analysis.span(TokenId(last)).end != reading.analysis.span(hyphen).start
        || reading.analysis.span(hyphen).end != reading.analysis.span(tail).start
        || reading.word(tail).len() > 6
        || !reading.word(tail).chars().all(char::is_lowercase)
    {
        return last;
    }
    let lower = reading.lower(tail);
    let known = reading.words.noun_class(lower).is_some()
        || !reading.words.noun(lower).is_empty()
        || !reading.words.verb(&reading.lemma(tail)).is_empty()
        || !matches!(reading.upos(tail), Upos::Noun | Upos::Propn | Upos::X);
    if known { last } else { tail.0 }
}

/// Finds runs of words with capitals that the tagger takes for names.
fn capital_runs(reading: &Reading<'_>) -> Vec<Found> {
    let mut runs = Vec::new();
    for sentence in reading.analysis.sentences() {
        let end = sentence.tokens.end;
        let mut at = sentence.tokens.start;
        while at < end {
            if !is_name_word(reading, at, sentence.tokens.start) {
                at += 1;
                continue;
            }
            let mut last = at;
            let mut next = at + 1;
            while next < end {
                let token = TokenId(next);
                if is_name_word(reading, next, sentence.tokens.start) {
                    last = next;
                    next += 1;
                } else if reading.word(token) == "and"
                    && (at..last).any(|at| matches!(reading.word(TokenId(at)), "of" | "for" | "on"))
                    && next + 1 < end
                    && is_name_word(reading, next + 1, sentence.tokens.start)
                    && reading
                        .gazetteer
                        .find(reading.word(TokenId(next + 1)))
                        .is_empty()
                {
                    // "Union of Rationalist Atheists and Agnostics".
                    next += 1;
                } else if reading.word(token) == "and"
                    && is_topic(reading, last)
                    && let Some(body) = body_ahead(reading, next + 1, end)
                {
                    // "Peace and Justice Party", but not "Parliament and the Party".
                    last = body;
                    next = body + 1;
                } else if matches!(reading.word(token), "for" | "on")
                    && next + 1 < end
                    && is_body_noun(reading, last)
                    && is_name_word(reading, next + 1, sentence.tokens.start)
                    && !is_time_word(reading.lower(TokenId(next + 1)))
                    && !is_lone_country(reading, next + 1, end)
                {
                    // "Institute for Peace Research".
                    next += 1;
                } else if reading.word(token) == "of" && !takes_of(reading, last) {
                    // "Alvin Yeung of Civic Party" are two names.
                    break;
                } else if next + 1 < end
                    && (matches!(
                        reading.word(token),
                        "of" | "-"
                            | "–"
                            | "de"
                            | "del"
                            | "della"
                            | "da"
                            | "dos"
                            | "di"
                            | "du"
                            | "van"
                            | "der"
                            | "den"
                            | "ter"
                            | "al"
                            | "bin"
                            | "ibn"
                            | "von"
                            | "zu"
                            | "'s"
                            | "’s"
                    ) && reading.word(token) != "'s"
                        && reading.word(token) != "’s"
                        && is_name_word(reading, next + 1, sentence.tokens.start))
                {
                    next += 1;
                } else if next + 1 < end
                    && matches!(reading.word(token), "'s" | "’s")
                    && is_body_word(reading, next + 1, end)
                    && reading
                        .gazetteer
                        .find(reading.cover(TokenId(at), TokenId(last)).of(reading.text))
                        .is_empty()
                {
                    // "Korean People's Army", but not "New Zealand's Parliament".
                    next += 1;
                } else if next + 2 < end
                    && matches!(
                        (reading.word(token), reading.word(TokenId(next + 1))),
                        // "Bank of the West", "Ursula von der Leyen".
                        ("of", "the")
                            | ("van", "der" | "den" | "de")
                            | ("von", "der")
                            | ("de", "la")
                    )
                    && is_name_word(reading, next + 2, sentence.tokens.start)
                {
                    next += 2;
                } else {
                    break;
                }
            }
            let (first, last) = shorten(reading, at, last);
            runs.push(Found {
                first,
                last,
                meaning: Vec::new(),
                name_type: None,
            });
            at = next.max(at + 1);
        }
    }
    // "Government", "Image": a common noun with a capital is no name by itself.
    runs.retain(|run| {
        (run.first..=run.last)
            .any(|at| reading.upos(TokenId(at)) == Upos::Propn || is_unknown_noun(reading, at))
            && !(run.first == run.last && is_plain_noun(reading, run.first))
    });
    // The months and weekdays are no names.
    runs.retain(|run| !(run.first..=run.last).any(|at| is_time_word(reading.lower(TokenId(at)))));
    runs
}

/// Tells whether a word that the tagger takes for a common noun is none that is known, in a
/// sentence that does not write all its nouns with capitals: "the utility Westwind".
fn is_unknown_noun(reading: &Reading<'_>, at: u32) -> bool {
    let token = TokenId(at);
    let lemma = reading.lemma(token);
    let sentence = &reading.analysis.sentences()[reading.sentence(token) as usize];
    reading.analysis.tag(token).xpos == "NN"
        && reading.is_capital(token)
        && reading.word(token).contains(char::is_lowercase)
        && at != sentence.tokens.start
        && matches!(
            reading.deprel(token),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent | Deprel::Conj
        )
        && reading.child(token, Deprel::Det).is_none()
        && reading.words.noun_class(&lemma).is_none()
        && reading.words.noun(&lemma).is_empty()
        && reading.words.title(&lemma).is_none()
        && (sentence.tokens.start..sentence.tokens.end)
            .map(TokenId)
            .any(|other| reading.upos(other) == Upos::Noun && !reading.is_capital(other))
}

/// Tells whether a name goes on with "of" after a word: "Church of …", "Ministry of …".
fn takes_of(reading: &Reading<'_>, at: u32) -> bool {
    // "Wong Kwok-kin of FTU": the second half of a given name is no noun.
    if at > 0 && reading.word(TokenId(at - 1)) == "-" && !reading.is_capital(TokenId(at)) {
        return false;
    }
    let lower = reading.lower(TokenId(at));
    !reading.words.noun(lower).is_empty()
        || !reading.words.noun(lower.trim_end_matches('s')).is_empty()
        || reading.words.noun_class(lower).is_some()
        || reading.words.title(lower).is_some()
}

/// Tells whether a single word with a capital is a common noun: "the Court", "the Government".
fn is_plain_noun(reading: &Reading<'_>, at: u32) -> bool {
    let token = TokenId(at);
    let lower = reading.lower(token);
    let capitals = reading
        .word(token)
        .chars()
        .filter(|c| c.is_uppercase())
        .count();
    capitals == 1
        && !reading.words.noun(lower).is_empty()
        && reading.gazetteer.find(reading.word(token)).is_empty()
}

/// Tells whether a word with a capital, or the one after it, is a noun for a body: "Army".
fn is_body_word(reading: &Reading<'_>, at: u32, end: u32) -> bool {
    (at..(at + 2).min(end)).all(|at| reading.is_capital(TokenId(at)))
        && reading
            .words
            .noun(reading.lower(TokenId(at)))
            .first()
            .and_then(|entry| entry.kind.as_deref())
            .and_then(Class::from_label)
            .is_some_and(Class::is_body)
        || (at + 1 < end
            && reading.is_capital(TokenId(at))
            && matches!(
                reading.lower(TokenId(at)),
                "party" | "army" | "union" | "office" | "court" | "congress" | "republic"
            ))
}

/// Tells whether a word is a noun for a body: "Institute".
fn is_body_noun(reading: &Reading<'_>, at: u32) -> bool {
    let entries = reading.words.noun(reading.lower(TokenId(at)));
    let kind = entries.iter().find_map(|entry| entry.kind.as_deref());
    kind.and_then(Class::from_label).is_some_and(Class::is_body)
        // "Centre for Disease Control": a building elsewhere.
        || matches!(
            reading.lower(TokenId(at)),
            "centre" | "center" | "fund" | "campaign" | "alliance" | "forum"
        )
}

/// Tells whether a word is one for what a body is busy with: "Peace", "Trade".
fn is_topic(reading: &Reading<'_>, at: u32) -> bool {
    let token = TokenId(at);
    let lower = reading.lower(token);
    reading.is_capital(token)
        && reading.words.noun_class(lower).is_some_and(|class| {
            !matches!(
                class,
                NounClass::Person | NounClass::Location | NounClass::Time | NounClass::Animal
            )
        })
        && !is_body_noun(reading, at)
        && reading.gazetteer.find(reading.word(token)).is_empty()
}

/// Gives the noun for a body in which the capitals that begin at a word end, within four words.
fn body_ahead(reading: &Reading<'_>, at: u32, end: u32) -> Option<u32> {
    let capitals = (at..end.min(at + 4)).take_while(|&at| reading.is_capital(TokenId(at)));
    let last = capitals.last()?;
    (last > at && is_body_noun(reading, last)).then_some(last)
}

/// Tells whether a name is but one word, and that a country: "asked the Council for Kenya".
fn is_lone_country(reading: &Reading<'_>, at: u32, end: u32) -> bool {
    let lone = at + 1 >= end || !reading.is_capital(TokenId(at + 1));
    let meanings = reading.gazetteer.find(reading.word(TokenId(at)));
    lone && meanings
        .iter()
        .any(|meaning| meaning.sense != Sense::Adjective)
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "gmt"
            | "utc"
            | "may"
    )
}

fn is_name_word(reading: &Reading<'_>, at: u32, start: u32) -> bool {
    let token = TokenId(at);
    if !reading.is_capital(token) {
        // "alt.religion.scientology", "4chan" are tagged as names all the same.
        return reading.upos(token) == Upos::Propn && reading.deprel(token) != Deprel::Punct;
    }
    match reading.upos(token) {
        Upos::Propn => true,
        Upos::Noun | Upos::Adj | Upos::X => {
            at != start && {
                let word = reading.word(token);
                word.chars().count() > 1
            }
        }
        _ => false,
    }
}

/// Finds the name in "North" of "North and South Korea": the second's last word is the first's too.
fn shared_heads(reading: &Reading<'_>, names: &[Candidate]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for name in names {
        if name.first == name.last || name.first.0 < 2 {
            continue;
        }
        let conjunction = TokenId(name.first.0 - 1);
        let before = TokenId(name.first.0 - 2);
        if reading.lower(conjunction) != "and"
            || !reading.is_capital(before)
            || reading.sentence(before) != name.sentence
        {
            continue;
        }
        let tail = reading
            .cover(TokenId(name.first.0 + 1), name.last)
            .of(reading.text);
        let whole = format!("{} {tail}", reading.word(before));
        if let Some(meaning) = reading.gazetteer.find(&whole).first() {
            found.push(Candidate {
                first: before,
                last: before,
                head: before,
                form: MentionForm::Name,
                class: meaning.class,
                meaning: Some(*meaning),
                title: None,
                plural: false,
                gender: None,
                definite: true,
                nested: false,
                sentence: name.sentence,
            });
        }
    }
    found
}

/// Makes the mention of a name: splits the title off, finds the head, decides what it names.
fn name(reading: &Reading<'_>, found: &Found, nested: bool) -> Option<Candidate> {
    let mut first = found.first;
    let mut last = found.last;
    let mut title: Option<(u32, u32)> = None;
    if found.meaning.is_empty() {
        if is_title(reading, first, last) {
            // "Prime Minister" alone is an office, not a name.
            return None;
        }
        // "State Department Spokesperson": an office after the name of what it is an office of.
        while last > first {
            let Some(length) = (1..=3u32)
                .rev()
                .filter(|length| first + length <= last)
                .find(|length| is_office(reading, last + 1 - length, last))
            else {
                break;
            };
            last -= length;
        }
        while first < last {
            let Some(length) = title_length(reading, first, last) else {
                break;
            };
            title = Some((title.map_or(first, |(start, _)| start), first + length - 1));
            first += length;
        }
        // "Minister of Education Stefania Giannini": the office ends with what it is an office of.
        if let Some((start, end)) = title
            && first < last
            && matches!(reading.lower(TokenId(first)), "of" | "for")
            && last > first + 1
        {
            let mut stop = first + 1;
            if stop + 2 < last && reading.lower(TokenId(stop + 1)) == "and" {
                stop += 2;
            }
            title = Some((start, end.max(stop)));
            first = stop + 1;
        }
        // "Education Mr. Toccafondi": an honorific begins a name.
        if let Some(at) = (first + 1..last)
            .rev()
            .find(|&at| is_honorific(reading, at))
        {
            title = Some((title.map_or(at, |(start, _)| start), at));
            first = at + 1;
            if reading.word(TokenId(first)) == "." && first < last {
                first += 1;
            }
        }
        if first == last && title.is_some() && reading.upos(TokenId(last)) != Upos::Propn {
            return None;
        }
    }
    let before = title_before(reading, first);
    if let Some(before) = before {
        title = Some((before, title.map_or(first - 1, |(_, end)| end)));
    }
    let name_head = head_of(reading, first, last);
    // The tree may hang the name on its title; what the sentence says is said of the whole.
    let head = match title {
        Some((start, _)) if reading.sentence(TokenId(start)) == reading.sentence(name_head) => {
            let whole = head_of(reading, start, last);
            if reading
                .head(name_head)
                .is_some_and(|governor| (start..first).contains(&governor.0))
            {
                whole
            } else {
                name_head
            }
        }
        _ => name_head,
    };
    let meaning = choose(reading, &found.meaning, head, title.is_some());
    let class = match meaning {
        Some(meaning) => match meaning.sense {
            Sense::People => Class::Group,
            _ => meaning.class,
        },
        None => class_of(reading, first, last, head, found.name_type, title.is_some())?,
    };
    let meaning = meaning.filter(|meaning| meaning.sense != Sense::People || class == Class::Group);
    let gender = title.and_then(|(start, end)| title_gender(reading, start, end));
    let tag = reading.analysis.tag(head);
    Some(Candidate {
        first: TokenId(first),
        last: TokenId(last),
        head,
        form: MentionForm::Name,
        class,
        meaning,
        title: title
            .filter(|_| class == Class::Person)
            .map(|(start, end)| reading.cover(TokenId(start), TokenId(end))),
        plural: class == Class::Group || tag.xpos == "NNPS" && class != Class::State,
        gender,
        definite: true,
        nested,
        sentence: reading.sentence(head),
    })
}

/// Gives the token that the rest of a stretch hangs on.
pub(in crate::extract) fn head_of(reading: &Reading<'_>, first: u32, last: u32) -> TokenId {
    let inside = |token: TokenId| (first..=last).contains(&token.0);
    // From the right: English names end in their head, and a wrong tree then does least harm.
    let mut tops: Vec<TokenId> = (first..=last)
        .map(TokenId)
        .filter(|&token| {
            reading.upos(token) != Upos::Punct
                && reading.head(token).is_none_or(|head| !inside(head))
        })
        .collect();
    tops.sort_by_key(|&token| {
        (
            !matches!(reading.upos(token), Upos::Propn | Upos::Noun),
            std::cmp::Reverse(token),
        )
    });
    tops.first().copied().unwrap_or(TokenId(last))
}
