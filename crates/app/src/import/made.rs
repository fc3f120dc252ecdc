//! Bundles that are made while they are taken in, not read from files: the demo's region.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use helsami_domain::access::{self, Actor, SystemTask};
use jiff::Timestamp;

use super::deliver::Door;
use super::pieces::{Piece, Text};
use super::{ImportError, Progress, Report};
use crate::App;

/// Where made bundles come from. Any of them may be asked for at any time, from several threads. One that names a person
/// of another bundle is asked for again when that one has come.
pub trait Maker: Send + Sync + 'static {
    /// What the others refer to; taken before them.
    fn first(&self) -> String;
    /// How many others there are.
    fn count(&self) -> usize;
    /// The others, by number.
    fn bundle(&self, number: usize) -> String;
}

impl App {
    /// Takes made bundles into the record through the same door as files. Bundles that are there already stay as they
    /// are, so that an interrupted run can be started again.
    ///
    /// # Errors
    /// [`ImportError`]; what cannot be taken is in the report instead.
    pub async fn import_made(
        &self,
        maker: Arc<dyn Maker>,
        now: Timestamp,
        progress: Arc<Progress>,
    ) -> Result<Report, ImportError> {
        let grant = access::receive(Actor::System(SystemTask::Demo))?;
        let (store, runtime) = (self.store.clone(), tokio::runtime::Handle::current());
        let work = move || {
            let door = Door::new((&store, &grant), &runtime, &progress, now);
            door.made("shared", maker.first(), false);
            let is_whole = door.made_all(&*maker, &progress);
            door.made_again(&*maker);
            if is_whole { door.finish() } else { Err(ImportError::Broken) }
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| ImportError::Broken)?
    }
}

/// What a made bundle is called where it is told of.
fn name(number: usize) -> String {
    format!("citizen {number}")
}

impl Door<'_> {
    /// Takes the bundles in, by several workers; `false` when one of them broke down.
    fn made_all(&self, maker: &dyn Maker, progress: &Progress) -> bool {
        let next = AtomicUsize::new(0);
        let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let work = || {
            while !self.has_stopped() {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= maker.count() {
                    break;
                }
                self.made(&name(number), maker.bundle(number), true);
                Progress::add(&progress.bundles, 1);
            }
        };
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            handles.into_iter().all(|handle| handle.join().is_ok())
        })
    }

    /// Takes what has waited for other bundles: again and again, for as long as that takes some of them in; what is left
    /// then is taken or refused as it is.
    fn made_again(&self, maker: &dyn Maker) {
        let mut before = usize::MAX;
        loop {
            let (waiting, _) = self.take_waiting();
            let count = waiting.count();
            if count == 0 || self.has_stopped() {
                return;
            }
            let files: HashSet<Arc<str>> = waiting.into_files().map(|(file, _)| file).collect();
            for number in (0..maker.count()).filter(|number| files.contains(name(*number).as_str())) {
                self.made(&name(number), maker.bundle(number), count < before);
            }
            before = count;
        }
    }

    fn made(&self, name: &str, json: String, may_wait: bool) {
        let text = Text { line: None, entry: None, bytes: json.into_bytes() };
        let (file, texts) = (name.into(), vec![text]);
        self.piece(&Piece { file, is_named: true, within: None, may_wait, only: None, texts });
    }
}
