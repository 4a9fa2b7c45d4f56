//! The rules of temporal values, each shown with the expressions that users write.

use crate::base::temporal::Component;
use crate::base::temporal::Duration;
use crate::base::temporal::Field;
use crate::base::temporal::Fields;
use crate::base::temporal::Temporal;
use crate::base::temporal::TemporalError;
use crate::base::temporal::TemporalKind;

/// What an expression stands for.
#[derive(Clone, Debug)]
enum Item {
    Integer(i64),
    Float(f64),
    Text(String),
    Temporal(Temporal),
    Fields(Fields),
}

/// Computes expressions like `date({year: 2024}) + duration('P1D')`.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) {
        assert!(self.take(token), "expected {token} at {}", self.rest);
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn sum(&mut self) -> Result<Item, TemporalError> {
        let mut left = self.product()?;
        loop {
            let minus = self.take("- ");
            if !minus && !self.take("+ ") {
                return Ok(left);
            }
            let (Item::Temporal(one), Item::Temporal(Temporal::Duration(two))) =
                (left, self.product()?)
            else {
                panic!("only durations can be added");
            };
            left = Item::Temporal(if minus {
                one.minus(&two)
            } else {
                one.plus(&two)
            }?);
        }
    }

    fn product(&mut self) -> Result<Item, TemporalError> {
        let left = self.factor()?;
        let divide = self.take("/ ");
        if !divide && !self.take("* ") {
            return Ok(left);
        }
        let Item::Temporal(Temporal::Duration(duration)) = left else {
            panic!("only durations can be multiplied");
        };
        Ok(Item::Temporal(Temporal::from(
            match (self.factor()?, divide) {
                (Item::Integer(number), false) => duration.times_integer(number),
                (Item::Float(number), false) => duration.times(number),
                (Item::Integer(number), true) => duration.divided_by(number as f64),
                (Item::Float(number), true) => duration.divided_by(number),
                _ => panic!("a number was expected"),
            }?,
        )))
    }

    fn factor(&mut self) -> Result<Item, TemporalError> {
        let mut item = self.primary()?;
        while self.take(".") {
            let name = self.word();
            let Item::Temporal(value) = &item else {
                panic!("only temporal values have components");
            };
            item = match value.component(&name) {
                Some(Component::Integer(number)) => Item::Integer(number),
                Some(Component::Text(text)) => Item::Text(text),
                None => Item::Text("nothing".to_owned()),
            };
        }
        Ok(item)
    }

    fn primary(&mut self) -> Result<Item, TemporalError> {
        if self.take("'") {
            let end = self.rest.find('\'').unwrap();
            let text = self.rest[..end].to_owned();
            self.rest = &self.rest[end + 1..];
            return Ok(Item::Text(text));
        }
        if self.take("{") {
            let mut fields = Fields::new();
            while !self.take("}") {
                let name = self.word();
                self.expect(":");
                let field = match self.sum()? {
                    Item::Integer(number) => Field::Integer(number),
                    Item::Float(number) => Field::Float(number),
                    Item::Text(text) => Field::Text(text),
                    Item::Temporal(value) => Field::Temporal(value),
                    Item::Fields(_) => panic!("a map in a map"),
                };
                fields.insert(name, field);
                self.take(",");
            }
            return Ok(Item::Fields(fields));
        }
        if self
            .rest
            .starts_with(|letter: char| letter == '-' || letter.is_ascii_digit())
        {
            let end = self
                .rest
                .find(|letter: char| !matches!(letter, '-' | '.' | '0'..='9'))
                .unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Ok(match number.parse() {
                Ok(number) => Item::Integer(number),
                Err(_) => Item::Float(number.parse().unwrap()),
            });
        }
        let name = self.word();
        let method = if self.take(".") {
            self.word()
        } else {
            String::new()
        };
        let mut arguments = Vec::new();
        self.expect("(");
        while !self.take(")") {
            arguments.push(self.sum()?);
            self.take(",");
        }
        call(&name, &method, &arguments).map(Item::Temporal)
    }
}

