//! From byte offsets to what people count: lines, columns, characters.

/// A place in a text, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Finds the line and column of a byte offset; past the end gives the end.
pub fn position_of(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Turns byte offsets of one text into character offsets in constant time.
pub struct CharacterIndex {
    /// For every `STEP` bytes, the number of characters that start before; empty for ASCII.
    steps: Vec<u32>,
    /// One bit a byte: set where a character starts.
    starts: Vec<u64>,
}

impl CharacterIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CharacterIndex {
                steps: Vec::new(),
                starts: Vec::new(),
            };
        }
        let mut steps = Vec::with_capacity(text.len() / 64 + 1);
        let mut starts = Vec::with_capacity(text.len() / 64 + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(64) {
            let mut bits = 0u64;
            for (index, byte) in chunk.iter().enumerate() {
                // Bytes 10xxxxxx continue a character.
                if byte & 0xC0 != 0x80 {
                    bits |= 1 << index;
                }
            }
            steps.push(count);
            starts.push(bits);
            count += bits.count_ones();
        }
        steps.push(count);
        starts.push(0);
        CharacterIndex { steps, starts }
    }

    /// Counts the characters that start before the byte `offset`.
    pub fn character(&self, offset: u32) -> u32 {
        if self.steps.is_empty() {
            return offset;
        }
        let chunk = ((offset / 64) as usize).min(self.steps.len() - 1);
        let below = (1u64 << (offset % 64)) - 1;
        self.steps[chunk] + (self.starts[chunk] & below).count_ones()
    }
}

#[cfg(test)]
mod tests {
    use super::CharacterIndex;
    use super::Position;
    use super::position_of;

    #[test]
    fn columns_count_characters() {
        assert_eq!(position_of("a\nčb", 4), Position { line: 2, column: 2 });
        assert_eq!(position_of("a", 99), Position { line: 1, column: 2 });
    }

    #[test]
    fn character_offsets_agree_with_counting() {
        let text = "Kyiv’s “offer” — ".repeat(20);
        let index = CharacterIndex::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(index.character(offset as u32) as usize, count);
        }
        assert_eq!(
            index.character(text.len() as u32) as usize,
            text.chars().count()
        );
    }
}
