//! Finds events: verbs and nouns that tell of one, with who took part, where and how many.

mod event;
mod joining;
mod naming;
mod sighting;

pub(in crate::extract) use event::facility_owner;

use std::collections::BTreeSet;

use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::words::Role;
use crate::extract::draft::Draft;

/// What a trigger tells before events are put together.
struct Sighting {
    token: TokenId,
    subtype: String,
    lemma: String,
    nominal: bool,
    definite: bool,
    parts: Vec<(Role, TokenId)>,
    places: Vec<TokenId>,
    count: Option<(String, TokenId)>,
    /// A noun that nothing is said of in its own phrase: "the attack".
    bare: bool,
    /// A mere act of speech, or a word that only modifies: no node of its own.
    faint: bool,
    /// An event that this one is a part of the telling of: "killed in the attack".
    within: Option<TokenId>,
    name: String,
    aliases: BTreeSet<String>,
}

pub(in crate::extract) fn find(draft: &mut Draft<'_>) {
    let mut sightings = Vec::new();
    for token in draft.reading.tokens() {
        let sighting = match draft.reading.upos(token) {
            Upos::Verb => sighting::verb(draft, token),
            Upos::Noun | Upos::Propn => sighting::noun(draft, token),
            _ => None,
        };
        sightings.extend(sighting);
    }
    let groups = joining::group(draft, &sightings);
    for members in groups {
        event::add(draft, &sightings, &members);
    }
    event::participants(draft, &sightings);
}
