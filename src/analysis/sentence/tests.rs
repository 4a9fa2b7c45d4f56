use crate::analysis::sentence;
use crate::analysis::token;
use crate::analysis::token::TokenLexicon;
use crate::data::DataSource;

/// Splits the text without its `|` marks and expects the sentences between them.
#[track_caller]
fn check(marked: &str) {
    let lexicon = TokenLexicon::load(&DataSource::embedded()).unwrap();
    let text = marked.replace('|', "");
    let tokens = token::split(&text, &lexicon);
    let found: Vec<_> = sentence::split(&text, &tokens, &lexicon)
        .iter()
        .map(|sentence| sentence.span.of(&text).to_owned())
        .collect();
    let expected: Vec<_> = marked
        .split('|')
        .map(|part| part.trim().to_owned())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn marks_end_sentences() {
    check("It rained. |Nobody came! |Why? |We asked.");
}

#[test]
fn titles_and_initials_end_none() {
    check("Gen. Ali met Mr. J. F. Diaz. |He left.");
    check("He lives in the U.S. with St. John's family.");
}

#[test]
fn an_abbreviation_ends_one_before_a_common_beginning() {
    check("They moved to the U.S. |The war went on.");
    check("The U.S. Army came at 5 p.m. Monday. |It left.");
}

#[test]
fn quotes_and_brackets_close_before_the_end() {
    check("He said \"We won.\" |The crowd left. |(It was late.) |Nobody spoke.");
    check("“Why?” he asked. |“Because.”");
}

#[test]
fn datelines_stand_apart() {
    check("KYIV, March 3 (Agency) - |Troops crossed the river.");
    check("LONDON (Agency) — |The court ruled. |It closed.");
    check("Thursday, May 7, 2015 |On Tuesday, the government spoke.");
    check("NAIROBI - |A court jailed the former minister. |She will appeal.");
    check("NATO - an alliance of 32 states - met.");
    check("NATO - US relations are good.");
}

#[test]
fn a_date_line_parts_from_the_headline_before_it() {
    check("An interview with the mayor |Sunday, May 28, 2006 |The mayor spoke.");
    check("They met on Sunday, May 28, 2006 in Oslo.");
}

#[test]
fn forwarded_mail_is_parted_at_its_headers() {
    check("Ana Ruiz@EXAMPLE |09/20/2000 04:18 PM |This is it. |Thanks, |Ana");
}

#[test]
fn lines_are_paragraphs_unless_the_text_is_wrapped() {
    check("Talks fail\n|By Ana Ruiz\n|The two sides met on Monday.");
    check(
        "The two sides met on Monday in the old town hall by the\nriver and did not agree on \
         anything of weight, as the\nparties had feared.",
    );
}

#[test]
fn a_sentence_without_end_is_cut() {
    let lexicon = TokenLexicon::load(&DataSource::embedded()).unwrap();
    let text = "word ".repeat(5_000);
    let tokens = token::split(&text, &lexicon);
    let sentences = sentence::split(&text, &tokens, &lexicon);
    assert!(
        sentences
            .iter()
            .all(|sentence| sentence.tokens.len() <= 400)
    );
    assert_eq!(sentences.last().unwrap().tokens.end, 5_000);
}
