//! Joins an office with its holder: "the prime minister" with "Prime Minister John Key" of the
//! same text, or with whom the lexicon knows to hold it at the date.

use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many mentions away the holder may stand.
const WINDOW: usize = 400;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || candidate.class != Class::Person
            || candidate.plural
            || !candidate.definite
            || clusters.is_named(index)
        {
            continue;
        }
        let office = office_words(reading, candidate.first.0, candidate.head.0);
        if office.is_empty() {
            continue;
        }
        let near = index.saturating_sub(WINDOW)..candidates.len().min(index + WINDOW);
        let mut around = near.map(|other| (other, &candidates[other]));
        let titled = around.clone().find(|(_, other)| {
            other.form == MentionForm::Name
                && other.class == Class::Person
                && other.title.is_some_and(|title| {
                    let title = title.of(reading.text).to_lowercase();
                    title == office || title.ends_with(&format!(" {office}"))
                })
        });
        if let Some((found, _)) = titled {
            clusters.join_if_agree(found, index);
            continue;
        }
        // The lexicon's office-holder, where the text names the person elsewhere.
        let Some(date) = reading.document.date else {
            continue;
        };
        let date = date.to_string();
        let owner = reading
            .noun_arguments(candidate.head)
            .into_iter()
            .find_map(|(_, token)| {
                candidates.iter().position(|other| {
                    other.first <= token && token <= other.last && other.form == MentionForm::Name
                })
            })
            .and_then(|owner| clusters.link(owner));
        let owner_name = match owner {
            Some(Link::State(state)) => reading
                .lexicon
                .states
                .get(state as usize)
                .map(|state| state.name.as_str()),
            Some(Link::Actor(actor)) => reading
                .lexicon
                .actors
                .get(actor as usize)
                .map(|actor| actor.name.as_str()),
            _ => None,
        };
        let holder = around.find(|(_, other)| {
            let Some(Link::Person(person)) = other.meaning.map(|meaning| meaning.link) else {
                return false;
            };
            reading
                .lexicon
                .people
                .get(person as usize)
                .is_some_and(|person| {
                    person.offices.iter().any(|held| {
                        held.title == office
                            && owner_name.is_none_or(|name| name == held.of)
                            && held.from.as_str() <= date.as_str()
                            && held.to.as_deref().is_none_or(|to| to >= date.as_str())
                    })
                })
        });
        if let Some((found, _)) = holder {
            clusters.join_if_agree(found, index);
        }
    }
}

/// Gives the longest title that the words before and at the head are: "prime minister".
fn office_words(reading: &Reading<'_>, first: u32, head: u32) -> String {
    for start in first..=head {
        let words: Vec<&str> = (start..=head)
            .map(|at| reading.lower(crate::analysis::TokenId(at)))
            .collect();
        let words = words.join(" ");
        if reading.words.title(&words).is_some() {
            return words;
        }
    }
    String::new()
}
