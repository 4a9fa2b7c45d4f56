//! A query with its mistake put right, to be taken with Tab.
//!
//! Hints are sentences for people. Here what they say is tried: put this word in place of that
//! one, close the bracket here or there. Only a query that then reads and checks is offered.

use std::ops::Range;

use crate::query;
use crate::query::QueryError;
use crate::query::QueryErrorKind as Kind;
use crate::query::Signatures;
use crate::repl::scan::Piece;
use crate::repl::scan::scan;

/// Puts a query right, where its error says how.
pub(in crate::repl) fn repair(
    text: &str,
    error: &QueryError,
    signatures: &dyn Signatures,
) -> Option<String> {
    let span = error.span.range();
    // A span that does not lie in the text says nothing about it.
    text.get(span.clone())?;
    let candidates: Vec<String> = match &error.kind {
        Kind::Unclosed { close, .. } => after_each_word(text, span.end, *close).rev().collect(),
        Kind::UnclosedText { quote } => closed_texts(text, span.start, *quote),
        Kind::Unopened { .. } => vec![replaced(text, span, "")],
        Kind::Foreign { found, .. } => foreign(text, span.clone(), found)
            .into_iter()
            .chain(hinted(text, span, error))
            .collect(),
        Kind::Misplaced { hint, .. } if hint.starts_with("leave it out") => {
            vec![replaced(text, span, "")]
        }
        Kind::Misplaced { .. } => before_return(text, span.start).into_iter().collect(),
        // Its example names a type that nobody asked for.
        Kind::NoSingleRelationshipType { .. } => Vec::new(),
        Kind::Expected { expected, .. } => hinted(text, span.clone(), error)
            .into_iter()
            .chain(list(text, span.start))
            .chain(quoted(expected).flat_map(|word| put_in(text, span.clone(), word)))
            .collect(),
        _ => hinted(text, span, error),
    };
    candidates.into_iter().find(|candidate| {
        let query = query::parse(candidate);
        query.is_ok_and(|query| query::check(query, signatures, None).is_ok())
    })
}

/// Puts the word that a remark proposes in the place of what it is about.
pub(in crate::repl) fn instead(text: &str, span: Range<usize>, hint: &str) -> Option<String> {
    let word = hint.strip_prefix("did you mean `")?.strip_suffix("`?")?;
    text.get(span.clone())?;
    Some(replaced(text, span, word))
}

/// Tries what a hint has in backticks.
fn hinted(text: &str, span: Range<usize>, error: &QueryError) -> Vec<String> {
    let Some(hint) = error.hint() else {
        return Vec::new();
    };
    let example = hint.contains("as in `");
    let to_be_followed = matches!(
        error.kind,
        Kind::UndefinedVariable { .. } | Kind::InvalidClauseComposition { .. }
    );
    if example && !to_be_followed {
        return Vec::new();
    }
    quoted(&hint)
        .map(|word| match word.split_once('(') {
            // `size(…)` and `coalesce(a, b)` name a function.
            Some((name, _)) if is_name(name) && is_name(&text[span.clone()]) => name,
            _ => word,
        })
        .filter(|word| !word.contains('…') || word.ends_with(": …"))
        .flat_map(|word| match word.strip_suffix(": …") {
            Some(_) => put_in(text, span.clone(), ":"),
            None => put_in(text, span.clone(), word),
        })
        .collect()
}

/// Puts a word in the place of a piece of the text, before it, and at the end.
fn put_in(text: &str, span: Range<usize>, word: &str) -> Vec<String> {
    let start = span.start..span.start;
    vec![
        replaced(text, span, word),
        replaced(text, start.clone(), word),
        replaced(text, start, &format!("{word} ")),
        format!("{} {word}", text.trim_end()),
    ]
}

fn replaced(text: &str, span: Range<usize>, word: &str) -> String {
    format!("{}{word}{}", &text[..span.start], &text[span.end..])
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

/// Lists what stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| !word.is_empty())
}

/// Puts a bracket behind each word after a place.
fn after_each_word(
    text: &str,
    from: usize,
    bracket: char,
) -> impl DoubleEndedIterator<Item = String> {
    let ends: Vec<usize> = scan(text).into_iter().map(|(span, _)| span.end).collect();
    ends.into_iter()
        .filter(move |&end| end > from)
        .map(move |end| replaced(text, end..end, &bracket.to_string()))
}

