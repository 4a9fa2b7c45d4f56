//! The queries that beginners write: each error is one line of cause, points at the piece that has
//! to change, and has a hint that works when followed.

use super::check;
use super::fixture::Known;
use crate::query::QueryError;
use crate::query::Schema;
use crate::query::notes;
use crate::query::parse;

fn error(text: &str) -> Option<QueryError> {
    parse(text)
        .and_then(|query| check(query, &Known::new(), None))
        .err()
}

/// Checks the error of `marked`, whose wrong piece stands between `⟦` and `⟧`, its hint, and that
/// the query `fixed`, in which the hint is followed, is fine.
fn check_error(marked: &str, message: &str, hint: &str, fixed: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let start = marked.find('⟦').unwrap();
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let error_of = error(&text).unwrap_or_else(|| panic!("{text} is accepted"));
    assert_eq!(
        (
            error_of.to_string().as_str(),
            error_of.span.of(&text),
            error_of.hint().unwrap_or_default().as_str()
        ),
        (message, &text[start..end], hint),
        "{text}"
    );
    assert!(
        !message.contains('\n') && message.chars().count() <= 78,
        "{message}"
    );
    if let Some(error) = error(fixed) {
        panic!("{fixed}\n{error}");
    }
}

/// Lists the hints of the notes on a legal query that finds nothing.
fn check_note(text: &str, expected: &str, fixed: &str) {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let schema = Schema {
        labels: names(&["Person"]),
        types: names(&["KNOWS"]),
        properties: names(&["name", "age"]),
    };
    let of = |text: &str| notes(&parse(text).unwrap(), &schema);
    let found: Vec<_> = of(text)
        .into_iter()
        .map(|note| format!("{}; {}", note.message, note.hint.unwrap_or_default()))
        .collect();
    assert_eq!(found, [expected], "{text}");
    assert_eq!(of(fixed), []);
}

#[test]
fn arrows_lose_pieces() {
    check_error(
        "MATCH (a)-[:KNOWS⟦]⟧(b) RETURN a",
        "expected `->` or `-` after `]`, found `(`",
        "write `]->`",
        "MATCH (a)-[:KNOWS]->(b) RETURN a",
    );
    check_error(
        "MATCH (a)⟦->⟧(b) RETURN a",
        "expected `-` before `>`, found `>`",
        "write `-->`",
        "MATCH (a)-->(b) RETURN a",
    );
    check_error(
        "MATCH (a)-⟦KNOWS⟧->(b) RETURN a",
        "expected `[` before the type, found `KNOWS`",
        "write `-[:KNOWS]->`",
        "MATCH (a)-[:KNOWS]->(b) RETURN a",
    );
    check_error(
        "MATCH (a)⟦[⟧:KNOWS]->(b) RETURN a",
        "expected `-` before the edge, found `[`",
        "write `-[`",
        "MATCH (a)-[:KNOWS]->(b) RETURN a",
    );
    check_error(
        "MATCH (a)-[:KNOWS]->⟦b⟧ RETURN b",
        "expected a node in parentheses, found `b`",
        "write `(b)`",
        "MATCH (a)-[:KNOWS]->(b) RETURN b",
    );
    check_error(
        "MATCH (a) ⟦(⟧b) RETURN a",
        "expected an edge between the nodes, found `(`",
        "write `-->` or `,` between them",
        "MATCH (a), (b) RETURN a",
    );
    check_error(
        "MATCH (a)-[:KNOWS⟦..⟧3]->(b) RETURN a",
        "a range of lengths starts with `*`",
        "write `*..`, as in `*1..3`",
        "MATCH (a)-[:KNOWS*..3]->(b) RETURN a",
    );
    check_error(
        "MATCH (a)-[:ACTED⟦-⟧IN]->(b) RETURN a",
        "expected `]`, found `-`",
        "put backticks around a name with a hyphen",
        "MATCH (a)-[:`ACTED-IN`]->(b) RETURN a",
    );
}

#[test]
fn operators_come_from_other_languages() {
    let check = |symbol: &str, hint: &str, right: &str| {
        let with = |operator: &str| format!("MATCH (n) WHERE n.a {operator} n.b RETURN n");
        check_error(
            &with(&format!("⟦{symbol}⟧")),
            &format!("`{symbol}` is not Cypher"),
            hint,
            &with(right),
        );
    };
    check("==", "write `=`", "=");
    check("!=", "write `<>`", "<>");
    check("&&", "write `AND`", "AND");
    check("=>", "write `>=`", ">=");
    check(
        "LIKE",
        "write `CONTAINS 'x'`, `STARTS WITH 'x'` or `=~ '.*x.*'`",
        "CONTAINS",
    );
    check_error(
        "MATCH (n) WHERE ⟦!⟧n.a RETURN n",
        "`!` is not Cypher",
        "write `NOT`",
        "MATCH (n) WHERE NOT n.a RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.a = ⟦1⟧ || n.b = 2 RETURN n",
        "`||` needs a text or a list, and this is an integer",
        "write `OR` between conditions; `||` joins texts and lists",
        "MATCH (n) WHERE n.a = 1 OR n.b = 2 RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.a ⟦NOT⟧ IN [1] RETURN n",
        "expected the next clause, found `NOT`",
        "write `NOT x IN list`",
        "MATCH (n) WHERE NOT n.a IN [1] RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.a ⟦IS NOT⟧ 'x' RETURN n",
        "expected `NULL` after `IS NOT`, found `'x'`",
        "write `<>` to compare with a value",
        "MATCH (n) WHERE n.a <> 'x' RETURN n",
    );
}

