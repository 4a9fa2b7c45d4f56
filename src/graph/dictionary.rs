//! Distinct texts, stored end to end and named by number.

use std::hash::Hasher;
use std::sync::OnceLock;

use memchr::memmem;
use rustc_hash::FxHasher;

/// A number that is no code.
pub(in crate::graph) const NO_CODE: u32 = u32::MAX;

/// A set of texts, each with a code that counts from 0 in the order of arrival.
///
/// The table that finds codes is made at the first look-up, so that a graph that is only read
/// does not pay for it.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Dictionary {
    bytes: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Codes by hash, with open addressing; the length is a power of two, at least twice full.
    table: OnceLock<Vec<u32>>,
}

impl Dictionary {
    /// Takes texts that lie end to end. They must be distinct, and each end a character boundary.
    pub(in crate::graph) fn from_parts(bytes: String, ends: Vec<usize>) -> Self {
        Dictionary {
            bytes,
            ends,
            table: OnceLock::new(),
        }
    }

    /// Counts the texts.
    pub(in crate::graph) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Gives the text of a code.
    pub(in crate::graph) fn text(&self, code: u32) -> &str {
        let index = code as usize;
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1],
        };
        &self.bytes[start..self.ends[index]]
    }

    /// Finds the code of a text.
    pub(in crate::graph) fn find(&self, text: &str) -> Option<u32> {
        let Some(table) = self.table.get() else {
            // Texts of other lengths are passed over without a look, so a scan costs little; only
            // those who look up again and again are worth a table.
            let start_of = |index: usize| if index == 0 { 0 } else { self.ends[index - 1] };
            return (0..self.ends.len())
                .find(|&index| {
                    let start = start_of(index);
                    self.ends[index] - start == text.len()
                        && self.bytes.as_bytes()[start..self.ends[index]] == *text.as_bytes()
                })
                .map(|index| index as u32);
        };
        let mask = table.len() - 1;
        let mut slot = hash(text) as usize & mask;
        loop {
            match table[slot] {
                NO_CODE => return None,
                code if self.text(code) == text => return Some(code),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Makes the table that finds codes fast.
    pub(in crate::graph) fn index(&self) {
        self.table.get_or_init(|| self.filled(self.ends.len() + 1));
    }

    /// Gives the code of a text, a new one where need be.
    pub(in crate::graph) fn intern(&mut self, text: &str) -> u32 {
        self.index();
        let full = self.ends.len() + 1;
        if self.table.get().is_some_and(|table| table.len() < full * 2) {
            self.table = OnceLock::from(self.filled(full));
        }
        let mut slot = hash(text) as usize;
        let code = self.ends.len() as u32;
        let Some(table) = self.table.get_mut() else {
            return code;
        };
        let mask = table.len() - 1;
        loop {
            slot &= mask;
            match table[slot] {
                NO_CODE => break,
                found => {
                    let index = found as usize;
                    let start = if index == 0 { 0 } else { self.ends[index - 1] };
                    if self.bytes.as_bytes()[start..self.ends[index]] == *text.as_bytes() {
                        return found;
                    }
                }
            }
            slot += 1;
        }
        table[slot] = code;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        code
    }

    /// Gives back the room that growing left over, and the table, which can be made again.
    pub(in crate::graph) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.table.take();
    }

    /// Lists the codes of the texts that hold a piece of text, in their order.
    pub(in crate::graph) fn containing(&self, piece: &str) -> Vec<u32> {
        if piece.is_empty() {
            return (0..self.ends.len() as u32).collect();
        }
        let mut codes = Vec::new();
        let mut from = 0;
        let finder = memmem::Finder::new(piece.as_bytes());
        while let Some(found) = finder.find(&self.bytes.as_bytes()[from..]) {
            let start = from + found;
            let index = self.ends.partition_point(|&end| end <= start);
            if index >= self.ends.len() {
                break;
            }
            if start + piece.len() <= self.ends[index] {
                codes.push(index as u32);
                from = self.ends[index];
            } else {
                from = start + 1;
            }
        }
        codes
    }

    fn filled(&self, count: usize) -> Vec<u32> {
        let mut table = vec![NO_CODE; (count * 4).next_power_of_two()];
        let mask = table.len() - 1;
        for code in 0..self.ends.len() as u32 {
            let mut slot = hash(self.text(code)) as usize & mask;
            while table[slot] != NO_CODE {
                slot = (slot + 1) & mask;
            }
            table[slot] = code;
        }
        table
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use super::NO_CODE;
    use super::hash;

    #[test]
    fn a_code_stays_with_its_text() {
        let mut dictionary = Dictionary::default();
        for text in ["b", "", "a", "b", "ab"] {
            dictionary.intern(text);
        }
        let texts: Vec<&str> = (0..4).map(|code| dictionary.text(code)).collect();
        assert_eq!(texts, ["b", "", "a", "ab"]);
        assert_eq!(dictionary.find("a"), Some(2));
        assert_eq!(dictionary.find("ba"), None);
        assert_eq!(dictionary.clone().containing("b"), [0, 3]);
    }

    #[test]
    fn a_piece_across_two_texts_is_in_neither() {
        let mut dictionary = Dictionary::default();
        for text in ["aa", "ba", "ab"] {
            dictionary.intern(text);
        }
        assert_eq!(dictionary.containing("ab"), [2]);
        assert_eq!(dictionary.containing("aab"), Vec::<u32>::new());
        assert_eq!(dictionary.containing(""), [0, 1, 2]);
    }

    #[test]
    fn texts_that_are_much_alike_seldom_share_a_slot() {
        let makers: [fn(u32) -> String; 4] = [
            |number| format!("doc-{number:07}"),
            |number| {
                format!(
                    "20{:02}-{:02}-{:02}",
                    number / 360,
                    number / 30 % 12,
                    number % 30
                )
            },
            |number| format!("{number}"),
            |number| format!("The minister of state number {number} denied it again."),
        ];
        for maker in makers {
            let mut dictionary = Dictionary::default();
            for number in 0..20_000 {
                dictionary.intern(&maker(number));
            }
            let table = dictionary.table.get().unwrap();
            let mask = table.len() - 1;
            let slots = table
                .iter()
                .enumerate()
                .filter(|(_, code)| **code != NO_CODE);
            let steps: usize = slots
                .map(|(slot, &code)| {
                    let home = hash(dictionary.text(code)) as usize & mask;
                    slot.wrapping_sub(home) & mask
                })
                .sum();
            assert!(steps < dictionary.len(), "{steps} steps for {}", maker(1));
        }
    }
}
