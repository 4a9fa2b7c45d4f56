use std::sync::LazyLock;

use crate::analysis::Analyzer;
use crate::analysis::TokenId;
use crate::data::DataSource;
use crate::text::Document;

static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::load(&DataSource::embedded()).unwrap());

/// Lists the names of a text, each with its type behind a slash.
fn names(text: &str) -> Vec<String> {
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let analysis = ANALYZER.analyze(&document);
    let names = analysis.names().iter().map(|name| {
        let first = analysis.span(TokenId(name.tokens.start));
        let last = analysis.span(TokenId(name.tokens.end - 1));
        format!("{}/{}", first.cover(last).of(text), name.name_type.name())
    });
    names.collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(names(text), expected, "{text}");
}

#[test]
fn titles_given_and_family_names_are_one_name() {
    check(
        "Prosecutors questioned Julia Ramsey and Drew Keller on Monday.",
        &["Julia Ramsey/person", "Drew Keller/person", "Monday/time"],
    );
    check(
        "They met President Samuel Kiplagat.",
        &["President Samuel Kiplagat/person"],
    );
}

#[test]
fn bodies_go_on_behind_of() {
    check(
        "She teaches at the University of Oslo.",
        &["University of Oslo/organization"],
    );
    check(
        "The Ministry of Defence denied it.",
        &["Ministry of Defence/organization"],
    );
}

#[test]
fn the_lexicon_tells_where_a_name_with_small_words_ends() {
    check(
        "Officials in Trinidad and Tobago agreed.",
        &["Trinidad and Tobago/place"],
    );
}

#[test]
fn a_capital_within_a_sentence_is_believed() {
    check(
        "The judges told him that the Constitution forbids it.",
        &["Constitution/other"],
    );
    check("They sent the DNA samples to a second laboratory.", &[]);
}

#[test]
fn the_kind_of_word_at_the_end_gives_the_type() {
    check(
        "Floods cut off the road to the Tarvel Bridge.",
        &["Tarvel Bridge/place"],
    );
    check(
        "Workers at Dunmar Industries Ltd. went on strike.",
        &["Dunmar Industries Ltd./organization"],
    );
}

#[test]
fn a_full_name_tells_what_the_surname_is() {
    let found = names("Anna Tarvel won the vote. Observers congratulated Tarvel.");
    assert_eq!(found, ["Anna Tarvel/person", "Tarvel/person"]);
}

#[test]
fn days_of_the_month_are_no_names_but_years_are() {
    check(
        "It began on March 3, 2019, in Oslo.",
        &["2019/time", "Oslo/place"],
    );
    check("It began in March 2019.", &["March 2019/time"]);
}

#[test]
fn peoples_and_their_adjectives_are_nationalities() {
    check(
        "Kenyan officials met three Norwegians.",
        &["Kenyan/nationality", "Norwegians/nationality"],
    );
}

#[test]
fn names_do_not_overlap_whatever_the_text() {
    for text in [
        "",
        "A",
        "of of Of OF Of the of",
        "Bank of",
        "Bank of the",
        "March March 3 3 3 2020 2020",
        "É É É de la Ñ “Ñ” ’s",
        "\u{0}\u{feff} Mr. \u{301}Bo 12",
        "ALL CAPITALS OF THE WORLD UNITE IN NEW YORK",
    ] {
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let analysis = ANALYZER.analyze(&document);
        let mut end = 0;
        for name in analysis.names() {
            assert!(
                end <= name.tokens.start && name.tokens.start < name.tokens.end,
                "{text}"
            );
            end = name.tokens.end;
            let sentence = analysis.sentence_of(TokenId(name.tokens.start));
            assert!(end <= analysis.sentences()[sentence].tokens.end, "{text}");
        }
    }
}
