//! What the store keeps of registered systems: their names, which assertions they have used, the seal of their tokens.

use aws_lc_rs::digest::{SHA256, digest};
use helsami_domain::access::lens::Sight;
use helsami_domain::access::{Grant, Identify, Read, Write};
use helsami_domain::ids::{ClientKey, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use super::Store;
use super::exported::PageStart;
use crate::audit::chain::AuditNew;
use crate::batch::Wanted;
use crate::client;
use crate::entry::{Opener, time};
use crate::error::Error;
use crate::look::Look;
use crate::range;
use crate::write::found_alias;
use crate::{know, look};

/// One version of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub version: u32,
    /// When it was stored.
    pub updated: Timestamp,
    /// Who has sent it, if a registered system has.
    pub source: Option<ClientKey>,
    /// The document, complete; `None` for a deletion.
    pub body: Option<Box<str>>,
}

impl Store {
    /// Keeps what registered systems are called.
    ///
    /// # Errors
    /// What the database says.
    pub async fn clients_name(&self, clients: &[(ClientKey, &str)]) -> Result<(), Error> {
        let statements = clients.iter().map(|(key, name)| client::name(*key, name)).collect();
        self.inner.backend.run(statements).await.map(drop)
    }

    /// What registered systems are called, those too that are registered no longer.
    ///
    /// # Errors
    /// What the database says.
    pub async fn client_names(&self, clients: &[ClientKey]) -> Result<Vec<(ClientKey, String)>, Error> {
        let statements = clients.iter().map(|key| (client::NAMED, vec![key.get().into()])).collect();
        let answers = self.inner.backend.rows_of(statements).await?;
        let named = clients.iter().zip(answers).filter_map(|(key, mut rows)| {
            let name = rows.first_mut()?[0].text();
            Some((*key, name))
        });
        Ok(named.collect())
    }

    /// Uses a signed assertion up: `false` for one that has been used before, by whichever process. Those that have ended
    /// by themselves are forgotten.
    ///
    /// # Errors
    /// What the database says.
    pub async fn assertion_use(
        &self,
        assertion: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let hash = digest(&SHA256, assertion.as_bytes());
        match self.inner.backend.run(client::use_up(hash.as_ref(), until, now)).await {
            Ok(_) => Ok(true),
            Err(Error::Taken) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Seals a token that every process of this installation can open, and nobody else.
    #[must_use]
    pub fn token_seal(&self, content: &[u8]) -> String {
        self.inner.keys.tokens.seal(content)
    }

    /// The content of a token that was sealed here.
    #[must_use]
    pub fn token_open(&self, token: &str) -> Option<Vec<u8>> {
        self.inner.keys.tokens.open(token)
    }

    /// The row that a sender calls by this id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn alias_find(
        &self,
        _grant: &Grant<Identify>,
        (scope, id): (&str, &str),
        kind: ResourceType,
    ) -> Result<Option<RecordId>, Error> {
        let wanted = Wanted { aliases: vec![found_alias(scope, kind, id)], ..Wanted::default() };
        let known = know::know(&self.inner.backend, &self.inner.keys, &wanted).await?;
        Ok(known.aliases.into_values().next())
    }

    /// The row of a type that an identifier of a sender finds, at any time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn identifier_find(
        &self,
        _grant: &Grant<Identify>,
        (scope, query): (&str, &str),
        kind: ResourceType,
    ) -> Result<Option<RecordId>, Error> {
        let Some((system, value)) = crate::write::found_identifier(scope, kind, query) else {
            return Ok(None);
        };
        let wanted = Wanted { identifiers: vec![(system, value)], ..Wanted::default() };
        let known = know::know(&self.inner.backend, &self.inner.keys, &wanted).await?;
        Ok(known.identifiers.into_iter().map(|one| one.record).find(|row| row.kind == kind))
    }

    /// Puts a look into the log of the record that the grant is for, for what was read to decide about it. Durable before it
    /// returns. A look at what is nobody's is in nobody's log.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn looked(&self, grant: &Grant<Read>, look: &Look) -> Result<(), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        if patient.is_shared() {
            return Ok(());
        }
        let audit = self.audit(AuditNew::read(grant, patient, look))?;
        audit.await.map_err(|_| Error::Closed)?
    }

    /// All rows of the record that the grant is for, as far as its lens shows them, in the order of their keys: at most so many,
    /// after a place; and the place where the next page begins, if there is one. One line in the log, durable before it returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn whole(
        &self,
        grant: &Grant<Read>,
        (after, limit): (Option<RecordId>, usize),
        look: &Look,
    ) -> Result<(Vec<look::Entry>, Option<RecordId>), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let start = after.map_or(PageStart::Beginning, PageStart::After);
        let values = range::whole_values((patient, grant.lens()), start.key(), limit + 1);
        let rows = self.inner.backend.rows(range::WHOLE, values).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        let mut entries = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in rows.iter().take(limit) {
            let columns = range::whole_columns(patient, row)?;
            last = Some(columns.id);
            entries.push(opener.open(&columns)?);
        }
        entries.retain(|entry| grant.sees(&entry.item()) == Sight::Shown);
        if !entries.is_empty() {
            self.looked(grant, look).await?;
        }
        Ok((entries, last.filter(|_| rows.len() > limit)))
    }

    /// Whether a record holds what the system of the grant has not sent.
    ///
    /// # Errors
    /// What the database says.
    pub async fn holds_others(&self, grant: &Grant<Write>, patient: PatientKey) -> Result<bool, Error> {
        let own = grant.lens().own_only().map_or(0, ClientKey::get);
        let rows = self.inner.backend.rows(range::OTHERS, vec![patient.get().into(), own.into()]).await?;
        Ok(!rows.is_empty())
    }

    /// All versions of a resource, newest first, deletions too, for a decision that follows: nothing is shown of it before
    /// [`Self::looked`].
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant for another record; otherwise what the database says.
    pub async fn history<A>(&self, grant: &Grant<A>, id: RecordId) -> Result<Vec<Version>, Error> {
        if grant.patient() != Some(id.patient) {
            return Err(Error::Grant);
        }
        let live = self.live(id).await?;
        let mut versions: Vec<Version> = live.into_iter().map(of_entry).collect();
        let rows = self.inner.backend.rows(range::HISTORY, know::key(id)).await?;
        let mut opener = Opener::new(&self.inner.keys.ids);
        for row in &rows {
            let source = ClientKey::new(row[4].int());
            if row[3].bytes().is_empty() {
                let version =
                    u32::try_from(row[0].int()).map_err(|_| Error::Damaged("the version of a row"))?;
                versions.push(Version { version, updated: time(row[1].int())?, source, body: None });
            } else {
                let entry = opener.open(&range::past_columns(id, row))?;
                versions.push(Version { source, ..of_entry(entry) });
            }
        }
        Ok(versions)
    }
}

pub(super) fn of_entry(entry: look::Entry) -> Version {
    let look::Entry { version, updated, source, body, .. } = entry;
    Version { version, updated, source, body: Some(body.into()) }
}
