//! What a merge or its undoing would write, and what is told of it: decided from what stands, and not written yet.

use std::collections::BTreeMap;

use helsami_domain::access;
use helsami_domain::access::merge::{self as rules, Bearing, Both, Unmerged};
use helsami_domain::ids::RecordId;
use helsami_domain::relation::Purpose;
use helsami_domain::when::When;
use helsami_fhir::consent::{access_consent, is_opening};
use helsami_fhir::merge as texts;
use helsami_fhir::person::{related_facts, relation};
use helsami_store::{Entry, Error, MergeLine, Shelf};
use jiff::Timestamp;

use super::{Merged, Side, facts};
use crate::exchange::{Caller, Exchange, Fault};

/// What is to be written of two records, and what is told of it.
pub(super) struct Plan {
    pub(super) both: Both,
    /// The new versions of source and target.
    pub(super) texts: (String, String),
    /// What says who may act for the source, each with its version and whether it goes along.
    pub(super) statements: Statements,
    pub(super) merged: Merged,
}

/// What a record says about who may act, as it was read: the store refuses what was decided from less than there is by then.
pub(super) enum Statements {
    /// Of the source, each with its version and whether it goes along.
    Source(Vec<(RecordId, u32, bool)>),
    /// Of the joined record, each with its version.
    Joined(Vec<(RecordId, u32)>),
}

impl Exchange {
    pub(super) async fn plan_merge(
        &self,
        caller: &Caller,
        (one, other): (&Side, &Side),
        now: Timestamp,
    ) -> Result<Plan, Fault> {
        let both = self.decided(caller, (one, other), rules::merge)?;
        let statements = self.statements(&one.entry, now).await?;
        let names = (self.patient_name(&one.entry), self.patient_name(&other.entry));
        let unreadable = || Fault::Unclear("a Patient cannot be read".to_owned());
        let old = texts::replaced(&one.entry.body, &names.1).ok_or_else(unreadable)?;
        let new = texts::replacing(&other.entry.body, (&one.entry.body, &names.0)).ok_or_else(unreadable)?;
        let behind = statements.iter().filter(|(.., goes)| !goes).map(|(row, ..)| *row).collect();
        let merged = self.outlook((one, &new), behind).await?;
        Ok(Plan { both, texts: (old, new), statements: Statements::Source(statements), merged })
    }

    pub(super) async fn plan_unmerge(
        &self,
        caller: &Caller,
        (one, other): (&Side, &Side),
        now: Timestamp,
    ) -> Result<Plan, Fault> {
        let both = self.decided(caller, (one, other), rules::unmerge)?;
        let line = self.app.store.merge_of(&access::weigh(one.entry.id.patient)?).await?;
        let line = line.filter(|line| line.target == other.entry.id.patient);
        let line = line.ok_or(Fault::Unmerged(Unmerged::NotJoined))?;
        let old = self.before((&one.entry, line.versions.0), &self.patient_name(&other.entry)).await?;
        let new = self.before((&other.entry, line.versions.1), &self.patient_name(&one.entry)).await?;
        // Read before the list of what has come since, so that nothing of it is missing there.
        let shelf = self.app.store.facts(&access::weigh(other.entry.id.patient)?).await?;
        let since = self.app.store.written_since(&line).await?;
        if self.has_closed(&shelf, &since, now) {
            return Err(Fault::Unmerged(Unmerged::ClosedSince));
        }
        let read = [1, 2].into_iter().flat_map(|range| shelf.range(range));
        let statements = Statements::Joined(read.map(|entry| (entry.id, entry.version)).collect());
        let merged = self.outlook_back((&line, since), (one, &old)).await?;
        Ok(Plan { both, texts: (old, new), statements, merged })
    }

    /// The statements about who may act for a person, each with its version and whether it goes along.
    async fn statements(&self, source: &Entry, now: Timestamp) -> Result<Vec<(RecordId, u32, bool)>, Fault> {
        let shelf = self.app.store.facts(&access::weigh(source.id.patient)?).await?;
        let of = |entry: &Entry, bearing: Bearing| (entry.id, entry.version, bearing.goes_along());
        let related = shelf.range(1).iter().map(|entry| of(entry, bearing_of_related(entry, now)));
        let consents = shelf.range(2).iter().map(|entry| of(entry, self.bearing_of_consent(entry)));
        Ok(related.chain(consents).collect())
    }

