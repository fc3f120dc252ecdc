//! Ids as this store shows them, in what the portal itself writes into one record.

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;

use super::plan::Plan;
use crate::batch::{AliasKey, Known, Wanted};
use crate::error::Error;
use crate::store::Store;

impl Store {
    /// What is stored of the rows that a delivery goes to.
    pub(super) async fn know_rows(&self, grant: &Grant<Write>, rows: Vec<RecordId>) -> Result<Known, Error> {
        if rows.is_empty() {
            return Ok(Known::default());
        }
        self.know(grant, &Wanted { rows, ..Wanted::default() }).await
    }

    /// Finds the rows behind ids of our own. Only for a grant for one record: a sender's ids are the sender's, and must
    /// never be taken for ours. Leads to rows of that record, to what is nobody's, and to other persons as such, and only to
    /// what is there.
    pub(super) async fn know_own_names(
        &self,
        grant: &Grant<Write>,
        plan: &Plan<'_>,
        known: &mut Known,
    ) -> Result<(), Error> {
        let Some(patient) = grant.patient() else { return Ok(()) };
        let is_reached = |row: &RecordId| {
            row.patient == patient
                || row.patient.is_shared()
                || row.kind == ResourceType::Patient && row.local == LocalId::PATIENT
        };
        let mut own: Vec<(AliasKey, RecordId)> = Vec::new();
        for alias in plan.wanted().aliases {
            if known.aliases.contains_key(&alias) {
                continue;
            }
            let row = self.ids().read(&alias.text, alias.kind).filter(is_reached);
            own.extend(row.map(|row| (alias, row)));
        }
        let rows = own.iter().map(|(_, row)| *row).collect();
        let stored = self.know(grant, &Wanted { rows, ..Wanted::default() }).await?;
        // A record is there before anybody has sent its Patient.
        let own_patient = RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT };
        let is_there = |row: &RecordId| {
            *row == own_patient || stored.rows.get(row).is_some_and(|stored| stored.body.is_some())
        };
        known.aliases.extend(own.into_iter().filter(|(_, row)| is_there(row)));
        Ok(())
    }
}
