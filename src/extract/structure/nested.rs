//! Names within names: "Indonesian Navy" is part of Indonesia, "New Zealand Herald" is not part of
//! New Zealand.

use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::structure::pair::Pair;

/// Relates a name to the longer one that it stands in.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>, index: usize) {
    let candidate = &draft.candidates[index];
    if !candidate.nested {
        return;
    }
    let near = index.saturating_sub(8)..draft.candidates.len().min(index + 8);
    let Some(outer) = near.into_iter().find(|&outer| {
        let outer = &draft.candidates[outer];
        !outer.nested
            && outer.form == MentionForm::Name
            && outer.first <= candidate.first
            && candidate.last <= outer.last
    }) else {
        return;
    };
    let (whole, part) = (draft.entity_of[index], draft.entity_of[outer]);
    let outer = &draft.candidates[outer];
    let head = outer.head;
    let organ = is_organ(&draft.reading.lemma(head))
        || (outer.first.0..=outer.last.0).any(|at| is_organ(draft.reading.lower(TokenId(at))));
    let class = draft.entity(whole).class;
    let span = draft.reading.cover(outer.first, outer.last);
    let pair = Pair::new(part, whole, span, head);
    if is_parent(draft, part, whole) {
        pair.add(draft, "PART_OF", "chapter");
        return;
    }
    match draft.entity(part).class {
        Class::Organization | Class::ArmedGroup | Class::Actor
            if organ && class == Class::State =>
        {
            pair.add(draft, "PART_OF", "organ");
        }
        // "University of Oslo", "Radio Sweden"; a "Bank of Scotland" may be anywhere by now.
        Class::Organization
            if class == Class::City || class == Class::Region || class == Class::State =>
        {
            pair.add(draft, "OPERATES_IN", "named-for");
        }
        Class::Facility if matches!(class, Class::City | Class::Region) => {
            pair.add(draft, "LOCATED_IN", "named-for");
        }
        Class::Event if class.is_place() => {
            if let Some(event) = draft.event_at(head) {
                let places = &mut draft.events[event.index()].places;
                if !places.contains(&whole) {
                    places.push(whole);
                }
            }
        }
        _ => {}
    }
}

/// Words that an organ of a state is called by.
pub(in crate::extract) fn is_organ(word: &str) -> bool {
    matches!(
        word,
        "navy"
            | "army"
            | "military"
            | "force"
            | "forces"
            | "police"
            | "ministry"
            | "department"
            | "court"
            | "parliament"
            | "senate"
            | "congress"
            | "agency"
            | "agencies"
            | "intelligence"
            | "guard"
            | "coastguard"
            | "gendarmerie"
            | "troop"
            | "troops"
            | "soldier"
            | "soldiers"
            | "government"
            | "council"
            | "commission"
            | "bureau"
            | "bank"
            | "embassy"
            | "cabinet"
            | "service"
            | "services"
            | "judiciary"
            | "prosecutor"
            | "prosecutors"
            | "assembly"
            | "municipality"
            | "municipalities"
            | "authority"
            | "authorities"
    )
}

/// Tells whether the lexicon has an actor as a part of another.
fn is_parent(draft: &Draft<'_>, part: EntityId, whole: EntityId) -> bool {
    let actors = &draft.reading.lexicon.actors;
    let (Some(Link::Actor(part)), Some(Link::Actor(whole))) =
        (draft.entity(part).link, draft.entity(whole).link)
    else {
        return false;
    };
    match (actors.get(part as usize), actors.get(whole as usize)) {
        (Some(part), Some(whole)) => part.parents.contains(&whole.name),
        _ => false,
    }
}
