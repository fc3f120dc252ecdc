//! Ages at which rights begin and end. A right begins and ends at 00:00 Norwegian time on the birthday.
//!
//! A birth date that is only partly known never gives more than any of the days it can mean would give.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::when::{When, oslo};

/// From this age a child may log in with a parent's consent.
///
/// Source: Helsenorge, «ungdomstilgang» (norway.md 4.4, HN-UNGDOM).
pub const YOUTH: i16 = 13;
/// To this age parents get all information, and from it what the child says weighs heavily.
///
/// Source: pasient- og brukerrettighetsloven § 3-4 (norway.md 4.4).
pub const CHILD_END: i16 = 12;
/// The age of majority in health matters: the person decides alone and the parents' access ends.
///
/// Source: pasient- og brukerrettighetsloven § 4-3 (norway.md 4.4).
pub const HEALTH_MAJORITY: i16 = 16;
/// Full majority: may receive access to another adult's record.
///
/// Source: Helsenorge's and HelsaMi's terms for powers of attorney (norway.md 4.6).
pub const MAJORITY: i16 = 18;

/// The first and the last day on which the person can have been born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birth {
    first: Date,
    last: Date,
}

impl Birth {
    /// A whole date of birth.
    #[must_use]
    pub const fn on(date: Date) -> Self {
        Self { first: date, last: date }
    }

    /// A date of birth as it was sent: whole, a month, a year or a moment.
    #[must_use]
    pub fn of(when: When) -> Self {
        let day = |at: Timestamp| at.to_zoned(oslo().clone()).date();
        let last = when.end().saturating_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(when.end());
        let (first, last) = (day(when.start()), day(last));
        Self { first, last: last.max(first) }
    }

    /// Whether the person has certainly had this birthday.
    #[must_use]
    pub fn has_turned(self, age: i16, now: Timestamp) -> bool {
        today(now) >= birthday(self.last, age)
    }

    /// Whether the person has certainly not had this birthday yet.
    #[must_use]
    pub fn is_under(self, age: i16, now: Timestamp) -> bool {
        today(now) < birthday(self.first, age)
    }

    /// The date of birth, if it is known to the day.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        (self.first == self.last).then_some(self.first)
    }

    /// The day of this birthday; of the latest day the person can have been born.
    #[must_use]
    pub fn birthday(self, age: i16) -> Date {
        birthday(self.last, age)
    }
}

fn today(now: Timestamp) -> Date {
    now.to_zoned(oslo().clone()).date()
}

/// Somebody born on 29 February has their birthday on 1 March in other years: what begins at an age never begins early.
fn birthday(born: Date, age: i16) -> Date {
    let year = born.year().saturating_add(age);
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::Birth;
    use crate::when::When;
    use jiff::Timestamp;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn a_date_is_told_only_where_it_is_known_to_the_day() {
        let date = |born: &str| Birth::of(When::parse(born).expect("a date")).date();
        assert_eq!(date("2010-12-03"), Some("2010-12-03".parse().expect("a date")));
        assert_eq!(date("2010-12"), None);
        assert_eq!(date("2010"), None);
    }

    #[test]
    fn birthdays_begin_at_midnight_in_norway() {
        let check = |born: &str, age: i16, now: &str, turned: bool, under: bool| {
            let birth = Birth::of(When::parse(born).expect("a date"));
            assert_eq!(birth.has_turned(age, at(now)), turned, "{born} {age} at {now}");
            assert_eq!(birth.is_under(age, at(now)), under, "{born} under {age} at {now}");
        };
        // Winter time: UTC+1.
        check("2010-12-03", 16, "2026-12-02T22:59:59Z", false, true);
        check("2010-12-03", 16, "2026-12-02T23:00:00Z", true, false);
        // Summer time: UTC+2.
        check("2010-07-03", 16, "2026-07-02T21:59:59Z", false, true);
        check("2010-07-03", 16, "2026-07-02T22:00:00Z", true, false);
        // The night when the clock goes forward, and the night when it goes back.
        check("2014-03-29", 12, "2026-03-28T22:59:59Z", false, true);
        check("2014-03-29", 12, "2026-03-28T23:00:00Z", true, false);
        check("2014-03-30", 12, "2026-03-29T21:59:59Z", false, true);
        check("2014-03-30", 12, "2026-03-29T22:00:00Z", true, false);
        check("2014-10-25", 12, "2026-10-24T22:00:00Z", true, false);
        check("2014-10-26", 12, "2026-10-25T22:59:59Z", false, true);
        check("2014-10-26", 12, "2026-10-25T23:00:00Z", true, false);
        // 29 February: the 13th and the 18th birthday are never in a leap year.
        check("2012-02-29", 13, "2025-02-28T12:00:00Z", false, true);
        check("2012-02-29", 13, "2025-03-01T12:00:00Z", true, false);
        check("2012-02-29", 16, "2028-02-29T12:00:00Z", true, false);
        // Only the year is known: neither certainly under nor certainly over in between.
        check("2010", 16, "2026-06-01T12:00:00Z", false, false);
        check("2010", 16, "2025-12-31T12:00:00Z", false, true);
        check("2010", 16, "2026-12-31T12:00:00Z", true, false);
        check("2010-05", 16, "2026-05-15T12:00:00Z", false, false);
        check("2010-05", 16, "2026-05-31T12:00:00Z", true, false);
    }
}
