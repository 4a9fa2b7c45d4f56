//! CoNLL-U, the exchange format of treebanks.
//!
//! Reading takes gold trees for training, scoring and tests; writing hands our own to other tools.
//! Names travel in the last column as `Entity=`, in the brackets that GUM uses.

mod entity;
mod read;
mod write;

pub use read::ConlluError;
pub use read::align;
pub use read::read;
pub use write::write;

#[cfg(test)]
mod tests;
