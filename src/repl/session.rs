//! A graph, what was asked of it last, and how answers are shown.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::base::Evidence;
use crate::build::BuildOptions;
use crate::build::Reader;
use crate::data::DataError;
use crate::data::DataSource;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::export::Selection;
use crate::graph::EdgeId;
use crate::graph::Graph;
use crate::graph::NodeId;
use crate::query;
use crate::query::Answer;
use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::Timing;
use crate::query::Value;
use crate::render;
use crate::render::Layout;
use crate::render::Mode;
use crate::render::Report;
use crate::render::Role;
use crate::render::answer::counted;
use crate::render::answer::summary;
use crate::render::card;
use crate::render::sketch::Shape;
use crate::render::width;
use crate::repl::command;
use crate::repl::command::Step;
use crate::repl::complete::Vocabulary;
use crate::repl::load::Article;
use crate::repl::names;
use crate::repl::names::Found;
use crate::repl::repair;
use crate::repl::reply::Reply;
use crate::repl::scan::opens_statement;
use crate::repl::settings::Settings;
use crate::repl::short;
use crate::repl::short::End;
use crate::repl::short::Resolved;
use crate::repl::short::Short;
use crate::repl::statement;

/// What completion needs is gathered before the first prompt for graphs of so many nodes.
const LARGEST_PREPARED: usize = 500_000;
/// Beyond so many nodes and edges a write query is run without a copy to go back to.
const LARGEST_UNDO: usize = 2_000_000;

/// What a session starts with.
#[derive(Default)]
pub struct Start {
    /// The graph.
    pub graph: Graph,
    /// The articles it was built from, where they are at hand.
    pub articles: Vec<Article>,
    /// The words that name the inputs on a command line.
    pub inputs: Vec<String>,
    /// Where data files come from.
    pub data: DataSource,
    /// What goes into a graph besides what the texts say.
    pub build: BuildOptions,
    /// The reader, where it is loaded.
    pub reader: Option<Arc<Reader>>,
}

/// The last result.
pub(in crate::repl) struct Last {
    pub(in crate::repl) query: String,
    pub(in crate::repl) answer: Answer,
    /// The nodes and edges of the result, for drawing and explaining.
    pub(in crate::repl) selection: Selection,
}

/// A graph, what was asked of it last, and how answers are shown.
pub struct Session {
    pub(in crate::repl) graph: Graph,
    pub(in crate::repl) articles: Vec<Article>,
    /// Whether the graph holds more than the articles say, since it comes from a file.
    pub(in crate::repl) saved: bool,
    pub(in crate::repl) inputs: Vec<String>,
    pub(in crate::repl) data: DataSource,
    pub(in crate::repl) build: BuildOptions,
    pub(in crate::repl) reader: Option<Arc<Reader>>,
    lexicon: OnceCell<Option<Lexicon>>,
    pub(in crate::repl) ontology: Arc<Ontology>,
    pub(in crate::repl) parameters: BTreeMap<String, Value>,
    pub(in crate::repl) last: Option<Last>,
    /// The graphs before each write query.
    pub(in crate::repl) undo: Vec<Graph>,
    /// The whole graph while a part of it is looked at, and the name of that part.
    pub(in crate::repl) whole: Option<(Graph, String)>,
    /// How the session should look.
    pub settings: Settings,
    cancel: Arc<AtomicBool>,
    vocabulary: Option<Arc<Vocabulary>>,
    /// The steps of the tour that are still to come.
    pub(in crate::repl) tour: VecDeque<Step>,
    /// The last query that failed, with its mistake put right, to be taken with Tab.
    pub(in crate::repl) repair: Option<String>,
    procedures: query::Procedures,
}

impl Session {
    /// Starts a session.
    pub fn new(start: Start, settings: Settings) -> Result<Self, DataError> {
        Ok(Session {
            ontology: Arc::new(Ontology::load(&start.data)?),
            saved: start.articles.is_empty() && start.graph.node_count() > 0,
            graph: start.graph,
            articles: start.articles,
            inputs: start.inputs,
            data: start.data,
            build: start.build,
            reader: start.reader,
            lexicon: OnceCell::new(),
            parameters: BTreeMap::new(),
            last: None,
            undo: Vec::new(),
            whole: None,
            settings,
            cancel: Arc::default(),
            vocabulary: None,
            tour: VecDeque::new(),
            repair: None,
            procedures: query::Procedures::default(),
        })
    }

