//! The country that a noun phrase acts for: its own name's, its adjective's, that of where it is.

use std::collections::BTreeMap;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::Lexicon;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::Thing;
use crate::extract::coding::Party;
use crate::extract::draft::Draft;
use crate::extract::gazetteer::Sense;
use crate::extract::nominal;

/// How deep a phrase is searched: "calls by the head of the government of X".
const DEPTH: u8 = 4;

/// Finds the countries of noun phrases.
pub(in crate::extract::coding) struct Parties<'a> {
    pub(in crate::extract::coding) draft: &'a Draft<'a>,
    /// By entity.
    countries: Vec<Option<String>>,
    /// What one of a people is called: "Serb", "Turk".
    persons: BTreeMap<&'a str, &'a str>,
}

impl<'a> Parties<'a> {
    pub(in crate::extract::coding) fn new(draft: &'a Draft<'a>) -> Self {
        Parties {
            draft,
            countries: entity_countries(draft),
            persons: draft
                .reading
                .lexicon
                .states
                .iter()
                .flat_map(|state| {
                    let code = state.iso3.as_str();
                    state
                        .persons
                        .iter()
                        .map(move |person| (person.as_str(), code))
                })
                .collect(),
        }
    }

    /// Lists who a noun phrase stands for, each with a country; where the phrase itself has none,
    /// those that it speaks of: "an *Italian* offer", "calls by *the pope*".
    pub(in crate::extract::coding) fn of(&self, token: TokenId) -> Vec<Party> {
        self.search(token, DEPTH)
    }

    /// Gives the party that a token stands for, its country known or not.
    pub(in crate::extract::coding) fn plain(&self, token: TokenId) -> Party {
        Party {
            span: self.span(token),
            entity: self.draft.entity_at(token),
            country: None,
        }
    }

