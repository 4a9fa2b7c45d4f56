use std::sync::LazyLock;

use super::*;
use crate::analysis::Analyzer;
use crate::data::DataSource;

/// Loading the analyzer takes longer than all the sentences.
static READER: LazyLock<(Analyzer, TimeWords)> = LazyLock::new(|| {
    let source = DataSource::embedded();
    (
        Analyzer::load(&source).unwrap(),
        TimeWords::load(&source).unwrap(),
    )
});

/// Finds the expressions of a text written on Sunday, 24 March 2024.
fn found(text: &str) -> Vec<(String, TimeExpression)> {
    let (analyzer, words) = &*READER;
    let document = Document {
        date: "2024-03-24".parse().ok(),
        text: text.to_owned(),
        ..Document::default()
    };
    let analysis = analyzer.analyze(&document);
    find(&document, &analysis, words)
        .into_iter()
        .map(|time| (time.span.of(text).to_owned(), time))
        .collect()
}

/// Expects `words = value` for each expression, with its modifier behind it.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = found(text)
        .iter()
        .map(|(words, time)| match time.modifier {
            Some(modifier) => format!("{words} = {} {modifier}", time.value),
            None => format!("{words} = {}", time.value),
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn weekdays_go_back_with_the_past_and_ahead_with_the_future() {
    check("They met on Friday.", &["Friday = 2024-03-22"]);
    check("They will meet on Friday.", &["Friday = 2024-03-29"]);
    check(
        "They met last Friday night.",
        &["last Friday night = 2024-03-22TNI"],
    );
    check(
        "They will meet next Tuesday.",
        &["next Tuesday = 2024-03-26"],
    );
    check("It was shown on Sundays.", &["Sundays = XXXX-WXX-7"]);
}

#[test]
fn full_dates_are_one_expression() {
    check(
        "Friday, August 21, 2015",
        &["Friday, August 21, 2015 = 2015-08-21"],
    );
    check("It began on 3 March 2020.", &["3 March 2020 = 2020-03-03"]);
    check(
        "It ended on March 24th, 2021.",
        &["March 24th, 2021 = 2021-03-24"],
    );
    check(
        "It ended on the 2nd of May 1999.",
        &["the 2nd of May 1999 = 1999-05-02"],
    );
    check("It was filed on 2023-11-05.", &["2023-11-05 = 2023-11-05"]);
}

#[test]
fn partial_dates_take_the_year_that_the_tense_asks_for() {
    check(
        "In January, it bombed the ceremony.",
        &["January = 2024-01"],
    );
    check("It fell in November.", &["November = 2023-11"]);
    check("They will vote in November.", &["November = 2024-11"]);
    check("They met on December 12.", &["December 12 = 2023-12-12"]);
    check("The vote will be held on May 16.", &["May 16 = 2024-05-16"]);
    check("It fell in May 2003.", &["May 2003 = 2003-05"]);
}

#[test]
fn distances_count_from_the_day_of_writing() {
    check("It sank yesterday.", &["yesterday = 2024-03-23"]);
    check("It sank two weeks ago.", &["two weeks ago = 2024-W10"]);
    check("It sank two years ago.", &["two years ago = 2022"]);
    check(
        "It grew last year and last week.",
        &["last year = 2023", "last week = 2024-W11"],
    );
    check("They meet next month.", &["next month = 2024-04"]);
    check("It sank last night.", &["last night = 2024-03-23TNI"]);
    check("It sank years ago.", &["years ago = PAST_REF"]);
}

#[test]
fn distances_from_the_text_count_from_its_last_date() {
    check(
        "They met on March 3, 2021. The next day they left.",
        &["March 3, 2021 = 2021-03-03", "The next day = 2021-03-04"],
    );
    check(
        "It fell in 2015. A year later it rose.",
        &["2015 = 2015", "A year later = 2016"],
    );
}

#[test]
fn the_next_day_counts_from_a_day_and_this_weekend_from_its_verb() {
    check(
        "Polls opened on Sunday. In 2015 they had not. They closed the next day.",
        &[
            "Sunday = 2024-03-24",
            "2015 = 2015",
            "the next day = 2024-03-25",
        ],
    );
    check(
        "Waitangi Day - February 6 - this year",
        &[
            "Waitangi Day = 2024-02-06",
            "February 6 = 2024-02-06",
            "this year = 2024",
        ],
    );
    check("He reads the Oslo Weekly.", &[]);
}

#[test]
fn durations_and_sets_are_no_dates() {
    check("It lasted three weeks.", &["three weeks = P3W"]);
    check("It was an 11-year lull.", &["11-year = P11Y"]);
    check(
        "It lasted over the past 35 years.",
        &["the past 35 years = P35Y"],
    );
    check(
        "It lasted about half an hour.",
        &["about half an hour = PT30M APPROX"],
    );
    check("They meet every Friday.", &["every Friday = XXXX-WXX-5"]);
    check("They meet twice a week.", &["twice a week = P1W"]);
    check("He waited for decades.", &["decades = PXDE"]);
}

#[test]
fn ranges_give_both_ends_the_whole() {
    let ranges =
        |text: &str| -> Vec<_> { found(text).iter().map(|(_, time)| time.iso()).collect() };
    let whole = |value: &str| vec![Some(value.to_owned()); 2];
    assert_eq!(
        ranges("It ran from January 2 to January 5."),
        whole("2024-01-02/2024-01-05")
    );
    assert_eq!(
        ranges("It ran March 2-5, 2021."),
        whole("2021-03-02/2021-03-05")
    );
    assert_eq!(
        ranges("It ran from 2004 to 2009."),
        whole("2004-01-01/2009-12-31")
    );
    assert_eq!(
        ranges("It ran between July 2003 and December 2004."),
        whole("2003-07-01/2004-12-31")
    );
}

#[test]
fn long_times_and_parts_of_years_are_spans() {
    check("It rose in the 1960s.", &["the 1960s = 196"]);
    check("It rose in the late 1990s.", &["the late 1990s = 199 END"]);
    check("It rose in the sixties.", &["the sixties = 196"]);
    check("It fell in the 20th century.", &["the 20th century = 19"]);
    check(
        "It fell in the third quarter of 2023.",
        &["the third quarter of 2023 = 2023-Q3"],
    );
    check(
        "It fell in the first half of the year.",
        &["the first half of the year = 2024-H1"],
    );
    check(
        "It fell in the summer of 2012.",
        &["the summer of 2012 = 2012-SU"],
    );
    check("It grew in the 2019-20 season.", &["2019-20 = 2019/2020"]);
    check("It grew in fiscal 2023.", &["fiscal 2023 = FY2023"]);
    check(
        "It fell in late September.",
        &["late September = 2023-09 END"],
    );
    check(
        "It must end by the end of the year.",
        &["the end of the year = 2024 END"],
    );
    check("It ended in mid-August.", &["mid-August = 2023-08 MID"]);
}

#[test]
fn times_of_day_join_their_day() {
    check(
        "They met at 5 p.m. on Friday.",
        &["5 p.m. on Friday = 2024-03-22T17:00"],
    );
    check(
        "They met on Friday at 22:30.",
        &["Friday at 22:30 = 2024-03-22T22:30"],
    );
    check("They met this morning.", &["this morning = 2024-03-24TMO"]);
    check("They met at noon.", &["noon = 2024-03-24T12:00"]);
}

#[test]
fn the_present_is_a_reference() {
    check(
        "He is now in Oslo and currently ill.",
        &["now = PRESENT_REF", "currently = PRESENT_REF"],
    );
    check("It fell recently.", &["recently = PAST_REF"]);
    check("Now that it fell, he left.", &[]);
}

#[test]
fn years_are_told_from_other_numbers() {
    check("Nearly 2000 people left in 1999.", &["1999 = 1999"]);
    check("It cost $2015.", &[]);
    check("The 2012 Summer Games were long.", &["2012 = 2012"]);
    check("He wrote (Baker, 2015).", &["2015 = 2015"]);
}

#[test]
fn names_and_verbs_are_no_months() {
    check("Theresa May may march on.", &[]);
    check("The Sun sat.", &[]);
}

#[test]
fn feasts_have_their_day() {
    check(
        "They met on Christmas Day.",
        &["Christmas Day = 2023-12-25"],
    );
    check("They fear another 9/11.", &["9/11 = 2001-09-11"]);
}

#[test]
fn feasts_that_move_are_found_in_the_calendar() {
    check(
        "They met on Easter Monday.",
        &["Easter Monday = 2024-04-01"],
    );
    check(
        "They met on Good Friday 2023.",
        &["Good Friday 2023 = 2023-04-07"],
    );
    check(
        "The shop closed on Thanksgiving.",
        &["Thanksgiving = 2023-11-23"],
    );
    check(
        "The shop will close on Labor Day.",
        &["Labor Day = 2024-09-02"],
    );
}

#[test]
fn modifiers_of_several_words_belong_to_the_expression() {
    check(
        "It lasted more than two years.",
        &["more than two years = P2Y MORE_THAN"],
    );
    check(
        "He must serve at least 18 months.",
        &["at least 18 months = P18M EQUAL_OR_MORE"],
    );
    check(
        "It took less than a week.",
        &["less than a week = P1W LESS_THAN"],
    );
    check(
        "He faces up to 10 years in prison.",
        &["up to 10 years = P10Y EQUAL_OR_LESS"],
    );
}

#[test]
fn what_was_spoken_of_is_taken_up_again() {
    check(
        "It fell on March 3, 2021. Later that month it rose.",
        &[
            "March 3, 2021 = 2021-03-03",
            "Later that month = 2021-03 END",
        ],
    );
    check(
        "It fell in 2015. It rose that year.",
        &["2015 = 2015", "that year = 2015"],
    );
    check(
        "It fell on May 2, 2019. It rose the same day.",
        &["May 2, 2019 = 2019-05-02", "the same day = 2019-05-02"],
    );
}

#[test]
fn vague_spans_are_references() {
    check("It grew in recent years.", &["recent years = PAST_REF"]);
    check(
        "It may grow in the near future.",
        &["the near future = FUTURE_REF"],
    );
    check("They met over the weekend.", &["the weekend = 2024-W12-WE"]);
    check(
        "It fell in the early hours of Sunday.",
        &["the early hours of Sunday = 2024-03-24TMO"],
    );
}

#[test]
fn so_much_in_each_is_a_set() {
    check("It costs $5 million a year.", &["a year = P1Y"]);
    check(
        "He works 12 hours a day.",
        &["12 hours = PT12H", "a day = P1D"],
    );
    check("It lasted a year.", &["a year = P1Y"]);
}

#[test]
fn halves_and_thousands_are_counted() {
    check("It lasted half a century.", &["half a century = P50Y"]);
    check("It is 1,200 years old.", &["1,200 years old = P1200Y"]);
    check("It fell at 0930 GMT.", &["0930 GMT = 2024-03-24T09:30"]);
    check(
        "They open at 5pm on Friday.",
        &["5pm on Friday = 2024-03-22T17:00"],
    );
}

#[test]
fn without_a_date_of_writing_only_what_is_said_is_known() {
    let source = DataSource::embedded();
    let text = "They met on Friday in 2019, and in March.";
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let analysis = Analyzer::load(&source).unwrap().analyze(&document);
    let times = find(&document, &analysis, &TimeWords::load(&source).unwrap());
    let values: Vec<_> = times.iter().map(|time| time.value.as_str()).collect();
    assert_eq!(values, ["XXXX-WXX-5", "2019", "XXXX-03"]);
    assert_eq!(times[0].iso(), None);
}
