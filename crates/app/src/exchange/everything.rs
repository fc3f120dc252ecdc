//! All that is kept about one person and that a system may see, page by page.

use helsami_domain::access::{self, Act};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_store::{Entry, Look};
use jiff::Timestamp;

use super::{Caller, Exchange, Fault};

/// Which part is wanted.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The row after which the page begins, as it stood in the link.
    pub after: Option<(ResourceType, String)>,
    /// At most so many rows are read for it.
    pub count: usize,
    /// Only what was stored since.
    pub since: Option<Timestamp>,
    /// Only these types; all for none.
    pub kinds: Vec<ResourceType>,
}

impl Exchange {
    /// A page of a person's record, and the row after which the next begins.
    ///
    /// # Errors
    /// [`Fault::Scope`], [`Fault::Unknown`]; otherwise what the store says.
    pub async fn everything(
        &self,
        caller: &Caller,
        (id, part): (&str, &Part),
        now: Timestamp,
    ) -> Result<(Vec<Entry>, Option<RecordId>), Fault> {
        let unknown = || Fault::Unknown(ResourceType::Patient);
        if !caller.scopes.allow(ResourceType::Patient, Act::Read) {
            return Err(Fault::Scope);
        }
        let (row, entry) = self.peek(caller, (ResourceType::Patient, id)).await?;
        let row = entry.map(|entry| entry.id).or(row).ok_or_else(unknown)?;
        // Of a Patient that was merged: the record that it is a part of.
        let row = self.app.store.meant(row);
        let grant = self.admit(caller, (row, Act::Read), (now, false)).await?;
        let after = match &part.after {
            None => None,
            Some((kind, id)) => Some(self.app.store.ids().read(id, *kind).ok_or_else(unknown)?),
        };
        let look = Look::new(Matter::Exchange, now);
        let (mut entries, next) = self.app.store.whole(&grant, (after, part.count), &look).await?;
        if entries.is_empty() && after.is_none() && next.is_none() {
            self.refuse_if_there(caller, row, now).await?;
            return Err(unknown());
        }
        entries.retain(|entry| {
            super::read::may_be_shown(caller, entry.id.kind, Act::Read)
                && (part.kinds.is_empty() || part.kinds.contains(&entry.id.kind))
                && part.since.is_none_or(|since| entry.updated >= since)
        });
        Ok((entries, next))
    }

    /// A try at a record that is there is in its log.
    async fn refuse_if_there(&self, caller: &Caller, row: RecordId, now: Timestamp) -> Result<(), Fault> {
        if self.stored(caller, row).await?.is_some()
            && let Ok(weigh) = access::weigh(row.patient)
        {
            self.app.store.refused(&weigh, caller.actor, (Matter::Exchange, now)).await?;
        }
        Ok(())
    }
}
