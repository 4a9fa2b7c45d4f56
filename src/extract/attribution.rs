//! Who says, thinks or wants what.

use crate::analysis::TokenId;
use crate::base::Span;
use crate::base::Status;
use crate::data::words::Speech;
use crate::extract::EntityId;

/// The number of an attribution in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributionId(pub u32);

impl AttributionId {
    /// Gives the place in the list of attributions.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How the words of a source are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quotation {
    /// "We will", she said.
    Direct,
    /// She said that they would.
    Indirect,
    /// She said they were "ready".
    Mixed,
}

/// A source with the words that it answers for.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The words for the source.
    pub source: Option<Span>,
    /// Who it is.
    pub speaker: Option<EntityId>,
    /// Further speakers: both who is quoted and who quotes.
    pub relays: Vec<EntityId>,
    /// The words that attribute: "said", "according to".
    pub cue: Span,
    /// The head of the cue.
    pub cue_token: TokenId,
    /// What is said, in pieces.
    pub content: Vec<Span>,
    /// The root word of what is said.
    pub content_token: Option<TokenId>,
    /// The kind of speaking.
    pub stance: Speech,
    /// Whether it is denied.
    pub denied: bool,
    /// Whether it is said not to have been said: "did not say", "declined to say".
    pub negated: bool,
    /// How the words are given.
    pub quotation: Quotation,
    /// The sentence of the cue.
    pub sentence: u32,
    /// Whether the content becomes a Claim.
    pub claim: bool,
    /// Whether it only passes on what an inner attribution says.
    pub relayed: bool,
    /// The Claim that this one repeats or denies; its own where it is the first.
    pub same_as: Option<AttributionId>,
    /// How the article stands to the claim: claimed, denied, disputed.
    pub status: Status,
}
