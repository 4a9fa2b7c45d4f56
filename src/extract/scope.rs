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
                adverbial(reading, at, &mut scope);
                if reading.is_infinitive(at) {
                    local(reading, head, &mut scope);
                }
            }
            Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Nmod => {
                nominal_scope(reading, at, head, &mut scope);
            }
            Deprel::AclRelcl | Deprel::Parataxis | Deprel::Appos => {}
            _ => {}
        }
        if matches!(deprel, Deprel::AclRelcl | Deprel::Parataxis) {
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

/// What stands on the word itself.
fn local(reading: &Reading<'_>, token: TokenId, scope: &mut Scope) {
    if is_negated(reading, token) {
        scope.negated = !scope.negated;
    }
    auxiliaries(reading, token, scope);
    for &child in reading.children(token) {
        match (reading.deprel(child), reading.lower(child)) {
            (Deprel::Advmod | Deprel::Obl | Deprel::Discourse, word) => match word {
                "reportedly" | "allegedly" | "apparently" | "possibly" | "perhaps" | "probably"
                | "likely" | "maybe" | "supposedly" | "purportedly" | "presumably"
                | "seemingly" | "potentially" => scope.possible = true,
                "formerly" | "previously" | "once" => scope.past = true,
                _ => {}
            },
            (Deprel::Amod, word) => match word {
                "alleged" | "suspected" | "possible" | "potential" | "likely" | "reported"
                | "apparent" | "purported" => scope.possible = true,
                "planned" | "proposed" | "future" | "upcoming" => scope.proposed = true,
                "former" | "ex" => scope.past = true,
                _ => {}
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
        Upos::Adj => match reading.lower(head) {
            "likely" | "possible" | "probable" => Some(Complement::Possible),
            "unlikely" | "impossible" | "unable" => Some(Complement::Fails),
            "ready" | "willing" | "due" | "set" | "able" | "eager" | "keen" | "necessary" => {
                Some(Complement::Proposed)
            }
            "unwilling" | "reluctant" => Some(Complement::Fails),
            _ => None,
        },
        _ => None,
    };
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

    /// Gives the factuality of what a word says, from −3 to +3, as the author has it.
    pub(in crate::extract) fn factuality(&self, token: TokenId) -> i8 {
        let scope = scope(self.reading, token);
        let span = self.reading.analysis.span(token);
        let said = self.attributions_near(span).any(|index| {
            let attribution = &self.attributions[index];
            attribution.content.iter().any(|piece| piece.contains(span))
                && attribution.cue_token != token
        });
        let strength = if scope.conditional {
            0
        } else if said || scope.said || scope.denied {
            // The author takes no side, but tends to believe whom he quotes.
            1
        } else if scope.proposed || scope.possible {
            1
        } else {
            3
        };
        if scope.negated || scope.denied {
            -strength
        } else {
            strength
        }
    }
}
