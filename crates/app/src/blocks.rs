//! What the person has closed: see it, close more, open again. A block takes effect with the write.

use helsami_domain::access::Change;
use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::coded::Label;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Party;
use helsami_fhir::block::{NewBlock, lifted};
use helsami_fhir::consent::{AccessConsent, Matter as About, access_consent};
use helsami_fhir::headline::headline;
use helsami_fhir::keeper::keepers;
use helsami_fhir::staff::staff_role;
use helsami_store::write::{Incoming, WriteError};
use helsami_store::{ExternalId, Look};
use jiff::Timestamp;

use crate::app::App;
use crate::cases::patient_row;
use crate::pass::{Pass, link};
use crate::read::{Found, ReadError};
use crate::report::LINES;

/// Consents of one person: more than anybody has.
const CONSENTS: usize = 2000;
/// Rows of each type that are looked through for whom one has met.
const ROWS: usize = 200;
/// Where organisations and staff of the record are named.
const MET: [ResourceType; 6] = [
    ResourceType::Encounter,
    ResourceType::Appointment,
    ResourceType::DocumentReference,
    ResourceType::DiagnosticReport,
    ResourceType::Condition,
    ResourceType::CareTeam,
];

/// Against whom, as it stands in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// `staff`, the id of an organisation or of a member of staff, or somebody with access as the reader's addresses have them.
    pub value: String,
    /// Whom.
    pub against: Against,
    /// Their name; `None` for all staff.
    pub name: Option<Box<str>>,
}

/// A block in force.
#[derive(Clone, Debug)]
pub struct Set {
    /// How it stands in forms.
    pub link: ExternalId,
    /// Against whom, and their name.
    pub against: (Against, Option<Box<str>>),
    /// What is closed.
    pub what: Closed,
    /// What single items are called.
    pub items: Vec<Option<Label>>,
    /// Since when.
    pub since: Timestamp,
}

/// The page's content.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// What is closed now.
    pub set: Vec<Set>,
    /// Whom one can close against: all staff, then organisations, then members of staff, by name; then those who have access.
    pub choices: Vec<Choice>,
    /// The single item that is to be closed, if it is one.
    pub item: Option<(RecordId, ExternalId, Option<Label>)>,
}

/// What is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The whole record.
    Record,
    /// Everything from now on.
    Coming,
    /// The one item of the page.
    Item,
}

/// Why nothing was closed or opened.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    /// The rules or the store.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What is closed, and whom one can close against. `item` is the address of a single thing that is to be closed.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom this is not open; [`ReadError::Unknown`] for an item that is not there.
pub async fn blocks(app: &App, pass: &Pass, item: Option<&str>, now: Timestamp) -> Result<Blocks, ReadError> {
    let mut look = Look::new(Matter::Blocks, now).newest(ResourceType::Consent, CONSENTS);
    look = MET.iter().fold(look, |look, kind| look.newest(*kind, ROWS));
    if let Some(item) = item {
        for kind in LINES {
            look = look.one(app.own(item, kind, pass.subject())?);
        }
    }
    let found = app.look(pass, &look, now).await?;
    let mut choices = choices(app, &found).await?;
    choices.extend(relatives(app, pass, now).await?);
    let set = set(app, &found, &choices).await?;
    let first = 1 + MET.len();
    let entry = (first..first + LINES.len()).find_map(|range| found.shelf.first(range));
    if item.is_some() && entry.is_none() {
        return Err(ReadError::Unknown);
    }
    let item = entry.map(|entry| (entry.id, app.link(entry.id), headline(&entry.body).name));
    Ok(Blocks { set, choices, item })
}

/// Whether the reader may close anything at all: asked before what a form says is read.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not; otherwise what the store says.
pub async fn may_close(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::Block, now).await.map(drop)
}

/// All staff, and the organisations and members of staff that the record names.
async fn choices(app: &App, found: &Found) -> Result<Vec<Choice>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let entries = (1..=MET.len()).flat_map(|range| found.shelf.range(range));
    let kept: Vec<_> = entries.map(|entry| keepers(&entry.body, &resolve)).collect();
    let mut leads: Vec<RecordId> = kept.iter().flat_map(|one| one.leads.clone()).collect();
    leads.retain(|row| row.kind == ResourceType::PractitionerRole && row.patient.is_shared());
    let mut rows: Vec<RecordId> =
        kept.iter().flat_map(|one| [&one.organizations[..], &one.people].concat()).collect();
    leads.sort_unstable();
    leads.dedup();
    for entry in app.store.shared(&found.grant, &leads).await? {
        let role = staff_role(&entry.body, &resolve).unwrap_or_default();
        rows.extend(role.person.id.into_iter().chain(role.organization.id));
    }
    rows.retain(|row| row.patient.is_shared());
    rows.sort_unstable();
    rows.dedup();
    let mut parties: Vec<Party> = rows.iter().map(|row| Party { name: None, id: Some(*row) }).collect();
    app.name_parties((&found.grant, found.now), parties.iter_mut()).await?;
    let choice = |party: Party| {
        let row = party.id?;
        let against = match row.kind {
            ResourceType::Organization => Against::Organization(row.local),
            ResourceType::Practitioner => Against::Practitioner(row.local),
            _ => return None,
        };
        // Whom nobody can name, nobody can choose.
        Some(Choice { value: app.link(row).to_string(), against, name: Some(party.name?) })
    };
    let mut choices: Vec<Choice> = parties.into_iter().filter_map(choice).collect();
    choices.sort_by_key(|one| (matches!(one.against, Against::Practitioner(_)), one.name.clone()));
    choices.insert(0, Choice { value: "staff".to_owned(), against: Against::Staff, name: None });
    Ok(choices)
}

