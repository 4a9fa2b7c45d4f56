//! Relations between the things of one document.

use crate::base::Span;
use crate::base::Status;
use crate::data::EdgeType;
use crate::extract::AttributionId;
use crate::extract::EntityId;
use crate::extract::EventId;

/// What a relation may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A State, Actor or Place.
    Entity(EntityId),
    /// An Event.
    Event(EventId),
    /// A Claim.
    Claim(AttributionId),
}

/// What may be added to a relation; see the ontology.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Details {
    /// The relation held and has ended.
    pub past: bool,
    /// What is demanded.
    pub what: Option<String>,
    /// The office held.
    pub role: Option<String>,
    /// The nature of a LINKED_TO; `won` or `lost` of a PARTICIPATED_IN.
    pub relation: Option<String>,
    /// It is near, not in.
    pub near: bool,
    /// The claim that an accusation makes, or that says so.
    pub claim: Option<AttributionId>,
}

/// One relation with the words that it rests on.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The type.
    pub edge_type: EdgeType,
    /// Where it starts.
    pub source: Thing,
    /// Where it ends.
    pub target: Thing,
    /// How the text stands to it.
    pub status: Status,
    /// The source that says so, where only a source does.
    pub attributed_to: Option<EntityId>,
    /// The words that it rests on.
    pub span: Span,
    /// The sentence of these words.
    pub sentence: u32,
    /// The rule that made it.
    pub rule: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// What else is known.
    pub details: Details,
}
