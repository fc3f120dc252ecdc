//! From placed documents to the batch that writes them, and to what is told of each.

use std::collections::HashSet;

use helsami_domain::identity::{self, SYSTEM_DNR, SYSTEM_FNR};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::facts::{self, Identifier as Named};
use jiff::Timestamp;

use super::{Placed, patient_row};
use crate::batch::{Act, Batch, Change, Expect, Holder, Known, Listing, Named as Who, Row, Stored};
use crate::body::{self, Target};
use crate::id_cipher::IdCipher;
use crate::write::plan::{Item, Link, misplaced};
use crate::write::{Misplaced, Outcome, Way, WriteError, Written};

impl Placed<'_, '_> {
    /// The batch that writes the delivery, and what will have become of each document.
    pub(in crate::write) fn batch(
        &self,
        stored: &Known,
        ids: &IdCipher,
        now: Timestamp,
    ) -> Result<(Batch, Vec<Written>), WriteError> {
        let mut batch = Batch::new(now);
        batch.mark = self.plan.delivery.mark;
        batch.aliases.clone_from(&self.aliases);
        batch.identifiers.clone_from(&self.identifiers);
        let mut written = Vec::with_capacity(self.rows.len());
        for (entry, item) in self.plan.items.iter().enumerate() {
            let old = stored.rows.get(&self.rows[entry]);
            let at_entry = |reason| misplaced(entry, reason);
            let Some(document) = &item.document else {
                written.push(self.delete(entry, old, &mut batch).map_err(at_entry)?);
                continue;
            };
            if item.kind == ResourceType::Patient
                && let Some(old) = old
                && differs(item, old, self.rows[entry], ids)
            {
                return Err(at_entry(Misplaced::OtherPerson));
            }
            let (targets, dangling) = self.targets(item, document).map_err(at_entry)?;
            let (one, change) = self.put(entry, (old, now), (&targets, dangling));
            if let Some(change) = change {
                batch.holders.extend(self.holders(item, document, self.rows[entry]));
                batch.changes.push(change);
                batch.directory.extend(listing(item, document, self.rows[entry]));
            }
            written.push(one);
        }
        Ok((batch, written))
    }

    fn delete(&self, entry: usize, old: Option<&Stored>, batch: &mut Batch) -> Result<Written, Misplaced> {
        let row = self.rows[entry];
        let Some(Stored { version, body: Some(_) }) = old else { return Err(Misplaced::Absent(row.kind)) };
        batch.changes.push(Change { id: row, expect: Expect::Version(*version), act: Act::Delete });
        Ok(Written { id: row, version: version + 1, outcome: Outcome::Deleted, dangling: 0 })
    }

    /// What becomes of a document, and the change if one is needed.
    fn put(
        &self,
        entry: usize,
        (old, now): (Option<&Stored>, Timestamp),
        (targets, dangling): (&[Target], u32),
    ) -> (Written, Option<Change>) {
        let (item, row) = (&self.plan.items[entry], self.rows[entry]);
        let version = old.map_or(0, |old| old.version);
        let is_there = old.is_some_and(|old| old.body.is_some());
        if is_there
            && matches!(item.way, Way::Create { unless: Some(_) })
            && item.kind != ResourceType::Patient
        {
            return (Written { id: row, version, outcome: Outcome::Unchanged, dangling: 0 }, None);
        }
        let document = item.document.as_ref().expect("only a deletion has no document");
        let folded = body::fold(document, row.patient, targets);
        if old.is_some_and(|old| old.body.as_ref() == Some(&folded)) {
            return (Written { id: row, version, outcome: Outcome::Unchanged, dangling }, None);
        }
        let expect = match (item.way, old) {
            (Way::Keep { expected: Some(version), .. }, _) => Expect::Version(*version),
            (_, Some(Stored { version, body: Some(_) })) => Expect::Version(*version),
            (_, Some(_)) => Expect::Any,
            (_, None) => Expect::Absent,
        };
        let columns = item.columns.expect("every document that is put has columns");
        let put = Row {
            date: columns.date.unwrap_or(now),
            category: columns.category.number(),
            code: columns.code.0,
            status: columns.status.number(),
            marks: columns.marks,
            release: columns.release,
            body: folded,
        };
        let outcome = if is_there { Outcome::Updated } else { Outcome::Created };
        let written = Written { id: row, version: version + 1, outcome, dangling };
        (written, Some(Change { id: row, expect, act: Act::Put(put) }))
    }

