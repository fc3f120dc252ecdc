//! What a registered system sends about rows that are not its own: nothing of them is changed.

use helsami_domain::ids::{ClientKey, RecordId};
use helsami_domain::resource_type::ResourceType;

use super::plan::misplaced;
use super::{Misplaced, Outcome, WriteError, Written};
use crate::batch::{Act, Batch, Known};

/// Leaves rows of others as they are, for whoever may change their own only. A Patient who is here from another source stays as that source says it, and the
/// system's own name for the person leads there; a change of anything else is refused. An AuditEvent is changed by nobody, its sender
/// neither.
pub(super) fn spare(
    (own, stored): (Option<ClientKey>, &Known),
    batch: &mut Batch,
    written: &mut [Written],
) -> Result<(), WriteError> {
    let Some(own) = own else { return Ok(()) };
    for (entry, one) in written.iter_mut().enumerate() {
        let Some(row) = stored.rows.get(&one.id) else { continue };
        let is_changed = |change: &crate::batch::Change| change.id == one.id;
        if one.id.kind == ResourceType::AuditEvent
            && matches!(one.outcome, Outcome::Updated | Outcome::Deleted)
        {
            return Err(misplaced(entry, Misplaced::Fixed));
        }
        if row.source == Some(own) {
            continue;
        }
        if !batch.changes.iter().any(is_changed) {
            continue;
        }
        let is_link = |change: &crate::batch::Change| matches!(change.act, Act::Link { .. });
        if batch.changes.iter().filter(|change| is_changed(change)).all(is_link) {
            continue;
        }
        if one.id.kind != ResourceType::Patient || row.body.is_none() || one.outcome == Outcome::Deleted {
            return Err(misplaced(entry, Misplaced::NotYours(one.id.kind)));
        }
        forget(batch, one.id);
        (one.outcome, one.version) = (Outcome::Unchanged, row.version);
    }
    Ok(())
}

/// Takes everything out of the batch that would change this row; names that lead to it stay.
fn forget(batch: &mut Batch, row: RecordId) {
    batch.changes.retain(|change| change.id != row);
    batch.identifiers.retain(|one| one.record != row);
    batch.identified_anew.retain(|one| *one != row);
    batch.directory.retain(|one| one.record != row);
    batch.holders.retain(|one| one.record != row);
    batch.open.retain(|one| one.owner != row);
}
