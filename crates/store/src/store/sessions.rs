//! What the store keeps of sessions.

use helsami_domain::access::VisitNumber;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;

use super::Store;
use crate::entry::time;
use crate::error::Error;
use crate::session::{self, Session, SessionNew, SessionRenewal, TokenHash};

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// [`Error::Taken`] for a token that exists; otherwise what the database says.
    pub async fn session_create(&self, session: &SessionNew, now: Timestamp) -> Result<Session, Error> {
        let rows = self.inner.backend.run(session::create(session, now)).await?;
        rows.into_iter().next().map_or(Err(Error::Damaged("a session")), session::of_row)
    }

    /// The session of a token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_by_hash(&self, token: TokenHash) -> Result<Option<Session>, Error> {
        let rows = self.inner.backend.rows(session::BY_HASH, session::hash(token)).await?;
        rows.into_iter().next().map(session::of_row).transpose()
    }

    /// Notes that a session is in use. A fresh sign-in ends if it was last used at `fresh_since` or before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_touch(
        &self,
        token: TokenHash,
        fresh_since: Timestamp,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.inner.backend.run(session::touch(token, fresh_since, now)).await.map(drop)
    }

    /// Gives a session a new token after a fresh sign-in, and hands it back; `None` where the old token is worth nothing.
    ///
    /// # Errors
    /// [`Error::Taken`] for a token that exists; otherwise what the database says.
    pub async fn session_renew(
        &self,
        old: TokenHash,
        new: &SessionRenewal,
        now: Timestamp,
    ) -> Result<Option<Session>, Error> {
        let rows = self.inner.backend.run(session::renew(old, new, now)).await?;
        rows.into_iter().next().map(session::of_row).transpose()
    }

    /// Ends the fresh sign-in of a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_close(&self, token: TokenHash) -> Result<(), Error> {
        self.inner.backend.run(session::close(token)).await.map(drop)
    }

    /// When the person signed in anew in this visit, and when it was last used; `None` where they have not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_proved(
        &self,
        person: PatientKey,
        visit: VisitNumber,
    ) -> Result<Option<(Timestamp, Timestamp)>, Error> {
        let values = vec![person.get().into(), crate::value::Value::Int(visit.0)];
        let rows = self.inner.backend.rows(session::PROVED, values).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((time(row[0].int())?, time(row[1].int())?)))
    }

    /// The sessions of a person, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_list(&self, person: PatientKey) -> Result<Vec<Session>, Error> {
        let rows = self.inner.backend.rows(session::LIST, vec![person.get().into()]).await?;
        rows.into_iter().map(session::of_row).collect()
    }

    /// Ends a session; hands it back if there was one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end(&self, token: TokenHash) -> Result<Option<Session>, Error> {
        let rows = self.inner.backend.run(session::end(token)).await?;
        rows.into_iter().next().map(session::of_row).transpose()
    }

    /// Ends all sessions of a person; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end_all(&self, person: PatientKey) -> Result<u64, Error> {
        Ok(self.inner.backend.run(session::end_all(person)).await?.len() as u64)
    }

    /// Ends the sessions of one session at the provider; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end_by_sid(&self, sid: &str) -> Result<u64, Error> {
        Ok(self.inner.backend.run(session::end_by_sid(sid)).await?.len() as u64)
    }

    /// Removes sessions that were last used before this; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_sweep(&self, unused_since: Timestamp) -> Result<u64, Error> {
        Ok(self.inner.backend.run(session::sweep(unused_since)).await?.len() as u64)
    }
}
