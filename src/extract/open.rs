//! Open clauses: who does what to whom, in the words of the text, for whatever no rule types.
//!
//! A clause is one fact with one argument. A sentence of several arguments, conjuncts or phrases
//! gives a clause for each: "He served as minister of Australia" is "He, served as, minister of
//! Australia" and "He, served as minister of, Australia". A preposition ends the relation, also
//! where its phrase stands first: "In 1947 she began" gives "She, began in, 1947".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::extract::OpenClause;
use crate::extract::reading::Reading;
use crate::extract::speech::is_negated;

/// The most words of a time phrase without a preposition: "several years later".
const LONGEST_TIME: u32 = 5;

/// Finds a clause for each argument of each predicate, in the order of the text.
pub(in crate::extract) fn find(reading: &Reading<'_>) -> Vec<OpenClause> {
    let mut clauses = Vec::new();
    for token in reading.tokens() {
        if reading.child(token, Deprel::Expl).is_some() {
            existence(reading, token, &mut clauses);
        } else if reading.child(token, Deprel::Cop).is_some() {
            copula(reading, token, &mut clauses);
        } else if reading.upos(token) == Upos::Verb && !is_modifier(reading, token) {
            verb(reading, token, &mut clauses);
        }
    }
    clauses
}

/// Tells whether a verb is part of a noun phrase: "the *rising* costs", "attempts to *win*".
fn is_modifier(reading: &Reading<'_>, verb: TokenId) -> bool {
    match reading.deprel(verb) {
        Deprel::Amod | Deprel::Compound => true,
        Deprel::Acl => reading.is_infinitive(verb),
        _ => false,
    }
}

/// What the clauses of one predicate with one subject share.
struct Frame<'a, 'b> {
    reading: &'a Reading<'b>,
    predicate: TokenId,
    subject: Vec<Span>,
    negated: bool,
}

impl Frame<'_, '_> {
    /// Makes a clause; the words of the relation are taken in the order given.
    fn clause(
        &self,
        relation: &[TokenId],
        argument: Vec<Span>,
        confidence: f32,
    ) -> Option<OpenClause> {
        let inside = argument.iter().any(|piece| {
            relation
                .iter()
                .any(|&token| piece.contains(self.reading.analysis.span(token)))
                || self.subject.iter().any(|span| span.contains(*piece))
        });
        (!inside && !argument.is_empty() && !relation.is_empty()).then(|| OpenClause {
            sentence: self.reading.sentence(self.predicate),
            subject: self.subject.clone(),
            relation: pieces(self.reading, relation),
            arguments: vec![argument],
            negated: self.negated,
            confidence,
        })
    }

    /// Makes a clause of a noun phrase, and one of each phrase that hangs on it.
    fn noun(
        &self,
        relation: &[TokenId],
        noun: TokenId,
        confidence: f32,
        clauses: &mut Vec<OpenClause>,
    ) {
        let (first, last) = phrase_tokens(self.reading, noun);
        if first <= self.predicate && self.predicate <= last && noun != self.predicate {
            return;
        }
        clauses.extend(self.clause(relation, noun_phrase(self.reading, noun), confidence));
        self.inner(relation, noun, confidence - 0.2, 2, clauses);
    }

    /// "served as minister of, Australia": the phrases within an argument.
    fn inner(
        &self,
        relation: &[TokenId],
        noun: TokenId,
        confidence: f32,
        depth: u8,
        clauses: &mut Vec<OpenClause>,
    ) {
        if depth == 0 || self.reading.upos(noun) == Upos::Pron {
            return;
        }
        for &child in self.reading.children(noun) {
            if child < noun || self.reading.deprel(child) != Deprel::Nmod {
                continue;
            }
            let Some(case) = case_tokens(self.reading, child) else {
                continue;
            };
            let mut longer = relation.to_vec();
            let (first, last) = base_tokens(self.reading, noun);
            longer.extend((first.0..=last.0).map(TokenId));
            longer.extend(&case);
            for one in conjuncts(self.reading, child) {
                clauses.extend(self.clause(&longer, noun_phrase(self.reading, one), confidence));
            }
            self.inner(&longer, child, confidence, depth - 1, clauses);
        }
    }
}

