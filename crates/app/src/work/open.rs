//! Opening a record: why, in words where the rules ask for them, kept for this visit and this patient, in the citizen's log
//! before anything is shown. What opens without a relation is reviewed by somebody else.

use helsami_domain::access::facts::Ground;
use helsami_domain::access::{self, Actor, Change, Denied, Opening, REASON_MAX, weigh};
use helsami_domain::case::{Case, CaseKind, Owner};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_fhir::case::{NewCase, NewOpening};
use helsami_store::Error;
use helsami_store::write::{Incoming, WriteError};
use jiff::Timestamp;

use super::{AtWork, Person};
use crate::app::App;
use crate::cases::patient_row;
use crate::pass::Pass;
use crate::read::ReadError;

/// Openings of one record by one visit in one moment that are told apart.
const TRIES: usize = 8;

/// Why somebody wants to open a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The ground.
    pub ground: Ground,
    /// In their own words.
    pub reason: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryFault {
    /// This ground needs a reason in words.
    ReasonMissing,
    /// The reason is longer than is taken.
    ReasonTooLong,
}

impl Entry {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<EntryFault> {
        if self.ground.is_acute() && self.reason.trim().is_empty() {
            return Some(EntryFault::ReasonMissing);
        }
        (self.reason.chars().count() > REASON_MAX).then_some(EntryFault::ReasonTooLong)
    }
}

/// Whom an address means, for the question why. Shows no more than what they were found by.
///
/// # Errors
/// What the store says.
pub async fn person(
    app: &App,
    at_work: &AtWork,
    subject: PatientKey,
    now: Timestamp,
) -> Result<Person, ReadError> {
    Ok(Person::of(app, at_work, subject, &app.known(subject, now).await?))
}

/// Opens the record for this visit, if the rules let it be opened on this ground. A refusal is in the citizen's log before
/// this returns, and so is the opening.
///
/// # Errors
/// [`ReadError::Denied`], with the reason; [`ReadError::Unknown`] for an entry with a fault.
pub async fn open(
    app: &App,
    (at_work, subject): (&AtWork, PatientKey),
    entry: &Entry,
    now: Timestamp,
) -> Result<(), ReadError> {
    if matches!(entry.fault(), Some(EntryFault::ReasonTooLong)) {
        return Err(ReadError::Unknown);
    }
    let mut opening = Opening::new(entry.ground, &entry.reason, now);
    // An opening is known by its moment: of two in one moment the second comes a microsecond later. Whoever is faster
    // between the question and the answer makes it ask again.
    for _ in 0..TRIES {
        opening.begun = app.store.opening_free(&weigh(subject)?, at_work.visit, now).await?;
        match app.open_as((at_work, subject), &opening, now).await {
            Err(ReadError::Store(Error::Taken)) => {}
            answer => return answer,
        }
    }
    Err(Error::Busy.into())
}

/// The way into a record that this visit has opened, as the rules see it now.
///
/// # Errors
/// [`Denied::GroundMissing`] where nothing is open; otherwise the reason, which is then in the citizen's log.
pub async fn admit_at_work(
    app: &App,
    at_work: &AtWork,
    subject: PatientKey,
    now: Timestamp,
) -> Result<Pass, ReadError> {
    let found = app.store.opening_now(&weigh(subject)?, at_work.visit, now).await?;
    let Some(opening) = found else { return Err(Denied::GroundMissing.into()) };
    let who = (at_work, subject, Some(&opening));
    let decided = app.decide_at_work(who, now, |facts| access::read_record(at_work.actor(), facts)).await;
    match decided {
        Ok((grant, known)) => Ok(Pass::at_work(grant, subject, known, opening)),
        Err(error) => Err(app.told(who, error, now).await?),
    }
}

/// Closes what this visit has opened of a record.
///
/// # Errors
/// What the store says.
pub async fn close(
    app: &App,
    at_work: &AtWork,
    subject: PatientKey,
    now: Timestamp,
) -> Result<(), ReadError> {
    Ok(app.store.opening_end(&weigh(subject)?, at_work.visit, now).await?)
}

