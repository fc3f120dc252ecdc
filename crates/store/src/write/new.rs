//! What is new in a batch, as it will stand in the store and as a reader would find it there.

use helsami_domain::access::lens::Release;
use helsami_domain::ids::ClientKey;
use helsami_fhir::columns::CodeKey;

use crate::batch::{Act, Batch, Change, Expect, Row};
use crate::body::{Body, Unfolder};
use crate::entry::time;
use crate::error::Error;
use crate::id_cipher::IdCipher;
use crate::look::Entry;

/// The rows of fresh ids.
pub(super) fn entries(
    batch: &Batch,
    (source, ids): (Option<ClientKey>, &IdCipher),
) -> Result<Vec<Entry>, Error> {
    let updated = time(batch.now.as_microsecond())?;
    let mut unfolder = Unfolder::new(ids);
    let mut fresh = Vec::new();
    for Change { id, expect, act } in &batch.changes {
        let (Expect::Absent, Act::Put(row)) = (expect, act) else { continue };
        let Row { date, category, code, status, marks, release, ref body, .. } = *row;
        let text = unfolder.unfold(body, *id, (1, updated)).ok_or(Error::Damaged("a folded body"))?;
        fresh.push(Entry {
            id: *id,
            version: 1,
            updated,
            date: time(date.as_microsecond())?,
            category,
            code: CodeKey(code),
            status,
            marks,
            release: Release::from_number(release.number()),
            source,
            body: Body::open(text),
            sealed: None,
        });
    }
    Ok(fresh)
}
