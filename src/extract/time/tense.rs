//! Whether the verb that an expression of time hangs on looks back or ahead.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::time::cursor::Cursor;

/// In which direction a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// Finds the tense of the clause in which the token at `at` stands.
pub(super) fn at(cursor: &Cursor<'_>, at: usize) -> Tense {
    let analysis = cursor.analysis;
    let mut token = cursor.token(at);
    // "arrested Friday", "talks on Friday", "expected to meet on Friday".
    for _ in 0..8 {
        let tense = of(cursor, token);
        if tense != Tense::Unknown {
            return tense;
        }
        // "The attack targeting a hall on Friday should alert the world": what a participle says
        // of a noun has happened, whatever is said of the noun.
        if analysis.deprel(token) == Deprel::Acl
            && matches!(analysis.tag(token).xpos, "VBG" | "VBN")
            && !matches!(analysis.lemma(token), "start" | "begin" | "open" | "set")
        {
            return Tense::Past;
        }
        match analysis.head(token) {
            Some(head) => token = head,
            None => break,
        }
    }
    first_verb(cursor)
}

/// Tells the tense that a word itself has, with its auxiliaries.
fn of(cursor: &Cursor<'_>, token: TokenId) -> Tense {
    let analysis = cursor.analysis;
    let tag = analysis.tag(token);
    let children = analysis.children(token);
    let auxiliary = |child: &&TokenId| {
        matches!(
            analysis.deprel(**child),
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop
        )
    };
    let mut past = false;
    let mut present = false;
    let mut to = false;
    for child in children.iter().filter(auxiliary) {
        match analysis.lemma(*child) {
            "will" | "shall" | "'ll" | "’ll" | "would" | "can" | "could" | "may" | "might"
            | "should" | "must"
                if analysis.tag(*child).xpos == "MD" =>
            {
                // "could have met" looks back.
                let perfect = children.iter().any(|other| {
                    analysis.tag(*other).upos == Upos::Aux && analysis.lemma(*other) == "have"
                });
                return if perfect { Tense::Past } else { Tense::Future };
            }
            "have" => past = true,
            _ => match analysis.tag(*child).xpos {
                "VBD" => past = true,
                "VBZ" | "VBP" => present = true,
                _ => (),
            },
        }
    }
    for child in children {
        to |= analysis.tag(*child).xpos == "TO" && *child < token;
    }
    let governs_plan = |token: TokenId| {
        cursor.words.plans.contains(analysis.lemma(token)) && analysis.tag(token).upos != Upos::Noun
    };
    let is_plan = governs_plan(token)
        && (tag.xpos == "VBN"
            || tag.xpos == "JJ"
            || tag.xpos == "VBZ"
            || tag.xpos == "VBG"
            || tag.xpos == "VBP");
    match tag.xpos {
        // "is to be held", "are to vote".
        "VB" | "VBN" if to && present => Tense::Future,
        "VB" if to => {
            // "set to meet" and "is to meet" look ahead, "had to leave" goes with its head.
            match analysis.head(token) {
                // "a plan to close by June" as well.
                Some(head) if cursor.words.plans.contains(analysis.lemma(head)) => Tense::Future,
                Some(head) if analysis.lemma(head) == "be" && analysis.tag(head).xpos != "VBD" => {
                    Tense::Future
                }
                _ => Tense::Unknown,
            }
        }
        "VBN" | "JJ" if is_plan && past && !present => Tense::Future,
        "VBN" | "JJ" if is_plan && present => Tense::Future,
        "VBG" if present && analysis.lemma(token) != "say" => Tense::Future,
        "VBD" => Tense::Past,
        "VBN" if tag.upos == Upos::Verb => {
            // A participle without auxiliary has happened: "the man killed on Friday".
            if present && !past {
                Tense::Present
            } else {
                Tense::Past
            }
        }
        "VBZ" | "VBP" if tag.upos == Upos::Verb => Tense::Present,
        _ if past => Tense::Past,
        _ if present => Tense::Present,
        _ => Tense::Unknown,
    }
}

/// Falls back on the first finite verb of the sentence.
fn first_verb(cursor: &Cursor<'_>) -> Tense {
    for at in 0..cursor.len() {
        match cursor.xpos(at) {
            "VBD" => return Tense::Past,
            "MD" => return Tense::Future,
            "VBZ" | "VBP" => {
                let perfect = matches!(cursor.word(at), "has" | "have" | "'ve" | "’ve")
                    && (at + 1..at + 4).any(|next| cursor.xpos(next) == "VBN");
                let planned = matches!(cursor.word(at), "is" | "are" | "'s" | "’s")
                    && (at + 1..at + 4).any(|next| cursor.xpos(next) == "TO");
                return match (perfect, planned) {
                    (true, _) => Tense::Past,
                    (_, true) => Tense::Future,
                    _ => Tense::Present,
                };
            }
            _ => (),
        }
    }
    Tense::Unknown
}