fn call(name: &str, method: &str, arguments: &[Item]) -> Result<Temporal, TemporalError> {
    let kind = match name {
        "date" => TemporalKind::Date,
        "localtime" => TemporalKind::LocalTime,
        "time" => TemporalKind::Time,
        "localdatetime" => TemporalKind::LocalDateTime,
        "datetime" => TemporalKind::DateTime,
        "duration" => TemporalKind::Duration,
        _ => panic!("no function {name}"),
    };
    match (method, arguments) {
        ("", [Item::Text(text)]) => kind.parse(text),
        ("", [Item::Fields(fields)]) => kind.from_fields(fields),
        ("", [Item::Temporal(value)]) => kind.from_temporal(value),
        ("truncate", [Item::Text(unit), Item::Temporal(value), rest @ ..]) => {
            let fields = match rest {
                [Item::Fields(fields)] => fields.clone(),
                _ => Fields::new(),
            };
            kind.truncate(unit, value, &fields)
        }
        (_, [Item::Temporal(from), Item::Temporal(to)]) => Ok(Temporal::from(match method {
            "between" => Duration::between(from, to)?,
            "inMonths" => Duration::in_months(from, to)?,
            "inDays" => Duration::in_days(from, to)?,
            _ => Duration::in_seconds(from, to)?,
        })),
        _ => panic!("{name}.{method} with {arguments:?}"),
    }
}

fn result_of(expression: &str) -> String {
    let mut reader = Reader { rest: expression };
    let result = reader.sum();
    assert!(
        result.is_err() || reader.rest.trim().is_empty(),
        "{}",
        reader.rest
    );
    match result {
        Ok(Item::Temporal(value)) => {
            let text = value.to_string();
            assert_eq!(value.kind().parse(&text), Ok(value), "{text} reads back");
            text
        }
        Ok(Item::Integer(number)) => number.to_string(),
        Ok(Item::Text(text)) => text,
        Ok(other) => panic!("{other:?}"),
        Err(error) => error.to_string(),
    }
}

fn check(expression: &str, wanted: &str) {
    assert_eq!(result_of(expression), wanted, "{expression}");
}

#[test]
fn dates_have_calendar_week_quarter_and_ordinal_forms() {
    for text in [
        "2024-02-29",
        "20240229",
        "2024-060",
        "2024060",
        "2024-W09-4",
        "2024W094",
        "2024-Q1-60",
        "2024Q160",
    ] {
        check(&format!("date('{text}')"), "2024-02-29");
    }
    check("date('2024')", "2024-01-01");
    check("date('2024-11')", "2024-11-01");
    check("date('202411')", "2024-11-01");
    check("date('2024-W02')", "2024-01-08");
    check("date('2024-Q4')", "2024-10-01");
}

#[test]
fn years_may_have_a_sign_and_nine_digits() {
    check("date('-0044-03-15')", "-0044-03-15");
    check("date('+999999999-12-31')", "+999999999-12-31");
    check("date({year: -999999999})", "-999999999-01-01");
    check("date('+12024-W01-1')", "+12024-01-01");
    check(
        "date({year: 1000000000})",
        "the field `year` must lie between -999999999 and 999999999, not be 1000000000",
    );
}

#[test]
fn a_text_of_another_form_is_named_in_the_error() {
    for text in [
        "",
        "20",
        "2024-",
        "2024-2-9",
        "2024-W9",
        "2024-W09-",
        "2024W09-4",
        "24-02-29",
        "2024-02-29T",
    ] {
        check(&format!("date('{text}')"), &format!("`{text}` is no date"));
    }
    for text in [
        "",
        "1",
        "123",
        "12:3",
        "12:30:",
        "12:30.5",
        "12:30:00.",
        "24:00 ",
    ] {
        check(
            &format!("localtime('{text}')"),
            &format!("`{text}` is no local time"),
        );
    }
    for text in [
        "P",
        "PT",
        "1D",
        "P1",
        "P1D1Y",
        "PT1.S",
        "P1.D",
        "P1DT",
        "P2024-1-1",
    ] {
        check(
            &format!("duration('{text}')"),
            &format!("`{text}` is no duration"),
        );
    }
}

