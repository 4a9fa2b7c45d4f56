//! Procedures that measure the graph, or the part of it that has certain labels and types.

use std::collections::VecDeque;

use crate::graph;
use crate::graph::Direction;
use crate::graph::EdgeId;
use crate::graph::NodeId;
use crate::graph::Symbol;
use crate::graph::algorithm;
use crate::graph::algorithm::Part;
use crate::graph::algorithm::Stopped;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::procedure::Procedure;
use crate::query::procedure::Rows;
use crate::query::procedure::type_of;

pub(super) fn procedures() -> Vec<Procedure> {
    let procedures = [
        (
            "pageRank(labels :: ANY, types :: ANY, damping :: FLOAT, iterations :: INTEGER) :: (node :: NODE, score :: FLOAT)",
            "Ranks nodes by how often a walker along the edges meets them.",
            page_rank as fn(Context<'_>, &[Value]) -> Result<Rows, Fault>,
        ),
        (
            "betweenness(labels :: ANY, types :: ANY) :: (node :: NODE, score :: FLOAT)",
            "Counts the shortest paths between others that lead through each node.",
            betweenness,
        ),
        (
            "degree(labels :: ANY, types :: ANY) :: (node :: NODE, degree :: INTEGER, outgoing :: INTEGER, incoming :: INTEGER)",
            "Counts the edges of each node.",
            degree,
        ),
        (
            "components(labels :: ANY, types :: ANY) :: (node :: NODE, component :: INTEGER)",
            "Numbers the sets of nodes that hang together.",
            components,
        ),
        (
            "communities(labels :: ANY, types :: ANY, resolution :: FLOAT) :: (node :: NODE, community :: INTEGER)",
            "Finds groups that have more edges within than chance would give (Leiden).",
            communities,
        ),
        (
            "kcore(labels :: ANY, types :: ANY) :: (node :: NODE, core :: INTEGER)",
            "Finds for each node the greatest k of a set with k neighbours each within.",
            core_numbers,
        ),
        (
            "triangles(labels :: ANY, types :: ANY) :: (node :: NODE, triangles :: INTEGER)",
            "Counts the triangles that each node is a corner of.",
            triangles,
        ),
        (
            "similar(to :: NODE, labels :: ANY, types :: ANY, limit :: INTEGER) :: (node :: NODE, score :: FLOAT)",
            "Finds the nodes that share most neighbours with a node (Jaccard).",
            similar,
        ),
        (
            "shortestPath(from :: NODE, to :: NODE, labels :: ANY, types :: ANY) :: (step :: INTEGER, node :: NODE)",
            "Lists the nodes of a shortest way from one node to another, whichever way the edges point.",
            shortest_path,
        ),
        (
            "neighbourhood(of :: NODE, depth :: INTEGER) :: (node :: NODE, distance :: INTEGER)",
            "Lists the nodes within some steps of a node.",
            neighbourhood,
        ),
        (
            "fulltext(text :: STRING) :: (node :: NODE)",
            "Finds nodes whose name or alias holds a piece of text, whatever its case and accents.",
            full_text,
        ),
        (
            "evidence(of :: RELATIONSHIP) :: (document :: STRING, sentence :: INTEGER, start :: INTEGER, stop :: INTEGER, text :: STRING)",
            "Lists the words that an edge rests on, with the characters where they stand.",
            evidence,
        ),
        (
            "timeline(of :: NODE) :: (date :: STRING, event :: NODE)",
            "Lists the events that have a date, all or those of a node, by date.",
            timeline as fn(Context<'_>, &[Value]) -> Result<Rows, Fault>,
        ),
        (
            "disagreements() :: (about :: STRING, claimed :: RELATIONSHIP, denied :: RELATIONSHIP)",
            "Pairs what one source claims with what another denies; null where one side is missing.",
            disagreements,
        ),
        (
            "contradictions() :: (event :: NODE, what :: STRING, figure :: INTEGER, least :: BOOLEAN, mention :: RELATIONSHIP)",
            "Lists the figures of events of which articles give different ones.",
            contradictions,
        ),
    ];
    procedures
        .into_iter()
        .map(|(signature, doc, body)| {
            // Where a measure starts has to be said; the part of the graph and the settings need not.
            let from_all = signature.contains("(labels") || signature.starts_with("timeline");
            let required = match signature.split_once('(') {
                Some(("shortestPath", _)) => 2,
                _ => usize::from(!from_all),
            };
            Procedure::new(signature, doc, body).with_required(required)
        })
        .collect()
}

fn page_rank(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    let damping = float(arguments.get(2), 0.85);
    if !(0.0..=1.0).contains(&damping) {
        return Err(Fault::NumberOutOfRange {
            place: "`pageRank`".to_owned(),
            expected: "a damping from 0 to 1".to_owned(),
            found: damping.to_string(),
        });
    }
    let iterations = count(arguments.get(3), 20);
    let scores = algorithm::page_rank(&part, damping, iterations, &|| stop(cx));
    let scores = scores.map_err(|stopped| fault(cx, stopped))?;
    Ok(rows(&part, scores, Value::Float))
}

fn betweenness(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    let scores = algorithm::betweenness(&part, false, &|| stop(cx));
    let scores = scores.map_err(|stopped| fault(cx, stopped))?;
    Ok(rows(&part, scores, Value::Float))
}

fn degree(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    let nodes = part.nodes().iter().enumerate();
    Ok(nodes
        .map(|(position, &node)| {
            let (outgoing, incoming) = part.degrees(position as u32);
            vec![
                Value::Node(node),
                Value::Int((outgoing + incoming) as i64),
                Value::Int(outgoing as i64),
                Value::Int(incoming as i64),
            ]
        })
        .collect())
}

fn components(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    Ok(rows(&part, algorithm::components(&part), number))
}

fn communities(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    let resolution = float(arguments.get(2), 1.0);
    let found = algorithm::communities(&part, resolution, &|| stop(cx));
    let found = found.map_err(|stopped| fault(cx, stopped))?;
    Ok(rows(&part, found, number))
}

fn core_numbers(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    Ok(rows(&part, algorithm::core_numbers(&part), number))
}

fn triangles(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 0)?;
    let found = algorithm::triangles(&part, &|| stop(cx));
    let found = found.map_err(|stopped| fault(cx, stopped))?;
    Ok(rows(&part, found, |count| Value::Int(count as i64)))
}

fn similar(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 1)?;
    let Some(Value::Node(node)) = arguments.first() else {
        return Ok(Vec::new());
    };
    let Ok(position) = part.nodes().binary_search(node) else {
        return Ok(Vec::new());
    };
    let found = algorithm::similar(&part, position as u32, count(arguments.get(3), 10));
    Ok(found
        .into_iter()
        .map(|(position, score)| {
            let node = part.nodes()[position as usize];
            vec![Value::Node(node), Value::Float(score)]
        })
        .collect())
}

