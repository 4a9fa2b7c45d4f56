//! Codes each sentence after PLOVER: what sort of act it tells of, which country does it, to which.
//!
//! Political event data has one record a sentence: its main act, however many events a graph draws
//! from it. The words are in `data/lexicon/plover.ron`; `act.rs` finds the act, `party.rs` the
//! countries.

mod act;
mod party;

use crate::analysis::TokenId;
use crate::base::Span;
use crate::extract::EntityId;

pub use act::event_code;
pub(in crate::extract) use act::find;

/// One who acts, or to whom it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The noun phrase.
    pub span: Span,
    /// What it stands for, where that is known.
    pub entity: Option<EntityId>,
    /// The state it acts for, by alpha-3 code; `IGO` for an organisation of states, `NGO` and `IMG`
    /// for organisations and militant groups of no one state.
    pub country: Option<String>,
}

/// The record of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// The PLOVER type: `AGREE`, `FIGHT`.
    pub code: String,
    /// The word that tells of the act.
    pub trigger: TokenId,
    /// Who does it.
    pub sources: Vec<Party>,
    /// To whom it is done; those of a mutual act are sources and targets both.
    pub targets: Vec<Party>,
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analyzer;
    use crate::data::CodeBook;
    use crate::data::DataSource;
    use crate::extract::Extractor;
    use crate::extract::Party;
    use crate::text::Document;

    fn countries(side: &[Party]) -> String {
        let codes = side.iter().filter_map(|party| party.country.as_deref());
        codes.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sentences_of_the_code_book_are_coded_as_it_says() {
        let source = DataSource::embedded();
        let analyzer = Analyzer::load(&source).unwrap();
        let extractor = Extractor::load(&source).unwrap();
        let mut wrong = Vec::new();
        for (code, example) in CodeBook::load(&source).unwrap().examples() {
            let document = Document {
                text: example.text.clone(),
                ..Document::default()
            };
            let analysis = analyzer.analyze(&document);
            let codings = extractor.extract(&document, &analysis).codings;
            let found: Vec<(String, String, String)> = codings
                .iter()
                .map(|coding| {
                    let (sources, targets) = (&coding.sources, &coding.targets);
                    (coding.code.clone(), countries(sources), countries(targets))
                })
                .collect();
            let expected = (code.clone(), example.source.clone(), example.target.clone());
            if found != [expected] {
                wrong.push(format!("{} as {code}: {found:?}", example.text));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
