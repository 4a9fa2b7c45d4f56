//! `newsgraph man`: the manual page, made of the definition of the arguments.

use std::fmt::Write;

use clap::Command;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;

pub(in crate::cli) fn run() -> Result<Outcome, Failure> {
    let page =
        page().map_err(|error| Failure::work(format!("cannot make the manual page: {error}")))?;
    stream::print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}

fn page() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    page.extend(examples(&command).as_bytes());
    man.render_options_section(&mut page)?;
    man.render_extra_section(&mut page)?;
    for command in command.get_subcommands() {
        if command.get_name() == "help" {
            continue;
        }
        // The pages of the commands follow as sections, so that one page holds everything.
        let title = format!(".SH \"COMMAND {}\"\n", command.get_name().to_uppercase());
        page.extend(title.as_bytes());
        // What every command understands stands at the top already.
        let own = command
            .clone()
            .mut_args(|argument| match argument.is_global_set() {
                true => argument.hide(true),
                false => argument,
            });
        let man = Man::new(own);
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        page.extend(examples(command).as_bytes());
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// Makes a section of the examples with which a command's help begins.
fn examples(command: &Command) -> String {
    let help = command
        .get_before_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let Some((_, lines)) = help.split_once("Examples:\n") else {
        return String::new();
    };
    let mut out = String::from(".SH EXAMPLES\n.nf\n");
    for line in lines.trim_end().lines() {
        let line = line.strip_prefix("  ").unwrap_or(line);
        // `\&` keeps a dot at the start of a line from being a request.
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        _ = writeln!(out, "\\&{}", line.replace('\'', "\\(aq"));
    }
    out + ".fi\n"
}
