//! How long the parts that people wait for take: `cargo bench`, or `cargo bench -- NAME`.
//!
//! Each part is run for about a second after a warm-up; the median is told, which one slow run
//! does not move.

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use newsgraph::build::BuildOptions;
use newsgraph::build::Reader;
use newsgraph::data::DataSource;
use newsgraph::data::Ontology;
use newsgraph::export::Selection;
use newsgraph::export::dot;
use newsgraph::graph::snapshot;
use newsgraph::render::Theme;
use newsgraph::repl::Session;
use newsgraph::repl::Settings;
use newsgraph::repl::Start;
use newsgraph::repl::complete::complete;
use newsgraph::repl::highlight;
use newsgraph::text::Input;

/// Runs `work` for about a second and tells the median time.
fn measure<T>(name: &str, mut work: impl FnMut() -> T) {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word.as_str())) {
        return;
    }
    black_box(work());
    let mut times = Vec::new();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(1) || times.len() < 3 {
        let start = Instant::now();
        black_box(work());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!(
        "{name:32} {:>12.3?}  ({} runs)",
        times[times.len() / 2],
        times.len()
    );
}

fn main() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let documents = || -> Vec<_> {
        newsgraph::text::read([Input::Path(seeds.into())])
            .filter_map(Result::ok)
            .collect()
    };
    measure("load models and words", || {
        Reader::load(&DataSource::embedded()).is_ok()
    });
    let Ok(reader) = Reader::load(&DataSource::embedded()) else {
        eprintln!("the embedded data cannot be read");
        return;
    };
    measure("read the seeds", || reader.read_all(documents(), &|| {}));
    let articles = reader.read_all(documents(), &|| {});
    measure("build the graph of the seeds", || {
        reader.graph(&articles, BuildOptions::default())
    });
    let graph = reader.graph(&articles, BuildOptions::default());
    measure("write the seeds as DOT", || {
        let options = dot::Options {
            ontology: Some(reader.extractor().ontology()),
            legend: true,
            title: None,
        };
        dot::write(&graph, &Selection::whole(&graph), &options)
    });
    let start = Start {
        graph,
        ..Start::default()
    };
    let Ok(mut session) = Session::new(start, Settings::default()) else {
        return;
    };
    measure("answer a name", || session.answer("Russia"));
    measure("answer a short pattern", || {
        session.answer("who claims what")
    });
    measure("answer two hops", || {
        session.answer(
            "MATCH (a)-->(b)-->(c:State) RETURN a.name, count(*) ORDER BY count(*) DESC LIMIT 5",
        )
    });
    typing(&mut session, "Rus");
    large();
}

/// What has to answer between two keys: completion and colours.
fn typing(session: &mut Session, name: &str) {
    let lines = [
        name.to_owned(),
        format!(":why {name}"),
        format!("? opposes {name}"),
        "MATCH (n:Act".to_owned(),
        "MATCH (n:Actor)-[r:OPP".to_owned(),
        "MATCH (n:Actor) WHERE n.na".to_owned(),
        format!("MATCH (n:Actor {{name: '{name}"),
        "MATCH (n) RETURN toU".to_owned(),
    ];
    for line in &lines {
        measure(&format!("complete `{line}`"), || {
            complete(session, line, line.len())
        });
    }
    let long = "MATCH (a:Actor {name: 'x'})-[r:OPPOSES]->(b) WHERE r.status = 'claimed' RETURN a.name, b.name ";
    measure("colour a query of ten lines", || {
        highlight(&long.repeat(10), Theme::Dark)
    });
}

/// The same on a large graph: `NEWSGRAPH_BENCH_GRAPH` names its file.
fn large() {
    let Some(file) = std::env::var_os("NEWSGRAPH_BENCH_GRAPH") else {
        return;
    };
    let Ok(ontology) = Ontology::load(&DataSource::embedded()) else {
        return;
    };
    let load = || snapshot::load(file.as_ref(), &ontology);
    measure("load the large graph", || load().is_ok());
    let Ok(graph) = load() else {
        eprintln!("{} cannot be read", file.display());
        return;
    };
    let name = graph
        .nodes()
        .next()
        .map(|node| graph.title(node).chars().take(3).collect::<String>());
    let start = Start {
        graph,
        ..Start::default()
    };
    let Ok(mut session) = Session::new(start, Settings::default()) else {
        return;
    };
    let first = Instant::now();
    complete(&mut session, "MATCH (n:", 9);
    println!(
        "{:32} {:>12.3?}  (once)",
        "first completion",
        first.elapsed()
    );
    typing(&mut session, name.as_deref().unwrap_or("a"));
}
