use super::*;
use crate::data::DataSource;

/// Expects the tokens that blanks part; `·` stands between the parts of a multi-word token.
#[track_caller]
fn check(text: &str, expected: &str) {
    let lexicon = TokenLexicon::load(&DataSource::embedded()).unwrap();
    let mut found = String::new();
    for token in split(text, &lexicon) {
        found.push_str(token.span.of(text));
        found.push(if token.joined { '·' } else { ' ' });
    }
    assert_eq!(found.trim_end(), expected);
}

#[test]
fn punctuation_is_apart() {
    check("\"We won,\" she said.", "\" We won , \" she said .");
    check(
        "(IS-K) — the ‘original’ one…",
        "( IS-K ) — the ‘ original ’ one …",
    );
    check("What?! No...", "What ?! No ...");
}

#[test]
fn clitics_are_joined() {
    check(
        "I don't think it's Russia’s.",
        "I do·n't think it·'s Russia·’s .",
    );
    check("The players' union", "The players·' union");
    check("'all the players' he said", "' all the players ' he said");
    check("'Tis the '60s, get 'em", "'T·is the '60s , get 'em");
}

#[test]
fn hyphens_part_words_but_not_prefixes() {
    check(
        "blood-soaked non-avian al-Qaeda",
        "blood - soaked non-avian al - Qaeda",
    );
    check(
        "Call 713-853-3989 on 2024-03-22 or 5-10",
        "Call 713-853-3989 on 2024-03-22 or 5 - 10",
    );
}

#[test]
fn numbers_keep_their_separators_and_lose_their_units() {
    check(
        "$5.50, 10,000 and 40% by 5pm",
        "$ 5.50 , 10,000 and 40 % by 5 pm",
    );
    check(
        "the 1990s, the 60's, the 3rd, at 8:30",
        "the 1990s , the 60's , the 3rd , at 8:30",
    );
    check("US$5m on 9/11", "US$ 5 m on 9/11");
}

#[test]
fn abbreviations_keep_their_period() {
    check("Mr. Diaz of the U.S. left.", "Mr. Diaz of the U.S. left .");
    check("No. 5 said no.", "No. 5 said no .");
    check(
        "J. F. Diaz, Ph.D., took vitamin C.",
        "J. F. Diaz , Ph.D. , took vitamin C .",
    );
    check("e.g. at 5 p.m., i.e. late", "e.g. at 5 p.m. , i.e. late");
}

#[test]
fn addresses_are_whole() {
    check(
        "See https://example.org/a_(b)?c=1. Write to ana.ruiz@example.org, @ana or #news!",
        "See https://example.org/a_(b)?c=1 . Write to ana.ruiz@example.org , @ana or #news !",
    );
    check("(example.com)", "( example.com )");
    check("He left.Then", "He left . Then");
}

#[test]
fn other_scripts_and_emoji_are_cut_at_their_own_marks() {
    check("Владимир и 樋口。 👍🏽👩‍👩‍👧", "Владимир и 樋口 。 👍🏽 👩‍👩‍👧");
    check(
        "basic\u{ad}ally naïve cafe\u{301}",
        "basic\u{ad}ally naïve cafe\u{301}",
    );
    check("ok :-) and <3", "ok :-) and <3");
}

#[test]
fn a_text_that_is_cut_is_left_alone() {
    let text = "do n't touch-this .";
    let tokens = split_at_spaces(text);
    assert_eq!(tokens.len(), 4);
    assert_eq!(tokens[2].span.of(text), "touch-this");
}

#[test]
fn spaces_nobody_sees_part_words_but_are_in_none() {
    check("\u{feff}a\u{200b}b\u{0}c\u{a0}d", "a b c d");
}
