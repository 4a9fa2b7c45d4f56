//! What has been found so far in one document, for the stages that build on each other.

use std::collections::BTreeMap;

use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::Attribution;
use crate::extract::AttributionId;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::Entity;
use crate::extract::EntityId;
use crate::extract::Event;
use crate::extract::EventId;
use crate::extract::MentionForm;
use crate::extract::Participant;
use crate::extract::Relation;
use crate::extract::Thing;
use crate::extract::candidate::Candidate;
use crate::extract::factuality::Factualities;
use crate::extract::reading::Reading;

/// The work in progress.
pub(in crate::extract) struct Draft<'a> {
    pub(in crate::extract) reading: &'a Reading<'a>,
    pub(in crate::extract) candidates: Vec<Candidate>,
    pub(in crate::extract) entity_of: Vec<EntityId>,
    /// The heads of the mentions that a plural such as "both countries" stands for.
    pub(in crate::extract) members: BTreeMap<TokenId, Vec<TokenId>>,
    /// The candidate whose head a token is.
    candidate_at: Vec<Option<u32>>,
    /// Whom a candidate is said of, where it is no thing of its own: "Ana Ruiz is a *minister*".
    pub(in crate::extract) bearer_of: Vec<Option<EntityId>>,
    pub(in crate::extract) entities: Vec<Entity>,
    pub(in crate::extract) attributions: Vec<Attribution>,
    pub(in crate::extract) events: Vec<Event>,
    /// The event whose trigger a token is.
    event_at: Vec<Option<EventId>>,
    pub(in crate::extract) relations: Vec<Relation>,
    factualities: Factualities,
}

/// How a text stands to something, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Standing {
    pub(in crate::extract) status: Status,
    pub(in crate::extract) attributed_to: Option<EntityId>,
    pub(in crate::extract) claim: Option<AttributionId>,
    pub(in crate::extract) past: bool,
}

impl<'a> Draft<'a> {
    pub(in crate::extract) fn new(reading: &'a Reading<'a>, candidates: Vec<Candidate>) -> Self {
        let count = reading.analysis.tokens().len();
        let mut candidate_at = vec![None; count];
        for (index, candidate) in candidates.iter().enumerate() {
            let place = &mut candidate_at[candidate.head.index()];
            // A nested name gives way to the name it stands in.
            if place.is_none() || !candidate.nested {
                *place = Some(index as u32);
            }
        }
        // "Gen Qassem Soleimani": where the tree has the title for the head, it stands for the name.
        for (index, candidate) in candidates.iter().enumerate() {
            let mut at = candidate.head;
            while let (Some(title), Some(head)) = (candidate.title, reading.head(at)) {
                if !title.contains(reading.analysis.span(head)) {
                    break;
                }
                candidate_at[head.index()].get_or_insert(index as u32);
                at = head;
            }
        }
        // Where the tree hangs the words of a name apart, each of them stands for it.
        for (index, candidate) in candidates.iter().enumerate() {
            if candidate.form != MentionForm::Name || candidate.nested {
                continue;
            }
            for at in candidate.first.0..=candidate.last.0 {
                let outside = reading
                    .head(TokenId(at))
                    .is_none_or(|head| head < candidate.first || head > candidate.last);
                if outside && reading.upos(TokenId(at)) == Upos::Propn {
                    candidate_at[at as usize].get_or_insert(index as u32);
                }
            }
        }
        Draft {
            reading,
            candidates,
            entity_of: Vec::new(),
            members: BTreeMap::new(),
            candidate_at,
            bearer_of: Vec::new(),
            entities: Vec::new(),
            attributions: Vec::new(),
            events: Vec::new(),
            event_at: vec![None; count],
            relations: Vec::new(),
            factualities: Factualities::default(),
        }
    }

    /// Gives the candidate whose head a token is.
    pub(in crate::extract) fn candidate_index(&self, token: TokenId) -> Option<usize> {
        self.candidate_at[token.index()].map(|index| index as usize)
    }

    /// Gives the entity whose mention's head a token is.
    pub(in crate::extract) fn entity_at(&self, token: TokenId) -> Option<EntityId> {
        let index = self.candidate_index(token)?;
        self.entity_of.get(index).copied()
    }

