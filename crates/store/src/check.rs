//! Verifies the invariants of the stored data, and counts it.

use helsami_domain::ids::PatientKey;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::bits;

use crate::audit::chain::{self, Head};
use crate::backend::Backend;
use crate::error::Error;
use crate::report::{CheckReport, Counts};
use crate::secret::Keys;
use crate::value::{RowValues, Value};
use crate::{codec, entry, remark};

const BY_TYPE: &str = "SELECT type, count(*) FROM record GROUP BY type";
const COUNTS: &str = "SELECT (SELECT count(*) FROM record_past), \
     (SELECT count(*) FROM record WHERE type = 103 AND local_id = 0 AND patient_key > 0), \
     (SELECT count(*) FROM id_alias), (SELECT count(*) FROM identifier), (SELECT count(*) FROM audit), \
     (SELECT count(*) FROM import_mark), (SELECT count(*) FROM reference_open)";

/// Statements that count what must not be, and what each count means.
const MUST_BE_NONE: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM directory d WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = d.patient_key AND r.type = d.type AND r.local_id = d.local_id)",
        "rows of the directory have no document",
    ),
    (
        "SELECT count(*) FROM record r WHERE r.type = 103 AND r.local_id = 0 AND NOT EXISTS (SELECT 1 FROM directory d \
         WHERE r.patient_key = d.patient_key AND r.type = d.type AND r.local_id = d.local_id)",
        "patients are not in the directory",
    ),
    (
        // A patient whom others name before anybody has sent the Patient is found by name, and has a record.
        "SELECT count(*) FROM identifier i WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = i.patient_key AND (r.type = i.type AND r.local_id = i.local_id \
         OR i.type = 103 AND i.local_id = 0 AND i.patient_key > 0))",
        "identifiers find no document",
    ),
    (
        "SELECT count(*) FROM id_alias a WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = a.patient_key AND (r.type = a.type AND r.local_id = a.local_id \
         OR a.type = 103 AND a.local_id = 0 AND a.patient_key > 0)) \
         AND NOT EXISTS (SELECT 1 FROM record_past p \
         WHERE p.patient_key = a.patient_key AND p.type = a.type AND p.local_id = a.local_id) \
         AND NOT EXISTS (SELECT 1 FROM person_merge m JOIN person_merge_row w ON w.number = m.number \
         WHERE (m.source_key = a.patient_key OR m.target_key = a.patient_key) AND w.type = a.type AND w.local_id = a.local_id)",
        "ids given by others mean no document",
    ),
    (
        "SELECT count(*) FROM reference_open o WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = o.patient_key AND r.type = o.owner_type AND r.local_id = o.local_id)",
        "open references are in no document",
    ),
    (
        "SELECT count(*) FROM record r WHERE r.version <> 1 + (SELECT count(*) FROM record_past p \
         WHERE p.patient_key = r.patient_key AND p.type = r.type AND p.local_id = r.local_id)",
        "documents have a gap in their versions",
    ),
    (
        "SELECT count(*) FROM (SELECT patient_key, type, local_id, max(version) AS newest, count(*) AS number \
         FROM record_past GROUP BY patient_key, type, local_id) p WHERE p.newest <> p.number",
        "documents have a gap in their older versions",
    ),
    (
        "SELECT count(*) FROM (SELECT DISTINCT patient_key FROM record WHERE patient_key > 0) k \
         WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.patient_key = k.patient_key AND r.type = 103 AND r.local_id = 0) \
         AND NOT EXISTS (SELECT 1 FROM record_past p WHERE p.patient_key = k.patient_key AND p.type = 103 AND p.local_id = 0) \
         AND NOT EXISTS (SELECT 1 FROM id_alias a WHERE a.patient_key = k.patient_key AND a.type = 103 AND a.local_id = 0) \
         AND NOT EXISTS (SELECT 1 FROM identifier i WHERE i.patient_key = k.patient_key AND i.type = 103 AND i.local_id = 0)",
        "compartments have no patient and none is expected",
    ),
    // A case is a Task whose first code is one of ours: 1 to report an error, 2 to ask about a look, 3 to apply for access,
    // 4 to apply to act for another; it is open while its status is active (1) or planned (5).
    (
        "SELECT count(*) FROM case_open c WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = c.patient_key AND r.type = 141 AND r.local_id = c.local_id AND r.status IN (1, 5) \
         AND (c.kind = 1 AND r.code = 1674835960 OR c.kind = 2 AND r.code = 2096270430 OR c.kind = 3 AND r.code = -1147334782 \
         OR c.kind = 4 AND r.code = 1095803048 OR c.kind = 5 AND r.code = -1601338770))",
        "lines of worklists have no open case",
    ),
    (
        "SELECT count(*) FROM record r WHERE r.type = 141 AND r.status IN (1, 5) \
         AND r.code IN (1674835960, 2096270430, -1147334782, 1095803048, -1601338770) \
         AND (SELECT count(*) FROM case_open c WHERE c.patient_key = r.patient_key AND c.local_id = r.local_id) <> 1",
        "open cases are on no worklist, or on two",
    ),
    (
        "SELECT count(*) FROM holder h WHERE NOT EXISTS (SELECT 1 FROM record r \
         WHERE r.patient_key = h.patient_key AND r.type = h.type AND r.local_id = h.local_id)",
        "persons who may act for others, or roles, are named in no document",
    ),
    // A merge is in force where no line undoes it.
    (
        "SELECT count(*) FROM record r JOIN person_merge m ON m.source_key = r.patient_key WHERE m.undoes IS NULL \
         AND NOT EXISTS (SELECT 1 FROM person_merge u WHERE u.undoes = m.number) \
         AND NOT (r.type = 103 AND r.local_id = 0) AND r.type NOT IN (29, 114)",
        "rows lie in a record that is a part of another",
    ),
    (
        "SELECT count(*) FROM person_merge_row w JOIN person_merge m ON m.number = w.number WHERE m.undoes IS NULL \
         AND NOT EXISTS (SELECT 1 FROM person_merge u WHERE u.undoes = m.number) \
         AND NOT EXISTS (SELECT 1 FROM person_merge n WHERE n.undoes IS NULL AND n.source_key = m.target_key \
         AND NOT EXISTS (SELECT 1 FROM person_merge u WHERE u.undoes = n.number)) \
         AND NOT EXISTS (SELECT 1 FROM record r WHERE r.patient_key = m.target_key AND r.type = w.type AND r.local_id = w.local_id) \
         AND NOT EXISTS (SELECT 1 FROM record_past p WHERE p.patient_key = m.target_key AND p.type = w.type AND p.local_id = w.local_id)",
        "rows that a merge has moved are not in the joined record",
    ),
    (
        "SELECT count(*) FROM person_merge m WHERE m.undoes IS NULL \
         AND NOT EXISTS (SELECT 1 FROM person_merge u WHERE u.undoes = m.number) \
         AND (m.source_key = m.target_key OR EXISTS (SELECT 1 FROM person_merge n WHERE n.undoes IS NULL \
         AND n.source_key = m.source_key AND n.number <> m.number AND NOT EXISTS (SELECT 1 FROM person_merge u WHERE u.undoes = n.number)) \
         OR EXISTS (SELECT 1 FROM identifier i WHERE i.patient_key = m.source_key AND i.type = 103 AND i.local_id = 0))",
        "records that are parts of others are parts of two, or are found by themselves",
    ),
    (
        "SELECT count(*) FROM person_merge u WHERE u.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person_merge m \
         WHERE m.number = u.undoes AND m.undoes IS NULL AND m.number < u.number AND m.source_key = u.source_key AND m.target_key = u.target_key)",
        "lines part what was not merged",
    ),
    (
        "SELECT count(*) FROM record WHERE type = 103 AND patient_key = 0",
        "patients are outside a compartment",
    ),
];

