//! Safe mode's choice: the parts and single documents of their own record for which somebody wants to sign in anew. Kept as a
//! Consent of their own; whether more or less is asked for, and who may, the rules decide.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::{self, Grant, Write};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::{Matter as About, made};
use helsami_fhir::headline::headline;
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, ExternalId, Look};
use jiff::Timestamp;

use super::{TRIES, parties, read_error};
use crate::app::App;
use crate::pass::{Chosen, Known, Pass};
use crate::read::ReadError;

/// Single things that one person can choose.
const THINGS: usize = 100;
/// What a single thing can be: a document with all that is in it. An answer stands in more places than one.
pub const PAPERS: [ResourceType; 2] = [ResourceType::DocumentReference, ResourceType::Composition];

/// What somebody wants a fresh sign-in for.
#[derive(Clone, Debug)]
pub struct Safe {
    /// The parts.
    pub areas: Areas,
    /// Single things.
    pub things: Vec<Thing>,
    /// The one that is to be added.
    pub offered: Option<Thing>,
    /// Whether a fresh sign-in would show more: what is chosen is closed now.
    pub is_closed: bool,
}

/// A single thing.
#[derive(Clone, Debug)]
pub struct Thing {
    /// How it stands in forms.
    pub link: ExternalId,
    /// What it is called, unless it is closed now.
    pub name: Option<Label>,
}

/// What is chosen. `offered` is the address of a document that is to be added.
///
/// # Errors
/// [`ReadError::Unknown`] for an offer that is none of this record's documents; otherwise as every look.
pub async fn safe_mode(
    app: &App,
    pass: &Pass,
    offered: Option<&str>,
    now: Timestamp,
) -> Result<Safe, ReadError> {
    let chosen = app.known(pass.subject(), now).await?.safe(now);
    let things = names(app, pass, &chosen.items, now).await?;
    let offered = match offered {
        Some(link) => Some(find(app, pass, link, now).await?),
        None => None,
    };
    let offered = offered.filter(|(row, _)| !chosen.items.contains(row)).map(|(_, thing)| thing);
    Ok(Safe { areas: chosen.areas, things, offered, is_closed: pass.lens().is_asking() })
}

/// The things by name, as far as the lens shows them.
async fn names(app: &App, pass: &Pass, rows: &[RecordId], now: Timestamp) -> Result<Vec<Thing>, ReadError> {
    let look = rows.iter().fold(Look::new(Matter::Settings, now).patient(), |look, row| look.one(*row));
    let found = app.look(pass, &look, now).await?;
    let name = |place: usize| found.shelf.first(place + 1).and_then(|entry| headline(&entry.body).name);
    Ok(rows
        .iter()
        .enumerate()
        .map(|(place, row)| Thing { link: app.link(*row), name: name(place) })
        .collect())
}

/// The document of an address, if the reader sees it.
async fn find(app: &App, pass: &Pass, link: &str, now: Timestamp) -> Result<(RecordId, Thing), ReadError> {
    let mut look = Look::new(Matter::Settings, now);
    for kind in PAPERS {
        look = look.one(app.own(link, kind, pass.subject())?);
    }
    let found = app.look(pass, &look, now).await?;
    let entry = (0..PAPERS.len()).find_map(|range| found.shelf.first(range)).ok_or(ReadError::Unknown)?;
    Ok((entry.id, Thing { link: app.link(entry.id), name: headline(&entry.body).name }))
}

/// Puts this in place of what was chosen: parts, and documents as forms have them.
///
/// # Errors
/// [`access::Denied::SignInNotFresh`] for less than before without a fresh sign-in; [`ReadError::Unknown`] for a document that is
/// not there; otherwise as every change.
pub async fn safe_mode_set(
    app: &App,
    pass: &Pass,
    (areas, links): (Areas, &[String]),
    now: Timestamp,
) -> Result<(), ReadError> {
    if links.len() > THINGS {
        return Err(ReadError::Unknown);
    }
    for _ in 0..TRIES {
        let known = app.known(pass.subject(), now).await?;
        let kept = known.safe(now);
        let items = items(app, pass, (&kept.items, links), now).await?;
        let wanted = Chosen { areas: areas.and(Areas::of(&Area::GIVEABLE)), items };
        let grant = may_set(app, pass, &wanted, now).await?;
        if wanted == kept || write(app, pass, (&grant, &known, &wanted), now).await? {
            return Ok(());
        }
    }
    Err(Error::Busy.into())
}

/// The rows of a form: those that were chosen before, and others that the reader sees.
async fn items(
    app: &App,
    pass: &Pass,
    (kept, links): (&[RecordId], &[String]),
    now: Timestamp,
) -> Result<Vec<RecordId>, ReadError> {
    let mut items: Vec<RecordId> = kept
        .iter()
        .copied()
        .filter(|row| links.iter().any(|link| *link == *app.link(*row).as_str()))
        .collect();
    for link in links {
        if !items.iter().any(|row| *link == *app.link(*row).as_str()) {
            items.push(find(app, pass, link, now).await?.0);
        }
    }
    Ok(items)
}

async fn may_set(app: &App, pass: &Pass, wanted: &Chosen, now: Timestamp) -> Result<Grant<Write>, ReadError> {
    let (actor, subject) = (pass.actor(), pass.subject());
    let rule = |facts: &access::facts::Facts<'_>| access::set_safe_mode(actor, facts, &wanted.mode(None));
    match app.decide((actor, subject), now, rule).await {
        Ok((grant, _)) => Ok(grant),
        Err(ReadError::Denied(denied)) => {
            app.store.refused(&access::weigh(subject)?, actor, (Matter::Settings, now)).await?;
            Err(denied.into())
        }
        Err(error) => Err(error),
    }
}

/// Writes the choice in place of the one before. False if somebody was faster.
async fn write(
    app: &App,
    pass: &Pass,
    (grant, known, wanted): (&Grant<Write>, &Known, &Chosen),
    now: Timestamp,
) -> Result<bool, ReadError> {
    let patient = app.patient(pass.subject());
    let items: Vec<String> = wanted.items.iter().map(|row| app.named(*row)).collect();
    let json = made::safe_mode(parties(&patient, &patient), (wanted.areas, &items), now);
    let is_choice = |entry: &&Entry| {
        let consent = app.consent(entry).filter(|one| one.is_active() && one.term.holds(now));
        consent.is_some_and(|one| matches!(one.matter, About::SafeMode { .. }))
    };
    let mut entries = known.consent_rows().iter().filter(is_choice).peekable();
    if entries.peek().is_none() {
        return app.consent_add(grant, &json, now).await.map(|()| true);
    }
    // One is enough: it holds the choice, and any other that came at the same moment ends.
    let is_over = *wanted == Chosen::default();
    let bodies: Vec<(&Entry, String)> = entries
        .enumerate()
        .filter_map(|(place, entry)| {
            let json = if place == 0 && !is_over { Some(json.clone()) } else { made::ended(&entry.body) };
            json.map(|json| (entry, json))
        })
        .collect();
    let incoming = bodies.iter().map(|(entry, json)| {
        let way = Way::Keep { id: app.link(entry.id).to_string().into(), expected: Some(entry.version) };
        Incoming { way, ..Incoming::create(json) }
    });
    match app.store.write(grant, incoming.collect(), now).await {
        Ok(_) => Ok(true),
        Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => Ok(false),
        Err(error) => Err(read_error(error)),
    }
}
