//! Profiles, labels and tags of one resource for registered systems: told, and changed as any other part of it.

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Refusal;
use helsami_fhir::meta::{self, Change};
use helsami_fhir::tree::Json;
use helsami_store::Entry;
use jiff::Timestamp;

use super::{Caller, Exchange, Fault, Told};

impl Exchange {
    /// The `meta` of one resource as Parameters, with the entry that it stands in.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn meta(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<(String, Entry), Fault> {
        let entry = self.read(caller, (kind, id), now).await?;
        Ok((meta_told(&entry)?, entry))
    }

    /// Adds profiles, labels and tags to a resource, or takes them away: a new version by the write door. What stands then.
    ///
    /// # Errors
    /// [`Fault::Meta`]; otherwise as reading and writing. Then nothing is stored.
    pub async fn meta_change(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
        (change, parameters, now): (Change, &str, Timestamp),
    ) -> Result<(String, Told), Fault> {
        super::search::not_changed(kind, 0)?;
        super::read::in_scope(caller, kind, Act::Update)?;
        let parameters = Json::parse(parameters).map_err(Refusal::from)?;
        let changed = |entry: &Entry| {
            let stands = Json::parse(&entry.body).map_err(Refusal::from)?;
            Ok(meta::changed(&stands, &parameters, change)?.write())
        };
        let told = self.change(caller, (kind, id, None), (&changed, now)).await?;
        let entry = told.entry.as_ref().ok_or(Fault::Unknown(kind))?;
        Ok((meta_told(entry)?, told))
    }
}

fn meta_told(entry: &Entry) -> Result<String, Fault> {
    Ok(meta::told(&Json::parse(&entry.body).map_err(Refusal::from)?))
}
