//! A session through a pseudo-terminal: shows only that keys reach the shell and its texts the screen.

#![cfg(unix)]

use std::process::Command;
use std::time::Duration;

use expectrl::Expect;
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;

use crate::fixture::place;
use crate::fixture::small_graph;

fn start(arguments: &[&str]) -> OsSession {
    let home = place("home");
    std::fs::create_dir_all(&home).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("newsgraph"));
    command
        .arg(small_graph())
        .args(arguments)
        .env("HOME", &home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("TERM", "xterm-256color")
        .env("PAGER", "cat")
        .env_remove("NO_COLOR");
    let mut session = OsSession::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(30)));
    session.expect("newsgraph> ").unwrap();
    session
}

#[test]
fn a_name_a_query_over_two_lines_and_leaving() {
    let mut session = start(&["--no-init", "--color", "never"]);
    session.send("Pakistan\r").unwrap();
    session.expect("BORDERS").unwrap();
    session.expect("newsgraph> ").unwrap();
    session.send("MATCH (n:State {name: 'Iran'})\r").unwrap();
    session.send("RETURN n.name AS found\r").unwrap();
    session.expect("found").unwrap();
    session.expect("1 row").unwrap();
    session.send(":quit\r").unwrap();
    session.expect(expectrl::Eof).unwrap();
    assert!(matches!(
        session.get_process().wait().unwrap(),
        WaitStatus::Exited(_, 0)
    ));
}

#[test]
fn tab_completes_a_name() {
    let mut session = start(&["--no-init", "--color", "never"]);
    session.send("Afgha\t").unwrap();
    session.expect("Afghanistan").unwrap();
    session.send("\r").unwrap();
    session.expect("State").unwrap();
    // Before the prompt is there, the terminal itself would take the key.
    session.expect("newsgraph> ").unwrap();
    session.send("\u{4}").unwrap();
    session.expect(expectrl::Eof).unwrap();
}

#[test]
fn ctrl_c_stops_a_query_and_keeps_the_session() {
    let mut session = start(&["--no-init", "--color", "never"]);
    session
        .send("UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, 5000) AS c RETURN sum(a * b + c)\r")
        .unwrap();
    session.expect("Ctrl-C stops it").unwrap();
    session.send("\u{3}").unwrap();
    session.expect("newsgraph> ").unwrap();
    session.send("RETURN 6 * 7 AS answer\r").unwrap();
    session.expect("42").unwrap();
    session.expect("newsgraph> ").unwrap();
    session.send("\u{4}").unwrap();
    session.expect(expectrl::Eof).unwrap();
}
