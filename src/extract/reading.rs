//! A document with its trees and the words of the data files: what every stage reads.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::Lexicon;
use crate::data::Ontology;
use crate::data::Words;
use crate::extract::Link;
use crate::extract::gazetteer::Gazetteer;
use crate::extract::gazetteer::Meaning;
use crate::text::Document;

/// What every stage reads.
pub(in crate::extract) struct Reading<'a> {
    pub(in crate::extract) document: &'a Document,
    pub(in crate::extract) text: &'a str,
    pub(in crate::extract) analysis: &'a Analysis,
    pub(in crate::extract) ontology: &'a Ontology,
    pub(in crate::extract) lexicon: &'a Lexicon,
    pub(in crate::extract) words: &'a Words,
    pub(in crate::extract) gazetteer: &'a Gazetteer,
    lower: Vec<String>,
    /// The first and last token of each token's subtree.
    extent: Vec<(u32, u32)>,
    /// The states that the document names, or whose people, places and bodies it does, by alpha-3 code.
    states: BTreeSet<&'a str>,
}

impl<'a> Reading<'a> {
    pub(in crate::extract) fn new(
        document: &'a Document,
        analysis: &'a Analysis,
        ontology: &'a Ontology,
        lexicon: &'a Lexicon,
        words: &'a Words,
        gazetteer: &'a Gazetteer,
    ) -> Self {
        let count = analysis.tokens().len();
        let text = document.text.as_str();
        let lower = analysis
            .tokens()
            .iter()
            .map(|token| token.span.of(text).to_lowercase())
            .collect();
        let mut extent: Vec<(u32, u32)> = (0..count as u32).map(|at| (at, at)).collect();
        for index in 0..count as u32 {
            let mut at = TokenId(index);
            while let Some(head) = analysis.head(at) {
                let (first, last) = extent[head.index()];
                if first <= index && index <= last {
                    break;
                }
                extent[head.index()] = (first.min(index), last.max(index));
                at = head;
            }
        }
        Reading {
            document,
            text,
            analysis,
            ontology,
            lexicon,
            words,
            gazetteer,
            lower,
            extent,
            states: states_of(text, analysis, lexicon, gazetteer),
        }
    }

    /// Tells whether a name may mean this here: "the Senate" is that of the United States only where
    /// the article speaks of that country.
    pub(in crate::extract) fn is_at_home(&self, meaning: &Meaning) -> bool {
        let Link::Actor(index) = meaning.link else {
            return true;
        };
        !meaning.common
            || self.lexicon.actors[index as usize]
                .states
                .first()
                .is_none_or(|home| self.states.contains(home.as_str()))
    }

    /// Lists all tokens.
    pub(in crate::extract) fn tokens(&self) -> impl Iterator<Item = TokenId> + use<> {
        (0..self.lower.len() as u32).map(TokenId)
    }

