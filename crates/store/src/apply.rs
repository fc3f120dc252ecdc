//! Applies a batch inside a transaction: checks versions, keeps what is replaced, writes rows and their index rows.

mod rows;

use std::collections::HashSet;
use std::sync::LazyLock;

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::{ClientKey, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;

use self::rows::{alias_rows, audit_rows, case_row, directory_rows, identifier_rows, open_rows, record_row};
use crate::audit::chain::AuditNew;
use crate::batch::{Act, Applied, Batch, Change, Expect};
use crate::codec;
use crate::error::Error;
use crate::holder;
use crate::merge::{self, Joining};
use crate::moves::State;
use crate::secret::Keys;
use crate::table::Kind::{Big, Bytes, Small, Text, Whole};
use crate::table::Table;
use crate::tx::Tx;
use crate::value::{RowValues, Value};

pub(crate) static RECORD: LazyLock<Table> = LazyLock::new(|| {
    let keys = [("patient_key", Big), ("type", Small), ("local_id", Big), ("version", Whole)];
    let times =
        [("updated_us", Big), ("date_us", Big), ("category", Small), ("code", Whole), ("status", Small)];
    let rest = [("marks", Whole), ("release_us", Big), ("moved", Small), ("source", Big)];
    let document = [("codec", Small), ("body", Bytes), ("tokens", Big)];
    Table::new("record", &[&keys[..], &times, &rest, &document].concat(), "")
});
/// Where the source stands among the values of a row.
const SOURCE: usize = 12;
static PAST: LazyLock<Table> = LazyLock::new(|| {
    let keys = [("patient_key", Big), ("type", Small), ("local_id", Big), ("version", Whole)];
    let rest = [("updated_us", Big), ("source", Big), ("codec", Small), ("body", Bytes)];
    Table::new("record_past", &[&keys[..], &rest].concat(), "")
});
static ALIAS: LazyLock<Table> = LazyLock::new(|| {
    let columns = [("alias_hash", Bytes), ("type", Small), ("patient_key", Big), ("local_id", Big)];
    Table::new("id_alias", &columns, "")
});
static IDENTIFIER: LazyLock<Table> = LazyLock::new(|| {
    let keys = [("value_hash", Bytes), ("type", Small), ("patient_key", Big), ("local_id", Big)];
    let columns = [&keys[..], &[("from_us", Big), ("until_us", Big)]].concat();
    let conflict = "ON CONFLICT (value_hash, type) DO UPDATE SET from_us = excluded.from_us, until_us = excluded.until_us \
         WHERE identifier.patient_key = excluded.patient_key AND identifier.local_id = excluded.local_id";
    Table::new("identifier", &columns, conflict)
});
static DIRECTORY: LazyLock<Table> = LazyLock::new(|| {
    let keys = [("patient_key", Big), ("type", Small), ("local_id", Big)];
    let columns =
        [&keys[..], &[("search", Text), ("name", Text), ("birth_date", Text), ("sealed", Bytes)]].concat();
    let conflict = "ON CONFLICT (patient_key, type, local_id) DO UPDATE SET search = excluded.search, \
         name = excluded.name, birth_date = excluded.birth_date, sealed = excluded.sealed";
    Table::new("directory", &columns, conflict)
});
static OPEN: LazyLock<Table> = LazyLock::new(|| {
    let target = [("alias_hash", Bytes), ("type", Small)];
    let owner = [("patient_key", Big), ("owner_type", Small), ("local_id", Big), ("place", Whole)];
    Table::new("reference_open", &[&target[..], &owner].concat(), "ON CONFLICT DO NOTHING")
});

static CASE: LazyLock<Table> = LazyLock::new(|| {
    let columns =
        [("organization", Big), ("due_us", Big), ("patient_key", Big), ("local_id", Big), ("kind", Small)];
    Table::new("case_open", &columns, "")
});

pub(crate) const MARK_KNOWN: &str = "SELECT 1 FROM import_mark WHERE mark = $1";
const MARK: &str = "INSERT INTO import_mark (mark, at_us) VALUES ($1, $2)";
/// What a change finds: the version that is stored, and who has sent it.
pub(crate) const VERSION: &str =
    "SELECT version, source FROM record WHERE patient_key = $1 AND type = $2 AND local_id = $3";
pub(crate) const VERSION_PAST: &str = "SELECT version FROM record_past \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3 ORDER BY version DESC LIMIT 1";
const KEEP: &str = "INSERT INTO record_past (patient_key, type, local_id, version, updated_us, source, codec, body) \
     SELECT patient_key, type, local_id, version, updated_us, source, codec, body FROM record \
     WHERE patient_key = $1 AND type = $2 AND local_id = $3";
const DELETE: &str = "DELETE FROM record WHERE patient_key = $1 AND type = $2 AND local_id = $3";
const UNLIST: &str = "DELETE FROM directory WHERE patient_key = $1 AND type = $2 AND local_id = $3";
const UNIDENTIFY: &str = "DELETE FROM identifier WHERE patient_key = $1 AND type = $2 AND local_id = $3";
pub(crate) const UNCASE: &str = "DELETE FROM case_open WHERE patient_key = $1 AND local_id = $2";
pub(crate) const CLOSE: &str =
    "DELETE FROM reference_open WHERE patient_key = $1 AND owner_type = $2 AND local_id = $3";
pub(crate) const CLOSE_PLACE: &str =
    "DELETE FROM reference_open WHERE patient_key = $1 AND owner_type = $2 AND local_id = $3 AND place = $4";
pub(crate) const LINK: &str = "UPDATE record SET codec = $1, body = $2 \
     WHERE patient_key = $3 AND type = $4 AND local_id = $5 AND version = $6";

/// A batch with its rows ready: everything that needs no database is done before the queue.
#[derive(Debug)]
pub(crate) struct Packed {
    now_us: i64,
    mark: Option<[u8; 32]>,
    guards: Vec<Vec<u8>>,
    /// Rows of fresh ids, in key order.
    fresh: Vec<RowValues>,
    others: Vec<Careful>,
    /// For each change of the batch: whether it is in `others`, in order.
    is_other: Vec<bool>,
    aliases: Vec<RowValues>,
    identifiers: Vec<RowValues>,
    identified_anew: Vec<RecordId>,
    directory: Vec<RowValues>,
    holders: Vec<RowValues>,
    cases: Vec<RowValues>,
    open: Vec<RowValues>,
    /// What was known of merged records when this was decided.
    planned: i64,
    joining: Option<Joining>,
    pub(crate) audit: Vec<AuditNew>,
}

/// A change that must look first.
#[derive(Debug)]
struct Careful {
    id: RecordId,
    expect: Expect,
    act: Ready,
}

/// What to do, ready for the database.
#[derive(Debug)]
enum Ready {
    Put(RowValues),
    Delete,
    /// The codec, the body and the places of the references that are open no longer.
    Link(Value, Value, Vec<u32>),
}

impl Packed {
    /// Compresses bodies and makes rows.
    pub(crate) fn new(grant: &Grant<Write>, keys: &Keys, batch: Batch) -> Self {
        let now_us = batch.now.as_microsecond();
        let audit = audit_rows(grant, &batch);
        let source = grant.lens().own_only().map_or(0, ClientKey::get);
        let (aliases, identifiers) = (alias_rows(keys, &batch), identifier_rows(keys, &batch));
        let (open, directory) = (open_rows(keys, &batch), directory_rows(keys, &batch.directory));
        let (mut fresh, mut others, mut is_other) = (Vec::new(), Vec::new(), Vec::new());
        for Change { id, expect, act } in batch.changes {
            let act = match (expect, ready(id, (now_us, source), act)) {
                (Expect::Absent, Ready::Put(row)) => {
                    fresh.push(row);
                    is_other.push(false);
                    continue;
                }
                (_, act) => act,
            };
            is_other.push(true);
            others.push(Careful { id, expect, act });
        }
        let holders = holder::rows(keys, &batch.holders);
        let cases = batch.cases.iter().map(case_row).collect();
        fresh.sort_by_key(|row| (row[0].int(), row[1].int(), row[2].int()));
        Self {
            now_us,
            mark: batch.mark,
            guards: batch.guards,
            fresh,
            others,
            is_other,
            aliases,
            identifiers,
            identified_anew: batch.identified_anew,
            directory,
            holders,
            cases,
            open,
            planned: batch.planned.unwrap_or_else(|| keys.ids.moves().state().newest()),
            joining: None,
            audit,
        }
    }

    /// This, in one transaction with a merge or its undoing, which is what the log says it was.
    pub(crate) fn joining(mut self, joining: Joining, matter: Matter) -> Self {
        self.joining = Some(joining);
        self.audit = self.audit.into_iter().map(|row| row.with_matter(matter)).collect();
        self
    }

    /// Whether it changes which record is a part of which.
    pub(crate) const fn is_joining(&self) -> bool {
        self.joining.is_some()
    }

    /// Whether it was decided from what holds no longer: a record it is about was merged or parted since.
    fn is_late(&self, state: &State) -> bool {
        let mut fresh = self.fresh.iter().filter_map(|row| PatientKey::new(row[0].int()));
        if fresh.any(|key| state.is_joined(key)) {
            return true;
        }
        if self.planned >= state.newest() {
            return false;
        }
        let keys: HashSet<PatientKey> = self.records().into_iter().collect();
        state.has_changed_since(self.planned, &keys)
    }

    /// This batch and another as one: what either writes is written, or nothing. Each keeps its own lines in the log.
    pub(crate) fn and(mut self, mut other: Self) -> Self {
        self.guards.append(&mut other.guards);
        self.fresh.append(&mut other.fresh);
        self.fresh.sort_by_key(|row| (row[0].int(), row[1].int(), row[2].int()));
        self.others.append(&mut other.others);
        self.is_other.append(&mut other.is_other);
        self.aliases.append(&mut other.aliases);
        self.identifiers.append(&mut other.identifiers);
        self.identified_anew.append(&mut other.identified_anew);
        self.directory.append(&mut other.directory);
        self.holders.append(&mut other.holders);
        self.cases.append(&mut other.cases);
        self.open.append(&mut other.open);
        self.planned = self.planned.min(other.planned);
        self.joining = self.joining.or(other.joining);
        self.audit.append(&mut other.audit);
        self
    }

    /// The records it writes to.
    pub(crate) fn records(&self) -> Vec<PatientKey> {
        let fresh = self.fresh.iter().filter_map(|row| PatientKey::new(row[0].int()));
        fresh.chain(self.others.iter().map(|one| one.id.patient)).collect()
    }

    /// Rows that the batch writes.
    pub(crate) fn weight(&self) -> usize {
        1 + self.fresh.len() + self.others.len() + self.aliases.len() + self.open.len()
    }

    /// The first key it touches.
    pub(crate) fn first(&self) -> i64 {
        let other = self.others.first().map_or(0, |other| other.id.patient.get());
        self.fresh.last().map_or(other, |row| row[0].int())
    }
}

fn key(id: RecordId) -> Vec<Value> {
    vec![id.patient.get().into(), id.kind.number().into(), id.local.get().into()]
}

fn ready(id: RecordId, now: (i64, i64), act: Act) -> Ready {
    match act {
        Act::Put(row) => Ready::Put(record_row(id, now, &row)),
        Act::Delete => Ready::Delete,
        Act::Link { body, places } => {
            let (codec, body) = codec::pack(id.kind, &body);
            Ready::Link(codec.into(), Value::Bytes(body), places)
        }
    }
}

/// Applies a batch. After an error the caller undoes what was done.
pub(crate) async fn apply(tx: &Tx<'_>, state: &State, packed: &Packed) -> Result<Applied, Error> {
    if packed.is_late(state) {
        return Err(Error::Taken);
    }
    if let Some(mark) = &packed.mark
        && !note(tx, mark, packed.now_us).await?
    {
        return Ok(Applied { versions: Vec::new(), was_known: true });
    }
    for guard in &packed.guards {
        if !note(tx, guard, packed.now_us).await? {
            return Err(Error::Taken);
        }
    }
    if let Some(joining) = &packed.joining {
        merge::join(tx, state, joining).await?;
    }
    tx.insert(&RECORD, &packed.fresh).await?;
    let mut versions = Vec::with_capacity(packed.is_other.len());
    let mut others = packed.others.iter();
    for &is_other in &packed.is_other {
        let other = if is_other { others.next() } else { None };
        versions.push(match other {
            Some(other) => change(tx, packed.now_us, other).await?,
            None => 1,
        });
    }
    tx.insert(&ALIAS, &packed.aliases).await?;
    for row in &packed.identified_anew {
        tx.execute(UNIDENTIFY, &key(*row)).await?;
    }
    if tx.insert(&IDENTIFIER, &packed.identifiers).await? < packed.identifiers.len() as u64 {
        return Err(Error::Taken);
    }
    tx.insert(&DIRECTORY, &packed.directory).await?;
    tx.insert(&holder::HOLDER, &packed.holders).await?;
    tx.insert(&CASE, &packed.cases).await?;
    tx.insert(&OPEN, &packed.open).await?;
    Ok(Applied { versions, was_known: false })
}

/// Keeps a mark; false where it is there already.
async fn note(tx: &Tx<'_>, mark: &[u8], now_us: i64) -> Result<bool, Error> {
    if !tx.rows(MARK_KNOWN, &[mark.into()]).await?.is_empty() {
        return Ok(false);
    }
    tx.execute(MARK, &[mark.into(), now_us.into()]).await?;
    Ok(true)
}

/// Takes away what the tables beside the record say of the version before.
async fn forget(tx: &Tx<'_>, kind: ResourceType, key: &[Value]) -> Result<(), Error> {
    match kind {
        ResourceType::RelatedPerson | ResourceType::Consent | ResourceType::PractitionerRole => {
            tx.execute(holder::UNHOLD, key).await?
        }
        ResourceType::Task => {
            tx.execute(holder::UNHOLD, key).await?;
            tx.execute(UNCASE, &[key[0].clone(), key[2].clone()]).await?
        }
        _ => 0,
    };
    tx.execute(CLOSE, key).await.map(drop)
}

async fn version(tx: &Tx<'_>, sql: &str, key: &[Value]) -> Result<u32, Error> {
    let rows = tx.rows(sql, key).await?;
    Ok(rows.first().map_or(0, |row| u32::try_from(row[0].int()).unwrap_or(0)))
}

/// The version that stands, and who has sent the row.
async fn stands(tx: &Tx<'_>, key: &[Value]) -> Result<(u32, i64), Error> {
    let rows = tx.rows(VERSION, key).await?;
    Ok(rows.first().map_or((0, 0), |row| (u32::try_from(row[0].int()).unwrap_or(0), row[1].int())))
}

async fn change(tx: &Tx<'_>, now_us: i64, other: &Careful) -> Result<u32, Error> {
    let key = key(other.id);
    let (live, source) = stands(tx, &key).await?;
    let expected = match other.expect {
        Expect::Absent => 0,
        Expect::Version(expected) => expected,
        Expect::Any => live,
    };
    if live != expected {
        return Err(Error::Version { id: other.id, expected, found: live });
    }
    if let Ready::Link(codec, body, places) = &other.act {
        return link(tx, (key, live), (codec, body, places)).await;
    }
    let last = if live > 0 { live } else { version(tx, VERSION_PAST, &key).await? };
    if live > 0 {
        tx.execute(KEEP, &key).await?;
        tx.execute(DELETE, &key).await?;
        forget(tx, other.id.kind, &key).await?;
    }
    if let Ready::Put(row) = &other.act {
        let mut row = row.clone();
        row[3] = Value::Int(i64::from(last) + 1);
        // Whoever else changes a row does not become its owner.
        if source != 0 {
            row[SOURCE] = Value::Int(source);
        }
        tx.insert(&RECORD, &[row]).await?;
        return Ok(last + 1);
    }
    if live == 0 {
        return Ok(last);
    }
    let gone = [i64::from(last) + 1, now_us, source, 0].map(Value::Int);
    let row = [&key[..], &gone, &[Value::Null]].concat();
    tx.insert(&PAST, &[row]).await?;
    tx.execute(UNLIST, &key).await?;
    tx.execute(UNIDENTIFY, &key).await?;
    Ok(last + 1)
}

/// Puts links into the version that is stored.
async fn link(
    tx: &Tx<'_>,
    (key, version): (Vec<Value>, u32),
    (codec, body, places): (&Value, &Value, &[u32]),
) -> Result<u32, Error> {
    let mut values = vec![codec.clone(), body.clone()];
    values.extend(key.iter().cloned());
    values.push(i64::from(version).into());
    tx.execute(LINK, &values).await?;
    for place in places {
        let place = [&key[..], &[i64::from(*place).into()]].concat();
        tx.execute(CLOSE_PLACE, &place).await?;
    }
    Ok(version)
}
