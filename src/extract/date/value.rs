//! Dates as the graph has them: a day, a month, a year, or the interval of "from … to".

/// Tells whether two dates can be of one event: one lies within the other.
pub(in crate::extract) fn agree(one: &str, other: &str) -> bool {
    let ((first, last), (from, to)) = (bounds(one), bounds(other));
    first <= from && to <= last || from <= first && last <= to
}

/// A day is better than a month, a month than an interval.
pub(in crate::extract) fn rank(date: &str) -> (bool, std::cmp::Reverse<usize>) {
    (date.contains('/'), std::cmp::Reverse(date.len()))
}

/// Tells whether a date is a day.
pub(in crate::extract) fn is_day(date: &str) -> bool {
    date.len() == 10
}

/// Gives the first and the last day, as text that sorts by time.
fn bounds(date: &str) -> (String, String) {
    const FIRST: &str = "0000-01-01";
    const LAST: &str = "9999-12-31";
    let (first, last) = date.split_once('/').unwrap_or((date, date));
    let fill =
        |part: &str, whole: &str| format!("{part}{}", whole.get(part.len()..).unwrap_or_default());
    (fill(first, FIRST), fill(last, LAST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_agrees_with_its_month_and_not_with_another() {
        assert!(agree("2024-03-22", "2024-03"));
        assert!(agree("2024", "2024-03-22"));
        assert!(agree("2024-03-20/2024-03-25", "2024-03-22"));
        assert!(!agree("2024-03-22", "2024-03-23"));
        assert!(!agree("2007", "2024-03"));
    }
}
