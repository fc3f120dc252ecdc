//! Sessions of signed-in persons: one row each, found by the hash of its token. The token itself is never stored.

use helsami_domain::access::VisitNumber;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;

use crate::entry::time;
use crate::error::Error;
use crate::job::Statement;
use crate::value::{RowValues, Value};

/// SHA-256 of the token in the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// As text.
    #[must_use]
    pub fn show(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.0)
    }

    /// Whether this text shows it. Takes the same time whether or not it does.
    #[must_use]
    pub fn is_shown_as(&self, text: &str) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(self.show().as_bytes(), text.as_bytes()).is_ok()
    }
}

/// A session to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionNew {
    /// The hash of its token.
    pub token: TokenHash,
    /// The visit number, random; groups the access log.
    pub visit: VisitNumber,
    /// Whose session.
    pub person: PatientKey,
    /// The provider's own session id, for logout that begins there.
    pub sid: Option<String>,
    /// The ID token, to be shown to the provider at logout.
    pub id_token: String,
    /// How the person was identified, as the provider says it (`acr`).
    pub level: String,
    /// The device in a few words of the person's own list; no more of the browser's name than that.
    pub device: String,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What it was made with.
    pub made: SessionNew,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// When the person's visit before this one was last active; `None` at the first.
    pub before: Option<Timestamp>,
    /// When the person last signed in anew in it, to open what asks for that. `None` after they have been away for a while.
    pub proved: Option<Timestamp>,
}

/// What a fresh sign-in in a session brings: a new token, and what came with it from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRenewal {
    /// The hash of the new token; the old one is worth nothing from then on.
    pub token: TokenHash,
    /// The provider's own session id.
    pub sid: Option<String>,
    /// The ID token, to be shown to the provider at logout.
    pub id_token: String,
    /// How the person was identified (`acr`).
    pub level: String,
    /// When they signed in at the provider.
    pub proved: Timestamp,
}

const LAST_SEEN: &str = "INSERT INTO visit_last (patient_key, seen_us) VALUES ($1, $2) \
     ON CONFLICT (patient_key) DO UPDATE SET seen_us = excluded.seen_us";
const CREATE: &str = "INSERT INTO session (token_hash, visit, patient_key, created_us, seen_us, sid, id_token, level, device, before_us) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT seen_us FROM visit_last WHERE patient_key = $10))";
pub(crate) const BY_HASH: &str = "SELECT token_hash, visit, patient_key, created_us, seen_us, sid, id_token, level, device, before_us, proved_us \
     FROM session WHERE token_hash = $1";
const TOUCH: &str = "UPDATE session SET proved_us = CASE WHEN seen_us <= $1 THEN NULL ELSE proved_us END, seen_us = $2 \
     WHERE token_hash = $3";
/// In one statement, so that one answer of the provider opens one session, once.
const RENEW: &str = "UPDATE session SET token_hash = $1, sid = $2, id_token = $3, level = $4, seen_us = $5, proved_us = $6 \
     WHERE token_hash = $7 \
     RETURNING token_hash, visit, patient_key, created_us, seen_us, sid, id_token, level, device, before_us, proved_us";
const CLOSE: &str = "UPDATE session SET proved_us = NULL WHERE token_hash = $1";
pub(crate) const PROVED: &str =
    "SELECT proved_us, seen_us FROM session WHERE patient_key = $1 AND visit = $2 AND proved_us IS NOT NULL";
const TOUCH_LAST: &str = "UPDATE visit_last SET seen_us = $1 \
     WHERE patient_key = (SELECT patient_key FROM session WHERE token_hash = $2)";
pub(crate) const LIST: &str = "SELECT token_hash, visit, patient_key, created_us, seen_us, sid, id_token, level, device, before_us, proved_us \
     FROM session WHERE patient_key = $1 ORDER BY created_us DESC, visit";
const END: &str = "DELETE FROM session WHERE token_hash = $1 \
     RETURNING token_hash, visit, patient_key, created_us, seen_us, sid, id_token, level, device, before_us, proved_us";
