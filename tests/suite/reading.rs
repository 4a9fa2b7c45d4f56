//! Whatever the text, its analysis is complete and its spans exact.

use std::sync::LazyLock;

use newsgraph::analysis::Analysis;
use newsgraph::analysis::Analyzer;
use newsgraph::analysis::TokenId;
use newsgraph::analysis::conllu;
use newsgraph::data::DataSource;
use newsgraph::extract::time;
use newsgraph::extract::time::TimeWords;
use newsgraph::text::Document;
use newsgraph::text::Input;
use proptest::prelude::*;

static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::load(&DataSource::embedded()).unwrap());
static WORDS: LazyLock<TimeWords> =
    LazyLock::new(|| TimeWords::load(&DataSource::embedded()).unwrap());

fn document(text: &str, pretokenized: bool) -> Document {
    Document {
        id: "d".to_owned(),
        text: text.to_owned(),
        date: "2024-03-24".parse().ok(),
        pretokenized,
        ..Document::default()
    }
}

/// Checks what must hold of the analysis of any text.
fn check(document: &Document, analysis: &Analysis) {
    let text = document.text.as_str();
    let mut end = 0;
    for token in analysis.tokens() {
        let range = token.span.range();
        assert!(
            range.start < range.end && end <= range.start,
            "{token:?} in {text:?}"
        );
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        assert!(
            !text[range.clone()].contains(char::is_whitespace),
            "{token:?} in {text:?}"
        );
        // What lies between is nothing that anyone could read.
        assert!(
            !text[end..range.start].contains(char::is_alphanumeric),
            "{text:?}"
        );
        end = range.end;
    }
    assert!(!text[end..].contains(char::is_alphanumeric), "{text:?}");
    let mut next = 0;
    for sentence in analysis.sentences() {
        assert_eq!(sentence.tokens.start, next);
        assert!(sentence.tokens.end > next && sentence.tokens.len() <= 400);
        next = sentence.tokens.end;
        let roots = sentence.tokens.clone().map(TokenId);
        assert_eq!(
            roots
                .filter(|token| analysis.head(*token).is_none())
                .count(),
            1
        );
    }
    assert_eq!(next as usize, analysis.tokens().len());
    for token in 0..analysis.tokens().len() {
        assert!(!analysis.lemma(TokenId(token as u32)).is_empty());
    }
    let mut end = 0;
    for expression in time::find(document, analysis, &WORDS) {
        assert!(expression.tokens.start >= end && expression.tokens.end > expression.tokens.start);
        end = expression.tokens.end;
    }
    let mut written = String::new();
    conllu::write(&mut written, document, analysis);
    let read = conllu::read(&written).unwrap();
    let tokens: usize = read
        .iter()
        .map(|(_, analysis)| analysis.tokens().len())
        .sum();
    assert_eq!(tokens, analysis.tokens().len());
}

/// Pieces that news are made of, and some that they should not be.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        " ",
        "\n",
        "\n\n",
        ". ",
        ".",
        "…",
        "'s",
        "’s",
        "n't",
        "cannot",
        "U.S.",
        "Mr. ",
        "J. ",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "-",
        "—",
        "--",
        "KYIV, March 3 (Agency) - ",
        "Friday, August 21, 2015 ",
        "last Friday night",
        "two weeks ago",
        "9/11",
        "5 p.m.",
        "1960s",
        "$5.50",
        "40%",
        "https://example.org/a?b=c",
        "ana@example.org",
        "@ana",
        "#news",
        ":-)",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{ad}",
        "\u{200b}",
        "\u{feff}",
        "樋口一葉",
        "العربية",
        "don't",
        "The ",
        "said",
        "Russia",
        "blood-soaked",
        "non-avian",
        "12/31/1999 ",
        "05:17 PM ",
        ">>",
        "[6]",
        "No. 5",
        "e.g.",
        "\u{0}",
        "â€™",
        "March ",
        "22",
        "nd",
    ];
    prop_oneof![
        proptest::sample::select(KNOWN).prop_map(str::to_owned),
        "[a-zA-Z]{1,8} ",
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_analysis_of_any_text_is_complete(pieces in proptest::collection::vec(piece(), 0..40), cut in any::<bool>()) {
        let document = document(&pieces.concat(), cut);
        check(&document, &ANALYZER.analyze(&document));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), ending in "(txt|md|html|jsonl)") {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("a.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        for item in newsgraph::text::read([Input::Path(path)]) {
            match item {
                Ok(document) => check(&document, &ANALYZER.analyze(&document)),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
}

#[test]
fn a_text_without_spaces_or_periods_is_read_in_time_that_grows_with_it() {
    for piece in [
        "word ", "a.", "(\"'", "樋", "x-", "1,", "' ", "@a", "http://", "…\n",
    ] {
        let document = document(&piece.repeat(200_000 / piece.len()), false);
        let start = std::time::Instant::now();
        let (tokens, sentences) = ANALYZER.segment(&document);
        assert!(!tokens.is_empty() && !sentences.is_empty());
        // Quadratic time would take minutes even on a fast machine.
        assert!(start.elapsed().as_secs() < 20, "{piece:?}");
    }
}
