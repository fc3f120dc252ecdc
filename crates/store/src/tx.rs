//! One seam to both databases: a transaction that runs a statement with values.
//!
//! SQLite answers at once; its futures are ready when first polled ([`now`]). So every use of a transaction is written
//! once, as if the database were far away.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::error::Error;
use crate::table::Table;
use crate::value::{RowValues, Value};

/// A transaction that is open on the writer's connection.
pub(crate) enum Tx<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a crate::postgres::Session),
}

impl Tx<'_> {
    /// Runs a statement and hands back its rows.
    pub(crate) async fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<RowValues>, Error> {
        match self {
            Self::Sqlite(connection) => crate::sqlite::rows(connection, sql, values),
            Self::Postgres(session) => session.rows(sql, values).await,
        }
    }

    /// Runs a statement and hands back how many rows it changed.
    pub(crate) async fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        match self {
            Self::Sqlite(connection) => crate::sqlite::execute(connection, sql, values),
            Self::Postgres(session) => session.execute(sql, values).await,
        }
    }

    /// Inserts rows and hands back how many were inserted or changed.
    pub(crate) async fn insert(&self, table: &Table, rows: &[RowValues]) -> Result<u64, Error> {
        if rows.is_empty() {
            return Ok(0);
        }
        match self {
            Self::Sqlite(connection) => crate::sqlite::insert(connection, table, rows),
            Self::Postgres(session) => session.insert(table, rows).await,
        }
    }
}

/// The result of a future that never waits: all that SQLite does.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a transaction on SQLite never waits"),
    }
}
