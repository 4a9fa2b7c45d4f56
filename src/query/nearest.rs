//! The name that was probably meant.

use strsim::osa_distance;

/// Finds the candidate that a slip of the fingers turns into `word`: another case, or an edit or
/// two, fewer for short words. Of several as near, the first.
pub(in crate::query) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    let allowed = match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            if other.chars().count().abs_diff(length) > allowed {
                return None;
            }
            let distance = osa_distance(&lower, &other);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Makes the hint that asks whether `name` was meant.
pub(in crate::query) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_seen_and_other_words_left_alone() {
        let check = |word: &str, candidates: &[&str], expected: Option<&str>| {
            assert_eq!(
                nearest(word, candidates.iter().copied()),
                expected,
                "{word}"
            );
        };
        check("RETRUN", &["RETURN", "REMOVE"], Some("RETURN"));
        check("persn", &["p", "person"], Some("person"));
        check("leads", &["LEADS"], Some("LEADS"));
        check("ab", &["ba"], None);
        check("house", &["mouse", "horse"], Some("mouse"));
        check("river", &["person"], None);
    }
}
