//! Ranges of records that were read lately, kept in memory: a visit reads the same rows for page after page.
//!
//! What is kept is what the database says, never what it said. Each record has a turn (records share turns, which costs a read
//! now and then and no more): it is odd from before a write to the record is committed until after, and another after each. What
//! was read is kept with the turn it was read in, and is of no use in another; while a write is under way the database itself is
//! asked. What a reader may see is sifted out of what is kept as it is out of what is read, so that no grant rests on it. No other
//! process writes to the embedded database while this one has it open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use helsami_domain::ids::PatientKey;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::error::Error;
use crate::job::{Job, Touched};
use crate::look::{Found, Range};

/// How many turns the records share.
const TURNS: usize = 4096;
/// Bytes that a range takes beside its rows.
const RANGE_BYTES: u64 = 256;
/// What the cache expects a range to take, to make room for its list of them.
const RANGE_MEAN: u64 = 4 * 1024;

type Key = (PatientKey, Range);

/// What is kept, and the turns.
pub(crate) struct Kept {
    ranges: Cache<Key, (u64, Arc<Found>), Weight>,
    turns: Box<[AtomicU64]>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, (u64, Arc<Found>)> for Weight {
    fn weight(&self, _: &Key, (_, found): &(u64, Arc<Found>)) -> u64 {
        RANGE_BYTES + found.weight()
    }
}

/// Which turns a group of writes is in. They end when it is dropped, whatever became of the writes.
pub(crate) struct Writing<'kept> {
    kept: &'kept Kept,
    turns: Vec<usize>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} ranges)", self.ranges.len())
    }
}

impl Kept {
    /// Keeps as many bytes at most; none for 0.
    pub(crate) fn new(bytes: u64) -> Self {
        let count = usize::try_from(bytes / RANGE_MEAN).unwrap_or(usize::MAX);
        let turns = std::iter::repeat_with(AtomicU64::default).take(TURNS).collect();
        Self { ranges: Cache::with_weighter(count, bytes, Weight), turns }
    }

    /// Reads ranges of a record: what is kept, and the rest by `read`, which reads from one state of the database.
    pub(crate) fn scan(
        &self,
        patient: PatientKey,
        ranges: &[Range],
        read: impl Fn(&[Range]) -> Result<Vec<Found>, Error>,
    ) -> Result<Vec<Found>, Error> {
        let Some(turn) = self.turn(patient) else { return read(ranges) };
        let mut found: Vec<Option<Arc<Found>>> =
            ranges.iter().map(|range| self.find((patient, range), turn)).collect();
        let missing: Vec<Range> = ranges
            .iter()
            .zip(&found)
            .filter(|(_, found)| found.is_none())
            .map(|(range, _)| range.clone())
            .collect();
        if !missing.is_empty() {
            let anew = read(&missing)?;
            if self.turn(patient) != Some(turn) {
                // Something was written in between: two states of the record must not stand on one page.
                return read(ranges);
            }
            let empty = found.iter_mut().filter(|found| found.is_none());
            for ((place, range), anew) in empty.zip(missing).zip(anew) {
                let anew = Arc::new(anew);
                self.ranges.insert((patient, range), (turn, Arc::clone(&anew)));
                *place = Some(anew);
            }
        }
        Ok(found.into_iter().flatten().map(|found| Found::clone(&found)).collect())
    }

    fn find(&self, (patient, range): (PatientKey, &Range), turn: u64) -> Option<Arc<Found>> {
        let (kept, found) = self.ranges.get(&Asked(patient, range))?;
        (kept == turn).then_some(found)
    }

    /// The turn of a record; none while it is being written to.
    fn turn(&self, patient: PatientKey) -> Option<u64> {
        let turn = self.turns[place(patient)].load(Ordering::SeqCst);
        turn.is_multiple_of(2).then_some(turn)
    }

    /// Begins the writes of a group, before they are committed.
    pub(crate) fn writing(&self, jobs: &[Job]) -> Writing<'_> {
        let mut turns = Vec::new();
        for job in jobs {
            match job.touched() {
                Touched::Nothing => {}
                Touched::Records(patients) => turns.extend(patients.into_iter().map(place)),
                Touched::Everything => turns.extend(0..TURNS),
            }
        }
        turns.sort_unstable();
        turns.dedup();
        for turn in &turns {
            self.turns[*turn].fetch_add(1, Ordering::SeqCst);
        }
        Writing { kept: self, turns }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        for turn in &self.turns {
            self.kept.turns[*turn].fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// A key that is not owned.
#[derive(Hash)]
struct Asked<'range>(PatientKey, &'range Range);

impl quick_cache::Equivalent<Key> for Asked<'_> {
    fn equivalent(&self, (patient, range): &Key) -> bool {
        self.0 == *patient && self.1 == range
    }
}

/// Which turn a record has. Keys of records are random already.
fn place(patient: PatientKey) -> usize {
    usize::try_from(patient.get().unsigned_abs() % TURNS as u64).unwrap_or_default()
}
