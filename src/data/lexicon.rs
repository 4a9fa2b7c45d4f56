//! Names and words that the reading knows: states, actors, people, places.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Ontology;
use crate::data::check;

/// A sovereign or commonly recognised de facto state.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The common English name.
    pub name: String,
    /// ISO 3166-1 alpha-2, or a user-assigned code (`XK`) for a state without one.
    pub iso2: String,
    /// ISO 3166-1 alpha-3, or a user-assigned code (`XKX`).
    pub iso3: String,
    /// Other names: official, former, abbreviated, as spelled elsewhere.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `Russian`, `French`.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// One of the people: `Russian`, `Spaniard`, `Frenchwoman`.
    #[serde(default)]
    pub persons: Vec<String>,
    /// Many of the people: `Russians`, `the French` as `French`.
    #[serde(default)]
    pub people: Vec<String>,
    /// The seat of government; also a name by which the government speaks.
    #[serde(default)]
    pub capital: Option<String>,
    /// Buildings and seats that speak for the government: `Kremlin`.
    #[serde(default)]
    pub metonyms: Vec<String>,
    /// The states that share a land border, by alpha-3 code, sorted.
    #[serde(default)]
    pub neighbours: Vec<String>,
    /// Whether it lacks general recognition.
    #[serde(default)]
    pub de_facto: bool,
    /// Whether it no longer exists: `Soviet Union`. Then it has no neighbours.
    #[serde(default)]
    pub former: bool,
}

/// An organisation, armed group, agency, party or medium that news names without explanation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedActor {
    /// The name by which the graph knows it.
    pub name: String,
    /// `Organization`, `ArmedGroup` or `Group`.
    pub kind: String,
    /// What it is, in a few words: `militant group`, `news agency`.
    pub description: String,
    /// Other names, abbreviations among them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Those of its names that bodies of other states have as well: `Democratic Party`. They mean
    /// this one only where the article speaks of its home state.
    #[serde(default)]
    pub common: Vec<String>,
    /// The actors it is a part of, by `name`.
    #[serde(default)]
    pub parents: Vec<String>,
    /// For an organisation of states, its members by alpha-3 code.
    #[serde(default)]
    pub members: Vec<String>,
    /// The states it belongs to or acts in, by alpha-3 code; the first is its home.
    #[serde(default)]
    pub states: Vec<String>,
    /// Whether it is an organ of its home state (an army, ministry, agency, state news agency).
    #[serde(default)]
    pub organ: bool,
    /// The PLOVER sector: `GOV MIL REB CVL OPP COP LEG JUD MED EDU BUS CRM IGO NGO JRN SPY …`
    #[serde(default)]
    pub sector: Option<String>,
}

/// An office with its term.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// `president`, `foreign minister`, in lower case.
    pub title: String,
    /// The name of the state, actor or place it is an office of.
    pub of: String,
    /// ISO 8601 date, month or year.
    pub from: String,
    /// The end of the term; none while it lasts.
    #[serde(default)]
    pub to: Option<String>,
}

/// A leader or public figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name by which the graph knows the person.
    pub name: String,
    /// Other spellings and shorter names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `m`, `f` or `x`; pronouns go by it.
    pub gender: String,
    /// The states of which the person is a citizen, by alpha-3 code.
    #[serde(default)]
    pub citizen: Vec<String>,
    /// Offices by the start of the term.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// Who it is, where no office says so.
    #[serde(default)]
    pub description: Option<String>,
}

/// A city, region or well-known building.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPlace {
    /// The common English name.
    pub name: String,
    /// `City`, `Region` or `Facility`.
    pub kind: String,
    /// The state it lies in by alpha-3 code; none for a sea or a region of many states.
    #[serde(default)]
    pub state: Option<String>,
    /// The region it lies in, where news adds it: `Texas` for `Houston`.
    #[serde(default)]
    pub within: Option<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The adjective of a region: `Chechen`.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// One of its people: `Chechen`, `Londoner`.
    #[serde(default)]
    pub persons: Vec<String>,
    /// Many of its people: `Chechens`, `Londoners`.
    #[serde(default)]
    pub people: Vec<String>,
    /// Inhabitants in thousands, to choose between places of one name.
    #[serde(default)]
    pub population: u32,
}

/// Everything under `data/lexicon/` that names things.
#[derive(Default)]
pub struct Lexicon {
    /// Sorted by name.
    pub states: Vec<State>,
    /// Sorted by name.
    pub actors: Vec<NamedActor>,
    /// Sorted by name.
    pub people: Vec<Person>,
    /// Sorted by name, then state.
    pub places: Vec<NamedPlace>,
    by_iso3: BTreeMap<String, usize>,
}

impl Lexicon {
    /// Reads and checks the four files of names.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        let ((states, actors), (people, places)) = rayon::join(
            || {
                let states = source.ron("lexicon/states.ron");
                (states, source.ron("lexicon/actors.ron"))
            },
            || {
                rayon::join(
                    || source.ron("lexicon/people.ron"),
                    || source.ron("lexicon/places.ron"),
                )
            },
        );
        let mut lexicon = Lexicon {
            states: states?,
            actors: actors?,
            people: people?,
            places: places?,
            by_iso3: BTreeMap::new(),
        };
        for (index, state) in lexicon.states.iter().enumerate() {
            lexicon.by_iso3.insert(state.iso3.clone(), index);
        }
        check::names(&lexicon, &Ontology::load(source)?, source)?;
        Ok(lexicon)
    }

    /// Finds a state by its ISO 3166-1 alpha-3 code.
    pub fn state(&self, iso3: &str) -> Option<&State> {
        self.by_iso3.get(iso3).map(|&index| &self.states[index])
    }
}
