//! Finds who says what: verbs of speech with their clauses, "according to", quotes, nouns such as
//! "claim".
//!
//! The tree gives the speaker and the clause; the quotation marks give what the tree cannot: where
//! quoted words end, and whose the next quote is.

mod content;

use self::content::clause_span;
use self::content::content;
use self::content::near;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::base::Status;
use crate::data::words::Complement;
use crate::data::words::Speech;
use crate::extract::Attribution;
use crate::extract::Quotation;
use crate::extract::frame;
use crate::extract::nominal;
use crate::extract::quote::Quote;
use crate::extract::reading::Reading;

/// An attribution before it is known who the speaker is.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Utterance {
    pub(in crate::extract) attribution: Attribution,
    /// The head of the words for the source.
    pub(in crate::extract) speaker: Option<TokenId>,
    /// Further heads: joint sources.
    pub(in crate::extract) more_speakers: Vec<TokenId>,
}

/// Finds all attributions in the order of their cues.
pub(in crate::extract) fn find(reading: &Reading<'_>, quotes: &[Quote]) -> Vec<Utterance> {
    let mut found: Vec<Utterance> = Vec::new();
    for token in reading.tokens() {
        match reading.upos(token) {
            Upos::Verb => found.extend(verb(reading, quotes, token)),
            // "are concerned that …".
            Upos::Adj if reading.child(token, Deprel::Cop).is_some() => {
                found.extend(verb(reading, quotes, token));
            }
            Upos::Noun => found.extend(noun(reading, token)),
            _ => {}
        }
        found.extend(according_to(reading, token));
    }
    orphan_quotes(reading, quotes, &mut found);
    found.sort_by_key(|utterance| {
        (
            utterance.attribution.cue,
            utterance.attribution.content.clone(),
        )
    });
    found
}

fn verb(reading: &Reading<'_>, quotes: &[Quote], cue: TokenId) -> Option<Utterance> {
    let next = TokenId(cue.0 + 1);
    if next.index() < reading.analysis.tokens().len() && is_noun_after_verb(reading, next) {
        return claimed_noun(reading, cue, next);
    }
    // "a company called X", "the so-called …" modify; they do not speak.
    if reading.deprel(cue) == Deprel::Amod {
        return None;
    }
    if is_noun_after_verb(reading, cue) {
        return None;
    }
    let arguments = reading.arguments(cue);
    let entry = frame::choose(reading, cue, &arguments)?;
    let stance = entry.speech?;
    let (mut content, mut root) = content(reading, quotes, cue, &arguments, stance)?;
    // "“The offer is low,” chairman Karl Berg said": whose words hold the subject does not speak them.
    let mut speaker = arguments.subject.first().copied().filter(|&subject| {
        let span = reading.analysis.span(subject);
        !quotes_hold(quotes, &content, span)
    });
    if speaker.is_none() && !arguments.subject.is_empty() {
        speaker = speaker_between(reading, &content, cue);
    }
    // "“This is a victory,” the union's lawyer said", the speaker hung on the quote.
    if let [piece] = content.as_mut_slice()
        && let Some(quote) = quotes.iter().find(|quote| {
            quote.span.start.abs_diff(piece.start) <= 3 && quote.span.end + 3 < piece.end
        })
        && piece.end <= reading.analysis.span(cue).start
    {
        let between = reading.trim(Span {
            start: quote.span.end,
            end: piece.end,
        });
        *piece = reading.trim(quote.span);
        root = reading.root_in(quote.span);
        speaker = speaker.or_else(|| {
            reading
                .root_in(between)
                .filter(|&noun| matches!(reading.upos(noun), Upos::Noun | Upos::Propn | Upos::Pron))
        });
    }
    let quotation = quotation(quotes, &content);
    let negated = is_negated(reading, cue);
    Some(Utterance {
        attribution: Attribution {
            source: speaker.map(|speaker| reading.subtree(speaker)),
            speaker: None,
            relays: Vec::new(),
            cue: reading.analysis.span(cue),
            cue_token: cue,
            content,
            content_token: root,
            stance,
            denied: match stance {
                Speech::Denies => !negated,
                // "does not believe that it will" is as good as "believes that it will not".
                Speech::Believes => negated,
                _ => false,
            },
            negated: negated || is_withheld(reading, cue),
            quotation,
            sentence: reading.sentence(cue),
            claim: false,
            relayed: false,
            same_as: None,
            status: Status::Claimed,
        },
        speaker,
        more_speakers: arguments.subject.iter().skip(1).copied().collect(),
    })
}

