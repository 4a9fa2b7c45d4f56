use std::collections::BTreeMap;

use super::check;
use super::fixture::Known;
use crate::query::QueryError;
use crate::query::Value;
use crate::query::parse;

fn checked(text: &str) -> Result<Vec<String>, QueryError> {
    let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let parameters = BTreeMap::from([("p".to_owned(), Value::Null)]);
    check(query, &Known::new(), Some(&parameters)).map(|checked| checked.columns().to_vec())
}

fn accept(text: &str) {
    if let Err(error) = checked(text) {
        panic!("{text}\n{error} at {:?}", error.span.of(text));
    }
}

/// Checks that the query, with the wrong piece between `⟦` and `⟧`, is refused for this reason.
fn refuse(detail: &str, marked: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let start = marked.find('⟦').unwrap();
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let error = match checked(&text) {
        Ok(_) => panic!("{text} is accepted"),
        Err(error) => error,
    };
    assert_eq!(
        (error.tck().detail, error.span.of(&text)),
        (detail, &text[start..end]),
        "{text}: {error}"
    );
}

#[test]
fn columns_are_named_as_written_and_star_by_the_alphabet() {
    let check = |text: &str, columns: &[&str]| assert_eq!(checked(text).unwrap(), columns);
    check("MATCH (b)-[a]->(c) RETURN *, b.x", &["a", "b", "c", "b.x"]);
    check("RETURN 1+ 1, 2 AS `a b`", &["1+ 1", "a b"]);
    check("WITH 1 AS `a b` RETURN `a b`", &["a b"]);
    check("CREATE (n)", &[]);
    check("CALL db.labels()", &["label"]);
    check("CALL db.labels() YIELD label AS l", &["l"]);
}

#[test]
fn a_variable_must_be_bound_and_stays_what_it_is() {
    refuse("UndefinedVariable", "MATCH (n) RETURN ⟦m⟧");
    refuse("UndefinedVariable", "MATCH (a), (b) WITH a RETURN ⟦b⟧");
    refuse("UndefinedVariable", "MATCH (n) WHERE (n)-->(⟦m⟧) RETURN n");
    refuse("UndefinedVariable", "MATCH (n) RETURN [x IN [1] | ⟦y⟧]");
    refuse(
        "VariableTypeConflict",
        "MATCH (n)-[r]->() MATCH (⟦r⟧) RETURN n",
    );
    refuse("VariableTypeConflict", "WITH 1 AS n MATCH (⟦n⟧) RETURN n");
    refuse(
        "VariableTypeConflict",
        "WITH [1] AS r MATCH ()-[⟦r⟧*]->() RETURN r",
    );
    refuse("VariableAlreadyBound", "MATCH ⟦p⟧ = (p)-->() RETURN p");
    refuse(
        "VariableAlreadyBound",
        "MATCH (n) UNWIND [1] AS ⟦n⟧ RETURN n",
    );
    refuse("VariableAlreadyBound", "MATCH (n) CREATE (⟦n⟧:A)-[:T]->()");
    refuse(
        "RelationshipUniquenessViolation",
        "MATCH ()-[r]->()-[⟦r⟧]->() RETURN r",
    );
    accept("MATCH (n), (n)-->(m), (m) RETURN n");
    accept("WITH null AS n MATCH (n) RETURN n");
    accept("MATCH (n) WITH head([n]) AS m MATCH (m) RETURN m");
    accept("MATCH p = (a)-->(b) MATCH ()-[rs*]->() RETURN p, rs");
    accept("MATCH (a {x: b.y}), (b) RETURN a");
}

#[test]
fn rows_are_aggregated_only_in_columns() {
    refuse(
        "InvalidAggregation",
        "MATCH (n) WHERE ⟦count(n)⟧ > 1 RETURN n",
    );
    refuse(
        "InvalidAggregation",
        "MATCH (n) RETURN [x IN [1] | ⟦count(*)⟧]",
    );
    refuse(
        "InvalidAggregation",
        "MATCH (n) RETURN n ORDER BY ⟦count(n)⟧",
    );
    refuse("InvalidAggregation", "MATCH (n) SET n.x = ⟦count(n)⟧");
    refuse("NestedAggregation", "MATCH (n) RETURN count(⟦count(n)⟧)");
    refuse("NonConstantExpression", "MATCH (n) RETURN count(⟦rand()⟧)");
    accept("MATCH (n) RETURN n.x, count(n) + 1 AS c ORDER BY c, n.x, count(n) + 1");
}

#[test]
fn beside_an_aggregation_only_keys_can_stand() {
    refuse(
        "AmbiguousAggregationExpression",
        "MATCH (n) RETURN ⟦n.x⟧ + count(*)",
    );
    refuse(
        "AmbiguousAggregationExpression",
        "MATCH (n) RETURN n.x + n.y, ⟦n.x⟧ + n.y + count(*)",
    );
    accept("MATCH (n) RETURN n.x, n.x + count(*)");
    accept("MATCH (n) RETURN n, n.x + count(*), size([x IN [1] | x]) + count(*)");
    refuse(
        "UndefinedVariable",
        "MATCH (n) RETURN count(n) AS c ORDER BY ⟦n⟧.x",
    );
    refuse(
        "UndefinedVariable",
        "MATCH (n) RETURN DISTINCT n.x ORDER BY ⟦n⟧.y",
    );
    accept("MATCH (n) RETURN DISTINCT n.x AS x ORDER BY n.x");
}