/// Rows read at a time.
const PAGE: i64 = 2000;
const BODIES: &str = "SELECT patient_key, type, local_id, codec, body, marks, release_us, tokens FROM record \
     WHERE (patient_key, type, local_id) > ($1, $2, $3) ORDER BY patient_key, type, local_id LIMIT $4";

/// Counts what is stored.
pub(crate) async fn counts(backend: &Backend) -> Result<Counts, Error> {
    let mut resources = Vec::new();
    for row in backend.rows(BY_TYPE, Vec::new()).await? {
        let kind = i16::try_from(row[0].int()).ok().and_then(ResourceType::from_number);
        resources.push((kind.ok_or(Error::Damaged("the type of a row"))?, number(&row[1])));
    }
    resources.sort_by_key(|(kind, count)| (std::cmp::Reverse(*count), *kind));
    let rows = backend.rows(COUNTS, Vec::new()).await?;
    let row = rows.first().ok_or(Error::Damaged("no counts"))?;
    Ok(Counts {
        resources,
        past: number(&row[0]),
        persons: number(&row[1]),
        aliases: number(&row[2]),
        identifiers: number(&row[3]),
        audit: number(&row[4]),
        marks: number(&row[5]),
        open: number(&row[6]),
        bytes: backend.bytes().await?,
    })
}

fn number(value: &Value) -> u64 {
    value.int().unsigned_abs()
}

