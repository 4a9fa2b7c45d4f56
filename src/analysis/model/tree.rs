//! From scores of arcs to a tree with one root.

/// The scores of all arcs of a sentence: a row for each word, in it a score for the root and one
/// for each word as head.
pub(super) struct Scores<'s> {
    scores: &'s [f32],
    words: usize,
}

impl<'s> Scores<'s> {
    pub(super) fn new(scores: &'s [f32], words: usize) -> Self {
        debug_assert_eq!(scores.len(), words * (words + 1));
        Scores { scores, words }
    }

    fn row(&self, dependent: usize) -> &'s [f32] {
        &self.scores[dependent * (self.words + 1)..][..self.words + 1]
    }

    fn arc(&self, dependent: usize, head: usize) -> f32 {
        self.row(dependent)[head + 1]
    }

    /// Gives each word's head, 0 for the root and otherwise the word's number from 1.
    ///
    /// Each word takes the head it likes best where that makes a tree; otherwise the best tree
    /// without crossing arcs is sought, in cubic time.
    pub(super) fn heads(&self, heads: &mut Vec<usize>) {
        heads.clear();
        for dependent in 0..self.words {
            let mut best = (f32::NEG_INFINITY, 0);
            for (head, &score) in self.row(dependent).iter().enumerate() {
                if score > best.0 && head != dependent + 1 {
                    best = (score, head);
                }
            }
            heads.push(best.1);
        }
        if !is_tree(heads) {
            self.projective(heads);
        }
    }

    /// Finds the best tree without crossing arcs (Eisner's algorithm).
    fn projective(&self, heads: &mut [usize]) {
        let n = self.words;
        let at = |i: usize, j: usize| i * n + j;
        // Best scores of the words i ..= j where an end is the head: spans that are complete,
        // and spans whose last arc joins the two ends.
        let mut left = vec![0f32; n * n];
        let mut right = vec![0f32; n * n];
        let mut left_open = vec![0f32; n * n];
        let mut right_open = vec![0f32; n * n];
        let mut open_split = vec![0u32; n * n];
        let mut left_split = vec![0u32; n * n];
        let mut right_split = vec![0u32; n * n];
        for length in 1..n {
            for i in 0..n - length {
                let j = i + length;
                let mut best = (f32::NEG_INFINITY, i);
                for k in i..j {
                    let score = right[at(i, k)] + left[at(k + 1, j)];
                    if score > best.0 {
                        best = (score, k);
                    }
                }
                open_split[at(i, j)] = best.1 as u32;
                left_open[at(i, j)] = best.0 + self.arc(i, j);
                right_open[at(i, j)] = best.0 + self.arc(j, i);
                let mut best = (f32::NEG_INFINITY, i);
                for k in i..j {
                    let score = left[at(i, k)] + left_open[at(k, j)];
                    if score > best.0 {
                        best = (score, k);
                    }
                }
                left[at(i, j)] = best.0;
                left_split[at(i, j)] = best.1 as u32;
                let mut best = (f32::NEG_INFINITY, j);
                for k in i + 1..=j {
                    let score = right_open[at(i, k)] + right[at(k, j)];
                    if score > best.0 {
                        best = (score, k);
                    }
                }
                right[at(i, j)] = best.0;
                right_split[at(i, j)] = best.1 as u32;
            }
        }
        let mut root = (f32::NEG_INFINITY, 0);
        for word in 0..n {
            let score = left[at(0, word)] + right[at(word, n - 1)] + self.row(word)[0];
            if score > root.0 {
                root = (score, word);
            }
        }
        let root = root.1;
        heads[root] = 0;
        // Spans that are still to be taken apart: first, last, whether the last is the head,
        // whether the ends are joined.
        let mut spans = vec![(0, root, true, false), (root, n - 1, false, false)];
        while let Some((i, j, last_heads, open)) = spans.pop() {
            if i == j {
                continue;
            }
            if open {
                if last_heads {
                    heads[i] = j + 1;
                } else {
                    heads[j] = i + 1;
                }
                let k = open_split[at(i, j)] as usize;
                spans.push((i, k, false, false));
                spans.push((k + 1, j, true, false));
            } else if last_heads {
                let k = left_split[at(i, j)] as usize;
                spans.push((i, k, true, false));
                spans.push((k, j, true, true));
            } else {
                let k = right_split[at(i, j)] as usize;
                spans.push((i, k, false, true));
                spans.push((k, j, false, false));
            }
        }
    }
}

/// Tells whether one word hangs on the root and each word's heads lead there.
fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0: not seen; the number of a walk from 1: seen on it.
    let mut seen = vec![0u32; heads.len()];
    for start in 0..heads.len() {
        let walk = start as u32 + 1;
        let mut word = start;
        while seen[word] == 0 {
            seen[word] = walk;
            match heads[word].checked_sub(1) {
                Some(head) => word = head,
                None => break,
            }
        }
        // Coming back to this walk is a cycle, unless the walk ended at the root itself.
        if seen[word] == walk && heads[word] != 0 {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[f32]], expected: &[usize]) {
        let scores: Vec<f32> = rows.concat();
        let mut heads = Vec::new();
        Scores::new(&scores, rows.len()).heads(&mut heads);
        assert_eq!(heads, expected);
    }

    #[test]
    fn best_heads_are_taken_where_they_make_a_tree() {
        check(&[&[0., 9., 5.], &[6., 1., 9.]], &[2, 0]);
        check(&[&[-1., 0.]], &[0]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        check(&[&[1., 0., 9.], &[0., 9., 0.]], &[0, 1]);
        check(
            &[&[4., 0., 9., 0.], &[3., 9., 0., 0.], &[5., 1., 8., 0.]],
            &[0, 1, 2],
        );
    }

    #[test]
    fn two_roots_become_one() {
        check(&[&[9., 0., 1.], &[8., 7., 0.]], &[0, 1]);
    }

    #[test]
    fn random_scores_make_trees() {
        let mut state = 1u64;
        for words in [1, 2, 3, 5, 8, 40] {
            for _ in 0..50 {
                let scores: Vec<f32> = (0..words * (words + 1))
                    .map(|_| {
                        state = state
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1);
                        (state >> 40) as f32
                    })
                    .collect();
                let mut heads = Vec::new();
                Scores::new(&scores, words).heads(&mut heads);
                assert!(is_tree(&heads), "{heads:?}");
                let mut projective = heads.clone();
                Scores::new(&scores, words).projective(&mut projective);
                assert!(is_tree(&projective), "{projective:?}");
            }
        }
    }

    #[test]
    fn scores_that_are_no_numbers_still_make_a_tree() {
        let scores = vec![f32::NAN; 12];
        let mut heads = Vec::new();
        Scores::new(&scores, 3).heads(&mut heads);
        assert!(is_tree(&heads));
    }
}
