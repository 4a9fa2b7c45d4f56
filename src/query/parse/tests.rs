use super::parse;
use crate::query::QueryErrorKind;
use crate::query::ast::ClauseKind;
use crate::query::ast::ExprKind;

/// Checks that `text` is read.
fn accept(text: &str) {
    if let Err(error) = parse(text) {
        panic!("{text}\n{error} at {:?}", error.span.of(text));
    }
}

/// Checks that `text`, whose wrong piece stands in brackets `⟦…⟧`, is refused with this message.
fn refuse(marked: &str, message: &str) {
    let start = marked.find('⟦').unwrap();
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let text = marked.replace(['⟦', '⟧'], "");
    let error = parse(&text).unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.span.of(&text)),
        (message, &text[start..end]),
        "{text}"
    );
}

#[test]
fn every_clause_is_read() {
    for text in [
        "MATCH (n:Person {name: 'x'})-[r:KNOWS|LIKES*1..3]->(m) WHERE n.age > 3 RETURN n, m;",
        "OPTIONAL MATCH p = (a)<--(b) RETURN *",
        "UNWIND [1, 2] AS x WITH x AS y ORDER BY y DESC SKIP 1 LIMIT 2 WHERE y > 1 RETURN y",
        "CREATE (a:A:B {x: 1})-[:T]->(b) SET a.x = 2, a += {y: 3}, b:C:D REMOVE a.x, b:C",
        "MERGE (a:A) ON CREATE SET a.x = 1 ON MATCH SET a.x = 2",
        "MATCH (n) DETACH DELETE n",
        "CALL db.labels() YIELD label AS l WHERE l <> 'x' RETURN l",
        "CALL db.labels",
        "MATCH (n) CALL (n) { RETURN 1 AS x } RETURN x",
        "MATCH (n) CALL { WITH n MATCH (n)-->(m) RETURN m UNION RETURN 1 AS m } RETURN m",
        "RETURN 1 AS x UNION ALL RETURN 2 AS x",
        "EXPLAIN MATCH (n) RETURN n",
        "MATCH (n) FINISH",
    ] {
        accept(text);
    }
}

#[test]
fn patterns_of_the_newer_standard_are_read() {
    for text in [
        "MATCH (n:A|B&!C)-[:T]->{1,3}(m)-[:S]->+()-->*(k) RETURN n",
        "MATCH (n:(A|B)&%) RETURN n",
        "MATCH p = SHORTEST 3 PATHS (a)-[:T]->+(b) RETURN p",
        "MATCH p = ALL SHORTEST (a)-[:T]->+(b) RETURN p",
        "MATCH p = ANY SHORTEST (a)-[:T]->+(b) RETURN p",
        "MATCH p = shortestPath((a)-[:T*..5]-(b)) RETURN p",
        "MATCH (n:A WHERE n.x > 1)-[r:T WHERE r.y = 2]->() RETURN n",
        "MATCH (n IS Person) WHERE n IS Person RETURN n",
        "MATCH (a)⟨—[:T]–(b) RETURN a",
        "MATCH ((a)-->(b)) RETURN a",
    ] {
        accept(text);
    }
}

#[test]
fn expressions_of_every_form_are_read() {
    for text in [
        "-9223372036854775808",
        "1 + 2 * 3 ^ 4 % 5",
        "[x IN [1, 2] WHERE x > 1 | x * 2]",
        "[x IN xs WHERE x:A | x.name]",
        "[(a)-->(b) WHERE b.x = 1 | b.name]",
        "[x IN xs WHERE (x:A|B)-->() | x.name]",
        "[p = (a)-[:T]->() | length(p)]",
        "all(x IN xs WHERE x > 1) AND single(x IN xs WHERE x)",
        "reduce(sum = 0, x IN xs | sum + x)",
        "CASE x WHEN 1 THEN 'a' ELSE 'b' END",
        "CASE WHEN x THEN 1 END",
        "EXISTS { (a)-->(b) WHERE a.x = 1 }",
        "EXISTS { MATCH (a)-->(b) RETURN b }",
        "COUNT { (a)-->() } + size(COLLECT { MATCH (a) RETURN a.x })",
        "n {.name, x: 1, .*, other}",
        "xs[1..-1][0]",
        "a.b.c IS NOT NULL",
        "'a' || 'b' STARTS WITH 'a'",
        "1 < x <= 3 <> y",
        "(a)-->(b) OR NOT (a)-[:T]-()",
        "(a)-(b)",
        "(a)--(b)",
        "count(DISTINCT n.x) + count(*) + count(n)",
        "$x + $1 + $`a b`",
        "date.truncate('day', d)",
        "n:A:B AND n:A|B",
        "shortestPath((a)-[*]-(b)) IS NULL",
        "exists((a)-->(b))",
        "{a: 1, `b c`: {}}",
    ] {
        accept(&format!("RETURN {text}"));
    }
}

