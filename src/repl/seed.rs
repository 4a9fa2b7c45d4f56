//! The seed articles that are compiled into the program.

use crate::text::Input;

/// A file of `seeds/` with its name.
macro_rules! seed {
    ($name:literal) => {
        ($name, include_str!(concat!("../../seeds/", $name)))
    };
}

/// The files of `seeds/` by their names.
const SEEDS: &[(&str, &str)] = &[
    seed!("bangladesh-hasina-resigns.txt"),
    seed!("ethiopia-tigray-truce.txt"),
    seed!("eu-russia-sanctions.txt"),
    seed!("gaza-hospital-blast.txt"),
    seed!("gaza-hospital-toll.txt"),
    seed!("iran-pakistan-strikes.txt"),
    seed!("moscow-attack.txt"),
    seed!("south-africa-icj-israel.txt"),
    seed!("sweden-joins-nato.txt"),
    seed!("taiwan-election.txt"),
    seed!("turkey-syria-earthquake.txt"),
    seed!("venezuela-guyana-essequibo.txt"),
];

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

#[cfg(test)]
mod tests {
    use super::SEEDS;

    #[test]
    fn every_seed_is_compiled_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let compiled: Vec<&str> = SEEDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(compiled, files);
    }
}
