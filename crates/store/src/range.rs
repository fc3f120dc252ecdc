//! The statements that read ranges of the record, and what both databases do with their rows.

use helsami_domain::access::lens::Lens;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use crate::entry::{self, Columns, Opener};
use crate::error::Error;
use crate::look::{BEFORE_MAX, Bodies, Found, Range, SINCE_MIN, newest_first, patient_row};
use crate::value::RowValues;

/// One row.
pub(crate) const POINT: &str = "SELECT type, local_id, version, updated_us, date_us, category, code, status, marks, release_us, source, codec, body \
     FROM record WHERE patient_key = $1 AND type = $2 AND local_id = $3";

/// The newest rows of a type. The category stands before the times: it lets go of most rows that are passed over. Rows whose time has moved are not where their id says: [`MOVED`] finds them.
pub(crate) const RANGE: &str = "SELECT type, local_id, version, updated_us, date_us, category, code, status, marks, release_us, source, codec, body \
     FROM record WHERE patient_key = $1 AND type = $2 AND local_id >= $3 AND local_id <= $4 \
     AND ((CAST($5 AS BIGINT) >> category) & 1) = 1 AND date_us >= $6 AND date_us < $7 AND (code = $8 OR $8 = 0) AND (marks & $9) = 0 AND moved = 0 \
     AND (source = $10 OR $10 = 0) ORDER BY local_id DESC LIMIT $11";

/// As [`RANGE`], only rows that may have some codes. That stands first: it lets go of most rows, and pages do not pay for it.
pub(crate) const CODED: &str = "SELECT type, local_id, version, updated_us, date_us, category, code, status, marks, release_us, source, codec, body \
     FROM record WHERE patient_key = $1 AND type = $2 AND local_id >= $3 AND local_id <= $4 AND (tokens & $5) = $5 \
     AND ((CAST($6 AS BIGINT) >> category) & 1) = 1 AND date_us >= $7 AND date_us < $8 AND (code = $9 OR $9 = 0) AND (marks & $10) = 0 AND moved = 0 \
     AND (source = $11 OR $11 = 0) ORDER BY local_id DESC LIMIT $12";

/// The records from one on, by their keys. Each is one search of the primary key, so that it costs the number of records and
/// not that of their rows.
pub(crate) const RECORDS: &str = "WITH RECURSIVE next(key, place) AS (\
     SELECT (SELECT patient_key FROM record WHERE patient_key > CAST($1 AS BIGINT) ORDER BY patient_key LIMIT 1), CAST(1 AS BIGINT) \
     UNION ALL SELECT (SELECT patient_key FROM record WHERE patient_key > next.key ORDER BY patient_key LIMIT 1), place + 1 \
     FROM next WHERE key IS NOT NULL AND place < CAST($2 AS BIGINT)) SELECT key FROM next WHERE key IS NOT NULL";

/// All rows of a record in the order of their keys, from a place on.
pub(crate) const WHOLE: &str = "SELECT type, local_id, version, updated_us, date_us, category, code, status, marks, release_us, source, codec, body \
     FROM record WHERE patient_key = $1 AND (type, local_id) > ($2, $3) AND (marks & $4) = 0 \
     AND (source = $5 OR $5 = 0) ORDER BY type, local_id LIMIT $6";

/// Whether a record holds what this system has not sent.
pub(crate) const OTHERS: &str = "SELECT 1 FROM record WHERE patient_key = $1 AND source <> $2 LIMIT 1";

/// When the versions before the present one came.
pub(crate) const PAST_TIMES: &str = "SELECT updated_us FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 ORDER BY version LIMIT 1";

/// As [`RANGE`], without the bodies: a long one lies on pages of its own, which are not read then.
pub(crate) const HEADS: &str = "SELECT type, local_id, version, updated_us, date_us, category, code, status, marks, release_us, source \
     FROM record WHERE patient_key = $1 AND type = $2 AND local_id >= $3 AND local_id <= $4 \
     AND ((CAST($5 AS BIGINT) >> category) & 1) = 1 AND date_us >= $6 AND date_us < $7 AND (code = $8 OR $8 = 0) AND (marks & $9) = 0 AND moved = 0 \
     AND (source = $10 OR $10 = 0) ORDER BY local_id DESC LIMIT $11";

/// All rows of a patient whose time has moved: few. Written as two steps, because SQLite reads the whole patient when
/// it is asked in one.
pub(crate) const MOVED: &str = "SELECT r.type, r.local_id, r.version, r.updated_us, r.date_us, r.category, r.code, \
     r.status, r.marks, r.release_us, r.source, r.codec, r.body FROM record m CROSS JOIN record r WHERE m.moved = 1 AND m.patient_key = $1 \
     AND r.patient_key = m.patient_key AND r.type = m.type AND r.local_id = m.local_id";

/// The versions before the stored one, newest first, without deletions.
pub(crate) const PAST: &str = "SELECT version, updated_us, codec, body FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 AND body IS NOT NULL ORDER BY version DESC";

/// As [`PAST`], deletions too, and who has sent each version.
pub(crate) const HISTORY: &str = "SELECT version, updated_us, codec, body, source FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 ORDER BY version DESC";

/// The deletions of a record between two times, in the order of their keys, from a place on.
pub(crate) const GONE: &str = "SELECT type, local_id, version FROM record_past \
     WHERE patient_key = $1 AND (type, local_id) > ($2, $3) AND body IS NULL AND updated_us >= $4 AND updated_us <= $5 \
     AND (source = $6 OR $6 = 0) ORDER BY type, local_id, version LIMIT $7";

