//! `newsgraph extract`: what is read out of each article.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::analysis::Analysis;
use crate::analysis::conllu;
use crate::build::BuildOptions;
use crate::build::Reader;
use crate::build::record;
use crate::cli::arguments::ExtractArguments;
use crate::cli::arguments::ExtractFormat;
use crate::cli::arguments::InputFormat;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::input::Bar;
use crate::cli::stream;
use crate::export::Selection;
use crate::export::node_link;
use crate::export::write_file;
use crate::render::Report;
use crate::repl::load;
use crate::repl::load::Watch;
use crate::text;
use crate::text::Document;
use crate::text::Format;

/// So many articles are read before the first is written.
const BATCH: usize = 64;

/// An article, with its trees where they were given.
type Source = (Document, Option<Analysis>);

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ExtractArguments,
) -> Result<Outcome, Failure> {
    context.check_inputs(&arguments.inputs)?;
    if let Some(folder) = &arguments.output {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::work(format!(
                "cannot make the folder `{}`: {error}",
                folder.display()
            ))
        })?;
    }
    let mut inputs = arguments.inputs.clone();
    if inputs.is_empty() {
        inputs.push(PathBuf::from("-"));
    }
    let reader = Reader::load(&context.data)?;
    let bar = Bar::new();
    let mut work = Work {
        context,
        arguments,
        reader: &reader,
        failures: 0,
        written: 0,
    };
    if arguments.input == Some(InputFormat::Conllu) {
        let sources = work.trees(&inputs);
        bar.start(sources.len());
        for batch in sources.chunks(BATCH) {
            work.write(batch, &bar)?;
        }
    } else {
        let format = arguments.input.map(|format| match format {
            InputFormat::Text | InputFormat::Conllu => Format::Text,
            InputFormat::Jsonl => Format::JsonLines,
        });
        let mut batch: Vec<Source> = Vec::new();
        for result in text::read(load::inputs(&inputs, format)) {
            match result {
                Ok(document) => batch.push((document, None)),
                Err(error) => {
                    work.failures += 1;
                    context.report(&load::document_report(&error));
                }
            }
            if batch.len() == BATCH {
                work.write(&batch, &bar)?;
                batch.clear();
            }
        }
        work.write(&batch, &bar)?;
    }
    bar.finish();
    if work.written == 0 && work.failures == 0 {
        return Err(Failure::work("there is no article in the input"));
    }
    Ok(Outcome::without(work.failures))
}

struct Work<'a> {
    context: &'a Context,
    arguments: &'a ExtractArguments,
    reader: &'a Reader,
    failures: usize,
    written: usize,
}

impl Work<'_> {
    /// Reads CoNLL-U files.
    fn trees(&mut self, inputs: &[PathBuf]) -> Vec<Source> {
        let mut sources = Vec::new();
        for path in inputs {
            let text = if path.as_os_str() == "-" {
                std::io::read_to_string(std::io::stdin())
            } else {
                std::fs::read_to_string(path)
            };
            let name = path.display();
            let read = text
                .map_err(|error| error.to_string())
                .and_then(|text| conllu::read(&text).map_err(|error| error.to_string()));
            match read {
                Ok(found) => sources.extend(
                    found
                        .into_iter()
                        .map(|(document, analysis)| (document, Some(analysis))),
                ),
                Err(error) => {
                    self.failures += 1;
                    self.context
                        .report(&Report::error(format!("`{name}` cannot be read: {error}")));
                }
            }
        }
        sources
    }

    /// Reads a batch on all processors and writes it in order.
    fn write(&mut self, batch: &[Source], bar: &Bar) -> Result<(), Failure> {
        let texts: Vec<String> = batch
            .par_iter()
            .map(|(document, analysis)| {
                let text = self.render(document, analysis.as_ref());
                bar.step();
                text
            })
            .collect();
        for ((document, _), text) in batch.iter().zip(texts) {
            match &self.arguments.output {
                None => {
                    let mut out = std::io::stdout().lock();
                    out.write_all(text.as_bytes()).map_err(stream::failure)?;
                }
                Some(folder) => {
                    let file = folder.join(file_name(&document.id, self.arguments.format));
                    write_file(&file, text.as_bytes())?;
                }
            }
            self.written += 1;
        }
        std::io::stdout().flush().map_err(stream::failure)
    }

    fn render(&self, document: &Document, analysis: Option<&Analysis>) -> String {
        let own;
        let analysis = match analysis {
            Some(analysis) => analysis,
            None => {
                own = self.reader.analyze(document);
                &own
            }
        };
        let mut out = String::new();
        match self.arguments.format {
            ExtractFormat::Conllu => conllu::write(&mut out, document, analysis),
            ExtractFormat::Graph => {
                let extraction = self.reader.extractor().extract(document, analysis);
                let article = [(document.clone(), extraction)];
                // What the article says; what the lexicon adds is no extraction.
                let graph = self
                    .reader
                    .graph(&article, BuildOptions { background: false });
                let mut json = node_link::value(&graph, &Selection::whole(&graph));
                json["graph"] = serde_json::json!({ "doc": document.id });
                out = json.to_string();
                out.push('\n');
            }
            ExtractFormat::Json => {
                let extraction = self.reader.extractor().extract(document, analysis);
                let lexicon = self.reader.extractor().lexicon();
                let options = BuildOptions {
                    background: self.context.background,
                };
                let form = record(document, analysis, &extraction, lexicon, options);
                out = serde_json::to_string(&form).unwrap_or_default();
                out.push('\n');
            }
        }
        out
    }
}

/// Makes a file name of an article's id, which may hold slashes and more.
fn file_name(id: &str, format: ExtractFormat) -> PathBuf {
    let ending = match format {
        ExtractFormat::Graph | ExtractFormat::Json => "json",
        ExtractFormat::Conllu => "conllu",
    };
    let safe: String = id
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let safe = safe.trim_matches(['.', ' ']);
    let name = if safe.is_empty() { "article" } else { safe };
    Path::new(&format!("{name}.{ending}")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_name;
    use crate::cli::arguments::ExtractFormat;

    #[test]
    fn an_id_cannot_lead_out_of_the_folder() {
        let name = |id| file_name(id, ExtractFormat::Graph).display().to_string();
        assert_eq!(name("../../etc/passwd"), "_.._etc_passwd.json");
        assert_eq!(name("korea"), "korea.json");
        assert_eq!(name(".."), "article.json");
    }
}
