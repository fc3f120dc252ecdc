//! Rows of a batch, made before the queue.

use std::collections::BTreeMap;

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use super::key;
use crate::audit::chain::AuditNew;
use crate::batch::{Batch, CaseOpen};
use crate::codec;
use crate::directory::search_text;
use crate::secret::Keys;
use crate::value::{RowValues, Value};

/// One row for each record that is written to. What belongs to no patient is nobody's to look at. A person's own act
/// names the one thing it wrote, and so does a registered system's.
pub(super) fn audit_rows(grant: &Grant<Write>, batch: &Batch) -> Vec<AuditNew> {
    let mut patients: Vec<PatientKey> = batch.changes.iter().map(|change| change.id.patient).collect();
    patients.sort_unstable();
    patients.dedup();
    patients.retain(|patient| !patient.is_shared());
    let item = match &batch.changes[..] {
        [one] if grant.patient().is_some() || grant.lens().own_only().is_some() => Some(one.id),
        _ => None,
    };
    patients.into_iter().map(|patient| AuditNew::write(grant, patient, batch.now).about(item)).collect()
}

pub(super) fn alias_rows(keys: &Keys, batch: &Batch) -> Vec<RowValues> {
    unique(batch.aliases.iter().map(|alias| {
        let RecordId { patient, kind, local } = alias.record;
        let hash = Value::Bytes(keys.alias_hash(&alias.text));
        vec![hash, kind.number().into(), patient.get().into(), local.get().into()]
    }))
}

pub(super) fn identifier_rows(keys: &Keys, batch: &Batch) -> Vec<RowValues> {
    let us = |at: Option<Timestamp>| Value::from(at.map(Timestamp::as_microsecond));
    unique(batch.identifiers.iter().map(|identifier| {
        let RecordId { patient, kind, local } = identifier.record;
        let hash = Value::Bytes(keys.identifier_hash(&identifier.system, &identifier.value));
        let mut row = vec![hash, kind.number().into(), patient.get().into(), local.get().into()];
        row.extend([us(identifier.from), us(identifier.until)]);
        row
    }))
}

pub(super) fn open_rows(keys: &Keys, batch: &Batch) -> Vec<RowValues> {
    let rows = batch.open.iter().map(|open| {
        let hash = Value::Bytes(keys.alias_hash(&open.text));
        let mut row = vec![hash, open.kind.map_or(0, ResourceType::number).into()];
        row.extend(key(open.owner));
        row.push(i64::from(open.place).into());
        row
    });
    rows.collect()
}

pub(super) fn record_row(id: RecordId, (now_us, source): (i64, i64), row: &crate::batch::Row) -> RowValues {
    let (codec, body) = codec::pack(id.kind, &row.body);
    // The Patient resource has no time in its id.
    let is_moved =
        id.local != LocalId::PATIENT && LocalId::floor(row.date).get() >> 29 != id.local.get() >> 29;
    let mut values = key(id);
    values.extend([
        Value::Int(1),
        Value::Int(now_us),
        Value::Int(row.date.as_microsecond()),
        row.category.into(),
        Value::Int(i64::from(row.code)),
        row.status.into(),
        Value::Int(i64::from(row.marks.bits())),
        Value::Int(row.release.number()),
        Value::Int(i64::from(is_moved)),
        Value::Int(source),
        codec.into(),
        Value::Bytes(body),
        Value::Int(row.tokens),
    ]);
    values
}

/// Rows by hash and type, the last one of each: a statement may not touch a row twice.
fn unique(rows: impl Iterator<Item = RowValues>) -> Vec<RowValues> {
    let keyed = rows.map(|row| ((row[0].bytes().to_vec(), row[1].int()), row));
    keyed.collect::<BTreeMap<_, _>>().into_values().collect()
}

pub(super) fn case_row(case: &CaseOpen) -> RowValues {
    let CaseOpen { owner, due, record, kind } = case;
    let mut row = vec![owner.local().get().into(), due.as_microsecond().into()];
    row.extend([record.patient.get().into(), record.local.get().into(), kind.number().into()]);
    row
}

pub(super) fn directory_rows(keys: &Keys, listings: &[crate::batch::Listing]) -> Vec<RowValues> {
    let rows = listings.iter().map(|listing| {
        let sealed =
            listing.identifier.as_ref().map(|(system, value)| keys.seal(&format!("{system}|{value}")));
        let mut values = key(listing.record);
        values.extend([
            Value::Text(search_text(&listing.name, &listing.birth_date)),
            Value::from(listing.name.as_str()),
            Value::from(listing.birth_date.as_str()),
            sealed.map_or(Value::Null, Value::Bytes),
        ]);
        (listing.record, values)
    });
    rows.collect::<BTreeMap<_, _>>().into_values().collect()
}
