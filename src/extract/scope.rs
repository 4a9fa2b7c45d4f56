//! How a text stands to each thing that its words say happens.
//!
//! From the word up to the root of its sentence: negation, modals and hedges on the way, and what
//! the verbs above make of their complements (managed to, failed to, wants to, said that).

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::words::Complement;
use crate::data::words::Speech;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;
use crate::extract::factuality;
use crate::extract::frame;
use crate::extract::nominal;
use crate::extract::reading::Reading;
use crate::extract::speech::is_negated;

/// What lies over a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Scope {
    pub(in crate::extract) negated: bool,
    pub(in crate::extract) possible: bool,
    pub(in crate::extract) proposed: bool,
    pub(in crate::extract) conditional: bool,
    pub(in crate::extract) said: bool,
    pub(in crate::extract) denied: bool,
    pub(in crate::extract) past: bool,
}

/// Finds what lies over a word within its sentence.
pub(in crate::extract) fn scope(reading: &Reading<'_>, token: TokenId) -> Scope {
    let mut scope = Scope::default();
    let mut at = token;
    local(reading, at, &mut scope);
    let mut steps = 0;
    while let Some(head) = reading.head(at) {
        steps += 1;
        if steps > 40 {
            break;
        }
        let deprel = reading.deprel(at);
        match deprel {
            Deprel::Conj => {
                // "will invade and occupy": the second shares the first's auxiliaries.
                let own = reading.children(at).iter().any(|&child| {
                    matches!(
                        reading.deprel(child),
                        Deprel::Aux | Deprel::Nsubj | Deprel::NsubjPass
                    )
                });
                if !own && reading.is_predicate(at) {
                    auxiliaries(reading, head, &mut scope);
                }
            }
            Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::Acl => {
                complement(reading, at, head, deprel, &mut scope);
            }
            Deprel::Advcl if is_relative(reading, at) => break,
            Deprel::Advcl => {
                let effect = factuality::is_governed(reading, at, head)
                    .then(|| factuality::complement(reading, at, head))
                    .flatten();
                if effect.is_some() {
                    affect(reading, head, effect, &mut scope);
                } else {
                    adverbial(reading, at, &mut scope);
                }
                if effect.is_none() && reading.is_infinitive(at) {
                    local(reading, head, &mut scope);
                }
            }
            Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Nmod => {
                nominal_scope(reading, at, head, &mut scope);
            }
            Deprel::AclRelcl | Deprel::Parataxis | Deprel::Appos => {}
            _ => {}
        }
        // "fight the group, as they are vulnerable": a clause with a copula modifies no noun, though the
        // tree has it so.
        let clause = deprel == Deprel::Amod && reading.child(at, Deprel::Cop).is_some();
        if clause || matches!(deprel, Deprel::AclRelcl | Deprel::Parataxis) {
            // What a relative clause says is said by the author of the sentence, whatever is said
            // of its noun; only being inside somebody's words still counts, by the spans.
            break;
        }
        at = head;
    }
    scope
}

/// A relative clause that the tree hangs on the verb.
fn is_relative(reading: &Reading<'_>, clause: TokenId) -> bool {
    reading
        .children(clause)
        .iter()
        .any(|&child| child < clause && reading.antecedent(child).is_some())
}

/// Tells whether a word stands in a clause of time beside a noun: "denied all charges when she was
/// arrested" does not deny that she was arrested.
fn is_beside(reading: &Reading<'_>, token: TokenId, noun: TokenId) -> bool {
    if reading.is_predicate(noun) {
        return false;
    }
    let mut at = token;
    for _ in 0..40 {
        let Some(head) = reading.head(at) else {
            return false;
        };
        if head == noun {
            return reading.children(at).iter().any(|&child| {
                child < at
                    && matches!(
                        reading.lower(child),
                        "when" | "after" | "before" | "while" | "because" | "as"
                    )
            });
        }
        at = head;
    }
    false
}

