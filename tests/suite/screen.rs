//! What people see: the shell in tmux, at two sizes, over the seed articles.
//!
//! `UPDATE_GOLDEN=1 cargo test --test suite screen` rewrites `tests/data/screen/`; each file there
//! is one screen as it stands when the steps above it are done. Where tmux or less is missing the
//! test says that it was skipped.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

use crate::fixture::place;

/// A thing to do at the keyboard.
enum Step {
    /// Types a line and Enter, and waits for the next prompt.
    Line(&'static str),
    /// Types letters, and waits until this is on the screen.
    Type(&'static str, &'static str),
    /// Presses a key by its name in tmux, and waits until this is on the screen.
    Press(&'static str, &'static str),
    /// Clears the screen.
    Clear,
    /// Compares the screen with the file of this name.
    Shot(&'static str),
}

use Step::Clear;
use Step::Line;
use Step::Press;
use Step::Shot;
use Step::Type;

const PROMPT: &str = "newsgraph>";

const STEPS: &[Step] = &[
    Line(":help MATCH"),
    Shot("start"),
    // A card fills more than a page at 80×24, and the pager waits.
    Clear,
    Line(":graph"),
    Line("Pakistan"),
    Shot("card"),
    Clear,
    Line("? borders Pakistan"),
    Line(":why 1"),
    Shot("pattern"),
    Line("? borders Pakistan"),
    Clear,
    Line(":graph"),
    Line(":graph list"),
    Shot("graph"),
    Clear,
    Line(":path Iran India"),
    Line("Iran .. India"),
    Shot("path"),
    Clear,
    Line(":disputes"),
    Shot("disputes"),
    Clear,
    Line(":timeline Pakistan"),
    Line(":asof 2024-01"),
    Line(":all"),
    Line(":diff 2024-02 2024-03-24"),
    Shot("time"),
    // While typing: what Tab offers, an open bracket, a query over two lines, the history.
    Clear,
    Type("MATCH (n:Stat", "MATCH (n:Stat"),
    Press("Tab", "State"),
    Type(" {name: 'Pak", "'Pak"),
    Press("Tab", "Pakistan"),
    Type("}) // the state", "the state"),
    Press("Enter", "the state"),
    Line("RETURN n.name AS name, n.iso3 AS code"),
    Type("MATCH (n) RETURN toU", "toU"),
    Press("Tab", "toUpper"),
    Press("C-c", PROMPT),
    Type(":m", ":m"),
    Press("Tab", ":mode"),
    Press("C-c", PROMPT),
    Press("C-r", "reverse-i-search"),
    Type("borders", "? borders Pakistan"),
    Shot("typing"),
    Press("C-c", PROMPT),
    // A mistake, and Tab.
    Clear,
    Line("MATCH (n:State {name: 'Iran') RETURN n.name"),
    Press("Tab", "'Iran'}) RETURN n.name"),
    Line(""),
    Line("Pakstan"),
    Line(":shcema"),
    Shot("mistake"),
    Clear,
    Line("MATCH (n:State) RETURN n.name, n.iso3, n.aliases ORDER BY n.name LIMIT 3"),
    Line(":last line"),
    Line(":last csv"),
    Line(":last markdown"),
    Line(":mode json"),
    Line("RETURN date('2024-03-22') AS day, [1, 2.5, null] AS list"),
    Line(":mode box"),
    Line(":share"),
    Shot("modes"),
    Clear,
    Line(":param name => 'Iran'"),
    Line("MATCH (n:State {name: $name}) SET n.seen = true"),
    Line("MATCH (n) WHERE n.seen RETURN n.name"),
    Line(":undo"),
    Line("MATCH (n) WHERE n.seen RETURN n.name"),
    Line(":share"),
    Line("EXPLAIN MATCH (n:State)-[:BORDERS]-(m) RETURN n.name, count(*)"),
    Shot("writing"),
    // A long query tells that it goes on, and Ctrl-C stops it and not the shell.
    Clear,
    Type(
        "UNWIND range(1, 9999) AS a UNWIND range(1, 9999) AS b UNWIND range(1, 9999) AS c RETURN sum(a * b * c)",
        "b * c)",
    ),
    Press("Enter", "Ctrl-C stops it"),
    Press("C-c", PROMPT),
    Press("C-c", PROMPT),
    Press("C-c", "leaves"),
    Shot("cancel"),
    Clear,
    Line("? denies ?"),
    Clear,
    Type(":source 1", ":source 1"),
    Press("Enter", "denied"),
    Shot("source"),
    Press("q", PROMPT),
];

/// A terminal of its own, with nothing of the user's around it.
struct Screen {
    socket: PathBuf,
    size: (usize, usize),
}

impl Screen {
    fn open(size: (usize, usize), environment: &[&str], arguments: &[&str]) -> Self {
        let home = place(&format!("screen-{}x{}", size.0, size.1));
        std::fs::create_dir_all(&home).unwrap();
        let screen = Screen {
            socket: home.join("tmux"),
            size,
        };
        let program = assert_cmd::cargo::cargo_bin("newsgraph");
        let home = home.display();
        let mut command = format!(
            "exec env -u NO_COLOR -u LESS HOME={home} XDG_CONFIG_HOME={home}/config \
             XDG_DATA_HOME={home}/data PAGER='less -R -F -X -S'"
        );
        for word in environment {
            command.push_str(&format!(" {word}"));
        }
        command.push_str(&format!(" '{}'", program.display()));
        for word in arguments {
            command.push_str(&format!(" {word}"));
        }
        screen.tmux(&[
            "new-session",
            "-d",
            "-x",
            &size.0.to_string(),
            "-y",
            &size.1.to_string(),
            "-c",
            env!("CARGO_MANIFEST_DIR"),
            &command,
        ]);
        screen.wait(at_prompt, "the first prompt");
        screen
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux")
            .arg("-S")
            .arg(&self.socket)
            .args(["-f", "/dev/null"])
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn text(&self) -> String {
        let text = self.tmux(&["capture-pane", "-p"]);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned() + "\n"
    }

    /// Waits until the screen is as it should be and stays so.
    fn wait(&self, ready: impl Fn(&str) -> bool, what: &str) -> String {
        let started = Instant::now();
        let mut before = String::new();
        loop {
            let text = self.text();
            if ready(&text) && text == before {
                return text;
            }
            before = text;
            assert!(
                started.elapsed() < Duration::from_secs(90),
                "{what} did not come at {:?}:\n{before}",
                self.size
            );
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    fn enter(&self, line: &str) {
        if !line.is_empty() {
            self.tmux(&["send-keys", "-l", line]);
            let end: String = line.chars().rev().take(8).collect();
            let end: String = end.chars().rev().collect();
            self.wait(|text| joined(text).contains(end.trim()), line);
        }
        let before = self.text();
        self.tmux(&["send-keys", "Enter"]);
        self.wait(
            |text| text != before && (at_prompt(text) || in_pager(text)),
            line,
        );
    }

    fn step(&self, step: &Step, wrong: &mut Vec<String>) {
        match step {
            Line(line) => self.enter(line),
            Type(letters, there) => {
                self.tmux(&["send-keys", "-l", letters]);
                self.wait(|text| joined(text).contains(there), letters);
            }
            Press(key, there) => {
                self.tmux(&["send-keys", key]);
                self.wait(|text| joined(text).contains(there), key);
            }
            Clear => {
                if in_pager(&self.text()) {
                    self.tmux(&["send-keys", "q"]);
                    self.wait(at_prompt, "the prompt after the pager");
                }
                self.tmux(&["send-keys", "C-l"]);
                self.wait(|text| text.trim() == PROMPT, "an empty screen");
            }
            Shot(name) => self.shot(name, wrong),
        }
    }

    fn shot(&self, name: &str, wrong: &mut Vec<String>) {
        let (columns, rows) = self.size;
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/screen")
            .join(format!("{columns}x{rows}"))
            .join(format!("{name}.txt"));
        let text = self.text();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
            return;
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if text != expected {
            wrong.push(format!(
                "{}:\n{expected}--- and now ---\n{text}",
                file.display()
            ));
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

/// Tells whether the last line is a prompt that waits, perhaps with a suggestion behind it.
fn at_prompt(text: &str) -> bool {
    let last = text.lines().last().unwrap_or("");
    last == PROMPT || last.starts_with("newsgraph (") && last.ends_with('>')
        // After a mistake the query put right stands there in grey.
        || last.starts_with("newsgraph> MATCH") && text.contains("(Tab)")
}

fn in_pager(text: &str) -> bool {
    let last = text.lines().last().unwrap_or("");
    last == ":" || last.contains("(END)")
}

/// The screen as one line: what is typed may go on in the next row.
fn joined(text: &str) -> String {
    text.replace('\n', "")
}

fn has(program: &str) -> bool {
    Command::new(program)
        .arg(if program == "tmux" { "-V" } else { "--version" })
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn every_feature_is_seen_on_the_screen() {
    if !has("tmux") || !has("less") {
        println!("skipped: tmux and less are needed to see the screen");
        return;
    }
    let mut wrong = Vec::new();
    std::thread::scope(|scope| {
        let sizes = [(80, 24), (200, 50)];
        let screens = sizes.map(|size| {
            scope.spawn(move || {
                let screen = Screen::open(size, &[], &["seeds"]);
                let mut wrong = Vec::new();
                for step in STEPS {
                    screen.step(step, &mut wrong);
                }
                wrong
            })
        });
        for screen in screens {
            wrong.extend(screen.join().unwrap());
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_narrow_dumb_terminal_shows_letters_only() {
    if !has("tmux") || !has("less") {
        println!("skipped: tmux and less are needed to see the screen");
        return;
    }
    let screen = Screen::open(
        (60, 20),
        &["TERM=dumb", "PAGER=cat"],
        &["seeds", "--no-init"],
    );
    let mut wrong = Vec::new();
    for line in ["? borders Pakistan", ":graph"] {
        screen.enter(line);
    }
    screen.shot("dumb", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let text = screen.text();
    assert!(text.replace('…', "").is_ascii(), "{text}");
}
