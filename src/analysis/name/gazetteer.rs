//! What the lexicon says of words that may be a name.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::data::words::Title;

/// What a name is the name of, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known(u32);

impl Known {
    pub(crate) const STATE: Known = Known(1);
    pub(crate) const CITY: Known = Known(1 << 1);
    pub(crate) const REGION: Known = Known(1 << 2);
    pub(crate) const FACILITY: Known = Known(1 << 3);
    pub(crate) const ORGANIZATION: Known = Known(1 << 4);
    pub(crate) const ARMED_GROUP: Known = Known(1 << 5);
    pub(crate) const GROUP: Known = Known(1 << 6);
    pub(crate) const PERSON: Known = Known(1 << 7);
    pub(crate) const ADJECTIVE: Known = Known(1 << 8);
    pub(crate) const PEOPLE: Known = Known(1 << 9);
    pub(crate) const GIVEN: Known = Known(1 << 10);
    pub(crate) const FAMILY: Known = Known(1 << 11);
    pub(crate) const TITLE: Known = Known(1 << 12);
    /// A word that names of organisations end in, or begin with: "Ministry".
    pub(crate) const BODY_WORD: Known = Known(1 << 16);
    pub(crate) const PLACE_WORD: Known = Known(1 << 17);
    pub(crate) const EVENT_WORD: Known = Known(1 << 18);
    pub(crate) const OTHER_WORD: Known = Known(1 << 19);
    /// Longer names begin with these words.
    const BEGINNING: Known = Known(1 << 14);
    /// Written in capitals alone, as "WHO" and "US" are.
    const CAPITALS: Known = Known(1 << 15);

    /// What stands for whole names, with a word for each.
    pub(crate) const WHOLE: &'static [(Known, &'static str)] = &[
        (Known::STATE, "state"),
        (Known::CITY, "city"),
        (Known::REGION, "region"),
        (Known::FACILITY, "facility"),
        (Known::ORGANIZATION, "organization"),
        (Known::ARMED_GROUP, "armed"),
        (Known::GROUP, "group"),
        (Known::PERSON, "person"),
        (Known::ADJECTIVE, "adjective"),
        (Known::PEOPLE, "people"),
    ];

    /// What words in names give away of the whole.
    pub(crate) const PART: &'static [(Known, &'static str)] = &[
        (Known::BODY_WORD, "organization"),
        (Known::PLACE_WORD, "place"),
        (Known::EVENT_WORD, "event"),
        (Known::OTHER_WORD, "other"),
    ];

    /// Tells whether any of `other` is said.
    pub(crate) fn has(self, other: Known) -> bool {
        self.0 & other.0 != 0
    }

    fn with(self, other: Known) -> Known {
        Known(self.0 | other.0)
    }

    /// Keeps what is said of whole names.
    fn whole(self) -> Known {
        let all = Known::WHOLE.iter().map(|(known, _)| known.0).sum::<u32>();
        Known(self.0 & all)
    }

    fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// The words on which names turn, as `lexicon/naming.ron` has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamingWords {
    /// Nouns whose names go on behind "of".
    pub(crate) goes_on: BTreeSet<String>,
    /// Words of capitals that are no names.
    acronyms: BTreeSet<String>,
    organizations: Vec<String>,
    places: Vec<String>,
    events: Vec<String>,
    others: Vec<String>,
}

impl NamingWords {
    pub(crate) fn load(source: &DataSource) -> Result<Self, DataError> {
        source.ron("lexicon/naming.ron")
    }

    /// "DNA" and "TVs" are common nouns.
    pub(crate) fn is_acronym(&self, word: &str) -> bool {
        let stem = word.strip_suffix('s').unwrap_or(word);
        self.acronyms.contains(stem)
    }
}

/// Names by their words in small letters.
#[derive(Debug, Default)]
pub(crate) struct NameGazetteer {
    known: FxHashMap<u64, Known>,
}

impl NameGazetteer {
    /// Collects the names of the lexicon, given and family names, and titles.
    pub(crate) fn load(source: &DataSource, lexicon: &Lexicon) -> Result<Self, DataError> {
        let mut gazetteer = NameGazetteer::default();
        entries(lexicon, |name, known| gazetteer.add(name, known));
        for (path, known) in [
            ("gazetteer/given.tsv", Known::GIVEN),
            ("gazetteer/family.tsv", Known::FAMILY),
        ] {
            let (_, text) = source.text(path)?;
            for name in text.lines() {
                gazetteer.add(name, known);
            }
        }
        for title in source.ron::<Vec<Title>>("lexicon/titles.ron")? {
            gazetteer.add(&title.title, Known::TITLE);
        }
        let words = NamingWords::load(source)?;
        for (list, known) in [
            (&words.organizations, Known::BODY_WORD),
            (&words.places, Known::PLACE_WORD),
            (&words.events, Known::EVENT_WORD),
            (&words.others, Known::OTHER_WORD),
        ] {
            list.iter().for_each(|word| gazetteer.add(word, known));
        }
        Ok(gazetteer)
    }

