//! Reading for registered systems: one resource, its versions. What is not there is in nobody's log; what is kept from the
//! system is told as not there, and is in the log of whoever it is about.

use helsami_domain::access::lens::{Item, Sight};
use helsami_domain::access::{self, Act, Denied};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_store::{Entry, Look, Version};
use jiff::Timestamp;

use super::search::NO_VERSIONS;
use super::{Caller, Exchange, Fault};

impl Exchange {
    /// One resource, by our id or by the system's own.
    ///
    /// # Errors
    /// [`Fault::Scope`], [`Fault::Unknown`], [`Fault::Gone`]; otherwise what the store says.
    pub async fn read(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<Entry, Fault> {
        in_scope(caller, kind, Act::Read)?;
        let (row, entry) = self.peek(caller, (kind, id)).await?;
        if is_of_the_log(caller, kind, entry.as_ref()) {
            match self.read_log(caller, id, now).await {
                Err(Fault::Unknown(_)) if entry.is_some() => {}
                read => return read,
            }
        }
        let Some(entry) = entry else {
            return match row {
                Some(row) => Err(self.gone(caller, row).await?),
                None => Err(Fault::Unknown(kind)),
            };
        };
        self.show_one(caller, &entry.item(), now).await?;
        Ok(entry)
    }

    /// All versions of one resource, newest first, deletions too.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn history(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
        now: Timestamp,
    ) -> Result<(RecordId, Vec<Version>), Fault> {
        in_scope(caller, kind, Act::Read)?;
        let (row, entry) = self.peek(caller, (kind, id)).await?;
        if is_of_the_log(caller, kind, entry.as_ref()) {
            return Err(Fault::NotOffered(NO_VERSIONS.to_owned()));
        }
        let row = entry.as_ref().map(|entry| entry.id).or(row).ok_or(Fault::Unknown(kind))?;
        let versions = self.versions(caller, row).await?;
        match entry {
            Some(entry) => self.show_one(caller, &entry.item(), now).await?,
            // What a deleted one was marked with nobody can say: it is for its sender alone.
            None => match versions.first().filter(|newest| newest.source == Some(caller.client())) {
                Some(newest) => {
                    let item = Item {
                        id: row,
                        marks: Default::default(),
                        release: Default::default(),
                        source: newest.source,
                    };
                    self.show_one(caller, &item, now).await?;
                }
                None => return Err(Fault::Unknown(kind)),
            },
        }
        Ok((row, versions))
    }

    /// Lets the system see one row, with a line in the log of whoever it is about before this returns; or refuses, with such a
    /// line too.
    async fn show_one(&self, caller: &Caller, item: &Item, now: Timestamp) -> Result<(), Fault> {
        let row = item.id;
        let is_own = item.source == Some(caller.client());
        let grant = self.admit(caller, (row, Act::Read), (now, is_own)).await?;
        if grant.sees(item) == Sight::Shown {
            let look = Look::new(Matter::Exchange, now).one(row);
            return Ok(self.app.store.looked(&grant, &look).await?);
        }
        if let Ok(weigh) = access::weigh(row.patient) {
            self.app.store.refused(&weigh, caller.actor, (Matter::Exchange, now)).await?;
        }
        Err(Fault::Unknown(row.kind))
    }

    /// The row that an id means, and what is stored in it, for a decision that follows.
    pub(super) async fn peek(
        &self,
        caller: &Caller,
        (kind, id): (ResourceType, &str),
    ) -> Result<(Option<RecordId>, Option<Entry>), Fault> {
        if let Some(row) = self.app.store.ids().read_exact(id, kind)
            && let Some(entry) = self.stored(caller, row).await?
        {
            return Ok((Some(row), Some(entry)));
        }
        let grant = access::find_as_client(caller.actor)?;
        let named = self.app.store.alias_find(&grant, (&caller.scope, id), kind).await?;
        let Some(row) = named else { return Ok((self.app.store.ids().read_exact(id, kind), None)) };
        Ok((Some(row), self.stored(caller, row).await?))
    }

    /// What is stored in a row, for a decision that follows.
    pub(super) async fn stored(&self, caller: &Caller, row: RecordId) -> Result<Option<Entry>, Fault> {
        if row.patient.is_shared() {
            let grant = access::find_as_client(caller.actor)?;
            return Ok(self.app.store.shared(&grant, &[row]).await?.into_iter().next());
        }
        let look = Look::new(Matter::Exchange, Timestamp::UNIX_EPOCH).one(row);
        let shelf = self.app.store.weighed(&access::weigh(row.patient)?, &look).await?;
        Ok(shelf.into_first())
    }

    async fn versions(&self, caller: &Caller, row: RecordId) -> Result<Vec<Version>, Fault> {
        if row.patient.is_shared() {
            let grant = access::read_register(caller.actor, (&caller.scopes, row.kind, Act::Read))?;
            return Ok(self.app.store.history(&grant, row).await?);
        }
        Ok(self.app.store.history(&access::weigh(row.patient)?, row).await?)
    }

    /// Whether what is not there was: its sender is told.
    async fn gone(&self, caller: &Caller, row: RecordId) -> Result<Fault, Fault> {
        let versions = self.versions(caller, row).await?;
        let was_own = versions.first().is_some_and(|newest| newest.source == Some(caller.client()));
        Ok(if was_own { Fault::Gone(row.kind) } else { Fault::Unknown(row.kind) })
    }
}

/// Whether an id is asked of the access log: by a system that is named for it, and it is no AuditEvent that it has sent itself.
fn is_of_the_log(caller: &Caller, kind: ResourceType, entry: Option<&Entry>) -> bool {
    let is_own = entry.is_some_and(|entry| entry.source == Some(caller.client()));
    kind == ResourceType::AuditEvent && !is_own && caller.scopes.open_log(Act::Read)
}

/// Whether documents of a type may be shown beside what was asked for. AuditEvents are shown to whoever asks for them.
pub(super) fn may_be_shown(caller: &Caller, kind: ResourceType, act: Act) -> bool {
    kind != ResourceType::AuditEvent && caller.scopes.allow(kind, act)
}

pub(super) fn in_scope(caller: &Caller, kind: ResourceType, act: Act) -> Result<(), Denied> {
    if caller.scopes.allow(kind, act) { Ok(()) } else { Err(Denied::NotYours) }
}
