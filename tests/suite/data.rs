//! The data files as a whole: order, duplicates, references, and how much they hold.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use newsgraph::data::DataSource;
use newsgraph::data::Lexicon;
use newsgraph::data::Ontology;
use newsgraph::data::SEEDS;
use newsgraph::data::Words;

fn lexicon() -> Lexicon {
    Lexicon::load(&DataSource::embedded()).unwrap()
}

/// Fails on the first two keys that stand in the wrong order or twice.
fn check_ascending<K: Ord + Debug>(keys: impl IntoIterator<Item = K>) {
    let keys: Vec<K> = keys.into_iter().collect();
    for pair in keys.windows(2) {
        assert!(pair[0] < pair[1], "{:?} before {:?}", pair[0], pair[1]);
    }
}

/// Gives each spelling that more than one of the named things has, with their names.
fn shared<'a>(
    spellings: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut names = BTreeMap::<_, BTreeSet<_>>::new();
    for (spelling, name) in spellings {
        names.entry(spelling).or_default().insert(name);
    }
    names.retain(|_, names| names.len() > 1);
    names
}

#[test]
fn states_are_sorted_and_every_code_is_its_own() {
    let lexicon = lexicon();
    check_ascending(lexicon.states.iter().map(|state| &state.name));
    let iso2: BTreeSet<_> = lexicon.states.iter().map(|state| &state.iso2).collect();
    let iso3: BTreeSet<_> = lexicon.states.iter().map(|state| &state.iso3).collect();
    assert_eq!(iso2.len(), lexicon.states.len());
    assert_eq!(iso3.len(), lexicon.states.len());
    assert!(lexicon.states.len() >= 200);
}

#[test]
fn a_border_runs_both_ways_and_joins_states_that_exist() {
    let lexicon = lexicon();
    for state in &lexicon.states {
        check_ascending(&state.neighbours);
        for code in &state.neighbours {
            let other = lexicon.state(code).unwrap();
            assert!(
                other.neighbours.contains(&state.iso3),
                "{} borders {}, but not the other way",
                state.name,
                other.name
            );
            assert!(!other.former && !state.former, "{} is no more", other.name);
            assert_ne!(code, &state.iso3);
        }
    }
}

/// The numbers of neighbours are those that geography books give, overseas parts included.
#[test]
fn borders_are_complete() {
    let lexicon = lexicon();
    let check = |iso3: &str, neighbours: &str| {
        assert_eq!(
            lexicon.state(iso3).unwrap().neighbours.join(" "),
            neighbours
        );
    };
    check("AFG", "CHN IRN PAK TJK TKM UZB");
    check("PAK", "AFG CHN IND IRN");
    check("DEU", "AUT BEL CHE CZE DNK FRA LUX NLD POL");
    check(
        "CHN",
        "AFG BTN IND KAZ KGZ LAO MMR MNG NPL PAK PRK RUS TJK VNM",
    );
    check("BRA", "ARG BOL COL FRA GUY PER PRY SUR URY VEN");
    check("COD", "AGO BDI CAF COG RWA SSD TZA UGA ZMB");
    check("ISR", "EGY JOR LBN PSE SYR");
    check("UKR", "BLR HUN MDA POL ROU RUS SVK XTR");
    check("ZMB", "AGO BWA COD MOZ MWI NAM TZA ZWE");
    check("KOR", "PRK");
    check("AUS", "");
    let pairs: usize = lexicon.states.iter().map(|s| s.neighbours.len()).sum();
    assert_eq!(pairs, 2 * 331);
}

#[test]
fn a_spelling_names_one_state() {
    let lexicon = lexicon();
    let names = lexicon.states.iter().flat_map(|state| {
        let others = state.aliases.iter().chain(&state.metonyms);
        others
            .chain([&state.name])
            .chain(&state.capital)
            .map(|spelling| (spelling.as_str(), state.name.as_str()))
    });
    assert_eq!(shared(names), BTreeMap::new());
}

