//! Finds events: verbs and nouns that tell of one, with who took part, where and how many.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::words::Role;
use crate::data::words::Verb;
use crate::extract::Class;
use crate::extract::Count;
use crate::extract::EntityId;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::MentionForm;
use crate::extract::Thing;
use crate::extract::draft::Draft;
use crate::extract::entities::nominal_names;
use crate::extract::entities::one_line;
use crate::extract::frame;
use crate::extract::grammar::Arguments;
use crate::extract::nominal;
use crate::extract::number;
use crate::extract::reading::Reading;

/// What a trigger tells before events are put together.
struct Sighting {
    token: TokenId,
    subtype: String,
    lemma: String,
    nominal: bool,
    definite: bool,
    parts: Vec<(Role, TokenId)>,
    places: Vec<TokenId>,
    count: Option<(String, TokenId)>,
    /// A noun that nothing is said of in its own phrase: "the attack".
    bare: bool,
    /// A mere act of speech, or a word that only modifies: no node of its own.
    faint: bool,
    /// An event that this one is a part of the telling of: "killed in the attack".
    within: Option<TokenId>,
    name: String,
    aliases: BTreeSet<String>,
}

/// Words for events that are too empty to be one of their own.
const EMPTY: &[&str] = &[
    "event",
    "incident",
    "action",
    "activity",
    "effort",
    "move",
    "situation",
    "case",
];

pub(in crate::extract) fn find(draft: &mut Draft<'_>) {
    let mut sightings = Vec::new();
    for token in draft.reading.tokens() {
        let sighting = match draft.reading.upos(token) {
            Upos::Verb => verb(draft, token),
            Upos::Noun | Upos::Propn => noun(draft, token),
            _ => None,
        };
        sightings.extend(sighting);
    }
    let groups = group(draft, &sightings);
    for members in groups {
        add(draft, &sightings, &members);
    }
    participants(draft, &sightings);
}

fn verb(draft: &Draft<'_>, token: TokenId) -> Option<Sighting> {
    let reading = draft.reading;
    if matches!(
        reading.deprel(token),
        Deprel::Compound | Deprel::Case | Deprel::Mark | Deprel::Fixed
    ) {
        return None;
    }
    let arguments = reading.arguments(token);
    let entry = frame::choose(reading, token, &arguments)?;
    let subtype = entry.event.clone()?;
    let source = first_filled(draft, &arguments, &entry.source);
    let target = first_filled(draft, &arguments, &entry.target);
    let (source, target) = if is_taken_for_adjective(reading, token) {
        (Vec::new(), reading.head(token).into_iter().collect())
    } else {
        (source, target)
    };
    let fits = |tokens: &[TokenId], kinds: &[String]| {
        kinds.is_empty()
            || tokens
                .iter()
                .filter_map(|&token| draft.entity_at(token))
                .any(|entity| draft.is_of_kind(Thing::Entity(entity), kinds))
    };
    if !fits(&source, &entry.source_kinds)
        || (!target.is_empty() && !fits(&target, &entry.target_kinds))
    {
        return None;
    }
    let mut parts = Vec::new();
    let reciprocal = entry.reciprocal && source.len() > 1;
    for &token in &source {
        parts.push((entry.source_role, token));
        parts.extend(
            reading
                .included(token)
                .into_iter()
                .map(|member| (entry.source_role, member)),
        );
    }
    for &token in &target {
        let role = if reciprocal {
            entry.source_role
        } else {
            entry.target_role
        };
        parts.push((role, token));
    }
    let count = entry.count.clone().and_then(|what| {
        let counted = if entry.source_role == Role::Target {
            &source
        } else {
            &target
        };
        counted.first().map(|&token| (what, token))
    });
    let (mut places, within) = places(draft, token, &arguments.oblique);
    if subtype == "Movement" {
        places.extend(
            arguments
                .slot(reading, "to")
                .into_iter()
                .filter(|&token| is_location(draft, token)),
        );
    }
    // "evacuated people in the town": the phrase may hang on the object.
    for &object in target.iter().filter(|&&object| object > token) {
        for (case, inner) in reading.noun_arguments(object) {
            if matches!(case.as_str(), "in" | "at" | "near" | "off")
                && is_location(draft, inner)
                && !places.contains(&inner)
            {
                places.push(inner);
            }
        }
    }
    let (name, aliases) = verb_names(draft, token, &arguments);
    Some(Sighting {
        token,
        subtype,
        lemma: reading.lemma(token),
        nominal: false,
        definite: false,
        bare: false,
        parts,
        places,
        count,
        faint: entry.speech.is_some()
            || (reading.deprel(token) == Deprel::Amod && !is_taken_for_adjective(reading, token)),
        within: within
            .or_else(|| with_the_deed(draft, token, entry))
            .or_else(|| {
                // "The blast killed 12": the blast is the event.
                source
                    .iter()
                    .copied()
                    .find(|&subject| is_event_noun(draft, subject) && entry.count.is_some())
            }),
        name,
        aliases,
    })
}