/// As [`RECORDS`], of the records that hold versions of before: a record of which everything was deleted is one of them.
pub(crate) const RECORDS_PAST: &str = "WITH RECURSIVE next(key, place) AS (\
     SELECT (SELECT patient_key FROM record_past WHERE patient_key > CAST($1 AS BIGINT) ORDER BY patient_key LIMIT 1), CAST(1 AS BIGINT) \
     UNION ALL SELECT (SELECT patient_key FROM record_past WHERE patient_key > next.key ORDER BY patient_key LIMIT 1), place + 1 \
     FROM next WHERE key IS NOT NULL AND place < CAST($2 AS BIGINT)) SELECT key FROM next WHERE key IS NOT NULL";

/// The columns of a row of [`PAST`]; what only the stored version has is left empty.
pub(crate) fn past_columns(id: RecordId, row: &RowValues) -> Columns<'_> {
    let updated_us = row[1].int();
    let (category, code, status, marks, release, source) = (0, 0, 0, 0, 0, 0);
    let (version, codec, body) = (row[0].int(), row[2].int(), row[3].bytes());
    Columns {
        id,
        version,
        updated_us,
        date_us: updated_us,
        category,
        code,
        status,
        marks,
        release,
        source,
        codec,
        body,
    }
}

/// The values of [`WHOLE`]: what a lens lets be read, after a place in the order of the keys.
pub(crate) fn whole_values(
    (patient, lens): (PatientKey, &Lens),
    (kind, local): (i16, i64),
    limit: usize,
) -> RowValues {
    vec![
        patient.get().into(),
        kind.into(),
        local.into(),
        i64::from(lens.hidden().bits()).into(),
        lens.own_only().map_or(0, ClientKey::get).into(),
        i64::try_from(limit).unwrap_or(i64::MAX).into(),
    ]
}

/// The columns of a row of [`WHOLE`].
pub(crate) fn whole_columns(patient: PatientKey, row: &RowValues) -> Result<Columns<'_>, Error> {
    Ok(Columns {
        id: entry::id(patient, row[0].int(), row[1].int())?,
        version: row[2].int(),
        updated_us: row[3].int(),
        date_us: row[4].int(),
        category: row[5].int(),
        code: row[6].int(),
        status: row[7].int(),
        marks: row[8].int(),
        release: row[9].int(),
        source: row[10].int(),
        codec: row[11].int(),
        body: row[12].bytes(),
    })
}

/// The one row that a range means, if it means one. A row of another compartment is not this record's.
pub(crate) fn point(patient: PatientKey, range: &Range) -> Option<RecordId> {
    match range.one {
        Some(id) => Some(id),
        None if range.kind == ResourceType::Patient => Some(patient_row(patient)),
        None => None,
    }
}

/// The statement that reads the rows of a range that means many.
pub(crate) fn statement(range: &Range) -> &'static str {
    match (range.tokens, range.bodies) {
        (0, Bodies::Absent) => HEADS,
        (0, _) => RANGE,
        _ => CODED,
    }
}

/// The values of [`statement`].
pub(crate) fn values(patient: PatientKey, range: &Range) -> Vec<i64> {
    let time = |us: i64| Timestamp::from_microsecond(us).ok();
    let from = time(range.since_us)
        .filter(|_| range.since_us != SINCE_MIN)
        .map_or(0, |time| LocalId::floor(time).get());
    let to = match time(range.before_us) {
        Some(time) if range.before_us != BEFORE_MAX => LocalId::at(time, u32::MAX).get(),
        _ => i64::MAX,
    };
    let mut values = vec![patient.get(), i64::from(range.kind.number()), from, to];
    values.extend(Some(range.tokens).filter(|tokens| *tokens != 0));
    values.extend([
        range.categories,
        range.since_us,
        range.before_us,
        range.code.map_or(0, i64::from),
        i64::from(range.hidden.bits()),
        source(range),
        i64::try_from(range.limit).map_or(i64::MAX, |limit| limit.saturating_add(1)),
    ]);
    values
}

/// The registered system whose rows are wanted; 0 for everybody's.
fn source(range: &Range) -> i64 {
    range.source.map_or(0, ClientKey::get)
}

/// Puts a row whose time has moved into the ranges it belongs to.
pub(crate) fn add_moved(
    found: &mut [Found],
    ranges: &[Range],
    columns: &Columns<'_>,
    opener: &mut Opener<'_>,
) -> Result<(), Error> {
    for (found, range) in found.iter_mut().zip(ranges) {
        let is_here = range.kind == columns.id.kind
            && range.kind != ResourceType::Patient
            && range.one.is_none()
            && (range.since_us..range.before_us).contains(&columns.date_us)
            && (range.categories >> columns.category) & 1 == 1
            && range.code.is_none_or(|code| i64::from(code) == columns.code)
            && columns.marks & i64::from(range.hidden.bits()) == 0
            && (range.source.is_none() || columns.source == source(range));
        if is_here {
            found.entries.push(opener.open_for(range, columns)?);
        }
    }
    Ok(())
}

/// Sorts, and cuts what is over the limit.
pub(crate) fn finish(found: &mut [Found], ranges: &[Range]) {
    for (found, range) in found.iter_mut().zip(ranges) {
        found.entries.sort_by(newest_first);
        if found.entries.len() > range.limit {
            found.entries.truncate(range.limit);
            found.is_cut = true;
        }
    }
}