/// Those who have access to the record, by name. Whoever has a protected address has nothing open, and is not named.
async fn relatives(app: &App, pass: &Pass, now: Timestamp) -> Result<Vec<Choice>, ReadError> {
    let mut choices = Vec::new();
    for key in app.known(pass.subject(), now).await?.holders(now) {
        let Some(name) = app.unprotected_name(key, now).await?.filter(|name| !name.is_empty()) else {
            continue;
        };
        let value = link(app, pass.subject(), key).to_string();
        choices.push(Choice { value, against: Against::Person(key), name: Some(name.into()) });
    }
    choices.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(choices)
}

/// The blocks in force, newest first.
async fn set(app: &App, found: &Found, choices: &[Choice]) -> Result<Vec<Set>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let consents =
        found.shelf.range(0).iter().filter_map(|entry| access_consent(entry.id, &entry.body, &resolve));
    let in_force: Vec<AccessConsent> =
        consents.filter(|one| one.is_active() && one.term.has_not_ended(found.now)).collect();
    let mut set = Vec::new();
    for one in in_force {
        let About::Block(against, what) = one.matter else { continue };
        let known =
            choices.iter().find(|choice| choice.against == against).and_then(|choice| choice.name.clone());
        let name = match (known, against) {
            (Some(name), _) => Some(name),
            (None, Against::Person(key)) => app.unprotected_name(key, found.now).await?.map(Into::into),
            (None, _) => name_of(app, found, against).await?,
        };
        let rows: &[RecordId] = if let Closed::Items(items) = &what { items } else { &[] };
        let look = rows.iter().fold(Look::new(Matter::Blocks, found.now), |look, row| look.one(*row));
        let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
        let items =
            (0..rows.len()).map(|range| shelf.first(range).and_then(|entry| headline(&entry.body).name));
        let items = items.collect();
        set.push(Set { link: app.link(one.id), against: (against, name), what, items, since: one.term.from });
    }
    Ok(set)
}

async fn name_of(app: &App, found: &Found, against: Against) -> Result<Option<Box<str>>, ReadError> {
    let Some((kind, local)) = row_of(against) else { return Ok(None) };
    let mut party = Party { name: None, id: Some(RecordId { patient: PatientKey::SHARED, kind, local }) };
    app.name_parties((&found.grant, found.now), std::iter::once(&mut party)).await?;
    Ok(party.name)
}

const fn row_of(against: Against) -> Option<(ResourceType, LocalId)> {
    match against {
        Against::Organization(local) => Some((ResourceType::Organization, local)),
        Against::Practitioner(local) => Some((ResourceType::Practitioner, local)),
        Against::Staff | Against::Person(_) => None,
    }
}

/// Closes. The same block again is not set twice.
///
/// # Errors
/// [`ReadError::Unknown`] for a choice that is none of the page's; otherwise what the rules and the store say.
pub async fn close(
    app: &App,
    pass: &Pass,
    (page, choice, extent): (&Blocks, &Choice, Extent),
    now: Timestamp,
) -> Result<(), BlockError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::Block, now).await?;
    let item = page.item.as_ref().filter(|_| extent == Extent::Item);
    let what = match (extent, item) {
        (Extent::Record, _) => Closed::Record,
        (Extent::Coming, _) => Closed::Coming,
        (Extent::Item, Some((id, ..))) => Closed::Items(vec![*id]),
        (Extent::Item, None) => return Err(ReadError::Unknown.into()),
    };
    if page.set.iter().any(|one| one.against.0 == choice.against && one.what == what) {
        return Ok(());
    }
    let against = match choice.against {
        Against::Person(key) => Some(app.patient(key)),
        against => row_of(against).map(|(kind, _)| format!("{kind}/{}", choice.value)),
    };
    let items: Vec<String> = item.iter().map(|(id, link, _)| format!("{}/{link}", id.kind)).collect();
    let patient = format!("Patient/{}", app.link(patient_row(pass.subject())));
    let block = NewBlock {
        now,
        patient: &patient,
        against: against.as_deref().map(|reference| (reference, choice.name.as_deref())),
        items: &items,
        is_coming: extent == Extent::Coming,
    };
    app.store.write(&grant, vec![Incoming::create(&block.consent())], now).await?;
    Ok(())
}

/// Opens again what a block closed.
///
/// # Errors
/// [`ReadError::Unknown`] for what is no block in force of this record; otherwise what the rules and the store say.
pub async fn lift(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<(), BlockError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::Block, now).await?;
    let row = app.own(id, ResourceType::Consent, pass.subject())?;
    let found = app.look(pass, &Look::new(Matter::Blocks, now).one(row), now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?;
    let consent =
        access_consent(row, &entry.body, &|id, kind| app.resolve(id, kind)).ok_or(ReadError::Unknown)?;
    // Whoever set it, it closes the person's own record: from 16 they decide, after the page has told what follows.
    if !matches!(consent.matter, About::Block(..)) || !consent.is_active() {
        return Err(ReadError::Unknown.into());
    }
    let json = lifted(&entry.body, now).ok_or(ReadError::Unknown)?;
    app.store.write(&grant, vec![Incoming::keep(&json, id)], now).await?;
    Ok(())
}
