//! Changing a part of a resource for registered systems: what stands is read, the patch done, and the result written as any
//! other, by the version that was read.

use std::borrow::Cow;

use helsami_domain::access::{self, Act};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::oslo;
use helsami_fhir::document::Refusal;
use helsami_fhir::patch::{fhirpath_patch, json_patch};
use helsami_fhir::tree::Json;
use helsami_store::write::{Incoming, Misplaced, Way, WriteError};
use helsami_store::{Entry, Error as StoreError};
use jiff::Timestamp;

use super::search::not_changed;
use super::{Caller, Exchange, Fault, Told};

/// How often a patch is done again when somebody else was faster and no version was asked for.
const TRIES: usize = 3;

/// Which language a patch is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchKind {
    /// JSON Patch, RFC 6902.
    Json,
    /// FHIRPath Patch: a Parameters resource.
    Path,
}

/// What is made of what stands.
type Changing<'c> = dyn Fn(&Entry) -> Result<String, Fault> + Sync + 'c;

impl Exchange {
    /// Does a patch and tells what stands.
    ///
    /// # Errors
    /// [`Fault::Patch`] for one that does not fit what stands; otherwise as reading and writing. Then nothing is stored.
    pub async fn patch(
        &self,
        caller: &Caller,
        (kind, id, expected): (ResourceType, &str, Option<u32>),
        (language, patch, now): (PatchKind, &str, Timestamp),
    ) -> Result<Told, Fault> {
        let patch = Json::parse(patch).map_err(Refusal::from)?;
        let patched = |entry: &Entry| patched(entry, (language, &patch), now);
        self.change(caller, (kind, id, expected), (&patched, now)).await
    }

    /// Puts in the place of what stands what is made of it, by the version that was read; and tells what stands then. What another
    /// has sent is not changed, and the try is in the log.
    pub(super) async fn change(
        &self,
        caller: &Caller,
        (kind, id, expected): (ResourceType, &str, Option<u32>),
        (changed, now): (&Changing<'_>, Timestamp),
    ) -> Result<Told, Fault> {
        not_changed(kind, 0)?;
        let mut tries = 1;
        loop {
            let entry = self.own(caller, (kind, id), now).await?;
            let patched = changed(&entry)?;
            let expected = expected.unwrap_or(entry.version);
            let way = Way::Keep { id: Cow::Borrowed(id), expected: Some(expected) };
            let incoming = Incoming { asked: Some(kind), way, ..Incoming::create(&patched) };
            match self.write(caller, incoming, now).await {
                Err(Fault::Write(WriteError::Store(StoreError::Version { .. })))
                    if expected == entry.version && tries < TRIES =>
                {
                    tries += 1;
                }
                done => return done,
            }
        }
    }
}

impl Exchange {
    /// One resource that the system has sent itself, to be changed. The try at another's is in the log.
    pub(super) async fn own(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Entry, Fault> {
        let entry = self.read(caller, (kind, id), now).await?;
        if entry.source == Some(caller.client()) {
            return Ok(entry);
        }
        if let Ok(weigh) = access::weigh(entry.id.patient) {
            self.app.store.refused(&weigh, caller.actor, (Matter::Exchange, now)).await?;
        }
        Err(WriteError::Misplaced { entry: 0, reason: Misplaced::NotYours(kind) }.into())
    }

    /// Does a patch of the one that a search finds.
    ///
    /// # Errors
    /// [`Fault::NoMatch`], [`Fault::Many`]; otherwise as [`Self::patch`].
    pub async fn patch_by(
        &self,
        caller: &Caller,
        (kind, query): (ResourceType, &str),
        patch: (PatchKind, &str, Timestamp),
    ) -> Result<Told, Fault> {
        not_changed(kind, 0)?;
        super::read::in_scope(caller, kind, Act::Update)?;
        let mut tries = 1;
        loop {
            let found = self.only(caller, (kind, query), patch.2).await?;
            let (id, version) = found.ok_or(Fault::NoMatch(kind))?;
            match self.patch(caller, (kind, &id, version), patch).await {
                Err(Fault::Write(WriteError::Store(StoreError::Version { .. }))) if tries < TRIES => {
                    tries += 1;
                }
                done => return done,
            }
        }
    }
}

/// What a patch makes of what stands.
pub(super) fn patched(
    entry: &Entry,
    (language, patch): (PatchKind, &Json),
    now: Timestamp,
) -> Result<String, Fault> {
    let stands = Json::parse(&entry.body).map_err(Refusal::from)?;
    let patched = match language {
        PatchKind::Json => json_patch(&stands, patch)?,
        PatchKind::Path => fhirpath_patch(&stands, patch, &now.to_zoned(oslo().clone()))?,
    };
    Ok(patched.write())
}