const END_ALL: &str = "DELETE FROM session WHERE patient_key = $1 RETURNING visit";
const END_BY_SID: &str = "DELETE FROM session WHERE sid = $1 RETURNING visit";
const SWEEP: &str = "DELETE FROM session WHERE seen_us < $1 RETURNING visit";
/// Every session, if this note has just been made.
pub(crate) const END_EVERY: &str = "DELETE FROM session \
     WHERE EXISTS (SELECT 1 FROM meta WHERE name = $1 AND value = $2) RETURNING visit";

/// The statements of this file, for the test of query plans.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    LAST_SEEN, CREATE, BY_HASH, TOUCH, TOUCH_LAST, RENEW, CLOSE, PROVED, LIST, END, END_ALL, END_BY_SID,
    SWEEP,
];

/// Begins a session and hands it back; notes that the person is here, after looking when it was so before.
pub(crate) fn create(new: &SessionNew, now: Timestamp) -> Vec<Statement> {
    let (person, now_us) = (Value::Int(new.person.get()), Value::Int(now.as_microsecond()));
    let values = vec![
        Value::from(&new.token.0[..]),
        Value::Int(new.visit.0),
        person.clone(),
        now_us.clone(),
        now_us.clone(),
        new.sid.as_deref().map_or(Value::Null, Value::from),
        Value::from(new.id_token.as_str()),
        Value::from(new.level.as_str()),
        Value::from(new.device.as_str()),
        person.clone(),
    ];
    vec![(CREATE, values), (LAST_SEEN, vec![person, now_us]), (BY_HASH, hash(new.token))]
}

pub(crate) fn hash(token: TokenHash) -> Vec<Value> {
    vec![Value::from(&token.0[..])]
}

/// Notes the use; a fresh sign-in does not outlive that the session was last used at `fresh_since` or before.
pub(crate) fn touch(token: TokenHash, fresh_since: Timestamp, now: Timestamp) -> Vec<Statement> {
    let values = || vec![Value::Int(now.as_microsecond()), Value::from(&token.0[..])];
    let touch = std::iter::once(Value::Int(fresh_since.as_microsecond())).chain(values()).collect();
    vec![(TOUCH, touch), (TOUCH_LAST, values())]
}

/// Puts a new token and what came with it in place of the old one.
pub(crate) fn renew(old: TokenHash, new: &SessionRenewal, now: Timestamp) -> Vec<Statement> {
    let values = vec![
        Value::from(&new.token.0[..]),
        new.sid.as_deref().map_or(Value::Null, Value::from),
        Value::from(new.id_token.as_str()),
        Value::from(new.level.as_str()),
        Value::Int(now.as_microsecond()),
        Value::Int(new.proved.as_microsecond()),
        Value::from(&old.0[..]),
    ];
    vec![(RENEW, values)]
}

pub(crate) fn close(token: TokenHash) -> Vec<Statement> {
    vec![(CLOSE, hash(token))]
}

pub(crate) fn end(token: TokenHash) -> Vec<Statement> {
    vec![(END, hash(token))]
}

pub(crate) fn end_all(person: PatientKey) -> Vec<Statement> {
    vec![(END_ALL, vec![person.get().into()])]
}

pub(crate) fn end_by_sid(sid: &str) -> Vec<Statement> {
    vec![(END_BY_SID, vec![sid.into()])]
}

pub(crate) fn sweep(unused_since: Timestamp) -> Vec<Statement> {
    vec![(SWEEP, vec![unused_since.as_microsecond().into()])]
}

/// A session of its row.
pub(crate) fn of_row(mut row: RowValues) -> Result<Session, Error> {
    let token = row[0].bytes().try_into().map_err(|_| Error::Damaged("a session"))?;
    Ok(Session {
        made: SessionNew {
            token: TokenHash(token),
            visit: VisitNumber(row[1].int()),
            person: PatientKey::new(row[2].int()).ok_or(Error::Damaged("a session"))?,
            sid: row[5].text_or_null(),
            id_token: row[6].text(),
            level: row[7].text(),
            device: row[8].text(),
        },
        created: time(row[3].int())?,
        seen: time(row[4].int())?,
        before: row[9].int_or_null().map(time).transpose()?,
        proved: row[10].int_or_null().map(time).transpose()?,
    })
}
