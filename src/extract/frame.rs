//! Chooses the meaning of a verb that fits its arguments.

use crate::analysis::Deprel;
use crate::analysis::TokenId;
use crate::data::words::Speech;
use crate::data::words::Verb;
use crate::extract::grammar::Arguments;
use crate::extract::reading::Reading;

/// Gives the first meaning of the verb whose particle, needs and words are there.
pub(in crate::extract) fn choose<'a>(
    reading: &Reading<'a>,
    predicate: TokenId,
    arguments: &Arguments,
) -> Option<&'a Verb> {
    let lemma = reading.lemma(predicate);
    let mut entries = reading.words.verb(&lemma);
    if entries.is_empty() {
        // British spellings of one ending: "criticise", "organise".
        if let Some(stem) = lemma.strip_suffix("ise") {
            entries = reading.words.verb(&format!("{stem}ize"));
        } else if let Some(stem) = lemma.strip_suffix("ize") {
            entries = reading.words.verb(&format!("{stem}ise"));
        }
    }
    entries
        .iter()
        .filter(|entry| {
            entry.particle.is_empty()
                || entry.particle == arguments.particle
                || (arguments.particle.is_empty() && is_led_by(entry, arguments))
                || has_adverb(reading, predicate, &entry.particle)
        })
        .filter(|entry| {
            entry
                .needs
                .iter()
                .all(|slot| !arguments.slot(reading, slot).is_empty())
        })
        .filter(|entry| {
            // "told them to leave" asks; "told them that he left" says.
            let asks = entry.speech == Some(Speech::Asks)
                && entry.needs.iter().any(|slot| slot == "comp")
                && entry.needs.iter().any(|slot| slot == "obj");
            !asks
                || arguments.complement.iter().any(|&clause| {
                    reading.deprel(clause) == Deprel::Xcomp || reading.is_infinitive(clause)
                })
        })
        .find(|entry| {
            entry.words.iter().all(|(slot, words)| {
                arguments
                    .slot(reading, slot)
                    .iter()
                    .any(|&token| words.contains(&reading.lemma(token)))
            })
        })
}

/// Tells whether what belongs to the verb stands there as a preposition: "object to the plan". In
/// "were taken in Kora" the preposition is none of the verb "take in", which has an object.
fn is_led_by(entry: &Verb, arguments: &Arguments) -> bool {
    let mut slots = entry.source.iter().chain(&entry.target).chain(&entry.needs);
    // "shut down the port", the particle taken for a preposition.
    let adverb = matches!(
        entry.particle.as_str(),
        "down" | "up" | "out" | "off" | "away" | "back"
    );
    (adverb || entry.edge.is_none() || slots.any(|slot| *slot == entry.particle))
        && arguments
            .oblique
            .iter()
            .any(|(case, _)| *case == entry.particle)
}

fn has_adverb(reading: &Reading<'_>, predicate: TokenId, particle: &str) -> bool {
    reading.children(predicate).iter().any(|&child| {
        child > predicate && reading.lower(child) == particle && child.0 - predicate.0 < 4
    })
}