fn shortest_path(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let part = part(cx, arguments, 2)?;
    let position = |argument: Option<&Value>| match argument {
        Some(Value::Node(node)) => part.nodes().binary_search(node).ok(),
        _ => None,
    };
    let ends = position(arguments.first()).zip(position(arguments.get(1)));
    let path = ends.and_then(|(from, to)| algorithm::shortest_path(&part, from as u32, to as u32));
    Ok(path
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(step, position)| {
            let node = part.nodes()[position as usize];
            vec![Value::Int(step as i64), Value::Node(node)]
        })
        .collect())
}

fn neighbourhood(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let Some(&Value::Node(start)) = arguments.first() else {
        return Ok(Vec::new());
    };
    let depth = count(arguments.get(1), 1);
    let mut seen = vec![false; cx.graph.node_bound()];
    let mut queue = VecDeque::from([(start, 0)]);
    let mut rows = Vec::new();
    seen[start.0 as usize] = true;
    while let Some((node, distance)) = queue.pop_front() {
        if stop(cx) {
            return Err(fault(cx, Stopped));
        }
        if distance > 0 {
            rows.push(vec![Value::Node(node), Value::Int(distance as i64)]);
        }
        if distance == depth {
            continue;
        }
        for edge in cx.graph.edges_of(node, Direction::Both) {
            let Some((source, target)) = cx.graph.ends(edge) else {
                continue;
            };
            let other: NodeId = if source == node { target } else { source };
            if !std::mem::replace(&mut seen[other.0 as usize], true) {
                queue.push_back((other, distance + 1));
            }
        }
    }
    Ok(rows)
}

