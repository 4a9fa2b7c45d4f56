//! The words about time.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::data::DataError;
use crate::data::DataSource;

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// `lexicon/time.ron` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeFile {
    weekdays: Vec<Vec<String>>,
    months: Vec<Vec<String>>,
    units: BTreeMap<String, Unit>,
    seasons: BTreeMap<String, String>,
    parts_of_day: BTreeMap<String, String>,
    days: BTreeMap<String, (i32, String)>,
    numbers: BTreeMap<String, i32>,
    ordinals: BTreeMap<String, i32>,
    decades: BTreeMap<String, i32>,
    parts: BTreeMap<String, String>,
    about: BTreeMap<String, String>,
    vague: Vec<String>,
    earlier: Vec<String>,
    later: Vec<String>,
    this: Vec<String>,
    following: Vec<String>,
    preceding: Vec<String>,
    present: Vec<String>,
    past: Vec<String>,
    future: Vec<String>,
    sets: BTreeMap<String, String>,
    holidays: Vec<Holiday>,
    plans: Vec<String>,
}

/// A feast on one day of every year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    pub(super) words: Vec<String>,
    pub(super) feast: Feast,
}

/// How the day of a feast is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Feast {
    /// On a day of a month.
    On { month: i8, day: i8 },
    /// On the first, second … weekday of a month, 1 for Monday; on the last for -1.
    Nth { weekday: i8, nth: i8, month: i8 },
    /// So many days after Easter Sunday.
    Easter(i8),
}

/// Words about time, by what they mean.
pub struct TimeWords {
    pub(super) weekdays: FxHashMap<String, i8>,
    pub(super) months: FxHashMap<String, i8>,
    pub(super) units: FxHashMap<String, Unit>,
    pub(super) seasons: FxHashMap<String, &'static str>,
    pub(super) parts_of_day: FxHashMap<String, &'static str>,
    pub(super) days: FxHashMap<String, (i32, &'static str)>,
    pub(super) numbers: FxHashMap<String, i32>,
    pub(super) ordinals: FxHashMap<String, i32>,
    pub(super) decades: FxHashMap<String, i32>,
    pub(super) parts: FxHashMap<String, &'static str>,
    pub(super) about: FxHashMap<String, &'static str>,
    pub(super) vague: FxHashSet<String>,
    pub(super) earlier: FxHashSet<String>,
    pub(super) later: FxHashSet<String>,
    pub(super) this: FxHashSet<String>,
    pub(super) following: FxHashSet<String>,
    pub(super) preceding: FxHashSet<String>,
    pub(super) present: FxHashSet<String>,
    pub(super) past: FxHashSet<String>,
    pub(super) future: FxHashSet<String>,
    pub(super) sets: FxHashMap<String, String>,
    pub(super) holidays: Vec<Holiday>,
    pub(super) plans: FxHashSet<String>,
}

/// The codes that TIMEX3 knows for seasons, parts of the day and modifiers.
const CODES: &[&str] = &[
    "",
    "SP",
    "SU",
    "FA",
    "WI",
    "MO",
    "AF",
    "EV",
    "NI",
    "DT",
    "START",
    "MID",
    "END",
    "APPROX",
    "MORE_THAN",
    "LESS_THAN",
    "EQUAL_OR_MORE",
    "EQUAL_OR_LESS",
];

impl TimeWords {
    /// Reads and checks the file.
    pub fn load(source: &DataSource) -> Result<Self, DataError> {
        const FILE: &str = "lexicon/time.ron";
        let file: TimeFile = source.ron(FILE)?;
        if file.weekdays.len() != 7 || file.months.len() != 12 {
            return Err(DataError::about(
                format!("data/{FILE}"),
                "a week has 7 days and a year 12 months",
            ));
        }
        let coded = |words: BTreeMap<String, String>| {
            words
                .into_iter()
                .map(
                    |(word, code)| match CODES.iter().find(|known| **known == code) {
                        Some(known) => Ok((word, *known)),
                        None => Err(DataError::about(
                            format!("data/{FILE}"),
                            format!("`{code}`, the code of `{word}`, is none of TIMEX3"),
                        )),
                    },
                )
                .collect::<Result<FxHashMap<_, _>, _>>()
        };
        let numbered = |lists: Vec<Vec<String>>| {
            lists
                .into_iter()
                .zip(1..)
                .flat_map(|(words, number)| words.into_iter().map(move |word| (word, number)))
                .collect::<FxHashMap<String, i8>>()
        };
        let set = |words: Vec<String>| words.into_iter().collect::<FxHashSet<_>>();
        let (shifts, parts): (BTreeMap<_, _>, BTreeMap<_, _>) = file
            .days
            .into_iter()
            .map(|(word, (shift, part))| ((word.clone(), shift), (word, part)))
            .unzip();
        let days = coded(parts)?
            .into_iter()
            .map(|(word, part)| {
                let shift = shifts.get(&word).copied().unwrap_or(0);
                (word, (shift, part))
            })
            .collect();
        Ok(TimeWords {
            weekdays: numbered(file.weekdays),
            months: numbered(file.months),
            units: file.units.into_iter().collect(),
            seasons: coded(file.seasons)?,
            parts_of_day: coded(file.parts_of_day)?,
            days,
            numbers: file.numbers.into_iter().collect(),
            ordinals: file.ordinals.into_iter().collect(),
            decades: file.decades.into_iter().collect(),
            parts: coded(file.parts)?,
            about: coded(file.about)?,
            vague: set(file.vague),
            earlier: set(file.earlier),
            later: set(file.later),
            this: set(file.this),
            following: set(file.following),
            preceding: set(file.preceding),
            present: set(file.present),
            past: set(file.past),
            future: set(file.future),
            sets: file.sets.into_iter().collect(),
            holidays: file.holidays,
            plans: set(file.plans),
        })
    }
}
