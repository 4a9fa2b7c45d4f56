//! What the network sees of a word: its place in the vocabulary, its ends and its shape.

/// How a sentence uses capitals; a headline's say nothing about its nouns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Casing {
    /// Capitals mark names and beginnings.
    #[default]
    Usual,
    /// Nearly every long word has one: "Minister Denies Knowing About Deal".
    Title,
    /// Nearly every letter is one.
    Capitals,
}

impl Casing {
    /// Judges a sentence by its words.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let (mut letters, mut upper) = (0usize, 0usize);
        let (mut long, mut long_upper) = (0usize, 0usize);
        for (index, word) in words.enumerate() {
            let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else {
                continue;
            };
            let (mut count, mut capitals) = (0, 0);
            for c in word.chars() {
                count += usize::from(c.is_alphabetic());
                capitals += usize::from(c.is_uppercase());
            }
            letters += count;
            upper += capitals;
            if index > 0 && count > 3 {
                long += 1;
                long_upper += usize::from(first.is_uppercase());
            }
        }
        if letters > 12 && upper * 10 >= letters * 8 {
            Casing::Capitals
        } else if long >= 3 && long_upper * 10 >= long * 9 {
            Casing::Title
        } else {
            Casing::Usual
        }
    }
}

/// How many rows of the table of affixes each slot has.
const SLOT_ROWS: [u32; SLOTS] = [1024, 4096, 8192, 1024, 4096, 8192, 1024];

/// Suffixes of 2, 3, 4 letters; prefixes of 2, 3, 4; the shape.
pub const SLOTS: usize = 7;

/// The rows of the table of affixes.
pub const AFFIX_ROWS: usize = {
    let mut sum = 0;
    let mut slot = 0;
    while slot < SLOTS {
        sum += SLOT_ROWS[slot] as usize;
        slot += 1;
    }
    sum
};

/// A word as the network sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Stands for the word in the vocabulary.
    pub fingerprint: u32,
    /// Rows of the table of affixes.
    pub affixes: [u32; SLOTS],
}

impl Features {
    /// Describes `word`; `buffer` saves allocations.
    pub fn of(word: &str, casing: Casing, buffer: &mut Vec<char>) -> Self {
        normalize(word, buffer);
        let letters = &buffer[..];
        let fingerprint = hash(0x77, letters.iter().copied()).max(1);
        let end = |length: usize| &letters[letters.len().saturating_sub(length)..];
        let start = |length: usize| &letters[..length.min(letters.len())];
        let parts = [end(2), end(3), end(4), start(2), start(3), start(4)];
        let mut affixes = [0; SLOTS];
        let mut first = 0;
        for (slot, affix) in affixes.iter_mut().enumerate() {
            let hashed = match parts.get(slot) {
                Some(part) => hash(slot as u32, part.iter().copied()),
                None => hash(slot as u32 + 16 * casing as u32, shape(word)),
            };
            *affix = first + hashed % SLOT_ROWS[slot];
            first += SLOT_ROWS[slot];
        }
        Features {
            fingerprint,
            affixes,
        }
    }
}

/// The longest part of a word that is looked at, in characters; the rest is rarely language.
const LONGEST: usize = 64;

/// Writes the letters in lower case, every digit as 0, and one form for each kind of quote.
fn normalize(word: &str, buffer: &mut Vec<char>) {
    buffer.clear();
    for c in word.chars().take(LONGEST) {
        match c {
            '0'..='9' => buffer.push('0'),
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => buffer.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => buffer.push('"'),
            '\u{2013}' | '\u{2014}' | '\u{2212}' => buffer.push('\u{2013}'),
            _ if c.is_ascii() => buffer.push(c.to_ascii_lowercase()),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
}

/// Writes "McKay's" as `XxXx'x`: runs of one kind are cut to two.
fn shape(word: &str) -> impl Iterator<Item = char> {
    let mut run = ('\0', 0);
    word.chars().take(LONGEST).filter_map(move |c| {
        let kind = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            '0'
        } else if c.is_ascii() {
            c
        } else {
            '?'
        };
        run = if kind == run.0 {
            (kind, run.1 + 1)
        } else {
            (kind, 1)
        };
        (run.1 <= 2).then_some(kind)
    })
}

fn hash(seed: u32, letters: impl Iterator<Item = char>) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325u64 ^ u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for letter in letters {
        state = (state ^ u64::from(u32::from(letter))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    // FNV's upper bits are weak for short words, so they are stirred once more.
    state = (state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (state >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(word: &str) -> Features {
        Features::of(word, Casing::Usual, &mut Vec::new())
    }

    #[test]
    fn case_and_digits_are_left_to_the_shape() {
        assert_eq!(features("March").fingerprint, features("march").fingerprint);
        assert_eq!(features("1984").fingerprint, features("2024").fingerprint);
        assert_ne!(features("March").affixes, features("march").affixes);
        let written: String = shape("McKay's").collect();
        assert_eq!(written, "XxXxx'x");
    }

    #[test]
    fn rows_lie_in_the_table_whatever_the_word() {
        for word in ["", "a", "ß", "İstanbul", "\u{0}", "x̌", "日本", "......"] {
            let rows = features(word).affixes;
            assert!(rows.iter().all(|&row| (row as usize) < AFFIX_ROWS));
        }
    }

    #[test]
    fn headlines_are_told_by_their_capitals() {
        let casing = |text: &str| Casing::of(text.split(' '));
        assert_eq!(
            casing("The minister went to Oslo on Friday ."),
            Casing::Usual
        );
        assert_eq!(
            casing("Minister Denies Knowing About the Deal"),
            Casing::Title
        );
        assert_eq!(casing("MINISTER DENIES DEAL"), Casing::Capitals);
        assert_eq!(casing("UN"), Casing::Usual);
    }
}
