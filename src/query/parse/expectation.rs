//! What could come next.

use crate::query::VariableKind;

/// Something that could stand at a place in a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// A keyword or several in a row, `ORDER BY`.
    Keyword(&'static str),
    /// A bracket, operator or comma.
    Symbol(&'static str),
    /// A variable that is bound here.
    Variable(KnownVariable),
    /// A name for something new.
    NewName,
    /// A label of nodes.
    Label,
    /// A type of edges.
    Type,
    /// A property of nodes with one of these labels, or edges of one of these types; of
    /// anything where both are empty.
    Property {
        /// Labels the owner is known to have.
        labels: Vec<String>,
        /// Types the owner is known to be one of.
        types: Vec<String>,
    },
    /// A value of a property, inside quotes.
    Value {
        /// The property.
        property: String,
        /// Labels the owner is known to have.
        labels: Vec<String>,
    },
    /// A function; after a dotted prefix, one that goes on from there.
    Function,
    /// A procedure.
    Procedure,
    /// An output of the procedure of this name.
    Output(String),
    /// A parameter.
    Parameter,
    /// A literal: a number, a text.
    Literal,
}

/// A variable and what is known of it from the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownVariable {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: VariableKind,
    /// The labels its pattern names.
    pub labels: Vec<String>,
    /// The types its pattern names.
    pub types: Vec<String>,
}
