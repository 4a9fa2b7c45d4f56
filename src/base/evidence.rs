//! Where in which document something is said.

use serde::Deserialize;
use serde::Serialize;

use crate::base::CharacterIndex;
use crate::base::DocumentId;
use crate::base::Span;

/// The words that an edge rests on.
///
/// `start` and `end` count characters (Unicode scalar values), as everything that leaves the
/// program does; inside, spans count bytes. [`Evidence::new`] is where the one becomes the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The article.
    pub document: DocumentId,
    /// The number of the sentence in the article, from 0.
    pub sentence: u32,
    /// The first character, from 0.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The characters from `start` to `end`.
    pub text: String,
}

impl Evidence {
    /// Makes the evidence for a span of bytes of the text that `characters` was made of.
    pub fn new(
        document: DocumentId,
        sentence: u32,
        span: Span,
        text: &str,
        characters: &CharacterIndex,
    ) -> Self {
        Evidence {
            document,
            sentence,
            start: characters.character(span.start),
            end: characters.character(span.end),
            text: span.of(text).to_owned(),
        }
    }
}
