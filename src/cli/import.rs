//! Makes a graph of tables or of node-link JSON.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::arguments::ImportArguments;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::data::DataError;
use crate::data::Ontology;
use crate::graph::Graph;
use crate::graph::import::Delimiters;
use crate::graph::import::Importer;
use crate::graph::import::node_link;
use crate::graph::snapshot;
use crate::render::Report;

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ImportArguments,
) -> Result<Outcome, Failure> {
    let delimiters = Delimiters {
        field: match arguments.delimiter.as_bytes() {
            b"\\t" | b"\t" => b'\t',
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => *byte,
            _ => {
                let message = format!("`{}` cannot part fields", arguments.delimiter);
                let report =
                    Report::error(message).hint("give one character, such as `;` or `\\t`");
                return Err(Failure::Usage(Box::new(report)));
            }
        },
        item: arguments.array_delimiter,
    };
    let ontology = Ontology::load(&context.data)?;
    let graph = graph_of(&arguments.inputs, delimiters)?;
    snapshot::save(&graph, &arguments.output, &ontology)?;
    context.say(1, || {
        format!(
            "{} nodes, {} edges in {}",
            graph.node_count(),
            graph.edge_count(),
            arguments.output.display()
        )
    });
    Ok(Outcome::Done)
}

/// Reads tables, given one by one or by folder, or one JSON file.
pub(in crate::cli) fn graph_of(
    inputs: &[PathBuf],
    delimiters: Delimiters,
) -> Result<Graph, Failure> {
    let json = |path: &Path| has_ending(path, "json");
    if let [path] = inputs
        && json(path)
    {
        return Ok(node_link(&path.display().to_string(), &read(path)?)?);
    }
    if let Some(path) = inputs.iter().find(|path| json(path)) {
        let about = format!("`{}` is JSON, which is imported alone", path.display());
        return Err(Failure::Usage(Box::new(Report::error(about))));
    }
    let mut importer = Importer::new(delimiters);
    let mut edges = Vec::new();
    for path in tables(inputs)? {
        let text = read(&path)?;
        if importer.holds_edges(&text) {
            edges.push((path, text));
        } else {
            importer.add(&path.display().to_string(), &text)?;
        }
    }
    for (path, text) in edges {
        importer.add(&path.display().to_string(), &text)?;
    }
    Ok(importer.finish())
}

fn tables(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut tables = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            tables.push(input.clone());
            continue;
        }
        let entries = fs::read_dir(input).map_err(|error| unreadable(input, &error))?;
        let mut within: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| has_ending(path, "csv") || has_ending(path, "tsv"))
            .collect();
        within.sort();
        if within.is_empty() {
            let message = format!("there is no table in `{}`", input.display());
            return Err(Failure::work(message));
        }
        tables.extend(within);
    }
    Ok(tables)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    DataError::about(path.display().to_string(), error.to_string()).into()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
