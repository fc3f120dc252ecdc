//! Cases on their way through the write door: none without somebody who has it and a day, none backwards, none lost.

use helsami_domain::case::{CaseKind, Owner, State};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::case::claim;
use helsami_fhir::document::Document;
use jiff::Timestamp;

use super::Placed;
use crate::batch::{CaseOpen, Stored};
use crate::body;
use crate::id_cipher::IdCipher;
use crate::write::Misplaced;
use crate::write::plan::Link;

impl Placed<'_, '_> {
    /// The line of the worklist that a document makes, if it is an open case.
    pub(super) fn case(
        &self,
        entry: usize,
        old: Option<&Stored>,
        ids: &IdCipher,
    ) -> Result<Option<CaseOpen>, Misplaced> {
        let (item, record) = (&self.plan.items[entry], self.rows[entry]);
        let Some(document) = item.document.as_ref().filter(|_| record.kind == ResourceType::Task) else {
            return Ok(None);
        };
        let before = stored_case(old, record, ids);
        let Some(claim) = claim(document) else {
            return if before.is_some() { Err(Misplaced::CaseLost) } else { Ok(None) };
        };
        let (Some(state), Some(due), Some(owner)) =
            (claim.state, claim.due, self.case_owner(entry, document))
        else {
            return Err(Misplaced::CaseUnowned);
        };
        if record.patient.is_shared() {
            return Err(Misplaced::CaseUnowned);
        }
        if before.is_some_and(|(kind, before)| kind != claim.kind || !before.may_become(state)) {
            return Err(Misplaced::CaseLost);
        }
        let line = CaseOpen { owner, due: When::Day(due).end(), record, kind: claim.kind };
        Ok(state.is_open().then_some(line))
    }

    /// An open case is answered, never deleted.
    pub(super) fn not_an_open_case(
        &self,
        entry: usize,
        old: Option<&Stored>,
        ids: &IdCipher,
    ) -> Result<(), Misplaced> {
        match stored_case(old, self.rows[entry], ids) {
            Some((_, state)) if state.is_open() => Err(Misplaced::CaseLost),
            _ => Ok(()),
        }
    }

    /// The organisation of the record that a case names as its owner.
    fn case_owner(&self, entry: usize, document: &Document<'_>) -> Option<Owner> {
        let links = document.references().iter().zip(&self.plan.items[entry].links);
        let (_, link) = links.into_iter().find(|(reference, _)| document.lies_at(reference, "owner"))?;
        let row = match link {
            Link::Here(other) => self.rows.get(*other).copied(),
            Link::There(keys) => keys.iter().find_map(|key| self.known.aliases.get(key)).copied(),
            Link::ByIdentifier(kind, (system, value)) => self.identified(*kind, system, value),
            Link::Ignored | Link::Version(_) => None,
        };
        Owner::of(row?)
    }
}

/// The case that a row is now.
fn stored_case(old: Option<&Stored>, record: RecordId, ids: &IdCipher) -> Option<(CaseKind, State)> {
    if record.kind != ResourceType::Task {
        return None;
    }
    let body = old?.body.as_ref()?;
    let text = body::unfold(body, ids, record, (old?.version, Timestamp::UNIX_EPOCH))?;
    let claim = claim(&Document::accept(&text).ok()?)?;
    Some((claim.kind, claim.state?))
}
