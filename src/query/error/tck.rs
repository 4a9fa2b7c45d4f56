//! What the openCypher conformance kit calls an error.

use crate::query::QueryError;
use crate::query::QueryErrorKind;
use crate::query::TckError;

impl QueryError {
    /// Gives its name in the openCypher conformance kit.
    pub fn tck(&self) -> TckError {
        use QueryErrorKind as Kind;
        let syntax = |detail| TckError {
            class: "SyntaxError",
            phase: "compile time",
            detail,
        };
        let runtime = |class, detail| TckError {
            class,
            phase: "runtime",
            detail,
        };
        match &self.kind {
            Kind::Expected { .. }
            | Kind::Foreign { .. }
            | Kind::UnknownKeyword { .. }
            | Kind::Misplaced { .. }
            | Kind::Unclosed { .. }
            | Kind::Unopened { .. }
            | Kind::UnclosedText { .. }
            | Kind::UnclosedComment
            | Kind::UnknownEscape { .. }
            | Kind::Empty
            | Kind::TooDeep { .. }
            | Kind::TooManySteps { .. }
            | Kind::PatternAsValue { .. }
            | Kind::NotInUpdate { .. }
            | Kind::YieldAllInQuery { .. } => syntax("UnexpectedSyntax"),
            Kind::UnknownCharacter { found, .. } if found.is_ascii() => syntax("UnexpectedSyntax"),
            Kind::UnknownCharacter { .. } => syntax("InvalidUnicodeCharacter"),
            Kind::InvalidUnicodeLiteral { .. } => syntax("InvalidUnicodeLiteral"),
            Kind::InvalidNumberLiteral { .. } => syntax("InvalidNumberLiteral"),
            Kind::IntegerLiteralOverflow { .. } => syntax("IntegerOverflow"),
            Kind::FloatLiteralOverflow { .. } => syntax("FloatingPointOverflow"),
            Kind::UndefinedVariable { .. } | Kind::UnknownOutput { .. } => {
                syntax("UndefinedVariable")
            }
            Kind::VariableAlreadyBound { .. } => syntax("VariableAlreadyBound"),
            Kind::VariableTypeConflict { .. } => syntax("VariableTypeConflict"),
            Kind::EdgeTwiceInPattern { .. } => syntax("RelationshipUniquenessViolation"),
            Kind::NoVariablesInScope => syntax("NoVariablesInScope"),
            Kind::NoExpressionAlias { .. } => syntax("NoExpressionAlias"),
            Kind::ColumnNameConflict { .. } => syntax("ColumnNameConflict"),
            Kind::DifferentColumnsInUnion { .. } => syntax("DifferentColumnsInUnion"),
            Kind::InvalidAggregation { .. } => syntax("InvalidAggregation"),
            Kind::NestedAggregation { .. } => syntax("NestedAggregation"),
            Kind::AmbiguousAggregationExpression { .. } => syntax("AmbiguousAggregationExpression"),
            Kind::NonConstantExpression { .. } => syntax("NonConstantExpression"),
            Kind::NegativeInteger { .. } => syntax("NegativeIntegerArgument"),
            Kind::InvalidArgumentType { .. } => syntax("InvalidArgumentType"),
            Kind::NoProperties { found } if found.is_path() => syntax("InvalidArgumentType"),
            Kind::NoProperties { .. } => TckError {
                class: "TypeError",
                phase: "compile time",
                detail: "InvalidArgumentType",
            },
            Kind::InvalidClauseComposition { .. } => syntax("InvalidClauseComposition"),
            Kind::InvalidEdgePattern { .. } => syntax("InvalidRelationshipPattern"),
            Kind::InvalidParameterUse { .. } => syntax("InvalidParameterUse"),
            Kind::NoSingleRelationshipType { .. } => syntax("NoSingleRelationshipType"),
            Kind::RequiresDirectedRelationship => syntax("RequiresDirectedRelationship"),
            Kind::CreatingVarLength { .. } => syntax("CreatingVarLength"),
            Kind::InvalidDelete { .. } => syntax("InvalidDelete"),
            Kind::UnknownFunction { .. } => syntax("UnknownFunction"),
            Kind::ProcedureNotFound { .. } => TckError {
                class: "ProcedureError",
                phase: "compile time",
                detail: "ProcedureNotFound",
            },
            Kind::InvalidNumberOfArguments { .. } => syntax("InvalidNumberOfArguments"),
            Kind::InvalidArgumentPassingMode { .. } => syntax("InvalidArgumentPassingMode"),
            Kind::MissingParameter { .. } => TckError {
                class: "ParameterMissing",
                phase: "compile time",
                detail: "MissingParameter",
            },
            Kind::InvalidArgumentValue { .. } => runtime("TypeError", "InvalidArgumentValue"),
            Kind::InvalidOperand { .. } | Kind::NotIndexable { .. } => {
                runtime("TypeError", "InvalidArgumentType")
            }
            Kind::InvalidArgument { .. } => runtime("ArgumentError", "InvalidArgumentType"),
            Kind::NumberOutOfRange { .. } => runtime("ArgumentError", "NumberOutOfRange"),
            Kind::NegativeCount { .. } => runtime("SyntaxError", "NegativeIntegerArgument"),
            Kind::CountNotInteger { .. } => runtime("SyntaxError", "InvalidArgumentType"),
            Kind::MapIndexNotText { .. } => runtime("TypeError", "MapElementAccessByNonString"),
            Kind::ListIndexNotInteger { .. } => {
                runtime("TypeError", "ListElementAccessByNonInteger")
            }
            Kind::InvalidPropertyType { .. } => runtime("TypeError", "InvalidPropertyType"),
            Kind::DeletedEntityAccess { .. } => runtime("EntityNotFound", "DeletedEntityAccess"),
            Kind::DeleteConnectedNode => {
                runtime("ConstraintVerificationFailed", "DeleteConnectedNode")
            }
            Kind::MergeReadOwnWrites { .. } => runtime("SemanticError", "MergeReadOwnWrites"),
            Kind::DivisionByZero => runtime("ArithmeticError", "DivisionByZero"),
            Kind::IntegerOverflow { .. } => runtime("ArithmeticError", "IntegerOverflow"),
            Kind::InvalidTemporal { .. } | Kind::InvalidPattern { .. } => {
                runtime("ArgumentError", "InvalidArgumentValue")
            }
            Kind::ProcedureFailed { .. } => runtime("ProcedureError", "ProcedureFailed"),
            Kind::ReadOnly => runtime("SemanticError", "ReadOnly"),
            Kind::Cancelled => runtime("TransientError", "Cancelled"),
            Kind::TimeLimit { .. } => runtime("TransientError", "TimeLimit"),
            Kind::ValueTooDeep { .. } => runtime("TransientError", "NestingLimit"),
            Kind::MemoryLimit { .. } => runtime("TransientError", "MemoryLimit"),
        }
    }
}