/// Tells whether a word stands in quoted words that are said.
fn quotes_hold(quotes: &[Quote], content: &[Span], word: Span) -> bool {
    content.iter().any(|piece| piece.contains(word))
        && near(quotes, word)
            .iter()
            .any(|quote| quote.span.contains(word))
}

/// Finds the source that stands between what is said and the cue.
fn speaker_between(reading: &Reading<'_>, content: &[Span], cue: TokenId) -> Option<TokenId> {
    let end = content.iter().map(|piece| piece.end).max()?;
    let sentence = &reading.analysis.sentences()[reading.sentence(cue) as usize];
    let inside = |token: TokenId| {
        sentence.tokens.start <= token.0 && reading.analysis.span(token).start >= end && token < cue
    };
    (sentence.tokens.start..cue.0)
        .rev()
        .map(TokenId)
        .take_while(|&token| inside(token))
        .filter(|&token| matches!(reading.upos(token), Upos::Noun | Upos::Propn | Upos::Pron))
        .find(|&token| reading.head(token).is_none_or(|head| !inside(head)))
}

/// Tells whether a word after a verb is a noun of speech that the tagger takes for a verb: "rejected
/// claims that help had come too late".
fn is_noun_after_verb(reading: &Reading<'_>, token: TokenId) -> bool {
    if token.0 == 0
        || reading.analysis.tag(token).xpos != "VBZ"
        || reading.sentence(TokenId(token.0 - 1)) != reading.sentence(token)
    {
        return false;
    }
    let before = TokenId(token.0 - 1);
    reading.upos(before) == Upos::Verb
        && matches!(
            reading.analysis.tag(before).xpos,
            "VBD" | "VBN" | "VBZ" | "VBG"
        )
        && reading
            .words
            .noun(&reading.lemma(token))
            .iter()
            .any(|noun| noun.speech.is_some())
        && reading.child(token, Deprel::Ccomp).is_some()
}

/// The attribution of a verb whose object, a noun of speech, has been taken for a verb.
fn claimed_noun(reading: &Reading<'_>, cue: TokenId, noun: TokenId) -> Option<Utterance> {
    let stance = reading
        .words
        .verb(&reading.lemma(cue))
        .iter()
        .find_map(|verb| verb.speech)?;
    let clause = reading.child(noun, Deprel::Ccomp)?;
    let subject = |token| reading.arguments(token).subject.first().copied();
    let speaker = subject(cue)
        .filter(|&speaker| speaker < cue)
        .or_else(|| subject(noun).filter(|&speaker| speaker < cue));
    Some(Utterance {
        attribution: Attribution {
            source: speaker.map(|speaker| source_span(reading, speaker)),
            speaker: None,
            relays: Vec::new(),
            cue: reading.analysis.span(cue),
            cue_token: cue,
            content: vec![clause_span(reading, noun, clause)],
            content_token: Some(clause),
            stance,
            denied: stance == Speech::Denies,
            negated: false,
            quotation: Quotation::Indirect,
            sentence: reading.sentence(cue),
            claim: false,
            relayed: false,
            same_as: None,
            status: Status::Claimed,
        },
        speaker,
        more_speakers: Vec::new(),
    })
}

/// The words for a source: its noun phrase without what is joined to it by "and".
fn source_span(reading: &Reading<'_>, speaker: TokenId) -> Span {
    reading.subtree(speaker)
}

fn quotation(quotes: &[Quote], content: &[Span]) -> Quotation {
    let all = content.iter().all(|span| {
        near(quotes, *span).iter().any(|quote| {
            let overlap = quote
                .span
                .end
                .min(span.end)
                .saturating_sub(quote.span.start.max(span.start));
            overlap as usize * 10 >= span.len() * 8
        })
    });
    let some = content.iter().any(|span| {
        let mut near = near(quotes, *span).iter();
        near.any(|quote| quote.span.overlaps(*span))
    });
    match (all, some) {
        (true, _) => Quotation::Direct,
        (false, true) => Quotation::Mixed,
        _ => Quotation::Indirect,
    }
}

