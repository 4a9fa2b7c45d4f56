//! The heart of the shell without a terminal: a line in, a text out.

use std::sync::OnceLock;

use newsgraph::build::BuildOptions;
use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::data::Ontology;
use newsgraph::graph::Graph;
use newsgraph::graph::snapshot;
use newsgraph::render::Layout;
use newsgraph::render::Mode;
use newsgraph::repl::Reply;
use newsgraph::repl::Session;
use newsgraph::repl::Settings;
use newsgraph::repl::Start;
use newsgraph::repl::command::examples;
use newsgraph::repl::complete::complete;
use newsgraph::text;
use newsgraph::text::Input;

use crate::fixture::file;
use crate::fixture::place;
use crate::fixture::small_graph;

fn graph() -> Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    GRAPH
        .get_or_init(|| {
            let ontology = Ontology::load(&DataSource::embedded()).unwrap();
            snapshot::load(&small_graph(), &ontology).unwrap()
        })
        .clone()
}

pub(crate) fn session() -> Session {
    let start = Start {
        graph: graph(),
        inputs: vec!["small.graph".to_owned()],
        ..Start::default()
    };
    Session::new(start, Settings::default()).unwrap()
}

/// A session over the articles of `seeds/`.
fn seeds() -> Session {
    let reader = Reader::load(&DataSource::embedded()).unwrap();
    let folder = Input::Path(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds").into());
    let documents = text::read([folder]).map(Result::unwrap).collect();
    let articles = reader.read_all(documents, &|| {});
    let start = Start {
        graph: reader.graph(&articles, BuildOptions::default()),
        articles,
        ..Start::default()
    };
    Session::new(start, Settings::default()).unwrap()
}

/// The reply with everything that is said, for one line in a new session.
fn reply(line: &str) -> Reply {
    session().answer(line)
}

fn said(reply: &Reply) -> String {
    let mut text = reply.text.clone() + &reply.note;
    for report in &reply.reports {
        text.push_str(&report.render(Layout::PIPE));
    }
    text
}

fn check(line: &str, expected: &[&str]) {
    let reply = reply(line);
    let text = said(&reply);
    for piece in expected {
        assert!(text.contains(piece), "{line}: `{piece}` is not in\n{text}");
    }
}

#[test]
fn a_name_shows_its_card() {
    check(
        "Pakistan",
        &[
            "Pakistan  State",
            "BORDERS ",
            "● Iran",
            "In 2 articles",
            "[1]",
        ],
    );
    check("pakistan's", &["Pakistan  State"]);
}

#[test]
fn a_misspelt_name_offers_the_nearest() {
    let reply = reply("Pakstan");
    assert!(reply.failed);
    assert!(said(&reply).contains("did you mean `Pakistan`?"));
}

#[test]
fn a_short_pattern_is_answered_with_names() {
    check("? borders Afghanistan", &["source", "target", "Pakistan"]);
    check("Pakistan ? Iran", &["BORDERS"]);
    check("Pakistan .. Iran", &["(Pakistan)", "(Iran)"]);
    check("Pakstan ? Iran", &["did you mean `Pakistan`?"]);
}

#[test]
fn people_see_the_cypher_of_a_short_pattern() {
    let mut session = session();
    session.settings.interactive = true;
    let reply = session.answer("? borders Afghanistan");
    assert!(
        reply
            .text
            .contains("MATCH (a)-[r:BORDERS]-(b:State {name: \"Afghanistan\"})"),
        "{}",
        reply.text
    );
}

#[test]
fn why_gives_status_and_rule_of_each_edge() {
    check(
        ":why Pakistan Iran",
        &["─BORDERS─ Pakistan", "confidence", "rule"],
    );
    check(
        ":why Pakistan Irann",
        &["nothing is called `Irann`", "did you mean `Iran`?"],
    );
    check(":why", &["the last result holds no edges"]);
}

#[test]
fn a_way_goes_by_what_articles_say_before_what_the_lexicon_knows() {
    let mut session = seeds();
    let text = session.answer(":path Russia Ukraine").text;
    assert!(
        text.contains("ATTACKS") && !text.contains("BORDERS"),
        "{text}"
    );
    let text = session.answer(":why").text;
    assert!(text.contains("sweden-joins-nato"), "{text}");
}

#[test]
fn why_on_a_row_explains_the_edges_of_that_row() {
    let mut session = session();
    session.answer("? borders Afghanistan");
    let text = said(&session.answer(":why 1"));
    assert!(
        text.contains("BORDERS") && text.contains("Afghanistan"),
        "{text}"
    );
    let text = said(&session.answer(":why 99"));
    assert!(text.contains("there is no row 99"), "{text}");
}

#[test]
fn the_last_result_is_shown_again_in_another_mode() {
    let mut session = session();
    session.answer("RETURN 1 AS a");
    assert_eq!(session.answer(":last csv").text, "a\n1\n");
    session.answer(":mode json");
    assert_eq!(session.answer("RETURN 2 AS b").text, "[\n{\"b\":2}\n]\n");
    assert!(said(&session.answer(":mode nothing")).contains("one of table box"));
}

#[test]
fn parameters_are_set_listed_and_used() {
    let mut session = session();
    session.answer(":param name => 'Iran'");
    session.answer(":param $count 2 + 1");
    session.answer(":mode csv");
    let text = session
        .answer("MATCH (n:State {name: $name}) RETURN n.name AS n, $count AS c")
        .text;
    assert_eq!(text, "n,c\nIran,3\n");
    assert!(session.answer(":param").text.contains("$name"));
}

#[test]
fn a_write_query_can_be_taken_back() {
    let mut session = session();
    let before = session.graph().node_count();
    let reply = session.answer("CREATE (n:Note {text: 'x'})");
    assert!(!reply.failed, "{}", said(&reply));
    assert_eq!(session.graph().node_count(), before + 1);
    session.answer(":undo");
    assert_eq!(session.graph().node_count(), before);
    assert!(session.answer(":undo").failed);
}

#[test]
fn a_query_that_fails_leaves_the_graph_and_offers_the_repair() {
    let mut session = session();
    let reply = session.answer("MATCH (n:State) RETRUN n");
    assert!(reply.failed);
    assert_eq!(session.repair(), Some("MATCH (n:State) RETURN n"));
    session.answer("RETURN 1");
    assert_eq!(session.repair(), None);
}

#[test]
fn a_result_goes_into_a_file_once() {
    let mut session = session();
    let path = place("once.csv");
    session.answer(":mode csv");
    session.answer(&format!(":once {}", path.display()));
    assert_eq!(session.answer("RETURN 1 AS a").text, "");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "a\n1\n");
    assert_eq!(session.answer("RETURN 1 AS a").text, "a\n1\n");
    // The file's ending says what is meant, whatever the mode.
    session.answer(":mode box");
    for (name, expected) in [
        ("once.csv", "a\n1\n"),
        ("once.jsonl", "{\"a\":1}\n"),
        ("once.md", "| a |\n| ---: |\n| 1 |\n"),
        ("once.txt", "a\n-\n1\n"),
    ] {
        let path = place(name);
        session.answer(&format!(":once {}", path.display()));
        session.answer("RETURN 1 AS a");
        assert_eq!(std::fs::read_to_string(path).unwrap(), expected, "{name}");
    }
}