/// Lists who or what the clause is about, with the words that the clause says of them.
fn frames<'a, 'b>(reading: &'a Reading<'b>, predicate: TokenId) -> Vec<Frame<'a, 'b>> {
    let arguments = reading.arguments(predicate);
    let has_object = reading.child(predicate, Deprel::Obj).is_some();
    let surface = match arguments.passive {
        true if has_object => arguments.indirect,
        true => arguments.object,
        false => arguments.subject,
    };
    surface
        .into_iter()
        .filter(|&subject| reading.sentence(subject) == reading.sentence(predicate))
        .map(|subject| {
            let (first, last) = phrase_tokens(reading, subject);
            // A phrase that holds its own predicate would swallow the clause.
            let subject = if first <= predicate && predicate <= last {
                let (first, last) = base_tokens(reading, subject);
                vec![reading.trim(reading.cover(first, last))]
            } else {
                noun_phrase(reading, subject)
            };
            Frame {
                reading,
                predicate,
                subject,
                negated: is_negated(reading, predicate),
            }
        })
        .collect()
}

fn verb(reading: &Reading<'_>, predicate: TokenId, clauses: &mut Vec<OpenClause>) {
    let words = verb_words(reading, predicate);
    let children = reading.children(predicate);
    let bare = |token: TokenId| case_tokens(reading, token).is_none();
    let objects: Vec<TokenId> = children
        .iter()
        .copied()
        .filter(|&child| match reading.deprel(child) {
            Deprel::Obj => true,
            Deprel::Xcomp => matches!(reading.upos(child), Upos::Noun | Upos::Propn) && bare(child),
            _ => false,
        })
        .filter(|&child| reading.antecedent(child).is_none())
        .collect();
    for frame in frames(reading, predicate) {
        for &object in &objects {
            for one in conjuncts(reading, object) {
                frame.noun(&words, one, 0.8, clauses);
            }
        }
        // With an object or complement the phrases tell more of it: "made X a Y of".
        let mut whole = words.clone();
        if let Some(&object) = objects.iter().find(|&&object| object > predicate) {
            let (first, last) = phrase_tokens(reading, object);
            whole.extend((first.0..=last.0).map(TokenId));
        }
        for &child in children {
            match reading.deprel(child) {
                Deprel::Obl | Deprel::OblAgent => {
                    let Some(case) = case_tokens(reading, child) else {
                        continue;
                    };
                    let mut relation = if objects
                        .first()
                        .is_some_and(|&object| child > object || child < predicate)
                    {
                        whole.clone()
                    } else {
                        words.clone()
                    };
                    let bare = relation.len();
                    relation.extend(&case);
                    for one in conjuncts(reading, child) {
                        // "in A and near B": a conjunct may have a preposition of its own.
                        if let Some(own) = case_tokens(reading, one) {
                            relation.truncate(bare);
                            relation.extend(own);
                        }
                        if child > predicate {
                            frame.noun(&relation, one, 0.7, clauses);
                        } else {
                            let phrase = noun_phrase(reading, one);
                            clauses.extend(frame.clause(&relation, phrase, 0.5));
                        }
                    }
                }
                Deprel::OblUnmarked => {
                    let (first, last) = reading.extent(child);
                    if last.0 - first.0 < LONGEST_TIME {
                        let phrase = vec![reading.subtree(child)];
                        clauses.extend(frame.clause(&whole, phrase, 0.6));
                    }
                }
                Deprel::Xcomp if reading.upos(child) == Upos::Adj => {
                    adjective(&frame, &words, child, clauses);
                }
                Deprel::Ccomp => said(&frame, &words, child, clauses),
                _ => {}
            }
        }
    }
}