    /// Gives the word as written.
    pub(in crate::extract) fn word(&self, token: TokenId) -> &'a str {
        self.analysis.span(token).of(self.text)
    }

    /// Gives the word in lower case.
    pub(in crate::extract) fn lower(&self, token: TokenId) -> &str {
        &self.lower[token.index()]
    }

    /// Gives the lemma in lower case.
    pub(in crate::extract) fn lemma(&self, token: TokenId) -> String {
        self.analysis.lemma(token).to_lowercase()
    }

    pub(in crate::extract) fn upos(&self, token: TokenId) -> Upos {
        self.analysis.tag(token).upos
    }

    pub(in crate::extract) fn deprel(&self, token: TokenId) -> Deprel {
        self.analysis.deprel(token)
    }

    pub(in crate::extract) fn head(&self, token: TokenId) -> Option<TokenId> {
        self.analysis.head(token)
    }

    pub(in crate::extract) fn children(&self, token: TokenId) -> &'a [TokenId] {
        self.analysis.children(token)
    }

    pub(in crate::extract) fn sentence(&self, token: TokenId) -> u32 {
        self.analysis.sentence_of(token) as u32
    }

    /// Tells whether the word starts with a capital letter or digit.
    pub(in crate::extract) fn is_capital(&self, token: TokenId) -> bool {
        self.word(token)
            .chars()
            .next()
            .is_some_and(|first| first.is_uppercase())
    }

    /// Gives the first child with a relation.
    pub(in crate::extract) fn child(&self, token: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(token)
            .iter()
            .copied()
            .find(|&child| self.deprel(child) == deprel)
    }

    /// Gives the first and last token of the subtree.
    pub(in crate::extract) fn extent(&self, token: TokenId) -> (TokenId, TokenId) {
        let (first, last) = self.extent[token.index()];
        (TokenId(first), TokenId(last))
    }

    /// Gives the span of tokens from the first to the last.
    pub(in crate::extract) fn cover(&self, first: TokenId, last: TokenId) -> Span {
        self.analysis.span(first).cover(self.analysis.span(last))
    }

    /// Gives the span of the subtree without punctuation at its ends.
    pub(in crate::extract) fn subtree(&self, token: TokenId) -> Span {
        let (first, last) = self.extent(token);
        self.trim(self.cover(first, last))
    }

    /// Takes white space, commas, full stops and unpaired quotation marks off the ends.
    pub(in crate::extract) fn trim(&self, span: Span) -> Span {
        let words = span.of(self.text);
        let left =
            words.trim_start_matches(|c: char| c.is_whitespace() || ",;:.-–—)”\"“'‘’".contains(c));
        let inner = left.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—(“\"”‘".contains(c));
        let inner = inner.strip_suffix('.').map_or(inner, |shorter| {
            // "U.S." keeps its full stop.
            let last = shorter
                .rsplit(|c: char| c.is_whitespace())
                .next()
                .unwrap_or("");
            if last.contains('.') || last.chars().count() == 1 {
                inner
            } else {
                shorter
            }
        });
        let inner =
            inner.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—(“\"”‘".contains(c));
        let start = span.start as usize + (words.len() - left.len());
        if inner.is_empty() {
            return span;
        }
        Span::new(start, start + inner.len())
    }

    /// Gives the preposition of a token, several words joined by `_`: `according_to`, `out_of`.
    pub(in crate::extract) fn case(&self, token: TokenId) -> Option<String> {
        let mut parts: Vec<&str> = Vec::new();
        for &child in self.children(token) {
            if self.deprel(child) != Deprel::Case || self.upos(child) == Upos::Part {
                continue;
            }
            if child > token {
                continue;
            }
            parts.push(self.lower(child));
            for &fixed in self.children(child) {
                if self.deprel(fixed) == Deprel::Fixed {
                    parts.push(self.lower(fixed));
                }
            }
        }
        // "militancy, including in Chechnya": where it is.
        if parts.len() > 1 && matches!(parts[0], "including" | "especially" | "except") {
            parts.remove(0);
        }
        (!parts.is_empty()).then(|| parts.join("_"))
    }

    /// Tells whether the token is a clause's predicate: a verb, or a noun or adjective with a copula.
    pub(in crate::extract) fn is_predicate(&self, token: TokenId) -> bool {
        self.upos(token) == Upos::Verb || self.child(token, Deprel::Cop).is_some()
    }

    /// Lists a token and what is joined to it by "and" or "or".
    pub(in crate::extract) fn joined(&self, token: TokenId) -> Vec<TokenId> {
        let mut all = vec![token];
        for &child in self.children(token) {
            if self.deprel(child) == Deprel::Conj {
                all.extend(self.joined(child));
            }
        }
        all
    }

    /// Climbs from a conjunct to the first of the series.
    pub(in crate::extract) fn first_conjunct(&self, mut token: TokenId) -> TokenId {
        while self.deprel(token) == Deprel::Conj {
            match self.head(token) {
                Some(head) => token = head,
                None => break,
            }
        }
        token
    }

    /// Gives the word in a span that the first words of the span hang on.
    pub(in crate::extract) fn root_in(&self, span: Span) -> Option<TokenId> {
        let tokens = self.analysis.tokens();
        let first = tokens.partition_point(|token| token.span.start < span.start);
        if first >= tokens.len() {
            return None;
        }
        let mut at = TokenId(first as u32);
        while let Some(head) = self.head(at) {
            if !span.contains(self.analysis.span(head)) {
                break;
            }
            at = head;
        }
        Some(at)
    }
}

/// Collects the states that a document speaks of.
fn states_of<'a>(
    text: &str,
    analysis: &Analysis,
    lexicon: &'a Lexicon,
    gazetteer: &Gazetteer,
) -> BTreeSet<&'a str> {
    let mut states = BTreeSet::new();
    let tokens = analysis.tokens();
    for (at, token) in tokens.iter().enumerate() {
        if !token.span.of(text).starts_with(char::is_uppercase) {
            continue;
        }
        for last in (at..tokens.len().min(at + 3)).rev() {
            let words = &text[token.span.start as usize..tokens[last].span.end as usize];
            let Some(meaning) = gazetteer.find(words).first() else {
                continue;
            };
            match meaning.link {
                Link::State(index) => {
                    _ = states.insert(lexicon.states[index as usize].iso3.as_str())
                }
                Link::Person(index) => {
                    let person = &lexicon.people[index as usize];
                    states.extend(person.citizen.iter().map(String::as_str));
                }
                Link::Place(index) => {
                    let place = &lexicon.places[index as usize];
                    states.extend(place.state.as_deref());
                }
                Link::Actor(index) if !meaning.common => {
                    let actor = &lexicon.actors[index as usize];
                    states.extend(actor.states.first().map(String::as_str));
                }
                Link::Actor(_) => {}
            }
            break;
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::data::DataSource;

    /// Expects the name to mean the actor of the lexicon, or nothing known.
    fn check(text: &str, name: &str, expected: Option<&str>) {
        let source = DataSource::embedded();
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let analysis = Analyzer::load(&source).unwrap().analyze(&document);
        let ontology = Ontology::load(&source).unwrap();
        let lexicon = Lexicon::load(&source).unwrap();
        let words = Words::load(&source).unwrap();
        let gazetteer = Gazetteer::new(&lexicon);
        let reading = Reading::new(
            &document, &analysis, &ontology, &lexicon, &words, &gazetteer,
        );
        let found = gazetteer
            .find(name)
            .iter()
            .find(|meaning| reading.is_at_home(meaning))
            .map(|meaning| match meaning.link {
                Link::Actor(index) => lexicon.actors[index as usize].name.as_str(),
                _ => "no actor",
            });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_common_name_means_the_body_of_a_state_that_the_text_speaks_of() {
        let senate = Some("US Senate");
        check("The Senate voted, Joe Biden said.", "Senate", senate);
        check("In Texas the Senate is disliked.", "Senate", senate);
        check("The American Senate voted.", "Senate", senate);
        check("The Senate of Chile voted in Santiago.", "Senate", None);
        check("The Senate voted.", "US Senate", senate);
    }
}
