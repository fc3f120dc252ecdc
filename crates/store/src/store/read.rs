//! The read door: what a grant lets somebody see of one record, each look with its row in the access log.

use helsami_domain::access::lens::Sight;
use helsami_domain::access::{Grant, Read};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_fhir::facts::Status;
use jiff::Timestamp;

use super::Store;
use crate::audit::chain::AuditNew;
use crate::entry::{Opener, time};
use crate::error::Error;
use crate::know;
use crate::look::{Entry, Found, Look, Range, Shelf};
use crate::range;

impl Store {
    /// Reads from one record. The audit row is on disk before this returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn read(&self, grant: &Grant<Read>, look: &Look) -> Result<Shelf, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let audit = self.audit(AuditNew::read(grant, patient, look))?;
        let ranges = self.seen(grant, patient, &look.ranges).await?;
        audit.await.map_err(|_| Error::Closed)??;
        let is_asking = look.ranges.iter().any(|range| range.asks(grant.lens()));
        let reader = Some(grant.lens().side());
        Ok(Shelf { logged: Some((patient, look.matter)), ranges, reader, is_asking })
    }

    /// What the grant's lens lets through of some ranges. Nothing else leaves the store.
    pub(super) async fn seen(
        &self,
        grant: &Grant<Read>,
        patient: PatientKey,
        ranges: &[Range],
    ) -> Result<Vec<Found>, Error> {
        let narrowed = ranges.iter().map(|range| range.through(grant.lens())).collect::<Vec<_>>();
        let mut found = self.inner.backend.scan(&self.inner.keys, patient, &narrowed).await?;
        for (found, range) in found.iter_mut().zip(ranges) {
            found.sift(range.limit, |item| grant.sees(item));
        }
        Ok(found)
    }

    /// Goes on with a look: reads more of the same record under the same matter, because of what the look found. It is
    /// the same look to the reader of the access log, so there is no second row; the shelf shows that there is a first.
    ///
    /// # Errors
    /// [`Error::Grant`] for another record or matter than the shelf's; otherwise what the database says.
    pub async fn read_on(&self, grant: &Grant<Read>, shelf: &Shelf, look: &Look) -> Result<Shelf, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        if shelf.logged != Some((patient, look.matter)) {
            return Err(Error::Grant);
        }
        let ranges = self.seen(grant, patient, &look.ranges).await?;
        let is_asking = look.ranges.iter().any(|range| range.asks(grant.lens()));
        Ok(Shelf { logged: shelf.logged, ranges, reader: shelf.reader, is_asking })
    }

    /// When a row first came: what a look that is logged goes on to ask about what it has found.
    ///
    /// # Errors
    /// [`Error::Grant`] for another record than the shelf's; otherwise what the database says.
    pub async fn first_came(&self, shelf: &Shelf, entry: &Entry) -> Result<Timestamp, Error> {
        if shelf.logged.is_none_or(|(patient, _)| patient != entry.id.patient) {
            return Err(Error::Grant);
        }
        let rows = self.inner.backend.rows(range::PAST_TIMES, know::key(entry.id)).await?;
        rows.first().map_or(Ok(entry.updated), |row| time(row[0].int()))
    }

    /// The orders that rows of the record say they answer, also rows that are hidden from the reader: an order that has its
    /// answer must not stand as waiting because somebody may not see the answer. What is announced has not answered yet, and what
    /// was taken back answers nothing. No more of a row than which order it answers leaves the store.
    ///
    /// # Errors
    /// As [`Self::read_on`].
    pub async fn orders_answered(
        &self,
        grant: &Grant<Read>,
        shelf: &Shelf,
        look: &Look,
    ) -> Result<Vec<RecordId>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        if shelf.logged != Some((patient, look.matter)) {
            return Err(Error::Grant);
        }
        let found = self.inner.backend.scan(&self.inner.keys, patient, &look.ranges).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        let resolve = |id: &str, kind| self.ids().read(id, kind);
        let mut answered = Vec::new();
        for mut entry in found.into_iter().flat_map(|found| found.entries) {
            let is_told = grant.sees(&entry.item()) != Sight::Announced;
            if is_told && entry.status != Status::EnteredInError.number() {
                opener.unseal(&mut entry)?;
                answered.extend(helsami_fhir::report::orders_answered(&entry.body, &resolve));
            }
        }
        Ok(answered)
    }

    /// Opens the rows of a sealed range that are to be read, and lets go of the others.
    ///
    /// # Errors
    /// [`Error::Damaged`] for a body that cannot be opened.
    pub fn open_rows(
        &self,
        shelf: &mut Shelf,
        number: usize,
        is_wanted: impl FnMut(&Entry) -> bool,
    ) -> Result<(), Error> {
        let Some(found) = shelf.ranges.get_mut(number) else { return Ok(()) };
        found.entries.retain(is_wanted);
        let mut opener = Opener::new(&self.inner.keys.ids);
        found.entries.iter_mut().try_for_each(|entry| opener.unseal(entry))
    }

    /// Reads things of no patient: organisations, practitioners, places. Unknown ids and ids of patients are left
    /// out. No audit row: nothing here is about a person's health.
    ///
    /// # Errors
    /// What the database says.
    pub async fn shared<A>(&self, _grant: &Grant<A>, ids: &[RecordId]) -> Result<Vec<Entry>, Error> {
        self.of_nobody(ids).await
    }

    /// Reads things of no patient.
    pub(super) async fn of_nobody(&self, ids: &[RecordId]) -> Result<Vec<Entry>, Error> {
        let shared = ids.iter().filter(|id| id.patient.is_shared());
        let look = shared.fold(Look::new(Matter::Name, Timestamp::UNIX_EPOCH), |look, id| look.one(*id));
        if look.ranges.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.inner.backend.scan(&self.inner.keys, PatientKey::SHARED, &look.ranges).await?;
        Ok(found.into_iter().flat_map(|found| found.entries).collect())
    }

    /// All stored versions of one resource of the record, newest first, without deletions. Writes an audit row.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn versions(
        &self,
        grant: &Grant<Read>,
        id: RecordId,
        look: &Look,
    ) -> Result<Vec<Entry>, Error> {
        let patient = grant.patient().filter(|patient| *patient == id.patient).ok_or(Error::Grant)?;
        let audit = self.audit(AuditNew::read(grant, patient, look))?;
        let mut entries = self.live(id).await?.into_iter().collect::<Vec<_>>();
        // What the present version is marked with holds for those before it; of a deleted one nobody can say.
        if !entries.iter().all(|entry| grant.sees(&entry.item()) == Sight::Shown) || entries.is_empty() {
            audit.await.map_err(|_| Error::Closed)??;
            return Ok(Vec::new());
        }
        let rows = self.inner.backend.rows(range::PAST, know::key(id)).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        for row in &rows {
            entries.push(opener.open(&range::past_columns(id, row))?);
        }
        audit.await.map_err(|_| Error::Closed)??;
        Ok(entries)
    }
}
