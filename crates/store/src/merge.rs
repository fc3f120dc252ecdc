//! Makes a record a part of another, and parts them again, inside the transaction of the writer: rows keep their local ids
//! and change the record they lie in, so that a page of the joined record is one range scan as before.
//!
//! What lies where is in `person_merge` and `person_merge_row`; the names of rows follow those (`moves`), so that no row and no
//! reference to one is written anew. The Patient itself stays where it is, and so do the statements that let others in.

use std::collections::HashSet;

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;

use crate::error::{Error, MergeFault};
use crate::moves::State;
use crate::tx::Tx;
use crate::value::{RowValues, Value};
use crate::{apply, body, codec, entry};

/// What a merge or its undoing needs besides the new versions of both Patients.
#[derive(Clone, Debug)]
pub(crate) enum Joining {
    /// The source becomes a part of the target.
    Merge(Merge),
    /// What one merge has joined is parted.
    Part {
        /// The record that goes.
        source: PatientKey,
        /// The record that stays.
        target: PatientKey,
        /// The statements about who may act for the joined person, with the versions that were read: whether one closes it, so that
        /// it is not parted, was decided from them.
        statements: Vec<(RecordId, u32)>,
        /// When.
        at_us: i64,
    },
}

/// A merge.
#[derive(Clone, Debug)]
pub(crate) struct Merge {
    pub(crate) source: PatientKey,
    pub(crate) target: PatientKey,
    /// The versions of both Patients before.
    pub(crate) versions: (u32, u32),
    /// The statements about who may act, with the versions that were read: whether each goes along was decided from them.
    pub(crate) statements: Vec<(RecordId, u32, bool)>,
    pub(crate) at_us: i64,
}

/// The types whose rows say who may act for a person.
const STATEMENTS_OF: &str =
    "SELECT type, local_id, version FROM record WHERE patient_key = $1 AND type = $2 ORDER BY local_id";
const LINE: &str = "INSERT INTO person_merge (number, source_key, target_key, source_version, target_version, at_us, undoes) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const TAKE: &str = "INSERT INTO person_merge_row (number, type, local_id, version) \
     SELECT CAST($1 AS BIGINT), type, local_id, version FROM record \
     WHERE patient_key = $2 AND NOT (type = 103 AND local_id = 0)";
const TAKE_PAST: &str = "INSERT INTO person_merge_row (number, type, local_id, version) \
     SELECT CAST($1 AS BIGINT), p.type, p.local_id, max(p.version) FROM record_past p \
     WHERE p.patient_key = $2 AND NOT (p.type = 103 AND p.local_id = 0) \
     AND NOT EXISTS (SELECT 1 FROM record r WHERE r.patient_key = p.patient_key AND r.type = p.type AND r.local_id = p.local_id) \
     GROUP BY p.type, p.local_id";
const LEAVE: &str = "DELETE FROM person_merge_row WHERE number = $1 AND type = $2 AND local_id = $3";
const TAKEN: &str = "SELECT local_id FROM person_merge_row WHERE number = $1";
const PLACES: &str = "SELECT local_id FROM record WHERE patient_key = $1 UNION SELECT local_id FROM record_past WHERE patient_key = $2";
const NAMES: &str = "INSERT INTO person_merge_name (number, value_hash) \
     SELECT CAST($1 AS BIGINT), value_hash FROM identifier WHERE patient_key = $2 AND type = 103 AND local_id = 0";
const NAMED: &str = "UPDATE identifier SET patient_key = $1 WHERE patient_key = $2 AND type = 103 AND local_id = 0 \
     AND EXISTS (SELECT 1 FROM person_merge_name n WHERE n.number = $3 AND n.value_hash = identifier.value_hash)";
const BODIES: &str = "SELECT r.type, r.local_id, r.version, r.codec, r.body FROM person_merge_row m JOIN record r \
     ON r.patient_key = $1 AND r.type = m.type AND r.local_id = m.local_id WHERE m.number = $2";
