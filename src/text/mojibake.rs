//! UTF-8 that was taken for Windows-1252 and saved so: `donâ€™t`.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Turns runs of characters back that are, byte for byte, one well-formed piece of UTF-8.
///
/// Hardly any honest text has such a run: `Ã©` or `â€™` mean nothing in any language.
pub(super) fn repair(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(['Ã', 'â', 'Â', 'Å', 'Ä', 'Ð', 'Ñ']) {
        return text;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest: &str = &text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let length = rest[start..]
            .find(|c: char| c.is_ascii())
            .unwrap_or(rest.len() - start);
        let run = &rest[start..start + length];
        repaired.push_str(&rest[..start]);
        match restored(run) {
            Some(restored) => {
                changed = true;
                repaired.push_str(&restored);
            }
            None => repaired.push_str(run),
        }
        rest = &rest[start + length..];
    }
    if !changed {
        return text;
    }
    repaired.push_str(rest);
    Cow::Owned(repaired)
}

fn restored(run: &str) -> Option<String> {
    if run.chars().nth(1).is_none() || run.len() > 400 {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1252.encode(run);
    if lossy {
        return None;
    }
    String::from_utf8(bytes.into_owned())
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
}
