//! Says how far the words of a mention reach: the whole noun phrase, with article, title and what
//! follows the head, but without the preposition before it and without what is joined by "and".
//!
//! An apposition is part of the phrase that it explains: "Jeff Rathke, the spokesman," is one
//! mention. Other tools count mentions so, after the rules of OntoNotes.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::reading::Reading;

/// Gives the first and last word of the noun phrase of a mention.
pub(in crate::extract) fn extent(
    reading: &Reading<'_>,
    candidate: &Candidate,
) -> (TokenId, TokenId) {
    let mut first = candidate.first;
    let mut last = candidate.last;
    if candidate.form == MentionForm::Pronoun || candidate.nested {
        return with_possessive(reading, candidate, first, last);
    }
    let sentence = &reading.analysis.sentences()[candidate.sentence as usize];
    if let Some(title) = candidate.title {
        while first.0 > sentence.tokens.start
            && reading.analysis.span(TokenId(first.0 - 1)).start >= title.start
        {
            first = TokenId(first.0 - 1);
        }
    }
    let head = candidate.head;
    let clause = reading.child(head, Deprel::Cop).is_some();
    // "Ghent, Belgium" names two places, one after the other.
    let place = candidate.form == MentionForm::Name
        && (candidate.class.is_place() || candidate.class == Class::State);
    for &child in reading.children(head) {
        if !belongs(reading, head, child, clause) {
            continue;
        }
        if place
            && child > candidate.last
            && reading.upos(child) == Upos::Propn
            && reading.word(TokenId(candidate.last.0 + 1)) == ","
        {
            continue;
        }
        let (start, end) = reading.extent(child);
        first = first.min(start);
        last = last.max(end);
    }
    tidy(reading, candidate, first, last)
}

/// Tells whether a word below the head belongs to the noun phrase.
fn belongs(reading: &Reading<'_>, head: TokenId, child: TokenId, clause: bool) -> bool {
    match reading.deprel(child) {
        Deprel::Det
        | Deprel::DetPredet
        | Deprel::Amod
        | Deprel::Compound
        | Deprel::Nummod
        | Deprel::Nmod
        | Deprel::NmodPoss
        | Deprel::NmodDesc
        | Deprel::NmodUnmarked
        | Deprel::Flat
        | Deprel::Fixed
        | Deprel::Goeswith
        | Deprel::Acl
        | Deprel::AclRelcl
        | Deprel::Appos => true,
        // "the museum's", but not "in the museum".
        Deprel::Case => child > head && reading.upos(child) == Upos::Part,
        // "the people there" against "they were there".
        Deprel::Advmod => !clause && child > head,
        _ => false,
    }
}

/// Takes commas and joining words off the ends and lets brackets and quotation marks be whole.
fn tidy(
    reading: &Reading<'_>,
    candidate: &Candidate,
    mut first: TokenId,
    mut last: TokenId,
) -> (TokenId, TokenId) {
    while first < candidate.first
        && matches!(
            reading.upos(first),
            Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj
        )
        && !is_open(reading, first)
    {
        first = TokenId(first.0 + 1);
    }
    while last > candidate.last && reading.upos(last) == Upos::Punct && !is_close(reading, last) {
        last = TokenId(last.0 - 1);
    }
    for (open, close) in [("(", ")"), ("“", "”"), ("\"", "\""), ("[", "]")] {
        let count = |mark: &str| {
            (first.0..=last.0)
                .filter(|&at| reading.word(TokenId(at)) == mark)
                .count()
        };
        let unpaired = if open == close {
            count(open) % 2 == 1
        } else {
            count(open) != count(close)
        };
        if !unpaired {
            continue;
        }
        let next = TokenId(last.0 + 1);
        if reading.word(last) == close && last > candidate.last {
            last = TokenId(last.0 - 1);
        } else if reading.word(first) == open && first < candidate.first {
            first = TokenId(first.0 + 1);
        } else if next.index() < reading.analysis.tokens().len()
            && reading.word(next) == close
            && reading.sentence(next) == candidate.sentence
        {
            last = next;
        }
    }
    (first, last)
}

fn is_open(reading: &Reading<'_>, token: TokenId) -> bool {
    matches!(reading.word(token), "(" | "[" | "“" | "\"")
}

fn is_close(reading: &Reading<'_>, token: TokenId) -> bool {
    matches!(reading.word(token), ")" | "]" | "”" | "\"")
}

/// A name inside another keeps to itself, but for the mark of the possessive.
fn with_possessive(
    reading: &Reading<'_>,
    candidate: &Candidate,
    first: TokenId,
    last: TokenId,
) -> (TokenId, TokenId) {
    let next = TokenId(last.0 + 1);
    let possessive = next.index() < reading.analysis.tokens().len()
        && reading.sentence(next) == candidate.sentence
        && reading.upos(next) == Upos::Part
        && matches!(reading.lower(next), "'s" | "’s" | "'" | "’");
    (first, if possessive { next } else { last })
}

/// Tells of each mention whether it stands apart: an adjective of nationality stands for no thing,
/// and what lies within a longer phrase for the same thing is part of that phrase.
pub(in crate::extract) fn apart(
    candidates: &[Candidate],
    entity_of: &[EntityId],
    spans: &[Span],
) -> Vec<bool> {
    (0..candidates.len())
        .map(|index| {
            let candidate = &candidates[index];
            if candidate.is_adjective() {
                return false;
            }
            candidate.form == MentionForm::Pronoun
                || !near(candidates, index).any(|other| {
                    other != index
                        && entity_of[other] == entity_of[index]
                        && spans[other].contains(spans[index])
                        && (spans[other] != spans[index] || other < index)
                        && !candidates[other].is_adjective()
                })
        })
        .collect()
}

/// The mentions of one sentence.
fn near(candidates: &[Candidate], index: usize) -> impl Iterator<Item = usize> + '_ {
    const REACH: usize = 60;
    let sentence = candidates[index].sentence;
    (index.saturating_sub(REACH)..candidates.len().min(index + REACH))
        .filter(move |&other| candidates[other].sentence == sentence)
}