type Who<'w> = (&'w AtWork, PatientKey, Option<&'w Opening>);

impl App {
    /// Opens the record with what was said, at the moment that the opening says.
    async fn open_as(
        &self,
        (at_work, subject): (&AtWork, PatientKey),
        opening: &Opening,
        now: Timestamp,
    ) -> Result<(), ReadError> {
        let who = (at_work, subject, Some(opening));
        let decided =
            self.decide_at_work(who, now, |facts| access::read_record(at_work.actor(), facts)).await;
        let grant = match decided {
            Ok((grant, _)) => grant,
            Err(error) => return Err(self.told(who, error, now).await?),
        };
        if opening.ground.is_acute() {
            // First: nothing is opened without a relation that nobody will look at afterwards.
            self.have_reviewed(who, now).await?;
        }
        Ok(self.store.opening_begin(&grant, opening).await?)
    }

    /// Notes a refusal in the record's log and hands it back.
    async fn told(
        &self,
        (at_work, subject, _): Who<'_>,
        error: ReadError,
        now: Timestamp,
    ) -> Result<ReadError, ReadError> {
        if matches!(error, ReadError::Denied(_)) {
            self.refused_at_work((at_work, subject), Matter::Opening, now).await?;
        }
        Ok(error)
    }

    /// Makes the case in which somebody else looks at an opening. The reason is not in it: the citizen reads cases.
    async fn have_reviewed(&self, who: Who<'_>, now: Timestamp) -> Result<(), ReadError> {
        let (at_work, subject, Some(opening)) = who else { return Err(Denied::GroundMissing.into()) };
        let actor @ Actor::Staff { visit, .. } = at_work.actor() else { return Err(Denied::NotYours.into()) };
        let change = |facts: &access::facts::Facts<'_>| access::change(actor, facts, Change::HaveReviewed);
        let (grant, _) = self.decide_at_work(who, now, change).await?;
        let owner = Owner::of(at_work.organization).ok_or(Denied::NotYours)?;
        let named = |row: helsami_domain::ids::RecordId| format!("{}/{}", row.kind, self.link(row));
        let (patient, by) = (named(patient_row(subject)), named(at_work.practitioner));
        let sent = format!("{}-{}", visit.0, opening.begun.as_microsecond());
        let sent: String =
            self.store.mark_of([sent.as_str()]).iter().map(|byte| format!("{byte:02x}")).collect();
        let task = NewCase {
            case: Case::open(CaseKind::ReviewOpening, owner, now),
            now,
            patient: &patient,
            asked_by: &by,
            opening: Some(NewOpening {
                name: &at_work.name,
                ground: opening.ground,
                visit,
                begun: opening.begun,
            }),
            owner: (&named(owner.row()), at_work.organization_name.as_deref()),
            focus: None,
            look: None,
            application: None,
            registered: None,
            words: "",
            proposal: "",
            sent: &sent,
        };
        match self.store.write(&grant, vec![Incoming::create(&task.task())], now).await {
            Ok(_) => Ok(()),
            Err(WriteError::Store(error)) => Err(error.into()),
            Err(_) => Err(Error::Damaged("a case of the portal's own").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, EntryFault, Ground, REASON_MAX};

    #[test]
    fn which_grounds_need_a_reason() {
        let check = |ground, reason: &str, expect| {
            assert_eq!(Entry { ground, reason: reason.to_owned() }.fault(), expect, "{ground:?}");
        };
        for ground in Ground::ALL {
            let missing = ground.is_acute().then_some(EntryFault::ReasonMissing);
            check(ground, "", missing);
            check(ground, " \n", missing);
            check(ground, "Bevisstløs", None);
            check(ground, &"å".repeat(REASON_MAX), None);
            check(ground, &"å".repeat(REASON_MAX + 1), Some(EntryFault::ReasonTooLong));
        }
    }
}
