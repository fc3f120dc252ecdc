//! The queue between the reader of files and the workers: bounded by bytes, so that memory is.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::waiting::{Places, has_line};

/// Texts that are worked on together.
#[derive(Debug)]
pub(super) struct Piece {
    /// The file they are from.
    pub(super) file: Arc<str>,
    /// Whether the file was asked for by name.
    pub(super) is_named: bool,
    /// Whether the texts are entries of a bundle that was too large to hold, and how they are to be taken.
    pub(super) within: Option<Within>,
    /// Whether its file can be read again, so that documents may wait for others.
    pub(super) may_wait: bool,
    /// The places that are to be taken; `None` takes all.
    pub(super) only: Option<Places>,
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
    /// Whether a document at this place is to be taken.
    pub(super) fn wants(&self, line: Option<u64>, entry: Option<u64>) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&(line.unwrap_or(0), entry.unwrap_or(0))))
    }

    /// Whether anything of a text is to be taken.
    fn wants_of(&self, text: &Text) -> bool {
        match (&self.only, text.entry) {
            (None, _) => true,
            (Some(only), None) => has_line(only, text.line.unwrap_or(0)),
            (Some(_), entry) => self.wants(text.line, entry),
        }
    }

    /// The texts that are to be taken.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().filter(|text| self.wants_of(text))
    }

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
