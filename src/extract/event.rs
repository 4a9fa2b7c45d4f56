//! Something that happens, happened or is planned.

use crate::analysis::TokenId;
use crate::base::Span;
use crate::base::Status;
use crate::data::words::Role;
use crate::extract::EntityId;
use crate::extract::Thing;

/// The number of an event in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl EventId {
    /// Gives the place in the list of events.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Who or what has a part in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// What it is to the event.
    pub role: Role,
    /// Who or what.
    pub thing: Thing,
    /// The words that say so.
    pub span: Span,
}

/// A number of people that an event struck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// `killed`, `injured`, `arrested`, `displaced`.
    pub what: String,
    /// How many.
    pub number: i64,
    /// Whether there may be more: "over 140".
    pub at_least: bool,
}

/// One event with all its mentions in the document.
#[derive(Clone, Debug)]
pub struct Event {
    /// The ontology's subtype: `Assault`, `Election`.
    pub subtype: String,
    /// A readable name: "the Moscow attack", "bombing of the ceremony in Kerman".
    pub name: String,
    /// Other words for it, its trigger words among them; sorted.
    pub aliases: Vec<String>,
    /// The head word of each mention, the first being the trigger.
    pub triggers: Vec<TokenId>,
    /// The trigger's place in the text.
    pub span: Span,
    /// The sentence of the trigger.
    pub sentence: u32,
    /// Who and what took part.
    pub participants: Vec<Participant>,
    /// Where it took place.
    pub places: Vec<EntityId>,
    /// ISO 8601: a day, a month, a year or an interval.
    pub date: Option<String>,
    /// How many people it struck.
    pub counts: Vec<Count>,
    /// How the text stands to it.
    pub status: Status,
    /// Who says so, where only a source does.
    pub attributed_to: Option<EntityId>,
    /// From −3, certainly not, to +3, certainly so.
    pub factuality: f32,
    /// Whether it becomes a node.
    pub kept: bool,
}
