//! A run of non-space characters to tokens.

use unicode_segmentation::UnicodeSegmentation;

use crate::analysis::Token;
use crate::analysis::token::character;
use crate::analysis::token::character_before;
use crate::analysis::token::clitic;
use crate::analysis::token::lexicon::Abbreviation;
use crate::analysis::token::lexicon::TokenLexicon;
use crate::analysis::token::shape;
use crate::analysis::token::shape::is_apostrophe;
use crate::analysis::token::shape::is_opening;
use crate::analysis::token::shape::is_word;
use crate::base::Span;

/// No word is longer; what is, as in a text without spaces, is cut.
const LONGEST_WORD: usize = 2_000;

/// Appends the tokens of a run.
pub(super) fn cut(text: &str, run: Span, lexicon: &TokenLexicon, tokens: &mut Vec<Token>) {
    let (start, end) = (run.start as usize, run.end as usize);
    let bytes = &text.as_bytes()[start..end];
    // Most runs are a word, or a word with a comma or period behind it.
    let letters = bytes
        .iter()
        .position(|byte| !byte.is_ascii_alphabetic())
        .unwrap_or(bytes.len());
    if letters > 0 && (letters == bytes.len() || bytes[letters..] == *b",") {
        word(text, start, start + letters, lexicon, tokens);
        if letters < bytes.len() {
            plain(tokens, start + letters, end);
        }
        return;
    }
    let mut cutter = Cutter {
        text,
        end,
        lexicon,
        tokens,
        quoted: false,
    };
    let mut at = start;
    // Whether an address, an emoticon or a number with a sign may begin here.
    let mut fresh = true;
    while at < end {
        let next = cutter.next(at, fresh);
        fresh = next == at + 1 && is_opening(character(text, at));
        // Progress is certain even if a rule returned its own start.
        at = next.max(at + character(text, at).len_utf8());
    }
}

struct Cutter<'a> {
    text: &'a str,
    /// Where the run ends.
    end: usize,
    lexicon: &'a TokenLexicon,
    tokens: &'a mut Vec<Token>,
    /// Whether a single quote was opened in this run.
    quoted: bool,
}