#[test]
fn types_known_from_the_text_are_checked() {
    refuse("InvalidArgumentType", "RETURN true AND ⟦1⟧");
    refuse("InvalidArgumentType", "RETURN NOT ⟦'a'⟧");
    refuse("InvalidArgumentType", "RETURN 1 IN ⟦2⟧");
    refuse(
        "InvalidArgumentType",
        "RETURN [x IN ['a'] WHERE ⟦x⟧ % 2 = 0]",
    );
    refuse("InvalidArgumentType", "MATCH (n) RETURN length(⟦n⟧)");
    refuse("InvalidArgumentType", "MATCH (n) RETURN type(⟦n⟧)");
    refuse("InvalidArgumentType", "WITH 4.2 AS x RETURN ⟦x⟧.y");
    refuse("InvalidArgumentType", "MATCH p = () RETURN ⟦p⟧.y");
    refuse("InvalidArgumentType", "MATCH (n) DELETE ⟦1 + 1⟧");
    refuse("InvalidArgumentType", "RETURN 1 LIMIT ⟦1.5⟧");
    accept("UNWIND [1, 'a'] AS x RETURN x % 2, NOT (x = 1)");
    accept("WITH null AS x RETURN x AND true, x.y, NOT x");
    accept("RETURN $p AND true, $p.x, [1] + 'a'");
}

#[test]
fn the_number_of_rows_is_the_same_for_all() {
    refuse("NonConstantExpression", "MATCH (n) RETURN n LIMIT ⟦n⟧.x");
    refuse("NegativeIntegerArgument", "MATCH (n) RETURN n SKIP ⟦-1⟧");
    accept("MATCH (n) RETURN n SKIP $p LIMIT 1 + size([x IN [1] | x])");
}

#[test]
fn clauses_come_in_an_order_that_means_something() {
    refuse("InvalidClauseComposition", "⟦MATCH⟧ (n)");
    refuse(
        "InvalidClauseComposition",
        "⟦RETURN⟧ 1 AS x MATCH (n) RETURN n",
    );
    refuse(
        "InvalidClauseComposition",
        "RETURN 1 AS x UNION RETURN 2 AS x ⟦UNION ALL⟧ RETURN 3 AS x",
    );
    refuse(
        "InvalidClauseComposition",
        "MATCH (n) WHERE EXISTS { MATCH (m) ⟦SET⟧ m.x = 1 } RETURN n",
    );
    refuse(
        "DifferentColumnsInUnion",
        "RETURN 1 AS x UNION ⟦RETURN 2 AS y⟧",
    );
    refuse("NoVariablesInScope", "MATCH () ⟦RETURN *⟧");
    refuse("NoExpressionAlias", "MATCH (n) WITH ⟦n.x⟧ RETURN 1");
    refuse("ColumnNameConflict", "RETURN 1 AS x, 2 AS ⟦x⟧");
}

#[test]
fn what_is_made_is_said_in_full() {
    refuse("NoSingleRelationshipType", "CREATE ()⟦-->⟧()");
    refuse("NoSingleRelationshipType", "MERGE ()⟦-[:A|B]->⟧()");
    refuse("RequiresDirectedRelationship", "CREATE ()⟦-[:A]-⟧()");
    refuse("CreatingVarLength", "CREATE ()-[:A⟦*2⟧]->()");
    refuse("InvalidParameterUse", "MATCH (n ⟦$p⟧) RETURN n");
    refuse("InvalidDelete", "MATCH (n) DELETE ⟦n:A⟧");
    refuse("UnexpectedSyntax", "CREATE ⟦(n:A|B)⟧");
    refuse("UndefinedVariable", "CREATE (a {x: ⟦b⟧.x}), (b)");
    accept("CREATE (n $p)");
    accept("MERGE (a)-[:T]-(b)");
    accept("CREATE (a {x: 1}), (b {y: a.x})");
}

#[test]
fn a_pattern_is_a_condition_and_no_value() {
    refuse("UnexpectedSyntax", "MATCH (n) RETURN ⟦(n)-->()⟧");
    refuse("UnexpectedSyntax", "MATCH (n) SET n.x = ⟦(n)-->()⟧");
    refuse("UnexpectedSyntax", "MATCH (n) RETURN size(⟦(n)-->()⟧)");
    accept("MATCH (n) WHERE (n)-->() AND NOT (n)<--() RETURN exists((n)--())");
    accept("MATCH (n), (m) RETURN shortestPath((n)-[*]-(m))");
    accept("MATCH (n) RETURN CASE WHEN (n)-->() THEN 1 END");
}

