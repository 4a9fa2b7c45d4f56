//! What functions and procedures take and give.
//!
//! The checker, completion, hints and help read these; the code behind them is elsewhere, so
//! that a query can be checked against any set of them.

use std::fmt;
use std::ops::BitOr;

/// A set of the types a value may have.
///
/// Null is a member of every type and so is not counted among them; [`ValueType::NULL`] is the
/// type of something that is known to be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueType(u32);

impl ValueType {
    /// Nothing but null.
    pub const NULL: ValueType = ValueType(0);
    /// True or false.
    pub const BOOLEAN: ValueType = ValueType(1);
    /// A whole number.
    pub const INTEGER: ValueType = ValueType(1 << 1);
    /// A floating-point number.
    pub const FLOAT: ValueType = ValueType(1 << 2);
    /// A text.
    pub const TEXT: ValueType = ValueType(1 << 3);
    /// A list of anything.
    pub const LIST: ValueType = ValueType(1 << 4);
    /// A map.
    pub const MAP: ValueType = ValueType(1 << 5);
    /// A node.
    pub const NODE: ValueType = ValueType(1 << 6);
    /// An edge.
    pub const EDGE: ValueType = ValueType(1 << 7);
    /// A path.
    pub const PATH: ValueType = ValueType(1 << 8);
    /// A date.
    pub const DATE: ValueType = ValueType(1 << 9);
    /// A time of day with an offset.
    pub const TIME: ValueType = ValueType(1 << 10);
    /// A time of day.
    pub const LOCAL_TIME: ValueType = ValueType(1 << 11);
    /// A date and time with an offset or zone.
    pub const DATE_TIME: ValueType = ValueType(1 << 12);
    /// A date and time.
    pub const LOCAL_DATE_TIME: ValueType = ValueType(1 << 13);
    /// A duration.
    pub const DURATION: ValueType = ValueType(1 << 14);
    /// An integer or a float.
    pub const NUMBER: ValueType = ValueType(Self::INTEGER.0 | Self::FLOAT.0);
    /// A point in time of any kind.
    pub const INSTANT: ValueType = ValueType(
        Self::DATE.0
            | Self::TIME.0
            | Self::LOCAL_TIME.0
            | Self::DATE_TIME.0
            | Self::LOCAL_DATE_TIME.0,
    );
    /// A point in time or a duration.
    pub const TEMPORAL: ValueType = ValueType(Self::INSTANT.0 | Self::DURATION.0);
    /// A node or an edge.
    pub const ENTITY: ValueType = ValueType(Self::NODE.0 | Self::EDGE.0);
    /// Anything.
    pub const ANY: ValueType = ValueType((1 << 15) - 1);

    /// The single types with the words for them, in the order of their bits.
    const NAMES: [(&'static str, &'static str); 15] = [
        ("BOOLEAN", "a boolean"),
        ("INTEGER", "an integer"),
        ("FLOAT", "a float"),
        ("STRING", "a text"),
        ("LIST", "a list"),
        ("MAP", "a map"),
        ("NODE", "a node"),
        ("RELATIONSHIP", "an edge"),
        ("PATH", "a path"),
        ("DATE", "a date"),
        ("TIME", "a time"),
        ("LOCALTIME", "a local time"),
        ("DATETIME", "a date-time"),
        ("LOCALDATETIME", "a local date-time"),
        ("DURATION", "a duration"),
    ];

    /// Gives what is in either; `|` for constants.
    pub const fn or(self, other: ValueType) -> ValueType {
        ValueType(self.0 | other.0)
    }

    /// Tells whether all of `other` is in this set.
    pub fn contains(self, other: ValueType) -> bool {
        self.0 & other.0 == other.0
    }

    /// Tells whether a value can be of both.
    pub fn meets(self, other: ValueType) -> bool {
        self.0 & other.0 != 0
    }

    /// Gives what is in both.
    pub fn and(self, other: ValueType) -> ValueType {
        ValueType(self.0 & other.0)
    }

    /// Tells whether only a path can be meant.
    pub fn is_path(self) -> bool {
        self == ValueType::PATH
    }

    /// Reads the name of a type as signatures have it; a trailing `?` says nothing new, since
    /// null is in every type.
    pub fn parse(name: &str) -> Option<ValueType> {
        let name = name.trim().trim_end_matches('?').trim();
        let upper = name.to_ascii_uppercase();
        let base = upper.split(['<', ' ']).next().unwrap_or("");
        if let Some(index) = Self::NAMES.iter().position(|(known, _)| *known == base) {
            return Some(ValueType(1 << index));
        }
        match base {
            "ANY" => Some(ValueType::ANY),
            "NUMBER" => Some(ValueType::NUMBER),
            "BOOL" => Some(ValueType::BOOLEAN),
            "INT" => Some(ValueType::INTEGER),
            "TEXT" => Some(ValueType::TEXT),
            "EDGE" => Some(ValueType::EDGE),
            _ => None,
        }
    }

