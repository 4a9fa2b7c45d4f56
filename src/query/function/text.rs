//! Functions of texts.

use unicode_normalization::UnicodeNormalization;

use crate::query::Argument;
use crate::query::Value;
use crate::query::ValueType;
use crate::query::eval::Context;
use crate::query::eval::Fault;
use crate::query::function::Function;
use crate::query::function::int;
use crate::query::function::text;

const TEXT: &[Argument] = &[Argument::new("text", ValueType::TEXT)];
const TEXT_LENGTH: &[Argument] = &[
    Argument::new("text", ValueType::TEXT),
    Argument::new("length", ValueType::INTEGER),
];
const TEXT_CHARACTERS: &[Argument] = &[
    Argument::new("text", ValueType::TEXT),
    Argument::new("characters", ValueType::TEXT).optional(),
];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "toUpper",
        TEXT,
        ValueType::TEXT,
        "Gives a text in capitals.",
        upper,
    ),
    Function::new(
        "upper",
        TEXT,
        ValueType::TEXT,
        "Gives a text in capitals.",
        upper,
    ),
    Function::new(
        "toLower",
        TEXT,
        ValueType::TEXT,
        "Gives a text in small letters.",
        lower,
    ),
    Function::new(
        "lower",
        TEXT,
        ValueType::TEXT,
        "Gives a text in small letters.",
        lower,
    ),
    Function::new(
        "trim",
        TEXT_CHARACTERS,
        ValueType::TEXT,
        "Takes white space, or the given characters, off both ends.",
        |_, arguments| trim("trim", arguments, true, true),
    ),
    Function::new(
        "btrim",
        TEXT_CHARACTERS,
        ValueType::TEXT,
        "Takes white space, or the given characters, off both ends.",
        |_, arguments| trim("btrim", arguments, true, true),
    ),
    Function::new(
        "lTrim",
        TEXT_CHARACTERS,
        ValueType::TEXT,
        "Takes white space, or the given characters, off the start.",
        |_, arguments| trim("lTrim", arguments, true, false),
    ),
    Function::new(
        "rTrim",
        TEXT_CHARACTERS,
        ValueType::TEXT,
        "Takes white space, or the given characters, off the end.",
        |_, arguments| trim("rTrim", arguments, false, true),
    ),
    Function::new(
        "left",
        TEXT_LENGTH,
        ValueType::TEXT,
        "Gives the first characters of a text.",
        |_, arguments| {
            let count = length("left", &arguments[1])?;
            let text = text("left", &arguments[0])?;
            Ok(Value::text(&text.chars().take(count).collect::<String>()))
        },
    ),
    Function::new(
        "right",
        TEXT_LENGTH,
        ValueType::TEXT,
        "Gives the last characters of a text.",
        |_, arguments| {
            let count = length("right", &arguments[1])?;
            let text = text("right", &arguments[0])?;
            let skip = text.chars().count().saturating_sub(count);
            Ok(Value::text(&text.chars().skip(skip).collect::<String>()))
        },
    ),
    Function::new(
        "substring",
        &[
            Argument::new("text", ValueType::TEXT),
            Argument::new("start", ValueType::INTEGER),
            Argument::new("length", ValueType::INTEGER).optional(),
        ],
        ValueType::TEXT,
        "Cuts a piece out of a text; the first character is number 0.",
        |_, arguments| {
            let start = length("substring", &arguments[1])?;
            let count = match arguments.get(2) {
                Some(count) => length("substring", count)?,
                None => usize::MAX,
            };
            let text = text("substring", &arguments[0])?;
            let piece: String = text.chars().skip(start).take(count).collect();
            Ok(Value::text(&piece))
        },
    ),
    Function::new(
        "replace",
        &[
            Argument::new("text", ValueType::TEXT),
            Argument::new("search", ValueType::TEXT),
            Argument::new("replacement", ValueType::TEXT),
        ],
        ValueType::TEXT,
        "Puts one text for another wherever it stands.",
        |cx, arguments| {
            let subject = text("replace", &arguments[0])?;
            let search = text("replace", &arguments[1])?;
            let replacement = text("replace", &arguments[2])?;
            let found = subject.matches(search).count();
            let bytes = found.saturating_mul(replacement.len());
            let budget = &cx.session.budget;
            budget
                .take(bytes.saturating_add(subject.len()))
                .map_err(|error| error.kind)?;
            Ok(Value::text(&subject.replace(search, replacement)))
        },
    ),
    Function::new(
        "split",
        &[
            Argument::new("text", ValueType::TEXT),
            Argument::new("delimiter", ValueType::ANY),
        ],
        ValueType::LIST,
        "Cuts a text at each delimiter.",
        split,
    ),
    Function::new(
        "char_length",
        TEXT,
        ValueType::INTEGER,
        "Counts the characters of a text.",
        characters,
    ),
    Function::new(
        "character_length",
        TEXT,
        ValueType::INTEGER,
        "Counts the characters of a text.",
        characters,
    ),
    Function::new(
        "normalize",
        TEXT,
        ValueType::TEXT,
        "Composes letters and their accents (Unicode NFC).",
        |_, arguments| {
            let text: String = text("normalize", &arguments[0])?.nfc().collect();
            Ok(Value::text(&text))
        },
    ),
];

fn upper(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::text(&text("toUpper", &arguments[0])?.to_uppercase()))
}

fn lower(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::text(&text("toLower", &arguments[0])?.to_lowercase()))
}

fn characters(_: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let count = text("char_length", &arguments[0])?.chars().count();
    Ok(Value::Int(count as i64))
}

fn trim(function: &str, arguments: &[Value], start: bool, end: bool) -> Result<Value, Fault> {
    let mut subject = text(function, &arguments[0])?;
    let characters = arguments
        .get(1)
        .map(|value| text(function, value))
        .transpose()?;
    let drop = |c: char| match characters {
        Some(characters) => characters.contains(c),
        None => c.is_whitespace(),
    };
    if start {
        subject = subject.trim_start_matches(drop);
    }
    if end {
        subject = subject.trim_end_matches(drop);
    }
    Ok(Value::text(subject))
}

fn length(function: &str, value: &Value) -> Result<usize, Fault> {
    let count = int(function, value)?;
    usize::try_from(count).map_err(|_| Fault::NumberOutOfRange {
        place: format!("`{function}()`"),
        expected: "a number that is not negative".to_owned(),
        found: count.to_string(),
    })
}

fn split(cx: Context<'_>, arguments: &[Value]) -> Result<Value, Fault> {
    let subject = text("split", &arguments[0])?;
    let delimiters: Vec<&str> = match &arguments[1] {
        Value::List(delimiters) => delimiters
            .iter()
            .map(|delimiter| text("split", delimiter))
            .collect::<Result<_, _>>()?,
        delimiter => vec![text("split", delimiter)?],
    };
    // Each piece is a text of its own.
    let take = |pieces: usize| {
        let bytes = pieces.saturating_mul(size_of::<Value>() + 32);
        let taken = cx.session.budget.take(bytes);
        taken.map_err(|error| error.kind)
    };
    if delimiters.contains(&"") {
        take(subject.chars().count())?;
        let letters = subject
            .chars()
            .map(|c| Value::text(c.encode_utf8(&mut [0; 4])));
        return Ok(Value::list(letters));
    }
    let mut pieces = vec![subject];
    for delimiter in delimiters {
        pieces = pieces
            .into_iter()
            .flat_map(|piece| piece.split(delimiter))
            .collect();
    }
    take(pieces.len())?;
    Ok(Value::list(pieces.into_iter().map(Value::from)))
}
