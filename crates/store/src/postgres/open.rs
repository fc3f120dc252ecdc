//! Connects, brings the schema up to date, and asserts the settings that durability hangs on.

use std::path::Path;

use jiff::Timestamp;

use super::{Address, Session};
use crate::error::{Error, OpenError};
use crate::migration;
use crate::prepare;
use crate::secret::Keys;
use crate::tx::Tx;

/// A connection of its own. Must be called inside the runtime that shall drive it.
pub(crate) async fn connect(address: &Address) -> Result<Session, Error> {
    let (client, connection) = address.config.connect(address.tls.clone()).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = %error, "The connection to the database has ended");
        }
    });
    Ok(Session::new(client))
}

/// Brings the schema up to date and checks the secret, all in one transaction.
pub(crate) async fn migrate(session: &Session, dir: &Path, at: Timestamp) -> Result<Keys, OpenError> {
    settings(session).await?;
    session.batch("BEGIN").await?;
    session.batch(migration::BOOTSTRAP).await?;
    // Processes that start at the same time migrate one after the other.
    session.batch("LOCK TABLE migration IN ACCESS EXCLUSIVE MODE").await?;
    let tx = Tx::Postgres(session);
    let pending = prepare::pending(&tx).await?;
    for migration in pending {
        session.batch(migration.postgres).await?;
        prepare::note(&tx, migration, at).await?;
    }
    let keys = prepare::keys(&tx, dir).await?;
    prepare::fill(&tx, &keys, pending).await?;
    session.batch("COMMIT").await?;
    Ok(keys)
}

/// Settings and the one value that keeps acknowledged writes.
const SETTINGS: &[(&str, &str)] = &[("fsync", "on"), ("full_page_writes", "on")];

async fn settings(session: &Session) -> Result<(), OpenError> {
    const READ: &str = "SELECT current_setting($1)";
    for &(name, wanted) in SETTINGS {
        let found =
            session.rows(READ, &[name.into()]).await?.pop().map_or_else(String::new, |mut row| row[0].text());
        if found != wanted {
            return Err(OpenError::Setting { name, found, wanted });
        }
    }
    let name = "synchronous_commit";
    let found =
        session.rows(READ, &[name.into()]).await?.pop().map_or_else(String::new, |mut row| row[0].text());
    if matches!(found.as_str(), "on" | "remote_apply" | "remote_write") {
        Ok(())
    } else {
        Err(OpenError::Setting { name, found, wanted: "on" })
    }
}
