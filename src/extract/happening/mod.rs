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
use crate::extract::date;
use crate::extract::draft::Draft;
use crate::extract::time::TimeExpression;

/// What a trigger tells before events are put together.
struct Sighting {
    token: TokenId,
    subtype: String,
    lemma: String,
    nominal: bool,
    definite: bool,
    plural: bool,
    /// "another attack", "similar protests": none that was told of before.
    another: bool,
    parts: Vec<(Role, TokenId)>,
    places: Vec<TokenId>,
    count: Option<(String, TokenId)>,
    /// A noun that nothing is said of in its own phrase: "the attack".
    bare: bool,
    /// A mere act of speech, or a word that only modifies: no node of its own.
    faint: bool,
    /// An event that this one is a part of the telling of: "killed in the attack".
    within: Option<TokenId>,
    /// When, by an expression of time in its own clause or phrase.
    date: Option<String>,
    name: String,
    aliases: BTreeSet<String>,
}

pub(in crate::extract) fn find(draft: &mut Draft<'_>, times: &[TimeExpression]) {
    let mut sightings = Vec::new();
    for token in draft.reading.tokens() {
        let sighting = match draft.reading.upos(token) {
            Upos::Verb => sighting::verb(draft, token),
            Upos::Noun | Upos::Propn => sighting::noun(draft, token),
            _ => None,
        };
        sightings.extend(sighting);
    }
    let triggers: BTreeSet<TokenId> = sightings.iter().map(|sighting| sighting.token).collect();
    let mut dates = date::of_triggers(draft, times, &triggers);
    for sighting in &mut sightings {
        sighting.date = dates.remove(&sighting.token);
    }
    let groups = joining::group(draft, &sightings);
    for members in groups {
        event::add(draft, &sightings, &members);
    }
    event::participants(draft, &sightings);
}
