//! What can be wrong with a temporal value.

use thiserror::Error;

use crate::base::temporal::Offset;
use crate::base::temporal::TemporalKind;

/// Why a temporal value cannot be made or computed.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TemporalError {
    /// The text is not of a form that the kind has.
    #[error("`{text}` is no {kind}")]
    Syntax {
        /// What was asked for.
        kind: TemporalKind,
        /// What was written.
        text: String,
    },
    /// The kind has no field of that name.
    #[error("a {kind} has no field `{name}`")]
    UnknownField {
        /// What was to be made.
        kind: TemporalKind,
        /// The field given.
        name: String,
        /// A field that is spelled much like it.
        nearest: Option<&'static str>,
    },
    /// Smaller fields are given without the larger one that they count within.
    #[error("a {kind} needs the field `{field}` here")]
    MissingField {
        /// What was to be made.
        kind: TemporalKind,
        /// The field that is not there.
        field: &'static str,
    },
    /// Two fields say the same thing in two ways.
    #[error("the fields `{first}` and `{second}` cannot be given together")]
    Conflict {
        /// One field.
        first: &'static str,
        /// The other one.
        second: &'static str,
    },
    /// A field has a value of the wrong type.
    #[error("the field `{field}` must be {expected}")]
    WrongType {
        /// The field.
        field: String,
        /// What it takes, with its article.
        expected: &'static str,
    },
    /// A field's value lies outside what the calendar or clock has.
    #[error("the field `{field}` must lie between {least} and {most}, not be {value}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The value given.
        value: i64,
        /// The least value allowed.
        least: i64,
        /// The greatest value allowed.
        most: i64,
    },
    /// The time zone database has no such zone.
    #[error("there is no time zone `{name}`")]
    UnknownZone {
        /// The name given.
        name: String,
    },
    /// Offset and zone contradict each other.
    #[error("the time zone `{zone}` is not at {offset} then")]
    ZoneMismatch {
        /// The zone.
        zone: String,
        /// The offset that was written beside it.
        offset: Offset,
    },
    /// The kind cannot be truncated to that unit.
    #[error("a {kind} cannot be truncated to `{unit}`")]
    UnknownUnit {
        /// What was to be truncated.
        kind: TemporalKind,
        /// The unit given.
        unit: String,
    },
    /// The value given has not the part that is wanted: a time has no date.
    #[error("a {kind} cannot be made from a {from}")]
    NoPart {
        /// What was to be made.
        kind: TemporalKind,
        /// What was given.
        from: TemporalKind,
    },
    /// The result lies beyond the first or last year, or a duration beyond 64 bits.
    #[error("the result is too large for a {kind}")]
    Overflow {
        /// What was to be computed.
        kind: TemporalKind,
    },
    /// A duration is divided by zero.
    #[error("a duration cannot be divided by zero")]
    DivisionByZero,
}