#[test]
fn days_that_the_calendar_lacks_are_out_of_range() {
    check(
        "date('2023-02-29')",
        "the field `day` must lie between 1 and 28, not be 29",
    );
    check(
        "date({year: 2021, week: 53})",
        "the field `week` must lie between 1 and 52, not be 53",
    );
    check(
        "date('2023-366')",
        "the field `ordinalDay` must lie between 1 and 365, not be 366",
    );
    check(
        "date({year: 2023, quarter: 1, dayOfQuarter: 91})",
        "the field `dayOfQuarter` must lie between 1 and 90, not be 91",
    );
    check(
        "localtime('24:00')",
        "the field `hour` must lie between 0 and 23, not be 24",
    );
}

#[test]
fn only_the_smallest_fields_may_be_left_out() {
    check(
        "date({year: 2024, day: 3})",
        "a date needs the field `month` here",
    );
    check("date({month: 3})", "a date needs the field `year` here");
    check(
        "date({year: 2024, dayOfWeek: 3})",
        "a date needs the field `week` here",
    );
    check(
        "localtime({hour: 3, second: 3})",
        "a local time needs the field `minute` here",
    );
    check(
        "localdatetime({year: 2024, hour: 3})",
        "a local date-time needs the field `day` here",
    );
    check("localdatetime({year: 2024, month: 5})", "2024-05-01T00:00");
}

#[test]
fn fields_of_two_ways_to_name_a_day_do_not_mix() {
    check(
        "date({year: 2024, month: 3, week: 3})",
        "the fields `month` and `week` cannot be given together",
    );
    check(
        "date({year: 2024, weekday: 3})",
        "a date has no field `weekday`",
    );
    check("duration({day: 3})", "a duration has no field `day`");
}

#[test]
fn fields_replace_parts_of_another_value() {
    check("date({date: date('2024-02-29'), year: 2023})", "2023-02-28");
    check("date({date: date('2024-02-29'), day: 1})", "2024-02-01");
    check(
        "date({date: datetime('2024-02-29T23:00-10:00'), week: 1})",
        "2024-01-04",
    );
    check(
        "localdatetime({date: date('2024-02-29'), time: time('23:15+02:00'), minute: 0})",
        "2024-02-29T23:00",
    );
    check(
        "datetime({datetime: localdatetime('2024-02-29T01:02'), timezone: '+03'})",
        "2024-02-29T01:02+03:00",
    );
    check("date(time('12:00'))", "a date cannot be made from a time");
}

#[test]
fn a_new_zone_keeps_the_moment_of_a_value_that_has_one() {
    check(
        "datetime({datetime: datetime('2024-02-29T01:00+02:00'), timezone: 'America/New_York'})",
        "2024-02-28T18:00-05:00[America/New_York]",
    );
    check(
        "time({time: time('01:00+02:00'), timezone: '-05:00'})",
        "18:00-05:00",
    );
}

#[test]
fn parts_of_a_second_add_up() {
    check(
        "localtime({hour: 1, minute: 2, second: 3, millisecond: 4, nanosecond: 5})",
        "01:02:03.004000005",
    );
    check(
        "localtime({hour: 1, minute: 2, second: 3, microsecond: 4})",
        "01:02:03.000004",
    );
    check(
        "localtime({hour: 1, minute: 2, second: 3, millisecond: 4, microsecond: 1000})",
        "the field `microsecond` must lie between 0 and 999, not be 1000",
    );
}

