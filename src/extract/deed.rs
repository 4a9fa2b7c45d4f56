//! Direct relations that verbs and nouns tell of: who attacks, accuses, supports, leads whom.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Status;
use crate::data::NounClass;
use crate::data::words::Noun;
use crate::data::words::Verb;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::Thing;
use crate::extract::draft::ASSERTED;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;
use crate::extract::entities::one_line;
use crate::extract::frame;
use crate::extract::grammar::Arguments;
use crate::extract::happening::facility_owner;
use crate::extract::nominal;
use crate::extract::structure::is_placing;

/// Edges that a relation to somebody's deed or position is as good as one to the somebody.
const THROUGH_POSSESSOR: &[&str] = &[
    "ATTACKS",
    "CRITICIZES",
    "THREATENS",
    "OPPOSES",
    "SUPPORTS",
    "REJECTS",
    "SANCTIONS",
    "PROTESTS",
    "ACCUSES",
    "SUCCESSOR_OF",
];

pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    for token in draft.reading.tokens() {
        match draft.reading.upos(token) {
            // "are critical of the plan", "a book critical of it".
            Upos::Verb | Upos::Adj => verb(draft, token),
            // "states that border it", the verb taken for a noun.
            Upos::Noun
                if draft.reading.deprel(token) == Deprel::AclRelcl
                    && draft.reading.child(token, Deprel::Obj).is_some() =>
            {
                verb(draft, token);
            }
            Upos::Noun | Upos::Propn => noun(draft, token),
            _ => {}
        }
    }
}

fn filled(draft: &Draft<'_>, arguments: &Arguments, slots: &[String]) -> Vec<TokenId> {
    slots
        .iter()
        .map(|slot| arguments.slot(draft.reading, slot))
        .find(|tokens| !tokens.is_empty())
        .unwrap_or_default()
}

/// Whom a hostile deed is done to.
fn harmed(draft: &Draft<'_>, deed: TokenId) -> Vec<TokenId> {
    let reading = draft.reading;
    let arguments = reading.arguments(deed);
    match frame::choose(reading, deed, &arguments) {
        Some(entry)
            if matches!(
                entry.edge.as_deref(),
                Some("ATTACKS" | "SANCTIONS" | "COERCES" | "THREATENS" | "OPPOSES")
            ) =>
        {
            filled(draft, &arguments, &entry.target)
        }
        _ => Vec::new(),
    }
}

