//! Reading connections, lent for the time of one read. The read runs where it was asked for: a patient's rows are a few
//! pages that are in memory, and a hop to another thread and back costs more than reading them.

use std::sync::{Condvar, Mutex, PoisonError};

use rusqlite::Connection;

/// The pool.
#[derive(Default)]
pub(crate) struct Pool {
    idle: Mutex<Vec<Connection>>,
    is_back: Condvar,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pool")
    }
}

/// A connection that goes back to the pool, whatever becomes of the read.
struct Lent<'pool> {
    pool: &'pool Pool,
    connection: Option<Connection>,
}

impl Pool {
    /// A pool of these connections; at least one.
    pub(crate) fn of(connections: Vec<Connection>) -> Self {
        Self { idle: Mutex::new(connections), is_back: Condvar::new() }
    }

    /// Runs a read that is short on a connection: the one that came back last, because its pages are the warmest. Where all are
    /// lent it waits, as long as one of the other reads takes.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        let lent = self.lend();
        work(lent.connection.as_ref().expect("it is there until it goes back"))
    }

    fn lend(&self) -> Lent<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle =
            self.is_back.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        Lent { pool: self, connection: idle.pop() }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.as_ref().filter(|connection| !connection.is_autocommit()) {
            // A read that broke off: the next one must not see the state that this one saw.
            drop(connection.execute_batch("ROLLBACK"));
        }
        let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
        drop(idle);
        self.pool.is_back.notify_one();
    }
}
