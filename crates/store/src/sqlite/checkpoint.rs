//! The checkpointer thread: moves the log into the database beside the writer, never inside a commit.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use crate::error::{Error, OpenError};

/// How often the log's size is looked at.
const PACE: Duration = Duration::from_millis(100);
/// From this size the log is moved, as far as readers allow.
const PASSIVE_BYTES: u64 = 64 << 20;
/// From this size writers wait until the log is empty.
const TRUNCATE_BYTES: u64 = 512 << 20;
/// How often the end tries to empty the log while the thread, or a copy of the database, is at it.
const LAST_TRIES: u32 = 100;
/// A log that has not grown for so many looks is moved and emptied.
const IDLE_LOOKS: u32 = 50;

/// The thread; it has ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Checkpointer {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Checkpointer {
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
        Ok(Self { stop: Some(stop), thread: Some(thread) })
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
        let mode = match seen.0 {
            0 => return,
            TRUNCATE_BYTES.. => "TRUNCATE",
            _ if self.idle == IDLE_LOOKS => "TRUNCATE",
            PASSIVE_BYTES.. if self.idle < IDLE_LOOKS => "PASSIVE",
            _ => return,
        };
        let result = connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()));
        if let Err(error) = result {
            tracing::warn!(error = %error, "The log of the database could not be moved; trying again");
        }
    }
}
