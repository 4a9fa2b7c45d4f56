//! Where marks of punctuation hang in a tree.
//!
//! Universal Dependencies leave no choice once the words have their heads: a mark hangs as high as it can within the unit
//! that it ends, opens or sets off, without an arc that crosses another. Marks are hung pair by pair and then from left to right;
//! those that are still to come hang on the root meanwhile.

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::TokenId;

/// Hangs the marks of a sentence anew; `dependencies` are those of `words`, and their arcs count from word `first`.
pub(super) fn hang(words: &[&str], dependencies: &mut [Dependency], first: usize) {
    let is_mark = |dependency: &Dependency| dependency.deprel == Deprel::Punct;
    if !dependencies.iter().any(is_mark) {
        return;
    }
    let mut tree = Tree::new(dependencies, first);
    tree.pair(words);
    for (mark, dependency) in dependencies.iter_mut().enumerate() {
        if let Some(head) = tree.place(mark, words) {
            tree.hang(mark, head);
            dependency.head = Some(TokenId((first + head) as u32));
        }
    }
}

/// A sentence whose marks are being hung.
struct Tree {
    /// Where each word's head is; none for the root.
    heads: Vec<Option<usize>>,
    /// Marks on which no word hangs.
    marks: Vec<Mark>,
    /// The first and the last word that hang on each word, itself among them; marks that are still to come are left out.
    spans: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A word.
    None,
    Alone,
    /// The first of a pair, and the word on which it hangs.
    Opening(usize),
    /// The second of a pair, and the word on which it hangs.
    Closing(usize),
}

impl Tree {
    fn new(dependencies: &[Dependency], first: usize) -> Self {
        let head = |word: usize| {
            let head = dependencies[word].head?.index();
            head.checked_sub(first)
        };
        let mut marks: Vec<Mark> = dependencies
            .iter()
            .map(|dependency| match dependency.deprel {
                Deprel::Punct => Mark::Alone,
                _ => Mark::None,
            })
            .collect();
        for word in 0..marks.len() {
            if let Some(head) = head(word) {
                marks[head] = Mark::None;
            }
        }
        let root = (0..marks.len()).find(|&word| head(word).is_none());
        let heads = (0..marks.len())
            .map(|word| match marks[word] {
                Mark::None => head(word),
                _ => root,
            })
            .collect();
        let mut tree = Tree {
            heads,
            marks,
            spans: (0..dependencies.len()).map(|word| (word, word)).collect(),
        };
        for word in 0..dependencies.len() {
            if let (Mark::None, Some(head)) = (tree.marks[word], head(word)) {
                tree.hang(word, head);
            }
        }
        tree
    }

    /// Hangs a word on another, with all that hangs on it.
    fn hang(&mut self, word: usize, head: usize) {
        self.heads[word] = Some(head);
        let (start, end) = self.spans[word];
        let mut above = Some(head);
        while let Some(head) = above {
            let span = &mut self.spans[head];
            *span = (span.0.min(start), span.1.max(end));
            above = self.heads[head];
        }
    }

    /// Finds brackets and quotation marks that belong together, and the words on which they hang: the outermost within.
    fn pair(&mut self, words: &[&str]) {
        for opening in 0..words.len() {
            let Some(form) = closing(words[opening]).filter(|_| self.marks[opening] == Mark::Alone)
            else {
                continue;
            };
            let mut depth = 0;
            for end in opening + 1..words.len() {
                if self.marks[end] != Mark::Alone {
                    continue;
                }
                if words[end] == form && depth == 0 {
                    if let Some((left, right)) = self.outermost(opening, end) {
                        self.marks[opening] = Mark::Opening(left);
                        self.marks[end] = Mark::Closing(right);
                        self.hang(opening, left);
                        self.hang(end, right);
                    }
                    break;
                } else if words[end] == form {
                    depth -= 1;
                } else if words[end] == words[opening] {
                    depth += 1;
                }
            }
        }
    }

    /// Gives the first and the last word between two marks that is joined to what lies outside them.
    fn outermost(&self, opening: usize, end: usize) -> Option<(usize, usize)> {
        let is_within = |word: usize| opening < word && word < end;
        let mut found: Option<(usize, usize)> = None;
        for word in 0..self.marks.len() {
            let joined = match self.heads[word] {
                _ if self.marks[word] != Mark::None => continue,
                Some(head) if is_within(word) == is_within(head) => continue,
                Some(head) if is_within(head) => head,
                _ if is_within(word) => word,
                _ => continue,
            };
            found = Some(found.map_or((joined, joined), |(left, right)| {
                (left.min(joined), right.max(joined))
            }));
        }
        found
    }

