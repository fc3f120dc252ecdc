//! Brings rows that were written before marks, releases and holders were kept beside the documents up to date. Runs once,
//! inside the migration's transaction.

use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::Marks;
use helsami_domain::identity;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::facts;
use helsami_fhir::search::bits;
use helsami_fhir::staff::staff_role;
use jiff::Timestamp;

use crate::batch::{Holder, Named};
use crate::error::Error;
use crate::secret::Keys;
use crate::tx::Tx;
use crate::value::{RowValues, Value};
use crate::{body, codec, entry, holder};

/// The migration that brought what this fills.
pub(crate) const SINCE: i64 = 3;

/// The migration from which on it is kept which roles name a practitioner.
pub(crate) const ROLES_SINCE: i64 = 5;

/// Rows at a time.
const PAGE: i64 = 1000;
const ROWS: &str = "SELECT patient_key, type, local_id, codec, body FROM record \
     WHERE (patient_key, type, local_id) > ($1, $2, $3) ORDER BY patient_key, type, local_id LIMIT $4";
const SET: &str =
    "UPDATE record SET marks = $1, release_us = $2 WHERE patient_key = $3 AND type = $4 AND local_id = $5";

/// Reads every row once and writes what hides it and whom it names.
pub(crate) async fn run(tx: &Tx<'_>, keys: &Keys) -> Result<(), Error> {
    let mut last = vec![Value::Int(-1), Value::Int(0), Value::Int(0)];
    loop {
        let values = [&last[..], &[Value::Int(PAGE)]].concat();
        let rows = tx.rows(ROWS, &values).await?;
        for row in &rows {
            one(tx, keys, row).await?;
        }
        match rows.last() {
            Some(row) => last = row[..3].to_vec(),
            None => return Ok(()),
        }
    }
}

/// The document as the world sees it.
fn unfolded(keys: &Keys, id: RecordId, unpacked: &[u8]) -> Result<Box<str>, Error> {
    body::unfold(unpacked, &keys.ids, id, (1, Timestamp::UNIX_EPOCH))
        .ok_or(Error::Damaged("the body of a row"))
}

/// What a document says that the columns of its row must say too.
pub(crate) struct Beside {
    /// What hides it: marks and release.
    pub(crate) hidden_by: (i64, i64),
    /// The bits of its codes.
    pub(crate) tokens: i64,
}

/// What must stand beside a document by its own words; `None` for one that cannot be asked.
pub(crate) fn beside(keys: &Keys, id: RecordId, unpacked: &[u8]) -> Option<Beside> {
    let text = unfolded(keys, id, unpacked).ok()?;
    let (marks, release) = facts::marks(&Document::accept(&text).ok()?);
    Some(Beside { hidden_by: (i64::from(marks.bits()), release.number()), tokens: bits::of(id.kind, &text) })
}

/// Reads every role once and writes which practitioner it names.
pub(crate) async fn roles(tx: &Tx<'_>, keys: &Keys) -> Result<(), Error> {
    let kind = i64::from(ResourceType::PractitionerRole.number());
    let mut last = vec![Value::Int(PatientKey::SHARED.get()), Value::Int(kind), Value::Int(-1)];
    loop {
        let values = [&last[..], &[Value::Int(PAGE)]].concat();
        let rows = tx.rows(ROWS, &values).await?;
        for row in &rows {
            let (id, text) = open(keys, row)?;
            if (id.patient, id.kind) != (PatientKey::SHARED, ResourceType::PractitionerRole) {
                return Ok(());
            }
            let role = staff_role(&text, &|id, kind| keys.ids.read(id, kind));
            if let Some(practitioner) = role.and_then(|role| role.person.id) {
                let who = Named::Practitioner(practitioner.local);
                holder::hold(tx, keys, &[Holder { who, record: id }]).await?;
            }
        }
        match rows.last() {
            Some(row) => last = row[..3].to_vec(),
            None => return Ok(()),
        }
    }
}

/// A row and its document.
fn open(keys: &Keys, row: &RowValues) -> Result<(RecordId, Box<str>), Error> {
    let patient = PatientKey::new(row[0].int()).ok_or(Error::Damaged("the key of a row"))?;
    let id = entry::id(patient, row[1].int(), row[2].int())?;
    let mut unpacked = Vec::new();
    let kept_as = i16::try_from(row[3].int()).map_err(|_| Error::Damaged("a column of a row"))?;
    codec::unpack(id.kind, kept_as, row[4].bytes(), &mut unpacked)?;
    Ok((id, unfolded(keys, id, &unpacked)?))
}

async fn one(tx: &Tx<'_>, keys: &Keys, row: &RowValues) -> Result<(), Error> {
    let (id, text) = open(keys, row)?;
    let Ok(document) = Document::accept(&text) else { return Ok(()) };
    let (marks, release) = facts::marks(&document);
    if (marks, release) != (Marks::NONE, Release::AtOnce) {
        let set = [i64::from(marks.bits()).into(), Value::Int(release.number())];
        tx.execute(SET, &[&set[..], &row[..3]].concat()).await?;
    }
    if id.kind == ResourceType::RelatedPerson {
        let named = facts::identifiers(&document).into_iter();
        let named = named.filter(|one| identity::identifies(&one.system, &one.value));
        let holder =
            |one: facts::Identifier| Holder { who: Named::Identifier(one.system, one.value), record: id };
        holder::hold(tx, keys, &named.map(holder).collect::<Vec<_>>()).await?;
    }
    Ok(())
}
