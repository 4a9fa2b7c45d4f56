//! What help says of the query language, a clause or a form at a time; a test runs the examples.

/// A clause of the query language.
pub(super) struct Clause {
    /// The first name is the topic's; the others lead to it.
    pub(super) names: &'static [&'static str],
    pub(super) doc: &'static str,
    pub(super) example: &'static str,
}

const fn clause(
    names: &'static [&'static str],
    doc: &'static str,
    example: &'static str,
) -> Clause {
    Clause {
        names,
        doc,
        example,
    }
}

pub(super) const CLAUSES: &[Clause] = &[
    clause(
        &["MATCH"],
        "finds every place in the graph where a pattern fits: (node)-[edge]->(node)",
        "MATCH (a:Actor)-[r:OPPOSES]->(b) RETURN a.name, b.name",
    ),
    clause(
        &["OPTIONAL MATCH"],
        "like MATCH, but keeps a row without a match, with nulls",
        "MATCH (e:Event) OPTIONAL MATCH (a)-[:AGENT_OF]->(e) RETURN e.name, a.name",
    ),
    clause(
        &["WHERE"],
        "keeps the rows for which a condition holds",
        "MATCH (a)-[r]->(b) WHERE r.status = 'disputed' RETURN a.name, type(r), b.name",
    ),
    clause(
        &["RETURN", "DISTINCT", "AS"],
        "says which columns come out; DISTINCT drops repeats, AS names a column",
        "MATCH (n:State) RETURN DISTINCT n.name AS state",
    ),
    clause(
        &["WITH"],
        "hands rows to the next clause, as RETURN would; aggregates may be filtered after it",
        "MATCH (a)-[:CLAIMS]->(c) WITH a, count(c) AS claims WHERE claims > 1 RETURN a.name, claims",
    ),
    clause(
        &["ORDER BY", "ORDER", "DESC"],
        "sorts rows; DESC turns the order round",
        "MATCH (e:Event) WHERE e.date IS NOT NULL RETURN e.date, e.name ORDER BY e.date DESC",
    ),
    clause(
        &["LIMIT", "SKIP", "OFFSET"],
        "keeps the first rows; SKIP leaves some out before",
        "MATCH (n) RETURN n.name ORDER BY n.name SKIP 5 LIMIT 5",
    ),
    clause(
        &["UNWIND"],
        "makes a row of each item of a list",
        "UNWIND ['Russia', 'Ukraine'] AS name MATCH (n:State {name: name}) RETURN n",
    ),
    clause(
        &["UNION", "UNION ALL"],
        "puts the rows of two queries together; UNION ALL keeps repeats",
        "MATCH (n:Place) RETURN n.name AS name UNION MATCH (n:State) RETURN n.name AS name",
    ),
    clause(
        &["CREATE"],
        "adds nodes and edges; `:undo` takes them back",
        "CREATE (n:Note {text: 'check this'}) RETURN n",
    ),
    clause(
        &["MERGE"],
        "finds a pattern or, where there is none, creates it",
        "MERGE (n:Note {text: 'once'}) RETURN n",
    ),
    clause(
        &["SET"],
        "changes properties and labels",
        "MATCH (n:State {name: 'Russia'}) SET n.seen = true RETURN n",
    ),
    clause(
        &["REMOVE"],
        "takes properties and labels away",
        "MATCH (n:State {name: 'Russia'}) REMOVE n.seen RETURN n",
    ),
    clause(
        &["DELETE", "DETACH DELETE"],
        "removes nodes and edges; DETACH DELETE removes a node with its edges",
        "MATCH (n:Note) DETACH DELETE n",
    ),
    clause(
        &["EXPLAIN", "PROFILE"],
        "shows how a query would be run; PROFILE runs it and counts rows",
        "EXPLAIN MATCH (n:State)-[:BORDERS]-(m) RETURN n.name, m.name",
    ),
    clause(
        &["CALL", "YIELD"],
        "runs a procedure, or a query of its own for each row where braces follow",
        "CALL pageRank() YIELD node, score RETURN node.name, score ORDER BY score DESC LIMIT 5",
    ),
    clause(
        &["CALL {}", "CALL SUBQUERY"],
        "runs a query of its own for each row, with the variables named in brackets",
        "MATCH (n:State) CALL (n) { MATCH (n)-[:BORDERS]-(m) RETURN count(m) AS borders } RETURN n.name, borders ORDER BY borders DESC LIMIT 5",
    ),
    clause(
        &["EXISTS", "EXISTS {}"],
        "tells whether a pattern fits anywhere",
        "MATCH (a)-[:DENIES]->(c) WHERE EXISTS { (c)<-[:CLAIMS]-() } RETURN a.name, c.name",
    ),
    clause(
        &["COUNT {}"],
        "counts where a pattern fits; `count(x)` counts rows",
        "MATCH (n:State) RETURN n.name, COUNT { (n)-[:BORDERS]-() } AS borders ORDER BY borders DESC LIMIT 5",
    ),
    clause(
        &["COLLECT {}"],
        "makes a list of what a query of one column gives",
        "MATCH (n:State) RETURN n.name, COLLECT { MATCH (n)-[:BORDERS]-(m) RETURN m.name } AS neighbours LIMIT 5",
    ),
    clause(
        &["CASE", "WHEN", "THEN", "ELSE"],
        "picks a value by conditions",
        "MATCH (e:Event) RETURN e.name, CASE WHEN e.killed > 100 THEN 'many' ELSE 'fewer' END AS toll LIMIT 5",
    ),
    clause(
        &["SHORTEST", "ALL SHORTEST", "ANY"],
        "finds the shortest paths that fit; `SHORTEST 2 GROUPS` those of the two least lengths",
        "MATCH p = SHORTEST 2 (a:State {name: 'Iran'})-[:BORDERS]-+(b:State {name: 'India'}) RETURN p",
    ),
    clause(
        &["{1,3}", "QUANTIFIER", "QUANTIFIED PATHS"],
        "repeats an edge, or a piece of a pattern in brackets; `+` is once or more",
        "MATCH (a:State {name: 'Iran'})-[:BORDERS]-{1,2}(b) RETURN DISTINCT b.name",
    ),
    clause(
        &["LABELS", "LABEL EXPRESSIONS", "TYPES"],
        "nodes by labels and edges by types: `|` or, `&` and, `!` not",
        "MATCH (n:Actor&!Person)-[r:CLAIMS|DENIES]->(c) RETURN n.name, type(r), c.name",
    ),
    clause(
        &["LISTS", "LIST COMPREHENSION"],
        "makes a list of another: those for which a condition holds, each changed",
        "RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x * x] AS squares",
    ),
    clause(
        &["MAPS", "MAP PROJECTION"],
        "gives some properties of a node as a map",
        "MATCH (n:State) RETURN n {.name, .iso3} LIMIT 3",
    ),
    clause(
        &["STARTS WITH", "ENDS WITH", "CONTAINS", "=~"],
        "compares texts; `=~` takes a regular expression",
        "MATCH (n:Event) WHERE n.name CONTAINS 'sanctions' RETURN n.name",
    ),
];

impl Clause {
    /// Gives the name under which it is listed.
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or("")
    }
}

/// Finds a clause by one of its names.
pub(super) fn find(topic: &str) -> Option<&'static Clause> {
    let known = |name: &&str| name.eq_ignore_ascii_case(topic);
    CLAUSES.iter().find(|clause| clause.names.iter().any(known))
}
