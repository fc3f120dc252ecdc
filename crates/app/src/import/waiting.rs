//! What waits for something that comes later, and what leads to something that has not come: places in files, never
//! their contents, and no more of them than are bounded.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use helsami_domain::ids::RecordId;

use super::report::Dangling;

/// Documents that may wait at the same time. What comes beyond them is taken as far as it can be, at once.
const WAITING_MAX: usize = 500_000;
/// Documents whose places are remembered for as long as their references lead nowhere.
const DANGLING_MAX: usize = 100_000;
/// Documents with dangling references that are told.
const DANGLING_TOLD: usize = 100;

/// The place of a text in its file: line and entry, each from 1, 0 where there is none.
pub(super) type At = (u64, u64);
/// Places of one file.
pub(super) type Places = Arc<BTreeSet<At>>;

/// The documents that wait, by file.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    files: BTreeMap<Arc<str>, BTreeSet<At>>,
    count: usize,
}

impl Waiting {
    /// Whether there is room; then the document waits.
    pub(super) fn add(&mut self, file: &Arc<str>, at: At) -> bool {
        if self.count >= WAITING_MAX {
            return false;
        }
        self.count += usize::from(self.files.entry(Arc::clone(file)).or_default().insert(at));
        true
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The files with their places.
    pub(super) fn into_files(self) -> impl Iterator<Item = (Arc<str>, Places)> {
        self.files.into_iter().map(|(file, places)| (file, Arc::new(places)))
    }
}

/// Whether a line has a place among them.
pub(super) fn has_line(places: &BTreeSet<At>, line: u64) -> bool {
    places.range((line, 0)..=(line, u64::MAX)).next().is_some()
}

/// The place of a document and how many of its references lead nowhere.
#[derive(Clone, Debug)]
pub(super) struct Leads {
    pub(super) file: Arc<str>,
    pub(super) line: Option<u64>,
    pub(super) entry: Option<u64>,
    pub(super) references: u32,
}

/// References that lead nowhere yet, by the row they are in.
#[derive(Debug, Default)]
pub(super) struct Nowhere {
    known: HashMap<RecordId, Leads>,
    /// References of documents beyond those that are remembered.
    beyond: u64,
}

impl Nowhere {
    /// Notes what a document has now.
    pub(super) fn note(&mut self, id: RecordId, leads: Leads) {
        if leads.references == 0 {
            self.known.remove(&id);
        } else if self.known.len() < DANGLING_MAX || self.known.contains_key(&id) {
            self.known.insert(id, leads);
        } else {
            self.beyond += u64::from(leads.references);
        }
    }

    /// Some of a document's references are links now. It may be a document of an earlier import.
    pub(super) fn linked(&mut self, id: RecordId, references: u32) {
        match self.known.get_mut(&id) {
            Some(leads) if leads.references > references => leads.references -= references,
            Some(_) => drop(self.known.remove(&id)),
            None => self.beyond = self.beyond.saturating_sub(u64::from(references)),
        }
    }

    /// How many there are, and the first of their documents in the order of the files.
    pub(super) fn told(self) -> (u64, Vec<Dangling>) {
        let mut known: Vec<Leads> = self.known.into_values().collect();
        known.sort_by(|a, b| (&a.file, a.line, a.entry).cmp(&(&b.file, b.line, b.entry)));
        let count = known.iter().map(|one| u64::from(one.references)).sum::<u64>();
        let first = known.into_iter().take(DANGLING_TOLD).map(|Leads { file, line, entry, references }| {
            Dangling { file: file.to_string(), line, entry, references }
        });
        (count + self.beyond, first.collect())
    }
}
