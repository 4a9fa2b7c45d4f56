//! What is said: the words of the clause, quote or noun phrase that a verb of speech governs.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::VerbClass;
use crate::data::words::Speech;
use crate::extract::grammar::Arguments;
use crate::extract::quote::Quote;
use crate::extract::reading::Reading;

/// Finds what a verb of speech says, in pieces, with its root word.
pub(super) fn content(
    reading: &Reading<'_>,
    quotes: &[Quote],
    cue: TokenId,
    arguments: &Arguments,
    stance: Speech,
) -> Option<(Vec<Span>, Option<TokenId>)> {
    // "…, she said": the cue hangs on what is said.
    if matches!(reading.deprel(cue), Deprel::Parataxis)
        && let Some(root) = reading.head(cue)
        && reading.child(cue, Deprel::Ccomp).is_none()
        && root < cue
        // "Dam bursts; opposition blames minister".
        && !(root.0..cue.0).any(|at| reading.word(TokenId(at)) == ";")
    {
        let span = reading.subtree(root);
        let own = reading.subtree(cue);
        let before = reading.trim(Span {
            start: span.start,
            end: own.start.max(span.start),
        });
        let after = Span {
            start: own.end.min(span.end),
            end: span.end,
        };
        let mut pieces = vec![before];
        if after.len() > 3
            && !reading.trim(after).is_empty()
            && reading
                .trim(after)
                .of(reading.text)
                .chars()
                .any(char::is_alphanumeric)
        {
            pieces.push(reading.trim(after));
        }
        let pieces = pieces
            .into_iter()
            .map(|piece| widen(reading, quotes, piece))
            .collect();
        return Some((pieces, Some(root)));
    }
    // "the attack, which IS-K has claimed": what is claimed is the deed; see `deed`.
    if reading.lemma(cue) == "claim"
        && arguments
            .object
            .first()
            .is_some_and(|&object| reading.head(object) != Some(cue))
        && reading
            .children(cue)
            .iter()
            .any(|&child| reading.antecedent(child).is_some())
    {
        return None;
    }
    if stance == Speech::Denies
        && let Some((span, clause)) = denied_clause(reading, cue)
    {
        return Some((vec![span], Some(clause)));
    }
    let complement = arguments
        .complement
        .iter()
        .copied()
        .filter(|&clause| {
            reading.deprel(clause) == Deprel::Ccomp && !is_parted(reading, cue, clause)
                || (reading.deprel(clause) == Deprel::Xcomp && reading.is_predicate(clause))
        })
        .min_by_key(|&clause| reading.deprel(clause) != Deprel::Ccomp);
    if let Some(clause) = complement {
        let mut span = clause_span(reading, cue, clause);
        // "wants the team to win": who should do it is part of what is wanted.
        if matches!(stance, Speech::Wants | Speech::Believes)
            && let Some(&object) = arguments.object.first()
            && cue < object
            && object < clause
            && reading.is_infinitive(clause)
        {
            span = span.cover(reading.subtree(object));
        }
        return Some((vec![widen(reading, quotes, span)], Some(clause)));
    }
    // "describes the ruling as historic", "called him a traitor": said of the object.
    if matches!(stance, Speech::Claims | Speech::Believes)
        && let Some(&object) = arguments.object.first()
        && reading.head(object) == Some(cue)
    {
        let said = arguments
            .oblique
            .iter()
            .find(|(case, token)| case == "as" && *token > object)
            .map(|(_, token)| *token)
            .or_else(|| {
                reading.children(cue).iter().copied().find(|&child| {
                    child > object
                        && matches!(reading.deprel(child), Deprel::Xcomp | Deprel::Advcl)
                        && !reading.is_predicate(child)
                })
            });
        if let Some(said) = said {
            let (what, how) = (reading.subtree(object), reading.subtree(said));
            // "The accord has been described as historic": the cue stands between.
            let pieces = if object < cue && cue < said {
                vec![what, how]
            } else {
                vec![reading.trim(what.cover(how))]
            };
            return Some((pieces, Some(said)));
        }
    }
    if let Some((span, root)) = following_clause(reading, cue, stance) {
        return Some((vec![widen(reading, quotes, span)], Some(root)));
    }
    // A clause that the parser hung on beside: "He said: We are ready."
    let beside = reading.children(cue).iter().copied().find(|&child| {
        reading.deprel(child) == Deprel::Parataxis
            && child > cue
            && reading.is_predicate(child)
            && !is_parted(reading, cue, child)
    });
    if let Some(clause) = beside
        && matches!(
            stance,
            Speech::Claims | Speech::Denies | Speech::Believes | Speech::Asks | Speech::Criticizes
        )
    {
        let span = reading.subtree(clause);
        return Some((vec![widen(reading, quotes, span)], Some(clause)));
    }
    // "…, said the chemist, who tried to repeat the experiment": it is not the quote that is repeated.
    let other = arguments
        .object
        .first()
        .is_some_and(|&object| cue < object && reading.head(object) == Some(cue))
        && reading.words.verb_class(&reading.lemma(cue)) != Some(VerbClass::Communication)
        || reading.is_infinitive(cue) && reading.deprel(cue) == Deprel::Xcomp;
    if let Some(quote) = near_quote(reading, quotes, cue).filter(|_| !other) {
        return Some((vec![reading.trim(quote.span)], reading.root_in(quote.span)));
    }
    // "accused them of taking bribes", "charged with fraud": what for.
    if stance == Speech::Accuses {
        let charge = reading.children(cue).iter().copied().find(|&child| {
            child > cue
                && matches!(
                    reading.deprel(child),
                    Deprel::Advcl | Deprel::Obl | Deprel::Xcomp | Deprel::Acl
                )
                && reading.children(child).iter().any(|&mark| {
                    mark < child && matches!(reading.lower(mark), "of" | "for" | "with" | "over")
                })
        });
        if let Some(charge) = charge {
            let mut span = reading.subtree(charge);
            let mark = reading
                .children(charge)
                .iter()
                .copied()
                .find(|&mark| matches!(reading.lower(mark), "of" | "for" | "with" | "over"));
            if let Some(mark) = mark {
                span.start = reading.analysis.span(mark).end.min(span.end);
                span = reading.trim(span);
            }
            return Some((vec![widen(reading, quotes, span)], Some(charge)));
        }
    }
    // "reiterated the need for …", "denied any involvement": a thing said in a noun phrase.
    if matches!(stance, Speech::Claims | Speech::Denies)
        && let Some(&object) = arguments.object.first()
        && matches!(reading.upos(object), Upos::Noun | Upos::Pron)
        && reading.head(object) == Some(cue)
        // "Economists had predicted a cut" says no economists.
        && (cue < object || reading.child(cue, Deprel::AuxPass).is_some())
        && says_noun_phrases(reading, cue)
    {
        return Some((vec![reading.subtree(object)], Some(object)));
    }
    None
}

