//! Which words say that something happens, with how sure the text is of each.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::NounClass;
use crate::extract::draft::Draft;
use crate::extract::nominal;
use crate::extract::reading::Reading;

/// A verb, event noun or other predicate with its factuality.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The word.
    pub span: Span,
    /// From −3, certainly not, over 0, unknown, to +3, certainly so, as the author has it.
    pub factuality: f32,
}

/// A clause as open extraction has it: subject, relation, arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenClause {
    /// The sentence.
    pub sentence: u32,
    /// The pieces of the subject.
    pub subject: Vec<Span>,
    /// The pieces of the relation.
    pub relation: Vec<Span>,
    /// The arguments, each in pieces.
    pub arguments: Vec<Vec<Span>>,
    /// Whether it is negated.
    pub negated: bool,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Gives each verb, each event noun and each adjective with a copula, in the order of the text.
pub(in crate::extract) fn find(draft: &Draft<'_>) -> Vec<Predicate> {
    let reading = draft.reading;
    reading
        .tokens()
        .filter(|&token| match reading.upos(token) {
            // "according to", "including", "United Nations": no predicates.
            Upos::Verb => match reading.deprel(token) {
                Deprel::Case | Deprel::Mark | Deprel::Fixed | Deprel::Cc => false,
                Deprel::Amod => !reading.is_capital(token),
                _ => true,
            },
            // "Is it?", "They did."
            Upos::Aux => matches!(reading.deprel(token), Deprel::Root | Deprel::Ccomp),
            Upos::Noun | Upos::Propn => {
                draft.event_at(token).is_some() || is_event_noun(reading, token)
            }
            Upos::Adj => reading.child(token, Deprel::Cop).is_some(),
            _ => false,
        })
        .map(|token| Predicate {
            span: reading.analysis.span(token),
            factuality: draft.factuality(token),
        })
        .collect()
}

/// Tells whether a common noun stands for something that happens: by its entry, or by its class.
pub(in crate::extract) fn is_event_noun(reading: &Reading<'_>, token: TokenId) -> bool {
    if reading.upos(token) != Upos::Noun {
        return false;
    }
    let entries = nominal::entries(reading, token);
    if !entries.is_empty() {
        return entries.iter().any(|entry| entry.event.is_some());
    }
    matches!(
        reading.words.noun_class(&reading.lemma(token)),
        Some(NounClass::Event | NounClass::Act)
    )
}
