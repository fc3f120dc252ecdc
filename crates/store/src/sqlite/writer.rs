//! The writer of the embedded database: takes all that waits, makes it one transaction, acknowledges after the commit.

use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::mpsc::Receiver;

use crate::audit::chain::Head;
use crate::error::Error;
use crate::job::{self, Bond, Job, Outcome, is_of_one};
use crate::moves::Moves;
use crate::sqlite::kept::Kept;
use crate::tx::{Tx, now};
use crate::writer::{gather, take};

/// So few are worth a pause, where the group before had several: those who were answered then are about to write again, and a
/// transaction costs as much for one as for many. Whoever is alone waits once at most, when the others have just gone.
const FEW: usize = 3;
/// The pause: less than what a transaction costs.
const PAUSE: Duration = Duration::from_micros(100);

/// Works until the queue is closed and empty.
pub(crate) fn work(
    (connection, kept): (&Connection, &Kept),
    mut jobs: Receiver<Job>,
    (moves, mut head): (&Moves, Head),
) {
    let mut before = 0;
    while let Some(first) = jobs.blocking_recv() {
        let mut group = gather(first, &mut jobs);
        if before > 1 && group.len() <= FEW {
            std::thread::sleep(PAUSE);
            take(&mut group, &mut jobs);
        }
        before = group.len();
        match commit((connection, kept), (moves, head), &group) {
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

fn commit(
    (connection, kept): (&Connection, &Kept),
    (moves, head): (&Moves, Head),
    group: &[Job],
) -> Result<(Head, Vec<Outcome>), Error> {
    match attempt((connection, kept), (moves, head), (group, Bond::Together)) {
        Err(error) if is_of_one(&error) => attempt((connection, kept), (moves, head), (group, Bond::Apart)),
        result => result,
    }
}

fn attempt(
    (connection, kept): (&Connection, &Kept),
    (moves, head): (&Moves, Head),
    (group, bond): (&[Job], Bond),
) -> Result<(Head, Vec<Outcome>), Error> {
    let tx = Tx::Sqlite(connection);
    now(tx.execute("BEGIN IMMEDIATE", &[]))?;
    let result = now(job::run(&tx, (moves, head), (group, bond))).and_then(|(head, outcomes, state)| {
        let _writing = kept.writing(group);
        now(tx.execute("COMMIT", &[]))?;
        moves.know(state);
        Ok((head, outcomes))
    });
    if result.is_err() && !connection.is_autocommit() {
        // SQLite has undone everything itself when this fails, as on a full disk.
        drop(now(tx.execute("ROLLBACK", &[])));
    }
    result
}