/// Tells whether a semicolon stands before a clause: "Kora declared independence; Sula never recognised it."
fn is_parted(reading: &Reading<'_>, cue: TokenId, clause: TokenId) -> bool {
    (cue.0..reading.extent(clause).0.0).any(|at| reading.word(TokenId(at)) == ";")
}

/// Finds the clause that "which" stands for where it is denied: "He said the ship was theirs, which Kora
/// denied". Of "the accusation, which Kora denied" the accusation is denied.
fn denied_clause(reading: &Reading<'_>, cue: TokenId) -> Option<(Span, TokenId)> {
    if reading.deprel(cue) != Deprel::AclRelcl {
        return None;
    }
    let which = reading
        .child(cue, Deprel::Obj)
        .filter(|&which| reading.lower(which) == "which")?;
    let noun = reading.head(cue)?;
    let told = reading
        .words
        .noun(&reading.lemma(noun))
        .iter()
        .any(|entry| entry.speech.is_some() || entry.event.is_some());
    if told {
        return None;
    }
    let mut clause = noun;
    while !reading.is_predicate(clause) {
        clause = reading.head(clause)?;
    }
    let mut span = clause_span(reading, cue, clause);
    span.end = span.end.min(reading.analysis.span(which).start);
    Some((reading.trim(span), clause))
}

