//! Finds common noun phrases and pronouns that stand for something.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::NounClass;
use crate::data::words::Noun;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::candidate::Gender;
use crate::extract::gazetteer::Sense;
use crate::extract::reading::Reading;

/// Finds the noun phrases and pronouns whose heads stand in no name.
pub(in crate::extract) fn find(reading: &Reading<'_>, names: &[Candidate]) -> Vec<Candidate> {
    let mut in_name = vec![false; reading.analysis.tokens().len()];
    for name in names {
        in_name[name.first.0 as usize..=name.last.0 as usize].fill(true);
        // The title belongs to the name.
        if let Some(title) = name.title {
            for at in (0..name.first.0).rev() {
                if !title.contains(reading.analysis.span(TokenId(at))) {
                    break;
                }
                in_name[at as usize] = true;
            }
        }
    }
    reading
        .tokens()
        .filter(|token| !in_name[token.index()])
        .filter_map(|token| match reading.upos(token) {
            Upos::Noun | Upos::Propn => nominal(reading, token, false),
            Upos::Adj | Upos::Num | Upos::Sym | Upos::Det => nominal(reading, token, true),
            Upos::Pron => pronoun(reading, token),
            _ => None,
        })
        .collect()
}

/// Finds the noun's entries: "civil war" before "war".
pub(in crate::extract) fn entries<'a>(reading: &Reading<'a>, token: TokenId) -> &'a [Noun] {
    let words = reading.words;
    let lemma = reading.lemma(token);
    if token.0 > 0 {
        let before = TokenId(token.0 - 1);
        if reading.head(before) == Some(token) {
            let two = words.noun(&format!("{} {lemma}", reading.lower(before)));
            if !two.is_empty() {
                return two;
            }
        }
    }
    let found = words.noun(&lemma);
    if !found.is_empty() {
        return found;
    }
    let lower = reading.lower(token);
    let found = words.noun(lower);
    if !found.is_empty() {
        return found;
    }
    // American and British spellings of one ending: "defense", "organisation".
    words.noun(&lemma.replace("isation", "ization"))
}

fn nominal(reading: &Reading<'_>, token: TokenId, bare: bool) -> Option<Candidate> {
    if matches!(
        reading.deprel(token),
        Deprel::Compound
            | Deprel::Amod
            | Deprel::Flat
            | Deprel::Fixed
            | Deprel::Goeswith
            | Deprel::Nummod
            | Deprel::NmodUnmarked
            | Deprel::Det
            | Deprel::Advmod
            | Deprel::Case
            | Deprel::Discourse
            | Deprel::Reparandum
            | Deprel::Punct
            | Deprel::Root
            | Deprel::Acl
            | Deprel::AclRelcl
            | Deprel::Advcl
            | Deprel::Ccomp
            | Deprel::Xcomp
    ) && bare
    {
        return None;
    }
    if !bare
        && matches!(
            reading.deprel(token),
            Deprel::Compound | Deprel::Fixed | Deprel::Goeswith | Deprel::Punct
        )
    {
        return None;
    }
    // "states that border it": a verb that the tagger takes for a noun.
    if reading.deprel(token) == Deprel::AclRelcl && reading.child(token, Deprel::Obj).is_some() {
        return None;
    }
    let tag = reading.analysis.tag(token);
    let (first, last) = base_phrase(reading, token);
    let definite = (first.0..=token.0).any(|at| {
        let at = TokenId(at);
        matches!(
            reading.lower(at),
            "the"
                | "this"
                | "that"
                | "these"
                | "those"
                | "such"
                | "his"
                | "her"
                | "its"
                | "their"
                | "both"
        ) || reading.deprel(at) == Deprel::NmodPoss
    });
    let plural = matches!(tag.xpos, "NNS" | "NNPS") || tag.features.has("Number", "Plur");
    let (class, plural, gender) = if bare {
        // "200 more", "the wounded", "both": people or things that context must tell.
        let number = matches!(reading.upos(token), Upos::Num);
        if number && reading.word(token).len() == 4 && reading.word(token).starts_with(['1', '2']) {
            return None;
        }
        if reading.upos(token) == Upos::Adj && !definite {
            return None;
        }
        (Class::Quantity, true, None)
    } else {
        let entries = entries(reading, token);
        let gender = entries
            .iter()
            .find_map(|entry| match entry.gender.as_deref() {
                Some("m") => Some(Gender::Masculine),
                Some("f") => Some(Gender::Feminine),
                _ => None,
            });
        (class_of(reading, token, entries, plural), plural, gender)
    };
    Some(Candidate {
        first,
        last,
        head: token,
        form: MentionForm::Nominal,
        class,
        meaning: None,
        title: None,
        plural,
        gender,
        definite,
        nested: false,
        sentence: reading.sentence(token),
    })
}

