//! The names of the lexicon, found in a text by longest match.

use rustc_hash::FxHashMap;

use crate::data::Lexicon;
use crate::extract::Class;
use crate::extract::Link;

/// How a name stands for its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Sense {
    /// A name of it: "Russia".
    Name,
    /// Its adjective: "Russian".
    Adjective,
    /// Its people: "Russians".
    People,
    /// A capital or building that may speak for the government: "Moscow", "Kremlin".
    Seat,
}

/// One meaning of a name.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Meaning {
    pub(in crate::extract) link: Link,
    pub(in crate::extract) class: Class,
    pub(in crate::extract) sense: Sense,
    /// Decides between meanings of one sense: the greater is the likelier.
    pub(in crate::extract) weight: u32,
    /// Whether bodies of other states have the name as well, so that the home state must be spoken of.
    pub(in crate::extract) common: bool,
}

/// Names to meanings.
#[derive(Default)]
pub(in crate::extract) struct Gazetteer {
    meanings: FxHashMap<String, Vec<Meaning>>,
    /// The greatest number of characters of a name.
    longest: usize,
}

impl Gazetteer {
    /// Collects all names of the lexicon.
    pub(in crate::extract) fn new(lexicon: &Lexicon) -> Self {
        let mut gazetteer = Gazetteer::default();
        for (index, state) in lexicon.states.iter().enumerate() {
            let meaning = |sense| Meaning {
                link: Link::State(index as u32),
                class: Class::State,
                sense,
                weight: 1_000_000,
                common: false,
            };
            gazetteer.add(&state.name, meaning(Sense::Name));
            for (names, sense) in [
                (&state.aliases, Sense::Name),
                (&state.adjectives, Sense::Adjective),
                (&state.people, Sense::People),
                (&state.metonyms, Sense::Seat),
            ] {
                for name in names {
                    gazetteer.add(name, meaning(sense));
                }
            }
            if let Some(capital) = &state.capital {
                gazetteer.add(capital, meaning(Sense::Seat));
            }
        }
        for (index, actor) in lexicon.actors.iter().enumerate() {
            let meaning = Meaning {
                link: Link::Actor(index as u32),
                class: Class::from_label(&actor.kind).unwrap_or(Class::Organization),
                sense: Sense::Name,
                weight: 500_000,
                common: false,
            };
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let common = actor.common.contains(name);
                gazetteer.add(name, Meaning { common, ..meaning });
            }
        }
        for (index, person) in lexicon.people.iter().enumerate() {
            let meaning = Meaning {
                link: Link::Person(index as u32),
                class: Class::Person,
                sense: Sense::Name,
                weight: 400_000,
                common: false,
            };
            for name in std::iter::once(&person.name).chain(&person.aliases) {
                gazetteer.add(name, meaning);
            }
        }
        for (index, place) in lexicon.places.iter().enumerate() {
            let meaning = |sense| Meaning {
                link: Link::Place(index as u32),
                class: Class::from_label(&place.kind).unwrap_or(Class::Place),
                sense,
                weight: place.population.min(300_000),
                common: false,
            };
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                gazetteer.add(name, meaning(Sense::Name));
            }
            for name in &place.adjectives {
                gazetteer.add(name, meaning(Sense::Adjective));
            }
        }
        gazetteer
    }

    fn add(&mut self, name: &str, meaning: Meaning) {
        let key = normal(name);
        self.longest = self.longest.max(key.len());
        let meanings = self.meanings.entry(key).or_default();
        if !meanings
            .iter()
            .any(|other| other.link == meaning.link && other.sense == meaning.sense)
        {
            meanings.push(meaning);
            // Stable: of equal weight, the earlier entry of the lexicon stays first.
            meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.weight));
        }
    }

    /// Gives the meanings of a name, the likeliest first.
    pub(in crate::extract) fn find(&self, name: &str) -> &[Meaning] {
        if name.len() > self.longest + 8 {
            return &[];
        }
        let found = if is_normal(name) {
            self.meanings.get(name)
        } else {
            self.meanings.get(&normal(name))
        };
        match found {
            Some(meanings) => meanings,
            // A dateline or headline in capitals: "ADDIS ABABA".
            None => spelled_out(name)
                .and_then(|name| self.meanings.get(&name))
                .map_or(&[], Vec::as_slice),
        }
    }

    /// The greatest number of bytes of a name in normal form.
    pub(in crate::extract) fn longest(&self) -> usize {
        self.longest
    }
}

fn is_normal(name: &str) -> bool {
    name.is_ascii() && !name.contains("  ") && !name.contains('\n')
}

/// Writes a name of capitals alone with small letters after the first of each word; none for
/// what has small letters, or is short enough to be an abbreviation.
fn spelled_out(name: &str) -> Option<String> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < 4 || name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for letter in normal(name).chars() {
        if inside {
            out.extend(letter.to_lowercase());
        } else {
            out.push(letter);
        }
        inside = letter.is_alphabetic() || letter == '\'';
    }
    Some(out)
}

/// Straightens apostrophes and dashes and folds white space.
fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut space = false;
    for character in name.chars() {
        if character.is_whitespace() {
            space = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        out.push(match character {
            '’' | '‘' | 'ʼ' => '\'',
            '‑' | '–' => '-',
            other => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::lexicon::NamedPlace;

    fn check(name: &str, known: &str, found: bool) {
        let place = NamedPlace {
            name: known.to_owned(),
            kind: "City".to_owned(),
            state: None,
            within: None,
            aliases: Vec::new(),
            adjectives: Vec::new(),
            persons: Vec::new(),
            people: Vec::new(),
            population: 0,
        };
        let mut lexicon = Lexicon::default();
        lexicon.places.push(place);
        let gazetteer = Gazetteer::new(&lexicon);
        assert_eq!(!gazetteer.find(name).is_empty(), found, "{name}");
    }

    #[test]
    fn a_name_in_capitals_is_the_name() {
        check("ADDIS ABABA", "Addis Ababa", true);
        check("XI’AN", "Xi'an", true);
        check("Addis Ababa", "Addis Ababa", true);
    }

    #[test]
    fn an_abbreviation_is_no_name_in_capitals() {
        check("NIS", "Nis", false);
        check("addis ababa", "Addis Ababa", false);
    }
}
