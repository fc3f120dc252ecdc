//! The store itself: what other crates may ask of it.

mod cases;
mod checkpoints;
mod clients;
mod deleted;
mod exported;
mod facts;
mod guard;
pub(crate) mod history;
mod logged;
mod merges;
mod openings;
mod read;
mod searched;
mod seen;
mod served;
mod sessions;
mod staff;

pub use clients::Version;
pub use exported::{Chosen, PageStart};
pub use history::Changed;
pub use logged::LogPart;
pub use merges::{MergeLine, MergeTold, NewPatient};

#[cfg(test)]
pub(crate) use merges::STATEMENTS as MERGES;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use helsami_domain::access::{Directory, Grant, Identify, Write};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;
use tokio::sync::oneshot;

use crate::apply::Packed;
use crate::audit::chain::AuditNew;
use crate::backend::Backend;
use crate::batch::{Applied, Batch, Change, Known, Wanted};
use crate::directory::{self, ListingRow, PersonRow};
use crate::entry;
use crate::error::{Error, OpenError};
use crate::id_cipher::IdCipher;
use crate::job::Job;
use crate::look::{Entry, Look};
use crate::place::{Options, Place};
use crate::postgres::{Address, Postgres};
use crate::report::{CheckReport, Counts};
use crate::secret::{self, Keys};
use crate::sqlite::Sqlite;
use crate::value::{RowValues, Value};
use crate::{check, know, migration, prepare};

/// The record and the few own tables. Cheap to clone; all clones are one store.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    backend: Backend,
    keys: Arc<Keys>,
    dir: PathBuf,
}

impl Store {
    /// Opens the store, makes it if it is new, and runs pending migrations. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`OpenError`], each variant with what to do.
    pub async fn open(place: &Place, options: &Options, now: Timestamp) -> Result<Self, OpenError> {
        match place {
            Place::Sqlite { dir } => {
                let lock = prepare::lock(dir)?;
                let (sqlite, keys) = Sqlite::open(dir, options, lock, now)?;
                Ok(Self::of(Backend::Sqlite(sqlite), keys, dir))
            }
            Place::Postgres { url, authority, dir } => {
                prepare::folder(dir)?;
                let address = Address::read(url, authority.as_deref())?;
                let (postgres, keys) = Postgres::open(address, dir, options, now).await?;
                Ok(Self::of(Backend::Postgres(postgres), keys, dir))
            }
        }
    }

    /// The cipher of ids shown outside.
    #[must_use]
    pub fn ids(&self) -> &IdCipher {
        &self.inner.keys.ids
    }

    /// The key that seals what browsers carry through a sign-in.
    #[must_use]
    pub fn sign_in_key(&self) -> [u8; 32] {
        self.inner.keys.sign_in
    }

    /// Changes rows, all or nothing, durable before it returns; the primitive under the write door.
    ///
    /// # Errors
    /// [`Error::Version`], [`Error::Taken`] when the writer's belief was wrong; [`Error::Busy`], [`Error::Full`].
    pub async fn apply(&self, grant: &Grant<Write>, batch: Batch) -> Result<Applied, Error> {
        let packed = self.pack(grant, batch)?;
        let (reply, answer) = oneshot::channel();
        self.send(Job::Apply(Box::new(packed), reply))?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// The rows of a batch, ready for the writer. A grant for one record writes to that record alone.
    pub(crate) fn pack(&self, grant: &Grant<Write>, batch: Batch) -> Result<Packed, Error> {
        let is_elsewhere = |change: &Change| Some(change.id.patient) != grant.patient();
        if grant.patient().is_some() && batch.changes.iter().any(is_elsewhere) {
            return Err(Error::Grant);
        }
        Ok(Packed::new(grant, &self.inner.keys, batch))
    }

    /// Hands a request to the writer.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        self.inner.backend.send(job)
    }

    /// Looks up what the write door has to know before it can decide, in one hop. Not audited: nothing of it is
    /// shown to anybody.
    ///
    /// # Errors
    /// What the database says.
    pub async fn know(&self, _grant: &Grant<Write>, wanted: &Wanted) -> Result<Known, Error> {
        know::know(&self.inner.backend, &self.inner.keys, wanted).await
    }

