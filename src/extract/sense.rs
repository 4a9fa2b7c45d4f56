//! Says what a name names: which of the things that the lexicon has by that name, or what sort of
//! thing where it has none. A capital is the State where it speaks or acts, else a Place.

use crate::analysis::Deprel;
use crate::analysis::NameType;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::gazetteer::Meaning;
use crate::extract::gazetteer::Sense;
use crate::extract::name::head_of;
use crate::extract::name::is_legal_form;
use crate::extract::nominal::entries;
use crate::extract::nominal::group_class;
use crate::extract::reading::Reading;

/// Chooses between the meanings of a known name.
pub(in crate::extract) fn choose(
    reading: &Reading<'_>,
    meanings: &[Meaning],
    head: TokenId,
    titled: bool,
) -> Option<Meaning> {
    if meanings.is_empty() {
        return None;
    }
    if titled
        && let Some(person) = meanings
            .iter()
            .find(|meaning| meaning.class == Class::Person)
    {
        return Some(*person);
    }
    let modifies = matches!(
        reading.deprel(head),
        Deprel::Amod | Deprel::Compound | Deprel::NmodDesc
    );
    let plural = matches!(reading.analysis.tag(head).xpos, "NNS" | "NNPS");
    let sense = |sense: Sense| {
        meanings
            .iter()
            .find(|meaning| meaning.sense == sense)
            .copied()
    };
    if let Some(people) = sense(Sense::People)
        && (plural || sense(Sense::Adjective).is_none())
        && !modifies
    {
        return Some(people);
    }
    let place = meanings
        .iter()
        .find(|meaning| meaning.sense == Sense::Name && meaning.class.is_place())
        .copied();
    if let (Some(seat), place) = (sense(Sense::Seat), place) {
        if speaks_or_acts(reading, head) {
            return Some(seat);
        }
        if place.is_some() {
            return place;
        }
        // A capital that the places lack, or a building such as the Kremlin.
        return Some(seat);
    }
    meanings
        .iter()
        .find(|meaning| meaning.sense == Sense::Name && !titled)
        .or(meanings.first())
        .copied()
}

/// Tells whether a capital stands where a government would: "Moscow says", "Kyiv's claims".
pub(in crate::extract) fn speaks_or_acts(reading: &Reading<'_>, head: TokenId) -> bool {
    let first = reading.first_conjunct(head);
    let Some(governor) = reading.head(first) else {
        return false;
    };
    let case = reading.case(first);
    let verb = reading.words.verb(&reading.lemma(governor));
    match reading.deprel(first) {
        Deprel::Nsubj => verb
            .iter()
            .any(|verb| verb.speech.is_some() || verb.edge.is_some() || verb.complement.is_some()),
        Deprel::OblAgent => true,
        Deprel::Obj | Deprel::NsubjPass | Deprel::Iobj => verb.iter().any(|verb| {
            matches!(
                verb.edge.as_deref(),
                Some(
                    "ACCUSES"
                        | "CRITICIZES"
                        | "DEMANDS"
                        | "SANCTIONS"
                        | "SUPPORTS"
                        | "OPPOSES"
                        | "THREATENS"
                )
            )
        }),
        Deprel::NmodPoss => reading
            .words
            .noun(&reading.lemma(governor))
            .iter()
            .any(|noun| noun.speech.is_some() || noun.edge.is_some()),
        Deprel::Nmod | Deprel::Obl => {
            matches!(
                case.as_deref(),
                Some("between" | "with" | "against" | "by" | "according_to")
            )
        }
        _ => false,
    }
}

/// Says what a name that the lexicon lacks names; `None` for what is no name of a thing.
pub(in crate::extract) fn class_of(
    reading: &Reading<'_>,
    first: u32,
    last: u32,
    head: TokenId,
    name_type: Option<NameType>,
    titled: bool,
) -> Option<Class> {
    if let Some(class) = told_before(reading, first, last) {
        return Some(class);
    }
    let by_noun = noun_class(reading, first, last);
    match name_type {
        Some(NameType::Person) => return Some(Class::Person),
        Some(NameType::Place) => {
            return Some(
                by_noun
                    .filter(|class| class.is_place() || *class == Class::Organization)
                    .unwrap_or_else(|| place_class(reading, last)),
            );
        }
        Some(NameType::Organization) => {
            return Some(
                by_noun
                    .filter(|class| class.is_body() || class.is_place())
                    .unwrap_or(Class::Organization),
            );
        }
        Some(NameType::Nationality) => return Some(Class::Group),
        Some(NameType::Event) => return Some(Class::Event),
        Some(NameType::Other) => return by_noun.or(Some(Class::Object)),
        Some(NameType::Time) | None => {}
    }
    if titled && first + 4 > last {
        return Some(Class::Person);
    }
    if let Some(class) = by_noun {
        return Some(class);
    }
    // Without a name finder's word: by shape and place in the sentence.
    let case = reading.case(head);
    if matches!(
        case.as_deref(),
        Some("in" | "near" | "at" | "into" | "toward" | "towards")
    ) {
        return Some(Class::Place);
    }
    let count = last - first + 1;
    let word = reading.word(TokenId(last));
    let acronym =
        word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    if acronym || word.contains('.') || reading.upos(head) != Upos::Propn {
        return Some(Class::Organization);
    }
    if (2..=4).contains(&count)
        && (first..=last)
            .all(|at| reading.upos(TokenId(at)) == Upos::Propn || reading.word(TokenId(at)) == "-")
    {
        return Some(Class::Person);
    }
    Some(Class::Organization)
}

