//! The writer of the PostgreSQL server: one connection in a thread of its own, one transaction for all that waits.

use jiff::SignedDuration;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::error::SqlState;

use super::{Address, Session, open};
use crate::audit::chain::{self, Head};
use crate::error::Error;
use crate::job::{self, Bond, Job, Outcome, is_of_one};
use crate::moves::Moves;
use crate::tx::Tx;
use crate::writer::gather;

/// How often a transaction is tried again when the server asks for it.
const TRIES: u32 = 8;
/// How long to wait before another attempt to connect.
const PAUSE: SignedDuration = SignedDuration::from_millis(250);

/// Works until the queue is closed and empty.
pub(crate) async fn work(address: Address, mut jobs: Receiver<Job>, moves: &Moves) {
    let mut session = None;
    while let Some(first) = jobs.recv().await {
        let group = gather(first, &mut jobs);
        let result = match ready(&address, &mut session).await {
            Ok(session) => commit(session, moves, &group).await,
            Err(error) => Err(error),
        };
        match result {
            Ok(outcomes) => job::answer(group, outcomes),
            Err(error) => {
                tracing::error!(error = %error, "A group of {} writes could not be stored", group.len());
                job::refuse(group, error);
            }
        }
    }
}

/// A connection that is open.
async fn ready<'s>(address: &Address, session: &'s mut Option<Session>) -> Result<&'s Session, Error> {
    if session.as_ref().is_none_or(Session::is_closed) {
        if session.take().is_some() {
            tokio::time::sleep(PAUSE.unsigned_abs()).await;
        }
        *session = Some(open::connect(address).await?);
    }
    session.as_ref().ok_or(Error::Closed)
}

async fn commit(session: &Session, moves: &Moves, group: &[Job]) -> Result<Vec<Outcome>, Error> {
    let (mut tries, mut bond) = (0, Bond::Together);
    loop {
        tries += 1;
        let result = attempt(session, moves, (group, bond)).await;
        if result.is_err() && !session.is_closed() {
            // Whatever has been left open ends here; with nothing open this is a warning of the server only.
            session.batch("ROLLBACK").await?;
        }
        match result {
            Err(error) if bond == Bond::Together && is_of_one(&error) => bond = Bond::Apart,
            Err(error) if tries < TRIES && is_passing(&error) => {}
            result => return result,
        }
    }
}

/// Whether the same work can succeed now: the server says so, or another process has added to the audit chain.
fn is_passing(error: &Error) -> bool {
    match error {
        Error::Taken => true,
        Error::Postgres(error) => error.code().is_some_and(|code| {
            *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED
        }),
        _ => false,
    }
}

async fn attempt(
    session: &Session,
    moves: &Moves,
    (group, bond): (&[Job], Bond),
) -> Result<Vec<Outcome>, Error> {
    let tx = Tx::Postgres(session);
    session.batch("BEGIN").await?;
    // Other processes write too: the end of the chain is read anew.
    let head = Head::from_rows(&tx.rows(chain::HEAD, &[]).await?)?;
    let (_, outcomes, state) = job::run(&tx, (moves, head), (group, bond)).await?;
    session.batch("COMMIT").await?;
    moves.know(state);
    Ok(outcomes)
}
