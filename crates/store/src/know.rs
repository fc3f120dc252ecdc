//! Looks up what the write door has to know, all statements in one hop.

use helsami_domain::ids::{ClientKey, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

use crate::apply::MARK_KNOWN;
use crate::backend::Backend;
use crate::batch::{Identifier, Known, Stored, Wanted};
use crate::codec;
use crate::entry::{self, time};
use crate::error::Error;
use crate::secret::Keys;
use crate::value::{RowValues, Value};

/// What an identifier finds, of any type, with its period.
pub(crate) const FIND: &str = "SELECT patient_key, type, local_id, from_us, until_us FROM identifier WHERE value_hash = $1 ORDER BY type";
/// What an id given by others means.
pub(crate) const ALIAS: &str =
    "SELECT patient_key, type, local_id FROM id_alias WHERE alias_hash = $1 AND type = $2";
/// The rows that name somebody as one who may act for their patient.
pub(crate) const HELD: &str = "SELECT patient_key, type, local_id FROM holder WHERE holder_hash = $1 \
     ORDER BY patient_key, type, local_id";
/// The open cases of an organisation, the most urgent first.
pub(crate) const WORKLIST: &str = "SELECT patient_key, local_id, kind, due_us FROM case_open WHERE organization = $1 \
     ORDER BY due_us, patient_key, local_id LIMIT $2";
/// What is stored in a row.
pub(crate) const STORED: &str =
    "SELECT version, codec, body, source FROM record WHERE patient_key = $1 AND type = $2 AND local_id = $3";
/// The newest version before; a deletion when there is none after it.
pub(crate) const STORED_PAST: &str = "SELECT version, source FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 ORDER BY version DESC LIMIT 1";
/// The last document of a deleted row.
pub(crate) const STORED_BEFORE: &str = "SELECT version, codec, body, source FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 AND body IS NOT NULL ORDER BY version DESC LIMIT 1";

/// The values that name a row.
pub(crate) fn key(id: RecordId) -> Vec<Value> {
    vec![id.patient.get().into(), id.kind.number().into(), id.local.get().into()]
}

/// Looks everything up.
pub(crate) async fn know(backend: &Backend, keys: &Keys, wanted: &Wanted) -> Result<Known, Error> {
    let answers = backend.rows_of(statements(keys, wanted)).await?;
    let mut answers = answers.into_iter();
    let mut known = Known::default();
    if wanted.mark.is_some() {
        known.is_marked = answers.next().is_some_and(|rows| !rows.is_empty());
    }
    for (alias, rows) in wanted.aliases.iter().zip(answers.by_ref()) {
        if let Some(row) = rows.first() {
            known.aliases.insert(alias.clone(), keys.ids.moves().row(record_of(row)?));
        }
    }
    for ((system, value), rows) in wanted.identifiers.iter().zip(answers.by_ref()) {
        for row in &rows {
            known.identifiers.push(identifier_of(system, value, row)?);
        }
    }
    let mut missing = Vec::new();
    for (&id, rows) in wanted.rows.iter().zip(answers) {
        match rows.first() {
            Some(row) => drop(known.rows.insert(id, stored_of(id.kind, row)?)),
            None => missing.push(id),
        }
    }
    deleted(backend, missing, &mut known).await?;
    Ok(known)
}

fn statements(keys: &Keys, wanted: &Wanted) -> Vec<(&'static str, Vec<Value>)> {
    let mut statements =
        Vec::with_capacity(1 + wanted.aliases.len() + wanted.identifiers.len() + wanted.rows.len());
    statements.extend(wanted.mark.iter().map(|mark| (MARK_KNOWN, vec![Value::from(&mark[..])])));
    statements.extend(wanted.aliases.iter().map(|alias| {
        let hash = Value::Bytes(keys.alias_hash(&alias.text));
        (ALIAS, vec![hash, alias.kind.number().into()])
    }));
    statements.extend(wanted.identifiers.iter().map(|(system, value)| {
        let hash = Value::Bytes(keys.identifier_hash(system, value));
        (FIND, vec![hash])
    }));
    statements.extend(wanted.rows.iter().map(|&id| (STORED, key(id))));
    statements
}

/// Rows that are not stored now may have been deleted.
async fn deleted(backend: &Backend, missing: Vec<RecordId>, known: &mut Known) -> Result<(), Error> {
    if missing.is_empty() {
        return Ok(());
    }
    let of = |sql: &'static str| missing.iter().map(move |&id| (sql, key(id)));
    let answers = backend.rows_of(of(STORED_PAST).chain(of(STORED_BEFORE)).collect()).await?;
    let (newest, before) = answers.split_at(missing.len());
    for ((id, newest), before) in missing.iter().zip(newest).zip(before) {
        let Some(row) = newest.first() else { continue };
        let before = before.first().map(|row| stored_of(id.kind, row)).transpose()?;
        let gone = Stored {
            version: version_of(&row[0])?,
            source: ClientKey::new(row[1].int()),
            body: None,
            before: before.and_then(|before| before.body),
        };
        known.rows.insert(*id, gone);
    }
    Ok(())
}

/// The row that an index row means.
pub(crate) fn record_of(row: &RowValues) -> Result<RecordId, Error> {
    let patient = PatientKey::new(row[0].int()).ok_or(Error::Damaged("an index row"))?;
    entry::id(patient, row[1].int(), row[2].int())
}

/// An identifier's period and row.
pub(crate) fn identifier_of(system: &str, value: &str, row: &RowValues) -> Result<Identifier, Error> {
    let end =
        |value: &Value| -> Result<Option<Timestamp>, Error> { value.int_or_null().map(time).transpose() };
    Ok(Identifier {
        system: system.to_owned(),
        value: value.to_owned(),
        from: end(&row[3])?,
        until: end(&row[4])?,
        record: record_of(row)?,
    })
}

fn stored_of(kind: ResourceType, row: &RowValues) -> Result<Stored, Error> {
    let codec = i16::try_from(row[1].int()).map_err(|_| Error::Damaged("a column of a row"))?;
    let mut body = Vec::new();
    codec::unpack(kind, codec, row[2].bytes(), &mut body)?;
    let (version, source) = (version_of(&row[0])?, ClientKey::new(row[3].int()));
    Ok(Stored { version, source, body: Some(body), before: None })
}

fn version_of(value: &Value) -> Result<u32, Error> {
    u32::try_from(value.int()).map_err(|_| Error::Damaged("the version of a row"))
}