fn verb(draft: &mut Draft<'_>, predicate: TokenId) {
    let reading = draft.reading;
    // "the defending champion": a participle before its noun has no object.
    if reading.deprel(predicate) == Deprel::Amod && reading.analysis.tag(predicate).xpos == "VBG" {
        return;
    }
    let arguments = reading.arguments(predicate);
    let Some(entry) = frame::choose(reading, predicate, &arguments) else {
        return;
    };
    responsibility(draft, predicate, &arguments, entry);
    // Where something is belongs to the standing relations.
    if is_placing(entry) {
        return;
    }
    let Some(edge) = entry.edge.as_deref() else {
        return;
    };
    let sources = filled(draft, &arguments, &entry.source);
    let mut targets = filled(draft, &arguments, &entry.target);
    if targets.is_empty() && matches!(edge, "DEMANDS" | "OPPOSES" | "SUPPORTS") {
        // "demanded that Israel stop": who should do it is asked.
        targets = arguments
            .complement
            .iter()
            .flat_map(|&clause| reading.arguments(clause).subject)
            .filter(|token| !sources.contains(token))
            .collect();
    }
    if targets.is_empty() && matches!(edge, "OPPOSES" | "SUPPORTS" | "REJECTS") {
        // "favoured changing the flag": the deed itself.
        targets = arguments
            .complement
            .iter()
            .copied()
            .filter(|&clause| draft.event_at(clause).is_some())
            .collect();
    }
    if targets.is_empty() && edge == "THREATENS" {
        // "threatened to shell Kora": whom the deed would harm.
        targets = arguments
            .complement
            .iter()
            .flat_map(|&deed| harmed(draft, deed))
            .collect();
    }
    let standing = draft.standing(predicate);
    let standing = performed(draft, &arguments, standing, edge);
    let mut details = details(draft, predicate, &arguments, entry, edge);
    // "did not tell it to stop": what is not demanded is no demand.
    if standing.status == Status::Negated {
        details.what = None;
    }
    let rule = match &entry.pattern {
        Some(pattern) => format!("pattern:{pattern}"),
        None => format!("verb:{}", entry.lemma),
    };
    if entry.reciprocal && sources.len() > 1 && targets.is_empty() {
        let things: Vec<Thing> = sources
            .iter()
            .filter_map(|&token| end(draft, token, edge))
            .collect();
        for (place, &a) in things.iter().enumerate() {
            for &b in &things[place + 1..] {
                draft.relate(
                    edge,
                    a,
                    b,
                    standing,
                    reading.subtree(predicate),
                    predicate,
                    &rule,
                    0.75,
                    details.clone(),
                );
            }
        }
        return;
    }
    let sources: Vec<TokenId> = sources
        .into_iter()
        .flat_map(|token| draft.each(token))
        .collect();
    let targets: Vec<TokenId> = targets
        .into_iter()
        .flat_map(|token| draft.each(token))
        .collect();
    for &source in &sources {
        for &target in &targets {
            if edge == "ATTACKS"
                && let Some(owner) = facility_owner(draft, target)
                && let Some(attacker) = end(draft, source, "")
            {
                let span = evidence(draft, &[predicate, source, target]);
                draft.relate(
                    edge,
                    attacker,
                    Thing::Entity(owner),
                    standing,
                    span,
                    predicate,
                    &rule,
                    0.7,
                    details.clone(),
                );
            }
            let through = if edge == "THREATENS" { edge } else { "" };
            let attacks = edge == "ATTACKS";
            let a = wielder(draft, source)
                .filter(|_| attacks)
                .or_else(|| end(draft, source, through));
            let b = end(draft, target, edge).or_else(|| around(draft, target).filter(|_| attacks));
            let (Some(a), Some(b)) = (a, b) else {
                continue;
            };
            if !draft.is_of_kind(a, &entry.source_kinds)
                || !draft.is_of_kind(b, &entry.target_kinds)
            {
                continue;
            }
            let span = evidence(draft, &[predicate, source, target]);
            draft.relate(
                edge,
                a,
                b,
                standing,
                span,
                predicate,
                &rule,
                confidence(draft, &[source, target]),
                details.clone(),
            );
        }
    }
}

/// "The attack, which IS-K has claimed": IS-K claims the event, and that it did it.
fn responsibility(draft: &mut Draft<'_>, predicate: TokenId, arguments: &Arguments, entry: &Verb) {
    let slots: &[String] = match entry.edge.as_deref() {
        Some("CLAIMS") => &entry.target,
        None if entry.lemma == "claim" => &["obj".to_owned()],
        _ => return,
    };
    let events: Vec<TokenId> = filled(draft, arguments, slots);
    let standing = draft.standing(predicate);
    for &target in &events {
        let Some(event @ Thing::Event(id)) = draft.thing_at(target) else {
            continue;
        };
        if entry.edge.is_none()
            && !matches!(
                draft.events[id.index()].subtype.as_str(),
                "Assault" | "Conflict" | "Crime" | "Coerce" | "Disaster"
            )
        {
            continue;
        }
        for &source in &arguments.subject {
            let Some(claimer) = draft.actor_at(source) else {
                continue;
            };
            let span = evidence(draft, &[predicate, source, target]);
            let claimed = Standing {
                status: Status::Claimed,
                attributed_to: Some(claimer),
                ..standing
            };
            let claimer = Thing::Entity(claimer);
            draft.relate(
                "CLAIMS",
                claimer,
                event,
                standing,
                span,
                predicate,
                "claims-event",
                0.85,
                Details::default(),
            );
            draft.relate(
                "AGENT_OF",
                claimer,
                event,
                claimed,
                span,
                predicate,
                "claims-event",
                0.8,
                Details::default(),
            );
        }
    }
}

