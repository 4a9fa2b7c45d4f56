//! Two things that words put in a standing relation.

use crate::analysis::TokenId;
use crate::base::Span;
use crate::base::Status;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::Thing;
use crate::extract::draft::ASSERTED;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;

/// The two ends with the words that tie them.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Pair {
    pub(in crate::extract) source: EntityId,
    pub(in crate::extract) target: EntityId,
    pub(in crate::extract) span: Span,
    /// The word in whose scope the relation stands.
    pub(in crate::extract) token: TokenId,
    /// Whether a clause says it ("may become leader"), and not a noun phrase in passing.
    pub(in crate::extract) said: bool,
}

impl Pair {
    /// Two things in one noun phrase.
    pub(in crate::extract) fn new(
        source: EntityId,
        target: EntityId,
        span: Span,
        token: TokenId,
    ) -> Self {
        Pair {
            source,
            target,
            span,
            token,
            said: false,
        }
    }

    /// Gives the pair with its ends exchanged.
    pub(in crate::extract) fn turned(self) -> Self {
        Pair {
            source: self.target,
            target: self.source,
            ..self
        }
    }

    /// Adds the relation where the ontology allows it.
    pub(in crate::extract) fn add(self, draft: &mut Draft<'_>, edge: &str, rule: &str) -> bool {
        self.add_with(draft, edge, rule, Details::default())
    }

    /// Adds the relation with what else is known of it.
    pub(in crate::extract) fn add_with(
        self,
        draft: &mut Draft<'_>,
        edge: &str,
        rule: &str,
        details: Details,
    ) -> bool {
        let standing = if self.said {
            draft.standing(self.token)
        } else {
            presupposed(draft, self.token)
        };
        draft.relate(
            edge,
            Thing::Entity(self.source),
            Thing::Entity(self.target),
            standing,
            self.span,
            self.token,
            rule,
            0.8,
            details,
        )
    }
}

/// How the text stands to what a noun phrase tells in passing: a modal of the clause does not reach
/// into it, nor does it matter who says the sentence.
fn presupposed(draft: &Draft<'_>, token: TokenId) -> Standing {
    let over = draft
        .reading
        .children(token)
        .iter()
        .any(|&child| matches!(draft.reading.lower(child), "former" | "ex" | "ex-" | "then"));
    let claimed = matches!(
        draft.standing(token).status,
        Status::Claimed | Status::Disputed
    );
    Standing {
        past: over && !claimed,
        ..ASSERTED
    }
}
