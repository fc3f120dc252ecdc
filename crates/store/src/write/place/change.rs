//! From placed documents to the batch that writes them, and to what is told of each.

use std::collections::HashSet;

use helsami_domain::identity::{self, SYSTEM_DNR, SYSTEM_FNR};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::INVITATION;
use helsami_fhir::document::Document;
use helsami_fhir::facts::{self, Identifier as Named};
use jiff::Timestamp;

use super::{Placed, patient_row};
use crate::batch::{
    Act, AliasKey, Batch, Change, Expect, Holder, Known, Listing, Named as Who, OpenReference, Row, Stored,
};
use crate::body::{self, Late, Target};
use crate::error::Error;
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
        batch.planned = Some(self.moves.newest());
        batch.mark = self.plan.delivery.mark;
        batch.guards.clone_from(&self.plan.delivery.guards);
        batch.aliases.clone_from(&self.aliases);
        batch.identifiers.clone_from(&self.identifiers);
        batch.identified_anew.clone_from(&self.identified_anew);
        let mut written = Vec::with_capacity(self.rows.len());
        let mut links = Vec::new();
        for (entry, item) in self.plan.items.iter().enumerate() {
            let old = stored.rows.get(&self.rows[entry]);
            let at_entry = |reason| misplaced(entry, reason);
            if let Way::There { .. } = item.way {
                written.push(there(self.rows[entry], old)?);
                continue;
            }
            let Some(document) = &item.document else {
                self.not_an_open_case(entry, old, ids).map_err(at_entry)?;
                written.push(self.delete(entry, old, &mut batch).map_err(at_entry)?);
                continue;
            };
            if item.kind == ResourceType::Patient
                && let Some(old) = old
                && differs(item, old, self.rows[entry], ids)
            {
                let is_apart = self.apart.contains_key(&entry);
                return Err(at_entry(if is_apart { Misplaced::TwoPersons } else { Misplaced::OtherPerson }));
            }
            check_expected(item, self.rows[entry], old)?;
            let led = self.led(entry, document).map_err(at_entry)?;
            let (one, change) = self.put(entry, (old, now), &led);
            match change {
                Some(change @ Change { act: Act::Link { .. }, .. }) => {
                    batch.holders.extend(self.holders(item, document, self.rows[entry]));
                    links.push(change);
                }
                Some(change) => {
                    batch.cases.extend(self.case(entry, old, ids).map_err(at_entry)?);
                    batch.holders.extend(self.holders(item, document, self.rows[entry]));
                    batch.changes.push(change);
                    batch.directory.extend(listing(item, document, self.rows[entry]));
                    batch.open.extend(led.open);
                }
                None => {}
            }
            written.push(one);
        }
        // Links are no versions, so they come after the changes that make some.
        batch.changes.append(&mut links);
        Ok((batch, written))
    }

    fn delete(&self, entry: usize, old: Option<&Stored>, batch: &mut Batch) -> Result<Written, Misplaced> {
        let row = self.rows[entry];
        let Some(Stored { version, body: Some(_), .. }) = old else {
            return Err(Misplaced::Absent(row.kind));
        };
        let is_merged = self.moves.is_joined(row.patient) || self.moves.has_parts(row.patient);
        if row.kind == ResourceType::Patient && is_merged {
            return Err(Misplaced::Merged);
        }
        let expected = match self.plan.items[entry].way {
            Way::Delete { expected: Some(expected), .. } => *expected,
            _ => *version,
        };
        batch.changes.push(Change { id: row, expect: Expect::Version(expected), act: Act::Delete });
        Ok(Written {
            id: row,
            version: version + 1,
            outcome: Outcome::Deleted,
            dangling: 0,
            apart_from: None,
        })
    }

    /// What becomes of a document, and the change if one is needed.
    fn put(
        &self,
        entry: usize,
        (old, now): (Option<&Stored>, Timestamp),
        led: &Led<'_>,
    ) -> (Written, Option<Change>) {
        let (item, row) = (&self.plan.items[entry], self.rows[entry]);
        let version = old.map_or(0, |old| old.version);
        let apart_from = self.apart.get(&entry).copied();
        let there =
            Written { id: row, version, outcome: Outcome::Unchanged, dangling: led.dangling, apart_from };
        let body = old.and_then(|old| old.body.as_ref());
        if body.is_some()
            && matches!(item.way, Way::Create { unless: Some(_) })
            && (item.kind != ResourceType::Patient || self.plan.delivery.is_found_by_all)
        {
            return (Written { dangling: 0, ..there }, None);
        }
        let document = item.document.as_ref().expect("only a deletion has no document");
        let folded = body::fold(document, row.patient, &led.targets);
        if body == Some(&folded) {
            return (there, None);
        }
        // The same document, of which more references lead somewhere now.
        let linked = body.and_then(|body| body::link(body, row.patient, &led.late));
        if let Some((body, places)) = linked.filter(|(body, _)| *body == folded) {
            let act = Act::Link { body, places };
            return (there, Some(Change { id: row, expect: Expect::Version(version), act }));
        }
        let expect = expect(item, old);
        let put = stored_row(item, now, folded);
        let outcome = if body.is_some() { Outcome::Updated } else { Outcome::Created };
        let written = Written { version: version + 1, outcome, ..there };
        (written, Some(Change { id: row, expect, act: Act::Put(put) }))
    }

    /// Who a document names as somebody who may act for its patient: a related person by identifier, the actors of a
    /// consent by identifier or by their own record, whoever is invited by the hash of the code, whoever has asked. A role
    /// names its practitioner.
    fn holders(&self, item: &Item<'_>, document: &Document<'_>, record: RecordId) -> Vec<Holder> {
        let path = match item.kind {
            ResourceType::RelatedPerson => {
                let all = facts::identifiers(document).into_iter();
                let who = all.filter(|one| identity::identifies(&one.system, &one.value));
                let holder = |one: Named| Holder { who: Who::Identifier(one.system, one.value), record };
                return who.map(holder).collect();
            }
            ResourceType::Consent => "provision.actor.reference",
            ResourceType::PractitionerRole => "practitioner",
            // Whoever asks for something about another follows what becomes of it.
            ResourceType::Task => "requester",
            _ => return Vec::new(),
        };
        let is_role = item.kind == ResourceType::PractitionerRole;
        // Whoever has the code of an invitation is named by its hash.
        let codes = facts::identifiers(document).into_iter().filter(|one| one.system == INVITATION);
        let codes = codes.map(|one| Holder { who: Who::Identifier(one.system, one.value), record });
        let links = document.references().iter().zip(&item.links);
        let linked =
            links.filter(|(reference, _)| document.lies_at(reference, path)).filter_map(|(_, link)| {
                let found = match link {
                    Link::Here(entry) => self.rows.get(*entry).copied(),
                    Link::There(keys) => keys.iter().find_map(|key| self.known.aliases.get(key)).copied(),
                    Link::ByIdentifier(kind, (system, value)) => self.identified(*kind, system, value),
                    Link::Ignored | Link::Version(_) => None,
                };
                let who = match found.map(|row| self.meant(record, row)) {
                    Some(other) if other.kind == ResourceType::Patient && other.patient != record.patient => {
                        Who::Person(other.patient)
                    }
                    Some(other) if is_role && other.kind == ResourceType::Practitioner => {
                        Who::Practitioner(other.local)
                    }
                    _ => return None,
                };
                Some(Holder { who, record })
            });
        linked.chain(codes).collect()
    }

    /// Where the references of a document lead.
    fn led<'t>(&self, entry: usize, document: &Document<'t>) -> Result<Led<'t>, Misplaced> {
        let item = &self.plan.items[entry];
        let mut led = Led::default();
        // A document Bundle is kept as it was signed; its entries are taken beside it.
        if item.kind == ResourceType::Bundle {
            return Ok(led);
        }
        let mut next = 0;
        for (link, reference) in item.links.iter().zip(document.references()) {
            let place = reference.is_reference.then_some(next);
            next += u32::from(reference.is_reference);
            let (record, is_here) = match link {
                Link::Ignored | Link::Version(_) => continue,
                Link::Here(entry) => (Some(self.rows[*entry]), true),
                Link::There(keys) => self.there(keys),
                Link::ByIdentifier(kind, (system, value)) => {
                    let found = self.identified(*kind, system, value);
                    (Some(found.ok_or(Misplaced::NoMatch(*kind))?), true)
                }
            };
            let record = record.map(|row| self.meant(self.rows[entry], row));
            led.dangling += u32::from(!is_here && (record.is_some() || reference.is_reference));
            match (record, place) {
                (Some(record), place) => {
                    led.targets.push(Target { span: reference.span, record });
                    let text = Some(reference.span.of(document.text()));
                    led.late.extend(place.map(|place| Late { place, text, record }));
                }
                (None, Some(place)) => led.open.extend(open(self.rows[entry], place, link)),
                (None, None) => {}
            }
        }
        Ok(led)
    }

    /// The row that a reference leads to: the one that stands for the person, where two records are one. What a Patient says
    /// of another, and what stayed behind, means what it says.
    fn meant(&self, owner: RecordId, row: RecordId) -> RecordId {
        let is_exact = owner.kind == ResourceType::Patient || self.moves.is_joined(owner.patient);
        let is_person = row.kind == ResourceType::Patient && row.local == LocalId::PATIENT;
        if is_exact || !is_person { row } else { patient_row(self.moves.home(row.patient)) }
    }

    /// What others call by these names, and whether it has come: a Patient may be expected.
    fn there(&self, keys: &[AliasKey]) -> (Option<RecordId>, bool) {
        if let Some(known) = keys.iter().find_map(|key| self.known.aliases.get(key)) {
            return (Some(*known), true);
        }
        (keys.iter().find_map(|key| self.expected.get(key)).map(|key| patient_row(*key)), false)
    }
}