    fn search(&self, token: TokenId, depth: u8) -> Vec<Party> {
        let found: Vec<Party> = self
            .direct(token, depth)
            .into_iter()
            .map(|country| Party {
                country: Some(country),
                ..self.plain(token)
            })
            .collect();
        if !found.is_empty() || depth == 0 {
            return found;
        }
        let reading = self.draft.reading;
        let arguments = reading.noun_arguments(token);
        for (at, (case, inner)) in arguments.iter().enumerate() {
            let mut found = self.search(*inner, depth - 1);
            if found.is_empty() {
                continue;
            }
            // "relations with Congo and Costa Rica": all that the preposition is said of.
            for (other, inner) in &arguments[at + 1..] {
                if other == case && case != "poss" {
                    found.extend(self.search(*inner, depth - 1));
                }
            }
            return found;
        }
        for &child in reading.children(token) {
            if matches!(reading.deprel(child), Deprel::Acl | Deprel::AclRelcl)
                && reading.upos(child) == Upos::Verb
                && child > token
            {
                let arguments = reading.arguments(child);
                let subject = arguments.subject.iter().filter(|&&other| other != token);
                let object = arguments.object.iter().filter(|&&other| other != token);
                let oblique = arguments.oblique.iter().map(|(_, other)| other);
                for &other in subject.chain(object).chain(oblique) {
                    let found = self.search(other, depth - 1);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }

    /// The countries that the phrase itself names; two for "Hungarian and Romanian officials".
    fn direct(&self, token: TokenId, depth: u8) -> Vec<String> {
        let reading = self.draft.reading;
        let entity = self.draft.entity_at(token);
        let ethnic = {
            let (first, _) = nominal::base_phrase(reading, token);
            (first.0..token.0).any(|at| reading.lower(TokenId(at)) == "ethnic")
        };
        let named = !ethnic && entity.is_some_and(|entity| self.draft.entity(entity).named);
        if named && let Some(country) = self.entity_country(entity) {
            return vec![country];
        }
        let adjectives = self.adjectives(token);
        if !adjectives.is_empty() {
            return adjectives;
        }
        // "Kenzo Oshima, the United Nations coordinator", "the main rebel group, the FDD".
        for &child in reading.children(token) {
            if reading.deprel(child) == Deprel::Appos && depth > 0 {
                let found = self.direct(child, depth - 1);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // "opposition groups in Zimbabwe", "guerrillas operating in Macedonia".
        if depth > 0 && self.is_somebody(token) {
            for (case, inner) in reading.noun_arguments(token) {
                if is_whereabouts(&case) {
                    let found = self.direct(inner, depth - 1);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
            for &child in reading.children(token) {
                if matches!(reading.deprel(child), Deprel::Acl | Deprel::AclRelcl) && child > token
                {
                    for (case, inner) in reading.arguments(child).oblique {
                        if is_whereabouts(&case) {
                            let found = self.direct(inner, depth - 1);
                            if !found.is_empty() {
                                return found;
                            }
                        }
                    }
                }
            }
        }
        if ethnic || !self.is_somebody(token) {
            return Vec::new();
        }
        self.entity_country(entity).into_iter().collect()
    }

    fn entity_country(&self, entity: Option<EntityId>) -> Option<String> {
        self.countries[entity?.index()].clone()
    }

    fn is_somebody(&self, token: TokenId) -> bool {
        let class = self
            .draft
            .candidate_index(token)
            .map(|index| self.draft.candidates[index].class);
        class.is_some_and(|class| class.is_actor() || class.is_place() || class == Class::Quantity)
    }

    /// The countries that words of the phrase before its head name: "Israeli troops", "US Predator
    /// attacks". "Ethnic Albanians" are of no one country.
    fn adjectives(&self, token: TokenId) -> Vec<String> {
        let reading = self.draft.reading;
        let (first, last) = nominal::base_phrase(reading, token);
        let mut found: Vec<String> = Vec::new();
        let mut at = first.0;
        while at <= last.0 {
            let here = TokenId(at);
            at += 1;
            let ethnic = here.0 > first.0 && reading.lower(TokenId(here.0 - 1)) == "ethnic";
            if ethnic || !reading.is_capital(here) {
                continue;
            }
            let longest = (here.0..=last.0.min(here.0 + 4)).rev().find_map(|end| {
                let words = reading.cover(here, TokenId(end)).of(reading.text);
                self.country_of_name(words).map(|country| (end, country))
            });
            if let Some((end, country)) = longest {
                at = end + 1;
                let counts = found.is_empty() || joined_before(reading.lower(TokenId(here.0 - 1)));
                if counts && !found.contains(&country) {
                    found.push(country);
                }
            }
        }
        found
    }

    /// The country that all likely meanings of a name share.
    fn country_of_name(&self, name: &str) -> Option<String> {
        let reading = self.draft.reading;
        let meanings = reading.gazetteer.find(name);
        let Some(first) = meanings.first() else {
            return self.persons.get(name).map(|&code| code.to_owned());
        };
        let country = link_country(reading.lexicon, first.link)?;
        let person = matches!(first.link, Link::Person(_));
        let likely = meanings
            .iter()
            .filter(|meaning| matches!(meaning.link, Link::Person(_)) == person);
        let mut same = likely.take_while(|meaning| meaning.sense != Sense::Seat || person);
        let agreed = !person
            || same.all(|meaning| {
                link_country(reading.lexicon, meaning.link).as_ref() == Some(&country)
            });
        (agreed && reading.is_at_home(first)).then_some(country)
    }

    fn span(&self, token: TokenId) -> crate::base::Span {
        let reading = self.draft.reading;
        let (first, last) = nominal::base_phrase(reading, token);
        let span = reading.trim(reading.cover(first, last));
        match self.draft.candidate_index(token) {
            Some(index) => {
                let candidate = &self.draft.candidates[index];
                span.cover(reading.cover(candidate.first, candidate.last))
            }
            None => span,
        }
    }
}

fn is_whereabouts(case: &str) -> bool {
    matches!(
        case,
        "in" | "of"
            | "from"
            | "near"
            | "at"
            | "throughout"
            | "across"
            | "within"
            | "outside"
            | "for"
    )
}

fn joined_before(word: &str) -> bool {
    matches!(word, "and" | "-" | "–" | "or" | ",")
}

/// The country that each entity acts for: its own, or that of what it belongs to.
fn entity_countries(draft: &Draft<'_>) -> Vec<Option<String>> {
    let lexicon = draft.reading.lexicon;
    let mut countries: Vec<Option<String>> = draft
        .entities
        .iter()
        .map(|entity| link_country(lexicon, entity.link?))
        .collect();
    for (index, entity) in draft.entities.iter().enumerate() {
        if countries[index].is_none() && entity.named {
            countries[index] = namesakes(draft, &entity.name);
        }
    }
    let mut homes: BTreeMap<EntityId, String> = BTreeMap::new();
    // "Romanian refugees", "the head of the Russian navy": at most two steps.
    for _ in 0..2 {
        for relation in &draft.relations {
            let (Thing::Entity(source), Thing::Entity(target)) = (relation.source, relation.target)
            else {
                continue;
            };
            let belongs = matches!(
                relation.edge_type.name(),
                "PART_OF" | "MEMBER_OF" | "LEADS" | "CITIZEN_OF" | "LOCATED_IN"
            );
            if belongs
                && countries[source.index()].is_none()
                && let Some(country) = &countries[target.index()]
            {
                homes.entry(source).or_insert_with(|| country.clone());
            }
        }
        for (entity, country) in std::mem::take(&mut homes) {
            countries[entity.index()].get_or_insert(country);
        }
    }
    countries
}

/// "Bush" may be one of two presidents; both are of one country.
fn namesakes(draft: &Draft<'_>, name: &str) -> Option<String> {
    let lexicon = draft.reading.lexicon;
    let surname = name.rsplit(' ').next()?;
    if !surname.starts_with(char::is_uppercase) {
        return None;
    }
    let exact = draft.reading.gazetteer.find(name).first();
    if let Some(country) = exact.and_then(|meaning| link_country(lexicon, meaning.link)) {
        return Some(country);
    }
    if name != surname {
        return None;
    }
    let mut countries = lexicon
        .people
        .iter()
        .filter(|person| person.name.rsplit(' ').next() == Some(surname))
        .filter(|person| {
            person
                .offices
                .iter()
                .any(|office| matches!(office.title.as_str(), "president" | "prime minister"))
        })
        .map(|person| person.citizen.first().cloned());
    let first = countries.next()??;
    countries
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

fn link_country(lexicon: &Lexicon, link: Link) -> Option<String> {
    match link {
        Link::State(state) => Some(lexicon.states.get(state as usize)?.iso3.clone()),
        Link::Person(person) => {
            let person = lexicon.people.get(person as usize)?;
            // "Kofi Annan" acts for the United Nations, whose only office he is known for.
            let between_states = !person.offices.is_empty()
                && person.offices.iter().all(|office| {
                    let body = lexicon
                        .actors
                        .iter()
                        .position(|actor| actor.name == office.of);
                    body.and_then(|index| actor_country(lexicon, index))
                        .as_deref()
                        == Some("IGO")
                });
            if between_states {
                return Some("IGO".to_owned());
            }
            person.citizen.first().cloned()
        }
        Link::Place(place) => lexicon.places.get(place as usize)?.state.clone(),
        Link::Actor(actor) => actor_country(lexicon, actor as usize),
    }
}

fn actor_country(lexicon: &Lexicon, index: usize) -> Option<String> {
    let actor = lexicon.actors.get(index)?;
    let sector = actor.sector.as_deref();
    let between_states = |actor: &crate::data::lexicon::NamedActor| {
        actor.sector.as_deref() == Some("IGO") || !actor.members.is_empty()
    };
    let under = actor.parents.iter().any(|name| {
        lexicon
            .actors
            .iter()
            .any(|parent| parent.name == *name && between_states(parent))
    });
    if between_states(actor) || under {
        return Some("IGO".to_owned());
    }
    match (sector, actor.states.as_slice()) {
        (Some("NGO"), []) => Some("NGO".to_owned()),
        (Some("REB"), [] | [_, _, ..]) => Some("IMG".to_owned()),
        (_, states) => states.first().cloned(),
    }
}