/// "exploded, killing 12", "killed 12 and wounded 30": the toll of one event.
fn with_the_deed(draft: &Draft<'_>, token: TokenId, entry: &Verb) -> Option<TokenId> {
    let reading = draft.reading;
    entry.count.as_ref()?;
    let head = reading.head(token)?;
    match reading.deprel(token) {
        Deprel::Advcl if reading.analysis.tag(token).xpos == "VBG" && head < token => Some(head),
        Deprel::Conj if reading.upos(head) == Upos::Verb => {
            let arguments = reading.arguments(head);
            let other = frame::choose(reading, head, &arguments)?;
            let own_subject = reading.child(token, Deprel::Nsubj).is_some();
            (is_toll(other) && is_toll(entry) && !own_subject).then_some(head)
        }
        // "killing 12 people and wounding 30 others", the second taken for an adjective.
        Deprel::Amod if is_taken_for_adjective(reading, token) => {
            let mut above = head;
            while reading.upos(above) != Upos::Verb {
                above = reading.head(above)?;
            }
            Some(above)
        }
        _ => None,
    }
}

fn is_toll(entry: &Verb) -> bool {
    matches!(
        entry.count.as_deref(),
        Some("killed" | "injured" | "displaced")
    )
}

/// A participle in -ing with a number behind it is no adjective: "and wounding 30 others".
fn is_taken_for_adjective(reading: &Reading<'_>, token: TokenId) -> bool {
    let next = TokenId(token.0 + 1);
    reading.deprel(token) == Deprel::Amod
        && reading.analysis.tag(token).xpos == "VBG"
        && reading.head(token).is_some_and(|head| head > next)
        && reading.upos(next) == Upos::Num
}

fn first_filled(draft: &Draft<'_>, arguments: &Arguments, slots: &[String]) -> Vec<TokenId> {
    slots
        .iter()
        .map(|slot| arguments.slot(draft.reading, slot))
        .find(|tokens| !tokens.is_empty())
        .unwrap_or_default()
}

fn is_event_noun(draft: &Draft<'_>, token: TokenId) -> bool {
    matches!(draft.reading.upos(token), Upos::Noun | Upos::Propn)
        && draft
            .candidate_index(token)
            .is_some_and(|index| draft.candidates[index].class == Class::Event)
}

/// Sorts the phrases of place out of a predicate's obliques.
fn places(
    draft: &Draft<'_>,
    trigger: TokenId,
    oblique: &[(String, TokenId)],
) -> (Vec<TokenId>, Option<TokenId>) {
    let mut places = Vec::new();
    let mut within = None;
    for (case, token) in oblique {
        if *token == trigger {
            continue;
        }
        if matches!(case.as_str(), "in" | "during" | "by")
            && is_event_noun(draft, *token)
            && within.is_none()
        {
            within = Some(*token);
            continue;
        }
        if is_place_case(case) && is_location(draft, *token) {
            places.push(*token);
        }
    }
    (places, within)
}

fn is_location(draft: &Draft<'_>, token: TokenId) -> bool {
    draft.node_at(token).is_some_and(|entity| {
        let class = draft.entity(entity).class;
        class.is_place() || class == Class::State
    })
}

