//! Where places and bodies lie: "Jackson, Michigan, United States", "the firm is in Ghent".

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::data::words::Verb;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::candidate::Candidate;
use crate::extract::deed::evidence;
use crate::extract::draft::Draft;
use crate::extract::frame;
use crate::extract::structure::pair::Pair;

/// "Jackson, Michigan, United States": each holds those before it.
pub(in crate::extract) fn after_comma(draft: &mut Draft<'_>, index: usize) {
    let candidate = &draft.candidates[index];
    let inner = draft.entity_of[index];
    if candidate.form != MentionForm::Name
        || candidate.nested
        || !draft.entity(inner).class.is_place()
    {
        return;
    }
    let (first, head) = (candidate.first, candidate.head);
    for outer in wider(draft, index) {
        let span = draft.reading.cover(first, draft.candidates[outer].last);
        let outer = draft.entity_of[outer];
        Pair::new(inner, outer, span, head).add(draft, "LOCATED_IN", "place-comma");
    }
}

/// Lists the mentions of wider places that follow a place, each after a comma.
pub(in crate::extract) fn wider(draft: &Draft<'_>, index: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut at = index;
    while let Some(next) = next_wider(draft, at) {
        if found.len() == 3 || draft.entity_of[next] == draft.entity_of[index] {
            break;
        }
        found.push(next);
        at = next;
    }
    found
}

fn next_wider(draft: &Draft<'_>, index: usize) -> Option<usize> {
    let reading = draft.reading;
    let inner = &draft.candidates[index];
    if draft.entity(draft.entity_of[index]).class == Class::State {
        return None;
    }
    let comma = inner.last.0 + 1;
    if comma + 1 >= reading.analysis.tokens().len() as u32 || reading.word(TokenId(comma)) != "," {
        return None;
    }
    let near = index..draft.candidates.len().min(index + 8);
    let found = near.into_iter().find(|&other| {
        let other = &draft.candidates[other];
        other.first.0 == comma + 1
            && other.form == MentionForm::Name
            && other.sentence == inner.sentence
            && !other.nested
            && !other.is_adjective()
    })?;
    let head = draft.candidates[found].head;
    let outer = draft.entity(draft.entity_of[found]);
    if !matches!(outer.class, Class::State | Class::Region) {
        return None;
    }
    let known = lies_there(draft, draft.entity_of[index], draft.entity_of[found]);
    let fits = match reading.deprel(head) {
        // "near the lake, Uganda's minister said": a clause begins.
        Deprel::NmodPoss | Deprel::Nsubj | Deprel::NsubjPass => false,
        // "in Paris, Berlin and Rome" is a list; without "and" the parser only took it for one.
        Deprel::Conj => known || !is_list(draft, head),
        _ => true,
    };
    (fits || known && reading.deprel(head) != Deprel::NmodPoss).then_some(found)
}

/// Tells whether the lexicon has a place in a state.
fn lies_there(draft: &Draft<'_>, inner: EntityId, outer: EntityId) -> bool {
    let lexicon = draft.reading.lexicon;
    let (Some(Link::Place(place)), Some(Link::State(state))) =
        (draft.entity(inner).link, draft.entity(outer).link)
    else {
        return false;
    };
    match (
        lexicon.places.get(place as usize),
        lexicon.states.get(state as usize),
    ) {
        (Some(place), Some(state)) => place.state.as_deref() == Some(state.iso3.as_str()),
        _ => false,
    }
}

/// Tells whether a series of names has "and" or "or" in it.
fn is_list(draft: &Draft<'_>, conjunct: TokenId) -> bool {
    let reading = draft.reading;
    reading
        .joined(reading.first_conjunct(conjunct))
        .iter()
        .any(|&one| reading.child(one, Deprel::Cc).is_some())
}

/// "at the university, in Vladimir, Russia", "from Sandnes to Foss in Gjesdal", "hit a hall near
/// Ghent": a place right before "in" and another lies there, whatever the tree hangs the second on.
pub(in crate::extract) fn beside(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let inner = draft.entity_of[index];
    let named = candidate.form == MentionForm::Name;
    if candidate.form == MentionForm::Pronoun
        || candidate.nested
        || candidate.is_adjective()
        || draft.node_at(candidate.head) != Some(inner)
        || !draft.entity(inner).class.is_place()
    {
        return;
    }
    let mut at = candidate.last.0 + 1;
    let end = reading.analysis.tokens().len() as u32;
    if named && at < end && reading.word(TokenId(at)) == "," {
        at += 1;
    }
    if at + 1 >= end {
        return;
    }
    let case = reading.lower(TokenId(at)).to_owned();
    if !(case == "in" || !named && matches!(case.as_str(), "near" | "outside")) {
        return;
    }
    at += 1;
    if reading.lower(TokenId(at)) == "the" {
        at += 1;
    }
    let near = index..draft.candidates.len().min(index + 8);
    let Some(place) = near.into_iter().find(|&other| {
        let other = &draft.candidates[other];
        other.first.0 == at
            && other.form == MentionForm::Name
            && other.sentence == candidate.sentence
            && !other.nested
            && !other.is_adjective()
    }) else {
        return;
    };
    // The tree says so itself.
    if !named && reading.head(draft.candidates[place].head) == Some(candidate.head) {
        return;
    }
    let outer = draft.entity_of[place];
    let class = draft.entity(outer).class;
    // "in Berlin, in Vienna and in Rome" is a list.
    let wider = matches!(class, Class::State | Class::Region)
        || class == Class::City && draft.entity(inner).class != Class::City;
    if outer == inner || !wider {
        return;
    }
    let span = reading.cover(candidate.first, draft.candidates[place].last);
    let pair = Pair::new(inner, outer, span, candidate.head);
    within(draft, pair, place, "LOCATED_IN", &case, "place-in");
}