fn class_of(reading: &Reading<'_>, token: TokenId, entries: &[Noun], plural: bool) -> Class {
    if is_camp(reading, token) {
        return Class::Group;
    }
    for entry in entries {
        if let Some(class) = entry.kind.as_deref().and_then(Class::from_label) {
            return match class {
                // "foreign states", "both countries" are a body of them.
                Class::Person | Class::Actor | Class::State if plural => Class::Group,
                Class::State => Class::Abstract,
                Class::Group if !plural && is_individual(reading, token) => Class::Person,
                class => class,
            };
        }
        if entry.event.is_some() {
            return Class::Event;
        }
        if entry.speech.is_some() {
            return Class::Speech;
        }
    }
    let lemma = reading.lemma(token);
    if reading.words.title(&lemma).is_some() {
        return if plural { Class::Group } else { Class::Person };
    }
    if matches!(
        lemma.as_str(),
        "day"
            | "week"
            | "month"
            | "year"
            | "decade"
            | "hour"
            | "minute"
            | "time"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "morning"
            | "night"
            | "evening"
            | "century"
    ) {
        return Class::Time;
    }
    if let Some(class) = group_class(reading, token) {
        return class;
    }
    if plural && counts_people(reading, token) {
        return Class::Group;
    }
    if matches!(
        lemma.as_str(),
        "percent" | "number" | "amount" | "dollar" | "euro" | "%"
    ) {
        return Class::Quantity;
    }
    match reading.words.noun_class(&lemma) {
        Some(NounClass::Person) if plural => Class::Group,
        Some(NounClass::Person) => Class::Person,
        Some(NounClass::Time) => Class::Time,
        Some(NounClass::Quantity) => Class::Quantity,
        Some(NounClass::Artifact | NounClass::Food | NounClass::Object | NounClass::Substance) => {
            Class::Object
        }
        _ => Class::Abstract,
    }
}