#[test]
fn zones_know_their_history() {
    check(
        "datetime('2024-07-01T12:00[Europe/Kyiv]')",
        "2024-07-01T12:00+03:00[Europe/Kyiv]",
    );
    check(
        "datetime('1850-07-01T12:00[America/New_York]')",
        "1850-07-01T12:00-04:56:02[America/New_York]",
    );
    check(
        "datetime('1990-07-01T12:00[Europe/Moscow]').offsetMinutes",
        "240",
    );
    check(
        "datetime('+99999-07-01T12:00[Europe/Paris]')",
        "+99999-07-01T12:00+02:00[Europe/Paris]",
    );
    check(
        "datetime('2024-07-01T12:00[Europe/Atlantis]')",
        "there is no time zone `Europe/Atlantis`",
    );
    check(
        "datetime('2024-07-01T12:00+05:00[Europe/Paris]')",
        "the time zone `Europe/Paris` is not at +05:00 then",
    );
}

#[test]
fn a_skipped_hour_moves_on_and_a_repeated_one_is_the_first() {
    check(
        "datetime('2024-03-31T02:30[Europe/Paris]')",
        "2024-03-31T03:30+02:00[Europe/Paris]",
    );
    check(
        "datetime('2024-10-27T02:30[Europe/Paris]')",
        "2024-10-27T02:30+02:00[Europe/Paris]",
    );
    check(
        "datetime('2024-10-27T02:30+01:00[Europe/Paris]')",
        "2024-10-27T02:30+01:00[Europe/Paris]",
    );
}

#[test]
fn moments_can_be_counted_from_1970() {
    check(
        "datetime({epochSeconds: -1, nanosecond: 5})",
        "1969-12-31T23:59:59.000000005Z",
    );
    check(
        "datetime({epochMillis: 1700000000123, timezone: 'Asia/Kolkata'})",
        "2023-11-15T03:43:20.123+05:30[Asia/Kolkata]",
    );
    check("datetime('1969-12-31T23:59:59.5Z').epochMillis", "-500");
    check("datetime('1969-12-31T23:59:59.5Z').epochSeconds", "-1");
}

#[test]
fn components_come_by_name() {
    check("date('2024-12-30').weekYear", "2025");
    check("date('2024-12-30').week", "1");
    check("date('2024-12-30').dayOfQuarter", "91");
    check("date('2024-12-30').hour", "nothing");
    check("time('12:00+05:30').timezone", "+05:30");
    check(
        "datetime('2024-12-30T00:00[Asia/Tokyo]').timezone",
        "Asia/Tokyo",
    );
    check("localtime('12:00:00.123456789').microsecond", "123456");
    check("duration('P1Y5M10DT90M').monthsOfYear", "5");
    check("duration('P1Y5M10DT90M').minutesOfHour", "30");
    check(
        "duration({seconds: 1, milliseconds: -1}).nanosecondsOfSecond",
        "999000000",
    );
}

#[test]
fn truncation_cuts_to_the_unit_and_then_sets_fields() {
    check(
        "date.truncate('weekYear', date('2024-12-30'))",
        "2024-12-30",
    );
    check(
        "date.truncate('century', date('-0044-03-15'))",
        "-0100-01-01",
    );
    check(
        "datetime.truncate('day', localdatetime('2024-12-30T12:34:56'), {hour: 7})",
        "2024-12-30T07:00Z",
    );
    check(
        "time.truncate('minute', datetime('2024-07-01T12:34:56[Europe/Paris]'))",
        "12:34+02:00",
    );
    check(
        "localtime.truncate('millisecond', localtime('12:34:56.123456789'), {microsecond: 7})",
        "12:34:56.123007",
    );
    check(
        "localtime.truncate('month', localtime('12:34'))",
        "a local time cannot be truncated to `month`",
    );
    check(
        "date.truncate('hour', date('2024-12-30'))",
        "a date cannot be truncated to `hour`",
    );
}