#[test]
fn quotes_are_missing_or_too_many() {
    check_error(
        "MATCH (n) WHERE n.name = ⟦\"⟧x RETURN n",
        "the text that starts here is never closed",
        "add `\"` where the text ends",
        "MATCH (n) WHERE n.name = \"x\" RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.name = 'it'⟦s⟧' RETURN n",
        "expected the next clause, found `s`",
        "write `\\'` for a quote mark inside a text",
        "MATCH (n) WHERE n.name = 'it\\'s' RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.name = ⟦“⟧x” RETURN n",
        "unexpected character `“`",
        "write a straight quote, `\"`",
        "MATCH (n) WHERE n.name = \"x\" RETURN n",
    );
    check_error(
        "MATCH (n) WHERE n.name = ⟦Bob⟧ RETURN n",
        "variable `Bob` is not defined",
        "for a text, write quotes around it: `'Bob'`",
        "MATCH (n) WHERE n.name = 'Bob' RETURN n",
    );
    check_error(
        "MATCH (n {⟦\"name\"⟧: 'x'}) RETURN n",
        "expected a key, found `\"name\"`",
        "write `name` without quotes",
        "MATCH (n {name: 'x'}) RETURN n",
    );
    check_error(
        "MATCH (n) RETURN n.name AS ⟦'my name'⟧",
        "expected a name for the column, found `'my name'`",
        "a name has no quotes; put backticks around one with spaces in it",
        "MATCH (n) RETURN n.name AS `my name`",
    );
}

#[test]
fn habits_of_sql_are_known() {
    check_error(
        "⟦SELECT⟧ name FROM Person",
        "`SELECT` is not Cypher",
        "write `MATCH (n:Label) RETURN n.name`: the columns come last",
        "MATCH (n:Person) RETURN n.name",
    );
    check_error(
        "⟦INSERT⟧ (n:Person)",
        "`INSERT` is not Cypher",
        "write `CREATE (n:Label {name: 'x'})`",
        "CREATE (n:Person {name: 'x'})",
    );
    check_error(
        "MATCH (n) RETURN n.name, count(*) ⟦GROUP BY⟧ n.name",
        "`GROUP BY` is not Cypher",
        "leave it out: the columns that are not aggregated are the groups",
        "MATCH (n) RETURN n.name, count(*)",
    );
    check_error(
        "MATCH (n) RETURN n ⟦WHERE⟧ n.age > 3",
        "`WHERE` cannot stand after RETURN",
        "put WHERE before RETURN, or write `WITH … WHERE …` first",
        "MATCH (n) WHERE n.age > 3 RETURN n",
    );
    check_error(
        "MATCH (n) RETURN n LIMIT 5 ⟦ORDER BY⟧ n.name",
        "`ORDER BY` cannot stand after LIMIT",
        "write `ORDER BY …` first, then `SKIP …` and `LIMIT …`",
        "MATCH (n) RETURN n ORDER BY n.name LIMIT 5",
    );
    check_error(
        "MATCH (n) ⟦LIMIT⟧ 5 RETURN n",
        "`LIMIT` cannot stand after MATCH",
        "put it after the columns of RETURN or WITH",
        "MATCH (n) RETURN n LIMIT 5",
    );
    check_error(
        "MATCH (n) WHERE ⟦count(n)⟧ > 1 RETURN n",
        "`count` cannot aggregate in WHERE",
        "aggregate first: `WITH n, count(…) AS total WHERE total > 1`",
        "MATCH (n) WITH n, count(n) AS total WHERE total > 1 RETURN n",
    );
}

