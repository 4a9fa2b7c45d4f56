//! `newsgraph man`: the manual page, made of the definition of the arguments.

use clap::CommandFactory;

use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::stream;

pub(in crate::cli) fn run() -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    let manual =
        |error: std::io::Error| Failure::work(format!("cannot make the manual page: {error}"));
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(manual)?;
    for command in command.get_subcommands() {
        if command.get_name() == "help" {
            continue;
        }
        // The pages of the commands follow as sections, so that one page holds everything.
        let title = format!(".SH \"COMMAND {}\"\n", command.get_name().to_uppercase());
        page.extend_from_slice(title.as_bytes());
        let man = clap_mangen::Man::new(command.clone());
        man.render_description_section(&mut page).map_err(manual)?;
        man.render_synopsis_section(&mut page).map_err(manual)?;
        man.render_options_section(&mut page).map_err(manual)?;
    }
    stream::print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}