/// Reads what a name names off the common noun right before it: "the *firm* Solara", "the *group* Red
/// Dawn". An office says no more than the name's own words do.
pub(in crate::extract) fn told_before(
    reading: &Reading<'_>,
    first: u32,
    last: u32,
) -> Option<Class> {
    let noun = TokenId(first.checked_sub(1)?);
    let inside = |token: Option<TokenId>| token.is_some_and(|at| (first..=last).contains(&at.0));
    let head = head_of(reading, first, last);
    let beside = matches!(
        reading.deprel(noun),
        Deprel::NmodDesc | Deprel::Compound | Deprel::Nmod
    ) && inside(reading.head(noun))
        || matches!(reading.deprel(head), Deprel::Appos | Deprel::Flat)
            && reading.head(head) == Some(noun);
    if !beside || reading.upos(noun) != Upos::Noun || reading.is_capital(noun) {
        return None;
    }
    if reading.analysis.tag(noun).xpos == "NNS" {
        return None;
    }
    let class = group_class(reading, noun).or_else(|| {
        let entry = entries(reading, noun).first()?;
        Class::from_label(entry.kind.as_deref()?)
    })?;
    matches!(
        class,
        Class::Organization | Class::ArmedGroup | Class::City | Class::Region
    )
    .then_some(class)
}

/// Reads what a name names off its last noun: "Civic *Party*", "Church of …", "*University* of …".
pub(in crate::extract) fn noun_class(
    reading: &Reading<'_>,
    first: u32,
    last: u32,
) -> Option<Class> {
    if first < last && is_legal_form(reading.word(TokenId(last))) {
        return Some(Class::Organization);
    }
    let of = (first + 1..last).find(|&at| reading.lower(TokenId(at)) == "of");
    let candidates = [of.map(|at| at - 1), Some(last)];
    for at in candidates.into_iter().flatten() {
        let token = TokenId(at);
        let lower = reading.lower(token);
        let mut entries = reading.words.noun(lower);
        if entries.is_empty() {
            entries = reading.words.noun(lower.trim_end_matches('s'));
        }
        if let Some(entry) = entries.first() {
            if entry.event.is_some() {
                // "Flag Consideration Project" acts.
                return Some(match lower {
                    "project" | "initiative" | "campaign" | "programme" | "program" | "mission" => {
                        Class::Organization
                    }
                    _ => Class::Event,
                });
            }
            if let Some(class) = entry.kind.as_deref().and_then(Class::from_label) {
                return match class {
                    Class::Person | Class::Group | Class::Actor => Some(Class::Organization),
                    class => Some(class),
                };
            }
        }
        if let Some(class) = place_word(lower) {
            return Some(class);
        }
    }
    None
}

pub(in crate::extract) fn place_class(reading: &Reading<'_>, last: u32) -> Class {
    place_word(reading.lower(TokenId(last))).unwrap_or(Class::City)
}

pub(in crate::extract) fn place_word(word: &str) -> Option<Class> {
    Some(match word {
        "city" | "town" | "village" => Class::City,
        "province" | "region" | "county" | "state" | "district" | "constituency" | "island"
        | "islands" | "sea" | "ocean" | "river" | "valley" | "coast" | "gulf" | "strait"
        | "peninsula" | "oblast" | "territory" | "territories" => Class::Region,
        "airport" | "hall" | "tower" | "towers" | "building" | "station" | "stadium"
        | "hospital" | "bridge" | "street" | "road" | "square" | "park" | "mosque"
        | "cathedral" | "palace" => Class::Facility,
        _ => return None,
    })
}