/// "We urge them to stop", she said: by saying so, she urges; that is no mere claim.
fn performed(draft: &Draft<'_>, arguments: &Arguments, standing: Standing, edge: &str) -> Standing {
    let by_speaker = arguments
        .subject
        .iter()
        .filter_map(|&token| draft.entity_at(token))
        .any(|entity| Some(entity) == standing.attributed_to);
    let attitude = matches!(
        edge,
        "DEMANDS" | "CRITICIZES" | "ACCUSES" | "SUPPORTS" | "OPPOSES" | "THREATENS" | "REJECTS"
    );
    if by_speaker && attitude && standing.status == Status::Claimed {
        Standing {
            status: Status::Asserted,
            attributed_to: None,
            ..standing
        }
    } else {
        standing
    }
}

fn confidence(draft: &Draft<'_>, ends: &[TokenId]) -> f32 {
    if ends.iter().any(|&token| draft.is_pronoun(token)) {
        0.65
    } else {
        0.8
    }
}

/// The words from the first to the last of some tokens of one sentence.
pub(in crate::extract) fn evidence(draft: &Draft<'_>, tokens: &[TokenId]) -> crate::base::Span {
    let reading = draft.reading;
    let sentence = reading.sentence(tokens[0]);
    let mut span = reading.analysis.span(tokens[0]);
    for &token in tokens {
        if reading.sentence(token) == sentence {
            span = span.cover(reading.analysis.span(token));
        }
    }
    span
}

/// What a relation that a token stands for ends at. An abstract noun gives way to whose it is, where
/// the edge allows it: "condemned Israel's actions".
pub(in crate::extract) fn end(draft: &Draft<'_>, token: TokenId, edge: &str) -> Option<Thing> {
    if let Some(thing) = draft.thing_at(token) {
        return Some(thing);
    }
    if !THROUGH_POSSESSOR.contains(&edge) || draft.reading.upos(token) != Upos::Noun {
        return None;
    }
    draft
        .reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "poss" | "of"))
        .find_map(|(_, token)| draft.actor_at(token))
        .map(Thing::Entity)
}

/// Whose weapon strikes: "Turkish drones hit a convoy".
fn wielder(draft: &Draft<'_>, token: TokenId) -> Option<Thing> {
    let reading = draft.reading;
    let lemma = reading.lemma(token);
    let weapon = reading.words.noun_class(&lemma) == Some(NounClass::Artifact)
        || matches!(
            lemma.as_str(),
            "drone" | "jet" | "warplane" | "helicopter" | "gunship" | "artillery" | "plane"
        );
    if reading.upos(token) != Upos::Noun || !weapon {
        return None;
    }
    reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| case == "poss")
        .find_map(|(_, owner)| draft.actor_at(owner))
        .map(Thing::Entity)
}

/// Where what was struck lies, of which no more is said: "hit targets in Kharkiv".
fn around(draft: &Draft<'_>, token: TokenId) -> Option<Thing> {
    if draft.reading.upos(token) != Upos::Noun {
        return None;
    }
    draft
        .reading
        .noun_arguments(token)
        .into_iter()
        .filter(|(case, _)| matches!(case.as_str(), "in" | "near" | "around"))
        .find_map(|(_, place)| draft.node_at(place))
        .map(Thing::Entity)
}

fn details(
    draft: &Draft<'_>,
    predicate: TokenId,
    arguments: &Arguments,
    entry: &Verb,
    edge: &str,
) -> Details {
    let reading = draft.reading;
    let mut details = Details {
        past: entry.past,
        relation: entry.relation.clone(),
        ..Details::default()
    };
    if edge == "DEMANDS" {
        let what = arguments
            .complement
            .first()
            .copied()
            .or_else(|| {
                arguments
                    .oblique
                    .iter()
                    .find(|(case, _)| case == "for")
                    .map(|(_, token)| *token)
            })
            .or_else(|| {
                arguments
                    .object
                    .first()
                    .copied()
                    .filter(|_| !entry.target.contains(&"obj".to_owned()))
            });
        details.what = what.map(|clause| {
            let words = one_line(reading.subtree(clause).of(reading.text));
            words.strip_prefix("to ").unwrap_or(&words).to_owned()
        });
    }
    if matches!(edge, "ACCUSES" | "CRITICIZES") {
        details.claim = draft
            .attributions
            .iter()
            .position(|attribution| attribution.cue_token == predicate)
            .map(|index| crate::extract::AttributionId(index as u32));
    }
    details
}

