//! `newsgraph` without a command: the shell.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::base::Span;
use crate::cli::arguments::ShellArguments;
use crate::cli::context::Context;
use crate::cli::context::screen_size;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::query;
use crate::cli::stream;
use crate::render::Layout;
use crate::render::Mode;
use crate::render::Report;
use crate::render::Role;
use crate::render::Theme;
use crate::repl::Config;
use crate::repl::Drawing;
use crate::repl::Protocol;
use crate::repl::Session;
use crate::repl::Settings;
use crate::repl::Start;
use crate::repl::editor;

pub(in crate::cli) fn run(
    context: &Context,
    arguments: &ShellArguments,
) -> Result<Outcome, Failure> {
    let question = &arguments.question;
    let asked = !question.commands.is_empty() || !question.files.is_empty();
    let interactive = !asked && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let folders = directories::ProjectDirs::from("", "", "newsgraph");
    let (config, init) = if arguments.no_init || !interactive {
        (Config::default(), None)
    } else {
        configuration(folders.as_ref().map(directories::ProjectDirs::config_dir))?
    };
    let mut reader = None;
    let loaded = context.load(&arguments.inputs, &mut reader)?;
    let problems = loaded.problems.len();
    let layout = themed(context.out, &config);
    let pictures = Protocol::of(|name| std::env::var(name).ok());
    let configured = config.mode.as_deref().and_then(Mode::named);
    let settings = Settings {
        mode: match (&question.format, configured) {
            (None, Some(mode)) => mode,
            _ => query::mode(question, context),
        },
        layout,
        timer: config.timer.unwrap_or(false),
        drawing: config
            .graph
            .as_deref()
            .and_then(Drawing::named)
            .unwrap_or_default(),
        pictures: interactive && pictures.is_some(),
        interactive,
        ..Settings::default()
    };
    let start = Start {
        graph: loaded.graph,
        articles: loaded.articles,
        inputs: arguments
            .inputs
            .iter()
            .map(|input| input.display().to_string())
            .collect(),
        data: context.data.clone(),
        build: context.build_options(),
        reader,
    };
    let mut session = Session::new(start, settings)?;
    query::set_parameters(&mut session, question)?;
    if !interactive {
        let failed = query::ask(context, &mut session, question)?;
        query::leave(session);
        return Ok(Outcome::without(problems + usize::from(failed)));
    }
    session.prepare();
    greet(&session)?;
    if let Some((file, text)) = init {
        session.script(&text, &file, true, &mut |reply| {
            print!("{}", reply.text);
            eprint!("{}", context.err.theme.bare(&reply.note));
            for report in &reply.reports {
                context.report(report);
            }
            true
        });
    }
    let terminal = editor::Terminal {
        config,
        history: folders
            .as_ref()
            .and_then(|folders| editor::history_file(folders.data_dir())),
        err: Layout {
            width: Some(screen_size().0),
            ..themed(context.err, &Config::default())
        },
        size: screen_size,
        pictures,
    };
    editor::run(session, &terminal).map_err(|report| Failure::Work(vec![report]))?;
    Ok(Outcome::without(problems))
}

fn greet(session: &Session) -> Result<(), Failure> {
    let theme = session.settings.layout.theme;
    let version = env!("CARGO_PKG_VERSION");
    let name = theme.paint(Role::Strong, &format!("newsgraph {version}"));
    let hint = theme.paint(
        Role::Dim,
        "A name, `? denies ?` or a query; :help, :tour, Tab, Ctrl-D.",
    );
    stream::print(&format!("{name}  {}\n{hint}\n", session.size()))
}

fn themed(layout: Layout, config: &Config) -> Layout {
    let configured = config.theme.as_deref().and_then(Theme::named);
    match configured {
        // Where colours are off, the configuration does not bring them back.
        Some(theme) if layout.theme != Theme::None => Layout { theme, ..layout },
        _ => layout,
    }
}

/// The init file's name and text.
type Init = Option<(String, String)>;

/// Reads `config.ron` and `init.cypher`; a missing file is none, a wrong one an error.
fn configuration(folder: Option<&std::path::Path>) -> Result<(Config, Init), Failure> {
    let Some(folder) = folder else {
        return Ok((Config::default(), None));
    };
    let file: PathBuf = folder.join("config.ron");
    let config = match std::fs::read_to_string(&file) {
        Ok(text) => Config::parse(&text).map_err(|error| {
            let mut offset = 0;
            for line in text
                .split_inclusive('\n')
                .take(error.line.saturating_sub(1))
            {
                offset += line.len();
            }
            let start = offset + error.column.saturating_sub(1);
            let report = Report::error(error.message.clone())
                .at(
                    Some(&file.display().to_string()),
                    &text,
                    Span::new(start, start + 1),
                )
                .hint("`--no-init` starts without it");
            Failure::Work(vec![report])
        })?,
        Err(_) => Config::default(),
    };
    let init = folder.join("init.cypher");
    let init = std::fs::read_to_string(&init)
        .ok()
        .map(|text| (init.display().to_string(), text));
    Ok((config, init))
}
