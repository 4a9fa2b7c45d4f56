//! Open clauses: who does what to whom, in the words of the text, for whatever no rule types.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::extract::OpenClause;
use crate::extract::grammar::Arguments;
use crate::extract::reading::Reading;
use crate::extract::speech::is_negated;

/// Finds a clause for each argument of each predicate, in the order of the text.
pub(in crate::extract) fn find(reading: &Reading<'_>) -> Vec<OpenClause> {
    let mut clauses = Vec::new();
    for token in reading.tokens() {
        if reading.upos(token) == Upos::Verb && reading.deprel(token) != Deprel::Amod {
            verb(reading, token, &mut clauses);
        } else if reading.child(token, Deprel::Cop).is_some() {
            copula(reading, token, &mut clauses);
        }
        if let Some(clause) = apposition(reading, token) {
            clauses.push(clause);
        }
    }
    clauses
}

fn verb(reading: &Reading<'_>, predicate: TokenId, clauses: &mut Vec<OpenClause>) {
    let arguments = reading.arguments(predicate);
    let surface = if arguments.passive {
        &arguments.object
    } else {
        &arguments.subject
    };
    if surface.is_empty() {
        return;
    }
    let words = verb_words(reading, predicate, &arguments);
    let negated = is_negated(reading, predicate);
    let sentence = reading.sentence(predicate);
    for &subject in surface {
        if reading.sentence(subject) != sentence {
            continue;
        }
        let subject = noun_phrase(reading, subject, predicate);
        let mut push = |relation: Vec<Span>, argument: Vec<Span>, confidence: f32| {
            clauses.push(OpenClause {
                sentence,
                subject: subject.clone(),
                relation,
                arguments: vec![argument],
                negated,
                confidence,
            });
        };
        let direct: &[TokenId] = if arguments.passive {
            &[]
        } else {
            &arguments.object
        };
        for &object in direct {
            push(
                pieces(reading, &words),
                noun_phrase(reading, object, predicate),
                0.8,
            );
        }
        for &child in reading.children(predicate) {
            match reading.deprel(child) {
                Deprel::Obl | Deprel::OblAgent => {
                    for one in reading.joined(child) {
                        let Some(case) = case_tokens(reading, child) else {
                            continue;
                        };
                        let mut relation = words.clone();
                        // With an object the phrase tells more of it: "made X a Y of".
                        if let Some(&object) = direct.first()
                            && object < child
                        {
                            let (first, last) = span_tokens(reading, object);
                            relation.extend((first.0..=last.0).map(TokenId));
                        }
                        relation.extend(case);
                        relation.sort_unstable();
                        relation.dedup();
                        push(
                            pieces(reading, &relation),
                            noun_phrase(reading, one, predicate),
                            0.7,
                        );
                    }
                }
                Deprel::Xcomp if reading.upos(child) != Upos::Verb => {
                    push(
                        pieces(reading, &words),
                        noun_phrase(reading, child, predicate),
                        0.7,
                    );
                }
                _ => {}
            }
        }
    }
}

fn copula(reading: &Reading<'_>, predicate: TokenId, clauses: &mut Vec<OpenClause>) {
    let sentence = reading.sentence(predicate);
    let mut words: Vec<TokenId> = reading
        .children(predicate)
        .iter()
        .copied()
        .filter(|&child| matches!(reading.deprel(child), Deprel::Cop | Deprel::Aux))
        .collect();
    words.extend(
        reading
            .children(predicate)
            .iter()
            .copied()
            .filter(|&child| is_negation(reading, child)),
    );
    words.sort_unstable();
    let negated = is_negated(reading, predicate);
    for subject in reading.surface_subject(predicate, 4) {
        if reading.sentence(subject) != sentence {
            continue;
        }
        let case = case_tokens(reading, predicate);
        let mut relation = words.clone();
        relation.extend(case.into_iter().flatten());
        relation.sort_unstable();
        clauses.push(OpenClause {
            sentence,
            subject: noun_phrase(reading, subject, predicate),
            relation: pieces(reading, &relation),
            arguments: vec![noun_phrase(reading, predicate, predicate)],
            negated,
            confidence: 0.8,
        });
    }
}

