//! Peoples: "Bangladeshis" are citizens of Bangladesh.

use crate::extract::Class;
use crate::extract::Entity;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::draft::Draft;
use crate::extract::entities::is_people;
use crate::extract::entities::lexicon_name;
use crate::extract::structure::pair::Pair;

/// Relates a people to its state.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>, index: usize) {
    let candidate = &draft.candidates[index];
    if !is_people(candidate) {
        return;
    }
    let Some(meaning) = candidate.meaning else {
        return;
    };
    let head = candidate.head;
    let span = draft.reading.cover(candidate.first, candidate.last);
    let group = draft.entity_of[index];
    let state = draft
        .candidates
        .iter()
        .position(|other| {
            other.class == Class::State
                && other
                    .meaning
                    .is_some_and(|other| other.link == meaning.link)
        })
        .map(|index| draft.entity_of[index]);
    let Some(state) = state.or_else(|| implied_state(draft, meaning.link)) else {
        return;
    };
    Pair::new(group, state, span, head).add(draft, "CITIZEN_OF", "people");
}

/// Adds the State that only its people's name mentions.
fn implied_state(draft: &mut Draft<'_>, link: Link) -> Option<EntityId> {
    let known = draft
        .entities
        .iter()
        .position(|entity| entity.link == Some(link) && entity.class == Class::State);
    if let Some(index) = known {
        return Some(EntityId(index as u32));
    }
    if !matches!(link, Link::State(_)) {
        return None;
    }
    let name = lexicon_name(draft.reading, link)?;
    draft.entities.push(Entity {
        name,
        class: Class::State,
        aliases: Vec::new(),
        title: None,
        mentions: Vec::new(),
        link: Some(link),
        named: true,
        kept: true,
    });
    Some(EntityId(draft.entities.len() as u32 - 1))
}
