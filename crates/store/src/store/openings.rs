//! Records that staff open: the opening is in the citizen's log before anything is shown.

use helsami_domain::access::{Actor, Found, Grant, Opening, Read, VisitNumber, Weigh};
use helsami_domain::matter::Matter;
use jiff::{SignedDuration, Timestamp};

use super::Store;
use crate::audit::chain::AuditNew;
use crate::error::Error;
use crate::look::{Look, Shelf};
use crate::opening;

impl Store {
    /// Keeps that staff have opened the record of the grant. The line in the citizen's log, with the reason, is durable
    /// before this returns, and comes first.
    ///
    /// # Errors
    /// [`Error::Taken`] where the same visit has opened the record at this very moment; [`Error::Grant`] for a grant without a patient or of somebody who is no staff; otherwise what the database says.
    pub async fn opening_begin(&self, grant: &Grant<Read>, new: &Opening) -> Result<(), Error> {
        let (Some(patient), Actor::Staff { role, visit }) = (grant.patient(), grant.actor()) else {
            return Err(Error::Grant);
        };
        let look = Look::new(Matter::Opening, new.begun);
        let look = if new.reason.is_empty() { look } else { look.because(&new.reason) };
        let audit = self.audit(AuditNew::read(grant, patient, &look))?;
        audit.await.map_err(|_| Error::Closed)??;
        self.inner.backend.run(opening::begin(patient, (role, visit), new)).await.map(drop)
    }

    /// Notes in the log of the grant's record that a search of staff has found the person, durable before this returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn found_by_staff(&self, grant: &Grant<Found>, now: Timestamp) -> Result<(), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let audit = self.audit(AuditNew::read(grant, patient, &Look::new(Matter::Finding, now)))?;
        audit.await.map_err(|_| Error::Closed)?.map(drop)
    }

    /// The first moment from `now` on at which this visit has not opened the record of the grant yet: an opening is known by its
    /// moment.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn opening_free(
        &self,
        grant: &Grant<Weigh>,
        visit: VisitNumber,
        now: Timestamp,
    ) -> Result<Timestamp, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let rows =
            self.inner.backend.rows(opening::OF_VISIT, vec![patient.get().into(), visit.0.into()]).await?;
        let newest = rows.first().map(opening::of_row).transpose()?;
        let after = |one: Opening| one.begun.saturating_add(SignedDuration::from_micros(1)).unwrap_or(now);
        Ok(newest.map_or(now, after).max(now))
    }

    /// What a member of staff has said about the record of the grant in this visit, if it still holds.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn opening_now(
        &self,
        grant: &Grant<Weigh>,
        visit: VisitNumber,
        now: Timestamp,
    ) -> Result<Option<Opening>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let rows =
            self.inner.backend.rows(opening::OF_VISIT, vec![patient.get().into(), visit.0.into()]).await?;
        let newest = rows.first().map(opening::of_row).transpose()?;
        Ok(newest.filter(|one| one.holds(now)))
    }

    /// The opening that a case is about, for whoever may see the case: with the reason that was given.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn opening_of(
        &self,
        grant: &Grant<Read>,
        (visit, begun): (VisitNumber, Timestamp),
    ) -> Result<Option<Opening>, Error> {
        let patient = grant.patient().filter(|_| grant.lens().is_narrow()).ok_or(Error::Grant)?;
        // What was opened before the record became a part of this one is reviewed all the same.
        for key in [patient].into_iter().chain(self.ids().moves().parts(patient)) {
            let values = vec![key.get().into(), visit.0.into(), begun.as_microsecond().into()];
            if let Some(row) = self.inner.backend.rows(opening::ONE, values).await?.first() {
                return opening::of_row(row).map(Some);
            }
        }
        Ok(None)
    }

    /// Ends what staff have opened of this record in this visit, before its time.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn opening_end(
        &self,
        grant: &Grant<Weigh>,
        visit: VisitNumber,
        now: Timestamp,
    ) -> Result<(), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        self.inner.backend.run(opening::end(patient, visit, now).to_vec()).await.map(drop)
    }

    /// Rows of one record that a decision is made from. Shown to nobody, so nothing is logged.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn weighed(&self, grant: &Grant<Weigh>, look: &Look) -> Result<Shelf, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let ranges = self.inner.backend.scan(&self.inner.keys, patient, &look.ranges).await?;
        Ok(Shelf { ranges, ..Shelf::default() })
    }
}
