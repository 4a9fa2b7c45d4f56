//! What characters are and what pieces of text look like.

/// Tells whether a character separates words and belongs to none.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        // Zero-width space, direction marks, byte order mark: nobody sees them.
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Tells whether a character can stand inside a word: letters, digits, marks, soft hyphens.
#[inline]
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    match c {
        '\u{a1}'..='\u{bf}' => matches!(c, 'ª' | 'µ' | 'º' | '\u{ad}' | '²' | '³' | '¹'),
        '×' | '÷' => false,
        // Punctuation, currency, arrows, signs; joiners bind scripts that need them.
        '\u{200c}' | '\u{200d}' => true,
        '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' => false,
        '\u{2100}'..='\u{2bff}' => c.is_alphanumeric(),
        '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3020}' | '\u{3030}' => matches!(c, '々' | '〇'),
        '\u{fe00}'..='\u{fe0f}' | '\u{fe10}'..='\u{fe6f}' => false,
        '\u{ff00}'..='\u{ffef}' => c.is_alphanumeric(),
        '\u{fffc}' | '\u{fffd}' => false,
        '\u{1f000}'..='\u{1faff}' => false,
        '،' | '؛' | '؟' | '۔' | '।' | '॥' | '׃' | '־' => false,
        _ => true,
    }
}

/// Tells whether a character is written as an apostrophe.
#[inline]
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '`' | '´' | '\u{92}')
}

/// Tells whether a character opens a bracket or a quotation.
pub(super) fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '"' | '“' | '„' | '«' | '‹' | '‘' | '\'' | '`' | '<' | '「' | '『' | '（'
    )
}

/// Finds where an address ends that starts at the beginning of `rest`, a part of a run of
/// non-space characters; 0 where none does.
///
/// At most the first 2,000 bytes are looked at, so that a run without spaces costs no more.
pub(super) fn address(rest: &str, is_ending: impl Fn(&str) -> bool) -> usize {
    let bytes = &rest.as_bytes()[..rest.len().min(2_000)];
    let lower_start = |prefix: &str| {
        bytes.len() > prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
    };
    let is_url = [
        "http://", "https://", "ftp://", "www.", "mailto:", "doi:10.",
    ]
    .iter()
    .any(|prefix| lower_start(prefix));
    let is_address_byte = |byte: u8| {
        byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'*+,;=%()|".contains(&byte) || byte >= 0x80
    };
    if is_url {
        let end = bytes
            .iter()
            .position(|&byte| !is_address_byte(byte))
            .unwrap_or(bytes.len());
        return trim_address(rest, end);
    }
    if bytes.first() == Some(&b'@') || bytes.first() == Some(&b'#') {
        // A handle or a hashtag; `#1` is a number, and `@` alone means "at".
        let end = 1 + bytes[1..]
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_' && *byte < 0x80)
            .unwrap_or(bytes.len() - 1);
        let has_letter = bytes[1..end]
            .iter()
            .any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        let end = floor(rest, end);
        return if has_letter && rest[1..end].chars().all(is_word) {
            end
        } else {
            0
        };
    }
    let host_end = bytes
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-._+%".contains(byte))
        .unwrap_or(bytes.len());
    match bytes.get(host_end) {
        Some(b'@') if host_end > 0 => {
            let end = host_end
                + 1
                + bytes[host_end + 1..]
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric() && !b"-._".contains(byte))
                    .unwrap_or(bytes.len() - host_end - 1);
            let end = trim_address(rest, end);
            if end > host_end + 1 { end } else { 0 }
        }
        _ => {
            let host = rest[..host_end].trim_end_matches(['.', '-', '_']);
            let Some((name, ending)) = host.rsplit_once('.') else {
                return 0;
            };
            // "alt.animals.cat" is a newsgroup.
            let group = ["alt.", "comp.", "rec.", "sci.", "soc.", "talk.", "misc."]
                .iter()
                .any(|prefix| host.starts_with(prefix));
            let has_letter = name.bytes().any(|byte| byte.is_ascii_alphabetic());
            // "me.It": a capital behind a small letter is the next sentence, glued.
            let glued = ending.starts_with(|c: char| c.is_ascii_uppercase())
                && name.bytes().any(|byte| byte.is_ascii_lowercase());
            if !has_letter
                || glued
                || name.len() < 2
                || name.ends_with('.')
                || !(group || is_ending(&ending.to_ascii_lowercase()))
            {
                return 0;
            }
            if bytes.get(host.len()) == Some(&b'/') {
                let end = bytes
                    .iter()
                    .position(|&byte| !is_address_byte(byte))
                    .unwrap_or(bytes.len());
                return trim_address(rest, end);
            }
            host.len()
        }
    }
}

/// Leaves the punctuation of the sentence out of an address.
fn trim_address(rest: &str, end: usize) -> usize {
    let mut address = &rest[..floor(rest, end)];
    loop {
        let trimmed = address.trim_end_matches([
            '.', ',', ';', ':', '!', '?', '\'', '"', '’', '”', '»', ']', '*', '>', '…',
        ]);
        // "(see example.org)" closes its own bracket, "/wiki/Oslo_(city)" the address's.
        let trimmed = match trimmed.strip_suffix(')') {
            Some(shorter) if trimmed.matches('(').count() < trimmed.matches(')').count() => shorter,
            _ => trimmed,
        };
        if trimmed.len() == address.len() {
            return trimmed.len();
        }
        address = trimmed;
    }
}

/// Gives the last character boundary at or before `at`.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Tells whether hyphens and digits are one number: of a telephone, a document, a day.
///
/// "713-853-3989" and "2024-03-22" are; "1994-95" and "5-10" are ranges.
pub(super) fn is_hyphened_number(piece: &str) -> bool {
    let mut lengths = piece.split('-').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.len() } else { 0 }
    });
    let (first, second, third) = (lengths.next(), lengths.next(), lengths.next());
    match (first, second, third) {
        (Some(3), Some(4), None) => true,
        (Some(1..), Some(1..), Some(1..)) => lengths.all(|length| length > 0),
        _ => false,
    }
}