/// "The funeral of X", "the commemoration ceremony of X" is tied to X.
fn ceremony(draft: &mut Draft<'_>, token: TokenId) {
    let reading = draft.reading;
    let Some(event) = draft.event_at(token) else {
        return;
    };
    if draft.events[event.index()].subtype != "Ceremony" {
        return;
    }
    for (case, inner) in reading.noun_arguments(token) {
        let person = draft
            .actor_at(inner)
            .filter(|&entity| draft.entity(entity).class == Class::Person);
        if let Some(person) = person
            && matches!(case.as_str(), "of" | "for")
        {
            draft.relate(
                "LINKED_TO",
                Thing::Event(event),
                Thing::Entity(person),
                ASSERTED,
                evidence(draft, &[token, inner]),
                token,
                "ceremony-of",
                0.7,
                Details::default(),
            );
        }
    }
}

fn noun(draft: &mut Draft<'_>, token: TokenId) {
    let reading = draft.reading;
    ceremony(draft, token);
    let entries = nominal::entries(reading, token);
    let Some(entry) = entries.iter().find(|entry| entry.edge.is_some()) else {
        return;
    };
    if matches!(reading.deprel(token), Deprel::Compound) {
        return;
    }
    let in_name = draft
        .candidate_index(token)
        .is_none_or(|index| draft.candidates[index].form == crate::extract::MentionForm::Name);
    if in_name && entry.event.is_none() {
        return;
    }
    let Some(edge) = entry.edge.as_deref() else {
        return;
    };
    let arguments = reading.noun_arguments(token);
    let mut sources = noun_slot(draft, token, &arguments, &entry.source, entry);
    let mut targets = noun_slot(draft, token, &arguments, &entry.target, entry);
    if targets.is_empty() && edge == "OPPOSES" && reading.case(token).as_deref() == Some("despite")
    {
        // "asked for taxes, despite the resistance of the Church": it resists what is done.
        targets = reading
            .head(token)
            .and_then(|deed| draft.event_at(deed))
            .map(Thing::Event)
            .into_iter()
            .collect();
    }
    let mut clause = None;
    if sources.is_empty()
        && (edge == "OPPOSES" || edge == "SUPPORTS" && reading.case(token).as_deref() == Some("in"))
        && let Some((verb, found)) = engaged(draft, token)
    {
        sources = found;
        clause = Some(verb);
    }
    let own_relation = entry.source.iter().any(|slot| slot == "self");
    // "may meet his mother": she is his mother in any case.
    let presupposed = own_relation && reading.child(token, Deprel::Cop).is_none();
    let standing = if presupposed {
        let past = reading
            .children(token)
            .iter()
            .any(|&child| matches!(reading.lower(child), "former" | "ex" | "ex-"));
        Standing { past, ..ASSERTED }
    } else {
        draft.standing(clause.unwrap_or(token))
    };
    let role = own_relation.then(|| reading.lemma(token));
    let rule = format!("noun:{}", entry.lemma);
    let details = Details {
        relation: entry.relation.clone(),
        role: role.filter(|_| matches!(edge, "LEADS" | "MEMBER_OF" | "PART_OF")),
        ..Details::default()
    };
    if entry.reciprocal && sources.len() > 1 && targets.is_empty() {
        for (place, &a) in sources.iter().enumerate() {
            for &b in &sources[place + 1..] {
                draft.relate(
                    edge,
                    a,
                    b,
                    standing,
                    reading.subtree(token),
                    token,
                    &rule,
                    0.7,
                    details.clone(),
                );
            }
        }
        return;
    }
    for &a in &sources {
        // That "the leaders of Mali" lead Mali says no more than their words do.
        let empty = presupposed
            && matches!(edge, "LEADS" | "PART_OF")
            && matches!(a, Thing::Entity(entity) if !draft.entity(entity).named);
        if empty {
            continue;
        }
        for &b in &targets {
            if !draft.is_of_kind(b, &entry.target_kinds) {
                continue;
            }
            draft.relate(
                edge,
                a,
                b,
                standing,
                reading.subtree(token),
                token,
                &rule,
                0.7,
                details.clone(),
            );
        }
    }
}

