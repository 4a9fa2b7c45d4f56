//! How sure a text is of each thing that its words say happens.

use crate::base::Span;

/// A verb or event noun with its factuality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// The word.
    pub span: Span,
    /// From −3, certainly not, over 0, unknown, to +3, certainly so, as the author has it.
    pub factuality: i8,
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
