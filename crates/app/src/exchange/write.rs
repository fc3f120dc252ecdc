//! Writing for registered systems, through the one write door: all of a delivery, or nothing.

use std::borrow::Cow;

use helsami_domain::access::{self, Act, Grant, Write};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::tree::Json;
use helsami_fhir::validate;
use helsami_store::Entry;
use helsami_store::write::{Delivery, Incoming, Misplaced, Outcome, Receipt, Way, WriteError, Written};
use jiff::Timestamp;

use super::search::{is_searched, not_changed};
use super::{Caller, Exchange, Fault, StoreError};

/// How often a change is done again when somebody else has changed what its condition found.
const TRIES: usize = 8;

/// What became of a change, and the resource where the system may see it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What became of it.
    pub written: Written,
    /// When the version that stands now was stored.
    pub updated: Timestamp,
    /// The resource as it stands; `None` after a deletion, and for another's that is not to be seen.
    pub entry: Option<Entry>,
}

/// What was written, and what is new as it stands.
type Handed = (Vec<Written>, Vec<Entry>);

/// Refuses a document that has another structure than R4 says, with every place. What is no resource at all the write door
/// refuses.
fn must_fit((entry, one): (usize, &mut Incoming<'_>)) -> Result<(), Fault> {
    let (document, tree) = Document::accept_with_tree(one.json);
    one.read = document.ok();
    let Some(tree) = tree else { return Ok(()) };
    let name = tree.get("resourceType").and_then(Json::as_text);
    if name.and_then(ResourceType::from_name).is_none() {
        return Ok(());
    }
    let issues = validate::structure(&tree);
    if issues.is_empty() { Ok(()) } else { Err(Fault::Unfit(entry, issues)) }
}

impl Exchange {
    /// Writes one document and tells what stands.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is stored.
    pub async fn write(
        &self,
        caller: &Caller,
        incoming: Incoming<'_>,
        now: Timestamp,
    ) -> Result<Told, Fault> {
        let (written, fresh) = self.delivered(caller, vec![incoming], now).await?;
        let written = *written.first().ok_or(Fault::Scope)?;
        match fresh.into_iter().find(|entry| entry.id == written.id) {
            Some(entry) => Ok(Told { written, updated: entry.updated, entry: Some(entry) }),
            None => self.told(caller, written, now).await,
        }
    }

    /// Writes documents, all or nothing, durable before it returns. A refused change of somebody else's row is in the log of
    /// whoever it is about.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is stored.
    pub async fn deliver(
        &self,
        caller: &Caller,
        entries: Vec<Incoming<'_>>,
        now: Timestamp,
    ) -> Result<Vec<Written>, Fault> {
        self.delivered(caller, entries, now).await.map(|(written, _)| written)
    }

    /// As [`Self::deliver`], with what is new as it stands, where it is one document.
    async fn delivered(
        &self,
        caller: &Caller,
        mut entries: Vec<Incoming<'_>>,
        now: Timestamp,
    ) -> Result<Handed, Fault> {
        if entries.len() > self.terms.entries_max {
            return Err(Fault::TooMany(self.terms.entries_max));
        }
        let mut acts = Vec::with_capacity(entries.len() + 1);
        for (entry, one) in entries.iter().enumerate() {
            self.acts(caller, (entry, one), &mut acts).await?;
        }
        let grant = access::deliver(caller.actor, &caller.scopes, acts)?;
        for (entry, one) in entries.iter_mut().enumerate().filter(|(_, one)| !one.json.is_empty()) {
            must_fit((entry, one))?;
        }
        self.keep_persons(caller, (&entries, &grant)).await?;
        if !entries.iter().any(is_searched) {
            return self.hand_in(caller, (entries, Vec::new(), &grant), now).await;
        }
        let mut tries = 1;
        loop {
            let answers = self.conditions(caller, &entries, now).await?;
            let settled = entries.iter().zip(&answers).map(|(one, answer)| answer.put(one)).collect();
            let guards = answers.iter().filter_map(|answer| answer.guard().cloned()).collect();
            match self.hand_in(caller, (settled, guards, &grant), now).await {
                Err(Fault::Write(WriteError::Store(StoreError::Taken | StoreError::Version { .. })))
                    if tries < TRIES =>
                {
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    /// Hands documents to the write door.
    async fn hand_in(
        &self,
        caller: &Caller,
        (entries, guards, grant): (Vec<Incoming<'_>>, Vec<Vec<u8>>, &Grant<Write>),
        now: Timestamp,
    ) -> Result<Handed, Fault> {
        let is_one = entries.len() == 1;
        let delivery = Delivery {
            entries,
            guards,
            scope: Cow::Borrowed(&*caller.scope),
            base: Cow::Borrowed(&*self.base),
            is_found_by_all: true,
            is_id_demanded: true,
            ..Delivery::default()
        };
        let store = &self.app.store;
        let handed = if is_one {
            store.deliver_shown(grant, &delivery, now).await
        } else {
            store.deliver(grant, &delivery, now).await.map(|receipt| (receipt, Vec::new()))
        };
        match handed {
            Ok((Receipt::Written(written), fresh)) => Ok((written, fresh)),
            Ok((Receipt::Known, _)) => Ok(Handed::default()),
            Err(error) => {
                self.note_refused(caller, (&delivery, &error), now).await?;
                Err(error.into())
            }
        }
    }

    /// A person whose record others write in, or the person themself, is not deleted: they would no longer be found, and what
    /// comes next about them would make a second record.
    async fn keep_persons(
        &self,
        caller: &Caller,
        (entries, grant): (&[Incoming<'_>], &Grant<Write>),
    ) -> Result<(), Fault> {
        for (entry, one) in entries.iter().enumerate() {
            let Way::Delete { kind: ResourceType::Patient, id, .. } = &one.way else { continue };
            let (_, stored) = self.peek(caller, (ResourceType::Patient, id)).await?;
            let Some(stored) = stored.filter(|stored| stored.source == Some(caller.client())) else {
                continue;
            };
            if self.app.store.holds_others(grant, stored.id.patient).await? {
                return Err(Fault::InUse { entry });
            }
        }
        Ok(())
    }

    /// What a document asks to be allowed.
    async fn acts(
        &self,
        caller: &Caller,
        (entry, one): (usize, &Incoming<'_>),
        acts: &mut Vec<(ResourceType, Act)>,
    ) -> Result<(), Fault> {
        let kind = match (&one.way, one.asked) {
            (Way::Delete { kind, .. }, _) => *kind,
            (_, Some(kind)) => kind,
            _ => {
                let refused = |reason| WriteError::Refused { entry, reason };
                one.document().map_err(refused)?.kind()
            }
        };
        if kind == ResourceType::AuditEvent {
            return self.event_acts(caller, (entry, &one.way), acts).await;
        }
        match &one.way {
            Way::Create { .. } | Way::There { .. } => acts.push((kind, Act::Create)),
            Way::Delete { .. } => acts.push((kind, Act::Delete)),
            Way::Match(_) => acts.extend([(kind, Act::Create), (kind, Act::Update)]),
            Way::Keep { id, .. } => {
                acts.push((kind, Act::Update));
                if !self.terms.creates_on_update && self.peek(caller, (kind, id)).await?.1.is_none() {
                    return Err(Fault::NoSuch(kind));
                }
            }
        }
        Ok(())
    }

    /// What an AuditEvent asks: to be made, under its own id where updates make what is not there. What an id of ours would mean for
    /// its person, a line of their log, is made by nobody.
    async fn event_acts(
        &self,
        caller: &Caller,
        (entry, way): (usize, &Way<'_>),
        acts: &mut Vec<(ResourceType, Act)>,
    ) -> Result<(), Fault> {
        let kind = ResourceType::AuditEvent;
        match way {
            Way::Create { .. } | Way::There { .. } => {}
            Way::Delete { .. } | Way::Match(_) => return Err(Fault::NotChanged { entry }),
            Way::Keep { id, .. } => {
                let (row, stored) = self.peek(caller, (kind, id)).await?;
                let is_line = match row.filter(|row| stored.is_none() && !row.patient.is_shared()) {
                    Some(RecordId { patient, .. }) => {
                        self.stored(caller, crate::cases::patient_row(patient)).await?.is_some()
                    }
                    None => false,
                };
                if stored.is_some() || is_line {
                    return Err(Fault::NotChanged { entry });
                }
                if !self.terms.creates_on_update {
                    return Err(Fault::NoSuch(kind));
                }
            }
        }
        acts.push((kind, Act::Create));
        Ok(())
    }

    async fn note_refused(
        &self,
        caller: &Caller,
        (delivery, error): (&Delivery<'_>, &WriteError),
        now: Timestamp,
    ) -> Result<(), Fault> {
        let WriteError::Misplaced { entry, reason: Misplaced::NotYours(kind) } = error else { return Ok(()) };
        let Some(Way::Keep { id, .. } | Way::Delete { id, .. }) =
            delivery.entries.get(*entry).map(|one| &one.way)
        else {
            return Ok(());
        };
        let (row, _) = self.peek(caller, (*kind, id)).await?;
        if let Some(weigh) = row.and_then(|row| access::weigh(row.patient).ok()) {
            self.app.store.refused(&weigh, caller.actor, (Matter::Exchange, now)).await?;
        }
        Ok(())
    }

    /// What stands after a change. What the system has just written is no look; what was there before is.
    ///
    /// # Errors
    /// What the store says.
    pub async fn told(&self, caller: &Caller, written: Written, now: Timestamp) -> Result<Told, Fault> {
        let entry = match written.outcome {
            Outcome::Deleted => None,
            Outcome::Created | Outcome::Updated => self.stored(caller, written.id).await?,
            Outcome::Unchanged => self.unchanged(caller, written, now).await?,
        };
        let updated = entry.as_ref().map_or(now, |entry| entry.updated);
        Ok(Told { written, updated, entry })
    }

    /// What was there before, where the system may look at it. What is kept from it is not asked for: nobody has tried to see
    /// anything.
    async fn unchanged(
        &self,
        caller: &Caller,
        written: Written,
        now: Timestamp,
    ) -> Result<Option<Entry>, Fault> {
        let stored = self.stored(caller, written.id).await?;
        let is_own = stored.is_some_and(|entry| entry.source == Some(caller.client()));
        if !is_own && !written.id.patient.is_shared() && !caller.registered.reads_region {
            return Ok(None);
        }
        let id = self.show(written.id);
        match self.read(caller, (written.id.kind, id.as_str()), now).await {
            Ok(entry) => Ok(Some(entry)),
            Err(Fault::Unknown(_) | Fault::Scope | Fault::Gone(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes the one that a search finds, if there is one.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is deleted.
    pub async fn delete_by(
        &self,
        caller: &Caller,
        (kind, query): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Option<Written>, Fault> {
        let mut tries = 1;
        loop {
            let Some(way) = self.find(caller, (kind, query), now).await? else { return Ok(None) };
            match self.delete(caller, way, now).await {
                Err(Fault::Write(WriteError::Store(StoreError::Version { .. }))) if tries < TRIES => {
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    /// Deletes one; nothing to do for what is not there.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is deleted.
    pub async fn delete(
        &self,
        caller: &Caller,
        way: Way<'_>,
        now: Timestamp,
    ) -> Result<Option<Written>, Fault> {
        let incoming = Incoming { way, ..Incoming::create("") };
        match self.deliver(caller, vec![incoming], now).await {
            Ok(written) => Ok(written.first().copied()),
            Err(Fault::Write(WriteError::Misplaced { reason: Misplaced::Absent(_), .. })) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The one that a search finds, to be deleted.
    pub(super) async fn find(
        &self,
        caller: &Caller,
        (kind, query): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Option<Way<'static>>, Fault> {
        not_changed(kind, 0)?;
        if !caller.scopes.allow(kind, Act::Delete) {
            return Err(Fault::Scope);
        }
        let found = self.only(caller, (kind, query), now).await?;
        Ok(found.map(|(id, expected)| Way::Delete { kind, id: id.into(), expected }))
    }
}
