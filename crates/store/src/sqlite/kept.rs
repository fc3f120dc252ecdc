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

/// A range that was read.
#[derive(Clone)]
struct Reading {
    /// The turn of its record in which it was read.
    turn: u64,
    /// What it was found to weigh when it was put here: a document weighs another when it is opened, and a cache that is told two
    /// weights of one thing counts wrongly for ever.
    weight: u64,
    found: Arc<Found>,
}

/// What is kept, and the turns.
pub(crate) struct Kept {
    ranges: Cache<Key, Reading, Weight>,
    turns: Box<[AtomicU64]>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Reading> for Weight {
    fn weight(&self, _: &Key, reading: &Reading) -> u64 {
        reading.weight
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
                let weight = RANGE_BYTES + anew.weight();
                let found = Arc::clone(&anew);
                self.ranges.insert((patient, range), Reading { turn, weight, found });
                *place = Some(anew);
            }
        }
        Ok(found.into_iter().flatten().map(|found| Found::clone(&found)).collect())
    }

    fn find(&self, (patient, range): (PatientKey, &Range), turn: u64) -> Option<Arc<Found>> {
        let kept = self.ranges.get(&Asked(patient, range))?;
        (kept.turn == turn).then_some(kept.found)
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

#[cfg(test)]
mod tests {
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::matter::Matter;
    use helsami_domain::resource_type::ResourceType;
    use jiff::Timestamp;

    use super::Kept;
    use crate::body::Body;
    use crate::error::Error;
    use crate::look::{Entry, Found, Look, Range};

    fn sealed(patient: PatientKey) -> Found {
        let local = LocalId::at(Timestamp::UNIX_EPOCH, 1);
        let row = RecordId { patient, kind: ResourceType::Observation, local };
        let mut entry = Entry::of_log(row, Timestamp::UNIX_EPOCH, String::new());
        entry.sealed = Some(Body::packed(1, vec![1; 1000].into()));
        Found { entries: vec![entry], ..Found::default() }
    }

    /// Reads the range of each person anew so many times, and opens what came.
    fn read_anew(kept: &Kept, length: usize) {
        let look = Look::new(Matter::Results, Timestamp::UNIX_EPOCH).newest(ResourceType::Observation, 9);
        let ranges: Vec<Range> = look.ranges;
        for turn in 0..4_000 {
            let patient = PatientKey::new(turn % 50).expect("not negative");
            let read = |_: &[Range]| Ok::<_, Error>(vec![sealed(patient)]);
            let found = kept.scan(patient, &ranges, read).expect("read");
            let body = found[0].entries[0].sealed.clone().expect("sealed");
            drop(body.opened(|_, _| Ok::<_, Error>("x".repeat(length).into())).expect("opened"));
            kept.turns[super::place(patient)].fetch_add(2, std::sync::atomic::Ordering::SeqCst);
        }
    }

    #[test]
    fn what_is_opened_while_it_is_kept_weighs_what_it_weighed() {
        for length in [10, 20_000] {
            let kept = Kept::new(4 << 20);
            read_anew(&kept, length);
            let each = super::RANGE_BYTES + sealed(PatientKey::SHARED).weight();
            assert_eq!((kept.ranges.len(), kept.ranges.weight()), (50, 50 * each), "{length}");
        }
    }
}