fn full_text(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let Some(Value::Text(text)) = arguments.first() else {
        return Ok(Vec::new());
    };
    let found = cx.graph.name_index().substring(text);
    Ok(found
        .into_iter()
        .map(|node| vec![Value::Node(node)])
        .collect())
}

fn evidence(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let edge: EdgeId = match arguments.first() {
        Some(Value::Edge(edge)) => *edge,
        _ => return Ok(Vec::new()),
    };
    let documents = cx.graph.documents();
    let pieces = cx.graph.evidence(edge).iter();
    Ok(pieces
        .map(|piece| {
            let document = documents.get(piece.document.0 as usize);
            vec![
                document.map_or(Value::Null, |name| Value::text(name)),
                number(piece.sentence),
                number(piece.start),
                number(piece.end),
                Value::text(&piece.text),
            ]
        })
        .collect())
}

fn timeline(cx: Context<'_>, arguments: &[Value]) -> Result<Rows, Fault> {
    let events = match arguments.first() {
        Some(Value::Node(node)) => graph::timeline::events_of(cx.graph, *node),
        // The node may be given and be null, after `OPTIONAL MATCH`: then nothing happens to it.
        Some(_) => Vec::new(),
        None => graph::timeline::events(cx.graph),
    };
    let date = |event: NodeId| cx.graph.node_text(event, "date").unwrap_or_default();
    Ok(events
        .into_iter()
        .map(|event| vec![Value::Text(date(event)), Value::Node(event)])
        .collect())
}

fn disagreements(cx: Context<'_>, _: &[Value]) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    for dispute in graph::dispute::disputes(cx.graph) {
        let about = Value::text(&dispute.subject);
        let side = |edges: &[EdgeId]| -> Vec<Value> {
            match edges {
                [] => vec![Value::Null],
                edges => edges.iter().copied().map(Value::Edge).collect(),
            }
        };
        for claimed in side(&dispute.claimed) {
            for denied in side(&dispute.denied) {
                rows.push(vec![about.clone(), claimed.clone(), denied]);
            }
        }
    }
    Ok(rows)
}

fn contradictions(cx: Context<'_>, _: &[Value]) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    for (event, what, figures) in graph::dispute::figures(cx.graph) {
        for figure in figures {
            rows.push(vec![
                Value::Node(event),
                Value::text(what),
                Value::Int(figure.number),
                Value::Bool(figure.least),
                Value::Edge(figure.edge),
            ]);
        }
    }
    Ok(rows)
}

/// Takes the part that the arguments from `first` on name: labels, then types.
fn part(cx: Context<'_>, arguments: &[Value], first: usize) -> Result<Part, Fault> {
    let labels = symbols(cx, arguments.get(first))?;
    let types = symbols(cx, arguments.get(first + 1))?;
    Ok(Part::new(cx.graph, &labels, &types))
}