/// Closes a text where another kind of quotation mark stands, or else behind each word.
fn closed_texts(text: &str, start: usize, quote: char) -> Vec<String> {
    let other = if quote == '"' { '\'' } else { '"' };
    let body = start + quote.len_utf8();
    let rest = text.get(body..).unwrap_or("");
    let swapped = rest
        .match_indices(other)
        .map(|(at, mark)| replaced(text, body + at..body + at + mark.len(), &quote.to_string()));
    let ends = rest
        .char_indices()
        .filter(|&(at, c)| {
            let next = rest[at + c.len_utf8()..].chars().next();
            c.is_alphanumeric() && next.is_none_or(|next| !next.is_alphanumeric())
        })
        .map(|(at, c)| body + at + c.len_utf8());
    let closed = ends.map(|end| replaced(text, end..end, &quote.to_string()));
    swapped.chain(closed).collect()
}

/// Puts a condition that follows RETURN before it.
fn before_return(text: &str, at: usize) -> Option<String> {
    let place = scan(text)
        .into_iter()
        .take_while(|(span, _)| span.start < at)
        .filter(|(span, piece)| {
            *piece == Piece::Keyword && text[span.clone()].eq_ignore_ascii_case("RETURN")
        })
        .last()?
        .0
        .start;
    Some(format!(
        "{}{} {}",
        &text[..place],
        text[at..].trim_end(),
        text[place..at].trim_end()
    ))
}

/// Makes a list in brackets of one in parentheses, as in `IN (1, 2)`.
fn list(text: &str, comma: usize) -> Option<String> {
    let open = text[..comma].rfind('(')?;
    let close = comma + text[comma..].find(')')?;
    Some(format!(
        "{}[{}]{}",
        &text[..open],
        &text[open + 1..close],
        &text[close + 1..]
    ))
}

/// Says in Cypher what was said in another language.
fn foreign(text: &str, span: Range<usize>, found: &str) -> Vec<String> {
    match found.to_uppercase().as_str() {
        "LIKE" => like(text, span).into_iter().collect(),
        "SELECT" => select(text).into_iter().collect(),
        "GROUP BY" => scan(text)
            .into_iter()
            .map(|(piece, _)| piece.end)
            .filter(|&end| end >= span.end)
            .map(|end| {
                let rest = text[end..].trim_start();
                format!("{} {rest}", text[..span.start].trim_end())
            })
            .rev()
            .collect(),
        _ => Vec::new(),
    }
}

/// `LIKE 'Ira%'` is STARTS WITH, `LIKE '%ra%'` CONTAINS.
fn like(text: &str, span: Range<usize>) -> Option<String> {
    let rest = text[span.end..].trim_start();
    let quote = rest.chars().next().filter(|&c| c == '\'' || c == '"')?;
    let (pattern, after) = rest[1..].split_once(quote)?;
    let word = pattern.trim_matches('%');
    let operator = match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => "CONTAINS",
        (false, true) => "STARTS WITH",
        (true, false) => "ENDS WITH",
        (false, false) => "=",
    };
    let plain = !word.contains(['%', '_']);
    plain.then(|| {
        let before = &text[..span.start];
        format!("{before}{operator} {quote}{word}{quote}{after}")
    })
}

