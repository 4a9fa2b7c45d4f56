//! Every command and option, from which the help, the completions and the manual page are made.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap::ValueHint;

/// Help starts with what people copy.
const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  newsgraph                                   explore the seed articles
  newsgraph articles/ report.html             explore your own
  newsgraph query articles/ -c 'MATCH (a)-[r:DENIES]->(c) RETURN a.name, c.text'
  newsgraph export articles/ -o news.dot      draw them with Graphviz
  newsgraph build articles/ -o news.graph     read once, ask often
  newsgraph news.graph                        explore what was built
";

/// Reads news articles into a graph of who did what to whom, who says so and who denies it,
/// and answers openCypher about it.
#[derive(Debug, Parser)]
#[command(
    name = "newsgraph",
    version,
    before_help = EXAMPLES,
    help_template = TEMPLATE,
    // So that an option may stand before the command: `newsgraph --data DIR score FILE`.
    subcommand_precedence_over_arg = true,
    override_usage = "newsgraph [OPTIONS] [INPUT]...\n       newsgraph [OPTIONS] <COMMAND>",
    max_term_width = 100,
    after_help = "Inputs are text, Markdown, HTML or JSON Lines files, folders of them, a graph file, or `-` for standard input.\nInside the shell, `:help` lists its commands and `:tour` shows it in two minutes."
)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub(in crate::cli) global: GlobalArguments,
    #[command(flatten)]
    pub(in crate::cli) shell: ShellArguments,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<Command>,
}

/// What every command understands.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct GlobalArguments {
    /// Read ontology, lexicon and models from this folder instead of the ones built in
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, env = "NEWSGRAPH_DATA")]
    pub(in crate::cli) data: Option<PathBuf>,
    /// Leave out what the lexicon knows (borders, memberships, capitals) and no article says
    #[arg(long, global = true)]
    pub(in crate::cli) no_background: bool,
    /// Say what is being done; twice, say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(in crate::cli) verbose: u8,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(in crate::cli) color: ColorChoice,
    /// Do without box-drawing characters, for screen readers
    #[arg(long, global = true)]
    pub(in crate::cli) plain: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// On a terminal, whatever the environment says.
    Always,
    /// Never.
    Never,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    Build(BuildArguments),
    Query(QueryArguments),
    Extract(ExtractArguments),
    Export(ExportArguments),
    Import(ImportArguments),
    Completions(CompletionsArguments),
    Learn(crate::cli::learn::LearnArguments),
    Score(crate::cli::score::ScoreArguments),
    /// Print the manual page
    #[command(after_help = "Read it with `newsgraph man | man -l -`.")]
    Man,
}

/// How queries are given and answered.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct QuestionArguments {
    /// Run this query; may be given more than once
    #[arg(short, long = "command", value_name = "QUERY")]
    pub(in crate::cli) commands: Vec<String>,
    /// Run the queries of a file, each ended by `;`
    #[arg(short, long = "file", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Set `$NAME` to a JSON value or, failing that, a text
    #[arg(short, long = "param", value_name = "NAME=VALUE")]
    pub(in crate::cli) parameters: Vec<String>,
    /// How to write results: table box line csv tsv json jsonl markdown html latex dot graph trash
    #[arg(long, value_name = "FORMAT", value_parser = FORMATS, hide_possible_values = true)]
    pub(in crate::cli) format: Option<String>,
    /// After a query that fails, run the rest, and fail then
    #[arg(long)]
    pub(in crate::cli) fail_at_end: bool,
}

/// What a query may take at most.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct LimitArguments {
    /// Stop a query after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub(in crate::cli) timeout: Option<f64>,
    /// Stop a query whose rows, groups and lists take more than this; 2048 where nothing is said
    #[arg(long, value_name = "MIB")]
    pub(in crate::cli) memory: Option<usize>,
}

const FORMATS: [&str; 13] = [
    "table", "box", "line", "csv", "tsv", "json", "jsonl", "markdown", "html", "latex", "dot",
    "graph", "trash",
];

/// The shell, when no command is named.
#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct ShellArguments {
    /// Articles, folders of articles, or one graph file; the seed articles where nothing is named
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArguments,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArguments,
    /// Skip the configuration and the init file
    #[arg(long)]
    pub(in crate::cli) no_init: bool,
}

impl ShellArguments {
    /// Tells whether nothing was given.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        let QuestionArguments {
            commands,
            files,
            parameters,
            format,
            fail_at_end,
        } = &self.question;
        let named = !self.inputs.is_empty() || !commands.is_empty() || !files.is_empty();
        let limited = self.limits.timeout.is_some() || self.limits.memory.is_some();
        !named
            && !limited
            && parameters.is_empty()
            && format.is_none()
            && !fail_at_end
            && !self.no_init
    }
}

/// Make a graph of tables or of node-link JSON
///
/// Tables have the header lines of neo4j-admin: nodes have `:ID` and `:LABEL`, edges have
/// `:START_ID`, `:END_ID` and `:TYPE`, all else is a property such as `name:string`, `count:long`
/// or `aliases:string[]`.
#[derive(Args, Clone, Debug)]
#[command(before_help = "\
Examples:
  newsgraph import nodes*.csv rels*.csv -o news.graph
  newsgraph import network.json -o network.ron