    fn add(&mut self, name: &str, known: Known) {
        let mut key = Key::default();
        let mut words = name.split(' ').peekable();
        while let Some(word) = words.next() {
            key.push(word);
            let place = self.known.entry(key.0).or_default();
            *place = place.with(match words.peek() {
                Some(_) => Known::BEGINNING,
                None => known,
            });
        }
        let letters = || name.chars().filter(|c| c.is_alphabetic());
        let place = self.known.entry(key.0).or_default();
        if letters().all(char::is_uppercase) && letters().count() <= 5 {
            *place = place.with(Known::CAPITALS);
        }
    }

    /// Tells what one word is as a name or a part of one.
    pub(crate) fn word(&self, word: &str) -> Known {
        let mut key = Key::default();
        key.push(word);
        self.get(key, || is_capitals(word))
    }

    /// Tells what words are together.
    pub(crate) fn words<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Known {
        let mut key = Key::default();
        let mut capitals = true;
        for word in words {
            key.push(word);
            capitals &= is_capitals(word);
        }
        self.get(key, || capitals)
    }

    fn get(&self, key: Key, is_capitals: impl Fn() -> bool) -> Known {
        let known = self.known.get(&key.0).copied().unwrap_or_default();
        if known.has(Known::CAPITALS) && !is_capitals() {
            return Known::default();
        }
        known
    }

    /// Counts the words of the longest name of the lexicon that `words` begin with; 0 for none.
    pub(crate) fn longest<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> usize {
        let mut key = Key::default();
        let mut found = 0;
        let mut capitals = true;
        for (index, word) in words.into_iter().enumerate() {
            key.push(word);
            capitals &= is_capitals(word);
            let known = self.known.get(&key.0).copied().unwrap_or_default();
            if !known.whole().is_none() && (capitals || !known.has(Known::CAPITALS)) {
                found = index + 1;
            }
            if !known.has(Known::BEGINNING) {
                break;
            }
        }
        found
    }
}

/// Tells each name of the lexicon, and what it is the name of.
pub(crate) fn entries(lexicon: &Lexicon, mut add: impl FnMut(&str, Known)) {
    for state in &lexicon.states {
        add(&state.name, Known::STATE);
        for (names, known) in [
            (&state.aliases, Known::STATE),
            (&state.adjectives, Known::ADJECTIVE),
            (&state.persons, Known::PEOPLE),
            (&state.people, Known::PEOPLE),
            (&state.metonyms, Known::FACILITY),
        ] {
            names.iter().for_each(|name| add(name, known));
        }
    }
    for actor in &lexicon.actors {
        let known = match actor.kind.as_str() {
            "ArmedGroup" => Known::ARMED_GROUP,
            "Group" => Known::GROUP,
            _ => Known::ORGANIZATION,
        };
        add(&actor.name, known);
        actor.aliases.iter().for_each(|name| add(name, known));
    }
    for person in &lexicon.people {
        add(&person.name, Known::PERSON);
        for name in &person.aliases {
            add(name, Known::PERSON);
        }
        let mut words = person.name.split(' ');
        if let (Some(first), Some(last)) = (words.next(), words.next_back()) {
            add(first, Known::GIVEN);
            add(last, Known::FAMILY);
        }
    }
    for place in &lexicon.places {
        let known = match place.kind.as_str() {
            "City" => Known::CITY,
            "Region" => Known::REGION,
            _ => Known::FACILITY,
        };
        add(&place.name, known);
        for (names, known) in [
            (&place.aliases, known),
            (&place.adjectives, Known::ADJECTIVE),
            (&place.persons, Known::PEOPLE),
            (&place.people, Known::PEOPLE),
        ] {
            names.iter().for_each(|name| add(name, known));
        }
    }
}

fn is_capitals(word: &str) -> bool {
    !word.chars().any(char::is_lowercase)
}

/// Words in small letters with straight apostrophes, as one number.
#[derive(Clone, Copy)]
struct Key(u64);

impl Default for Key {
    fn default() -> Self {
        Key(0xcbf2_9ce4_8422_2325)
    }
}

impl Key {
    fn push(&mut self, word: &str) {
        for c in word.chars() {
            match c {
                '’' | '‘' => self.byte(b'\''),
                _ if c.is_ascii() => self.byte(c.to_ascii_lowercase() as u8),
                _ => c.to_lowercase().for_each(|c| {
                    (c as u32)
                        .to_le_bytes()
                        .into_iter()
                        .for_each(|byte| self.byte(byte));
                }),
            }
        }
        self.byte(b' ');
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}