#[test]
fn share_gives_a_command_line_that_gives_the_result() {
    let mut session = session();
    session.answer("MATCH (n:State {name: 'Iran'}) RETURN n.name");
    assert_eq!(
        session.answer(":share").text,
        "newsgraph small.graph -c 'MATCH (n:State {name: '\\''Iran'\\''}) RETURN n.name' --format table\n"
    );
}

#[test]
fn the_graph_of_an_earlier_day_lacks_what_came_later() {
    let mut session = session();
    let all = session.graph().edge_count();
    let text = said(&session.answer(":asof 2024-02-15"));
    assert!(text.contains("as of 2024-02-15"), "{text}");
    assert!(session.graph().edge_count() < all);
    assert_eq!(session.view(), Some("as of 2024-02-15"));
    session.answer(":all");
    assert_eq!(session.graph().edge_count(), all);
    let text = said(&session.answer(":diff 2024-02-15 2024-02-28"));
    assert!(text.contains("+ "), "{text}");
    assert!(said(&session.answer(":asof yesterday")).contains("is no date"));
}

#[test]
fn results_are_drawn_and_written_as_dot() {
    let mut session = session();
    session.answer(
        "MATCH p = (:State {name: 'Pakistan'})-[:BORDERS]-(:State {name: 'Iran'}) RETURN p LIMIT 1",
    );
    let text = session.answer(":graph").text;
    assert!(
        text.contains("│ Pakistan ") && text.contains("BORDERS"),
        "{text}"
    );
    let text = session.answer(":graph list").text;
    assert!(text.contains("└─BORDERS── [Pakistan] State"), "{text}");
    let path = place("drawn.dot");
    let note = said(&session.answer(&format!(":dot {}", path.display())));
    assert!(note.contains("2 nodes, 1 edge"), "{note}");
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .starts_with("digraph")
    );
}

