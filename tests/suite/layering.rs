//! Each module imports only from the floors below its own.

use std::path::Path;
use std::path::PathBuf;

/// The floors of `src/`, from the ground up.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["data", "text"],
    &["analysis", "graph"],
    &["extract", "query"],
    &["build", "export", "learn", "render"],
    &["repl"],
    &["cli"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            rust_files(&entry, files);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
}

/// Gives the modules that a line of code names by `crate::module`.
fn named_modules(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or("");
    code.match_indices("crate::")
        .filter_map(|(start, found)| {
            let rest = &code[start + found.len()..];
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            Some(&rest[..end]).filter(|name| !name.is_empty())
        })
        .collect()
}

#[test]
fn imports_point_down() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&source).unwrap();
        let module = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap();
        if module == "main.rs" || module == "lib.rs" {
            continue;
        }
        let Some(own) = floor(module) else {
            panic!("`src/{module}` stands on no floor: add it to FLOORS");
        };
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for name in named_modules(line) {
                if name != module && floor(name).is_none_or(|other| other >= own) {
                    wrong.push(format!(
                        "{}:{}: {}",
                        inside.display(),
                        number + 1,
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these do not point down:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_reader_of_imports_sees_paths_inside_code() {
    assert_eq!(
        named_modules("let x = crate::query::Value::Null; // crate::cli"),
        ["query"]
    );
    assert_eq!(named_modules("use crate::base::Span;"), ["base"]);
}
