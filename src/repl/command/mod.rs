//! The colon commands: one table, read by the dispatch, the completion and the help.

mod clause;
mod example;
mod explain;
mod file;
mod help;
mod look;
mod output;
mod time;
mod tour;

use crate::graph::NodeId;
use crate::render::Report;
use crate::repl::names;
use crate::repl::reply::Action;
use crate::repl::reply::Reply;
use crate::repl::session::Session;

pub use help::examples;
pub use help::topics;
pub(in crate::repl) use tour::Step;
pub(in crate::repl) use tour::go_on;

/// A command.
pub struct Command {
    /// Its name, without the colon.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its arguments, as help shows them.
    pub arguments: &'static str,
    /// What it does, in a line.
    pub doc: &'static str,
    /// What may stand as its argument.
    pub takes: Takes,
    run: fn(&mut Session, &str) -> Reply,
}

/// What may stand as the argument of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing that could be completed.
    Nothing,
    /// Names of nodes.
    Names,
    /// A label of the graph.
    Label,
    /// An edge type of the graph.
    Type,
    /// A file.
    File,
    /// An output mode.
    Mode,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A topic of help.
    Topic,
    /// A query.
    Query,
}

const fn command(
    name: &'static str,
    arguments: &'static str,
    takes: Takes,
    doc: &'static str,
    run: fn(&mut Session, &str) -> Reply,
) -> Command {
    Command {
        name,
        aliases: &[],
        arguments,
        doc,
        takes,
        run,
    }
}

const fn also(mut command: Command, aliases: &'static [&'static str]) -> Command {
    command.aliases = aliases;
    command
}

/// Every command, in the order of help.
pub const COMMANDS: &[Command] = &[
    also(
        command(
            "help",
            "[TOPIC]",
            Takes::Topic,
            "what there is, or one thing explained",
            help::help,
        ),
        &["h", "?"],
    ),
    command(
        "tour",
        "",
        Takes::Nothing,
        "the shell in two minutes, step by step",
        tour::tour,
    ),
    // Looking.
    command(
        "why",
        "[A B | ROW]",
        Takes::Names,
        "the sentences behind the edges",
        explain::why,
    ),
    command(
        "source",
        "[ROW]",
        Takes::Nothing,
        "the article behind the last answer",
        explain::source,
    ),
    command(
        "path",
        "A B",
        Takes::Names,
        "the shortest explanations between two names",
        explain::path,
    ),
    command(
        "timeline",
        "[NAME]",
        Takes::Names,
        "events by date",
        look::timeline,
    ),
    command(
        "disputes",
        "",
        Takes::Nothing,
        "what sources deny, figures that differ",
        look::disputes,
    ),
    command(
        "nodes",
        "[LABEL]",
        Takes::Label,
        "the nodes, the best linked first",
        look::nodes,
    ),
    command(
        "edges",
        "[TYPE]",
        Takes::Type,
        "the edges, or those of a type",
        look::edges,
    ),
    command(
        "schema",
        "",
        Takes::Nothing,
        "labels, edge types and properties",
        look::schema,
    ),
    command(
        "stats",
        "",
        Takes::Nothing,
        "how much of everything",
        look::stats,
    ),
    command(
        "graph",
        "[picture|boxes|list]",
        Takes::Word(&["picture", "boxes", "list", "auto"]),
        "draw the last result",
        look::graph,
    ),
    command(
        "dot",
        "[FILE]",
        Takes::File,
        "the last result as Graphviz DOT, else all",
        look::dot,
    ),
    // Time.
    command(
        "asof",
        "DATE",
        Takes::Nothing,
        "only what articles up to a day say",
        time::asof,
    ),
    command(
        "since",
        "DATE",
        Takes::Nothing,
        "only what articles from a day on say",
        time::since,
    ),
    command("all", "", Takes::Nothing, "all articles again", time::all),
    command(
        "diff",
        "DATE DATE | FILE",
        Takes::File,
        "what appeared, changed, was denied",
        time::diff,
    ),
    // Output.
    command(
        "mode",
        "[MODE]",
        Takes::Mode,
        "how rows are written",
        output::mode,
    ),
    command(
        "last",
        "[MODE]",
        Takes::Mode,
        "the last result again, in full",
        output::last,
    ),
    command(
        "once",
        "FILE",
        Takes::File,
        "the next result into a file, as its ending says",
        output::once,
    ),
    command(
        "output",
        "[FILE]",
        Takes::File,
        "all results into a file; without FILE, the screen again",
        output::output,
    ),
    command(
        "timer",
        "[on|off]",
        Takes::Word(&["on", "off"]),
        "tell how long queries take",
        output::timer,
    ),
    command(
        "set",
        "[NAME [VALUE]]",
        Takes::Word(output::SETTINGS),
        "how the shell looks: theme, mode, timer, graph",
        output::set,
    ),
    command(
        "share",
        "",
        Takes::Nothing,
        "the command line that gives this result again",
        output::share,
    ),
    // Queries.
    command(
        "param",
        "[NAME [VALUE]]",
        Takes::Nothing,
        "set `$NAME`, or list what is set",
        output::param,
    ),
    command(
        "explain",
        "QUERY",
        Takes::Query,
        "the plan of a query",
        output::explain,
    ),
    command(
        "read",
        "FILE",
        Takes::File,
        "run the queries of a file",
        file::read,
    ),
    also(
        command(
            "edit",
            "[QUERY]",
            Takes::Query,
            "write a query in $EDITOR",
            output::edit,
        ),
        &["e"],
    ),
    command(
        "undo",
        "",
        Takes::Nothing,
        "take back the last query that changed the graph",
        file::undo,
    ),
    command(
        "history",
        "",
        Takes::Nothing,
        "the lines typed before",
        |_, _| Reply::action(Action::History),
    ),
    // Files.
    command("add", "FILE…", Takes::File, "read more articles", file::add),
    command(
        "open",
        "INPUT…",
        Takes::File,
        "another graph or other articles instead",
        file::open,
    ),
    command(
        "save",
        "FILE",
        Takes::File,
        "the graph into a file",
        file::save,
    ),
    command("clear", "", Takes::Nothing, "clear the screen", |_, _| {
        Reply::action(Action::Clear)
    }),
    also(
        command("quit", "", Takes::Nothing, "leave", |_, _| {
            Reply::action(Action::Quit)
        }),
        &["q", "exit"],
    ),
];

