//! Measures of a graph or of a named part of it. All are deterministic.

mod central;
mod community;
mod part;
mod structure;

#[cfg(test)]
mod tests;

pub use central::betweenness;
pub use central::page_rank;
pub use community::communities;
pub use community::modularity;
pub use part::Part;
pub use part::Stopped;
pub use structure::components;
pub use structure::core_numbers;
pub use structure::shortest_path;
pub use structure::similar;
pub use structure::triangles;