/// Verbs that only say that somebody does what their object names.
fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "launch"
            | "carry"
            | "stage"
            | "conduct"
            | "hold"
            | "make"
            | "maintain"
            | "begin"
            | "start"
            | "mount"
            | "commit"
            | "perpetrate"
            | "wage"
            | "lead"
            | "organise"
            | "organize"
            | "plan"
            | "undertake"
            | "perform"
            | "execute"
            | "announce"
            | "issue"
            | "initiate"
            | "run"
            | "host"
            | "open"
            | "pass"
            | "adopt"
            | "impose"
            | "introduce"
            | "do"
            | "take"
            | "continue"
            | "give"
            | "offer"
            | "provide"
            | "release"
            | "file"
            | "pursue"
            | "orchestrate"
            | "convene"
            | "enact"
    )
}

pub(in crate::extract) fn is_place_case(case: &str) -> bool {
    matches!(
        case,
        "in" | "at"
            | "near"
            | "on"
            | "off"
            | "outside"
            | "inside"
            | "across"
            | "around"
            | "along"
            | "within"
            | "throughout"
            | "into"
            | "over"
    )
}

fn noun(draft: &Draft<'_>, token: TokenId) -> Option<Sighting> {
    let reading = draft.reading;
    let index = draft.candidate_index(token)?;
    let candidate = &draft.candidates[index];
    if candidate.class != Class::Event || matches!(reading.deprel(token), Deprel::Compound) {
        return None;
    }
    let entries = nominal::entries(reading, token);
    let entry = entries.iter().find(|entry| entry.event.is_some());
    let subtype = entry
        .and_then(|entry| entry.event.clone())
        .unwrap_or_else(|| "Other".to_owned());
    let arguments = reading.noun_arguments(token);
    let slot = |names: &[String]| -> Vec<TokenId> {
        names
            .iter()
            .map(|name| {
                arguments
                    .iter()
                    .filter(|(case, _)| case == name)
                    .map(|(_, token)| *token)
                    .collect::<Vec<_>>()
            })
            .find(|tokens| !tokens.is_empty())
            .unwrap_or_default()
    };
    let mut parts = Vec::new();
    let mut places_found = Vec::new();
    if let Some(entry) = entry {
        for token in slot(&entry.source) {
            // "the Moscow attack": a place does nothing.
            let is_place = draft
                .entity_at(token)
                .is_some_and(|entity| draft.entity(entity).class.is_place());
            // "the Syrian civil war" is in Syria; "the Russian war on Ukraine" is Russia's.
            let whereabouts = subtype == "Conflict"
                && slot(&entry.target).is_empty()
                && draft
                    .candidate_index(token)
                    .is_some_and(|index| draft.candidates[index].is_adjective());
            if is_place || whereabouts {
                places_found.push(token);
            } else {
                parts.push((entry.source_role, token));
            }
        }
        let ceremony = subtype == "Ceremony";
        let by_itself = parts.is_empty() && entry.target.iter().any(|name| name == "of");
        for token in slot(&entry.target) {
            // "the sentence of the court" is the court's; "the bombing of the hall" is done to it.
            let does_it = by_itself
                && matches!(
                    subtype.as_str(),
                    "Legal"
                        | "Request"
                        | "Accuse"
                        | "Reject"
                        | "Support"
                        | "Threaten"
                        | "Protest"
                        | "Mobilize"
                        | "Retreat"
                        | "Concede"
                        | "Consult"
                        | "Agree"
                        | "Cooperate"
                )
                && arguments
                    .iter()
                    .any(|(case, other)| case == "of" && *other == token)
                && draft.actor_at(token).is_some();
            if ceremony {
                // "the funeral of X" is not done to X; see `deed`.
                continue;
            }
            parts.push((
                if does_it {
                    Role::Agent
                } else {
                    entry.target_role
                },
                token,
            ));
        }
    }
    for (case, token) in &arguments {
        if case == "poss"
            && draft
                .entity_at(*token)
                .is_some_and(|entity| draft.entity(entity).class.is_place())
            && !places_found.contains(token)
        {
            places_found.push(*token);
        }
    }
    // "a policy of turning away boats": done to the boats.
    for &child in reading.children(token) {
        if reading.deprel(child) == Deprel::Acl && reading.upos(child) == Upos::Verb {
            let inner = reading.arguments(child);
            let ongoing = reading.analysis.tag(child).xpos == "VBG" || reading.is_infinitive(child);
            let (more, _) = places(draft, child, &inner.oblique);
            places_found.extend(more);
            if ongoing {
                parts.extend(inner.object.iter().map(|&object| (Role::Target, object)));
            }
        }
    }
    let bare = parts.is_empty() && places_found.is_empty();
    // "launched an attack", "maintained a policy": who does what the noun says.
    if let Some(governor) = reading.head(reading.first_conjunct(token))
        && reading.upos(governor) == Upos::Verb
        && is_light(&reading.lemma(governor))
    {
        let outer = reading.arguments(governor);
        // "an agreement was announced by the mediator": it is not his.
        let announced = outer.passive && reading.lemma(governor) == "announce";
        if outer.object.contains(&token) && !announced {
            parts.extend(outer.subject.iter().map(|&subject| (Role::Agent, subject)));
            let (more, _) = places(draft, governor, &outer.oblique);
            places_found.extend(more);
        }
    }
    let (more, within) = places(draft, token, &arguments);
    places_found.extend(more);
    let counts = entry.is_some_and(|entry| entry.count.is_some());
    let within = within.or_else(|| counts.then(|| cause_of(draft, token)).flatten());
    let (_, long) = nominal_names(reading, candidate);
    let short = one_line(
        reading
            .cover(candidate.first, candidate.last)
            .of(reading.text),
    );
    let mut aliases = BTreeSet::from([short.clone(), long.clone()]);
    // The words of the trigger, where they say more than "the attack".
    if candidate.form == MentionForm::Name || short.split(' ').count() > 1 {
        aliases.insert(without_determiner(&short));
    }
    let name = without_determiner(if long.split(' ').count() <= 7 {
        &long
    } else {
        &short
    });
    let count = entry
        .and_then(|entry| entry.count.clone())
        .map(|what| (what, token));
    Some(Sighting {
        token,
        subtype,
        lemma: reading.lemma(token),
        nominal: true,
        definite: candidate.definite,
        bare,
        parts,
        places: places_found,
        count,
        faint: false,
        within,
        name,
        aliases,
    })
}

