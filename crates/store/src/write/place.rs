//! Where each document of a delivery goes: whose record, which row, which links. No I/O.

mod case;
mod change;
mod fresh;
mod labels;

use std::collections::{HashMap, HashSet};

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::compartment;
use helsami_fhir::facts::Identifier as Named;
use jiff::Timestamp;

use self::fresh::{new_key, random_bytes};
pub(super) use self::{change::say_versions, labels::with_labels};
use super::plan::{Item, Link, Plan, is_everybodys, misplaced};
use super::{Misplaced, Way, WriteError};
use crate::batch::{Alias, AliasKey, Identifier, Known};
use crate::moves::State;

/// How often links to other documents are followed to find whose a document is: a Provenance of a Task of a request.
const HOPS: usize = 8;

/// A delivery with a place for each document.
pub(super) struct Placed<'p, 'd> {
    plan: &'p Plan<'d>,
    known: &'p Known,
    /// Which records are parts of others.
    moves: &'p State,
    /// The row of each document.
    rows: Vec<RecordId>,
    /// Whether the store may have the row already.
    is_known: Vec<bool>,
    aliases: Vec<Alias>,
    identifiers: Vec<Identifier>,
    /// Rows of a system's own that are known by what their documents say now, and by nothing else.
    identified_anew: Vec<RecordId>,
    /// Patients that others have named but nobody has sent yet, by the name others use.
    expected: HashMap<AliasKey, PatientKey>,
    /// Documents that were placed without one that should have told whose they are.
    unplaced: HashSet<usize>,
    /// Patients whose identifiers belong to another, and the other.
    apart: HashMap<usize, RecordId>,
    /// A document that is about a Patient that was refused.
    of_refused: Option<usize>,
}

impl<'p, 'd> Placed<'p, 'd> {
    pub(super) fn of(
        plan: &'p Plan<'d>,
        known: &'p Known,
        (now, moves): (Timestamp, &'p State),
    ) -> Result<Self, WriteError> {
        let mut placed = Self {
            plan,
            known,
            moves,
            rows: Vec::with_capacity(plan.items.len()),
            is_known: vec![false; plan.items.len()],
            aliases: Vec::new(),
            identifiers: Vec::new(),
            identified_anew: Vec::new(),
            expected: HashMap::new(),
            unplaced: HashSet::new(),
            apart: HashMap::new(),
            of_refused: None,
        };
        let owners = placed.owners()?;
        if let Some(entry) = placed.of_refused {
            return Err(misplaced(entry, Misplaced::OfRefused));
        }
        placed.rows(&owners, now)?;
        Ok(placed)
    }

    /// The rows to look at before writing: those that may exist.
    pub(super) fn rows_wanted(&self) -> Vec<RecordId> {
        self.rows.iter().zip(&self.is_known).filter_map(|(row, is_known)| is_known.then_some(*row)).collect()
    }

    /// Whether every document has what it needs to be placed, where the sender has more to send.
    pub(super) fn waits(&self) -> Result<(), WriteError> {
        if !self.plan.delivery.may_wait {
            return Ok(());
        }
        let has_no_match = |item: &Item<'_>| {
            item.links.iter().any(|link| match link {
                Link::ByIdentifier(kind, (system, value)) => self.identified(*kind, system, value).is_none(),
                _ => false,
            })
        };
        let items = self.plan.items.iter().enumerate();
        let entries: Vec<usize> = items
            .filter(|(entry, item)| self.unplaced.contains(entry) || has_no_match(item))
            .map(|(entry, _)| entry)
            .collect();
        if entries.is_empty() { Ok(()) } else { Err(WriteError::Waits { entries }) }
    }

    /// Whose record each document is in.
    fn owners(&mut self) -> Result<Vec<PatientKey>, WriteError> {
        let plan = self.plan;
        let mut owners: Vec<Option<PatientKey>> = vec![None; plan.items.len()];
        let mut here: HashMap<(&str, &str), PatientKey> = HashMap::new();
        for (entry, item) in plan.items.iter().enumerate() {
            if item.document.is_none() {
                let found = item.alias.as_ref().and_then(|alias| self.known.aliases.get(alias));
                owners[entry] =
                    Some(found.ok_or_else(|| misplaced(entry, Misplaced::Absent(item.kind)))?.patient);
            } else if item.kind == ResourceType::Patient {
                let key = self.person(entry, &here).map_err(|reason| misplaced(entry, reason))?;
                owners[entry] = Some(key);
                for one in &item.identifiers {
                    here.entry((one.system.as_str(), one.value.as_str())).or_insert(key);
                }
            }
        }
        for hop in 0..HOPS {
            let mut is_open = false;
            for entry in 0..plan.items.len() {
                if owners[entry].is_none() {
                    owners[entry] = self.owner(entry, &owners, hop + 1 == HOPS);
                    is_open |= owners[entry].is_none();
                }
            }
            if !is_open {
                break;
            }
        }
        let mut owners: Vec<PatientKey> =
            owners.into_iter().map(|owner| owner.unwrap_or(PatientKey::SHARED)).collect();
        self.binaries(&mut owners);
        Ok(owners)
    }

