//! Whole commands: standard output, standard error, exit code.

use std::io::Read;
use std::process::Stdio;

use predicates::prelude::*;
use predicates::str::contains;

use crate::fixture::articles;
use crate::fixture::file;
use crate::fixture::newsgraph;
use crate::fixture::place;
use crate::fixture::small_graph;

/// Runs a query on the small graph.
fn query(text: &str) -> assert_cmd::Command {
    let mut command = newsgraph();
    command.arg("query").arg(small_graph()).args(["-c", text]);
    command
}

fn check_no_escape(line: &[&str]) {
    // What a command writes under a name of its own stays out of the source tree.
    let folder = env!("CARGO_TARGET_TMPDIR");
    let output = newsgraph().current_dir(folder).args(line).output().unwrap();
    assert!(
        !output.stdout.contains(&0x1b),
        "standard output of {line:?}"
    );
    assert!(!output.stderr.contains(&0x1b), "standard error of {line:?}");
}

#[test]
fn no_escape_byte_ever_reaches_a_pipe() {
    let graph = small_graph().display().to_string();
    let commands = [
        "build",
        "query",
        "extract",
        "export",
        "import",
        "completions",
        "learn",
        "score",
        "man",
    ];
    for command in commands {
        check_no_escape(&["--color", "always", command, "--help"]);
        check_no_escape(&["--color", "always", command, "--nonsense"]);
    }
    let article = articles().join("border.txt");
    let article = article.display().to_string();
    for line in [
        vec!["--help"],
        vec!["nonsense"],
        vec!["man"],
        vec!["completions", "bash"],
        vec!["extract", &article],
        vec!["extract", "missing.txt"],
        vec!["export", &graph],
        vec!["export", &graph, "--format", "json"],
        vec!["query", &graph, "-c", "MATCH (n RETURN n"],
        vec!["query", &graph, "-c", "RETURN '\\u001b[31mred'"],
    ] {
        check_no_escape(&[&["--color", "always"], line.as_slice()].concat());
    }
    for (_, mode, _) in newsgraph::render::Mode::ALL {
        let query = "MATCH (n)-[r]->(m) RETURN n, r, m";
        check_no_escape(&[
            "--color", "always", "query", &graph, "-c", query, "--format", mode,
        ]);
    }
}

#[test]
fn no_command_of_the_shell_writes_an_escape_byte_into_a_pipe() {
    let mut script = String::from("Iran\n? borders ?\nIran .. Pakistan\nIrann\n");
    for command in newsgraph::repl::command::COMMANDS {
        let name = command.name;
        if name == "quit" {
            continue;
        }
        let file = place(&format!("escape-{name}"));
        let arguments = match name {
            "why" | "path" => "Iran Pakistan".to_owned(),
            "asof" | "since" => "2024-02-15".to_owned(),
            "diff" => "2024-02-15 2024-03-01".to_owned(),
            "mode" => "box".to_owned(),
            "help" => "MATCH".to_owned(),
            "explain" => "MATCH (n) RETURN n".to_owned(),
            // What is read next goes to the screen again.
            "output" => String::new(),
            "add" => "missing.txt".to_owned(),
            "open" => small_graph().display().to_string(),
            "param" => "x 1".to_owned(),
            _ if command.takes == newsgraph::repl::command::Takes::File => {
                file.display().to_string()
            }
            _ => String::new(),
        };
        script.push_str(&format!(":{name} {arguments}\n:{name} /no/such/nonsense\n"));
        script.push_str("MATCH (n)-[r]->(m) RETURN n, r, m;\n");
    }
    let file = file("every-command", script.as_bytes());
    let file = file.display().to_string();
    let graph = small_graph().display().to_string();
    check_no_escape(&["--color", "always", &graph, "-f", &file, "--fail-at-end"]);
}

#[test]
fn help_leads_with_examples() {
    for arguments in [
        &["--help"][..],
        &["query", "--help"],
        &["build", "--help"],
        &["export", "--help"],
    ] {
        let output = newsgraph().args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let examples = text.find("Examples:").unwrap();
        assert!(examples < text.find("Usage:").unwrap(), "{text}");
    }
}

#[test]
fn a_misspelt_command_or_option_is_suggested() {
    newsgraph()
        .arg("qurey")
        .assert()
        .code(2)
        .stderr(contains("did you mean `query`?"));
    newsgraph()
        .args(["extract", "--formt", "json"])
        .assert()
        .code(2)
        .stderr(contains("--format"));
}