#[test]
fn lists_and_choices_look_like_those_of_other_languages() {
    check_error(
        "MATCH (n) WHERE n.x IN (1⟦,⟧ 2) RETURN n",
        "expected `)`, found `,`",
        "a list has brackets: `[1, 2]`",
        "MATCH (n) WHERE n.x IN [1, 2] RETURN n",
    );
    check_error(
        "MATCH (n) RETURN DISTINCT n.x, ⟦DISTINCT⟧ n.y",
        "`DISTINCT` cannot stand before a later column",
        "write it once, before the first: it is about whole rows",
        "MATCH (n) RETURN DISTINCT n.x, n.y",
    );
    check_error(
        "⟦OPTIONAL⟧ (n) RETURN n",
        "expected `MATCH` after `OPTIONAL`, found `(`",
        "write `OPTIONAL MATCH`",
        "OPTIONAL MATCH (n) RETURN n",
    );
    check_error(
        "MATCH (n:⟦`⟧my label) RETURN n",
        "the name that starts here is never closed",
        "add a backtick where the name ends",
        "MATCH (n:`my label`) RETURN n",
    );
}

#[test]
fn labels_and_properties_are_mixed_up() {
    check_error(
        "MATCH (p:Person) RETURN ⟦Person⟧.name",
        "variable `Person` is not defined",
        "`Person` is a label; use the variable, as in `p`",
        "MATCH (p:Person) RETURN p.name",
    );
    check_error(
        "MATCH (n ⟦Person⟧) RETURN n",
        "expected `:` before the label, found `Person`",
        "write `(n:Person)`",
        "MATCH (n:Person) RETURN n",
    );
    check_error(
        "MATCH ⟦Person⟧ RETURN n",
        "expected a node in parentheses, found `Person`",
        "write `(n:Person)`",
        "MATCH (n:Person) RETURN n",
    );
    check_error(
        "MATCH (n:Person ⟦name⟧: 'x') RETURN n",
        "expected `{` before the properties, found `name`",
        "write `{name: …}`",
        "MATCH (n:Person {name: 'x'}) RETURN n",
    );
    check_error(
        "MATCH (n {name ⟦=⟧ 'x'}) RETURN n",
        "expected `:` after the key, found `=`",
        "write `name: …`",
        "MATCH (n {name: 'x'}) RETURN n",
    );
    check_error(
        "MATCH (n⟦.⟧name = 'x') RETURN n",
        "expected `)`, found `.`",
        "write a condition after WHERE, as in `WHERE n.name = 'x'`",
        "MATCH (n) WHERE n.name = 'x' RETURN n",
    );
}

#[test]
fn pieces_are_left_out() {
    check_error(
        "⟦MATCH⟧ (n) WHERE n.age > 3",
        "the query ends with MATCH and gives nothing",
        "add RETURN and what to show, as in `RETURN *`",
        "MATCH (n) WHERE n.age > 3 RETURN *",
    );
    check_error(
        "⟦(⟧n:Person) RETURN n",
        "expected `MATCH` before the pattern, found `(`",
        "write `MATCH` before it",
        "MATCH (n:Person) RETURN n",
    );
    check_error(
        "MATCH (n) RETURN n.name ⟦n⟧.age",
        "expected a comma or the next clause, found `n`",
        "put `,` before `n`, or `AS` if it is a name for the column",
        "MATCH (n) RETURN n.name, n.age",
    );
    check_error(
        "MATCH (n)⟦,⟧ RETURN n",
        "`,` cannot stand before `RETURN`",
        "leave it out, or add what should follow it",
        "MATCH (n) RETURN n",
    );
    check_error(
        "MATCH ⟦(⟧n:Person RETURN n",
        "`(` is never closed",
        "add `)`",
        "MATCH (n:Person) RETURN n",
    );
    check_error(
        "MATCH (n ⟦{⟧name: 'x') RETURN n",
        "`{` is never closed",
        "add `}`",
        "MATCH (n {name: 'x'}) RETURN n",
    );
    check_error(
        "MATCH (n) WITH ⟦n.name⟧ RETURN 1",
        "`n.name` needs a name here",
        "write `n.name AS name`",
        "MATCH (n) WITH n.name AS name RETURN 1",
    );
    check_error(
        "UNWIND [1, 2] ⟦x⟧ RETURN x",
        "expected `AS` and a name, found `x`",
        "write `UNWIND list AS x`",
        "UNWIND [1, 2] AS x RETURN x",
    );
    check_error(
        "MATCH (n) RETURN n ⟦ORDER⟧ n.name",
        "expected `BY` after `ORDER`, found `n`",
        "write `ORDER BY`",
        "MATCH (n) RETURN n ORDER BY n.name",
    );
    check_error(
        "CREATE (a)⟦-[:KNOWS]-⟧(b)",
        "CREATE needs an arrow on each edge",
        "write `-[…]->` or `<-[…]-`",
        "CREATE (a)-[:KNOWS]->(b)",
    );
}

