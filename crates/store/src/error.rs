//! What can go wrong in the store. Absence is an `Option`, not an error; no message holds a name or a number of a
//! person.

use std::path::PathBuf;

use helsami_domain::ids::RecordId;

/// Why a read or a write did not happen. After an error of a write nothing of it is stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Somebody else has changed the resource since it was read.
    #[error("the resource has changed: version {expected} was expected, {found} is stored")]
    Version {
        /// Which resource.
        id: RecordId,
        /// The version the writer had seen; 0 for a new resource.
        expected: u32,
        /// The version that is stored; 0 where there is none.
        found: u32,
    },
    /// An alias, an identifier or an id that should be new exists. The writer looks again and decides anew.
    #[error("an id or an identifier that should be new exists already")]
    Taken,
    /// Two records are not made one, or not parted.
    #[error(transparent)]
    Merge(#[from] MergeFault),
    /// The grant is for another record than the one asked for.
    #[error("the grant is not for this record")]
    Grant,
    /// More rows than a decision can be made from.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// More requests wait than the store accepts; try again later.
    #[error("the store is busy")]
    Busy,
    /// The disk or the quota of the database is full; reading goes on.
    #[error("the disk of the database is full")]
    Full,
    /// The store has been closed or its writer has stopped.
    #[error("the store is closed")]
    Closed,
    /// Stored bytes cannot be read: the database is damaged, or was written by another installation.
    #[error("stored data cannot be read: {0}")]
    Damaged(&'static str),
    /// The embedded database.
    #[error("the embedded database: {0}")]
    Sqlite(rusqlite::Error),
    /// The PostgreSQL server.
    #[error("the PostgreSQL server: {}", why(.0))]
    Postgres(tokio_postgres::Error),
    /// The transaction that this write shared with others could not be stored.
    #[error("the write could not be stored: {0}")]
    Group(std::sync::Arc<Self>),
    /// A file of the data folder.
    #[error("a file of the data folder: {0}")]
    File(#[from] std::io::Error),
}

/// Why two records are not made one, or not parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeFault {
    /// One of them is a part of another record by now.
    #[error("one of the two has been merged by now")]
    Joined,
    /// They are not merged with each other.
    #[error("the source is not merged into this target now")]
    NotJoined,
    /// Two rows of the same second have drawn the same of 2^29 numbers.
    #[error("a row of the source has the same place as a row of the target; the two cannot be merged")]
    SamePlace,
}

/// Why a store cannot be opened. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A second process.
    #[error("another process has {dir} open; stop it first, or give this one another --data folder")]
    InUse {
        /// The data folder.
        dir: PathBuf,
    },
    /// A database of a newer version of the program.
    #[error("the database has schema {found}, this program knows up to {known}; start the newer program")]
    Newer {
        /// The version that the database has.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// A migration that has run differs from the one in this program.
    #[error(
        "migration {version} of the database is not the one of this program; use the program that made it"
    )]
    Migration {
        /// Which migration.
        version: i64,
    },
    /// The secret of another installation, or a lost one.
    #[error("{path} is not the secret this database was made with; put the right file back from the backup")]
    Secret {
        /// Where the secret is looked for.
        path: PathBuf,
    },
    /// The secret's file cannot be read as 64 hexadecimal digits.
    #[error("{path} must hold 64 hexadecimal digits")]
    SecretFormat {
        /// Where the secret is looked for.
        path: PathBuf,
    },
    /// A setting without which a power cut loses acknowledged writes.
    #[error("the database setting {name} is {found}; {wanted} is needed to keep acknowledged writes")]
    Setting {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: String,
        /// The value it must have.
        wanted: &'static str,
    },
    /// The address of the database cannot be understood.
    #[error("the database address cannot be read: {0}")]
    Address(String),
    /// The way to the server could be read by others.
    #[error(
        "the database server {host} is not on this machine and the way to it must be TLS: add sslmode=require to the database address"
    )]
    Unprotected {
        /// The server's name.
        host: String,
    },
    /// The certificates that the server's is to be checked with.
    #[error("no certificate to check the database server with: {0}")]
    Authority(String),
    /// A file or folder.
    #[error("{path}: {source}")]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The database refuses.
    #[error(transparent)]
    Database(#[from] Error),
}

/// What the driver says, and behind it what the server or the connection says. Not the server's details: they can hold
/// values of a row.
fn why(error: &tokio_postgres::Error) -> String {
    let cause = match error.as_db_error() {
        Some(said) => Some(said.message().to_owned()),
        None => std::error::Error::source(error).map(ToString::to_string),
    };
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ConstraintViolation) => Self::Taken,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        match error.code() {
            Some(code) if *code == SqlState::DISK_FULL => Self::Full,
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => Self::Taken,
            _ => Self::Postgres(error),
        }
    }
}
