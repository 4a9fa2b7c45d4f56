//! Puts the mentions of one event together: "bombed the hall … the attack … it was claimed".

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Sighting;
use super::sighting::is_location;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::date;
use crate::extract::draft::Draft;

/// How many sightings back an event is looked for.
const WINDOW: usize = 40;

/// The last sentence of the lead, which tells again what the headline tells.
const LEAD: u32 = 3;

/// Sets of sightings; the first of a set stands for it.
struct Groups(Vec<usize>);

impl Groups {
    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// A sighting with who and what its words stand for.
struct Seen<'a> {
    sighting: &'a Sighting,
    sentence: u32,
    agents: BTreeSet<EntityId>,
    targets: BTreeSet<EntityId>,
    places: BTreeSet<EntityId>,
}

/// Puts sightings of one event together; each group in the order of the text.
pub(super) fn group(draft: &Draft<'_>, sightings: &[Sighting]) -> Vec<Vec<usize>> {
    let seen: Vec<Seen<'_>> = sightings
        .iter()
        .map(|sighting| Seen::new(draft, sighting))
        .collect();
    let by_token: BTreeMap<TokenId, usize> = sightings
        .iter()
        .enumerate()
        .map(|(index, sighting)| (sighting.token, index))
        .collect();
    let mut groups = Groups((0..sightings.len()).collect());
    let mut by_entity: BTreeMap<EntityId, usize> = BTreeMap::new();
    let election = main_election(sightings);
    for (index, this) in sightings.iter().enumerate() {
        let within = this
            .within
            .and_then(|token| by_token.get(&token).copied())
            .filter(|&other| other != index && (tells(this, &sightings[other])));
        let found = same_entity(draft, this, index, &mut by_entity)
            // "was elected": in the election that the text is about.
            .or(election
                .filter(|&other| other != index && this.subtype == "Election" && !this.nominal))
            .or(within)
            .or_else(|| told_by(draft, sightings, &by_token, index))
            .or_else(|| {
                (index.saturating_sub(WINDOW)..index)
                    .rev()
                    .find(|&earlier| is_same(draft, &seen[index], &seen[earlier]))
            });
        if let Some(found) = found {
            groups.join(found, index);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..sightings.len() {
        members.entry(groups.find(index)).or_default().push(index);
    }
    members.into_values().collect()
}

impl<'a> Seen<'a> {
    fn new(draft: &Draft<'_>, sighting: &'a Sighting) -> Self {
        let nodes = |wanted: Role| {
            sighting
                .parts
                .iter()
                .filter(|(role, _)| *role == wanted)
                .filter_map(|(_, token)| draft.node_at(*token))
                .collect()
        };
        Seen {
            sighting,
            sentence: draft.reading.sentence(sighting.token),
            agents: nodes(Role::Agent),
            targets: nodes(Role::Target),
            places: place_set(draft, sighting),
        }
    }
}

/// "Killed in the attack", "an earthquake struck the town": one thing is told.
fn tells(this: &Sighting, noun: &Sighting) -> bool {
    this.count.is_some()
        || this.subtype == noun.subtype
        || this.subtype == "Assault" && noun.subtype == "Disaster"
}

fn main_election(sightings: &[Sighting]) -> Option<usize> {
    let is_election = |other: &Sighting| other.subtype == "Election";
    sightings
        .iter()
        .position(|other| is_election(other) && other.nominal)
        .or_else(|| sightings.iter().position(is_election))
}

/// Coreference of the noun phrases has joined the two already.
fn same_entity(
    draft: &Draft<'_>,
    this: &Sighting,
    index: usize,
    by_entity: &mut BTreeMap<EntityId, usize>,
) -> Option<usize> {
    if !this.nominal {
        return None;
    }
    let entity = draft.entity_at(this.token)?;
    let earlier = by_entity.get(&entity).copied();
    if earlier.is_none() {
        by_entity.insert(entity, index);
    }
    earlier
}

/// A verb and the noun for what it does are one: "has staged several attacks", "the attack was
/// launched", "a ceasefire brokered by the mediator".
fn told_by(
    draft: &Draft<'_>,
    sightings: &[Sighting],
    by_token: &BTreeMap<TokenId, usize>,
    index: usize,
) -> Option<usize> {
    let reading = draft.reading;
    let this = &sightings[index];
    let verb_of = |noun: &Sighting| -> Option<usize> {
        let head = reading.head(reading.first_conjunct(noun.token))?;
        by_token.get(&head).copied()
    };
    let is_told = |verb: &Sighting, noun: &Sighting| {
        !verb.nominal
            && noun.nominal
            && (verb.subtype == noun.subtype || reading.words.happenings().is_light(&verb.lemma))
            && reading.arguments(verb.token).object.contains(&noun.token)
    };
    if this.nominal {
        return verb_of(this).filter(|&above| above < index && is_told(&sightings[above], this));
    }
    // The noun stands before its verb: as the subject of a passive, or with a participle after it.
    let noun = match reading.deprel(this.token) {
        Deprel::Acl => reading.head(this.token),
        _ => reading
            .children(this.token)
            .iter()
            .copied()
            .find(|&child| reading.deprel(child) == Deprel::NsubjPass),
    }?;
    by_token
        .get(&noun)
        .copied()
        .filter(|&noun| noun < index && is_told(this, &sightings[noun]))
}

/// Tells whether two mentions without a common phrase are of one event, the second being `this`.
fn is_same(draft: &Draft<'_>, this: &Seen<'_>, other: &Seen<'_>) -> bool {
    let words = draft.reading.words.happenings();
    let (one, two) = (this.sighting, other.sighting);
    let akin = words.akin(&one.lemma, &two.lemma);
    let same_type = one.subtype == two.subtype;
    if !(same_type || akin) || one.another || (two.another && one.nominal) {
        return false;
    }
    let dates_differ = match (&one.date, &two.date) {
        (Some(one), Some(two)) => !date::agree(one, two),
        _ => false,
    };
    if dates_differ || are_apart(&this.places, &other.places) {
        return false;
    }
    let distance = this.sentence - other.sentence;
    // "Soldiers seize power … Military officers seized power on Wednesday": the lead tells the
    // headline again, often in other words for the same people.
    if other.sentence == 0
        && (1..=LEAD).contains(&this.sentence)
        && akin
        && same_polarity(draft, one, two)
        && !named_apart(draft, &this.agents, &other.agents)
        && !named_apart(draft, &this.targets, &other.targets)
    {
        return true;
    }
    // "Hackers attack a website. … The attack was launched by one user."
    let unnamed = one.bare
        && this
            .agents
            .iter()
            .chain(&other.agents)
            .any(|&agent| !draft.entity(agent).named);
    if (are_apart(&this.agents, &other.agents) && !unnamed)
        || are_apart(&this.targets, &other.targets)
    {
        return false;
    }
    // "Legal" and the like are of many sorts: the word has to be the same, or its verb.
    let close = akin || (same_type && !words.is_broad(&one.subtype));
    let same_part = shares(&this.targets, &other.targets)
        || shares(&this.agents, &other.agents)
        || shares(&this.places, &other.places);
    if one.nominal {
        // "the attack" after "bombed the hall": the last event of its sort.
        let reach = if akin { 6 } else { 4 };
        one.definite
            && close
            && distance <= reach
            && same_polarity(draft, one, two)
            && (one.bare || same_part)
            && (!two.nominal || akin || one.bare)
            && !(one.plural && two.nominal && !two.plural && one.bare)
    } else {
        // One leaves a body, resigns, dies once.
        let once = words.is_once(&one.lemma)
            && one.lemma == two.lemma
            && (shares(&this.agents, &other.agents) || shares(&this.targets, &other.targets));
        (once
            || close
                && shares(&this.targets, &other.targets)
                && (distance <= 6 || akin || other.sentence == 0))
            && same_polarity(draft, one, two)
    }
}

fn same_polarity(draft: &Draft<'_>, one: &Sighting, other: &Sighting) -> bool {
    let planned = |sighting: &Sighting| {
        matches!(
            draft.standing(sighting.token).status,
            Status::Negated | Status::Proposed
        )
    };
    planned(one) == planned(other)
}

fn are_apart(a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

fn named_apart(draft: &Draft<'_>, a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>) -> bool {
    let named = |set: &BTreeSet<EntityId>| -> BTreeSet<EntityId> {
        set.iter()
            .copied()
            .filter(|&entity| draft.entity(entity).named)
            .collect()
    };
    are_apart(&named(a), &named(b))
}

fn shares(a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>) -> bool {
    !a.is_disjoint(b)
}

/// Where a sighting places its event: the places named, and where the buildings struck stand.
fn place_set(draft: &Draft<'_>, sighting: &Sighting) -> BTreeSet<EntityId> {
    let reading = draft.reading;
    let mut found: BTreeSet<EntityId> = sighting
        .places
        .iter()
        .filter_map(|&token| draft.node_at(token))
        .collect();
    for (role, token) in &sighting.parts {
        if *role == Role::Target
            && draft
                .node_at(*token)
                .is_some_and(|entity| draft.entity(entity).class == Class::Facility)
        {
            found.extend(
                reading
                    .noun_arguments(*token)
                    .into_iter()
                    .filter(|(case, inner)| {
                        reading.words.happenings().is_place(case) && is_location(draft, *inner)
                    })
                    .filter_map(|(_, inner)| draft.node_at(inner)),
            );
        }
    }
    found
}