/// Verifies every invariant.
pub(crate) async fn check(backend: &Backend, keys: &Keys) -> Result<CheckReport, Error> {
    let mut faults = backend.integrity().await?;
    for (sql, meaning) in MUST_BE_NONE {
        let rows = backend.rows(sql, Vec::new()).await?;
        match rows.first().map(|row| row[0].int()) {
            Some(0) => {}
            Some(count) => faults.push(format!("{count} {meaning}")),
            None => return Err(Error::Damaged("no count")),
        }
    }
    bodies(backend, keys, &mut faults).await?;
    audit(backend, &mut faults).await?;
    Ok(CheckReport { counts: counts(backend).await?, faults })
}

/// Every body can be unpacked, is of the type its row says, and is hidden and found by its row as by its own words.
async fn bodies(backend: &Backend, keys: &Keys, faults: &mut Vec<String>) -> Result<(), Error> {
    let mut after = vec![Value::Int(-1), Value::Int(0), Value::Int(0)];
    let [mut damaged, mut mismarked, mut unfound] = [0_u64; 3];
    loop {
        let values = [&after[..], &[Value::Int(PAGE)]].concat();
        let rows = backend.rows(BODIES, values).await?;
        let Some(last) = rows.last() else { break };
        after = last[..3].to_vec();
        for row in &rows {
            let Some(body) = whole(row) else {
                damaged += 1;
                continue;
            };
            let (is_marked, is_found) = columns_hold(keys, row, &body);
            mismarked += u64::from(!is_marked);
            unfound += u64::from(!is_found);
        }
    }
    if damaged > 0 {
        faults.push(format!("{damaged} documents cannot be read"));
    }
    if mismarked > 0 {
        faults.push(format!("{mismarked} documents are hidden or shown otherwise than they say themselves"));
    }
    if unfound > 0 {
        faults.push(format!("{unfound} documents are not found by their codes"));
    }
    Ok(())
}

fn whole(row: &RowValues) -> Option<Vec<u8>> {
    let kind = i16::try_from(row[1].int()).ok().and_then(ResourceType::from_number)?;
    let codec = i16::try_from(row[3].int()).ok()?;
    let mut body = Vec::new();
    codec::unpack(kind, codec, row[4].bytes(), &mut body).ok()?;
    let is_whole = body.starts_with(b"{") && memchr::memmem::find(&body, kind.name().as_bytes()).is_some();
    is_whole.then_some(body)
}

/// Whether the columns that hide a row, and those that find it, say what its document says.
fn columns_hold(keys: &Keys, row: &RowValues, body: &[u8]) -> (bool, bool) {
    let Some(patient) = PatientKey::new(row[0].int()) else { return (false, true) };
    let Ok(id) = entry::id(patient, row[1].int(), row[2].int()) else { return (false, true) };
    remark::beside(keys, id, body).map_or((true, true), |said| {
        let is_marked = said.hidden_by == (row[5].int(), row[6].int());
        (is_marked, [said.tokens, bits::UNKNOWN].contains(&row[7].int()))
    })
}

/// The audit chain is whole from its first row to its last.
async fn audit(backend: &Backend, faults: &mut Vec<String>) -> Result<(), Error> {
    let mut head = Head::default();
    loop {
        let rows = backend.rows(chain::WALK, vec![head.seq.into(), Value::Int(PAGE)]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            let Some(next) = chain::follows(head, row) else {
                faults.push(format!("the audit chain is broken at row {}", head.seq + 1));
                return Ok(());
            };
            head = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MUST_BE_NONE;
    use helsami_domain::case::CaseKind;
    use helsami_fhir::case::CASE;
    use helsami_fhir::columns::CodeKey;
    use helsami_fhir::facts::Status;

    /// The numbers in the statements are those that rows are written with.
    #[test]
    fn cases_are_recognised_by_their_numbers() {
        let about_cases: Vec<&str> =
            MUST_BE_NONE.iter().map(|(sql, _)| *sql).filter(|sql| sql.contains("case_open")).collect();
        assert_eq!(about_cases.len(), 2);
        let key = |kind: CaseKind| CodeKey::of(CASE, kind.code()).0;
        for kind in CaseKind::ALL {
            let one = format!("c.kind = {} AND r.code = {}", kind.number(), key(kind));
            assert!(about_cases[0].contains(&one), "{one}");
        }
        let all = CaseKind::ALL.map(|kind| key(kind).to_string()).join(", ");
        assert!(about_cases[1].contains(&format!("r.code IN ({all})")), "{all}");
        let open = format!("r.status IN ({}, {})", Status::Active.number(), Status::Planned.number());
        assert!(about_cases.iter().all(|sql| sql.contains(&open)), "{open}");
        assert_eq!(
            (Status::of_code("requested"), Status::of_code("in-progress")),
            (Status::Planned, Status::Active)
        );
    }
}
