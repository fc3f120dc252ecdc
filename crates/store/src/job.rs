//! What waits for the writer, and how a group of it becomes one transaction.
//!
//! A group is first written as one: nearly always all of it succeeds. Where one write fails, the group is undone and written again, each
//! write with a savepoint, so that the one does not undo its neighbours. The rows of the audit chain are added last, for what has
//! succeeded. Nothing is acknowledged before the commit is on disk.

use std::sync::Arc;

use helsami_domain::ids::PatientKey;
use tokio::sync::oneshot;

use crate::apply::{Packed, apply};
use crate::audit::chain::{self, AuditNew, Head};
use crate::batch::Applied;
use crate::error::Error;
use crate::moves::{Moves, State};
use crate::tx::Tx;
use crate::value::{RowValues, Value};

/// A statement with its values.
pub(crate) type Statement = (&'static str, Vec<Value>);
/// Where the answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// Requests in one transaction at most.
pub(crate) const GROUP_MAX: usize = 512;
/// Changed rows in one transaction at most, beyond its last request: bounds the log of the database.
pub(crate) const ROWS_MAX: usize = 20_000;

/// One request to the writer.
pub(crate) enum Job {
    /// A row of the audit log alone: a read.
    Audit(AuditNew, Reply<()>),
    /// A write to records.
    Apply(Box<Packed>, Reply<Applied>),
    /// A few statements on own tables; the answer is the rows of the last.
    Run(Vec<Statement>, Reply<Vec<RowValues>>),
}

impl Job {
    /// What the job adds to the size of a transaction.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Audit(..) | Self::Run(..) => 1,
            Self::Apply(packed, _) => packed.weight(),
        }
    }

    /// Which records it may write to. Statements on own tables touch none.
    pub(crate) fn touched(&self) -> Touched {
        match self {
            Self::Audit(..) | Self::Run(..) => Touched::Nothing,
            Self::Apply(packed, _) if packed.is_joining() => Touched::Everything,
            Self::Apply(packed, _) => Touched::Records(packed.records()),
        }
    }

    /// The order inside a group: by place in the tree, so that pages are touched once.
    pub(crate) fn place(&self) -> (u8, i64) {
        match self {
            Self::Run(..) => (0, 0),
            Self::Apply(packed, _) => (1, packed.first()),
            Self::Audit(..) => (2, 0),
        }
    }
}

/// Which records a job may write to.
pub(crate) enum Touched {
    Nothing,
    Records(Vec<PatientKey>),
    Everything,
}

/// How the writes of a group stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    /// One that fails fails all: an error of [`is_of_one`] is worth another run.
    Together,
    /// One that fails leaves the others.
    Apart,
}

/// Whether an error is that of one write, not of its group.
pub(crate) const fn is_of_one(error: &Error) -> bool {
    matches!(error, Error::Version { .. } | Error::Taken | Error::Merge(_))
}

/// What a job came to, until the commit tells whether it holds.
pub(crate) enum Outcome {
    Audit,
    Apply(Result<Applied, Error>),
    Run(Result<Vec<RowValues>, Error>),
}

/// Runs a group of jobs inside an open transaction. An error means that nothing of the group may be committed.
pub(crate) async fn run(
    tx: &Tx<'_>,
    (moves, head): (&Moves, Head),
    (jobs, bond): (&[Job], Bond),
) -> Result<(Head, Vec<Outcome>, Arc<State>), Error> {
    // Other processes merge too: what is where is looked at in the transaction itself.
    let mut state = moves.seen(tx).await?;
    moves.know(Arc::clone(&state));
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut audit = Vec::new();
    for job in jobs {
        outcomes.push(match job {
            Job::Audit(row, _) => {
                audit.push(row.clone());
                Outcome::Audit
            }
            Job::Apply(packed, _) => {
                let result = attempt(tx, bond, apply(tx, &state, packed)).await?;
                if result.is_ok() && packed.is_joining() {
                    state = moves.seen(tx).await?;
                }
                if result.as_ref().is_ok_and(|applied| !applied.was_known) {
                    audit.extend_from_slice(&packed.audit);
                }
                Outcome::Apply(result)
            }
            Job::Run(statements, _) => Outcome::Run(attempt(tx, bond, run_statements(tx, statements)).await?),
        });
    }
    let head = chain::append(tx, head, &audit).await?;
    Ok((head, outcomes, state))
}

async fn run_statements(tx: &Tx<'_>, statements: &[Statement]) -> Result<Vec<RowValues>, Error> {
    let mut rows = Vec::new();
    for (sql, values) in statements {
        rows = tx.rows(sql, values).await?;
    }
    Ok(rows)
}

/// Runs one request, by itself inside a savepoint. The outer error is one that ends the whole group.
async fn attempt<T>(
    tx: &Tx<'_>,
    bond: Bond,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<Result<T, Error>, Error> {
    if bond == Bond::Together {
        return work.await.map(Ok);
    }
    tx.execute("SAVEPOINT request", &[]).await?;
    match work.await {
        Ok(value) => {
            tx.execute("RELEASE SAVEPOINT request", &[]).await?;
            Ok(Ok(value))
        }
        Err(error) if is_of_one(&error) => {
            tx.execute("ROLLBACK TO SAVEPOINT request", &[]).await?;
            tx.execute("RELEASE SAVEPOINT request", &[]).await?;
            Ok(Err(error))
        }
        Err(error) => Err(error),
    }
}

/// Tells everybody what became of the group, after its commit.
pub(crate) fn answer(jobs: Vec<Job>, outcomes: Vec<Outcome>) {
    // A send fails only when nobody waits any more; the write holds all the same.
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        match (job, outcome) {
            (Job::Audit(_, reply), Outcome::Audit) => drop(reply.send(Ok(()))),
            (Job::Apply(_, reply), Outcome::Apply(result)) => drop(reply.send(result)),
            (Job::Run(_, reply), Outcome::Run(result)) => drop(reply.send(result)),
            _ => unreachable!("outcomes come in the order of their jobs"),
        }
    }
}

/// Tells everybody that nothing of the group is stored.
pub(crate) fn refuse(jobs: Vec<Job>, error: Error) {
    let error = Arc::new(error);
    let again = || if matches!(*error, Error::Full) { Error::Full } else { Error::Group(Arc::clone(&error)) };
    for job in jobs {
        match job {
            Job::Audit(_, reply) => drop(reply.send(Err(again()))),
            Job::Apply(_, reply) => drop(reply.send(Err(again()))),
            Job::Run(_, reply) => drop(reply.send(Err(again()))),
        }
    }
}
