//! The checkpointer thread: moves the log into the database beside the writer, never inside a commit.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use crate::error::{Error, OpenError};

/// How often the log's size is looked at.
const PACE: Duration = Duration::from_millis(100);
/// From so many pages the log is moved, and then written anew from its start: what is written over costs less than what grows. That is
/// 32 MiB.
const PAGES: i64 = 8192;
/// How long writers wait at most while the last of the log is moved and its readers end.
const SHORT: Duration = Duration::from_millis(20);
/// From this size writers wait until the log is empty.
const TRUNCATE_BYTES: u64 = 512 << 20;
/// How often the end tries to empty the log while the thread, or a copy of the database, is at it.
const LAST_TRIES: u32 = 100;
/// A log that has not grown for so many looks is moved and emptied.
const IDLE_LOOKS: u32 = 50;

/// The thread.
#[derive(Debug)]
pub(crate) struct Checkpointer(Mutex<Option<Running>>);

/// A thread that runs; it has ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    /// The last connection that is closed takes files away: not after somebody else has begun to use the folder.
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Checkpointer {
    /// Starts the thread with its own connection.
    pub(crate) fn start(path: &Path) -> Result<Self, OpenError> {
        let connection = Connection::open(path).map_err(Error::from)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(Error::from)?;
        connection.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(())).map_err(Error::from)?;
        connection.pragma_update(None, "cache_size", -1024).map_err(Error::from)?;
        connection.busy_timeout(SHORT).map_err(Error::from)?;
        let (stop, stopped) = channel();
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let log = PathBuf::from(log);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || {
                let mut watch = Watch::default();
                while stopped.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                    watch.look(&connection, &log);
                }
            })
            .map_err(Error::from)?;
        Ok(Self(Mutex::new(Some(Running { stop: Some(stop), thread: Some(thread) }))))
    }

    /// The thread, to be ended where that may take its time.
    pub(crate) fn ended(&self) -> Option<Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Moves the whole log into the database, so that a store that is closed is one file of its true size.
pub(crate) fn empty_log(path: &Path) {
    let moved = Connection::open(path).and_then(|connection| {
        connection.pragma_update(None, "synchronous", "FULL")?;
        for _ in 0..LAST_TRIES {
            let is_busy: bool =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if !is_busy {
                return Ok(true);
            }
            std::thread::sleep(PACE);
        }
        Ok(false)
    });
    match moved {
        Ok(true) => {}
        Ok(false) => tracing::warn!("The log of the database was in use to the end; the next start moves it"),
        Err(error) => {
            tracing::warn!(error = %error, "The log of the database could not be moved at the end; the next start moves it");
        }
    }
}

/// What the last looks saw.
#[derive(Default)]
struct Watch {
    /// Bytes of the log and when it was last written.
    before: Option<(u64, std::time::SystemTime)>,
    idle: u32,
}

impl Watch {
    fn look(&mut self, connection: &Connection, log: &Path) {
        let Ok(seen) = log.metadata().and_then(|file| Ok((file.len(), file.modified()?))) else { return };
        self.idle = if Some(seen) == self.before { self.idle + 1 } else { 0 };
        self.before = Some(seen);
        let is_idle = self.idle > 0 && self.idle.is_multiple_of(IDLE_LOOKS);
        let result = match seen.0 {
            0 => return,
            TRUNCATE_BYTES.. => emptied(connection),
            _ if is_idle => emptied(connection),
            _ if self.idle < IDLE_LOOKS => begun_anew(connection),
            _ => return,
        };
        if let Err(error) = result {
            tracing::warn!(error = %error, "The log of the database could not be moved; trying again");
        }
    }
}

/// Moves the log and lets the next write begin it anew, once it is long. Most is moved beside the writer; for what has come in the
/// meantime the writer waits. Where somebody reads what is older than the end of the log, that comes later.
fn begun_anew(connection: &Connection) -> rusqlite::Result<()> {
    if checkpoint(connection, "NOOP")?.pages < PAGES {
        return Ok(());
    }
    let Checkpoint { pages, moved } = checkpoint(connection, "PASSIVE")?;
    if moved == pages {
        checkpoint(connection, "RESTART")?;
    }
    Ok(())
}

fn emptied(connection: &Connection) -> rusqlite::Result<()> {
    checkpoint(connection, "TRUNCATE").map(drop)
}

/// Pages in the log, and how many of them have been moved.
struct Checkpoint {
    pages: i64,
    moved: i64,
}

fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<Checkpoint> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        Ok(Checkpoint { pages: row.get(1)?, moved: row.get(2)? })
    })
}
