//! Graphs made elsewhere: tables as neo4j-admin has them, and node-link JSON.

mod csv;
mod header;
mod json;

#[cfg(test)]
mod tests;

pub use csv::Delimiters;
pub use csv::Importer;
pub use json::node_link;
