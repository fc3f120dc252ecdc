//! What was deleted of a record, for whoever takes it out in bulk: which rows, never what stood in them. Nothing is told of it
//! before it is in the log of whoever it is about ([`Store::looked_into`]).

use helsami_domain::access::lens::{Item, Sight};
use helsami_domain::access::{Actor, Grant, Identify, Read};
use helsami_domain::ids::{ClientKey, PatientKey, RecordId};
use helsami_fhir::document::Document;
use helsami_fhir::facts;
use jiff::Timestamp;

use super::Store;
use super::exported::{Chosen, PageStart};
use crate::entry::{self, Opener, time};
use crate::error::Error;
use crate::look::patient_row;
use crate::{know, range};

impl Store {
    /// As [`Self::records_after`], of the records that hold versions of before, also where nothing stands any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn records_past_after(
        &self,
        _grant: &Grant<Identify>,
        after: Option<PatientKey>,
        limit: usize,
    ) -> Result<Vec<PatientKey>, Error> {
        self.keys_after(range::RECORDS_PAST, (after, limit)).await
    }

    /// Rows of the record that the grant is for that were deleted since the wanted time, and were deleted still at its end, in the
    /// order of their keys: at most so many deletions are read; and the last one where there may be more. Only rows that the
    /// grant's lens would have shown as they stood last. Of somebody whose Patient is gone nobody can say what was
    /// protected: then only what the reader has sent itself.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn deleted(
        &self,
        grant: &Grant<Read>,
        (from, limit): (PageStart, usize),
        chosen: &Chosen,
    ) -> Result<(Vec<RecordId>, Option<RecordId>), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let (kind, local) = from.key();
        let values = vec![
            patient.get().into(),
            kind.into(),
            local.into(),
            chosen.since.map_or(i64::MIN, Timestamp::as_microsecond).into(),
            chosen.until.as_microsecond().into(),
            grant.lens().own_only().map_or(0, ClientKey::get).into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        let rows = self.inner.backend.rows(range::GONE, values).await?;
        let mut gone: Vec<RecordId> = Vec::with_capacity(rows.len());
        for row in &rows {
            gone.push(entry::id(patient, row[0].int(), row[1].int())?);
        }
        let last = gone.last().copied().filter(|_| rows.len() == limit);
        gone.dedup();
        gone.retain(|row| chosen.kinds.contains(&row.kind));
        if gone.is_empty() {
            return Ok((gone, last));
        }
        let is_known = patient.is_shared() || self.live(patient_row(patient)).await?.is_some();
        let mut told = Vec::with_capacity(gone.len());
        for row in gone {
            let Some(item) = self.as_it_went(row, chosen).await? else { continue };
            let is_own = matches!(grant.actor(), Actor::Client { client, .. } if item.source == Some(client));
            if (is_known || is_own) && grant.sees(&item) == Sight::Shown {
                told.push(row);
            }
        }
        Ok((told, last))
    }

    /// What the rules need to know of a row that was deleted, as it stood last; nothing for one that stood at the end of the
    /// wanted time.
    async fn as_it_went(&self, row: RecordId, chosen: &Chosen) -> Result<Option<Item>, Error> {
        let live = self.live(row).await?;
        if live.is_some_and(|live| live.updated <= chosen.until) {
            return Ok(None);
        }
        let mut is_gone = false;
        for past in &self.inner.backend.rows(range::HISTORY, know::key(row)).await? {
            if time(past[1].int())? > chosen.until {
                continue;
            }
            let is_deletion = past[3].bytes().is_empty();
            if !is_gone && !is_deletion {
                return Ok(None);
            }
            is_gone = true;
            if is_deletion {
                continue;
            }
            let stood = Opener::new(&self.inner.keys.ids).open(&range::past_columns(row, past))?;
            let Ok(document) = Document::accept(&stood.body) else { return Ok(None) };
            let (marks, release) = facts::marks(&document);
            return Ok(Some(Item { id: row, marks, release, source: ClientKey::new(past[4].int()) }));
        }
        Ok(None)
    }
}