    pub(in crate::extract) fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// Gives the entity at a token, or whom a predicate noun is said of, where it is a State, Actor
    /// or Place.
    pub(in crate::extract) fn node_at(&self, token: TokenId) -> Option<EntityId> {
        let index = self.candidate_index(token)?;
        let bearer = self.bearer_of.get(index).copied().flatten();
        bearer
            .or_else(|| self.entity_of.get(index).copied())
            .filter(|&entity| self.entity(entity).class.is_node() && self.is_telling(entity))
    }

    /// Tells whether an entity's words say enough for a node: "the area" does not.
    fn is_telling(&self, entity: EntityId) -> bool {
        let entity = self.entity(entity);
        if entity.named {
            return true;
        }
        let name = entity.name.to_lowercase();
        if !name.contains(' ') && is_number_word(&name) {
            return false;
        }
        let mut words = name.split(' ').filter(|word| {
            !matches!(
                *word,
                "the"
                    | "a"
                    | "an"
                    | "this"
                    | "that"
                    | "these"
                    | "those"
                    | "any"
                    | "some"
                    | "all"
                    | "both"
                    | "each"
                    | "every"
                    | "other"
                    | "others"
                    | "such"
                    | "no"
                    | "many"
                    | "most"
            )
        });
        let (Some(first), None) = (words.next(), words.next()) else {
            return !name.is_empty();
        };
        (!entity.class.is_place() || entity.class == Class::Facility)
            && !matches!(
                first,
                "people"
                    | "person"
                    | "man"
                    | "men"
                    | "one"
                    | "group"
                    | "groups"
                    | "side"
                    | "sides"
                    | "party"
                    | "parties"
                    | "member"
                    | "members"
                    | "country"
                    | "countries"
                    | "state"
                    | "states"
                    | "government"
                    | "governments"
                    | "official"
                    | "officials"
                    | "enemy"
                    | "area"
                    | "place"
                    | "organization"
                    | "organisation"
                    | "authorities"
                    | "author"
                    | "individual"
                    | "individuals"
                    | "user"
                    | "someone"
                    | "anyone"
                    | "everyone"
                    | "it"
                    | "he"
                    | "she"
                    | "they"
                    | "we"
                    | "i"
                    | "you"
                    | "them"
                    | "us"
                    | "who"
            )
    }

    /// Gives the entity at a token where it acts.
    pub(in crate::extract) fn actor_at(&self, token: TokenId) -> Option<EntityId> {
        self.node_at(token)
            .filter(|&entity| self.entity(entity).class.is_actor())
    }

    pub(in crate::extract) fn event_at(&self, token: TokenId) -> Option<EventId> {
        self.event_at[token.index()]
    }

    pub(in crate::extract) fn set_event(&mut self, token: TokenId, event: EventId) {
        self.event_at[token.index()] = Some(event);
    }

    /// Gives what a token stands for as the end of a relation.
    pub(in crate::extract) fn thing_at(&self, token: TokenId) -> Option<Thing> {
        if let Some(event) = self.event_at(token) {
            return Some(Thing::Event(event));
        }
        self.node_at(token).map(Thing::Entity)
    }

    /// Lists the words that stand for who a word speaks of: the members of "both countries", the word
    /// itself and who it is said to include.
    pub(in crate::extract) fn each(&self, token: TokenId) -> Vec<TokenId> {
        match self.members.get(&token) {
            Some(members) => members.clone(),
            None => std::iter::once(token)
                .chain(self.reading.included(token))
                .collect(),
        }
    }

    /// Gives the class of a thing.
    pub(in crate::extract) fn class(&self, thing: Thing) -> Class {
        match thing {
            Thing::Entity(entity) => self.entity(entity).class,
            Thing::Event(_) => Class::Event,
            Thing::Claim(_) => Class::Speech,
        }
    }

    /// Tells whether a thing is of one of the kinds or subtypes; no kinds allow any.
    pub(in crate::extract) fn is_of_kind(&self, thing: Thing, kinds: &[String]) -> bool {
        kinds.is_empty()
            || self
                .class(thing)
                .labels()
                .iter()
                .any(|label| kinds.iter().any(|kind| kind == label))
            || matches!(thing, Thing::Event(event)
                if kinds.contains(&self.events[event.index()].subtype))
    }

