//! How tightly operators bind, from the loosest.

pub(in crate::query) const OR: u8 = 1;
pub(in crate::query) const XOR: u8 = 2;
pub(in crate::query) const AND: u8 = 3;
pub(in crate::query) const NOT: u8 = 4;
pub(in crate::query) const COMPARISON: u8 = 5;
pub(in crate::query) const PREDICATE: u8 = 6;
pub(in crate::query) const SUM: u8 = 7;
pub(in crate::query) const PRODUCT: u8 = 8;
pub(in crate::query) const POWER: u8 = 9;
pub(in crate::query) const SIGN: u8 = 10;
pub(in crate::query) const POSTFIX: u8 = 11;
pub(in crate::query) const ATOM: u8 = 12;
