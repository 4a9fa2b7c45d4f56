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
            match bearers(draft, candidate.head, candidate.class).as_slice() {
                [(bearer, _)] => Some(*bearer),
                _ => None,
            }
        })
        .collect();
    draft.bearer_of = found;
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
