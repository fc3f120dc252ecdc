//! What was deleted since the time that an export asks about: transactions that delete it, for whoever keeps a copy.
//!
//! Source: HL7 FHIR Bulk Data Access IG 2.0.0 (STU2), "deleted" of the manifest.

use std::collections::BTreeMap;

use helsami_domain::access::{self, Act, Grant, Read};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bulk::deletions;
use helsami_store::{Look, PageStart};

use super::note::Note;
use super::run::{Going, RECORDS, ROWS, Stop};

impl Going<'_> {
    /// The deletions in the records that a job is about.
    pub(super) async fn deletions(&mut self, note: &Note) -> Result<(), Stop> {
        if note.with_shared {
            for kind in self.kinds() {
                let asked = (&self.caller.scopes, kind, Act::Read);
                let grant = access::read_register(self.caller.actor, asked)?;
                self.gone(&grant, Some(kind)).await?;
            }
        }
        if let Some(keys) = &note.only {
            let records: Vec<PatientKey> = keys.iter().filter_map(|key| PatientKey::new(*key)).collect();
            return self.gone_of(&records).await;
        }
        let mut after = Some(PatientKey::SHARED);
        while after.is_some() {
            let grant = access::find_as_client(self.caller.actor)?;
            let records = self.exchange.app.store.records_past_after(&grant, after, RECORDS).await?;
            self.gone_of(&records).await?;
            after = records.last().copied();
        }
        Ok(())
    }

    /// Of some persons, with a line in the log of each of whom something is told.
    async fn gone_of(&mut self, records: &[PatientKey]) -> Result<(), Stop> {
        let mut looks = Vec::new();
        for patient in records.iter().filter(|patient| !patient.is_shared()) {
            if let Some((grant, now)) = self.admitted(*patient).await?
                && self.gone(&grant, None).await? > 0
            {
                looks.push((grant, Look::new(Matter::Exchange, now)));
            }
        }
        self.log(&looks).await
    }

    /// Of one record, or of one type of what is about nobody.
    async fn gone(&mut self, grant: &Grant<Read>, only: Option<ResourceType>) -> Result<usize, Stop> {
        let (mut start, mut count) = (only.map_or(PageStart::Beginning, PageStart::Kind), 0);
        loop {
            let store = &self.exchange.app.store;
            let (gone, last) = store.deleted(grant, (start, ROWS), &self.chosen).await?;
            let mut by_kind: BTreeMap<i16, (ResourceType, Vec<String>)> = BTreeMap::new();
            for row in gone.into_iter().filter(|row| only.is_none_or(|kind| row.kind == kind)) {
                let (_, ids) = by_kind.entry(row.kind.number()).or_insert((row.kind, Vec::new()));
                ids.push(self.exchange.show(row).to_string());
                count += 1;
            }
            for (kind, ids) in by_kind.into_values() {
                self.line((kind, true), &deletions(kind.name(), &ids))?;
            }
            let is_wanted = |row: &RecordId| only.is_none_or(|kind| row.kind == kind);
            match last.filter(is_wanted) {
                Some(row) => start = PageStart::After(row),
                None => return Ok(count),
            }
            self.turn().await?;
        }
    }
}
