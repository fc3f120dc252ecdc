//! The emergency lock: the person closes their own pages and those of everybody who acts for them. Only staff lift it.

use helsami_domain::access::{Actor, Change, Denied};
use helsami_fhir::consent::made;
use jiff::Timestamp;

use super::parties;
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Whether the actor has closed their own pages.
///
/// # Errors
/// What the store says.
pub async fn is_locked(app: &App, actor: Actor, now: Timestamp) -> Result<bool, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Err(Denied::NotYours.into()) };
    Ok(app.known(person, now).await?.subject(now).is_locked)
}

/// Sets the lock and then ends every session of the person, this one too.
///
/// # Errors
/// As every change.
pub async fn lock(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::Lock, now).await?;
    let patient = app.patient(pass.subject());
    app.consent_create(&grant, &made::lock(parties(&patient, &patient), now), now).await?;
    app.store.session_end_all(pass.subject()).await?;
    Ok(())
}
