//! Two records of one person made one, and parted again: with both Patients' new versions, in one transaction.

use std::collections::HashMap;

use helsami_domain::access::merge::Both;
use helsami_domain::access::{Actor, Grant, Read, Weigh, Write};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::Store;
use crate::audit::chain;
use crate::batch::Batch;
use crate::entry;
use crate::error::Error;
use crate::job::Job;
use crate::merge::{Joining, Merge};
use crate::value::Value;
use crate::write::{Incoming, Way, WriteError};

const BY_TYPE: &str = "SELECT type, count(*) FROM record WHERE patient_key = $1 AND NOT (type = 103 AND local_id = 0) GROUP BY type ORDER BY type";
const BY_TYPE_MOVED: &str =
    "SELECT type, count(*) FROM person_merge_row WHERE number = $1 GROUP BY type ORDER BY type";
const LINE: &str = "SELECT source_version, target_version, at_us FROM person_merge WHERE number = $1";
/// What came into a record since one was merged into it, and not with that.
const SINCE: &str = "SELECT r.type, r.local_id FROM record r WHERE r.patient_key = $1 AND NOT (r.type = 103 AND r.local_id = 0) \
     AND NOT EXISTS (SELECT 1 FROM person_merge_row m WHERE m.number = $2 AND m.type = r.type AND m.local_id = r.local_id) \
     AND COALESCE((SELECT min(p.updated_us) FROM record_past p \
     WHERE p.patient_key = r.patient_key AND p.type = r.type AND p.local_id = r.local_id), r.updated_us) >= $3 \
     ORDER BY r.type, r.local_id";

/// The statements of this file, for the test of query plans.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[BY_TYPE, BY_TYPE_MOVED, LINE, SINCE, chain::MERGES];

/// A Patient's new version.
#[derive(Clone, Copy, Debug)]
pub struct NewPatient<'t> {
    /// The document.
    pub json: &'t str,
    /// The version that it replaces, and no other.
    pub expected: u32,
}

/// A merge that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergeLine {
    /// Its number.
    pub number: i64,
    /// The record that the source is a part of.
    pub target: PatientKey,
    /// The versions of both Patients before it.
    pub versions: (u32, u32),
    /// When it was made.
    pub at: Timestamp,
}

/// That two records were made one, or parted again, as the person is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergeTold {
    /// When.
    pub at: Timestamp,
    /// Whether they were parted.
    pub is_parted: bool,
    /// Who did it.
    pub actor: Actor,
}

impl Store {
    /// The record that a record is a part of now; itself for nearly all.
    #[must_use]
    pub fn home(&self, key: PatientKey) -> PatientKey {
        self.ids().moves().home(key)
    }

    /// The other records of the same person: the one that this is a part of, and the parts of that. None for nearly all.
    #[must_use]
    pub fn same_person(&self, key: PatientKey) -> Vec<PatientKey> {
        let home = self.home(key);
        let parts = self.ids().moves().parts(home);
        std::iter::once(home).chain(parts).filter(|one| *one != key).collect()
    }

    /// How many merges and partings there have been: what is read while it stays the same is of one state.
    #[must_use]
    pub fn merges_so_far(&self) -> i64 {
        self.ids().moves().state().newest()
    }

    /// The row that stands for what another row says: for a Patient whose record is a part of another, that one's.
    #[must_use]
    pub fn meant(&self, row: RecordId) -> RecordId {
        self.ids().moves().meant(row)
    }

    /// Whether a record is a part of another now.
    #[must_use]
    pub fn is_joined(&self, key: PatientKey) -> bool {
        self.home(key) != key
    }

    /// The merge that has made a record a part of another.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn merge_of(&self, grant: &Grant<Weigh>) -> Result<Option<MergeLine>, Error> {
        let source = grant.patient().ok_or(Error::Grant)?;
        let Some((number, target)) = self.ids().moves().state().merge_of(source) else { return Ok(None) };
        let rows = self.inner.backend.rows(LINE, vec![number.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let version = |value: &Value| u32::try_from(value.int()).map_err(|_| Error::Damaged("a merge"));
        let versions = (version(&row[0])?, version(&row[1])?);
        Ok(Some(MergeLine { number, target, versions, at: entry::time(row[2].int())? }))
    }

    /// The merges and partings of the person whose record it is, after a moment, newest first, each with whoever did it.
    ///
    /// # Errors
    /// As [`Self::audit_of`].
    pub async fn merges_since(&self, grant: &Grant<Read>, since: Timestamp) -> Result<Vec<MergeTold>, Error> {
        let patient = self.log_owner(grant)?;
        let mut told = Vec::new();
        let parts = self.ids().moves().parts(patient);
        for key in std::iter::once(patient).chain(parts) {
            if !self.ids().moves().state().has_changed_after(since.as_microsecond(), key) {
                continue;
            }
            let values = vec![key.get().into(), since.as_microsecond().into()];
            for row in &self.inner.backend.rows(chain::MERGES, values).await? {
                let line = chain::shown(row).ok_or(Error::Damaged("a row of the audit log"))?;
                let is_parted = line.matter == Some(Matter::Unmerge);
                told.push(MergeTold { at: line.at, is_parted, actor: line.actor });
            }
        }
        told.sort_by_key(|one| std::cmp::Reverse(one.at));
        // The logs of both records say it, and both can be the person's.
        told.dedup();
        Ok(told)
    }

    /// How many rows of each type a record has besides its Patient.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn rows_by_type(&self, grant: &Grant<Weigh>) -> Result<HashMap<ResourceType, u64>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        self.counted(BY_TYPE, patient.get()).await
    }