#[test]
fn keywords_name_labels_types_keys_and_some_variables() {
    accept("MATCH (count:Match {return: 1})-[call:CREATE]->(any) RETURN count.order, call, any");
}

#[test]
fn columns_keep_their_text() {
    let text = "RETURN  cOuNt( * ) , (1+ 2) AS x";
    let query = parse(text).unwrap();
    let ClauseKind::Return(projection) = &query.parts[0].clauses[0].kind else {
        panic!("a RETURN");
    };
    let texts: Vec<_> = projection.items.iter().map(|item| &item.text).collect();
    assert_eq!(texts, ["cOuNt( * )", "(1+ 2)"]);
}

#[test]
fn operators_bind_as_the_standard_says() {
    let check = |text: &str, grouped: &str| {
        let read = |text: &str| {
            let query = parse(&format!("RETURN {text}")).unwrap();
            crate::query::print::print(&query)
        };
        assert_eq!(read(text), read(grouped), "{text}");
    };
    check("a OR b XOR c AND NOT d", "a OR (b XOR (c AND (NOT d)))");
    check("1 + 2 IN xs = true", "((1 + 2) IN xs) = true");
    check("-2 ^ 2", "(-2) ^ 2");
    check("2 ^ 3 ^ 4", "(2 ^ 3) ^ 4");
    check("NOT a = b", "NOT (a = b)");
    check("a STARTS WITH b + c", "a STARTS WITH (b + c)");
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    // Unoptimised, a level takes several times the stack; a main thread has eight megabytes.
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    thread.spawn(check_deep_nesting).unwrap().join().unwrap();
}

fn check_deep_nesting() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a: ", "}"),
        ("NOT ", ""),
        ("-", ""),
        ("f(", ")"),
        ("EXISTS { RETURN ", "}"),
        ("[x IN ", "]"),
        ("CASE WHEN ", " THEN 1 END"),
    ] {
        let text = format!("RETURN {}1{}", open.repeat(10_000), close.repeat(10_000));
        let error = parse(&text).unwrap_err();
        assert!(
            matches!(error.kind, QueryErrorKind::TooDeep { .. }),
            "{open}: {error}"
        );
    }
    for repeated in [" + 1", ".a", "[0]", " IS NULL", ":A"] {
        let text = format!("RETURN a{}", repeated.repeat(10_000));
        let refused = parse(&text).is_err();
        assert_eq!(refused, repeated != ":A", "{repeated}");
    }
    parse(&format!("MATCH (n:{}A) RETURN n", "!".repeat(10_000))).unwrap_err();
    parse(&format!("MATCH {}", "(".repeat(10_000))).unwrap_err();
}

#[test]
fn a_long_condition_is_not_a_deep_one() {
    accept(&format!("RETURN true{}", " OR x = 1".repeat(5_000)));
}

#[test]
fn nested_almost_patterns_do_not_take_exponential_time() {
    let text = format!("RETURN {}1{}", "({k: ".repeat(60), "})-[1]".repeat(60));
    accept(&text);
}

#[test]
fn a_long_chain_keeps_its_order() {
    let query = parse(&format!("RETURN a{}", " AND b".repeat(40))).unwrap();
    let ClauseKind::Return(projection) = &query.parts[0].clauses[0].kind else {
        panic!("a RETURN");
    };
    let mut leftmost = &projection.items[0].expr;
    while let ExprKind::Binary(_, left, _) = &leftmost.kind {
        leftmost = left;
    }
    assert_eq!(leftmost.kind, ExprKind::Variable("a".to_owned()));
}

#[test]
fn what_is_wrong_is_pointed_at() {
    refuse("RETURN 12⟦#⟧4", "unexpected character `#`");
    refuse("RETURN ⟦9223372h5⟧", "`9223372h5` is not a number");
}