", help_template = TEMPLATE)]
pub(in crate::cli) struct ImportArguments {
    /// Tables of nodes and of edges, folders of them, or one JSON file
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// The graph file
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: PathBuf,
    /// What parts the fields of a row; `\\t` is a tab
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    pub(in crate::cli) delimiter: String,
    /// What parts the items of a list
    #[arg(long, value_name = "CHARACTER", default_value = ";")]
    pub(in crate::cli) array_delimiter: char,
}

/// Read articles and save the graph
///
/// A name that ends in `.ron` gives a file that people can read; any other name a compact,
/// checksummed snapshot. The file is written whole or not at all.
#[derive(Args, Clone, Debug)]
#[command(before_help = "\
Examples:
  newsgraph build articles/ -o news.graph
  newsgraph build report.html notes.md -o small.ron
", help_template = TEMPLATE)]
pub(in crate::cli) struct BuildArguments {
    /// Articles, folders of articles, or `-` for standard input
    #[arg(required = true, value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// The graph file
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: PathBuf,
}

/// Ask queries and print the results
#[derive(Args, Clone, Debug)]
#[command(before_help = "\
Examples:
  newsgraph query articles/ -c 'MATCH (a)-[:DENIES]->(c:Claim) RETURN a.name, c.text'
  newsgraph query news.graph -c 'MATCH (s:State {name: $name})--(n) RETURN n' -p name=Russia --format json
  newsgraph query news.graph -f questions.cypher --format csv
  echo 'MATCH (n:Event) RETURN n.date, n.name ORDER BY n.date' | newsgraph query news.graph
", help_template = TEMPLATE)]
pub(in crate::cli) struct QueryArguments {
    /// Articles, folders of articles, or one graph file; an empty graph where nothing is named
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) question: QuestionArguments,
    #[command(flatten)]
    pub(in crate::cli) limits: LimitArguments,
    /// Refuse queries that would change the graph
    #[arg(long)]
    pub(in crate::cli) read_only: bool,
    /// Speak JSON Lines on standard input and output
    #[arg(long, conflicts_with_all = ["commands", "files", "format"])]
    pub(in crate::cli) jsonl: bool,
    /// Start from the tables of this folder, as `import` reads them
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "jsonl", conflicts_with = "inputs")]
    pub(in crate::cli) csv: Option<PathBuf>,
}

/// Print what is read out of each article
///
/// With `-o DIR` one file for each article, else one line for each on standard output.
#[derive(Args, Clone, Debug)]
#[command(before_help = "\
Examples:
  newsgraph extract article.txt --format graph       the article's graph as node-link JSON
  newsgraph extract articles/ --format json -o out/  mentions, events, attributions … with offsets
  newsgraph extract --input jsonl < articles.jsonl > extractions.jsonl
", help_template = TEMPLATE)]
pub(in crate::cli) struct ExtractArguments {
    /// Articles or folders of articles; standard input where nothing is named
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// What to print: the graph, the document with offsets, or the parsed sentences
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(in crate::cli) format: ExtractFormat,
    /// Read standard input as `text` or `jsonl`, or all inputs as parsed `conllu`
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) input: Option<InputFormat>,
    /// Write one file for each article into this folder
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: Option<PathBuf>,
}

/// What `extract` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExtractFormat {
    /// Node-link JSON.
    Graph,
    /// The document with offsets.
    Json,
    /// The parsed sentences.
    Conllu,
}

/// How standard input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum InputFormat {
    /// One article as plain text.
    Text,
    /// One article a line.
    Jsonl,
    /// Parsed sentences; reading starts from their trees.
    Conllu,
}

/// Write the graph for other programs
#[derive(Args, Clone, Debug)]
#[command(before_help = "\
Examples:
  newsgraph export articles/ -o news.dot && dot -Tsvg news.dot -o news.svg
  newsgraph export news.graph --format json -o news.json   NetworkX: node_link_graph(json.load(f))
  newsgraph export articles/ --around IS-K -o is-k.dot     a name and what touches it
", help_template = TEMPLATE)]
pub(in crate::cli) struct ExportArguments {
    /// Articles, folders of articles, or one graph file; the seed articles where nothing is named
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) inputs: Vec<PathBuf>,
    /// The format; without it, the ending of the output file decides
    #[arg(long, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<ExportFormat>,
    /// The file; standard output where it is missing or `-`
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Only this name and what touches it; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) around: Vec<String>,
    /// Draw the articles too, with all that they mention
    #[arg(long)]
    pub(in crate::cli) documents: bool,
    /// Draw no legend
    #[arg(long)]
    pub(in crate::cli) no_legend: bool,
}

/// A format of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// Graphviz DOT.
    Dot,
    /// Node-link JSON.
    Json,
}

/// Print the completions for a shell
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
bash:  newsgraph completions bash > ~/.local/share/bash-completion/completions/newsgraph
zsh:   newsgraph completions zsh > ~/.zfunc/_newsgraph
fish:  newsgraph completions fish > ~/.config/fish/completions/newsgraph.fish

Or ask the program itself at each Tab, which never goes out of date:
bash:  source <(COMPLETE=bash newsgraph)
zsh:   source <(COMPLETE=zsh newsgraph)
fish:  COMPLETE=fish newsgraph | source")]
pub(in crate::cli) struct CompletionsArguments {
    /// The shell
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;
    use super::FORMATS;
    use crate::render::Mode;

    #[test]
    fn the_definition_has_no_contradiction() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_output_mode_is_a_format() {
        let modes: Vec<_> = Mode::ALL.iter().map(|(_, name, _)| *name).collect();
        assert_eq!(modes, FORMATS);
    }
}
