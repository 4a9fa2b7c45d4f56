//! Years and what is longer or a part of one: "2024", "the 1960s", "the third quarter", "summer".

use crate::extract::time::cursor::Cursor;
use crate::extract::time::shape::Direction;
use crate::extract::time::shape::Parsed;
use crate::extract::time::shape::Shape;

/// "1960s", "1960's".
pub(super) fn decade(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let year: i16 = (digits.len() == 4).then(|| digits.parse().ok()).flatten()?;
    (year % 10 == 0 && (1000..2200).contains(&year)).then_some(year)
}

/// "60s", "'60s", "’60s".
pub(super) fn short_decade(word: &str) -> Option<i16> {
    let digits = word.strip_suffix('s')?.trim_matches(['\'', '’']);
    let tens: i16 = (digits.len() == 2).then(|| digits.parse().ok()).flatten()?;
    (tens % 10 == 0).then_some(if tens < 30 { 2000 + tens } else { 1900 + tens })
}

/// "the sixties".
pub(super) fn decade_words(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let &tens = cursor.words.decades.get(cursor.word(at))?;
    let century = if tens < 2 { 2000 } else { 1900 };
    Some(Parsed::new(
        Shape::Decade {
            year: century + 10 * tens as i16,
        },
        at + 1,
    ))
}

/// "5000 BCE", "347 AD".
pub(super) fn era(cursor: &Cursor<'_>, at: usize, number: i32) -> Option<Parsed> {
    match cursor.word(at + 1) {
        "bc" | "bce" | "b.c." | "b.c.e." => {
            Some(Parsed::new(Shape::BeforeChrist { year: number }, at + 2))
        }
        "ad" | "ce" | "a.d." | "c.e." if (1..2200).contains(&number) => Some(Parsed::new(
            Shape::Year {
                year: number as i16,
                fiscal: false,
            },
            at + 2,
        )),
        _ => None,
    }
}

/// "2023-24", "2019/2020" as one: a season, a school year.
pub(super) fn years(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let first = cursor.year(at)?;
    if !matches!(cursor.word(at + 1), "-" | "–" | "/")
        || !cursor.is_glued(at + 1)
        || !cursor.is_glued(at + 2)
    {
        return None;
    }
    let last = cursor.word(at + 2);
    let last: i16 = (last.len() == 2).then(|| last.parse().ok()).flatten()?;
    let last = first - first % 100 + last;
    (last > first).then(|| Parsed::new(Shape::Years { first, last }, at + 3))
}

/// "the third quarter of 2023", "Q3 2023", "the first half of the year".
pub(super) fn portion(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    let short = word
        .strip_prefix('q')
        .and_then(|number| number.parse::<i8>().ok())
        .filter(|number| (1..=4).contains(number) && cursor.written(at).starts_with('Q'));
    let (letter, number, end) = match short {
        Some(number) => ('Q', number, at + 1),
        None => {
            let (number, mut end) = cursor.ordinal(at)?;
            end += usize::from(cursor.word(end) == "-");
            let fiscal = usize::from(matches!(
                cursor.word(end),
                "fiscal" | "financial" | "calendar"
            ));
            let letter = match cursor.word(end + fiscal) {
                "quarter" if number <= 4 => 'Q',
                "half" if number <= 2 && cursor.word(end + fiscal + 1) == "of" => 'H',
                _ => return None,
            };
            (letter, number as i8, end + fiscal + 1)
        }
    };
    let skip = usize::from(matches!(cursor.word(end), "of" | "in" | ","));
    let fiscal = matches!(cursor.word(end + skip), "fiscal" | "fy");
    let after = end + skip + usize::from(fiscal);
    if let Some(year) = cursor.year(after) {
        return Some(Parsed::new(
            Shape::Portion {
                letter,
                number,
                year: Some(year),
                direction: Direction::Here,
                fiscal,
            },
            after + 1,
        ));
    }
    let direction = match (cursor.word(end + skip), cursor.word(end + skip + 1)) {
        ("last", "year") => Direction::Back,
        ("next", "year") => Direction::Ahead,
        ("the" | "this", "year") if skip == 1 || cursor.word(end) == "this" => Direction::Here,
        // "the first half of the game"
        _ if letter == 'H' => return None,
        _ => Direction::Open,
    };
    let end = if direction == Direction::Open {
        end
    } else {
        end + skip + 2
    };
    Some(Parsed::new(
        Shape::Portion {
            letter,
            number,
            year: None,
            direction,
            fiscal,
        },
        end,
    ))
}

/// "20th century", "nineteenth - century", "third century BC".
pub(super) fn century(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let (number, end) = cursor.ordinal(at)?;
    let end = end + usize::from(cursor.word(end) == "-");
    if !matches!(cursor.word(end), "century" | "centuries") {
        return None;
    }
    let before_christ = matches!(cursor.word(end + 1), "bc" | "bce" | "b.c.");
    Some(Parsed::new(
        Shape::Century {
            number: i16::try_from(number).ok()?,
            before_christ,
        },
        end + 1 + usize::from(before_christ),
    ))
}

