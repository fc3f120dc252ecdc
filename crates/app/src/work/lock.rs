//! Lifting a citizen's emergency lock: by staff who treat the patient and have made sure who it is.

use helsami_domain::access::{self, Change, weigh};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{Matter as About, access_consent, made};
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Error, Look};
use jiff::Timestamp;

use super::AtWork;
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Consents that are looked through for locks: more than anybody has.
const CONSENTS: usize = 2000;

/// Whether the patient has closed their own pages. Told to whoever has the record open: it is for them to lift it.
///
/// # Errors
/// What the store says.
pub async fn is_locked(app: &App, pass: &Pass, now: Timestamp) -> Result<bool, ReadError> {
    Ok(app.known(pass.subject(), now).await?.subject(now).is_locked)
}

/// Lifts the lock: the patient, and whoever acts for them, can sign in again.
///
/// # Errors
/// [`ReadError::Denied`] for whoever does not treat the patient; [`ReadError::Unknown`] where nothing is locked.
pub async fn lift(app: &App, at_work: &AtWork, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    let (subject, actor) = (pass.subject(), at_work.actor());
    let rule = |facts: &access::facts::Facts<'_>| access::change(actor, facts, Change::Register);
    let grant = match app.decide_at_work((at_work, subject, pass.opening()), now, rule).await {
        Ok((grant, _)) => grant,
        Err(error @ ReadError::Denied(_)) => {
            app.refused_at_work((at_work, subject), Matter::Access, now).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    let look = Look::new(Matter::Access, now).newest(ResourceType::Consent, CONSENTS);
    let shelf = app.store.weighed(&weigh(subject)?, &look).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let is_lock = |entry: &&helsami_store::Entry| {
        access_consent(entry.id, &entry.body, &resolve)
            .is_some_and(|one| one.matter == About::Lock && one.is_active() && one.term.holds(now))
    };
    let locks: Vec<_> = shelf.range(0).iter().filter(is_lock).collect();
    let ended: Option<Vec<String>> = locks.iter().map(|entry| made::ended(&entry.body)).collect();
    let ended = ended.filter(|all| !all.is_empty()).ok_or(ReadError::Unknown)?;
    let entries = locks.iter().zip(&ended).map(|(entry, json)| {
        let way = Way::Keep { id: app.link(entry.id).to_string().into(), expected: Some(entry.version) };
        Incoming { way, ..Incoming::create(json) }
    });
    match app.store.write(&grant, entries.collect(), now).await {
        Ok(_) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(_) => Err(Error::Damaged("a consent of the portal's own").into()),
    }
}
