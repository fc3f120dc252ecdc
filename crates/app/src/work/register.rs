//! What staff register of what was shown to them, and how it is ended or marked as a mistake. What nobody could use is not
//! registered; a refusal is in the citizen's log.

use helsami_domain::access::facts::{Facts, Reader, Relation, Subject};
use helsami_domain::access::{self, Actor, Change, Denied, Grant, Registering, Write, weigh};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_fhir::consent::registered::{Registered, Registrar};
use helsami_store::Error;
use jiff::Timestamp;

use super::AtWork;
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Consents that a record may have for another to be added.
const CONSENTS: usize = 1000;

/// A member of staff, and the record that they have open.
pub(super) type At<'w> = (&'w AtWork, &'w Pass);

/// The names of whoever registers, as references have them.
pub(super) struct Names {
    patient: String,
    person: (String, String),
    place: (String, Option<String>),
}

impl Names {
    pub(super) fn of(app: &App, (at_work, pass): At<'_>) -> Self {
        Self {
            patient: app.patient(pass.subject()),
            person: (app.named(at_work.practitioner), at_work.name.clone()),
            place: (app.named(at_work.organization), at_work.organization_name.clone()),
        }
    }

    pub(super) fn registrar(&self) -> Registrar<'_> {
        let person = (self.person.0.as_str(), self.person.1.as_str());
        Registrar { person, place: (self.place.0.as_str(), self.place.1.as_deref()) }
    }

    pub(super) fn registered<'n>(&'n self, paper: Option<&'n str>, now: Timestamp) -> Registered<'n> {
        Registered { patient: &self.patient, by: self.registrar(), paper, once: None, now }
    }
}

impl App {
    /// Gathers what is known of both, and lets the rules answer whether this can be registered for the receiver.
    pub(super) async fn decide_registering<G>(
        &self,
        ((at_work, pass), (receiver, relation)): (At<'_>, (PatientKey, &Relation)),
        now: Timestamp,
        rule: impl FnOnce(Actor, &Facts<'_>, Registering<'_>) -> Result<G, Denied>,
    ) -> Result<G, ReadError> {
        let Subject { birth, is_dead, is_protected, .. } = self.known(receiver, now).await?.person.subject;
        let reader = Reader::Citizen { person: receiver, birth, is_dead, is_protected };
        let is_for_self = at_work.is_own_record(receiver);
        let what = Registering { receiver: &reader, relation, is_for_self };
        let who = (at_work, pass.subject(), pass.opening());
        let decided = self.decide_at_work(who, now, |facts| rule(at_work.actor(), facts, what)).await;
        self.or_refused((at_work, pass), decided, now).await.map(|(grant, _)| grant)
    }

    /// The grant to register something in the open record.
    pub(super) async fn may_register(
        &self,
        (at_work, pass): At<'_>,
        now: Timestamp,
    ) -> Result<Grant<Write>, ReadError> {
        let who = (at_work, pass.subject(), pass.opening());
        let rule = |facts: &Facts<'_>| access::change(at_work.actor(), facts, Change::Register);
        let decided = self.decide_at_work(who, now, rule).await;
        self.or_refused((at_work, pass), decided, now).await.map(|(grant, _)| grant)
    }

    /// An answer of the rules; that it was no, is in the citizen's log.
    pub(super) async fn or_refused<T>(
        &self,
        (at_work, pass): At<'_>,
        decided: Result<T, ReadError>,
        now: Timestamp,
    ) -> Result<T, ReadError> {
        if let Err(ReadError::Denied(_)) = &decided {
            self.refused_at_work((at_work, pass.subject()), Matter::Access, now).await?;
        }
        decided
    }

    /// Whether the record has room for more consents: one that is full stops every decision about it.
    pub(super) async fn has_room(&self, patient: PatientKey) -> Result<(), ReadError> {
        let shelf = self.store.facts(&weigh(patient)?).await?;
        if shelf.range(2).len() >= CONSENTS {
            return Err(Error::TooMany("consents of one person").into());
        }
        Ok(())
    }
}
