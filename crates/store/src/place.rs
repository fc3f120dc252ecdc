//! Where a store is and how much it may take.

use std::path::{Path, PathBuf};

use crate::error::OpenError;
use crate::postgres::Address;

/// Where the database is. The secret is always in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The embedded database in a folder; made when it is not there.
    Sqlite {
        /// The data folder.
        dir: PathBuf,
    },
    /// A PostgreSQL server, 15 or newer.
    Postgres {
        /// `postgres://user@host/database`. A host that is not this machine needs `sslmode=require`.
        url: String,
        /// The certificates (PEM) of who signs the server's certificate; without it those of the system.
        authority: Option<PathBuf>,
        /// The data folder with the secret.
        dir: PathBuf,
    },
}

impl Place {
    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        match self {
            Self::Sqlite { dir } | Self::Postgres { dir, .. } => dir,
        }
    }
}

/// Whether a PostgreSQL server at this address would be talked to safely, without talking to it.
///
/// # Errors
/// [`OpenError`] for an address that cannot be read, a way across a network without TLS, or certificates that cannot be
/// read.
pub fn postgres_check(url: &str, authority: Option<&Path>) -> Result<(), OpenError> {
    Address::read(url, authority).map(drop)
}

/// How much a store may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Readers at the same time: threads with a connection each, or connections to the server.
    pub readers: usize,
    /// Page cache of each reader of the embedded database, KiB.
    pub reader_cache_kib: u32,
    /// Bytes of memory for what the embedded database was read for lately; 0 reads everything anew.
    pub kept_bytes: u64,
    /// Page cache of the writer of the embedded database, KiB. Enough for what leads to the pages of a large region; no more, since SQLite
    /// looks through all of it at each commit that has moved pages of a tree.
    pub writer_cache_kib: u32,
    /// Writes that may wait; one more is refused as busy.
    pub queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            readers: cores.clamp(2, 16),
            reader_cache_kib: 16 * 1024,
            kept_bytes: 24 * 1024 * 1024,
            writer_cache_kib: 16 * 1024,
            queue: 4096,
        }
    }
}
