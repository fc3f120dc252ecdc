//! Which database: the only place that asks.

use std::path::Path;

use helsami_domain::ids::PatientKey;
use tokio::sync::oneshot;

use crate::entry::Opener;
use crate::error::Error;
use crate::job::{Job, Statement};
use crate::look::{Found, Range};
use crate::postgres::Postgres;
use crate::secret::Keys;
use crate::sqlite::{self, Sqlite};
use crate::value::{RowValues, Value};

/// An open database.
#[derive(Debug)]
pub(crate) enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Backend {
    /// Hands a job to the writer; the answer comes after the commit.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.send(job),
            Self::Postgres(postgres) => postgres.send(job),
        }
    }

    /// Runs statements in one transaction of the writer; the rows of the last.
    pub(crate) async fn run(&self, statements: Vec<Statement>) -> Result<Vec<RowValues>, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Job::Run(statements, reply))?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Runs a statement that only reads.
    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<RowValues>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(|connection| sqlite::rows(connection, sql, &values)),
            Self::Postgres(postgres) => {
                Ok(postgres.rows_of(&[(sql, values)]).await?.pop().unwrap_or_default())
            }
        }
    }

    /// Runs statements that only read, at once; the rows of each.
    pub(crate) async fn rows_of(&self, statements: Vec<Statement>) -> Result<Vec<Vec<RowValues>>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(|connection| sqlite::rows_of(connection, &statements)),
            Self::Postgres(postgres) => postgres.rows_of(&statements).await,
        }
    }

    /// Reads ranges of one compartment.
    pub(crate) async fn scan(
        &self,
        keys: &Keys,
        patient: PatientKey,
        ranges: &[Range],
    ) -> Result<Vec<Found>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.scan(keys, patient, ranges),
            Self::Postgres(postgres) => postgres.scan(&mut Opener::new(&keys.ids), patient, ranges).await,
        }
    }

    /// Bytes on disk.
    pub(crate) async fn bytes(&self) -> Result<u64, Error> {
        match self {
            Self::Sqlite(sqlite) => {
                let mut log = sqlite.path().as_os_str().to_owned();
                log.push("-wal");
                let log = std::fs::metadata(log).map_or(0, |log| log.len());
                Ok(std::fs::metadata(sqlite.path())?.len() + log)
            }
            Self::Postgres(_) => {
                let rows = self.rows("SELECT pg_database_size(current_database())", Vec::new()).await?;
                Ok(rows.first().map_or(0, |row| row[0].int().unsigned_abs()))
            }
        }
    }

    /// What the database itself finds wrong with its files.
    pub(crate) async fn integrity(&self) -> Result<Vec<String>, Error> {
        match self {
            Self::Sqlite(sqlite) => {
                let work = |connection: &rusqlite::Connection| {
                    sqlite::rows(connection, "PRAGMA integrity_check(20)", &[])
                };
                let rows = sqlite.apart(work).await?;
                let lines = rows.into_iter().map(|mut row| row[0].text());
                Ok(lines
                    .filter(|line| line != "ok")
                    .map(|line| format!("the database file: {line}"))
                    .collect())
            }
            // The server's own checksums and tools (`pg_amcheck`) look after its files.
            Self::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Copies the database into a folder while writes go on.
    pub(crate) async fn backup(&self, to: &Path) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => {
                let file = to.join(sqlite::DATABASE_FILE);
                crate::prepare::private_file(&file)?;
                let file = file.to_string_lossy().into_owned();
                let work = move |connection: &rusqlite::Connection| {
                    connection.pragma_update(None, "query_only", "OFF")?;
                    let copied = connection.execute("VACUUM INTO ?1", [file]);
                    connection.pragma_update(None, "query_only", "ON")?;
                    Ok(copied.map(drop)?)
                };
                sqlite.apart(work).await
            }
            // The server's own tools (`pg_basebackup`, WAL archive) copy its files.
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Ends the writer after what waits.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(postgres) => postgres.close().await,
        }
    }
}
