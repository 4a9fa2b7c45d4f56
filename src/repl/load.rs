//! What a user names, to articles and a graph.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::build::BuildOptions;
use crate::build::Reader;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Ontology;
use crate::extract::Extraction;
use crate::graph::Graph;
use crate::graph::snapshot;
use crate::graph::snapshot::SnapshotError;
use crate::graph::snapshot::SnapshotErrorKind;
use crate::render::Report;
use crate::repl::seed;
use crate::text;
use crate::text::Document;
use crate::text::DocumentError;
use crate::text::Format;
use crate::text::Input;

/// An article with what was read out of it.
pub type Article = (Document, Extraction);

/// Somebody who watches long work; called from any thread.
pub trait Watch: Sync {
    /// So many articles are to come.
    fn start(&self, _count: usize) {}
    /// One is read.
    fn step(&self) {}
    /// All are read.
    fn finish(&self) {}
}

/// Nobody watches.
pub struct Nobody;

impl Watch for Nobody {}

/// What to load, and how.
pub struct Request<'a> {
    /// Articles, folders, or one graph file; the seeds where nothing is named.
    pub inputs: &'a [PathBuf],
    /// Where data files come from.
    pub data: &'a DataSource,
    /// What goes into the graph besides what the texts say.
    pub build: BuildOptions,
    /// Who watches.
    pub watch: &'a dyn Watch,
}

/// What was loaded.
#[derive(Default)]
pub struct Loaded {
    /// The graph.
    pub graph: Graph,
    /// The articles it was built from; none for a saved graph.
    pub articles: Vec<Article>,
    /// What could not be read.
    pub problems: Vec<Report>,
}

/// Loads a graph file, or reads articles and builds their graph.
///
/// A file that cannot be read is among the problems and the rest goes on; the error is for what
/// leaves nothing to go on with.
pub fn load(
    request: &Request<'_>,
    reader: &mut Option<Arc<Reader>>,
) -> Result<Loaded, Box<Report>> {
    let saved = request
        .inputs
        .iter()
        .find(|input| snapshot::is_graph(input));
    if let Some(graph) = saved {
        if request.inputs.len() > 1 {
            let report = Report::error(format!("`{}` is a saved graph", graph.display()))
                .hint("a saved graph stands alone; name the articles it was built from instead");
            return Err(Box::new(report));
        }
        let ontology = ontology(request.data)?;
        return Ok(Loaded {
            graph: snapshot::load(graph, &ontology).map_err(|error| snapshot_report(&error))?,
            ..Loaded::default()
        });
    }
    let reader = match reader {
        Some(reader) => Arc::clone(reader),
        None => {
            let loaded =
                Reader::load(request.data).map_err(|error| Box::new(Report::from(&error)))?;
            Arc::clone(reader.insert(Arc::new(loaded)))
        }
    };
    let inputs = inputs(request.inputs, None);
    let (articles, problems) = articles(inputs, &reader, request.watch);
    Ok(Loaded {
        graph: reader.graph(&articles, request.build),
        articles,
        problems,
    })
}

fn ontology(data: &DataSource) -> Result<Ontology, Box<Report>> {
    Ontology::load(data).map_err(|error| Box::new(Report::from(&error)))
}

fn snapshot_report(error: &SnapshotError) -> Box<Report> {
    let mut report = match &error.kind {
        // A readable file is shown with its line, as every file that people write.
        SnapshotErrorKind::Text(mistake) => Report::from(&DataError {
            file: error.file.display().to_string(),
            position: mistake.position,
            line: mistake.line.clone(),
            message: mistake.message.clone(),
            hint: None,
        }),
        kind => {
            let mut report = Report::error(kind.to_string());
            report.file = Some(error.file.display().to_string());
            report
        }
    };
    report.hint = error.hint();
    Box::new(report)
}

/// Saves a graph: as RON where the name ends so, else as a snapshot.
pub fn save(graph: &Graph, file: &Path, ontology: &Ontology) -> Result<(), Box<Report>> {
    snapshot::save(graph, file, ontology).map_err(|error| snapshot_report(&error))
}

/// Turns what was named into inputs of the reader; nothing stands for the seeds, `-` for
/// standard input in the form that is known of it.
pub fn inputs(paths: &[PathBuf], format: Option<Format>) -> Vec<Input> {
    if paths.is_empty() {
        let folder = Path::new("seeds");
        if folder.is_dir() {
            return vec![Input::Path(folder.to_owned())];
        }
        return seed::inputs();
    }
    paths
        .iter()
        .map(|path| {
            if path.as_os_str() == "-" {
                return Input::Stream {
                    name: "stdin".to_owned(),
                    format,
                    stream: Box::new(std::io::stdin()),
                };
            }
            Input::Path(path.clone())
        })
        .collect()
}

/// Reads documents; what cannot be read is told apart.
pub fn documents(inputs: Vec<Input>) -> (Vec<Document>, Vec<Report>) {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for result in text::read(inputs) {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => problems.push(document_report(&error)),
        }
    }
    (documents, problems)
}

/// Reads articles on all processors; what cannot be read is told apart.
pub fn articles(
    inputs: Vec<Input>,
    reader: &Reader,
    watch: &dyn Watch,
) -> (Vec<Article>, Vec<Report>) {
    let (documents, problems) = documents(inputs);
    watch.start(documents.len());
    let articles = reader.read_all(documents, &|| watch.step());
    watch.finish();
    (articles, problems)
}

/// Makes the report of an input that gives no document.
pub fn document_report(error: &DocumentError) -> Report {
    let place = match (error.line, error.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        _ => String::new(),
    };
    let report = Report::error(format!("`{}{place}` {error}", error.file));
    match error.hint() {
        Some(hint) => report.hint(hint),
        None => report,
    }
}
