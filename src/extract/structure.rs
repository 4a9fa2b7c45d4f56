//! Standing relations that noun phrases tell of: offices, membership, nationality, parts, places.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::words::TitleClass;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::Thing;
use crate::extract::draft::ASSERTED;
use crate::extract::draft::Draft;
use crate::extract::draft::Standing;
use crate::extract::entities::is_people;
use crate::extract::happening::is_place_case;
use crate::extract::name::title_class;

pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    for index in 0..draft.candidates.len() {
        nested_name(draft, index);
        title(draft, index);
        phrase(draft, index);
        place_after_comma(draft, index);
        people(draft, index);
    }
    winners(draft);
}

/// Winners of an election are members of the body elected, where the text names just one.
fn winners(draft: &mut Draft<'_>) {
    let bodies: Vec<EntityId> = (0..draft.entities.len() as u32)
        .map(EntityId)
        .filter(|&entity| {
            let entry = draft.entity(entity);
            entry.class == Class::Organization
                && entry.named
                && entry.name.split(' ').any(|word| {
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
                })
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
        let standing = draft.standing(token);
        for winner in draft.reading.arguments(token).object {
            let Some(person) = draft.actor_at(winner) else {
                continue;
            };
            if draft.entity(person).class == Class::Person {
                let span = draft
                    .reading
                    .analysis
                    .span(token)
                    .cover(draft.reading.analysis.span(winner));
                draft.relate(
                    "MEMBER_OF",
                    Thing::Entity(person),
                    Thing::Entity(*body),
                    standing,
                    span,
                    token,
                    "elected",
                    0.7,
                    Details::default(),
                );
            }
        }
    }
}

/// How the text stands to a standing relation: as to the words it stands in, but a modal of the
/// clause does not reach into a noun phrase.
fn standing(draft: &Draft<'_>, token: TokenId) -> Standing {
    let standing = draft.standing(token);
    let scope_past = draft
        .reading
        .children(token)
        .iter()
        .any(|&child| matches!(draft.reading.lower(child), "former" | "ex" | "ex-" | "then"));
    Standing {
        past: scope_past,
        ..match standing.status {
            crate::base::Status::Claimed | crate::base::Status::Disputed => Standing {
                past: false,
                ..ASSERTED
            },
            _ => ASSERTED,
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a relation has that many parts")]
fn add(
    draft: &mut Draft<'_>,
    edge: &str,
    source: EntityId,
    target: EntityId,
    span: Span,
    token: TokenId,
    rule: &str,
    details: Details,
) -> bool {
    let standing = standing(draft, token);
    draft.relate(
        edge,
        Thing::Entity(source),
        Thing::Entity(target),
        standing,
        span,
        token,
        rule,
        0.8,
        details,
    )
}

/// Words that an organ of a state is called by.
fn is_organ(word: &str) -> bool {
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

/// "Indonesian Navy" is part of Indonesia; "New Zealand Herald" is not part of New Zealand.
fn nested_name(draft: &mut Draft<'_>, index: usize) {
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
    let head = draft.candidates[outer].head;
    let organ = is_organ(draft.reading.lower(head))
        || is_organ(&draft.reading.lemma(head))
        || (draft.candidates[outer].first.0..=draft.candidates[outer].last.0)
            .any(|at| is_organ(draft.reading.lower(TokenId(at))));
    let class = draft.entity(whole).class;
    let span = draft
        .reading
        .cover(draft.candidates[outer].first, draft.candidates[outer].last);
    if is_parent(draft, part, whole) {
        add(
            draft,
            "PART_OF",
            part,
            whole,
            span,
            head,
            "chapter",
            Details::default(),
        );
        return;
    }
    match draft.entity(part).class {
        Class::Organization | Class::ArmedGroup | Class::Actor
            if organ && class == Class::State =>
        {
            add(
                draft,
                "PART_OF",
                part,
                whole,
                span,
                head,
                "organ",
                Details::default(),
            );
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

/// The office before a name: "New Zealand's Prime Minister John Key", "DAB councillor Ann Chiang".
fn title(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let Some(title) = candidate.title else {
        return;
    };
    let person = draft.entity_of[index];
    let (first, head, sentence) = (candidate.first, candidate.head, candidate.sentence);
    // Whose office: a name that ends right before the title, "'s" between them or not.
    let tokens = reading.analysis.tokens();
    let mut before = tokens.partition_point(|token| token.span.end <= title.start);
    while before > 0
        && matches!(
            reading.lower(TokenId(before as u32 - 1)),
            "'s" | "’s" | "'" | "’" | "-" | "former" | "ex" | "then"
        )
    {
        before -= 1;
    }
    let near = index.saturating_sub(8)..draft.candidates.len().min(index + 8);
    let owner = near.into_iter().find(|&other| {
        let other = &draft.candidates[other];
        !other.nested
            && other.sentence == sentence
            && before > 0
            && other.last.index() + 1 == before
            && other.form != MentionForm::Nominal
    });
    let span = title.cover(reading.cover(first, candidate.last));
    let Some(owner) = owner else {
        office_without_owner(draft, person, title, span, head);
        return;
    };
    let span =
        span.cover(reading.cover(draft.candidates[owner].first, draft.candidates[owner].last));
    let owner = draft.entity_of[owner];
    for (words, class, edge) in title_class(reading, title) {
        let former = is_former(draft, title);
        let details = Details {
            role: Some(words.clone()),
            past: former,
            ..Details::default()
        };
        let owner_class = draft.entity(owner).class;
        match class {
            TitleClass::Office => {
                let edge = match (edge.as_deref(), owner_class) {
                    (Some("LEADS"), Class::State)
                        if words.contains("minister") && words != "prime minister" =>
                    {
                        "PART_OF"
                    }
                    (Some("LEADS"), Class::State) if !is_head_of_state(&words) => "PART_OF",
                    (Some("MEMBER_OF"), Class::State) => "PART_OF",
                    (Some(edge), _) => edge,
                    (None, _) => "MEMBER_OF",
                };
                add(draft, edge, person, owner, span, head, "title", details);
            }
            TitleClass::Rank | TitleClass::Occupation | TitleClass::Honorific => {
                if owner_class == Class::State {
                    add(
                        draft,
                        "CITIZEN_OF",
                        person,
                        owner,
                        span,
                        head,
                        "nationality",
                        Details::default(),
                    );
                }
            }
        }
    }
}

/// "Minister of Education X" in a text about one country is a minister of that country.
fn office_without_owner(
    draft: &mut Draft<'_>,
    person: EntityId,
    title: Span,
    span: Span,
    head: TokenId,
) {
    let words = title.of(draft.reading.text).to_lowercase();
    let government = ["minister", "undersecretary", "secretary of state"]
        .iter()
        .any(|office| words.contains(office));
    if !government {
        return;
    }
    let mut states = draft
        .candidates
        .iter()
        .zip(&draft.entity_of)
        .filter(|(candidate, _)| candidate.class == Class::State)
        .map(|(_, &entity)| entity);
    let Some(first) = states.next() else {
        return;
    };
    if states.any(|other| other != first) {
        return;
    }
    let edge = if words.contains("prime minister") {
        "LEADS"
    } else {
        "PART_OF"
    };
    let details = Details {
        role: Some(words),
        ..Details::default()
    };
    add(
        draft,
        edge,
        person,
        first,
        span,
        head,
        "office-of-the-country",
        details,
    );
}

fn is_former(draft: &Draft<'_>, title: Span) -> bool {
    let start = title.start as usize;
    let before = &draft.reading.text[..start];
    before.trim_end().ends_with("former")
        || title
            .of(draft.reading.text)
            .to_lowercase()
            .starts_with("former")
}

fn is_head_of_state(title: &str) -> bool {
    matches!(
        title,
        "president"
            | "prime minister"
            | "premier"
            | "chancellor"
            | "king"
            | "queen"
            | "emperor"
            | "sultan"
            | "emir"
            | "supreme leader"
            | "leader"
            | "ruler"
            | "dictator"
            | "monarch"
            | "taoiseach"
            | "head of state"
            | "acting president"
            | "interim president"
    )
}

/// Whose, of what, from where, in what: the phrases that hang on a name or noun.
fn phrase(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    if candidate.form == MentionForm::Pronoun || candidate.nested || candidate.is_adjective() {
        return;
    }
    let source = draft.entity_of[index];
    let class = draft.entity(source).class;
    if !class.is_node() {
        return;
    }
    let own_class = candidate.class;
    let (head, form, plural) = (candidate.head, candidate.form, candidate.plural);
    let lemma = reading.lemma(head);
    let (first, last) = (candidate.first, candidate.last);
    for (case, token) in reading.noun_arguments(head) {
        // A word of the name itself: "Church of Scientology".
        if first <= token && token <= last && form == MentionForm::Name {
            continue;
        }
        let Some(target) = draft.node_at(token).filter(|&target| target != source) else {
            continue;
        };
        let target_class = draft.entity(target).class;
        let span = reading
            .analysis
            .span(head)
            .cover(reading.analysis.span(token));
        let near = matches!(case.as_str(), "near" | "off" | "outside" | "along");
        let details = Details {
            near,
            ..Details::default()
        };
        match (own_class, case.as_str(), target_class) {
            // The office of a nominal: "Thailand's foreign minister".
            (Class::Person, "poss" | "of", _) if office(draft, head).is_some() => {
                let Some((words, edge)) = office(draft, head) else {
                    continue;
                };
                let edge = match (edge.as_str(), target_class) {
                    ("LEADS", Class::State) if !is_head_of_state(&words) => "PART_OF",
                    ("MEMBER_OF", Class::State) => "PART_OF",
                    (edge, _) => edge,
                };
                let details = Details {
                    role: Some(words),
                    past: is_modified_by(draft, head, "former"),
                    ..Details::default()
                };
                add(draft, edge, source, target, span, head, "office", details);
            }
            (Class::Person | Class::Group, "poss", Class::State) => {
                let adjective = draft
                    .candidate_index(token)
                    .is_some_and(|index| draft.candidates[index].is_adjective());
                if is_organ(&lemma) {
                    add(
                        draft,
                        "PART_OF",
                        source,
                        target,
                        span,
                        head,
                        "organ",
                        Details::default(),
                    );
                } else if adjective
                    || (own_class == Class::Group
                        && matches!(
                            lemma.as_str(),
                            "citizen" | "national" | "resident" | "voter" | "people"
                        ))
                {
                    add(
                        draft,
                        "CITIZEN_OF",
                        source,
                        target,
                        span,
                        head,
                        "nationality",
                        Details::default(),
                    );
                }
            }
            (
                Class::Organization | Class::ArmedGroup | Class::Actor,
                "poss" | "of",
                Class::State,
            ) if (own_class == Class::ArmedGroup
                || (form == MentionForm::Nominal && !plural)
                || is_organ(&lemma)) =>
            {
                add(
                    draft,
                    "PART_OF",
                    source,
                    target,
                    span,
                    head,
                    "organ",
                    Details::default(),
                );
            }
            (
                Class::Person,
                "of" | "from" | "poss" | "for" | "with" | "at",
                Class::Organization | Class::ArmedGroup,
            ) if (form == MentionForm::Name
                || matches!(case.as_str(), "of" | "from" | "for" | "at")) =>
            {
                let details = Details {
                    past: is_modified_by(draft, head, "former"),
                    ..Details::default()
                };
                add(
                    draft,
                    "MEMBER_OF",
                    source,
                    target,
                    span,
                    head,
                    "person-of",
                    details,
                );
            }
            (
                Class::Group,
                "of" | "from" | "poss" | "within",
                Class::Organization | Class::ArmedGroup,
            ) => {
                if nominal_has_edge(draft, head) {
                    continue;
                }
                let edge = if is_organ(&lemma) || lemma == "official" {
                    "PART_OF"
                } else {
                    "MEMBER_OF"
                };
                let details = Details {
                    past: is_modified_by(draft, head, "former"),
                    ..Details::default()
                };
                add(draft, edge, source, target, span, head, "group-of", details);
            }
            (
                Class::Organization | Class::ArmedGroup | Class::Actor,
                "of" | "poss" | "within",
                Class::Organization | Class::ArmedGroup | Class::Actor,
            ) if !nominal_has_edge(draft, head)
                && (form == MentionForm::Nominal || case == "poss") =>
            {
                add(
                    draft,
                    "PART_OF",
                    source,
                    target,
                    span,
                    head,
                    "part-of",
                    Details::default(),
                );
            }
            (Class::Facility, "of" | "poss" | "for", Class::Organization | Class::ArmedGroup) => {
                add(
                    draft,
                    "PART_OF",
                    source,
                    target,
                    span,
                    head,
                    "part-of",
                    Details::default(),
                );
            }
            (Class::Group | Class::Person, "including" | "such_as", _)
                if target_class.is_actor() =>
            {
                add(
                    draft,
                    member_edge(target_class),
                    target,
                    source,
                    span,
                    head,
                    "such-as",
                    Details::default(),
                );
            }
            (
                Class::Organization | Class::ArmedGroup | Class::Actor,
                "including" | "such_as",
                _,
            ) if target_class.is_actor() && plural => {
                add(
                    draft,
                    "PART_OF",
                    target,
                    source,
                    span,
                    head,
                    "such-as",
                    Details::default(),
                );
            }
            (
                own,
                case,
                Class::State | Class::City | Class::Region | Class::Place | Class::Facility,
            ) if is_place_case(case) => {
                if own.is_place() {
                    add(
                        draft,
                        "LOCATED_IN",
                        source,
                        target,
                        span,
                        head,
                        "place-in",
                        details,
                    );
                } else if own.is_body()
                    && matches!(case, "in" | "across" | "inside" | "within" | "throughout")
                {
                    add(
                        draft,
                        "OPERATES_IN",
                        source,
                        target,
                        span,
                        head,
                        "body-in",
                        Details::default(),
                    );
                }
            }
            (own, "of", Class::State | Class::Region | Class::City)
                if own.is_place() && form == MentionForm::Nominal =>
            {
                add(
                    draft,
                    "LOCATED_IN",
                    source,
                    target,
                    span,
                    head,
                    "place-of",
                    Details::default(),
                );
            }
            (own, "poss", Class::State | Class::Region)
                if own.is_place() && form == MentionForm::Nominal =>
            {
                add(
                    draft,
                    "LOCATED_IN",
                    source,
                    target,
                    span,
                    head,
                    "place-of",
                    Details::default(),
                );
            }
            (Class::Group | Class::Person, "from", Class::State) => {
                add(
                    draft,
                    "CITIZEN_OF",
                    source,
                    target,
                    span,
                    head,
                    "nationality",
                    Details::default(),
                );
            }
            (Class::Person, "poss", Class::Person) => {}
            (Class::ArmedGroup, "poss", Class::Person) => {
                add(
                    draft,
                    "LEADS",
                    target,
                    source,
                    span,
                    head,
                    "forces-of",
                    Details::default(),
                );
            }
            (Class::Organization, "poss", Class::Person)
                if matches!(
                    lemma.as_str(),
                    "regime" | "government" | "administration" | "party" | "cabinet"
                ) =>
            {
                add(
                    draft,
                    "LEADS",
                    target,
                    source,
                    span,
                    head,
                    "forces-of",
                    Details::default(),
                );
            }
            _ => {}
        }
    }
    including(draft, source, head, own_class);
    if own_class.is_actor() {
        affixes(draft, source, head);
    }
    if form == MentionForm::Nominal && plural {
        named_members(draft, source, head);
    }
}

/// "anti-Assad extremists", "Iran-backed militia", "Saudi-led coalition": what the first part says.
fn affixes(draft: &mut Draft<'_>, group: EntityId, head: TokenId) {
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
                (_, "based") => (left, "OPERATES_IN", true),
                (_, "linked" | "affiliated" | "aligned" | "allied") => (left, "LINKED_TO", true),
                _ => continue,
            };
        let Some(other) = known_as(draft, name).filter(|&other| other != group) else {
            continue;
        };
        let span = reading.cover(first, head);
        let (source, target) = if outward {
            (group, other)
        } else {
            (other, group)
        };
        add(
            draft,
            edge,
            source,
            target,
            span,
            head,
            "affix",
            Details::default(),
        );
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

/// "the religious schools Santo Spirito and Immacolata": each is one of them.
fn named_members(draft: &mut Draft<'_>, group: EntityId, head: TokenId) {
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
            if let Some(member) = draft
                .actor_at(name)
                .filter(|&member| named && member != group)
            {
                // "councillors A and B" are councillors; that is a title.
                if draft.entity(member).class == Class::Person {
                    continue;
                }
                let edge = member_edge(draft.entity(member).class);
                let span = reading
                    .analysis
                    .span(head)
                    .cover(reading.analysis.span(name));
                add(
                    draft,
                    edge,
                    member,
                    group,
                    span,
                    head,
                    "named-member",
                    Details::default(),
                );
            }
        }
    }
}

/// "suspects, including some of the attackers": what follows is part of the group.
fn including(draft: &mut Draft<'_>, source: EntityId, head: TokenId, class: Class) {
    let reading = draft.reading;
    if !class.is_body() && class != Class::Group {
        return;
    }
    for &child in reading.children(head) {
        if reading.deprel(child) != Deprel::Acl || reading.lower(child) != "including" {
            continue;
        }
        for member in reading.arguments(child).object {
            if let Some(target) = draft.actor_at(member).filter(|&target| target != source) {
                let span = reading
                    .analysis
                    .span(head)
                    .cover(reading.analysis.span(member));
                let edge = member_edge(draft.entity(target).class);
                add(
                    draft,
                    edge,
                    target,
                    source,
                    span,
                    head,
                    "including",
                    Details::default(),
                );
            }
        }
    }
}

fn member_edge(class: Class) -> &'static str {
    match class {
        Class::Person | Class::State => "MEMBER_OF",
        _ => "PART_OF",
    }
}

fn is_modified_by(draft: &Draft<'_>, head: TokenId, word: &str) -> bool {
    draft
        .reading
        .children(head)
        .iter()
        .any(|&child| draft.reading.lower(child) == word)
}

fn nominal_has_edge(draft: &Draft<'_>, head: TokenId) -> bool {
    crate::extract::nominal::entries(draft.reading, head)
        .iter()
        .any(|entry| entry.edge.is_some() && entry.source.iter().any(|slot| slot == "self"))
}

/// The office that a common noun with its modifiers is: "foreign minister".
fn office(draft: &Draft<'_>, head: TokenId) -> Option<(String, String)> {
    let reading = draft.reading;
    if reading.upos(head) == Upos::Propn && !reading.is_capital(head) {
        return None;
    }
    for length in (1..=4u32).rev() {
        if head.0 + 1 < length {
            continue;
        }
        let first = head.0 + 1 - length;
        let words: Vec<&str> = (first..=head.0)
            .map(|at| reading.lower(TokenId(at)))
            .collect();
        let words = words.join(" ");
        if let Some(title) = reading.words.title(&words)
            && title.class == TitleClass::Office
        {
            return Some((
                words,
                title.edge.clone().unwrap_or_else(|| "MEMBER_OF".to_owned()),
            ));
        }
    }
    None
}

/// "Aceh, Indonesia": the second holds the first.
fn place_after_comma(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let inner = draft.entity_of[index];
    if candidate.form != MentionForm::Name
        || candidate.nested
        || !draft.entity(inner).class.is_place()
    {
        return;
    }
    let after = candidate.last.0 + 1;
    if after + 1 >= reading.analysis.tokens().len() as u32 || reading.word(TokenId(after)) != "," {
        return;
    }
    let sentence = candidate.sentence;
    let near = index..draft.candidates.len().min(index + 8);
    let Some(outer) = near.into_iter().find(|&other| {
        let other = &draft.candidates[other];
        other.first.0 == after + 1
            && other.form == MentionForm::Name
            && other.sentence == sentence
            && !other.nested
    }) else {
        return;
    };
    // "in Paris, Berlin and Rome" is a list, and in "near the lake, Uganda's minister said" a
    // clause begins.
    let role = reading.deprel(draft.candidates[outer].head);
    if matches!(role, Deprel::Conj | Deprel::NmodPoss) {
        return;
    }
    let (first, last, head) = (
        candidate.first,
        draft.candidates[outer].last,
        candidate.head,
    );
    let outer = draft.entity_of[outer];
    if matches!(draft.entity(outer).class, Class::State | Class::Region) {
        add(
            draft,
            "LOCATED_IN",
            inner,
            outer,
            reading.cover(first, last),
            head,
            "place-comma",
            Details::default(),
        );
    }
}

/// "Bangladeshis" are citizens of Bangladesh.
fn people(draft: &mut Draft<'_>, index: usize) {
    let candidate = &draft.candidates[index];
    if !is_people(candidate) {
        return;
    }
    let Some(meaning) = candidate.meaning else {
        return;
    };
    let (head, span) = (
        candidate.head,
        draft.reading.cover(candidate.first, candidate.last),
    );
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
    add(
        draft,
        "CITIZEN_OF",
        group,
        state,
        span,
        head,
        "people",
        Details::default(),
    );
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
    let name = crate::extract::entities::lexicon_name(draft.reading, link)?;
    draft.entities.push(crate::extract::Entity {
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
