//! How the network marks the words of names.
//!
//! Label 0 is for words outside names; then each type has a label for a name's first word and
//! one for the others.

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::NameType;

/// How many labels there are.
pub const LABELS: usize = 1 + 2 * NameType::ALL.len();

/// Gives the label of a word in a name.
pub fn name_label(name_type: NameType, is_first: bool) -> usize {
    1 + 2 * name_type as usize + usize::from(!is_first)
}

/// How the tree joins a word to the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// Not at all.
    None,
    /// As one name: "Ana Ruiz", "South Kora", "President Ruiz".
    Name,
    /// As things of their own: "Kora, Ana says".
    Phrase,
}

/// Looks for the arc between a word and the word before it; arcs count from word `first`.
pub fn bond(dependencies: &[Dependency], first: usize, word: usize) -> Bond {
    let in_name = |word: usize| {
        matches!(
            dependencies[word].deprel,
            Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Nummod
        )
    };
    let head = |word: usize| dependencies[word].head.map(|head| head.index());
    let before = word - 1;
    let joined = match (head(before), head(word)) {
        (Some(head), _) if head == first + word => in_name(before),
        (_, Some(head)) if head == first + before => in_name(word),
        (Some(one), Some(other)) if one == other => in_name(before) && in_name(word),
        _ => return Bond::None,
    };
    if joined { Bond::Name } else { Bond::Phrase }
}
