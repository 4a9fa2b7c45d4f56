//! What is wrong with a query, where, and what to do about it.
//!
//! One enum for everything that can go wrong between a text and its answer: reading, checking,
//! running. Each kind has one line of cause, often a hint that works when followed, and its
//! name in the openCypher conformance kit. How the line, the caret and the hint are drawn is
//! left to `render`.

mod hint;
mod tck;

use thiserror::Error;

use crate::base::Span;
use crate::query::ValueType;

/// An error and the piece of the query that has to change.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{kind}")]
pub struct QueryError {
    /// What is wrong.
    pub kind: QueryErrorKind,
    /// The smallest piece of the query the user has to change.
    pub span: Span,
}

/// The pieces of an error that the openCypher conformance kit compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TckError {
    /// `SyntaxError`, `TypeError` …
    pub class: &'static str,
    /// `compile time` or `runtime`.
    pub phase: &'static str,
    /// `UndefinedVariable` …
    pub detail: &'static str,
}

/// What a variable stands for, as far as the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariableKind {
    /// A node.
    Node,
    /// An edge.
    Edge,
    /// The edges of a pattern of variable length.
    Edges,
    /// A path.
    Path,
    /// Any other value, or one not known before the query runs.
    Value,
}

impl VariableKind {
    /// Names it with its article: `a node`.
    pub fn name(self) -> &'static str {
        match self {
            VariableKind::Node => "a node",
            VariableKind::Edge => "an edge",
            VariableKind::Edges => "a list of edges",
            VariableKind::Path => "a path",
            VariableKind::Value => "a value",
        }
    }
}

