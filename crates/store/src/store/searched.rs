//! What searches of registered systems read: rows through the grant's lens, of which nothing is shown before it is in the log
//! of whoever it is about.

use helsami_domain::access::{Grant, Identify, Read};
use helsami_domain::ids::PatientKey;

use super::Store;
use crate::audit::chain::AuditNew;
use crate::error::Error;
use crate::look::{Entry, Look};
use crate::range;

impl Store {
    /// Rows of a record that a search goes through: what the grant's lens lets be seen. For a decision that follows: nothing
    /// is shown of it before [`Self::looked_into`].
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn searched(&self, grant: &Grant<Read>, look: &Look) -> Result<Vec<Entry>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let found = self.seen(grant, patient, &look.ranges).await?;
        Ok(found.into_iter().flat_map(|found| found.entries).collect())
    }

    /// The records that come after one, in the order of their keys; what is nobody's is the first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn records_after(
        &self,
        _grant: &Grant<Identify>,
        after: Option<PatientKey>,
        limit: usize,
    ) -> Result<Vec<PatientKey>, Error> {
        self.keys_after(range::RECORDS, (after, limit)).await
    }

    /// The keys after the records that a statement walks.
    pub(super) async fn keys_after(
        &self,
        sql: &str,
        (after, limit): (Option<PatientKey>, usize),
    ) -> Result<Vec<PatientKey>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = vec![after.map_or(-1, PatientKey::get).into(), limit.into()];
        let rows = self.inner.backend.rows(sql, values).await?;
        rows.iter()
            .map(|row| PatientKey::new(row[0].int()).ok_or(Error::Damaged("the key of a record")))
            .collect()
    }

    /// Puts looks into the logs of the records that the grants are for, durable before it returns. A look at what is nobody's
    /// is in nobody's log.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn looked_into(&self, looks: &[(Grant<Read>, Look)]) -> Result<(), Error> {
        let mut waiting = Vec::with_capacity(looks.len());
        for (grant, look) in looks {
            let patient = grant.patient().ok_or(Error::Grant)?;
            if !patient.is_shared() {
                waiting.push(self.audit(AuditNew::read(grant, patient, look))?);
            }
        }
        for audit in waiting {
            audit.await.map_err(|_| Error::Closed)??;
        }
        Ok(())
    }

    /// Seals where a page of a search begins, so that its address tells nothing.
    #[must_use]
    pub fn cursor_seal(&self, content: &[u8]) -> String {
        self.inner.keys.cursors.seal(content)
    }

    /// The content of a cursor that was sealed here.
    #[must_use]
    pub fn cursor_open(&self, cursor: &str) -> Option<Vec<u8>> {
        self.inner.keys.cursors.open(cursor)
    }
}