/// What stands on the word itself.
fn local(reading: &Reading<'_>, token: TokenId, scope: &mut Scope) {
    if is_negated(reading, token) {
        scope.negated = !scope.negated;
    }
    auxiliaries(reading, token, scope);
    let words = reading.words.factuality();
    for &child in reading.children(token) {
        match (reading.deprel(child), reading.lower(child)) {
            (Deprel::Advmod | Deprel::Obl | Deprel::Discourse, word) => match word {
                "formerly" | "previously" | "once" => scope.past = true,
                // "nearly sank"
                _ if child < token && words.nearly(word).is_some() => {
                    scope.negated = !scope.negated;
                }
                _ => scope.possible |= words.adverb(word).is_some(),
            },
            (Deprel::Amod, word) => match word {
                "former" | "ex" => scope.past = true,
                // "the attempted coup"
                _ if words.undone(word).is_some() => scope.negated = !scope.negated,
                _ => match words.attribute(word) {
                    Some(limit) if limit > 1.0 => scope.proposed = true,
                    Some(_) => scope.possible = true,
                    None => {}
                },
            },
            (Deprel::Mark, "if" | "unless" | "whether") => scope.conditional = true,
            _ => {}
        }
    }
}

fn auxiliaries(reading: &Reading<'_>, token: TokenId, scope: &mut Scope) {
    for &child in reading.children(token) {
        if reading.deprel(child) != Deprel::Aux {
            continue;
        }
        match reading.lower(child) {
            "may" | "might" | "could" | "can" => scope.possible = true,
            "will" | "'ll" | "’ll" | "would" | "should" | "shall" | "must" | "'d" | "’d" => {
                scope.proposed = true
            }
            _ => {}
        }
    }
    // "is to visit", "is set to", "is about to", "is going to".
    let to = reading
        .children(token)
        .iter()
        .copied()
        .find(|&child| reading.deprel(child) == Deprel::Mark && reading.lower(child) == "to");
    if let Some(to) = to
        && reading.upos(token) == Upos::Verb
        && reading.children(token).iter().any(|&child| {
            child < to
                && matches!(reading.deprel(child), Deprel::Aux | Deprel::Cop)
                && reading.lemma(child) == "be"
        })
    {
        scope.proposed = true;
    }
}

/// What the word above makes of its complement.
fn complement(
    reading: &Reading<'_>,
    at: TokenId,
    head: TokenId,
    deprel: Deprel,
    scope: &mut Scope,
) {
    let effect = match reading.upos(head) {
        Upos::Verb => {
            let arguments = reading.arguments(head);
            let entry = frame::choose(reading, head, &arguments);
            // "is believed to be", "is expected to": the passive makes no speaker.
            entry.and_then(|entry| entry.complement).map(|effect| {
                let passive = arguments.passive && arguments.subject.is_empty();
                match effect {
                    Complement::Said | Complement::Denied if passive => Complement::Possible,
                    effect => effect,
                }
            })
        }
        Upos::Noun => {
            if deprel == Deprel::Acl
                && !reading.is_infinitive(at)
                && reading.child(at, Deprel::Mark).is_none()
            {
                // "a plan announced on Monday": a participle modifies the noun.
                None
            } else {
                nominal::entries(reading, head)
                    .iter()
                    .find_map(|entry| entry.complement)
                    .or((deprel == Deprel::Acl && reading.is_infinitive(at))
                        .then_some(Complement::Proposed))
            }
        }
        Upos::Adj => factuality::complement(reading, at, head),
        _ => None,
    };
    affect(reading, head, effect, scope);
}