/// Finds the clause that follows a verb of speech where the tree has hung it elsewhere: "say
/// [several suspects, including the attackers, have been apprehended]".
fn following_clause(
    reading: &Reading<'_>,
    cue: TokenId,
    stance: Speech,
) -> Option<(Span, TokenId)> {
    // Only where a clause is what such verbs take: "say", not "maintain" or "notice".
    if !matches!(stance, Speech::Claims | Speech::Denies)
        || reading.words.verb_class(&reading.lemma(cue)) != Some(VerbClass::Communication)
    {
        return None;
    }
    let sentence = &reading.analysis.sentences()[reading.sentence(cue) as usize];
    let mut first = TokenId(cue.0 + 1);
    if first.0 < sentence.tokens.end && reading.lower(first) == "that" {
        first = TokenId(first.0 + 1);
    }
    if first.0 >= sentence.tokens.end
        || !matches!(
            reading.upos(first),
            Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
        )
    {
        return None;
    }
    let mut commas = 0;
    let mut root = None;
    for at in first.0..sentence.tokens.end {
        let token = TokenId(at);
        match reading.upos(token) {
            Upos::Punct if reading.word(token) == "," => commas += 1,
            Upos::Punct if matches!(reading.word(token), ";" | ":" | "—" | "–") => return None,
            Upos::Sconj | Upos::Cconj => return None,
            Upos::Pron if reading.analysis.tag(token).xpos.starts_with('W') => return None,
            Upos::Verb | Upos::Aux
                if matches!(
                    reading.analysis.tag(token).xpos,
                    "VBD" | "VBP" | "VBZ" | "MD"
                ) =>
            {
                root = Some(token);
                break;
            }
            _ => {}
        }
    }
    let root = root.filter(|_| commas % 2 == 0)?;
    // An auxiliary gives way to its verb.
    let root = match (reading.upos(root), reading.head(root)) {
        (Upos::Aux, Some(head)) if head > root => head,
        _ => root,
    };
    let (_, last) = reading.extent(root);
    let mut end = last.max(root);
    // The main clause goes on after a comma: "…, Kyiv has denied this".
    for at in root.0..=end.0 {
        let token = TokenId(at);
        if reading.word(token) == "," && at > root.0 {
            end = TokenId(at - 1);
            break;
        }
    }
    Some((reading.trim(reading.cover(first, end)), root))
}

/// Verbs that say noun phrases as well as clauses; "said a word" is no claim.
fn says_noun_phrases(reading: &Reading<'_>, cue: TokenId) -> bool {
    matches!(
        reading.lemma(cue).as_str(),
        "deny"
            | "claim"
            | "reiterate"
            | "announce"
            | "allege"
            | "confirm"
            | "reject"
            | "dispute"
            | "refute"
            | "declare"
            | "stress"
            | "emphasise"
            | "emphasize"
            | "acknowledge"
            | "admit"
            | "dismiss"
            | "repeat"
            | "affirm"
            | "reaffirm"
            | "predict"
            | "report"
    )
}

