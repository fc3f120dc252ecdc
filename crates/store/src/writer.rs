//! The queue before the one writer of a database, and the writer's thread.

use std::sync::Mutex;
use std::thread::JoinHandle;

use tokio::sync::mpsc::{Receiver, Sender, channel, error::TrySendError};

use crate::error::{Error, OpenError};
use crate::job::{GROUP_MAX, Job, ROWS_MAX};

/// The queue and the thread behind it.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread. It works until the queue is closed and empty.
    pub(crate) fn start(
        waiting_max: usize,
        work: impl FnOnce(Receiver<Job>) + Send + 'static,
    ) -> Result<Self, OpenError> {
        let (queue, jobs) = channel(waiting_max.max(1));
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || work(jobs))
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

/// Takes all that waits, within the bounds of one transaction, in the order of its keys.
pub(crate) fn gather(first: Job, jobs: &mut Receiver<Job>) -> Vec<Job> {
    let mut group = vec![first];
    take(&mut group, jobs);
    group
}

/// Takes what has come since, into the same transaction.
pub(crate) fn take(group: &mut Vec<Job>, jobs: &mut Receiver<Job>) {
    let mut weight: usize = group.iter().map(Job::weight).sum();
    while group.len() < GROUP_MAX && weight < ROWS_MAX {
        let Ok(job) = jobs.try_recv() else { break };
        weight += job.weight();
        group.push(job);
    }
    group.sort_by_key(Job::place);
}
