//! The seed articles that are compiled into the program.

use crate::text::Input;

/// The files of `seeds/` by their names.
const SEEDS: &[(&str, &str)] = &[];

/// Gives the seed articles as inputs.
pub(in crate::repl) fn inputs() -> Vec<Input> {
    SEEDS
        .iter()
        .map(|(name, content)| Input::Text {
            name: (*name).to_owned(),
            content: (*content).to_owned(),
        })
        .collect()
}