    /// Names it in words with its article: `an integer or a float`.
    pub fn describe(self) -> String {
        match self {
            ValueType::NULL => return "null".to_owned(),
            ValueType::ANY => return "any value".to_owned(),
            ValueType::NUMBER => return "a number".to_owned(),
            _ => {}
        }
        let mut words: Vec<&str> = Vec::new();
        let mut rest = self;
        if rest.contains(ValueType::TEMPORAL) {
            words.push("a temporal value");
            rest = ValueType(rest.0 & !ValueType::TEMPORAL.0);
        }
        if rest.contains(ValueType::NUMBER) {
            words.insert(0, "a number");
            rest = ValueType(rest.0 & !ValueType::NUMBER.0);
        }
        words.extend(rest.single().map(|index| Self::NAMES[index].1));
        match words.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }

    fn single(self) -> impl Iterator<Item = usize> {
        (0..Self::NAMES.len()).filter(move |index| self.0 & (1 << index) != 0)
    }
}

impl BitOr for ValueType {
    type Output = ValueType;

    fn bitor(self, other: ValueType) -> ValueType {
        ValueType(self.0 | other.0)
    }
}

impl fmt::Display for ValueType {
    /// Writes it as signatures have it: `INTEGER | FLOAT`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ValueType::NULL => return formatter.write_str("NULL"),
            ValueType::ANY => return formatter.write_str("ANY"),
            ValueType::NUMBER => return formatter.write_str("NUMBER"),
            _ => {}
        }
        for (count, index) in self.single().enumerate() {
            if count > 0 {
                formatter.write_str(" | ")?;
            }
            formatter.write_str(Self::NAMES[index].0)?;
        }
        Ok(())
    }
}

/// One argument of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name in the signature.
    pub name: &'static str,
    /// What it may be.
    pub value_type: ValueType,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether the checker refuses a value whose type is known and wrong; else the function
    /// itself refuses it, when it runs.
    pub early: bool,
}

impl Argument {
    /// Makes an argument that is checked when the query is.
    pub const fn new(name: &'static str, value_type: ValueType) -> Self {
        Argument {
            name,
            value_type,
            optional: false,
            early: true,
        }
    }

    /// Lets it be left out.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Leaves its type to the function.
    pub const fn late(mut self) -> Self {
        self.early = false;
        self
    }
}

/// What a function takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionSignature {
    /// Its name as it is written, `toUpper`, `date.truncate`; found without regard to case.
    pub name: &'static str,
    /// In order; the ones that may be left out are last.
    pub arguments: &'static [Argument],
    /// Whether the last argument may come any number of times.
    pub variadic: bool,
    /// What it gives.
    pub result: ValueType,
    /// Whether it aggregates rows.
    pub aggregate: bool,
    /// Whether the same arguments give the same result within one query; `rand()` does not.
    pub deterministic: bool,
    /// One line in the third person: "Counts …".
    pub doc: &'static str,
}

impl FunctionSignature {
    /// Counts the arguments it needs at least.
    pub fn least(&self) -> usize {
        self.arguments
            .iter()
            .filter(|argument| !argument.optional)
            .count()
    }

    /// Counts the arguments it takes at most; none where there is no bound.
    pub fn most(&self) -> Option<usize> {
        (!self.variadic).then_some(self.arguments.len())
    }

    /// Gives the argument at a place, the last one again where it may repeat.
    pub fn argument(&self, index: usize) -> Option<&Argument> {
        match self.arguments.get(index) {
            None if self.variadic => self.arguments.last(),
            found => found,
        }
    }
}

impl fmt::Display for FunctionSignature {
    /// Writes it as help shows it: `substring(text, start [, length])`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}(", self.name)?;
        let mut open = 0;
        for (index, argument) in self.arguments.iter().enumerate() {
            if argument.optional {
                formatter.write_str(if index > 0 { " [" } else { "[" })?;
                open += 1;
            }
            if index > 0 {
                formatter.write_str(", ")?;
            }
            formatter.write_str(argument.name)?;
        }
        if self.variadic {
            formatter.write_str(", …")?;
        }
        for _ in 0..open {
            formatter.write_str("]")?;
        }
        formatter.write_str(")")
    }
}

/// What a procedure takes and gives. Owned, since procedures can be registered while running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureSignature {
    /// Its full dotted name, `db.labels`.
    pub name: String,
    /// The inputs, in order.
    pub inputs: Vec<ProcedureField>,
    /// The outputs, in order.
    pub outputs: Vec<ProcedureField>,
    /// Whether it changes the graph.
    pub writes: bool,
    /// One line in the third person.
    pub doc: String,
}