/// Where two states share an adjective, the text must say which is meant.
#[test]
fn the_ambiguous_adjectives_are_known() {
    let lexicon = lexicon();
    let adjectives = lexicon.states.iter().flat_map(|state| {
        let all = state
            .adjectives
            .iter()
            .chain(&state.persons)
            .chain(&state.people);
        all.map(|spelling| (spelling.as_str(), state.name.as_str()))
    });
    let ambiguous: Vec<&str> = shared(adjectives).into_keys().collect();
    assert_eq!(ambiguous, ["Congolese", "Dominicans"]);
}

#[test]
fn places_are_sorted_and_of_a_kind_of_place() {
    let lexicon = lexicon();
    let ontology = Ontology::load(&DataSource::embedded()).unwrap();
    let place = ontology.kind("Place").unwrap();
    check_ascending(
        lexicon
            .places
            .iter()
            .map(|place| (&place.name, &place.state, &place.within)),
    );
    for named in &lexicon.places {
        let kind = ontology.kind(&named.kind).unwrap();
        assert_eq!(ontology.kind_of(kind), place, "{}", named.name);
        assert!(!named.aliases.contains(&named.name), "{}", named.name);
    }
    assert!(lexicon.places.len() >= 3_000);
}

#[test]
fn a_capital_is_a_city_as_well() {
    let lexicon = lexicon();
    for state in &lexicon.states {
        let Some(capital) = &state.capital else {
            continue;
        };
        let found = lexicon
            .places
            .iter()
            .any(|place| place.name == *capital && place.state.as_ref() == Some(&state.iso3));
        assert!(found, "{capital} of {} is not among the places", state.name);
    }
}

#[test]
fn actors_are_sorted_and_of_a_kind_of_actor() {
    let lexicon = lexicon();
    let ontology = Ontology::load(&DataSource::embedded()).unwrap();
    let actor = ontology.kind("Actor").unwrap();
    check_ascending(lexicon.actors.iter().map(|actor| &actor.name));
    for named in &lexicon.actors {
        let kind = ontology.kind(&named.kind).unwrap();
        assert_eq!(ontology.kind_of(kind), actor, "{}", named.name);
        assert!(
            !named.organ || !named.states.is_empty(),
            "{} is an organ of no state",
            named.name
        );
        check_ascending(&named.members);
    }
    assert!(lexicon.actors.len() >= 1_000);
}

/// Only abbreviations that news itself uses for two bodies may be shared.
#[test]
fn the_ambiguous_names_of_actors_are_known() {
    let lexicon = lexicon();
    let names = lexicon.actors.iter().flat_map(|actor| {
        let all = actor.aliases.iter().chain([&actor.name]);
        all.map(|spelling| (spelling.as_str(), actor.name.as_str()))
    });
    let ambiguous: Vec<&str> = shared(names).into_keys().collect();
    assert_eq!(ambiguous, ["CPC", "MSS", "PAP", "RSF"]);
}

#[test]
fn people_are_sorted_and_a_spelling_names_one_person() {
    let lexicon = lexicon();
    check_ascending(lexicon.people.iter().map(|person| &person.name));
    let names = lexicon.people.iter().flat_map(|person| {
        let all = person.aliases.iter().chain([&person.name]);
        all.map(|spelling| (spelling.as_str(), person.name.as_str()))
    });
    assert_eq!(shared(names), BTreeMap::new());
    assert!(lexicon.people.len() >= 1_000);
}

#[test]
fn each_person_is_told_apart_by_an_office_or_a_description() {
    for person in &lexicon().people {
        assert!(
            ["m", "f", "x"].contains(&person.gender.as_str()),
            "{}",
            person.name
        );
        assert!(
            !person.offices.is_empty() || person.description.is_some(),
            "{}",
            person.name
        );
        assert!(!person.citizen.is_empty(), "{}", person.name);
    }
}

