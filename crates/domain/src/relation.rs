//! Next of kin: relations that are confirmed, dated, and end.

use jiff::Timestamp;

use crate::coded::Label;
use crate::contact::Contact;
use crate::source::Source;
use crate::when::{Period, When};

/// Whether a relation may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// The person has said that it is right.
    Confirmed(When),
    /// Nobody has asked the person. Not used for anything until they say yes.
    Unconfirmed,
    /// It has ended: divorce, death, or the person no longer wants it.
    Ended,
}

/// Somebody near to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Their name.
    pub name: Option<Box<str>>,
    /// What they are to the person, as sent: mother, neighbour, emergency contact.
    pub kinds: Vec<Label>,
    /// How to reach them.
    pub reach: Vec<Contact>,
    /// From when to when.
    pub period: Period,
    /// Whether it may be relied on.
    pub trust: Trust,
    /// Whether it was carried over from an older system.
    pub is_migrated: bool,
    /// Who says so, and when.
    pub source: Source,
}

impl Trust {
    /// What a relation can be relied on for. One that was carried over stays unconfirmed whatever it says, until the
    /// person has said yes; an ended one is never confirmed.
    #[must_use]
    pub fn of(is_active: bool, period: Period, confirmed: Option<When>, now: Timestamp) -> Self {
        if !is_active || period.is_over(now) {
            return Self::Ended;
        }
        confirmed.filter(|when| !when.is_after(now)).map_or(Self::Unconfirmed, Self::Confirmed)
    }
}

/// Sorts relations: confirmed, then unconfirmed, then ended; each by name.
pub fn sort_relations(relations: &mut [Relation]) {
    let order = |trust: Trust| match trust {
        Trust::Confirmed(_) => 0,
        Trust::Unconfirmed => 1,
        Trust::Ended => 2,
    };
    relations.sort_by(|a, b| order(a.trust).cmp(&order(b.trust)).then_with(|| a.name.cmp(&b.name)));
}

#[cfg(test)]
mod tests {
    use super::Trust;
    use crate::when::{Period, When};

    #[test]
    fn a_relation_dies_with_its_period_and_is_unconfirmed_until_said() {
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let day = When::parse("2026-01-05");
        let confirmed = Trust::Confirmed(day.expect("a day"));
        let ended = Period { start: None, end: When::parse("2017-05-13") };
        let check = |active, period, when, want| assert_eq!(Trust::of(active, period, when, now), want);
        check(true, Period::default(), day, confirmed);
        check(true, Period::default(), None, Trust::Unconfirmed);
        check(true, Period::default(), When::parse("2027"), Trust::Unconfirmed);
        check(true, ended, day, Trust::Ended);
        check(false, Period::default(), day, Trust::Ended);
    }
}
