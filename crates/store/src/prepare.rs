//! What happens to a database between its connection and its use: lock, schema, secret.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use jiff::Timestamp;

use crate::error::{Error, OpenError};
use crate::lock::Lock;
use crate::migration::{self, Migration};
use crate::remark;
use crate::secret::{self, Keys, SECRET_FILE};
use crate::tx::Tx;
use crate::value::Value;

/// Makes the data folder.
pub(crate) fn folder(dir: &Path) -> Result<(), OpenError> {
    private_folder(dir).map_err(|source| OpenError::File { path: dir.to_owned(), source })
}

/// Makes a folder that only its owner can enter: the documents in a database are packed, not encrypted. A folder that
/// is there keeps the rights that the operator gave it.
pub(crate) fn private_folder(dir: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Makes the file of a new database readable to its owner only; SQLite gives its log the same rights.
pub(crate) fn private_file(path: &Path) -> std::io::Result<()> {
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).map(drop)
}

/// Makes the data folder and takes it for this process. The lock ends when what is handed back is dropped.
pub(crate) fn lock(dir: &Path) -> Result<Lock, OpenError> {
    folder(dir)?;
    let path = dir.join("helsami.lock");
    let fault = |source| OpenError::File { path: path.clone(), source };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(fault)?;
    Lock::take(file).map_err(fault)?.ok_or_else(|| OpenError::InUse { dir: dir.to_owned() })
}

/// The keys of the installation; a new secret only for a new database.
pub(crate) async fn keys(tx: &Tx<'_>, dir: &Path) -> Result<Keys, OpenError> {
    let stored = tx.rows(migration::META, &["secret".into()]).await?.pop().map(|mut row| row[0].text());
    let keys = match (secret::read(dir)?, &stored) {
        (Some(secret), _) => Keys::new(&secret),
        (None, None) => Keys::new(&secret::make(dir)?),
        (None, Some(_)) => return Err(OpenError::Secret { path: dir.join(SECRET_FILE) }),
    };
    match stored {
        Some(stored) if stored == keys.fingerprint => {}
        Some(_) => return Err(OpenError::Secret { path: dir.join(SECRET_FILE) }),
        None => {
            let values = ["secret".into(), Value::from(keys.fingerprint.as_str())];
            tx.execute(migration::META_SET, &values).await?;
        }
    }
    Ok(keys)
}

/// The migrations that are still to run. An unknown or different one that has run is an error.
pub(crate) async fn pending(tx: &Tx<'_>) -> Result<&'static [Migration], OpenError> {
    let done = tx.rows(migration::DONE, &[]).await?;
    let (known, found) = (migration::newest(), done.last().map_or(0, |row| row[0].int()));
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (mut row, migration) in done.iter().cloned().zip(migration::ALL) {
        let ours = migration::checksum(text(tx, migration));
        if row[0].int() != migration.version || row[1].text() != ours {
            return Err(OpenError::Migration { version: migration.version });
        }
    }
    Ok(&migration::ALL[done.len()..])
}

/// Fills what a migration that has just run has brought, from the documents.
pub(crate) async fn fill(tx: &Tx<'_>, keys: &Keys, ran: &[Migration]) -> Result<(), OpenError> {
    if ran.iter().any(|migration| migration.version == remark::SINCE) {
        remark::run(tx, keys).await?;
    }
    if ran.iter().any(|migration| migration.version == remark::ROLES_SINCE) {
        remark::roles(tx, keys).await?;
    }
    let moves = keys.ids.moves();
    moves.know(moves.seen(tx).await?);
    Ok(())
}

/// The text of a migration for this database.
pub(crate) const fn text(tx: &Tx<'_>, migration: &Migration) -> &'static str {
    match tx {
        Tx::Sqlite(_) => migration.sqlite,
        Tx::Postgres(_) => migration.postgres,
    }
}

/// Notes that a migration has run.
pub(crate) async fn note(tx: &Tx<'_>, migration: &Migration, now: Timestamp) -> Result<(), Error> {
    let checksum = migration::checksum(text(tx, migration));
    let values = [migration.version.into(), Value::Text(checksum), now.as_microsecond().into()];
    tx.execute(migration::NOTE, &values).await.map(drop)
}
