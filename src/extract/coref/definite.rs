//! Joins a definite noun phrase of a general sort with the last name of that sort: "the terrorist
//! group", "the organization", "the city", "the defector".

use crate::extract::Class;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

/// How many sentences back the name may stand.
const REACH: u32 = 4;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let candidates = clusters.candidates;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.form != MentionForm::Nominal
            || !candidate.definite
            || clusters.members(clusters.set_of(index)).len() > 1
        {
            continue;
        }
        let lemma = reading.lemma(candidate.head);
        let general: &[Class] = match lemma.as_str() {
            "group" | "outfit" | "faction" | "militia" => &[Class::ArmedGroup, Class::Organization],
            "organization" | "organisation" | "agency" | "company" | "firm" | "party" | "body"
            | "newspaper" | "church" | "bloc" | "alliance" => &[Class::Organization],
            "militant" | "terrorist" | "rebel" | "insurgent" if candidate.plural => {
                &[Class::ArmedGroup]
            }
            "city" | "town" | "village" | "capital" => &[Class::City],
            "province" | "region" | "island" => &[Class::Region],
            "site" | "website" => &[Class::Facility],
            _ => continue,
        };
        let owned = reading
            .noun_arguments(candidate.head)
            .iter()
            .any(|(case, _)| matches!(case.as_str(), "poss" | "of"));
        if owned {
            continue;
        }
        let found = (0..index).rev().find(|&other| {
            let earlier = &candidates[other];
            earlier.sentence + REACH >= candidate.sentence
                && earlier.form == MentionForm::Name
                && !earlier.nested
                && general.contains(&clusters.class(other))
        });
        if let Some(found) = found {
            clusters.join_if_agree(found, index);
        }
    }
}