    /// Whose record one of these identifiers (system, value) finds now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person_find(
        &self,
        _grant: &Grant<Identify>,
        identifiers: &[(&str, &str)],
        now: Timestamp,
    ) -> Result<Option<PatientKey>, Error> {
        for identifier in identifiers {
            if let Some(record) = self.identified(ResourceType::Patient, *identifier, now).await? {
                return Ok(Some(self.home(record.patient)));
            }
        }
        Ok(None)
    }

    /// Persons by words of their name or birth date, ordered by name; all persons for an empty search.
    ///
    /// # Errors
    /// What the database says.
    #[expect(
        clippy::too_many_arguments,
        reason = "what is searched and which part of it: all of them are needed"
    )]
    pub async fn persons(
        &self,
        _grant: &Grant<Directory>,
        search: &str,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<PersonRow>, Error> {
        let rows = self.search(ResourceType::Patient, search, (offset, limit)).await?;
        let persons = rows.into_iter().map(|row| directory::person_of(&self.inner.keys, row));
        // Whoever is a part of another is found under that name.
        persons.filter(|one| one.as_ref().map_or(true, |one| !self.is_joined(one.key))).collect()
    }

    /// Organisations, practitioners or services by words of their name, ordered by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listings(
        &self,
        kind: ResourceType,
        search: &str,
        limit: usize,
    ) -> Result<Vec<ListingRow>, Error> {
        let rows = self.search(kind, search, (0, limit)).await?;
        let listing = |mut row: RowValues| {
            let patient = PatientKey::new(row[0].int()).ok_or(Error::Damaged("a row of the directory"))?;
            Ok(ListingRow { record: entry::id(patient, row[1].int(), row[2].int())?, name: row[3].text() })
        };
        rows.into_iter().map(listing).collect()
    }

    /// Persons born on this day, for whoever may find one: the name has to be known as well.
    ///
    /// # Errors
    /// What the database says.
    pub async fn persons_born(
        &self,
        _grant: &Grant<Identify>,
        birth_date: &str,
        limit: usize,
    ) -> Result<Vec<(PatientKey, String)>, Error> {
        let limit = Value::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let values = vec![ResourceType::Patient.number().into(), birth_date.into(), limit];
        let person = |mut row: RowValues| {
            let key = PatientKey::new(row[0].int()).ok_or(Error::Damaged("a row of the directory"))?;
            Ok((key, row[1].text()))
        };
        self.inner.backend.rows(directory::BORN, values).await?.into_iter().map(person).collect()
    }

    /// Verifies every invariant of the stored data. Reads everything once.
    ///
    /// # Errors
    /// What the database says; a broken invariant is in the report.
    pub async fn check(&self) -> Result<CheckReport, Error> {
        check::check(&self.inner.backend, &self.inner.keys).await
    }

    /// What is stored, in numbers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn counts(&self) -> Result<Counts, Error> {
        check::counts(&self.inner.backend).await
    }

    /// Writes a consistent copy of database and secret to a new folder, while writes go on.
    ///
    /// # Errors
    /// What the database or the file system says. For PostgreSQL the folder gets the secret, and the server's own
    /// tools copy the database.
    pub async fn backup(&self, to: &Path) -> Result<(), Error> {
        prepare::private_folder(to)?;
        self.inner.backend.backup(to).await?;
        let from = self.inner.dir.join(secret::SECRET_FILE);
        std::fs::copy(from, to.join(secret::SECRET_FILE))?;
        std::fs::File::open(to)?.sync_all()?;
        Ok(())
    }

    /// As [`Self::backup`], of a store that another process may have open: its database is only read.
    ///
    /// # Errors
    /// As [`Self::backup`], and for a folder without a database.
    pub async fn backup_beside(place: &Place, to: &Path) -> Result<(), OpenError> {
        let file = |path: &Path| {
            let path = path.to_owned();
            move |source| OpenError::File { path, source }
        };
        prepare::private_folder(to).map_err(file(to))?;
        if let Place::Sqlite { dir } = place {
            let (from, to) = (dir.clone(), to.to_owned());
            let copied = tokio::task::spawn_blocking(move || Sqlite::copy(&from, &to)).await;
            copied.map_err(|_| Error::Closed)??;
        }
        let secret = place.dir().join(secret::SECRET_FILE);
        std::fs::copy(&secret, to.join(secret::SECRET_FILE)).map_err(file(&secret))?;
        std::fs::File::open(to).and_then(|folder| folder.sync_all()).map_err(file(to))?;
        Ok(())
    }

    /// Whether reads and durable writes work now.
    ///
    /// # Errors
    /// What stops them.
    pub async fn health(&self, now: Timestamp) -> Result<(), Error> {
        let at = Value::Text(now.to_string());
        self.inner.backend.run(vec![(migration::META_SET, vec!["health".into(), at])]).await?;
        self.inner.backend.rows(migration::META, vec!["health".into()]).await.map(drop)
    }

    /// Ends the store after the waiting writes are on disk. Later calls get [`Error::Closed`].
    pub async fn close(&self) {
        self.inner.backend.close().await;
    }

    fn of(backend: Backend, keys: Keys, dir: &Path) -> Self {
        Self { inner: Arc::new(Inner { backend, keys: Arc::new(keys), dir: dir.to_owned() }) }
    }

    /// Queues a row of the audit log; the answer comes when it is on disk.
    fn audit(&self, row: AuditNew) -> Result<oneshot::Receiver<Result<(), Error>>, Error> {
        let (reply, answer) = oneshot::channel();
        self.inner.backend.send(Job::Audit(row, reply))?;
        Ok(answer)
    }

    async fn search(
        &self,
        kind: ResourceType,
        search: &str,
        (offset, limit): (usize, usize),
    ) -> Result<Vec<RowValues>, Error> {
        let [first, second, third] = directory::patterns(search).map(Value::Text);
        let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let values = vec![kind.number().into(), first, second, third, number(limit), number(offset)];
        self.inner.backend.rows(directory::SEARCH, values).await
    }

    /// Rows of a statement of the write door.
    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<RowValues>, Error> {
        self.inner.backend.rows(sql, values).await
    }

    /// The stored resource, for the write door: no person reads it, so nothing is logged.
    pub(crate) async fn live(&self, id: RecordId) -> Result<Option<Entry>, Error> {
        let look = Look::new(Matter::Name, Timestamp::UNIX_EPOCH).one(id);
        let found = self.inner.backend.scan(&self.inner.keys, id.patient, &look.ranges).await?;
        Ok(found.into_iter().next().and_then(|found| found.entries.into_iter().next()))
    }

    /// The resource of a type that an identifier finds at a time.
    async fn identified(
        &self,
        kind: ResourceType,
        (system, value): (&str, &str),
        now: Timestamp,
    ) -> Result<Option<RecordId>, Error> {
        let hash = Value::Bytes(self.inner.keys.identifier_hash(system, value));
        for row in &self.inner.backend.rows(know::FIND, vec![hash]).await? {
            let found = know::identifier_of(system, value, row)?;
            let is_valid =
                found.from.is_none_or(|from| from <= now) && found.until.is_none_or(|until| now < until);
            if is_valid && found.record.kind == kind {
                return Ok(Some(found.record));
            }
        }
        Ok(None)
    }
}
