//! "anti-Assad extremists", "Iran-backed militia", "Saudi-led coalition": what the first part says.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::draft::Draft;
use crate::extract::structure::pair::Pair;

/// Relates a group to whom the hyphened words before its noun name.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>, group: EntityId, head: TokenId) {
    let reading = draft.reading;
    for &child in reading.children(head) {
        if child > head
            || !matches!(
                reading.deprel(child),
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc
            )
        {
            continue;
        }
        let (first, last) = reading.extent(child);
        let words = reading
            .cover(first, last.min(TokenId(head.0 - 1)))
            .of(reading.text);
        let Some((left, right)) = words.split_once(['-', '‑', '–']) else {
            continue;
        };
        let (left, right) = (left.trim(), right.trim());
        let (name, edge, outward) =
            match (left.to_lowercase().as_str(), right.to_lowercase().as_str()) {
                ("anti", _) => (right, "OPPOSES", true),
                ("pro", _) => (right, "SUPPORTS", true),
                (_, "backed" | "supported" | "funded" | "armed" | "sponsored" | "trained") => {
                    (left, "SUPPORTS", false)
                }
                (_, "led" | "run" | "controlled") => (left, "LEADS", false),
                (_, "based" | "headquartered") => (left, "OPERATES_IN", true),
                (_, "linked" | "affiliated" | "aligned" | "allied") => (left, "LINKED_TO", true),
                _ => continue,
            };
        let Some(other) = known_as(draft, name).filter(|&other| other != group) else {
            continue;
        };
        let pair = Pair::new(group, other, reading.cover(first, head), head);
        let pair = if outward { pair } else { pair.turned() };
        pair.add(draft, edge, "affix");
    }
}

/// Finds the entity of the text that a name or adjective stands for.
fn known_as(draft: &Draft<'_>, name: &str) -> Option<EntityId> {
    let links: Vec<Link> = draft
        .reading
        .gazetteer
        .find(name)
        .iter()
        .map(|meaning| meaning.link)
        .collect();
    draft
        .entities
        .iter()
        .position(|entity| {
            entity.named
                && (entity
                    .link
                    .is_some_and(|link| links.contains(&link) && entity.class != Class::Group)
                    || entity.name == name
                    || entity.name.ends_with(&format!(" {name}"))
                    || entity.name.ends_with(&format!("-{name}"))
                    || entity.aliases.iter().any(|alias| alias == name))
        })
        .map(|index| EntityId(index as u32))
}
