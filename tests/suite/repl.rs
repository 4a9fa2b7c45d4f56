//! A session through a pseudo-terminal: shows only that keys reach the shell and its texts the screen.

#![cfg(unix)]

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use expectrl::Expect;
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;

use crate::fixture::place;
use crate::fixture::small_graph;

/// A shell with a home of its own, which the test may have furnished.
struct Shell {
    home: PathBuf,
    arguments: Vec<&'static str>,
    environment: Vec<(&'static str, String)>,
}

impl Shell {
    fn of(name: &str) -> Self {
        let home = place(&format!("home-{name}"));
        std::fs::create_dir_all(home.join("config/newsgraph")).unwrap();
        Shell {
            home,
            arguments: vec!["--color", "never"],
            environment: vec![("PAGER", "cat".to_owned())],
        }
    }

    /// Puts a file into the folder of the configuration.
    fn configured(self, name: &str, content: &str) -> Self {
        let file = self.home.join("config/newsgraph").join(name);
        std::fs::write(file, content).unwrap();
        self
    }

    /// Makes a program that the shell calls by what this variable says.
    fn program(mut self, variable: &'static str, script: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let file = self.home.join(variable);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        self.environment
            .push((variable, file.display().to_string()));
        self
    }

    fn arguments(mut self, arguments: &[&'static str]) -> Self {
        self.arguments = arguments.to_vec();
        self
    }

    fn open(self) -> OsSession {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("newsgraph"));
        command
            .arg(small_graph())
            .args(&self.arguments)
            .env("HOME", &self.home)
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("TERM", "xterm-256color")
            .env_remove("VISUAL")
            .env_remove("NO_COLOR")
            .envs(self.environment);
        let mut session = OsSession::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        session.expect(PROMPT).unwrap();
        session
    }
}

const PROMPT: &str = "newsgraph> ";

fn start(name: &str) -> OsSession {
    Shell::of(name).open()
}

/// Types each line and waits for what it brings to the screen and for the next prompt.
fn talk(session: &mut OsSession, lines: &[(&str, &str)]) {
    for (line, answer) in lines {
        session.send(line).unwrap();
        session
            .expect(answer)
            .unwrap_or_else(|error| panic!("{line:?} brings no {answer:?}: {error}"));
        session.expect(PROMPT).unwrap();
    }
}

/// Leaves with Ctrl-D; it is typed again where the shell was not yet reading keys.
fn leave(mut session: OsSession) {
    session.set_expect_timeout(Some(Duration::from_secs(10)));
    let left = (0..6).any(|_| {
        // The shell may have left between two of them.
        let _ = session.send("\u{4}");
        session.expect(expectrl::Eof).is_ok()
    });
    assert!(left, "Ctrl-D does not leave");
}

#[test]
fn a_name_a_query_over_two_lines_and_leaving() {
    let mut session = start("leaving");
    talk(&mut session, &[("Pakistan\r", "BORDERS")]);
    session.send("MATCH (n:State {name: 'Iran'})\r").unwrap();
    talk(&mut session, &[("RETURN n.name AS found\r", "1 row")]);
    session.send(":quit\r").unwrap();
    session.expect(expectrl::Eof).unwrap();
    assert!(matches!(
        session.get_process().wait().unwrap(),
        WaitStatus::Exited(_, 0)
    ));
}

#[test]
fn a_query_over_two_lines_is_one_entry_of_the_history() {
    let mut session = start("history");
    session.send("RETURN 6 *\r").unwrap();
    talk(&mut session, &[("7 AS answer\r", "42")]);
    // Up and Enter runs it again as it was.
    talk(&mut session, &[("\u{1b}[A\r", "42")]);
    talk(&mut session, &[(":history\r", "    1  RETURN 6 *")]);
    leave(session);
}

#[test]
fn ctrl_r_finds_a_line_of_the_history() {
    let mut session = start("search");
    talk(&mut session, &[("RETURN 6 * 7 AS answer\r", "42")]);
    talk(&mut session, &[("RETURN 1 AS other\r", "1 row")]);
    session.send("\u{12}").unwrap();
    session.expect("reverse-i-search").unwrap();
    talk(&mut session, &[("6 *\r", "42")]);
    leave(session);
}

#[test]
fn tab_completes_a_name() {
    let mut session = start("tab");
    session.send("Afgha\t").unwrap();
    session.expect("Afghanistan").unwrap();
    talk(&mut session, &[("\r", "State")]);
    leave(session);
}

#[test]
fn tab_puts_a_mistake_right() {
    let mut session = start("mistake");
    talk(
        &mut session,
        &[("RETURN size([1, 2, 3)\r", "(Tab)"), ("\t\r", "1 row")],
    );
    leave(session);
}

#[test]
fn ctrl_c_stops_a_query_and_keeps_the_session() {
    let mut session = start("cancel");
    session
        .send("UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, 5000) AS c RETURN sum(a * b + c)\r")
        .unwrap();
    session.expect("Ctrl-C stops it").unwrap();
    talk(&mut session, &[("\u{3}", "cancelled")]);
    talk(&mut session, &[("RETURN 6 * 7 AS answer\r", "42")]);
    // On an empty line it does nothing at first, and then says how to leave.
    talk(&mut session, &[("\u{3}", "")]);
    talk(&mut session, &[("\u{3}", "Ctrl-D or :quit leaves")]);
    leave(session);
}

#[test]
fn a_query_is_written_in_the_editor() {
    let shell = Shell::of("edit").program("EDITOR", "echo 'RETURN 6 * 7 AS answer' > \"$1\"");
    let mut session = shell.open();
    talk(&mut session, &[(":edit\r", "42")]);
    // What is edited is the last query.
    talk(&mut session, &[("\u{1b}[A\r", "42")]);
    leave(session);
    let shell = Shell::of("edit-last").program("EDITOR", "sed -i 's/1/42/' \"$1\"");
    let mut session = shell.open();
    talk(
        &mut session,
        &[("RETURN 1 AS answer\r", "1 row"), (":edit\r", "42")],
    );
    leave(session);
    let shell = Shell::of("no-editor").program("EDITOR", "exit 1");
    let mut session = shell.open();
    talk(&mut session, &[(":edit RETURN 1\r", "")]);
    leave(session);
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let shell = Shell::of("pager").program("PAGER", "echo PAGED; cat");
    let mut session = shell.open();
    talk(
        &mut session,
        &[("UNWIND range(1, 200) AS n RETURN n\r", "PAGED")],
    );
    talk(
        &mut session,
        &[("UNWIND range(1, 3) AS n RETURN n\r", "3 rows")],
    );
    leave(session);
}

#[test]
fn the_configuration_and_the_init_file_are_read_unless_told_not_to() {
    let furnished = |name: &str| {
        Shell::of(name)
            .configured("config.ron", "(keys: \"vi\", mode: \"csv\", timer: true)")
            .configured("init.cypher", ":param who => 'Iran'\n")
    };
    let mut session = furnished("config").open();
    // In vi's way: to the start of the line, and put in what is missing.
    let keys = "ETURN $who AS name\u{1b}0iR\r";
    talk(&mut session, &[(keys, "name\r\nIran\r\n")]);
    leave(session);
    let shell = furnished("no-init").arguments(&["--color", "never", "--no-init"]);
    let mut session = shell.open();
    talk(&mut session, &[("RETURN $who AS name\r", "error")]);
    leave(session);
}

#[test]
fn a_configuration_with_a_mistake_is_named_with_its_line() {
    let shell = Shell::of("wrong").configured("config.ron", "(\n  theme: \"pink\",\n)");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("newsgraph"));
    command
        .arg(small_graph())
        .env("XDG_CONFIG_HOME", shell.home.join("config"))
        .env("TERM", "xterm-256color");
    let mut session = OsSession::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session.expect("none of dark, light, none").unwrap();
    session.expect("--no-init").unwrap();
    session.expect(expectrl::Eof).unwrap();
}

#[test]
fn enter_goes_on_with_the_tour() {
    let mut session = start("tour");
    talk(
        &mut session,
        &[(":tour\r", "Enter goes on"), ("\r", "Cypher query")],
    );
    leave(session);
}

#[test]
fn without_colours_no_colour_is_sent() {
    let mut shell = Shell::of("no-color").arguments(&[]);
    shell.environment.push(("NO_COLOR", "1".to_owned()));
    let mut session = shell.open();
    session.send("? borders Pakistan\r").unwrap();
    let shown = session.expect("rows").unwrap();
    let bytes = String::from_utf8_lossy(shown.as_bytes()).into_owned();
    assert!(
        !bytes.contains("\u{1b}[38") && !bytes.contains("\u{1b}[1m"),
        "{bytes:?}"
    );
    session.expect(PROMPT).unwrap();
    leave(session);
}