#[test]
fn calls_are_checked_against_signatures() {
    refuse("UnknownFunction", "RETURN ⟦foo⟧(1)");
    refuse("InvalidNumberOfArguments", "RETURN ⟦toUpper()⟧");
    refuse("ProcedureNotFound", "CALL ⟦db.nothing⟧()");
    refuse("InvalidNumberOfArguments", "CALL ⟦test.find⟧('a')");
    refuse("InvalidArgumentType", "CALL test.find(⟦1⟧, 1)");
    refuse(
        "InvalidArgumentPassingMode",
        "CALL ⟦test.find⟧ YIELD node RETURN node",
    );
    refuse("MissingParameter", "CALL ⟦test.find⟧");
    refuse("MissingParameter", "RETURN ⟦$missing⟧");
    refuse(
        "UndefinedVariable",
        "CALL db.labels() YIELD ⟦name⟧ RETURN name",
    );
    refuse(
        "VariableAlreadyBound",
        "WITH 1 AS label CALL db.labels() YIELD ⟦label⟧ RETURN 1",
    );
    refuse(
        "UnexpectedSyntax",
        "CALL db.labels() YIELD ⟦*⟧ RETURN label",
    );
    accept("CALL test.find('a', 1) YIELD node, score WHERE score > 0.5 RETURN node.name");
    accept("MATCH (n) CALL test.nothing() RETURN n");
}

#[test]
fn a_subquery_sees_what_it_imports() {
    refuse(
        "UndefinedVariable",
        "MATCH (n) CALL { RETURN ⟦n⟧.x AS x } RETURN x",
    );
    refuse(
        "UndefinedVariable",
        "MATCH (n), (m) CALL (n) { RETURN ⟦m⟧.x AS x } RETURN x",
    );
    refuse(
        "VariableAlreadyBound",
        "MATCH (n) CALL (n) { ⟦RETURN n⟧ } RETURN n",
    );
    accept("MATCH (n) CALL { WITH n RETURN n.x AS x } RETURN n, x");
    accept("MATCH (n) CALL (*) { RETURN n.x AS x UNION RETURN 1 AS x } RETURN n, x");
    accept("MATCH (n) WHERE EXISTS { (n)-->(m) WHERE m.x = n.x } RETURN n");
    accept("MATCH (n) RETURN COUNT { MATCH (n)-->(m) RETURN m } + size(COLLECT { RETURN n.x })");
    refuse(
        "InvalidClauseComposition",
        "RETURN COLLECT { ⟦RETURN 1 AS a, 2 AS b⟧ }",
    );
}

#[test]
fn a_condition_after_with_sees_both_sides() {
    accept("MATCH (a) WITH a.x AS x WHERE a.y = x RETURN x");
    accept("MATCH (a) WITH DISTINCT a.x AS x WHERE a.x = 1 RETURN x");
    refuse(
        "UndefinedVariable",
        "MATCH (a) WITH count(a) AS c WHERE ⟦a⟧.x = c RETURN c",
    );
}

#[test]
fn undefined_names_get_the_likeliest_hint() {
    let hint = |text: &str| checked(text).unwrap_err().hint().unwrap();
    assert_eq!(
        hint("MATCH (person) RETURN persn"),
        "did you mean `person`?"
    );
    assert_eq!(
        hint("MATCH (p:Person) RETURN Person.name"),
        "`Person` is a label; use the variable, as in `p`"
    );
    assert_eq!(
        hint("MATCH (a), (b) WITH a RETURN b"),
        "WITH did not pass `b` on; add it there"
    );
    assert_eq!(
        hint("MATCH (a) WHERE a.name = Bob RETURN a"),
        "for a text, write quotes around it: `'Bob'`"
    );
    assert_eq!(
        hint("MATCH (a) RETURN a.x, count(*) ORDER BY a.y"),
        "groups and distinct rows have only their columns; make `a` one of them"
    );
    assert_eq!(
        hint("MATCH (a) RETURN a.x ORDER BY count(*)"),
        "make it a column with `AS`, and order by that name"
    );
    assert_eq!(hint("RETURN toUper('a')"), "did you mean `toUpper`?");
    assert_eq!(hint("CALL labels()"), "did you mean `db.labels`?");
}

#[test]
fn a_query_as_deep_as_it_may_be_is_checked_and_printed() {
    let check = || {
        for (open, close) in [("[", "]"), ("NOT (", ")"), ("-(", ")"), ("head([", "])")] {
            let inner = if open == "NOT (" { "true" } else { "1" };
            let levels = crate::query::MAX_DEPTH / 2 - 1;
            let text = format!(
                "RETURN {}{inner}{}",
                open.repeat(levels),
                close.repeat(levels)
            );
            accept(&text);
            let query = parse(&text).unwrap();
            parse(&crate::query::print::print(&query)).unwrap();
        }
        accept(&format!("RETURN 1{}", " + 1".repeat(200)));
    };
    // Unoptimised code takes several times the stack; a main thread has eight megabytes.
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    thread.spawn(check).unwrap().join().unwrap();
}
