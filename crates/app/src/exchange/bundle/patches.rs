//! Patches among the entries of a Bundle: each is done on what stands, and what comes of it is written with the rest.

use std::borrow::Cow;

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Refusal;
use helsami_fhir::tree::Json;
use helsami_store::write::{Incoming, Way, WriteError, Written};
use jiff::Timestamp;

use super::EntryFault;
use crate::exchange::patch::patched;
use crate::exchange::read::in_scope;
use crate::exchange::search::not_changed;
use crate::exchange::{Caller, Exchange, Fault, PatchKind, StoreError};

/// How often the patches of a transaction are done again when somebody else was faster.
const TRIES: usize = 3;

/// A part of a resource that is to be changed.
#[derive(Clone, Debug)]
pub struct Patch<'t> {
    pub(super) kind: ResourceType,
    pub(super) of: PatchOf,
    pub(super) language: PatchKind,
    pub(super) text: Cow<'t, str>,
    pub(super) full_url: Option<Cow<'t, str>>,
}

/// Which resource.
#[derive(Clone, Debug)]
pub(super) enum PatchOf {
    /// By its id, and only this version where one is named.
    Id(String, Option<u32>),
    /// The one that a search finds.
    Search(String),
}

/// What a patch makes of what stands.
struct Settled {
    entry: usize,
    id: String,
    version: u32,
    text: String,
}

/// Writes by their entries.
type Writes<'t> = Vec<(usize, Incoming<'t>)>;

impl Exchange {
    /// Does patches and other writes, all or nothing. What a patch is done on is what stood before; a version that somebody else has
    /// stored meanwhile is patched anew.
    pub(super) async fn whole_patched(
        &self,
        caller: &Caller,
        (writes, patches): (Writes<'_>, &[(usize, Patch<'_>)]),
        now: Timestamp,
    ) -> Result<Vec<(usize, Option<Written>)>, EntryFault> {
        if patches.is_empty() {
            return self.whole(caller, writes, now).await;
        }
        let (mut tries, mut before) = (1, Vec::new());
        loop {
            let settled = match self.settle_all(caller, patches, now).await {
                Ok(settled) => settled,
                // Somebody else wrote between the search and what it found.
                Err((patch, fault)) if tries < TRIES && is_overtaken(patch, &fault.fault) => {
                    tries += 1;
                    continue;
                }
                Err((_, fault)) => return Err(fault),
            };
            let versions: Vec<u32> = settled.iter().map(|one| one.version).collect();
            let mut all = writes.clone();
            all.extend(settled.iter().zip(patches).map(|(one, (_, patch))| (one.entry, one.incoming(patch))));
            match self.whole(caller, all, now).await {
                Err(EntryFault { fault, .. })
                    if tries < TRIES && is_version(&fault) && versions != before =>
                {
                    (tries, before) = (tries + 1, versions);
                }
                done => return done,
            }
        }
    }

    /// What patches make of what stands now, or which of them makes nothing.
    async fn settle_all<'p, 't>(
        &self,
        caller: &Caller,
        patches: &'p [(usize, Patch<'t>)],
        now: Timestamp,
    ) -> Result<Vec<Settled>, (&'p Patch<'t>, EntryFault)> {
        let mut settled = Vec::with_capacity(patches.len());
        for (entry, patch) in patches {
            let one = self.settle(caller, (*entry, patch), now).await;
            settled.push(one.map_err(|fault| (patch, EntryFault { entry: Some(*entry), fault }))?);
        }
        Ok(settled)
    }

    /// What a patch makes of what stands now.
    async fn settle(
        &self,
        caller: &Caller,
        (entry, patch): (usize, &Patch<'_>),
        now: Timestamp,
    ) -> Result<Settled, Fault> {
        not_changed(patch.kind, entry)?;
        in_scope(caller, patch.kind, Act::Update)?;
        let parsed = Json::parse(&patch.text).map_err(Refusal::from)?;
        let (id, expected) = match &patch.of {
            PatchOf::Id(id, expected) => (id.clone(), *expected),
            PatchOf::Search(query) => {
                let found = self.only(caller, (patch.kind, query), now).await?;
                found.ok_or(Fault::NoMatch(patch.kind))?
            }
        };
        let stands = self.own(caller, (patch.kind, &id), now).await?;
        if let Some(expected) = expected.filter(|expected| *expected != stands.version) {
            let (id, found) = (stands.id, stands.version);
            return Err(StoreError::Version { id, expected, found }.into());
        }
        let text = patched(&stands, (patch.language, &parsed), now)?;
        Ok(Settled { entry, id, version: stands.version, text })
    }

    /// Does one patch of a batch by itself.
    pub(super) async fn patch_alone(
        &self,
        caller: &Caller,
        (entry, patch): (usize, Patch<'_>),
        now: Timestamp,
    ) -> Result<Option<Written>, Fault> {
        let done = self.whole_patched(caller, (Vec::new(), &[(entry, patch)]), now).await;
        let written = done.map_err(|fault| fault.fault)?;
        Ok(written.first().and_then(|(_, written)| *written))
    }
}

impl Settled {
    fn incoming<'s>(&'s self, patch: &'s Patch<'_>) -> Incoming<'s> {
        let way = Way::Keep { id: Cow::Borrowed(&self.id), expected: Some(self.version) };
        let full_url = patch.full_url.as_deref().map(Cow::Borrowed);
        Incoming { asked: Some(patch.kind), full_url, way, ..Incoming::create(&self.text) }
    }
}

/// Whether another version stands than was asked for.
fn is_version(fault: &Fault) -> bool {
    let (Fault::Write(WriteError::Store(error)) | Fault::Store(error)) = fault else { return false };
    matches!(error, StoreError::Version { .. })
}

/// Whether a patch is to be settled anew: what its search found has changed. Whoever names a version themselves is told.
fn is_overtaken(patch: &Patch<'_>, fault: &Fault) -> bool {
    matches!(patch.of, PatchOf::Search(_)) && is_version(fault)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

    use super::{Fault, Patch, PatchKind, PatchOf, StoreError, is_overtaken};

    #[test]
    fn only_what_a_search_found_is_settled_anew() {
        let patch = |of: PatchOf| {
            let (kind, language) = (ResourceType::Observation, PatchKind::Json);
            Patch { kind, of, language, text: Cow::Borrowed("[]"), full_url: None }
        };
        let (search, named) =
            (patch(PatchOf::Search("code=x".to_owned())), patch(PatchOf::Id("a".to_owned(), Some(1))));
        let id = RecordId {
            patient: PatientKey::SHARED,
            kind: ResourceType::Observation,
            local: LocalId::PATIENT,
        };
        let overtaken = || StoreError::Version { id, expected: 1, found: 2 }.into();
        for (patch, fault, expected) in [
            (&search, overtaken(), true),
            (&named, overtaken(), false),
            (&search, Fault::NoMatch(ResourceType::Observation), false),
            (&search, StoreError::Closed.into(), false),
        ] {
            assert_eq!(is_overtaken(patch, &fault), expected, "{patch:?} {fault:?}");
        }
    }
}