/// "summer", "the summer of 2012", "winter 2023".
pub(super) fn season(cursor: &Cursor<'_>, at: usize, direction: Direction) -> Option<Parsed> {
    let word = cursor.word(at);
    let &code = cursor.words.seasons.get(word)?;
    let skip = usize::from(cursor.word(at + 1) == "of");
    let year = cursor.year(at + 1 + skip);
    let end = match year {
        Some(_) => at + 2 + skip,
        None => at + 1,
    };
    if year.is_none() && direction == Direction::Open {
        let before = cursor.before(at, 1);
        // "the fall of Kabul", "a spring in the bed", "they fall", "the Arab Spring".
        let ambiguous = matches!(word, "fall" | "spring");
        let introduced = matches!(
            before,
            "in" | "the" | "by" | "during" | "until" | "since" | "early" | "late" | "mid"
        );
        if !introduced
            || skip == 1
            || ambiguous && !(before == "in" || cursor.before(at, 2) == "in")
        {
            return None;
        }
        if cursor.written(at).starts_with(char::is_uppercase)
            && cursor.written(at + 1).starts_with(char::is_uppercase)
        {
            return None;
        }
    }
    Some(Parsed::new(
        Shape::Season {
            code,
            year,
            direction,
        },
        end,
    ))
}

/// "2024", where it is a year and no number of things.
pub(super) fn year(cursor: &Cursor<'_>, at: usize) -> Option<Parsed> {
    let word = cursor.word(at);
    // "fiscal 2024", "FY2024", "financial year 2023".
    if matches!(word, "fiscal" | "financial" | "fy") {
        let skip = usize::from(cursor.word(at + 1) == "year");
        let year = cursor.year(at + 1 + skip)?;
        return Some(Parsed::new(
            Shape::Year { year, fiscal: true },
            at + 2 + skip,
        ));
    }
    if let Some(year) = word.strip_prefix("fy").and_then(|year| year.parse().ok())
        && (1900..2200).contains(&year)
    {
        return Some(Parsed::new(Shape::Year { year, fiscal: true }, at + 1));
    }
    if word == "ad"
        && let Some(year) = cursor.digits(at + 1)
        && (1..2200).contains(&year)
    {
        return Some(Parsed::new(
            Shape::Year {
                year: year as i16,
                fiscal: false,
            },
            at + 2,
        ));
    }
    let year = cursor.year(at)?;
    let found = Parsed::new(
        Shape::Year {
            year,
            fiscal: false,
        },
        at + 1,
    );
    let (before, after) = (cursor.before(at, 1), cursor.word(at + 1));
    let counted = matches!(
        before,
        "over"
            | "nearly"
            | "almost"
            | "than"
            | "least"
            | "most"
            | "some"
            | "only"
            | "$"
            | "€"
            | "£"
            | "us$"
            | "#"
            | "no."
            | "number"
            | "all"
            | "another"
            | "those"
            | "these"
            | "exactly"
            | "page"
            | "room"
            | "flight"
            | "the"
    );
    let plural = cursor.xpos(at + 1) == "NNS";
    let noun = matches!(cursor.xpos(at + 1), "NN" | "NNS" | "JJ")
        && !cursor.written(at + 1).starts_with(char::is_uppercase);
    let unit = matches!(
        after,
        "%" | "percent"
            | "per"
            | "km"
            | "miles"
            | "meters"
            | "metres"
            | "feet"
            | "kilometers"
            | "kilometres"
            | "kg"
            | "tons"
            | "tonnes"
            | "dollars"
            | "euros"
            | "people"
            | "troops"
            | "or"
    ) || cursor.words.units.contains_key(after);
    if unit && before != "in"
        || cursor.is_glued(at) && matches!(before, "$" | "€" | "£" | "." | "," | "/")
    {
        return None;
    }
    let ranged =
        matches!(after, "-" | "–" | "to") && cursor.year(at + 2).is_some_and(|last| last > year);
    let taken = match before {
        _ if ranged => true,
        // "the 2012 games", but "the 1500 people".
        "the" => !plural || (1900..2100).contains(&year),
        _ if counted => false,
        "in" | "since" | "until" | "till" | "during" | "circa" | "ca." | "c." | "early"
        | "late" | "mid" | "year" => true,
        "by" | "from" | "to" | "of" | "before" | "after" | "between" | "and" | "through"
        | "for" | "as" => {
            !plural
                || matches!(
                    after,
                    "levels"
                        | "elections"
                        | "games"
                        | "protests"
                        | "talks"
                        | "figures"
                        | "prices"
                        | "standards"
                        | "polls"
                )
        }
        "(" | "-" | "–" | "—" | "," | "[" | "/" | "'s" | "’s" | ";" => {
            (1400..2100).contains(&year) && !plural
        }
        _ => (1900..2100).contains(&year) && !noun,
    };
    taken.then_some(found)
}
