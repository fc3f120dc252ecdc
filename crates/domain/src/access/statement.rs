//! A doctor's statement that somebody cannot consent: when it was made, and when it has to be looked at again.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::rules::CERTIFIED_YEARS;
use crate::when::When;

/// A statement that holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    made: Date,
    review: Date,
}

/// What is wrong with the dates of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementFault {
    /// It is of a day that has not come, or so old that it has run out.
    Made,
    /// It is to be looked at again on a day that is over, before it was made, or more than five years after.
    Review,
}

impl Statement {
    /// The statement of these days.
    ///
    /// # Errors
    /// [`StatementFault`].
    ///
    /// Source: Helsenorge, access on behalf of somebody who cannot consent: at most five years (norway.md 4.6).
    pub fn new(made: Date, review: Date, now: Timestamp) -> Result<Self, StatementFault> {
        let today = When::today(now);
        let last = last(made);
        if made > today || last < today {
            return Err(StatementFault::Made);
        }
        if review < today || review > last {
            return Err(StatementFault::Review);
        }
        Ok(Self { made, review })
    }

    /// The day on which it was made.
    #[must_use]
    pub const fn made(self) -> Date {
        self.made
    }

    /// The last day on which it holds.
    #[must_use]
    pub const fn review(self) -> Date {
        self.review
    }

    /// The moment that its five years are counted from.
    #[must_use]
    pub fn certified(self) -> Timestamp {
        When::Day(self.made).start()
    }

    /// The first moment at which it no longer holds.
    #[must_use]
    pub fn end(self) -> Timestamp {
        When::Day(self.review).end()
    }
}

/// The last day of the five years: they end with the beginning of the same day of the month.
fn last(made: Date) -> Date {
    made.saturating_add(Span::new().years(CERTIFIED_YEARS)).saturating_sub(Span::new().days(1))
}

#[cfg(test)]
mod tests {
    use super::{Statement, StatementFault};
    use jiff::Timestamp;

    #[test]
    fn a_statement_holds_for_at_most_five_years() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().expect("a time");
        let check = |made: &str, review: &str, expect: Option<StatementFault>| {
            let found = Statement::new(made.parse().expect("a day"), review.parse().expect("a day"), now);
            assert_eq!(found.err(), expect, "{made} {review}");
        };
        let (made, review) = (Some(StatementFault::Made), Some(StatementFault::Review));
        check("2026-11-26", "2031-11-25", None);
        check("2026-11-26", "2031-11-26", review);
        check("2026-11-26", "2026-11-26", None);
        check("2026-11-01", "2026-11-25", review);
        check("2026-11-27", "2027-11-26", made);
        check("2021-11-27", "2026-11-26", None);
        check("2021-11-26", "2026-11-26", made);
        let one =
            Statement::new("2026-11-26".parse().expect("a day"), "2027-11-25".parse().expect("a day"), now);
        let one = one.expect("a statement");
        assert_eq!(one.certified().to_string(), "2026-11-25T23:00:00Z");
        assert_eq!(one.end().to_string(), "2027-11-25T23:00:00Z");
    }
}
