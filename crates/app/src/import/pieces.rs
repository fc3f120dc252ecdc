//! The queue between the reader of files and the workers: bounded by bytes, so that memory is.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Texts that are worked on together.
#[derive(Debug)]
pub(super) struct Piece {
    /// The file they are from.
    pub(super) file: Arc<str>,
    /// Whether the file was asked for by name.
    pub(super) is_named: bool,
    /// Whether the texts are entries of a bundle that was too large to hold, and how they are to be taken.
    pub(super) within: Option<Within>,
    /// The texts with their places.
    pub(super) texts: Vec<Text>,
}

/// The bundles that are taken apart while they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// `batch`: each entry has its own request.
    Batch,
    /// `collection` or `searchset`: each entry holds a resource.
    Collection,
}

/// One text: a line, a file, an entry of a large bundle.
#[derive(Debug)]
pub(super) struct Text {
    /// The line of an NDJSON file, from 1.
    pub(super) line: Option<u64>,
    /// The entry of a bundle, from 1, where the reader has taken the bundle apart.
    pub(super) entry: Option<u64>,
    /// The text as bytes.
    pub(super) bytes: Vec<u8>,
}

impl Piece {
    pub(super) fn bytes(&self) -> u64 {
        self.texts.iter().map(|text| text.bytes.len() as u64).sum()
    }
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Piece>,
    bytes: u64,
    is_closed: bool,
}

/// The queue.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    limit: u64,
}

impl Queue {
    pub(super) fn new(limit: u64) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), limit }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a piece; waits while too much is in memory. A piece larger than the limit goes alone.
    pub(super) fn push(&self, piece: Piece) {
        let bytes = piece.bytes();
        let mut state = self.lock();
        while state.bytes > 0 && state.bytes + bytes > self.limit {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes += bytes;
        state.waiting.push_back(piece);
        self.changed.notify_all();
    }

    /// The next piece; waits for one. `None` when there will be no more.
    pub(super) fn pop(&self) -> Option<Piece> {
        let mut state = self.lock();
        loop {
            if let Some(piece) = state.waiting.pop_front() {
                return Some(piece);
            }
            if state.is_closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A piece of this size is no longer in memory.
    pub(super) fn done(&self, bytes: u64) {
        self.lock().bytes -= bytes;
        self.changed.notify_all();
    }

    /// Waits until nothing is in work: what comes later may rely on it.
    pub(super) fn drain(&self) {
        let mut state = self.lock();
        while state.bytes > 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// There will be no more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }
}