/// "Moscow's claims of state support", "the allegation that …".
fn noun(reading: &Reading<'_>, cue: TokenId) -> Option<Utterance> {
    let entry = nominal::entries(reading, cue)
        .iter()
        .find(|entry| entry.speech.is_some())?;
    let stance = entry.speech?;
    let speaker = reading.possessors(cue).first().copied();
    let mut root = None;
    for &child in reading.children(cue) {
        let fits = match reading.deprel(child) {
            Deprel::Acl | Deprel::Ccomp => reading
                .children(child)
                .iter()
                .any(|&mark| reading.deprel(mark) == Deprel::Mark && reading.lower(mark) == "that"),
            Deprel::AclRelcl => is_whole_clause(reading, child),
            Deprel::Nmod => {
                matches!(stance, Speech::Claims | Speech::Denies)
                    && reading.case(child).as_deref() == Some("of")
                    && matches!(
                        reading.lemma(cue).as_str(),
                        "claim" | "allegation" | "denial" | "accusation"
                    )
            }
            _ => false,
        };
        if fits {
            root = Some(child);
            break;
        }
    }
    let root = root?;
    // The holder of a claim that is the object of a verb is that verb's subject: "made the claim".
    let speaker = speaker.or_else(|| {
        let governor = reading.head(cue)?;
        (reading.deprel(cue) == Deprel::Obj
            && reading.upos(governor) == Upos::Verb
            && is_light(&reading.lemma(governor)))
        .then(|| reading.arguments(governor).subject.first().copied())
        .flatten()
    });
    let mut span = reading.subtree(root);
    // What follows the noun belongs to it, wherever the tree hangs it.
    span.end = span.end.max(reading.subtree(cue).end);
    if let Some(case) = reading
        .child(root, Deprel::Case)
        .or(reading.child(root, Deprel::Mark))
    {
        span.start = reading.analysis.span(case).end.min(span.end);
        span = reading.trim(span);
    } else if reading.deprel(root) == Deprel::AclRelcl
        && let Some(that) = reading
            .children(root)
            .iter()
            .copied()
            .find(|&child| reading.lower(child) == "that")
    {
        span.start = reading.analysis.span(that).end.min(span.end);
        span = reading.trim(span);
    }
    Some(Utterance {
        attribution: Attribution {
            source: speaker.map(|speaker| reading.subtree(speaker)),
            speaker: None,
            relays: Vec::new(),
            cue: reading.analysis.span(cue),
            cue_token: cue,
            content: vec![span],
            content_token: Some(root),
            stance,
            denied: stance == Speech::Denies,
            negated: false,
            quotation: Quotation::Indirect,
            sentence: reading.sentence(cue),
            claim: false,
            relayed: false,
            same_as: None,
            status: Status::Claimed,
        },
        speaker,
        more_speakers: Vec::new(),
    })
}

/// Tells whether the subject of a verb is who the noun after it is of: "made the claim", but not
/// "rejected the claim".
fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "make" | "repeat" | "issue" | "voice" | "raise" | "express" | "have" | "give" | "advance"
    )
}

/// Tells whether a clause with "that" lacks nothing, though the tree takes it for a relative clause:
/// "the accusation that Shell polluted the river" against "the accusation that Shell denied".
fn is_whole_clause(reading: &Reading<'_>, clause: TokenId) -> bool {
    let children = reading.children(clause);
    let that = children
        .iter()
        .any(|&child| reading.lower(child) == "that" && child < clause);
    let own = |relations: &[Deprel]| {
        children.iter().any(|&child| {
            relations.contains(&reading.deprel(child)) && reading.lower(child) != "that"
        })
    };
    that && own(&[Deprel::Nsubj, Deprel::NsubjPass])
        && own(&[
            Deprel::Obj,
            Deprel::Ccomp,
            Deprel::Xcomp,
            Deprel::Cop,
            Deprel::AuxPass,
            Deprel::Obl,
        ])
}

