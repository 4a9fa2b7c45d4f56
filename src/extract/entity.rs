//! What mentions stand for, in one document.

use crate::extract::Class;
use crate::extract::MentionId;

/// The number of an entity in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

impl EntityId {
    /// Gives the place in the list of entities.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The entry of the lexicon that an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// Of `Lexicon::states`, by place.
    State(u32),
    /// Of `Lexicon::actors`, by place.
    Actor(u32),
    /// Of `Lexicon::people`, by place.
    Person(u32),
    /// Of `Lexicon::places`, by place.
    Place(u32),
}

/// Something that the document speaks of.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The canonical name of the lexicon, else the fullest name in the text, else the words of
    /// the first mention.
    pub name: String,
    /// What it is.
    pub class: Class,
    /// The other words that stand for it, without pronouns; sorted.
    pub aliases: Vec<String>,
    /// The rank or office before the name: `Gen`, `Prime Minister`.
    pub title: Option<String>,
    /// Its mentions in the order of the text; empty for one that is only implied.
    pub mentions: Vec<MentionId>,
    /// What the lexicon knows it as.
    pub link: Option<Link>,
    /// Whether it has a proper name.
    pub named: bool,
    /// Whether it becomes a node: it has a name or takes part in a relation.
    pub kept: bool,
}