/// "The blast caused 12 deaths", "no deaths were reported in the attacks": what cost them.
fn cause_of(draft: &Draft<'_>, deaths: TokenId) -> Option<TokenId> {
    let reading = draft.reading;
    let first = reading.first_conjunct(deaths);
    let verb = reading
        .head(first)
        .filter(|&head| reading.upos(head) == Upos::Verb)?;
    let arguments = reading.arguments(verb);
    let oblique = arguments.oblique.iter().filter(|(case, _)| case == "in");
    arguments
        .subject
        .iter()
        .chain(oblique.map(|(_, token)| token))
        .copied()
        .find(|&token| token != deaths && token != first && is_event_noun(draft, token))
}

pub(in crate::extract) fn without_determiner(words: &str) -> String {
    let rest = [
        "the ", "a ", "an ", "this ", "these ", "its ", "their ", "his ", "her ", "such ",
    ]
    .iter()
    .find_map(|determiner| {
        words
            .get(..determiner.len())
            .filter(|start| start.eq_ignore_ascii_case(determiner))
            .map(|_| &words[determiner.len()..])
    });
    rest.unwrap_or(words).to_owned()
}

/// Gives a short clause as the name, and the words by which the event may be known.
fn verb_names(
    draft: &Draft<'_>,
    token: TokenId,
    arguments: &Arguments,
) -> (String, BTreeSet<String>) {
    let reading = draft.reading;
    let phrase = |head: TokenId| {
        let (first, last) = nominal::base_phrase(reading, head);
        (first, last)
    };
    let word = one_line(reading.word(token));
    let mut aliases = BTreeSet::from([word.clone()]);
    let own = |tokens: &[TokenId]| {
        tokens
            .iter()
            .copied()
            .find(|&head| reading.sentence(head) == reading.sentence(token))
    };
    let object = own(&arguments.object);
    let mut name = word;
    if let Some(object) = object.filter(|&object| object > token) {
        let (_, last) = phrase(object);
        if last.0 - token.0 < 10 {
            name = one_line(reading.cover(token, last).of(reading.text));
            aliases.insert(name.clone());
        }
    } else if let Some((_, oblique)) = arguments
        .oblique
        .iter()
        .find(|(_, oblique)| *oblique > token && oblique.0 - token.0 < 8)
    {
        let (_, last) = phrase(*oblique);
        name = one_line(reading.cover(token, last).of(reading.text));
        aliases.insert(name.clone());
    }
    let before = own(if arguments.passive {
        &arguments.object
    } else {
        &arguments.subject
    });
    if let Some(subject) = before.filter(|&subject| subject < token && token.0 - subject.0 < 7) {
        let (first, _) = phrase(subject);
        let last = object
            .filter(|&object| object > token && object.0 - token.0 < 10)
            .map_or(token, |object| phrase(object).1);
        name = one_line(reading.cover(first, last).of(reading.text));
        aliases.insert(name.clone());
    }
    if let Some(noun) = noun_name(draft, token, arguments) {
        aliases.insert(name);
        return (noun, aliases);
    }
    (without_determiner(&name), aliases)
}

