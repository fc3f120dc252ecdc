//! Accesses that stayed behind when the record they were to became a part of another.

use helsami_domain::access::notice::{NOTICE_DAYS, tell_behind};
use helsami_domain::access::{self, Actor};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_store::Look;
use jiff::{SignedDuration, Timestamp};

use super::Acted;
use super::acting::rows_naming;
use crate::app::App;
use crate::read::ReadError;

/// Records that are asked about, at most: more than anybody has had access to.
const RECORDS: usize = 200;

/// An access that stayed behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The name in the record that the access was to; nothing of the other one.
    pub name: String,
    /// When the two were made one.
    pub at: Timestamp,
}

/// The accesses of somebody that stayed behind within the last [`NOTICE_DAYS`] days, newest first; not where they have a way into
/// the joined record, which `acted` holds. That they were told whose record it was is in its log before this returns.
///
/// # Errors
/// What the store says.
pub async fn stayed_behind(
    app: &App,
    actor: Actor,
    acted: &[Acted],
    now: Timestamp,
) -> Result<Vec<Behind>, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Ok(Vec::new()) };
    let own = app.known(person, now).await?;
    let rows = rows_naming(app, person, &own.person.identifiers).await?;
    let mut keys: Vec<PatientKey> = rows.iter().map(|row| row.patient).collect();
    keys.retain(|key| app.store.is_joined(*key));
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(RECORDS);
    let mut behind = Vec::new();
    for key in keys {
        let home = app.store.home(key);
        if home != person && acted.iter().all(|one| one.pass.subject() != home) {
            behind.extend(one_behind(app, (actor, key), now).await?);
        }
    }
    behind.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(behind)
}

async fn one_behind(
    app: &App,
    (actor, key): (Actor, PatientKey),
    now: Timestamp,
) -> Result<Option<Behind>, ReadError> {
    let Some(line) = app.store.merge_of(&access::weigh(key)?).await? else { return Ok(None) };
    if line.at.saturating_add(SignedDuration::from_hours(24 * NOTICE_DAYS)).is_ok_and(|last| last <= now) {
        return Ok(None);
    }
    let decided = app.decide((actor, key), now, |facts| tell_behind(actor, facts)).await;
    let (grant, known) = match decided {
        Ok(told) => told,
        Err(ReadError::Denied(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    app.store.read(&grant, &Look::new(Matter::Name, now)).await?;
    Ok(Some(Behind { name: known.person.name.map(String::from).unwrap_or_default(), at: line.at }))
}
