//! Trees to mentions, entities, events, attributions and relations of one document.
//!
//! Words live in the data files, grammar here. Every stage is a function of the analysis and of
//! what the stages before it found; `extractor.rs` lists them in order.

mod attribution;
mod class;
mod entity;
mod event;
mod extractor;
mod mention;
mod predicate;
mod relation;

mod candidate;
mod claim;
mod coding;
mod confidence;
mod coref;
mod date;
mod deed;
mod draft;
mod election;
mod entities;
mod factuality;
mod frame;
mod gazetteer;
mod grammar;
mod happening;
mod name;
mod nominal;
mod number;
mod open;
mod phrase;
mod quote;
mod reading;
mod scope;
mod sense;
mod speech;
mod structure;
pub mod time;
mod title;
mod toll;

pub use attribution::Attribution;
pub use attribution::AttributionId;
pub use attribution::Quotation;
pub use class::Class;
pub use coding::Coding;
pub use coding::Party;
pub use coding::event_code;
pub use entity::Entity;
pub use entity::EntityId;
pub use entity::Link;
pub use event::Count;
pub use event::Event;
pub use event::EventId;
pub use event::Participant;
pub use extractor::Extraction;
pub use extractor::Extractor;
pub use mention::Mention;
pub use mention::MentionForm;
pub use mention::MentionId;
pub use predicate::OpenClause;
pub use predicate::Predicate;
pub use relation::Details;
pub use relation::Relation;
pub use relation::Thing;