#[test]
fn options_of_every_command_may_stand_before_it() {
    newsgraph()
        .args(["--no-background", "query", "-c", "RETURN 1 AS a"])
        .assert()
        .code(0);
    newsgraph()
        .args(["article.txt", "query"])
        .assert()
        .code(2)
        .stderr(contains("belong behind the command"));
}

#[test]
fn the_exit_code_tells_success_failure_and_misuse() {
    query("RETURN 1").assert().code(0);
    query("RETURN missing").assert().code(1);
    newsgraph().args(["build"]).assert().code(2);
    newsgraph()
        .args(["query", "--format", "nothing"])
        .assert()
        .code(2);
}

#[test]
fn an_error_shows_the_line_with_a_caret() {
    query("MATCH (n)\nRETRUN n.name")
        .assert()
        .code(1)
        .stdout("")
        .stderr(
            "error: unknown word `RETRUN`\n --> query:2:1\n  |\n2 | RETRUN n.name\n  | ^^^^^^\n\
             hint: did you mean `RETURN`?\n",
        );
}

#[test]
fn an_error_in_a_file_names_file_line_and_column() {
    let script = file(
        "script.cypher",
        b"RETURN 1;\n\nMATCH (n:State)\nRETURN m;\n",
    );
    newsgraph()
        .arg("query")
        .arg(small_graph())
        .arg("-f")
        .arg(&script)
        .assert()
        .code(1)
        .stderr(contains("script.cypher:4:8"));
}

#[test]
fn a_script_stops_at_an_error_unless_told_to_go_on() {
    let script = "RETURN 1 AS a; RETURN x; RETURN 2 AS b";
    query(script)
        .args(["--format", "csv"])
        .assert()
        .code(1)
        .stdout("a\n1\n");
    query(script)
        .args(["--format", "csv", "--fail-at-end"])
        .assert()
        .code(1)
        .stdout("a\n1\nb\n2\n");
}

#[test]
fn queries_come_from_standard_input_too() {
    newsgraph()
        .arg(small_graph())
        .args(["--format", "csv"])
        .write_stdin("RETURN 1 + 1 AS two;\nRETURN 'x' AS x")
        .assert()
        .success()
        .stdout("two\n2\nx\nx\n");
}

#[test]
fn every_format_writes_the_same_row() {
    for (format, expected) in [
        ("table", "a  b\n-  -\n1  x\n"),
        ("csv", "a,b\n1,x\n"),
        ("tsv", "a\tb\n1\tx\n"),
        ("json", "[\n{\"a\":1,\"b\":\"x\"}\n]\n"),
        ("jsonl", "{\"a\":1,\"b\":\"x\"}\n"),
        ("markdown", "| a | b |\n| ---: | --- |\n| 1 | x |\n"),
        ("line", "a = 1\nb = x\n"),
        ("trash", ""),
    ] {
        query("RETURN 1 AS a, 'x' AS b")
            .args(["--format", format])
            .assert()
            .success()
            .stdout(expected);
    }
    query("MATCH (n:State) RETURN n LIMIT 1")
        .args(["--format", "dot"])
        .assert()
        .success()
        .stdout(contains("digraph newsgraph {"));
}

#[test]
fn parameters_are_json_or_text() {
    query("RETURN $a + 1 AS a, $b AS b")
        .args(["-p", "a=41", "-p", "b=Iran", "--format", "csv"])
        .assert()
        .success()
        .stdout("a,b\n42,Iran\n");
}

#[test]
fn a_query_that_writes_is_refused_where_only_reading_is_allowed() {
    query("CREATE (n:X)").arg("--read-only").assert().code(1);
    query("CREATE (n:X) RETURN n.y AS y").assert().success();
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_rest_goes_on() {
    let binary = file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let output = newsgraph()
        .arg("extract")
        .arg("no-such-file.txt")
        .arg(&binary)
        .arg(articles().join("talks.md"))
        .args(["--format", "graph"])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors.contains("no-such-file.txt"), "{errors}");
    assert!(errors.contains("picture.png"), "{errors}");
    let lines: Vec<_> = output.stdout.split(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), 2, "one article and the end");
}

