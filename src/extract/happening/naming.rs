//! Gives events their names: "arrest of five suspects" for "police arrested five suspects".

use std::collections::BTreeSet;

use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::entities::one_line;
use crate::extract::grammar::Arguments;
use crate::extract::nominal;

pub(super) fn without_determiner(words: &str) -> String {
    let rest = [
        "the ", "a ", "an ", "this ", "these ", "its ", "their ", "his ", "her ", "such ",
    ]
    .iter()
    .find_map(|determiner| {
        words
            .get(..determiner.len())
            .filter(|start| start.eq_ignore_ascii_case(determiner))
            .map(|_| &words[determiner.len()..])
    });
    rest.unwrap_or(words).to_owned()
}

/// Gives a short clause as the name, and the words by which the event may be known.
pub(super) fn verb_names(
    draft: &Draft<'_>,
    token: TokenId,
    arguments: &Arguments,
) -> (String, BTreeSet<String>) {
    let reading = draft.reading;
    let phrase = |head: TokenId| {
        let (first, last) = nominal::base_phrase(reading, head);
        (first, last)
    };
    let word = one_line(reading.word(token));
    let mut aliases = BTreeSet::from([word.clone()]);
    let own = |tokens: &[TokenId]| {
        tokens
            .iter()
            .copied()
            .find(|&head| reading.sentence(head) == reading.sentence(token))
    };
    let object = own(&arguments.object);
    let mut name = word;
    if let Some(object) = object.filter(|&object| object > token) {
        let (_, last) = phrase(object);
        if last.0 - token.0 < 10 {
            name = one_line(reading.cover(token, last).of(reading.text));
            aliases.insert(name.clone());
        }
    } else if let Some((_, oblique)) = arguments
        .oblique
        .iter()
        .find(|(_, oblique)| *oblique > token && oblique.0 - token.0 < 8)
    {
        let (_, last) = phrase(*oblique);
        name = one_line(reading.cover(token, last).of(reading.text));
        aliases.insert(name.clone());
    }
    let before = own(if arguments.passive {
        &arguments.object
    } else {
        &arguments.subject
    });
    if let Some(subject) = before.filter(|&subject| subject < token && token.0 - subject.0 < 7) {
        let (first, _) = phrase(subject);
        let last = object
            .filter(|&object| object > token && object.0 - token.0 < 10)
            .map_or(token, |object| phrase(object).1);
        name = one_line(reading.cover(first, last).of(reading.text));
        aliases.insert(name.clone());
    }
    if let Some(noun) = noun_name(draft, token, arguments) {
        aliases.insert(name);
        return (noun, aliases);
    }
    (without_determiner(&name), aliases)
}

fn lower_first(words: &str) -> String {
    let mut characters = words.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let rest = characters.as_str();
    // "UN", "U.S.", "G7": no words of small letters.
    if rest
        .chars()
        .next()
        .is_some_and(|second| !second.is_lowercase() && second != ' ')
    {
        return words.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}

/// Names an event by the noun of its verb: "arrest of five suspects".
fn noun_name(draft: &Draft<'_>, token: TokenId, arguments: &Arguments) -> Option<String> {
    const LONGEST: usize = 8;
    let reading = draft.reading;
    let lemma = reading.lemma(token);
    let entry = reading.words.deverbal(&lemma)?;
    let words = |tokens: &[TokenId]| -> Option<String> {
        let &head = tokens.first()?;
        let index = draft.candidate_index(head)?;
        let candidate = &draft.candidates[index];
        match candidate.form {
            MentionForm::Nominal => {
                let (first, last) = nominal::base_phrase(reading, head);
                // "the United States, whose forces struck".
                if reading.lower(first) == "whose" {
                    return None;
                }
                let words = one_line(reading.trim(reading.cover(first, last)).of(reading.text));
                // "The company" began its sentence; "Turkish police" have a capital anywhere.
                let known = !reading.gazetteer.find(reading.word(first)).is_empty();
                let proper = reading.upos(first) == Upos::Propn || known;
                Some(if proper { words } else { lower_first(&words) })
            }
            // "He was released": of whom.
            MentionForm::Name | MentionForm::Pronoun => {
                let entity = draft.entity(draft.entity_at(head)?);
                (entity.named || candidate.form == MentionForm::Name).then(|| entity.name.clone())
            }
        }
    };
    let count = |text: &str| text.split(' ').count();
    let subject = match arguments.subject.as_slice() {
        [one, other] => words(&[*one])
            .zip(words(&[*other]))
            .map(|(one, other)| format!("{one} and {other}")),
        [_, _, ..] => None,
        one => words(one),
    };
    let Some(object) = words(&arguments.object) else {
        if !arguments.object.is_empty() {
            return None;
        }
        // "protest against Israel", "clash with students".
        let towards = arguments
            .oblique
            .iter()
            .filter(|(case, _)| matches!(case.as_str(), "against" | "with"))
            .find_map(|(case, token)| words(&[*token]).map(|other| (case, other)));
        if let Some((case, other)) = towards {
            let name = format!("{} {case} {other}", entry.noun);
            return (count(&name) <= LONGEST).then_some(name);
        }
        let subject = subject?;
        // "resignation of the minister", but "protest by students".
        let suffers = reading.words.happenings().is_undergone(&lemma);
        let preposition = if suffers { "of" } else { "by" };
        let name = format!("{} {preposition} {subject}", entry.noun);
        return (count(&name) <= LONGEST).then_some(name);
    };
    let name = format!("{} {} {object}", entry.noun, entry.preposition);
    if count(&name) > LONGEST {
        return None;
    }
    Some(match subject {
        Some(subject) if count(&name) + count(&subject) < LONGEST => format!("{name} by {subject}"),
        _ => name,
    })
}
