//! The access log of one record, for whoever the grant lets read it: its owner, who handles a case about one line, a registered
//! system.

use helsami_domain::access::area::Area;
use helsami_domain::access::{Grant, Read};
use helsami_domain::ids::PatientKey;

use super::Store;
use crate::audit::chain;
use crate::audit::{AuditPage, AuditRow};
use crate::error::Error;

/// A part of a log, as far as a reader is shown it.
#[derive(Clone, Debug, Default)]
pub struct LogPart {
    /// The lines that the reader is shown, newest first.
    pub lines: Vec<AuditRow>,
    /// How many were looked at.
    pub read: usize,
    /// The newest of those that were looked at.
    pub newest: Option<i64>,
    /// The oldest of them, where there may be more before it.
    pub more: Option<i64>,
}

impl Store {
    /// The log of one record, newest first.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient, and for one that shows single items only; otherwise what the
    /// database says.
    pub async fn audit_of(&self, grant: &Grant<Read>, page: AuditPage) -> Result<Vec<AuditRow>, Error> {
        let patient = self.log_owner(grant)?;
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
        let mut lines = self.log_lines(patient, (page.before.unwrap_or(i64::MAX), limit)).await?;
        lines.truncate(page.limit);
        Ok(lines)
    }

    /// The one line of the log that the grant shows.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant that does not show this line; otherwise what the database says.
    pub async fn audit_line(&self, grant: &Grant<Read>, seq: i64) -> Result<Option<AuditRow>, Error> {
        let patient = grant.patient().filter(|_| grant.lens().shows_line(seq)).ok_or(Error::Grant)?;
        let lines = self.log_lines(patient, (seq.saturating_add(1), 1)).await?;
        Ok(lines.into_iter().find(|row| row.seq == seq))
    }

    /// Whose log the grant opens.
    pub(super) fn log_owner(&self, grant: &Grant<Read>) -> Result<PatientKey, Error> {
        let is_own = grant.lens().opens(Area::Private) && !grant.lens().is_narrow();
        grant.patient().filter(|_| is_own).ok_or(Error::Grant)
    }

    /// Lines of the logs of a record and of those that are parts of it, newest first: each log is whole, and all are the person's.
    async fn log_lines(
        &self,
        patient: PatientKey,
        (before, limit): (i64, i64),
    ) -> Result<Vec<AuditRow>, Error> {
        let moves = self.ids().moves();
        let mut lines = Vec::new();
        for key in [patient].into_iter().chain(moves.parts(patient)) {
            let values = vec![key.get().into(), before.into(), limit.into()];
            for row in &self.inner.backend.rows(chain::PAGE, values).await? {
                let mut line = chain::shown(row).ok_or(Error::Damaged("a row of the audit log"))?;
                line.item = line.item.map(|item| moves.row(item));
                lines.push(line);
            }
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.seq));
        Ok(lines)
    }

    /// Lines of the log of one record that a registered system is shown. A part is as long as was asked for before anything is
    /// left out.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant that does not open the log to a system; otherwise what the database says.
    pub async fn audit_shown(&self, grant: &Grant<Read>, page: AuditPage) -> Result<LogPart, Error> {
        let patient = grant.patient().filter(|_| grant.lens().shows_lines()).ok_or(Error::Grant)?;
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
        let mut lines = self.log_lines(patient, (page.before.unwrap_or(i64::MAX), limit)).await?;
        lines.truncate(page.limit);
        let (read, newest) = (lines.len(), lines.first().map(|line| line.seq));
        let more = lines.last().map(|line| line.seq).filter(|_| read == page.limit);
        lines.retain(|line| grant.lens().shows_logged(&line.weighed()));
        Ok(LogPart { lines, read, newest, more })
    }
}