    /// The person a Patient is: the one its id or its identifiers find, else a new one.
    ///
    /// When they find more than one, nobody here can tell which of two claims is wrong, and joined records cannot be
    /// parted again. So nothing is joined and nothing is lost: the Patient goes to the record that its sender's id
    /// has, with everything else that comes under that id, and it is told. Without an id of its sender there is no
    /// such record, and it is refused.
    fn person(
        &mut self,
        entry: usize,
        here: &HashMap<(&str, &str), PatientKey>,
    ) -> Result<PatientKey, Misplaced> {
        let item = &self.plan.items[entry];
        let alias =
            item.alias.as_ref().and_then(|alias| self.known.aliases.get(alias)).map(|row| row.patient);
        let mut found: Vec<PatientKey> = Vec::new();
        for one in &item.identifiers {
            found.extend(here.get(&(one.system.as_str(), one.value.as_str())));
            found.extend(
                self.identified(ResourceType::Patient, &one.system, &one.value).map(|row| row.patient),
            );
        }
        if let Some((system, value)) = &item.search {
            found.extend(self.identified(ResourceType::Patient, system, value).map(|row| row.patient));
        }
        found.sort_unstable();
        found.dedup();
        let other = found.iter().find(|one| Some(**one) != alias).copied();
        match (alias, found.as_slice()) {
            (Some(own), _) => {
                self.apart.extend(other.map(|other| (entry, patient_row(other))));
                Ok(own)
            }
            (None, []) => Ok(new_key()),
            (None, [one]) => Ok(*one),
            (None, [one, ..]) if item.alias.is_some() => {
                self.apart.insert(entry, patient_row(*one));
                Ok(new_key())
            }
            _ => Err(Misplaced::TwoPersons),
        }
    }

    fn identified(&self, kind: ResourceType, system: &str, value: &str) -> Option<RecordId> {
        let mut found = self.known.identifiers.iter();
        found
            .find(|one| one.record.kind == kind && one.system == system && one.value == value)
            .map(|one| one.record)
    }

    /// Whose a document is, if its links tell by now. Nobody's on the last hop.
    fn owner(&mut self, entry: usize, owners: &[Option<PatientKey>], is_last: bool) -> Option<PatientKey> {
        let item = &self.plan.items[entry];
        let (mut waits, mut is_missing) = (false, false);
        for &at in &item.owners {
            match item.links[at].whole() {
                Link::Here(other) => match owners[*other] {
                    Some(owner) if !owner.is_shared() => return Some(self.moves.home(owner)),
                    Some(_) => {}
                    None => waits |= *other != entry,
                },
                Link::There(keys) => match self.named(entry, keys) {
                    Some(owner) => return Some(owner),
                    None => {
                        is_missing |= keys.iter().any(|key| {
                            !self.known.aliases.contains_key(key) && !compartment::paths(key.kind).is_empty()
                        });
                    }
                },
                Link::ByIdentifier(kind, (system, value)) => {
                    let found = self.identified(*kind, system, value);
                    if let Some(row) = found.filter(|row| !row.patient.is_shared()) {
                        return Some(self.moves.home(row.patient));
                    }
                }
                Link::Ignored | Link::Version(_) => {}
            }
        }
        if let Some(named) = &item.logical {
            if self.identified(ResourceType::Patient, &named.system, &named.value).is_none() {
                self.unplaced.insert(entry);
            }
            return Some(self.expect_identified(named));
        }
        if waits && !is_last {
            return None;
        }
        Some(self.unnamed(entry, is_missing))
    }

    /// Whose a document is that names something by these names.
    fn named(&mut self, entry: usize, keys: &[AliasKey]) -> Option<PatientKey> {
        let patient = keys.iter().find(|key| key.kind == ResourceType::Patient);
        if patient.is_some_and(|key| self.plan.delivery.refused.contains(&key.text)) {
            self.of_refused.get_or_insert(entry);
        }
        let mut found = keys.iter().filter_map(|key| self.known.aliases.get(key));
        if let Some(row) = found.find(|row| !row.patient.is_shared()) {
            return Some(self.moves.home(row.patient));
        }
        self.unplaced.extend(patient.map(|_| entry));
        patient.map(|key| self.expect(key))
    }

    /// Whose a document is that names nobody who is known. One that is in a record already stays there.
    fn unnamed(&mut self, entry: usize, is_missing: bool) -> PatientKey {
        let found = self.found(&self.plan.items[entry]).map_or(PatientKey::SHARED, |row| row.patient);
        if is_missing && found.is_shared() {
            self.unplaced.insert(entry);
        }
        found
    }

    /// A record for a Patient that others name and that may still come.
    fn expect(&mut self, alias: &AliasKey) -> PatientKey {
        if let Some(&key) = self.expected.get(alias) {
            return key;
        }
        let key = new_key();
        self.expected.insert(alias.clone(), key);
        self.aliases.push(Alias { text: alias.text.clone(), record: patient_row(key) });
        key
    }

