//! What beginners write: each error is one line of cause, a caret, and a hint which works when it
//! is followed.

use newsgraph::render::Layout;

use crate::session::session;

/// How the hint is followed.
enum Followed {
    /// By Tab: the shell offers the query put right.
    Tab,
    /// By hand, since only the user knows what was meant.
    Hand(&'static str),
}

use Followed::Hand;
use Followed::Tab;

/// A query, a word of the hint that comes with its error, and how that is followed.
const BEGINNERS: &[(&str, &str, Followed)] = &[
    // Arrows and brackets.
    ("MATCH (a)-(b) RETURN a", "`-->`", Tab),
    ("MATCH (a)->(b) RETURN a", "`-->`", Tab),
    ("MATCH (a)-[r]-(b)->(c) RETURN a", "`-->`", Tab),
    ("MATCH (a)[r:BORDERS]->(b) RETURN a", "`-[`", Tab),
    ("MATCH (a)-[r:BORDERS](b) RETURN a", "`]->`", Tab),
    ("MATCH (a) (b) RETURN a", "between", Tab),
    ("MATCH n RETURN n", "`(n)`", Tab),
    ("MATCH (n:State RETURN n", "add `)`", Tab),
    ("MATCH (a)-[r:BORDERS->(b) RETURN a", "add `]`", Tab),
    ("MATCH (n:State {name: 'Iran') RETURN n", "add `}`", Tab),
    ("MATCH (n) RETURN count(*", "add `)`", Tab),
    ("MATCH (n) RETURN count(n))", "leave `)` out", Tab),
    ("MATCH (n {name = 'Iran'}) RETURN n", "`name: …`", Tab),
    ("MATCH (n {name 'Iran'}) RETURN n", "`name: …`", Tab),
    // Quotation marks.
    (
        "MATCH (n) WHERE n.name = 'Iran RETURN n",
        "where the text ends",
        Tab,
    ),
    (
        "MATCH (n) WHERE n.name = \"Iran' RETURN n",
        "where the text ends",
        Tab,
    ),
    ("MATCH (n) WHERE n.name = Iran RETURN n", "`'Iran'`", Tab),
    // Signs of other languages.
    ("MATCH (n) WHERE n.name == 'Iran' RETURN n", "`=`", Tab),
    ("MATCH (n) WHERE n.name != 'Iran' RETURN n", "`<>`", Tab),
    ("MATCH (n) WHERE n.a = 1 && n.b = 2 RETURN n", "`AND`", Tab),
    // Misspelt words.
    ("MATCH (n:State) RETRUN n", "`RETURN`", Tab),
    (
        "MATCH (n:State) WEHRE n.name = 'x' RETURN n",
        "`WHERE`",
        Tab,
    ),
    ("MATCH (n:State) RETURN n LIMT 3", "`LIMIT`", Tab),
    ("MATCH (n) RETURN n.name ORDERBY n.name", "`ORDER BY`", Tab),
    ("MATCH (n) RETURN n.name ORDER n.name", "`ORDER BY`", Tab),
    ("MATCH (n:State) RETURN uper(n.name)", "`upper`", Tab),
    ("MATCH (n:State) RETURN len(n.name)", "`size(…)`", Tab),
    // Variables and clauses.
    ("MATCH (n:State)", "RETURN", Tab),
    ("MATCH (n:State) RETURN State.name", "use the variable", Tab),
    ("MATCH (n:State), RETURN n", "leave it out", Tab),
    ("MATCH (n:State) RETURN n.name,", "leave it out", Tab),
    (
        "MATCH (n) RETURN n.name WHERE n.name = 'Iran'",
        "before RETURN",
        Tab,
    ),
    (
        "MATCH (n)--() WHERE count(n) > 1 RETURN n",
        "aggregate first",
        Hand("MATCH (n)--() WITH n, count(n) AS total WHERE total > 1 RETURN n"),
    ),
    (
        "MATCH (n:State) LIMIT 5",
        "after the columns of RETURN",
        Hand("MATCH (n:State) RETURN n LIMIT 5"),
    ),
    // Habits of SQL.
    ("SELECT * FROM State", "MATCH", Tab),
    ("SELECT name FROM State LIMIT 3", "MATCH", Tab),
    (
        "MATCH (n) RETURN n.name, count(*) GROUP BY n.name",
        "leave it out",
        Tab,
    ),
    (
        "MATCH (n) WHERE n.name LIKE 'Ira%' RETURN n",
        "STARTS WITH",
        Tab,
    ),
    (
        "MATCH (n) WHERE n.name IN ('Iran', 'Iraq') RETURN n",
        "brackets",
        Tab,
    ),
    ("MATCH (n) WHERE n.name IS 'Iran' RETURN n", "`=`", Tab),
    ("MATCH (n) RETURN ifnull(n.name, 'x')", "coalesce", Tab),
    (
        "MATCH (n)--() RETURN n.name, count(*) HAVING count(*) > 1",
        "WITH",
        Hand("MATCH (n)--() WITH n, count(*) AS total WHERE total > 1 RETURN n.name, total"),
    ),
    (
        "INSERT INTO Note VALUES ('x')",
        "CREATE (n:Label {name: 'x'})",
        Hand("CREATE (n:Note {name: 'x'})"),
    ),
    (
        "UPDATE State SET name = 'x'",
        "MATCH (n:Label) SET n.name = 'x'",
        Hand("MATCH (n:State) SET n.name = 'x'"),
    ),
];

#[test]
fn every_mistake_has_a_line_of_cause_a_caret_and_a_hint_that_works() {
    let mut wrong = Vec::new();
    for (query, hint, followed) in BEGINNERS {
        let mut session = session();
        let reply = session.answer(query);
        let shown: String = reply
            .reports
            .iter()
            .map(|report| report.render(Layout::PIPE))
            .collect();
        let cause = shown.lines().next().unwrap_or("");
        let given = shown.lines().find_map(|line| line.strip_prefix("hint: "));
        if !reply.failed
            || !cause.starts_with("error: ")
            || cause.chars().count() > 80
            || !shown.contains('^')
            || !given.is_some_and(|given| given.contains(hint) && given.chars().count() < 80)
        {
            wrong.push(format!("{query}\n{shown}"));
            continue;
        }
        let right = match followed {
            Tab => session.repair().map(str::to_owned),
            Hand(right) => Some((*right).to_owned()),
        };
        match right {
            Some(right) if session.answer(&right).failed => {
                wrong.push(format!("{query}\nput right as {right}, which fails too"));
            }
            Some(_) => {}
            None => wrong.push(format!("{query}\nis not put right\n{shown}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_label_in_the_wrong_case_is_a_warning_that_tab_puts_right() {
    let mut session = session();
    session.settings.interactive = true;
    let reply = session.answer("MATCH (n:state) RETURN n.name");
    let hint = reply.reports[0].hint.as_deref();
    assert_eq!(hint, Some("did you mean `State`? (Tab)"));
    assert_eq!(session.repair(), Some("MATCH (n:State) RETURN n.name"));
}
