//! Who belongs to a body: those it is said to include, those named beside it, those elected to it.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::structure::pair::Pair;

/// Gives the edge by which somebody or something belongs to a body.
pub(in crate::extract) fn edge(class: Class) -> &'static str {
    match class {
        Class::Person | Class::State => "MEMBER_OF",
        _ => "PART_OF",
    }
}

/// "the religious schools Santo Spirito and Immacolata": each is one of them.
pub(in crate::extract) fn named(draft: &mut Draft<'_>, group: EntityId, head: TokenId) {
    let reading = draft.reading;
    for &child in reading.children(head) {
        if !matches!(
            reading.deprel(child),
            Deprel::Appos | Deprel::Flat | Deprel::NmodDesc
        ) || child < head
        {
            continue;
        }
        for name in reading.joined(child) {
            let named = draft
                .candidate_index(name)
                .is_some_and(|index| draft.candidates[index].form == MentionForm::Name);
            let Some(member) = draft
                .actor_at(name)
                .filter(|&member| named && member != group)
            else {
                continue;
            };
            // "councillors A and B" are councillors; that is a title.
            let class = draft.entity(member).class;
            if class == Class::Person {
                continue;
            }
            let span = between(draft, head, name);
            Pair::new(member, group, span, head).add(draft, edge(class), "named-member");
        }
    }
}

/// "suspects, including some of the attackers": what follows is part of the group.
pub(in crate::extract) fn including(
    draft: &mut Draft<'_>,
    group: EntityId,
    head: TokenId,
    class: Class,
) {
    let reading = draft.reading;
    if !class.is_body() {
        return;
    }
    for &child in reading.children(head) {
        if reading.deprel(child) != Deprel::Acl || reading.lower(child) != "including" {
            continue;
        }
        for member in reading.arguments(child).object {
            if let Some(one) = draft.actor_at(member).filter(|&one| one != group) {
                let edge = edge(draft.entity(one).class);
                let span = between(draft, head, member);
                Pair::new(one, group, span, head).add(draft, edge, "including");
            }
        }
    }
}

/// Winners of an election are members of the body elected, where the text names just one.
pub(in crate::extract) fn winners(draft: &mut Draft<'_>) {
    let bodies: Vec<EntityId> = (0..draft.entities.len() as u32)
        .map(EntityId)
        .filter(|&entity| {
            let entry = draft.entity(entity);
            entry.class == Class::Organization
                && entry.named
                && entry.name.split(' ').any(is_elected_body)
        })
        .collect();
    let [body] = bodies.as_slice() else {
        return;
    };
    for token in draft.reading.tokens() {
        if draft.reading.upos(token) != Upos::Verb
            || !matches!(
                draft.reading.lemma(token).as_str(),
                "elect" | "re-elect" | "reelect"
            )
        {
            continue;
        }
        for winner in draft.reading.arguments(token).object {
            let Some(person) = draft.actor_at(winner) else {
                continue;
            };
            if draft.entity(person).class == Class::Person {
                let span = between(draft, token, winner);
                let pair = Pair::new(person, *body, span, token);
                Pair { said: true, ..pair }.add(draft, "MEMBER_OF", "elected");
            }
        }
    }
}

fn is_elected_body(word: &str) -> bool {
    matches!(
        word,
        "Council"
            | "Parliament"
            | "Assembly"
            | "Congress"
            | "Senate"
            | "House"
            | "Knesset"
            | "Bundestag"
    )
}

fn between(draft: &Draft<'_>, a: TokenId, b: TokenId) -> crate::base::Span {
    let analysis = draft.reading.analysis;
    analysis.span(a).cover(analysis.span(b))
}
