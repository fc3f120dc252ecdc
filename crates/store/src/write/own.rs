//! Ids as this store shows them, in what the portal itself writes into one record.

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;

use crate::batch::{AliasKey, Known, Wanted};
use crate::error::Error;
use crate::store::Store;

impl Store {
    /// Finds the rows behind ids of our own, where they are no ids of the sender. For a grant for one record: leads to rows
    /// of that record, to what is nobody's, and to other persons as such. For a registered system, which has been shown
    /// our ids: to all that is there, or was; what it may change of it, its grant says. For everybody else a sender's ids are
    /// the sender's.
    pub(super) async fn know_own_names(
        &self,
        grant: &Grant<Write>,
        (scope, aliases): (&str, Vec<AliasKey>),
        known: &mut Known,
    ) -> Result<(), Error> {
        let is_client = grant.lens().own_only().is_some();
        let patient = grant.patient();
        if patient.is_none() && !is_client {
            return Ok(());
        }
        let is_reached = |row: &RecordId| {
            is_client
                || Some(row.patient) == patient
                || row.patient.is_shared()
                || row.kind == ResourceType::Patient && row.local == LocalId::PATIENT
        };
        let mut own: Vec<(AliasKey, RecordId)> = Vec::new();
        for alias in aliases {
            if known.aliases.contains_key(&alias) {
                continue;
            }
            let name = alias.text.strip_prefix(scope).map(|name| name.trim_start_matches('/'));
            let row = name.and_then(|name| self.ids().read_exact(name, alias.kind)).filter(is_reached);
            own.extend(row.map(|row| (alias, row)));
        }
        let rows = own.iter().map(|(_, row)| *row).collect();
        let stored = self.know(grant, &Wanted { rows, ..Wanted::default() }).await?;
        // A record is there before anybody has sent its Patient.
        let own_patient =
            patient.map(|patient| RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT });
        let is_there = |row: &RecordId| {
            Some(*row) == own_patient
                || stored.rows.get(row).is_some_and(|stored| is_client || stored.body.is_some())
        };
        known.aliases.extend(own.into_iter().filter(|(_, row)| is_there(row)));
        Ok(())
    }
}