const BODIES_PAST: &str = "SELECT r.type, r.local_id, r.version, r.codec, r.body FROM person_merge_row m JOIN record_past r \
     ON r.patient_key = $1 AND r.type = m.type AND r.local_id = m.local_id WHERE m.number = $2 AND r.body IS NOT NULL";
/// As [`apply::LINK`], for a version before.
const REWRITE_PAST: &str = "UPDATE record_past SET codec = $1, body = $2 WHERE patient_key = $3 AND type = $4 AND local_id = $5 AND version = $6";
const OUT: &str = "DELETE FROM session WHERE patient_key = $1";

/// The tables whose rows follow those of the record.
const FOLLOW: [&str; 7] = [
    "UPDATE record SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = record.type AND m.local_id = record.local_id)",
    "UPDATE record_past SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = record_past.type AND m.local_id = record_past.local_id)",
    "UPDATE identifier SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = identifier.type AND m.local_id = identifier.local_id)",
    "UPDATE directory SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = directory.type AND m.local_id = directory.local_id)",
    "UPDATE holder SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = holder.type AND m.local_id = holder.local_id)",
    "UPDATE reference_open SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = reference_open.owner_type AND m.local_id = reference_open.local_id)",
    "UPDATE case_open SET patient_key = $1 WHERE patient_key = $2 AND EXISTS (SELECT 1 FROM person_merge_row m \
     WHERE m.number = $3 AND m.type = 141 AND m.local_id = case_open.local_id)",
];

/// The statements of this file that look for rows, for the test of query plans.
#[cfg(test)]
pub(crate) fn statements() -> Vec<&'static str> {
    let own = [STATEMENTS_OF, TAKE, TAKE_PAST, LEAVE, TAKEN, PLACES, NAMES, NAMED, BODIES, BODIES_PAST];
    own.into_iter().chain([REWRITE_PAST, OUT, LINE]).chain(FOLLOW).collect()
}

/// Moves everything but the Patient and what stays behind. Comes before the new versions of both Patients are written.
pub(crate) async fn join(tx: &Tx<'_>, state: &State, joining: &Joining) -> Result<(), Error> {
    match joining {
        Joining::Merge(merge) => take(tx, state, merge).await,
        Joining::Part { source, target, statements, at_us } => {
            let both = (*source, *target);
            part(tx, state, both, (statements, *at_us)).await
        }
    }
}

async fn take(tx: &Tx<'_>, state: &State, merge: &Merge) -> Result<(), Error> {
    let Merge { source, target, .. } = *merge;
    if state.is_joined(source) || state.is_joined(target) || source == target {
        return Err(MergeFault::Joined.into());
    }
    let read = merge.statements.iter().map(|(row, version, _)| (*row, *version));
    are_as_read(tx, source, read.collect()).await?;
    let number = state.newest() + 1;
    line(tx, (number, source, target), (merge.versions, merge.at_us, Value::Null)).await?;
    tx.execute(TAKE, &[number.into(), source.get().into()]).await?;
    tx.execute(TAKE_PAST, &[number.into(), source.get().into()]).await?;
    for (row, _, goes) in &merge.statements {
        if !goes {
            tx.execute(LEAVE, &[number.into(), row.kind.number().into(), row.local.get().into()]).await?;
        }
    }
    let places = places(tx, target).await?;
    if tx.rows(TAKEN, &[number.into()]).await?.iter().any(|row| places.contains(&row[0].int())) {
        return Err(MergeFault::SamePlace.into());
    }
    tx.execute(NAMES, &[number.into(), source.get().into()]).await?;
    follow(tx, (source, target), number).await?;
    tx.execute(OUT, &[source.get().into()]).await.map(drop)
}

/// Whoever decided from what a record says about who may act has seen all of it, as it is.
async fn are_as_read(tx: &Tx<'_>, patient: PatientKey, mut read: Vec<(RecordId, u32)>) -> Result<(), Error> {
    let mut found = Vec::new();
    for kind in [ResourceType::Consent, ResourceType::RelatedPerson] {
        for row in tx.rows(STATEMENTS_OF, &[patient.get().into(), kind.number().into()]).await? {
            let version = u32::try_from(row[2].int()).map_err(|_| Error::Damaged("a version"))?;
            found.push((entry::id(patient, row[0].int(), row[1].int())?, version));
        }
    }
    found.sort_unstable();
    read.sort_unstable();
    if found == read { Ok(()) } else { Err(Error::Taken) }
}