    fn bearing_of_consent(&self, entry: &Entry) -> Bearing {
        let resolve = |id: &str, kind| self.app.resolve(id, kind);
        match access_consent(entry.id, &entry.body, &resolve) {
            Some(one) if one.matter.closes() => Bearing::Closes,
            Some(_) => Bearing::Opens,
            None if is_opening(&entry.body) => Bearing::Opens,
            None => Bearing::Neither,
        }
    }

    /// Whether something that has come since a merge closes the joined record. Nobody can say of which of the two it is, so that
    /// parting them would open one.
    fn has_closed(&self, shelf: &Shelf, since: &[RecordId], now: Timestamp) -> bool {
        let resolve = |id: &str, kind| self.app.resolve(id, kind);
        let is_in_force = |entry: &Entry| {
            access_consent(entry.id, &entry.body, &resolve)
                .is_some_and(|one| one.matter.closes() && one.is_active())
        };
        let related = shelf.range(1).iter().filter(|one| bearing_of_related(one, now) == Bearing::Closes);
        let mut closing = related.chain(shelf.range(2).iter().filter(|one| is_in_force(one)));
        closing.any(|entry| since.contains(&entry.id))
    }

    /// A Patient as it is without the merge: word for word as it was, where nobody has changed it since.
    async fn before(&self, (entry, version): (&Entry, u32), other: &str) -> Result<String, Fault> {
        let versions = self.app.store.history(&access::weigh(entry.id.patient)?, entry.id).await?;
        let before = versions.iter().find(|one| one.version == version).and_then(|one| one.body.as_deref());
        let before = before.ok_or(Error::Damaged("the version of a Patient before a merge"))?;
        if entry.version == version + 1 {
            return Ok(before.to_owned());
        }
        texts::parted(&entry.body, (before, other))
            .ok_or_else(|| Fault::Unclear("a Patient cannot be read".to_owned()))
    }

    async fn outlook(
        &self,
        (source, patient): (&Side, &str),
        behind: Vec<RecordId>,
    ) -> Result<Merged, Fault> {
        let rows = self.app.store.rows_by_type(&access::weigh(source.entry.id.patient)?).await?;
        let mut moved: BTreeMap<&str, u64> = rows.iter().map(|(kind, count)| (kind.name(), *count)).collect();
        for row in &behind {
            if let Some(count) = moved.get_mut(row.kind.name()) {
                *count = count.saturating_sub(1);
            }
        }
        moved.retain(|_, count| *count > 0);
        let (is_dead, is_protected) = facts(patient);
        Ok(Merged {
            patient: patient.to_owned(),
            moved,
            behind,
            since: Vec::new(),
            is_dead,
            is_protected,
            is_narrow: false,
        })
    }

    async fn outlook_back(
        &self,
        (line, since): (&MergeLine, Vec<RecordId>),
        (source, patient): (&Side, &str),
    ) -> Result<Merged, Fault> {
        let mut merged = self.outlook((source, patient), Vec::new()).await?;
        let rows = self.app.store.rows_of_merge(line).await?;
        merged.moved = rows.iter().map(|(kind, count)| (kind.name(), *count)).collect();
        Ok(Merged { since, ..merged })
    }
}

/// Somebody who must never be contacted stays so in the joined record. Everybody else is asked for anew: who is a parent, who
/// may be told.
fn bearing_of_related(entry: &Entry, now: Timestamp) -> Bearing {
    let is_parent = related_facts(&entry.body, now).is_none_or(|facts| facts.is_parent);
    let near = relation(&entry.body, When::Moment(entry.updated), now, &|_, _| None);
    let is_never = near.is_some_and(|near| near.purposes.has(Purpose::Never));
    if is_never && !is_parent { Bearing::Closes } else { Bearing::Opens }
}
