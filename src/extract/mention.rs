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
    /// A name itself, or the whole noun phrase of a common noun.
    pub span: Span,
    /// The words from the first modifier to the head, without what follows: "the armed group".
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
}
