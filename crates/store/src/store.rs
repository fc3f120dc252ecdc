//! The store itself: what other crates may ask of it.

use std::path::Path;
use std::sync::Arc;

use helsami_domain::access::{Directory, Grant, Identify, Read, Write};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use crate::audit::{AuditPage, AuditRow};
use crate::batch::{Applied, Batch, Known, Wanted};
use crate::directory::{ListingRow, PersonRow};
use crate::error::{Error, OpenError};
use crate::id_cipher::IdCipher;
use crate::look::{Entry, Look, Shelf};
use crate::place::{Options, Place};
use crate::report::{CheckReport, Counts};
use crate::session::{Session, SessionNew, TokenHash};

/// The record and the few own tables. Cheap to clone; all clones are one store.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    ids: IdCipher,
}

impl Store {
    /// Opens the store, makes it if it is new, and runs pending migrations. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`OpenError`], each variant with what to do.
    pub async fn open(_place: &Place, _options: &Options, _now: Timestamp) -> Result<Self, OpenError> {
        Err(Error::Closed.into())
    }

    /// The cipher of ids shown outside.
    #[must_use]
    pub fn ids(&self) -> &IdCipher {
        &self.inner.ids
    }

    /// Reads from one record. The audit row is on disk before this returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn read(&self, _grant: &Grant<Read>, _look: &Look) -> Result<Shelf, Error> {
        Err(Error::Closed)
    }

    /// Reads things of no patient: organisations, practitioners, places. Unknown ids and ids of patients are left
    /// out. No audit row: nothing here is about a person's health.
    ///
    /// # Errors
    /// What the database says.
    pub async fn shared(&self, _grant: &Grant<Read>, _ids: &[RecordId]) -> Result<Vec<Entry>, Error> {
        Err(Error::Closed)
    }

    /// All stored versions of one resource of the record, newest first, without deletions. Writes an audit row.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn versions(
        &self,
        _grant: &Grant<Read>,
        _id: RecordId,
        _look: &Look,
    ) -> Result<Vec<Entry>, Error> {
        Err(Error::Closed)
    }

    /// Changes rows, all or nothing, durable before it returns; the primitive under the write door.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Taken`] when the writer's belief was wrong; [`Error::Busy`], [`Error::Full`].
    pub async fn apply(&self, _grant: &Grant<Write>, _batch: Batch) -> Result<Applied, Error> {
        Err(Error::Closed)
    }

    /// Looks up what the write door has to know before it can decide, in one hop. Not audited: nothing of it is
    /// shown to anybody.
    ///
    /// # Errors
    /// What the database says.
    pub async fn know(&self, _grant: &Grant<Write>, _wanted: &Wanted) -> Result<Known, Error> {
        Err(Error::Closed)
    }

    /// Whose record one of these identifiers (system, value) finds now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person_find(
        &self,
        _grant: &Grant<Identify>,
        _identifiers: &[(&str, &str)],
        _now: Timestamp,
    ) -> Result<Option<PatientKey>, Error> {
        Err(Error::Closed)
    }

    /// Persons by words of their name or birth date, ordered by name; all persons for an empty search.
    ///
    /// # Errors
    /// What the database says.
    pub async fn persons(
        &self,
        _grant: &Grant<Directory>,
        _search: &str,
        _offset: usize,
        _limit: usize,
    ) -> Result<Vec<PersonRow>, Error> {
        Err(Error::Closed)
    }

    /// Organisations, practitioners or services by words of their name, ordered by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listings(
        &self,
        _kind: ResourceType,
        _search: &str,
        _limit: usize,
    ) -> Result<Vec<ListingRow>, Error> {
        Err(Error::Closed)
    }

    /// Begins a session.
    ///
    /// # Errors
    /// [`Error::Taken`] for a token that exists; otherwise what the database says.
    pub async fn session_create(&self, _session: &SessionNew, _now: Timestamp) -> Result<Session, Error> {
        Err(Error::Closed)
    }

    /// The session of a token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_by_hash(&self, _token: TokenHash) -> Result<Option<Session>, Error> {
        Err(Error::Closed)
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_touch(&self, _token: TokenHash, _now: Timestamp) -> Result<(), Error> {
        Err(Error::Closed)
    }

    /// The sessions of a person, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_list(&self, _person: PatientKey) -> Result<Vec<Session>, Error> {
        Err(Error::Closed)
    }

    /// Ends a session; hands it back if there was one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end(&self, _token: TokenHash) -> Result<Option<Session>, Error> {
        Err(Error::Closed)
    }

    /// Ends all sessions of a person; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end_all(&self, _person: PatientKey) -> Result<u64, Error> {
        Err(Error::Closed)
    }

    /// Ends the sessions of one session at the provider; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_end_by_sid(&self, _sid: &str) -> Result<u64, Error> {
        Err(Error::Closed)
    }

    /// Removes sessions that were last used before this; hands back how many there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_sweep(&self, _unused_since: Timestamp) -> Result<u64, Error> {
        Err(Error::Closed)
    }

    /// The log of one record, newest first.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn audit_of(&self, _grant: &Grant<Read>, _page: AuditPage) -> Result<Vec<AuditRow>, Error> {
        Err(Error::Closed)
    }

    /// Verifies every invariant of the stored data. Reads everything once.
    ///
    /// # Errors
    /// What the database says; a broken invariant is in the report.
    pub async fn check(&self) -> Result<CheckReport, Error> {
        Err(Error::Closed)
    }

    /// What is stored, in numbers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counts(&self) -> Result<Counts, Error> {
        Err(Error::Closed)
    }

    /// Writes a consistent copy of database and secret to a new folder, while writes go on.
    ///
    /// # Errors
    /// What the database or the file system says. For PostgreSQL the folder gets the secret, and the server's own
    /// tools copy the database.
    pub async fn backup(&self, _to: &Path) -> Result<(), Error> {
        Err(Error::Closed)
    }

    /// Whether reads and durable writes work now.
    ///
    /// # Errors
    /// What stops them.
    pub async fn health(&self, _now: Timestamp) -> Result<(), Error> {
        Err(Error::Closed)
    }

    /// Ends the store after the waiting writes are on disk. Later calls get [`Error::Closed`].
    pub async fn close(&self) {}
}