    /// Gives the graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Gives the flag that stops the running query.
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancel)
    }

    /// Sets a parameter of queries.
    pub fn set_parameter(&mut self, name: &str, value: Value) {
        self.parameters.insert(name.to_owned(), value);
    }

    /// Lists the parameters of queries.
    pub fn parameters(&self) -> &BTreeMap<String, Value> {
        &self.parameters
    }

    /// Gives the ontology.
    pub fn ontology(&self) -> &Arc<Ontology> {
        &self.ontology
    }

    /// Gives the functions and procedures that queries may call.
    pub fn signatures(&self) -> &dyn query::Signatures {
        &self.procedures
    }

    /// Gathers what completion needs, so that the first Tab is as quick as the others.
    pub fn prepare(&mut self) {
        if self.vocabulary.is_none() && self.graph.node_count() <= LARGEST_PREPARED {
            let graph = &self.graph;
            let (vocabulary, _) = rayon::join(|| Vocabulary::of(graph), || graph.name_index());
            self.vocabulary = Some(Arc::new(vocabulary));
        }
    }

    /// Tells whether an empty line goes on with the tour.
    pub fn touring(&self) -> bool {
        !self.tour.is_empty()
    }

    /// Gives the labels, types and properties of the graph, gathered when first asked for.
    pub(in crate::repl) fn vocabulary(&mut self) -> Arc<Vocabulary> {
        let vocabulary = self
            .vocabulary
            .get_or_insert_with(|| Arc::new(Vocabulary::of(&self.graph)));
        Arc::clone(vocabulary)
    }

    /// Gives the name of the part of the articles that is in view, where it is not all.
    pub fn view(&self) -> Option<&str> {
        self.whole.as_ref().map(|(_, name)| name.as_str())
    }

    /// Gives the last query that failed, put right as its error proposed.
    pub fn repair(&self) -> Option<&str> {
        self.repair.as_deref()
    }

    /// Says how large the graph is.
    pub fn size(&self) -> String {
        let counts = [
            counted(self.graph.node_count() as u64, "node"),
            counted(self.graph.edge_count() as u64, "edge"),
        ];
        match self.graph.documents().len() {
            0 => counts.join(", "),
            articles => format!(
                "{}, {}",
                counted(articles as u64, "article"),
                counts.join(", ")
            ),
        }
    }

    /// Puts another graph in the place of this one.
    pub(in crate::repl) fn replace(&mut self, graph: Graph) -> Graph {
        self.vocabulary = None;
        self.last = None;
        std::mem::replace(&mut self.graph, graph)
    }

    /// Gives the reader, loaded when first asked for.
    pub(in crate::repl) fn reader(&mut self) -> Result<Arc<Reader>, DataError> {
        if self.reader.is_none() {
            self.reader = Some(Arc::new(Reader::load(&self.data)?));
        }
        Ok(Arc::clone(
            self.reader.as_ref().expect("it was just put there"),
        ))
    }

    /// Answers a line: a command, a query, a short pattern or a name.
    pub fn answer(&mut self, line: &str) -> Reply {
        self.repair = None;
        let text = line.trim();
        if let Some(rest) = text.strip_prefix(':') {
            return command::run(self, rest);
        }
        let statements = statement::split(text);
        match statements.as_slice() {
            [] => command::go_on(self),
            [(_, only)] => self.answer_one(only),
            several => {
                let mut reply = Reply::default();
                for (_, text) in several {
                    let one = match text.strip_prefix(':') {
                        Some(rest) => command::run(self, rest),
                        None => self.answer_one(text),
                    };
                    reply.append(one);
                    if reply.failed {
                        break;
                    }
                }
                reply
            }
        }
    }

    fn answer_one(&mut self, text: &str) -> Reply {
        let first = statement::first_word(text);
        if text.starts_with("//") || text.starts_with("/*") || opens_statement(first) {
            // A person may be called `Will Set`, but what starts as a query is one.
            return self.query(text);
        }
        if let Some(short) = short::parse(text, &Arc::clone(&self.ontology)) {
            return self.short(&short);
        }
        self.name_or_query(text)
    }

    fn name_or_query(&mut self, text: &str) -> Reply {
        let name = text.trim_end_matches(';').trim();
        let quoted = name
            .strip_prefix(['"', '“'])
            .and_then(|name| name.strip_suffix(['"', '”']));
        let name = quoted.unwrap_or(name);
        match names::find(&self.graph, name) {
            Found::Nodes(nodes) => self.card(&nodes, name),
            Found::Nearest(nearest) => {
                // What looks like a query is answered as one: its error says more.
                let signs = text.contains(['(', '{', '[', '=']);
                let several = text.split_whitespace().count() > 1;
                let meant = match query::parse(text) {
                    Ok(_) => true,
                    Err(error) => matches!(
                        error.kind,
                        QueryErrorKind::Foreign { .. } | QueryErrorKind::UnknownKeyword { .. }
                    ),
                };
                if signs || several && meant {
                    return self.query(text);
                }
                Reply::failure(unknown_name(name, &nearest))
            }
        }
    }

    /// Shows the card of the likeliest node, and says which others have the name.
    fn card(&mut self, nodes: &[NodeId], name: &str) -> Reply {
        let node = nodes[0];
        let description = self.describe(node);
        let background = card::Background {
            description: description.as_deref(),
            ontology: Some(&self.ontology),
        };
        let mut text = card::card(&self.graph, node, background, self.settings.layout);
        if nodes.len() > 1 {
            let others: Vec<String> = nodes[1..]
                .iter()
                .take(5)
                .map(|&other| {
                    let kind = self.graph.label_names(other).join(":");
                    format!("{} ({kind})", self.graph.title(other))
                })
                .collect();
            let note = format!("\n`{name}` may also mean {}\n", others.join(", "));
            text.push_str(&self.settings.layout.theme.paint(Role::Dim, &note));
        }
        let mut selection = Selection::default();
        selection.add_node(node);
        for edge in self.graph.edges_of(node, crate::graph::Direction::Both) {
            if self.graph.type_name(edge) != "MENTIONED_IN" {
                selection.add_edge(&self.graph, edge);
            }
        }
        self.last = Some(Last {
            query: format!("\"{}\"", self.graph.title(node)),
            answer: Answer::default(),
            selection,
        });
        Reply::text(text)
    }

    /// Says what the lexicon knows of a node.
    fn describe(&self, node: NodeId) -> Option<String> {
        let lexicon = match &self.reader {
            Some(reader) => reader.extractor().lexicon(),
            // Of a saved graph no reader is loaded, and the lexicon alone is loaded at once.
            None => self
                .lexicon
                .get_or_init(|| Lexicon::load(&self.data).ok())
                .as_ref()?,
        };
        let title = self.graph.title(node);
        if let Some(actor) = lexicon.actors.iter().find(|actor| *actor.name == *title) {
            return Some(actor.description.clone());
        }
        let person = lexicon
            .people
            .iter()
            .find(|person| *person.name == *title)?;
        if let Some(office) = person.offices.last() {
            let until = office.to.as_deref().unwrap_or("");
            return Some(format!(
                "{} of {}, {}–{until}",
                office.title, office.of, office.from
            ));
        }
        person.description.clone()
    }

    /// Finds the node that a name means.
    pub(in crate::repl) fn node(&mut self, name: &str) -> Result<NodeId, Report> {
        match names::find(&self.graph, name) {
            Found::Nodes(nodes) => Ok(nodes[0]),
            Found::Nearest(nearest) => Err(unknown_name(name, &nearest)),
        }
    }

    fn resolve(&mut self, end: &End) -> Result<Resolved, Report> {
        Ok(match end {
            End::Anything => Resolved {
                label: None,
                name: None,
            },
            End::Label(label) => Resolved {
                label: Some(label.clone()),
                name: None,
            },
            End::Named(name) => {
                let node = self.node(name)?;
                Resolved {
                    label: self
                        .graph
                        .label_names(node)
                        .first()
                        .map(|&label| label.to_owned()),
                    name: Some(self.graph.title(node).to_string()),
                }
            }
        })
    }

    fn short(&mut self, short: &Short) -> Reply {
        let ends = self
            .resolve(&short.left)
            .and_then(|left| Ok((left, self.resolve(&short.right)?)));
        let (left, right) = match ends {
            Ok(ends) => ends,
            Err(report) => return Reply::failure(report),
        };
        let cypher = short.cypher(&left, &right);
        let mut reply = Reply::default();
        if self.settings.interactive {
            let layout = self.settings.layout;
            let columns = layout.width.unwrap_or(usize::MAX);
            for line in cypher.lines() {
                // What goes on in the next line is set in, so that it can be told from a clause.
                for (number, piece) in width::wrap(line, columns.saturating_sub(2))
                    .iter()
                    .enumerate()
                {
                    let indent = if number > 0 { "  " } else { "" };
                    let piece = layout.theme.paint(Role::Dim, &format!("{indent}{piece}"));
                    reply.text.push_str(&piece);
                    reply.text.push('\n');
                }
            }
        }
        let answer = self.query(&cypher);
        let failed = answer.failed;
        reply.append(answer);
        if failed {
            return reply;
        }
        // The rows hold names; the edges are fetched for `:graph` and `:why`.
        if let Some(edges) = Short::edges_query(&cypher)
            && let Ok((answer, _)) = self.execute(&edges)
        {
            let selection = selection_of(&self.graph, &answer);
            if let Some(last) = &mut self.last {
                last.selection = selection;
            }
        }
        reply
    }

    /// Runs a query and shows its result.
    pub(in crate::repl) fn query(&mut self, text: &str) -> Reply {
        let (answer, kept) = match self.execute(text) {
            Ok(done) => done,
            Err(error) => {
                let report = query_report(text, &error);
                self.repair = repair::repair(text, &error, &self.procedures);
                return Reply::failure(self.offering(report));
            }
        };
        let changed = !answer.changes.is_empty();
        if changed {
            self.vocabulary = None;
        }
        if let Some(graph) = kept.filter(|_| changed) {
            self.undo.push(graph);
        }
        let mode = self.settings.mode;
        let remarks = match answer.plan.is_none() && !changed {
            true => self.remarks(text),
            false => Vec::new(),
        };
        let took = answer.timing;
        self.last = Some(Last {
            query: text.to_owned(),
            selection: selection_of(&self.graph, &answer),
            answer,
        });
        let mut reply = match self.settings.once.take() {
            Some(file) => self.show_in(&file, mode, false),
            None => match self.settings.output.clone() {
                Some(file) => self.show_in(&file, mode, true),
                None => self.show_last(mode, self.settings.layout),
            },
        };
        reply.reports.extend(remarks);
        if self.settings.timer {
            reply.note.push_str(&timing(took));
        }
        reply
    }

    /// Says of an error that Tab takes its repair, where people watch and there is one.
    fn offering(&self, mut report: Report) -> Report {
        if self.settings.interactive
            && self.repair.is_some()
            && let Some(hint) = &mut report.hint
        {
            hint.push_str(" (Tab)");
        }
        report
    }

    /// Says why a query may have found nothing: names that the graph does not have, `= NULL`.
    fn remarks(&mut self, text: &str) -> Vec<Report> {
        let Ok(query) = query::parse(text) else {
            return Vec::new();
        };
        let notes = query::notes(&query, &query::Schema::of(&self.graph));
        let mut reports = Vec::new();
        for note in notes {
            let hint = note.hint.as_deref().unwrap_or("");
            let repair = repair::instead(text, note.span.range(), hint);
            let mut report = Report::warning(note.message).at(None, text, note.span);
            report.hint = note.hint;
            if self.repair.is_none() && repair.is_some() {
                self.repair = repair;
                report = self.offering(report);
            }
            reports.push(report);
        }
        reports
    }

    /// Runs a query. A query that changes the graph comes with the graph as it was before.
    fn execute(&mut self, text: &str) -> Result<(Answer, Option<Graph>), QueryError> {
        self.cancel.store(false, Ordering::Relaxed);
        let mut options = query::Options {
            time: self.settings.time_limit,
            memory: self.settings.memory_limit,
            cancel: Some(Arc::clone(&self.cancel)),
            now: jiff::Timestamp::now(),
            read_only: true,
            ..query::Options::default()
        };
        let result = query::run(&mut self.graph, text, &self.parameters, &options);
        match result {
            Err(error) if !self.settings.read_only && refused(&error) => {
                let size = self.graph.node_count() + self.graph.edge_count();
                let kept = (size <= LARGEST_UNDO).then(|| self.graph.clone());
                options.read_only = false;
                let answer = query::run(&mut self.graph, text, &self.parameters, &options)?;
                Ok((answer, kept))
            }
            other => Ok((other?, None)),
        }
    }

    /// Shows the last result in a mode.
    pub(in crate::repl) fn show_last(&self, mode: Mode, layout: Layout) -> Reply {
        let Some(last) = &self.last else {
            let report = Report::error("there is no result yet").hint("ask something first");
            return Reply::failure(report);
        };
        let mut reply = Reply::default();
        if let Some(plan) = &last.answer.plan {
            reply.text.push_str(&plan.to_string());
            if last.answer.rows.is_empty() {
                return reply;
            }
        }
        match mode {
            Mode::Dot => reply.text.push_str(&self.dot(&last.selection)),
            Mode::Graph => reply.text.push_str(&render::sketch::draw(
                &self.graph,
                &self.picture(&last.selection),
                Shape::Boxes,
                layout,
            )),
            _ => {
                let rendered = render::answer::rows(&self.graph, &last.answer, mode, layout);
                reply.text.push_str(&rendered.text);
                let people = matches!(mode, Mode::Box | Mode::Table | Mode::Line | Mode::Trash);
                if people && self.settings.interactive {
                    reply
                        .note
                        .push_str(&layout.theme.paint(Role::Dim, &summary(&last.answer)));
                    if let Some(cut) = rendered.cut {
                        let cut = format!("; {cut}");
                        reply.note.push_str(&layout.theme.paint(Role::Dim, &cut));
                    }
                    reply.note.push('\n');
                }
            }
        }
        reply
    }

    /// Writes the last result into a file.
    fn show_in(&self, file: &Path, mode: Mode, append: bool) -> Reply {
        let mode = match (Mode::of_file(file), mode) {
            (Some(asked), _) => asked,
            // What suits a screen does not suit a file.
            (None, Mode::Box) => Mode::Table,
            (None, mode) => mode,
        };
        let reply = self.show_last(mode, Layout::PIPE);
        let written = if append {
            std::fs::OpenOptions::new()
                .append(true)
                .create(true)
                .open(file)
                .and_then(|mut out| out.write_all(reply.text.as_bytes()))
                .map_err(|error| format!("cannot write `{}`: {error}", file.display()))
        } else {
            crate::export::write_file(file, reply.text.as_bytes())
                .map_err(|error| error.to_string())
        };
        match written {
            Ok(()) => Reply::note(format!("wrote {}", file.display())),
            Err(message) => Reply::failure(Report::error(message)),
        }
    }

    /// Computes the value of an expression.
    pub(in crate::repl) fn evaluate(&mut self, expression: &str) -> Result<Value, Box<Report>> {
        let text = format!("RETURN {expression}");
        match self.execute(&text) {
            Ok((answer, _)) => Ok(answer
                .rows
                .into_iter()
                .next()
                .and_then(|row| row.into_iter().next())
                .unwrap_or(Value::Null)),
            Err(error) => {
                let mut report = query_report(&text, &error);
                if report.hint.is_none() {
                    report.hint = Some("put a text in quotes".to_owned());
                }
                Err(Box::new(report))
            }
        }
    }

    /// Runs the statements of a script one after the other and hands on each reply; stops at a
    /// failure unless told to go on. The reply at the end only tells whether something failed.
    pub fn script(
        &mut self,
        script: &str,
        file: &str,
        go_on: bool,
        show: &mut dyn FnMut(Reply) -> bool,
    ) -> bool {
        let mut failed = false;
        for (start, text) in statement::split(script) {
            let mut reply = self.answer(text);
            failed |= reply.failed;
            let stop = reply.failed && !go_on;
            for report in &mut reply.reports {
                report.shift(file, script, start);
            }
            let leave = reply.action == crate::repl::reply::Action::Quit;
            if !show(reply) || stop || leave {
                break;
            }
        }
        failed
    }

    /// Makes DOT of a part of the graph.
    pub(in crate::repl) fn dot(&self, selection: &Selection) -> String {
        let options = crate::export::dot::Options {
            ontology: Some(&self.ontology),
            legend: true,
            title: None,
        };
        crate::export::dot::write(&self.graph, selection, &options)
    }

    /// Tells whether the direction of an edge means nothing.
    pub(in crate::repl) fn undirected(&self, edge: EdgeId) -> bool {
        let edge_type = self.ontology.edge_type(self.graph.type_name(edge));
        edge_type.is_some_and(|edge_type| self.ontology.symmetric(edge_type))
    }

    /// Turns a selection into what is drawn in the terminal.
    pub(in crate::repl) fn picture(&self, selection: &Selection) -> render::sketch::Picture {
        render::sketch::Picture {
            nodes: selection.nodes().collect(),
            edges: selection.edges().collect(),
            undirected: selection
                .edges()
                .filter(|&edge| self.undirected(edge))
                .collect(),
            root: None,
        }
    }

    /// Gives the whole sentence around a piece of evidence, where its article is at hand.
    pub(in crate::repl) fn sentence(
        &self,
        piece: &Evidence,
    ) -> Option<(String, std::ops::Range<usize>)> {
        let name = self.graph.documents().get(piece.document.0 as usize)?;
        let (document, extraction) = self
            .articles
            .iter()
            .find(|(document, _)| document.id == *name)?;
        let sentence = extraction.sentences.get(piece.sentence as usize)?;
        let text = sentence.of(&document.text);
        let start = text.find(&piece.text)?;
        Some((text.to_owned(), start..start + piece.text.len()))
    }
}

