//! What several suites need: the program, a small graph, files.

use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;

use assert_cmd::Command;
use tempfile::TempDir;

/// The program, with an environment that is the same on every machine.
pub(crate) fn newsgraph() -> Command {
    let mut command = Command::cargo_bin("newsgraph").unwrap();
    command
        .env_remove("NO_COLOR")
        .env_remove("NEWSGRAPH_DATA")
        .env("TERM", "xterm-256color")
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Our own two short articles.
pub(crate) fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/articles")
}

/// A folder for what the tests of this run write, and in it `small.graph`, made by `newsgraph build`.
fn folder() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        newsgraph()
            .args(["build", "-o"])
            .arg(folder.path().join("small.graph"))
            .arg(articles())
            .assert()
            .success();
        folder
    })
}

/// A saved graph of our two articles.
pub(crate) fn small_graph() -> PathBuf {
    folder().path().join("small.graph")
}

/// Writes a file for one test.
pub(crate) fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = folder().path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A place for a file that the program is to write.
pub(crate) fn place(name: &str) -> PathBuf {
    folder().path().join(name)
}
