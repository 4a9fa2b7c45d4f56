//! Whom a noun is said of: "Ana Ruiz is a *minister*", "became *minister*", "served as *minister*",
//! "was named *minister*".
//!
//! The noun then is no thing of its own: what its phrase tells, it tells of the bearer.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::reading::Reading;

/// Notes for each noun that is said of just one thing which thing that is.
pub(in crate::extract) fn settle(draft: &mut Draft<'_>) {
    retype(draft);
    let found: Vec<Option<EntityId>> = draft
        .candidates
        .iter()
        .map(|candidate| {
            if candidate.form != MentionForm::Nominal {
                return None;
            }
            if let Some(state) = owner_of_soil(draft, candidate.head) {
                return Some(state);
            }
            match bearers(draft, candidate.head, candidate.class).as_slice() {
                [(bearer, _)] => Some(*bearer),
                _ => None,
            }
        })
        .collect();
    draft.bearer_of = found;
}

/// The State that "on Syrian soil", "on its territory" speaks of: the owner, or where the owner is at
/// home.
fn owner_of_soil(draft: &Draft<'_>, noun: TokenId) -> Option<EntityId> {
    let reading = draft.reading;
    if !matches!(reading.lemma(noun).as_str(), "soil" | "territory") {
        return None;
    }
    let owner = reading
        .noun_arguments(noun)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
        .find_map(|(_, owner)| draft.entity_at(owner))?;
    let entry = draft.entity(owner);
    if entry.class == Class::State {
        return Some(owner);
    }
    let Some(Link::Actor(actor)) = entry.link else {
        return None;
    };
    let home = reading.lexicon.actors.get(actor as usize)?.states.first()?;
    draft
        .entities
        .iter()
        .position(|entity| {
            matches!(entity.link, Some(Link::State(state))
                if reading.lexicon.states.get(state as usize).is_some_and(|state| state.iso3 == *home))
                && entity.class == Class::State
        })
        .map(|index| EntityId(index as u32))
}

/// "Telcor is a company": the noun tells better than its letters what an unknown name stands for.
fn retype(draft: &mut Draft<'_>) {
    let reading = draft.reading;
    let mut told: Vec<(EntityId, Class)> = Vec::new();
    for candidate in &draft.candidates {
        let class = candidate.class;
        if candidate.form != MentionForm::Nominal
            || !class.is_node()
            || matches!(class, Class::Group | Class::Actor)
            || candidate.plural
            || reading.child(candidate.head, Deprel::Cop).is_none()
        {
            continue;
        }
        let standing = draft.standing(candidate.head);
        if let [bearer] = reading.bearers(candidate.head).as_slice()
            && standing.status == Status::Asserted
            && let Some(index) = draft.candidate_index(*bearer)
            && draft.candidates[index].form == MentionForm::Name
            && let entity = draft.entity_of[index]
            && draft.entity(entity).link.is_none()
            && draft.entity(entity).named
            && !can_be(draft.entity(entity).class, class)
        {
            told.push((entity, class));
        }
    }
    for (entity, class) in told {
        let entity = &mut draft.entities[entity.index()];
        entity.class = class;
        entity.kept = true;
    }
}

/// Lists whom a noun is said of, where they can be such a thing.
pub(in crate::extract) fn bearers(
    draft: &Draft<'_>,
    noun: TokenId,
    class: Class,
) -> Vec<(EntityId, TokenId)> {
    draft
        .reading
        .bearers(noun)
        .into_iter()
        .filter_map(|token| Some((draft.node_at(token)?, token)))
        .filter(|&(entity, _)| can_be(draft.entity(entity).class, class))
        .collect()
}

/// Tells whether a thing of one class can be what a noun of another says.
fn can_be(thing: Class, noun: Class) -> bool {
    thing == noun
        || thing.is_place() && noun.is_place()
        || thing.is_body() && noun.is_body()
        || matches!(
            (thing, noun),
            (Class::Person, Class::Group)
                | (Class::Organization, Class::Facility)
                | (Class::Facility, Class::Organization)
                // "Sweden became a member of NATO."
                | (Class::State, Class::Person | Class::Group | Class::Actor)
        )
}

impl Reading<'_> {
    /// Lists whom a noun is said of; empty where it stands for itself.
    pub(in crate::extract) fn bearers(&self, noun: TokenId) -> Vec<TokenId> {
        if self.child(noun, Deprel::Cop).is_some() {
            // "is in Clark County" puts something there; it is not the county.
            if self.case(noun).is_some() {
                return Vec::new();
            }
            return self.arguments(noun).subject;
        }
        let first = self.first_conjunct(noun);
        if first != noun {
            return if matches!(self.upos(first), Upos::Noun | Upos::Propn) {
                self.bearers(first)
            } else {
                Vec::new()
            };
        }
        let Some(verb) = self
            .head(noun)
            .filter(|&head| self.upos(head) == Upos::Verb)
        else {
            return Vec::new();
        };
        let lemma = self.lemma(verb);
        let role = match self.deprel(noun) {
            Deprel::Obl => self.case(noun).as_deref() == Some("as"),
            Deprel::Xcomp | Deprel::Obj => self.case(noun).is_none(),
            _ => false,
        };
        if !role {
            return Vec::new();
        }
        let bare = self.deprel(noun) != Deprel::Obl;
        let arguments = self.arguments(verb);
        let others = || -> Vec<TokenId> {
            let mut others = arguments.object.clone();
            others.extend(&arguments.indirect);
            others.retain(|&other| self.first_conjunct(other) != noun);
            others
        };
        match lemma.as_str() {
            "become" | "remain" | "stay" if bare => arguments.subject,
            "serve" | "act" | "work" | "retire" | "resign" | "return" | "continue" | "begin"
            | "start" | "run" | "stand" | "play" | "join" | "reign" | "rule"
                if !bare =>
            {
                arguments.subject
            }
            "name" | "appoint" | "elect" | "re-elect" | "reelect" | "make" | "crown"
            | "nominate" | "install" | "declare" | "proclaim" | "ordain" | "choose" | "hire"
            | "select" | "recruit" | "promote" | "confirm" => others(),
            _ => Vec::new(),
        }
    }
}