/// The words of a complement clause; what interrupts it, as a dash or the cue itself, is not cut.
pub(super) fn clause_span(reading: &Reading<'_>, cue: TokenId, clause: TokenId) -> Span {
    let (first, last) = reading.extent(clause);
    let mut first = first;
    // "said that …": without the "that"; but "said that was so".
    while first < last
        && (reading.upos(first) == Upos::Punct
            || (reading.lower(first) == "that"
                && (reading.deprel(first) == Deprel::Mark || begins_clause(reading, first))))
    {
        first = TokenId(first.0 + 1);
    }
    let mut span = reading.cover(first, last);
    // "said the ship was theirs, which Kora denied": the denial is another's.
    let denial = (first.0..=last.0).map(TokenId).find(|&which| {
        which > first
            && reading.lower(which) == "which"
            && reading.word(TokenId(which.0 - 1)) == ","
            && reading.deprel(which) == Deprel::Obj
            && reading.head(which).is_some_and(|verb| {
                let entries = reading.words.verb(&reading.lemma(verb));
                verb != cue
                    && reading.extent(verb).1 == last
                    && entries
                        .iter()
                        .any(|entry| entry.speech == Some(Speech::Denies))
            })
    });
    if let Some(which) = denial {
        span.end = reading.analysis.span(which).start;
        span = reading.trim(span);
    }
    if first < cue && cue < last {
        let end = reading.analysis.span(cue).start;
        return reading.trim(Span {
            start: span.start,
            end,
        });
    }
    reading.trim(span)
}

/// Tells whether "that" only leads a clause in: a subject, not a verb, stands after it.
fn begins_clause(reading: &Reading<'_>, that: TokenId) -> bool {
    let next = TokenId(that.0 + 1);
    next.index() < reading.analysis.tokens().len()
        && !matches!(reading.upos(next), Upos::Verb | Upos::Aux | Upos::Punct)
        && reading.head(next) != Some(that)
        && reading.head(that) != Some(next)
}

/// Gives the quotes that touch a span; they lie in the order of the text, none in another.
pub(super) fn near(quotes: &[Quote], span: Span) -> &[Quote] {
    let start = quotes.partition_point(|quote| quote.span.end < span.start);
    let end = quotes.partition_point(|quote| quote.span.start <= span.end);
    &quotes[start..end.max(start)]
}

/// Lets words that lie in a quote stand for the whole quote: the tree ends with the sentence, the
/// quote may not.
pub(super) fn widen(reading: &Reading<'_>, quotes: &[Quote], span: Span) -> Span {
    let found = near(quotes, span).iter().find(|quote| {
        let overlap = quote
            .span
            .end
            .min(span.end)
            .saturating_sub(quote.span.start.max(span.start));
        quote.span.overlaps(span) && overlap as usize * 10 >= span.len() * 8
    });
    match found {
        Some(quote) => reading.trim(quote.span.cover(span)),
        None => span,
    }
}

/// Finds the quote that belongs to a cue without a clause: in its sentence, or after a colon or
/// comma at its end.
pub(super) fn near_quote(reading: &Reading<'_>, quotes: &[Quote], cue: TokenId) -> Option<Quote> {
    let sentence = &reading.analysis.sentences()[reading.sentence(cue) as usize];
    let cue_span = reading.analysis.span(cue);
    let long = |quote: &&Quote| quote.span.of(reading.text).split_whitespace().count() >= 4;
    let inside = near(quotes, sentence.span)
        .iter()
        .filter(long)
        .filter(|quote| quote.span.overlaps(sentence.span) && !quote.span.contains(cue_span))
        .min_by_key(|quote| {
            if quote.span.start >= cue_span.end {
                quote.span.start - cue_span.end
            } else {
                cue_span.start.saturating_sub(quote.span.end)
            }
        });
    if let Some(quote) = inside {
        return Some(*quote);
    }
    // "Rathbun stated," and the quote begins the next paragraph.
    let ending = sentence.span.of(reading.text).trim_end();
    if ending.ends_with([':', ',']) {
        let after = Span {
            start: sentence.span.end,
            end: sentence.span.end + 4,
        };
        return near(quotes, after)
            .iter()
            .filter(long)
            .find(|quote| {
                quote.span.start >= sentence.span.end && quote.span.start - sentence.span.end <= 4
            })
            .copied();
    }
    None
}