/// An input or output of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureField {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub value_type: ValueType,
    /// Whether an input may be left out.
    pub optional: bool,
}

impl ProcedureField {
    /// Makes a field that has to be there.
    pub fn new(name: &str, value_type: ValueType) -> Self {
        ProcedureField {
            name: name.to_owned(),
            value_type,
            optional: false,
        }
    }
}

impl ProcedureSignature {
    /// Reads `name(a :: TYPE, …) :: (b :: TYPE, …)`, as the conformance kit writes signatures.
    pub fn parse(text: &str) -> Option<ProcedureSignature> {
        let (name, rest) = text.split_once('(')?;
        let (inputs, rest) = rest.split_once(')')?;
        let outputs = rest.trim().trim_start_matches("::").trim();
        let outputs = outputs.strip_prefix('(')?;
        let outputs = outputs
            .rsplit_once(')')
            .map_or(outputs, |(inside, _)| inside);
        Some(ProcedureSignature {
            name: name.trim().to_owned(),
            inputs: ProcedureSignature::fields(inputs)?,
            outputs: ProcedureSignature::fields(outputs)?,
            writes: false,
            doc: String::new(),
        })
    }

    fn fields(text: &str) -> Option<Vec<ProcedureField>> {
        text.split(',')
            .filter(|field| !field.trim().is_empty())
            .map(|field| {
                let (name, value_type) = field.split_once("::")?;
                Some(ProcedureField::new(
                    name.trim(),
                    ValueType::parse(value_type)?,
                ))
            })
            .collect()
    }

    /// Counts the arguments it needs at least.
    pub fn least(&self) -> usize {
        self.inputs.iter().filter(|input| !input.optional).count()
    }
}

impl fmt::Display for ProcedureSignature {
    /// Writes it as help shows it: `db.labels() YIELD label`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}(", self.name)?;
        for (index, input) in self.inputs.iter().enumerate() {
            if index > 0 {
                formatter.write_str(", ")?;
            }
            formatter.write_str(&input.name)?;
        }
        formatter.write_str(")")?;
        for (index, output) in self.outputs.iter().enumerate() {
            formatter.write_str(if index == 0 { " YIELD " } else { ", " })?;
            formatter.write_str(&output.name)?;
        }
        Ok(())
    }
}

/// The functions and procedures that a query may call.
///
/// Functions are found without regard to case, procedures with it.
pub trait Signatures {
    /// Finds a function by its full dotted name.
    fn function(&self, name: &str) -> Option<&FunctionSignature>;

    /// Lists all functions by name.
    fn functions(&self) -> Vec<&FunctionSignature>;

    /// Finds a procedure by its full dotted name.
    fn procedure(&self, name: &str) -> Option<&ProcedureSignature>;

    /// Lists all procedures by name.
    fn procedures(&self) -> Vec<&ProcedureSignature>;
}

#[cfg(test)]
mod tests {
    use super::Argument;
    use super::FunctionSignature;
    use super::ProcedureSignature;
    use super::ValueType;

    #[test]
    fn types_are_named_in_words() {
        let check = |value_type: ValueType, words: &str| assert_eq!(value_type.describe(), words);
        check(ValueType::NUMBER, "a number");
        check(ValueType::LIST | ValueType::TEXT, "a text or a list");
        check(ValueType::TEMPORAL, "a temporal value");
        check(ValueType::NULL, "null");
    }

    #[test]
    fn what_may_be_left_out_stands_in_brackets() {
        const SUBSTRING: FunctionSignature = FunctionSignature {
            name: "substring",
            arguments: &[
                Argument::new("text", ValueType::TEXT),
                Argument::new("start", ValueType::INTEGER),
                Argument::new("length", ValueType::INTEGER).optional(),
            ],
            variadic: false,
            result: ValueType::TEXT,
            aggregate: false,
            deterministic: true,
            doc: "Cuts a piece out of a text.",
        };
        assert_eq!(SUBSTRING.to_string(), "substring(text, start [, length])");
        assert_eq!((SUBSTRING.least(), SUBSTRING.most()), (2, Some(3)));
    }

    #[test]
    fn signatures_of_the_conformance_kit_are_read() {
        let text = "test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?)";
        let signature = ProcedureSignature::parse(text).unwrap();
        assert_eq!(signature.to_string(), "test.my.proc(name, id) YIELD city");
        assert_eq!(signature.inputs[1].value_type, ValueType::INTEGER);
        let nothing = ProcedureSignature::parse("test.doNothing() :: ()").unwrap();
        assert!(nothing.inputs.is_empty() && nothing.outputs.is_empty());
    }
}
