//! Computes expressions over a row.

mod access;
mod arithmetic;
mod code;
mod context;
mod expression;
mod test;

pub(in crate::query) use access::entity_properties;
pub(in crate::query) use arithmetic::add;
pub(in crate::query) use arithmetic::divide;
pub(in crate::query) use arithmetic::float_text;
pub(in crate::query) use arithmetic::multiply;
pub(in crate::query) use code::Code;
pub(in crate::query) use code::CodeKind;
pub(in crate::query) use code::Comprehension;
pub(in crate::query) use code::Gather;
pub(in crate::query) use code::Key;
pub(in crate::query) use code::LabelTest;
pub(in crate::query) use code::MapEntry;
pub(in crate::query) use code::Reduce;
pub(in crate::query) use code::Slot;

pub(in crate::query) use context::Context;
pub(in crate::query) use context::Fault;
pub(in crate::query) use context::Loose;
pub(in crate::query) use context::Result;
pub(in crate::query) use context::Session;
pub(in crate::query) use context::describe;

pub(in crate::query) use test::compare;
pub(in crate::query) use test::pattern;
pub(in crate::query) use test::test;
