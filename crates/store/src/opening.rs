//! Records that staff have opened, one row for each opening. Never changed but to end it before its time.

use helsami_domain::access::facts::Ground;
use helsami_domain::access::{Opening, VisitNumber};
use helsami_domain::ids::{LocalId, PatientKey};
use jiff::Timestamp;

use crate::entry::time;
use crate::error::Error;
use crate::job::Statement;
use crate::value::RowValues;

const BEGIN: &str = "INSERT INTO opening (patient_key, visit, begun_us, role, ground, reason, ends_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
/// What is open ends with the next opening, or by hand.
const END: &str = "UPDATE opening SET ends_us = $1 WHERE patient_key = $2 AND visit = $3 AND ends_us > $4";
/// The openings of one record in one visit, the newest first.
pub(crate) const OF_VISIT: &str = "SELECT begun_us, ground, reason, ends_us FROM opening \
     WHERE patient_key = $1 AND visit = $2 ORDER BY begun_us DESC LIMIT 1";
/// One opening.
pub(crate) const ONE: &str = "SELECT begun_us, ground, reason, ends_us FROM opening \
     WHERE patient_key = $1 AND visit = $2 AND begun_us = $3";

/// The statements of this file, for the test of query plans.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[BEGIN, END, OF_VISIT, ONE];

/// Begins an opening; what was open in the same visit ends.
pub(crate) fn begin(
    patient: PatientKey,
    (role, visit): (LocalId, VisitNumber),
    new: &Opening,
) -> Vec<Statement> {
    let values = vec![
        patient.get().into(),
        visit.0.into(),
        new.begun.as_microsecond().into(),
        role.get().into(),
        new.ground.number().into(),
        (&*new.reason).into(),
        new.ends.as_microsecond().into(),
    ];
    let [end] = end(patient, visit, new.begun);
    vec![end, (BEGIN, values)]
}

/// Ends what is open.
pub(crate) fn end(patient: PatientKey, visit: VisitNumber, now: Timestamp) -> [Statement; 1] {
    let now = now.as_microsecond();
    [(END, vec![now.into(), patient.get().into(), visit.0.into(), now.into()])]
}

/// An opening of its row.
pub(crate) fn of_row(row: &RowValues) -> Result<Opening, Error> {
    let ground = i16::try_from(row[1].int()).ok().and_then(Ground::from_number);
    Ok(Opening {
        ground: ground.ok_or(Error::Damaged("an opening of a record"))?,
        reason: row[2].as_text().into(),
        begun: time(row[0].int())?,
        ends: time(row[3].int())?,
    })
}