/// "became ill", "is gentle on the skin": an adjective, or what its phrase names.
fn adjective(
    frame: &Frame<'_, '_>,
    words: &[TokenId],
    adjective: TokenId,
    clauses: &mut Vec<OpenClause>,
) {
    let reading = frame.reading;
    let mut complete = true;
    let (first, last) = base_tokens(reading, adjective);
    for &child in reading.children(adjective) {
        match reading.deprel(child) {
            Deprel::Obl | Deprel::Nmod if child > adjective => {
                let Some(case) = case_tokens(reading, child) else {
                    continue;
                };
                complete = false;
                let mut relation = words.to_vec();
                relation.extend((first.0..=last.0).map(TokenId));
                relation.extend(case);
                for one in conjuncts(reading, child) {
                    frame.noun(&relation, one, 0.7, clauses);
                }
            }
            // "is able to win": that is told with the verb.
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl => complete = false,
            _ => {}
        }
    }
    if complete {
        let phrase = vec![reading.trim(reading.cover(first, last))];
        clauses.extend(frame.clause(words, phrase, 0.7));
    }
}

/// "said the plan would fail and was dead": each clause that is the complement.
fn said(
    frame: &Frame<'_, '_>,
    words: &[TokenId],
    complement: TokenId,
    clauses: &mut Vec<OpenClause>,
) {
    let reading = frame.reading;
    let subject = reading
        .children(complement)
        .iter()
        .copied()
        .find(|&child| matches!(reading.deprel(child), Deprel::Nsubj | Deprel::NsubjPass));
    for one in reading.joined(complement) {
        let (mut first, mut last) = reading.extent(one);
        for &child in reading.children(one) {
            let (start, end) = reading.extent(child);
            match reading.deprel(child) {
                Deprel::Conj if child > one && start > first => {
                    last = last.min(TokenId(start.0 - 1));
                }
                // "that", and the "and" that leads in.
                Deprel::Mark | Deprel::Cc if start == first && end < one => {
                    first = TokenId(end.0 + 1);
                }
                _ => {}
            }
        }
        if first > last || (first <= frame.predicate && frame.predicate <= last) {
            continue;
        }
        let mut argument = vec![reading.trim(reading.cover(first, last))];
        if one != complement
            && reading.child(one, Deprel::Nsubj).is_none()
            && reading.child(one, Deprel::NsubjPass).is_none()
            && let Some(subject) = subject
        {
            let (first, last) = phrase_tokens(reading, subject);
            argument.insert(0, reading.cover(first, last));
        }
        clauses.extend(frame.clause(words, argument, 0.6));
    }
}

fn copula(reading: &Reading<'_>, predicate: TokenId, clauses: &mut Vec<OpenClause>) {
    let words = be_words(reading, predicate);
    let case = case_tokens(reading, predicate);
    for frame in frames(reading, predicate) {
        if reading.upos(predicate) == Upos::Adj {
            adjective(&frame, &words, predicate, clauses);
            continue;
        }
        let mut relation = words.clone();
        relation.extend(case.iter().flatten());
        let (first, last) = base_tokens(reading, predicate);
        clauses.extend(frame.clause(&relation, noun_phrase(reading, predicate), 0.8));
        frame.inner(&relation, predicate, 0.6, 2, clauses);
        for &child in reading.children(predicate) {
            if reading.deprel(child) != Deprel::Obl {
                continue;
            }
            if let Some(case) = case_tokens(reading, child) {
                let mut relation = relation.clone();
                relation.extend((first.0..=last.0).map(TokenId));
                relation.extend(case);
                for one in conjuncts(reading, child) {
                    clauses.extend(frame.clause(&relation, noun_phrase(reading, one), 0.5));
                }
            }
        }
    }
}

/// "There is no evidence of this."
fn existence(reading: &Reading<'_>, predicate: TokenId, clauses: &mut Vec<OpenClause>) {
    let Some(there) = reading
        .child(predicate, Deprel::Expl)
        .filter(|&there| reading.lower(there) == "there")
    else {
        return;
    };
    // "There is evidence" hangs on the noun, or on the verb.
    let (words, noun) = if reading.child(predicate, Deprel::Cop).is_some() {
        (be_words(reading, predicate), predicate)
    } else {
        let Some(noun) = reading.child(predicate, Deprel::Nsubj) else {
            return;
        };
        (verb_words(reading, predicate), noun)
    };
    let frame = Frame {
        reading,
        predicate: there,
        subject: vec![reading.analysis.span(there)],
        negated: is_negated(reading, predicate),
    };
    for one in conjuncts(reading, noun) {
        frame.noun(&words, one, 0.7, clauses);
    }
}

