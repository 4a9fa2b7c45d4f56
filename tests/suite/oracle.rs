//! An independent parser agrees with ours on what is syntax.
//!
//! `open-cypher` follows the grammar of openCypher 2024.3. Where the two differ, the reason is in
//! [`explained`].

use std::collections::BTreeSet;

use newsgraph::query::QueryError;
use newsgraph::query::QueryErrorKind;
use newsgraph::query::lex;
use newsgraph::query::lex::TokenKind;
use newsgraph::query::parse;
use newsgraph::query::print::print_name;

use crate::gherkin;

#[test]
fn both_parsers_accept_the_same_queries_of_the_conformance_kit() {
    check(queries());
}

#[test]
fn both_parsers_accept_the_same_broken_queries() {
    let broken = queries()
        .into_iter()
        .enumerate()
        .flat_map(|(number, query)| (0..3).filter_map(move |turn| break_at(&query, number + turn)));
    check(broken);
}

fn check(queries: impl IntoIterator<Item = String>) {
    let mut different = Vec::new();
    for query in queries {
        let ours = parse(&query);
        let theirs = open_cypher::parse(&query).is_ok();
        if ours.is_ok() != theirs && !explained(&query, ours.as_ref().err()) {
            different.push(format!("theirs {theirs}, ours {:?}: {query}", ours.err()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Tells whether a difference is one that we want.
fn explained(query: &str, error: Option<&QueryError>) -> bool {
    let Some(error) = error else {
        // What a call inside a query has to say is left to our checker, and a part of their grammar.
        return query.contains("CALL");
    };
    // The size of numbers is read where they are.
    let overflow = matches!(
        error.kind,
        QueryErrorKind::IntegerLiteralOverflow { .. } | QueryErrorKind::FloatLiteralOverflow { .. }
    );
    // They let any keyword name a variable or function, which makes sense of `RETURN RETURN` and
    // hides the mistake in it.
    let piece = error.span.of(query);
    let before = query[..error.span.start as usize].trim_end();
    let keyword = |words: &str| {
        let word = words.split(' ').next().unwrap_or("");
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && print_name(word, true).starts_with('`')
    };
    let last = before.rsplit(' ').next().unwrap_or("");
    // They read nodes side by side, repeat whole patterns, and project maps out of any value.
    let longer = before.ends_with(')') && ["(", "*", "+"].contains(&piece) || piece == "{";
    let next = query[error.span.end as usize..].trim_start();
    overflow || keyword(piece) || keyword(last) || piece == "," && keyword(next) || longer
}

fn queries() -> BTreeSet<String> {
    gherkin::scenarios()
        .into_iter()
        .flat_map(|scenario| scenario.steps)
        .map(|step| step.query)
        .filter(|query| !query.is_empty())
        .collect()
}

/// Leaves out, doubles or swaps one token; which one depends on the number.
fn break_at(query: &str, number: usize) -> Option<String> {
    let mut pieces: Vec<&str> = lex::lex(query)
        .iter()
        .filter(|token| !matches!(token.kind, TokenKind::End | TokenKind::Comment))
        .map(|token| token.span.of(query))
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let place = number * 7 % (pieces.len() - 1);
    match number % 3 {
        0 => _ = pieces.remove(place),
        1 => pieces.insert(place, pieces[place]),
        _ => pieces.swap(place, place + 1),
    }
    Some(pieces.join(" "))
}
