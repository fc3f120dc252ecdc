//! What the overview says about news: how much has come since the last visit, part by part. No contents: the overview
//! is open on shared screens.

use jiff::Timestamp;

/// A part of the record that has news of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Test results.
    Results,
    /// Notes and documents.
    Documents,
    /// Medicines.
    Medicines,
    /// Critical information and allergies.
    Allergies,
    /// Diagnoses.
    Diagnoses,
    /// Vaccines.
    Vaccines,
}

/// News of one part, or what there is in all at the first visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// Which part.
    pub part: Part,
    /// How many rows.
    pub count: usize,
    /// Whether there may be more than were counted.
    pub is_more: bool,
    /// When the latest was received.
    pub latest: Timestamp,
}

impl News {
    /// Counts what was received after `since`; everything when there was no visit before. `None` without any.
    #[must_use]
    pub fn of(
        part: Part,
        received: impl Iterator<Item = Timestamp>,
        is_cut: bool,
        since: Option<Timestamp>,
    ) -> Option<Self> {
        let mut count = 0;
        let mut latest = Timestamp::MIN;
        for at in received.filter(|at| since.is_none_or(|since| *at > since)) {
            count += 1;
            latest = latest.max(at);
        }
        (count > 0).then_some(Self { part, count, is_more: is_cut, latest })
    }
}

#[cfg(test)]
mod tests {
    use super::{News, Part};
    use jiff::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn only_what_came_after_the_last_visit_is_new() {
        let check = |since: Option<i64>, want: Option<(usize, i64)>| {
            let received = [10, 20, 30].map(at).into_iter();
            let news = News::of(Part::Results, received, false, since.map(at));
            assert_eq!(
                news.map(|news| (news.count, news.latest)),
                want.map(|(count, latest)| (count, at(latest)))
            );
        };
        check(None, Some((3, 30)));
        check(Some(10), Some((2, 30)));
        check(Some(29), Some((1, 30)));
        check(Some(30), None);
    }
}
