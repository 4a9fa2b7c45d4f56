//! Reads articles with given trees, so that extraction can be scored apart from the parser:
//!
//! ```text
//! cargo run --example gold_trees -- TREES.conllu… TEXTS OUT
//! ```
//!
//! For each `NAME.conllu` the text is `TEXTS/NAME.txt`; `OUT/NAME.json` is the graph.

use std::path::PathBuf;

use newsgraph::analysis::conllu;
use newsgraph::build;
use newsgraph::build::BuildOptions;
use newsgraph::data::DataSource;
use newsgraph::export::Selection;
use newsgraph::export::node_link;
use newsgraph::extract::Extractor;
use newsgraph::text::Document;
use newsgraph::text::find_date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (Some(out), Some(texts)) = (paths.pop(), paths.pop()) else {
        return Err("usage: gold_trees TREES.conllu… TEXTS OUT".into());
    };
    let extractor = Extractor::load(&DataSource::embedded()).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&out)?;
    for path in paths {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let trees = std::fs::read_to_string(&path)?;
        let text = std::fs::read_to_string(texts.join(format!("{name}.txt")))?;
        let Some(analysis) = conllu::align(&text, &trees) else {
            return Err(format!("{}: text and trees differ", path.display()).into());
        };
        let known = conllu::read(&trees)?;
        let date = known
            .first()
            .and_then(|(document, _)| document.date)
            .or_else(|| find_date(&text));
        let document = Document {
            id: name.clone(),
            title: text.lines().next().map(str::to_owned),
            publisher: None,
            date,
            source: path.display().to_string(),
            text,
            pretokenized: false,
        };
        let extraction = extractor.extract(&document, &analysis);
        let graph = build::build(
            &[(document, extraction)],
            extractor.lexicon(),
            extractor.ontology(),
            BuildOptions { background: false },
        );
        let json = node_link::write(&graph, &Selection::whole(&graph));
        std::fs::write(out.join(format!("{name}.json")), json)?;
    }
    Ok(())
}
