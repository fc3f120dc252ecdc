//! A parent's consent to the log-in of a young person of 13 to 15.

use helsami_domain::access::age::{HEALTH_MAJORITY, YOUTH};
use helsami_domain::access::facts::{End, Term};
use helsami_domain::access::{self, Change, Denied};
use helsami_domain::matter::Matter;
use helsami_domain::when::When;
use helsami_fhir::consent::{Matter as About, made};
use helsami_store::Look;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{TRIES, parties};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// How the young person's own log-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YouthAccess {
    /// Whether a parent has consented.
    pub is_given: bool,
    /// The 16th birthday, when the consent is no longer needed.
    pub until: Date,
}

/// How the young person's log-in stands, for a parent of somebody of 13 to 15. The look, or that it was refused, is in
/// the access log before this returns.
///
/// # Errors
/// [`Denied::NotYours`] for anybody else.
pub async fn youth_access(app: &App, pass: &Pass, now: Timestamp) -> Result<YouthAccess, ReadError> {
    let (actor, subject) = (pass.actor(), pass.subject());
    app.may_change((actor, subject), Change::ConsentForYouth, now).await?;
    let Some(birth) = pass.birth().filter(|birth| birth.has_turned(YOUTH, now)) else {
        app.store.refused(&access::weigh(subject)?, actor, (Matter::Access, now)).await?;
        return Err(Denied::NotYours.into());
    };
    // Nothing of the record is read; that it was asked for stands in the log.
    app.store.read(&pass.grant, &Look::new(Matter::Access, now)).await?;
    let known = app.known(subject, now).await?;
    Ok(YouthAccess { is_given: known.subject(now).has_youth_consent, until: birth.birthday(HEALTH_MAJORITY) })
}

/// Consents, or takes every consent back. Nothing happens where it is so already.
///
/// # Errors
/// As [`youth_access`], and as every change.
pub async fn youth_consent(app: &App, pass: &Pass, is_given: bool, now: Timestamp) -> Result<(), ReadError> {
    let standing = youth_access(app, pass, now).await?;
    let (actor, subject) = (pass.actor(), pass.subject());
    let grant = app.may_change((actor, subject), Change::ConsentForYouth, now).await?;
    if standing.is_given == is_given {
        return Ok(());
    }
    if is_given {
        let access::Actor::Citizen { person, .. } = actor else { return Err(Denied::NotYours.into()) };
        let (patient, parent) = (app.patient(subject), app.patient(person));
        let term = Term { from: now, end: End::At(When::Day(standing.until).start()) };
        let json = made::youth_access(parties(&patient, &parent), term, now);
        return app.consent_add(&grant, &json, now).await;
    }
    for _ in 0..TRIES {
        let shelf = app.store.facts(&access::weigh(subject)?).await?;
        let mut is_done = true;
        for entry in shelf.range(2) {
            let consent = app.consent(entry);
            if consent.is_some_and(|one| one.is_active() && one.matter == About::YouthAccess) {
                let json = made::ended(&entry.body).ok_or(ReadError::Unknown)?;
                is_done &= app.consent_change(&grant, (entry, &json), now).await?;
            }
        }
        if is_done {
            return Ok(());
        }
    }
    Err(helsami_store::Error::Busy.into())
}