/// "According to X, …".
fn according_to(reading: &Reading<'_>, token: TokenId) -> Option<Utterance> {
    if !matches!(
        reading.deprel(token),
        Deprel::Obl | Deprel::Nmod | Deprel::Advmod | Deprel::Parataxis | Deprel::Advcl
    ) {
        return None;
    }
    if reading.case(token).as_deref() != Some("according_to") {
        return None;
    }
    let mut root = reading.head(token)?;
    // Hung on a noun of the clause, it is still about the clause.
    while reading.deprel(token) == Deprel::Nmod && !reading.is_predicate(root) {
        match reading.head(root) {
            Some(head) => root = head,
            None => break,
        }
    }
    let case = reading.child(token, Deprel::Case)?;
    let mut cue = reading.analysis.span(case);
    for &child in reading.children(case) {
        if reading.deprel(child) == Deprel::Fixed {
            cue = cue.cover(reading.analysis.span(child));
        }
    }
    let own = reading.subtree(token);
    let source = reading.trim(Span {
        start: cue.end.clamp(own.start, own.end),
        end: own.end,
    });
    let whole = reading.subtree(root);
    let before = reading.trim(Span {
        start: whole.start.min(own.start),
        end: own.start,
    });
    let after = reading.trim(Span {
        start: own.end,
        end: whole.end.max(own.end),
    });
    let pieces: Vec<Span> = [before, after]
        .into_iter()
        .filter(|piece| piece.of(reading.text).chars().any(char::is_alphanumeric))
        .collect();
    if pieces.is_empty() {
        return None;
    }
    // "according to the group, quoting North Korea's agency": both speak.
    let more_speakers = reading
        .children(token)
        .iter()
        .filter(|&&child| {
            reading.deprel(child) == Deprel::Acl
                && matches!(reading.lemma(child).as_str(), "quote" | "cite")
        })
        .flat_map(|&child| reading.arguments(child).object)
        .chain(reading.joined(token).into_iter().skip(1))
        .collect();
    Some(Utterance {
        attribution: Attribution {
            source: Some(source),
            speaker: None,
            relays: Vec::new(),
            cue,
            cue_token: token,
            content: pieces,
            content_token: Some(root),
            stance: Speech::Claims,
            denied: false,
            negated: false,
            quotation: Quotation::Indirect,
            sentence: reading.sentence(token),
            claim: false,
            relayed: false,
            same_as: None,
            status: Status::Claimed,
        },
        speaker: Some(token),
        more_speakers,
    })
}

/// A quote with no cue of its own goes on with the last speaker of the paragraph.
fn orphan_quotes(reading: &Reading<'_>, quotes: &[Quote], found: &mut Vec<Utterance>) {
    for quote in quotes {
        let words = quote.span.of(reading.text).split_whitespace().count();
        if words < 4
            || found.iter().any(|utterance| {
                utterance
                    .attribution
                    .content
                    .iter()
                    .any(|piece| piece.overlaps(quote.span))
            })
        {
            continue;
        }
        if let Some(utterance) = signed(reading, quote).or_else(|| introduced(reading, quote)) {
            found.push(utterance);
            continue;
        }
        let before = found
            .iter()
            .filter(|utterance| {
                utterance.attribution.cue.end <= quote.span.start
                    && utterance.speaker.is_some()
                    && utterance.attribution.quotation != Quotation::Indirect
            })
            .max_by_key(|utterance| utterance.attribution.cue.end);
        let Some(before) = before else {
            continue;
        };
        let between = Span {
            start: before.attribution.cue.end,
            end: quote.span.start,
        };
        let apart = between.of(reading.text).contains("\n\n");
        // A few words in quotation marks are a quote only right after one: "…," he said. "We stay."
        if apart && between.len() > 400 || words < 7 && (apart || between.len() > 120) {
            continue;
        }
        let Some(root) = reading.root_in(quote.span) else {
            continue;
        };
        if words < 7 && !reading.is_predicate(root) {
            continue;
        }
        let mut next = before.clone();
        next.attribution.content = vec![reading.trim(quote.span)];
        next.attribution.content_token = Some(root);
        next.attribution.quotation = Quotation::Direct;
        next.attribution.denied = false;
        next.attribution.negated = false;
        next.attribution.sentence = reading.sentence(root);
        found.push(next);
    }
}

