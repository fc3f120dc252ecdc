//! Links for references whose target has come after them, in whatever file or run.
//!
//! The write door notes each reference that leads to nothing known (`reference_open`). When its target has an alias by
//! now, the text becomes a link, in place: the sender's document is the same, so it is no new version. Rows are taken
//! in pages, so that memory stays bounded whatever the number of open references, and each page is a transaction: after
//! a stop the next pass goes on.

use std::collections::BTreeMap;

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use super::TRIES;
use crate::batch::{Act, Batch, Change, Expect, Holder, Known, Named, Wanted};
use crate::body::{self, Late};
use crate::entry;
use crate::error::Error;
use crate::know;
use crate::store::Store;
use crate::value::{RowValues, Value};

/// Open references looked at in one page.
const PAGE: usize = 1000;
/// Open references whose target is known by now, from one row of the record on.
pub(crate) const DUE: &str = "SELECT o.patient_key, o.owner_type, o.local_id, o.place, a.patient_key, a.type, a.local_id \
     FROM reference_open o JOIN id_alias a ON a.alias_hash = o.alias_hash AND (o.type = 0 OR o.type = a.type) \
     WHERE (o.patient_key, o.owner_type, o.local_id) > ($1, $2, $3) \
     ORDER BY o.patient_key, o.owner_type, o.local_id LIMIT $4";

/// References that have become links, with the row of the record they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The row.
    pub owner: RecordId,
    /// How many of its references are links now.
    pub references: u32,
}

type Due = BTreeMap<RecordId, Vec<Late<'static>>>;

impl Store {
    /// Turns every reference whose target has come since into a link, and tells of each row it has changed.
    ///
    /// # Errors
    /// What the database says; what was told of by then is stored.
    pub async fn link_late(
        &self,
        grant: &Grant<Write>,
        now: Timestamp,
        mut told: impl FnMut(Linked) + Send,
    ) -> Result<(), Error> {
        let mut after = None;
        let mut tries = 0;
        loop {
            let (due, is_last) = self.due(after).await?;
            let Some((&last, _)) = due.last_key_value() else { return Ok(()) };
            let rows = due.keys().copied().collect();
            let stored = self.know(grant, &Wanted { rows, ..Wanted::default() }).await?;
            let (batch, linked) = batch(&due, &stored, now);
            match self.apply(grant, batch).await {
                Ok(_) => linked.into_iter().for_each(&mut told),
                // Somebody has changed one of the rows since they were read.
                Err(Error::Version { .. }) if tries < TRIES => {
                    tries += 1;
                    continue;
                }
                Err(error) => return Err(error),
            }
            if is_last {
                return Ok(());
            }
            (after, tries) = (Some(last), 0);
        }
    }

    /// The rows after one, each whole, with the references that can become links; and whether there are no more.
    async fn due(&self, after: Option<RecordId>) -> Result<(Due, bool), Error> {
        let mut limit = PAGE;
        loop {
            let mut values =
                after.map_or_else(|| vec![Value::Int(-1), Value::Int(0), Value::Int(0)], know::key);
            values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
            let rows = self.rows(DUE, values).await?;
            let is_last = rows.len() < limit;
            let mut due = Due::new();
            for row in &rows {
                let (owner, mut late) = late(row)?;
                if owner.kind != ResourceType::Patient {
                    late.record = self.ids().moves().meant(late.record);
                }
                due.entry(owner).or_default().push(late);
            }
            if is_last {
                return Ok((due, true));
            }
            // The last row of the page may have more of them than the page has room for.
            if due.len() > 1 {
                due.pop_last();
                return Ok((due, false));
            }
            limit *= 4;
        }
    }
}

fn late(row: &RowValues) -> Result<(RecordId, Late<'static>), Error> {
    let record = |at: usize| {
        let patient = PatientKey::new(row[at].int()).ok_or(Error::Damaged("an open reference"))?;
        entry::id(patient, row[at + 1].int(), row[at + 2].int())
    };
    let place = u32::try_from(row[3].int()).map_err(|_| Error::Damaged("an open reference"))?;
    Ok((record(0)?, Late { place, text: None, record: record(4)? }))
}

/// The practitioner that a role names, where that is what has come.
fn role_of(owner: RecordId, late: &[Late<'_>]) -> Option<Holder> {
    let practitioner = late.iter().find(|one| one.record.kind == ResourceType::Practitioner);
    let practitioner = practitioner.filter(|_| owner.kind == ResourceType::PractitionerRole)?;
    Some(Holder { who: Named::Practitioner(practitioner.record.local), record: owner })
}

fn batch(due: &Due, stored: &Known, now: Timestamp) -> (Batch, Vec<Linked>) {
    let (mut batch, mut linked) = (Batch::new(now), Vec::with_capacity(due.len()));
    for (&owner, late) in due {
        let Some((version, old)) =
            stored.rows.get(&owner).and_then(|row| Some((row.version, row.body.as_ref()?)))
        else {
            continue;
        };
        let Some((body, places)) = body::link(old, owner.patient, late) else { continue };
        if !places.is_empty() {
            let references = u32::try_from(places.len()).unwrap_or(u32::MAX);
            let act = Act::Link { body, places };
            batch.holders.extend(role_of(owner, late));
            // Whoever a consent names before their record is here has it from now on.
            let is_person = |late: &&Late<'_>| {
                late.record.kind == ResourceType::Patient && late.record.patient != owner.patient
            };
            if matches!(owner.kind, ResourceType::Consent | ResourceType::Task) {
                let named = late.iter().filter(is_person).map(|late| Named::Person(late.record.patient));
                batch.holders.extend(named.map(|who| Holder { who, record: owner }));
            }
            batch.changes.push(Change { id: owner, expect: Expect::Version(version), act });
            linked.push(Linked { owner, references });
        }
    }
    (batch, linked)
}
