//! Makes tags and labels agree where the one leaves no doubt about the other.

use crate::analysis::Dependency;
use crate::analysis::Deprel;
use crate::analysis::model::Reading;

/// Makes the subject of a verb with a passive auxiliary passive, and that of a verb that is no
/// participle active.
pub(crate) fn correct(reading: &mut Reading) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Features;
    use crate::analysis::Tag;
    use crate::analysis::TokenId;
    use crate::analysis::Upos;

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
        correct(&mut reading);
        assert_eq!(reading.dependencies[0].deprel, expected);
    }

    #[test]
    fn subjects_go_by_the_auxiliary() {
        check("VBN", Deprel::AuxPass, Deprel::Nsubj, Deprel::NsubjPass);
        check("VBG", Deprel::Aux, Deprel::NsubjPass, Deprel::Nsubj);
        check("VBN", Deprel::Aux, Deprel::NsubjPass, Deprel::NsubjPass);
    }
}