#[test]
fn words_are_misspelt() {
    check_error(
        "MATCH (n) ⟦RETRUN⟧ n",
        "unknown word `RETRUN`",
        "did you mean `RETURN`?",
        "MATCH (n) RETURN n",
    );
    check_error(
        "MATCH (n) RETURN n ⟦ORDERBY⟧ n.x",
        "unknown word `ORDERBY`",
        "did you mean `ORDER BY`?",
        "MATCH (n) RETURN n ORDER BY n.x",
    );
    check_error(
        "MATCH (n) ⟦WHER⟧ n.x = 1 RETURN n",
        "unknown word `WHER`",
        "did you mean `WHERE`?",
        "MATCH (n) WHERE n.x = 1 RETURN n",
    );
    check_error(
        "MATCH (n) RETURN ⟦DISTICT⟧ n",
        "unknown word `DISTICT`",
        "did you mean `DISTINCT`?",
        "MATCH (n) RETURN DISTINCT n",
    );
    check_error(
        "MATCH (n) RETURN ⟦touper⟧(n.name)",
        "unknown function `touper`",
        "did you mean `toUpper`?",
        "MATCH (n) RETURN toUpper(n.name)",
    );
    check_error(
        "MATCH (n) RETURN ⟦len⟧(n.names)",
        "unknown function `len`",
        "write `size(…)` for a list or text, `length(…)` for a path",
        "MATCH (n) RETURN size(n.names)",
    );
    check_error(
        "MATCH (n) RETURN n.name AS ⟦order⟧",
        "expected a name for the column, found `order`",
        "`order` is a keyword; as a name it needs backticks: `` `order` ``",
        "MATCH (n) RETURN n.name AS `order`",
    );
    check_error(
        "MATCH (n) WITH n.name AS name RETURN ⟦n⟧",
        "variable `n` is not defined",
        "WITH did not pass `n` on; add it there",
        "MATCH (n) WITH n, n.name AS name RETURN n",
    );
}

#[test]
fn what_is_legal_and_finds_nothing_is_noted() {
    check_note(
        "MATCH (a)-[:knows]->(b) RETURN a",
        "no edge has the type `knows`; did you mean `KNOWS`?",
        "MATCH (a)-[:KNOWS]->(b) RETURN a",
    );
    check_note(
        "MATCH (a:person) RETURN a",
        "no node has the label `person`; did you mean `Person`?",
        "MATCH (a:Person) RETURN a",
    );
    check_note(
        "MATCH (a) WHERE a.name = NULL RETURN a",
        "nothing equals null, so this is never true; write `IS NULL`",
        "MATCH (a) WHERE a.name IS NULL RETURN a",
    );
    check_note(
        "MATCH (a)-[KNOWS]->(b) RETURN a",
        "`KNOWS` is a variable here and matches any edge; did you mean `:KNOWS`?",
        "MATCH (a)-[:KNOWS]->(b) RETURN a",
    );
    check_note(
        "MATCH (person)-[:KNOWS]->(b) RETURN b",
        "`person` is a variable here and matches any node; did you mean `:Person`?",
        "MATCH (:Person)-[:KNOWS]->(b) RETURN b",
    );
}

#[test]
fn a_variable_that_is_used_may_have_any_name() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let schema = Schema {
        labels: names(&["Person"]),
        types: names(&["KNOWS"]),
        properties: names(&["name"]),
    };
    let query = parse("MATCH (person)-[knows]->() RETURN person.name, type(knows)").unwrap();
    assert_eq!(notes(&query, &schema), []);
}

#[test]
fn half_a_condition_and_habits_of_methods_are_known() {
    check_error(
        "MATCH (n) WHERE n.name = 'x' AND ⟦RETURN⟧ n",
        "expected a condition, found `RETURN`",
        "leave `AND` out, or write the condition that should follow it",
        "MATCH (n) WHERE n.name = 'x' RETURN n",
    );
    check_error(
        "MATCH (n) RETURN n.name ⟦DESC⟧",
        "`DESC` cannot stand after RETURN",
        "say by what to sort, as in `ORDER BY n.name DESC`",
        "MATCH (n) RETURN n.name ORDER BY n.name DESC",
    );
    check_error(
        "MATCH (n) RETURN TOP ⟦5⟧ n.name",
        "expected a comma or the next clause, found `5`",
        "write `LIMIT 5` behind the columns",
        "MATCH (n) RETURN n.name LIMIT 5",
    );
    check_error(
        "MATCH (n) WHERE ⟦n.name.contains⟧('x') RETURN n",
        "unknown function `n.name.contains`",
        "write `n.name CONTAINS …`",
        "MATCH (n) WHERE n.name CONTAINS 'x' RETURN n",
    );
    check_error(
        "MATCH (n) RETURN ⟦n.name.toUpper⟧()",
        "unknown function `n.name.toUpper`",
        "write `toUpper(n.name)`",
        "MATCH (n) RETURN toUpper(n.name)",
    );
    check_error(
        "RETURN ⟦n⟧",
        "variable `n` is not defined",
        "bring it in first, as in `MATCH (n)`",
        "MATCH (n) RETURN n",
    );
}
