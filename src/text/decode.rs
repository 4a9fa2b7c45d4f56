//! Bytes to text, whatever the encoding.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use crate::text::DocumentErrorKind;

/// How much of a file tells its encoding.
const SAMPLE: usize = 1 << 20;

/// Decodes a file, or says why it is no text. The byte order mark is left out.
///
/// `declared` is what a web page says of itself; it counts only where the bytes are not UTF-8.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
) -> Result<Cow<'a, str>, DocumentErrorKind> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[length..]).0);
    }
    if let Some(encoding) = utf_16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Some(what) = binary(bytes) {
        return Err(DocumentErrorKind::Binary { what });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    if is_damaged_utf_8(&bytes[..bytes.len().min(SAMPLE)]) {
        return Ok(UTF_8.decode_without_bom_handling(bytes).0);
    }
    let encoding = declared.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
        detector.guess(None, Utf8Detection::Deny)
    });
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// Finds UTF-16 without its mark: every other byte of a western text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4_096) & !1];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |first: usize| {
        let places = sample[first..].iter().step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // A zero character would be zero in both bytes, and no text has them.
    if odd * 10 > pairs * 6 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Tells whether bytes are no text, and what they are where that is known.
fn binary(bytes: &[u8]) -> Option<Option<&'static str>> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\x00", "a program"),
        (b"\x89PNG", "a picture"),
        (b"GIF8", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"\x1f\x8b", "a compressed file"),
        (b"\x28\xb5\x2f\xfd", "a compressed file"),
        (b"BZh", "a compressed file"),
        (b"\xfd7zXZ", "a compressed file"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"{\\rtf", "a rich text document"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, what)) = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature))
    {
        return Some(Some(what));
    }
    let sample = &bytes[..bytes.len().min(65_536)];
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    let control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let controls = sample.iter().filter(|byte| control(byte)).count();
    // A stray control character does not make a text a program.
    (zeros * 200 > sample.len() || controls * 20 > sample.len()).then_some(None)
}

/// Tells whether bytes are UTF-8 but for a few that were cut or lost.
fn is_damaged_utf_8(mut bytes: &[u8]) -> bool {
    let mut good = 0;
    let mut bad = 0;
    loop {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                good += weight(text);
                break;
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                let text = std::str::from_utf8(valid).unwrap_or("");
                good += weight(text);
                bad += 1;
                match error.error_len() {
                    Some(length) => bytes = &rest[length..],
                    // The sample may end within a character.
                    None => break,
                }
            }
        }
    }
    good > bad * 2
}

/// Weighs how much well-formed characters speak for UTF-8: three bytes that fit are no accident.
fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match c.len_utf8() {
            1 => 0,
            2 => 1,
            _ => 4,
        })
        .sum()
}