/// Finds a command by its name or another of its names.
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .find(|command| command.name == name || command.aliases.contains(&name))
}

/// Runs what follows the colon.
pub(in crate::repl) fn run(session: &mut Session, line: &str) -> Reply {
    let line = line.trim().trim_end_matches(';').trim_end();
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let lower = name.to_lowercase();
    if let Some(command) = find(&lower) {
        return (command.run)(session, arguments.trim());
    }
    // A beginning that fits one command only is enough.
    let mut fitting = COMMANDS
        .iter()
        .filter(|command| !lower.is_empty() && command.name.starts_with(&lower));
    if let (Some(command), None) = (fitting.next(), fitting.next()) {
        return (command.run)(session, arguments.trim());
    }
    let report = Report::error(format!("there is no command `:{name}`"));
    let nearest = COMMANDS
        .iter()
        .map(|command| {
            (
                strsim::damerau_levenshtein(command.name, &lower),
                command.name,
            )
        })
        .filter(|(distance, _)| *distance <= 2)
        .min();
    Reply::failure(match nearest {
        Some((_, name)) => report.hint(format!("did you mean `:{name}`?")),
        None => report.hint("`:help` lists the commands"),
    })
}

/// Reads two names that stand side by side, in quotes or not.
fn two_names(session: &mut Session, text: &str) -> Result<(NodeId, NodeId), Report> {
    if let Some((left, right)) = quoted_pair(text) {
        return Ok((session.node(&left)?, session.node(&right)?));
    }
    let spaces: Vec<usize> = text.match_indices(' ').map(|(offset, _)| offset).collect();
    let split = spaces.iter().find(|&&at| {
        names::contains(&session.graph, &text[..at])
            && names::contains(&session.graph, text[at..].trim_start())
    });
    match (split, spaces.first()) {
        (Some(&at), _) => Ok((
            session.node(&text[..at])?,
            session.node(text[at..].trim_start())?,
        )),
        // One of the two is misspelt; the known one tells where the other starts.
        (None, Some(&first)) => {
            let at = spaces
                .iter()
                .copied()
                .find(|&at| names::contains(&session.graph, &text[..at]))
                .or_else(|| {
                    spaces
                        .iter()
                        .copied()
                        .find(|&at| names::contains(&session.graph, text[at..].trim_start()))
                })
                .unwrap_or(first);
            let left = session.node(&text[..at])?;
            let right = session.node(text[at..].trim_start())?;
            Ok((left, right))
        }
        (None, None) => Err(Report::error("two names are needed")
            .hint("put a name of several words in quotes: `:why \"Islamic State\" Russia`")),
    }
}

/// Cuts `"A B" C`, `A "B C"`, `"A" "B"` apart.
fn quoted_pair(text: &str) -> Option<(String, String)> {
    let text = text.replace(['“', '”'], "\"");
    let text = text.trim();
    if !text.contains('"') {
        return None;
    }
    if let Some(rest) = text.strip_prefix('"') {
        let end = rest.find('"')?;
        let right = rest[end + 1..].trim().trim_matches('"');
        return (!right.is_empty()).then(|| (rest[..end].to_owned(), right.to_owned()));
    }
    let start = text.find('"')?;
    let left = text[..start].trim();
    let right = text[start..].trim_matches('"');
    (!left.is_empty()).then(|| (left.to_owned(), right.to_owned()))
}
