Feature: Beyond - What openCypher 9 leaves open

  Background:
    Given an empty graph
    And having executed:
      """
      CREATE (a:Actor {name: 'Ana'}), (b:Actor {name: 'Ben'}), (c:Actor:State {name: 'Cai'}),
             (a)-[:CLAIMS {n: 1}]->(b), (b)-[:DENIES {n: 2}]->(c), (c)-[:CLAIMS {n: 3}]->(a)
      """

  Scenario: [1] COUNT, EXISTS and COLLECT subqueries
    When executing query:
      """
      MATCH (a:Actor)
      RETURN a.name AS name, COUNT { (a)-->() } AS n, EXISTS { (a)-[:DENIES]->() } AS denies,
             COLLECT { MATCH (a)-->(b) RETURN b.name } AS others
      ORDER BY name
      """
    Then the result should be, in order:
      | name  | n | denies | others  |
      | 'Ana' | 1 | false  | ['Ben'] |
      | 'Ben' | 1 | true   | ['Cai'] |
      | 'Cai' | 1 | false  | ['Ana'] |
    And no side effects

  Scenario: [2] Label expressions
    When executing query:
      """
      MATCH (n:Actor&!State) RETURN n.name AS name ORDER BY name
      """
    Then the result should be, in order:
      | name  |
      | 'Ana' |
      | 'Ben' |

  Scenario: [3] A subquery that writes runs once for each row
    When executing query:
      """
      MATCH (a:Actor) CALL (a) { CREATE (a)-[:SEEN]->(:Note) } RETURN count(*) AS n
      """
    Then the result should be, in any order:
      | n |
      | 3 |
    And the side effects should be:
      | +nodes         | 3 |
      | +relationships | 3 |
      | +labels        | 1 |

  Scenario: [4] Quantified relationships
    When executing query:
      """
      MATCH (a {name: 'Ana'})-[r:CLAIMS|DENIES]->{2,3}(b) RETURN b.name AS name, size(r) AS n ORDER BY n
      """
    Then the result should be, in order:
      | name  | n |
      | 'Cai' | 2 |
      | 'Ana' | 3 |

  Scenario: [5] Shortest paths follow the arrows
    When executing query:
      """
      MATCH p = shortestPath((a {name: 'Ana'})-[*]->(c {name: 'Cai'})) RETURN length(p) AS n, p
      """
    Then the result should be, in any order:
      | n | p |
      | 2 | <(:Actor {name: 'Ana'})-[:CLAIMS {n: 1}]->(:Actor {name: 'Ben'})-[:DENIES {n: 2}]->(:Actor:State {name: 'Cai'})> |

  Scenario: [6] What fails half way leaves nothing behind
    When executing query:
      """
      MATCH (a:Actor) SET a.n = 1 CREATE (:Note) WITH a DELETE a
      """
    Then a ConstraintVerificationFailed should be raised at runtime: DeleteConnectedNode

  Scenario: [7] FINISH gives no rows
    When executing query:
      """
      MATCH (a:Actor) SET a.n = 1 FINISH
      """
    Then the result should be empty
    And the side effects should be:
      | +properties | 3 |

  Scenario: [8] Counting paths agrees with walking them
    When executing query:
      """
      MATCH (a)-[r]->(b)-[s]->(c) WITH count(*) AS counted
      MATCH p = (a)-[r]->(b)-[s]->(c) RETURN counted, count(p) AS walked, size(collect(r)) AS listed
      """
    Then the result should be, in any order:
      | counted | walked | listed |
      | 3       | 3      | 3      |

  Scenario: [9] An aggregation may stand inside an expression
    When executing query:
      """
      MATCH (a:Actor) RETURN a:State AS state, 10 * count(*) + 1 AS n ORDER BY n DESC
      """
    Then the result should be, in order:
      | state | n  |
      | false | 21 |
      | true  | 11 |

  Scenario: [10] The first rows of an order, without what is behind them
    When executing query:
      """
      UNWIND range(1, 500) AS i RETURN i % 7 AS m, i ORDER BY m DESC, i SKIP 1 LIMIT 2
      """
    Then the result should be, in order:
      | m | i  |
      | 6 | 13 |
      | 6 | 20 |

  Scenario: [11] A property of a deleted edge cannot be read
    When executing query:
      """
      MATCH ()-[r:DENIES]->() DELETE r RETURN r.n
      """
    Then a EntityNotFound should be raised at runtime: DeletedEntityAccess

  Scenario: [12] A node may go before its edges, if they go in the same query
    When executing query:
      """
      MATCH (a {name: 'Ana'})-[r]-() DELETE a WITH r DELETE r RETURN count(*) AS n
      """
    Then the result should be, in any order:
      | n |
      | 2 |
    And the side effects should be:
      | -nodes         | 1 |
      | -relationships | 2 |
      | -properties    | 3 |

  Scenario: [13] An edge between two nodes that go has to go too
    When executing query:
      """
      MATCH (a {name: 'Ana'})-[:CLAIMS]->(b), (c {name: 'Cai'}) DELETE a, b DETACH DELETE c
      """
    Then a ConstraintVerificationFailed should be raised at runtime: DeleteConnectedNode

  Scenario: [14] A node cannot go while one of its edges stays
    When executing query:
      """
      MATCH (a {name: 'Ana'})-[r:CLAIMS]->() DELETE a DELETE r
      """
    Then a ConstraintVerificationFailed should be raised at runtime: DeleteConnectedNode

  Scenario: [15] Nodes that go one after the other take what joins them
    When executing query:
      """
      MATCH (a {name: 'Ana'})-[:CLAIMS]->(b)-->(c) DETACH DELETE b DELETE a DETACH DELETE c
      """
    Then the result should be empty
    And the side effects should be:
      | -nodes         | 3 |
      | -relationships | 3 |
      | -labels        | 2 |
      | -properties    | 6 |
