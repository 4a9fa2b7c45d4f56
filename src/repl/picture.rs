//! Pictures in a terminal that shows them: Graphviz draws, kitty's or iTerm2's escape sequences carry.

use std::fmt::Write as _;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;

/// A letter of the screen has about so many dots.
const LETTER: (usize, usize) = (8, 16);
/// kitty takes no longer pieces.
const PIECE: usize = 4096;

/// How pictures are sent to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// kitty, Ghostty, Konsole.
    Kitty,
    /// iTerm2, WezTerm, mintty.
    Iterm,
}

impl Protocol {
    /// Tells from the environment how the terminal takes pictures, where it is known to take any.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        // A multiplexer stands between, and passes no pictures on.
        if set("TMUX") || set("STY") || set("ZELLIJ") {
            return None;
        }
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let term = variable("TERM").unwrap_or_default();
        match program.as_str() {
            "ghostty" => return Some(Protocol::Kitty),
            "iTerm.app" | "WezTerm" | "mintty" => return Some(Protocol::Iterm),
            _ => {}
        }
        let kitty = matches!(term.as_str(), "xterm-kitty" | "xterm-ghostty");
        if kitty || set("KITTY_WINDOW_ID") || set("KONSOLE_VERSION") {
            return Some(Protocol::Kitty);
        }
        (variable("LC_TERMINAL").as_deref() == Some("iTerm2")).then_some(Protocol::Iterm)
    }

    /// Writes the escape sequences that show a PNG.
    fn encode(self, png: &[u8]) -> String {
        let text = base64(png);
        match self {
            Protocol::Iterm => {
                let size = png.len();
                format!("\u{1b}]1337;File=inline=1;size={size}:{text}\u{7}\n")
            }
            Protocol::Kitty => {
                let mut out = String::new();
                let pieces: Vec<&str> = pieces(&text);
                for (number, piece) in pieces.iter().enumerate() {
                    let first = if number == 0 { "a=T,f=100,q=2," } else { "" };
                    let more = u8::from(number + 1 < pieces.len());
                    _ = write!(out, "\u{1b}_G{first}m={more};{piece}\u{1b}\\");
                }
                out + "\n"
            }
        }
    }
}

/// Draws DOT with Graphviz no larger than the screen, as what the terminal shows it from; nothing
/// where Graphviz is missing or fails.
pub(in crate::repl) fn draw(
    dot: &str,
    protocol: Protocol,
    (columns, rows): (usize, usize),
) -> Option<String> {
    let inches = |dots: usize| dots as f64 / 96.0;
    let width = inches(columns * LETTER.0);
    let height = inches(rows.saturating_sub(3) * LETTER.1);
    let mut child = Command::new("dot")
        .arg("-Tpng")
        .arg("-Gdpi=96")
        .arg(format!("-Gsize={width:.2},{height:.2}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let text = dot.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    _ = writer.join();
    (output.status.success() && output.stdout.starts_with(b"\x89PNG"))
        .then(|| protocol.encode(&output.stdout))
}

/// Cuts a text of ASCII letters into pieces that a terminal takes.
fn pieces(text: &str) -> Vec<&str> {
    (0..text.len())
        .step_by(PIECE)
        .map(|start| &text[start..text.len().min(start + PIECE)])
        .collect()
}

/// Writes bytes in the 64 letters of RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            if index > three.len() {
                out.push('=');
            } else {
                let letter = bits >> (18 - 6 * index) & 63;
                out.push(char::from(LETTERS[letter as usize]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Protocol;
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn only_a_terminal_that_is_known_gets_pictures() {
        let check = |set: &[(&str, &str)], expected| {
            let found = Protocol::of(|name| {
                let value = set.iter().find(|(known, _)| *known == name);
                value.map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(found, expected, "{set:?}");
        };
        check(&[("TERM", "xterm-256color")], None);
        check(&[("TERM", "xterm-kitty")], Some(Protocol::Kitty));
        check(&[("TERM_PROGRAM", "WezTerm")], Some(Protocol::Iterm));
        check(
            &[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux-0/default,1,0")],
            None,
        );
    }

    #[test]
    fn a_large_picture_goes_in_pieces() {
        let text = Protocol::Kitty.encode(&[0; 9000]);
        assert_eq!(text.matches("\u{1b}_G").count(), 3);
        assert!(text.starts_with("\u{1b}_Ga=T,f=100,q=2,m=1;") && text.contains("m=0;"));
    }
}