/// Reads a name or a list of names. A name that the graph lacks matches nothing.
fn symbols(cx: Context<'_>, argument: Option<&Value>) -> Result<Vec<Symbol>, Fault> {
    let symbol = |name: &Value| match name {
        Value::Text(name) => Ok(cx.graph.symbol(name).unwrap_or(Symbol(u32::MAX - 1))),
        other => Err(Fault::InvalidArgumentType {
            place: "the names of labels and types".to_owned(),
            expected: ValueType::TEXT,
            found: type_of(other),
        }),
    };
    match argument {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::List(names)) => names.iter().map(symbol).collect(),
        Some(name) => Ok(vec![symbol(name)?]),
    }
}

fn rows<T>(part: &Part, results: Vec<T>, value: impl Fn(T) -> Value) -> Rows {
    part.nodes()
        .iter()
        .zip(results)
        .map(|(&node, result)| vec![Value::Node(node), value(result)])
        .collect()
}

fn number(number: u32) -> Value {
    Value::Int(i64::from(number))
}

fn float(argument: Option<&Value>, default: f64) -> f64 {
    match argument {
        Some(Value::Float(number)) => *number,
        Some(Value::Int(number)) => *number as f64,
        _ => default,
    }
}

fn count(argument: Option<&Value>, default: usize) -> usize {
    match argument {
        Some(Value::Int(number)) => usize::try_from(*number).unwrap_or(0),
        _ => default,
    }
}

fn stop(cx: Context<'_>) -> bool {
    cx.session.budget.look().is_err()
}