/// The verb with its auxiliaries, negation and particle, and with the verbs that govern it:
/// "wants to visit", "was able to visit".
fn verb_words(reading: &Reading<'_>, predicate: TokenId) -> Vec<TokenId> {
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
    if reading.deprel(predicate) == Deprel::Xcomp
        && let Some(head) = reading.head(predicate)
    {
        let governs = match reading.upos(head) {
            Upos::Verb => reading.child(head, Deprel::Obj).is_none(),
            Upos::Adj => reading.child(head, Deprel::Cop).is_some(),
            _ => false,
        };
        if governs {
            if reading.upos(head) == Upos::Adj {
                words.extend(be_words(reading, head));
                words.push(head);
            } else {
                words.extend(verb_words(reading, head));
            }
            words.extend(
                reading
                    .children(predicate)
                    .iter()
                    .copied()
                    .filter(|&child| reading.deprel(child) == Deprel::Mark),
            );
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// The copula of a noun or adjective with its auxiliaries and negation.
fn be_words(reading: &Reading<'_>, predicate: TokenId) -> Vec<TokenId> {
    let mut words: Vec<TokenId> = reading
        .children(predicate)
        .iter()
        .copied()
        .filter(|&child| {
            matches!(reading.deprel(child), Deprel::Cop | Deprel::Aux)
                || is_negation(reading, child)
        })
        .collect();
    words.sort_unstable();
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

/// Lists the nominal heads of a joint phrase.
fn conjuncts(reading: &Reading<'_>, token: TokenId) -> Vec<TokenId> {
    reading
        .joined(token)
        .into_iter()
        .filter(|&one| {
            one == token
                || matches!(
                    reading.upos(one),
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X
                ) && !reading.is_predicate(one)
        })
        .collect()
}

/// The first and last token of a noun with what stands before it.
fn base_tokens(reading: &Reading<'_>, head: TokenId) -> (TokenId, TokenId) {
    let (mut first, mut last) = (head, head);
    for &child in reading.children(head) {
        let (start, end) = reading.extent(child);
        match reading.deprel(child) {
            Deprel::Det
            | Deprel::DetPredet
            | Deprel::Amod
            | Deprel::Compound
            | Deprel::Nummod
            | Deprel::NmodPoss
            | Deprel::NmodDesc
            | Deprel::NmodUnmarked
                if child < head =>
            {
                first = first.min(start);
            }
            Deprel::Flat | Deprel::NmodDesc | Deprel::Nummod if child > head => {
                last = last.max(end);
            }
            // "a total of *very* large": the degree of an adjective.
            Deprel::Advmod
                if child < head
                    && matches!(reading.upos(head), Upos::Adj | Upos::Num)
                    && !is_negation(reading, child) =>
            {
                first = first.min(start);
            }
            _ => {}
        }
    }
    while first < head
        && matches!(reading.upos(first), Upos::Punct | Upos::Cconj)
        && !matches!(reading.word(first), "$" | "#")
    {
        first = TokenId(first.0 + 1);
    }
    (first, last)
}

/// The first and last token of a noun phrase without clauses, appositions and series.
fn phrase_tokens(reading: &Reading<'_>, head: TokenId) -> (TokenId, TokenId) {
    let (first, mut last) = base_tokens(reading, head);
    for &child in reading.children(head) {
        if child < head {
            continue;
        }
        match reading.deprel(child) {
            Deprel::Nmod => {
                // "cases of fraud, theft and arson": each is told apart.
                if reading.child(child, Deprel::Conj).is_some() {
                    break;
                }
                let (_, end) = phrase_tokens(reading, child);
                last = last.max(end);
            }
            Deprel::NmodUnmarked => last = last.max(reading.extent(child).1),
            Deprel::Acl | Deprel::AclRelcl | Deprel::Appos | Deprel::Conj | Deprel::Parataxis => {
                break;
            }
            _ => {}
        }
    }
    (first, last)
}

fn noun_phrase(reading: &Reading<'_>, head: TokenId) -> Vec<Span> {
    let (first, last) = phrase_tokens(reading, head);
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