/// What stays as it is. What has gone since it was found has to be looked for again.
fn there(id: RecordId, old: Option<&Stored>) -> Result<Written, Error> {
    let old = old.filter(|old| old.body.is_some()).ok_or(Error::Taken)?;
    Ok(Written { id, version: old.version, outcome: Outcome::Unchanged, dangling: 0, apart_from: None })
}

/// The row of a document.
fn stored_row(item: &Item<'_>, now: Timestamp, body: Vec<u8>) -> Row {
    let columns = item.columns.expect("every document that is put has columns");
    Row {
        date: columns.date.unwrap_or(now),
        category: columns.category.number(),
        code: columns.code.0,
        tokens: columns.tokens,
        status: columns.status.number(),
        marks: columns.marks,
        release: columns.release,
        body,
    }
}

/// Whoever has not seen the version that stands is told so, also where the document would be the same.
fn check_expected(item: &Item<'_>, id: RecordId, old: Option<&Stored>) -> Result<(), Error> {
    let Way::Keep { expected: Some(expected), .. } = item.way else { return Ok(()) };
    let found = old.filter(|old| old.body.is_some()).map_or(0, |old| old.version);
    if found == *expected { Ok(()) } else { Err(Error::Version { id, expected: *expected, found }) }
}

/// What the store must have now.
fn expect(item: &Item<'_>, old: Option<&Stored>) -> Expect {
    match (item.way, old) {
        (Way::Keep { expected: Some(version), .. }, _) => Expect::Version(*version),
        (_, Some(Stored { version, body: Some(_), .. })) => Expect::Version(*version),
        (_, Some(_)) => Expect::Any,
        (_, None) => Expect::Absent,
    }
}

/// Where the references of one document lead.
#[derive(Default)]
struct Led<'t> {
    /// The links.
    targets: Vec<Target>,
    /// The links again, for a stored document that has been waiting for them.
    late: Vec<Late<'t>>,
    /// What leads nowhere yet.
    open: Vec<OpenReference>,
    /// How many references lead to what has not come.
    dangling: u32,
}

/// The note of an open reference. One that does not say its type has the same name for all of them.
fn open(owner: RecordId, place: u32, link: &Link) -> Option<OpenReference> {
    let Link::There(keys) = link else { return None };
    let (first, more) = keys.split_first()?;
    let kind = more.is_empty().then_some(first.kind);
    Some(OpenReference { owner, place, text: first.text.clone(), kind })
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