/// Says what "group" stands for where a word before it tells: "a local rights group", "the rebel group".
/// "A group of friends" is no body.
pub(in crate::extract) fn group_class(reading: &Reading<'_>, token: TokenId) -> Option<Class> {
    if reading.lower(token) != "group" || reading.is_capital(token) {
        return None;
    }
    let mut found = None;
    for &child in reading.children(token) {
        match reading.deprel(child) {
            Deprel::Nmod if reading.case(child).as_deref() == Some("of") => return None,
            Deprel::Compound | Deprel::Amod if child < token => {
                let word = reading.lemma(child);
                let armed = matches!(
                    word.as_str(),
                    "militant"
                        | "rebel"
                        | "armed"
                        | "terrorist"
                        | "jihadist"
                        | "insurgent"
                        | "extremist"
                        | "guerrilla"
                        | "paramilitary"
                        | "separatist"
                );
                let plain = matches!(
                    word.as_str(),
                    "small"
                        | "large"
                        | "big"
                        | "whole"
                        | "new"
                        | "other"
                        | "same"
                        | "age"
                        | "parent"
                        | "main"
                );
                match (armed, plain) {
                    (true, _) => found = Some(Class::ArmedGroup),
                    (_, false) => found = found.or(Some(Class::Organization)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

/// Tells whether a plural is one for a number of people: "thousands of Georgians".
fn counts_people(reading: &Reading<'_>, token: TokenId) -> bool {
    let number = matches!(
        reading.lemma(token).as_str(),
        "dozen" | "score" | "hundred" | "thousand" | "million" | "ten"
    );
    number
        && reading.noun_arguments(token).iter().any(|(case, of)| {
            let meanings = reading.gazetteer.find(reading.word(*of));
            let lemma = reading.lemma(*of);
            let kind = reading
                .words
                .noun(&lemma)
                .first()
                .and_then(|entry| entry.kind.as_deref());
            case == "of"
                && (meanings.iter().any(|one| one.sense == Sense::People)
                    || matches!(kind, Some("Person" | "Group" | "ArmedGroup"))
                    || reading.words.noun_class(&lemma) == Some(NounClass::Person))
        })
}

/// Tells whether a noun stands for people of one mind: "the pro-reform camp", "the localist bloc".
pub(in crate::extract) fn is_camp(reading: &Reading<'_>, token: TokenId) -> bool {
    matches!(
        reading.lemma(token).as_str(),
        "camp" | "bloc" | "faction" | "wing"
    ) && camp_word(reading, token).is_some()
}

/// Gives the word that says which camp it is.
pub(in crate::extract) fn camp_word(reading: &Reading<'_>, camp: TokenId) -> Option<TokenId> {
    let before = TokenId(camp.0.checked_sub(1)?);
    let modifies = reading.head(before) == Some(camp)
        && matches!(reading.deprel(before), Deprel::Amod | Deprel::Compound);
    (modifies && is_conviction(reading.lower(before))).then_some(before)
}

/// Tells whether a word says what somebody is for or against: "pro-Beijing", "localist".
fn is_conviction(word: &str) -> bool {
    ["pro-", "anti-", "pan-"]
        .iter()
        .any(|start| word.starts_with(start))
        || word.ends_with("ist") && word.len() > 5
        || matches!(
            word,
            "opposition"
                | "ruling"
                | "governing"
                | "liberal"
                | "conservative"
                | "democratic"
                | "hardline"
                | "moderate"
        )
}

fn is_individual(reading: &Reading<'_>, token: TokenId) -> bool {
    reading.children(token).iter().any(|&child| {
        reading.deprel(child) == Deprel::Det && matches!(reading.lower(child), "a" | "an" | "one")
    })
}

/// Gives the first and last word of the phrase without what follows the head.
pub(in crate::extract) fn base_phrase(reading: &Reading<'_>, head: TokenId) -> (TokenId, TokenId) {
    let mut first = head;
    for &child in reading.children(head) {
        if child < head
            && matches!(
                reading.deprel(child),
                Deprel::Det
                    | Deprel::DetPredet
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::Nummod
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::Nmod
                    | Deprel::NmodUnmarked
            )
        {
            let (start, _) = reading.extent(child);
            if reading.sentence(start) == reading.sentence(head) {
                first = first.min(start);
            }
        }
    }
    let mut last = head;
    for &child in reading.children(head) {
        if child.0 == last.0 + 1
            && matches!(
                reading.deprel(child),
                Deprel::Flat | Deprel::Nummod | Deprel::NmodDesc
            )
        {
            last = child;
        }
    }
    // "about 80 people", "over 900": the words that say how exact the number is.
    while first.0 > 0
        && reading.upos(first) == Upos::Num
        && reading.sentence(TokenId(first.0 - 1)) == reading.sentence(head)
        && matches!(
            reading.lower(TokenId(first.0 - 1)),
            "about" | "around" | "over" | "nearly" | "almost" | "some" | "least" | "approximately"
        )
    {
        first = TokenId(first.0 - 1);
    }
    // "On Friday police arrested them": the day is no part of what the police are called.
    if first < head
        && first.0 > 0
        && is_weekday(reading.lower(first))
        && reading.lower(TokenId(first.0 - 1)) == "on"
    {
        first = TokenId(first.0 + 1);
    }
    while first < head && matches!(reading.upos(first), Upos::Punct | Upos::Cconj) {
        first = TokenId(first.0 + 1);
    }
    (first, last)
}

fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}

fn pronoun(reading: &Reading<'_>, token: TokenId) -> Option<Candidate> {
    let lower = reading.lower(token);
    let (class, plural, gender) = match lower {
        "he" | "him" | "his" | "himself" => (Class::Person, false, Some(Gender::Masculine)),
        "she" | "her" | "hers" | "herself" => (Class::Person, false, Some(Gender::Feminine)),
        "i" | "me" | "my" | "mine" | "myself" => (Class::Person, false, None),
        "it" | "its" | "itself" => (Class::Abstract, false, None),
        "they" | "them" | "their" | "theirs" | "themselves" => (Class::Abstract, true, None),
        "we" | "us" | "our" | "ours" | "ourselves" => (Class::Group, true, None),
        "you" | "your" | "yours" => (Class::Person, false, None),
        "this" | "that" | "these" | "those" => (Class::Abstract, false, None),
        _ => return None,
    };
    if matches!(lower, "this" | "that" | "these" | "those") && reading.antecedent(token).is_some() {
        return None;
    }
    if reading.deprel(token) == Deprel::Expl {
        return None;
    }
    Some(Candidate {
        first: token,
        last: token,
        head: token,
        form: MentionForm::Pronoun,
        class,
        meaning: None,
        title: None,
        plural,
        gender,
        definite: true,
        nested: false,
        sentence: reading.sentence(token),
    })
}