/// "Kigali, the capital": the first is the second.
fn apposition(reading: &Reading<'_>, token: TokenId) -> Option<OpenClause> {
    if reading.deprel(token) != Deprel::Appos {
        return None;
    }
    let head = reading.head(token)?;
    let span = reading.cover(head.min(token), head.max(token));
    let comma = span
        .of(reading.text)
        .find(',')
        .map(|at| span.start as usize + at)?;
    Some(OpenClause {
        sentence: reading.sentence(token),
        subject: noun_phrase(reading, head, head),
        relation: vec![Span::new(comma, comma + 1)],
        arguments: vec![noun_phrase(reading, token, token)],
        negated: false,
        confidence: 0.4,
    })
}

/// The verb with its auxiliaries, negation, particle and adverbs next to it.
fn verb_words(reading: &Reading<'_>, predicate: TokenId, _arguments: &Arguments) -> Vec<TokenId> {
    let mut words = vec![predicate];
    for &child in reading.children(predicate) {
        if matches!(
            reading.deprel(child),
            Deprel::Aux | Deprel::AuxPass | Deprel::CompoundPrt
        ) || is_negation(reading, child)
        {
            words.push(child);
        }
    }
    // "wants to visit": the governing verb belongs to the relation.
    if reading.deprel(predicate) == Deprel::Xcomp
        && let Some(head) = reading.head(predicate)
        && reading.upos(head) == Upos::Verb
        && reading.child(head, Deprel::Obj).is_none()
    {
        words.extend(verb_words(reading, head, _arguments));
        words.extend(
            reading
                .children(predicate)
                .iter()
                .copied()
                .filter(|&child| reading.deprel(child) == Deprel::Mark),
        );
    }
    words.sort_unstable();
    words.dedup();
    words
}

fn is_negation(reading: &Reading<'_>, token: TokenId) -> bool {
    reading.deprel(token) == Deprel::Advmod
        && matches!(reading.lower(token), "not" | "n't" | "n’t" | "never")
}

fn case_tokens(reading: &Reading<'_>, token: TokenId) -> Option<Vec<TokenId>> {
    let mut found = Vec::new();
    for &child in reading.children(token) {
        if reading.deprel(child) == Deprel::Case
            && child < token
            && reading.upos(child) != Upos::Part
        {
            found.push(child);
            found.extend(
                reading
                    .children(child)
                    .iter()
                    .copied()
                    .filter(|&fixed| reading.deprel(fixed) == Deprel::Fixed),
            );
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The first and last token of a noun phrase without clauses, conjuncts and appositions.
fn span_tokens(reading: &Reading<'_>, head: TokenId) -> (TokenId, TokenId) {
    let (mut first, mut last) = (head, head);
    for &child in reading.children(head) {
        if matches!(
            reading.deprel(child),
            Deprel::Det
                | Deprel::DetPredet
                | Deprel::Amod
                | Deprel::Compound
                | Deprel::Nummod
                | Deprel::NmodPoss
                | Deprel::NmodDesc
                | Deprel::Nmod
                | Deprel::Flat
                | Deprel::NmodUnmarked
        ) {
            let (start, end) = reading.extent(child);
            first = first.min(start);
            if child > head {
                last = last.max(end);
            }
        }
    }
    (first, last)
}

fn noun_phrase(reading: &Reading<'_>, head: TokenId, predicate: TokenId) -> Vec<Span> {
    let (mut first, mut last) = span_tokens(reading, head);
    // A phrase that holds its own predicate would swallow the clause.
    if first <= predicate && predicate <= last && predicate != head {
        (first, last) = (head, head);
    }
    vec![reading.trim(reading.cover(first, last))]
}

/// Joins neighbouring tokens to pieces.
fn pieces(reading: &Reading<'_>, tokens: &[TokenId]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut previous: Option<TokenId> = None;
    for &token in tokens {
        let span = reading.analysis.span(token);
        match (spans.last_mut(), previous) {
            (Some(last), Some(before)) if before.0 + 1 == token.0 => *last = last.cover(span),
            _ => spans.push(span),
        }
        previous = Some(token);
    }
    spans
}
