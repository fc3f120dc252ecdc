//! What changes when a child grows: which rights begin and end at which birthday, told beforehand.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::age::{Birth, CHILD_END, HEALTH_MAJORITY, MAJORITY, YOUTH};
use crate::when::oslo;

/// How long before a birthday its changes are told, and how long after the 16th the way back is offered, in days.
///
/// Source: HelsaMi, warning of both sides three months before (features.md K4).
pub const TOLD_DAYS: i32 = 90;

/// What changes at a birthday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Growth {
    /// At 12: parents no longer see what the child may want to keep to themself.
    Twelve,
    /// At 13: a parent can consent to the young person's own log-in.
    Thirteen,
    /// At 16: the young person decides; the parents' way in ends.
    Sixteen,
    /// At 18: of age; can be given access to the record of another adult.
    Eighteen,
}

impl Growth {
    /// All of them, in the order of life.
    pub const ALL: [Self; 4] = [Self::Twelve, Self::Thirteen, Self::Sixteen, Self::Eighteen];

    /// The age at which it comes.
    #[must_use]
    pub const fn age(self) -> i16 {
        match self {
            Self::Twelve => CHILD_END,
            Self::Thirteen => YOUTH,
            Self::Sixteen => HEALTH_MAJORITY,
            Self::Eighteen => MAJORITY,
        }
    }
}

/// The changes that come within [`TOLD_DAYS`] from today, with their days. On the day itself it has come.
#[must_use]
pub fn coming(birth: Birth, now: Timestamp) -> Vec<(Growth, Date)> {
    let today = now.to_zoned(oslo().clone()).date();
    let dated = Growth::ALL.into_iter().map(|growth| (growth, birth.birthday(growth.age())));
    dated.filter(|(_, day)| today < *day && days_between(today, *day) <= TOLD_DAYS).collect()
}

/// Whether somebody has turned 16 so lately that giving access back to those who had it is still offered.
#[must_use]
pub fn has_just_turned_sixteen(birth: Birth, now: Timestamp) -> bool {
    let today = now.to_zoned(oslo().clone()).date();
    birth.has_turned(HEALTH_MAJORITY, now) && days_between(birth.birthday(HEALTH_MAJORITY), today) < TOLD_DAYS
}

/// Whole days, counted in the calendar: the nights when the clock changes are days like others.
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).as_ref().map_or(i32::MAX, Span::get_days)
}

#[cfg(test)]
mod tests {
    use super::{Growth, coming, has_just_turned_sixteen};
    use crate::access::age::Birth;
    use crate::when::When;
    use jiff::Timestamp;

    fn birth(text: &str) -> Birth {
        Birth::of(When::parse(text).expect("a date"))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn changes_are_told_from_90_days_before_to_the_night_before() {
        let check = |born: &str, now: &str, expect: &[(Growth, &str)]| {
            let found: Vec<(Growth, String)> = coming(birth(born), at(now))
                .into_iter()
                .map(|(growth, day)| (growth, day.to_string()))
                .collect();
            let expect: Vec<(Growth, String)> =
                expect.iter().map(|(growth, day)| (*growth, (*day).to_owned())).collect();
            assert_eq!(found, expect, "{born} at {now}");
        };
        let sixteen: &[(Growth, &str)] = &[(Growth::Sixteen, "2026-11-27")];
        // 29 August 2026 is 90 days before; summer time, so the day begins at 22:00 UTC.
        check("2010-11-27", "2026-08-28T21:59:59Z", &[]);
        check("2010-11-27", "2026-08-28T22:00:00Z", sixteen);
        check("2010-11-27", "2026-11-26T22:59:59Z", sixteen);
        check("2010-11-27", "2026-11-26T23:00:00Z", &[]);
        // Birthdays on the days when the clock goes forward and back.
        check("2014-03-29", "2025-12-28T23:00:00Z", &[(Growth::Twelve, "2026-03-29")]);
        check("2014-03-29", "2025-12-28T22:59:59Z", &[]);
        check("2014-03-29", "2026-03-28T22:59:59Z", &[(Growth::Twelve, "2026-03-29")]);
        check("2014-03-29", "2026-03-28T23:00:00Z", &[]);
        check("2013-10-25", "2026-07-26T22:00:00Z", &[(Growth::Thirteen, "2026-10-25")]);
        check("2013-10-25", "2026-07-26T21:59:59Z", &[]);
        check("2013-10-25", "2026-10-24T22:00:00Z", &[]);
        // Born on 29 February: the 13th birthday is on 1 March.
        check("2012-02-29", "2025-02-28T12:00:00Z", &[(Growth::Thirteen, "2025-03-01")]);
        check("2008-12-31", "2026-12-01T12:00:00Z", &[(Growth::Eighteen, "2026-12-31")]);
        // Only the year is known: at the latest day it can be.
        check("2010", "2026-12-01T12:00:00Z", &[(Growth::Sixteen, "2026-12-31")]);
        check("1980-01-01", "2026-12-01T12:00:00Z", &[]);
    }

    #[test]
    fn the_way_back_is_offered_for_90_days() {
        let check = |now: &str, expect: bool| {
            assert_eq!(has_just_turned_sixteen(birth("2010-01-15"), at(now)), expect, "{now}");
        };
        check("2026-01-14T22:59:59Z", false);
        check("2026-01-14T23:00:00Z", true);
        // 14 April is day 89, 15 April day 90: the night of 29 March has one hour less and is a day all the same.
        check("2026-04-14T21:59:59Z", true);
        check("2026-04-14T22:00:00Z", false);
    }
}
