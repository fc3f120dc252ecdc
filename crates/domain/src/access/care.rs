//! Which places of care have a relation to a patient now: what must be there before their staff are let in.
//!
//! A relation is never stated by whoever wants in. It is found in the record: the patient's own office, visits,
//! appointments, referrals, courses of care and care teams, each for its time.
//!
//! Source: helsepersonelloven §§ 21 a, 25 and 45 and pasientjournalloven § 19 ask for care that is given or administered
//! and name no days (norway.md 4.3). The numbers are HelsaMi's own rule.

use jiff::{SignedDuration, Timestamp};

use crate::explain;
use crate::ids::LocalId;

/// How many days before and after a visit or an appointment the place of care has a relation: papers are read before it,
/// and answers come after it. The same number explains a look in the citizen's log, so that nobody is let in by a visit
/// which the log then does not know.
pub const VISIT_DAYS: i64 = explain::DAYS;
/// How many days after its date a referral or an order that nobody has closed is a relation.
///
/// Source: HelsaMi's own rule: longer than the waiting times in specialist care, and not for ever.
pub const REFERRAL_DAYS: i64 = 365;

/// What sort of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CareKind {
    /// The patient's general practitioner, or whoever keeps the record: as long as it stands there.
    Keeper,
    /// A visit or a stay.
    Visit,
    /// An appointment.
    Appointment,
    /// A referral or an order: whoever sent it and whoever has it.
    Referral,
    /// A course of care, as home nursing.
    Course,
    /// The care team.
    Team,
}

/// One relation between a patient and places of care, as the record has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CareTie {
    /// What sort.
    pub kind: CareKind,
    /// Which places of care: the organisations themselves, never what they are part of.
    pub organizations: Vec<LocalId>,
    /// When it began or begins, if that is told.
    pub from: Option<Timestamp>,
    /// When it was or will be over; nothing while nobody has said.
    pub until: Option<Timestamp>,
    /// Whether it is in force: not called off, not a mistake, and for what has no days of its own, not ended.
    pub is_active: bool,
}

impl CareTie {
    /// Whether it is a relation at this moment.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        if !self.is_active {
            return false;
        }
        let days = |number: i64| SignedDuration::from_hours(24 * number);
        let is_over = |after: i64| self.until.is_some_and(|until| now.duration_since(until) > days(after));
        let is_ahead = |before: i64| self.from.is_some_and(|from| from.duration_since(now) > days(before));
        match self.kind {
            CareKind::Keeper => true,
            CareKind::Visit | CareKind::Appointment => {
                self.from.or(self.until).is_some() && !is_ahead(VISIT_DAYS) && !is_over(VISIT_DAYS)
            }
            CareKind::Referral => {
                let age = self.from.map(|from| now.duration_since(from));
                age.is_some_and(|age| age >= SignedDuration::ZERO && age <= days(REFERRAL_DAYS))
            }
            CareKind::Course | CareKind::Team => !is_ahead(0) && !is_over(0),
        }
    }
}

/// Whether the organisation has a relation to the patient now.
#[must_use]
pub fn is_related(ties: &[CareTie], organization: LocalId, now: Timestamp) -> bool {
    ties.iter().any(|tie| tie.organizations.contains(&organization) && tie.holds(now))
}

#[cfg(test)]
mod tests {
    use super::{CareKind, CareTie, is_related};
    use crate::ids::LocalId;
    use jiff::Timestamp;

    fn local(number: i64) -> LocalId {
        LocalId::new(number).expect("positive")
    }

    fn tie(kind: CareKind, from: &str, until: &str) -> CareTie {
        let at = |text: &str| (!text.is_empty()).then(|| text.parse::<Timestamp>().expect("a time"));
        let (from, until) = (at(from), at(until));
        CareTie { kind, organizations: vec![local(7)], from, until, is_active: true }
    }

    #[test]
    fn how_long_each_sort_is_a_relation() {
        let check = |one: &CareTie, now: &str, expect: bool| {
            let now = now.parse().expect("a time");
            assert_eq!(one.holds(now), expect, "{:?} at {now}", one.kind);
            assert_eq!(is_related(std::slice::from_ref(one), local(7), now), expect);
            assert!(!is_related(std::slice::from_ref(one), local(8), now), "another organisation");
            assert!(!CareTie { is_active: false, ..one.clone() }.holds(now), "called off or ended");
        };
        let keeper = tie(CareKind::Keeper, "", "");
        check(&keeper, "2026-11-26T12:00:00Z", true);
        for kind in [CareKind::Visit, CareKind::Appointment] {
            let visit = tie(kind, "2026-03-20T08:00:00Z", "2026-03-24T12:00:00Z");
            // 30 days before, and one second more; while it lasts; 30 days after, and one second more.
            check(&visit, "2026-02-18T08:00:00Z", true);
            check(&visit, "2026-02-18T07:59:59Z", false);
            check(&visit, "2026-03-22T00:00:00Z", true);
            check(&visit, "2026-04-23T12:00:00Z", true);
            check(&visit, "2026-04-23T12:00:01Z", false);
            check(&tie(kind, "2020-01-01T00:00:00Z", ""), "2026-11-26T12:00:00Z", true);
            check(&tie(kind, "", ""), "2026-11-26T12:00:00Z", false);
        }
        let referral = tie(CareKind::Referral, "2026-01-10T00:00:00Z", "");
        check(&referral, "2026-01-09T23:59:59Z", false);
        check(&referral, "2026-01-10T00:00:00Z", true);
        check(&referral, "2027-01-10T00:00:00Z", true);
        check(&referral, "2027-01-10T00:00:01Z", false);
        check(&tie(CareKind::Referral, "", ""), "2026-11-26T12:00:00Z", false);
        for kind in [CareKind::Course, CareKind::Team] {
            let course = tie(kind, "2026-03-20T08:00:00Z", "2026-03-24T12:00:00Z");
            check(&course, "2026-03-20T07:59:59Z", false);
            check(&course, "2026-03-20T08:00:00Z", true);
            check(&course, "2026-03-24T12:00:00Z", true);
            check(&course, "2026-03-24T12:00:01Z", false);
            check(&tie(kind, "2015-01-01T00:00:00Z", ""), "2026-11-26T12:00:00Z", true);
            check(&tie(kind, "", ""), "2026-11-26T12:00:00Z", true);
        }
    }
}
