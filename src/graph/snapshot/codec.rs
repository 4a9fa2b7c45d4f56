//! Arrays as bytes that compress well and unpack fast.
//!
//! Numbers are written plane by plane: all lowest bytes, then all next ones. Small numbers leave
//! planes of zeros, which cost nothing after compression. Every array has at least one plane, so
//! that a length which is wrong finds too few bytes instead of making a huge array.

/// Reads what the writers below wrote. Every reader gives nothing for bytes that make no sense.
pub(in crate::graph) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(in crate::graph) fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
    }

    pub(in crate::graph) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    pub(in crate::graph) fn byte(&mut self) -> Option<u8> {
        self.bytes(1).map(|bytes| bytes[0])
    }

    pub(in crate::graph) fn u32(&mut self) -> Option<u32> {
        let bytes = self.bytes(4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    pub(in crate::graph) fn u64(&mut self) -> Option<u64> {
        let bytes = self.bytes(8)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }

    /// Reads the length of an array whose items take at least `least` bits each.
    fn length(&mut self, least: usize) -> Option<usize> {
        let length = self.u32()? as usize;
        // No array can be longer than its bytes, so a wrong length allocates nothing.
        (length.checked_mul(least)? <= self.rest.len() * 8).then_some(length)
    }

    pub(in crate::graph) fn text(&mut self) -> Option<String> {
        let length = self.length(8)?;
        String::from_utf8(self.bytes(length)?.to_vec()).ok()
    }

    /// Tells whether all has been read.
    pub(in crate::graph) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads an array of small numbers.
    pub(in crate::graph) fn small_numbers(&mut self) -> Option<Vec<u32>> {
        let width = usize::from(self.byte()?);
        let length = self.u32()? as usize;
        if !(1..=4).contains(&width) {
            return None;
        }
        let planes = self.bytes(length.checked_mul(width)?)?;
        let plane = |index: usize| &planes[index * length..(index + 1) * length];
        let mut numbers: Vec<u32> = plane(0).iter().map(|&byte| u32::from(byte)).collect();
        for index in 1..width {
            for (number, &byte) in numbers.iter_mut().zip(plane(index)) {
                *number |= u32::from(byte) << (index * 8);
            }
        }
        Some(numbers)
    }

    /// Reads an array of numbers of any size.
    pub(in crate::graph) fn numbers(&mut self) -> Option<Vec<u64>> {
        let least = self.u64()?;
        let width = usize::from(self.byte()?);
        let length = self.u32()? as usize;
        if !(1..=8).contains(&width) {
            return None;
        }
        let planes = self.bytes(length.checked_mul(width)?)?;
        let mut numbers = vec![least; length];
        for (index, plane) in planes.chunks_exact(length.max(1)).enumerate() {
            for (number, &byte) in numbers.iter_mut().zip(plane) {
                *number = number.wrapping_add(u64::from(byte) << (index * 8));
            }
        }
        Some(numbers)
    }

    /// Reads distinct texts: their bytes end to end, and where each ends.
    pub(in crate::graph) fn texts(&mut self) -> Option<(String, Vec<usize>)> {
        let lengths = self.small_numbers()?;
        let total = lengths
            .iter()
            .try_fold(0_usize, |total, &length| total.checked_add(length as usize))?;
        let bytes = String::from_utf8(self.bytes(total)?.to_vec()).ok()?;
        let mut end = 0;
        let ends: Vec<usize> = lengths
            .into_iter()
            .map(|length| {
                end += length as usize;
                end
            })
            .collect();
        let on_characters = ends.iter().all(|&end| bytes.is_char_boundary(end));
        on_characters.then_some((bytes, ends))
    }

    /// Reads truth values, eight to the byte.
    pub(in crate::graph) fn bits(&mut self) -> Option<Vec<bool>> {
        let length = self.length(1)?;
        let bytes = self.bytes(length.div_ceil(8))?;
        let bit = |index: usize| bytes[index / 8] >> (index % 8) & 1 == 1;
        Some((0..length).map(bit).collect())
    }
}

/// Writes what [`Reader`] reads.
#[derive(Default)]
pub(in crate::graph) struct Writer {
    pub(in crate::graph) bytes: Vec<u8>,
}

impl Writer {
    pub(in crate::graph) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(in crate::graph) fn u32(&mut self, number: u32) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(in crate::graph) fn u64(&mut self, number: u64) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(in crate::graph) fn text(&mut self, text: &str) {
        self.u32(text.len() as u32);
        self.bytes.extend(text.as_bytes());
    }

    pub(in crate::graph) fn small_numbers(&mut self, numbers: &[u32]) {
        let most = numbers.iter().copied().max().unwrap_or(0);
        let width = (32 - most.leading_zeros()).div_ceil(8).max(1);
        self.byte(width as u8);
        self.u32(numbers.len() as u32);
        for index in 0..width {
            let plane = numbers.iter().map(|number| (number >> (index * 8)) as u8);
            self.bytes.extend(plane);
        }
    }

    /// Writes numbers by their distance from the least, which `order` decides: signed or not.
    pub(in crate::graph) fn numbers(&mut self, numbers: &[u64], least: u64) {
        let distances = || numbers.iter().map(|number| number.wrapping_sub(least));
        let most = distances().max().unwrap_or(0);
        let width = (64 - most.leading_zeros()).div_ceil(8).max(1);
        self.u64(least);
        self.byte(width as u8);
        self.u32(numbers.len() as u32);
        for index in 0..width {
            let plane = distances().map(|number| (number >> (index * 8)) as u8);
            self.bytes.extend(plane);
        }
    }

    pub(in crate::graph) fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str> + Clone) {
        let lengths: Vec<u32> = texts.clone().map(|text| text.len() as u32).collect();
        self.small_numbers(&lengths);
        for text in texts {
            self.bytes.extend(text.as_bytes());
        }
    }

    pub(in crate::graph) fn bits(&mut self, bits: impl ExactSizeIterator<Item = bool>) {
        let length = bits.len();
        self.u32(length as u32);
        let start = self.bytes.len();
        self.bytes.resize(start + length.div_ceil(8), 0);
        for (index, bit) in bits.enumerate() {
            self.bytes[start + index / 8] |= u8::from(bit) << (index % 8);
        }
    }
}

/// Computes a checksum that any flipped bit changes. It guards against accidents, not against forgers.
pub(in crate::graph) fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let word = |bytes: &[u8]| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    };
    // Four sums side by side, for one alone would wait for its own multiplication.
    let mut sums = [1_u64, 2, 3, 4];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (sum, lane) in sums.iter_mut().zip(block.chunks_exact(8)) {
            *sum = mix(*sum, word(lane));
        }
    }
    let mut total = bytes.len() as u64;
    for lane in blocks.remainder().chunks(8) {
        total = mix(total, word(lane));
    }
    for sum in sums {
        total = mix(total, sum);
    }
    total ^ (total >> 32)
}
