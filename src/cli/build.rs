//! `newsgraph build`: articles to a graph file.

use crate::cli::arguments::BuildArguments;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::data::Ontology;
use crate::render::Report;
use crate::render::answer::counted;
use crate::repl::load;

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &BuildArguments,
) -> Result<Outcome, Failure> {
    let loaded = context.load(&arguments.inputs, &mut None)?;
    let graph = &loaded.graph;
    if graph.node_count() == 0 {
        let report = Report::error("nothing was read, so nothing is written");
        return Err(Failure::Work(vec![report]));
    }
    let ontology = Ontology::load(&context.data)?;
    load::save(graph, &arguments.output, &ontology)
        .map_err(|report| Failure::Work(vec![*report]))?;
    context.say(1, || {
        format!(
            "wrote {}: {}, {}",
            arguments.output.display(),
            counted(graph.node_count() as u64, "node"),
            counted(graph.edge_count() as u64, "edge")
        )
    });
    Ok(Outcome::without(loaded.problems.len()))
}
