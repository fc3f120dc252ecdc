//! Reader threads with a connection each, behind one queue. A read is one hop: there and back.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rusqlite::Connection;

use crate::error::{Error, OpenError};

/// Work for a reader.
pub(crate) type Work = Box<dyn FnOnce(&Connection) + Send>;

/// Reads that may wait; one more is refused as busy.
const WAITING_MAX: usize = 8192;

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Work>,
    is_closed: bool,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    is_work: Condvar,
}

/// The pool. Its threads end when it is dropped.
pub(crate) struct Pool(Arc<Shared>);

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pool")
    }
}

impl Pool {
    /// Starts one thread for each connection.
    pub(crate) fn start(connections: Vec<Connection>) -> Result<Self, OpenError> {
        let pool = Self(Arc::default());
        for connection in connections {
            let shared = Arc::clone(&pool.0);
            std::thread::Builder::new()
                .name("store-reader".to_owned())
                .spawn(move || work(&connection, &shared))
                .map_err(Error::from)?;
        }
        Ok(pool)
    }

    /// Puts work into the queue.
    pub(crate) fn send(&self, work: Work) -> Result<(), Error> {
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.is_closed {
            return Err(Error::Closed);
        }
        if queue.waiting.len() >= WAITING_MAX {
            return Err(Error::Busy);
        }
        queue.waiting.push_back(work);
        drop(queue);
        self.0.is_work.notify_one();
        Ok(())
    }

    /// Lets the threads finish what waits.
    pub(crate) fn close(&self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
        self.0.is_work.notify_all();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
    }
}

fn work(connection: &Connection, shared: &Shared) {
    loop {
        let mut queue = shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let next = loop {
            if let Some(next) = queue.waiting.pop_front() {
                break next;
            }
            if queue.is_closed {
                return;
            }
            queue = shared.is_work.wait(queue).unwrap_or_else(PoisonError::into_inner);
        };
        drop(queue);
        next(connection);
    }
}