/// Says why the work was stopped.
fn fault(cx: Context<'_>, _: Stopped) -> Fault {
    match cx.session.budget.look() {
        Err(error) => error.kind,
        Ok(()) => Fault::Cancelled,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::graph::Graph;
    use crate::query::Options;
    use crate::query::Value;
    use crate::query::run;

    /// Two triangles of people with one tie between, and a place that all are in.
    const GRAPH: &str = "CREATE (a:P {name: 'Anna'}), (b:P {name: 'Boris'}), (c:P {name: 'Chloé'}), \
        (d:P {name: 'Dmitri'}), (e:P {name: 'Eve'}), (f:P {name: 'Farid'}), (x:City {name: 'Xining'}), \
        (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(c), (c)-[:KNOWS]->(a), (d)-[:KNOWS]->(e), \
        (e)-[:KNOWS]->(f), (f)-[:KNOWS]->(d), (c)-[:KNOWS]->(d), (a)-[:IN]->(x), (f)-[:IN]->(x)";

    fn check(query: &str, wanted: &str) {
        let mut graph = Graph::new();
        let none = BTreeMap::new();
        let options = Options::default();
        run(&mut graph, GRAPH, &none, &options).unwrap();
        let found = match run(&mut graph, query, &none, &options) {
            Ok(answer) => {
                let rows = answer.rows.iter().map(|row| {
                    let cells = row.iter().map(|cell| match cell {
                        Value::Text(text) => text.to_string(),
                        Value::Int(number) => number.to_string(),
                        Value::Float(number) => format!("{number:.3}"),
                        other => format!("{other:?}"),
                    });
                    cells.collect::<Vec<_>>().join(" ")
                });
                rows.collect::<Vec<_>>().join(", ")
            }
            Err(error) => error.kind.to_string(),
        };
        assert_eq!(found, wanted, "{query}");
    }

    #[test]
    fn measures_take_labels_and_types_or_neither() {
        check(
            "CALL kcore('P', 'KNOWS') YIELD node, core RETURN DISTINCT core",
            "2",
        );
        check(
            "CALL degree(['P'], 'KNOWS') YIELD node, degree, incoming RETURN node.name, degree, incoming LIMIT 3",
            "Anna 2 1, Boris 2 1, Chloé 3 1",
        );
        check(
            "CALL components() YIELD component RETURN count(DISTINCT component)",
            "1",
        );
        check(
            "CALL components('Nobody') YIELD component RETURN count(*)",
            "0",
        );
    }

    #[test]
    fn ranks_and_groups_come_with_their_nodes() {
        check(
            "CALL pageRank('P', 'KNOWS', 0.5) YIELD node, score \
             RETURN node.name, score ORDER BY score DESC LIMIT 2",
            "Dmitri 0.211, Eve 0.189",
        );
        check(
            "CALL pageRank('P', 'KNOWS', 2.0) YIELD score RETURN score",
            "`pageRank` takes a damping from 0 to 1, and this is 2",
        );
        check(
            "CALL communities('P', 'KNOWS') YIELD node, community \
             RETURN community, collect(node.name)[0], count(*) ORDER BY community",
            "0 Anna 3, 1 Dmitri 3",
        );
        check(
            "CALL triangles('P') YIELD node, triangles RETURN sum(triangles)",
            "6",
        );
        check(
            "CALL betweenness('P', 'KNOWS') YIELD node, score \
             RETURN node.name, score ORDER BY score DESC, node.name LIMIT 2",
            "Chloé 6.000, Dmitri 6.000",
        );
    }

    #[test]
    fn what_starts_at_a_node_needs_the_node() {
        check(
            "MATCH (a:P {name: 'Anna'}) CALL neighbourhood(a, 2) YIELD node, distance \
             RETURN node.name, distance ORDER BY distance, node.name",
            "Boris 1, Chloé 1, Xining 1, Dmitri 2, Farid 2",
        );
        check(
            "MATCH (a:P {name: 'Anna'}) CALL similar(a, 'P', 'KNOWS', 1) YIELD node, score \
             RETURN node.name, score",
            "Boris 0.333",
        );
        check(
            "MATCH (a:P {name: 'Anna'}), (b:P {name: 'Anna'}) CALL shortestPath(a, b) YIELD step, node \
             RETURN step, node.name",
            "0 Anna",
        );
        check(
            "CREATE (a:Q {name: 'a'})<-[:R]-(b:Q {name: 'b'})-[:R]->(c:Q {name: 'c'}), (d:Q {name: 'd'}) \
             WITH a, c CALL shortestPath(a, c, 'Q', 'R') YIELD node RETURN node.name",
            "a, b, c",
        );
        check(
            "CREATE (a:Q {name: 'a'}), (d:Q {name: 'd'}) WITH a, d \
             CALL shortestPath(a, d) YIELD node RETURN node.name",
            "",
        );
        check(
            "CALL fulltext('chloe') YIELD node RETURN node.name",
            "Chloé",
        );
    }

    #[test]
    fn what_happened_comes_by_date_and_what_is_disputed_with_both_sides() {
        let events = "CREATE (a:State {name: 'A'}), (b:State {name: 'B'}), \
            (x:Event {name: 'raid', date: '2024-03-02'}), (y:Event {name: 'talks', date: '2024-01-05'}), \
            (z:Event {name: 'vote'}), (a)-[:AGENT_OF]->(x), (a)-[:PARTICIPATED_IN]->(z), \
            (b)-[:PARTICIPATED_IN]->(y), (c:Claim {name: 'it was fired'}), (a)-[:CLAIMS]->(c), \
            (b)-[:DENIES]->(c), (x)-[:MENTIONED_IN {killed: 3}]->(d:Document), \
            (x)-[:MENTIONED_IN {killed: 5, killed_min: true}]->(e:Document) WITH a ";
        let ask = |query: &str, wanted: &str| check(&format!("{events}{query}"), wanted);
        ask(
            "CALL timeline() YIELD date, event RETURN date, event.name",
            "2024-01-05 talks, 2024-03-02 raid",
        );
        ask("CALL timeline(a) YIELD event RETURN event.name", "raid");
        ask(
            "CALL disagreements() YIELD about, claimed, denied \
             RETURN about, startNode(claimed).name, startNode(denied).name",
            "it was fired A B",
        );
        ask(
            "CALL contradictions() YIELD event, what, figure, least \
             RETURN event.name, what, figure, toString(least)",
            "raid killed 3 false, raid killed 5 true",
        );
    }
}