fn refused(error: &QueryError) -> bool {
    matches!(error.kind, QueryErrorKind::ReadOnly)
}

/// Makes the report of a query that failed.
pub fn query_report(text: &str, error: &QueryError) -> Report {
    let mut report = Report::error(error.to_string()).at(None, text, error.span);
    report.hint = error.hint();
    report
}

fn unknown_name(name: &str, nearest: &[String]) -> Report {
    let report = Report::error(format!("nothing is called `{name}`"));
    match nearest {
        [] => report.hint("`:nodes` lists what there is, `:help` how to ask"),
        _ => {
            let names: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
            report.hint(format!("did you mean {}?", names.join(" or ")))
        }
    }
}

/// Collects the nodes and edges in the rows of an answer.
pub(in crate::repl) fn selection_of(graph: &Graph, answer: &Answer) -> Selection {
    fn collect(graph: &Graph, value: &Value, selection: &mut Selection) {
        match value {
            Value::Node(node) => selection.add_node(*node),
            Value::Edge(edge) => selection.add_edge(graph, *edge),
            Value::Path(path) => {
                for &node in &path.nodes {
                    selection.add_node(node);
                }
                for &edge in &path.edges {
                    selection.add_edge(graph, edge);
                }
            }
            Value::List(items) => items
                .iter()
                .for_each(|item| collect(graph, item, selection)),
            Value::Map(entries) => entries
                .values()
                .for_each(|item| collect(graph, item, selection)),
            _ => {}
        }
    }
    let mut selection = Selection::default();
    for value in answer.rows.iter().flatten() {
        collect(graph, value, &mut selection);
    }
    selection
}

fn timing(took: Timing) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let Timing { parse, plan, run } = took;
    format!(
        "{:.1} ms: parse {:.1}, plan {:.1}, run {:.1}\n",
        ms(parse + plan + run),
        ms(parse),
        ms(plan),
        ms(run)
    )
}
