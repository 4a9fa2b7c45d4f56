//! Files that are there whole or not at all.

use std::io::Write;
use std::path::Path;

use thiserror::Error;

/// An output file that cannot be written.
#[derive(Debug, Error)]
#[error("cannot write `{path}`: {cause}")]
pub struct ExportError {
    /// The file, as the user named it.
    pub path: String,
    /// What the system says.
    pub cause: std::io::Error,
}

/// Writes a file so that a reader sees the old content or the new, never a part.
///
/// What is no regular file (`/dev/stdout`, a named pipe) is written directly.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), ExportError> {
    let error = |cause| ExportError {
        path: path.display().to_string(),
        cause,
    };
    let special = std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    if special {
        return std::fs::write(path, content).map_err(error);
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(error)?;
    file.write_all(content).map_err(error)?;
    readable_by_all(&file).map_err(error)?;
    file.persist(path)
        .map_err(|persist| error(persist.error))
        .map(drop)
}

/// A temporary file is for its owner alone; an output file should be like any other.
#[cfg(unix)]
fn readable_by_all(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(0o644);
    file.as_file().set_permissions(permissions)
}

#[cfg(not(unix))]
fn readable_by_all(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write_file;

    #[test]
    fn a_file_in_a_missing_folder_is_named_in_the_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/out.dot");
        let error = write_file(&path, b"x").unwrap_err();
        assert!(error.to_string().contains("missing/out.dot"), "{error}");
    }

    #[test]
    fn an_old_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        write_file(&path, b"long content").unwrap();
        write_file(&path, b"short").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
    }
}
