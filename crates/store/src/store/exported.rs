//! What leaves a record in bulk: rows through the grant's lens as they stood at one time, of which nothing is shown before it is
//! in the log of whoever it is about.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use helsami_domain::access::lens::Sight;
use helsami_domain::access::{Grant, Read};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use super::Store;
use crate::entry::{Columns, Opener, time};
use crate::error::Error;
use crate::look::Entry;
use crate::secret::Keys;
use crate::{know, range};

/// Which rows are wanted.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Of these types.
    pub kinds: HashSet<ResourceType>,
    /// Only what was stored since.
    pub since: Option<Timestamp>,
    /// As they stood then.
    pub until: Timestamp,
}

/// Where a page begins: after this row, or with the first of a type.
#[derive(Clone, Copy, Debug, Default)]
pub enum PageStart {
    /// The whole record.
    #[default]
    Beginning,
    /// The rows of a type and what comes after.
    Kind(ResourceType),
    /// What comes after a row.
    After(RecordId),
}

impl PageStart {
    /// The key after which it begins.
    pub(super) const fn key(self) -> (i16, i64) {
        match self {
            Self::Beginning => (0, -1),
            Self::Kind(kind) => (kind.number(), -1),
            Self::After(row) => (row.kind.number(), row.local.get()),
        }
    }
}

impl Store {
    /// Rows of the record that the grant is for, as far as its lens shows them, in the order of their keys: at most so many are
    /// read; and the last one where there may be more. For a decision that follows: nothing is shown of it before
    /// [`Self::looked_into`].
    ///
    /// What has changed since the wanted time is given as it stood then; what was deleted since is left out.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn exported(
        &self,
        grant: &Grant<Read>,
        (from, limit): (PageStart, usize),
        chosen: &Chosen,
    ) -> Result<(Vec<Entry>, Option<RecordId>), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let values = range::whole_values((patient, grant.lens()), from.key(), limit);
        let rows = self.inner.backend.rows(range::WHOLE, values).await?;
        let (mut entries, mut changed, mut last) = (Vec::new(), Vec::new(), None);
        let mut opener = Opener::new(&self.inner.keys.ids);
        for row in &rows {
            let columns = range::whole_columns(patient, row)?;
            last = Some(columns.id);
            if !chosen.has(&columns)? {
                continue;
            }
            let entry = opener.open(&columns)?;
            match grant.sees(&entry.item()) {
                Sight::Shown if entry.updated > chosen.until => changed.push(entry),
                Sight::Shown => entries.push(entry),
                _ => {}
            }
        }
        for entry in changed {
            entries.extend(self.as_it_stood(&entry, chosen).await?);
        }
        Ok((entries, last.filter(|_| rows.len() == limit)))
    }

    /// A row before it was changed: what the present version is marked with holds for those before it.
    async fn as_it_stood(&self, entry: &Entry, chosen: &Chosen) -> Result<Option<Entry>, Error> {
        let rows = self.inner.backend.rows(range::HISTORY, know::key(entry.id)).await?;
        for row in &rows {
            let updated = time(row[1].int())?;
            if updated <= chosen.until {
                let is_wanted = chosen.since.is_none_or(|since| updated >= since);
                if row[3].bytes().is_empty() || !is_wanted {
                    return Ok(None);
                }
                return Opener::new(&self.inner.keys.ids).open(&range::past_columns(entry.id, row)).map(Some);
            }
        }
        Ok(None)
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.inner.dir
    }

    pub(crate) fn keys(&self) -> Arc<Keys> {
        self.inner.keys.clone()
    }
}

impl Chosen {
    /// Whether a row can be wanted, by what stands beside its document. One that has changed since can have been.
    fn has(&self, columns: &Columns<'_>) -> Result<bool, Error> {
        let updated = time(columns.updated_us)?;
        Ok(self.kinds.contains(&columns.id.kind) && self.since.is_none_or(|since| updated >= since))
    }
}
