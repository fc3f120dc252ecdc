//! How every reading use case begins: one grant, one look, and the names of those who are only referred to.

use helsami_domain::access::{self, Actor, Denied, Grant, Read};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_fhir::element::name_of;
use helsami_store::{Error, ExternalId, Look, Shelf};

use crate::app::App;

/// Why a page of the record is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No rule lets this actor in.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such thing in this record, or the address is not one of ours.
    #[error("there is no such thing in this record")]
    Unknown,
    /// The store.
    #[error(transparent)]
    Store(#[from] Error),
}

/// What one look gave, and the grant it was made with.
pub(crate) struct Found {
    pub(crate) grant: Grant<Read>,
    pub(crate) shelf: Shelf,
}

impl App {
    /// Asks the rules, then looks. The look is in the access log before this returns.
    pub(crate) async fn look(
        &self,
        actor: Actor,
        subject: PatientKey,
        look: &Look,
        now: jiff::Timestamp,
    ) -> Result<Found, ReadError> {
        let grant = access::read_record(actor, subject, now)?;
        let shelf = self.store.read(&grant, look).await?;
        Ok(Found { grant, shelf })
    }

    /// The row behind an id in a document or an address.
    pub(crate) fn resolve(&self, id: &str, kind: ResourceType) -> Option<RecordId> {
        self.store.ids().read(id, kind)
    }

    /// The row behind an id in an address, if it can lie in this record.
    pub(crate) fn own(
        &self,
        id: &str,
        kind: ResourceType,
        subject: PatientKey,
    ) -> Result<RecordId, ReadError> {
        self.resolve(id, kind).filter(|id| id.patient == subject).ok_or(ReadError::Unknown)
    }

    /// A row's id as it stands in an address.
    pub(crate) fn link(&self, id: RecordId) -> ExternalId {
        self.store.ids().show(id)
    }

    /// Fills in the names of organisations and staff that came as references only. One hop for all of them, none when
    /// every name is there.
    pub(crate) async fn name_all<'a>(
        &self,
        grant: &Grant<Read>,
        sources: impl Iterator<Item = &'a mut Source>,
    ) -> Result<(), ReadError> {
        let parties = sources.flat_map(|source| [&mut source.person, &mut source.place]);
        let unnamed: Vec<&mut Party> = parties.filter(|party| is_to_name(party)).collect();
        let mut ids: Vec<RecordId> = unnamed.iter().filter_map(|party| party.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        ids.sort_unstable();
        ids.dedup();
        let entries = self.store.shared(grant, &ids).await?;
        for party in unnamed {
            let entry = entries.iter().find(|entry| Some(entry.id) == party.id);
            party.name = entry.and_then(|entry| name_of(&entry.body));
        }
        Ok(())
    }
}

fn is_to_name(party: &Party) -> bool {
    party.name.is_none() && party.id.is_some_and(|id| id.patient.is_shared())
}
