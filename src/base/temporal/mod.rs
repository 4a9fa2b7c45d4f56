//! The temporal values of openCypher: dates, times, date-times and durations.
//!
//! Years run from −999,999,999 to 999,999,999 in the proleptic Gregorian calendar. The query
//! engine wires its functions to [`TemporalKind`] (`date(…)`, `datetime.truncate(…)`) and to
//! [`Temporal`] (components, arithmetic, comparison).

mod between;
mod date;
mod datetime;
mod duration;
mod error;
mod fields;
mod parse;
mod time;
mod truncate;
mod value;
mod zone;

#[cfg(test)]
mod tests;

pub use date::Date;
pub use datetime::DateTime;
pub use datetime::LocalDateTime;
pub use datetime::Place;
pub use duration::Duration;
pub use error::TemporalError;
pub use fields::Field;
pub use fields::Fields;
pub use time::LocalTime;
pub use time::Time;
pub use value::Component;
pub use value::Temporal;
pub use value::TemporalKind;
pub use zone::Offset;
pub use zone::Zone;
