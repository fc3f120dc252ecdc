//! Who can be acted for, and how their records stand in addresses.

use helsami_domain::access::area::Areas;
use helsami_domain::access::{self, Actor};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_store::{ExternalId, Look};
use jiff::Timestamp;

use super::Pass;
use crate::app::App;
use crate::read::ReadError;

/// People that one can act for, at most: more than anybody has.
const ACTED_MAX: usize = 200;

/// Somebody one can act for.
#[derive(Clone, Debug)]
pub struct Acted {
    /// The way in.
    pub pass: Pass,
    /// How the record stands in addresses of this actor. Means nothing to anybody else.
    pub link: ExternalId,
}

/// The parts of the actor's own record that ways lead to now: none where it is closed. Shows nothing, so that
/// nothing is logged.
///
/// # Errors
/// What the store says.
pub async fn own_areas(app: &App, actor: Actor, now: Timestamp) -> Result<Areas, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Ok(Areas::NONE) };
    match app.weigh(actor, person, now).await {
        Ok(pass) => Ok(pass.lens().leads()),
        Err(ReadError::Denied(_)) => Ok(Areas::NONE),
        Err(error) => Err(error),
    }
}

/// Notes that somebody who acts for another has opened a page that says whose record it is and shows nothing of it. One's
/// own name is no look.
///
/// # Errors
/// What the store says.
pub async fn name_shown(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    if pass.is_for_another() {
        app.look(pass, &Look::new(Matter::Name, now), now).await?;
    }
    Ok(())
}

/// Everybody whose record the actor has a way into besides their own, by name.
///
/// # Errors
/// What the store says.
pub async fn acting_for(app: &App, actor: Actor, now: Timestamp) -> Result<Vec<Acted>, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Ok(Vec::new()) };
    let own = app.known(person, now).await?;
    let rows = rows_naming(app, person, &own.person.identifiers).await?;
    let mut keys: Vec<PatientKey> = rows.iter().map(|row| row.patient).collect();
    keys.dedup();
    let mut acted = Vec::new();
    for key in keys.into_iter().take(ACTED_MAX) {
        // Candidates only: most rows that name somebody are no way in, and nobody has tried anything.
        match app.weigh(actor, key, now).await {
            Ok(pass) => acted.push(Acted { link: link(app, person, key), pass }),
            Err(ReadError::Denied(_)) => {}
            Err(error) => return Err(error),
        }
    }
    acted.sort_by(|a, b| a.pass.name().cmp(&b.pass.name()));
    Ok(acted)
}

/// The rows in others' records that name the person, record by record. Candidates: the rules decide about each.
pub(crate) async fn rows_naming(
    app: &App,
    person: PatientKey,
    identifiers: &[(String, String)],
) -> Result<Vec<RecordId>, ReadError> {
    let mut rows = app.store.held(&access::weigh(person)?, identifiers).await?;
    rows.retain(|row| row.patient != person);
    Ok(rows)
}

/// Whose record an address of this actor means.
///
/// # Errors
/// [`ReadError::Unknown`] for an address that was not made for this actor.
pub fn acted_subject(app: &App, actor: Actor, text: &str) -> Result<PatientKey, ReadError> {
    let Actor::Citizen { person, .. } = actor else { return Err(ReadError::Unknown) };
    let id = app.store.ids().read(text, ResourceType::Patient).filter(|id| id.patient == person);
    let key = id.and_then(|id| PatientKey::new(id.local.get()));
    let key = key.filter(|key| !key.is_shared()).ok_or(ReadError::Unknown)?;
    // The record may have become a part of another since the address was made.
    Ok(app.store.home(key))
}

/// The subject as it stands in the actor's addresses: both are in it, so that nobody else can use it.
pub(crate) fn link(app: &App, person: PatientKey, subject: PatientKey) -> ExternalId {
    let local = LocalId::new(subject.get()).expect("a key is never negative");
    app.store.ids().show_parts(person, local)
}
