//! Offices: who leads, serves in or belongs to what by the title that he or she bears.

use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::base::Span;
use crate::data::words::TitleClass;
use crate::extract::Class;
use crate::extract::Details;
use crate::extract::EntityId;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::reading::Reading;
use crate::extract::structure::pair::Pair;
use crate::extract::title::title_class;

/// The office before a name: "New Zealand's Prime Minister John Key", "DAB councillor Ann Chiang".
pub(in crate::extract) fn of_title(draft: &mut Draft<'_>, index: usize) {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let Some(title) = candidate.title else {
        return;
    };
    let person = draft.entity_of[index];
    let (head, sentence) = (candidate.head, candidate.sentence);
    let span = title.cover(reading.cover(candidate.first, candidate.last));
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
    let Some(owner) = owner else {
        without_owner(draft, person, title, span, head);
        return;
    };
    let span =
        span.cover(reading.cover(draft.candidates[owner].first, draft.candidates[owner].last));
    let owner = draft.entity_of[owner];
    // "Helvosil's chief executive": no person has one.
    let company = title_class(reading, title)
        .iter()
        .any(|(words, _, _)| is_of_company(words));
    if company
        && draft.entity(owner).class == Class::Person
        && draft.entity(owner).link.is_none()
        && draft.entity(owner).title.is_none()
        && !draft.entity(owner).name.contains(' ')
    {
        draft.entities[owner.index()].class = Class::Organization;
    }
    let owner_class = draft.entity(owner).class;
    let pair = Pair::new(person, owner, span, head);
    for (words, class, edge) in title_class(reading, title) {
        match class {
            TitleClass::Office => {
                let edge = edge.as_deref().unwrap_or("MEMBER_OF");
                let edge = edge_to(edge, &words, owner_class);
                let details = Details {
                    relation: (edge == "LINKED_TO").then(|| words.clone()),
                    role: (edge != "LINKED_TO").then_some(words),
                    past: is_former(draft, title),
                    ..Details::default()
                };
                pair.add_with(draft, edge, "title", details);
            }
            TitleClass::Rank | TitleClass::Occupation | TitleClass::Honorific => {
                if owner_class == Class::State {
                    pair.add(draft, "CITIZEN_OF", "nationality");
                }
            }
        }
    }
}

/// "Minister of Education X" in a text about one country is a minister of that country.
fn without_owner(draft: &mut Draft<'_>, person: EntityId, title: Span, span: Span, head: TokenId) {
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
    Pair::new(person, first, span, head).add_with(draft, edge, "office-of-the-country", details);
}

/// Gives the edge from an office's holder to whose office it is: of the offices of a state only
/// the highest leads it, and nobody is a member of a person.
pub(in crate::extract) fn edge_to<'a>(edge: &'a str, office: &str, owner: Class) -> &'a str {
    match (edge, owner) {
        ("LEADS", Class::State) if !is_head_of_state(office) => "PART_OF",
        ("MEMBER_OF", Class::State) => "PART_OF",
        (_, Class::Person) => "LINKED_TO",
        (edge, _) => edge,
    }
}

/// Gives the office that a common noun with its modifiers is, and its edge: "foreign minister".
pub(in crate::extract) fn of_noun(
    reading: &Reading<'_>,
    head: TokenId,
) -> Option<(String, String)> {
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
            let edge = title.edge.clone();
            return Some((words, edge.unwrap_or_else(|| "MEMBER_OF".to_owned())));
        }
    }
    None
}

/// Tells whether an office is one that companies have.
fn is_of_company(office: &str) -> bool {
    matches!(
        office,
        "chief executive"
            | "chief executive officer"
            | "ceo"
            | "chairman"
            | "chairwoman"
            | "managing director"
            | "chief financial officer"
            | "cfo"
    )
}

fn is_former(draft: &Draft<'_>, title: Span) -> bool {
    let before = &draft.reading.text[..title.start as usize];
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