fn lower_first(words: &str) -> String {
    let mut characters = words.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let rest = characters.as_str();
    // "UN", "U.S.", "G7": no words of small letters.
    if rest
        .chars()
        .next()
        .is_some_and(|second| !second.is_lowercase() && second != ' ')
    {
        return words.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}

/// Names an event by the noun of its verb: "arrest of five suspects".
fn noun_name(draft: &Draft<'_>, token: TokenId, arguments: &Arguments) -> Option<String> {
    const LONGEST: usize = 8;
    let reading = draft.reading;
    let lemma = reading.lemma(token);
    let entry = reading.words.deverbal(&lemma)?;
    let words = |tokens: &[TokenId]| -> Option<String> {
        let &head = tokens.first()?;
        let index = draft.candidate_index(head)?;
        let candidate = &draft.candidates[index];
        match candidate.form {
            MentionForm::Nominal => {
                let (first, last) = nominal::base_phrase(reading, head);
                let words = one_line(reading.trim(reading.cover(first, last)).of(reading.text));
                // "The company" began its sentence.
                let proper = reading.upos(first) == Upos::Propn;
                Some(if proper { words } else { lower_first(&words) })
            }
            // "He was released": of whom.
            MentionForm::Name | MentionForm::Pronoun => {
                let entity = draft.entity(draft.entity_at(head)?);
                (entity.named || candidate.form == MentionForm::Name).then(|| entity.name.clone())
            }
        }
    };
    let count = |text: &str| text.split(' ').count();
    let subject = match arguments.subject.as_slice() {
        [one, other] => words(&[*one])
            .zip(words(&[*other]))
            .map(|(one, other)| format!("{one} and {other}")),
        [_, _, ..] => None,
        one => words(one),
    };
    let Some(object) = words(&arguments.object) else {
        if !arguments.object.is_empty() {
            return None;
        }
        // "protest against Israel", "clash with students".
        let towards = arguments
            .oblique
            .iter()
            .filter(|(case, _)| matches!(case.as_str(), "against" | "with"))
            .find_map(|(case, token)| words(&[*token]).map(|other| (case, other)));
        if let Some((case, other)) = towards {
            let name = format!("{} {case} {other}", entry.noun);
            return (count(&name) <= LONGEST).then_some(name);
        }
        let subject = subject?;
        // "resignation of the minister", but "protest by students".
        let suffers = matches!(
            lemma.as_str(),
            "resign"
                | "die"
                | "explode"
                | "collapse"
                | "crash"
                | "disappear"
                | "sink"
                | "erupt"
                | "meet"
                | "retreat"
                | "surrender"
                | "withdraw"
                | "flee"
                | "close"
        );
        let preposition = if suffers { "of" } else { "by" };
        let name = format!("{} {preposition} {subject}", entry.noun);
        return (count(&name) <= LONGEST).then_some(name);
    };
    let name = format!("{} {} {object}", entry.noun, entry.preposition);
    if count(&name) > LONGEST {
        return None;
    }
    Some(match subject {
        Some(subject) if count(&name) + count(&subject) < LONGEST => format!("{name} by {subject}"),
        _ => name,
    })
}

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

/// Puts sightings of one event together; each group in the order of the text.
fn group(draft: &Draft<'_>, sightings: &[Sighting]) -> Vec<Vec<usize>> {
    let mut groups = Groups((0..sightings.len()).collect());
    let mut by_entity: BTreeMap<EntityId, usize> = BTreeMap::new();
    let by_token: BTreeMap<TokenId, usize> = sightings
        .iter()
        .enumerate()
        .map(|(index, sighting)| (sighting.token, index))
        .collect();
    let nodes = |sighting: &Sighting, wanted: Role| -> BTreeSet<EntityId> {
        sighting
            .parts
            .iter()
            .filter(|(role, _)| *role == wanted)
            .filter_map(|(_, token)| draft.node_at(*token))
            .collect()
    };
    let election = sightings
        .iter()
        .position(|other| other.subtype == "Election" && other.nominal)
        .or_else(|| {
            sightings
                .iter()
                .position(|other| other.subtype == "Election")
        });
    for index in 0..sightings.len() {
        let this = &sightings[index];
        let mut found: Option<usize> = None;
        if this.nominal
            && let Some(entity) = draft.entity_at(this.token)
        {
            match by_entity.get(&entity) {
                Some(&earlier) => found = Some(earlier),
                None => _ = by_entity.insert(entity, index),
            }
        }
        if found.is_none() && this.subtype == "Election" && !this.nominal {
            // "was elected": in the election that the text is about.
            found = election.filter(|&other| other != index);
        }
        if found.is_none()
            && let Some(within) = this.within
            && let Some(&other) = by_token.get(&within)
            && other != index
            && (this.count.is_some() || this.subtype == sightings[other].subtype)
        {
            groups.join(other, index);
            continue;
        }
        if found.is_none()
            && this.nominal
            && let Some(head) = draft.reading.head(draft.reading.first_conjunct(this.token))
            && let Some(&above) = by_token.get(&head)
            && above < index
            && !sightings[above].nominal
            && (sightings[above].subtype == this.subtype || is_light(&sightings[above].lemma))
            && draft.reading.arguments(head).object.contains(&this.token)
        {
            // "has staged several attacks": one thing.
            found = Some(above);
        }
        if found.is_none() {
            let agents = nodes(this, Role::Agent);
            let targets = nodes(this, Role::Target);
            let sentence = draft.reading.sentence(this.token);
            found = (0..index).rev().take(40).find(|&earlier| {
                let other = &sightings[earlier];
                if other.subtype != this.subtype {
                    return false;
                }
                let distance = sentence - draft.reading.sentence(other.token);
                let other_agents = nodes(other, Role::Agent);
                let other_targets = nodes(other, Role::Target);
                let apart = |a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>| {
                    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
                };
                // "Hackers attack a website. … The attack was launched by one user."
                let unnamed = this.bare
                    && agents
                        .iter()
                        .chain(&other_agents)
                        .any(|&agent| !draft.entity(agent).named);
                if (apart(&agents, &other_agents) && !unnamed) || apart(&targets, &other_targets) {
                    return false;
                }
                let here = place_set(draft, this);
                let there = place_set(draft, other);
                if apart(&here, &there) {
                    return false;
                }
                if this.nominal {
                    // "the attack" after "bombed the hall": the last event of its type.
                    let plain = this.bare;
                    this.definite
                        && distance <= 4
                        && (plain
                            || !targets.is_disjoint(&other_targets)
                            || !agents.is_disjoint(&other_agents)
                            || !here.is_disjoint(&there))
                        && (!other.nominal || other.lemma == this.lemma || plain)
                } else {
                    let shared = !targets.is_empty() && !targets.is_disjoint(&other_targets);
                    let same_word = other.lemma == this.lemma;
                    shared
                        && (same_word
                            || !matches!(
                                this.subtype.as_str(),
                                "Other" | "Movement" | "Consult" | "Request" | "Accuse" | "Legal"
                            ))
                        && (distance <= 6 || same_word || draft.reading.sentence(other.token) == 0)
                        && same_polarity(draft, this.token, other.token)
                }
            });
        }
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
                    .filter(|(case, inner)| is_place_case(case) && is_location(draft, *inner))
                    .filter_map(|(_, inner)| draft.node_at(inner)),
            );
        }
    }
    found
}

