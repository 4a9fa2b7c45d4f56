//! `newsgraph export`: the graph for other programs.

use crate::cli::arguments::ExportArguments;
use crate::cli::arguments::ExportFormat;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;
use crate::data::Ontology;
use crate::export::Selection;
use crate::export::dot;
use crate::export::node_link;
use crate::export::write_file;
use crate::graph::Direction;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::render::Report;
use crate::repl::Found;
use crate::repl::find;

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ExportArguments,
) -> Result<Outcome, Failure> {
    let format = format(arguments)?;
    let loaded = context.load(&arguments.inputs, &mut None)?;
    let graph = &loaded.graph;
    if graph.node_count() == 0 && !loaded.problems.is_empty() {
        return Ok(Outcome::Incomplete);
    }
    let selection = select(graph, arguments, format)?;
    let text = match format {
        ExportFormat::Json => node_link::write(graph, &selection),
        ExportFormat::Dot => {
            let ontology = Ontology::load(&context.data)?;
            let options = dot::Options {
                ontology: Some(&ontology),
                legend: !arguments.no_legend,
                title: None,
            };
            dot::write(graph, &selection, &options)
        }
    };
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => write_file(file, text.as_bytes())?,
        _ => stream::print(&text)?,
    }
    Ok(Outcome::without(loaded.problems.len()))
}

fn format(arguments: &ExportArguments) -> Result<ExportFormat, Failure> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let Some(file) = &arguments.output else {
        return Ok(ExportFormat::Dot);
    };
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("dot" | "gv") => Ok(ExportFormat::Dot),
        Some("json") => Ok(ExportFormat::Json),
        _ if file.as_os_str() == "-" => Ok(ExportFormat::Dot),
        _ => Err(Failure::Usage(Box::new(
            Report::error(format!("`{}` does not tell the format", file.display()))
                .hint("add `--format dot` or `--format json`"),
        ))),
    }
}

fn select(
    graph: &Graph,
    arguments: &ExportArguments,
    format: ExportFormat,
) -> Result<Selection, Failure> {
    if !arguments.around.is_empty() {
        let mut selection = Selection::default();
        for name in &arguments.around {
            match find(graph, name) {
                Found::Nodes(nodes) => around(graph, nodes[0], arguments.documents, &mut selection),
                Found::Nearest(nearest) => {
                    let report = Report::error(format!("nothing is called `{name}`"));
                    return Err(Failure::Work(vec![match nearest.first() {
                        Some(nearest) => report.hint(format!("did you mean `{nearest}`?")),
                        None => report,
                    }]));
                }
            }
        }
        return Ok(selection);
    }
    Ok(match format {
        // A picture of every mention shows nothing; a program can leave them out itself.
        ExportFormat::Dot if !arguments.documents => {
            Selection::without_documents(graph).told(graph)
        }
        ExportFormat::Dot | ExportFormat::Json => Selection::whole(graph),
    })
}

/// Adds a node, its neighbours, and what joins these.
fn around(graph: &Graph, node: NodeId, documents: bool, selection: &mut Selection) {
    selection.add_node(node);
    let mut near = vec![node];
    for edge in graph.edges_of(node, Direction::Both) {
        if !documents && graph.type_name(edge) == "MENTIONED_IN" {
            continue;
        }
        if let Some((source, target)) = graph.ends(edge) {
            near.push(if source == node { target } else { source });
        }
        selection.add_edge(graph, edge);
    }
    near.sort_unstable();
    near.dedup();
    for &other in &near {
        for edge in graph.edges_of(other, Direction::Outgoing) {
            let inside = graph
                .ends(edge)
                .is_some_and(|(_, target)| near.binary_search(&target).is_ok());
            if inside {
                selection.add_edge(graph, edge);
            }
        }
    }
}
