//! The embedded database: one writer thread that commits in groups, a checkpointer thread, a pool of reading connections.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use helsami_domain::ids::PatientKey;
use jiff::Timestamp;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use crate::audit::chain::{self, Head};
use crate::entry::Opener;
use crate::error::{Error, OpenError};
use crate::job::{Job, Statement};
use crate::lock::Lock;
use crate::look::{Found, Range};
use crate::migration;
use crate::place::Options;
use crate::prepare;
use crate::secret::Keys;
use crate::table::Table;
use crate::tx::{Tx, now};
use crate::value::{RowValues, Value};
use crate::writer::Writer;

mod checkpoint;
mod kept;
pub(crate) mod open;
mod pool;
pub(crate) mod scan;
mod writer;

use kept::Kept;
use pool::Pool;

/// The database file in the data folder.
pub(crate) const DATABASE_FILE: &str = "helsami.db";

/// Memory for the pages of work that runs apart, in KiB: it reads most of them once.
const APART_CACHE_KIB: u32 = 16 * 1024;

/// An open embedded database.
#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Writer,
    pool: Pool,
    kept: Arc<Kept>,
    checkpointer: checkpoint::Checkpointer,
    /// Held until the process ends or the store is dropped.
    _lock: Lock,
}

impl Sqlite {
    /// Opens the database of a folder that is locked for this process.
    pub(crate) fn open(
        dir: &Path,
        options: &Options,
        lock: Lock,
        at: Timestamp,
    ) -> Result<(Self, Keys), OpenError> {
        let path = dir.join(DATABASE_FILE);
        let connection = open::writer(&path, options)?;
        let keys = migrate(&connection, dir, at)?;
        let head = Head::from_rows(&rows(&connection, chain::HEAD, &[])?)?;
        let moves = Arc::clone(keys.ids.moves());
        let kept = Arc::new(Kept::new(options.kept_bytes));
        let also = Arc::clone(&kept);
        let work = move |jobs| writer::work((&connection, &also), jobs, (&moves, head));
        let writer = Writer::start(options.queue, work)?;
        let readers = (0..options.readers.max(1))
            .map(|_| open::reader(&path, options.reader_cache_kib))
            .collect::<Result<Vec<_>, _>>()?;
        let checkpointer = checkpoint::Checkpointer::start(&path)?;
        let pool = Pool::of(readers);
        Ok((Self { path, writer, pool, kept, checkpointer, _lock: lock }, keys))
    }

    /// Copies the database of a folder that another process may have open.
    pub(crate) fn copy(dir: &Path, to: &Path) -> Result<(), OpenError> {
        let path = dir.join(DATABASE_FILE);
        if let Err(source) = std::fs::metadata(&path) {
            return Err(OpenError::File { path, source });
        }
        let connection = open::reader(&path, 1024)?;
        let file = to.join(DATABASE_FILE);
        prepare::private_file(&file).map_err(|source| OpenError::File { path: file.clone(), source })?;
        let file = file.to_string_lossy().into_owned();
        connection.pragma_update(None, "query_only", "OFF").map_err(Error::from)?;
        connection.execute("VACUUM INTO ?1", [file]).map_err(Error::from)?;
        Ok(())
    }

    /// The file of the database.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Hands a job to the writer.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        self.writer.send(job)
    }

    /// Runs a short read, in this thread.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        self.pool.read(work)
    }

    /// Reads ranges of a record: from memory what is kept of them.
    pub(crate) fn scan(
        &self,
        keys: &Keys,
        patient: PatientKey,
        ranges: &[Range],
    ) -> Result<Vec<Found>, Error> {
        self.kept.scan(patient, ranges, |ranges| {
            let mut opener = Opener::new(&keys.ids);
            self.read(|connection| scan::scan(connection, &mut opener, patient, ranges))
        })
    }

    /// Runs work that takes long, on a connection and a thread of its own.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let path = self.path.clone();
        let job = move || work(&open::reader(&path, APART_CACHE_KIB)?);
        tokio::task::spawn_blocking(job).await.map_err(|_| Error::Closed)?
    }

    /// Ends the writer after what waits.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        let (path, checkpointer) = (self.path.clone(), self.checkpointer.ended());
        let last = move || {
            drop(checkpointer);
            checkpoint::empty_log(&path);
        };
        // What could not be moved stays in the log, which is as durable: the next start moves it.
        let _ = tokio::task::spawn_blocking(last).await;
    }
}

/// Brings the schema up to date and checks the secret, all in one transaction.
fn migrate(connection: &Connection, dir: &Path, at: Timestamp) -> Result<Keys, OpenError> {
    let tx = Tx::Sqlite(connection);
    let whole = |sql: &str| connection.execute_batch(sql).map_err(Error::from);
    whole("BEGIN IMMEDIATE")?;
    whole(migration::BOOTSTRAP)?;
    let pending = now(prepare::pending(&tx))?;
    for migration in pending {
        whole(migration.sqlite)?;
        now(prepare::note(&tx, migration, at))?;
    }
    let keys = now(prepare::keys(&tx, dir))?;
    now(prepare::fill(&tx, &keys, pending))?;
    whole("COMMIT")?;
    Ok(keys)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

/// Runs a statement and hands back its rows.
pub(crate) fn rows(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<RowValues>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|column| row.get_ref(column).map(value_of));
        found.push(values.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Runs statements that only read, from one state of the database.
pub(crate) fn rows_of(
    connection: &Connection,
    statements: &[Statement],
) -> Result<Vec<Vec<RowValues>>, Error> {
    let one = |(sql, values): &Statement| rows(connection, sql, values);
    in_one_state(connection, statements.len(), || statements.iter().map(one).collect())
}

/// Reads so many times from one state of the database. One statement has one as it is.
pub(crate) fn in_one_state<T>(
    connection: &Connection,
    statements: usize,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    if statements < 2 {
        return work();
    }
    connection.prepare_cached("BEGIN")?.execute([])?;
    let result = work();
    let end = connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
    let value = result?;
    end?;
    Ok(value)
}

/// Runs a statement and hands back how many rows it changed.
pub(crate) fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.execute(params_from_iter(values))? as u64)
}

/// Inserts rows one by one with one prepared statement.
pub(crate) fn insert(connection: &Connection, table: &Table, rows: &[RowValues]) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(&table.one)?;
    let mut changed = 0;
    for row in rows {
        changed += statement.execute(params_from_iter(row))? as u64;
    }
    Ok(changed)
}
