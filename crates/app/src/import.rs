//! Taking FHIR files into the record: files and folders, JSON and NDJSON, plain or compressed.
//!
//! One reader takes the files apart into pieces that belong together, several workers give the pieces to the write
//! door. Memory stays bounded whatever the size of the files; what cannot be taken is told with its file, line and entry
//! and stops nothing else.

mod deliver;
mod files;
mod made;
mod pieces;
mod report;
mod skim;
mod source;
mod waiting;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use helsami_domain::access::{self, Actor, Denied, SystemTask};
use helsami_store::Store;
use jiff::Timestamp;

pub use made::Maker;
pub use report::{Case, Dangling, PassedOver, Refused, Report, Taken};

use crate::App;

/// How large things may be. The defaults suit a machine with 1 GiB to spare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest document that must be whole in memory: one resource, one line, one transaction. Bytes.
    pub document_bytes: u64,
    /// From this size on a collection, searchset or batch is taken apart while it is read. Bytes.
    pub stream_bytes: u64,
    /// How much larger than itself a compressed file may become…
    pub ratio: u64,
    /// …beyond this many bytes.
    pub ratio_from_bytes: u64,
    /// Bytes of documents in memory at the same time, beside the largest one.
    pub waiting_bytes: u64,
    /// Workers; 0 takes one for each core.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 256 << 20,
            stream_bytes: 16 << 20,
            ratio: 400,
            ratio_from_bytes: 64 << 20,
            waiting_bytes: 32 << 20,
            workers: 0,
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// How large things may be.
    pub limits: Limits,
    /// Who lets it in: the import or the demo.
    pub task: SystemTask,
    /// The time of everything that is written.
    pub now: Timestamp,
}

impl Request {
    /// An import by the operator, with the default limits.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, now: Timestamp) -> Self {
        Self { paths, limits: Limits::default(), task: SystemTask::Import, now }
    }
}

/// How far the import is. Read it as often as wanted while it runs.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of the files, as far as known.
    pub bytes_total: AtomicU64,
    /// Bytes read of them, before decompression.
    pub bytes_read: AtomicU64,
    /// Resources that are in the record now.
    pub resources: AtomicU64,
    /// What was refused.
    pub refused: AtomicU64,
    /// Bundles that were made, not read, and are done.
    pub bundles: AtomicU64,
}

impl Progress {
    pub(crate) fn add(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }
}

/// Why an import could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not this actor's to do.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store does not take anything any more. What was acknowledged is stored; start again to go on.
    #[error("the import stopped: {0}; start it again to go on where it stopped")]
    Store(#[from] helsami_store::Error),
    /// A worker broke down.
    #[error("the import broke down; start it again to go on where it stopped")]
    Broken,
}

impl App {
    /// Takes files into the record.
    ///
    /// # Errors
    /// [`ImportError`]; what cannot be taken of the files is in the report instead.
    pub async fn import(&self, request: Request, progress: Arc<Progress>) -> Result<Report, ImportError> {
        import(self.store.clone(), request, progress).await
    }
}

async fn import(store: Store, request: Request, progress: Arc<Progress>) -> Result<Report, ImportError> {
    let grant = access::receive(Actor::System(request.task))?;
    let runtime = tokio::runtime::Handle::current();
    let work = move || {
        let workers = match request.limits.workers {
            0 => std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            workers => workers,
        };
        let queue = pieces::Queue::new(request.limits.waiting_bytes);
        let door = deliver::Door::new((&store, &grant), &runtime, &progress, request.now);
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| door.work(&queue))).collect();
            files::read(&request, &queue, &door);
            queue.close();
            handles.into_iter().all(|handle| handle.join().is_ok())
        })
        .then(|| door.finish())
        .ok_or(ImportError::Broken)?
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| ImportError::Broken)?
}
