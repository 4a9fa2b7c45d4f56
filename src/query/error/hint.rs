//! What to do about an error.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::ValueType;
use crate::query::nearest::did_you_mean;

impl QueryError {
    /// Tells what to do about it, in one line.
    pub fn hint(&self) -> Option<String> {
        use QueryErrorKind as Kind;
        let hint = match &self.kind {
            Kind::Expected { hint, .. }
            | Kind::UndefinedVariable { hint, .. }
            | Kind::VariableAlreadyBound { hint, .. }
            | Kind::InvalidClauseComposition { hint, .. }
            | Kind::InvalidEdgePattern { hint, .. }
            | Kind::UnknownFunction { hint, .. }
            | Kind::ProcedureNotFound { hint, .. }
            | Kind::UnknownOutput { hint, .. } => return hint.clone(),
            Kind::Foreign { hint, .. }
            | Kind::Misplaced { hint, .. }
            | Kind::InvalidDelete { hint, .. } => hint.clone(),
            Kind::UnknownKeyword { nearest, .. } => did_you_mean(nearest),
            Kind::Unclosed { close, .. } => format!("add `{close}`"),
            Kind::Unopened { found } => format!("leave `{found}` out"),
            Kind::UnclosedText { quote: '`' } => "add a backtick where the name ends".to_owned(),
            Kind::UnclosedText { quote } => format!("add `{quote}` where the text ends"),
            Kind::UnclosedComment => "add `*/` where the comment ends".to_owned(),
            Kind::UnknownCharacter { instead, .. } => format!("write {}", (*instead)?),
            Kind::UnknownEscape { .. } => {
                "write `\\\\` for a backslash; the escapes are \\n \\t \\r \\b \\f \\' \\\" \\uXXXX"
                    .to_owned()
            }
            Kind::InvalidUnicodeLiteral { .. } => {
                "write `\\u` and four hexadecimal digits, as in `\\u00e9`".to_owned()
            }
            Kind::InvalidNumberLiteral { found }
                if found.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                format!("write `{}`", found.trim_start_matches('0'))
            }
            Kind::InvalidNumberLiteral { .. } => {
                "put backticks around a name that starts with a digit".to_owned()
            }
            Kind::IntegerLiteralOverflow { .. } => {
                "the largest integer is 9223372036854775807; write `.0` after it for a float"
                    .to_owned()
            }
            Kind::FloatLiteralOverflow { .. } => "the largest float is about 1.8e308".to_owned(),
            Kind::TooDeep { .. } => "name parts of it with WITH".to_owned(),
            Kind::TooManySteps { .. } => "split it into several queries".to_owned(),
            Kind::Empty => "start with MATCH, as in `MATCH (n) RETURN n`".to_owned(),
            Kind::VariableTypeConflict { used, .. } => {
                format!("use another name for {}", used.name())
            }
            Kind::EdgeTwiceInPattern { .. } => "use another name for the second edge".to_owned(),
            Kind::NoVariablesInScope => {
                "give a node or edge a name, as in `(n)`, and return that".to_owned()
            }
            Kind::NoExpressionAlias { text } => format!("write `{text} AS name`"),
            Kind::ColumnNameConflict { .. } => {
                "add `AS` and another name to one of them".to_owned()
            }
            Kind::DifferentColumnsInUnion { .. } => {
                "give both parts the same names with `AS`".to_owned()
            }
            Kind::InvalidAggregation { place, .. } if place.contains("ORDER BY") => {
                "make it a column with `AS`, and order by that name".to_owned()
            }
            Kind::InvalidAggregation { function, .. } => {
                let arguments = if function.ends_with(')') { "" } else { "(…)" };
                format!("aggregate first: `WITH n, {function}{arguments} AS total WHERE total > 1`")
            }
            Kind::NestedAggregation { function } => {
                format!("first compute `{function}` in a WITH of its own")
            }
            Kind::AmbiguousAggregationExpression { text } => {
                format!("make it a column of its own: `WITH {text} AS key`")
            }
            Kind::NonConstantExpression { .. } => "use a number or a parameter".to_owned(),
            Kind::NegativeInteger { .. } | Kind::NegativeCount { .. } => "use 0 or more".to_owned(),
            Kind::PatternAsValue { .. } => {
                "write `EXISTS { … }`, `COUNT { … }` or `[(a)-->(b) | b]` around it".to_owned()
            }
            Kind::InvalidParameterUse { parameter, .. } => {
                format!("name the properties, as in `{{key: {parameter}.key}}`")
            }
            Kind::NoSingleRelationshipType { .. } => "name it, as in `-[:KNOWS]->`".to_owned(),
            Kind::RequiresDirectedRelationship => "write `-[…]->` or `<-[…]-`".to_owned(),
            Kind::CreatingVarLength { .. } => {
                "write each edge, as in `(a)-[:T]->()-[:T]->(b)`".to_owned()
            }
            Kind::InvalidNumberOfArguments { signature, .. }
            | Kind::InvalidArgumentPassingMode { signature, .. } => {
                format!("it is called as `{signature}`")
            }
            Kind::YieldAllInQuery { outputs } => format!("name them: `YIELD {outputs}`"),
            Kind::MissingParameter { name } => {
                format!("set it with `:param {name} => value` or `--param {name}=value`")
            }
            Kind::NotInUpdate { .. } => "match first, then update".to_owned(),
            Kind::InvalidPropertyType { .. } => {
                "a property holds a boolean, number, text, date, time or a list of one of these"
                    .to_owned()
            }
            Kind::DeleteConnectedNode => "write `DETACH DELETE` to delete them too".to_owned(),
            Kind::MergeReadOwnWrites { .. } => {
                "use coalesce(…, value), or filter the nulls out before".to_owned()
            }
            Kind::InvalidOperand { expected, .. } if expected == "a boolean" => {
                "compare it with something, as in `x = 1`".to_owned()
            }
            Kind::DeletedEntityAccess { .. } => {
                "read what you need in a WITH before DELETE".to_owned()
            }
            Kind::InvalidArgumentType { place, .. } if place == "`||`" => {
                "write `OR` between conditions; `||` joins texts and lists".to_owned()
            }
            Kind::InvalidArgumentType {
                expected, found, ..
            } => return conversion(*expected, *found),
            Kind::TimeLimit { .. } | Kind::MemoryLimit { .. } => {
                "narrow the pattern, add LIMIT, or raise the limit".to_owned()
            }
            _ => return None,
        };
        Some(hint)
    }
}

/// Names the way from one type to another, where there is one that is worth a hint.
fn conversion(expected: ValueType, found: ValueType) -> Option<String> {
    if expected == ValueType::BOOLEAN {
        return Some("compare it with something, as in `x = 1`".to_owned());
    }
    if found == ValueType::PATH && expected.contains(ValueType::LIST) {
        return Some("`nodes(p)`, `relationships(p)` and `length(p)` look into a path".to_owned());
    }
    if expected.contains(ValueType::INTEGER) && found == ValueType::TEXT {
        return Some("`toInteger(…)` makes a number of a text".to_owned());
    }
    if expected == ValueType::LIST {
        return Some("put brackets around it, as in `[1, 2]`".to_owned());
    }
    if expected == ValueType::INTEGER && found == ValueType::FLOAT {
        return Some("use a whole number".to_owned());
    }
    None
}
