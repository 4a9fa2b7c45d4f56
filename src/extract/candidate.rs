//! A mention before coreference has said whose it is.

use crate::analysis::TokenId;
use crate::base::Span;
use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::gazetteer::Meaning;
use crate::extract::gazetteer::Sense;

/// The gender that a pronoun must agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Gender {
    Masculine,
    Feminine,
}

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Candidate {
    pub(in crate::extract) first: TokenId,
    pub(in crate::extract) last: TokenId,
    pub(in crate::extract) head: TokenId,
    pub(in crate::extract) form: MentionForm,
    pub(in crate::extract) class: Class,
    /// What the lexicon takes the name for.
    pub(in crate::extract) meaning: Option<Meaning>,
    /// The rank or office before the name.
    pub(in crate::extract) title: Option<Span>,
    pub(in crate::extract) plural: bool,
    pub(in crate::extract) gender: Option<Gender>,
    /// Whether it has "the", "this", or a possessor.
    pub(in crate::extract) definite: bool,
    /// Whether it stands inside a longer name: "Indonesian" in "Indonesian Navy".
    pub(in crate::extract) nested: bool,
    pub(in crate::extract) sentence: u32,
}

impl Candidate {
    /// Tells whether it is an adjective of a country or region: "Russian".
    pub(in crate::extract) fn is_adjective(&self) -> bool {
        self.meaning
            .is_some_and(|meaning| meaning.sense == Sense::Adjective)
            && self.form == MentionForm::Name
    }
}
