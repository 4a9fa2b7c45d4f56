//! What is known of a text's words.

use std::ops::Range;

use crate::analysis::Deprel;
use crate::analysis::Features;
use crate::analysis::NameType;
use crate::analysis::Upos;
use crate::base::Span;

/// The number of a token in its text, over all sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// Gives the place in the parallel vectors.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A syntactic word in the sense of UD: `don’t` is two, `do` and `n’t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text.
    pub span: Span,
    /// Whether it and the next word are parts of one multi-word token, as `do` in `don’t`.
    pub joined: bool,
}

/// A part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The universal tag.
    pub upos: Upos,
    /// The Penn Treebank tag.
    pub xpos: &'static str,
    /// Number, tense, voice and the like.
    pub features: Features,
}

/// The arc from a word to the word it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The governor, in the same sentence; none for the root.
    pub head: Option<TokenId>,
    /// The label.
    pub deprel: Deprel,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the text.
    pub span: Span,
    /// The numbers of its tokens.
    pub tokens: Range<u32>,
}

/// Words that are a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSpan {
    /// The numbers of its tokens, within one sentence.
    pub tokens: Range<u32>,
    /// What it names.
    pub name_type: NameType,
}

/// The parallel vectors of which an [`Analysis`] is made.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// In the order of the text.
    pub sentences: Vec<Sentence>,
    /// In the order of the text.
    pub tokens: Vec<Token>,
    /// One a token.
    pub tags: Vec<Tag>,
    /// One a token.
    pub lemmas: Vec<String>,
    /// One a token.
    pub dependencies: Vec<Dependency>,
    /// In the order of the text, without overlaps.
    pub names: Vec<NamedSpan>,
}

/// Sentences, words, tags, lemmas, trees and names of one text; always complete.
///
/// Each sentence has exactly one root and no cycle, and each span lies on character boundaries.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    layers: Layers,
    /// The dependents of each token lie at `children[first_child[t]..first_child[t + 1]]`.
    first_child: Vec<u32>,
    children: Vec<TokenId>,
}

impl Analysis {
    /// Takes the layers, whose vectors must be of one length and whose arcs must be trees.
    ///
    /// Returns `None` where they are not.
    pub fn new(layers: Layers) -> Option<Self> {
        let count = layers.tokens.len();
        if layers.tags.len() != count
            || layers.lemmas.len() != count
            || layers.dependencies.len() != count
        {
            return None;
        }
        for sentence in &layers.sentences {
            if !is_tree(&layers.dependencies, sentence.tokens.clone()) {
                return None;
            }
        }
        let mut first_child = vec![0u32; count + 2];
        for dependency in &layers.dependencies {
            if let Some(head) = dependency.head {
                first_child[head.index() + 2] += 1;
            }
        }
        for index in 1..first_child.len() {
            first_child[index] += first_child[index - 1];
        }
        let mut children = vec![TokenId(0); first_child[count + 1] as usize];
        for (index, dependency) in layers.dependencies.iter().enumerate() {
            if let Some(head) = dependency.head {
                let place = &mut first_child[head.index() + 1];
                children[*place as usize] = TokenId(index as u32);
                *place += 1;
            }
        }
        first_child.truncate(count + 1);
        Some(Analysis {
            layers,
            first_child,
            children,
        })
    }

    /// Lists the sentences.
    pub fn sentences(&self) -> &[Sentence] {
        &self.layers.sentences
    }

    /// Lists the tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.layers.tokens
    }

    /// Lists the names.
    pub fn names(&self) -> &[NamedSpan] {
        &self.layers.names
    }

    /// Gives a token's place in the text.
    pub fn span(&self, token: TokenId) -> Span {
        self.layers.tokens[token.index()].span
    }

    /// Gives a token's part of speech.
    pub fn tag(&self, token: TokenId) -> Tag {
        self.layers.tags[token.index()]
    }

    /// Gives a token's lemma, in lower case unless it is a name.
    pub fn lemma(&self, token: TokenId) -> &str {
        &self.layers.lemmas[token.index()]
    }

    /// The arcs, one for each token.
    pub fn dependencies(&self) -> &[Dependency] {
        &self.layers.dependencies
    }

    /// Gives the word that a token hangs on.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        self.layers.dependencies[token.index()].head
    }

    /// Gives the label of the arc to a token's head.
    pub fn deprel(&self, token: TokenId) -> Deprel {
        self.layers.dependencies[token.index()].deprel
    }

    /// Gives the arc from a token to the word it hangs on.
    pub fn dependency(&self, token: TokenId) -> Dependency {
        self.layers.dependencies[token.index()]
    }

    /// Lists the words that hang on a token, in the order of the text.
    pub fn children(&self, token: TokenId) -> &[TokenId] {
        let (first, end) = (
            self.first_child[token.index()],
            self.first_child[token.index() + 1],
        );
        &self.children[first as usize..end as usize]
    }

    /// Gives the number of the sentence that a token stands in.
    pub fn sentence_of(&self, token: TokenId) -> usize {
        self.layers
            .sentences
            .partition_point(|sentence| sentence.tokens.end <= token.0)
    }
}

/// Tells whether each token of a sentence reaches its one root.
pub(super) fn is_tree(dependencies: &[Dependency], tokens: Range<u32>) -> bool {
    if tokens.is_empty() {
        return true;
    }
    if tokens.end as usize > dependencies.len() {
        return false;
    }
    // 0: not seen; 1: reaches the root; otherwise: on the walk of that number.
    let mut mark = vec![0u32; tokens.len()];
    let mut roots = 0;
    for start in tokens.clone() {
        let walk = start - tokens.start + 2;
        let mut at = start;
        loop {
            let place = &mut mark[(at - tokens.start) as usize];
            if *place == 1 {
                break;
            }
            if *place == walk {
                return false;
            }
            *place = walk;
            match dependencies[at as usize].head {
                None => {
                    roots += 1;
                    break;
                }
                Some(head) if tokens.contains(&head.0) => at = head.0,
                Some(_) => return false,
            }
        }
        let mut at = start;
        while mark[(at - tokens.start) as usize] == walk {
            mark[(at - tokens.start) as usize] = 1;
            match dependencies[at as usize].head {
                None => break,
                Some(head) => at = head.0,
            }
        }
    }
    roots == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arcs(heads: &[i32]) -> Vec<Dependency> {
        heads
            .iter()
            .map(|&head| Dependency {
                head: u32::try_from(head).ok().map(TokenId),
                deprel: Deprel::Dep,
            })
            .collect()
    }

    #[test]
    fn a_cycle_or_a_second_root_is_no_tree() {
        assert!(is_tree(&arcs(&[1, -1, 1, 2]), 0..4));
        assert!(!is_tree(&arcs(&[1, 0, -1]), 0..3));
        assert!(!is_tree(&arcs(&[-1, -1]), 0..2));
        assert!(!is_tree(&arcs(&[5]), 0..1));
    }
}
