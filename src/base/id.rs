//! Small types that name things.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// The number of a document in one graph or one run.
///
/// Numbers follow the sorted document names, so they do not depend on the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentId(pub u32);

/// How a text stands to what an edge or event says.
///
/// The order is the order of certainty: of two statuses for one edge the lesser is the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The article states it as fact.
    Asserted,
    /// Claimed by one source, denied by another.
    Disputed,
    /// A source denies it, and nobody claims it.
    Denied,
    /// Only a source in the article says so.
    Claimed,
    /// It may be so: may, seems, is believed, alleged.
    Possible,
    /// It should or will be so: plans, calls, orders.
    Proposed,
    /// The article says that it is not so.
    Negated,
    /// It comes from the lexicon, not from a text.
    Background,
}

impl Status {
    /// Every status, in order.
    pub const ALL: [Status; 8] = [
        Status::Asserted,
        Status::Disputed,
        Status::Denied,
        Status::Claimed,
        Status::Possible,
        Status::Proposed,
        Status::Negated,
        Status::Background,
    ];

    /// Gives the word that the graph stores.
    pub fn name(self) -> &'static str {
        match self {
            Status::Asserted => "asserted",
            Status::Disputed => "disputed",
            Status::Denied => "denied",
            Status::Claimed => "claimed",
            Status::Possible => "possible",
            Status::Proposed => "proposed",
            Status::Negated => "negated",
            Status::Background => "background",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Status::ALL
            .into_iter()
            .find(|status| status.name() == name)
            .ok_or(())
    }
}
