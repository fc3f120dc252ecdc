//! Safe mode's choice: the parts and single things of their own record for which somebody wants to sign in anew. Kept as a
//! Consent of their own; whether more or less is asked for, and who may, the rules decide.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::{self, Grant, Write, closes_together};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::consent::{Matter as About, made};
use helsami_fhir::headline::headline;
use helsami_fhir::mention::mentions;
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, ExternalId, Look};
use jiff::Timestamp;

use super::{TRIES, parties, read_error};
use crate::app::App;
use crate::pass::{Chosen, Known, Pass};
use crate::read::{Found, ReadError};
use crate::report;
use crate::telling::{Said, Why};

/// Single things that one person can choose.
const THINGS: usize = 400;
/// Single things that can be added at once: the one that is pointed at, and what else tells of it.
const ADDED: usize = 41;
/// Rows of one type that are looked through for what else tells of a thing.
const ROWS: usize = 2000;
/// Rows that close with a thing and are named on the page.
const NAMED: usize = 60;

/// What somebody wants a fresh sign-in for.
#[derive(Clone, Debug)]
pub struct Safe {
    /// The parts.
    pub areas: Areas,
    /// Single things.
    pub things: Vec<Thing>,
    /// The one that is to be added.
    pub offered: Option<Adding>,
    /// Whether a fresh sign-in would show more: what is chosen is closed now.
    pub is_closed: bool,
}

/// A single thing.
#[derive(Clone, Debug)]
pub struct Thing {
    /// How it stands in forms.
    pub link: ExternalId,
    /// What it is, unless it is closed now.
    pub head: Option<Head>,
}

/// What a thing is.
#[derive(Clone, Debug)]
pub struct Head {
    /// The part of the record that it stands in.
    pub part: Area,
    /// What it is called.
    pub name: Option<Label>,
    /// When it counts from.
    pub when: Option<When>,
    /// Whether what hangs together with it closes with it: it is a result, a report or an order.
    pub closes_more: bool,
}

/// A thing that is to be added, and what tells of it.
#[derive(Clone, Debug)]
pub struct Adding {
    /// The thing.
    pub thing: Thing,
    /// What closes with it: the report, the other answers, the order.
    pub with: Vec<Thing>,
    /// What else tells of it, and can be closed too: it names it, or says the same diagnosis, medicine or vaccine.
    pub also: Vec<Thing>,
    /// How many more tell of it.
    pub more: usize,
}

impl Thing {
    fn of(app: &App, entry: &Entry) -> Self {
        let head = headline(&entry.body);
        let (part, closes_more) = (Area::of(entry.id.kind), closes_together(entry.id.kind));
        let head = Head { part, name: head.name, when: head.when, closes_more };
        Self { link: app.link(entry.id), head: Some(head) }
    }
}

/// Whether a thing of this type can be chosen: every line of the record that can be pointed at, and an order that waits.
#[must_use]
pub fn is_thing(kind: ResourceType) -> bool {
    kinds().any(|one| one == kind)
}

fn kinds() -> impl Iterator<Item = ResourceType> {
    report::LINES.into_iter().chain([ResourceType::ServiceRequest])
}

/// What is chosen. `offered` is the address of a thing that is to be added.
///
/// # Errors
/// [`ReadError::Unknown`] for an offer that is nothing of this record; otherwise as every look.
pub async fn safe_mode(
    app: &App,
    pass: &Pass,
    offered: Option<&str>,
    now: Timestamp,
) -> Result<Safe, ReadError> {
    let chosen = app.known(pass.subject(), now).await?.safe(now);
    let things = things(app, pass, &chosen.items, now).await?;
    let offered = match offered {
        Some(link) => offer(app, pass, (link, &chosen), now).await?,
        None => None,
    };
    Ok(Safe { areas: chosen.areas, things, offered, is_closed: pass.lens().is_asking() })
}

/// The things by name, as far as the lens shows them.
async fn things(app: &App, pass: &Pass, rows: &[RecordId], now: Timestamp) -> Result<Vec<Thing>, ReadError> {
    let look = rows.iter().fold(Look::new(Matter::Settings, now).patient(), |look, row| look.one(*row));
    let found = app.look(pass, &look, now).await?;
    let thing = |place: usize, row: RecordId| match found.shelf.first(place + 1) {
        Some(entry) => Thing::of(app, entry),
        None => Thing { link: app.link(row), head: None },
    };
    Ok(rows.iter().enumerate().map(|(place, row)| thing(place, *row)).collect())
}