/// Everything that can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum QueryErrorKind {
    // Reading.
    /// Something else had to come here.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// One thing, in words.
        expected: String,
        /// What is there, in backticks where it is the user's.
        found: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A piece of another language, or of an older Cypher.
    #[error("`{found}` is not Cypher")]
    Foreign {
        /// What is there.
        found: String,
        /// What to do.
        hint: String,
    },
    /// A word that is nearly a keyword.
    #[error("unknown word `{found}`")]
    UnknownKeyword {
        /// What is there.
        found: String,
        /// The keyword it may stand for.
        nearest: &'static str,
    },
    /// Something right in a wrong place.
    #[error("{what} cannot stand {place}")]
    Misplaced {
        /// What is there.
        what: String,
        /// `before …`, `in …`.
        place: String,
        /// What to do.
        hint: String,
    },
    /// A bracket without its partner; the span is the bracket that is there.
    #[error("`{open}` is never closed")]
    Unclosed {
        /// The opening bracket.
        open: char,
        /// The closing bracket.
        close: char,
    },
    /// A closing bracket that closes nothing.
    #[error("`{found}` closes nothing")]
    Unopened {
        /// The closing bracket.
        found: char,
    },
    /// A quotation without end; the span is its first mark.
    #[error("the {what} that starts here is never closed", what = if *quote == '`' { "name" } else { "text" })]
    UnclosedText {
        /// The mark.
        quote: char,
    },
    /// A comment without end.
    #[error("the comment that starts here is never closed")]
    UnclosedComment,
    /// A character that means nothing in Cypher.
    #[error("unexpected character `{found}`")]
    UnknownCharacter {
        /// The character.
        found: char,
        /// What it was probably meant to be.
        instead: Option<&'static str>,
    },
    /// A backslash with a letter that is no escape.
    #[error("unknown escape `{found}`")]
    UnknownEscape {
        /// The backslash and what follows.
        found: String,
    },
    /// `\u` without four hexadecimal digits, or one that names no character.
    #[error("`{found}` names no character")]
    InvalidUnicodeLiteral {
        /// The escape.
        found: String,
    },
    /// Digits and letters mixed.
    #[error("`{found}` is not a number")]
    InvalidNumberLiteral {
        /// What is there.
        found: String,
    },
    /// A whole number beyond 64 bits.
    #[error("the number `{found}` is too large for an integer")]
    IntegerLiteralOverflow {
        /// What is there.
        found: String,
    },
    /// A floating-point number beyond the largest.
    #[error("the number `{found}` is too large for a float")]
    FloatLiteralOverflow {
        /// What is there.
        found: String,
    },
    /// Brackets, operators or subqueries deeper than the engine goes.
    #[error("the query is nested more than {limit} levels deep")]
    TooDeep {
        /// How deep it may be.
        limit: usize,
    },
    /// More clauses or edges of one pattern than the engine takes.
    #[error("the query has more than {limit} steps in a row")]
    TooManySteps {
        /// How many there may be.
        limit: usize,
    },
    /// There is no query in the text.
    #[error("there is no query here")]
    Empty,

    // Checking: variables.
    /// A name that nothing binds.
    #[error("variable `{name}` is not defined")]
    UndefinedVariable {
        /// The name.
        name: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A name that is bound and may not be bound again.
    #[error("variable `{name}` is already bound")]
    VariableAlreadyBound {
        /// The name.
        name: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A name used for two kinds of things.
    #[error("variable `{name}` is {bound} and cannot be {used}", bound = bound.name(), used = used.name())]
    VariableTypeConflict {
        /// The name.
        name: String,
        /// What it is.
        bound: VariableKind,
        /// What it would have to be.
        used: VariableKind,
    },
    /// The same edge twice in one pattern.
    #[error("edge `{name}` stands twice in one pattern, and a match passes an edge only once")]
    EdgeTwiceInPattern {
        /// The name.
        name: String,
    },
    /// `RETURN *` with nothing to return.
    #[error("`*` stands for all variables, and there are none here")]
    NoVariablesInScope,

    // Checking: projections.
    /// An expression in `WITH` without a name.
    #[error("`{text}` needs a name here")]
    NoExpressionAlias {
        /// The expression as written.
        text: String,
    },
    /// Two columns of one name.
    #[error("two columns are called `{name}`")]
    ColumnNameConflict {
        /// The name.
        name: String,
    },
    /// The parts of a union have different columns.
    #[error("this part of the union has the columns {found}, the first has {expected}")]
    DifferentColumnsInUnion {
        /// Those of the first part.
        expected: String,
        /// Those of this part.
        found: String,
    },
    /// An aggregation where there are no groups.
    #[error("`{function}` cannot aggregate {place}")]
    InvalidAggregation {
        /// The function.
        function: String,
        /// `in WHERE`, `in the pattern` …
        place: &'static str,
    },
    /// An aggregation inside another.
    #[error("`{function}` stands inside another aggregation")]
    NestedAggregation {
        /// The inner function.
        function: String,
    },
    /// An expression that mixes an aggregation with something that is no group key.
    #[error("`{text}` is neither aggregated nor a group key")]
    AmbiguousAggregationExpression {
        /// The piece that is not grouped.
        text: String,
    },
    /// `SKIP` or `LIMIT` that depends on a row, or a random value inside an aggregation.
    #[error("{place} needs a value that is the same for every row")]
    NonConstantExpression {
        /// `SKIP`, `LIMIT`, the aggregation.
        place: String,
    },
    /// A negative `SKIP` or `LIMIT` in the text.
    #[error("{place} cannot be negative")]
    NegativeInteger {
        /// `SKIP` or `LIMIT`.
        place: &'static str,
    },

    // Checking: types.
    /// A value whose type is known and wrong.
    #[error("{place} needs {expected}, and this is {found}", expected = expected.describe(), found = found.describe())]
    InvalidArgumentType {
        /// The operator or function, in backticks.
        place: String,
        /// What it takes.
        expected: ValueType,
        /// What it gets.
        found: ValueType,
    },
    /// `.key` of something that has no properties.
    #[error("{found} has no properties", found = found.describe())]
    NoProperties {
        /// What it is.
        found: ValueType,
    },

    // Checking: clauses.
    /// Clauses in an order that means nothing.
    #[error("{message}")]
    InvalidClauseComposition {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A pattern where a value is needed.
    #[error("a pattern cannot stand {place}")]
    PatternAsValue {
        /// `in RETURN` …
        place: &'static str,
    },
    /// `[:T..]` and the like.
    #[error("{message}")]
    InvalidEdgePattern {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A parameter in place of a map of properties in `MATCH` or `MERGE`.
    #[error("a parameter cannot stand for all properties in {clause}")]
    InvalidParameterUse {
        /// `MATCH` or `MERGE`.
        clause: &'static str,
        /// The parameter as written.
        parameter: String,
    },
    /// `CREATE` or `MERGE` of an edge with no type or several.
    #[error("{clause} needs exactly one type for each edge")]
    NoSingleRelationshipType {
        /// `CREATE` or `MERGE`.
        clause: &'static str,
    },
    /// `CREATE` of an edge without an arrow.
    #[error("CREATE needs an arrow on each edge")]
    RequiresDirectedRelationship,
    /// `CREATE` or `MERGE` of edges of variable length.
    #[error("{clause} cannot make edges of variable length")]
    CreatingVarLength {
        /// `CREATE` or `MERGE`.
        clause: &'static str,
    },
    /// `DELETE` of something that is no node, edge or path.
    #[error("{what} cannot be deleted")]
    InvalidDelete {
        /// `a label` …
        what: String,
        /// What to do.
        hint: String,
    },
    /// Something that only patterns to be matched may have.
    #[error("{what} cannot stand in {clause}")]
    NotInUpdate {
        /// `a condition`, `a label expression` …
        what: &'static str,
        /// `CREATE` or `MERGE`.
        clause: &'static str,
    },

    // Checking: functions, procedures, parameters.
    /// A function that does not exist.
    #[error("unknown function `{name}`")]
    UnknownFunction {
        /// The name.
        name: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A procedure that does not exist.
    #[error("unknown procedure `{name}`")]
    ProcedureNotFound {
        /// The name.
        name: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A call with too few or too many arguments.
    #[error("`{name}` takes {expected}, and gets {found}")]
    InvalidNumberOfArguments {
        /// The function or procedure.
        name: String,
        /// `2 arguments`, `1 to 3 arguments`.
        expected: String,
        /// How many there are.
        found: usize,
        /// How it is called.
        signature: String,
    },
    /// A call inside a query that leaves its arguments out.
    #[error("`{name}` needs its arguments in parentheses inside a query")]
    InvalidArgumentPassingMode {
        /// The procedure.
        name: String,
        /// How it is called.
        signature: String,
    },
    /// `YIELD` of a column that the procedure does not have.
    #[error("`{name}` has no output `{output}`")]
    UnknownOutput {
        /// The procedure.
        name: String,
        /// The output.
        output: String,
        /// What to do.
        hint: Option<String>,
    },
    /// `YIELD *` inside a query.
    #[error("`YIELD *` stands only after a call that is the whole query")]
    YieldAllInQuery {
        /// What the procedure yields.
        outputs: String,
    },
    /// A parameter that was not given.
    #[error("parameter `${name}` is not set")]
    MissingParameter {
        /// The name.
        name: String,
    },

    // Running.
    /// A value that the function cannot take, found while running.
    #[error("{place} cannot take {found}")]
    InvalidArgumentValue {
        /// The operator or function, in backticks.
        place: String,
        /// The value or what it is, in words.
        found: String,
    },
    /// A value of a wrong type, found while running.
    #[error("{place} needs {expected}, and this is {found}")]
    InvalidOperand {
        /// The operator or function, in backticks.
        place: String,
        /// What it takes, in words.
        expected: String,
        /// What it gets, in words.
        found: String,
    },
    /// An argument of a wrong type where openCypher raises `ArgumentError`, as `range` does.
    #[error("{place} needs {expected}, and this is {found}")]
    InvalidArgument {
        /// The function, in backticks.
        place: String,
        /// What it takes, in words.
        expected: String,
        /// What it gets, in words.
        found: String,
    },
    /// A number outside of what the function takes.
    #[error("{place} takes {expected}, and this is {found}")]
    NumberOutOfRange {
        /// The function, in backticks.
        place: String,
        /// The range, in words.
        expected: String,
        /// The number.
        found: String,
    },
    /// `SKIP` or `LIMIT` whose parameter turned out negative.
    #[error("{place} cannot be negative, and this is {found}")]
    NegativeCount {
        /// `SKIP` or `LIMIT`.
        place: &'static str,
        /// The number.
        found: i64,
    },
    /// `SKIP` or `LIMIT` whose parameter turned out to be no integer.
    #[error("{place} needs an integer, and this is {found}")]
    CountNotInteger {
        /// `SKIP` or `LIMIT`.
        place: &'static str,
        /// What it is, in words.
        found: String,
    },
    /// A map indexed with something that is no text.
    #[error("a map is indexed by text, and this is {found}")]
    MapIndexNotText {
        /// What it is, in words.
        found: String,
    },
    /// A list indexed with something that is no integer.
    #[error("a list is indexed by an integer, and this is {found}")]
    ListIndexNotInteger {
        /// What it is, in words.
        found: String,
    },
    /// An index into something that is no list, map, node or edge.
    #[error("{found} cannot be indexed")]
    NotIndexable {
        /// What it is, in words.
        found: String,
    },
    /// A value that cannot be stored.
    #[error("{found} cannot be stored in property `{key}`")]
    InvalidPropertyType {
        /// The property.
        key: String,
        /// What it is, in words.
        found: String,
    },
    /// A deleted node or edge is looked into.
    #[error("this {what} was deleted")]
    DeletedEntityAccess {
        /// `node` or `edge`.
        what: &'static str,
    },
    /// `DELETE` of a node that has edges.
    #[error("the node still has edges")]
    DeleteConnectedNode,
    /// `MERGE` with a null, which nothing equals.
    #[error("MERGE cannot use null for property `{key}`, since nothing equals null")]
    MergeReadOwnWrites {
        /// The property.
        key: String,
    },
    /// A division of whole numbers by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A whole number beyond 64 bits.
    #[error("{place} goes beyond the largest integer")]
    IntegerOverflow {
        /// The operator or function, in backticks.
        place: String,
    },
    /// A date, time or duration that does not exist or cannot be read.
    #[error("{reason}")]
    InvalidTemporal {
        /// What is wrong.
        reason: String,
    },
    /// A regular expression that cannot be read.
    #[error("the regular expression is wrong: {reason}")]
    InvalidPattern {
        /// What is wrong.
        reason: String,
    },
    /// A procedure that could not do its work.
    #[error("`{name}` failed: {reason}")]
    ProcedureFailed {
        /// The procedure.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A query that writes where only reading is allowed.
    #[error("this query writes, and the graph is open for reading only")]
    ReadOnly,

    // Limits.
    /// The user stopped it.
    #[error("the query was cancelled")]
    Cancelled,
    /// It took longer than allowed.
    #[error("the query took longer than {milliseconds} ms")]
    TimeLimit {
        /// The budget.
        milliseconds: u64,
    },
    /// A list or map in a list or map, and so on.
    #[error("a value is nested more than {limit} levels deep")]
    ValueTooDeep {
        /// How deep it may be.
        limit: usize,
    },
    /// It needed more memory than allowed.
    #[error("the query needs more than {mebibytes} MiB")]
    MemoryLimit {
        /// The budget.
        mebibytes: u64,
    },
}

impl QueryErrorKind {
    /// Adds the place.
    pub fn at(self, span: Span) -> QueryError {
        QueryError { kind: self, span }
    }
}

#[cfg(test)]
mod tests {
    use super::QueryErrorKind;
    use crate::base::Span;
    use crate::query::ValueType;

    #[test]
    fn message_and_hint_are_apart() {
        let error = QueryErrorKind::UndefinedVariable {
            name: "persn".to_owned(),
            hint: Some("did you mean `person`?".to_owned()),
        }
        .at(Span::new(7, 12));
        assert_eq!(error.to_string(), "variable `persn` is not defined");
        assert_eq!(error.hint().as_deref(), Some("did you mean `person`?"));
        assert_eq!(error.tck().detail, "UndefinedVariable");
    }

    #[test]
    fn types_read_as_words() {
        let error = QueryErrorKind::InvalidArgumentType {
            place: "`AND`".to_owned(),
            expected: ValueType::BOOLEAN,
            found: ValueType::INTEGER,
        }
        .at(Span::default());
        assert_eq!(
            error.to_string(),
            "`AND` needs a boolean, and this is an integer"
        );
    }

    #[test]
    fn a_path_without_properties_is_a_syntax_error_and_a_number_a_type_error() {
        let class = |found| {
            QueryErrorKind::NoProperties { found }
                .at(Span::default())
                .tck()
                .class
        };
        assert_eq!(class(ValueType::PATH), "SyntaxError");
        assert_eq!(class(ValueType::FLOAT), "TypeError");
    }
}
