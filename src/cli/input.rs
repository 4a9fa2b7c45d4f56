//! Loading what the arguments name, with a bar where somebody watches.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

use indicatif::ProgressBar;

use crate::build::BuildOptions;
use crate::build::Reader;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress;
use crate::render::Report;
use crate::repl::load;
use crate::repl::load::Loaded;
use crate::repl::load::Watch;

/// Shows a progress bar.
pub(in crate::cli) struct Bar {
    bar: Mutex<Option<ProgressBar>>,
}

impl Bar {
    pub(in crate::cli) fn new() -> Self {
        Bar {
            bar: Mutex::new(None),
        }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A bar that another thread left half drawn is still a bar.
        act(&mut self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Watch for Bar {
    fn start(&self, count: usize) {
        self.with(|bar| *bar = Some(progress::bar(count, "reading")));
    }

    fn step(&self) {
        self.with(|bar| bar.iter().for_each(|bar| bar.inc(1)));
    }

    fn finish(&self) {
        self.with(|bar| {
            bar.take()
                .into_iter()
                .for_each(|bar| bar.finish_and_clear())
        });
    }
}

impl Context {
    /// Says what goes into a graph besides what the texts say.
    pub(in crate::cli) fn build_options(&self) -> BuildOptions {
        BuildOptions {
            background: self.background,
        }
    }

    /// Loads articles or a graph; what could not be read is told at once.
    pub(in crate::cli) fn load(
        &self,
        inputs: &[PathBuf],
        reader: &mut Option<Arc<Reader>>,
    ) -> Result<Loaded, Failure> {
        self.check_inputs(inputs)?;
        let bar = Bar::new();
        let request = load::Request {
            inputs,
            data: &self.data,
            build: self.build_options(),
            watch: &bar,
        };
        let loaded = load::load(&request, reader).map_err(|report| Failure::Work(vec![*report]))?;
        for problem in &loaded.problems {
            self.report(problem);
        }
        self.say(1, || {
            format!(
                "{} articles, {} nodes, {} edges",
                loaded.articles.len(),
                loaded.graph.node_count(),
                loaded.graph.edge_count()
            )
        });
        Ok(loaded)
    }

    /// Takes a name that is no file for a misspelt command, where there is a command like it.
    pub(in crate::cli) fn check_inputs(&self, inputs: &[PathBuf]) -> Result<(), Failure> {
        use clap::CommandFactory;
        let [first, ..] = inputs else {
            return Ok(());
        };
        if first.exists() || first.as_os_str() == "-" {
            return Ok(());
        }
        let name = first.display().to_string();
        let command = crate::cli::arguments::Arguments::command();
        let nearest = command
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .filter(|known| strsim::damerau_levenshtein(known, &name) <= 2)
            .min();
        match nearest {
            Some(known) => Err(Failure::Usage(Box::new(
                Report::error(format!("there is no command and no file `{name}`"))
                    .hint(format!("did you mean `{known}`?")),
            ))),
            None => Ok(()),
        }
    }
}
