//! The articles that come with the program, for a first look without any of one's own.

/// Pairs each name with the article's text.
macro_rules! embed {
    ($($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../seeds/", $name))),)*]
    };
}

/// The articles under `seeds/` by file name, in the order in which a folder is read.
pub const SEEDS: &[(&str, &str)] = embed![
    "bangladesh-hasina-resigns.txt",
    "ethiopia-tigray-truce.txt",
    "eu-russia-sanctions.txt",
    "gaza-hospital-blast.txt",
    "gaza-hospital-toll.txt",
    "iran-pakistan-strikes.txt",
    "moscow-attack.txt",
    "south-africa-icj-israel.txt",
    "sweden-joins-nato.txt",
    "taiwan-election.txt",
    "turkey-syria-earthquake.txt",
    "venezuela-guyana-essequibo.txt",
];