/// "the German state of Hesse", "the U.S. state of Iowa".
pub(in crate::extract) fn of_state(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let inner = draft.entity_of[index];
    if candidate.form != MentionForm::Name
        || candidate.nested
        || !draft.entity(inner).class.is_place()
    {
        return;
    }
    let head = candidate.head;
    let Some(noun) = reading.head(head) else {
        return;
    };
    let sort = matches!(
        reading.lemma(noun).as_str(),
        "state"
            | "province"
            | "region"
            | "county"
            | "canton"
            | "prefecture"
            | "department"
            | "district"
            | "municipality"
            | "city"
            | "town"
            | "village"
            | "island"
    );
    if !sort
        || noun > head
        || reading
            .case(head)
            .as_deref()
            .is_some_and(|case| case != "of")
    {
        return;
    }
    for (case, owner) in reading.noun_arguments(noun) {
        let Some(outer) = draft.node_at(owner).filter(|&outer| outer != inner) else {
            continue;
        };
        let class = draft.entity(outer).class;
        if case == "poss" && owner < noun && matches!(class, Class::State | Class::Region) {
            let span = reading
                .analysis
                .span(owner)
                .cover(reading.analysis.span(head));
            Pair::new(inner, outer, span, head).add(draft, "LOCATED_IN", "place-of");
        }
    }
}

/// "The lake is in Latvia", "the firm is near Ghent".
pub(in crate::extract) fn lies_in(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let head = candidate.head;
    if candidate.nested || reading.child(head, Deprel::Cop).is_none() {
        return;
    }
    let outer = draft.entity_of[index];
    let class = draft.entity(outer).class;
    let Some(case) = reading
        .case(head)
        .filter(|case| reading.words.happenings().is_place(case))
    else {
        return;
    };
    if !class.is_place() && class != Class::State {
        return;
    }
    for subject in reading.arguments(head).subject {
        let Some(inner) = draft.node_at(subject).filter(|&inner| inner != outer) else {
            continue;
        };
        let span = reading
            .analysis
            .span(head)
            .cover(reading.analysis.span(subject));
        let pair = Pair {
            said: true,
            ..Pair::new(inner, outer, span, head)
        };
        if let Some(edge) = edge(draft.entity(inner).class, &case) {
            within(draft, pair, index, edge, &case, "is-in");
        }
    }
}

/// "The firm is based in Ghent, Belgium", "the lake lies in Latvia": what the verbs of the lexicon
/// that place something say.
pub(in crate::extract) fn of_verbs(draft: &mut Draft<'_>) {
    let reading = draft.reading;
    for verb in reading.tokens() {
        if reading.upos(verb) != Upos::Verb {
            continue;
        }
        let arguments = reading.arguments(verb);
        let Some(entry) = frame::choose(reading, verb, &arguments) else {
            continue;
        };
        if !is_placing(entry) {
            continue;
        }
        // "based in Ghent": what the participle places is its object.
        let placed = arguments.passive.then(|| "obj".to_owned());
        let sources: Vec<TokenId> = entry
            .source
            .iter()
            .chain(&placed)
            .map(|slot| arguments.slot(reading, slot))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
            .into_iter()
            .flat_map(|source| draft.each(source))
            .collect();
        let rule = format!("verb:{}", entry.lemma);
        for (case, place) in &arguments.oblique {
            if !entry.target.contains(case) {
                continue;
            }
            let Some((outer, index)) = draft.node_at(*place).zip(draft.candidate_index(*place))
            else {
                continue;
            };
            let class = draft.entity(outer).class;
            if !class.is_place() && class != Class::State {
                continue;
            }
            for &source in &sources {
                let Some(inner) = draft.node_at(source).filter(|&inner| inner != outer) else {
                    continue;
                };
                let edge = match draft.entity(inner).class {
                    class if class.is_place() => "LOCATED_IN",
                    // "He lies in hospital": a place is no field of work.
                    Class::Person | Class::Group if entry.edge.as_deref() == Some("LOCATED_IN") => {
                        continue;
                    }
                    _ => "OPERATES_IN",
                };
                let span = evidence(draft, &[verb, source, *place]);
                let pair = Pair {
                    said: true,
                    ..Pair::new(inner, outer, span, verb)
                };
                within(draft, pair, index, edge, case, &rule);
            }
        }
    }
}