/// What an address offers, unless it is closed already or closes with what is.
async fn offer(
    app: &App,
    pass: &Pass,
    (link, chosen): (&str, &Chosen),
    now: Timestamp,
) -> Result<Option<Adding>, ReadError> {
    let found = find(app, pass, &[link], now).await?;
    let entry = line(&found, 0)?;
    if chosen.items.contains(&entry.id) || chosen.beside.rows.contains(&entry.id) {
        return Ok(None);
    }
    let beside = app.beside(pass.subject(), &[entry.id]).await?.rows;
    let look = beside.iter().take(NAMED).fold(Look::new(Matter::Settings, now), |look, row| look.one(*row));
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let with = (0..beside.len().min(NAMED)).filter_map(|range| shelf.first(range));
    let with = with.map(|entry| Thing::of(app, entry)).collect();
    let is_closed = |row: &RecordId| {
        beside.contains(row) || chosen.items.contains(row) || chosen.beside.rows.contains(row)
    };
    let (also, more) = telling(app, pass, (&found, entry, &is_closed), now).await?;
    Ok(Some(Adding { thing: Thing::of(app, entry), with, also, more }))
}

/// What else of the record tells of a thing, as far as the reader sees it, and how many more there are.
async fn telling(
    app: &App,
    pass: &Pass,
    (found, entry, is_closed): (&Found, &Entry, &impl Fn(&RecordId) -> bool),
    now: Timestamp,
) -> Result<(Vec<Thing>, usize), ReadError> {
    let opens = |kind: &ResourceType| pass.lens().areas().has(Area::of(*kind));
    let kinds: Vec<ResourceType> = kinds().filter(opens).collect();
    let look = kinds.iter().fold(Look::new(Matter::Settings, now), |look, kind| look.newest(*kind, ROWS));
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let said = Said::of(entry, mentions(&entry.body, &resolve));
    let is_telling = |other: &&Entry| {
        let why = said.told_by(other, &mentions(&other.body, &resolve));
        other.id != entry.id
            && !is_closed(&other.id)
            && why.is_some_and(|why| tells(why, (entry.id, other.id)))
    };
    let mut telling: Vec<&Entry> =
        (0..kinds.len()).flat_map(|range| shelf.range(range)).filter(is_telling).collect();
    telling.sort_by_key(|entry| (std::cmp::Reverse(entry.date), entry.id));
    let more = telling.len().saturating_sub(ADDED - 1);
    Ok((telling.into_iter().take(ADDED - 1).map(|entry| Thing::of(app, entry)).collect(), more))
}

/// Whether another line tells of a thing in words that a page shows. What a line names and what names a visit is most often only
/// where it was written, unless both stand in the same list; what hangs together by an order closes by itself.
fn tells(why: Why, (thing, other): (RecordId, RecordId)) -> bool {
    let is_visit = matches!(thing.kind, ResourceType::Encounter | ResourceType::Appointment);
    let is_beside = Area::of(thing.kind) == Area::of(other.kind);
    match why {
        Why::Code => true,
        Why::Names => is_beside || !is_visit,
        Why::Named => is_beside,
        Why::Order | Why::Together => false,
    }
}

/// The things of some addresses, as far as the reader sees them: for each as many ranges as there are types.
async fn find(app: &App, pass: &Pass, links: &[&str], now: Timestamp) -> Result<Found, ReadError> {
    let mut look = Look::new(Matter::Settings, now);
    for link in links {
        for kind in kinds() {
            look = look.one(app.own(link, kind, pass.subject())?);
        }
    }
    app.look(pass, &look, now).await
}

/// The thing of the address with this number.
fn line(found: &Found, number: usize) -> Result<&Entry, ReadError> {
    let first = number * kinds().count();
    (first..first + kinds().count()).find_map(|range| found.shelf.first(range)).ok_or(ReadError::Unknown)
}

/// Puts this in place of what was chosen: parts, and things as forms have them.
///
/// # Errors
/// [`access::Denied::SignInNotFresh`] for less than before without a fresh sign-in; [`ReadError::Unknown`] for a thing that is not
/// there, or too many; otherwise as every change.
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
        let areas = areas.and(Areas::of(&Area::GIVEABLE));
        let wanted = Chosen { areas, items, beside: kept.beside.clone() };
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
    let is = |row: &RecordId, link: &str| app.link(*row).as_str() == link;
    let mut items: Vec<RecordId> =
        kept.iter().copied().filter(|row| links.iter().any(|link| is(row, link))).collect();
    let mut added: Vec<&str> = links.iter().map(String::as_str).collect();
    added.retain(|link| !items.iter().any(|row| is(row, link)));
    added.sort_unstable();
    added.dedup();
    if added.len() > ADDED {
        return Err(ReadError::Unknown);
    }
    if !added.is_empty() {
        let found = find(app, pass, &added, now).await?;
        for number in 0..added.len() {
            items.push(line(&found, number)?.id);
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
    let is_over = wanted.areas.is_empty() && wanted.items.is_empty();
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
