//! An example of each function and procedure; a test runs them all on the seeds.

/// Expressions, and queries where a function is of use only in one.
const EXAMPLES: &[(&str, &str)] = &[
    // Aggregation.
    ("count", "MATCH (n:State) RETURN count(n)"),
    ("sum", "MATCH (e:Event) RETURN sum(e.killed)"),
    ("avg", "MATCH (e:Event) RETURN avg(e.killed)"),
    ("min", "MATCH (d:Document) RETURN min(d.date)"),
    ("max", "MATCH (d:Document) RETURN max(d.date)"),
    (
        "collect",
        "MATCH (a)-[:CLAIMS]->(c) RETURN a.name, collect(c.name)",
    ),
    (
        "percentileDisc",
        "MATCH (e:Event) RETURN percentileDisc(e.killed, 0.5)",
    ),
    (
        "percentileCont",
        "MATCH (e:Event) RETURN percentileCont(e.killed, 0.5)",
    ),
    ("stDev", "MATCH (e:Event) RETURN stDev(e.killed)"),
    ("stDevP", "MATCH (e:Event) RETURN stDevP(e.killed)"),
    // Conversion.
    ("toBoolean", "toBoolean('true')"),
    ("toBooleanOrNull", "toBooleanOrNull('perhaps')"),
    ("toBooleanList", "toBooleanList(['true', 'no'])"),
    ("toInteger", "toInteger('42')"),
    ("toIntegerOrNull", "toIntegerOrNull('many')"),
    ("toIntegerList", "toIntegerList(['1', 'two'])"),
    ("toFloat", "toFloat('0.5')"),
    ("toFloatOrNull", "toFloatOrNull('half')"),
    ("toFloatList", "toFloatList(['0.5', 'half'])"),
    ("toString", "toString(date('2024-03-22'))"),
    ("toStringOrNull", "toStringOrNull(42)"),
    ("toStringList", "toStringList([1, 2.5])"),
    // Nodes, edges and paths.
    ("id", "MATCH (n:State) RETURN n.name, id(n) LIMIT 3"),
    (
        "elementId",
        "MATCH (n:State) RETURN n.name, elementId(n) LIMIT 3",
    ),
    ("labels", "MATCH (n) RETURN labels(n), count(*)"),
    ("type", "MATCH ()-[r]->() RETURN type(r), count(*)"),
    (
        "startNode",
        "MATCH ()-[r:DENIES]-() RETURN DISTINCT startNode(r).name",
    ),
    (
        "endNode",
        "MATCH ()-[r:DENIES]-() RETURN DISTINCT endNode(r).name",
    ),
    (
        "properties",
        "MATCH (n:State {name: 'Russia'}) RETURN properties(n)",
    ),
    (
        "keys",
        "MATCH (n:Event) UNWIND keys(n) AS key RETURN key, count(*)",
    ),
    (
        "nodes",
        "MATCH p = (:State)-[:BORDERS]-(:State) RETURN nodes(p) LIMIT 3",
    ),
    (
        "relationships",
        "MATCH p = (:State)-[:BORDERS]-(:State) RETURN relationships(p) LIMIT 3",
    ),
    (
        "length",
        "MATCH p = shortestPath((:State {name: 'Iran'})-[*]-(:State {name: 'Russia'})) RETURN length(p)",
    ),
    (
        "degree",
        "MATCH (n) RETURN n.name, degree(n) ORDER BY degree(n) DESC LIMIT 5",
    ),
    (
        "evidence",
        "MATCH (a)-[r:DENIES]->(b) UNWIND evidence(r) AS e RETURN a.name, e.document, e.text",
    ),
    // Lists.
    ("head", "head(['first', 'second'])"),
    ("last", "last(['first', 'second'])"),
    ("tail", "tail(['first', 'second', 'third'])"),
    ("size", "size([1, 2, 3])"),
    ("reverse", "reverse([1, 2, 3])"),
    ("range", "range(1, 9, 2)"),
    // Numbers.
    ("abs", "abs(-3)"),
    ("sign", "sign(-3)"),
    ("round", "round(3.14159, 2)"),
    ("ceil", "ceil(3.1)"),
    ("floor", "floor(3.9)"),
    ("sqrt", "sqrt(16)"),
    ("exp", "exp(1)"),
    ("log", "log(e())"),
    ("log10", "log10(1000)"),
    ("sin", "sin(pi() / 2)"),
    ("cos", "cos(0)"),
    ("tan", "tan(pi() / 4)"),
    ("cot", "cot(pi() / 4)"),
    ("asin", "asin(1)"),
    ("acos", "acos(0)"),
    ("atan", "atan(1)"),
    ("atan2", "atan2(1, 1)"),
    ("sinh", "sinh(1)"),
    ("cosh", "cosh(0)"),
    ("tanh", "tanh(1)"),
    ("degrees", "degrees(pi())"),
    ("radians", "radians(180)"),
    ("haversin", "haversin(pi())"),
    ("e", "e()"),
    ("pi", "pi()"),
    ("isNaN", "isNaN(0.0 / 0.0)"),
    ("rand", "rand()"),
    // Any value.
    (
        "coalesce",
        "MATCH (n:Event) RETURN n.name, coalesce(n.date, 'no date') LIMIT 5",
    ),
    (
        "exists",
        "MATCH (n:Event) WHERE exists(n.killed) RETURN n.name",
    ),
    ("nullIf", "nullIf('unknown', 'unknown')"),
    ("isEmpty", "isEmpty([])"),
    ("timestamp", "timestamp()"),
    ("randomUUID", "randomUUID()"),
    ("valueType", "valueType([1, 'two'])"),
    // Times.
    ("date", "date('2024-03-22')"),
    (
        "date.truncate",
        "date.truncate('month', date('2024-03-22'))",
    ),
    ("date.transaction", "date.transaction()"),
    ("date.statement", "date.statement()"),
    ("date.realtime", "date.realtime()"),
    ("time", "time('21:40+03:00')"),
    (
        "time.truncate",
        "time.truncate('hour', time('21:40+03:00'))",
    ),
    ("time.transaction", "time.transaction()"),
    ("time.statement", "time.statement()"),
    ("time.realtime", "time.realtime()"),
    ("localtime", "localtime('21:40')"),
    (
        "localtime.truncate",
        "localtime.truncate('hour', localtime('21:40'))",
    ),
    ("localtime.transaction", "localtime.transaction()"),
    ("localtime.statement", "localtime.statement()"),
    ("localtime.realtime", "localtime.realtime()"),
    ("datetime", "datetime('2024-03-22T21:40+03:00')"),
    (
        "datetime.truncate",
        "datetime.truncate('day', datetime('2024-03-22T21:40Z'))",
    ),
    ("datetime.transaction", "datetime.transaction()"),
    ("datetime.statement", "datetime.statement()"),
    ("datetime.realtime", "datetime.realtime()"),
    ("datetime.fromEpoch", "datetime.fromEpoch(1711132800, 0)"),
    (
        "datetime.fromEpochMillis",
        "datetime.fromEpochMillis(1711132800000)",
    ),
    ("localdatetime", "localdatetime('2024-03-22T21:40')"),
    (
        "localdatetime.truncate",
        "localdatetime.truncate('day', localdatetime('2024-03-22T21:40'))",
    ),
    ("localdatetime.transaction", "localdatetime.transaction()"),
    ("localdatetime.statement", "localdatetime.statement()"),
    ("localdatetime.realtime", "localdatetime.realtime()"),
    ("duration", "date('2024-03-22') + duration('P1M')"),
    (
        "duration.between",
        "duration.between(date('2023-10-07'), date('2024-03-22'))",
    ),
    (
        "duration.inMonths",
        "duration.inMonths(date('2023-10-07'), date('2024-03-22'))",
    ),
    (
        "duration.inDays",
        "duration.inDays(date('2023-10-07'), date('2024-03-22'))",
    ),
    (
        "duration.inSeconds",
        "duration.inSeconds(time('21:00Z'), time('21:40Z'))",
    ),
    // Texts.
    ("char_length", "char_length('Pakistan')"),
    ("character_length", "character_length('Pakistan')"),
    ("toUpper", "toUpper('nato')"),
    ("upper", "upper('nato')"),
    ("toLower", "toLower('NATO')"),
    ("lower", "lower('NATO')"),
    ("trim", "trim('  spaces  ')"),
    ("btrim", "btrim('xxwordxx', 'x')"),
    ("lTrim", "lTrim('  left')"),
    ("rTrim", "rTrim('right  ')"),
    ("left", "left('Pakistan', 3)"),
    ("right", "right('Pakistan', 4)"),
    ("substring", "substring('Pakistan', 1, 3)"),
    ("replace", "replace('IS-K', '-', ' ')"),
    ("split", "split('who,whom', ',')"),
    ("normalize", "normalize('e\\u0301')"),
    // Procedures.
    (
        "pageRank",
        "CALL pageRank() YIELD node, score RETURN node.name, score ORDER BY score DESC LIMIT 5",
    ),
    (
        "betweenness",
        "CALL betweenness() YIELD node, score RETURN node.name, score ORDER BY score DESC LIMIT 5",
    ),
    (
        "degree",
        "CALL degree() YIELD node, degree RETURN node.name, degree ORDER BY degree DESC LIMIT 5",
    ),
    (
        "components",
        "CALL components() YIELD component RETURN component, count(*) AS nodes ORDER BY nodes DESC",
    ),
    (
        "communities",
        "CALL communities() YIELD node, community RETURN community, collect(node.name)[..5] LIMIT 5",
    ),
    (
        "kcore",
        "CALL kcore() YIELD node, core RETURN node.name, core ORDER BY core DESC LIMIT 5",
    ),
    (
        "triangles",
        "CALL triangles() YIELD node, triangles RETURN node.name, triangles ORDER BY triangles DESC LIMIT 5",
    ),
    (
        "similar",
        "MATCH (n:State {name: 'Iran'}) CALL similar(n) YIELD node, score RETURN node.name, score",
    ),
    (
        "shortestPath",
        "MATCH (a:State {name: 'Iran'}), (b:State {name: 'India'}) CALL shortestPath(a, b) YIELD step, node RETURN step, node.name",
    ),
    (
        "neighbourhood",
        "MATCH (n:State {name: 'Iran'}) CALL neighbourhood(n, 2) YIELD node, distance RETURN distance, count(*)",
    ),
    (
        "fulltext",
        "CALL fulltext('hospital') YIELD node RETURN node.name",
    ),
    (
        "evidence",
        "MATCH ()-[r:DENIES]->() CALL evidence(r) YIELD document, text RETURN document, text",
    ),
    ("contradictions", "CALL contradictions()"),
    ("db.labels", "CALL db.labels()"),
    ("disagreements", "CALL disagreements()"),
    ("timeline", "CALL timeline()"),
    ("db.relationshipTypes", "CALL db.relationshipTypes()"),
    ("db.propertyKeys", "CALL db.propertyKeys()"),
    (
        "dbms.functions",
        "CALL dbms.functions() YIELD name, description RETURN name, description LIMIT 5",
    ),
    (
        "dbms.procedures",
        "CALL dbms.procedures() YIELD name, description",
    ),
];

/// Gives a query that shows a function at work.
pub(super) fn function(name: &str) -> Option<String> {
    found(name, false)
}

/// Gives a query that shows a procedure at work.
pub(super) fn procedure(name: &str) -> Option<String> {
    found(name, true)
}

fn found(name: &str, called: bool) -> Option<String> {
    let (_, text) = EXAMPLES.iter().find(|(known, text)| {
        known.eq_ignore_ascii_case(name) && called == text.contains("CALL ")
    })?;
    let query = text.starts_with("MATCH ") || text.starts_with("CALL ");
    Some(if query {
        (*text).to_owned()
    } else {
        format!("RETURN {text}")
    })
}
