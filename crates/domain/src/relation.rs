//! Next of kin: relations that are confirmed, dated, and end.

use std::cmp::Ordering;

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
    /// It has ended: divorce, or the person no longer wants it.
    Ended,
    /// The relative is registered as dead: never offered, never called.
    Dead,
}

/// What a relation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To be called when something happens.
    Call,
    /// May be told how the person is.
    Told,
    /// Must never be contacted or told anything: a relation too.
    Never,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Call, Self::Told, Self::Never];

    /// The word it is stored under.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Told => "told",
            Self::Never => "never",
        }
    }

    /// The purpose of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// What one relation is for. Somebody who must never be contacted is for nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Purposes(u8);

impl Purposes {
    /// None.
    pub const NONE: Self = Self(0);

    /// These purposes.
    #[must_use]
    pub fn of(purposes: impl IntoIterator<Item = Purpose>) -> Self {
        let bits = purposes.into_iter().fold(0, |bits, purpose| bits | 1 << purpose as u8);
        let never = 1 << Purpose::Never as u8;
        if bits & never == 0 { Self(bits) } else { Self(never) }
    }

    /// Whether it is one of them.
    #[must_use]
    pub const fn has(self, purpose: Purpose) -> bool {
        self.0 & (1 << purpose as u8) != 0
    }

    /// One by one, in their order.
    pub fn iter(self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL.into_iter().filter(move |purpose| self.has(*purpose))
    }
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
    /// What it is for, once it is confirmed.
    pub purposes: Purposes,
    /// Whether they have access to the record now.
    pub has_access: bool,
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

impl Relation {
    /// Whether it has ended, by the person's word, by its period or by death.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.trust, Trust::Ended | Trust::Dead)
    }

    /// Whether it may be used for this: only what the person has confirmed, for what they have said.
    #[must_use]
    pub const fn is_for(&self, purpose: Purpose) -> bool {
        matches!(self.trust, Trust::Confirmed(_)) && self.purposes.has(purpose)
    }
}

/// The order in which relations are shown: confirmed, then unconfirmed, then those that are over; each by name.
#[must_use]
pub fn compare(one: &Relation, other: &Relation) -> Ordering {
    let order = |trust: Trust| match trust {
        Trust::Confirmed(_) => 0,
        Trust::Unconfirmed => 1,
        Trust::Ended | Trust::Dead => 2,
    };
    order(one.trust).cmp(&order(other.trust)).then_with(|| one.name.cmp(&other.name))
}

/// Sorts relations in that order.
pub fn sort_relations(relations: &mut [Relation]) {
    relations.sort_by(compare);
}

#[cfg(test)]
mod tests {
    use super::{Purpose, Purposes, Relation, Trust};
    use crate::source::Source;
    use crate::when::{Period, When};

    #[test]
    fn only_what_is_confirmed_is_used_and_never_means_never() {
        let all = Purposes::of([Purpose::Call, Purpose::Told]);
        let never = Purposes::of([Purpose::Call, Purpose::Never]);
        assert_eq!(never.iter().collect::<Vec<_>>(), [Purpose::Never]);
        let relation = |trust, purposes| Relation {
            name: None,
            kinds: Vec::new(),
            reach: Vec::new(),
            period: Period::default(),
            trust,
            purposes,
            has_access: false,
            is_migrated: false,
            source: Source::default(),
        };
        let confirmed = Trust::Confirmed(When::parse("2026-01-05").expect("a day"));
        let check = |trust, purposes, expect: [bool; 3]| {
            let one = relation(trust, purposes);
            assert_eq!(Purpose::ALL.map(|purpose| one.is_for(purpose)), expect, "{trust:?} {purposes:?}");
        };
        check(confirmed, all, [true, true, false]);
        check(confirmed, never, [false, false, true]);
        check(confirmed, Purposes::NONE, [false; 3]);
        for trust in [Trust::Unconfirmed, Trust::Ended, Trust::Dead] {
            check(trust, all, [false; 3]);
        }
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
    }

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