fn same_polarity(draft: &Draft<'_>, a: TokenId, b: TokenId) -> bool {
    let planned = |token| {
        matches!(
            draft.standing(token).status,
            Status::Negated | Status::Proposed
        )
    };
    planned(a) == planned(b)
}

/// "The floods killed 32": nobody did it.
fn is_natural(sighting: &Sighting) -> bool {
    !matches!(
        sighting.lemma.as_str(),
        "explode" | "blast" | "explosion" | "detonate" | "blow" | "fire"
    )
}

/// Makes one event of a group of sightings; who took part comes later, when all events are known.
fn add(draft: &mut Draft<'_>, sightings: &[Sighting], members: &[usize]) {
    let reading = draft.reading;
    let first = &sightings[members[0]];
    // A noun phrase makes the better name; the first of the fullest.
    let best = members
        .iter()
        .map(|&member| &sightings[member])
        .max_by_key(|sighting| {
            let words = sighting.name.split(' ').count();
            (
                sighting.nominal && words > 1,
                sighting.nominal == (words < 6) && words > 1,
                std::cmp::Reverse(sighting.token),
            )
        })
        .unwrap_or(first);
    let mut aliases = BTreeSet::new();
    let mut triggers = Vec::new();
    let mut status: Option<(Status, Option<EntityId>)> = None;
    let mut factuality = 0f32;
    let mut counts: Vec<Count> = Vec::new();
    let mut places = Vec::new();
    let specific = members
        .iter()
        .map(|&member| sightings[member].subtype.clone())
        .find(|subtype| subtype != "Other")
        .unwrap_or_else(|| first.subtype.clone());
    // What somebody did is no mere disaster: "a bomb exploded, killing 12".
    let struck = members
        .iter()
        .any(|&member| sightings[member].subtype == "Assault");
    let specific = if specific == "Disaster" && struck && !is_natural(first) {
        "Assault".to_owned()
    } else {
        specific
    };
    for &member in members {
        let sighting = &sightings[member];
        triggers.push(sighting.token);
        aliases.extend(sighting.aliases.iter().cloned());
        aliases.insert(sighting.name.clone());
        let standing = draft.standing(sighting.token);
        let here = (standing.status, standing.attributed_to);
        if status.is_none_or(|known| here.0 < known.0) {
            status = Some(here);
        }
        let sure = draft.factuality(sighting.token);
        if sure.abs() > factuality.abs() {
            factuality = sure;
        }
        if let Some((what, counted)) = &sighting.count
            && let Some((number, at_least)) = number::of_phrase(reading, *counted)
        {
            counts.push(Count {
                what: what.clone(),
                number,
                at_least,
            });
        }
        for &token in &sighting.places {
            if let Some(place) = draft.node_at(token)
                && !places.contains(&place)
            {
                places.push(place);
            }
        }
    }
    aliases.remove(&best.name);
    counts.sort();
    counts.dedup_by(|a, b| a.what == b.what);
    let (status, attributed_to) = status.unwrap_or((Status::Asserted, None));
    let id = EventId(draft.events.len() as u32);
    draft.events.push(Event {
        subtype: specific,
        name: best.name.clone(),
        aliases: aliases.into_iter().collect(),
        span: reading.analysis.span(first.token),
        sentence: reading.sentence(first.token),
        triggers: triggers.clone(),
        participants: Vec::new(),
        places,
        date: None,
        counts,
        status,
        attributed_to,
        factuality,
        kept: false,
    });
    for token in triggers {
        draft.set_event(token, id);
    }
}

