//! Giving access: what somebody would see, the invitation, and the end.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Proxy, Term};
use helsami_domain::access::{self, Change, Invitation};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{Matter as About, made};
use helsami_fhir::facts::Status;
use helsami_fhir::headline::{Headline, headline};
use helsami_store::{Entry, Look, SessionToken, Shelf};
use jiff::Timestamp;

use super::{Access, State, TRIES, access_list, parties};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Rows of one type that a preview counts.
const COUNTED: usize = 200;
/// Example lines of one part.
const EXAMPLES: usize = 3;
/// Invitations that can wait at the same time: whoever has made so many has lost count.
const WAITING: usize = 20;

/// What somebody would see of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The part.
    pub area: Area,
    /// How many things.
    pub count: usize,
    /// Whether there are more than were counted.
    pub is_more: bool,
    /// The newest of them.
    pub examples: Vec<Headline>,
}

/// What a part is made of, as the pages show it.
const TYPES: [ResourceType; 13] = [
    ResourceType::Appointment,
    ResourceType::Encounter,
    ResourceType::DiagnosticReport,
    ResourceType::Observation,
    ResourceType::MedicationRequest,
    ResourceType::MedicationStatement,
    ResourceType::AllergyIntolerance,
    ResourceType::Flag,
    ResourceType::Condition,
    ResourceType::Immunization,
    ResourceType::DocumentReference,
    ResourceType::Composition,
    ResourceType::CareTeam,
];

/// What whoever gets this access would see now, through the lens that the rules would give them.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not give access; otherwise what the store says.
pub async fn preview(app: &App, pass: &Pass, proxy: &Proxy, now: Timestamp) -> Result<Vec<Seen>, ReadError> {
    let actor = pass.actor();
    app.may_change((actor, pass.subject()), Change::GiveAccess, now).await?;
    let decided = app.decide((actor, pass.subject()), now, |facts| access::preview(actor, facts, proxy));
    let (grant, _) = decided.await?;
    let look = TYPES.iter().fold(Look::new(Matter::Access, now), |look, kind| look.newest(*kind, COUNTED));
    let shelf = app.store.read(&grant, &look).await?;
    Ok(grant.lens().areas().iter().map(|area| seen(&shelf, area)).collect())
}

fn seen(shelf: &Shelf, area: Area) -> Seen {
    let mut found: Vec<&Entry> = Vec::new();
    let mut is_more = false;
    for (number, _) in TYPES.iter().enumerate().filter(|(_, kind)| Area::of(**kind) == area) {
        is_more |= shelf.more(number);
        let is_true = |entry: &&Entry| entry.status != Status::EnteredInError.number();
        found.extend(shelf.range(number).iter().filter(is_true));
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    let mut examples: Vec<Headline> = Vec::new();
    for entry in &found {
        let head = headline(&entry.body);
        let is_new =
            |name: &str| !examples.iter().any(|one| one.name.as_ref().is_some_and(|it| &*it.text == name));
        if !head.is_mistake && head.name.as_ref().is_some_and(|name| is_new(&name.text)) {
            examples.push(head);
        }
        if examples.len() == EXAMPLES {
            break;
        }
    }
    Seen { area, count: found.len(), is_more, examples }
}

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
    let json = made::invitation(parties(&patient, &patient), (&proxy, term), &code.hash().show(), now);
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

async fn find(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<(Entry, Access), ReadError> {
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