/// "need to be at the forefront of the fight against X": who the clause is about fights.
fn engaged(draft: &Draft<'_>, token: TokenId) -> Option<(TokenId, Vec<Thing>)> {
    let reading = draft.reading;
    let mut at = token;
    for _ in 0..3 {
        let case = reading.case(at);
        let inside = matches!(reading.deprel(at), Deprel::Obl | Deprel::Nmod)
            && matches!(case.as_deref(), Some("in" | "of" | "at" | "for"))
            // "turned the tide in favour of them".
            || at != token && reading.deprel(at) == Deprel::Obj;
        let head = reading
            .head(at)
            .filter(|_| inside || reading.child(at, Deprel::Cop).is_some())?;
        let clause = if reading.child(at, Deprel::Cop).is_some() {
            at
        } else {
            head
        };
        if reading.is_predicate(clause) {
            let arguments = reading.arguments(clause);
            // "help was given to Mali in the fight against X": giver and given fight.
            if let Some(entry) = frame::choose(reading, clause, &arguments)
                && entry.edge.as_deref() == Some("AIDS")
            {
                let both = [&entry.source, &entry.target]
                    .into_iter()
                    .flat_map(|slots| filled(draft, &arguments, slots))
                    .flat_map(|token| draft.each(token))
                    .filter_map(|token| draft.actor_at(token))
                    .map(Thing::Entity)
                    .collect();
                return Some((clause, both));
            }
            let subjects = if arguments.passive {
                arguments.object
            } else {
                arguments.subject
            };
            let subjects = subjects
                .into_iter()
                .flat_map(|token| draft.each(token))
                .filter_map(|token| draft.actor_at(token))
                .map(Thing::Entity)
                .collect();
            return Some((clause, subjects));
        }
        at = head;
    }
    None
}

fn noun_slot(
    draft: &Draft<'_>,
    token: TokenId,
    arguments: &[(String, TokenId)],
    slots: &[String],
    entry: &Noun,
) -> Vec<Thing> {
    for slot in slots {
        let found: Vec<Thing> = if slot == "self" {
            itself(draft, token)
        } else {
            arguments
                .iter()
                .filter(|(case, _)| case == slot)
                // "a Danish rival" is a rival from there; "a Russian ally" is one of Russia.
                .filter(|(case, token)| {
                    case != "poss"
                        || entry.lemma == "ally"
                        || !entry.source.iter().any(|slot| slot == "self")
                        || !matches!(
                            entry.edge.as_deref(),
                            Some("OPPOSES" | "SUPPORTS" | "COOPERATES_WITH" | "CRITICIZES")
                        )
                        || draft
                            .candidate_index(*token)
                            .is_none_or(|index| !draft.candidates[index].is_adjective())
                })
                .filter_map(|(_, token)| {
                    // "a successor to its parent group's legacy".
                    let heir = entry.edge.as_deref() == Some("SUCCESSOR_OF");
                    end(draft, *token, if heir { "SUCCESSOR_OF" } else { "" })
                })
                // "the Moscow attack": a place before an event noun does nothing.
                .filter(|&thing| {
                    entry.event.is_none() || slot != "poss" || !draft.class(thing).is_place()
                })
                .collect()
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// What a noun stands for: whom it is said of ("Iran is an ally of Syria"), or itself.
fn itself(draft: &Draft<'_>, token: TokenId) -> Vec<Thing> {
    let bearers: Vec<Thing> = draft
        .reading
        .bearers(token)
        .into_iter()
        .filter_map(|bearer| end(draft, bearer, ""))
        .collect();
    if !bearers.is_empty() {
        return bearers;
    }
    draft
        .node_at(token)
        .map(Thing::Entity)
        .into_iter()
        .collect()
}