#[test]
fn an_unknown_command_offers_the_nearest() {
    check(
        ":shcema",
        &["there is no command `:shcema`", "did you mean `:schema`?"],
    );
    check(":sch", &["BORDERS"]);
}

#[test]
fn every_command_and_topic_has_help() {
    let mut session = session();
    for topic in newsgraph::repl::command::topics(&session) {
        let reply = session.answer(&format!(":help {topic}"));
        assert!(
            !reply.failed && !reply.text.is_empty(),
            ":help {topic}: {}",
            said(&reply)
        );
    }
    let text = said(&session.answer(":help OPOSES"));
    assert!(text.contains("did you mean `OPPOSES`?"), "{text}");
    // A second name leads to its clause, and a word for two things to both.
    for (topic, parts) in [
        ("skip", ["LIMIT ", "SKIP 5"]),
        ("profile", ["EXPLAIN ", "counts rows"]),
        ("labels", ["LABELS ", "labels("]),
    ] {
        let text = said(&session.answer(&format!(":help {topic}")));
        let all = parts.iter().all(|part| text.contains(part));
        assert!(all, ":help {topic}: {text}");
    }
    let text = said(&session.answer(":help foo"));
    assert!(!text.contains("did you mean"), "{text}");
}

#[test]
fn every_example_of_help_runs_on_the_seeds() {
    let mut session = seeds();
    for (topic, example) in examples(&session) {
        let Some(example) = example else {
            panic!("{topic} has no example");
        };
        let reply = session.answer(&example);
        assert!(!reply.failed, "{topic}: {example}\n{}", said(&reply));
    }
}

#[test]
fn the_tour_goes_through() {
    let text = reply(":tour").text;
    assert!(
        text.contains(":disputes") && text.contains(":share"),
        "{text}"
    );
}

#[test]
fn people_take_the_tour_step_by_step() {
    let mut session = session();
    session.settings.interactive = true;
    let first = session.answer(":tour");
    assert!(first.text.contains("shows its card"), "{}", first.text);
    // Anything may be tried in between.
    session.answer("Iran");
    let mut note = first.note;
    for _ in 0..20 {
        if !session.touring() {
            break;
        }
        let step = session.answer("");
        assert!(step.text.lines().count() < 24, "{}", step.text);
        note = step.note;
    }
    assert!(note.contains("That was the tour"), "{note}");
    assert!(session.answer("").text.is_empty());
}