#[test]
fn durations_keep_months_days_and_time_apart() {
    check("duration('P14M40DT30H')", "P1Y2M40DT30H");
    check("duration('P1Y-2M3W')", "P10M21D");
    check("duration('-P1DT2H')", "P-1DT-2H");
    check("duration('PT-0.25S')", "PT-0.25S");
    check("duration('P2024-02-03T04:05:06.7')", "P2024Y2M3DT4H5M6.7S");
    check("duration('P20240203T0405')", "P2024Y2M3DT4H5M");
    check(
        "duration({quarters: 3, weeks: 2, minutes: 90})",
        "P9M14DT1H30M",
    );
    check(
        "duration({days: 'one'})",
        "the field `days` must be a number",
    );
}

#[test]
fn fractions_of_months_and_days_go_to_the_smaller_parts() {
    check("duration('P0.5Y')", "P6M");
    check("duration('P0.5M')", "P15DT5H14M33S");
    check("duration({days: 1.25, seconds: 0.1})", "P1DT6H0.1S");
    check("duration({seconds: 2.3})", "PT2.3S");
    check("duration('P1M') / 2", "P15DT5H14M33S");
    check("duration('PT1S') / 3", "PT0.333333333S");
    check("duration('P1DT1S') * -1.5", "P-1DT-12H-1.5S");
    check(
        "duration('PT1S') / 0",
        "a duration cannot be divided by zero",
    );
}

#[test]
fn months_move_a_date_to_the_end_of_a_shorter_month() {
    check("date('2024-01-31') + duration('P1M')", "2024-02-29");
    check("date('2024-01-31') + duration('P1M1D')", "2024-03-01");
    check("date('2024-03-31') - duration('P1MT25H')", "2024-02-28");
    check(
        "date('+999999999-12-31') + duration('P1D')",
        "the result is too large for a date",
    );
}

#[test]
fn time_passes_on_the_clock_of_the_zone() {
    check(
        "datetime('2024-03-30T12:00[Europe/Paris]') + duration('P1D')",
        "2024-03-31T12:00+02:00[Europe/Paris]",
    );
    check(
        "datetime('2024-03-30T12:00[Europe/Paris]') + duration('PT24H')",
        "2024-03-31T13:00+02:00[Europe/Paris]",
    );
    check("time('23:30+01:00') + duration('P5DT1H')", "00:30+01:00");
}

#[test]
fn the_time_between_two_values_takes_the_rest_from_the_other_one() {
    check(
        "duration.between(date('2024-01-31'), date('2024-03-01'))",
        "P1M1D",
    );
    check(
        "duration.between(date('2024-03-01'), date('2024-01-31'))",
        "P-1M-1D",
    );
    check(
        "duration.between(localtime('12:00'), datetime('2024-01-31T10:30+02:00'))",
        "PT-1H-30M",
    );
    check(
        "duration.between(time('12:00+01:00'), time('12:00+02:00'))",
        "PT-1H",
    );
    check(
        "duration.inDays(localdatetime('2024-01-31T12:00'), date('2024-03-01'))",
        "P29D",
    );
    check(
        "duration.inMonths(date('2024-01-31'), localtime('12:00'))",
        "PT0S",
    );
    check(
        "duration.inSeconds(datetime('2024-03-31T00:00[Europe/Paris]'), date('2024-04-01'))",
        "PT23H",
    );
}

fn order(one: &str, other: &str) -> Option<std::cmp::Ordering> {
    let value = |expression: &str| match (Reader { rest: expression }).sum() {
        Ok(Item::Temporal(value)) => value,
        other => panic!("{other:?}"),
    };
    value(one).compare(&value(other))
}

#[test]
fn moments_compare_by_instant_and_durations_not_at_all() {
    use std::cmp::Ordering;
    assert_eq!(
        order("time('10:00+01:00')", "time('09:30Z')"),
        Some(Ordering::Less)
    );
    assert_eq!(
        order(
            "datetime('2024-01-01T00:00+05:00')",
            "datetime('2023-12-31T20:00Z')"
        ),
        Some(Ordering::Less)
    );
    assert_eq!(order("duration('P1D')", "duration('PT24H')"), None);
    assert_eq!(
        order("date('2024-01-01')", "localdatetime('2024-01-01')"),
        None
    );
}

