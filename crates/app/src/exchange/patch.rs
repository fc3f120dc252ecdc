//! Changing a part of a resource for registered systems: what stands is read, the patch done, and the result written as any
//! other, by the version that was read.

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::oslo;
use helsami_fhir::document::Refusal;
use helsami_fhir::patch::{fhirpath_patch, json_patch};
use helsami_fhir::tree::Json;
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error as StoreError};
use jiff::Timestamp;

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
        let mut tries = 1;
        loop {
            let entry = self.read(caller, (kind, id), now).await?;
            let patched = patched(&entry, (language, &patch), now)?;
            let expected = expected.unwrap_or(entry.version);
            let way = Way::Keep { id: Cow::Borrowed(id), expected: Some(expected) };
            let incoming = Incoming { json: &patched, asked: Some(kind), full_url: None, way };
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

fn patched(entry: &Entry, (language, patch): (PatchKind, &Json), now: Timestamp) -> Result<String, Fault> {
    let stands = Json::parse(&entry.body).map_err(Refusal::from)?;
    let patched = match language {
        PatchKind::Json => json_patch(&stands, patch)?,
        PatchKind::Path => fhirpath_patch(&stands, patch, &now.to_zoned(oslo().clone()))?,
    };
    Ok(patched.write())
}
