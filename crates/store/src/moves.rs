//! Where rows are whose record has become a part of another: ids carry the record, and an id that was given out once goes on
//! finding its row, under the same name, wherever the row lies.
//!
//! All processes have the same of it: it is read anew inside the transaction of each group of writes, when there is more.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;

use crate::error::Error;
use crate::tx::Tx;
use crate::value::RowValues;

/// The newest line: whether there is more than is known.
pub(crate) const NEWEST: &str = "SELECT number FROM person_merge ORDER BY number DESC LIMIT 1";
const ALL: &str = "SELECT number, source_key, target_key, undoes, at_us FROM person_merge ORDER BY number";
const ROWS: &str = "SELECT number, local_id FROM person_merge_row ORDER BY number, local_id";

/// Rows of a patient's record, by their local ids, in order.
type Rows = Arc<[i64]>;

/// What is known of it. Reading it costs one load where nobody was ever merged.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    is_any: AtomicBool,
    state: RwLock<Arc<State>>,
}

/// Every record that has become a part of another, or was one.
#[derive(Debug, Default)]
pub(crate) struct State {
    newest: i64,
    /// The rows that came into a record, and from where: those too that have gone back, because what was written meanwhile names
    /// them as rows of this record.
    came: HashMap<PatientKey, Vec<(PatientKey, Rows)>>,
    /// What is a part of what now, by the number of the merge.
    into: HashMap<PatientKey, (i64, PatientKey, Rows)>,
    /// Every line: its number, the two records, and when, in microseconds.
    lines: Vec<(i64, PatientKey, PatientKey, i64)>,
}

impl Moves {
    /// What is known now.
    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is known now, where there is anything to know.
    fn any(&self) -> Option<Arc<State>> {
        self.is_any.load(Ordering::Acquire).then(|| self.state())
    }

    /// What the transaction sees, which is what is known where there is no more.
    pub(crate) async fn seen(&self, tx: &Tx<'_>) -> Result<Arc<State>, Error> {
        let newest = tx.rows(NEWEST, &[]).await?.first().map_or(0, |row| row[0].int());
        let known = self.state();
        if known.newest == newest {
            return Ok(known);
        }
        Ok(Arc::new(State::read(&tx.rows(ALL, &[]).await?, &tx.rows(ROWS, &[]).await?)?))
    }

    /// Lets everybody know what is on disk.
    pub(crate) fn know(&self, state: Arc<State>) {
        let is_any = !state.lines.is_empty();
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        self.is_any.store(is_any, Ordering::Release);
    }

    /// The name under which a row is shown: the one it had first.
    pub(crate) fn shown(&self, patient: PatientKey, local: LocalId) -> (PatientKey, LocalId) {
        self.any().map_or((patient, local), |state| (state.origin(patient, local), local))
    }

    /// The row that an id means now; of a Patient, the one that stands for the person.
    pub(crate) fn meant(&self, row: RecordId) -> RecordId {
        self.any().map_or(row, |state| state.meant(row))
    }

    /// The very row that an id names, wherever it lies now.
    pub(crate) fn row(&self, row: RecordId) -> RecordId {
        self.any().map_or(row, |state| state.row(row))
    }

    /// The record that a record is a part of now; itself for nearly all.
    pub(crate) fn home(&self, key: PatientKey) -> PatientKey {
        self.any().map_or(key, |state| state.home(key))
    }

    /// The records that are parts of this one now, directly or through others.
    pub(crate) fn parts(&self, key: PatientKey) -> Vec<PatientKey> {
        self.any().map_or_else(Vec::new, |state| state.parts(key))
    }
}