#[test]
fn settings_are_listed_and_changed() {
    let mut session = session();
    session.settings.interactive = true;
    assert!(!session.answer(":set graph list").failed);
    assert!(!session.answer(":set theme light").failed);
    assert!(session.answer(":set theme pink").failed);
    let text = anstream::adapter::strip_str(&session.answer(":set").text).to_string();
    assert!(
        text.contains("theme  light") && text.contains("graph  list"),
        "{text}"
    );
    session.answer("Iran");
    let reply = session.answer(":graph picture");
    assert!(said(&reply).contains("not known to show pictures"));
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for columns in [60, 80, 200] {
        let mut session = session();
        session.settings.layout.width = Some(columns);
        session.settings.mode = Mode::Box;
        for line in [
            "Pakistan",
            "? ? ?",
            "? borders ?",
            ":nodes",
            ":edges",
            ":schema",
            ":stats",
            ":why Pakistan Iran",
            ":timeline",
            ":disputes",
            ":help",
            ":help MATCH",
            ":help date.truncate",
            ":help keys",
            ":help CALL",
            ":graph",
        ] {
            let reply = session.answer(line);
            for row in reply.text.lines() {
                let width = newsgraph::render::width::width(row);
                assert!(width <= columns, "{line} at {columns}: {width}\n{row}");
            }
        }
    }
}

/// Completes at the end of a line and gives the line that the offer would make.
fn completed(line: &str) -> Vec<String> {
    let mut session = session();
    let (start, offers) = complete(&mut session, line, line.len());
    offers
        .into_iter()
        .map(|offer| format!("{}{}", &line[..start], offer.replacement))
        .collect()
}

fn check_completion(line: &str, expected: &str) {
    let offers = completed(line);
    assert!(
        offers.iter().any(|offer| offer == expected),
        "{line}: {offers:?}"
    );
}

#[test]
fn tab_knows_commands_names_labels_types_and_properties() {
    check_completion(":sch", ":schema");
    check_completion(":mode js", ":mode jsonl");
    check_completion(":help OPP", ":help OPPOSES");
    check_completion("Pak", "Pakistan");
    check_completion("Pakistan bor", "Pakistan borders ");
    check_completion("? borders Afg", "? borders Afghanistan");
    check_completion(":why Pakistan Ir", ":why Pakistan Iran");
    check_completion("MATCH (n:Sta", "MATCH (n:State");
    check_completion("MATCH (n)-[:BOR", "MATCH (n)-[:BORDERS");
    check_completion("MATCH (n)-[:DEMA", "MATCH (n)-[:DEMANDS");
    check_completion(
        "MATCH (n:State) RETURN n.na",
        "MATCH (n:State) RETURN n.name",
    );
    check_completion(
        "MATCH (n:State {name: 'Pak",
        "MATCH (n:State {name: 'Pakistan'",
    );
    check_completion("MATCH (n) RETURN toUp", "MATCH (n) RETURN toUpper(");
    check_completion("MATCH (n) RET", "MATCH (n) RETURN ");
    check_completion("MAT", "MATCH ");
}

#[test]
fn a_query_that_finds_nothing_says_which_names_the_graph_lacks() {
    check(
        "MATCH (n:state) RETURN n",
        &[
            "warning: no node has the label `state`",
            "hint: did you mean `State`?",
        ],
    );
    check(
        "MATCH (n:State) WHERE n.name = NULL RETURN n",
        &["nothing equals null", "hint: write `IS NULL`"],
    );
    let reply = reply("MATCH (n:State) WHERE n.name = 'Nowhere' RETURN n");
    assert!(reply.reports.is_empty() && !reply.failed);
}

#[test]
fn articles_are_added_to_a_saved_graph() {
    let mut session = session();
    let before = (
        session.graph().node_count(),
        session.graph().documents().len(),
    );
    let article = file(
        "added.txt",
        b"Iran condemns strike\n\n2024-04-02\n\nIran condemned the strike on Pakistan on Tuesday.\n",
    );
    let text = said(&session.answer(&format!(":add {}", article.display())));
    assert!(text.starts_with("read 1 article: "), "{text}");
    assert!(session.graph().node_count() > before.0);
    assert_eq!(session.graph().documents().len(), before.1 + 1);
    // Iran is still one node.
    let iran = session.answer("MATCH (n:State {name: 'Iran'}) RETURN count(*) AS n");
    assert!(iran.text.contains("\n1\n"), "{}", iran.text);
    let again = said(&session.answer(&format!(":add {}", article.display())));
    assert!(again.contains("is there already"), "{again}");
}