    fn expect_identified(&mut self, named: &Named) -> PatientKey {
        if let Some(row) = self.identified(ResourceType::Patient, &named.system, &named.value) {
            return self.moves.home(row.patient);
        }
        let mut made = self.identifiers.iter();
        if let Some(one) = made.find(|one| one.system == named.system && one.value == named.value) {
            return one.record.patient;
        }
        let of_entry = self.plan.items.iter().position(|item| {
            item.kind == ResourceType::Patient
                && item.identifiers.iter().any(|one| one.system == named.system && one.value == named.value)
        });
        if let Some(row) = of_entry.and_then(|entry| self.rows.get(entry)) {
            return row.patient;
        }
        let key = new_key();
        self.identifiers.push(stored_identifier(named, patient_row(key)));
        key
    }

    /// A Binary that says nothing belongs to the record of the first document that shows it.
    fn binaries(&self, owners: &mut [PatientKey]) {
        for (entry, item) in self.plan.items.iter().enumerate() {
            for link in &item.links {
                if let Link::Here(other) = link
                    && self.plan.items[*other].kind == ResourceType::Binary
                    && owners[*other].is_shared()
                {
                    owners[*other] = owners[entry];
                }
            }
        }
    }

    /// The row of each document, and the aliases and identifiers that shall find it.
    fn rows(&mut self, owners: &[PatientKey], now: Timestamp) -> Result<(), WriteError> {
        let mut taken: HashMap<RecordId, usize> = HashMap::with_capacity(owners.len());
        let mut registered: HashSet<(ResourceType, String, String)> = HashSet::new();
        for (entry, (item, &owner)) in self.plan.items.iter().zip(owners).enumerate() {
            let found = self.found(item);
            let row = if item.kind == ResourceType::Patient {
                patient_row(owner)
            } else if let Some(row) = found {
                // What stayed behind when a record became a part of another is changed where it lies.
                if row.patient != owner && self.moves.home(row.patient) != owner {
                    return Err(misplaced(entry, Misplaced::OtherRecord));
                }
                row
            } else {
                let at = item.columns.and_then(|columns| columns.date).unwrap_or(now);
                loop {
                    let row = RecordId {
                        patient: owner,
                        kind: item.kind,
                        local: LocalId::at(at, u32::from_be_bytes(random_bytes())),
                    };
                    if !taken.contains_key(&row) {
                        break row;
                    }
                }
            };
            if let Some(first) = taken.insert(row, entry) {
                return Err(misplaced(entry, Misplaced::Twice { first }));
            }
            self.is_known[entry] =
                found.is_some() || item.kind == ResourceType::Patient && self.is_old(owner);
            self.rows.push(row);
            self.name(item, row, &mut registered);
        }
        Ok(())
    }

    /// Whether the store has named this patient, so that a row may exist.
    fn is_old(&self, key: PatientKey) -> bool {
        let known = self.known;
        known.aliases.values().any(|row| row.patient == key)
            || known.identifiers.iter().any(|one| one.record.patient == key)
    }

    fn found(&self, item: &Item<'_>) -> Option<RecordId> {
        let by_alias = item.alias.as_ref().and_then(|alias| self.known.aliases.get(alias)).copied();
        by_alias.or_else(|| {
            let (system, value) = item.search.as_ref()?;
            self.identified(item.kind, system, value)
        })
    }

    /// Notes the names under which the row shall be found.
    fn name(
        &mut self,
        item: &Item<'_>,
        row: RecordId,
        registered: &mut HashSet<(ResourceType, String, String)>,
    ) {
        if let Some(alias) = &item.alias
            && !self.known.aliases.contains_key(alias)
            && !self.expected.contains_key(alias)
        {
            self.aliases.push(Alias { text: alias.text.clone(), record: row });
        }
        let searched = item.search.iter().map(|(system, value)| Named {
            system: system.clone(),
            value: value.clone(),
            from: None,
            until: None,
        });
        let is_patient = item.kind == ResourceType::Patient;
        let is_anew =
            self.plan.delivery.is_found_by_all && !is_everybodys(item.kind) && item.document.is_some();
        if is_anew && self.found(item).is_some() {
            // What is there stays as it is.
            if matches!(item.way, Way::Create { .. }) {
                return;
            }
            self.identified_anew.push(row);
        }
        for one in item.identifiers.iter().cloned().chain(searched) {
            let known = self.identified(item.kind, &one.system, &one.value);
            let is_new = registered.insert((item.kind, one.system.clone(), one.value.clone()));
            // A person's identifier may have a new period; what finds somebody else goes on finding them.
            if is_new && known.is_none_or(|known| (is_patient || is_anew) && known == row) {
                self.identifiers.push(stored_identifier(&one, row));
            }
        }
    }
}

fn stored_identifier(named: &Named, record: RecordId) -> Identifier {
    Identifier {
        system: named.system.clone(),
        value: named.value.clone(),
        from: named.from,
        until: named.until,
        record,
    }
}

const fn patient_row(patient: PatientKey) -> RecordId {
    RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT }
}