impl State {
    fn read(lines: &[RowValues], rows: &[RowValues]) -> Result<Self, Error> {
        let key = |value: i64| PatientKey::new(value).ok_or(Error::Damaged("a merge"));
        let mut locals: HashMap<i64, Vec<i64>> = HashMap::new();
        for row in rows {
            locals.entry(row[0].int()).or_default().push(row[1].int());
        }
        let mut state = Self::default();
        for line in lines {
            let (number, source, target) = (line[0].int(), key(line[1].int())?, key(line[2].int())?);
            state.lines.push((number, source, target, line[4].int()));
            state.newest = number;
            if line[3].int_or_null().is_some() {
                state.into.remove(&source);
                continue;
            }
            let mut locals = locals.remove(&number).unwrap_or_default();
            locals.sort_unstable();
            locals.dedup();
            let rows: Rows = locals.into();
            state.came.entry(target).or_default().push((source, Arc::clone(&rows)));
            state.into.insert(source, (number, target, rows));
        }
        Ok(state)
    }

    /// The number of the newest line.
    pub(crate) const fn newest(&self) -> i64 {
        self.newest
    }

    fn origin(&self, mut patient: PatientKey, local: LocalId) -> PatientKey {
        // Each step leads to the record that the row had before, so there are as many as merges at most.
        for _ in 0..=self.lines.len() {
            let Some(came) = self.came.get(&patient) else { return patient };
            let from = came.iter().find(|(_, rows)| rows.binary_search(&local.get()).is_ok());
            let Some((source, _)) = from else { return patient };
            patient = *source;
        }
        patient
    }

    /// The row wherever it lies.
    pub(crate) fn row(&self, row: RecordId) -> RecordId {
        let mut patient = self.origin(row.patient, row.local);
        for _ in 0..=self.into.len() {
            match self.into.get(&patient) {
                Some((_, target, rows)) if rows.binary_search(&row.local.get()).is_ok() => patient = *target,
                _ => break,
            }
        }
        RecordId { patient, ..row }
    }

    fn meant(&self, row: RecordId) -> RecordId {
        if row.kind == ResourceType::Patient && row.local == LocalId::PATIENT {
            return RecordId { patient: self.home(row.patient), ..row };
        }
        self.row(row)
    }

    /// The record that a record is a part of now.
    pub(crate) fn home(&self, mut key: PatientKey) -> PatientKey {
        for _ in 0..=self.into.len() {
            match self.into.get(&key) {
                Some((_, target, _)) => key = *target,
                None => break,
            }
        }
        key
    }

    /// Whether another record is a part of this one now.
    pub(crate) fn has_parts(&self, key: PatientKey) -> bool {
        self.parts_of(key).next().is_some()
    }

    /// Whether a record is a part of another now.
    pub(crate) fn is_joined(&self, key: PatientKey) -> bool {
        self.into.contains_key(&key)
    }

    /// Whether a record was merged or parted after a moment, in microseconds.
    pub(crate) fn has_changed_after(&self, moment_us: i64, key: PatientKey) -> bool {
        let is_of = |(_, source, target, at): &(i64, PatientKey, PatientKey, i64)| {
            *at > moment_us && [*source, *target].contains(&key)
        };
        self.lines.iter().any(is_of)
    }

    /// The merge that has made a record a part of another, and which.
    pub(crate) fn merge_of(&self, source: PatientKey) -> Option<(i64, PatientKey)> {
        self.into.get(&source).map(|(number, target, _)| (*number, *target))
    }

    fn parts(&self, key: PatientKey) -> Vec<PatientKey> {
        let mut parts = Vec::new();
        let mut waiting = if self.is_joined(key) { Vec::new() } else { vec![key] };
        while let Some(target) = waiting.pop() {
            let own = self.parts_of(target).filter(|part| !parts.contains(part)).collect::<Vec<_>>();
            parts.extend_from_slice(&own);
            waiting.extend(own);
        }
        parts.sort_unstable();
        parts
    }