/// `SELECT name FROM State` is `MATCH (n:State) RETURN n.name`.
fn select(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let from = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("FROM"))?;
    let label = words.get(from + 1).filter(|label| is_name(label))?;
    let columns = words.get(1..from)?.join(" ");
    let columns: Vec<String> = columns
        .split(',')
        .map(
            |column| match column.trim().rsplit('.').next().unwrap_or("") {
                "*" => "n".to_owned(),
                name if is_name(name) => format!("n.{name}"),
                other => other.to_owned(),
            },
        )
        .collect();
    let rest: String = words[from + 2..]
        .iter()
        .map(|word| format!(" {word}"))
        .collect();
    Some(format!(
        "MATCH (n:{label}) RETURN {}{rest}",
        columns.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::repair;
    use crate::query;
    use crate::query::Procedures;

    fn check(text: &str, expected: &str) {
        let procedures = Procedures::default();
        let error = match query::parse(text) {
            Ok(query) => query::check(query, &procedures, None).unwrap_err(),
            Err(error) => error,
        };
        let found = repair(text, &error, &procedures);
        assert_eq!(found.as_deref().unwrap_or(""), expected, "{text}: {error}");
    }

    #[test]
    fn words_are_put_in_the_place_of_wrong_ones() {
        check("RETRUN 1", "RETURN 1");
        check(
            "MATCH (n) RETURN n.name ORDERBY n.name",
            "MATCH (n) RETURN n.name ORDER BY n.name",
        );
        check("RETURN uper('a')", "RETURN upper('a')");
        check("RETURN len('a')", "RETURN size('a')");
        check(
            "MATCH (n) WHERE n.a == 1 RETURN n",
            "MATCH (n) WHERE n.a = 1 RETURN n",
        );
        check(
            "MATCH (n) WHERE n.name = Iran RETURN n",
            "MATCH (n) WHERE n.name = 'Iran' RETURN n",
        );
        check(
            "MATCH (n:State) RETURN State.name",
            "MATCH (n:State) RETURN n.name",
        );
    }

    #[test]
    fn arrows_are_mended() {
        check("MATCH (a)->(b) RETURN a", "MATCH (a)-->(b) RETURN a");
        check("MATCH (a)-(b) RETURN a", "MATCH (a)-->(b) RETURN a");
        check("MATCH (a) (b) RETURN a", "MATCH (a) -->(b) RETURN a");
        check(
            "MATCH (a)[r:T]->(b) RETURN a",
            "MATCH (a)-[r:T]->(b) RETURN a",
        );
        check(
            "MATCH (a)-[r:T](b) RETURN a",
            "MATCH (a)-[r:T]->(b) RETURN a",
        );
        check("MATCH n RETURN n", "MATCH (n) RETURN n");
        check(
            "MATCH (n {name = 'x'}) RETURN n",
            "MATCH (n {name : 'x'}) RETURN n",
        );
        check(
            "MATCH (n {name 'x'}) RETURN n",
            "MATCH (n {name :'x'}) RETURN n",
        );
    }

    #[test]
    fn brackets_and_quotes_are_closed_where_the_rest_makes_sense() {
        check("RETURN count(*", "RETURN count(*)");
        check("MATCH (n:State RETURN n", "MATCH (n:State) RETURN n");
        check(
            "MATCH (a)-[r:T->(b) RETURN a",
            "MATCH (a)-[r:T]->(b) RETURN a",
        );
        check("MATCH (n {a: 1) RETURN n", "MATCH (n {a: 1}) RETURN n");
        check("RETURN (1 + 2 AS x", "RETURN (1 + 2) AS x");
        check("RETURN 1)", "RETURN 1");
        check("RETURN 'Iran", "RETURN 'Iran'");
        check(
            "MATCH (n) WHERE n.name = \"Iran' RETURN n",
            "MATCH (n) WHERE n.name = \"Iran\" RETURN n",
        );
        check(
            "MATCH (n) WHERE n.name = 'South Africa RETURN n",
            "MATCH (n) WHERE n.name = 'South Africa' RETURN n",
        );
    }

    #[test]
    fn habits_of_sql_are_translated() {
        check("SELECT * FROM State", "MATCH (n:State) RETURN n");
        check(
            "SELECT name, s.iso3 FROM State LIMIT 3",
            "MATCH (n:State) RETURN n.name, n.iso3 LIMIT 3",
        );
        check(
            "MATCH (n) WHERE n.name LIKE 'Ira%' RETURN n",
            "MATCH (n) WHERE n.name STARTS WITH 'Ira' RETURN n",
        );
        check(
            "MATCH (n) WHERE n.name IN ('a', 'b') RETURN n",
            "MATCH (n) WHERE n.name IN ['a', 'b'] RETURN n",
        );
        check(
            "MATCH (n) RETURN n.name, count(*) GROUP BY n.name",
            "MATCH (n) RETURN n.name, count(*) ",
        );
        check(
            "MATCH (n) RETURN n.name WHERE n.a = 1",
            "MATCH (n) WHERE n.a = 1 RETURN n.name",
        );
        check("MATCH (n:State)", "MATCH (n:State) RETURN *");
        check("MATCH (n), RETURN n", "MATCH (n) RETURN n");
    }

    #[test]
    fn what_nobody_asked_for_is_not_offered() {
        check("CREATE (a)-[]->(b)", "");
        check("MATCH (n) RETURN n.x +", "");
        check("RETURN length(1, 2)", "");
    }
}
