//! Camps: "pro-reform candidates", "the localist camp's Ana Ruiz" belong to the camp that the text
//! calls so.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::analysis::Upos;
use crate::extract::Class;
use crate::extract::EntityId;
use crate::extract::MentionForm;
use crate::extract::draft::Draft;
use crate::extract::nominal;
use crate::extract::structure::member;
use crate::extract::structure::pair::Pair;

/// How many words before a name may tell of its camp: "pro-reform district councillor Ana Ruiz".
const REACH: u32 = 7;

/// Words that share so many letters at their start are of one stem: "pan-democrat", "pan-democracy".
const STEM: usize = 9;

/// A camp of the text and the word that it is known by.
struct Camp {
    entity: EntityId,
    word: String,
}

/// Relates persons and parties to the camps that words before them name.
pub(in crate::extract) fn relate(draft: &mut Draft<'_>) {
    let camps = camps(draft);
    if camps.is_empty() {
        return;
    }
    let mut found: Vec<Pair> = Vec::new();
    for index in 0..draft.candidates.len() {
        let candidate = &draft.candidates[index];
        let entity = draft.entity_of[index];
        let class = draft.entity(entity).class;
        if candidate.form != MentionForm::Name
            || candidate.nested
            || !matches!(class, Class::Person | Class::Organization)
        {
            continue;
        }
        let head = candidate.head;
        let signs = std::iter::once(before(draft, index, &camps))
            .chain(described(draft, head).into_iter().map(|noun| {
                // A party is not one of the candidates that it stands beside.
                camp_of_noun(draft, noun, &camps).filter(|_| class == Class::Person)
            }))
            .flatten();
        for (camp, sign) in signs {
            if camps[camp].entity == entity {
                continue;
            }
            let span = draft
                .reading
                .analysis
                .span(head)
                .cover(draft.reading.analysis.span(sign));
            found.push(Pair::new(entity, camps[camp].entity, span, head));
        }
    }
    for pair in found {
        let edge = member::edge(draft.entity(pair.source).class);
        pair.add(draft, edge, "camp");
    }
}

/// Lists the camps, each by the word before "camp".
fn camps(draft: &Draft<'_>) -> Vec<Camp> {
    let mut camps: Vec<Camp> = Vec::new();
    for (index, candidate) in draft.candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || !nominal::is_camp(draft.reading, candidate.head)
        {
            continue;
        }
        let Some(word) = nominal::camp_word(draft.reading, candidate.head) else {
            continue;
        };
        let word = draft.reading.lower(word).to_owned();
        if !camps.iter().any(|camp| camp.word == word) {
            camps.push(Camp {
                entity: draft.entity_of[index],
                word,
            });
        }
    }
    camps
}

/// Finds the camp that a word is of.
fn camp_of_word(camps: &[Camp], word: &str) -> Option<usize> {
    camps.iter().position(|camp| {
        let shared = camp
            .word
            .bytes()
            .zip(word.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        word == camp.word || shared >= STEM && camp.word.len().max(word.len()) <= shared + 3
    })
}

/// Finds the camp that one of the words right before a name tells of.
fn before(draft: &Draft<'_>, index: usize, camps: &[Camp]) -> Option<(usize, TokenId)> {
    let reading = draft.reading;
    let candidate = &draft.candidates[index];
    let sentence = &reading.analysis.sentences()[candidate.sentence as usize];
    let least = sentence
        .tokens
        .start
        .max(candidate.first.0.saturating_sub(REACH));
    for at in (least..candidate.first.0).rev() {
        let token = TokenId(at);
        let word = reading.lower(token);
        if let Some(camp) = camp_of_word(camps, word) {
            return Some((camp, token));
        }
        let joins = matches!(
            reading.upos(token),
            Upos::Noun | Upos::Adj | Upos::Propn | Upos::Part
        );
        if !joins {
            return None;
        }
    }
    None
}

/// Lists the nouns that say what a name is: "councillors" of "councillors A and B", "candidates" of
/// "the candidates elected were A and B", "activists" of "activists from the camp, A and B".
fn described(draft: &Draft<'_>, name: TokenId) -> Vec<TokenId> {
    let reading = draft.reading;
    let first = reading.first_conjunct(name);
    let mut nouns = Vec::new();
    if reading.child(first, Deprel::Cop).is_some() {
        nouns.extend(reading.arguments(first).subject);
    }
    if let Some(head) = reading.head(first)
        && matches!(
            reading.deprel(first),
            Deprel::Appos | Deprel::Flat | Deprel::NmodDesc
        )
        && reading.upos(head) == Upos::Noun
    {
        nouns.push(head);
    }
    nouns
}

/// Finds the camp that a noun's own phrase tells of.
fn camp_of_noun(draft: &Draft<'_>, noun: TokenId, camps: &[Camp]) -> Option<(usize, TokenId)> {
    let reading = draft.reading;
    let mut words = vec![noun];
    for &child in reading.children(noun) {
        match reading.deprel(child) {
            Deprel::Amod | Deprel::Compound => {
                words.push(child);
                words.extend(reading.children(child).iter().copied().filter(|&inner| {
                    matches!(reading.deprel(inner), Deprel::Amod | Deprel::Compound)
                }));
            }
            Deprel::Nmod if matches!(reading.case(child).as_deref(), Some("from" | "of")) => {
                words.extend(nominal::camp_word(reading, child));
            }
            _ => {}
        }
    }
    words.into_iter().find_map(|token| {
        // "pan-democrats".
        let word = reading.lower(token);
        let camp = camp_of_word(camps, word)?;
        Some((camp, token))
    })
}
