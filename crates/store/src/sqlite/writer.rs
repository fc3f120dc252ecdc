//! The writer thread: takes all that waits, makes it one transaction, and acknowledges after the commit.

use std::sync::Mutex;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::mpsc::{Receiver, Sender, channel, error::TrySendError};

use super::rows;
use crate::audit::chain::{self, Head};
use crate::error::{Error, OpenError};
use crate::job::{self, GROUP_MAX, Job, Outcome, ROWS_MAX};
use crate::place::Options;
use crate::tx::{Tx, now};

/// The queue before the writer and its thread.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(connection: Connection, options: &Options) -> Result<Self, OpenError> {
        let head = Head::from_rows(&rows(&connection, chain::HEAD, &[])?)?;
        let (queue, jobs) = channel(options.queue);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || work(&connection, jobs, head))
            .map_err(Error::from)?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    /// Puts a job into the queue.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        let queue = self.queue.lock().expect("nobody panics while holding the queue");
        match queue.as_ref().ok_or(Error::Closed)?.try_send(job) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(_)) => Err(Error::Busy),
            Err(TrySendError::Closed(_)) => Err(Error::Closed),
        }
    }

    /// Lets the thread finish what waits, and waits for it.
    pub(crate) async fn close(&self) {
        drop(self.queue.lock().expect("nobody panics while holding the queue").take());
        let thread = self.thread.lock().expect("nobody panics while holding the thread").take();
        if let Some(thread) = thread {
            // A panic of the writer has been reported by its own thread.
            drop(tokio::task::spawn_blocking(move || drop(thread.join())).await);
        }
    }
}

impl Drop for Writer {
    /// A store that is dropped still finishes what waits before its file is unlocked.
    fn drop(&mut self) {
        drop(self.queue.lock().map(|mut queue| queue.take()));
        if let Ok(mut thread) = self.thread.lock()
            && let Some(thread) = thread.take()
        {
            drop(thread.join());
        }
    }
}

fn work(connection: &Connection, mut jobs: Receiver<Job>, mut head: Head) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = gather(first, &mut jobs);
        group.sort_by_key(Job::place);
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

fn gather(first: Job, jobs: &mut Receiver<Job>) -> Vec<Job> {
    let mut weight = first.weight();
    let mut group = vec![first];
    while group.len() < GROUP_MAX && weight < ROWS_MAX {
        let Ok(job) = jobs.try_recv() else { break };
        weight += job.weight();
        group.push(job);
    }
    group
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