#[test]
fn extract_writes_a_file_for_each_article() {
    let folder = place("extracted");
    newsgraph()
        .arg("extract")
        .arg(articles())
        .args(["--format", "graph", "-o"])
        .arg(&folder)
        .assert()
        .success()
        .stdout("");
    let text = std::fs::read_to_string(folder.join("border.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let names: Vec<_> = json["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| &node["name"])
        .collect();
    assert!(names.iter().any(|name| *name == "Pakistan"), "{names:?}");
    assert!(folder.join("talks.json").exists());
}

#[test]
fn extract_reads_json_lines_and_keeps_ids_and_text() {
    let input = "{\"doc_id\": \"a/1\", \"text\": \"Iran denied it. “No,” it said.\", \"date\": \"2024-01-02\"}\n";
    let output = newsgraph()
        .args(["extract", "--input", "jsonl", "--format", "json"])
        .write_stdin(input)
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["doc_id"], "a/1");
    assert_eq!(json["text"], "Iran denied it. “No,” it said.");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let run = |threads: &str, arguments: &[&str]| {
        let output = newsgraph()
            .env("RAYON_NUM_THREADS", threads)
            .args(arguments)
            .arg(articles())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}");
        output.stdout
    };
    for arguments in [
        &["extract", "--format", "json"][..],
        &["export", "--format", "dot"],
    ] {
        assert_eq!(run("1", arguments), run("4", arguments), "{arguments:?}");
    }
    let other = place("again.graph");
    newsgraph()
        .env("RAYON_NUM_THREADS", "1")
        .args(["build", "-o"])
        .arg(&other)
        .arg(articles())
        .assert()
        .success();
    assert_eq!(
        std::fs::read(small_graph()).unwrap(),
        std::fs::read(other).unwrap()
    );
}

#[test]
fn a_readable_graph_holds_what_the_compact_one_holds() {
    let ron = place("small.ron");
    newsgraph()
        .arg(small_graph())
        .arg("-c")
        .arg(format!(":save {}", ron.display()))
        .assert()
        .success();
    let text = std::fs::read_to_string(&ron).unwrap();
    assert!(text.contains("Pakistan"));
    let nodes = |path: &std::path::Path| {
        let output = newsgraph()
            .arg("query")
            .arg(path)
            .args([
                "-c",
                "MATCH (a)-[r]->(b) RETURN a.name, type(r), b.name, r.text",
                "--format",
                "csv",
            ])
            .output()
            .unwrap();
        let mut lines: Vec<_> = output
            .stdout
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(nodes(&ron), nodes(&small_graph()));
}

#[test]
fn the_json_lines_protocol_answers_each_request_on_a_line() {
    newsgraph()
        .args(["query", "--jsonl"])
        .write_stdin(
            "{\"reset\": true}\n{\"query\": \"RETURN 1 AS a\"}\n{\"query\": \"RETURN b\"}\n",
        )
        .assert()
        .success()
        .stdout(contains("{\"ok\": true}\n").and(contains("UndefinedVariable")));
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("newsgraph"))
        .arg("query")
        .arg(small_graph())
        .args([
            "-c",
            "UNWIND range(1, 300000) AS n RETURN n",
            "--format",
            "csv",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 8];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn completions_and_manual_page_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        newsgraph()
            .args(["completions", shell])
            .assert()
            .success()
            .stdout(contains("extract"));
    }
    newsgraph()
        .env("COMPLETE", "bash")
        .args(["--", "newsgraph", "exp"])
        .env("_CLAP_COMPLETE_INDEX", "1")
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_IFS", " ")
        .assert()
        .success()
        .stdout(contains("export"));
    let output = newsgraph().arg("man").output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    for command in ["BUILD", "QUERY", "EXTRACT", "EXPORT", "IMPORT"] {
        let (_, section) = page.split_once(&format!("COMMAND {command}")).unwrap();
        let (section, _) = section.split_once("COMMAND").unwrap();
        assert!(section.contains(".SH EXAMPLES"), "{command}: {section}");
        // What all commands understand is told once.
        assert!(!section.contains("verbose"), "{command}: {section}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_and_nothing_is_left() {
    newsgraph()
        .arg("export")
        .arg(small_graph())
        .args(["-o", "/no/such/folder/x.dot"])
        .assert()
        .code(1)
        .stderr(contains("/no/such/folder/x.dot"));
}