/// Ties participants to events, and keeps the events that have any.
fn participants(draft: &mut Draft<'_>, sightings: &[Sighting]) {
    for sighting in sightings {
        let Some(event) = draft.event_at(sighting.token) else {
            continue;
        };
        for &(role, token) in &sighting.parts {
            // An attack on somebody's building is an attack on somebody.
            if role == Role::Target
                && draft.events[event.index()].subtype == "Assault"
                && let Some(owner) = facility_owner(draft, token)
            {
                let span = draft.reading.analysis.span(token);
                draft.take_part(event, role, Thing::Entity(owner), span);
            }
            let span = draft.reading.analysis.span(token);
            if let Some(thing) = draft.thing_at(token) {
                draft.take_part(event, role, thing, span);
            } else if role != Role::Nothing
                && let Some(entity) = people_counted(draft, token)
            {
                draft.take_part(event, role, Thing::Entity(entity), span);
            }
        }
    }
    let faint: BTreeSet<TokenId> = sightings
        .iter()
        .filter(|sighting| sighting.faint)
        .map(|sighting| sighting.token)
        .collect();
    for index in 0..draft.events.len() {
        let event = &draft.events[index];
        let empty = EMPTY.contains(&draft.reading.lemma(event.triggers[0]).as_str());
        let with_entity = event
            .participants
            .iter()
            .any(|participant| matches!(participant.thing, Thing::Entity(_)));
        let faint = event.triggers.iter().all(|trigger| faint.contains(trigger));
        // "went there to meet him": what is only meant is told by the relation, not by an event.
        let meant = matches!(event.status, Status::Proposed | Status::Possible)
            && event.date.is_none()
            && event.triggers.iter().all(|&trigger| {
                draft.reading.upos(trigger) == Upos::Verb
                    && matches!(
                        draft.reading.deprel(draft.reading.first_conjunct(trigger)),
                        Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl
                    )
            });
        let keep = (with_entity || !event.places.is_empty() || !event.counts.is_empty())
            && !empty
            && !faint
            && !meant;
        if keep {
            draft.events[index].kept = true;
            let things: Vec<Thing> = draft.events[index]
                .participants
                .iter()
                .map(|participant| participant.thing)
                .collect();
            for thing in things {
                if let Thing::Entity(entity) = thing {
                    draft.entities[entity.index()].kept = true;
                }
            }
        }
    }
}

/// Whose a building or website is: "Russia's embassy", "Church of Scientology website".
pub(in crate::extract) fn facility_owner(draft: &Draft<'_>, token: TokenId) -> Option<EntityId> {
    let facility = draft.node_at(token)?;
    if draft.entity(facility).class != Class::Facility {
        return None;
    }
    draft
        .reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| case == "poss")
        .find_map(|(_, owner)| draft.actor_at(owner))
}

/// "200 more" were saved: a number of people that no noun names is a Group all the same.
fn people_counted(draft: &mut Draft<'_>, token: TokenId) -> Option<EntityId> {
    let entity = draft.entity_at(token)?;
    let index = draft.candidate_index(token)?;
    let candidate = &draft.candidates[index];
    if candidate.class != Class::Quantity
        || candidate.form != MentionForm::Nominal
        || !candidate.plural
    {
        return None;
    }
    if draft.reading.upos(token) != Upos::Adj && draft.reading.upos(token) != Upos::Num {
        return None;
    }
    // "Four were acquitted" counts some whom the text has named before.
    if draft.reading.upos(token) == Upos::Num && draft.reading.children(token).is_empty() {
        return None;
    }
    let entry = &mut draft.entities[entity.index()];
    entry.class = Class::Group;
    Some(entity)
}
