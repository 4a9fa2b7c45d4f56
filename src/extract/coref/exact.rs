//! Joins names that the lexicon takes for one thing, or that are spelled alike.
//!
//! The safest sieve, so it runs first; the later ones build on what it joined.

use std::collections::BTreeMap;

use crate::extract::Class;
use crate::extract::Link;
use crate::extract::MentionForm;
use crate::extract::coref::Clusters;
use crate::extract::reading::Reading;

pub(in crate::extract) fn join(reading: &Reading<'_>, clusters: &mut Clusters<'_>) {
    let mut by_link: BTreeMap<(Link, bool), usize> = BTreeMap::new();
    let mut by_name: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (index, candidate) in clusters.candidates.iter().enumerate() {
        if candidate.form != MentionForm::Name {
            continue;
        }
        // "Russians" and "Russia" are linked alike and are two things.
        let group = candidate.class == Class::Group;
        let earlier = match candidate.meaning {
            Some(meaning) => by_link.entry((meaning.link, group)).or_insert(index),
            None => {
                // Case is kept on purpose: "US" is a country and "us" is not.
                let name = reading
                    .cover(candidate.first, candidate.last)
                    .of(reading.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                by_name
                    .entry((name, candidate.class == Class::Person))
                    .or_insert(index)
            }
        };
        let earlier = *earlier;
        if earlier != index {
            clusters.join(earlier, index);
        }
    }
}