impl Cutter<'_> {
    /// Appends the token, or the joined tokens, that begin at `at`, and returns where they end.
    fn next(&mut self, at: usize, fresh: bool) -> usize {
        let c = character(self.text, at);
        let rest = &self.text[at..self.end];
        if fresh {
            let length = shape::address(rest, |ending| self.lexicon.is_ending(ending));
            if length > 0 {
                return self.plain(at, at + length);
            }
        }
        if !c.is_alphanumeric()
            && let Some(length) = self.lexicon.emoticon(rest)
        {
            return self.plain(at, at + length);
        }
        if is_apostrophe(c) {
            return self.apostrophe(at, c, fresh);
        }
        if c.is_ascii_digit() || (fresh && self.is_signed_number(at)) {
            return self.number(at);
        }
        if is_word(c) {
            return self.word(at);
        }
        self.mark(at, c)
    }

    fn plain(&mut self, start: usize, end: usize) -> usize {
        plain(self.tokens, start, end);
        end
    }

    /// `+852`, `.15`, where nothing stands before.
    fn is_signed_number(&self, at: usize) -> bool {
        matches!(self.byte(at), b'.' | b'+') && self.byte(at + 1).is_ascii_digit()
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end {
            self.text.as_bytes()[at]
        } else {
            b' '
        }
    }

    /// The character at `at`; a space at the end of the run.
    fn character(&self, at: usize) -> char {
        if at < self.end {
            character(self.text, at)
        } else {
            ' '
        }
    }

    /// An apostrophe that no word before has taken.
    fn apostrophe(&mut self, at: usize, c: char, fresh: bool) -> usize {
        let mut end = at + c.len_utf8();
        if self.character(end) == c && c != '’' {
            // '' and `` are double quotes.
            return self.plain(at, end + c.len_utf8());
        }
        if fresh {
            let word_end = self.scan_letters(end);
            let word = &self.text[end..word_end];
            if self.byte(end).is_ascii_digit() {
                let digits = self.scan_digits(end);
                let plural = usize::from(self.byte(digits) == b's');
                if digits - end == 2 && !is_word(self.character(digits + plural)) {
                    return self.plain(at, digits + plural);
                }
            } else if word.len() <= 8 && self.lexicon.is_clipped(&format!("'{word}")) {
                let spelled = format!("'{word}");
                match self.lexicon.contraction(&spelled) {
                    Some(length) => {
                        let place = at + c.len_utf8() + length - 1;
                        self.tokens.push(Token {
                            span: Span::new(at, place),
                            joined: true,
                        });
                        plain(self.tokens, place, word_end);
                    }
                    None => plain(self.tokens, at, word_end),
                }
                return word_end;
            }
            self.quoted = true;
            return self.plain(at, end);
        }
        // Behind a closing quote or bracket, as in `"Titanic"'s`.
        if self.character(end) == 's' && !is_word(self.character(end + 1)) {
            end += 1;
        }
        self.plain(at, end)
    }

    fn scan_letters(&self, mut at: usize) -> usize {
        let limit = self.end.min(at + LONGEST_WORD);
        while at < limit {
            let c = character(self.text, at);
            if !is_word(c) {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    fn scan_digits(&self, mut at: usize) -> usize {
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    /// A number with its separators, ordinal ending or decade; or a word that begins with digits.
    fn number(&mut self, start: usize) -> usize {
        let limit = self.end.min(start + LONGEST_WORD);
        let mut at = start + usize::from(!self.byte(start).is_ascii_digit());
        at = self.scan_digits(at).min(limit);
        // Telephone numbers and days keep their hyphens.
        let hyphened = at
            + self.text.as_bytes()[at..limit]
                .iter()
                .position(|byte| !byte.is_ascii_digit() && *byte != b'-')
                .unwrap_or(limit - at);
        if hyphened > at
            && !is_word(self.character(hyphened))
            && shape::is_hyphened_number(&self.text[start..hyphened])
        {
            return self.plain(start, hyphened);
        }
        loop {
            let separator = self.byte(at);
            if at < limit
                && matches!(separator, b'.' | b',' | b':' | b'/')
                && self.byte(at + 1).is_ascii_digit()
            {
                at = self.scan_digits(at + 1);
            } else {
                break;
            }
        }
        let letters_end = self.scan_letters(at);
        let letters = &self.text[at..letters_end];
        let apostrophe = self.character(letters_end);
        if letters.is_empty() {
            if is_apostrophe(apostrophe) {
                // "the 60's" is one word, in its way.
                let after = letters_end + apostrophe.len_utf8();
                if self.byte(after) == b's' && !is_word(self.character(after + 1)) {
                    return self.plain(start, after + 1);
                }
            }
            let items = self.byte(at) == b'.' && at + 1 == self.end && self.begins_line(start);
            // "1." that begins a line numbers it.
            return self.plain(start, at + usize::from(items));
        }
        let ordinal = ["st", "nd", "rd", "th", "s"]
            .iter()
            .any(|ending| letters.eq_ignore_ascii_case(ending));
        let unit_of_time = || {
            // "5p.m." and "5a.m."
            matches!(letters, "p" | "a" | "P" | "A")
                && self.byte(letters_end) == b'.'
                && matches!(self.byte(letters_end + 1), b'm' | b'M')
        };
        if !ordinal && (self.lexicon.is_unit(letters) || unit_of_time()) {
            return self.plain(start, at);
        }
        // "4chan", "2nd", "110th-century".
        self.word_from(start, letters_end)
    }

    fn begins_line(&self, start: usize) -> bool {
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    }

    fn word(&mut self, start: usize) -> usize {
        let end = self.scan_letters(start);
        self.word_from(start, end)
    }

    /// Goes on from letters that end at `at` over what may join letters, then cuts clitics off.
    fn word_from(&mut self, start: usize, mut at: usize) -> usize {
        let limit = self.end.min(start + LONGEST_WORD);
        loop {
            let c = self.character(at);
            if at >= limit {
                break;
            }
            let after = at + c.len_utf8();
            let next = self.character(after);
            let piece = &self.text[start..at];
            match c {
                _ if is_apostrophe(c) && is_word(next) => at = self.scan_letters(after),
                '&' if next.is_ascii_uppercase()
                    && piece.bytes().all(|byte| byte.is_ascii_uppercase()) =>
                {
                    at = self.scan_letters(after);
                }
                '-' if is_word(next) && self.lexicon.is_prefix(piece) => {
                    at = self.scan_letters(after);
                }
                // "IS-K": an acronym with its letter; "A-J" is from one to the other.
                '-' if next.is_ascii_uppercase()
                    && (2..=4).contains(&piece.len())
                    && piece.bytes().all(|byte| byte.is_ascii_uppercase())
                    && !is_word(self.character(after + 1)) =>
                {
                    at = after + 1;
                }
                // "l/c", "s/he": letters, not words.
                '/' if piece.len() == 1 && next.is_alphabetic() => {
                    let end = self.scan_letters(after);
                    if end - after > 2 {
                        break;
                    }
                    at = end;
                }
                '*' if next.is_alphanumeric() => at = self.scan_letters(after),
                '$' if piece.bytes().all(|byte| byte.is_ascii_uppercase()) && piece.len() <= 3 => {
                    // "US$", "HK$".
                    return self.plain(start, after);
                }
                '.' => match self.period(start, at) {
                    Period::Inside => {
                        let end = self.scan_letters(after);
                        at = if end == after { after } else { end };
                    }
                    Period::Last => {
                        return self.plain(start, after);
                    }
                    Period::Apart => break,
                },
                _ => break,
            }
        }
        word(self.text, start, at, self.lexicon, self.tokens);
        let c = self.character(at);
        if is_apostrophe(c) && !matches!(c, '‘' | '`') {
            return self.apostrophe_behind(at, c);
        }
        at
    }

    /// An apostrophe behind a word: the possessive of a plural, or the end of a quotation.
    fn apostrophe_behind(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        if self.character(end) == c && c != '’' {
            return self.plain(at, end + c.len_utf8());
        }
        let sibilant = matches!(character_before(self.text, at), 's' | 'S' | 'z' | 'x');
        let possessive = sibilant && end == self.end && !self.quoted && self.noun_follows(end);
        if possessive && let Some(last) = self.tokens.last_mut() {
            last.joined = true;
        }
        self.plain(at, end)
    }

    /// Tells whether a word follows on the line, and no quotation seems to be open.
    fn noun_follows(&self, at: usize) -> bool {
        let line = &self.text.as_bytes()[at..self.text.len().min(at + 2)];
        let followed = line.first() == Some(&b' ')
            && line
                .get(1)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        followed && !self.quotation_is_open(at)
    }

    /// Looks back over at most 300 bytes of the line for a single quote that opens.
    fn quotation_is_open(&self, at: usize) -> bool {
        let before = &self.text[shape::floor(self.text, at.saturating_sub(300))..at];
        let line = before.rsplit('\n').next().unwrap_or(before);
        let mut previous = ' ';
        let mut open = false;
        let mut characters = line.chars().peekable();
        while let Some(c) = characters.next() {
            if matches!(c, '\'' | '‘' | '`') && (previous == ' ' || is_opening(previous)) {
                open = characters.peek().is_some_and(|next| next.is_alphanumeric());
            } else if matches!(c, '\'' | '’')
                && open
                && characters.peek().is_some_and(|next| !is_word(*next))
                && !matches!(previous, 's' | 'S')
            {
                open = false;
            }
            previous = c;
        }
        open
    }

    /// What a period behind `start..at` is.
    fn period(&self, start: usize, at: usize) -> Period {
        let piece = &self.text[start..at];
        let next = self.character(at + 1);
        let last_part = piece.rsplit('.').next().unwrap_or(piece);
        let single = last_part.chars().count() == 1 && last_part.chars().all(char::is_alphabetic);
        if next == '.' {
            // "Acme Inc.." has the period of its sentence as well.
            let known = self.lexicon.abbreviation(piece).is_some() || piece.contains('.') && single;
            return if known && self.character(at + 2) != '.' {
                Period::Last
            } else {
                Period::Apart
            };
        }
        if is_word(next) {
            // "U.S", "p.m", "e.g": single letters; "Ph.D" from the list; else "end.Start".
            let letters_end = self.scan_letters(at + 1);
            let longer = &self.text[start..letters_end];
            let single_next = self.text[at + 1..letters_end].chars().count() == 1;
            let initials = single
                && (single_next
                    || self.byte(letters_end) != b'.' && piece.len() > 1 && next.is_lowercase());
            let known = longer.len() <= 8 && self.lexicon.abbreviation(longer).is_some();
            return if (initials && next.is_alphabetic()) || known {
                Period::Inside
            } else if single
                && piece.len() == 1
                && next.is_uppercase()
                && self.initial_before(start)
            {
                // "J.Smith"
                Period::Last
            } else {
                Period::Apart
            };
        }
        if piece.contains('.') && single {
            return Period::Last;
        }
        let closes = matches!(
            next,
            ' ' | ',' | ';' | ':' | ')' | ']' | '-' | '–' | '—' | '/' | '?' | '!'
        ) || is_apostrophe(next)
            || matches!(next, '"' | '”');
        if !closes {
            return Period::Apart;
        }
        let ends_run = at + 1 == self.end;
        let following = || self.following(at + 1);
        match self.lexicon.abbreviation(piece) {
            Some(Abbreviation::Title | Abbreviation::Inner) => return Period::Last,
            Some(Abbreviation::General) => {
                // "miss." and "ill." are words, and so is "min." at the end of a paragraph.
                return Period::Last;
            }
            Some(Abbreviation::BeforeNumber) => {
                let number = ends_run
                    && following().is_some_and(|c| c.is_ascii_digit() || matches!(c, '#' | '§'));
                return if number { Period::Last } else { Period::Apart };
            }
            Some(Abbreviation::Date) => {
                let number = following().is_some_and(|c| c.is_ascii_digit());
                return if number
                    || next == ','
                    || !matches!(piece, "Sat" | "Sun" | "Mar" | "Dec" | "Mon" | "Wed")
                {
                    Period::Last
                } else {
                    Period::Apart
                };
            }
            None => (),
        }
        let mut characters = piece.chars();
        let (Some(initial), None) = (characters.next(), characters.next()) else {
            return Period::Apart;
        };
        if !initial.is_uppercase() || !ends_run {
            return if initial.is_uppercase() && next == ',' {
                Period::Last
            } else {
                Period::Apart
            };
        }
        // "J. Smith" and "John F. Kennedy", but "vitamin C. The", "and I. When".
        if initial == 'I' && !self.initial_before(start) {
            return Period::Apart;
        }
        if following().is_some_and(char::is_uppercase) && self.initial_before(start) {
            Period::Last
        } else {
            Period::Apart
        }
    }

    /// Tells whether what stands before makes a single letter an initial: nothing, a capital.
    fn initial_before(&self, start: usize) -> bool {
        let before = &self.text[shape::floor(self.text, start.saturating_sub(40))..start];
        let before = before.trim_end_matches([' ', '\t']);
        let word = before
            .rsplit(|c: char| c.is_whitespace())
            .next()
            .unwrap_or(before);
        if before.ends_with('\n') || word.is_empty() {
            return true;
        }
        let closing = matches!(
            word.chars().next_back(),
            Some('!' | '?' | ')' | ':' | '"' | '”' | ';')
        );
        word.trim_start_matches(is_opening)
            .starts_with(char::is_uppercase)
            || closing
            || word.ends_with(is_opening)
            || matches!(
                word,
                "and"
                    | "by"
                    | "of"
                    | "&"
                    | "to"
                    | "with"
                    | "from"
                    | "for"
                    | "–"
                    | "—"
                    | "-"
                    | "de"
                    | "as"
            )
    }

    /// The first character of what follows the run on its line, quotes skipped.
    fn following(&self, at: usize) -> Option<char> {
        let rest = &self.text[at..shape::floor(self.text, self.text.len().min(at + 24))];
        let rest = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        if rest.starts_with("\n\n") {
            return None;
        }
        rest.trim_start()
            .trim_start_matches(['"', '“', '‘', '\'', '('])
            .chars()
            .next()
    }

    /// Punctuation marks and symbols: alike ones that make one mark together, else one alone.
    fn mark(&mut self, start: usize, c: char) -> usize {
        let after = start + c.len_utf8();
        if c == 'â' || (!c.is_ascii() && c > '\u{2fff}') || matches!(c, '\u{2190}'..='\u{2bff}') {
            return self.symbol(start);
        }
        let alike: &[char] = match c {
            '.' | '!' | '?' | '…' => &['.', '!', '?', '…'],
            '-' | '=' | '*' | '_' | '~' | '+' | '#' | '|' | '<' | '>' | '—' | '–' | '\\' | '^'
            | '$' => &[],
            _ => return self.plain(start, after),
        };
        if c == '.'
            && character_before(self.text, start).is_alphanumeric()
            && is_word(self.character(after))
        {
            // "end.Start": the period alone.
            return self.plain(start, after);
        }
        let limit = self.end.min(start + LONGEST_WORD);
        let mut at = after;
        while at < limit {
            let next = character(self.text, at);
            if next != c && !alike.contains(&next) {
                break;
            }
            at += next.len_utf8();
        }
        self.plain(start, at)
    }

    /// An emoji with what modifies it, or another symbol.
    fn symbol(&mut self, start: usize) -> usize {
        let limit = shape::floor(self.text, self.end.min(start + 64));
        let length = self.text[start..limit]
            .graphemes(true)
            .next()
            .map_or(0, str::len);
        self.plain(start, start + length.max(self.character(start).len_utf8()))
    }
}

/// What a period behind letters is.
enum Period {
    /// Letters go on behind it.
    Inside,
    /// It is the last character of the word.
    Last,
    /// It is a token of its own.
    Apart,
}

fn plain(tokens: &mut Vec<Token>, start: usize, end: usize) {
    tokens.push(Token {
        span: Span::new(start, end),
        joined: false,
    });
}

/// Appends a word, cut where it writes two in one.
fn word(text: &str, start: usize, end: usize, lexicon: &TokenLexicon, tokens: &mut Vec<Token>) {
    let mut from = start;
    for &cut in clitic::cuts(&text[start..end], lexicon).as_slice() {
        tokens.push(Token {
            span: Span::new(from, start + cut),
            joined: true,
        });
        from = start + cut;
    }
    plain(tokens, from, end);
}
