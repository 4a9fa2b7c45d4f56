//! The data files as a whole: order, duplicates, references, and how much they hold.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Debug;

use newsgraph::data::DataSource;
use newsgraph::data::Lexicon;
use newsgraph::data::Ontology;

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
