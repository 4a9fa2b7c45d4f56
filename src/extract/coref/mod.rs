//! Says which mentions stand for the same thing, in sieves: the safest first, each building on
//! what the ones before it joined.

mod acronym;
mod apposition;
mod cluster;
mod definite;
mod exact;
mod government;
mod group;
mod head;
mod organ;
mod pronoun;
mod role;

pub(in crate::extract) use cluster::Clusters;
pub(in crate::extract) use group::members;

use crate::extract::candidate::Candidate;
use crate::extract::reading::Reading;

/// Runs all sieves; `speaker` gives who says the words at a candidate, for "I" and "we".
pub(in crate::extract) fn resolve<'a>(
    reading: &Reading<'_>,
    candidates: &'a [Candidate],
    speaker: &dyn Fn(&Candidate) -> Option<usize>,
) -> Clusters<'a> {
    let mut clusters = Clusters::new(candidates);
    exact::join(reading, &mut clusters);
    acronym::join(reading, &mut clusters);
    head::join_names(reading, &mut clusters);
    head::join_directions(reading, &mut clusters);
    apposition::join(reading, &mut clusters);
    government::join(reading, &mut clusters);
    role::join(reading, &mut clusters);
    head::join_nominals(reading, &mut clusters);
    definite::join(reading, &mut clusters);
    pronoun::join(reading, &mut clusters, speaker);
    organ::join(reading, &mut clusters);
    organ::join_parents(reading, &mut clusters);
    clusters
}