    /// Adds a relation where the ontology allows it; the ends then become nodes.
    #[allow(clippy::too_many_arguments, reason = "a relation has that many parts")]
    pub(in crate::extract) fn relate(
        &mut self,
        edge: &str,
        source: Thing,
        target: Thing,
        standing: Standing,
        span: Span,
        token: TokenId,
        rule: &str,
        confidence: f32,
        details: Details,
    ) -> bool {
        let ontology = self.reading.ontology;
        let Some(edge_type) = ontology.edge_type(edge) else {
            return false;
        };
        if source == target {
            return false;
        }
        let label = |thing: Thing| {
            self.class(thing)
                .labels()
                .first()
                .and_then(|label| ontology.kind(label))
        };
        let (Some(source_kind), Some(target_kind)) = (label(source), label(target)) else {
            return false;
        };
        if !ontology.allows(edge_type, source_kind, target_kind) {
            return false;
        }
        for thing in [source, target] {
            match thing {
                Thing::Entity(entity) => self.entities[entity.index()].kept = true,
                Thing::Event(event) => self.events[event.index()].kept = true,
                Thing::Claim(claim) => self.attributions[claim.index()].claim = true,
            }
        }
        self.relations.push(Relation {
            edge_type,
            source,
            target,
            status: standing.status,
            attributed_to: standing.attributed_to,
            span,
            sentence: self.reading.sentence(token),
            rule: rule.to_owned(),
            confidence,
            details: Details {
                past: details.past || standing.past,
                ..details
            },
        });
        true
    }

    /// Adds someone or something to an event, once in each role.
    pub(in crate::extract) fn take_part(
        &mut self,
        event: EventId,
        role: Role,
        thing: Thing,
        span: Span,
    ) {
        if role == Role::Nothing || thing == Thing::Event(event) {
            return;
        }
        let class = self.class(thing);
        let fits = match role {
            Role::Agent | Role::Participant => class.is_actor(),
            Role::Target => class.is_node() || class == Class::Event,
            Role::Nothing => false,
        };
        if !fits {
            return;
        }
        let participants = &mut self.events[event.index()].participants;
        if participants
            .iter()
            .any(|other| other.role == role && other.thing == thing)
        {
            return;
        }
        participants.push(Participant { role, thing, span });
    }

    /// Gives the numbers of the attributions whose cue stands near a span; they lie in the order
    /// of their cues, and no quote reaches further.
    pub(in crate::extract) fn attributions_near(&self, span: Span) -> std::ops::Range<usize> {
        const REACH: u32 = 20_000;
        let first = self.attributions.partition_point(|attribution| {
            attribution.cue.start.saturating_add(REACH) < span.start
        });
        let end = self
            .attributions
            .partition_point(|attribution| attribution.cue.start <= span.end.saturating_add(REACH));
        first..end.max(first)
    }

    /// Weighs how sure the text is of each word, once it is known who says what.
    pub(in crate::extract) fn weigh(&mut self) {
        self.factualities = Factualities::new(self.reading, &self.attributions);
    }

    /// Gives how sure the author is of what a word says, from −3 to +3.
    pub(in crate::extract) fn factuality(&self, token: TokenId) -> f32 {
        self.factualities.of(token)
    }

    /// Tells whether a mention is a pronoun.
    pub(in crate::extract) fn is_pronoun(&self, token: TokenId) -> bool {
        self.candidate_index(token)
            .is_some_and(|index| self.candidates[index].form == MentionForm::Pronoun)
    }
}

/// Tells whether a word only counts: "Four were acquitted" names nobody.
fn is_number_word(word: &str) -> bool {
    matches!(
        word,
        "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "several"
            | "both"
            | "few"
    ) || word.starts_with(|first: char| first.is_ascii_digit())
}

/// Asserted by the author.
pub(in crate::extract) const ASSERTED: Standing = Standing {
    status: Status::Asserted,
    attributed_to: None,
    claim: None,
    past: false,
};