async fn part(
    tx: &Tx<'_>,
    state: &State,
    (source, target): (PatientKey, PatientKey),
    (statements, at_us): (&[(RecordId, u32)], i64),
) -> Result<(), Error> {
    let Some((number, _)) = state.merge_of(source).filter(|(_, into)| *into == target) else {
        return Err(MergeFault::NotJoined.into());
    };
    if state.is_joined(target) {
        return Err(MergeFault::Joined.into());
    }
    are_as_read(tx, target, statements.to_vec()).await?;
    let own = own_places(tx, target, number).await?;
    for (read, write) in [(BODIES, apply::LINK), (BODIES_PAST, REWRITE_PAST)] {
        for row in tx.rows(read, &[target.get().into(), number.into()]).await? {
            rewrite(tx, write, (target, &own), &row).await?;
        }
    }
    line(tx, (state.newest() + 1, source, target), ((0, 0), at_us, number.into())).await?;
    follow(tx, (target, source), number).await?;
    tx.execute(OUT, &[target.get().into()]).await.map(drop)
}

/// A line of the table.
async fn line(
    tx: &Tx<'_>,
    (number, source, target): (i64, PatientKey, PatientKey),
    (versions, at_us, undoes): ((u32, u32), i64, Value),
) -> Result<(), Error> {
    let (one, other) = (i64::from(versions.0).into(), i64::from(versions.1).into());
    let values = [number.into(), source.get().into(), target.get().into(), one, other, at_us.into(), undoes];
    tx.execute(LINE, &values).await.map(drop)
}

/// Puts the rows of a merge from one record into the other.
async fn follow(tx: &Tx<'_>, (from, to): (PatientKey, PatientKey), number: i64) -> Result<(), Error> {
    let values = [to.get().into(), from.get().into(), number.into()];
    for sql in FOLLOW.into_iter().chain([NAMED]) {
        tx.execute(sql, &values).await?;
    }
    Ok(())
}

async fn places(tx: &Tx<'_>, patient: PatientKey) -> Result<HashSet<i64>, Error> {
    let rows = tx.rows(PLACES, &[patient.get().into(), patient.get().into()]).await?;
    Ok(rows.iter().map(|row| row[0].int()).filter(|local| *local != LocalId::PATIENT.get()).collect())
}

/// The rows of a record that a merge has not brought.
async fn own_places(tx: &Tx<'_>, target: PatientKey, number: i64) -> Result<HashSet<i64>, Error> {
    let mut own = places(tx, target).await?;
    for row in tx.rows(TAKEN, &[number.into()]).await? {
        own.remove(&row[0].int());
    }
    Ok(own)
}

/// What a row that goes back says of rows that stay was written as of rows beside it: from now on they are in another record.
async fn rewrite(
    tx: &Tx<'_>,
    sql: &str,
    (target, own): (PatientKey, &HashSet<i64>),
    row: &RowValues,
) -> Result<(), Error> {
    let id = entry::id(target, row[0].int(), row[1].int())?;
    let codec = i16::try_from(row[3].int()).map_err(|_| Error::Damaged("a column of a row"))?;
    let mut folded = Vec::new();
    codec::unpack(id.kind, codec, row[4].bytes(), &mut folded)?;
    let stays = |local: LocalId| own.contains(&local.get());
    let apart = body::apart(&folded, target, stays).ok_or(Error::Damaged("the body of a row"))?;
    if apart == folded {
        return Ok(());
    }
    let (codec, packed) = codec::pack(id.kind, &apart);
    let mut values = vec![codec.into(), Value::Bytes(packed), target.get().into()];
    values.extend([id.kind.number().into(), id.local.get().into(), row[2].clone()]);
    tx.execute(sql, &values).await.map(drop)
}
