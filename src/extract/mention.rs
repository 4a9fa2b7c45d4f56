//! Words in a text that stand for something.

use crate::analysis::TokenId;
use crate::base::Span;
use crate::extract::Class;
use crate::extract::EntityId;

/// The number of a mention in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub u32);

impl MentionId {
    /// Gives the place in the list of mentions.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// By a proper name: "Iran", "Iranian".
    Name,
    /// By a common noun: "the group".
    Nominal,
    /// By a pronoun: "it", "who".
    Pronoun,
}

/// Words that stand for something.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The whole noun phrase with what follows its head: "the armed group that held the town".
    pub span: Span,
    /// A name itself, or the words from the first modifier to the head: "the armed group".
    pub short: Span,
    /// The head word.
    pub head: TokenId,
    /// How it refers.
    pub form: MentionForm,
    /// What it stands for.
    pub class: Class,
    /// The entity that it is one of the mentions of.
    pub entity: EntityId,
    /// The sentence it stands in.
    pub sentence: u32,
    /// Whether it stands for a thing by itself; not so an adjective of nationality, nor an
    /// apposition, which is part of the phrase that it explains.
    pub apart: bool,
}