/// "Kenya, which borders Uganda": the verb between two places, which the tagger often takes for a
/// noun.
pub(in crate::extract) fn borders(draft: &mut Draft<'_>) {
    let reading = draft.reading;
    let is_land = |entity: EntityId| {
        let class = draft.entity(entity).class;
        class == Class::State || class.is_place()
    };
    let is_place = |index: usize| {
        draft.candidates[index].form != MentionForm::Nominal
            && !draft.candidates[index].is_adjective()
            && !draft.candidates[index].nested
            && is_land(draft.entity_of[index])
    };
    let mut found: Vec<Pair> = Vec::new();
    for token in reading.tokens() {
        if !matches!(reading.lower(token), "borders" | "border")
            || reading.upos(token) == Upos::Verb
            || token.0 == 0
        {
            continue;
        }
        let mut before = token.0 - 1;
        while before > 0 && matches!(reading.lower(TokenId(before)), "which" | "that" | ",") {
            before -= 1;
        }
        let mut after = token.0 + 1;
        if (after as usize) < reading.analysis.tokens().len()
            && reading.lower(TokenId(after)) == "the"
        {
            after += 1;
        }
        let at = |matches: &dyn Fn(&Candidate) -> bool| {
            let near = draft
                .candidates
                .partition_point(|candidate| candidate.first.0 + 12 < token.0);
            (near..draft.candidates.len())
                .take_while(|&index| draft.candidates[index].first.0 <= token.0 + 2)
                .filter(|&index| matches(&draft.candidates[index]))
                .collect::<Vec<usize>>()
        };
        let one = at(&|candidate| candidate.last.0 == before);
        let other = at(&|candidate| candidate.first.0 <= after && after <= candidate.last.0)
            .into_iter()
            .find(|&index| is_place(index));
        let Some(other) = other else {
            continue;
        };
        for one in one {
            let candidate = &draft.candidates[one];
            if candidate.sentence != draft.candidates[other].sentence {
                continue;
            }
            // "states that border it, particularly Pakistan": those that are named.
            let ends: Vec<(EntityId, TokenId)> = if is_place(one) {
                vec![(draft.entity_of[one], candidate.head)]
            } else {
                let members = draft.each(candidate.head).into_iter();
                members
                    .filter(|&member| member != candidate.head)
                    .filter_map(|member| Some((draft.node_at(member)?, member)))
                    .filter(|&(entity, _)| is_land(entity))
                    .collect()
            };
            for (end, at) in ends {
                if end == draft.entity_of[other] {
                    continue;
                }
                let span = evidence(draft, &[token, at, draft.candidates[other].head]);
                let pair = Pair::new(end, draft.entity_of[other], span, token);
                found.push(Pair { said: true, ..pair });
            }
        }
    }
    for pair in found {
        pair.add(draft, "BORDERS", "verb:border");
    }
}

/// Tells whether a verb says where something is, and nothing else.
pub(in crate::extract) fn is_placing(entry: &Verb) -> bool {
    entry.event.is_none() && matches!(entry.edge.as_deref(), Some("LOCATED_IN" | "OPERATES_IN"))
}

/// Gives the edge from a place or body to where it is; none for what only stays there.
pub(in crate::extract) fn edge(inner: Class, case: &str) -> Option<&'static str> {
    match inner {
        _ if inner.is_place() => Some("LOCATED_IN"),
        Class::Organization | Class::ArmedGroup | Class::Actor
            if matches!(case, "in" | "across" | "inside" | "within" | "throughout") =>
        {
            Some("OPERATES_IN")
        }
        _ => None,
    }
}

/// Relates something to a place that a mention names, and to the wider ones after it.
pub(in crate::extract) fn within(
    draft: &mut Draft<'_>,
    pair: Pair,
    place: usize,
    edge: &str,
    case: &str,
    rule: &str,
) {
    let near = edge == "LOCATED_IN" && matches!(case, "near" | "off" | "outside" | "along");
    let details = Details {
        near,
        ..Details::default()
    };
    pair.add_with(draft, edge, rule, details);
    if near {
        return;
    }
    for outer in wider(draft, place) {
        let last = draft.candidates[outer].last;
        let target = draft.entity_of[outer];
        if target == pair.source {
            continue;
        }
        let span = pair.span.cover(draft.reading.analysis.span(last));
        let pair = Pair {
            target,
            span,
            ..pair
        };
        pair.add(draft, edge, rule);
    }
}
