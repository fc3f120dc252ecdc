//! Giving access: the invitation, and the end.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Proxy, Term};
use helsami_domain::access::{self, Change, Invitation};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{Matter as About, made};
use helsami_store::{Entry, Look, SessionToken};
use jiff::Timestamp;

use super::{Access, State, TRIES, access_list, parties};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Invitations that can wait at the same time: whoever has made so many has lost count.
const WAITING: usize = 20;

/// An invitation that has just been made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The code: shown once, stored nowhere.
    pub code: SessionToken,
    /// Until when it can be answered.
    pub until: Timestamp,
}

/// Invites whoever gets the code. `None` if too many invitations wait already.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not give access, or not this; otherwise what the store says.
pub async fn invite(
    app: &App,
    pass: &Pass,
    (proxy, term): (&Proxy, Term),
    now: Timestamp,
) -> Result<Option<Made>, ReadError> {
    let (actor, subject) = (pass.actor(), pass.subject());
    let grant = app.may_change((actor, subject), Change::GiveAccess, now).await?;
    app.decide((actor, subject), now, |facts| access::preview(actor, facts, proxy)).await?;
    let waiting = access_list(app, pass, now).await?.current;
    if waiting.iter().filter(|one| matches!(one.state, State::Offered(_))).count() >= WAITING {
        return Ok(None);
    }
    let code = SessionToken::random();
    let patient = app.patient(subject);
    let giveable = Areas::of(&Area::GIVEABLE);
    let proxy = Proxy { areas: proxy.areas.and(giveable), ..proxy.clone() };
    let items: Vec<String> = proxy.except.iter().map(|row| app.named(*row)).collect();
    let given = made::Given { proxy: &proxy, items: &items, term };
    let json = made::invitation(parties(&patient, &patient), given, &code.hash().show(), now);
    app.consent_add(&grant, &json, now).await?;
    Ok(Some(Made { code, until: Invitation::ends(now) }))
}

/// Whether the reader may give access at all: asked before a form is shown or read.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not; otherwise what the store says.
pub async fn may_give(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::GiveAccess, now).await.map(drop)
}

/// One access that the person has given or offered, for whoever may end it.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not; [`ReadError::Unknown`] for what is no such access; otherwise as every
/// reading.
pub async fn access_find(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Access, ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::EndAccess, now).await?;
    let (_, access) = find(app, pass, id, now).await?;
    Ok(access)
}

pub(super) async fn find(
    app: &App,
    pass: &Pass,
    id: &str,
    now: Timestamp,
) -> Result<(Entry, Access), ReadError> {
    let id = app.own(id, ResourceType::Consent, pass.subject())?;
    let found = app.look(pass, &Look::new(Matter::Access, now).one(id), now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?.clone();
    let is_proxy = app.consent(&entry).is_some_and(|one| matches!(one.matter, About::Proxy(_)));
    let access = app.access(&entry, now).await?.filter(|_| is_proxy).ok_or(ReadError::Unknown)?;
    Ok((entry, access))
}

/// Ends an access that the person has given, or takes an invitation back. Hands back what it was.
///
/// # Errors
/// [`ReadError::Unknown`] for what is no access or over already; otherwise as every change.
pub async fn access_end(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Access, ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::EndAccess, now).await?;
    for _ in 0..TRIES {
        let (entry, access) = find(app, pass, id, now).await?;
        if !access.state.is_current() {
            return Err(ReadError::Unknown);
        }
        let json = made::ended(&entry.body).ok_or(ReadError::Unknown)?;
        if app.consent_change(&grant, (&entry, &json), now).await? {
            return Ok(access);
        }
    }
    Err(helsami_store::Error::Busy.into())
}
