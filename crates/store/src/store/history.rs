//! What has changed in a record, type by type: versions and deletions, through the grant's lens. Nothing is shown of it before it is
//! in the log of whoever it is about ([`Store::looked_into`]).

use std::collections::HashMap;

use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Actor, Grant, Read};
use helsami_domain::ids::{ClientKey, RecordId};
use jiff::Timestamp;

use super::Store;
use super::clients::{Version, of_entry};
use crate::entry::{self, Opener, time};
use crate::error::Error;
use crate::value::{RowValues, Value};
use crate::{know, range};

/// The versions that stand, without their documents.
pub(crate) const LIVE: &str = "SELECT type, local_id, version, updated_us, marks, release_us, source FROM record \
     WHERE patient_key = $1 AND type >= $2 AND type <= $3 AND updated_us >= $4 AND (source = $5 OR $5 = 0) LIMIT $6";

/// The versions before them; deletions too.
pub(crate) const PAST: &str = "SELECT type, local_id, version, updated_us, source \
     FROM record_past WHERE patient_key = $1 AND type >= $2 AND type <= $3 AND updated_us >= $4 \
     AND (source = $5 OR $5 = 0) ORDER BY type, local_id, version LIMIT $6";

/// One version that stands, with its document.
pub(crate) const ONE_LIVE: &str = "SELECT version, updated_us, codec, body, source FROM record \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 AND version = $4";

/// One version of before, with its document.
pub(crate) const ONE_PAST: &str = "SELECT version, updated_us, codec, body, source FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 AND version = $4";

/// A version that a reader may see, or the deletion of what was their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    id: RecordId,
    version: u32,
    updated: Timestamp,
    next: Option<Timestamp>,
}

impl Changed {
    /// Of which row.
    #[must_use]
    pub const fn id(&self) -> RecordId {
        self.id
    }

    /// Which version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// When it was stored.
    #[must_use]
    pub const fn updated(&self) -> Timestamp {
        self.updated
    }

    /// When the version after it was stored, if there is one.
    #[must_use]
    pub const fn next(&self) -> Option<Timestamp> {
        self.next
    }
}

/// The versions of one row, as they come from the database.
struct Row {
    /// What stands, if something does.
    live: Option<Item>,
    /// Number, time and source of each.
    versions: Vec<(u32, Timestamp, Option<ClientKey>)>,
}

impl Store {
    /// The versions of rows of these types, from the first to the last by number, that were stored since a moment; and how many rows
    /// were read for them, at most one more than `most` of each kind.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn changes(
        &self,
        grant: &Grant<Read>,
        (first, last): (i16, i16),
        (since, most): (Option<Timestamp>, usize),
    ) -> Result<(Vec<Changed>, usize), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let values: Vec<Value> = vec![
            patient.get().into(),
            first.into(),
            last.into(),
            since.map_or(i64::MIN, Timestamp::as_microsecond).into(),
            grant.lens().own_only().map_or(0, ClientKey::get).into(),
            i64::try_from(most.saturating_add(1)).unwrap_or(i64::MAX).into(),
        ];
        // What stands is read first: a version that is replaced in between is then seen twice, and never not at all.
        let answers = self.inner.backend.rows_of(vec![(LIVE, values.clone()), (PAST, values)]).await?;
        let read = answers.iter().map(Vec::len).sum();
        let mut rows: HashMap<RecordId, Row> = HashMap::new();
        for row in answers.first().into_iter().flatten() {
            let id = entry::id(patient, row[0].int(), row[1].int())?;
            let marks = i32::try_from(row[4].int()).map_err(|_| Error::Damaged("the marks of a row"))?;
            let source = ClientKey::new(row[6].int());
            let release = Release::from_number(row[5].int());
            let item = Item { id, marks: Marks::from_bits(marks), release, source };
            let version = (number(&row[2])?, time(row[3].int())?, source);
            rows.insert(id, Row { live: Some(item), versions: vec![version] });
        }
        for row in answers.get(1).into_iter().flatten() {
            let id = entry::id(patient, row[0].int(), row[1].int())?;
            let found = rows.entry(id).or_insert_with(|| Row { live: None, versions: Vec::new() });
            let version = number(&row[2])?;
            if found.versions.iter().all(|(known, ..)| *known != version) {
                found.versions.push((version, time(row[3].int())?, ClientKey::new(row[4].int())));
            }
        }
        Ok((rows.into_iter().flat_map(|(id, row)| row.seen(grant, id)).collect(), read))
    }

    /// The documents of versions that the grant's lens has let through, in their order. One that is no longer where it was is a
    /// fault of the data: versions are never taken away.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant for another record; otherwise what the database says.
    pub async fn changed(&self, grant: &Grant<Read>, changes: &[Changed]) -> Result<Vec<Version>, Error> {
        if changes.iter().any(|change| grant.patient() != Some(change.id.patient)) {
            return Err(Error::Grant);
        }
        let statements = changes.iter().flat_map(|change| {
            let values = [know::key(change.id), vec![i64::from(change.version).into()]].concat();
            [(ONE_LIVE, values.clone()), (ONE_PAST, values)]
        });
        let answers = self.inner.backend.rows_of(statements.collect()).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        let versions = changes.iter().zip(answers.chunks(2)).map(|(change, found)| {
            let row = found.iter().flatten().next().ok_or(Error::Damaged("a version of a row"))?;
            opened(&mut opener, change, row)
        });
        versions.collect()
    }
}

impl Row {
    /// What the reader may see of it: all versions of what they may see now. What a deleted one was marked with nobody can say:
    /// it is for its sender alone.
    fn seen(self, grant: &Grant<Read>, id: RecordId) -> Vec<Changed> {
        let newest = self.versions.iter().max_by_key(|(version, ..)| *version);
        let newest_source = newest.and_then(|(_, _, source)| *source);
        let is_shown = match &self.live {
            Some(item) => grant.sees(item) == Sight::Shown,
            None => {
                matches!(grant.actor(), Actor::Client { client, .. } if Some(client) == newest_source)
            }
        };
        if !is_shown {
            return Vec::new();
        }
        let mut versions = self.versions;
        versions.sort_unstable_by_key(|(version, ..)| std::cmp::Reverse(*version));
        let mut next = None;
        let change = |(version, updated, _): (u32, Timestamp, Option<ClientKey>)| {
            let change = Changed { id, version, updated, next };
            next = Some(updated);
            change
        };
        versions.into_iter().map(change).collect()
    }
}

fn number(value: &Value) -> Result<u32, Error> {
    u32::try_from(value.int()).map_err(|_| Error::Damaged("the version of a row"))
}

fn opened(opener: &mut Opener<'_>, change: &Changed, row: &RowValues) -> Result<Version, Error> {
    let (version, updated, source) = (change.version, change.updated, ClientKey::new(row[4].int()));
    if row[3].bytes().is_empty() {
        return Ok(Version { version, updated, source, body: None });
    }
    let entry = opener.open(&range::past_columns(change.id, row))?;
    Ok(Version { source, ..of_entry(entry) })
}
