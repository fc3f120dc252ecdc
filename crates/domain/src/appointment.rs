//! Appointments and visits: what is coming, what was, what was called off, and how one meets up.
//!
//! An appointment in the past is never called attended unless the source says so. A dead person has nothing coming.

use jiff::Timestamp;

use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::{Party, Source};
use crate::when::When;

/// The sender's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Proposed or waiting for an answer: not settled.
    Proposed,
    /// On a waiting list.
    Waiting,
    /// Agreed.
    Booked,
    /// The person has come, and it is going on.
    Arrived,
    /// It took place.
    Fulfilled,
    /// Called off.
    Cancelled,
    /// The person did not come.
    NoShow,
    /// Written by mistake.
    Mistake,
    /// Missing or unknown.
    Unknown,
}

/// How one meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// At a place.
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Phone,
    /// At the person's home.
    Home,
    /// In writing.
    Written,
    /// Not stated.
    NotStated,
}

/// What kind of visit it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// A day visit.
    Outpatient,
    /// A stay.
    Inpatient,
    /// An emergency.
    Emergency,
    /// Not stated.
    NotStated,
}

/// Who it is with, beside the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct With {
    /// The person or service.
    pub party: Party,
    /// The role, as sent.
    pub role: Option<Label>,
}

/// One appointment, or one visit that took place.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// The resource: an Appointment or an Encounter.
    pub id: RecordId,
    /// The appointment that an Encounter carries on.
    pub carries_on: Option<RecordId>,
    /// What it is.
    pub what: Option<Label>,
    /// Why.
    pub reasons: Vec<Label>,
    /// Status by the sender.
    pub status: Status,
    /// How one meets.
    pub form: Form,
    /// Day visit or stay.
    pub setting: Setting,
    /// When it begins.
    pub start: Option<When>,
    /// When it ends.
    pub end: Option<When>,
    /// How long, whole minutes, by the sender.
    pub minutes: Option<u32>,
    /// Where to come.
    pub place: Party,
    /// Who it is with.
    pub with: Vec<With>,
    /// What the person must do, bring or know.
    pub instruction: Option<Box<str>>,
    /// Remarks.
    pub comment: Option<Box<str>>,
    /// Why it was called off.
    pub cancel_reason: Option<Label>,
    /// Who says so.
    pub source: Source,
}

/// Where on the page it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// It is going on.
    Now,
    /// It is ahead.
    Coming,
    /// Not settled: proposed, or waiting for a time.
    Open,
    /// Called off, and the time is still ahead.
    CalledOff,
    /// Behind.
    Past,
    /// Not shown.
    Nowhere,
}

impl Appointment {
    /// Where it goes. It is ahead until its end, and without an end until the end of its day.
    #[must_use]
    pub fn shelf(&self, now: Timestamp, is_dead: bool) -> Shelf {
        let over = self.is_over(now);
        match self.status {
            Status::Mistake => Shelf::Nowhere,
            Status::Cancelled | Status::NoShow if over => Shelf::Past,
            _ if is_dead && !over && self.status != Status::Fulfilled => Shelf::Nowhere,
            Status::Cancelled => Shelf::CalledOff,
            Status::Fulfilled | Status::NoShow => Shelf::Past,
            Status::Arrived if self.start.is_some_and(|start| start.is_after(now)) || over => Shelf::Past,
            Status::Arrived => Shelf::Now,
            _ if over => Shelf::Past,
            Status::Proposed | Status::Waiting => Shelf::Open,
            Status::Booked if self.start.is_some() => Shelf::Coming,
            Status::Booked | Status::Unknown => Shelf::Open,
        }
    }

    /// Whether the time is behind. A stay without an end goes on while its status says so.
    fn is_over(&self, now: Timestamp) -> bool {
        if self.status == Status::Arrived && self.end.is_none() {
            return false;
        }
        let day_end = |start: When| start.date().map_or(start, When::Day).is_past(now);
        self.end.map_or_else(|| self.start.is_some_and(day_end), |end| end.is_past(now))
    }

    /// Whether it lies behind without anybody having written what became of it.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        matches!(self.status, Status::Booked | Status::Proposed | Status::Waiting | Status::Unknown)
    }
}

/// The page's content.
#[derive(Clone, Debug, Default)]
pub struct Appointments {
    /// Going on now.
    pub now: Vec<Appointment>,
    /// Ahead, soonest first.
    pub coming: Vec<Appointment>,
    /// Not settled.
    pub open: Vec<Appointment>,
    /// Called off while still ahead.
    pub called_off: Vec<Appointment>,
    /// Behind, newest first; an appointment that became a visit is shown as the visit.
    pub past: Vec<Appointment>,
    /// Whether the person is dead.
    pub is_dead: bool,
    /// Taken back by their sender.
    pub mistakes: usize,
}

