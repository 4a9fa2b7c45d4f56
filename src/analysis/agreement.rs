//! Makes tags and labels agree where the one leaves no doubt about the other.

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::Upos;
use crate::analysis::model::Reading;

/// Makes the subject of a verb with a passive auxiliary passive, and that of a verb that is no
/// participle active; and gives words the part of speech that their place in the tree asks for.
pub(crate) fn correct(words: &[&str], reading: &mut Reading) {
    for ((word, tag), arc) in words
        .iter()
        .zip(&mut reading.tags)
        .zip(&reading.dependencies)
    {
        let found = match (arc.deprel, tag.upos) {
            // Of a noun it is a preposition, also where it often leads in a clause: "after him".
            (Deprel::Case, Upos::Sconj) => Some((Upos::Adp, "IN")),
            (Deprel::Det, Upos::Sconj) => Some((Upos::Det, "DT")),
            // "instead of leaving".
            (Deprel::Fixed, Upos::Sconj) if *word == "of" => Some((Upos::Adp, "IN")),
            (Deprel::Amod, Upos::Adv) => Some((Upos::Adj, "JJ")),
            // "chief executive Ana Lind".
            (Deprel::NmodDesc, Upos::Adj) => Some((Upos::Noun, "NN")),
            // "Title IV".
            (_, Upos::Noun | Upos::Propn) if is_roman(word) => Some((Upos::Num, "CD")),
            _ => None,
        };
        if let Some((upos, xpos)) = found {
            tag.upos = upos;
            tag.xpos = xpos;
        }
    }
    let mut is_passive = vec![false; reading.dependencies.len()];
    for dependency in &reading.dependencies {
        if let (Some(head), Deprel::AuxPass) = (dependency.head, dependency.deprel) {
            is_passive[head.index()] = true;
        }
    }
    let tags = &reading.tags;
    for Dependency { head, deprel } in &mut reading.dependencies {
        let Some(head) = head.map(|head| head.index()) else {
            continue;
        };
        *deprel = match *deprel {
            Deprel::Nsubj if is_passive[head] => Deprel::NsubjPass,
            Deprel::Csubj if is_passive[head] => Deprel::CsubjPass,
            Deprel::NsubjPass if !is_passive[head] && tags[head].xpos != "VBN" => Deprel::Nsubj,
            other => other,
        };
    }
}

/// Tells whether a word is a small Roman number of two letters at least: "I" and "X" may be words.
fn is_roman(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|letter| b"IVX".contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Features;
    use crate::analysis::Tag;
    use crate::analysis::TokenId;

    #[track_caller]
    fn check(xpos: &'static str, auxiliary: Deprel, subject: Deprel, expected: Deprel) {
        let tag = |upos, xpos| Tag {
            upos,
            xpos,
            features: Features::default(),
        };
        let arc = |head: Option<u32>, deprel| Dependency {
            head: head.map(TokenId),
            deprel,
        };
        let mut reading = Reading {
            tags: vec![
                tag(Upos::Pron, "PRP"),
                tag(Upos::Aux, "VBD"),
                tag(Upos::Verb, xpos),
            ],
            dependencies: vec![
                arc(Some(2), subject),
                arc(Some(2), auxiliary),
                arc(None, Deprel::Root),
            ],
            ..Reading::default()
        };
        correct(&["they", "were", "seen"], &mut reading);
        assert_eq!(reading.dependencies[0].deprel, expected);
    }

    #[test]
    fn tags_go_by_the_place_in_the_tree() {
        let check = |word: &str, upos, deprel, expected| {
            let mut reading = Reading {
                tags: vec![Tag {
                    upos,
                    xpos: "IN",
                    features: Features::default(),
                }],
                dependencies: vec![Dependency { head: None, deprel }],
                ..Reading::default()
            };
            correct(&[word], &mut reading);
            assert_eq!(reading.tags[0].upos, expected, "{word}");
        };
        check("after", Upos::Sconj, Deprel::Case, Upos::Adp);
        check("after", Upos::Sconj, Deprel::Mark, Upos::Sconj);
        check("that", Upos::Sconj, Deprel::Det, Upos::Det);
        check("of", Upos::Sconj, Deprel::Fixed, Upos::Adp);
        check("executive", Upos::Adj, Deprel::NmodDesc, Upos::Noun);
        check("IV", Upos::Noun, Deprel::Nmod, Upos::Num);
        check("IVF", Upos::Noun, Deprel::Nmod, Upos::Noun);
    }

    #[test]
    fn subjects_go_by_the_auxiliary() {
        check("VBN", Deprel::AuxPass, Deprel::Nsubj, Deprel::NsubjPass);
        check("VBG", Deprel::Aux, Deprel::NsubjPass, Deprel::Nsubj);
        check("VBN", Deprel::Aux, Deprel::NsubjPass, Deprel::NsubjPass);
    }
}
