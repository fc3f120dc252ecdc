//! Where a search looks: the fewest places that can hold everything it asks for.

use std::collections::HashMap;

use helsami_domain::access;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::compartment;
use helsami_fhir::search::pairs::encode;
use helsami_fhir::search::plan;
use helsami_fhir::search::query::Query;
use helsami_fhir::search::test::Test;

use super::{Fault, Run};

/// More than were ever born on one day in a region.
const BORN_MAX: usize = 2000;

/// Where a search looks.
#[derive(Debug)]
pub(super) enum Places {
    /// These rows.
    Rows(Vec<RecordId>),
    /// These records.
    Records(Vec<PatientKey>),
    /// These records, which an index has found: nobody has named them.
    Found(Vec<PatientKey>),
    /// All records.
    Everywhere,
}

impl Places {
    /// The records that the question names.
    pub(super) fn named(&self) -> Vec<PatientKey> {
        match self {
            Self::Rows(rows) => records(rows),
            Self::Records(records) => records.clone(),
            Self::Found(_) | Self::Everywhere => Vec::new(),
        }
    }
}

impl Run<'_> {
    /// Puts our ids in place of those that the system itself has given.
    pub(super) async fn rename(&self, query: &mut Query) -> Result<(), Fault> {
        let store = &self.exchange.app.store;
        let mut named: HashMap<(ResourceType, String), Option<String>> = HashMap::new();
        plan::rename(query.kind, &mut query.tests, &mut |kind, id| {
            match store.ids().read(id, kind).map(|row| store.ids().show(row)) {
                // A Patient that was merged is asked for by the one that stands for the person.
                Some(shown) => (shown.as_str() != id).then(|| shown.as_str().to_owned()),
                None => {
                    named.insert((kind, id.to_owned()), None);
                    None
                }
            }
        });
        let grant = access::find_as_client(self.caller.actor)?;
        for ((kind, id), ours) in &mut named {
            let row = store.alias_find(&grant, (&self.caller.scope, id), *kind).await?;
            *ours = row.map(|row| store.ids().show(store.meant(row)).as_str().to_owned());
        }
        if !named.is_empty() {
            plan::rename(query.kind, &mut query.tests, &mut |kind, id| {
                named.get(&(kind, id.to_owned())).cloned().flatten()
            });
        }
        Ok(())
    }

    /// Where the whole query looks.
    pub(super) async fn places(&self, query: &Query, within: Option<&str>) -> Result<Places, Fault> {
        let Some(id) = within else { return self.places_of(query.kind, &query.tests).await };
        let rows = self.rows(ResourceType::Patient, [id].into_iter()).await?;
        if rows.is_empty() {
            return Err(Fault::Unknown(ResourceType::Patient));
        }
        Ok(Places::Records(records(&rows)))
    }

    /// The records of the persons whom a query for persons names: what it asks of their documents is asked there alone.
    pub(super) async fn persons(&self, query: &mut Query) -> Result<Option<Vec<PatientKey>>, Fault> {
        if query.kind != ResourceType::Patient || query.open().is_none() {
            return Ok(None);
        }
        Ok(match self.places_of(query.kind, &query.tests).await? {
            Places::Rows(rows) => Some(records(&rows)),
            _ => None,
        })
    }

    /// Where these tests look.
    pub(super) async fn places_of(&self, kind: ResourceType, tests: &[Test]) -> Result<Places, Fault> {
        if let Some(ids) = plan::ids(kind, tests) {
            return Ok(Places::Rows(self.rows(kind, ids.into_iter()).await?));
        }
        if let Some(ids) = plan::patients(kind, tests) {
            let rows = self.rows(ResourceType::Patient, ids.iter().map(String::as_str)).await?;
            let mut records = records(&rows);
            // What names somebody who is not here is with what is nobody's.
            if records.len() < ids.len() && !records.contains(&PatientKey::SHARED) {
                records.insert(0, PatientKey::SHARED);
            }
            return Ok(Places::Records(records));
        }
        let is_person = kind == ResourceType::Patient;
        if is_person
            && let Some(identifiers) = plan::identifiers(tests)
            && let Some(rows) = self.identified(&identifiers).await?
        {
            return Ok(Places::Rows(rows));
        }
        if is_person
            && let Some(dates) = plan::birth_dates(tests)
            && let Some(records) = self.born(&dates).await?
        {
            return Ok(Places::Found(records));
        }
        if !is_person && compartment::paths(kind).is_empty() {
            return Ok(Places::Records(vec![PatientKey::SHARED]));
        }
        Ok(Places::Everywhere)
    }

    /// The rows of ids; the first of them may be one that the system itself has given.
    pub(super) async fn rows(
        &self,
        kind: ResourceType,
        ids: impl Iterator<Item = &str> + Send,
    ) -> Result<Vec<RecordId>, Fault> {
        let store = &self.exchange.app.store;
        let grant = access::find_as_client(self.caller.actor)?;
        let mut rows = Vec::new();
        for id in ids {
            rows.extend(store.ids().read(id, kind));
            let named = store.alias_find(&grant, (&self.caller.scope, id), kind).await?;
            rows.extend(named.map(|row| store.meant(row)));
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(rows)
    }

    /// The records of those who were born on these days. `None` when they are too many to be sure of all.
    async fn born(&self, dates: &[String]) -> Result<Option<Vec<PatientKey>>, Fault> {
        let grant = access::find_as_client(self.caller.actor)?;
        let mut records = Vec::new();
        for date in dates {
            let found = self.exchange.app.store.persons_born(&grant, date, BORN_MAX).await?;
            if found.len() == BORN_MAX {
                return Ok(None);
            }
            records.extend(found.into_iter().map(|(record, _)| record));
        }
        records.sort_unstable();
        records.dedup();
        Ok(Some(records))
    }

    /// The persons whom identifiers find: an identifier with its system is one person's. `None` when one of them is in no
    /// index: then whoever has it is looked for one by one.
    async fn identified(&self, identifiers: &[(&str, &str)]) -> Result<Option<Vec<RecordId>>, Fault> {
        let store = &self.exchange.app.store;
        let grant = access::find_as_client(self.caller.actor)?;
        let mut rows = Vec::new();
        for (system, value) in identifiers {
            let mut query = String::from("identifier=");
            encode(&format!("{system}|{value}"), &mut query);
            let found = store.identifier_find(&grant, ("", &query), ResourceType::Patient).await?;
            let Some(row) = found else { return Ok(None) };
            rows.push(row);
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(Some(rows))
    }
}

fn records(rows: &[RecordId]) -> Vec<PatientKey> {
    let mut records: Vec<PatientKey> = rows.iter().map(|row| row.patient).collect();
    records.sort_unstable();
    records.dedup();
    records
}
