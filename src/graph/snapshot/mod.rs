//! Saving and loading graphs: readable in files that end in `.ron`, compact in all others.

mod binary;
mod codec;
mod error;
mod readable;

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

pub use error::Mistake;
pub use error::SnapshotError;
pub use error::SnapshotErrorKind;

pub(in crate::graph) use binary::Packed;
pub(in crate::graph) use binary::PackedEvidence;

use crate::data::Ontology;
use crate::graph::Graph;

/// Saves a graph. The file is there whole or, after an error, as it was.
pub fn save(graph: &Graph, file: &Path, ontology: &Ontology) -> Result<(), SnapshotError> {
    let wrong = |error: io::Error| SnapshotError::new(file, error);
    let bytes = if is_readable(file) {
        let text = readable::write(graph, ontology);
        text.map_err(|error| wrong(io::Error::other(error)))?
            .into_bytes()
    } else {
        binary::write(graph)
    };
    write_whole(file, &bytes).map_err(wrong)
}

/// Loads a graph. Only a readable file is checked against the ontology, and only if it says so.
pub fn load(file: &Path, ontology: &Ontology) -> Result<Graph, SnapshotError> {
    let bytes = fs::read(file).map_err(|error| SnapshotError::new(file, error))?;
    let graph = if is_readable(file) {
        String::from_utf8(bytes)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()).into())
            .and_then(|text| readable::read(&text, ontology))
    } else {
        binary::read(bytes)
    };
    graph.map_err(|kind| SnapshotError::new(file, kind))
}

/// Tells whether a file is a graph rather than an article: by its ending, or by how it starts.
pub fn is_graph(file: &Path) -> bool {
    is_readable(file)
        || fs::File::open(file).is_ok_and(|mut file| {
            let mut start = [0; binary::MAGIC.len()];
            io::Read::read_exact(&mut file, &mut start).is_ok() && start == binary::MAGIC
        })
}

fn is_readable(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ron"))
}

/// Writes beside the file first, then puts it in its place in one step.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut beside = builder.prefix(".newsgraph-").tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    beside.persist(file).map_err(|error| error.error)?;
    Ok(())
}