proptest::proptest! {
    // Nothing is written beside the sources when a case fails.
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]

    #[test]
    fn no_text_makes_reading_panic(text in "[-+PpTWQZz0-9:.,YMDHS\\[\\]é]{0,24}") {
        for kind in KINDS {
            if let Ok(value) = kind.parse(&text) {
                assert_eq!(kind.parse(&value.to_string()), Ok(value));
            }
        }
    }

    #[test]
    fn no_arithmetic_panics_at_the_ends_of_the_range(
        months in extreme(),
        days in extreme(),
        seconds in extreme(),
        nanos in extreme(),
        factor in proptest::prelude::any::<f64>(),
        one in 0..VALUES.len(),
        other in 0..VALUES.len(),
    ) {
        let value = |index: usize| {
            let (kind, text) = VALUES[index];
            kind.parse(text).unwrap()
        };
        let (one, other) = (value(one), value(other));
        if let Ok(duration) = Duration::new(months, days, seconds, nanos) {
            for moved in [one.plus(&duration), one.minus(&duration)].into_iter().flatten() {
                _ = (moved.to_string(), moved.order(&other), Duration::between(&moved, &other));
                for name in ["week", "weekYear", "dayOfQuarter", "epochMillis", "hours"] {
                    _ = moved.component(name);
                }
                for unit in ["millennium", "weekYear", "week", "hour"] {
                    _ = moved.kind().truncate(unit, &moved, &Fields::new());
                }
            }
            _ = (duration.times(factor), duration.divided_by(factor), duration.negated());
            _ = (duration.times_integer(seconds), duration.mean_nanos());
            let text = duration.to_string();
            assert_eq!(TemporalKind::Duration.parse(&text), Ok(Temporal::from(duration)));
        }
        for measure in [Duration::between, Duration::in_months, Duration::in_days, Duration::in_seconds] {
            _ = measure(&one, &other);
        }
    }

    #[test]
    fn days_and_dates_are_each_others_inverse(days in -365_242_000_000_i64..365_242_000_000) {
        let date = crate::base::temporal::Date::from_days(days).unwrap();
        assert_eq!(date.days(), days);
        let again = crate::base::temporal::Date::from_week(date.week_year(), date.week(), date.day_of_week());
        assert_eq!(again, Ok(date));
    }
}

fn extreme() -> impl proptest::strategy::Strategy<Value = i64> {
    use proptest::prelude::*;
    prop_oneof![
        Just(0),
        Just(i64::MIN),
        Just(i64::MAX),
        -100_i64..100,
        any::<i64>()
    ]
}

const VALUES: [(TemporalKind, &str); 9] = [
    (TemporalKind::Date, "-999999999-01-01"),
    (TemporalKind::Date, "+999999999-12-31"),
    (TemporalKind::LocalTime, "23:59:59.999999999"),
    (TemporalKind::Time, "00:00+18:00"),
    (TemporalKind::LocalDateTime, "-999999999-01-01T00:00"),
    (
        TemporalKind::LocalDateTime,
        "+999999999-12-31T23:59:59.999999999",
    ),
    (
        TemporalKind::DateTime,
        "-999999999-01-01T00:00[Europe/Paris]",
    ),
    (
        TemporalKind::DateTime,
        "+999999999-12-31T23:59[America/New_York]",
    ),
    (TemporalKind::DateTime, "2024-03-31T00:00-18:00"),
];

const KINDS: [TemporalKind; 6] = [
    TemporalKind::Date,
    TemporalKind::LocalTime,
    TemporalKind::Time,
    TemporalKind::LocalDateTime,
    TemporalKind::DateTime,
    TemporalKind::Duration,
];