/// What the effect of a word on its complement, and what stands on the word, make of a scope.
fn affect(reading: &Reading<'_>, head: TokenId, effect: Option<Complement>, scope: &mut Scope) {
    match effect {
        Some(Complement::Holds) | None => {}
        Some(Complement::Fails) => scope.negated = !scope.negated,
        Some(Complement::Said) => scope.said = true,
        Some(Complement::Denied) => scope.denied = true,
        Some(Complement::Possible) => scope.possible = true,
        Some(Complement::Proposed) => scope.proposed = true,
    }
    if effect.is_some_and(|effect| !matches!(effect, Complement::Said | Complement::Denied))
        || effect.is_none()
    {
        let mut above = Scope::default();
        local(reading, head, &mut above);
        // "did not manage to leave" negates; "did not say that" leaves what was not said open.
        scope.negated ^= above.negated;
        scope.possible |= above.possible;
        scope.proposed |= above.proposed;
        scope.conditional |= above.conditional;
    }
}

/// What the mark of an adverbial clause makes of it.
fn adverbial(reading: &Reading<'_>, clause: TokenId, scope: &mut Scope) {
    for &child in reading.children(clause) {
        if reading.deprel(child) == Deprel::Mark {
            match reading.lower(child) {
                // "to avenge their defeat": a purpose.
                "to" => scope.proposed = true,
                "if" | "unless" => scope.conditional = true,
                "without" => scope.negated = !scope.negated,
                _ => {}
            }
        }
    }
}

/// What a verb makes of an event that is its object: "called for talks", "prevented an attack".
fn nominal_scope(reading: &Reading<'_>, at: TokenId, head: TokenId, scope: &mut Scope) {
    if reading.upos(head) != Upos::Verb {
        return;
    }
    if reading.deprel(at) == Deprel::Nsubj || reading.deprel(at) == Deprel::NsubjPass {
        return;
    }
    let arguments = reading.arguments(head);
    let Some(entry) = frame::choose(reading, head, &arguments) else {
        return;
    };
    match (entry.speech, entry.complement) {
        (Some(Speech::Asks | Speech::Wants | Speech::Promises | Speech::Threatens), _) => {
            scope.proposed = true
        }
        (_, Some(Complement::Proposed)) => scope.proposed = true,
        (_, Some(Complement::Fails)) => scope.negated = !scope.negated,
        (Some(Speech::Denies), _) => scope.denied = true,
        _ => {}
    }
}

impl Draft<'_> {
    /// Gives how the text stands to what a word says, and who says so.
    pub(in crate::extract) fn standing(&self, token: TokenId) -> Standing {
        let scope = scope(self.reading, token);
        // The innermost attribution whose words hold the token.
        let span = self.reading.analysis.span(token);
        let said = self
            .attributions_near(span)
            .map(|index| (index, &self.attributions[index]))
            .filter(|(_, attribution)| {
                attribution.content.iter().any(|piece| piece.contains(span))
                    && attribution.cue_token != token
                    && !attribution
                        .content_token
                        .is_some_and(|root| is_beside(self.reading, token, root))
                    && matches!(
                        attribution.stance,
                        Speech::Claims
                            | Speech::Denies
                            | Speech::Accuses
                            | Speech::Believes
                            | Speech::Promises
                            | Speech::Threatens
                    )
            })
            .min_by_key(|(_, attribution)| {
                attribution
                    .content
                    .iter()
                    .map(|piece| piece.len())
                    .sum::<usize>()
            });
        let speaker = said.and_then(|(_, attribution)| attribution.speaker);
        let claim = said.map(|(index, _)| crate::extract::AttributionId(index as u32));
        let denied = scope.denied || said.is_some_and(|(_, attribution)| attribution.denied);
        let status = if scope.negated {
            Status::Negated
        } else if scope.proposed {
            Status::Proposed
        } else if denied {
            match said {
                Some((_, attribution)) if attribution.status == Status::Disputed => {
                    Status::Disputed
                }
                _ => Status::Denied,
            }
        } else if said.is_some_and(|(_, attribution)| attribution.status == Status::Disputed) {
            Status::Disputed
        } else if said.is_some() && speaker.is_some() {
            Status::Claimed
        } else if scope.possible || scope.conditional || scope.said || said.is_some() {
            Status::Possible
        } else {
            Status::Asserted
        };
        Standing {
            status,
            attributed_to: speaker,
            claim,
            past: scope.past,
        }
    }
}
