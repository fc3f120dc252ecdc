//! What the staff's sign-in needs: who a proved number is, in which roles, and their sessions. Nothing here is about a
//! patient.

use helsami_domain::access::{Grant, Identify};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use super::Store;
use crate::batch::Named;
use crate::error::Error;
use crate::know;
use crate::look::Entry;
use crate::session::{self, TokenHash};
use crate::staff_session::{self, StaffSession, StaffSessionNew};
use crate::value::Value;

/// Roles of one practitioner: more than anybody has. A choice is never made from some of them.
const ROLES_MAX: usize = 100;

impl Store {
    /// The practitioner or organisation that one of these identifiers (system, value) finds now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listed_find(
        &self,
        _grant: &Grant<Identify>,
        kind: ResourceType,
        (identifiers, now): (&[(&str, &str)], Timestamp),
    ) -> Result<Option<RecordId>, Error> {
        for identifier in identifiers {
            let found = self.identified(kind, *identifier, now).await?;
            if let Some(record) = found.filter(|record| record.patient.is_shared()) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The roles that name a practitioner, ended ones too.
    ///
    /// # Errors
    /// [`Error::TooMany`] for more than anybody has; otherwise what the database says.
    pub async fn roles_of(
        &self,
        grant: &Grant<Identify>,
        practitioner: RecordId,
    ) -> Result<Vec<Entry>, Error> {
        let hash = self.inner.keys.holder_hash(&Named::Practitioner(practitioner.local));
        let rows = self.inner.backend.rows(know::HELD, vec![Value::Bytes(hash)]).await?;
        if rows.len() > ROLES_MAX {
            return Err(Error::TooMany("roles of one practitioner"));
        }
        let roles = rows.iter().map(know::record_of).collect::<Result<Vec<_>, _>>()?;
        self.listed(grant, &roles).await
    }

    /// Reads things of no patient, for the sign-in. As [`Self::shared`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn listed(&self, _grant: &Grant<Identify>, ids: &[RecordId]) -> Result<Vec<Entry>, Error> {
        self.of_nobody(ids).await
    }

    /// Begins a session of staff.
    ///
    /// # Errors
    /// [`Error::Taken`] for a token that exists; otherwise what the database says.
    pub async fn staff_session_create(&self, new: &StaffSessionNew, now: Timestamp) -> Result<(), Error> {
        self.inner.backend.run(staff_session::create(new, now)).await.map(drop)
    }

    /// The staff's session of a token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_by_hash(&self, token: TokenHash) -> Result<Option<StaffSession>, Error> {
        let rows = self.inner.backend.rows(staff_session::BY_HASH, session::hash(token)).await?;
        rows.into_iter().next().map(staff_session::of_row).transpose()
    }

    /// Notes that a session of staff is in use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_touch(&self, token: TokenHash, now: Timestamp) -> Result<(), Error> {
        self.inner.backend.run(staff_session::touch(token, now)).await.map(drop)
    }

    /// Gives a session its role; false if it has one, or has ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_choose(&self, token: TokenHash, role: LocalId) -> Result<bool, Error> {
        Ok(!self.inner.backend.run(staff_session::choose(token, role)).await?.is_empty())
    }

    /// Ends a session of staff; false if there was none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_end(&self, token: TokenHash) -> Result<bool, Error> {
        Ok(!self.inner.backend.run(staff_session::end(token)).await?.is_empty())
    }

    /// Ends the staff's sessions of one session at the provider; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_end_by_sid(&self, sid: &str) -> Result<u64, Error> {
        Ok(self.inner.backend.run(staff_session::end_by_sid(sid)).await?.len() as u64)
    }

    /// Removes sessions of staff that were last used before this; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn staff_session_sweep(&self, unused_since: Timestamp) -> Result<u64, Error> {
        Ok(self.inner.backend.run(staff_session::sweep(unused_since)).await?.len() as u64)
    }
}
