//! Sessions of staff: as those of citizens, but in a table of their own, so that neither can ever be taken for the other.

use helsami_domain::access::VisitNumber;
use helsami_domain::ids::LocalId;
use jiff::Timestamp;

use crate::entry::time;
use crate::error::Error;
use crate::job::Statement;
use crate::session::{TokenHash, hash};
use crate::value::{RowValues, Value};

/// A session of staff to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSessionNew {
    /// The hash of its token.
    pub token: TokenHash,
    /// The visit number, random; groups the access log.
    pub visit: VisitNumber,
    /// The practitioner in the shared part of the record.
    pub practitioner: LocalId,
    /// The role they work in; `None` until they have chosen.
    pub role: Option<LocalId>,
    /// The provider's own session id, for logout that begins there.
    pub sid: Option<String>,
    /// What is kept of the person during the session, sealed with the token.
    pub keepsake: String,
}

/// A session of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSession {
    /// What it was made with, and the role that was chosen since.
    pub made: StaffSessionNew,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
}

const CREATE: &str = "INSERT INTO staff_session (token_hash, visit, practitioner, role, created_us, seen_us, sid, keepsake) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const BY_HASH: &str = "SELECT token_hash, visit, practitioner, role, created_us, seen_us, sid, keepsake \
     FROM staff_session WHERE token_hash = $1";
const TOUCH: &str = "UPDATE staff_session SET seen_us = $1 WHERE token_hash = $2";
/// A role is chosen once: what was opened in one role must not go on in another.
const CHOOSE: &str =
    "UPDATE staff_session SET role = $1 WHERE token_hash = $2 AND role IS NULL RETURNING visit";
const END: &str = "DELETE FROM staff_session WHERE token_hash = $1 RETURNING visit";
const END_BY_SID: &str = "DELETE FROM staff_session WHERE sid = $1 RETURNING visit";
const SWEEP: &str = "DELETE FROM staff_session WHERE seen_us < $1 RETURNING visit";
/// Every session, if this note has just been made.
pub(crate) const END_EVERY: &str = "DELETE FROM staff_session \
     WHERE EXISTS (SELECT 1 FROM meta WHERE name = $1 AND value = $2) RETURNING visit";

/// The statements of this file, for the test of query plans.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[CREATE, BY_HASH, TOUCH, CHOOSE, END, END_BY_SID, SWEEP];

pub(crate) fn create(new: &StaffSessionNew, now: Timestamp) -> Vec<Statement> {
    let now_us = Value::Int(now.as_microsecond());
    let values = vec![
        Value::from(&new.token.0[..]),
        Value::Int(new.visit.0),
        Value::Int(new.practitioner.get()),
        new.role.map_or(Value::Null, |role| Value::Int(role.get())),
        now_us.clone(),
        now_us,
        new.sid.as_deref().map_or(Value::Null, Value::from),
        Value::from(new.keepsake.as_str()),
    ];
    vec![(CREATE, values)]
}

pub(crate) fn touch(token: TokenHash, now: Timestamp) -> Vec<Statement> {
    vec![(TOUCH, vec![Value::Int(now.as_microsecond()), Value::from(&token.0[..])])]
}

pub(crate) fn choose(token: TokenHash, role: LocalId) -> Vec<Statement> {
    vec![(CHOOSE, vec![Value::Int(role.get()), Value::from(&token.0[..])])]
}

pub(crate) fn end(token: TokenHash) -> Vec<Statement> {
    vec![(END, hash(token))]
}

pub(crate) fn end_by_sid(sid: &str) -> Vec<Statement> {
    vec![(END_BY_SID, vec![sid.into()])]
}

pub(crate) fn sweep(unused_since: Timestamp) -> Vec<Statement> {
    vec![(SWEEP, vec![unused_since.as_microsecond().into()])]
}

/// A session of its row.
pub(crate) fn of_row(mut row: RowValues) -> Result<StaffSession, Error> {
    const DAMAGED: Error = Error::Damaged("a session of staff");
    let token = row[0].bytes().try_into().map_err(|_| DAMAGED)?;
    let role = row[3].int_or_null().map(|role| LocalId::new(role).ok_or(DAMAGED)).transpose()?;
    Ok(StaffSession {
        made: StaffSessionNew {
            token: TokenHash(token),
            visit: VisitNumber(row[1].int()),
            practitioner: LocalId::new(row[2].int()).ok_or(DAMAGED)?,
            role,
            sid: row[6].text_or_null(),
            keepsake: row[7].text(),
        },
        created: time(row[4].int())?,
        seen: time(row[5].int())?,
    })
}
