//! Markup to text in one pass, however broken the markup.

/// Elements whose content nobody reads as the article.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "form", "button",
    "select", "textarea", "head", "figure", "aside", "object", "math",
];

/// Elements behind which a paragraph ends.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "header",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "blockquote",
    "pre",
    "hr",
    "figcaption",
    "body",
    "html",
    "time",
    "address",
    "caption",
];

/// Gives the text outside of silent elements, paragraphs apart by a blank line.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    let mut space = false;
    while !rest.is_empty() {
        let end = rest.find(['<', '&']).unwrap_or(rest.len());
        words(&mut out, &rest[..end], &mut space);
        rest = &rest[end..];
        if rest.starts_with('&') {
            let (decoded, length) = entity(rest);
            words(&mut out, decoded.as_deref().unwrap_or("&"), &mut space);
            rest = &rest[length..];
        } else if let Some(after) = rest.strip_prefix("<!--") {
            let length = after.find("-->").map_or(after.len(), |end| end + 3);
            rest = &after[length..];
        } else if rest.starts_with('<') {
            let (name, length) = tag(rest);
            if length == 0 {
                words(&mut out, "<", &mut space);
                rest = &rest[1..];
                continue;
            }
            let opens = !rest.starts_with("</");
            let closed = rest[..length].ends_with("/>");
            rest = &rest[length..];
            let name = name.to_ascii_lowercase();
            if BLOCKS.contains(&name.as_str()) {
                end_paragraph(&mut out);
                space = false;
            } else if name == "br" {
                out.truncate(out.trim_end_matches(' ').len());
                if !out.is_empty() && !out.ends_with("\n\n") {
                    out.push('\n');
                }
                space = false;
            } else if matches!(name.as_str(), "td" | "th") {
                space = true;
            } else if opens && !closed && SILENT.contains(&name.as_str()) {
                rest = &rest[behind_end_tag(rest, &name)..];
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Finds the page's title.
pub(super) fn title(html: &str) -> Option<String> {
    let start = &html[..floor(html, html.len().min(100_000))];
    let at = start.find("<title")?;
    let open = at + start[at..].find('>')? + 1;
    let close = open + start[open..].find("</title")?;
    let title = text(&start[open..close]);
    // "Talks fail | The Example": the site's name is no part of the headline.
    let headline = title
        .rsplit_once(" | ")
        .map_or(title.as_str(), |(first, _)| first);
    Some(headline.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Counts how deep elements are nested, roughly: end tags that are left out count as open.
pub(super) fn depth(html: &str) -> usize {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option",
    ];
    let mut depth = 0usize;
    let mut deepest = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let (name, length) = tag(rest);
        if length == 0 {
            rest = &rest[1..];
            continue;
        }
        let name = name.to_ascii_lowercase();
        let known = VOID.contains(&name.as_str());
        if rest.starts_with("</") {
            depth = depth.saturating_sub(usize::from(!known));
        } else if !known && !rest[..length].ends_with("/>") {
            depth += 1;
            deepest = deepest.max(depth);
            if name == "script" || name == "style" {
                let skip = behind_end_tag(&rest[length..], &name);
                rest = &rest[length + skip..];
                depth -= 1;
                continue;
            }
        }
        rest = &rest[length..];
    }
    deepest
}

/// Gives the name and the length of the tag at the start; length 0 where `<` is only a sign.
fn tag(rest: &str) -> (&str, usize) {
    let inner = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        return ("", 0);
    }
    let name_end = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '!' && c != '?' && c != '-')
        .unwrap_or(inner.len());
    // A quoted value may hold `>`; one without its end quote must not swallow the page.
    let mut quote = None;
    for (offset, byte) in rest.bytes().enumerate().skip(1).take(4_000) {
        match (quote, byte) {
            (None, b'>') => return (&inner[..name_end], offset + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => (),
        }
    }
    let length = rest.find('>').map_or(rest.len(), |end| end + 1);
    (&inner[..name_end], length)
}

/// Finds where the element called `name` has ended; without its end tag, the end of the page.
fn behind_end_tag(rest: &str, name: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        let start = at + found + 2;
        if bytes.len() >= start + name.len()
            && bytes[start..start + name.len()].eq_ignore_ascii_case(name.as_bytes())
        {
            return rest[start..]
                .find('>')
                .map_or(rest.len(), |end| start + end + 1);
        }
        at = start;
    }
    rest.len()
}

fn words(out: &mut String, piece: &str, space: &mut bool) {
    for c in piece.chars() {
        if c.is_whitespace() {
            *space = true;
            continue;
        }
        if *space && !out.is_empty() && !out.ends_with('\n') {
            out.push(' ');
        }
        *space = false;
        out.push(c);
    }
}

fn end_paragraph(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

/// Decodes the entity at the start; where it is none, the length of `&`.
fn entity(rest: &str) -> (Option<String>, usize) {
    let head = &rest[..floor(rest, rest.len().min(12))];
    let Some(end) = head.find(';') else {
        return (None, 1);
    };
    let name = &head[1..end];
    let number = name
        .strip_prefix('#')
        .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
    let decoded = match number {
        Some(code) => char::from_u32(code).map(String::from),
        None => ENTITIES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| (*text).to_owned()),
    };
    match decoded {
        Some(text) => (Some(text), end + 1),
        None => (None, 1),
    }
}

const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("rdquo", "”"),
    ("ldquo", "“"),
    ("sbquo", "‚"),
    ("bdquo", "„"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("bull", "•"),
    ("middot", "·"),
    ("shy", "\u{ad}"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("sect", "§"),
    ("times", "×"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("thinsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
    ("aacute", "á"),
    ("eacute", "é"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("agrave", "à"),
    ("egrave", "è"),
    ("ograve", "ò"),
    ("ugrave", "ù"),
    ("acirc", "â"),
    ("ecirc", "ê"),
    ("icirc", "î"),
    ("ocirc", "ô"),
    ("ucirc", "û"),
    ("atilde", "ã"),
    ("ntilde", "ñ"),
    ("otilde", "õ"),
    ("auml", "ä"),
    ("euml", "ë"),
    ("iuml", "ï"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("ccedil", "ç"),
    ("oslash", "ø"),
    ("aring", "å"),
    ("aelig", "æ"),
    ("szlig", "ß"),
    ("Aacute", "Á"),
    ("Eacute", "É"),
    ("Ouml", "Ö"),
    ("Auml", "Ä"),
    ("Uuml", "Ü"),
    ("Ccedil", "Ç"),
    ("scaron", "š"),
    ("Scaron", "Š"),
];

/// Gives the last character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