    /// The records that are parts of this one now, directly. Whatever came once is remembered, also after it was parted again.
    fn parts_of(&self, target: PatientKey) -> impl Iterator<Item = PatientKey> + '_ {
        let came = self.came.get(&target).into_iter().flatten().map(|(source, _)| *source);
        came.filter(move |source| self.merge_of(*source).is_some_and(|(_, into)| into == target))
    }

    /// Whether one of these records was merged or parted after a line: what was decided about it before holds no longer.
    pub(crate) fn has_changed_since(&self, number: i64, keys: &HashSet<PatientKey>) -> bool {
        let newer = self.lines.iter().rev().take_while(|(line, ..)| *line > number);
        newer.into_iter().any(|(_, source, target, _)| keys.contains(source) || keys.contains(target))
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::value::Value;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType as T;

    fn key(number: i64) -> PatientKey {
        PatientKey::new(number).expect("not negative")
    }

    fn row(patient: i64, kind: T, local: i64) -> RecordId {
        RecordId { patient: key(patient), kind, local: LocalId::new(local).expect("not negative") }
    }

    /// Lines of number, source, target and what they undo; rows of number and local id.
    fn state(lines: &[(i64, i64, i64, Option<i64>)], rows: &[(i64, i64)]) -> State {
        let line = |one: &(i64, i64, i64, Option<i64>)| {
            let undoes = one.3.map_or(Value::Null, Value::Int);
            vec![one.0.into(), one.1.into(), one.2.into(), undoes, (one.0 * 10).into()]
        };
        let of = |one: &(i64, i64)| vec![one.0.into(), one.1.into()];
        let (lines, rows): (Vec<_>, Vec<_>) =
            (lines.iter().map(line).collect(), rows.iter().map(of).collect());
        State::read(&lines, &rows).expect("well formed")
    }

    #[test]
    fn an_id_finds_its_row_through_merges_and_keeps_its_name() {
        // 1 into 2 with the rows 10 and 11; then 2 into 3 with those and its own 20.
        let once = (1, 1, 2, None);
        let chain = [once, (2, 2, 3, None)];
        let rows = [(1, 10), (1, 11), (2, 10), (2, 11), (2, 20)];
        let check =
            |lines: &[(i64, i64, i64, Option<i64>)], local: i64, asked: i64, lies: i64, shown: i64| {
                let state = state(lines, &rows);
                assert_eq!(
                    state.row(row(asked, T::Observation, local)),
                    row(lies, T::Observation, local),
                    "{lines:?}"
                );
                let lies = key(lies);
                assert_eq!(state.origin(lies, LocalId::new(local).expect("one")), key(shown), "{lines:?}");
            };
        check(&[], 10, 1, 1, 1);
        for asked in [1, 2] {
            check(&[once], 10, asked, 2, 1);
        }
        check(&[once], 20, 2, 2, 2);
        for asked in [1, 2, 3] {
            check(&chain, 10, asked, 3, 1);
        }
        check(&chain, 20, 2, 3, 2);
        check(&chain, 30, 3, 3, 3);
        check(&chain, 12, 1, 1, 1);
        let parted = [once, (2, 2, 3, None), (3, 2, 3, Some(2))];
        for asked in [1, 2, 3] {
            check(&parted, 10, asked, 2, 1);
        }
        let apart = [once, (2, 2, 3, None), (3, 2, 3, Some(2)), (4, 1, 2, Some(1))];
        check(&apart, 10, 2, 1, 1);
        check(&apart, 20, 3, 2, 2);
        let state = state(&chain, &rows);
        assert_eq!((state.home(key(1)), state.home(key(2)), state.home(key(3))), (key(3), key(3), key(3)));
        assert_eq!(state.meant(row(1, T::Patient, 0)), row(3, T::Patient, 0));
        assert_eq!(state.row(row(1, T::Patient, 0)), row(1, T::Patient, 0), "its own document stays its own");
        assert_eq!((state.parts(key(3)), state.parts(key(2))), (vec![key(1), key(2)], vec![]));
        let after = |moment: i64, one: i64| state.has_changed_after(moment, key(one));
        assert!(after(9, 1) && !after(10, 1) && after(19, 2) && !after(20, 2) && !after(0, 9));
        let touched = |number: i64, one: i64| state.has_changed_since(number, &[key(one)].into());
        assert!(touched(1, 2) && touched(0, 1) && !touched(1, 1) && !touched(2, 3) && !touched(0, 9));
    }
}