/// "It's a long game." – Matthew Ingram
fn signed(reading: &Reading<'_>, quote: &Quote) -> Option<Utterance> {
    let tokens = reading.analysis.tokens();
    let mut at = tokens.partition_point(|token| token.span.start < quote.span.end);
    while at < tokens.len() && matches!(tokens[at].span.of(reading.text), "\"" | "”" | "’" | ".")
    {
        at += 1;
    }
    let dash = tokens.get(at)?.span;
    if !matches!(dash.of(reading.text), "-" | "–" | "—" | "--") {
        return None;
    }
    let name = TokenId(at as u32 + 1);
    if name.index() >= tokens.len() || reading.upos(name) != Upos::Propn {
        return None;
    }
    let between = Span {
        start: quote.span.end,
        end: reading.analysis.span(name).start,
    };
    if between.len() > 8 || between.of(reading.text).contains('\n') {
        return None;
    }
    let mut speaker = name;
    while let Some(head) = reading.head(speaker) {
        if head < name
            || reading.is_predicate(head)
            || reading.sentence(head) != reading.sentence(name)
        {
            break;
        }
        speaker = head;
    }
    Some(direct(reading, quote, dash, name, Some(speaker)))
}

/// A quote that a sentence ending in a colon introduces: its subject speaks.
fn introduced(reading: &Reading<'_>, quote: &Quote) -> Option<Utterance> {
    let before = reading.text.get(..quote.span.start as usize)?;
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "“\"‘'".contains(c));
    if !before.ends_with(':') {
        return None;
    }
    let tokens = reading.analysis.tokens();
    let colon = tokens.partition_point(|token| (token.span.end as usize) < before.len());
    let sentence = &reading.analysis.sentences()[reading.sentence(TokenId(colon as u32)) as usize];
    let root = sentence
        .tokens
        .clone()
        .map(TokenId)
        .find(|&token| reading.head(token).is_none())?;
    let speaker = reading.arguments(root).subject.first().copied()?;
    let span = reading.analysis.span(root);
    Some(direct(reading, quote, span, root, Some(speaker)))
}

/// Makes the attribution of a whole quote.
fn direct(
    reading: &Reading<'_>,
    quote: &Quote,
    cue: Span,
    cue_token: TokenId,
    speaker: Option<TokenId>,
) -> Utterance {
    Utterance {
        attribution: Attribution {
            source: speaker.map(|speaker| reading.subtree(speaker)),
            speaker: None,
            relays: Vec::new(),
            cue,
            cue_token,
            content: vec![reading.trim(quote.span)],
            content_token: reading.root_in(quote.span),
            stance: Speech::Claims,
            denied: false,
            negated: false,
            quotation: Quotation::Direct,
            sentence: reading.sentence(cue_token),
            claim: false,
            relayed: false,
            same_as: None,
            status: Status::Claimed,
        },
        speaker,
        more_speakers: Vec::new(),
    }
}

/// Tells whether a verb of speech is one that somebody does not go on to do: "declined to say".
fn is_withheld(reading: &Reading<'_>, cue: TokenId) -> bool {
    let Some(head) = reading.head(cue) else {
        return false;
    };
    if !matches!(
        reading.deprel(cue),
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl
    ) || !reading.is_infinitive(cue)
    {
        return false;
    }
    match reading.upos(head) {
        Upos::Verb => {
            let arguments = reading.arguments(head);
            frame::choose(reading, head, &arguments)
                .is_some_and(|entry| entry.complement == Some(Complement::Fails))
                != is_negated(reading, head)
        }
        Upos::Adj => matches!(
            reading.lower(head),
            "unable" | "unwilling" | "reluctant" | "impossible"
        ),
        _ => false,
    }
}

/// Tells whether a predicate is negated.
pub(in crate::extract) fn is_negated(reading: &Reading<'_>, predicate: TokenId) -> bool {
    reading.children(predicate).iter().any(|&child| {
        (matches!(
            reading.deprel(child),
            Deprel::Advmod | Deprel::Aux | Deprel::CcPreconj
        ) && matches!(
            reading.lower(child),
            "not" | "n't" | "n’t" | "never" | "neither" | "nor" | "no"
        )) || (matches!(
            reading.deprel(child),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj
        ) && (matches!(reading.lower(child), "nobody" | "none" | "nothing")
            || reading.children(child).iter().any(|&inner| {
                reading.deprel(inner) == Deprel::Det
                    && matches!(reading.lower(inner), "no" | "neither")
            })))
    })
}