    /// How many rows of each type came with a merge.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rows_of_merge(&self, line: &MergeLine) -> Result<HashMap<ResourceType, u64>, Error> {
        self.counted(BY_TYPE_MOVED, line.number).await
    }

    async fn counted(&self, sql: &'static str, of: i64) -> Result<HashMap<ResourceType, u64>, Error> {
        let rows = self.inner.backend.rows(sql, vec![of.into()]).await?;
        let count = |row: &crate::value::RowValues| {
            let kind = i16::try_from(row[0].int()).ok().and_then(ResourceType::from_number);
            Ok((kind.ok_or(Error::Damaged("the type of a row"))?, row[1].int().unsigned_abs()))
        };
        rows.iter().map(count).collect()
    }

    /// The rows that have come into the target since a merge: nobody can say of which of the two they are. They stay there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn written_since(&self, line: &MergeLine) -> Result<Vec<RecordId>, Error> {
        let values = vec![line.target.get().into(), line.number.into(), line.at.as_microsecond().into()];
        let rows = self.inner.backend.rows(SINCE, values).await?;
        rows.iter().map(|row| entry::id(line.target, row[0].int(), row[1].int())).collect()
    }

    /// Makes the source a part of the target, all or nothing, durable before it returns. The statements are all Consents and
    /// RelatedPersons of the source, each with its version and whether it goes along. Sessions of the source end.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Taken`] when somebody was faster: look again and decide anew. [`Error::Merge`].
    #[expect(clippy::too_many_arguments, reason = "the grants, both Patients, what goes along, and when")]
    pub async fn merge(
        &self,
        both: &Both,
        patients: (NewPatient<'_>, NewPatient<'_>),
        statements: Vec<(RecordId, u32, bool)>,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let (source, target) = keys(both)?;
        let versions = (patients.0.expected, patients.1.expected);
        let at_us = now.as_microsecond();
        let joining = Joining::Merge(Merge { source, target, versions, statements, at_us });
        self.join(both, patients, (joining, Matter::Merge), now).await
    }

    /// Parts what a merge has joined, all or nothing, durable before it returns. The statements are all Consents and
    /// RelatedPersons of the target, each with its version: what closes the joined record in this very moment stops it. Sessions of
    /// the target end: nobody can say whose they were.
    ///
    /// # Errors
    /// As [`Self::merge`].
    #[expect(clippy::too_many_arguments, reason = "the grants, both Patients, what was read, and when")]
    pub async fn unmerge(
        &self,
        both: &Both,
        patients: (NewPatient<'_>, NewPatient<'_>),
        statements: Vec<(RecordId, u32)>,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let (source, target) = keys(both)?;
        let joining = Joining::Part { source, target, statements, at_us: now.as_microsecond() };
        self.join(both, patients, (joining, Matter::Unmerge), now).await
    }

    #[expect(clippy::too_many_arguments, reason = "the grants, both Patients, what is done, and when")]
    async fn join(
        &self,
        both: &Both,
        (source, target): (NewPatient<'_>, NewPatient<'_>),
        (joining, matter): (Joining, Matter),
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let one = self.patient(&both.source, source, now).await?;
        let other = self.patient(&both.target, target, now).await?;
        let packed = self.pack(&both.source, one)?.and(self.pack(&both.target, other)?);
        let (reply, answer) = oneshot::channel();
        self.send(Job::Apply(Box::new(packed.joining(joining, matter)), reply))?;
        answer.await.map_err(|_| Error::Closed)??;
        Ok(())
    }

    /// The batch that writes a Patient, without its identifiers: those follow the merge.
    async fn patient(
        &self,
        grant: &Grant<Write>,
        new: NewPatient<'_>,
        now: Timestamp,
    ) -> Result<Batch, WriteError> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let row = RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT };
        let way = Way::Keep { id: self.ids().show(row).to_string().into(), expected: Some(new.expected) };
        let (mut batch, _) =
            self.placed(grant, vec![Incoming { way, ..Incoming::create(new.json) }], now).await?;
        batch.identifiers.clear();
        batch.aliases.clear();
        Ok(batch)
    }
}

fn keys(both: &Both) -> Result<(PatientKey, PatientKey), Error> {
    both.source.patient().zip(both.target.patient()).ok_or(Error::Grant)
}