/// Sorts appointments and visits for the page.
#[must_use]
pub fn arrange(all: Vec<Appointment>, now: Timestamp, is_dead: bool) -> Appointments {
    let carried: Vec<RecordId> = all.iter().filter_map(|visit| visit.carries_on).collect();
    let mut page = Appointments { is_dead, ..Appointments::default() };
    for one in all {
        page.mistakes += usize::from(one.status == Status::Mistake);
        let is_carried = carried.contains(&one.id) && one.status != Status::Cancelled;
        match one.shelf(now, is_dead) {
            Shelf::Nowhere => {}
            Shelf::Past | Shelf::Now if is_carried => {}
            Shelf::Now => page.now.push(one),
            Shelf::Coming => page.coming.push(one),
            Shelf::Open => page.open.push(one),
            Shelf::CalledOff => page.called_off.push(one),
            Shelf::Past => page.past.push(one),
        }
    }
    for list in [&mut page.coming, &mut page.open, &mut page.called_off] {
        list.sort_by_key(|one| (one.start.is_none(), one.start));
    }
    page.now.sort_by_key(|one| one.start);
    page.past.sort_by_key(|one| std::cmp::Reverse(one.start.or(one.end)));
    page
}

#[cfg(test)]
mod tests {
    use super::{Appointment, Form, Setting, Shelf, Status, arrange};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use crate::source::{Party, Source};
    use crate::when::When;

    fn one((kind, local): (ResourceType, i64), status: Status, start: &str, end: &str) -> Appointment {
        let patient = PatientKey::new(7).expect("a key");
        Appointment {
            id: RecordId { patient, kind, local: LocalId::new(local).expect("an id") },
            carries_on: None,
            what: None,
            reasons: Vec::new(),
            status,
            form: Form::InPerson,
            setting: Setting::Outpatient,
            start: When::parse(start),
            end: When::parse(end),
            minutes: None,
            place: Party::default(),
            with: Vec::new(),
            instruction: None,
            comment: None,
            cancel_reason: None,
            source: Source::default(),
        }
    }

    fn check(status: Status, (start, end): (&str, &str), want: Shelf, want_dead: Shelf) {
        let now = "2026-11-22T12:00:00Z".parse().expect("a time"); // 13:00 in Oslo
        let one = one((ResourceType::Appointment, 1), status, start, end);
        assert_eq!(one.shelf(now, false), want, "{status:?} {start} {end}");
        assert_eq!(one.shelf(now, true), want_dead, "dead: {status:?} {start} {end}");
    }

    #[test]
    fn shelves() {
        use Shelf::{CalledOff, Coming, Now, Nowhere, Open, Past};
        check(Status::Booked, ("2026-11-22T13:30:00+01:00", "2026-11-22T14:00:00+01:00"), Coming, Nowhere);
        check(Status::Booked, ("2026-11-22T12:30:00+01:00", "2026-11-22T13:00:00+01:00"), Past, Past);
        check(Status::Booked, ("2026-11-22T12:45:00+01:00", "2026-11-22T13:15:00+01:00"), Coming, Nowhere);
        check(Status::Booked, ("2026-11-22T08:00:00+01:00", ""), Coming, Nowhere); // its day is not over
        check(Status::Booked, ("2026-11-21T23:59:00+01:00", ""), Past, Past);
        check(Status::Booked, ("", ""), Open, Nowhere);
        check(Status::Proposed, ("2026-12-01T10:00:00+01:00", ""), Open, Nowhere);
        check(Status::Waiting, ("", ""), Open, Nowhere);
        check(Status::Cancelled, ("2026-12-01T10:00:00+01:00", ""), CalledOff, Nowhere);
        check(Status::Cancelled, ("2026-10-01T10:00:00+01:00", ""), Past, Past);
        check(Status::NoShow, ("2026-10-01T10:00:00+01:00", ""), Past, Past);
        check(Status::Fulfilled, ("2026-11-22T13:30:00+01:00", "2026-11-22T14:00:00+01:00"), Past, Past);
        check(Status::Arrived, ("2026-11-20T10:00:00+01:00", ""), Now, Nowhere);
        check(Status::Arrived, ("2026-11-20T10:00:00+01:00", "2026-11-20T11:00:00+01:00"), Past, Past);
        check(Status::Mistake, ("2026-12-01T10:00:00+01:00", ""), Nowhere, Nowhere);
        check(Status::Unknown, ("2026-12-01T10:00:00+01:00", ""), Open, Nowhere);
    }

    #[test]
    fn an_appointment_that_became_a_visit_is_shown_as_the_visit() {
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let agreed = one((ResourceType::Appointment, 5), Status::Fulfilled, "2026-10-01T10:00:00+02:00", "");
        let mut visit = one((ResourceType::Encounter, 6), Status::Fulfilled, "2026-10-01T10:05:00+02:00", "");
        visit.carries_on = Some(agreed.id);
        let late = one((ResourceType::Appointment, 7), Status::Booked, "2027-01-02T10:00:00+01:00", "");
        let soon = one((ResourceType::Appointment, 8), Status::Booked, "2026-12-02T10:00:00+01:00", "");
        let mistake = one((ResourceType::Encounter, 9), Status::Mistake, "2026-10-01T10:05:00+02:00", "");
        let page = arrange(vec![agreed, late, visit.clone(), soon, mistake], now, false);
        assert_eq!(page.past.iter().map(|one| one.id).collect::<Vec<_>>(), [visit.id]);
        assert_eq!(page.coming.iter().map(|one| one.id.local.get()).collect::<Vec<_>>(), [8, 7]);
        assert_eq!(page.mistakes, 1);
    }
}
