//! The writer of the embedded database: takes all that waits, makes it one transaction, acknowledges after the commit.

use rusqlite::Connection;
use tokio::sync::mpsc::Receiver;

use crate::audit::chain::Head;
use crate::error::Error;
use crate::job::{self, Job, Outcome};
use crate::tx::{Tx, now};
use crate::writer::gather;

/// Works until the queue is closed and empty.
pub(crate) fn work(connection: &Connection, mut jobs: Receiver<Job>, mut head: Head) {
    while let Some(first) = jobs.blocking_recv() {
        let group = gather(first, &mut jobs);
        match commit(connection, head, &group) {
            Ok((after, outcomes)) => {
                head = after;
                job::answer(group, outcomes);
            }
            Err(error) => {
                tracing::error!(error = %error, "A group of {} writes could not be stored", group.len());
                job::refuse(group, error);
            }
        }
    }
}

fn commit(connection: &Connection, head: Head, group: &[Job]) -> Result<(Head, Vec<Outcome>), Error> {
    let tx = Tx::Sqlite(connection);
    now(tx.execute("BEGIN IMMEDIATE", &[]))?;
    let result = now(job::run(&tx, head, group)).and_then(|done| {
        now(tx.execute("COMMIT", &[]))?;
        Ok(done)
    });
    if result.is_err() && !connection.is_autocommit() {
        // SQLite has undone everything itself when this fails, as on a full disk.
        drop(now(tx.execute("ROLLBACK", &[])));
    }
    result
}
