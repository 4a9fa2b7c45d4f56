//! Whatever the input, there is a clear error or fewer edges; nothing panics, hangs or is lost.

use std::time::Duration;

use predicates::prelude::*;
use predicates::str::contains;

use crate::fixture::file;
use crate::fixture::newsgraph;
use crate::fixture::place;
use crate::fixture::small_graph;

/// Extracts one file; what comes out must be an article or an error, never a panic.
fn extract(name: &str, content: &[u8]) -> (Option<i32>, String, String) {
    let path = file(name, content);
    let output = newsgraph()
        .timeout(Duration::from_secs(300))
        .args(["extract", "--format", "graph"])
        .arg(path)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("panicked"), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), text, errors)
}

#[test]
fn a_binary_file_is_refused_by_name() {
    let (code, text, errors) = extract(
        "program.txt",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0",
    );
    assert_eq!(code, Some(1));
    assert_eq!(text, "");
    assert!(errors.contains("program.txt"), "{errors}");
}

#[test]
fn an_empty_file_is_refused_by_name() {
    for content in [&b""[..], b"  \n\t\n"] {
        let (code, _, errors) = extract("empty.txt", content);
        assert_eq!(code, Some(1));
        assert!(errors.contains("empty.txt"), "{errors}");
    }
}

#[test]
fn broken_utf8_is_read_as_well_as_it_goes() {
    let (code, text, _) = extract(
        "broken.txt",
        b"Iran attacked \xff\xfe Pakistan. It denied \xc3\x28 that.",
    );
    assert_eq!(code, Some(0));
    assert!(text.contains("Pakistan"), "{text}");
}

#[test]
fn a_long_line_without_a_full_stop_is_read_to_the_end() {
    let line = "Iran and Pakistan ".repeat(1_500);
    let (code, text, _) = extract("long.txt", line.as_bytes());
    assert_eq!(code, Some(0));
    assert!(text.contains("Iran"));
}

#[test]
fn scripts_and_menus_of_a_page_are_not_read() {
    let page = "<!doctype html><html><head><title>Iran denies it</title><script>var x = 'Russia attacked France';</script>\
                <style>p { content: 'Germany' }</style></head><body><nav><a href=/>Japan</a></nav>\
                <article><h1>Iran denies it</h1><p>Iran denied on Monday that it had attacked Pakistan, and said that both \
                countries would hold talks about their border in the coming week.</p>\
                <script>document.write('Brazil supports Chile')</script></article></body></html>";
    let (code, text, _) = extract("page.html", page.as_bytes());
    assert_eq!(code, Some(0));
    assert!(text.contains("Pakistan"), "{text}");
    for hidden in ["France", "Germany", "Brazil"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

#[test]
fn a_truncated_graph_file_is_refused() {
    let whole = std::fs::read(small_graph()).unwrap();
    for length in [9, whole.len() / 2, whole.len() - 1] {
        let path = file("cut.graph", &whole[..length]);
        newsgraph()
            .arg("query")
            .arg(path)
            .args(["-c", "RETURN 1"])
            .assert()
            .code(1)
            .stderr(contains("cut.graph").and(contains("panicked").not()));
    }
}

#[test]
fn a_wrong_kind_in_a_data_file_is_shown_with_its_line() {
    let folder = place("data");
    std::fs::create_dir_all(&folder).unwrap();
    let ontology = include_str!("../../data/ontology.ron");
    let wrong = ontology.replacen("[\"State\", \"Actor\"]", "[\"Stat\", \"Actor\"]", 1);
    std::fs::write(folder.join("ontology.ron"), wrong).unwrap();
    newsgraph()
        .arg("--data")
        .arg(&folder)
        .arg(small_graph())
        .args(["-c", "RETURN 1"])
        .assert()
        .code(1)
        .stderr(
            contains("ontology.ron:")
                .and(contains("`Stat`"))
                .and(contains("^")),
        );
}

#[test]
fn ten_thousand_brackets_are_an_error_on_a_short_line() {
    let query = format!("RETURN {}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let path = file("deep.cypher", query.as_bytes());
    let output = newsgraph()
        .timeout(Duration::from_secs(60))
        .args(["query", "-f"])
        .arg(path)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(
        errors.lines().all(|line| line.chars().count() < 200),
        "{errors}"
    );
    assert!(errors.contains('^'), "{errors}");
}

#[test]
fn a_folder_without_articles_says_so() {
    let folder = place("bare");
    std::fs::create_dir_all(&folder).unwrap();
    newsgraph()
        .arg("extract")
        .arg(&folder)
        .assert()
        .code(1)
        .stderr(contains("bare"));
}