    /// Gives the word on which a mark hangs, if it may hang anywhere else than it does.
    fn place(&self, mark: usize, words: &[&str]) -> Option<usize> {
        match self.marks[mark] {
            Mark::None => return None,
            Mark::Opening(head) | Mark::Closing(head) => return Some(head),
            Mark::Alone => {}
        }
        let is_final = matches!(words[mark], "." | "?" | "!" | "?!");
        let left = self.climb(mark, (0..mark).rev(), |mark| {
            matches!(mark, Mark::Opening(_))
        });
        let right = match is_final {
            true => None,
            false => self.climb(mark, mark + 1..words.len(), |mark| {
                matches!(mark, Mark::Closing(_))
            }),
        };
        let (Some(left), Some(right)) = (left, right) else {
            return left.or(right);
        };
        // The lower of the two: a clause that is set off has its comma.
        let mut above = Some(right);
        while let Some(word) = above {
            if word == left {
                return Some(right);
            }
            above = self.heads[word];
        }
        Some(left)
    }

    /// Goes up from the nearest word on one side as far as neither the way nor what hangs on it leads past the mark.
    fn climb(
        &self,
        mark: usize,
        mut side: impl Iterator<Item = usize>,
        ends: impl Fn(Mark) -> bool,
    ) -> Option<usize> {
        let mut at = side.find_map(|word| match self.marks[word] {
            Mark::None => Some(Some(word)),
            other if ends(other) => Some(None),
            _ => None,
        })??;
        let is_left = at < mark;
        let is_beyond = |word: usize| (word < mark) != is_left;
        let mut found = None;
        loop {
            if !self.crosses(at, mark) {
                found = Some(at);
            }
            let (start, end) = self.spans[at];
            match self.heads[at] {
                Some(head) if !is_beyond(head) && !is_beyond(start) && !is_beyond(end) => at = head,
                _ => return found,
            }
        }
    }

    /// Tells whether an arc between `word` and `mark` would cross another.
    fn crosses(&self, word: usize, mark: usize) -> bool {
        let (low, high) = (word.min(mark), word.max(mark));
        let is_within = |word: usize| low < word && word < high;
        let is_outside = |word: usize| word < low || word > high;
        (0..self.heads.len()).any(|other| {
            self.heads[other].is_some_and(|head| {
                other != mark
                    && (is_within(other) && is_outside(head)
                        || is_outside(other) && is_within(head))
            })
        })
    }
}

/// Gives the mark that ends what `opening` begins.
fn closing(opening: &str) -> Option<&'static str> {
    Some(match opening {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "\"" => "\"",
        "'" => "'",
        "\u{201c}" => "\u{201d}",
        "\u{2018}" => "\u{2019}",
        "\u{ab}" => "\u{bb}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes words with their heads, counted from 1; marks have none yet.
    fn check(sentence: &str, expected: &str) {
        let parts = || {
            sentence
                .split(' ')
                .map(|part| part.split_once('/').unwrap())
        };
        let words: Vec<&str> = parts().map(|(word, _)| word).collect();
        let root = parts().position(|(_, head)| head == "0").unwrap();
        let mut dependencies: Vec<Dependency> = parts()
            .map(|(_, head)| match head.parse::<u32>() {
                Ok(0) => Dependency {
                    head: None,
                    deprel: Deprel::Root,
                },
                Ok(head) => Dependency {
                    head: Some(TokenId(head - 1)),
                    deprel: Deprel::Dep,
                },
                Err(_) => Dependency {
                    head: Some(TokenId(root as u32)),
                    deprel: Deprel::Punct,
                },
            })
            .collect();
        hang(&words, &mut dependencies, 0);
        let found: Vec<String> = dependencies
            .iter()
            .zip(&words)
            .filter(|(dependency, _)| dependency.deprel == Deprel::Punct)
            .map(|(dependency, word)| format!("{word}{}", words[dependency.head.unwrap().index()]))
            .collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn a_mark_hangs_as_high_as_it_can_in_its_unit() {
        check("Ana/2 left/0 ,/_ and/5 cried/2 ./_", ",cried .left");
        check(
            "Ruiz/9 ,/_ who/4 won/1 the/6 vote/4 ,/_ can/9 rule/0 ./_",
            ",won ,Ruiz .rule",
        );
        check("In/2 May/5 ,/_ Ana/5 left/0 !/_", ",May !left");
        check("Ana/0 :/_ tea/1 ,/_ figs/3 ,/_ nuts/3", ":tea ,figs ,nuts");
    }

    #[test]
    fn marks_in_pairs_hang_on_what_they_enclose() {
        check("Kora/6 (/_ a/4 port/1 )/_ fell/0 ./_", "(port )port .fell");
        check(
            "\"/_ He/3 lied/6 ,/_ \"/_ said/0 Ana/6 ./_",
            "\"lied ,lied \"lied .said",
        );
        check("\"/_ No/5 ,/_ \"/_ said/0 Ana/5", "\"No ,No \"No");
    }

    #[test]
    fn no_arc_of_a_mark_crosses_another() {
        check("x/0 y/5 z/1 ,/_ w/1", ",z");
    }
}