    /// Who a document names as somebody who may act for its patient: a related person by identifier, the actors of a
    /// consent by identifier or by their own record.
    fn holders(&self, item: &Item<'_>, document: &Document<'_>, record: RecordId) -> Vec<Holder> {
        let path = match item.kind {
            ResourceType::RelatedPerson => {
                let all = facts::identifiers(document).into_iter();
                let who = all.filter(|one| identity::identifies(&one.system, &one.value));
                let holder = |one: Named| Holder { who: Who::Identifier(one.system, one.value), record };
                return who.map(holder).collect();
            }
            ResourceType::Consent => "provision.actor.reference",
            _ => return Vec::new(),
        };
        let links = document.references().iter().zip(&item.links);
        let linked =
            links.filter(|(reference, _)| document.lies_at(reference, path)).filter_map(|(_, link)| {
                let found = match link {
                    Link::Here(entry) => self.rows.get(*entry).copied(),
                    Link::There(keys) => keys.iter().find_map(|key| self.known.aliases.get(key)).copied(),
                    Link::ByIdentifier(kind, (system, value)) => self.identified(*kind, system, value),
                    Link::Ignored => None,
                };
                found.filter(|other| other.kind == ResourceType::Patient && other.patient != record.patient)
            });
        linked.map(|other| Holder { who: Who::Person(other.patient), record }).collect()
    }

    /// The links of a document, and how many references lead nowhere.
    fn targets(&self, item: &Item<'_>, document: &Document<'_>) -> Result<(Vec<Target>, u32), Misplaced> {
        let (mut targets, mut dangling) = (Vec::with_capacity(item.links.len()), 0);
        // A document Bundle is kept as it was signed; its entries are taken beside it.
        if item.kind == ResourceType::Bundle {
            return Ok((targets, 0));
        }
        for (link, reference) in item.links.iter().zip(document.references()) {
            let record = match link {
                Link::Ignored => continue,
                Link::Here(entry) => Some(self.rows[*entry]),
                Link::There(keys) => {
                    let known = keys.iter().find_map(|key| self.known.aliases.get(key)).copied();
                    let expected = keys.iter().find_map(|key| self.expected.get(key));
                    dangling += u32::from(known.is_none() && expected.is_some());
                    known.or_else(|| expected.map(|key| patient_row(*key)))
                }
                Link::ByIdentifier(kind, (system, value)) => {
                    let found = self.identified(*kind, system, value);
                    Some(found.ok_or(Misplaced::NoMatch(*kind))?)
                }
            };
            match record {
                Some(record) => targets.push(Target { span: reference.span, record }),
                None => dangling += u32::from(reference.is_reference),
            }
        }
        Ok((targets, dangling))
    }
}

/// The versions that the store gave, where they differ from what was foreseen.
pub(in crate::write) fn say_versions(versions: &[u32], written: &mut [Written]) {
    let changed = written.iter_mut().filter(|one| one.outcome != Outcome::Unchanged);
    for (one, version) in changed.zip(versions) {
        one.version = *version;
    }
}

/// Whether the stored Patient of a row has other identifiers than the new one: one naming system in force on both
/// sides, and no value in common.
fn differs(item: &Item<'_>, old: &Stored, row: RecordId, ids: &IdCipher) -> bool {
    let Some(body) = &old.body else { return false };
    let Some(text) = body::unfold(body, ids, row, (old.version, Timestamp::UNIX_EPOCH)) else { return false };
    let Ok(document) = Document::accept(&text) else { return false };
    let old = facts::identifiers(&document);
    let in_force = |one: &&Named| one.until.is_none();
    let systems: HashSet<&str> =
        item.identifiers.iter().filter(in_force).map(|one| one.system.as_str()).collect();
    systems.into_iter().any(|system| {
        let mut before = old.iter().filter(in_force).filter(|one| one.system == system).peekable();
        before.peek().is_some()
            && !before.any(|a| item.identifiers.iter().any(|b| b.system == a.system && b.value == a.value))
    })
}

/// What the directory shows of a document.
fn listing(item: &Item<'_>, document: &Document<'_>, record: RecordId) -> Option<Listing> {
    use ResourceType as T;
    let is_listed = matches!(
        item.kind,
        T::Patient | T::Practitioner | T::Organization | T::HealthcareService | T::Location
    );
    if !is_listed {
        return None;
    }
    let mut listing =
        Listing { record, name: facts::name(document), birth_date: String::new(), identifier: None };
    if item.kind == T::Patient {
        facts::birth_date(document).clone_into(&mut listing.birth_date);
        let rank = |one: &&Named| match one.system.as_str() {
            _ if one.until.is_some() => 3,
            SYSTEM_FNR => 0,
            SYSTEM_DNR => 1,
            _ => 2,
        };
        let official = item.identifiers.iter().min_by_key(rank);
        listing.identifier = official.map(|one| (one.system.clone(), one.value.clone()));
    }
    Some(listing)
}
