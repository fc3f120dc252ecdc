//! The read door: what a grant lets somebody see of one record, each look with its row in the access log.

use helsami_domain::access::{Grant, Read};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use jiff::Timestamp;

use super::Store;
use crate::audit::chain::AuditNew;
use crate::entry::Opener;
use crate::error::Error;
use crate::know;
use crate::look::{Entry, Look, Shelf};
use crate::range;

impl Store {
    /// Reads from one record. The audit row is on disk before this returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn read(&self, grant: &Grant<Read>, look: &Look) -> Result<Shelf, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let audit = self.audit(AuditNew::read(grant, patient, look.matter, look.now))?;
        let ranges = self.inner.backend.scan(&self.inner.keys, patient, &look.ranges).await?;
        audit.await.map_err(|_| Error::Closed)??;
        Ok(Shelf { logged: Some((patient, look.matter)), ranges })
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
        let ranges = self.inner.backend.scan(&self.inner.keys, patient, &look.ranges).await?;
        Ok(Shelf { logged: shelf.logged, ranges })
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
    pub async fn shared(&self, _grant: &Grant<Read>, ids: &[RecordId]) -> Result<Vec<Entry>, Error> {
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
        let audit = self.audit(AuditNew::read(grant, patient, look.matter, look.now))?;
        let mut entries = self.live(id).await?.into_iter().collect::<Vec<_>>();
        let rows = self.inner.backend.rows(range::PAST, know::key(id)).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        for row in &rows {
            entries.push(opener.open(&range::past_columns(id, row))?);
        }
        audit.await.map_err(|_| Error::Closed)??;
        Ok(entries)
    }
}
