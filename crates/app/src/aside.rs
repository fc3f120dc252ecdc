//! Work that takes a processor for a while, beside the requests: a few at a time, so that nobody can take all of them.

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Pieces of work at a time.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Does the work on a thread of its own when it is its turn. `None` if it broke off.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = TURNS.acquire().await.ok()?;
    spawn_blocking(work).await.ok()
}