#[test]
fn a_term_ends_after_it_begins() {
    let is_date = |date: &str| {
        [4, 7, 10].contains(&date.len())
            && date.bytes().enumerate().all(|(index, byte)| match index {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    for person in &lexicon().people {
        let mut earlier = "";
        for office in &person.offices {
            assert!(is_date(&office.from), "{}: {}", person.name, office.from);
            assert!(earlier <= office.from.as_str(), "{}", person.name);
            earlier = &office.from;
            if let Some(to) = &office.to {
                assert!(is_date(to) && *to >= office.from, "{}: {to}", person.name);
            }
        }
    }
}

#[test]
fn the_head_of_government_at_a_date_is_one_person() {
    let lexicon = lexicon();
    let mut terms = BTreeMap::<(&str, &str), Vec<(&str, &str, &str)>>::new();
    for person in &lexicon.people {
        for office in &person.offices {
            if ["president", "prime minister", "chancellor"].contains(&office.title.as_str()) {
                terms.entry((&office.of, &office.title)).or_default().push((
                    &office.from,
                    office.to.as_deref().unwrap_or("9999"),
                    &person.name,
                ));
            }
        }
    }
    for ((of, title), mut terms) in terms {
        terms.sort_unstable();
        for pair in terms.windows(2) {
            let ((_, to, one), (from, _, other)) = (pair[0], pair[1]);
            // A year or month may hold the end of one term and the start of the next.
            let shorter = to.len().min(from.len());
            assert!(
                to[..shorter] <= from[..shorter],
                "{one} and {other} are both {title} of {of}"
            );
        }
    }
}

#[test]
fn every_seed_article_is_in_the_binary() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut files: Vec<String> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let names: Vec<&str> = SEEDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, files);
    assert!(names.contains(&"moscow-attack.txt"));
    assert!(names.len() >= 10);
}

#[test]
fn a_seed_article_is_short_and_says_when_it_was_written() {
    for (name, text) in SEEDS {
        let words = text.split_whitespace().count();
        assert!((150..=360).contains(&words), "{name} has {words} words");
        let dated = text.lines().any(|line| {
            line.contains(" 202") && (line.starts_with("Published in ") || line.contains(" - "))
        });
        assert!(
            dated,
            "{name} has neither a dateline nor a publication line"
        );
    }
}

/// The seeds are our own words: no five words in a row come from the article on the same subject.
#[test]
fn the_moscow_editorial_shares_no_phrase_with_its_model() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/texts/seed_moscow.txt");
    let Ok(model) = std::fs::read_to_string(&model) else {
        eprintln!("skipped: {} is missing", model.display());
        return;
    };
    let phrases = |text: &str| -> BTreeSet<String> {
        let words: Vec<String> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.windows(5).map(|words| words.join(" ")).collect()
    };
    let (_, ours) = SEEDS
        .iter()
        .find(|(name, _)| *name == "moscow-attack.txt")
        .unwrap();
    let shared: Vec<String> = phrases(ours)
        .intersection(&phrases(&model))
        .cloned()
        .collect();
    assert_eq!(shared, Vec::<String>::new());
}

#[test]
fn the_reading_knows_many_words() {
    let words = Words::load(&DataSource::embedded()).unwrap();
    let count = |lemmas: BTreeSet<&str>| lemmas.len();
    let verbs = count(words.verbs().map(|verb| verb.lemma.as_str()).collect());
    let nouns = count(words.nouns().map(|noun| noun.lemma.as_str()).collect());
    assert!(verbs >= 1_500, "{verbs} verbs");
    assert!(nouns >= 1_200, "{nouns} nouns");
    assert!(words.titles().count() >= 350);
}

#[test]
fn a_name_that_many_states_have_is_one_of_the_actors_names() {
    for actor in &lexicon().actors {
        check_ascending(&actor.common);
        for name in &actor.common {
            assert!(
                *name == actor.name || actor.aliases.contains(name),
                "{name} is no name of {}",
                actor.name
            );
        }
    }
}
